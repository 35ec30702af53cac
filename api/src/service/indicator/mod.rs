//! Indicators: what is measured, what is divided by what, by which method, from which sources.

pub mod query;
pub mod rows;
