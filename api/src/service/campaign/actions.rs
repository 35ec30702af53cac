//! What may be done with a campaign: the right at its owner, and its state today.

use chrono::NaiveDate;
use entity::campaign;

use super::{
    owner,
    state::{CampaignState as State, state},
};
use crate::access::{Action, Verdict, Viewer};

/// The actions of a campaign.
pub const CAMPAIGN: &[Action] = &[
    Action::UpdateCampaign,
    Action::OpenCampaign,
    Action::RefreshCampaign,
    Action::CloseCampaign,
    Action::ReopenCampaign,
    Action::SummariseCampaign,
    Action::PublishCampaign,
    Action::CancelCampaign,
    Action::DeleteCampaign,
];

/// Whether an action may be done with a campaign today.
pub fn verdict(viewer: &Viewer, action: Action, row: &campaign::Model, today: NaiveDate) -> Verdict {
    owner::by_right(viewer, action, row).and(|| by_state(row, action, state(row, today)))
}

fn by_state(row: &campaign::Model, action: Action, state: State) -> Verdict {
    let opened = row.opens_on.is_some();
    let running = matches!(state, State::Open | State::Collecting);
    let fits = match action {
        Action::UpdateCampaign => running || state == State::Planned,
        Action::OpenCampaign | Action::DeleteCampaign => !opened,
        Action::RefreshCampaign => opened && (running || state == State::Planned),
        Action::CloseCampaign => running,
        Action::ReopenCampaign => matches!(state, State::Closed | State::Summarised),
        Action::SummariseCampaign => state == State::Closed,
        Action::PublishCampaign => state == State::Summarised,
        Action::CancelCampaign => opened && (running || matches!(state, State::Planned | State::Closed)),
        _ => return Verdict::no(crate::access::Reason::WrongKind, "Не для сборов", "Not for campaigns"),
    };
    if fits {
        return Verdict::allowed();
    }
    let (ru, en) = words(state);
    Verdict::wrong_state(
        format!("Состояние сбора этого не допускает: {ru}"),
        format!("The state of the campaign does not allow it: {en}"),
    )
}

/// A state in a sentence.
pub fn words(state: State) -> (&'static str, &'static str) {
    match state {
        State::Planned => ("подготовлен", "planned"),
        State::Open => ("открыт", "open"),
        State::Collecting => ("идёт сбор", "collecting"),
        State::Closed => ("закрыт", "closed"),
        State::Summarised => ("итоги подведены", "summarised"),
        State::Published => ("итоги опубликованы", "published"),
        State::Cancelled => ("отменён", "cancelled"),
    }
}
