//! What follows from the dates and decisions of a status, without a database: its state on a day, its last day, what
//! overlaps, what a renewal does to what it renews, where a chain has gaps.
//!
//! The same state as SQL is `query::state_expr`; a test holds them equal on both databases.

use chrono::{Days, NaiveDate};
use entity::{
    shared::Visibility,
    status_assignment::{self, StatusEnd},
};

use crate::validity::{self, Validity};

entity::code_enum! {
    /// State of a status on a day (состояние статуса)
    pub enum StatusState {
        /// Being prepared (черновик)
        Draft = "DRAFT",
        /// Proposed, not decided (предложен)
        Proposed = "PROPOSED",
        /// Granted, begins later (присвоен, ещё не начал действовать)
        Pending = "PENDING",
        /// In force (действует)
        InForce = "IN_FORCE",
        /// Its term is over (срок истёк)
        Expired = "EXPIRED",
        /// Revoked by an act (отозван)
        Revoked = "REVOKED",
        /// Replaced by its renewal (заменён новым присвоением)
        Superseded = "SUPERSEDED",
        /// Given up by the holder (держатель отказался)
        Waived = "WAIVED",
    }
}

impl From<StatusEnd> for StatusState {
    fn from(end: StatusEnd) -> Self {
        match end {
            StatusEnd::Revoked => Self::Revoked,
            StatusEnd::Waived => Self::Waived,
            StatusEnd::Superseded => Self::Superseded,
        }
    }
}

/// Everything of an assignment that its state follows from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    /// Draft, proposed or granted.
    pub visibility: Visibility,
    /// First day; null is since ever.
    pub from: Option<NaiveDate>,
    /// Last day of the term; null is without end.
    pub to: Option<NaiveDate>,
    /// What ended it before, and the first day without it.
    pub end: Option<(StatusEnd, NaiveDate)>,
}

impl Term {
    /// The term of a row.
    pub fn of(row: &status_assignment::Model) -> Self {
        Self { visibility: row.visibility, from: row.valid_from, to: row.valid_to, end: row.end_kind.zip(row.end_on) }
    }

    /// The state on a day.
    pub fn state(&self, day: NaiveDate) -> StatusState {
        match self.visibility {
            Visibility::Draft => return StatusState::Draft,
            Visibility::Submitted => return StatusState::Proposed,
            Visibility::Public => {}
        }
        if let Some((kind, on)) = self.end
            && on <= day
        {
            return kind.into();
        }
        if self.to.is_some_and(|to| to < day) {
            StatusState::Expired
        } else if self.from.is_some_and(|from| from > day) {
            StatusState::Pending
        } else {
            StatusState::InForce
        }
    }

    /// The last day in force; null is without end.
    pub fn last_day(&self) -> Option<NaiveDate> {
        let before_end = self.end.and_then(|(_, on)| on.checked_sub_days(Days::new(1)));
        match (before_end, self.to) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        }
    }

    /// The days in force; none when it was ended on its first day.
    pub fn days(&self) -> Option<Validity> {
        Validity::of_days(self.from, self.last_day()).ok()
    }

    /// Whether there is a day on which both are in force.
    pub fn overlaps(&self, other: &Self) -> bool {
        matches!((self.days(), other.days()), (Some(a), Some(b)) if a.overlaps(&b))
    }

    /// What a renewal that begins on a day leaves of it: the day before is its last, if it would hold on.
    pub fn renewed(self, start: NaiveDate) -> Self {
        let holds_on = self.end.is_none() && self.to.is_none_or(|to| to >= start);
        if holds_on { Self { end: Some((StatusEnd::Superseded, start)), ..self } } else { self }
    }

    /// Whether a renewal may begin on a day: not before what it renews.
    pub fn may_be_renewed_from(&self, start: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= start)
    }
}

/// The days within a chain on which none of its links is in force.
pub fn chain_gaps(chain: &[Term]) -> Vec<Validity> {
    let days: Vec<Validity> =
        chain.iter().filter(|term| term.visibility == Visibility::Public).filter_map(Term::days).collect();
    validity::gaps(&days)
}

/// The academic year that begins in a calendar year: 1 September to 31 August.
pub fn academic_year(year: i32) -> Option<Validity> {
    Validity::of_days(NaiveDate::from_ymd_opt(year, 9, 1), NaiveDate::from_ymd_opt(year.checked_add(1)?, 8, 31)).ok()
}

#[cfg(test)]
mod tests;
