//! Ids under which other systems know an object: shown, given, and looked up by.

use async_graphql::{Context, InputObject, SimpleObject};
use entity::external_ref;
use uuid::Uuid;

use super::{context::ContextExt, ids::Id, loaders::Many};
use crate::{
    access::Kind,
    error::AppError,
    service::external::{self, External},
};

/// The id under which another system knows an object (внешний идентификатор)
#[derive(Clone, Debug, SimpleObject)]
pub struct ExternalIdResult {
    /// The other system (источник)
    source: String,
    /// Its id there (идентификатор в источнике)
    external_id: String,
}

impl From<external_ref::Model> for ExternalIdResult {
    fn from(row: external_ref::Model) -> Self {
        Self { source: row.source, external_id: row.external_id }
    }
}

/// The id under which another system knows an object (внешний идентификатор)
#[derive(Clone, Debug, InputObject)]
pub struct ExternalIdInput {
    /// The other system (источник)
    pub source: String,
    /// Its id there (идентификатор в источнике)
    pub external_id: String,
}

impl From<ExternalIdInput> for External {
    fn from(input: ExternalIdInput) -> Self {
        Self { source: input.source, external_id: input.external_id }
    }
}

/// The ids of an object in other systems.
pub async fn external_ids(ctx: &Context<'_>, object: impl Into<Uuid>) -> Result<Vec<ExternalIdResult>, AppError> {
    let rows = ctx.loaders().load_one(Many::<external_ref::Entity>::new(object)).await?;
    Ok(rows.unwrap_or_default().into_iter().map(Into::into).collect())
}

/// The id that a lookup asks for: given itself, or as a source and the id there. Whether the viewer sees the object is
/// for whoever loads it.
pub async fn asked<I: From<Uuid>>(
    ctx: &Context<'_>,
    kind: Kind,
    id: Option<Id<I>>,
    source: Option<String>,
    external_id: Option<String>,
) -> Result<Option<I>, AppError> {
    match (id, source, external_id) {
        (Some(id), None, None) => Ok(Some(id.0)),
        (None, Some(source), Some(external_id)) => {
            let of = External { source, external_id };
            Ok(external::find(&ctx.cx().db, kind, &of).await?.map(Into::into))
        }
        _ => Err(AppError::bad_input("Задайте id или source и externalId", "Give id, or source and externalId")),
    }
}
