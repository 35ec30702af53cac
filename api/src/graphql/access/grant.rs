//! [`Grant`].

use async_graphql::{Context, Object};
use chrono::NaiveDate;
use entity::{
    ids::{AnyId, GrantId, TypedId},
    role_grant,
    shared::Level,
};

use super::User;
use crate::{
    access::{Action, NodeRef, Role},
    error::AppError,
    graphql::{
        codes::E,
        connection::Shows,
        context::ContextExt,
        ids::Id,
        loaders::ById,
        node,
        scalars::{Date, DateTime},
        validity::ValidityStats,
    },
    service::access::actions,
    validity_of,
};

/// A grant as of a day.
#[derive(Clone, Debug)]
pub struct Grant {
    row: role_grant::Model,
    as_of: NaiveDate,
}

impl Shows<role_grant::Entity> for Grant {
    fn show(row: role_grant::Model, as_of: NaiveDate) -> Self {
        Self { row, as_of }
    }
}

impl Grant {
    /// The grant of an id.
    pub async fn load(ctx: &Context<'_>, id: GrantId, as_of: NaiveDate) -> Result<Option<Self>, AppError> {
        let row = ctx.loaders().load_one(ById::<role_grant::Entity>::new(id, as_of)).await?;
        Ok(row.map(|row| Self::show(row, as_of)))
    }
}

/// The id of the node of a grant; none is the federation.
fn node_id(node: &NodeRef) -> Option<AnyId> {
    match node.level {
        Level::Federation => None,
        Level::Region => node.region.map(TypedId::any),
        Level::Zone => node.zone.map(TypedId::any),
        Level::Municipality => node.municipality.map(TypedId::any),
        Level::Organisation => node.organisation.map(TypedId::any),
    }
}

/// Who may act as what, where and when (полномочие)
#[Object]
impl Grant {
    /// Identity (идентификатор)
    pub async fn id(&self) -> Id<AnyId> {
        Id(self.row.id.any())
    }

    /// Counts the changes; goes into `expectedVersion` (версия)
    async fn version(&self) -> i32 {
        self.row.version
    }

    /// Whose; null where the viewer does not see the account (чьё)
    async fn user(&self, ctx: &Context<'_>) -> Option<Result<User, AppError>> {
        User::load(ctx, self.row.user_id, self.as_of).await.transpose()
    }

    /// What as (роль)
    async fn role(&self) -> E<Role> {
        E(self.row.role)
    }

    /// Level of the node (уровень)
    async fn level(&self) -> E<Level> {
        E(self.row.level)
    }

    /// Identity of the node; null: the federation (узел)
    async fn node_id(&self) -> Option<Id<AnyId>> {
        node_id(&NodeRef::of_grant(&self.row)).map(Id)
    }

    /// The node; null: the federation (узел)
    async fn node(&self, ctx: &Context<'_>) -> Option<Result<node::Node, AppError>> {
        let id = node_id(&NodeRef::of_grant(&self.row))?;
        node::load(ctx, id, self.as_of).await.transpose()
    }

    #[graphql(flatten)]
    async fn validity(&self) -> ValidityStats {
        (&validity_of!(self.row)).into()
    }

    /// The day since which it is void, whatever its term (прекращено досрочно с)
    async fn revoked_on(&self) -> Option<Date> {
        self.row.revoked_on.map(Date)
    }

    /// Whether it is in force on the day that is asked about (действует)
    async fn in_force(&self) -> bool {
        actions::in_force(&self.row, self.as_of)
    }

    /// Why it was given (основание)
    async fn reason(&self) -> Option<&str> {
        self.row.reason.as_deref()
    }

    /// Who gave it; null: the command line, or not seen (кем дано)
    async fn granted_by(&self, ctx: &Context<'_>) -> Option<Result<User, AppError>> {
        User::load(ctx, self.row.granted_by?, self.as_of).await.transpose()
    }

    /// Whom it stands in for; null: nobody, or not seen (кем передано)
    async fn delegated_by(&self, ctx: &Context<'_>) -> Option<Result<User, AppError>> {
        User::load(ctx, self.row.delegated_by?, self.as_of).await.transpose()
    }

    /// Whether it stands in for someone: then it is void without the grant it came from (передано)
    async fn delegated(&self) -> bool {
        self.row.delegated_by.is_some()
    }

    /// When last changed (изменено)
    async fn updated_at(&self) -> DateTime {
        DateTime(self.row.updated_at)
    }

    /// What this viewer may do with the grant (доступные действия)
    async fn allowed_actions(&self, ctx: &Context<'_>) -> Vec<E<Action>> {
        let may = |action: &Action| actions::on_grant(ctx.viewer(), *action, &self.row, ctx.cx().today()).is_allowed();
        actions::GRANT.iter().copied().filter(may).map(E).collect()
    }
}
