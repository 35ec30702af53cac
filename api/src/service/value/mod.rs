//! Values: what one source says of a subject in a period, and the figures that are resolved from them.
//!
//! - `put.rs` writes values, `figures.rs` what follows from them, `resolve.rs` says what that is (pure), `recount.rs`
//!   counts all of it again.
//! - `record.rs` and `decide.rs` are what people do, `check.rs` the rules, `actions.rs` the verdict.
//! - `suppress.rs` hides small numbers, `query.rs` reads.

pub mod figures;
pub mod put;
pub mod query;
pub mod recount;
pub mod resolve;
pub mod rows;
pub mod touched;
