//! The roots of changing partnerships.

use async_graphql::{Context, Object};
use entity::{
    ids::{AnyId, PartnershipId, TypedId},
    partnership,
};

use super::{
    Partnership,
    input::{CreatePartnershipInput, DeletePartnershipInput, UpdatePartnershipInput},
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
    service::{Cx, list::visible_row, partnership::write},
};

payload!(CreatePartnershipPayload, partnership: Partnership, "the recorded partnership (партнёрство)");
payload!(UpdatePartnershipPayload, partnership: Partnership, "the changed partnership (партнёрство)");
payload!(DeletePartnershipPayload, deleted_id: Id<AnyId>, "the id of what was removed (идентификатор удалённого)");

/// The partnership as it is now, for a client whose copy is stale.
async fn current(cx: &Cx, id: PartnershipId) -> Result<Option<partnership::Model>, AppError> {
    visible_row::<partnership::Entity>(&cx.db, &cx.viewer, id, cx.today()).await
}

/// Changing partnerships.
#[derive(Default)]
pub struct PartnershipMutation;

#[Object]
impl PartnershipMutation {
    /// Records a partnership, planned or actual (внести партнёрство)
    async fn create_partnership(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The partnership (партнёрство)")] input: CreatePartnershipInput,
    ) -> Mutated<CreatePartnershipPayload> {
        let (cx, input) = (ctx.cx(), write::CreatePartnership::from(input));
        create(|| write::create(cx, input.clone()), |row| Partnership::show(row, cx.today())).await
    }

    /// Changes a partnership; it ends by its term (изменить партнёрство)
    async fn update_partnership(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The changes (изменения)")] input: UpdatePartnershipInput,
    ) -> Mutated<UpdatePartnershipPayload> {
        let (cx, input) = (ctx.cx(), write::UpdatePartnership::from(input));
        update(|| write::update(cx, input.clone()), || current(cx, input.id), |row| Partnership::show(row, cx.today()))
            .await
    }

    /// Removes a partnership that was recorded by mistake (удалить ошибочное партнёрство)
    async fn delete_partnership(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which (какое)")] input: DeletePartnershipInput,
    ) -> Mutated<DeletePartnershipPayload> {
        let (cx, DeletePartnershipInput { id, expected_version }) = (ctx.cx(), input);
        delete(|| write::delete(cx, id.0, expected_version), |row| Id(row.id.any())).await
    }
}
