//! The states of competitions: the plain life, postponement, history, and the timeline against every single day.

use proptest::prelude::*;

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[expect(clippy::unnecessary_wraps, reason = "dates of a row are optional")]
fn some(text: &str) -> Option<NaiveDate> {
    Some(day(text))
}

fn announced() -> (Decisions, Windows) {
    let decisions = Decisions { announced_on: some("2023-03-01"), ..Decisions::default() };
    let windows = Windows {
        applications_from: some("2023-03-10"),
        applications_to: some("2023-03-20"),
        evaluation_from: some("2023-03-25"),
        evaluation_to: some("2023-03-31"),
        ..Windows::default()
    };
    (decisions, windows)
}

#[test]
fn a_plain_life_follows_its_windows() {
    let (mut decisions, windows) = announced();
    for (on, state) in [
        ("2023-02-28", State::Draft),
        ("2023-03-01", State::Announced),
        ("2023-03-10", State::ApplicationsOpen),
        ("2023-03-20", State::ApplicationsOpen),
        ("2023-03-21", State::ApplicationsClosed),
        ("2023-03-25", State::Evaluation),
        ("2023-03-31", State::Evaluation),
        ("2023-04-01", State::ResultsPendingOrder),
    ] {
        assert_eq!(state_in(&decisions, &windows, day(on)), state, "{on}");
    }
    decisions.evaluation_closed_on = some("2023-03-28");
    assert_eq!(state_in(&decisions, &windows, day("2023-03-28")), State::ResultsPendingOrder);
    decisions.results_published_on = some("2023-04-05");
    assert_eq!(state_in(&decisions, &windows, day("2023-04-05")), State::ResultsPublished);
    decisions.archived_on = some("2023-12-31");
    assert_eq!(state_in(&decisions, &windows, day("2024-01-01")), State::Archived);
    decisions.cancelled_on = some("2023-03-15");
    assert_eq!(state_in(&decisions, &windows, day("2023-03-16")), State::Cancelled);
    assert_eq!(state_in(&decisions, &windows, day("2023-03-14")), State::ApplicationsOpen);
}

#[test]
fn a_postponement_keeps_what_was_before_it() {
    let (decisions, old) = announced();
    let new = Windows {
        since: some("2023-03-15"),
        resumes_on: some("2023-05-10"),
        applications_from: some("2023-05-10"),
        applications_to: some("2023-05-20"),
        ..Windows::default()
    };
    let spans = timeline_of(&decisions, &[(old, some("2023-03-14")), (new, None)]);
    let states: Vec<_> = spans.iter().map(|span| (span.state, span.from)).collect();
    assert_eq!(
        states,
        [
            (State::Draft, None),
            (State::Announced, some("2023-03-01")),
            (State::ApplicationsOpen, some("2023-03-10")),
            (State::Postponed, some("2023-03-15")),
            (State::ApplicationsOpen, some("2023-05-10")),
            (State::ApplicationsClosed, some("2023-05-21")),
        ]
    );
}

#[test]
fn history_is_held_when_it_says_so_and_waits_for_results() {
    let decisions = Decisions { recorded: true, ..Decisions::default() };
    let windows = Windows { held_from: some("2023-10-01"), held_to: some("2023-10-31"), ..Windows::default() };
    for (on, state) in
        [("2023-09-30", State::Draft), ("2023-10-15", State::Evaluation), ("2023-11-15", State::ResultsPendingOrder)]
    {
        assert_eq!(state_in(&decisions, &windows, day(on)), state, "{on}");
    }
    // Nothing is printed of its dates: it is known, and no more.
    assert_eq!(state_in(&decisions, &Windows::default(), day("2000-01-01")), State::Announced);
}

fn date() -> impl Strategy<Value = Option<NaiveDate>> {
    prop::option::of((0_u64..120).prop_map(|n| day("2023-01-01") + Days::new(n)))
}

prop_compose! {
    fn decisions()(
        recorded: bool, announced_on in date(), evaluation_closed_on in date(), results_published_on in date(),
        cancelled_on in date(), archived_on in date(),
    ) -> Decisions {
        Decisions { recorded, announced_on, evaluation_closed_on, results_published_on, cancelled_on, archived_on }
    }
}

prop_compose! {
    fn windows()(
        resumes_on in date(), applications_from in date(), applications_to in date(), evaluation_from in date(),
        evaluation_to in date(), held_from in date(), held_to in date(),
    ) -> Windows {
        Windows {
            since: None, resumes_on, applications_from, applications_to, evaluation_from, evaluation_to, held_from,
            held_to,
        }
    }
}

proptest! {
    #[test]
    fn the_timeline_says_of_every_day_what_the_rule_says(
        decisions in decisions(), mut windows in prop::collection::vec(windows(), 1..4),
        mut turns in prop::collection::btree_set(0_u64..120, 3),
    ) {
        // Each postponement begins the day after the windows before it end.
        let mut epochs = Vec::new();
        let mut since = None;
        let last = windows.pop().unwrap();
        for mut window in windows {
            let to = day("2023-01-01") + Days::new(turns.pop_first().unwrap());
            window.since = since;
            since = to.succ_opt();
            epochs.push((window, Some(to)));
        }
        epochs.push((Windows { since, ..last }, None));
        let spans = timeline_of(&decisions, &epochs);
        for pair in spans.windows(2) {
            let [one, two] = pair else { unreachable!() };
            prop_assert_ne!(one.state, two.state);
            prop_assert_eq!(one.to.and_then(|to| to.succ_opt()), two.from);
        }
        prop_assert_eq!(spans.first().and_then(|span| span.from), None);
        prop_assert_eq!(spans.last().and_then(|span| span.to), None);
        for n in 0..140 {
            let on = day("2022-12-25") + Days::new(n);
            let (windows, _) = epochs.iter().find(|(_, to)| to.is_none_or(|to| on <= to)).unwrap();
            let span = spans.iter().find(|span| span.to.is_none_or(|to| on <= to)).unwrap();
            prop_assert_eq!(span.state, state_in(&decisions, windows, on), "{}", on);
        }
    }
}
