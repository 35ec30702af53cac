//! Accounts, grants, sessions, invitations, the audit log.
//!
//! - `user.rs`, `grant.rs`: accounts and what they may do; `actions.rs`: who may do what with them.
//! - `node.rs`: naming a node of the network. `command.rs`: what the command line does.
//! - `query.rs`: reading, behind the scope; `rows.rs`: what the ledger needs.

pub mod command;
pub mod grant;
pub mod node;
pub mod query;
pub mod rows;
pub mod user;
