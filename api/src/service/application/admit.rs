//! The organiser's steps: admitting, rejecting with a reason.

use entity::{application, ids::ApplicationId};
use sea_orm::{ActiveModelTrait, Set};

use super::{finish, next, target};
use crate::{
    access::Action,
    error::Failure,
    service::{Cx, TEXT, paragraph},
};

/// Admits an application to the evaluation.
pub async fn admit(cx: &Cx, id: ApplicationId, expected_version: i32) -> Result<application::Model, Failure> {
    let tx = cx.write().await?;
    let (stored, _) = target(&tx, cx, id, Action::AdmitApplication, Some(expected_version)).await?;
    let mut row = next(&tx, &stored);
    row.admitted_on = Set(Some(cx.today()));
    let row = row.update(&tx).await?;
    finish(tx, "admitApplication", &stored, row, None).await
}

/// Rejects an application; the applicant learns why and may submit another.
pub async fn reject(
    cx: &Cx,
    id: ApplicationId,
    expected_version: i32,
    reason: String,
) -> Result<application::Model, Failure> {
    let tx = cx.write().await?;
    let (stored, _) = target(&tx, cx, id, Action::RejectApplication, Some(expected_version)).await?;
    let reason = paragraph(&reason, "reason", TEXT)?;
    let mut row = next(&tx, &stored);
    row.rejected_on = Set(Some(cx.today()));
    row.rejection_reason = Set(Some(reason.clone()));
    row.single_key = Set(None);
    let row = row.update(&tx).await?;
    finish(tx, "rejectApplication", &stored, row, Some(reason)).await
}
