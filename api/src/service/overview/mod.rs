//! The aggregate over a node of the network on a day: what is counted there, for a viewer.
//!
//! Everything past draft is read from the tallies (`db/tally.rs`); what a viewer reads beyond that, own drafts and
//! rows of a part of the node, is counted on the fly (DECISIONS 6 and 7).
//!
//! - `counts.rs`: the tallies of many nodes with one statement, and who may see which of them.
//! - `municipalities.rs`: municipalities, and those without a centre.
//! - `unlisted.rs`: what is counted on the fly.
//! - `reports.rs`: what is owed in campaigns, grouped on the fly.
//! - `recount.rs`: the tallies again from the rows they stand for.
//!
//! To add a measure: its contributions in the domain's `tally.rs` and its declaration in [`MEASURES`]; a domain that had
//! none is a line in `recount.rs`.

pub mod counts;
pub mod municipalities;
pub mod recount;
pub mod reports;
pub mod unlisted;

use crate::{
    access::Kind,
    db::tally::Territory,
    service::{agreement, application, competition, organisation, status},
};

/// A measure of the tallies: all that the overview knows of it.
#[derive(Clone, Copy, Debug)]
pub struct Measure {
    /// Its name in the tallies.
    pub name: &'static str,
    /// Whose rights decide what is counted.
    pub kind: Kind,
    /// What is counted on the fly.
    pub beyond: Beyond,
}

/// What a viewer counts beyond the tallies.
#[derive(Clone, Copy, Debug)]
pub enum Beyond {
    /// Nothing: all that counts is public.
    Nothing,
    /// Rows that are not public, by place: own drafts, and what is past draft where a right covers a part of a node.
    Rows(unlisted::Rows),
    /// Objects with several places, in zones (no sums of their municipalities) and where a right covers a part of a node.
    Shared(unlisted::Shared),
}

/// All measures.
pub const MEASURES: &[Measure] = &[
    Measure {
        name: organisation::tally::ORGANISATIONS,
        kind: Kind::Organisation,
        beyond: Beyond::Rows(unlisted::organisations),
    },
    Measure { name: status::tally::CENTRES, kind: Kind::Centre, beyond: Beyond::Nothing },
    Measure { name: status::tally::STATUSES, kind: Kind::StatusAssignment, beyond: Beyond::Nothing },
    Measure { name: status::tally::ENDING, kind: Kind::StatusAssignment, beyond: Beyond::Nothing },
    Measure {
        name: agreement::tally::AGREEMENTS,
        kind: Kind::Agreement,
        beyond: Beyond::Shared(agreement::tally::on_the_fly),
    },
    Measure {
        name: agreement::tally::ENDING,
        kind: Kind::Agreement,
        beyond: Beyond::Shared(agreement::tally::ending_on_the_fly),
    },
    Measure {
        name: competition::tally::MEASURE,
        kind: Kind::Competition,
        beyond: Beyond::Rows(unlisted::competitions),
    },
    Measure {
        name: application::tally::MEASURE,
        kind: Kind::Application,
        beyond: Beyond::Rows(unlisted::applications),
    },
];
