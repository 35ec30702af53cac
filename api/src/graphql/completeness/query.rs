//! The root of completeness.

use async_graphql::{Context, Object};
use entity::{
    ids::{AnyId, CampaignId},
    shared::Level,
};

use super::result::CompletenessResult;
use crate::{
    error::AppError,
    graphql::{codes::E, context::ContextExt, ids::Id, period::PeriodInput, scalars::Date},
    service::{
        completeness::{Selection, query::by_campaign},
        inside,
    },
};

/// Most campaigns that can be named.
const MOST: usize = 100;

/// Reading completeness.
#[derive(Default)]
pub struct CompletenessQuery;

#[Object]
impl CompletenessQuery {
    /// How complete reporting is in a node, over the campaigns that are open or over on a day, as far as this viewer may
    /// count; null where there is no such node (полнота отчётности)
    async fn completeness(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "A region, zone, municipality or organisation; all when absent (узел)")] of: Option<Id<AnyId>>,
        #[graphql(desc = "About this period (период)")] period: Option<PeriodInput>,
        #[graphql(desc = "About a period that ends on that day or later (период заканчивается с)")] from: Option<Date>,
        #[graphql(desc = "About a period that ends on that day or earlier (период заканчивается по)")] to: Option<Date>,
        #[graphql(desc = "Of these campaigns, at most 100 (сборы)")] campaign_ids: Option<Vec<Id<CampaignId>>>,
        #[graphql(desc = "Reports of nodes of this level (кто сдаёт отчёт)")] level: Option<E<Level>>,
        #[graphql(desc = "As of that day; today when absent (на дату)")] as_of: Option<Date>,
    ) -> Option<Result<CompletenessResult, AppError>> {
        let found = async {
            if campaign_ids.as_ref().is_some_and(|ids| ids.len() > MOST) {
                return Err(AppError::bad_input(
                    format!("Не больше {MOST} сборов"),
                    format!("At most {MOST} campaigns"),
                ));
            }
            let period = period.map(PeriodInput::asked).transpose()?;
            let Some(of) = inside::asked(ctx.cx(), of.map(|id| id.0)).await? else { return Ok(None) };
            let selection = Selection {
                of,
                campaigns: campaign_ids.map(|ids| ids.into_iter().map(|id| id.0).collect()),
                level: level.map(|level| level.0),
                period,
                from: from.map(|day| day.0),
                to: to.map(|day| day.0),
                day: ctx.day(as_of, None),
            };
            let counts = by_campaign(ctx.cx(), &selection).await?;
            Ok(Some(CompletenessResult::new(selection, counts)))
        };
        found.await.transpose()
    }
}
