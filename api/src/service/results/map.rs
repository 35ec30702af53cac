//! The map of the regions in question on any day: which municipalities a region or a zone has, and what a
//! municipality was made of. Three statements, whatever is asked.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use entity::{
    ids::{MunicipalityId, RegionId, ZoneId},
    municipality, municipality_period, municipality_succession,
};
use sea_orm::{
    ConnectionTrait,
    sea_query::{Alias, Expr, ExprTrait, SelectStatement},
};

use crate::error::AppError;

/// A municipality.
#[derive(Clone, Debug)]
pub struct Town {
    /// Its region.
    pub region: RegionId,
    /// Its zone now.
    zone: Option<ZoneId>,
    /// Since when its attributes are what they are.
    since: Option<NaiveDate>,
    /// First day.
    from: Option<NaiveDate>,
    /// Last day.
    to: Option<NaiveDate>,
    /// Orders by name.
    sort_key: String,
    /// Zones of former days, each with its days.
    before: Vec<(Option<NaiveDate>, NaiveDate, Option<ZoneId>)>,
}

impl Town {
    /// Whether it exists on a day.
    pub fn exists(&self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }

    /// Its zone on a day.
    pub fn zone_on(&self, day: NaiveDate) -> Option<ZoneId> {
        if self.since.is_none_or(|since| since <= day) {
            return self.zone;
        }
        let held =
            |(from, to, _): &&(Option<NaiveDate>, NaiveDate, _)| from.is_none_or(|from| from <= day) && day <= *to;
        self.before.iter().find(held).map_or(self.zone, |(.., zone)| *zone)
    }
}

/// One became another.
#[derive(Clone, Copy, Debug)]
struct Step {
    before: MunicipalityId,
    after: MunicipalityId,
    day: NaiveDate,
}

/// What a municipality is made of in a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sources {
    /// Whose figures are its own: itself, or those that became it.
    pub of: Vec<MunicipalityId>,
    /// It is not what it was: its figures are those of others.
    pub restated: bool,
    /// Something of what it is made of went elsewhere too, and can't be told apart.
    pub divided: bool,
}

/// The map.
#[derive(Clone, Debug, Default)]
pub struct Map {
    towns: BTreeMap<MunicipalityId, Town>,
    by_region: BTreeMap<RegionId, Vec<MunicipalityId>>,
    steps: HashMap<MunicipalityId, Vec<Step>>,
    heirs: HashMap<MunicipalityId, usize>,
}

impl Map {
    /// The map of some regions, or of all.
    pub async fn load(db: &impl ConnectionTrait, regions: Option<&BTreeSet<RegionId>>) -> Result<Self, AppError> {
        if regions.is_some_and(BTreeSet::is_empty) {
            return Ok(Self::default());
        }
        let of_regions = |query: &mut SelectStatement| {
            if let Some(regions) = regions {
                let region = Expr::col((municipality::Entity, municipality::Column::RegionId));
                query.and_where(region.is_in(regions.iter().copied()));
            }
        };
        let id = || Expr::col((municipality::Entity, municipality::Column::Id));
        let mut map = Self::default();
        let mut query = SelectStatement::new();
        query.from(municipality::Entity).columns(
            ["id", "region_id", "zone_id", "attributes_since", "valid_from", "valid_to", "sort_key"].map(Alias::new),
        );
        of_regions(&mut query);
        for row in db.query_all(&query).await? {
            let town = Town {
                region: row.try_get("", "region_id")?,
                zone: row.try_get("", "zone_id")?,
                since: row.try_get("", "attributes_since")?,
                from: row.try_get("", "valid_from")?,
                to: row.try_get("", "valid_to")?,
                sort_key: row.try_get("", "sort_key")?,
                before: Vec::new(),
            };
            let id: MunicipalityId = row.try_get("", "id")?;
            map.by_region.entry(town.region).or_default().push(id);
            map.towns.insert(id, town);
        }
        let period = |name: &'static str| Expr::col((municipality_period::Entity, Alias::new(name)));
        let mut query = SelectStatement::new();
        query
            .from(municipality_period::Entity)
            .inner_join(municipality::Entity, period("municipality_id").eq(id()))
            .exprs(["municipality_id", "from_day", "to_day"].map(period))
            .expr_as(period("zone_id"), Alias::new("zone"));
        of_regions(&mut query);
        for row in db.query_all(&query).await? {
            let id: MunicipalityId = row.try_get("", "municipality_id")?;
            let held = (row.try_get("", "from_day")?, row.try_get("", "to_day")?, row.try_get("", "zone")?);
            if let Some(town) = map.towns.get_mut(&id) {
                town.before.push(held);
            }
        }
        let step = |name: &'static str| Expr::col((municipality_succession::Entity, Alias::new(name)));
        let mut query = SelectStatement::new();
        query
            .from(municipality_succession::Entity)
            .inner_join(municipality::Entity, step("predecessor_id").eq(id()))
            .exprs(["predecessor_id", "successor_id", "day"].map(step));
        of_regions(&mut query);
        for row in db.query_all(&query).await? {
            map.step(row.try_get("", "predecessor_id")?, row.try_get("", "successor_id")?, row.try_get("", "day")?);
        }
        for towns in map.by_region.values_mut() {
            towns.sort_by(|a, b| {
                let key = |id: &MunicipalityId| map.towns.get(id).map(|town| town.sort_key.clone());
                key(a).cmp(&key(b)).then(a.cmp(b))
            });
        }
        Ok(map)
    }

    fn step(&mut self, before: MunicipalityId, after: MunicipalityId, day: NaiveDate) {
        self.steps.entry(after).or_default().push(Step { before, after, day });
        *self.heirs.entry(before).or_default() += 1;
    }

    /// A municipality.
    pub fn town(&self, id: MunicipalityId) -> Option<&Town> {
        self.towns.get(&id)
    }

    /// The regions that have municipalities.
    pub fn regions(&self) -> impl Iterator<Item = RegionId> {
        self.by_region.keys().copied()
    }

    /// The municipalities of a region that ever were, by name.
    pub fn ever(&self, region: RegionId) -> impl Iterator<Item = (MunicipalityId, &Town)> {
        self.by_region.get(&region).into_iter().flatten().filter_map(|id| Some((*id, self.towns.get(id)?)))
    }

    /// The municipalities of a region on a day, by name.
    pub fn of_region(&self, region: RegionId, day: NaiveDate) -> Vec<MunicipalityId> {
        self.ever(region).filter(|(_, town)| town.exists(day)).map(|(id, _)| id).collect()
    }

    /// The municipalities of a zone on a day, by name.
    pub fn of_zone(&self, region: RegionId, zone: ZoneId, day: NaiveDate) -> Vec<MunicipalityId> {
        let inside = |town: &Town| town.exists(day) && town.zone_on(day) == Some(zone);
        self.ever(region).filter(|(_, town)| inside(town)).map(|(id, _)| id).collect()
    }

    /// What a municipality, in its borders of one day, is made of on an earlier one: followed back through mergers and
    /// transformations. A predecessor that several followed is no part of it.
    pub fn sources(&self, id: MunicipalityId, then: NaiveDate, borders: NaiveDate) -> Sources {
        let (mut seen, mut open, mut divided) = (BTreeSet::from([id]), vec![id], false);
        while let Some(next) = open.pop() {
            for step in self.steps.get(&next).into_iter().flatten() {
                if step.day <= then || step.day > borders || step.after != next {
                    continue;
                }
                if self.heirs.get(&step.before).is_some_and(|heirs| *heirs > 1) {
                    divided = true;
                } else if seen.insert(step.before) {
                    open.push(step.before);
                }
            }
        }
        let existed = |id: &MunicipalityId| self.towns.get(id).is_some_and(|town| town.exists(then));
        let of: Vec<MunicipalityId> = seen.into_iter().filter(existed).collect();
        if of.is_empty() {
            // Before all that is known of it, or after its end: whatever stands under its own name.
            return Sources { of: vec![id], restated: false, divided };
        }
        Sources { restated: of != [id], of, divided }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn id(number: u128) -> MunicipalityId {
        Uuid::from_u128(number).into()
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// 1 and 2 became 3 in 2020, 3 became 4 in 2022; 5 was divided into 6 and 7 in 2021, 7 had existed before.
    fn map() -> Map {
        let mut map = Map::default();
        let terms = [
            (1, None, Some("2019-12-31")),
            (2, None, Some("2019-12-31")),
            (3, Some("2020-01-01"), Some("2021-12-31")),
            (4, Some("2022-01-01"), None),
            (5, None, Some("2020-12-31")),
            (6, Some("2021-01-01"), None),
            (7, None, None),
        ];
        for (number, from, to) in terms {
            let town = Town {
                region: Uuid::from_u128(100).into(),
                zone: None,
                since: None,
                from: from.map(day),
                to: to.map(day),
                sort_key: String::new(),
                before: Vec::new(),
            };
            map.towns.insert(id(number), town);
        }
        for (before, after, on) in [
            (1, 3, "2020-01-01"),
            (2, 3, "2020-01-01"),
            (3, 4, "2022-01-01"),
            (5, 6, "2021-01-01"),
            (5, 7, "2021-01-01"),
        ] {
            map.step(id(before), id(after), day(on));
        }
        map
    }

    #[test]
    fn lineage_is_followed_back_to_the_day() {
        let map = map();
        let of = |number, then: &str| {
            let sources = map.sources(id(number), day(then), day("2023-01-01"));
            let numbers: Vec<u128> = sources.of.iter().map(|id| Uuid::from(*id).as_u128()).collect();
            (numbers, sources.restated, sources.divided)
        };
        assert_eq!(of(4, "2022-12-31"), (vec![4], false, false));
        assert_eq!(of(4, "2021-12-31"), (vec![3], true, false));
        assert_eq!(of(4, "2019-12-31"), (vec![1, 2], true, false));
        assert_eq!(of(3, "2019-12-31"), (vec![1, 2], true, false));
        assert_eq!(of(6, "2020-12-31"), (vec![6], false, true));
        assert_eq!(of(7, "2020-12-31"), (vec![7], false, true));
        assert_eq!(of(7, "2021-12-31"), (vec![7], false, false));
        // In the borders of a day before the step it is what it was.
        assert!(!map.sources(id(7), day("2019-12-31"), day("2020-06-30")).divided);
    }
}
