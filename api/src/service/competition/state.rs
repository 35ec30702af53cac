//! The states of a competition, from its dates and decisions, on any day: pure.
//!
//! [`timeline`] is all of them in order; [`super::sql::state`] is the same rule as SQL, and tests prove them equal.
//! Which tour runs is a field of its own ([`tour`]), not part of the state.

use chrono::{Days, NaiveDate};
use entity::{competition, competition_period, competition_tour};

entity::code_enum! {
    /// State of a competition on a day (состояние конкурса)
    pub enum CompetitionState {
        /// Being prepared, not announced yet (проект)
        Draft = "DRAFT",
        /// Announced, applications are not taken yet (объявлен)
        Announced = "ANNOUNCED",
        /// Applications are taken (приём заявок)
        ApplicationsOpen = "APPLICATIONS_OPEN",
        /// Applications are no longer taken, the evaluation has not begun (приём заявок завершён)
        ApplicationsClosed = "APPLICATIONS_CLOSED",
        /// It is held: the works are evaluated (проводится, экспертиза работ)
        Evaluation = "EVALUATION",
        /// The evaluation is over, the results act is awaited (ожидается приказ об итогах)
        ResultsPendingOrder = "RESULTS_PENDING_ORDER",
        /// The results are published (итоги подведены)
        ResultsPublished = "RESULTS_PUBLISHED",
        /// In the archive (в архиве)
        Archived = "ARCHIVED",
        /// Cancelled (отменён)
        Cancelled = "CANCELLED",
        /// Postponed, the new windows have not begun (перенесён)
        Postponed = "POSTPONED",
    }
}

use CompetitionState as State;

/// The decisions on a competition, with their days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Decisions {
    /// Recorded from the past: it need not have been announced here.
    pub recorded: bool,
    /// Announced.
    pub announced_on: Option<NaiveDate>,
    /// The evaluation declared over.
    pub evaluation_closed_on: Option<NaiveDate>,
    /// Results published.
    pub results_published_on: Option<NaiveDate>,
    /// Cancelled.
    pub cancelled_on: Option<NaiveDate>,
    /// Archived.
    pub archived_on: Option<NaiveDate>,
}

impl From<&competition::Model> for Decisions {
    fn from(row: &competition::Model) -> Self {
        Self {
            recorded: row.recorded,
            announced_on: row.announced_on,
            evaluation_closed_on: row.evaluation_closed_on,
            results_published_on: row.results_published_on,
            cancelled_on: row.cancelled_on,
            archived_on: row.archived_on,
        }
    }
}

/// The windows that hold from one postponement to the next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Windows {
    /// The postponement that set them; none: the announced ones.
    pub since: Option<NaiveDate>,
    /// When that postponement ends.
    pub resumes_on: Option<NaiveDate>,
    /// First day for applications.
    pub applications_from: Option<NaiveDate>,
    /// Last day for applications.
    pub applications_to: Option<NaiveDate>,
    /// First day of the evaluation.
    pub evaluation_from: Option<NaiveDate>,
    /// Last day of the evaluation.
    pub evaluation_to: Option<NaiveDate>,
    /// First day on which it is held.
    pub held_from: Option<NaiveDate>,
    /// Last day on which it is held.
    pub held_to: Option<NaiveDate>,
}

macro_rules! windows_of {
    ($row:expr) => {
        Windows {
            since: $row.windows_since,
            resumes_on: $row.resumes_on,
            applications_from: $row.applications_from,
            applications_to: $row.applications_to,
            evaluation_from: $row.evaluation_from,
            evaluation_to: $row.evaluation_to,
            held_from: $row.valid_from,
            held_to: $row.valid_to,
        }
    };
}

impl From<&competition::Model> for Windows {
    fn from(row: &competition::Model) -> Self {
        windows_of!(row)
    }
}

impl From<&competition_period::Model> for Windows {
    fn from(row: &competition_period::Model) -> Self {
        windows_of!(row)
    }
}

/// The state on a day of a row that shows the windows of that day.
pub fn state(row: &competition::Model, day: NaiveDate) -> State {
    state_in(&row.into(), &row.into(), day)
}

/// The state on a day under some windows. What is not evaluated apart is evaluated while it is held.
pub fn state_in(decisions: &Decisions, windows: &Windows, day: NaiveDate) -> State {
    let reached = |date: Option<NaiveDate>| date.is_some_and(|date| date <= day);
    let over = |date: Option<NaiveDate>| date.is_some_and(|date| date < day);
    let (from, to) = (windows.applications_from, windows.applications_to);
    let evaluation_from = windows.evaluation_from.or(windows.held_from);
    let evaluation_to = windows.evaluation_to.or(windows.held_to);
    if reached(decisions.archived_on) {
        return State::Archived;
    }
    if reached(decisions.cancelled_on) {
        return State::Cancelled;
    }
    if reached(decisions.results_published_on) {
        return State::ResultsPublished;
    }
    let announced = decisions.announced_on.is_some() || decisions.recorded;
    if !announced || begins_on(decisions, windows).is_some_and(|first| first > day) {
        return State::Draft;
    }
    if windows.since.is_some() && !reached(windows.resumes_on) {
        return State::Postponed;
    }
    if reached(decisions.evaluation_closed_on) {
        return State::ResultsPendingOrder;
    }
    let opened = reached(from) || (from.is_none() && to.is_some());
    let open_end = to.is_none() && from.is_some() && !reached(evaluation_from);
    if opened && (to.is_some_and(|to| to >= day) || open_end) {
        return State::ApplicationsOpen;
    }
    if over(evaluation_to) {
        State::ResultsPendingOrder
    } else if reached(evaluation_from) {
        State::Evaluation
    } else if over(to) {
        State::ApplicationsClosed
    } else {
        State::Announced
    }
}

/// The day on which a competition began to be known: of history, the first of its dates that is printed.
fn begins_on(decisions: &Decisions, windows: &Windows) -> Option<NaiveDate> {
    decisions
        .announced_on
        .or(windows.applications_from)
        .or(windows.evaluation_from)
        .or(windows.held_from)
        .or(decisions.results_published_on)
        .or(decisions.cancelled_on)
        .or(decisions.archived_on)
}

/// A state and the days on which it holds; null is since ever, or without end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The state.
    pub state: State,
    /// First day.
    pub from: Option<NaiveDate>,
    /// Last day.
    pub to: Option<NaiveDate>,
}

/// Every state in order, without gap or overlap; `row` shows the present windows, `periods` those that were given up.
pub fn timeline(row: &competition::Model, periods: &[competition_period::Model]) -> Vec<Span> {
    let mut past: Vec<&competition_period::Model> = periods.iter().collect();
    past.sort_by_key(|period| period.to_day);
    let mut epochs: Vec<(Windows, Option<NaiveDate>)> =
        past.into_iter().map(|period| (period.into(), Some(period.to_day))).collect();
    epochs.push((row.into(), None));
    timeline_of(&row.into(), &epochs)
}

/// The timeline of windows that each hold to a day, in order.
fn timeline_of(decisions: &Decisions, epochs: &[(Windows, Option<NaiveDate>)]) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    let mut from = None;
    for (windows, to) in epochs {
        let mut starts: Vec<Option<NaiveDate>> = turns(decisions, windows)
            .into_iter()
            .map(Some)
            .filter(|day| *day > from && (to.is_none() || day <= to))
            .collect();
        starts.insert(0, from);
        for start in starts {
            let state = state_in(decisions, windows, start.unwrap_or(NaiveDate::MIN));
            match spans.last_mut() {
                Some(last) if last.state == state => {}
                Some(last) => {
                    last.to = start.and_then(|day| day.checked_sub_days(Days::new(1)));
                    spans.push(Span { state, from: start, to: None });
                }
                None => spans.push(Span { state, from: start, to: None }),
            }
        }
        from = to.and_then(|day| day.checked_add_days(Days::new(1)));
    }
    spans
}

/// The days on which a state can begin, in order: each date, and the day after it.
fn turns(decisions: &Decisions, windows: &Windows) -> Vec<NaiveDate> {
    let dates = [
        decisions.announced_on,
        decisions.evaluation_closed_on,
        decisions.results_published_on,
        decisions.cancelled_on,
        decisions.archived_on,
        windows.resumes_on,
        windows.applications_from,
        windows.applications_to,
        windows.evaluation_from,
        windows.evaluation_to,
        windows.held_from,
        windows.held_to,
    ];
    let after = |day: NaiveDate| day.checked_add_days(Days::new(1));
    let mut turns: Vec<NaiveDate> =
        dates.into_iter().flatten().flat_map(|day| [Some(day), after(day)]).flatten().collect();
    turns.sort_unstable();
    turns.dedup();
    turns
}

/// The tours that stand on a day: those of its windows.
pub fn standing(tours: &[competition_tour::Model], day: NaiveDate) -> impl Iterator<Item = &competition_tour::Model> {
    tours.iter().filter(move |tour| {
        tour.set_on.is_none_or(|set| set <= day) && tour.replaced_on.is_none_or(|replaced| replaced > day)
    })
}

/// The tour that runs on a day.
pub fn tour(tours: &[competition_tour::Model], day: NaiveDate) -> Option<i16> {
    standing(tours, day).filter(|tour| tour.from_day <= day && day <= tour.to_day).map(|tour| tour.number).min()
}

#[cfg(test)]
#[path = "state_tests.rs"]
mod tests;
