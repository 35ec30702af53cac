//! Working days of Russia by the production calendar (производственный календарь), for the five-day week.
//!
//! Free are Saturdays, Sundays, the holidays of article 112 of the Labour Code and the days to which days
//! off are moved: by the article itself, or by the government year by year. Its decrees stand in
//! `data/working_days.toml`; a year without one follows the article alone, and [`is_known`] says so.
//! To add a year: its moves in the file, its total in the test.

use std::{collections::BTreeSet, iter, sync::LazyLock};

use chrono::{Datelike, Days, NaiveDate, Weekday};
use serde::Deserialize;

const FILE: &str = include_str!("data/working_days.toml");

/// Months and days of the holidays. A day off that meets one of New Year's moves by decree only.
const NEW_YEAR: [(u32, u32); 8] = [(1, 1), (1, 2), (1, 3), (1, 4), (1, 5), (1, 6), (1, 7), (1, 8)];
const OTHER_HOLIDAYS: [(u32, u32); 6] = [(2, 23), (3, 8), (5, 1), (5, 9), (6, 12), (11, 4)];

/// The moves of all decrees.
#[derive(Default)]
struct Moves {
    years: BTreeSet<i32>,
    from: BTreeSet<NaiveDate>,
    to: BTreeSet<NaiveDate>,
}

#[derive(Deserialize)]
struct File {
    years: Vec<Year>,
}

#[derive(Deserialize)]
struct Year {
    year: i32,
    moves: Vec<Move>,
}

#[derive(Deserialize)]
struct Move {
    from: NaiveDate,
    to: NaiveDate,
}

impl Moves {
    fn parse(text: &str) -> Result<Self, toml::de::Error> {
        let file: File = toml::from_str(text)?;
        let mut moves = Self::default();
        for Year { year, moves: of_year } in file.years {
            moves.years.insert(year);
            moves.from.extend(of_year.iter().map(|day| day.from));
            moves.to.extend(of_year.iter().map(|day| day.to));
        }
        Ok(moves)
    }
}

/// A file that can't be read is no decree at all, and no year is known. The tests read it.
static MOVES: LazyLock<Moves> = LazyLock::new(|| Moves::parse(FILE).unwrap_or_default());

/// Whether the decree of the year is in the data. Working days of other years may turn out differently.
pub fn is_known(year: i32) -> bool {
    MOVES.years.contains(&year)
}

/// Whether the day is worked on.
pub fn is_working(day: NaiveDate) -> bool {
    if is_weekend(day) {
        return MOVES.from.contains(&day) && !is_holiday(day);
    }
    !is_holiday(day) && !MOVES.to.contains(&day) && !is_after_holiday(day)
}

/// The n-th working day of a month, the first being 1.
pub fn nth_working_day(year: i32, month: u32, n: u32) -> Option<NaiveDate> {
    let before = usize::try_from(n.checked_sub(1)?).ok()?;
    let first = NaiveDate::from_ymd_opt(year, month, 1)?;
    first.iter_days().take_while(|day| day.month() == month).filter(|day| is_working(*day)).nth(before)
}

/// The day itself where it is worked on, else the next that is. None only where dates end.
pub fn next_working(day: NaiveDate) -> Option<NaiveDate> {
    iter::successors(Some(day), NaiveDate::succ_opt).find(|day| is_working(*day))
}

/// The day itself where it is worked on, else the last before it that is. None only where dates begin.
pub fn previous_working(day: NaiveDate) -> Option<NaiveDate> {
    iter::successors(Some(day), NaiveDate::pred_opt).find(|day| is_working(*day))
}

/// How many days are worked on from the one to the other, both included; none where the other is earlier.
pub fn working_days_between(from: NaiveDate, to: NaiveDate) -> u64 {
    if from > to {
        return 0;
    }
    let within = |day: &NaiveDate| (from..=to).contains(day);
    let holidays = (from.year()..=to.year()).flat_map(holidays_of);
    // What makes a weekday free, each day once: a decree may name a day that is free already.
    let free: BTreeSet<NaiveDate> = holidays
        .flat_map(|day| [Some(day), moved_by_law(day)])
        .flatten()
        .chain(MOVES.to.range(from..=to).copied())
        .filter(|day| within(day) && !is_weekend(*day))
        .collect();
    let worked_weekends = MOVES.from.range(from..=to).filter(|day| is_working(**day)).count();
    weekdays_between(from, to) + worked_weekends as u64 - free.len() as u64
}

/// Days from Monday to Friday, both bounds included, which stand in order.
fn weekdays_between(from: NaiveDate, to: NaiveDate) -> u64 {
    let days = to.signed_duration_since(from).num_days().unsigned_abs() + 1;
    let first = u64::from(from.weekday().num_days_from_monday());
    let of_rest = (0..days % 7).filter(|day| (first + day) % 7 < 5).count();
    days / 7 * 5 + of_rest as u64
}

fn is_weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

fn is_holiday(day: NaiveDate) -> bool {
    let day = (day.month(), day.day());
    NEW_YEAR.contains(&day) || OTHER_HOLIDAYS.contains(&day)
}

fn holidays_of(year: i32) -> impl Iterator<Item = NaiveDate> {
    NEW_YEAR.into_iter().chain(OTHER_HOLIDAYS).filter_map(move |(month, day)| NaiveDate::from_ymd_opt(year, month, day))
}

/// Where the article itself moves the day off that a holiday falls on: to the next working day, which is
/// a Monday, unless a decree moves it elsewhere.
fn moved_by_law(holiday: NaiveDate) -> Option<NaiveDate> {
    let to_monday = match holiday.weekday() {
        Weekday::Sat => 2,
        Weekday::Sun => 1,
        _ => return None,
    };
    let moves = OTHER_HOLIDAYS.contains(&(holiday.month(), holiday.day())) && !MOVES.from.contains(&holiday);
    if moves { holiday.checked_add_days(Days::new(to_monday)) } else { None }
}

/// Whether the article itself makes a day free, for a holiday on the weekend before.
fn is_after_holiday(day: NaiveDate) -> bool {
    day.weekday() == Weekday::Mon
        && [1, 2].into_iter().any(|days| day.checked_sub_days(Days::new(days)).and_then(moved_by_law) == Some(day))
}

#[cfg(test)]
mod tests;
