//! Approving a set of targets: from then on everyone sees it, and results are compared with it.

use entity::{ids::TargetSetId, shared::Visibility, target_set};
use sea_orm::{ActiveModelTrait, IntoActiveModel, Set};

use super::actions::verdict;
use crate::{
    access::Action,
    error::{AppError, Failure},
    service::{Cx, TEXT, list::locked_row, paragraph, place::LAST},
};

/// A set that is approved or removed.
#[derive(Clone, Debug)]
pub struct TargetSetStep {
    /// Which.
    pub id: TargetSetId,
    /// The version that the client has seen.
    pub expected_version: i32,
    /// Why, for the audit log.
    pub reason: Option<String>,
}

/// Approves a set.
pub async fn approve(cx: &Cx, input: TargetSetStep) -> Result<target_set::Model, Failure> {
    let TargetSetStep { id, expected_version, reason } = input;
    let mut tx = cx.write().await?;
    let stored = locked_row::<target_set::Entity>(&tx, &cx.viewer, id, LAST).await?.ok_or_else(AppError::not_found)?;
    verdict(&cx.viewer, Action::ApproveTargetSet, &stored).require_at(stored.version, expected_version)?;
    let reason = reason.map(|reason| paragraph(&reason, "reason", TEXT)).transpose()?;
    let mut row = stored.clone().into_active_model();
    row.version = Set(stored.version + 1);
    row.updated_at = Set(tx.now());
    row.visibility = Set(Visibility::Public);
    let row = row.update(&tx).await?;
    tx.updated(&stored, &row, &[]);
    tx.audit("approveTargetSet", &row, reason, serde_json::json!({ "code": row.code }));
    tx.commit().await?;
    Ok(row)
}
