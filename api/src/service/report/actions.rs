//! Who may do what with a report: its node fills it in and hands it in; the department, the zonal centre and the owner of
//! the campaign look at it in turn; the owner accepts, at the place of the campaign, so nobody accepts their own.

use chrono::NaiveDate;
use entity::{
    campaign, report,
    report::{ReportState as State, ReportStep as Step},
    shared::Visibility,
};

use super::rules::{Obstacle, Stand, handed_in};
use crate::{
    access::{Action, ActiveGrant, Kind, Node, Reason, Right, Role, Verdict, Viewer, rights},
    db::change::{Place, Root},
    service::{campaign::owner, file},
};

/// The actions of a report.
pub const REPORT: &[Action] = &[
    Action::FillReport,
    Action::FillReportOnBehalf,
    Action::SubmitReport,
    Action::WithdrawReport,
    Action::EndorseReport,
    Action::ReturnReport,
    Action::AcceptReport,
    Action::LockReport,
    Action::UnlockReport,
    Action::ExtendReport,
    Action::AttachFile,
];

/// As what someone acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capacity {
    /// The role; none of the service itself.
    pub role: Option<Role>,
    /// As the owner of the campaign, in place of the node.
    pub on_behalf: bool,
}

/// Whether an action may be done with a report today.
pub fn verdict(
    viewer: &Viewer,
    row: &report::Model,
    campaign: &campaign::Model,
    action: Action,
    today: NaiveDate,
) -> Verdict {
    if action == Action::AttachFile {
        // Files come with the answers, by whoever gives them.
        let right = file::actions::attach(viewer, Kind::Report, &row.place());
        return right.and(|| verdict(viewer, row, campaign, Action::FillReport, today));
    }
    let capacity = capacity(viewer, row, campaign, action);
    let action = if fills_for_another(action, capacity) { Action::FillReportOnBehalf } else { action };
    by_capacity(viewer, capacity).and(|| by_state(row, campaign, action, today))
}

/// Whether it is the owner of the campaign that fills in: in the place of the node, as long as that is silent.
fn fills_for_another(action: Action, capacity: Option<Capacity>) -> bool {
    action == Action::FillReport && capacity.is_some_and(|as_what| as_what.on_behalf)
}

/// What a viewer may do with a report today. Who fills in for another is told so, and not that it is their own.
pub fn allowed(viewer: &Viewer, row: &report::Model, campaign: &campaign::Model, today: NaiveDate) -> Vec<Action> {
    let may = |action: &Action| {
        !fills_for_another(*action, capacity(viewer, row, campaign, *action))
            && verdict(viewer, row, campaign, *action, today).is_allowed()
    };
    REPORT.iter().copied().filter(may).collect()
}

/// As what the viewer does something with a report; none: they may not.
pub fn capacity(viewer: &Viewer, row: &report::Model, campaign: &campaign::Model, action: Action) -> Option<Capacity> {
    if viewer.is_system() {
        return Some(Capacity { role: None, on_behalf: false });
    }
    let owner = || accepts(viewer, row, campaign);
    let in_place = || owner().map(|grant| Capacity { role: Some(grant.role), on_behalf: true });
    let (_, right) = action.needs();
    let grant = match action {
        Action::FillReport => match own(viewer, row, right) {
            None => return in_place(),
            own => own,
        },
        Action::FillReportOnBehalf => return in_place(),
        Action::SubmitReport | Action::WithdrawReport => match own(viewer, row, right) {
            None if row.on_behalf => return in_place(),
            own => own,
        },
        Action::EndorseReport | Action::ReturnReport => looks(viewer, row).or_else(owner),
        _ => owner(),
    };
    grant.map(|grant| Capacity { role: Some(grant.role), on_behalf: false })
}

/// A grant with a right at the node of the report itself: those above do not fill in by the same right.
fn own<'a>(viewer: &'a Viewer, row: &report::Model, right: Right) -> Option<&'a ActiveGrant> {
    let place = row.place();
    viewer.grants.iter().find(|grant| grant.node.level() == row.level && has(grant, right) && grant.node.covers(&place))
}

/// A grant that decides at the place of the campaign, which lies above the report.
fn accepts<'a>(viewer: &'a Viewer, row: &report::Model, campaign: &campaign::Model) -> Option<&'a ActiveGrant> {
    let owner = owner::of(campaign);
    viewer.grants.iter().find(|grant| has(grant, Right::Approve) && grant.node.holds(&owner) && owner.level < row.level)
}

/// A grant that looks at the report at its present step, before the owner does: the department signs without handing in
/// itself, the zonal centre decides in its zone.
fn looks<'a>(viewer: &'a Viewer, row: &report::Model) -> Option<&'a ActiveGrant> {
    let place = row.place();
    viewer.grants.iter().find(|grant| {
        let reaches = grant.node.covers(&place) && grant.node.level() <= row.level;
        reaches
            && match row.step {
                Some(Step::Department) => has(grant, Right::Sign) && !has(grant, Right::Submit),
                Some(Step::Zone) => has(grant, Right::Approve) && matches!(grant.node, Node::Zone { .. }),
                Some(Step::Owner) | None => false,
            }
    })
}

fn has(grant: &ActiveGrant, right: Right) -> bool {
    rights(grant.role, Kind::Report).contains(&right)
}

/// Whether the viewer reads the answers of a report that they see: a draft only where it is filled in.
pub fn reads_answers(viewer: &Viewer, row: &report::Model, campaign: &campaign::Model) -> bool {
    let draft = Place { visibility: Visibility::Draft, ..row.place() };
    handed_in(row.state)
        || viewer.scope(Kind::Report).sees(&draft)
        || row.on_behalf && accepts(viewer, row, campaign).is_some()
}

fn by_capacity(viewer: &Viewer, capacity: Option<Capacity>) -> Verdict {
    if capacity.is_some() {
        Verdict::allowed()
    } else if viewer.is_signed_in() {
        Verdict::no(Reason::NoRight, "Нет полномочия на это действие здесь", "No grant carries this right here")
    } else {
        Verdict::no(Reason::NotSignedIn, "Нужно войти", "Sign in first")
    }
}

fn by_state(row: &report::Model, campaign: &campaign::Model, action: Action, today: NaiveDate) -> Verdict {
    match Stand::of(row, campaign, today).allows(action) {
        Ok(()) => Verdict::allowed(),
        Err(Obstacle::Kind) => Verdict::no(Reason::WrongKind, "Не для отчётов", "Not for reports"),
        Err(Obstacle::State) => {
            let (ru, en) = words(row.state);
            Verdict::wrong_state(format!("Сейчас нельзя: отчёт {ru}"), format!("Not now: the report is {en}"))
        }
        Err(Obstacle::Closed) => Verdict::wrong_state(
            "Сбор закрыт: откройте его снова или откройте этот отчёт для изменений",
            "The campaign is closed: open it again or unlock this report",
        ),
        Err(Obstacle::Cancelled) => Verdict::wrong_state("Сбор отменён", "The campaign is called off"),
        Err(Obstacle::Looked) => {
            Verdict::wrong_state("Отчёт уже рассматривают", "Someone has looked at the report already")
        }
        Err(Obstacle::NotSilent) => Verdict::wrong_state(
            "Отчёт заполняют, и срок ещё не истёк",
            "The report is being filled in, and its day is not over",
        ),
    }
}

fn words(state: State) -> (&'static str, &'static str) {
    match state {
        State::NotStarted => ("не начат", "not begun"),
        State::Draft => ("заполняется", "being filled in"),
        State::Submitted => ("представлен", "handed in"),
        State::Returned => ("возвращён", "returned"),
        State::Accepted => ("принят", "accepted"),
        State::Locked => ("закрыт для изменений", "locked"),
    }
}
