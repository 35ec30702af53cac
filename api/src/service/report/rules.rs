//! What may happen to a report in which state, who looks at it next, and what follows from dates. Pure.
//!
//! `NOT_STARTED → DRAFT → SUBMITTED (department? → zone? → owner) → RETURNED → DRAFT … | ACCEPTED → LOCKED`; a report is
//! taken back before anyone looked, and unlocked to be mended. A closed campaign is edited only where a report was
//! unlocked (V19).

use chrono::NaiveDate;
use entity::{
    campaign,
    decimal::Decimal,
    report::{self, ReportState as State, ReportStep as Step},
};

use crate::access::Action;

/// Where a report stands: what decides whether a step is possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stand {
    /// Its state.
    pub state: State,
    /// Who looks at it, while it is handed in.
    pub step: Option<Step>,
    /// Who looks first.
    pub first: Step,
    /// The campaign is closed.
    pub closed: bool,
    /// The campaign is called off.
    pub cancelled: bool,
    /// It was unlocked to be mended.
    pub unlocked: bool,
    /// Another enters it for a silent node.
    pub on_behalf: bool,
    /// Its day is over and it never was handed in.
    pub overdue: bool,
}

/// Why a step is not possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// Not in this state.
    State,
    /// The campaign is closed: open it again or unlock the report.
    Closed,
    /// The campaign is called off.
    Cancelled,
    /// Someone has looked at it already.
    Looked,
    /// The node is filling it in and its day is not over.
    NotSilent,
    /// Nothing of the kind is done with reports.
    Kind,
}

impl Stand {
    /// Where a report stands on a day. A municipality without a zone has no zonal step.
    pub fn of(row: &report::Model, campaign: &campaign::Model, today: NaiveDate) -> Self {
        Self {
            state: row.state,
            step: row.step,
            first: first_step(campaign),
            closed: campaign.closed_on.is_some_and(|day| day <= today),
            cancelled: campaign.cancelled_on.is_some_and(|day| day <= today),
            unlocked: row.unlocked,
            on_behalf: row.on_behalf,
            overdue: timeliness(row.due_on, row.first_submitted_on, today).overdue,
        }
    }

    /// Whether an action is possible.
    pub fn allows(&self, action: Action) -> Result<(), Obstacle> {
        let editable = matches!(self.state, State::NotStarted | State::Draft | State::Returned);
        let handed_in = self.state == State::Submitted;
        // What is decided in a closed campaign is decided; what is written in it needs an unlocked report.
        let (fits, edits) = match action {
            Action::FillReport | Action::ExtendReport => (editable, true),
            Action::FillReportOnBehalf => {
                let own_draft = self.state == State::Draft && !self.on_behalf;
                if own_draft && !self.overdue && !self.cancelled {
                    return Err(Obstacle::NotSilent);
                }
                (editable, true)
            }
            Action::SubmitReport => (self.state == State::Draft, true),
            Action::WithdrawReport => {
                if handed_in && self.step != Some(self.first) {
                    return Err(Obstacle::Looked);
                }
                (handed_in, true)
            }
            Action::ReturnReport => (handed_in, true),
            Action::EndorseReport => (handed_in && self.step != Some(Step::Owner), false),
            Action::AcceptReport => (handed_in && self.step == Some(Step::Owner), false),
            Action::LockReport => (self.state == State::Accepted, false),
            Action::UnlockReport => (matches!(self.state, State::Accepted | State::Locked), false),
            _ => return Err(Obstacle::Kind),
        };
        if self.cancelled {
            Err(Obstacle::Cancelled)
        } else if !fits {
            Err(Obstacle::State)
        } else if edits && self.closed && !self.unlocked {
            Err(Obstacle::Closed)
        } else {
            Ok(())
        }
    }
}

/// Whether what is answered is out of the hands of those who fill it in: then all who may read the report read it.
pub fn handed_in(state: State) -> bool {
    !matches!(state, State::NotStarted | State::Draft)
}

/// Whether a report counts as one that is there: handed in, accepted, locked.
pub fn counts(state: State) -> bool {
    COUNTED.contains(&state)
}

/// The states in which a report counts as one that is there.
pub const COUNTED: [State; 3] = [State::Submitted, State::Accepted, State::Locked];

/// Who looks first.
pub fn first_step(campaign: &campaign::Model) -> Step {
    if campaign.department_step {
        Step::Department
    } else if campaign.zone_step {
        Step::Zone
    } else {
        Step::Owner
    }
}

/// Who looks next; nobody after the owner.
pub fn next_step(campaign: &campaign::Model, step: Step) -> Option<Step> {
    match step {
        Step::Department if campaign.zone_step => Some(Step::Zone),
        Step::Department | Step::Zone => Some(Step::Owner),
        Step::Owner => None,
    }
}

/// Whether a report was handed in before its period ended (V10).
pub fn is_preliminary(period_to: NaiveDate, submitted_on: NaiveDate) -> bool {
    submitted_on <= period_to
}

/// In time or not, on a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Timeliness {
    /// Handed in by its day.
    pub on_time: bool,
    /// Handed in after its day.
    pub late: bool,
    /// Not handed in, and its day is over.
    pub overdue: bool,
    /// Days after its day: of handing in, or until now.
    pub days_late: i64,
}

/// Whether a report is in time on a day. What counts is when it was first handed in: to be returned is not to be late.
pub fn timeliness(due: NaiveDate, first_submitted: Option<NaiveDate>, today: NaiveDate) -> Timeliness {
    let handed_in = first_submitted.filter(|day| *day <= today);
    let days_late = handed_in.unwrap_or(today).signed_duration_since(due).num_days().max(0);
    let behind = days_late > 0;
    Timeliness {
        on_time: handed_in.is_some() && !behind,
        late: handed_in.is_some() && behind,
        overdue: handed_in.is_none() && behind,
        days_late,
    }
}

/// Whether a number differs from that of the last period by more percent of it than a threshold. From nothing there is
/// no percent.
pub fn jumps(last: Decimal, now: Decimal, threshold: i16) -> bool {
    let (last, now) = (i128::from(last.micros()), i128::from(now.micros()));
    last != 0 && (now - last).abs() * 100 > last.abs() * i128::from(threshold)
}

#[cfg(test)]
mod tests;
