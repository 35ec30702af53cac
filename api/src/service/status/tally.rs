//! What statuses contribute to the aggregates: each to its own territory and those around it (a zone by its own id, a
//! municipality's zone is summed on read), and to the standing of the centre that holds it.
//!
//! A centre is counted once a day, whatever its records say: the days of its standing are merged (DECISIONS 9).

use std::collections::BTreeMap;

use chrono::NaiveDate;
use entity::{
    ids::CentreId,
    shared::{Level, Visibility},
    status_assignment,
};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::{query, rules::Term};
use crate::{
    db::{
        WriteTx,
        tally::{Contribution, FEDERATION},
    },
    error::AppError,
    service::{
        Cx,
        dated::{Span, ends_soon},
    },
};

/// Assignments in force, by code of their kind.
pub const STATUSES: &str = "statuses";
/// Of them those that end soon.
pub const ENDING: &str = "statuses_ending";
/// Centres that stand, by kind.
pub const CENTRES: &str = "centres";

/// What one assignment contributes: nothing before it is granted, nothing when it was ended on its first day.
pub fn contributions(row: &status_assignment::Model) -> Vec<Contribution> {
    let amount = row.unnamed_count.map_or(1, i64::from);
    let Some(days) = Term::of(row).days().filter(|_| row.visibility == Visibility::Public) else { return vec![] };
    let days = (days.from().map(|bound| bound.date), days.to().map(|bound| bound.date));
    let spans = [(STATUSES, Some(days)), (ENDING, ends_soon(days))];
    let spans = spans.into_iter().filter_map(|(measure, days)| Some((measure, days?)));
    let everywhere = |(measure, days): (&'static str, Span)| {
        territories(row).into_iter().map(move |id| one(id, measure, &row.kind_code, days, amount))
    };
    spans.flat_map(everywhere).collect()
}

/// What the standing of one centre contributes: the days on which any of its assignments is in force.
pub fn standing(rows: &[status_assignment::Model]) -> Vec<Contribution> {
    let Some(first) = rows.first() else { return vec![] };
    let spans = merged(rows.iter().filter(|row| row.visibility == Visibility::Public).map(Term::of));
    let parts = spans
        .into_iter()
        .flat_map(|days| territories(first).into_iter().map(move |id| one(id, CENTRES, &first.kind_code, days, 1)));
    parts.collect()
}

/// What all of a write's centres contribute, before or after it.
pub async fn of_centre(tx: &WriteTx, centre: Option<CentreId>) -> Result<Vec<Contribution>, AppError> {
    match centre {
        Some(centre) => Ok(standing(&query::standing_of(tx, centre).await?)),
        None => Ok(vec![]),
    }
}

/// Everything again, from the stored rows.
pub async fn recount(cx: &Cx) -> Result<Vec<Contribution>, AppError> {
    let rows = all(&cx.db).await?;
    let mut parts: Vec<Contribution> = rows.iter().flat_map(contributions).collect();
    let mut by_centre: BTreeMap<CentreId, Vec<status_assignment::Model>> = BTreeMap::new();
    for row in rows.into_iter().filter(|row| query::STANDING.contains(&row.kind_code.as_str())) {
        if let Some(centre) = row.centre_id {
            by_centre.entry(centre).or_default().push(row);
        }
    }
    parts.extend(by_centre.values().flat_map(|rows| standing(rows)));
    Ok(parts)
}

async fn all(db: &impl ConnectionTrait) -> Result<Vec<status_assignment::Model>, AppError> {
    query::granted(db).await
}

/// The days of some terms as spans that neither meet nor overlap.
fn merged(terms: impl Iterator<Item = Term>) -> Vec<Span> {
    let mut spans: Vec<Span> = terms
        .filter_map(|term| term.days())
        .map(|days| (days.from().map(|bound| bound.date), days.to().map(|bound| bound.date)))
        .collect();
    // No first day sorts before every other.
    spans.sort();
    let mut whole: Vec<Span> = Vec::new();
    for (from, to) in spans {
        match whole.last_mut() {
            Some((_, last)) if meets(*last, from) => *last = last.zip(to).map(|(a, b)| a.max(b)),
            _ => whole.push((from, to)),
        }
    }
    whole
}

/// Whether a span that begins on a day continues one that ends on another.
fn meets(last: Option<NaiveDate>, from: Option<NaiveDate>) -> bool {
    match (last.and_then(|last| last.succ_opt()), from) {
        (Some(next), Some(from)) => from <= next,
        _ => true,
    }
}

/// Where a row counts: its own territory and those around it.
fn territories(row: &status_assignment::Model) -> Vec<Uuid> {
    let own: Option<Uuid> = match row.territory {
        Level::Municipality => row.municipality_id.map(Into::into),
        Level::Zone => row.zone_id.map(Into::into),
        Level::Federation | Level::Region | Level::Organisation => None,
    };
    let region = row.region_id.filter(|_| row.territory != Level::Federation).map(Uuid::from);
    own.into_iter().chain(region).chain([FEDERATION]).collect()
}

fn one(territory: Uuid, measure: &'static str, key: &str, (from, to): Span, amount: i64) -> Contribution {
    Contribution { territory, measure, key: key.to_owned(), visibility: Visibility::Public, from, to, amount }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use chrono::Days;
    use proptest::prelude::*;

    use super::*;

    fn date(day: u64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2022, 1, 1).unwrap() + Days::new(day)
    }

    proptest! {
        #[test]
        fn merging_keeps_the_days_and_counts_each_once(
            terms in prop::collection::vec((prop::option::of(5..30u64), prop::option::of(0..10u64)), 0..6),
        ) {
            let terms: Vec<Term> = terms.into_iter().map(|(from, length)| Term {
                visibility: Visibility::Public,
                from: from.map(date),
                to: length.map(|length| date(from.unwrap_or(5) + length)),
                end: None,
            }).collect();
            let holds = |(from, to): &Span, day: u64| {
                from.is_none_or(|from| from <= date(day)) && to.is_none_or(|to| date(day) <= to)
            };
            let spans = merged(terms.iter().copied());
            let days: BTreeSet<u64> = (0..45)
                .filter(|day| terms.iter().any(|term| term.days().is_some_and(|d| d.contains(date(*day)))))
                .collect();
            for day in 0..45 {
                let count = spans.iter().filter(|span| holds(span, day)).count();
                prop_assert_eq!(count, usize::from(days.contains(&day)));
            }
        }
    }
}
