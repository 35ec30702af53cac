//! After a report was accepted: locking it, unlocking it with a reason; and giving a node a later day.

use chrono::NaiveDate;
use entity::{ids::ReportId, report, report::ReportState, report_event::ReportEventKind, shared::Visibility};
use sea_orm::Set;

use super::{Step, figures, finish, next, submit::ReportStep, target};
use crate::{
    access::Action,
    error::{Failure, UserError, UserErrorCode},
    service::{Cx, TEXT, paragraph},
};

entity::code_enum! {
    /// What a report is after it was unlocked (состояние после открытия)
    pub enum UnlockedTo {
        /// Accepted, as it stands (принят)
        Accepted = "ACCEPTED",
        /// A draft, to be mended and handed in again (черновик)
        Draft = "DRAFT",
    }
}

/// Locks an accepted report: what is in it changes only after unlocking.
pub async fn lock(cx: &Cx, input: ReportStep) -> Result<report::Model, Failure> {
    let mut tx = cx.write().await?;
    let target = target(&tx, cx, input.id, Action::LockReport, input.expected_version).await?;
    let comment = input.comment()?;
    figures::of_report(&mut tx, input.id, Visibility::Public, true).await?;
    let mut row = next(&tx, &target.row);
    row.state = Set(ReportState::Locked);
    let step = Step { action: "lockReport", event: Some(ReportEventKind::Locked), comment };
    finish(tx, cx, &target, row, step, &[]).await
}

/// A report to unlock.
#[derive(Clone, Debug)]
pub struct UnlockReport {
    /// Which report.
    pub id: ReportId,
    /// The version that was read.
    pub expected_version: i32,
    /// What it is then.
    pub to: UnlockedTo,
    /// Why.
    pub reason: String,
}

/// Unlocks a report with a reason: it is accepted again, or a draft to be mended, even in a closed campaign.
pub async fn unlock(cx: &Cx, input: UnlockReport) -> Result<report::Model, Failure> {
    let UnlockReport { id, expected_version, to, reason } = input;
    let mut tx = cx.write().await?;
    let target = target(&tx, cx, id, Action::UnlockReport, expected_version).await?;
    let reason = paragraph(&reason, "reason", TEXT)?;
    let mut row = next(&tx, &target.row);
    match to {
        UnlockedTo::Accepted if target.row.state == ReportState::Accepted => {
            return Err(UserError::refused("Отчёт не закрыт", "The report is not locked").into());
        }
        UnlockedTo::Accepted => {
            row.state = Set(ReportState::Accepted);
            figures::of_report(&mut tx, id, Visibility::Public, false).await?;
        }
        UnlockedTo::Draft => {
            row.state = Set(ReportState::Draft);
            row.accepted_on = Set(None);
            row.unlocked = Set(true);
            figures::of_report(&mut tx, id, Visibility::Draft, false).await?;
        }
    }
    let step = Step { action: "unlockReport", event: Some(ReportEventKind::Unlocked), comment: Some(reason) };
    finish(tx, cx, &target, row, step, &[]).await
}

/// A later day for one node.
#[derive(Clone, Debug)]
pub struct ExtendReport {
    /// Which report.
    pub id: ReportId,
    /// The version that was read.
    pub expected_version: i32,
    /// The day.
    pub due_on: NaiveDate,
    /// Why.
    pub reason: String,
}

/// Gives a node a later day.
pub async fn extend(cx: &Cx, input: ExtendReport) -> Result<report::Model, Failure> {
    let ExtendReport { id, expected_version, due_on, reason } = input;
    let tx = cx.write().await?;
    let target = target(&tx, cx, id, Action::ExtendReport, expected_version).await?;
    let reason = paragraph(&reason, "reason", TEXT)?;
    if due_on <= target.row.due_on || !crate::period::in_range(due_on) {
        return Err(UserError::new(
            UserErrorCode::DateOrder,
            "dueOn",
            "Новый срок позже прежнего",
            "The new day is after the old one",
        )
        .into());
    }
    let mut row = next(&tx, &target.row);
    row.due_on = Set(due_on);
    row.extension_reason = Set(Some(reason.clone()));
    let step = Step { action: "extendReport", event: Some(ReportEventKind::Extended), comment: Some(reason) };
    finish(tx, cx, &target, row, step, &[]).await
}
