//! The roots of changing sets of targets.

use async_graphql::{Context, Object};
use entity::{
    ids::{AnyId, TypedId},
    target_set as row,
};

use super::{
    TargetSet,
    input::{ApproveTargetSetInput, CreateTargetSetInput, DeleteTargetSetInput, SetTargetsInput, UpdateTargetSetInput},
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
        list::visible_row,
        target::{
            approve::{self, TargetSetStep},
            create::{self as creating, CreateTargetSet},
            delete as removing,
            put::{self, SetTargets},
            update::{self as updating, UpdateTargetSet},
        },
    },
};

payload!(CreateTargetSetPayload, target_set: TargetSet, "the draft (проект набора)");
payload!(UpdateTargetSetPayload, target_set: TargetSet, "the changed set (набор целевых значений)");
payload!(SetTargetsPayload, target_set: TargetSet, "the set with its targets (набор целевых значений)");
payload!(ApproveTargetSetPayload, target_set: TargetSet, "the approved set (утверждённый набор)");
payload!(DeleteTargetSetPayload, deleted_id: Id<AnyId>, "the id of what was removed (идентификатор удалённого)");

/// Changing sets of targets.
#[derive(Default)]
pub struct TargetMutation;

/// Runs an operation on a set and shows it, also to a client whose copy is stale.
macro_rules! on_set {
    ($ctx:ident, $input:ident, $run:path) => {{
        let cx = $ctx.cx();
        update(
            || $run(cx, $input.clone()),
            || visible_row::<row::Entity>(&cx.db, &cx.viewer, $input.id, cx.today()),
            |row| TargetSet::show(row, cx.today()),
        )
        .await
    }};
}

#[Object]
impl TargetMutation {
    /// Prepares a set of targets as a draft of the viewer's level (подготовить набор целевых значений)
    async fn create_target_set(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The set (набор)")] input: CreateTargetSetInput,
    ) -> Mutated<CreateTargetSetPayload> {
        let (cx, input) = (ctx.cx(), CreateTargetSet::from(input));
        create(|| creating::create(cx, input.clone()), |row| TargetSet::show(row, cx.today())).await
    }

    /// Changes a set of targets, hands a draft in, or ends what is approved by its last day (изменить набор)
    async fn update_target_set(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The changes (изменения)")] input: UpdateTargetSetInput,
    ) -> Mutated<UpdateTargetSetPayload> {
        let input = UpdateTargetSet::from(input);
        on_set!(ctx, input, updating::update)
    }

    /// Writes targets of a set by their keys (записать целевые значения)
    async fn set_targets(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The targets (целевые значения)")] input: SetTargetsInput,
    ) -> Mutated<SetTargetsPayload> {
        let input = SetTargets::from(input);
        on_set!(ctx, input, put::set)
    }

    /// Approves a set: everyone sees it from then on (утвердить набор)
    async fn approve_target_set(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which (набор)")] input: ApproveTargetSetInput,
    ) -> Mutated<ApproveTargetSetPayload> {
        let input = TargetSetStep::from(input);
        on_set!(ctx, input, approve::approve)
    }

    /// Removes the draft of a set with its targets (удалить проект набора)
    async fn delete_target_set(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which (проект набора)")] input: DeleteTargetSetInput,
    ) -> Mutated<DeleteTargetSetPayload> {
        let input = TargetSetStep::from(input);
        delete(|| removing::delete(ctx.cx(), input.clone()), |row| Id(row.id.any())).await
    }
}
