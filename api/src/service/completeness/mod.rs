//! How complete reporting is: who was expected, who has handed in, in time or late, who is missing, on a day.
//!
//! Every count is one grouped statement, whatever the number of nodes and campaigns. What counts is what the viewer may
//! count of reports, and every report of a campaign whose summary is published.
//!
//! - `counts.rs`: the numbers. `rows.rs`: which reports, and what is said of them on a day, as SQL.
//! - `query.rs`: counts by campaign and by node, and the nodes that are missing.

pub mod counts;
pub mod query;
mod rows;

use chrono::NaiveDate;
use entity::{ids::CampaignId, shared::Level};

use super::inside::Inside;
use crate::period::Period;

/// Which reports are counted, on which day.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Selection {
    /// Of nodes inside this one.
    pub of: Inside,
    /// Of these campaigns.
    pub campaigns: Option<Vec<CampaignId>>,
    /// Of nodes of this level.
    pub level: Option<Level>,
    /// About this period.
    pub period: Option<Period>,
    /// About a period that ends on that day or later.
    pub from: Option<NaiveDate>,
    /// About a period that ends on that day or earlier.
    pub to: Option<NaiveDate>,
    /// As of that day.
    pub day: NaiveDate,
}

impl Selection {
    /// All that counts on a day.
    pub fn on(day: NaiveDate) -> Self {
        let of = Inside { level: Level::Federation, id: uuid::Uuid::nil() };
        Self { of, campaigns: None, level: None, period: None, from: None, to: None, day }
    }
}

entity::code_enum! {
    /// By which nodes completeness is told (узлы разбивки)
    pub enum CompletenessLevel {
        /// By region, what lies in it included (регионы)
        Region = "REGION",
        /// By municipality, its organisations included (муниципальные образования)
        Municipality = "MUNICIPALITY",
        /// By organisation (организации)
        Organisation = "ORGANISATION",
    }
}

impl CompletenessLevel {
    /// The level of its nodes.
    pub fn level(self) -> Level {
        match self {
            Self::Region => Level::Region,
            Self::Municipality => Level::Municipality,
            Self::Organisation => Level::Organisation,
        }
    }
}
