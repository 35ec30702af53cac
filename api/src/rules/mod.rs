//! Rules of the field that need no database: what a number, a code or an address has to look like, which days are
//! worked on, and when something is due.
//!
//! One file per concern, functions from text to a typed fault. To add a rule: a file here, named
//! for what it checks, with samples that hold and samples that don't at its end.

pub mod breakdown;
pub mod due;
pub mod registration;
pub mod subjects;
pub mod working_days;
