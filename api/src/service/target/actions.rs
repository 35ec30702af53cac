//! What may be done with a set of targets: the right, and whether it is approved.

use entity::{shared::Visibility, target_set};

use crate::{
    access::{Action, Verdict, Viewer},
    db::change::Root,
};

/// The actions of a set.
pub const TARGET_SET: &[Action] = &[Action::UpdateTargetSet, Action::ApproveTargetSet, Action::DeleteTargetSet];

/// Whether an action may be done on a set.
pub fn verdict(viewer: &Viewer, action: Action, row: &target_set::Model) -> Verdict {
    Verdict::by_right(viewer, action, &row.place()).and(|| in_state(viewer, action, row))
}

fn in_state(viewer: &Viewer, action: Action, row: &target_set::Model) -> Verdict {
    let approved = row.visibility == Visibility::Public;
    match action {
        // What is approved is corrected by those who approve.
        Action::UpdateTargetSet if approved => Verdict::by_right(viewer, Action::ApproveTargetSet, &row.place()),
        Action::ApproveTargetSet if approved => {
            Verdict::wrong_state("Набор уже утверждён", "The set is approved already")
        }
        Action::DeleteTargetSet if approved => Verdict::wrong_state(
            "Утверждённый набор не удаляют: он завершается датой",
            "An approved set is not removed: it ends by date",
        ),
        _ => Verdict::allowed(),
    }
}
