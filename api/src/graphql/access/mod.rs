//! Accounts, grants, sessions, the audit log and `canDo` in the graph.

mod audit;
mod can_do;
mod grant;
mod input;
mod mutation;
mod query;
mod session;
mod user;
mod viewer;

pub use can_do::CanDoQuery;
pub use grant::Grant;
pub use mutation::AccessMutation;
pub use query::AccessQuery;
pub use session::SessionMutation;
pub use user::User;
