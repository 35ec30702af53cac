//! Who may do what with an act, and when. One verdict for mutations, `canDo` and `allowedActions`.

use entity::{legal_act, shared::Visibility};

use crate::{
    access::{Action, Verdict, Viewer},
    db::change::Root,
    service::file,
};

/// The actions of an act.
pub const LEGAL_ACT: &[Action] = &[
    Action::UpdateLegalAct,
    Action::PublishLegalAct,
    Action::AmendLegalAct,
    Action::RepealLegalAct,
    Action::DeleteLegalAct,
    Action::AttachFile,
];

/// Whether an action may be done with an act.
pub fn verdict(viewer: &Viewer, action: Action, act: &legal_act::Model) -> Verdict {
    let place = act.place();
    let draft = act.visibility == Visibility::Draft;
    match action {
        Action::AttachFile => file::actions::attach(viewer, legal_act::Model::KIND, &place),
        // What is past draft is changed by those who may take it out of draft.
        Action::UpdateLegalAct | Action::DeleteLegalAct => Verdict::by_right(viewer, action, &place).and(|| {
            if draft { Verdict::allowed() } else { Verdict::by_right(viewer, Action::PublishLegalAct, &place) }
        }),
        Action::PublishLegalAct => Verdict::by_right(viewer, action, &place).and(|| match act.visibility {
            Visibility::Public => Verdict::wrong_state("Акт уже опубликован", "The act is public already"),
            Visibility::Draft | Visibility::Submitted => Verdict::allowed(),
        }),
        Action::AmendLegalAct => Verdict::by_right(viewer, action, &place).and(|| past_draft(draft)),
        Action::RepealLegalAct => Verdict::by_right(viewer, action, &place).and(|| past_draft(draft)).and(|| {
            if act.repealed_on.is_none() {
                Verdict::allowed()
            } else {
                Verdict::wrong_state("Акт уже отменён", "The act is repealed already")
            }
        }),
        _ => Verdict::by_right(viewer, action, &place),
    }
}

fn past_draft(draft: bool) -> Verdict {
    if draft {
        Verdict::wrong_state("Акт ещё в черновике", "The act is still a draft")
    } else {
        Verdict::allowed()
    }
}
