//! The roots of recording and changing acts.

use async_graphql::{Context, Object};
use entity::{
    ids::{AnyId, LegalActId, TypedId},
    legal_act,
};

use super::{
    LegalAct,
    input::{AmendLegalActInput, CreateLegalActInput, DeleteLegalActInput, RepealLegalActInput, UpdateLegalActInput},
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
        act::{amend, create as creating, delete as removing, repeal, update as updating},
        list::visible_row,
    },
};

payload!(CreateLegalActPayload, legal_act: LegalAct, "the recorded act (правовой акт)");
payload!(UpdateLegalActPayload, legal_act: LegalAct, "the changed act (правовой акт)");
payload!(AmendLegalActPayload, legal_act: LegalAct, "the amended act (изменённый правовой акт)");
payload!(RepealLegalActPayload, legal_act: LegalAct, "the repealed act (отменённый правовой акт)");
payload!(DeleteLegalActPayload, deleted_id: Id<AnyId>, "the id of what was removed (идентификатор удалённого)");

/// Recording and changing acts.
#[derive(Default)]
pub struct ActMutation;

async fn current(cx: &Cx, id: LegalActId) -> Result<Option<legal_act::Model>, AppError> {
    visible_row::<legal_act::Entity>(&cx.db, &cx.viewer, id, cx.today()).await
}

#[Object]
impl ActMutation {
    /// Records an act (завести правовой акт)
    async fn create_legal_act(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The act (правовой акт)")] input: CreateLegalActInput,
    ) -> Mutated<CreateLegalActPayload> {
        let (cx, input) = (ctx.cx(), creating::CreateLegalAct::from(input));
        create(|| creating::create(cx, input.clone()), |row| LegalAct::show(row, cx.today())).await
    }

    /// Corrects an act, hands it in or publishes it (исправить, представить или опубликовать правовой акт)
    async fn update_legal_act(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The changes (изменения)")] input: UpdateLegalActInput,
    ) -> Mutated<UpdateLegalActPayload> {
        let (cx, input) = (ctx.cx(), updating::UpdateLegalAct::from(input));
        let show = |row| LegalAct::show(row, cx.today());
        update(|| updating::update(cx, input.clone()), || current(cx, input.id), show).await
    }

    /// Records that another act amends an act (записать изменение правового акта другим актом)
    async fn amend_legal_act(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which amends which (что что изменяет)")] input: AmendLegalActInput,
    ) -> Mutated<AmendLegalActPayload> {
        let (cx, input) = (ctx.cx(), amend::AmendLegalAct::from(input));
        let show = |row| LegalAct::show(row, cx.today());
        update(|| amend::amend(cx, input.clone()), || current(cx, input.id), show).await
    }

    /// Records that an act no longer holds (записать отмену правового акта)
    async fn repeal_legal_act(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Since when and by what (с какого дня и чем)")] input: RepealLegalActInput,
    ) -> Mutated<RepealLegalActPayload> {
        let (cx, input) = (ctx.cx(), repeal::RepealLegalAct::from(input));
        let show = |row| LegalAct::show(row, cx.today());
        update(|| repeal::repeal(cx, input.clone()), || current(cx, input.id), show).await
    }

    /// Removes an act that was recorded by mistake, as long as nothing refers to it (удалить ошибочную запись об акте)
    async fn delete_legal_act(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which (какой)")] input: DeleteLegalActInput,
    ) -> Mutated<DeleteLegalActPayload> {
        let (cx, input) = (ctx.cx(), removing::DeleteLegalAct::from(input));
        delete(|| removing::delete(cx, input.clone()), |row| Id(row.id.any())).await
    }
}
