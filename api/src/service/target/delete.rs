//! Removing the draft of a set of targets with its targets.

use entity::{target, target_set};
use sea_orm::{ColumnTrait, EntityTrait, ModelTrait, QueryFilter, SqlErr};

use super::{actions::verdict, approve::TargetSetStep};
use crate::{
    access::Action,
    error::{AppError, Failure, UserError, UserErrorCode},
    service::{Cx, TEXT, list::locked_row, object, paragraph, place::LAST},
};

/// Removes a draft; answers it as it was.
pub async fn delete(cx: &Cx, input: TargetSetStep) -> Result<target_set::Model, Failure> {
    let TargetSetStep { id, expected_version, reason } = input;
    let mut tx = cx.write().await?;
    let stored = locked_row::<target_set::Entity>(&tx, &cx.viewer, id, LAST).await?.ok_or_else(AppError::not_found)?;
    verdict(&cx.viewer, Action::DeleteTargetSet, &stored).require_at(stored.version, expected_version)?;
    let reason = reason.map(|reason| paragraph(&reason, "reason", TEXT)).transpose()?;
    target::Entity::delete_many().filter(target::Column::TargetSetId.eq(id)).exec(&tx).await?;
    object::forget(&mut tx, &stored).await?;
    // Fields of report templates compare with sets.
    stored.clone().delete(&tx).await.map_err(|error| match error.sql_err() {
        Some(SqlErr::ForeignKeyConstraintViolation(_)) => Failure::from(UserError::new(
            UserErrorCode::InUse,
            "id",
            "На набор ссылаются формы отчётов",
            "Templates of reports refer to the set",
        )),
        _ => error.into(),
    })?;
    tx.deleted(&stored);
    tx.audit("deleteTargetSet", &stored, reason, serde_json::json!({ "code": stored.code }));
    tx.commit().await?;
    Ok(stored)
}
