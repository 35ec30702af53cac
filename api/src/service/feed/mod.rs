//! The feed: every committed change that a viewer may see, in commit order (DECISIONS 3 and 4).
//!
//! The ledger takes positions from one counter row, whose lock is held to commit (`db/write.rs`): whoever sees a
//! position sees all before it, and a rollback gives its positions back. So following needs no waiting for late
//! writers: the counter is read first, and everything up to it is there.
//!
//! - `follow.rs`: a page. `typename.rs`: names of types. `sight.rs`: what of a change a viewer sees, before and after.
//! - `through.rs`: objects that are reached past the columns of their place: parties, experts, zones, one's own.

pub mod follow;
mod sight;
mod through;
mod typename;

pub use follow::{Asked, Page, SPAN, Told, follow};
