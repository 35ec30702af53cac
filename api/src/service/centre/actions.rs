//! What may be done with a centre: rights alone decide, a centre has no states of its own.

use entity::centre;

use crate::{
    access::{Action, Kind, Verdict, Viewer},
    db::change::Root,
    service::file,
};

/// The actions of a centre.
pub const CENTRE: &[Action] = &[Action::UpdateCentre, Action::ArrangeCentre, Action::DeleteCentre, Action::AttachFile];

/// Whether an action may be done on a centre.
pub fn verdict(viewer: &Viewer, action: Action, row: &centre::Model) -> Verdict {
    match action {
        Action::AttachFile => file::actions::attach(viewer, Kind::Centre, &row.place()),
        _ => Verdict::by_right(viewer, action, &row.place()),
    }
}
