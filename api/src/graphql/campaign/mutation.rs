//! The roots of changing campaigns.

use async_graphql::{Context, Object};
use entity::{
    campaign,
    ids::{AnyId, CampaignId, TypedId},
};

use super::{
    Campaign,
    input::{CreateCampaignInput, UpdateCampaignInput},
    input_change::{
        CancelCampaignInput, CloseCampaignInput, DeleteCampaignInput, OpenCampaignInput, PublishCampaignInput,
        RefreshCampaignInput, ReopenCampaignInput, SummariseCampaignInput,
    },
};
use crate::{
    error::AppError,
    graphql::{
        connection::Shows,
        context::ContextExt,
        ids::Id,
        payload::{Mutated, create, delete, update},
    },
    payload,
    service::{
        Cx,
        campaign::{create as creating, decide, open, update as updating},
        list::visible_row,
    },
};

payload!(CreateCampaignPayload, campaign: Campaign, "the prepared campaign (сбор отчётности)");
payload!(UpdateCampaignPayload, campaign: Campaign, "the changed campaign (сбор отчётности)");
payload!(OpenCampaignPayload, campaign: Campaign, "the open campaign (сбор отчётности)");
payload!(RefreshCampaignPayload, campaign: Campaign, "the campaign with its nodes (сбор отчётности)");
payload!(CloseCampaignPayload, campaign: Campaign, "the closed campaign (сбор отчётности)");
payload!(ReopenCampaignPayload, campaign: Campaign, "the open campaign (сбор отчётности)");
payload!(SummariseCampaignPayload, campaign: Campaign, "the summarised campaign (сбор отчётности)");
payload!(PublishCampaignPayload, campaign: Campaign, "the published campaign (сбор отчётности)");
payload!(CancelCampaignPayload, campaign: Campaign, "the cancelled campaign (сбор отчётности)");
payload!(DeleteCampaignPayload, deleted_id: Id<AnyId>, "the id of what was removed (идентификатор удалённого)");

/// The campaign as it is now, for a client whose copy is stale.
async fn current(cx: &Cx, id: CampaignId) -> Result<Option<campaign::Model>, AppError> {
    visible_row::<campaign::Entity>(&cx.db, &cx.viewer, id, cx.today()).await
}

/// Preparing campaigns and deciding on them.
#[derive(Default)]
pub struct CampaignMutation;

#[Object]
impl CampaignMutation {
    /// Prepares a campaign as a draft of its owner (подготовить сбор отчётности)
    async fn create_campaign(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The campaign (сбор)")] input: CreateCampaignInput,
    ) -> Mutated<CreateCampaignPayload> {
        let (cx, input) = (ctx.cx(), creating::CreateCampaign::from(input));
        create(|| creating::create(cx, input.clone()), |row| Campaign::show(row, cx.today())).await
    }

    /// Changes a campaign; once it is open name, instructions and the due rule alone (изменить сбор отчётности)
    async fn update_campaign(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The changes (изменения)")] input: UpdateCampaignInput,
    ) -> Mutated<UpdateCampaignPayload> {
        let (cx, input) = (ctx.cx(), updating::UpdateCampaign::from(input));
        update(|| updating::update(cx, input.clone()), || current(cx, input.id), |row| Campaign::show(row, cx.today()))
            .await
    }

    /// Opens a campaign: a report is expected of each of its nodes (открыть сбор)
    async fn open_campaign(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The decision (решение)")] input: OpenCampaignInput,
    ) -> Mutated<OpenCampaignPayload> {
        let (cx, input) = (ctx.cx(), open::OpenCampaign::from(input));
        update(|| open::open(cx, input.clone()), || current(cx, input.id), |row| Campaign::show(row, cx.today())).await
    }

    /// Adds to an open campaign the nodes that have come since; nobody is taken off (дополнить список сдающих отчёт)
    async fn refresh_campaign(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which (сбор)")] input: RefreshCampaignInput,
    ) -> Mutated<RefreshCampaignPayload> {
        let (cx, input) = (ctx.cx(), open::RefreshCampaign::from(input));
        update(|| open::refresh(cx, input.clone()), || current(cx, input.id), |row| Campaign::show(row, cx.today()))
            .await
    }

    /// Closes a campaign; missing nodes do not hinder it (закрыть сбор)
    async fn close_campaign(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The decision (решение)")] input: CloseCampaignInput,
    ) -> Mutated<CloseCampaignPayload> {
        let (cx, input) = (ctx.cx(), decide::Decide::from(input));
        update(|| decide::close(cx, input.clone()), || current(cx, input.id), |row| Campaign::show(row, cx.today()))
            .await
    }

    /// Opens a closed campaign again; its summary no longer stands (возобновить сбор)
    async fn reopen_campaign(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The decision (решение)")] input: ReopenCampaignInput,
    ) -> Mutated<ReopenCampaignPayload> {
        let (cx, input) = (ctx.cx(), decide::Reopen::from(input));
        update(|| decide::reopen(cx, input.clone()), || current(cx, input.id), |row| Campaign::show(row, cx.today()))
            .await
    }

    /// Declares a closed campaign summarised (подвести итоги сбора)
    async fn summarise_campaign(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The decision (решение)")] input: SummariseCampaignInput,
    ) -> Mutated<SummariseCampaignPayload> {
        let (cx, input) = (ctx.cx(), decide::Decide::from(input));
        update(|| decide::summarise(cx, input.clone()), || current(cx, input.id), |row| Campaign::show(row, cx.today()))
            .await
    }

    /// Publishes the summary: everyone sees the campaign and how complete it is (опубликовать итоги сбора)
    async fn publish_campaign(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The decision (решение)")] input: PublishCampaignInput,
    ) -> Mutated<PublishCampaignPayload> {
        let (cx, input) = (ctx.cx(), decide::Decide::from(input));
        update(|| decide::publish(cx, input.clone()), || current(cx, input.id), |row| Campaign::show(row, cx.today()))
            .await
    }

    /// Calls a campaign off with a reason (отменить сбор)
    async fn cancel_campaign(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The decision (решение)")] input: CancelCampaignInput,
    ) -> Mutated<CancelCampaignPayload> {
        let (cx, input) = (ctx.cx(), decide::Cancel::from(input));
        update(
            || decide::cancel(cx, input.clone()),
            || current(cx, input.decide.id),
            |row| Campaign::show(row, cx.today()),
        )
        .await
    }

    /// Removes a campaign that is not opened and that no other feeds (удалить неоткрытый сбор)
    async fn delete_campaign(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which (сбор)")] input: DeleteCampaignInput,
    ) -> Mutated<DeleteCampaignPayload> {
        let (cx, DeleteCampaignInput { id, expected_version }) = (ctx.cx(), input);
        delete(|| decide::delete(cx, id.0, expected_version), |id: CampaignId| Id(id.any())).await
    }
}
