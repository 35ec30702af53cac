//! The roots of changing reports: the steps of the node, of those who look, of the owner of the campaign.

use async_graphql::{Context, Object};
use entity::{ids::ReportId, report};

use super::{
    Report,
    input::{
        AcceptReportInput, EndorseReportInput, ExtendReportInput, FillReportInput, LockReportInput, ReturnReportInput,
        SubmitReportInput, UnlockReportInput, WithdrawReportInput,
    },
};
use crate::{
    error::{AppError, Failure},
    graphql::{
        connection::Shows,
        context::ContextExt,
        payload::{Mutated, Payload, update},
    },
    payload,
    service::{
        Cx,
        list::visible_row,
        report::{
            fill::{FillReport, fill},
            lock::{ExtendReport, UnlockReport, extend, lock, unlock},
            review,
            submit::{ReportStep, submit, withdraw},
        },
    },
};

payload!(FillReportPayload, report: Report, "the report that is filled in (отчёт)");
payload!(SubmitReportPayload, report: Report, "the report that is handed in (отчёт)");
payload!(WithdrawReportPayload, report: Report, "the report that is taken back (отчёт)");
payload!(EndorseReportPayload, report: Report, "the report that is passed on (отчёт)");
payload!(ReturnReportPayload, report: Report, "the report that is returned (отчёт)");
payload!(AcceptReportPayload, report: Report, "the report that is accepted (отчёт)");
payload!(LockReportPayload, report: Report, "the report that is locked (отчёт)");
payload!(UnlockReportPayload, report: Report, "the report that is unlocked (отчёт)");
payload!(ExtendReportPayload, report: Report, "the report with its later day (отчёт)");

/// Runs a step; whoever is stale gets the report as it is now.
async fn stepped<P, F>(cx: &Cx, id: ReportId, run: impl Fn() -> F) -> Mutated<P>
where
    P: Payload<Object = Report>,
    F: Future<Output = Result<report::Model, Failure>>,
{
    let current = || current(cx, id);
    update(run, current, |row| Report::show(row, cx.today())).await
}

async fn current(cx: &Cx, id: ReportId) -> Result<Option<report::Model>, AppError> {
    visible_row::<report::Entity>(&cx.db, &cx.viewer, id, cx.today()).await
}

/// Changing reports.
#[derive(Default)]
pub struct ReportMutation;

#[Object]
impl ReportMutation {
    /// Fills a report in: answers are merged by field and row. The first time it is begun with what is known already. The
    /// owner of the campaign fills in for a silent node, and it is marked (заполнить отчёт)
    async fn fill_report(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The answers (ответы)")] input: FillReportInput,
    ) -> Mutated<FillReportPayload> {
        let (cx, input) = (ctx.cx(), FillReport::from(input));
        stepped(cx, input.id, || fill(cx, input.clone())).await
    }

    /// Hands a report in, with all that it asks for; late is allowed and shown. Its numbers become values (представить отчёт)
    async fn submit_report(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which (отчёт)")] input: SubmitReportInput,
    ) -> Mutated<SubmitReportPayload> {
        let (cx, input) = (ctx.cx(), ReportStep::from(input));
        stepped(cx, input.id, || submit(cx, input.clone())).await
    }

    /// Takes a report back before anyone has looked at it (отозвать отчёт)
    async fn withdraw_report(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which (отчёт)")] input: WithdrawReportInput,
    ) -> Mutated<WithdrawReportPayload> {
        let (cx, input) = (ctx.cx(), ReportStep::from(input));
        stepped(cx, input.id, || withdraw(cx, input.clone())).await
    }

    /// Passes a report on, as the education department or the zonal centre; the owner of the campaign may pass on for them
    /// (согласовать отчёт)
    async fn endorse_report(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which (отчёт)")] input: EndorseReportInput,
    ) -> Mutated<EndorseReportPayload> {
        let (cx, input) = (ctx.cx(), ReportStep::from(input));
        stepped(cx, input.id, || review::endorse(cx, input.clone())).await
    }

    /// Returns a report with remarks; its values are drafts again (вернуть отчёт на доработку)
    async fn return_report(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is to be mended (замечания)")] input: ReturnReportInput,
    ) -> Mutated<ReturnReportPayload> {
        let (cx, (step, remarks)) = (ctx.cx(), input.parts());
        stepped(cx, step.id, || review::give_back(cx, step.clone(), remarks.clone())).await
    }

    /// Accepts a report, as the owner of the campaign; its values are public (принять отчёт)
    async fn accept_report(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which (отчёт)")] input: AcceptReportInput,
    ) -> Mutated<AcceptReportPayload> {
        let (cx, input) = (ctx.cx(), ReportStep::from(input));
        stepped(cx, input.id, || review::accept(cx, input.clone())).await
    }

    /// Locks an accepted report (закрыть отчёт для изменений)
    async fn lock_report(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which (отчёт)")] input: LockReportInput,
    ) -> Mutated<LockReportPayload> {
        let (cx, input) = (ctx.cx(), ReportStep::from(input));
        stepped(cx, input.id, || lock(cx, input.clone())).await
    }

    /// Unlocks a report with a reason: accepted again, or a draft to be mended even in a closed campaign
    /// (открыть отчёт для изменений)
    async fn unlock_report(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which, and why (отчёт и причина)")] input: UnlockReportInput,
    ) -> Mutated<UnlockReportPayload> {
        let (cx, input) = (ctx.cx(), UnlockReport::from(input));
        stepped(cx, input.id, || unlock(cx, input.clone())).await
    }

    /// Gives one node a later day, with a reason (продлить срок отчёта)
    async fn extend_report(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The day, and why (срок и причина)")] input: ExtendReportInput,
    ) -> Mutated<ExtendReportPayload> {
        let (cx, input) = (ctx.cx(), ExtendReport::from(input));
        stepped(cx, input.id, || extend(cx, input.clone())).await
    }
}
