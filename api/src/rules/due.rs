//! When something about a period is due (срок): a rule, read from its columns, and the day it gives.
//!
//! Columns: `due_kind`, `due_day` for a given day, `due_number` for the other parameter (the days after,
//! the n-th working day, or month × 100 + day). A due day is the last on which one is in time; it is not
//! moved when it is not worked on, only the rules that count working days do.

use chrono::{Datelike, Days, Months, NaiveDate};
use entity::shared::DueKind;

use super::working_days;
use crate::{
    lang::Lang,
    period::{Period, in_range},
};

/// Most days after a period.
const MOST_DAYS: i16 = 1000;

/// The fewest working days that a month has: those of a January whose holidays spare two weekends.
const MOST_WORKING_DAYS: i16 = 15;

/// When something about a period is due. [`DueRule::from_stored`] makes those that give a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DueRule {
    /// On a given day, whatever the period.
    OnDay(NaiveDate),
    /// So many days after the last day of the period; on that day itself when none.
    DaysAfter(u16),
    /// On the n-th working day of the month after the one in which the period ends.
    WorkingDayOfNextMonth(u8),
    /// On a day of the year after the one in which the period ends.
    DayOfNextYear {
        /// The month, 1 to 12.
        month: u8,
        /// The day of the month.
        day: u8,
    },
    /// On the last working day of the period.
    LastWorkingDay,
}

/// Why the columns make no rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DueFault {
    /// A given day needs `due_day`.
    DayMissing,
    /// The kind takes no `due_day`.
    DayUnexpected,
    /// The kind needs `due_number`.
    NumberMissing,
    /// The kind takes no `due_number`.
    NumberUnexpected,
    /// The number is not one that the kind takes.
    NumberOutOfRange {
        /// The smallest.
        least: i16,
        /// The greatest.
        most: i16,
    },
    /// Not every year has such a day.
    NoSuchDay,
    /// A day before 1900 or after 2200.
    DayOutOfRange,
}

impl DueRule {
    /// From its columns, each of which must be there exactly when the kind takes it.
    pub fn from_stored(kind: DueKind, day: Option<NaiveDate>, number: Option<i16>) -> Result<Self, DueFault> {
        if kind != DueKind::OnDay && day.is_some() {
            return Err(DueFault::DayUnexpected);
        }
        if matches!(kind, DueKind::OnDay | DueKind::LastWorkingDay) && number.is_some() {
            return Err(DueFault::NumberUnexpected);
        }
        let number = number.ok_or(DueFault::NumberMissing);
        match kind {
            DueKind::OnDay => {
                let day = day.ok_or(DueFault::DayMissing)?;
                if in_range(day) { Ok(Self::OnDay(day)) } else { Err(DueFault::DayOutOfRange) }
            }
            DueKind::DaysAfter => within(number?, 0, MOST_DAYS).map(Self::DaysAfter),
            DueKind::WorkingDayOfNextMonth => within(number?, 1, MOST_WORKING_DAYS).map(Self::WorkingDayOfNextMonth),
            DueKind::DayOfNextYear => {
                let number: u16 = within(number?, 101, 1231)?;
                let parts = u8::try_from(number / 100).ok().zip(u8::try_from(number % 100).ok());
                let exists = |(month, day): &(u8, u8)| day_of(ORDINARY_YEAR, *month, *day).is_some();
                let (month, day) = parts.filter(exists).ok_or(DueFault::NoSuchDay)?;
                Ok(Self::DayOfNextYear { month, day })
            }
            DueKind::LastWorkingDay => Ok(Self::LastWorkingDay),
        }
    }

    /// Its `due_kind`.
    pub const fn kind(&self) -> DueKind {
        match self {
            Self::OnDay(_) => DueKind::OnDay,
            Self::DaysAfter(_) => DueKind::DaysAfter,
            Self::WorkingDayOfNextMonth(_) => DueKind::WorkingDayOfNextMonth,
            Self::DayOfNextYear { .. } => DueKind::DayOfNextYear,
            Self::LastWorkingDay => DueKind::LastWorkingDay,
        }
    }

    /// Its `due_day`.
    pub const fn day(&self) -> Option<NaiveDate> {
        match self {
            Self::OnDay(day) => Some(*day),
            _ => None,
        }
    }

    /// Its `due_number`.
    pub fn number(&self) -> Option<i16> {
        match self {
            Self::DaysAfter(days) => i16::try_from(*days).ok(),
            Self::WorkingDayOfNextMonth(n) => Some(i16::from(*n)),
            Self::DayOfNextYear { month, day } => Some(i16::from(*month) * 100 + i16::from(*day)),
            Self::OnDay(_) | Self::LastWorkingDay => None,
        }
    }

    /// The last day on which one is in time. None for a period without a working day, where the rule asks for one.
    pub fn due(&self, period: &Period) -> Option<NaiveDate> {
        let last = period.to();
        match *self {
            Self::OnDay(day) => Some(day),
            Self::DaysAfter(days) => last.checked_add_days(Days::new(u64::from(days))),
            Self::WorkingDayOfNextMonth(n) => {
                let next = last.with_day(1)?.checked_add_months(Months::new(1))?;
                working_days::nth_working_day(next.year(), next.month(), u32::from(n))
            }
            Self::DayOfNextYear { month, day } => day_of(last.year() + 1, month, day),
            Self::LastWorkingDay => working_days::previous_working(last).filter(|day| period.contains_day(*day)),
        }
    }

    /// As people say it: «6-й рабочий день следующего месяца», «30 марта следующего года».
    pub fn describe(&self, lang: Lang) -> String {
        match (*self, lang) {
            (Self::OnDay(day), _) => lang.date(day),
            (Self::DaysAfter(0), Lang::Ru) => "последний день периода".to_owned(),
            (Self::DaysAfter(0), Lang::En) => "the last day of the period".to_owned(),
            (Self::DaysAfter(days), Lang::Ru) => format!("через {days} {} после окончания периода", russian_days(days)),
            (Self::DaysAfter(1), Lang::En) => "1 day after the period ends".to_owned(),
            (Self::DaysAfter(days), Lang::En) => format!("{days} days after the period ends"),
            (Self::WorkingDayOfNextMonth(n), Lang::Ru) => format!("{n}-й рабочий день следующего месяца"),
            (Self::WorkingDayOfNextMonth(n), Lang::En) => {
                format!("the {n}{} working day of the next month", english_ending(n))
            }
            (Self::DayOfNextYear { month, day }, Lang::Ru) => {
                format!("{} следующего года", lang.day_of_year(month.into(), day.into()))
            }
            (Self::DayOfNextYear { month, day }, Lang::En) => {
                format!("{} of the next year", lang.day_of_year(month.into(), day.into()))
            }
            (Self::LastWorkingDay, Lang::Ru) => "последний рабочий день периода".to_owned(),
            (Self::LastWorkingDay, Lang::En) => "the last working day of the period".to_owned(),
        }
    }
}

/// A year whose days all years have.
const ORDINARY_YEAR: i32 = 2023;

fn day_of(year: i32, month: u8, day: u8) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month.into(), day.into())
}

fn within<T: TryFrom<i16>>(number: i16, least: i16, most: i16) -> Result<T, DueFault> {
    let fits = (least..=most).contains(&number).then(|| T::try_from(number).ok());
    fits.flatten().ok_or(DueFault::NumberOutOfRange { least, most })
}

/// 1 день, 2 дня, 5 дней, 11 дней.
const fn russian_days(days: u16) -> &'static str {
    match (days % 100, days % 10) {
        (11..=14, _) => "дней",
        (_, 1) => "день",
        (_, 2..=4) => "дня",
        _ => "дней",
    }
}

const fn english_ending(n: u8) -> &'static str {
    match (n % 100, n % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    }
}

#[cfg(test)]
mod tests;
