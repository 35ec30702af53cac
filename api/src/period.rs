//! Periods that figures and reports are about: months, quarters, half-years, years, academic years, or days of their own.
//!
//! A period is of a kind and knows its first and last day, both included; one that exists has the bounds
//! of its kind. How it is written and read stands in `period/text.rs`. Nothing here knows what day it is
//! today; the day in question is an argument.

use chrono::{Datelike, Days, Months, NaiveDate};
use entity::shared::PeriodType;

mod text;

/// The years that periods lie in, both included.
const YEARS: (i32, i32) = (1900, 2200);

/// How long a period of days of its own may be.
const LONGEST_CUSTOM: Months = Months::new(20 * 12);

/// The kinds whose bounds follow from any of their days, from the shortest.
pub const STANDARD: [PeriodType; 5] =
    [PeriodType::Month, PeriodType::Quarter, PeriodType::HalfYear, PeriodType::Year, PeriodType::AcademicYear];

/// Consecutive days with a kind. Periods stand in the order of their first days, then of their last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    // The order of the fields is the order of periods.
    from: NaiveDate,
    to: NaiveDate,
    kind: PeriodType,
}

/// Why a period can't be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PeriodFault {
    /// A text that is written like none: `2020`, `2020-H1`, `2020-Q1`, `2020-03`, `2020/2021` and
    /// `2021-12-01..2024-12-31` are.
    Malformed,
    /// The calendar has no such quarter, month or day, or the academic year ends in another year.
    NoSuchPeriod,
    /// A day before 1900 or after 2200.
    OutOfRange,
    /// The end stands before the start.
    EndBeforeStart {
        /// The first day.
        from: NaiveDate,
        /// The last day.
        to: NaiveDate,
    },
    /// Days of their own for more than 20 years.
    TooLong,
    /// The days are not the bounds of the kind.
    NotItsBounds {
        /// The first day of the period that holds the day given as the first.
        from: NaiveDate,
        /// Its last day.
        to: NaiveDate,
    },
    /// A period of days of its own doesn't follow from one day.
    BoundsNeeded,
}

impl Period {
    /// From the one day to the other, both included: the bounds of the kind, or any of its own.
    pub fn new(kind: PeriodType, from: NaiveDate, to: NaiveDate) -> Result<Self, PeriodFault> {
        if from > to {
            return Err(PeriodFault::EndBeforeStart { from, to });
        }
        if kind == PeriodType::Custom {
            if !(in_range(from) && in_range(to)) {
                return Err(PeriodFault::OutOfRange);
            }
            let too_long = from.checked_add_months(LONGEST_CUSTOM).is_some_and(|end| to >= end);
            return if too_long { Err(PeriodFault::TooLong) } else { Ok(Self { from, to, kind }) };
        }
        let proper = Self::of(kind, from)?;
        if (proper.from, proper.to) == (from, to) {
            Ok(proper)
        } else {
            Err(PeriodFault::NotItsBounds { from: proper.from, to: proper.to })
        }
    }

    /// The period of a kind that holds a day.
    pub fn of(kind: PeriodType, day: NaiveDate) -> Result<Self, PeriodFault> {
        let (year, month) = (day.year(), day.month());
        let (year, first, months) = match kind {
            PeriodType::Month => (year, month, 1),
            PeriodType::Quarter => (year, (month - 1) / 3 * 3 + 1, 3),
            PeriodType::HalfYear => (year, (month - 1) / 6 * 6 + 1, 6),
            PeriodType::Year => (year, 1, 12),
            PeriodType::AcademicYear if month < 9 => (year - 1, 9, 12),
            PeriodType::AcademicYear => (year, 9, 12),
            PeriodType::Custom => return Err(PeriodFault::BoundsNeeded),
        };
        let bounds = NaiveDate::from_ymd_opt(year, first, 1).and_then(|from| {
            let to = from.checked_add_months(Months::new(months))?.pred_opt()?;
            Some((from, to))
        });
        match bounds {
            Some((from, to)) if in_range(from) && in_range(to) => Ok(Self { from, to, kind }),
            _ => Err(PeriodFault::OutOfRange),
        }
    }

    /// Its kind.
    pub const fn kind(&self) -> PeriodType {
        self.kind
    }

    /// Its first day.
    pub const fn from(&self) -> NaiveDate {
        self.from
    }

    /// Its last day.
    pub const fn to(&self) -> NaiveDate {
        self.to
    }

    /// How many days it has.
    pub fn days(&self) -> u64 {
        self.to.signed_duration_since(self.from).num_days().unsigned_abs() + 1
    }

    /// Whether the day is one of its own.
    pub fn contains_day(&self, day: NaiveDate) -> bool {
        self.from <= day && day <= self.to
    }

    /// Whether all days of the other are its own.
    pub fn contains(&self, other: &Self) -> bool {
        self.from <= other.from && other.to <= self.to
    }

    /// Whether they share a day.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.from <= other.to && other.from <= self.to
    }

    /// Whether its last day lies before that day.
    pub fn is_over(&self, day: NaiveDate) -> bool {
        self.to < day
    }

    /// The one of the same kind that ends on the day before; of its own days as many.
    /// None where the years of periods begin.
    pub fn previous(&self) -> Option<Self> {
        let to = self.from.pred_opt()?;
        if self.kind == PeriodType::Custom {
            return Self::new(self.kind, self.from.checked_sub_days(Days::new(self.days()))?, to).ok();
        }
        Self::of(self.kind, to).ok()
    }

    /// The periods of a shorter kind that fill it without gap or remainder, in order of time; empty
    /// where they don't, and for its own kind.
    pub fn parts(&self, kind: PeriodType) -> Vec<Self> {
        let mut parts = Vec::new();
        let mut next = (kind != self.kind).then_some(self.from);
        while let Some(from) = next {
            match Self::of(kind, from) {
                Ok(part) if part.from == from && part.to <= self.to => parts.push(part),
                _ => return Vec::new(),
            }
            next = parts.last().filter(|part| part.to < self.to).and_then(|part| part.to.succ_opt());
        }
        parts
    }

    /// The longer months, quarters, half-years, years and academic years that all its days lie in,
    /// from the shortest.
    pub fn containing(&self) -> Vec<Self> {
        let holders = STANDARD.into_iter().filter_map(|kind| Self::of(kind, self.from).ok());
        holders.filter(|holder| holder.contains(self) && holder.days() > self.days()).collect()
    }
}

/// Whether a day lies in the years of periods.
pub fn in_range(day: NaiveDate) -> bool {
    (YEARS.0..=YEARS.1).contains(&day.year())
}

#[cfg(test)]
pub(crate) mod tests;
