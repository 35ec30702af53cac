//! Sets of targets: a roadmap, a passport, a concept, with the targets and bases in them.

pub mod query;
pub mod rows;
