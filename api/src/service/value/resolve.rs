//! From what the sources tell to what counts: one figure for each period and breakdown of an indicator and a subject.
//!
//! Pure: everything that has a say is an argument, and the order in which it comes has none.
//! - Of several sources one counts: a number before none, then the least rank, then the newest.
//! - What is told for a period itself counts before what follows from shorter periods.
//! - Of levels, running totals and flags the last number inside counts; flows add up once every part is there.

use std::{cmp::Reverse, collections::BTreeMap};

use chrono::{DateTime, Utc};
use entity::{
    figure::Derived,
    indicator::IndicatorKind,
    shared::{NullReason, PeriodType, Qualifier},
};
use uuid::Uuid;

use crate::period::Period;

/// What one source tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The value.
    pub value: Uuid,
    /// The rank of its source: the least counts.
    pub rank: i16,
    /// When it was last changed.
    pub at: DateTime<Utc>,
    /// About which period.
    pub period: Period,
    /// About which part of the whole.
    pub breakdown: String,
    /// The number.
    pub number: Resolved,
}

/// A number without its printing, or why there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resolved {
    /// What was counted, in millionths.
    pub numerator: Option<i64>,
    /// Of what, in millionths.
    pub denominator: Option<i64>,
    /// The value as stated, in millionths.
    pub stated: Option<i64>,
    /// How the number is meant.
    pub qualifier: Qualifier,
    /// Why there is none.
    pub null_reason: Option<NullReason>,
}

impl Resolved {
    /// Whether it is a number.
    pub const fn is_number(&self) -> bool {
        self.numerator.is_some() || self.stated.is_some()
    }
}

/// What counts for a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    /// The number.
    pub number: Resolved,
    /// Whether it is told for this period.
    pub derived: Derived,
    /// The value that it is taken from, the last of several.
    pub value: Uuid,
}

/// Where a figure stands among those of its indicator and subject.
pub type Spot = (String, Period);

/// The figures of one indicator and one subject, from all that is told at one state.
pub fn resolve(kind: IndicatorKind, told: &[Told]) -> BTreeMap<Spot, Counted> {
    let mut own: BTreeMap<&str, BTreeMap<Period, &Told>> = BTreeMap::new();
    for one in told {
        let best = own.entry(&one.breakdown).or_default().entry(one.period).or_insert(one);
        if standing(one) < standing(best) {
            *best = one;
        }
    }
    let mut figures = BTreeMap::new();
    for (breakdown, own) in own {
        let mut counted: BTreeMap<Period, Counted> = own
            .into_iter()
            .map(|(period, one)| (period, Counted { number: one.number, derived: Derived::Own, value: one.value }))
            .collect();
        match kind {
            IndicatorKind::Flow => add_up(&mut counted),
            IndicatorKind::Level | IndicatorKind::Cumulative | IndicatorKind::Flag => take_last(&mut counted),
        }
        figures.extend(counted.into_iter().map(|(period, counted)| ((breakdown.to_owned(), period), counted)));
    }
    figures
}

/// Of two sources the one with the lesser standing counts.
fn standing(told: &Told) -> (bool, i16, Reverse<DateTime<Utc>>, Uuid) {
    (!told.number.is_number(), told.rank, Reverse(told.at), told.value)
}

/// The kinds of periods that follow from shorter ones, each from the longest of its parts to the shortest.
const LADDER: [(PeriodType, &[PeriodType]); 4] = [
    (PeriodType::Quarter, &[PeriodType::Month]),
    (PeriodType::HalfYear, &[PeriodType::Quarter, PeriodType::Month]),
    (PeriodType::Year, &[PeriodType::HalfYear, PeriodType::Quarter, PeriodType::Month]),
    (PeriodType::AcademicYear, &[PeriodType::Month]),
];

/// Whether a period has a say in the one that holds it.
fn steps(part: PeriodType, whole: PeriodType) -> bool {
    LADDER.iter().any(|(kind, parts)| *kind == whole && parts.contains(&part))
}

/// Periods without a figure of their own take the last number inside; of two that end together the longer.
fn take_last(counted: &mut BTreeMap<Period, Counted>) {
    let mut last: BTreeMap<Period, (Period, Counted)> = BTreeMap::new();
    for (period, figure) in counted.iter().filter(|(_, figure)| figure.number.is_number()) {
        for whole in period.containing() {
            if !steps(period.kind(), whole.kind()) || counted.contains_key(&whole) {
                continue;
            }
            let best = last.entry(whole).or_insert((*period, *figure));
            if (period.to(), period.days()) > (best.0.to(), best.0.days()) {
                *best = (*period, *figure);
            }
        }
    }
    counted.extend(last.into_iter().map(|(whole, (_, figure))| (whole, Counted { derived: Derived::Last, ..figure })));
}

/// Periods without a figure of their own take the sum of their parts, once all of them are there.
fn add_up(counted: &mut BTreeMap<Period, Counted>) {
    for (kind, parts) in LADDER {
        let wholes: Vec<Period> = counted
            .keys()
            .filter(|part| parts.contains(&part.kind()))
            .filter_map(|part| Period::of(kind, part.from()).ok().filter(|whole| whole.contains(part)))
            .filter(|whole| !counted.contains_key(whole))
            .collect();
        for whole in wholes {
            if let Some(sum) = parts.iter().find_map(|part| sum(counted, &whole.parts(*part))) {
                counted.insert(whole, sum);
            }
        }
    }
}

/// The sum of figures, if all of them are there with a numerator and it can be held.
fn sum(counted: &BTreeMap<Period, Counted>, parts: &[Period]) -> Option<Counted> {
    let figures: Vec<&Counted> = parts.iter().map(|part| counted.get(part)).collect::<Option<_>>()?;
    let last = figures.last()?;
    let add = |of: fn(&Resolved) -> Option<i64>| {
        figures.iter().try_fold(0_i64, |sum, figure| sum.checked_add(of(&figure.number)?))
    };
    let number = Resolved {
        numerator: Some(add(|number| number.numerator)?),
        denominator: add(|number| number.denominator),
        stated: None,
        qualifier: together(figures.iter().map(|figure| figure.number.qualifier)),
        null_reason: None,
    };
    Some(Counted { number, derived: Derived::Sum, value: last.value })
}

/// How the sum of numbers is meant.
pub fn together(qualifiers: impl IntoIterator<Item = Qualifier>) -> Qualifier {
    use Qualifier::{Approx, Eq, Ge, Gt, Le, Lt};
    qualifiers.into_iter().fold(Eq, |sum, next| match (sum, next) {
        (same, Eq) | (Eq, same) => same,
        (Gt, Gt | Ge) | (Ge, Gt) => Gt,
        (Ge, Ge) => Ge,
        (Lt, Lt | Le) | (Le, Lt) => Lt,
        (Le, Le) => Le,
        (Approx, _) | (_, Approx) | (Gt | Ge, Lt | Le) | (Lt | Le, Gt | Ge) => Approx,
    })
}

#[cfg(test)]
mod tests;
