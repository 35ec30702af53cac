//! Results: sums divided, coverage, lineage, targets, rankings, small numbers, and what they cost.
//!
//! - `board.rs`: a small region whose values are written as the service writes them.
//! - `sums.rs`: own figures and sums, periods, flags. `lineage.rs`: municipalities that became others.
//! - `compare.rs`: targets, changes, rankings. `rights.rs`: who counts what, small numbers.
//! - `outside.rs`: results and lists of values tell no small number together.
//! - `cost.rs`: statements and limits. `recount.rs`: random values against plain SQL.

mod board;
mod compare;
mod cost;
mod demo;
mod lineage;
mod outside;
mod recount;
mod rights;
mod sums;
