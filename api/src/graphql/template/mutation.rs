//! The roots of changing templates.

use async_graphql::{Context, Object};
use entity::{
    ids::{AnyId, ReportTemplateId, TypedId},
    report_template,
};

use super::{
    ReportTemplate,
    input::{
        CreateReportTemplateInput, DeleteReportTemplateInput, PublishReportTemplateInput, RetireReportTemplateInput,
        UpdateReportTemplateInput,
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
        list::visible_row,
        template::{create as creating, decide, update as updating},
    },
};

payload!(CreateReportTemplatePayload, report_template: ReportTemplate, "the new template (форма отчёта)");
payload!(UpdateReportTemplatePayload, report_template: ReportTemplate, "the changed template (форма отчёта)");
payload!(PublishReportTemplatePayload, report_template: ReportTemplate, "the published template (форма отчёта)");
payload!(RetireReportTemplatePayload, report_template: ReportTemplate, "the retired template (форма отчёта)");
payload!(DeleteReportTemplatePayload, deleted_id: Id<AnyId>, "the id of what was removed (идентификатор удалённого)");

/// The template as it is now, for a client whose copy is stale.
async fn current(cx: &Cx, id: ReportTemplateId) -> Result<Option<report_template::Model>, AppError> {
    visible_row::<report_template::Entity>(&cx.db, &cx.viewer, id, cx.today()).await
}

/// Making templates and deciding on them.
#[derive(Default)]
pub struct TemplateMutation;

#[Object]
impl TemplateMutation {
    /// Makes a template as a draft: anew, by copying one that is seen, or as the next edition of one's own code
    /// (составить форму отчёта)
    async fn create_report_template(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The template (форма)")] input: CreateReportTemplateInput,
    ) -> Mutated<CreateReportTemplatePayload> {
        let (cx, input) = (ctx.cx(), creating::CreateReportTemplate::from(input));
        create(|| creating::create(cx, input.clone()), |row| ReportTemplate::show(row, cx.today())).await
    }

    /// Changes a template that is not published (изменить форму отчёта)
    async fn update_report_template(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The changes (изменения)")] input: UpdateReportTemplateInput,
    ) -> Mutated<UpdateReportTemplatePayload> {
        let (cx, input) = (ctx.cx(), updating::UpdateReportTemplate::from(input));
        update(
            || updating::update(cx, input.clone()),
            || current(cx, input.id),
            |row| ReportTemplate::show(row, cx.today()),
        )
        .await
    }

    /// Publishes a template: it is public and does not change from here on (утвердить форму отчёта)
    async fn publish_report_template(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The decision (решение)")] input: PublishReportTemplateInput,
    ) -> Mutated<PublishReportTemplatePayload> {
        let (cx, input) = (ctx.cx(), decide::Decide::from(input));
        update(
            || decide::publish(cx, input.clone()),
            || current(cx, input.id),
            |row| ReportTemplate::show(row, cx.today()),
        )
        .await
    }

    /// Retires a template: no new campaign takes it (вывести форму отчёта из употребления)
    async fn retire_report_template(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The decision (решение)")] input: RetireReportTemplateInput,
    ) -> Mutated<RetireReportTemplatePayload> {
        let (cx, input) = (ctx.cx(), decide::Decide::from(input));
        update(
            || decide::retire(cx, input.clone()),
            || current(cx, input.id),
            |row| ReportTemplate::show(row, cx.today()),
        )
        .await
    }

    /// Removes a template that is not published and that no other was copied from (удалить форму отчёта)
    async fn delete_report_template(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which (форма)")] input: DeleteReportTemplateInput,
    ) -> Mutated<DeleteReportTemplatePayload> {
        let (cx, DeleteReportTemplateInput { id, expected_version }) = (ctx.cx(), input);
        delete(|| decide::delete(cx, id.0, expected_version), |id: ReportTemplateId| Id(id.any())).await
    }
}
