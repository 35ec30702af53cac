//! What is counted on a day in many nodes at once: one statement for all tallies, one for the zones among the nodes.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use entity::{
    ids::{MunicipalityId, ZoneId},
    shared::Visibility,
};
use sea_orm::{
    ConnectionTrait,
    sea_query::{Alias, Condition, Expr, ExprTrait, Func, SelectStatement},
};
use uuid::Uuid;

use super::{Beyond, MEASURES, Measure, Territory, unlisted};
use crate::{
    access::Scope,
    db::{
        change::Place,
        tally::{FEDERATION, starts},
    },
    error::AppError,
    service::{Cx, territory::query::zone_members},
};

/// Counts by measure and key; what is zero is absent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts(BTreeMap<(&'static str, String), i64>);

impl Counts {
    /// Adds to a group.
    pub fn add(&mut self, measure: &'static str, key: &str, count: i64) {
        *self.0.entry((measure, key.to_owned())).or_default() += count;
    }

    /// The groups of a measure that are not empty, the largest first.
    pub fn of(&self, measure: &str) -> Vec<(&str, i64)> {
        let mut groups: Vec<(&str, i64)> = self
            .0
            .iter()
            .filter(|((name, _), count)| *name == measure && **count != 0)
            .map(|((_, key), count)| (key.as_str(), *count))
            .collect();
        groups.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        groups
    }

    /// The sum of a measure.
    pub fn total(&self, measure: &str) -> i64 {
        self.0.iter().filter(|((name, _), _)| *name == measure).map(|(_, count)| count).sum()
    }
}

/// The municipalities of each zone on a day.
pub type Members = HashMap<ZoneId, Vec<MunicipalityId>>;

/// What a viewer counts in some nodes on a day.
pub async fn counts(
    cx: &Cx,
    territories: &[Territory],
    day: NaiveDate,
) -> Result<HashMap<Territory, Counts>, AppError> {
    let zones: Vec<ZoneId> =
        territories.iter().filter_map(|t| if let Territory::Zone(zone, _) = t { Some(*zone) } else { None }).collect();
    let members = if zones.is_empty() { Members::new() } else { zone_members(&cx.db, &zones, day).await? };
    let ids: Vec<Uuid> = territories.iter().flat_map(|territory| parts(*territory, &members)).collect();
    let mut by_id: HashMap<Uuid, Vec<Tally>> = HashMap::new();
    for (id, tally) in tallies(&cx.db, &ids, day).await? {
        by_id.entry(id).or_default().push(tally);
    }
    let mut all = HashMap::with_capacity(territories.len());
    for territory in territories {
        let mut counts = Counts::default();
        for measure in MEASURES {
            let shared_in_zone = matches!((measure.beyond, territory), (Beyond::Shared(_), Territory::Zone(..)));
            if shared_in_zone {
                continue;
            }
            let submitted = counts_all(&cx.scope(measure.kind), *territory, &members);
            for id in parts(*territory, &members) {
                let of_measure = by_id.get(&id).into_iter().flatten().filter(|tally| tally.measure == measure.name);
                for tally in of_measure.filter(|tally| submitted || tally.visibility == Visibility::Public) {
                    counts.add(measure.name, &tally.key, tally.count);
                }
            }
        }
        all.insert(*territory, counts);
    }
    unlisted::add(cx, &mut all, &members, day).await?;
    Ok(all)
}

/// The ids under which a node's tallies stand.
fn parts(territory: Territory, members: &Members) -> Vec<Uuid> {
    match territory {
        Territory::Federation => vec![FEDERATION],
        Territory::Region(region) => vec![region.into()],
        // What is about the zone itself, and what is about its municipalities.
        Territory::Zone(zone, _) => std::iter::once(zone.into())
            .chain(members.get(&zone).into_iter().flatten().map(|id| Uuid::from(*id)))
            .collect(),
        Territory::Municipality(municipality, _) => vec![municipality.into()],
    }
}

/// Whether everything past draft in a node counts for a scope.
pub(super) fn counts_all(scope: &Scope, territory: Territory, members: &Members) -> bool {
    match territory {
        Territory::Zone(zone, region) => {
            members.get(&zone).into_iter().flatten().all(|id| scope.counts_all_of(&Place::municipality(region, *id)))
        }
        _ => scope.counts_all_of(&territory.place()),
    }
}

struct Tally {
    measure: &'static str,
    key: String,
    visibility: Visibility,
    count: i64,
}

/// The tallies of some territories on a day: whole years, then whole months, then days.
async fn tallies(db: &impl ConnectionTrait, ids: &[Uuid], day: NaiveDate) -> Result<Vec<(Uuid, Tally)>, AppError> {
    let column = |name: &'static str| Expr::col(Alias::new(name));
    let [(year_grain, year), (month_grain, month), (day_grain, _)] = starts(day);
    let grain = |number: i16| Condition::all().add(column("grain").eq(number));
    let query = SelectStatement::new()
        .columns(["territory_id", "measure", "key", "visibility"].map(Alias::new))
        .expr_as(Func::sum(column("delta")).cast_as("BIGINT"), Alias::new("n"))
        .from(Alias::new("tally"))
        .and_where(column("territory_id").is_in(ids.iter().copied()))
        .cond_where(
            Condition::any()
                .add(grain(year_grain).add(column("day").lt(year)))
                .add(grain(month_grain).add(column("day").gte(year)).add(column("day").lt(month)))
                .add(grain(day_grain).add(column("day").gte(month)).add(column("day").lte(day))),
        )
        .group_by_columns(["territory_id", "measure", "key", "visibility"].map(Alias::new))
        .take();
    let mut found = Vec::new();
    for row in db.query_all(&query).await? {
        let name: String = row.try_get("", "measure")?;
        let Some(Measure { name, .. }) = MEASURES.iter().find(|measure| measure.name == name) else { continue };
        let tally = Tally {
            measure: name,
            key: row.try_get("", "key")?,
            visibility: row.try_get("", "visibility")?,
            count: row.try_get("", "n")?,
        };
        found.push((row.try_get("", "territory_id")?, tally));
    }
    Ok(found)
}
