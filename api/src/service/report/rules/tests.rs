//! Every state against every action, the steps of all campaigns, days around a due day.

use Action::{
    AcceptReport, EndorseReport, ExtendReport, FillReport, FillReportOnBehalf, LockReport, ReturnReport, SubmitReport,
    UnlockReport, WithdrawReport,
};

use super::*;

const ACTIONS: [Action; 10] = [
    FillReport,
    FillReportOnBehalf,
    SubmitReport,
    WithdrawReport,
    EndorseReport,
    ReturnReport,
    AcceptReport,
    LockReport,
    UnlockReport,
    ExtendReport,
];

fn stand(state: State, step: Option<Step>) -> Stand {
    Stand {
        state,
        step,
        first: Step::Department,
        closed: false,
        cancelled: false,
        unlocked: false,
        on_behalf: false,
        overdue: false,
    }
}

fn allowed(stand: Stand) -> Vec<Action> {
    ACTIONS.into_iter().filter(|action| stand.allows(*action).is_ok()).collect()
}

/// State, step, and what is possible then.
const TABLE: &[(State, Option<Step>, &[Action])] = &[
    (State::NotStarted, None, &[FillReport, FillReportOnBehalf, ExtendReport]),
    (State::Draft, None, &[FillReport, SubmitReport, ExtendReport]),
    (State::Submitted, Some(Step::Department), &[WithdrawReport, EndorseReport, ReturnReport]),
    (State::Submitted, Some(Step::Zone), &[EndorseReport, ReturnReport]),
    (State::Submitted, Some(Step::Owner), &[ReturnReport, AcceptReport]),
    (State::Returned, None, &[FillReport, FillReportOnBehalf, ExtendReport]),
    (State::Accepted, None, &[LockReport, UnlockReport]),
    (State::Locked, None, &[UnlockReport]),
];

#[test]
fn every_state_has_its_actions() {
    for (state, step, expected) in TABLE {
        assert_eq!(allowed(stand(*state, *step)), *expected, "{state:?} {step:?}");
    }
}

#[test]
fn a_closed_campaign_is_decided_in_but_not_edited() {
    let decisions = [EndorseReport, AcceptReport, LockReport, UnlockReport];
    for (state, step, expected) in TABLE {
        let closed = Stand { closed: true, ..stand(*state, *step) };
        let left: Vec<Action> = expected.iter().copied().filter(|action| decisions.contains(action)).collect();
        assert_eq!(allowed(closed), left, "{state:?} {step:?}");
        let unlocked = Stand { unlocked: true, ..closed };
        assert_eq!(allowed(unlocked), *expected, "{state:?} {step:?}");
    }
    assert_eq!(Stand { closed: true, ..stand(State::Draft, None) }.allows(SubmitReport), Err(Obstacle::Closed));
}

#[test]
fn nothing_is_done_in_a_campaign_that_is_called_off() {
    for (state, step, _) in TABLE {
        let cancelled = Stand { cancelled: true, unlocked: true, ..stand(*state, *step) };
        assert_eq!(allowed(cancelled), [], "{state:?} {step:?}");
    }
}

#[test]
fn another_fills_in_only_for_a_silent_node() {
    let own = stand(State::Draft, None);
    assert_eq!(own.allows(FillReportOnBehalf), Err(Obstacle::NotSilent));
    assert_eq!(Stand { overdue: true, ..own }.allows(FillReportOnBehalf), Ok(()));
    assert_eq!(Stand { on_behalf: true, ..own }.allows(FillReportOnBehalf), Ok(()));
    assert_eq!(stand(State::Accepted, None).allows(FillReportOnBehalf), Err(Obstacle::State));
}

#[test]
fn what_someone_looked_at_is_not_taken_back() {
    let looked = stand(State::Submitted, Some(Step::Zone));
    assert_eq!(looked.allows(WithdrawReport), Err(Obstacle::Looked));
    assert_eq!(Stand { first: Step::Zone, ..looked }.allows(WithdrawReport), Ok(()));
    assert_eq!(stand(State::Draft, None).allows(WithdrawReport), Err(Obstacle::State));
    assert_eq!(stand(State::Draft, None).allows(Action::CreateRegion), Err(Obstacle::Kind));
}

#[test]
fn late_is_told_from_the_first_handing_in() {
    let day = |day| NaiveDate::from_ymd_opt(2024, 1, day).unwrap();
    let due = day(10);
    for (submitted, today, expected) in [
        (None, day(10), (false, false, false, 0)),
        (None, day(12), (false, false, true, 2)),
        (Some(day(10)), day(12), (true, false, false, 0)),
        (Some(day(11)), day(12), (false, true, false, 1)),
        // On an earlier day it was not there yet.
        (Some(day(12)), day(11), (false, false, true, 1)),
        (Some(day(12)), day(9), (false, false, false, 0)),
    ] {
        let told = timeliness(due, submitted, today);
        assert_eq!((told.on_time, told.late, told.overdue, told.days_late), expected, "{submitted:?} on {today}");
    }
}

#[test]
fn a_report_before_the_end_of_its_period_is_preliminary() {
    let day = |day| NaiveDate::from_ymd_opt(2023, 12, day).unwrap();
    assert!(is_preliminary(day(31), day(21)) && is_preliminary(day(31), day(31)));
    assert!(!is_preliminary(day(30), day(31)));
}

#[test]
fn a_jump_is_measured_against_the_last_number() {
    let number = |text: &str| text.parse::<Decimal>().unwrap();
    for (last, now, threshold, expected) in [
        ("100", "120", 20, false),
        ("100", "120.000001", 20, true),
        ("100", "79.9", 20, true),
        ("100", "80", 20, false),
        ("0", "5", 20, false),
        ("-10", "-13", 20, true),
        ("999999999999.999999", "0", 99, true),
    ] {
        assert_eq!(jumps(number(last), number(now), threshold), expected, "{last} {now}");
    }
}
