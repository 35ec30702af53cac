//! The production calendar against the published totals, and the laws that hold in every year.

use proptest::prelude::*;

use super::*;
use crate::period::tests::{date, day};

/// The working days of each month as production calendars publish them, and of the year.
const PUBLISHED: [(i32, [u64; 12], u64); 10] = [
    (2018, [17, 19, 20, 21, 20, 20, 22, 23, 20, 23, 21, 21], 247),
    (2019, [17, 20, 20, 22, 18, 19, 23, 22, 21, 23, 20, 22], 247),
    (2020, [17, 19, 21, 22, 17, 21, 23, 21, 22, 22, 20, 23], 248),
    (2021, [15, 19, 22, 22, 19, 21, 22, 22, 22, 21, 20, 22], 247),
    (2022, [16, 19, 22, 21, 18, 21, 21, 23, 22, 21, 21, 22], 247),
    (2023, [17, 18, 22, 20, 20, 21, 21, 23, 21, 22, 21, 21], 247),
    (2024, [17, 20, 20, 21, 20, 19, 23, 22, 21, 23, 21, 21], 248),
    (2025, [17, 20, 21, 22, 18, 19, 23, 21, 22, 23, 19, 22], 247),
    (2026, [15, 19, 21, 22, 19, 21, 23, 21, 22, 22, 20, 22], 247),
    (2027, [15, 19, 22, 22, 19, 21, 22, 22, 22, 21, 20, 22], 247),
];

fn counted(from: NaiveDate, to: NaiveDate) -> u64 {
    from.iter_days().take_while(|day| *day <= to).filter(|day| is_working(*day)).count() as u64
}

fn months(year: i32) -> [u64; 12] {
    std::array::from_fn(|month| {
        let first = NaiveDate::from_ymd_opt(year, u32::try_from(month).unwrap() + 1, 1).unwrap();
        counted(first, first + chrono::Months::new(1) - Days::new(1))
    })
}

#[test]
fn the_file_moves_weekends_to_weekdays_of_its_year() {
    let file: File = toml::from_str(FILE).unwrap();
    let years: Vec<i32> = file.years.iter().map(|year| year.year).collect();
    assert_eq!(years, PUBLISHED.map(|(year, ..)| year));
    for Year { year, moves } in &file.years {
        for Move { from, to } in moves {
            assert_eq!((from.year(), to.year()), (*year, *year), "{from}");
            assert!(is_weekend(*from) && !is_weekend(*to) && !is_holiday(*to), "{from} {to}");
        }
    }
    let moves: usize = file.years.iter().map(|year| year.moves.len()).sum();
    assert_eq!((MOVES.from.len(), MOVES.to.len()), (moves, moves));
}

#[test]
fn known_years_have_the_published_working_days() {
    for (year, by_month, total) in PUBLISHED {
        assert_eq!((year, months(year)), (year, by_month));
        let whole = [date(&format!("{year}-01-01")), date(&format!("{year}-12-31"))];
        assert_eq!(working_days_between(whole[0], whole[1]), total, "{year}");
        assert!(is_known(year));
    }
    assert!(!is_known(2017) && !is_known(2028));
}

#[test]
fn moved_days_are_free_and_their_saturdays_worked() {
    // Saturdays of decrees; a holiday stays free though its day off moves away.
    for day in ["2018-04-28", "2021-02-20", "2022-03-05", "2024-12-28", "2025-11-01", "2027-02-20"] {
        assert!(is_working(date(day)), "{day}");
    }
    for day in ["2019-02-23", "2024-01-06", "2018-03-09", "2020-05-05", "2025-06-13", "2026-12-31", "2027-11-05"] {
        assert!(!is_working(date(day)), "{day}");
    }
    // By the article itself, also in a year without a decree; not where a decree moved it elsewhere.
    for (day, works) in [
        ("2018-11-05", false),
        ("2020-05-11", false),
        ("2026-03-09", false),
        ("2033-06-13", false),
        ("2019-02-25", true),
        ("2025-02-24", true),
        ("2025-03-10", true),
        ("2033-01-10", true),
    ] {
        assert_eq!(is_working(date(day)), works, "{day}");
    }
}

#[test]
fn days_of_a_month_are_counted_from_its_first() {
    for (year, month, n, day) in [
        (2024, 1, 1, "2024-01-09"),
        (2024, 5, 1, "2024-05-02"),
        (2024, 5, 6, "2024-05-13"),
        (2025, 11, 1, "2025-11-01"),
        (2026, 1, 1, "2026-01-12"),
        (2026, 1, 15, "2026-01-30"),
        (2020, 12, 23, "2020-12-31"),
    ] {
        assert_eq!(nth_working_day(year, month, n), Some(date(day)), "{year} {month} {n}");
    }
    for (year, month, n) in [(2026, 1, 16), (2026, 1, 0), (2026, 13, 1), (2026, 0, 1), (2020, 12, 24)] {
        assert_eq!(nth_working_day(year, month, n), None, "{year} {month} {n}");
    }
}

#[test]
fn the_neighbours_of_a_free_day_are_worked_on() {
    assert_eq!(next_working(date("2024-12-29")), Some(date("2025-01-09")));
    assert_eq!(previous_working(date("2025-01-08")), Some(date("2024-12-28")));
    assert_eq!(next_working(date("2024-12-28")), Some(date("2024-12-28")));
    assert_eq!(working_days_between(date("2025-01-09"), date("2024-12-28")), 0);
    assert_eq!(working_days_between(date("2024-12-28"), date("2025-01-09")), 2);
}

proptest! {
    #[test]
    fn the_nth_working_day_has_all_before_it(year in 1900..=2200, month in 1_u32..=12, n in 1_u32..=25) {
        let first = NaiveDate::from_ymd_opt(year, month, 1).unwrap();
        let last = first + chrono::Months::new(1) - Days::new(1);
        match nth_working_day(year, month, n) {
            Some(day) => {
                prop_assert!(is_working(day) && (first..=last).contains(&day));
                prop_assert_eq!(counted(first, day), u64::from(n));
            }
            None => prop_assert!(counted(first, last) < u64::from(n)),
        }
    }

    #[test]
    fn counting_is_as_by_hand(from in day(), days in 0_u64..2000, known in any::<bool>()) {
        // Half of the spans lie about the years of the decrees.
        let from = if known { from.with_year(2016 + from.year() % 13).unwrap_or(from) } else { from };
        let to = from + Days::new(days);
        prop_assert_eq!(working_days_between(from, to), counted(from, to));
    }

    #[test]
    fn none_is_worked_on_between_a_day_and_its_neighbours(day in day()) {
        let (before, after) = (previous_working(day).unwrap(), next_working(day).unwrap());
        prop_assert!(before <= day && day <= after && is_working(before) && is_working(after));
        prop_assert_eq!(working_days_between(before, after), if before == after { 1 } else { 2 });
        prop_assert!(after.signed_duration_since(before).num_days() <= 13);
    }
}
