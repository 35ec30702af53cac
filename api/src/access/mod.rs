//! May: roles, the one permission table, the viewer, and the scope through which every query is built.
//!
//! - `role.rs`: roles; `kind.rs`: kinds of objects; `table.rs`: role × kind → rights.
//! - `action.rs`: everything that can be done, and the right it needs.
//! - `node.rs`: nodes as grants store them.
//! - `viewer.rs`: who asks, with the grants in force; `scope.rs`: what they may read, as a condition.

pub mod action;
pub mod kind;
pub mod node;
pub mod role;
pub mod scope;
pub mod table;
pub mod viewer;

pub use action::{Action, Reason, Verdict};
pub use kind::Kind;
pub use node::NodeRef;
pub use role::{Role, grantable, levels};
pub use scope::{Columns, Scope, Side};
pub use table::{Right, rights};
pub use viewer::{ActiveGrant, Node, Viewer};
