//! [`User`].

use async_graphql::{Context, Object};
use chrono::NaiveDate;
use entity::{
    ids::{AnyId, TypedId, UserId},
    user_account,
};

use crate::{
    error::AppError,
    graphql::{connection::Shows, context::ContextExt, ids::Id, loaders::ById, scalars::DateTime},
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

/// An account of a person, known by position (учётная запись)
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

    /// When last changed (изменена)
    async fn updated_at(&self) -> DateTime {
        DateTime(self.row.updated_at)
    }
}
