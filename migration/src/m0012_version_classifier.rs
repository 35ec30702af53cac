//! Entries of the open dictionaries count their changes, so that nobody corrects what they have not read.

const UP: &[&str] = &["ALTER TABLE classifier ADD COLUMN version INTEGER NOT NULL DEFAULT 1"];

const DOWN: &[&str] = &["ALTER TABLE classifier DROP COLUMN version"];

crate::migration!();
