//! Statuses: the dictionary of kinds, and who holds which, from when till when, by what decision.
//!
//! - `content.rs`: what the operations have in common: holder, territory, terms, checked once.
//! - `draft.rs`: drafting, proposing, deleting; `grant.rs`: granting and recording history;
//!   `renew.rs`, `end.rs`: renewal, revocation, waiver; `kind.rs`: the dictionary;
//!   `holder.rs`: what follows when records of one holder are merged.
//! - `rules.rs`: the calendar, pure; `query.rs`: the same as SQL, and every read; `tally.rs`: what counts.

pub mod actions;
pub mod content;
pub mod draft;
pub mod end;
pub mod grant;
pub mod holder;
pub mod kind;
pub mod query;
pub mod renew;
pub mod rows;
pub mod rules;
pub mod tally;
