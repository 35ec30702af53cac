//! The steps of an organisation's life: suspended, resumed, closed, reorganised into another. Each is a day in the row,
//! never a state; each is in the audit log.

use chrono::NaiveDate;
use entity::{
    CodeEnum,
    act_basis::BasisRole,
    ids::{LegalActId, OrganisationId},
    organisation::{self, OrganisationEnd},
    organisation_suspension,
};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, Set};
use serde_json::json;

use super::{basis::rest, parts, rules::day_before, tally};
use crate::{
    access::Action,
    db::WriteTx,
    error::{Failure, UserError, UserErrorCode},
    service::{Cx, TEXT, check_version, list::visible_row, paragraph},
};

/// What every step is asked with.
#[derive(Clone, Debug)]
pub struct Step {
    /// Which.
    pub id: OrganisationId,
    /// The version that the client has seen.
    pub expected_version: i32,
    /// The act on which it rests.
    pub act: Option<LegalActId>,
    /// Why, for the audit log.
    pub reason: Option<String>,
}

/// Suspends the work from a day on, to a day if one is known.
pub async fn suspend(
    cx: &Cx,
    step: Step,
    from: NaiveDate,
    to: Option<NaiveDate>,
) -> Result<organisation::Model, Failure> {
    let (tx, stored) = begin(cx, &step, Action::SuspendOrganisation).await?;
    if to.is_some_and(|to| to < from) {
        return Err(UserError::date_order("to").into());
    }
    let after_last = stored.suspended_to.is_none_or(|last| last < from);
    if !after_last || stored.valid_from.is_some_and(|begun| begun > from) {
        return Err(order(
            "from",
            "Приостановка начинается после прежней и не раньше создания организации",
            "A suspension begins after the one before and not before the organisation",
        ));
    }
    if let (Some(from_day), Some(to_day)) = (stored.suspended_from, stored.suspended_to) {
        let past = organisation_suspension::ActiveModel {
            id: Set(tx.new_id()),
            organisation_id: Set(stored.id),
            from_day: Set(from_day),
            to_day: Set(to_day),
        };
        organisation_suspension::Entity::insert(past).exec_without_returning(&tx).await?;
    }
    let mut row = stored.clone().into_active_model();
    row.suspended_from = Set(Some(from));
    row.suspended_to = Set(to);
    finish(cx, tx, &stored, row, step, BasisRole::Ends, json!({ "from": from, "to": to })).await
}

/// Resumes the work on a day: the last day of the suspension is the day before.
pub async fn resume(cx: &Cx, step: Step, day: NaiveDate) -> Result<organisation::Model, Failure> {
    let (tx, stored) = begin(cx, &step, Action::ResumeOrganisation).await?;
    let last = day_before(day);
    let mut row = stored.clone().into_active_model();
    match stored.suspended_from {
        // It ended before it began: it never was.
        Some(from) if from == day => {
            row.suspended_from = Set(None);
            row.suspended_to = Set(None);
            restore_earlier(&tx, &stored, &mut row).await?;
        }
        Some(from) if from < day && stored.suspended_to.is_none_or(|to| last <= to) => {
            row.suspended_to = Set(Some(last));
        }
        _ => {
            return Err(order(
                "day",
                "Работа возобновляется в срок приостановки или сразу после него",
                "The work is resumed within the suspension, or right after it",
            ));
        }
    }
    finish(cx, tx, &stored, row, step, BasisRole::Organises, json!({ "day": day })).await
}

/// The suspension before takes the place of one that never was.
async fn restore_earlier(
    tx: &WriteTx,
    stored: &organisation::Model,
    row: &mut organisation::ActiveModel,
) -> Result<(), Failure> {
    if let Some(last) = super::query::suspensions(tx, &[stored.id]).await?.pop() {
        organisation_suspension::Entity::delete_by_id(last.id).exec(tx).await?;
        row.suspended_from = Set(Some(last.from_day));
        row.suspended_to = Set(Some(last.to_day));
    }
    Ok(())
}

/// Closes the organisation with its last day.
pub async fn close(cx: &Cx, step: Step, last_day: NaiveDate) -> Result<organisation::Model, Failure> {
    let (tx, stored) = begin(cx, &step, Action::CloseOrganisation).await?;
    let mut row = stored.clone().into_active_model();
    end(&stored, &mut row, last_day, OrganisationEnd::Closed)?;
    finish(cx, tx, &stored, row, step, BasisRole::Ends, json!({ "lastDay": last_day })).await
}

/// Ends the organisation with its last day; another goes on in its place.
pub async fn reorganise(
    cx: &Cx,
    step: Step,
    last_day: NaiveDate,
    into: OrganisationId,
) -> Result<organisation::Model, Failure> {
    let (tx, stored) = begin(cx, &step, Action::ReorganiseOrganisation).await?;
    let into = visible_row::<organisation::Entity>(&tx, &cx.viewer, into, cx.today()).await?;
    let into = into.ok_or_else(|| UserError::unknown("intoId"))?;
    if into.id == stored.id || into.duplicate_of_id.is_some() || into.valid_to.is_some_and(|end| end <= last_day) {
        return Err(UserError::new(
            UserErrorCode::Contradiction,
            "intoId",
            "Преемник — другая организация, которая действует после этого дня",
            "The successor is another organisation that works after that day",
        )
        .into());
    }
    let mut row = stored.clone().into_active_model();
    end(&stored, &mut row, last_day, OrganisationEnd::Reorganised)?;
    row.merged_into_id = Set(Some(into.id));
    let details = json!({ "lastDay": last_day, "into": into.id });
    finish(cx, tx, &stored, row, step, BasisRole::Ends, details).await
}

async fn begin(cx: &Cx, step: &Step, action: Action) -> Result<(WriteTx, organisation::Model), Failure> {
    let tx = cx.write().await?;
    let stored = parts::target(&tx, &cx.viewer, step.id, action, cx.today()).await?;
    check_version(stored.version, step.expected_version)?;
    Ok((tx, stored))
}

fn end(
    stored: &organisation::Model,
    row: &mut organisation::ActiveModel,
    last_day: NaiveDate,
    kind: OrganisationEnd,
) -> Result<(), Failure> {
    let begun = stored.valid_from.max(stored.attributes_since).max(stored.suspended_from);
    if begun.is_some_and(|day| day > last_day) {
        return Err(order(
            "lastDay",
            "Последний день раньше того, что уже записано об организации",
            "The last day is before what is recorded of the organisation already",
        ));
    }
    row.valid_to = Set(Some(last_day));
    row.valid_to_precision = Set(1);
    row.valid_to_text = Set(None);
    row.end_kind = Set(Some(kind));
    Ok(())
}

async fn finish(
    cx: &Cx,
    mut tx: WriteTx,
    stored: &organisation::Model,
    mut row: organisation::ActiveModel,
    step: Step,
    role: BasisRole,
    details: serde_json::Value,
) -> Result<organisation::Model, Failure> {
    let reason = step.reason.map(|text| paragraph(&text, "reason", TEXT)).transpose()?;
    rest(&tx, &cx.viewer, stored, step.act, role).await?;
    let counted = tally::of(&tx, stored).await?;
    row.version = Set(stored.version + 1);
    row.updated_at = Set(tx.now());
    let row = row.update(&tx).await?;
    tx.updated(stored, &row, &[]);
    let counts = tally::of(&tx, &row).await?;
    tx.tally(&counted, &counts);
    tx.audit(action_name(stored, &row), &row, reason, details);
    tx.commit().await?;
    Ok(row)
}

/// What happened, for the audit log: the action that leads from one row to the other.
fn action_name(before: &organisation::Model, after: &organisation::Model) -> &'static str {
    let action = match (before.end_kind, after.end_kind) {
        (None, Some(OrganisationEnd::Closed)) => Action::CloseOrganisation,
        (None, Some(OrganisationEnd::Reorganised)) => Action::ReorganiseOrganisation,
        _ if after.suspended_from > before.suspended_from => Action::SuspendOrganisation,
        _ => Action::ResumeOrganisation,
    };
    action.code()
}

fn order(path: &str, ru: &str, en: &str) -> Failure {
    UserError::new(UserErrorCode::DateOrder, path, ru, en).into()
}
