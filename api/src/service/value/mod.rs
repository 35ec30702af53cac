//! Values: what one source says of a subject in a period, and the figures that are resolved from them.
//!
//! - `put.rs` writes values, `figures.rs` what follows from them, `resolve.rs` says what that is (pure), `recount.rs`
//!   counts all of it again.
//! - `record.rs` and `decide.rs` are what people do, `refer.rs` what rows name, `check.rs` the rules, `actions.rs` the
//!   verdict.
//! - `merger.rs` is what follows when two records of one organisation are merged.
//! - `suppress.rs` says which small numbers are hidden, `guard.rs` of what sums (pure), `veil.rs` from whom; `list.rs` and `query.rs` read.

pub mod actions;
pub mod check;
pub mod decide;
pub mod figures;
pub mod guard;
pub mod list;
pub mod merger;
pub mod put;
pub mod query;
pub mod ratio;
pub mod record;
pub mod recount;
pub mod refer;
pub mod resolve;
pub mod rows;
pub mod shown;
pub mod store;
pub mod subjects;
pub mod suppress;
pub mod touched;
pub mod veil;
