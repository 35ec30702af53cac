//! The acts on which an object rests: the field of every domain that has them, and its input.

use async_graphql::{Context, InputObject, SimpleObject};
use chrono::NaiveDate;
use entity::{act_basis, act_basis::BasisRole, ids::LegalActId};
use uuid::Uuid;

use super::LegalAct;
use crate::{
    error::AppError,
    graphql::{codes::E, context::ContextExt, ids::Id, loaders::Many},
    service::act::basis::Basis,
};

/// An act on which an object rests (акт-основание)
#[derive(Clone, Debug, SimpleObject)]
pub struct BasisActEdge {
    /// As what (роль акта)
    role: E<BasisRole>,
    /// The act (правовой акт)
    act: LegalAct,
}

/// An act on which an object shall rest (акт-основание)
#[derive(Clone, Copy, Debug, InputObject)]
pub struct BasisActInput {
    /// The act (правовой акт)
    pub act_id: Id<LegalActId>,
    /// As what (роль акта)
    pub role: E<BasisRole>,
}

impl From<BasisActInput> for Basis {
    fn from(input: BasisActInput) -> Self {
        let BasisActInput { act_id, role } = input;
        Self { act: act_id.0, role: role.0 }
    }
}

/// The acts on which an object rests, those that the viewer sees; the same below siblings costs no further statement.
pub async fn basis_edges(
    ctx: &Context<'_>,
    object_id: impl Into<Uuid>,
    as_of: NaiveDate,
) -> Result<Vec<BasisActEdge>, AppError> {
    let object = object_id.into();
    let rows = ctx.loaders().load_one(Many::<act_basis::Entity>::new(object)).await?.unwrap_or_default();
    let rows = rows.into_iter().filter(|row| row.object_id == object);
    let edges = rows.map(|row| async move {
        let act = LegalAct::load(ctx, row.act_id, as_of).await?;
        Ok::<_, AppError>(act.map(|act| BasisActEdge { role: E(row.role), act }))
    });
    Ok(futures_util::future::try_join_all(edges).await?.into_iter().flatten().collect())
}
