//! What may be done with an application: the applicant's right at its place, the organiser's at the competition's, the
//! expert's by assignment; and the states of both today.

use chrono::NaiveDate;
use entity::{application, competition};

use super::state::{ApplicationState as State, state};
use crate::{
    access::{Action, Kind, Reason, Verdict, Viewer},
    db::change::Root,
    service::{
        competition::{
            actions::{organises, words},
            state::{CompetitionState, state as competition_state},
        },
        file,
    },
};

/// The actions of an application.
pub const APPLICATION: &[Action] = &[
    Action::UpdateApplication,
    Action::SubmitApplication,
    Action::WithdrawApplication,
    Action::DeleteApplication,
    Action::AdmitApplication,
    Action::RejectApplication,
    Action::RecordScore,
    Action::AttachFile,
];

/// Whether an action may be done with an application today; `assigned`: the viewer is an expert of the competition.
pub fn verdict(
    viewer: &Viewer,
    row: &application::Model,
    competition: &competition::Model,
    assigned: bool,
    action: Action,
    today: NaiveDate,
) -> Verdict {
    if action == Action::AttachFile {
        return file::actions::attach(viewer, Kind::Application, &row.place());
    }
    let right = match action {
        Action::AdmitApplication | Action::RejectApplication => organises(viewer, action, &competition.place()),
        Action::RecordScore => by_assignment(viewer, assigned),
        _ => Verdict::by_right(viewer, action, &row.place()),
    };
    right.and(|| by_state(row, competition, action, today))
}

fn by_assignment(viewer: &Viewer, assigned: bool) -> Verdict {
    if assigned {
        Verdict::allowed()
    } else if viewer.is_signed_in() {
        Verdict::no(Reason::NoRight, "Вы не эксперт этого конкурса", "You are no expert of this competition")
    } else {
        Verdict::no(Reason::NotSignedIn, "Нужно войти", "Sign in first")
    }
}

fn by_state(row: &application::Model, competition: &competition::Model, action: Action, today: NaiveDate) -> Verdict {
    let (own, whole) = (state(row, today), competition_state(competition, today));
    let decided = row.result.is_some();
    let over =
        matches!(whole, CompetitionState::ResultsPublished | CompetitionState::Archived | CompetitionState::Cancelled);
    let fits = match action {
        Action::UpdateApplication | Action::DeleteApplication => own == State::Draft,
        Action::SubmitApplication => own == State::Draft && whole == CompetitionState::ApplicationsOpen,
        Action::WithdrawApplication => matches!(own, State::Submitted | State::Admitted) && !decided && !over,
        Action::AdmitApplication | Action::RejectApplication => own == State::Submitted && !over,
        Action::RecordScore => own == State::Admitted && !decided && whole == CompetitionState::Evaluation,
        _ => return Verdict::no(Reason::WrongKind, "Не для заявок", "Not for applications"),
    };
    if fits {
        return Verdict::allowed();
    }
    let (ru, en) = words(whole);
    let (own_ru, own_en) = own_words(own);
    Verdict::wrong_state(
        format!("Сейчас нельзя: заявка {own_ru}, конкурс: {ru}"),
        format!("Not now: the application is {own_en}, the competition: {en}"),
    )
}

fn own_words(state: State) -> (&'static str, &'static str) {
    match state {
        State::Draft => ("не подана", "not submitted"),
        State::Submitted => ("подана", "submitted"),
        State::Admitted => ("допущена", "admitted"),
        State::Rejected => ("отклонена", "rejected"),
        State::Withdrawn => ("отозвана", "withdrawn"),
    }
}
