//! The roots of reading organisations and dictionaries.

use async_graphql::{Context, Object};
use entity::ids::OrganisationId;

use super::{
    Organisation,
    children::Asked,
    input::{OrganisationFilterInput, OrganisationOrder},
    parts::ClassifierResult,
};
use crate::{
    error::AppError,
    graphql::{
        connection::{Connection, Shows, page_args},
        context::ContextExt,
        ids::Id,
        scalars::Date,
    },
    service::{classifier, organisation::query},
};

/// Reading organisations.
#[derive(Default)]
pub struct OrganisationQuery;

#[Object]
impl OrganisationQuery {
    /// The organisation of an ИНН (alone: the head organisation) and a КПП, of an id, or of an id of another system;
    /// ended ones too (организация по ИНН и КПП, идентификатору или внешнему идентификатору)
    async fn organisation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Identity (идентификатор)")] id: Option<Id<OrganisationId>>,
        #[graphql(desc = "ИНН (ИНН)")] inn: Option<String>,
        #[graphql(desc = "КПП, with an ИНН (КПП)")] kpp: Option<String>,
        #[graphql(desc = "The other system, with externalId (источник)")] source: Option<String>,
        #[graphql(desc = "Its id there (идентификатор в источнике)")] external_id: Option<String>,
        #[graphql(desc = "Attributes of that day; today when absent (на дату)")] as_of: Option<Date>,
    ) -> Option<Result<Organisation, AppError>> {
        let (cx, day) = (ctx.cx(), ctx.day(as_of, None));
        let row = match (id, inn, kpp, source, external_id) {
            (Some(id), None, None, None, None) => return Organisation::load(ctx, id.0, day).await.transpose(),
            (None, Some(inn), kpp, None, None) => query::by_inn(cx, &inn, kpp.as_deref(), day).await,
            (None, None, None, Some(source), Some(id)) => query::by_external(cx, &source, &id, day).await,
            _ => Err(AppError::bad_input(
                "Задайте id, или inn (и kpp), или source и externalId",
                "Give id, or inn (and kpp), or source and externalId",
            )),
        };
        Some(row.transpose()?.map(|row| Organisation::show(row, day)))
    }

    /// The organisations of a day (организации)
    async fn organisations(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Narrows the list (отбор)")] filter: Option<OrganisationFilterInput>,
        #[graphql(desc = "Order; by name when absent (порядок)")] order_by: Option<OrganisationOrder>,
        #[graphql(desc = "Words of a name or an ИНН, in any case, ё as е (поиск)")] search: Option<String>,
        #[graphql(desc = "Page size forwards, 1 to 100, 20 when absent (размер страницы)")] first: Option<i32>,
        #[graphql(desc = "Cursor before the page (после)")] after: Option<String>,
        #[graphql(desc = "Page size backwards (с конца)")] last: Option<i32>,
        #[graphql(desc = "Cursor after the page (до)")] before: Option<String>,
        #[graphql(desc = "The organisations of that day; today when absent (на дату)")] as_of: Option<Date>,
    ) -> Result<Connection<Organisation>, AppError> {
        let (page, day) = (page_args(first, after, last, before), ctx.day(as_of, None));
        Asked { filter, order_by, search, page, day }.root(ctx).await
    }

    /// The entries of a dictionary that are in use on a day, such as `legal_form` (словарь)
    async fn classifiers(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which dictionary (словарь)")] dictionary: String,
        #[graphql(desc = "In use on that day; today when absent (на дату)")] as_of: Option<Date>,
    ) -> Result<Vec<ClassifierResult>, AppError> {
        let day = ctx.day(as_of, None);
        let rows = classifier::entries(&ctx.cx().db, &dictionary, Some(day)).await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }
}
