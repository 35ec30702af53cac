//! What is to be done by when: reports that are due, and the days on which campaigns open and are due.

pub mod calendar;
pub mod due_items;
