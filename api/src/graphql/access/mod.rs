//! Accounts, grants, sessions, the audit log and `canDo` in the graph.

mod query;
mod user;
mod viewer;

pub use query::AccessQuery;
pub use user::User;
