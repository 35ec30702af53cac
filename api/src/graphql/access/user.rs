//! [`User`].

use async_graphql::{Context, Object};
use chrono::NaiveDate;
use entity::{
    ids::{AnyId, TypedId, UserId},
    role_grant, user_account,
};

use super::Grant;
use crate::{
    access::Action,
    error::AppError,
    graphql::{
        codes::E,
        connection::Shows,
        context::ContextExt,
        ids::Id,
        loaders::{AllGrants, ById, Many},
        scalars::{Date, DateTime},
    },
    service::access::{
        actions,
        list::{self, UserState},
    },
};

/// An account as of a day: the day chooses its grants.
#[derive(Clone, Debug)]
pub struct User {
    row: user_account::Model,
    as_of: NaiveDate,
}

impl Shows<user_account::Entity> for User {
    fn show(row: user_account::Model, as_of: NaiveDate) -> Self {
        Self { row, as_of }
    }
}

impl User {
    /// The account of an id.
    pub async fn load(ctx: &Context<'_>, id: UserId, as_of: NaiveDate) -> Result<Option<Self>, AppError> {
        let row = ctx.loaders().load_one(ById::<user_account::Entity>::new(id, as_of)).await?;
        Ok(row.map(|row| Self::show(row, as_of)))
    }
}

/// An account of a person, known by e-mail and position; seen where it was opened, where it holds or held a grant, and
/// by oneself (учётная запись)
#[Object]
impl User {
    /// Identity (идентификатор)
    pub async fn id(&self) -> Id<AnyId> {
        Id(self.row.id.any())
    }

    /// Counts the changes; goes into `expectedVersion` (версия)
    async fn version(&self) -> i32 {
        self.row.version
    }

    /// The sign-in name: an e-mail (адрес почты)
    async fn email(&self) -> &str {
        &self.row.email
    }

    /// A position, not a person's name (должность)
    async fn name(&self) -> &str {
        &self.row.name
    }

    /// Whether the account is in use (состояние)
    async fn state(&self) -> E<UserState> {
        E(list::state(&self.row))
    }

    /// When the account was opened (создана)
    async fn created_at(&self) -> DateTime {
        DateTime(self.row.created_at)
    }

    /// When last changed (изменена)
    async fn updated_at(&self) -> DateTime {
        DateTime(self.row.updated_at)
    }

    /// When the person last signed in (последний вход)
    async fn signed_in_at(&self) -> Option<DateTime> {
        self.row.signed_in_at.map(DateTime)
    }

    /// When the account was closed (отключена)
    async fn disabled_at(&self) -> Option<DateTime> {
        self.row.disabled_at.map(DateTime)
    }

    /// Its grants in force on a day, as far as the viewer sees them (полномочия)
    async fn grants(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "In force that day; inherited when absent (на дату)")] as_of: Option<Date>,
    ) -> Result<Vec<Grant>, AppError> {
        let day = ctx.day(as_of, Some(self.as_of));
        let rows = ctx.loaders().load_one(Many::<role_grant::Entity>::new(self.row.id)).await?.unwrap_or_default();
        Ok(rows.into_iter().filter(|row| actions::in_force(row, day)).map(|row| Grant::show(row, day)).collect())
    }

    /// What this viewer may do with the account (доступные действия)
    async fn allowed_actions(&self, ctx: &Context<'_>) -> Result<Vec<E<Action>>, AppError> {
        let grants = ctx.loaders().load_one(AllGrants(self.row.id)).await?.unwrap_or_default();
        let may = |action: &Action| {
            actions::on_user(ctx.viewer(), *action, &self.row, &grants, ctx.cx().today()).is_allowed()
        };
        Ok(actions::USER.iter().copied().filter(may).map(E).collect())
    }
}
