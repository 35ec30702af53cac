//! Values: what one source says of a subject in a period, and the figures that are resolved from them.

pub mod query;
pub mod rows;
