//! The roots of changing statuses and their kinds.

use async_graphql::{Context, Object};
use entity::{
    ids::{AnyId, TypedId},
    status_assignment as row, status_kind as kind_row,
};

use super::{
    StatusAssignment, StatusKind,
    input::{
        CreateStatusAssignmentInput, DeleteStatusAssignmentInput, GrantStatusInput, ProposeStatusAssignmentInput,
        RecordStatusInput, RenewStatusInput, RevokeStatusInput, UpdateStatusAssignmentInput, WaiveStatusInput,
    },
    kind_input::{CreateStatusKindInput, UpdateStatusKindInput},
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
        status::{
            draft::{self, CreateStatusAssignment, DraftStep, UpdateStatusAssignment},
            end::{self, EndStatus},
            grant::{self, GrantStatus, RecordStatus},
            kind::{self, CreateStatusKind, UpdateStatusKind},
            renew::{self, RenewStatus},
        },
    },
};

payload!(CreateStatusKindPayload, status_kind: StatusKind, "the added kind (вид статуса)");
payload!(UpdateStatusKindPayload, status_kind: StatusKind, "the changed kind (вид статуса)");
payload!(CreateStatusAssignmentPayload, status_assignment: StatusAssignment, "the draft (черновик)");
payload!(UpdateStatusAssignmentPayload, status_assignment: StatusAssignment, "the changed draft or proposal (проект)");
payload!(DeleteStatusAssignmentPayload, deleted_id: Id<AnyId>, "the id of what was removed (идентификатор удалённого)");
payload!(ProposeStatusAssignmentPayload, status_assignment: StatusAssignment, "the proposal (предложение)");
payload!(GrantStatusPayload, status_assignment: StatusAssignment, "the granted status (присвоенный статус)");
payload!(RecordStatusPayload, status_assignment: StatusAssignment, "the recorded status (записанный статус)");
payload!(RenewStatusPayload, status_assignment: StatusAssignment, "the new record of the renewed status (продление)");
payload!(RevokeStatusPayload, status_assignment: StatusAssignment, "the revoked status (отозванный статус)");
payload!(WaiveStatusPayload, status_assignment: StatusAssignment, "the waived status (прекращённый статус)");

/// Changing the dictionary of kinds.
#[derive(Default)]
pub struct StatusKindMutation;

#[Object]
impl StatusKindMutation {
    /// Adds a kind of status to the dictionary (завести вид статуса)
    async fn create_status_kind(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The kind (вид статуса)")] input: CreateStatusKindInput,
    ) -> Mutated<CreateStatusKindPayload> {
        let (cx, input) = (ctx.cx(), CreateStatusKind::from(input));
        create(|| kind::create(cx, input.clone()), |row| StatusKind::show(row, cx.today())).await
    }

    /// Changes a kind of status, or ends it by its last day (изменить или завершить вид статуса)
    async fn update_status_kind(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The changes (изменения)")] input: UpdateStatusKindInput,
    ) -> Mutated<UpdateStatusKindPayload> {
        let (cx, input) = (ctx.cx(), UpdateStatusKind::from(input));
        update(
            || kind::update(cx, input.clone()),
            || visible_row::<kind_row::Entity>(&cx.db, &cx.viewer, input.id, cx.today()),
            |row| StatusKind::show(row, cx.today()),
        )
        .await
    }
}

/// Changing statuses.
#[derive(Default)]
pub struct StatusMutation;

/// Runs an operation on an assignment and shows it, also to a client whose copy is stale.
macro_rules! on_assignment {
    ($ctx:ident, $input:ident, $run:path) => {{
        let cx = $ctx.cx();
        update(
            || $run(cx, $input.clone()),
            || visible_row::<row::Entity>(&cx.db, &cx.viewer, $input.id, cx.today()),
            |row| StatusAssignment::show(row, cx.today()),
        )
        .await
    }};
}

#[Object]
impl StatusMutation {
    /// Prepares a status as a draft of the viewer's level (подготовить присвоение статуса)
    async fn create_status_assignment(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The draft (проект)")] input: CreateStatusAssignmentInput,
    ) -> Mutated<CreateStatusAssignmentPayload> {
        let (cx, input) = (ctx.cx(), CreateStatusAssignment::from(input));
        create(|| draft::create(cx, input.clone()), |row| StatusAssignment::show(row, cx.today())).await
    }

    /// Changes a draft or a proposal (изменить проект присвоения)
    async fn update_status_assignment(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The changes (изменения)")] input: UpdateStatusAssignmentInput,
    ) -> Mutated<UpdateStatusAssignmentPayload> {
        let input = UpdateStatusAssignment::from(input);
        on_assignment!(ctx, input, draft::update)
    }

    /// Deletes a draft (удалить черновик)
    async fn delete_status_assignment(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which (черновик)")] input: DeleteStatusAssignmentInput,
    ) -> Mutated<DeleteStatusAssignmentPayload> {
        let (cx, input) = (ctx.cx(), DraftStep::from(input));
        delete(|| draft::delete(cx, input), |row| Id(row.id.any())).await
    }

    /// Hands a draft to those who decide (предложить присвоить статус)
    async fn propose_status_assignment(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which (черновик)")] input: ProposeStatusAssignmentInput,
    ) -> Mutated<ProposeStatusAssignmentPayload> {
        let input = DraftStep::from(input);
        on_assignment!(ctx, input, draft::propose)
    }

    /// Puts a draft or a proposal in force by an act with date and number (присвоить статус)
    async fn grant_status(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The decision (решение)")] input: GrantStatusInput,
    ) -> Mutated<GrantStatusPayload> {
        let input = GrantStatus::from(input);
        on_assignment!(ctx, input, grant::grant)
    }

    /// Records a status of the past: in force by its dates, with what its source leaves open; an overlap becomes an open
    /// point (записать ранее присвоенный статус)
    async fn record_status(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The status (статус)")] input: RecordStatusInput,
    ) -> Mutated<RecordStatusPayload> {
        let (cx, input) = (ctx.cx(), RecordStatus::from(input));
        create(|| grant::record(cx, input.clone()), |row| StatusAssignment::show(row, cx.today())).await
    }

    /// Grants a status again: a new record linked to the one before, which ends the day before if it would hold on
    /// (продлить статус)
    async fn renew_status(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The decision (решение)")] input: RenewStatusInput,
    ) -> Mutated<RenewStatusPayload> {
        let input = RenewStatus::from(input);
        on_assignment!(ctx, input, renew::renew)
    }

    /// Revokes a status by an act with date and number (отозвать статус)
    async fn revoke_status(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The decision (решение)")] input: RevokeStatusInput,
    ) -> Mutated<RevokeStatusPayload> {
        let input = EndStatus::from(input);
        on_assignment!(ctx, input, end::revoke)
    }

    /// Accepts that the holder gives a status up (принять отказ от статуса)
    async fn waive_status(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The decision (решение)")] input: WaiveStatusInput,
    ) -> Mutated<WaiveStatusPayload> {
        let input = EndStatus::from(input);
        on_assignment!(ctx, input, end::waive)
    }
}
