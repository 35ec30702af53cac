//! The roots of reading agreements.

use async_graphql::{Context, Object};
use entity::ids::{AgreementId, AnyId, MunicipalityId, RegionId};

use super::{
    Agreement,
    children::partner_graph,
    graph::PartnerGraphResult,
    input::{AgreementFilter, AgreementOrder},
};
use crate::{
    access::Kind,
    error::AppError,
    graphql::{
        connection::{self, Connection, page_args},
        context::ContextExt,
        external::asked,
        ids::Id,
        scalars::Date,
        territory::{Municipality, Region},
    },
    service::agreement::lists::{self, Asked},
};

/// Reading agreements.
#[derive(Default)]
pub struct AgreementQuery;

#[Object]
impl AgreementQuery {
    /// The agreement of an id, or of a source and its id there, ended ones too; null when there is none, or none for this
    /// viewer (соглашение)
    async fn agreement(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Identity (идентификатор)")] id: Option<Id<AgreementId>>,
        #[graphql(desc = "The other system, with externalId (источник)")] source: Option<String>,
        #[graphql(desc = "Its id there (идентификатор в источнике)")] external_id: Option<String>,
        #[graphql(desc = "State of that day; today when absent (на дату)")] as_of: Option<Date>,
    ) -> Option<Result<Agreement, AppError>> {
        let found = async {
            match asked(ctx, Kind::Agreement, id, source, external_id).await? {
                Some(id) => Agreement::load(ctx, id, ctx.day(as_of, None)).await,
                None => Ok(None),
            }
        };
        found.await.transpose()
    }

    /// The agreements of a day; the ended ones where `states` asks for them. A search finds those who may not read more
    /// by the title alone (соглашения)
    async fn agreements(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Narrows the list (отбор)")] filter: Option<AgreementFilter>,
        #[graphql(desc = "Order; by title when absent (порядок)")] order_by: Option<AgreementOrder>,
        #[graphql(desc = "Words, in any case, ё as е (поиск)")] search: Option<String>,
        #[graphql(desc = "Page size forwards, 1 to 100, 20 when absent (размер страницы)")] first: Option<i32>,
        #[graphql(desc = "Cursor before the page (после)")] after: Option<String>,
        #[graphql(desc = "Page size backwards (с конца)")] last: Option<i32>,
        #[graphql(desc = "Cursor after the page (до)")] before: Option<String>,
        #[graphql(desc = "States and attributes of that day; today when absent (на дату)")] as_of: Option<Date>,
    ) -> Result<Connection<Agreement>, AppError> {
        let day = ctx.day(as_of, None);
        let (order, descending) = order_by.unwrap_or_default().parts();
        let filter = filter.unwrap_or_default().into();
        let tag = ctx.list_tag();
        let asked = Asked { tag: &tag, day, filter: &filter, words: search.as_deref(), order, descending };
        let listing = lists::agreements(ctx.cx(), asked)?;
        connection::root(ctx, listing, page_args(first, after, last, before), day).await
    }

    /// Who is bound to whom in a region or a municipality on a day, partners outside it too; null when there is no such
    /// territory (граф партнёров)
    async fn partner_graph(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "A region or a municipality (регион или муниципальное образование)")] of: Id<AnyId>,
        #[graphql(desc = "On that day; today when absent (на дату)")] as_of: Option<Date>,
    ) -> Option<Result<PartnerGraphResult, AppError>> {
        let day = ctx.day(as_of, None);
        let found = match (RegionId::try_from(of.0), MunicipalityId::try_from(of.0)) {
            (Ok(id), _) => Region::load(ctx, id, day).await.map(|region| region.is_some()),
            (_, Ok(id)) => Municipality::load(ctx, id, day).await.map(|municipality| municipality.is_some()),
            _ => Err(AppError::bad_input(
                "Нужен регион или муниципальное образование",
                "A region or a municipality is needed",
            )),
        };
        match found {
            Ok(true) => Some(partner_graph(ctx, of.0.uuid, day).await),
            Ok(false) => None,
            Err(error) => Some(Err(error)),
        }
    }
}
