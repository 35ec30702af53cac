//! The roots of changing centres.

use async_graphql::{Context, Object};
use entity::{
    centre as centre_row,
    ids::{AnyId, TypedId},
};

use super::{
    Centre,
    input::{CreateCentreInput, DeleteCentreInput, UpdateCentreInput},
};
use crate::{
    graphql::{
        connection::Shows,
        context::ContextExt,
        ids::Id,
        payload::{Mutated, create, delete, update},
    },
    payload,
    service::{
        centre::{create as recording, delete as deleting, update as changing},
        list::visible_row,
    },
};

payload!(CreateCentrePayload, centre: Centre, "the recorded centre (центр)");
payload!(UpdateCentrePayload, centre: Centre, "the changed centre (центр)");
payload!(DeleteCentrePayload, deleted_id: Id<AnyId>, "the id of what was removed (идентификатор удалённого)");

/// Changing centres.
#[derive(Default)]
pub struct CentreMutation;

#[Object]
impl CentreMutation {
    /// Records a centre; its standing is granted or recorded as a status (завести центр)
    async fn create_centre(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The centre (центр)")] input: CreateCentreInput,
    ) -> Mutated<CreateCentrePayload> {
        let (cx, input) = (ctx.cx(), recording::CreateCentre::from(input));
        create(|| recording::create(cx, input.clone()), |row| Centre::show(row, cx.today())).await
    }

    /// Changes a centre's card, or where it stands in the network (изменить центр)
    async fn update_centre(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The changes (изменения)")] input: UpdateCentreInput,
    ) -> Mutated<UpdateCentrePayload> {
        let (cx, input) = (ctx.cx(), changing::UpdateCentre::from(input));
        update(
            || changing::update(cx, input.clone()),
            || visible_row::<centre_row::Entity>(&cx.db, &cx.viewer, input.id, cx.today()),
            |row| Centre::show(row, cx.today()),
        )
        .await
    }

    /// Deletes a centre recorded by mistake; one that was is ended by its term (удалить ошибочно заведённый центр)
    async fn delete_centre(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which (центр)")] input: DeleteCentreInput,
    ) -> Mutated<DeleteCentrePayload> {
        let (cx, input) = (ctx.cx(), deleting::DeleteCentre::from(input));
        delete(|| deleting::delete(cx, input), |row| Id(row.id.any())).await
    }
}
