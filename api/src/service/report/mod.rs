//! Reports: what an expected node answers, handed in, returned, accepted, locked.

pub mod query;
pub mod rows;
