//! [`Region`].

use async_graphql::{Context, Object};
use chrono::NaiveDate;
use entity::{
    ids::{AnyId, RegionId, TypedId},
    region::{self, RegionKind},
};

use super::{
    Municipality, Zone,
    input::{MunicipalityFilter, TerritoryOrder},
};
use crate::{
    access::Action,
    db::tally::Territory,
    error::AppError,
    graphql::{
        act::{
            self, LegalAct,
            input::{LegalActFilter, LegalActOrderBy},
        },
        agreement::{Agreement, AgreementFilter, AgreementOrder, PartnerGraphResult, TiesBelow},
        centre::{Above, Centre, CentreFilter, CentreOrder, NetworkBelow},
        codes::E,
        competition::{
            Competition, below,
            input::{CompetitionFilterInput, CompetitionOrder},
        },
        connection::{self, Connection, Shows, page_args},
        context::ContextExt,
        ids::Id,
        loaders::ById,
        organisation::{Asked, Below, Organisation, OrganisationFilterInput, OrganisationOrder},
        overview::Overview,
        partnership::{Partnership, PartnershipFilter, PartnershipOrder},
        scalars::{Date, DateTime},
        status::{StatusAssignment, StatusFilter, StatusOrder},
        validity::ValidityStats,
    },
    service::{
        agreement::lists,
        competition::listing as competitions,
        territory::{
            actions,
            query::{self, ZoneFilter},
        },
    },
    validity_of,
};

/// A region as of a day.
#[derive(Clone, Debug)]
pub struct Region {
    row: region::Model,
    as_of: NaiveDate,
}

impl Shows<region::Entity> for Region {
    fn show(row: region::Model, as_of: NaiveDate) -> Self {
        Self { row, as_of }
    }
}

impl Region {
    /// The region of an id.
    pub async fn load(ctx: &Context<'_>, id: RegionId, as_of: NaiveDate) -> Result<Option<Self>, AppError> {
        let row = ctx.loaders().load_one(ById::<region::Entity>::new(id, as_of)).await?;
        Ok(row.map(|row| Self::show(row, as_of)))
    }
}

impl Region {
    fn network(&self) -> NetworkBelow {
        NetworkBelow::new(Above::Region(self.row.id), self.as_of)
    }

    fn ties(&self) -> TiesBelow {
        TiesBelow::new(lists::Below::Region, self.row.id, self.as_of)
    }
}

/// A federal subject (субъект РФ)
#[Object]
impl Region {
    /// Identity (идентификатор)
    pub async fn id(&self) -> Id<AnyId> {
        Id(self.row.id.any())
    }

    /// Counts the changes; goes into `expectedVersion` (версия)
    async fn version(&self) -> i32 {
        self.row.version
    }

    /// Two digits of the Constitution's list (код субъекта РФ)
    async fn code(&self) -> &str {
        &self.row.code
    }

    /// First digits of ОКТМО (начало кода ОКТМО)
    async fn oktmo(&self) -> &str {
        &self.row.oktmo
    }

    /// Full name (наименование)
    async fn name(&self) -> &str {
        &self.row.name
    }

    /// Kind of subject (вид)
    async fn kind(&self) -> E<RegionKind> {
        E(self.row.kind)
    }

    /// Its centres, those that stand and those that do not; below an organisation those on its base (центры)
    async fn centres(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Narrows the list (отбор)")] filter: Option<CentreFilter>,
        #[graphql(desc = "Order; by name when absent (порядок)")] order_by: Option<CentreOrder>,
        #[graphql(desc = "Page size forwards, 1 to 100, 20 when absent (размер страницы)")] first: Option<i32>,
        #[graphql(desc = "Cursor before the page (после)")] after: Option<String>,
        #[graphql(desc = "Page size backwards (с конца)")] last: Option<i32>,
        #[graphql(desc = "Cursor after the page (до)")] before: Option<String>,
        #[graphql(desc = "The network of that day; inherited when absent (на дату)")] as_of: Option<Date>,
    ) -> Result<Connection<Centre>, AppError> {
        self.network().centres(ctx, filter, order_by, page_args(first, after, last, before), as_of).await
    }

    /// Statuses about it; below a region all of the region, below an organisation those that it holds (статусы)
    async fn status_assignments(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Narrows the list (отбор)")] filter: Option<StatusFilter>,
        #[graphql(desc = "Order; by first day, the newest first, when absent (порядок)")] order_by: Option<StatusOrder>,
        #[graphql(desc = "Words of a kind, a topic, a holder, in any case, ё as е (поиск)")] search: Option<String>,
        #[graphql(desc = "Page size forwards, 1 to 100, 20 when absent (размер страницы)")] first: Option<i32>,
        #[graphql(desc = "Cursor before the page (после)")] after: Option<String>,
        #[graphql(desc = "Page size backwards (с конца)")] last: Option<i32>,
        #[graphql(desc = "Cursor after the page (до)")] before: Option<String>,
        #[graphql(desc = "States of that day; inherited when absent (на дату)")] as_of: Option<Date>,
    ) -> Result<Connection<StatusAssignment>, AppError> {
        self.network()
            .status_assignments(ctx, filter, order_by, search, page_args(first, after, last, before), as_of)
            .await
    }

    #[graphql(flatten)]
    async fn validity(&self) -> ValidityStats {
        (&validity_of!(self.row)).into()
    }

    /// When last changed (изменён)
    async fn updated_at(&self) -> DateTime {
        DateTime(self.row.updated_at)
    }

    /// What is counted here on a day, of what this viewer may count (сводка)
    async fn overview(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "On that day; inherited when absent (на дату)")] as_of: Option<Date>,
    ) -> Overview {
        Overview::of(Territory::Region(self.row.id), ctx.day(as_of, Some(self.as_of)))
    }

    /// Agreements with a party in it on that day, those that the viewer may read in full (соглашения)
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
        #[graphql(desc = "States of that day; inherited when absent (на дату)")] as_of: Option<Date>,
    ) -> Result<Connection<Agreement>, AppError> {
        self.ties().agreements(ctx, filter, order_by, search, page_args(first, after, last, before), as_of).await
    }

    /// Partnerships in which it stands on either side (партнёрства)
    async fn partnerships(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Narrows the list (отбор)")] filter: Option<PartnershipFilter>,
        #[graphql(desc = "Order; by the first day when absent (порядок)")] order_by: Option<PartnershipOrder>,
        #[graphql(desc = "Page size forwards, 1 to 100, 20 when absent (размер страницы)")] first: Option<i32>,
        #[graphql(desc = "Cursor before the page (после)")] after: Option<String>,
        #[graphql(desc = "Page size backwards (с конца)")] last: Option<i32>,
        #[graphql(desc = "Cursor after the page (до)")] before: Option<String>,
        #[graphql(desc = "States of that day; inherited when absent (на дату)")] as_of: Option<Date>,
    ) -> Result<Connection<Partnership>, AppError> {
        self.ties().partnerships(ctx, filter, order_by, page_args(first, after, last, before), as_of).await
    }

    /// Who is bound to whom in it on that day, partners outside it too (граф партнёров)
    async fn partner_graph(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "On that day; inherited when absent (на дату)")] as_of: Option<Date>,
    ) -> Result<PartnerGraphResult, AppError> {
        self.ties().partner_graph(ctx, as_of).await
    }

    /// What this viewer may do with the region (доступные действия)
    async fn allowed_actions(&self, ctx: &Context<'_>) -> Vec<E<Action>> {
        allowed(ctx, actions::REGION, &self.row)
    }

    /// Its zones, where it has any (зоны)
    async fn zones(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Page size forwards, 1 to 100, 20 when absent (размер страницы)")] first: Option<i32>,
        #[graphql(desc = "Cursor before the page (после)")] after: Option<String>,
        #[graphql(desc = "Page size backwards (с конца)")] last: Option<i32>,
        #[graphql(desc = "Cursor after the page (до)")] before: Option<String>,
        #[graphql(desc = "The map of that day; inherited when absent (на дату)")] as_of: Option<Date>,
    ) -> Result<Connection<Zone>, AppError> {
        let day = ctx.day(as_of, Some(self.as_of));
        let listing =
            query::zones(&ctx.list_tag(), day, &ZoneFilter::default(), None, query::TerritoryOrder::Name, false);
        let args = page_args(first, after, last, before);
        connection::child(ctx, listing, query::zone_region(), self.row.id, args, day).await
    }

    /// Its municipalities (муниципальные образования)
    async fn municipalities(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Narrows the list (отбор)")] filter: Option<MunicipalityFilter>,
        #[graphql(desc = "Order; by name when absent (порядок)")] order_by: Option<TerritoryOrder>,
        #[graphql(desc = "Words of a name, in any case, ё as е (поиск)")] search: Option<String>,
        #[graphql(desc = "Page size forwards, 1 to 100, 20 when absent (размер страницы)")] first: Option<i32>,
        #[graphql(desc = "Cursor before the page (после)")] after: Option<String>,
        #[graphql(desc = "Page size backwards (с конца)")] last: Option<i32>,
        #[graphql(desc = "Cursor after the page (до)")] before: Option<String>,
        #[graphql(desc = "The map of that day; inherited when absent (на дату)")] as_of: Option<Date>,
    ) -> Result<Connection<Municipality>, AppError> {
        let day = ctx.day(as_of, Some(self.as_of));
        let (order, descending) = order_by.unwrap_or_default().parts();
        let filter = filter.unwrap_or_default().into();
        let listing = query::municipalities(&ctx.list_tag(), day, &filter, search.as_deref(), order, descending);
        let args = page_args(first, after, last, before);
        connection::child(ctx, listing, query::municipality_region(), self.row.id, args, day).await
    }
    /// The acts that its network keeps, issued by that day (правовые акты)
    async fn legal_acts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Narrows the list (отбор)")] filter: Option<LegalActFilter>,
        #[graphql(desc = "Order; the newest first when absent (порядок)")] order_by: Option<E<LegalActOrderBy>>,
        #[graphql(desc = "Words of title, issuer, number, in any case, ё as е (поиск)")] search: Option<String>,
        #[graphql(desc = "Page size forwards, 1 to 100, 20 when absent (размер страницы)")] first: Option<i32>,
        #[graphql(desc = "Cursor before the page (после)")] after: Option<String>,
        #[graphql(desc = "Page size backwards (с конца)")] last: Option<i32>,
        #[graphql(desc = "Cursor after the page (до)")] before: Option<String>,
        #[graphql(desc = "States of that day; inherited when absent (на дату)")] as_of: Option<Date>,
    ) -> Result<Connection<LegalAct>, AppError> {
        let (page, day) = (page_args(first, after, last, before), ctx.day(as_of, Some(self.as_of)));
        act::Asked { filter, order_by, search, page, day }.below(ctx, act::Below::Region, self.row.id).await
    }

    /// Its organisations (организации)
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
        #[graphql(desc = "The organisations of that day; inherited when absent (на дату)")] as_of: Option<Date>,
    ) -> Result<Connection<Organisation>, AppError> {
        let (page, day) = (page_args(first, after, last, before), ctx.day(as_of, Some(self.as_of)));
        Asked { filter, order_by, search, page, day }.below(ctx, Below::Region, self.row.id).await
    }

    /// The competitions of its network that are known that day (конкурсы)
    async fn competitions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Narrows the list (отбор)")] filter: Option<CompetitionFilterInput>,
        #[graphql(desc = "Order; by window when absent (порядок)")] order_by: Option<CompetitionOrder>,
        #[graphql(desc = "Page size forwards, 1 to 100, 20 when absent (размер страницы)")] first: Option<i32>,
        #[graphql(desc = "Cursor before the page (после)")] after: Option<String>,
        #[graphql(desc = "Page size backwards (с конца)")] last: Option<i32>,
        #[graphql(desc = "Cursor after the page (до)")] before: Option<String>,
        #[graphql(desc = "States of that day; inherited when absent (на дату)")] as_of: Option<Date>,
    ) -> Result<Connection<Competition>, AppError> {
        let day = ctx.day(as_of, Some(self.as_of));
        let of = below::Below { column: competitions::by_region(), parent: self.row.id.into(), day };
        below::below(ctx, of, filter, order_by, page_args(first, after, last, before)).await
    }
}

/// The actions of a list that the viewer may do with an object of the map.
pub(super) fn allowed<R: crate::db::change::Root>(ctx: &Context<'_>, of: &[Action], row: &R) -> Vec<E<Action>> {
    of.iter().copied().filter(|action| actions::verdict(ctx.viewer(), *action, row).is_allowed()).map(E).collect()
}
