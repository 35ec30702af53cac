//! What may be done with a value: the right, and the state.
//!
//! Who accepts, returns and locks is judged one level above the subject, so nobody accepts their own. What a region tells
//! of itself has no level above it that reads figures: its ministry signs for it, which enters none.

use entity::{
    shared::{Level, Visibility},
    value,
};

use super::touched::subject_of;
use crate::{
    access::{Action, Kind, NodeRef, Reason, Verdict, Viewer},
    db::change::{Place, Root},
    error::Failure,
    service::place,
};

/// The actions of a value.
pub const VALUE: &[Action] = &[
    Action::RecordValues,
    Action::SubmitValues,
    Action::AcceptValues,
    Action::ReturnValues,
    Action::LockValues,
    Action::DeleteValues,
];

/// Where whoever decides on a subject's values stands: one level above it.
pub fn decided_at(place: Place, subject: Level) -> Place {
    let level = match subject {
        Level::Organisation => Level::Municipality,
        Level::Municipality | Level::Zone => Level::Region,
        Level::Region | Level::Federation => Level::Federation,
    };
    Place { level, ..place }
}

/// Whether a right reaches a subject at a level. A zone is no place of the scope columns: its own grants reach it.
pub fn by_right(viewer: &Viewer, action: Action, subject: &NodeRef, place: &Place) -> Verdict {
    let (kind, right) = action.needs();
    let zone =
        |node: &crate::access::Node| node.level() == Level::Zone && node.level() <= place.level && node.holds(subject);
    if subject.level == Level::Zone && viewer.nodes_with(right, kind).any(zone) {
        return Verdict::allowed();
    }
    Verdict::by_right(viewer, action, place)
}

/// Whether an action may be done on a value.
pub fn verdict(viewer: &Viewer, action: Action, row: &value::Model) -> Verdict {
    if !VALUE.contains(&action) {
        return Verdict::no(
            Reason::WrongKind,
            "Это действие не для объектов такого вида",
            "Not an action for objects of this kind",
        );
    }
    let place = if decides(action) { decided_at(row.place(), row.subject) } else { row.place() };
    let signs = decides(action) && row.subject == Level::Region && viewer.signs_for_others(Kind::Value, &row.place());
    let right = if signs { Verdict::allowed() } else { by_right(viewer, action, &subject_of(row), &place) };
    right.and(|| in_state(action, row))
}

/// Whether an action decides on what others entered.
fn decides(action: Action) -> bool {
    matches!(action, Action::AcceptValues | Action::ReturnValues | Action::LockValues)
}

/// Refuses whoever may do it with no value at all, before anything else is said about the input.
pub fn somewhere(viewer: &Viewer, action: Action) -> Result<(), Failure> {
    if decides(action) && viewer.signs_for_others_somewhere(Kind::Value) {
        return Ok(());
    }
    place::somewhere(viewer, action)
}

fn in_state(action: Action, row: &value::Model) -> Verdict {
    use Visibility::{Draft, Public, Submitted};
    let state = row.visibility;
    let fits = match action {
        Action::RecordValues => state != Public && !row.locked,
        Action::SubmitValues | Action::DeleteValues => state == Draft,
        Action::AcceptValues => state == Submitted,
        Action::ReturnValues => state != Draft && !row.locked,
        Action::LockValues => state == Public,
        _ => true,
    };
    if fits {
        return Verdict::allowed();
    }
    match action {
        Action::RecordValues => Verdict::wrong_state("Значение принято или закрыто", "The value is accepted or locked"),
        Action::SubmitValues => Verdict::wrong_state("Представить можно черновик", "A draft can be handed in"),
        Action::AcceptValues => {
            Verdict::wrong_state("Принять можно представленное значение", "What is handed in can be accepted")
        }
        Action::ReturnValues => Verdict::wrong_state(
            "Вернуть можно представленное или принятое значение, пока оно не закрыто",
            "What is handed in or accepted can be returned, while it is not locked",
        ),
        Action::LockValues => {
            Verdict::wrong_state("Закрыть или открыть можно принятое значение", "What is accepted can be locked")
        }
        _ => Verdict::wrong_state("Удалить можно только черновик", "Only a draft can be deleted"),
    }
}
