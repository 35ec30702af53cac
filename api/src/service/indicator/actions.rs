//! What may be done with an indicator.

use entity::indicator;

use crate::{
    access::{Action, Verdict, Viewer},
    db::change::Root,
};

/// The actions of an indicator.
pub const INDICATOR: &[Action] = &[Action::UpdateIndicator, Action::DeleteIndicator];

/// Whether an action may be done on an indicator.
pub fn verdict(viewer: &Viewer, action: Action, row: &indicator::Model) -> Verdict {
    Verdict::by_right(viewer, action, &row.place())
}
