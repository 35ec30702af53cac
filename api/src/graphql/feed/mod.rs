//! Following changes.

mod change;

use async_graphql::{Context, Object};
use entity::ids::AnyId;

use change::ChangesResult;

use super::{context::ContextExt, ids::Id};
use crate::{
    error::AppError,
    service::feed::{Asked, follow},
};

/// Reading the feed.
#[derive(Default)]
pub struct FeedQuery;

#[Object]
impl FeedQuery {
    /// Every committed change that this viewer may see, in commit order, without gaps and repeats: go on from
    /// `endPosition`. What came into sight is `CREATED`, what left it `DELETED`. Null where there is no such node
    /// (лента изменений)
    async fn changes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "A position of the feed; \"0\" and absent are the beginning (после позиции)")] after: Option<
            String,
        >,
        #[graphql(desc = "At most so many, 1 to 1,000, 100 when absent (не больше)")] first: Option<i32>,
        #[graphql(desc = "Of objects of these types, as `__typename` names them; `Centre` is all three (типы)")]
        types: Option<Vec<String>>,
        #[graphql(
            desc = "Of what stood or stands in a region, a zone (by today's map), a municipality, an organisation (узел)"
        )]
        within: Option<Id<AnyId>>,
    ) -> Option<Result<ChangesResult, AppError>> {
        let asked = Asked { after, first, types, within: within.map(|id| id.0) };
        let page = follow(ctx.cx(), &asked).await.transpose()?;
        Some(page.map(|page| ChangesResult::show(page, ctx.cx().today())))
    }
}
