//! One end of a validity: a date that knows how exactly it is known.
//!
//! Here belong the forms in which dates are given and printed; what two ends make together belongs
//! to the module above.

use std::fmt;

use chrono::{Datelike, Months, NaiveDate};

/// How exactly a bound is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Precision {
    /// To the day.
    Day,
    /// To the month.
    Month,
    /// To the year.
    Year,
}

impl Precision {
    /// Its number in the `…_precision` columns.
    pub const fn stored(self) -> i16 {
        match self {
            Self::Day => 1,
            Self::Month => 2,
            Self::Year => 3,
        }
    }

    /// The precision of a number; to the day where the number is none of ours.
    pub const fn from_stored(number: i16) -> Self {
        match number {
            2 => Self::Month,
            3 => Self::Year,
            _ => Self::Day,
        }
    }
}

/// Why a bound or a validity can't be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValidityFault {
    /// A text that is no date: `2021`, `12.2021`, `15.03.2021`, `2021-03` and `2021-03-15` are.
    Malformed,
    /// The calendar has no such day, or the year is not of four digits.
    NoSuchDate,
    /// A day was given without its month.
    DayWithoutMonth,
    /// The end stands before the start.
    EndBeforeStart {
        /// The first day.
        from: NaiveDate,
        /// The last day.
        to: NaiveDate,
    },
}

/// One end of a validity.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Bound {
    /// The first day of a start, the last day of an end.
    pub date: NaiveDate,
    /// How exactly it is known.
    pub precision: Precision,
    /// The source's own words, where they say more than the date.
    pub text: Option<String>,
}

impl Bound {
    /// A bound known to the day, start or end.
    pub const fn day(date: NaiveDate) -> Self {
        Self { date, precision: Precision::Day, text: None }
    }

    /// From its three columns; without a date there is no bound.
    pub fn from_stored(date: Option<NaiveDate>, precision: i16, text: Option<String>) -> Option<Self> {
        date.map(|date| Self { date, precision: Precision::from_stored(precision), text })
    }

    /// A start: the first day of the year, month or day given.
    pub fn start(year: i32, month: Option<u32>, day: Option<u32>) -> Result<Self, ValidityFault> {
        let (date, precision) = first_day(year, month, day)?;
        Ok(Self { date, precision, text: None })
    }

    /// An end: the last day of the year, month or day given.
    pub fn end(year: i32, month: Option<u32>, day: Option<u32>) -> Result<Self, ValidityFault> {
        let (first, precision) = first_day(year, month, day)?;
        let months = match precision {
            Precision::Day => return Ok(Self::day(first)),
            Precision::Month => 1,
            Precision::Year => 12,
        };
        let date = first
            .checked_add_months(Months::new(months))
            .and_then(|next| next.pred_opt())
            .ok_or(ValidityFault::NoSuchDate)?;
        Ok(Self { date, precision, text: None })
    }

    /// A start as printed: `2021`, `12.2021`, `15.03.2021`, `2021-12`, `2021-03-15`.
    pub fn parse_start(text: &str) -> Result<Self, ValidityFault> {
        let (year, month, day) = parts(text)?;
        Self::start(year, month, day)
    }

    /// An end as printed, in the forms of [`Bound::parse_start`].
    pub fn parse_end(text: &str) -> Result<Self, ValidityFault> {
        let (year, month, day) = parts(text)?;
        Self::end(year, month, day)
    }

    /// The same bound with the source's own words.
    pub fn with_text(self, text: impl Into<String>) -> Self {
        Self { text: Some(text.into()), ..self }
    }
}

/// As Russian documents print it: `15.03.2021`, `12.2021`, `2021`.
impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = (self.date.year(), self.date.month(), self.date.day());
        match self.precision {
            Precision::Day => write!(f, "{day:02}.{month:02}.{year:04}"),
            Precision::Month => write!(f, "{month:02}.{year:04}"),
            Precision::Year => write!(f, "{year:04}"),
        }
    }
}

fn first_day(year: i32, month: Option<u32>, day: Option<u32>) -> Result<(NaiveDate, Precision), ValidityFault> {
    let precision = match (month, day) {
        (Some(_), Some(_)) => Precision::Day,
        (Some(_), None) => Precision::Month,
        (None, None) => Precision::Year,
        (None, Some(_)) => return Err(ValidityFault::DayWithoutMonth),
    };
    if !(1000..=9999).contains(&year) {
        return Err(ValidityFault::NoSuchDate);
    }
    NaiveDate::from_ymd_opt(year, month.unwrap_or(1), day.unwrap_or(1))
        .map(|date| (date, precision))
        .ok_or(ValidityFault::NoSuchDate)
}

fn parts(text: &str) -> Result<(i32, Option<u32>, Option<u32>), ValidityFault> {
    let text = text.trim();
    let mut fields: Vec<&str> = text.split(['.', '-']).collect();
    if text.contains('.') {
        fields.reverse();
    }
    let number = |field: &str, digits: std::ops::RangeInclusive<usize>| {
        let plain = digits.contains(&field.len()) && field.bytes().all(|byte| byte.is_ascii_digit());
        plain.then(|| field.parse::<u32>().ok()).flatten().ok_or(ValidityFault::Malformed)
    };
    if text.contains('.') && text.contains('-') {
        return Err(ValidityFault::Malformed);
    }
    let (year, month, day) = match *fields.as_slice() {
        [year] => (year, None, None),
        [year, month] => (year, Some(month), None),
        [year, month, day] => (year, Some(month), Some(day)),
        _ => return Err(ValidityFault::Malformed),
    };
    let year = number(year, 4..=4)?;
    let month = month.map(|month| number(month, 1..=2)).transpose()?;
    let day = day.map(|day| number(day, 1..=2)).transpose()?;
    Ok((i32::try_from(year).unwrap_or_default(), month, day))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_month_is_its_first_day_as_a_start_and_its_last_as_an_end() {
        for (text, from, to) in [
            ("12.2021", "2021-12-01", "2021-12-31"),
            ("2021-02", "2021-02-01", "2021-02-28"),
            ("02.2024", "2024-02-01", "2024-02-29"),
            ("2021", "2021-01-01", "2021-12-31"),
            ("15.03.2021", "2021-03-15", "2021-03-15"),
            ("2021-03-15", "2021-03-15", "2021-03-15"),
            ("9999", "9999-01-01", "9999-12-31"),
        ] {
            let days = [Bound::parse_start(text), Bound::parse_end(text)]
                .map(|bound| bound.map(|bound| bound.date.to_string()));
            assert_eq!(days, [Ok(from.to_owned()), Ok(to.to_owned())], "{text}");
        }
    }

    #[test]
    fn columns_give_the_bound_back() {
        for text in ["2021", "12.2021", "15.03.2021"] {
            let bound = Bound::parse_end(text).map(|bound| bound.with_text("до"));
            let back =
                bound.clone().map(|bound| Bound::from_stored(Some(bound.date), bound.precision.stored(), bound.text));
            assert_eq!(back, bound.map(Some), "{text}");
        }
        assert_eq!(Bound::from_stored(None, 1, None), None);
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in ["", "21", "13.12.21", "12/2021", "2021.12", "1.2.3.2021", "15-03.2021", "+2021", "март 2021"] {
            assert_eq!(Bound::parse_start(text), Err(ValidityFault::Malformed), "{text}");
        }
        for text in ["29.02.2023", "13.2021", "00.2021", "0021"] {
            assert_eq!(Bound::parse_end(text), Err(ValidityFault::NoSuchDate), "{text}");
        }
        assert_eq!(Bound::start(2021, None, Some(1)), Err(ValidityFault::DayWithoutMonth));
    }

    proptest! {
        #[test]
        fn no_text_panics(text in ".{0,12}|[0-9.-]{0,12}") {
            if let Ok(bound) = Bound::parse_start(&text) {
                prop_assert_eq!(Bound::parse_start(&bound.to_string()), Ok(bound));
            }
        }
    }
}
