//! Accounts, grants, sessions, the audit log.

mod audit;
mod buttons;
mod can_do;
mod grants;
mod invitations;
mod keys;
mod sessions;
mod sign_in;
mod users;
pub mod world;
