//! Bad input that every domain can meet, sent to whatever the schema has: a new list, argument or member is tested with
//! the rest. What only one domain knows (check digits, overlaps, transitions) is tested there.
//!
//! - `pages.rs`: page sizes and cursors of every list. `ids.rs`: every id of every query and mutation.
//! - `members.rs`: texts, dates and unsent variables of every update.

mod ids;
mod members;
mod pages;
