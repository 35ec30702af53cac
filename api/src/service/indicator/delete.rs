//! Removing an indicator that was defined by mistake, as long as nothing refers to it.

use entity::{ids::IndicatorId, indicator};
use sea_orm::{ModelTrait, SqlErr};
use serde_json::json;

use super::{actions::verdict, parts};
use crate::{
    access::Action,
    error::{AppError, Failure, UserError, UserErrorCode},
    service::{Cx, TEXT, list::locked_row, object, paragraph, place::LAST},
};

/// An indicator to remove.
#[derive(Clone, Debug)]
pub struct DeleteIndicator {
    /// Which.
    pub id: IndicatorId,
    /// The version that the client has seen.
    pub expected_version: i32,
    /// Why, for the audit log.
    pub reason: Option<String>,
}

/// Removes an indicator; answers it as it was.
pub async fn delete(cx: &Cx, input: DeleteIndicator) -> Result<indicator::Model, Failure> {
    let DeleteIndicator { id, expected_version, reason } = input;
    let mut tx = cx.write().await?;
    let stored = locked_row::<indicator::Entity>(&tx, &cx.viewer, id, LAST).await?.ok_or_else(AppError::not_found)?;
    verdict(&cx.viewer, Action::DeleteIndicator, &stored).require_at(stored.version, expected_version)?;
    let reason = reason.map(|reason| paragraph(&reason, "reason", TEXT)).transpose()?;
    parts::set_methods(&tx, id, vec![]).await?;
    parts::set_sources(&tx, id, vec![]).await?;
    object::forget(&mut tx, &stored).await?;
    stored.clone().delete(&tx).await.map_err(in_use)?;
    tx.deleted(&stored);
    tx.audit("deleteIndicator", &stored, reason, json!({ "code": stored.code }));
    tx.commit().await?;
    Ok(stored)
}

/// Values, targets, fields of templates, other indicators: each is kept by a foreign key.
fn in_use(error: sea_orm::DbErr) -> Failure {
    match error.sql_err() {
        Some(SqlErr::ForeignKeyConstraintViolation(_)) => UserError::new(
            UserErrorCode::InUse,
            "id",
            "На показатель ссылаются значения, цели, формы или другие показатели",
            "Values, targets, templates or other indicators refer to the indicator",
        )
        .into(),
        _ => error.into(),
    }
}
