//! The roots of reading accounts and rights.

use async_graphql::{Context, Object};

use super::viewer::Viewer;
use crate::graphql::context::ContextExt;

/// Reading accounts and rights.
#[derive(Default)]
pub struct AccessQuery;

#[Object]
impl AccessQuery {
    /// Who asks; null without a token (кто я)
    async fn viewer(&self, ctx: &Context<'_>) -> Option<Viewer> {
        ctx.viewer().account.clone().map(Viewer)
    }
}
