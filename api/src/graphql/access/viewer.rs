//! [`Viewer`]: who I am and what I may do.

use async_graphql::{Context, Object};

use super::User;
use crate::{access::viewer::Account, error::AppError, graphql::context::ContextExt};

/// Who asks.
pub struct Viewer(pub Account);

/// Who asks, and what they may do (кто я)
#[Object]
impl Viewer {
    /// The account (учётная запись)
    async fn user(&self, ctx: &Context<'_>) -> Result<User, AppError> {
        User::load(ctx, self.0.id, ctx.cx().today()).await?.ok_or_else(|| AppError::internal("viewer's account"))
    }
}
