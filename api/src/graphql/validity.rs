//! Dated fields: the six that every dated object shows, and the six that its input takes.

use async_graphql::{InputObject, MaybeUndefined, SimpleObject};
use chrono::Datelike;

use super::{codes::E, payload::patch, scalars::Date};
use crate::{
    service::dated::ValidityPatch,
    validity::{Bound, Precision as Stored, Validity},
};

entity::code_enum! {
    /// How exactly a bound is known (точность даты)
    pub enum Precision {
        /// To the day (день)
        Day = "DAY",
        /// To the month (месяц)
        Month = "MONTH",
        /// To the year (год)
        Year = "YEAR",
    }
}

impl From<Stored> for Precision {
    fn from(stored: Stored) -> Self {
        match stored {
            Stored::Day => Self::Day,
            Stored::Month => Self::Month,
            Stored::Year => Self::Year,
        }
    }
}

impl From<Precision> for Stored {
    fn from(precision: Precision) -> Self {
        match precision {
            Precision::Day => Self::Day,
            Precision::Month => Self::Month,
            Precision::Year => Self::Year,
        }
    }
}

/// The term of an object.
#[derive(Clone, Debug, SimpleObject)]
pub struct ValidityStats {
    /// First day, inclusive; null: not known, or since ever (действует с)
    valid_from: Option<Date>,
    /// How exactly the first day is known (точность начала)
    valid_from_precision: Option<E<Precision>>,
    /// The first day as printed in the source (начало, как напечатано)
    valid_from_text: Option<String>,
    /// Last day, inclusive; null: without end (действует по)
    valid_to: Option<Date>,
    /// How exactly the last day is known (точность окончания)
    valid_to_precision: Option<E<Precision>>,
    /// The last day as printed in the source (окончание, как напечатано)
    valid_to_text: Option<String>,
}

impl From<&Validity> for ValidityStats {
    fn from(validity: &Validity) -> Self {
        let (from, to) = (validity.from(), validity.to());
        Self {
            valid_from: from.map(|bound| Date(bound.date)),
            valid_from_precision: from.map(|bound| E(bound.precision.into())),
            valid_from_text: from.and_then(|bound| bound.text.clone()),
            valid_to: to.map(|bound| Date(bound.date)),
            valid_to_precision: to.map(|bound| E(bound.precision.into())),
            valid_to_text: to.and_then(|bound| bound.text.clone()),
        }
    }
}

/// The term in an input: a member left out leaves the bound, null opens it.
#[derive(Clone, Debug, Default, InputObject)]
pub struct ValidityInput {
    /// First day, inclusive; with a precision of MONTH or YEAR any day of it (действует с)
    #[graphql(default)]
    pub valid_from: MaybeUndefined<Date>,
    /// How exactly the first day is known; DAY when absent (точность начала)
    pub valid_from_precision: Option<E<Precision>>,
    /// The first day as printed in the source (начало, как напечатано)
    pub valid_from_text: Option<String>,
    /// Last day, inclusive; with a precision of MONTH or YEAR any day of it (действует по)
    #[graphql(default)]
    pub valid_to: MaybeUndefined<Date>,
    /// How exactly the last day is known; DAY when absent (точность окончания)
    pub valid_to_precision: Option<E<Precision>>,
    /// The last day as printed in the source (окончание, как напечатано)
    pub valid_to_text: Option<String>,
}

impl ValidityInput {
    /// The bounds as the service takes them.
    pub fn patch(self) -> ValidityPatch {
        ValidityPatch {
            from: patch(self.valid_from)
                .map(|day| bound(day, self.valid_from_precision, self.valid_from_text, Bound::start)),
            to: patch(self.valid_to).map(|day| bound(day, self.valid_to_precision, self.valid_to_text, Bound::end)),
        }
    }
}

/// How the first or the last day of a month or a year is found.
pub type Make = fn(i32, Option<u32>, Option<u32>) -> Result<Bound, crate::validity::ValidityFault>;

/// The bound of a day that is given with its precision and its printed form.
pub fn bound(day: Date, precision: Option<E<Precision>>, text: Option<String>, make: Make) -> Bound {
    let (year, month) = (day.0.year(), day.0.month());
    let bound = match precision.map_or(Precision::Day, |p| p.0) {
        Precision::Day => Ok(Bound::day(day.0)),
        Precision::Month => make(year, Some(month), None),
        Precision::Year => make(year, None, None),
    };
    // The parts come from a day that exists.
    let bound = bound.unwrap_or_else(|_fault| Bound::day(day.0));
    match text {
        Some(text) if !text.trim().is_empty() => bound.with_text(text.trim()),
        _ => bound,
    }
}
