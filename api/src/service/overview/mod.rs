//! The aggregate over a node of the network on a day: what is counted there, for a viewer.
//!
//! Everything past draft is read from the tallies (`db/tally.rs`); what a viewer reads beyond that, own drafts and
//! rows of a part of the node, is counted on the fly (DECISIONS 6 and 7).
//!
//! - `counts.rs`: the tallies of many nodes with one statement, and who may see which of them.
//! - `municipalities.rs`: municipalities, and those without a centre.
//! - `unlisted.rs`: what is counted on the fly.
//! - `recount.rs`: the tallies again from the rows they stand for.
//!
//! To add a measure: its contributions in the domain's `tally.rs`, its line in [`MEASURES`] and in `recount.rs`,
//! and, when the domain has drafts, in `unlisted.rs`.

pub mod counts;
pub mod municipalities;
pub mod recount;
pub mod unlisted;

use entity::ids::{MunicipalityId, RegionId, ZoneId};

use crate::{access::Kind, db::change::Place};

/// A node that can be looked over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Territory {
    /// The country.
    Federation,
    /// A region.
    Region(RegionId),
    /// A zone of a region.
    Zone(ZoneId, RegionId),
    /// A municipality of a region.
    Municipality(MunicipalityId, RegionId),
}

impl Territory {
    /// Where the node stands: whoever may read there may count what is past draft.
    #[must_use]
    pub fn place(self) -> Place {
        match self {
            Self::Federation => Place::federal(),
            Self::Region(region) | Self::Zone(_, region) => Place::region(region),
            Self::Municipality(municipality, region) => Place::municipality(region, municipality),
        }
    }
}

/// A measure of the tallies and the kind of objects whose rights it follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measure {
    /// Its name in the tallies.
    pub name: &'static str,
    /// Whose rights decide what is counted.
    pub kind: Kind,
    /// Whether one object may count in several municipalities: then a zone is no sum of its municipalities.
    pub shared: bool,
}

const fn measure(name: &'static str, kind: Kind) -> Measure {
    Measure { name, kind, shared: false }
}

/// All measures.
pub const MEASURES: &[Measure] = &[
    measure("organisations", Kind::Organisation),
    measure("centres", Kind::Centre),
    measure("statuses", Kind::StatusAssignment),
    Measure { shared: true, ..measure("agreements", Kind::Agreement) },
    measure("competitions", Kind::Competition),
    measure("applications", Kind::Application),
];
