//! The roots of changing applications: the applicant's steps, the organiser's, the experts'.

use async_graphql::{Context, Object};
use entity::{
    application,
    ids::{AnyId, ApplicationId, TypedId},
};

use super::{
    Application,
    input::{
        AdmitApplicationInput, CreateApplicationInput, DeleteApplicationInput, RecordApplicationInput,
        RecordScoreInput, RejectApplicationInput, SubmitApplicationInput, UpdateApplicationInput,
        WithdrawApplicationInput,
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
        application::{admit, create as creating, record, score, submit, update as updating},
        list::visible_row,
    },
};

payload!(CreateApplicationPayload, application: Application, "the prepared application (заявка)");
payload!(RecordApplicationPayload, application: Application, "the recorded application (заявка)");
payload!(UpdateApplicationPayload, application: Application, "the changed application (заявка)");
payload!(SubmitApplicationPayload, application: Application, "the submitted application (заявка)");
payload!(WithdrawApplicationPayload, application: Application, "the withdrawn application (заявка)");
payload!(AdmitApplicationPayload, application: Application, "the admitted application (заявка)");
payload!(RejectApplicationPayload, application: Application, "the rejected application (заявка)");
payload!(RecordScorePayload, application: Application, "the application with the score (заявка)");
payload!(DeleteApplicationPayload, deleted_id: Id<AnyId>, "the id of what was removed (идентификатор удалённого)");

/// The application as it is now, for a client whose copy is stale.
async fn current(cx: &Cx, id: ApplicationId) -> Result<Option<application::Model>, AppError> {
    visible_row::<application::Entity>(&cx.db, &cx.viewer, id, cx.today()).await
}

/// Changing applications.
#[derive(Default)]
pub struct ApplicationMutation;

#[Object]
impl ApplicationMutation {
    /// Prepares an application as a draft of the applicant (подготовить заявку)
    async fn create_application(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The application (заявка)")] input: CreateApplicationInput,
    ) -> Mutated<CreateApplicationPayload> {
        let (cx, input) = (ctx.cx(), creating::CreateApplication::from(input));
        create(|| creating::create(cx, input.clone()), |row| Application::show(row, cx.today())).await
    }

    /// Records who took part in a competition of the past; public at once (записать участие в прошедшем конкурсе)
    async fn record_application(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The application (заявка)")] input: RecordApplicationInput,
    ) -> Mutated<RecordApplicationPayload> {
        let (cx, input) = (ctx.cx(), record::RecordApplication::from(input));
        create(|| record::record(cx, input.clone()), |row| Application::show(row, cx.today())).await
    }

    /// Changes a draft (изменить заявку)
    async fn update_application(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The changes (изменения)")] input: UpdateApplicationInput,
    ) -> Mutated<UpdateApplicationPayload> {
        let (cx, input) = (ctx.cx(), updating::UpdateApplication::from(input));
        update(
            || updating::update(cx, input.clone()),
            || current(cx, input.id),
            |row| Application::show(row, cx.today()),
        )
        .await
    }

    /// Deletes a draft (удалить проект заявки)
    async fn delete_application(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which (заявка)")] input: DeleteApplicationInput,
    ) -> Mutated<DeleteApplicationPayload> {
        let (cx, DeleteApplicationInput { id, expected_version }) = (ctx.cx(), input);
        delete(|| updating::delete(cx, id.0, expected_version), |id: ApplicationId| Id(id.any())).await
    }

    /// Submits an application, inside the window and with all that is required (подать заявку)
    async fn submit_application(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which (заявка)")] input: SubmitApplicationInput,
    ) -> Mutated<SubmitApplicationPayload> {
        let (cx, SubmitApplicationInput { id, expected_version }) = (ctx.cx(), input);
        update(
            || submit::submit(cx, id.0, expected_version),
            || current(cx, id.0),
            |row| Application::show(row, cx.today()),
        )
        .await
    }

    /// Withdraws an application; the same work may be submitted again (отозвать заявку)
    async fn withdraw_application(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which (заявка)")] input: WithdrawApplicationInput,
    ) -> Mutated<WithdrawApplicationPayload> {
        let (cx, WithdrawApplicationInput { id, expected_version, reason }) = (ctx.cx(), input);
        update(
            || submit::withdraw(cx, id.0, expected_version, reason.clone()),
            || current(cx, id.0),
            |row| Application::show(row, cx.today()),
        )
        .await
    }

    /// Admits an application to the evaluation (допустить заявку)
    async fn admit_application(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which (заявка)")] input: AdmitApplicationInput,
    ) -> Mutated<AdmitApplicationPayload> {
        let (cx, AdmitApplicationInput { id, expected_version }) = (ctx.cx(), input);
        update(
            || admit::admit(cx, id.0, expected_version),
            || current(cx, id.0),
            |row| Application::show(row, cx.today()),
        )
        .await
    }

    /// Rejects an application with a reason (отклонить заявку)
    async fn reject_application(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which (заявка)")] input: RejectApplicationInput,
    ) -> Mutated<RejectApplicationPayload> {
        let (cx, RejectApplicationInput { id, expected_version, reason }) = (ctx.cx(), input);
        update(
            || admit::reject(cx, id.0, expected_version, reason.clone()),
            || current(cx, id.0),
            |row| Application::show(row, cx.today()),
        )
        .await
    }

    /// Gives an application the score of this expert, or corrects it (оценить заявку)
    async fn record_score(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The score (оценка)")] input: RecordScoreInput,
    ) -> Mutated<RecordScorePayload> {
        let (cx, RecordScoreInput { application_id, score: given }) = (ctx.cx(), input);
        create(|| score::record(cx, application_id.0, given.0), |row| Application::show(row, cx.today())).await
    }
}
