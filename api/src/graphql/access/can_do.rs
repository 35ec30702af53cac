//! `canDo`: whether and why. The kinds are told apart in `service::can`.

use async_graphql::{Context, Object, SimpleObject};
use entity::ids::AnyId;

use crate::{
    access::{Action, Reason, Verdict},
    error::AppError,
    graphql::{codes::E, context::ContextExt, ids::Id},
    service::can::can,
};

/// Whether something may be done, and why or why not (ответ на вопрос о полномочии)
#[derive(Clone, Debug, SimpleObject)]
pub struct CanDoResult {
    /// Whether it may be done (можно ли)
    allowed: bool,
    /// Why or why not, for programs (основание)
    reason: E<Reason>,
    /// Why or why not, for people, in the language of the request (пояснение)
    message: String,
}

impl From<Verdict> for CanDoResult {
    fn from(verdict: Verdict) -> Self {
        Self {
            allowed: verdict.is_allowed(),
            reason: E(verdict.reason),
            message: verdict.message.localised().to_owned(),
        }
    }
}

/// Asking what one may do.
#[derive(Default)]
pub struct CanDoQuery;

#[Object]
impl CanDoQuery {
    /// Whether the viewer may do something with an object, or inside a node, and why or why not. An object that the
    /// viewer does not see answers as one that does not exist (можно ли)
    async fn can_do(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What (действие)")] action: E<Action>,
        #[graphql(desc = "With what; null: with the federation (объект)")] id: Option<Id<AnyId>>,
    ) -> Result<CanDoResult, AppError> {
        Ok(can(ctx.cx(), action.0, id.map(|id| id.0)).await?.into())
    }
}
