//! The roots of changing indicators.

use async_graphql::{Context, Object};
use entity::{
    ids::{AnyId, TypedId},
    indicator as row,
};

use super::{
    Indicator,
    input::CreateIndicatorInput,
    input_change::{DeleteIndicatorInput, UpdateIndicatorInput},
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
        indicator::{
            create::{self as creating, CreateIndicator},
            delete::{self as removing, DeleteIndicator},
            update::{self as updating, UpdateIndicator},
        },
        list::visible_row,
    },
};

payload!(CreateIndicatorPayload, indicator: Indicator, "the defined indicator (показатель)");
payload!(UpdateIndicatorPayload, indicator: Indicator, "the changed indicator (показатель)");
payload!(DeleteIndicatorPayload, deleted_id: Id<AnyId>, "the id of what was removed (идентификатор удалённого)");

/// Changing indicators.
#[derive(Default)]
pub struct IndicatorMutation;

#[Object]
impl IndicatorMutation {
    /// Defines an indicator (завести показатель)
    async fn create_indicator(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The indicator (показатель)")] input: CreateIndicatorInput,
    ) -> Mutated<CreateIndicatorPayload> {
        let (cx, input) = (ctx.cx(), CreateIndicator::from(input));
        create(|| creating::create(cx, input.clone()), |row| Indicator::show(row, cx.today())).await
    }

    /// Changes an indicator, or ends it by its last day (изменить или завершить показатель)
    async fn update_indicator(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The changes (изменения)")] input: UpdateIndicatorInput,
    ) -> Mutated<UpdateIndicatorPayload> {
        let (cx, input) = (ctx.cx(), UpdateIndicator::from(input));
        update(
            || updating::update(cx, input.clone()),
            || visible_row::<row::Entity>(&cx.db, &cx.viewer, input.id, cx.today()),
            |row| Indicator::show(row, cx.today()),
        )
        .await
    }

    /// Removes an indicator that nothing refers to (удалить ошибочный показатель)
    async fn delete_indicator(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which (показатель)")] input: DeleteIndicatorInput,
    ) -> Mutated<DeleteIndicatorPayload> {
        let (cx, input) = (ctx.cx(), DeleteIndicator::from(input));
        delete(|| removing::delete(cx, input.clone()), |row| Id(row.id.any())).await
    }
}
