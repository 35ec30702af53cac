//! Accounts, grants, sessions, invitations, the audit log.
//!
//! - `user.rs`, `account.rs`: recording accounts, changing and closing them. `grant.rs`: what they may do.
//! - `actions.rs`: who may do what with them. `node.rs`: naming a node of the network.
//! - `sign_in.rs`, `session.rs`, `invitation.rs`, `guess.rs`: proving who one is, and how often it may be tried.
//! - `command.rs`, `bootstrap.rs`, `demo.rs`: what the command line, the first start and the demonstration network do.
//! - `query.rs`, `list.rs`: reading, behind the scope; `rows.rs`: what the ledger needs; `audit.rs`: its verification.

pub mod account;
pub mod actions;
pub mod audit;
pub mod bootstrap;
pub mod command;
pub mod demo;
pub mod grant;
mod guess;
pub mod invitation;
pub mod list;
pub mod node;
pub mod query;
pub mod rows;
pub mod session;
pub mod sign_in;
pub mod user;

pub use audit::{AuditFault, AuditReport, verify_audit_chain};
pub use bootstrap::bootstrap;
