//! The roots of reading templates.

use async_graphql::{Context, Object};

use super::{
    ReportTemplate,
    input::{ReportTemplateFilterInput, ReportTemplateOrder},
};
use crate::{
    access::Kind,
    error::AppError,
    graphql::{
        connection::{self, Connection, Shows, page_args},
        context::ContextExt,
        scalars::Date,
    },
    service::template::{listing, query},
};

/// Reading templates.
#[derive(Default)]
pub struct TemplateQuery;

#[Object]
impl TemplateQuery {
    /// The edition of a code and a number; without a number the newest that is published; null when there is none, or
    /// none for this viewer (форма отчёта)
    async fn report_template(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Code (код)")] code: String,
        #[graphql(desc = "Number of the edition; the newest published when absent (редакция)")] edition: Option<i32>,
        #[graphql(desc = "State of that day; today when absent (на дату)")] as_of: Option<Date>,
    ) -> Option<Result<ReportTemplate, AppError>> {
        let day = ctx.day(as_of, None);
        let found = query::by_code(ctx.cx(), &code, edition).await;
        found.map(|row| row.map(|row| ReportTemplate::show(row, day))).transpose()
    }

    /// The templates that this viewer sees: published ones of everyone, drafts of one's own (формы отчётов)
    async fn report_templates(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Narrows the list (отбор)")] filter: Option<ReportTemplateFilterInput>,
        #[graphql(desc = "Order; by name when absent (порядок)")] order_by: Option<ReportTemplateOrder>,
        #[graphql(desc = "Words of a name, or a code, in any case, ё as е (поиск)")] search: Option<String>,
        #[graphql(desc = "Page size forwards, 1 to 100, 20 when absent (размер страницы)")] first: Option<i32>,
        #[graphql(desc = "Cursor before the page (после)")] after: Option<String>,
        #[graphql(desc = "Page size backwards (с конца)")] last: Option<i32>,
        #[graphql(desc = "Cursor after the page (до)")] before: Option<String>,
        #[graphql(desc = "States of that day; today when absent (на дату)")] as_of: Option<Date>,
    ) -> Result<Connection<ReportTemplate>, AppError> {
        let day = ctx.day(as_of, None);
        let (order, descending) = order_by.unwrap_or_default().parts();
        let filter = filter.unwrap_or_default().into();
        let scope = ctx.cx().scope(Kind::ReportTemplate);
        let list = listing::templates(&ctx.list_tag(), &scope, day, &filter, search.as_deref(), order, descending);
        connection::root(ctx, list, page_args(first, after, last, before), day).await
    }
}
