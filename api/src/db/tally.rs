//! Aggregates as sums of what began and ended (DECISIONS 7).
//!
//! An object contributes to a territory, a measure and a key from one day to another: `+1` on the first day, `-1` on
//! the day after the last. Each is added to the total of its year, its month and its day, so that the count on any
//! day is the sum of the years before, the months before in that year, and the days up to it in that month.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate};
use entity::{
    ids::{MunicipalityId, RegionId, ZoneId},
    shared::Visibility,
};
use sea_orm::{ActiveEnum, ConnectionTrait, DbErr, Statement, Value};
use uuid::Uuid;

use super::change::Place;

/// The territory id that stands for the whole federation.
pub const FEDERATION: Uuid = Uuid::nil();

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
    /// The id of the node, as its sums are kept by.
    #[must_use]
    pub fn id(self) -> Uuid {
        match self {
            Self::Federation => FEDERATION,
            Self::Region(id) => id.into(),
            Self::Zone(id, _) => id.into(),
            Self::Municipality(id, _) => id.into(),
        }
    }

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

/// A day before all others, for what has no beginning.
pub const EVER: NaiveDate = match NaiveDate::from_ymd_opt(1, 1, 1) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

/// Rows of one upsert.
const CHUNK: usize = 400;

/// One thing that counts in one territory for some time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contribution {
    /// Where it counts: a municipality, a region, [`FEDERATION`].
    pub territory: Uuid,
    /// What is counted, such as `organisations`.
    pub measure: &'static str,
    /// The group it falls in, such as a type.
    pub key: String,
    /// Submitted or public; drafts are never tallied.
    pub visibility: Visibility,
    /// First day it counts; null is since ever.
    pub from: Option<NaiveDate>,
    /// Last day it counts; null is without end.
    pub to: Option<NaiveDate>,
    /// How much.
    pub amount: i64,
}

type Key = (Uuid, &'static str, String, i16, i16, NaiveDate);

/// Deltas of one transaction, summed by key, so that what cancels out is never written.
#[derive(Debug, Default)]
pub struct Tallies(BTreeMap<Key, i64>);

impl Tallies {
    /// Adds contributions (`sign` 1), or takes them back (`sign` -1).
    pub fn add(&mut self, contributions: &[Contribution], sign: i64) {
        for part in contributions.iter().filter(|part| part.visibility != Visibility::Draft) {
            self.step(part, part.from.unwrap_or(EVER), sign * part.amount);
            if let Some(after) = part.to.and_then(|to| to.checked_add_days(Days::new(1))) {
                self.step(part, after, -sign * part.amount);
            }
        }
    }

    fn step(&mut self, part: &Contribution, day: NaiveDate, delta: i64) {
        for (grain, start) in starts(day) {
            let key = (part.territory, part.measure, part.key.clone(), part.visibility.to_value(), grain, start);
            *self.0.entry(key).or_default() += delta;
        }
    }

    /// The sums that are not zero, by name.
    pub fn sums(self) -> impl Iterator<Item = (String, i64)> {
        self.0.into_iter().filter(|(_, delta)| *delta != 0).map(
            |((territory, measure, key, visibility, grain, day), delta)| {
                (Self::name(territory, measure, &key, visibility, grain, day), delta)
            },
        )
    }

    /// How a sum is named in a report.
    pub fn name(territory: Uuid, measure: &str, key: &str, visibility: i16, grain: i16, day: NaiveDate) -> String {
        format!("{territory} {measure} {key} visibility {visibility} grain {grain} {day}")
    }

    /// Writes the sums, in the order of their keys: concurrent writers wait for each other, they do not deadlock.
    pub async fn flush(self, tx: &impl ConnectionTrait) -> Result<(), DbErr> {
        let rows: Vec<_> = self.0.into_iter().filter(|(_, delta)| *delta != 0).collect();
        let postgres = tx.get_database_backend() == sea_orm::DbBackend::Postgres;
        for chunk in rows.chunks(CHUNK) {
            let mut values: Vec<Value> = Vec::with_capacity(chunk.len() * 7);
            let mut tuples = Vec::with_capacity(chunk.len());
            for ((territory, measure, key, visibility, grain, day), delta) in chunk {
                let at = values.len();
                let marks: Vec<String> =
                    (1..=7).map(|i| if postgres { format!("${}", at + i) } else { "?".to_owned() }).collect();
                tuples.push(format!("({})", marks.join(", ")));
                values.extend([
                    Value::from(*territory),
                    (*measure).into(),
                    key.clone().into(),
                    (*visibility).into(),
                    (*grain).into(),
                    (*day).into(),
                    (*delta).into(),
                ]);
            }
            let sql = format!(
                "INSERT INTO tally (territory_id, measure, key, visibility, grain, day, delta) VALUES {} \
                 ON CONFLICT (territory_id, measure, key, visibility, grain, day) \
                 DO UPDATE SET delta = tally.delta + excluded.delta",
                tuples.join(", ")
            );
            tx.execute_raw(Statement::from_sql_and_values(tx.get_database_backend(), sql, values)).await?;
        }
        Ok(())
    }
}

/// The first day of the year, the month and the day itself, with their grains.
pub fn starts(day: NaiveDate) -> [(i16, NaiveDate); 3] {
    let month = day.with_day(1).unwrap_or(day);
    let year = month.with_month(1).unwrap_or(month);
    [(0, year), (1, month), (2, day)]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(number: u64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2019, 1, 1).unwrap() + Days::new(number)
    }

    fn count(tallies: &Tallies, on: NaiveDate) -> i64 {
        let [(_, year), (_, month), _] = starts(on);
        tallies
            .0
            .iter()
            .filter(|((.., grain, start), _)| match grain {
                0 => *start < year,
                1 => *start >= year && *start < month,
                _ => *start >= month && *start <= on,
            })
            .map(|(_, delta)| delta)
            .sum()
    }

    proptest! {
        #[test]
        fn the_sum_on_a_day_is_the_number_of_what_holds_then(
            spans in prop::collection::vec((prop::option::of(0u64..2000), prop::option::of(0u64..2000)), 0..30),
            on in 0u64..2000,
        ) {
            let parts: Vec<Contribution> = spans
                .iter()
                .map(|(from, length)| Contribution {
                    territory: FEDERATION,
                    measure: "m",
                    key: String::new(),
                    visibility: Visibility::Public,
                    from: from.map(day),
                    to: length.map(|length| day(from.unwrap_or(0) + length)),
                    amount: 1,
                })
                .collect();
            let mut tallies = Tallies::default();
            tallies.add(&parts, 1);
            let on = day(on);
            let expected = parts
                .iter()
                .filter(|p| p.from.is_none_or(|from| from <= on) && p.to.is_none_or(|to| to >= on))
                .count();
            prop_assert_eq!(count(&tallies, on), i64::try_from(expected).unwrap());
            tallies.add(&parts, -1);
            prop_assert!(tallies.0.values().all(|delta| *delta == 0));
        }
    }
}
