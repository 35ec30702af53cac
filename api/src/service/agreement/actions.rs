//! What may be done with an agreement: a right, at the keeper's place or at a party's, and a state.

use chrono::NaiveDate;
use entity::agreement_party;

use super::{
    query::Whole,
    rows::party_place,
    rules,
    state::{AgreementState, state},
};
use crate::{
    access::{Action, Kind, Reason, Verdict, Viewer},
    db::change::Root,
    service::file,
};

/// The actions of an agreement.
pub const AGREEMENT: &[Action] = &[
    Action::UpdateAgreement,
    Action::SubmitAgreement,
    Action::ReturnAgreement,
    Action::SignAgreement,
    Action::AmendAgreement,
    Action::TerminateAgreement,
    Action::RenewAgreement,
    Action::DeleteAgreement,
    Action::AttachFile,
];

/// Whether an action may be done.
pub fn verdict(viewer: &Viewer, whole: &Whole, action: Action, today: NaiveDate) -> Verdict {
    if action == Action::AttachFile {
        return file::actions::attach(viewer, Kind::Agreement, &whole.row.place());
    }
    by_right(viewer, whole, action).and(|| in_state(whole, action, today)).and(|| {
        let waits = |party: &agreement_party::Model| party.signed_on.is_none() && may_sign(viewer, whole, party);
        if action != Action::SignAgreement || rules::named(&whole.parties).any(waits) {
            Verdict::allowed()
        } else {
            Verdict::wrong_state("За вашу сторону уже подписано", "Your party has signed already")
        }
    })
}

fn by_right(viewer: &Viewer, whole: &Whole, action: Action) -> Verdict {
    let keeper = Verdict::by_right(viewer, action, &whole.row.place());
    match action {
        Action::SignAgreement => {
            if rules::named(&whole.parties).any(|party| may_sign(viewer, whole, party)) {
                Verdict::allowed()
            } else {
                keeper.and(|| {
                    Verdict::no(
                        Reason::NoRight,
                        "Среди сторон нет той, за которую вы подписываете",
                        "You sign for none of the parties",
                    )
                })
            }
        }
        Action::ReturnAgreement | Action::TerminateAgreement
            if rules::newest(&whole.parties).any(|party| signs_for(viewer, party)) =>
        {
            Verdict::allowed()
        }
        _ => keeper,
    }
}

/// Whether the viewer may sign for a party that is kept here.
pub fn signs_for(viewer: &Viewer, party: &agreement_party::Model) -> bool {
    Verdict::by_right(viewer, Action::SignAgreement, &party_place(party)).is_allowed()
}

/// Whether the viewer may set a party's signature: their own, and for parties outside opora whoever keeps the agreement.
pub fn may_sign(viewer: &Viewer, whole: &Whole, party: &agreement_party::Model) -> bool {
    use entity::agreement_party::PartyKind::{Centre, Municipality, NotNamed, Organisation, Outside};
    match party.kind {
        Centre | Organisation | Municipality => signs_for(viewer, party),
        Outside => Verdict::by_right(viewer, Action::SignAgreement, &whole.row.place()).is_allowed(),
        NotNamed => false,
    }
}

fn in_state(whole: &Whole, action: Action, today: NaiveDate) -> Verdict {
    use AgreementState::{Draft, Expired, InForce, OnApproval, Signed};
    let now = state(&whole.row, today);
    let allowed: &[AgreementState] = match action {
        Action::UpdateAgreement | Action::SubmitAgreement | Action::DeleteAgreement => &[Draft],
        Action::ReturnAgreement | Action::SignAgreement => &[OnApproval],
        Action::TerminateAgreement => &[Signed, InForce],
        Action::AmendAgreement | Action::RenewAgreement => &[Signed, InForce, Expired],
        _ => &[],
    };
    let ended = whole.row.terminated_on.is_some() || whole.row.superseded_on.is_some();
    let ends = matches!(action, Action::TerminateAgreement | Action::AmendAgreement | Action::RenewAgreement);
    if !allowed.contains(&now) {
        let text = entity::CodeEnum::description(now).trim();
        Verdict::wrong_state(format!("Состояние не позволяет: {text}"), format!("The state does not allow it: {text}"))
    } else if ended && ends {
        Verdict::wrong_state(
            "Соглашение уже расторгнуто или перезаключено с известного дня",
            "The agreement is terminated or renewed already from a known day on",
        )
    } else {
        Verdict::allowed()
    }
}
