//! Removing an act that was recorded by mistake, as long as nothing refers to it.

use entity::{act_basis, ids::LegalActId, legal_act};
use sea_orm::{ColumnTrait, EntityTrait, ModelTrait, QueryFilter, SqlErr};
use serde_json::json;

use super::{actions::verdict, query};
use crate::{
    access::Action,
    db::change::Root,
    error::{AppError, Failure, UserError, UserErrorCode},
    service::{Cx, TEXT, object, paragraph},
};

/// An act to remove.
#[derive(Clone, Debug)]
pub struct DeleteLegalAct {
    /// Which.
    pub id: LegalActId,
    /// The version that the client has seen.
    pub expected_version: i32,
    /// Why, for the audit log.
    pub reason: Option<String>,
}

/// Removes an act with its scans; answers it as it was.
pub async fn delete(cx: &Cx, input: DeleteLegalAct) -> Result<legal_act::Model, Failure> {
    let DeleteLegalAct { id, expected_version, reason } = input;
    let mut tx = cx.write().await?;
    let stored = query::for_update(&tx, &cx.viewer, id, cx.today()).await?.ok_or_else(AppError::not_found)?;
    verdict(&cx.viewer, Action::DeleteLegalAct, &stored).require_at(stored.version, expected_version)?;
    let reason = reason.map(|reason| paragraph(&reason, "reason", TEXT)).transpose()?;
    if query::in_use(&tx, id).await? {
        return Err(in_use().into());
    }
    object::forget(&mut tx, &stored).await?;
    act_basis::Entity::delete_many().filter(act_basis::Column::ObjectId.eq(uuid::Uuid::from(id))).exec(&tx).await?;
    stored.clone().delete(&tx).await.map_err(|error| match error.sql_err() {
        Some(SqlErr::ForeignKeyConstraintViolation(_)) => in_use().into(),
        _ => Failure::from(error),
    })?;
    tx.deleted(&stored);
    tx.audit("deleteLegalAct", &stored, reason, json!({ "naturalKey": stored.natural_key() }));
    tx.commit().await?;
    Ok(stored)
}

fn in_use() -> UserError {
    UserError::new(
        UserErrorCode::InUse,
        "id",
        "На акт ссылаются: он основывает, изменяет или отменяет что-то",
        "Something refers to the act: it founds, amends or repeals",
    )
}
