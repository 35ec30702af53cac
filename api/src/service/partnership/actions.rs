//! What may be done with a partnership: rights at the lead's place decide.

use entity::partnership;

use crate::{
    access::{Action, Verdict, Viewer},
    db::change::Root,
};

/// The actions of a partnership.
pub const PARTNERSHIP: &[Action] = &[Action::UpdatePartnership, Action::DeletePartnership];

/// Whether an action may be done.
pub fn verdict(viewer: &Viewer, row: &partnership::Model, action: Action) -> Verdict {
    Verdict::by_right(viewer, action, &row.place())
}
