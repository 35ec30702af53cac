//! How periods are written: one form for machines, which is read back, and one for people.

use std::{fmt, str::FromStr};

use chrono::{Datelike, NaiveDate};
use entity::shared::PeriodType;

use super::{Period, PeriodFault};
use crate::lang::Lang;

impl Period {
    /// From its text: `2020`, `2020-H1`, `2020-Q1`, `2020-03`, `2020/2021`, `2021-12-01..2024-12-31`.
    pub fn parse(text: &str) -> Result<Self, PeriodFault> {
        let text = text.trim();
        if let Some((from, to)) = text.split_once("..") {
            return Self::new(PeriodType::Custom, day(from)?, day(to)?);
        }
        if let Some((year, next)) = text.split_once('/') {
            let (year, next) = (number(year, 4)?, number(next, 4)?);
            return if year + 1 == next {
                Self::at(PeriodType::AcademicYear, year, 9)
            } else {
                Err(PeriodFault::NoSuchPeriod)
            };
        }
        let Some((year, part)) = text.split_once('-') else {
            return Self::at(PeriodType::Year, number(text, 4)?, 1);
        };
        let year = number(year, 4)?;
        if let Some(quarter) = part.strip_prefix('Q') {
            return Self::at(PeriodType::Quarter, year, part_start(number(quarter, 1)?, 3));
        }
        if let Some(half) = part.strip_prefix('H') {
            return Self::at(PeriodType::HalfYear, year, part_start(number(half, 1)?, 6));
        }
        Self::at(PeriodType::Month, year, number(part, 2)?)
    }

    /// The one that holds the first day of a month.
    fn at(kind: PeriodType, year: u32, month: u32) -> Result<Self, PeriodFault> {
        Self::of(kind, date(year, month, 1)?)
    }

    /// As people print it: «I квартал 2023», «2023/2024 учебный год», «01.12.2021 – 31.12.2024».
    pub fn label(&self, lang: Lang) -> String {
        let (year, month) = (self.from().year(), self.from().month());
        match (self.kind(), lang) {
            (PeriodType::Year, Lang::Ru) => format!("{year} год"),
            (PeriodType::Year, Lang::En) => year.to_string(),
            (PeriodType::HalfYear, Lang::Ru) => format!("{} полугодие {year}", roman(part_number(month, 6))),
            (PeriodType::HalfYear, Lang::En) => format!("H{} {year}", part_number(month, 6)),
            (PeriodType::Quarter, Lang::Ru) => format!("{} квартал {year}", roman(part_number(month, 3))),
            (PeriodType::Quarter, Lang::En) => format!("Q{} {year}", part_number(month, 3)),
            (PeriodType::Month, _) => format!("{} {year}", lang.month(month)),
            (PeriodType::AcademicYear, Lang::Ru) => format!("{year}/{} учебный год", year + 1),
            (PeriodType::AcademicYear, Lang::En) => format!("{year}/{} academic year", year + 1),
            (PeriodType::Custom, _) => format!("{} – {}", lang.date(self.from()), lang.date(self.to())),
        }
    }
}

/// The text that [`Period::parse`] reads.
impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month) = (self.from().year(), self.from().month());
        match self.kind() {
            PeriodType::Year => write!(f, "{year}"),
            PeriodType::HalfYear => write!(f, "{year}-H{}", part_number(month, 6)),
            PeriodType::Quarter => write!(f, "{year}-Q{}", part_number(month, 3)),
            PeriodType::Month => write!(f, "{year}-{month:02}"),
            PeriodType::AcademicYear => write!(f, "{year}/{}", year + 1),
            PeriodType::Custom => write!(f, "{}..{}", self.from(), self.to()),
        }
    }
}

impl FromStr for Period {
    type Err = PeriodFault;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

/// The first month of the n-th part of a year; none of the calendar where there is no such part.
const fn part_start(n: u32, months: u32) -> u32 {
    if n == 0 { 0 } else { (n - 1) * months + 1 }
}

/// Which part of its year a month begins.
const fn part_number(month: u32, months: u32) -> u32 {
    (month - 1) / months + 1
}

const fn roman(n: u32) -> &'static str {
    match n {
        1 => "I",
        2 => "II",
        3 => "III",
        _ => "IV",
    }
}

fn number(text: &str, digits: usize) -> Result<u32, PeriodFault> {
    let plain = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten().ok_or(PeriodFault::Malformed)
}

fn day(text: &str) -> Result<NaiveDate, PeriodFault> {
    let mut fields = text.split('-');
    let (Some(year), Some(month), Some(day), None) = (fields.next(), fields.next(), fields.next(), fields.next())
    else {
        return Err(PeriodFault::Malformed);
    };
    date(number(year, 4)?, number(month, 2)?, number(day, 2)?)
}

fn date(year: u32, month: u32, day: u32) -> Result<NaiveDate, PeriodFault> {
    let year = i32::try_from(year).unwrap_or_default();
    NaiveDate::from_ymd_opt(year, month, day).ok_or(PeriodFault::NoSuchPeriod)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::period::tests::{any_period, date, period};

    #[test]
    fn each_kind_has_its_form() {
        for (text, kind, from, to) in [
            ("2020", PeriodType::Year, "2020-01-01", "2020-12-31"),
            ("2020-H2", PeriodType::HalfYear, "2020-07-01", "2020-12-31"),
            ("2020-Q1", PeriodType::Quarter, "2020-01-01", "2020-03-31"),
            ("2020-02", PeriodType::Month, "2020-02-01", "2020-02-29"),
            ("2020/2021", PeriodType::AcademicYear, "2020-09-01", "2021-08-31"),
            ("2021-12-01..2024-12-31", PeriodType::Custom, "2021-12-01", "2024-12-31"),
        ] {
            assert_eq!(Period::new(kind, date(from), date(to)), Ok(period(text)), "{text}");
        }
    }

    #[test]
    fn what_is_no_period_is_refused() {
        for text in [
            "",
            "20",
            "02020",
            "2020-3",
            "2020-Q",
            "2020-q1",
            "2020-Q10",
            "2020-03-01",
            "2020..2021",
            "2020/21",
            "март",
        ] {
            assert_eq!(Period::parse(text), Err(PeriodFault::Malformed), "{text}");
        }
        for text in ["2020-Q0", "2020-Q5", "2020-H3", "2020-13", "2020-00", "2020/2022", "2021-02-29..2021-03-01"] {
            assert_eq!(Period::parse(text), Err(PeriodFault::NoSuchPeriod), "{text}");
        }
        for text in ["1899", "2201-01", "0000", "2200/2201"] {
            assert_eq!(Period::parse(text), Err(PeriodFault::OutOfRange), "{text}");
        }
    }

    #[test]
    fn labels_are_as_people_print_them() {
        for (text, ru, en) in [
            ("2020", "2020 год", "2020"),
            ("2020-H2", "II полугодие 2020", "H2 2020"),
            ("2023-Q1", "I квартал 2023", "Q1 2023"),
            ("2023-Q4", "IV квартал 2023", "Q4 2023"),
            ("2023-01", "январь 2023", "January 2023"),
            ("2023/2024", "2023/2024 учебный год", "2023/2024 academic year"),
            ("2021-12-01..2024-12-31", "01.12.2021 – 31.12.2024", "1 December 2021 – 31 December 2024"),
        ] {
            assert_eq!((period(text).label(Lang::Ru).as_str(), period(text).label(Lang::En).as_str()), (ru, en));
        }
    }

    proptest! {
        #[test]
        fn a_text_gives_its_period_back(period in any_period()) {
            prop_assert_eq!(Period::parse(&period.to_string()), Ok(period));
        }

        #[test]
        fn no_text_panics(text in ".{0,12}|[0-9]{4}[-/.HQ0-9]{0,18}") {
            if let Ok(period) = Period::parse(&text) {
                let printed = period.to_string();
                prop_assert_eq!(printed.as_str(), text.trim());
            }
        }
    }
}
