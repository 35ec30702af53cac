//! What may be done with a status and a kind of status: the right, and the state of today.

use chrono::NaiveDate;
use entity::{status_assignment, status_kind};

use super::{
    rows::decided_at,
    rules::{StatusState, Term},
};
use crate::{
    access::{Action, Kind, Verdict, Viewer},
    db::change::Root,
    service::file,
};

/// The actions of a kind of status.
pub const STATUS_KIND: &[Action] = &[Action::UpdateStatusKind];
/// The actions of an assignment.
pub const STATUS_ASSIGNMENT: &[Action] = &[
    Action::UpdateStatusAssignment,
    Action::DeleteStatusAssignment,
    Action::ProposeStatusAssignment,
    Action::GrantStatus,
    Action::RenewStatus,
    Action::RevokeStatus,
    Action::WaiveStatus,
    Action::AttachFile,
];

/// Whether an action may be done on a kind of status.
pub fn of_kind(viewer: &Viewer, action: Action, kind: &status_kind::Model) -> Verdict {
    Verdict::by_right(viewer, action, &kind.place())
}

/// Whether an action may be done on an assignment today.
pub fn verdict(viewer: &Viewer, action: Action, row: &status_assignment::Model, today: NaiveDate) -> Verdict {
    if action == Action::AttachFile {
        return file::actions::attach(viewer, Kind::StatusAssignment, &row.place());
    }
    let decision =
        matches!(action, Action::GrantStatus | Action::RenewStatus | Action::RevokeStatus | Action::WaiveStatus);
    let place = if decision { decided_at(row) } else { row.place() };
    Verdict::by_right(viewer, action, &place).and(|| in_state(action, row, today))
}

fn in_state(action: Action, row: &status_assignment::Model, today: NaiveDate) -> Verdict {
    use StatusState::{Draft, Expired, InForce, Pending, Proposed};
    let state = Term::of(row).state(today);
    let fits = match action {
        Action::UpdateStatusAssignment | Action::GrantStatus => matches!(state, Draft | Proposed),
        Action::DeleteStatusAssignment | Action::ProposeStatusAssignment => state == Draft,
        Action::RenewStatus => {
            matches!(state, InForce | Pending | Expired) && row.end_kind.is_none() && row.successor_id.is_none()
        }
        Action::RevokeStatus | Action::WaiveStatus => matches!(state, InForce | Pending) && row.end_kind.is_none(),
        _ => true,
    };
    if fits {
        return Verdict::allowed();
    }
    match action {
        Action::UpdateStatusAssignment | Action::GrantStatus => Verdict::wrong_state(
            "Статус уже присвоен: его можно продлить, отозвать или принять отказ от него",
            "The status is granted already: it can be renewed, revoked or waived",
        ),
        Action::DeleteStatusAssignment => {
            Verdict::wrong_state("Удалить можно только черновик", "Only a draft can be deleted")
        }
        Action::ProposeStatusAssignment => {
            Verdict::wrong_state("Предложить можно только черновик", "Only a draft can be proposed")
        }
        Action::RenewStatus => Verdict::wrong_state(
            "Продлить можно действующий или истёкший статус, который ещё не продлён",
            "A status that is in force or has expired can be renewed, once",
        ),
        _ => Verdict::wrong_state(
            "Статус не действует или уже прекращён",
            "The status is not in force, or ended already",
        ),
    }
}
