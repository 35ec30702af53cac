//! The roots of changing agreements.

use async_graphql::{Context, Object};
use entity::{
    agreement,
    ids::{AgreementId, AnyId, TypedId},
};

use super::{
    Agreement,
    input::{CreateAgreementInput, RecordAgreementInput},
    input_change::{
        AmendAgreementInput, DeleteAgreementInput, RenewAgreementInput, ReturnAgreementInput, SignAgreementInput,
        SubmitAgreementInput, TerminateAgreementInput, UpdateAgreementInput,
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
        agreement::{amend, approval, draft, record, renew, terminate},
        list::visible_row,
    },
};

payload!(CreateAgreementPayload, agreement: Agreement, "the draft (проект соглашения)");
payload!(UpdateAgreementPayload, agreement: Agreement, "the changed draft (проект соглашения)");
payload!(SubmitAgreementPayload, agreement: Agreement, "the agreement on approval (соглашение)");
payload!(ReturnAgreementPayload, agreement: Agreement, "the returned draft (проект соглашения)");
payload!(SignAgreementPayload, agreement: Agreement, "the agreement with the signature (соглашение)");
payload!(RecordAgreementPayload, agreement: Agreement, "the recorded agreement (соглашение)");
payload!(AmendAgreementPayload, agreement: Agreement, "the agreement as it is today (соглашение)");
payload!(TerminateAgreementPayload, agreement: Agreement, "the terminated agreement (соглашение)");
payload!(RenewAgreementPayload, agreement: Agreement, "the draft of the renewal (проект соглашения)");
payload!(DeleteAgreementPayload, deleted_id: Id<AnyId>, "the id of what was removed (идентификатор удалённого)");

/// The agreement as it is now, for a client whose copy is stale.
async fn current(cx: &Cx, id: AgreementId) -> Result<Option<agreement::Model>, AppError> {
    visible_row::<agreement::Entity>(&cx.db, &cx.viewer, id, cx.today()).await
}

/// Changing agreements.
#[derive(Default)]
pub struct AgreementMutation;

#[Object]
impl AgreementMutation {
    /// Drafts an agreement; only the level that keeps it sees it (составить проект соглашения)
    async fn create_agreement(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The draft (проект)")] input: CreateAgreementInput,
    ) -> Mutated<CreateAgreementPayload> {
        let (cx, input) = (ctx.cx(), draft::CreateAgreement::from(input));
        create(|| draft::create(cx, input.clone()), |row| Agreement::show(row, cx.today())).await
    }

    /// Changes a draft (изменить проект соглашения)
    async fn update_agreement(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The changes (изменения)")] input: UpdateAgreementInput,
    ) -> Mutated<UpdateAgreementPayload> {
        let (cx, input) = (ctx.cx(), draft::UpdateAgreement::from(input));
        update(|| draft::update(cx, input.clone()), || current(cx, input.id), |row| Agreement::show(row, cx.today()))
            .await
    }

    /// Puts a complete draft up for approval: its parties read it and sign it (направить соглашение на согласование)
    async fn submit_agreement(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which (какое)")] input: SubmitAgreementInput,
    ) -> Mutated<SubmitAgreementPayload> {
        let (cx, SubmitAgreementInput { id, expected_version }) = (ctx.cx(), input);
        update(
            || approval::submit(cx, id.0, expected_version),
            || current(cx, id.0),
            |row| Agreement::show(row, cx.today()),
        )
        .await
    }

    /// Returns an agreement to draft; the signatures given so far are void (вернуть соглашение на доработку)
    async fn return_agreement(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which and why (какое и почему)")] input: ReturnAgreementInput,
    ) -> Mutated<ReturnAgreementPayload> {
        let (cx, ReturnAgreementInput { id, expected_version, reason }) = (ctx.cx(), input);
        update(
            || approval::send_back(cx, id.0, expected_version, reason.clone()),
            || current(cx, id.0),
            |row| Agreement::show(row, cx.today()),
        )
        .await
    }

    /// Signs for a party; the last signature concludes the agreement and makes it public (подписать соглашение)
    async fn sign_agreement(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The signature (подпись)")] input: SignAgreementInput,
    ) -> Mutated<SignAgreementPayload> {
        let (cx, input) = (ctx.cx(), approval::SignAgreement::from(input));
        update(|| approval::sign(cx, input.clone()), || current(cx, input.id), |row| Agreement::show(row, cx.today()))
            .await
    }

    /// Records an agreement that was signed elsewhere or long ago (внести заключённое соглашение)
    async fn record_agreement(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The agreement (соглашение)")] input: RecordAgreementInput,
    ) -> Mutated<RecordAgreementPayload> {
        let (cx, input) = (ctx.cx(), record::RecordAgreement::from(input));
        create(|| record::record(cx, input.clone()), |row| Agreement::show(row, cx.today())).await
    }

    /// Amends an agreement: the next edition; the earlier ones stay in `versions` (изменить соглашение)
    async fn amend_agreement(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The amendment (дополнительное соглашение)")] input: AmendAgreementInput,
    ) -> Mutated<AmendAgreementPayload> {
        let (cx, input) = (ctx.cx(), amend::AmendAgreement::from(input));
        update(|| amend::amend(cx, input.clone()), || current(cx, input.id), |row| Agreement::show(row, cx.today()))
            .await
    }

    /// Terminates an agreement (расторгнуть соглашение)
    async fn terminate_agreement(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The termination (расторжение)")] input: TerminateAgreementInput,
    ) -> Mutated<TerminateAgreementPayload> {
        let (cx, input) = (ctx.cx(), terminate::TerminateAgreement::from(input));
        update(
            || terminate::terminate(cx, input.clone()),
            || current(cx, input.id),
            |row| Agreement::show(row, cx.today()),
        )
        .await
    }

    /// Drafts the renewal of an agreement; the old one is superseded when the renewal is signed (перезаключить)
    async fn renew_agreement(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The renewal (перезаключение)")] input: RenewAgreementInput,
    ) -> Mutated<RenewAgreementPayload> {
        let (cx, input) = (ctx.cx(), renew::RenewAgreement::from(input));
        create(|| renew::renew(cx, input.clone()), |row| Agreement::show(row, cx.today())).await
    }

    /// Removes a draft (удалить проект соглашения)
    async fn delete_agreement(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which (какой)")] input: DeleteAgreementInput,
    ) -> Mutated<DeleteAgreementPayload> {
        let (cx, DeleteAgreementInput { id, expected_version }) = (ctx.cx(), input);
        delete(|| draft::delete(cx, id.0, expected_version), |row| Id(row.id.any())).await
    }
}
