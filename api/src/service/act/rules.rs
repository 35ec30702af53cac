//! Rules of acts without a database: keys, the state of a day, what may amend what.

use chrono::{Months, NaiveDate};
use entity::legal_act;

use crate::{text, validity::Precision};

entity::code_enum! {
    /// State of a legal act on a day (состояние акта)
    pub enum LegalActState {
        /// It holds as it was issued (действует)
        InForce = "IN_FORCE",
        /// It holds as amended (действует с изменениями)
        Amended = "AMENDED",
        /// It no longer holds (утратил силу)
        Repealed = "REPEALED",
        /// It is dated after that day (ещё не издан)
        Upcoming = "UPCOMING",
    }
}

/// The state of an act on a day; `amended_on` are the dates of the acts that amend it, `None` where not printed.
pub fn state(act: &legal_act::Model, amended_on: &[Option<NaiveDate>], day: NaiveDate) -> LegalActState {
    if act.date.is_some_and(|date| date > day) {
        LegalActState::Upcoming
    } else if act.repealed_on.is_some_and(|since| since <= day) {
        LegalActState::Repealed
    } else if amended_on.iter().any(|date| date.is_none_or(|date| date <= day)) {
        LegalActState::Amended
    } else {
        LegalActState::InForce
    }
}

/// The issuer as part of the natural key.
pub fn issuer_key(issuer: &str) -> String {
    text::fold(issuer)
}

/// The number as part of the natural key: any dash, case, «№» and spaces are one.
pub fn number_key(number: &str) -> String {
    // A mark that stood apart joins the letter before it once the space is gone: folded again, the key is stable.
    text::fold(&text::fold(number).replace(' ', ""))
}

/// Whether an act has all four parts of the natural key.
pub fn has_key(act: &legal_act::Model) -> bool {
    act.issuer_key.is_some() && act.number_key.is_some() && act.date.is_some() && act.date_precision == 1
}

/// The last day that a date of a precision may mean.
pub fn latest(date: NaiveDate, precision: i16) -> NaiveDate {
    let months = match Precision::from_stored(precision) {
        Precision::Day => return date,
        Precision::Month => 1,
        Precision::Year => 12,
    };
    date.checked_add_months(Months::new(months)).and_then(|next| next.pred_opt()).unwrap_or(date)
}

/// Whether an act may have come after another, as far as their dates are known.
pub fn may_follow(later: &legal_act::Model, earlier: &legal_act::Model) -> bool {
    match (later.date, earlier.date) {
        (Some(later_date), Some(earlier_date)) => latest(later_date, later.date_precision) >= earlier_date,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn numbers_are_one_however_they_are_printed() {
        for (one, other) in
            [("447–пп", "447-ПП"), ("№ 85/1", "85/1"), ("100 - к", "100-К"), ("110-37-934-15", "110-37–934-15")]
        {
            assert_eq!(number_key(one), number_key(other));
        }
        assert_ne!(number_key("85/1"), number_key("851"));
        assert_eq!(number_key(&number_key("T¨")), number_key("T¨"));
        assert_ne!(number_key("100-к"), number_key("100"));
    }

    #[test]
    fn a_month_or_a_year_means_any_of_its_days() {
        assert_eq!(latest(day("2024-02-01"), 2), day("2024-02-29"));
        assert_eq!(latest(day("2019-01-01"), 3), day("2019-12-31"));
        assert_eq!(latest(day("2019-05-17"), 1), day("2019-05-17"));
    }

    proptest! {
        #[test]
        fn keys_are_stable(text in ".{0,40}") {
            prop_assert_eq!(number_key(&number_key(&text)), number_key(&text));
            prop_assert_eq!(issuer_key(&issuer_key(&text)), issuer_key(&text));
        }
    }
}
