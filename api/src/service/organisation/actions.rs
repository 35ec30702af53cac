//! What may be done with an organisation: by right at its place, and by its state today.

use chrono::NaiveDate;
use entity::{organisation, shared::Level, shared::Visibility};

use crate::{
    access::{Action, Kind, Verdict, Viewer},
    db::change::{Place, Root},
    service::file,
};

/// The actions of an organisation.
pub const ORGANISATION: &[Action] = &[
    Action::UpdateOrganisation,
    Action::UpdateOrganisationDetails,
    Action::PublishOrganisation,
    Action::RenameOrganisation,
    Action::MoveOrganisation,
    Action::SuspendOrganisation,
    Action::ResumeOrganisation,
    Action::CloseOrganisation,
    Action::ReorganiseOrganisation,
    Action::MergeOrganisations,
    Action::DeleteOrganisation,
    Action::AttachFile,
];

/// Whether an action may be done on an organisation. `row` is as it is stored, whatever day is looked at.
pub fn verdict(viewer: &Viewer, action: Action, row: &organisation::Model, today: NaiveDate) -> Verdict {
    let right = match action {
        Action::AttachFile => file::actions::attach(viewer, Kind::Organisation, &row.place()),
        _ => Verdict::by_right(viewer, action, &place_of(action, row)),
    };
    right.and(|| by_state(action, row, today))
}

/// The details are kept by the organisation itself too: for them its card counts as kept at its own level.
fn place_of(action: Action, row: &organisation::Model) -> Place {
    match action {
        Action::UpdateOrganisationDetails if row.visibility != Visibility::Draft => {
            Place { level: Level::Organisation, ..row.place() }
        }
        _ => row.place(),
    }
}

fn by_state(action: Action, row: &organisation::Model, today: NaiveDate) -> Verdict {
    if row.duplicate_of_id.is_some() {
        return Verdict::wrong_state(
            "Запись признана дублем и больше не ведётся",
            "The record is a duplicate and is kept no more",
        );
    }
    let open = row.suspended_from.is_some() && row.suspended_to.is_none_or(|to| to >= today);
    match action {
        Action::SuspendOrganisation | Action::CloseOrganisation | Action::ReorganiseOrganisation
            if row.valid_to.is_some() =>
        {
            Verdict::wrong_state("Деятельность организации уже завершена", "The organisation has ended already")
        }
        Action::SuspendOrganisation if open => {
            Verdict::wrong_state("Деятельность уже приостановлена", "The organisation is suspended already")
        }
        Action::ResumeOrganisation if !open => {
            Verdict::wrong_state("Деятельность не приостановлена", "The organisation is not suspended")
        }
        Action::PublishOrganisation if row.visibility == Visibility::Public => {
            Verdict::wrong_state("Карточка уже опубликована", "The card is published already")
        }
        _ => Verdict::allowed(),
    }
}
