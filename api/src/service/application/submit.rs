//! The applicant's steps: submitting inside the window, withdrawing.

use entity::{application, ids::ApplicationId, shared::Visibility};
use sea_orm::{ActiveModelTrait, Set};

use super::{attachments, create::check_single, finish, next, target};
use crate::{
    access::Action,
    error::Failure,
    service::{Cx, TEXT, lost_race, paragraph},
};

/// Submits an application: the organiser and those above see it from here on.
pub async fn submit(cx: &Cx, id: ApplicationId, expected_version: i32) -> Result<application::Model, Failure> {
    let tx = cx.write().await?;
    let (stored, competition) = target(&tx, cx, id, Action::SubmitApplication, Some(expected_version)).await?;
    attachments::check_complete(&tx, id, competition.id).await?;
    let title = stored.title.as_deref().unwrap_or_default();
    let key = check_single(&tx, &competition, Some(id), stored.organisation_id, stored.nomination_id, title).await?;
    let mut row = next(&tx, &stored);
    row.visibility = Set(Visibility::Submitted);
    row.submitted_on = Set(Some(cx.today()));
    row.single_key = Set(key);
    let row = row.update(&tx).await.map_err(lost_race)?;
    finish(tx, "submitApplication", &stored, row, None).await
}

/// Withdraws an application; the same work may be submitted again.
pub async fn withdraw(
    cx: &Cx,
    id: ApplicationId,
    expected_version: i32,
    reason: Option<String>,
) -> Result<application::Model, Failure> {
    let tx = cx.write().await?;
    let (stored, _) = target(&tx, cx, id, Action::WithdrawApplication, Some(expected_version)).await?;
    let reason = reason.map(|reason| paragraph(&reason, "reason", TEXT)).transpose()?;
    let mut row = next(&tx, &stored);
    row.withdrawn_on = Set(Some(cx.today()));
    row.single_key = Set(None);
    let row = row.update(&tx).await?;
    finish(tx, "withdrawApplication", &stored, row, reason).await
}
