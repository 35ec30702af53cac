//! What may be done with a competition: the right at its place, and its state today.

use chrono::NaiveDate;
use entity::{competition, shared::Visibility};

use super::state::{CompetitionState as State, state};
use crate::{
    access::{Action, Kind, Reason, Right, Verdict, Viewer},
    db::change::{Place, Root},
    service::file,
};

/// The actions of a competition.
pub const COMPETITION: &[Action] = &[
    Action::UpdateCompetition,
    Action::AnnounceCompetition,
    Action::PostponeCompetition,
    Action::CancelCompetition,
    Action::CloseEvaluation,
    Action::PublishResults,
    Action::ArchiveCompetition,
    Action::DeleteCompetition,
    Action::AssignExpert,
    Action::RemoveExpert,
    Action::CreateApplication,
    Action::RecordApplication,
    Action::AttachFile,
];

/// Whether an action may be done with a competition today.
pub fn verdict(viewer: &Viewer, row: &competition::Model, action: Action, today: NaiveDate) -> Verdict {
    if action == Action::AttachFile {
        return file::actions::attach(viewer, Kind::Competition, &row.place());
    }
    let right = match action {
        Action::PublishResults | Action::AssignExpert | Action::RemoveExpert => organises(viewer, action, &row.place()),
        Action::CreateApplication | Action::RecordApplication => somewhere(viewer, action),
        _ => Verdict::by_right(viewer, action, &row.place()),
    };
    right.and(|| by_state(row, action, state(row, today))).and(|| awards(viewer, row, action))
}

/// The organiser's decisions belong to whoever approves applications, or competitions, at the competition's place.
pub fn organises(viewer: &Viewer, action: Action, place: &Place) -> Verdict {
    if viewer.can(Right::Approve, Kind::Competition, place) {
        Verdict::allowed()
    } else {
        Verdict::by_right(viewer, action, place)
    }
}

/// Where the applicant stands is known only with the application.
fn somewhere(viewer: &Viewer, action: Action) -> Verdict {
    let (kind, right) = action.needs();
    if viewer.can_somewhere(right, kind) {
        Verdict::allowed()
    } else {
        Verdict::by_right(viewer, action, &Place::federal())
    }
}

/// Results that give a status need the right to put it in force.
fn awards(viewer: &Viewer, row: &competition::Model, action: Action) -> Verdict {
    let gives = action == Action::PublishResults && row.award_kind_code.is_some() && !row.recorded;
    if gives && !viewer.can(Right::Approve, Kind::StatusAssignment, &row.place()) {
        return Verdict::no(
            Reason::NoRight,
            "Итоги присваивают статус: их утверждает тот, кто вправе его присвоить",
            "The results give a status: whoever may grant it publishes them",
        );
    }
    Verdict::allowed()
}

fn by_state(row: &competition::Model, action: Action, state: State) -> Verdict {
    let draft = row.visibility == Visibility::Draft;
    let running = !draft
        && matches!(
            state,
            State::Announced
                | State::ApplicationsOpen
                | State::ApplicationsClosed
                | State::Evaluation
                | State::Postponed
        );
    let past = row.recorded && !matches!(state, State::Archived);
    let pending = state == State::ResultsPendingOrder;
    let fits = match action {
        Action::UpdateCompetition => draft || running || pending || past,
        Action::AnnounceCompetition | Action::DeleteCompetition => draft,
        Action::PostponeCompetition | Action::AssignExpert | Action::RemoveExpert => running,
        Action::CancelCompetition => running || pending,
        Action::CloseEvaluation => matches!(state, State::ApplicationsClosed | State::Evaluation),
        Action::PublishResults => pending || past && !matches!(state, State::ResultsPublished | State::Cancelled),
        Action::ArchiveCompetition => matches!(state, State::ResultsPublished | State::Cancelled),
        Action::CreateApplication => {
            !row.recorded && matches!(state, State::Announced | State::ApplicationsOpen | State::Postponed) && !draft
        }
        Action::RecordApplication => past,
        _ => return Verdict::no(Reason::WrongKind, "Не для конкурсов", "Not for competitions"),
    };
    if fits {
        return Verdict::allowed();
    }
    let (ru, en) = words(state);
    Verdict::wrong_state(
        format!("Состояние конкурса этого не допускает: {ru}"),
        format!("The state of the competition does not allow it: {en}"),
    )
}

/// A state in a sentence.
pub fn words(state: State) -> (&'static str, &'static str) {
    match state {
        State::Draft => ("проект", "draft"),
        State::Announced => ("объявлен", "announced"),
        State::ApplicationsOpen => ("идёт приём заявок", "applications are open"),
        State::ApplicationsClosed => ("приём заявок завершён", "applications are closed"),
        State::Evaluation => ("идёт экспертиза", "evaluation"),
        State::ResultsPendingOrder => ("ожидается приказ об итогах", "the results act is awaited"),
        State::ResultsPublished => ("итоги подведены", "results are published"),
        State::Archived => ("в архиве", "archived"),
        State::Cancelled => ("отменён", "cancelled"),
        State::Postponed => ("перенесён", "postponed"),
    }
}
