//! What may be done with a centre: rights alone decide, a centre has no states of its own.

use entity::centre;

use crate::{
    access::{Action, Verdict, Viewer},
    db::change::Root,
};

/// The actions of a centre.
pub const CENTRE: &[Action] = &[Action::UpdateCentre, Action::ArrangeCentre, Action::DeleteCentre];

/// Whether an action may be done on a centre.
pub fn verdict(viewer: &Viewer, action: Action, row: &centre::Model) -> Verdict {
    Verdict::by_right(viewer, action, &row.place())
}
