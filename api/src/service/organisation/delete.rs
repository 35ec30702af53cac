//! Removing a card that was recorded by mistake. Refused while anything refers to it: then it is closed or merged.

use entity::{
    ids::OrganisationId, organisation, organisation_address, organisation_alias, organisation_period,
    organisation_suspension,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, SqlErr};
use serde_json::json;

use super::{parts, references, tally};
use crate::{
    access::Action,
    db::change::Root,
    error::{Failure, UserError, UserErrorCode},
    service::{Cx, TEXT, check_version, contact, external, file, paragraph},
};

/// Removes an organisation; answers what it was.
pub async fn delete(
    cx: &Cx,
    id: OrganisationId,
    expected_version: i32,
    reason: Option<String>,
) -> Result<organisation::Model, Failure> {
    let mut tx = cx.write().await?;
    let stored = parts::target(&tx, &cx.viewer, id, Action::DeleteOrganisation, cx.today()).await?;
    check_version(stored.version, expected_version)?;
    let reason = reason.map(|text| paragraph(&text, "reason", TEXT)).transpose()?;
    if references::is_referred_to(&tx, id).await? {
        return Err(in_use());
    }
    tx.tally(&tally::of(&tx, &stored).await?, &[]);
    external::forget(&tx, id).await?;
    contact::forget(&tx, id.into()).await?;
    file::attach::remove_all(&mut tx, id.into(), stored.place()).await?;
    organisation_alias::Entity::delete_many()
        .filter(organisation_alias::COLUMN.organisation_id.eq(id))
        .exec(&tx)
        .await?;
    organisation_address::Entity::delete_many()
        .filter(organisation_address::COLUMN.organisation_id.eq(id))
        .exec(&tx)
        .await?;
    organisation_period::Entity::delete_many()
        .filter(organisation_period::COLUMN.organisation_id.eq(id))
        .exec(&tx)
        .await?;
    organisation_suspension::Entity::delete_many()
        .filter(organisation_suspension::COLUMN.organisation_id.eq(id))
        .exec(&tx)
        .await?;
    match organisation::Entity::delete_by_id(id).exec(&tx).await {
        // Something began to refer to it meanwhile, or a domain has not put itself into the list.
        Err(error) if matches!(error.sql_err(), Some(SqlErr::ForeignKeyConstraintViolation(_))) => {
            return Err(in_use());
        }
        outcome => outcome?,
    };
    tx.deleted(&stored);
    tx.audit("DELETE_ORGANISATION", &stored, reason, json!({ "name": stored.name, "key": stored.natural_key() }));
    tx.commit().await?;
    Ok(stored)
}

fn in_use() -> Failure {
    UserError::new(
        UserErrorCode::InUse,
        "id",
        "На организацию ссылаются: её можно закрыть или объединить с другой",
        "Something refers to the organisation: it can be closed, or merged with another",
    )
    .into()
}
