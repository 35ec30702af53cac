//! Templates of reports: editions, fields, what they are prefilled with.

pub mod query;
pub mod rows;
