//! How many municipalities a node has on a day, and how many of them have no municipal centre in force.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::Territory;
use crate::{
    error::AppError,
    service::{
        Cx,
        territory::query::{Group, groups},
    },
};

/// Municipalities of a node.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// All of them.
    pub total: i64,
    /// Those without a centre.
    pub without_centre: i64,
}

/// The coverage of some nodes on a day, with one statement: counts by region and zone, or by municipality where
/// municipalities are asked for.
pub async fn coverage(
    cx: &Cx,
    territories: &[Territory],
    day: NaiveDate,
) -> Result<HashMap<Territory, Coverage>, AppError> {
    let everywhere = territories.contains(&Territory::Federation);
    let regions = territories.iter().filter_map(|territory| match territory {
        Territory::Federation => None,
        Territory::Region(region) | Territory::Zone(_, region) | Territory::Municipality(_, region) => Some(*region),
    });
    let regions = (!everywhere).then(|| regions.collect::<Vec<_>>());
    let singly = territories.iter().any(|territory| matches!(territory, Territory::Municipality(..)));
    let groups = groups(&cx.db, regions, singly, day).await?;
    let sum = |territory: &Territory| {
        let inside = groups.iter().filter(|group| lies_in(group, *territory));
        inside.fold(Coverage::default(), |sum, group| Coverage {
            total: sum.total + group.total,
            without_centre: sum.without_centre + group.without_centre,
        })
    };
    Ok(territories.iter().map(|territory| (*territory, sum(territory))).collect())
}

fn lies_in(group: &Group, territory: Territory) -> bool {
    match territory {
        Territory::Federation => true,
        Territory::Region(id) => group.region == id,
        Territory::Zone(id, _) => group.zone == Some(id),
        Territory::Municipality(id, _) => group.municipality == Some(id),
    }
}
