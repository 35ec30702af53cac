//! Campaigns of reporting: who reports what about which period until when, and who is missing.

pub mod query;
pub mod rows;
