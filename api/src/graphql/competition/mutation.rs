//! The roots of changing competitions: what they are, and what is decided on them.

use async_graphql::{Context, Object};
use entity::{
    competition,
    ids::{AnyId, CompetitionId, TypedId},
};

use super::{
    Competition,
    input::{CreateCompetitionInput, RecordCompetitionInput},
    input_change::{
        AnnounceCompetitionInput, ArchiveCompetitionInput, AssignExpertInput, CancelCompetitionInput,
        CloseEvaluationInput, DeleteCompetitionInput, PostponeCompetitionInput, PublishResultsInput, RemoveExpertInput,
        UpdateCompetitionInput,
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
        competition::{create as creating, decide, experts, postpone, results, update as updating},
        list::visible_row,
    },
};

payload!(CreateCompetitionPayload, competition: Competition, "the prepared competition (конкурс)");
payload!(RecordCompetitionPayload, competition: Competition, "the recorded competition (конкурс)");
payload!(UpdateCompetitionPayload, competition: Competition, "the changed competition (конкурс)");
payload!(AnnounceCompetitionPayload, competition: Competition, "the announced competition (конкурс)");
payload!(PostponeCompetitionPayload, competition: Competition, "the postponed competition (конкурс)");
payload!(CancelCompetitionPayload, competition: Competition, "the cancelled competition (конкурс)");
payload!(CloseEvaluationPayload, competition: Competition, "the competition whose evaluation is over (конкурс)");
payload!(PublishResultsPayload, competition: Competition, "the competition with its results (конкурс)");
payload!(ArchiveCompetitionPayload, competition: Competition, "the archived competition (конкурс)");
payload!(AssignExpertPayload, competition: Competition, "the competition with its experts (конкурс)");
payload!(RemoveExpertPayload, competition: Competition, "the competition with its experts (конкурс)");
payload!(DeleteCompetitionPayload, deleted_id: Id<AnyId>, "the id of what was removed (идентификатор удалённого)");

/// The competition as it is now, for a client whose copy is stale.
async fn current(cx: &Cx, id: CompetitionId) -> Result<Option<competition::Model>, AppError> {
    visible_row::<competition::Entity>(&cx.db, &cx.viewer, id, cx.today()).await
}

/// Preparing and changing competitions.
#[derive(Default)]
pub struct CompetitionMutation;

#[Object]
impl CompetitionMutation {
    /// Prepares a competition as a draft of the viewer's level; announced, it is its own level's (подготовить конкурс)
    async fn create_competition(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The competition (конкурс)")] input: CreateCompetitionInput,
    ) -> Mutated<CreateCompetitionPayload> {
        let (cx, input) = (ctx.cx(), creating::CreateCompetition::from(input));
        create(|| creating::create(cx, input.clone()), |row| Competition::show(row, cx.today())).await
    }

    /// Records a competition of the past; public at once (записать прошедший конкурс)
    async fn record_competition(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The competition (конкурс)")] input: RecordCompetitionInput,
    ) -> Mutated<RecordCompetitionPayload> {
        let (cx, input) = (ctx.cx(), creating::RecordCompetition::from(input));
        create(|| creating::record(cx, input.clone()), |row| Competition::show(row, cx.today())).await
    }

    /// Changes a competition (изменить конкурс)
    async fn update_competition(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The changes (изменения)")] input: UpdateCompetitionInput,
    ) -> Mutated<UpdateCompetitionPayload> {
        let (cx, input) = (ctx.cx(), updating::UpdateCompetition::from(input));
        update(
            || updating::update(cx, input.clone()),
            || current(cx, input.id),
            |row| Competition::show(row, cx.today()),
        )
        .await
    }

    /// Deletes a draft that nothing refers to (удалить проект конкурса)
    async fn delete_competition(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which (конкурс)")] input: DeleteCompetitionInput,
    ) -> Mutated<DeleteCompetitionPayload> {
        let (cx, DeleteCompetitionInput { id, expected_version }) = (ctx.cx(), input);
        delete(|| decide::delete(cx, id.0, expected_version), |id: CompetitionId| Id(id.any())).await
    }

    /// Assigns an expert: the assignment is the expert's scope (назначить эксперта)
    async fn assign_expert(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whom (эксперт)")] input: AssignExpertInput,
    ) -> Mutated<AssignExpertPayload> {
        let (cx, input) = (ctx.cx(), experts::AssignExpert::from(input));
        update(
            || experts::assign(cx, input.clone()),
            || current(cx, input.id),
            |row| Competition::show(row, cx.today()),
        )
        .await
    }

    /// Removes an expert; scores that were given stay (отозвать эксперта)
    async fn remove_expert(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whom (эксперт)")] input: RemoveExpertInput,
    ) -> Mutated<RemoveExpertPayload> {
        let (cx, RemoveExpertInput { competition_id, expected_version, user_id }) = (ctx.cx(), input);
        update(
            || experts::remove(cx, competition_id.0, expected_version, user_id.0),
            || current(cx, competition_id.0),
            |row| Competition::show(row, cx.today()),
        )
        .await
    }
}

/// Deciding on competitions.
#[derive(Default)]
pub struct CompetitionDecisionMutation;

#[Object]
impl CompetitionDecisionMutation {
    /// Announces a competition: it is public from here on (объявить конкурс)
    async fn announce_competition(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The decision (решение)")] input: AnnounceCompetitionInput,
    ) -> Mutated<AnnounceCompetitionPayload> {
        let (cx, input) = (ctx.cx(), decide::Decide::from(input));
        update(
            || decide::announce(cx, input.clone()),
            || current(cx, input.id),
            |row| Competition::show(row, cx.today()),
        )
        .await
    }

    /// Postpones a competition from today on; what was before it stays as it was (перенести конкурс)
    async fn postpone_competition(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The decision (решение)")] input: PostponeCompetitionInput,
    ) -> Mutated<PostponeCompetitionPayload> {
        let (cx, input) = (ctx.cx(), postpone::Postpone::from(input));
        update(
            || postpone::postpone(cx, input.clone()),
            || current(cx, input.id),
            |row| Competition::show(row, cx.today()),
        )
        .await
    }

    /// Cancels a competition with a reason (отменить конкурс)
    async fn cancel_competition(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The decision (решение)")] input: CancelCompetitionInput,
    ) -> Mutated<CancelCompetitionPayload> {
        let (cx, input) = (ctx.cx(), decide::Cancel::from(input));
        update(
            || decide::cancel(cx, input.clone()),
            || current(cx, input.decide.id),
            |row| Competition::show(row, cx.today()),
        )
        .await
    }

    /// Declares the evaluation over before, or without, its last day (завершить экспертизу)
    async fn close_evaluation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The decision (решение)")] input: CloseEvaluationInput,
    ) -> Mutated<CloseEvaluationPayload> {
        let (cx, input) = (ctx.cx(), decide::Decide::from(input));
        update(
            || decide::close_evaluation(cx, input.clone()),
            || current(cx, input.id),
            |row| Competition::show(row, cx.today()),
        )
        .await
    }

    /// Publishes results: applications get theirs and become public, statuses are awarded, all or nothing
    /// (подвести итоги конкурса)
    async fn publish_results(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The decision (решение)")] input: PublishResultsInput,
    ) -> Mutated<PublishResultsPayload> {
        let (cx, input) = (ctx.cx(), results::PublishResults::from(input));
        update(
            || results::publish(cx, input.clone()),
            || current(cx, input.id),
            |row| Competition::show(row, cx.today()),
        )
        .await
    }

    /// Puts a competition into the archive (перенести конкурс в архив)
    async fn archive_competition(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The decision (решение)")] input: ArchiveCompetitionInput,
    ) -> Mutated<ArchiveCompetitionPayload> {
        let (cx, input) = (ctx.cx(), decide::Decide::from(input));
        update(
            || decide::archive(cx, input.clone()),
            || current(cx, input.id),
            |row| Competition::show(row, cx.today()),
        )
        .await
    }
}
