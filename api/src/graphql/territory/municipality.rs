//! [`Municipality`], its history, lineage and population.

use async_graphql::{Context, Object, SimpleObject};
use chrono::NaiveDate;
use entity::{
    ids::{AnyId, MunicipalityId, TypedId},
    municipality::{self, MunicipalityKind},
    municipality_period,
    municipality_succession::{self, SuccessionKind},
    population,
};

use super::{Region, Zone, region::allowed};
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
        connection::{Connection, Shows, page_args},
        context::ContextExt,
        ids::Id,
        loaders::{ById, Many},
        organisation::{Asked, Below, Organisation, OrganisationFilterInput, OrganisationOrder},
        overview::Overview,
        partnership::{Partnership, PartnershipFilter, PartnershipOrder},
        scalars::{Date, DateTime},
        status::{StatusAssignment, StatusFilter, StatusOrder},
        validity::{Precision, ValidityStats},
    },
    service::{agreement::lists, competition::listing as competitions, territory::actions},
    validity::Precision as Stored,
    validity_of,
};

/// A municipality as of a day.
#[derive(Clone, Debug)]
pub struct Municipality {
    row: municipality::Model,
    as_of: NaiveDate,
}

impl Shows<municipality::Entity> for Municipality {
    fn show(row: municipality::Model, as_of: NaiveDate) -> Self {
        Self { row, as_of }
    }
}

impl Municipality {
    /// The municipality of an id.
    pub async fn load(ctx: &Context<'_>, id: MunicipalityId, as_of: NaiveDate) -> Result<Option<Self>, AppError> {
        let row = ctx.loaders().load_one(ById::<municipality::Entity>::new(id, as_of)).await?;
        Ok(row.map(|row| Self::show(row, as_of)))
    }

    async fn lineage(
        &self,
        ctx: &Context<'_>,
        to: impl Fn(&municipality_succession::Model) -> Option<MunicipalityId>,
    ) -> Result<Vec<MunicipalitySuccessionEdge>, AppError> {
        let key = Many::<municipality_succession::Entity>::new(self.row.id);
        let steps = ctx.loaders().load_one(key).await?.unwrap_or_default();
        let steps: Vec<_> = steps.iter().filter_map(|step| Some((step, to(step)?))).collect();
        // All at once: one after the other would cost a statement each.
        let keys = steps.iter().map(|(_, id)| ById::<municipality::Entity>::new(*id, self.as_of));
        let rows = ctx.loaders().load_many(keys).await?;
        let edge = |(step, id): &(&municipality_succession::Model, MunicipalityId)| {
            let row = rows.get(&ById::new(*id, self.as_of))?.clone();
            let municipality = Self::show(row, self.as_of);
            Some(MunicipalitySuccessionEdge { municipality, day: Date(step.day), kind: E(step.kind) })
        };
        Ok(steps.iter().filter_map(edge).collect())
    }
}

impl Municipality {
    fn network(&self) -> NetworkBelow {
        NetworkBelow::new(Above::Municipality(self.row.id), self.as_of)
    }

    fn ties(&self) -> TiesBelow {
        TiesBelow::new(lists::Below::Municipality, self.row.id, self.as_of)
    }
}

/// A municipality (муниципальное образование)
#[Object]
impl Municipality {
    /// Identity (идентификатор)
    pub async fn id(&self) -> Id<AnyId> {
        Id(self.row.id.any())
    }

    /// Counts the changes; goes into `expectedVersion` (версия)
    async fn version(&self) -> i32 {
        self.row.version
    }

    /// ОКТМО, 8 digits, never reused; null where the source does not print it (код ОКТМО)
    async fn oktmo(&self) -> Option<&str> {
        self.row.oktmo.as_deref()
    }

    /// ОКТМО, 11 digits (код ОКТМО, 11 знаков)
    async fn oktmo11(&self) -> Option<&str> {
        self.row.oktmo11.as_deref()
    }

    /// Name on that day (наименование)
    async fn name(&self) -> &str {
        &self.row.name
    }

    /// Kind on that day (вид)
    async fn kind(&self) -> E<MunicipalityKind> {
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

    /// When last changed (изменено)
    async fn updated_at(&self) -> DateTime {
        DateTime(self.row.updated_at)
    }

    /// What is counted here on a day, of what this viewer may count (сводка)
    async fn overview(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "On that day; inherited when absent (на дату)")] as_of: Option<Date>,
    ) -> Overview {
        Overview::of(Territory::Municipality(self.row.id, self.row.region_id), ctx.day(as_of, Some(self.as_of)))
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

    /// What this viewer may do with the municipality (доступные действия)
    async fn allowed_actions(&self, ctx: &Context<'_>) -> Vec<E<Action>> {
        allowed(ctx, actions::MUNICIPALITY, &self.row)
    }

    /// The region it lies in (регион)
    async fn region(&self, ctx: &Context<'_>) -> Result<Region, AppError> {
        let region = Region::load(ctx, self.row.region_id, self.as_of).await?;
        region.ok_or_else(|| AppError::internal("municipality's region"))
    }

    /// The zone it belongs to on that day, where the region has zones (зона)
    async fn zone(&self, ctx: &Context<'_>) -> Option<Result<Zone, AppError>> {
        Zone::load(ctx, self.row.zone_id?, self.as_of).await.transpose()
    }

    /// Earlier names, kinds and zones, newest first (прежние наименования)
    async fn periods(&self, ctx: &Context<'_>) -> Result<Vec<MunicipalityPeriodResult>, AppError> {
        let key = Many::<municipality_period::Entity>::new(self.row.id);
        let rows = ctx.loaders().load_one(key).await?.unwrap_or_default();
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// The municipalities it came from (предшественники)
    async fn predecessors(&self, ctx: &Context<'_>) -> Result<Vec<MunicipalitySuccessionEdge>, AppError> {
        self.lineage(ctx, |step| (step.successor_id == self.row.id).then_some(step.predecessor_id)).await
    }

    /// The municipalities that followed it (преемники)
    async fn successors(&self, ctx: &Context<'_>) -> Result<Vec<MunicipalitySuccessionEdge>, AppError> {
        self.lineage(ctx, |step| (step.predecessor_id == self.row.id).then_some(step.successor_id)).await
    }

    /// Figures of population known for that day, newest first (численность населения)
    async fn population(&self, ctx: &Context<'_>) -> Result<Vec<PopulationStats>, AppError> {
        let key = Many::<population::Entity>::new(self.row.id);
        let rows = ctx.loaders().load_one(key).await?.unwrap_or_default();
        Ok(rows.into_iter().filter(|row| row.as_of <= self.as_of).map(Into::into).collect())
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
        act::Asked { filter, order_by, search, page, day }.below(ctx, act::Below::Municipality, self.row.id).await
    }

    /// The organisations that stand in it on that day (организации)
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
        Asked { filter, order_by, search, page, day }.below(ctx, Below::Municipality, self.row.id).await
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
        let of = below::Below { column: competitions::by_municipality(), parent: self.row.id.into(), day };
        below::below(ctx, of, filter, order_by, page_args(first, after, last, before)).await
    }
}

/// What a municipality was called, was and belonged to before (прежний период)
#[derive(Clone, Debug, SimpleObject)]
pub struct MunicipalityPeriodResult {
    /// Name at that time (наименование)
    name: String,
    /// Kind at that time (вид)
    kind: E<MunicipalityKind>,
    /// First day, inclusive; null: since ever (с)
    from: Option<Date>,
    /// Last day, inclusive (по)
    to: Date,
}

impl From<municipality_period::Model> for MunicipalityPeriodResult {
    fn from(row: municipality_period::Model) -> Self {
        Self { name: row.name, kind: E(row.kind), from: row.from_day.map(Date), to: Date(row.to_day) }
    }
}

/// A step of lineage between municipalities (преобразование)
#[derive(Clone, Debug, SimpleObject)]
pub struct MunicipalitySuccessionEdge {
    /// The other one (муниципальное образование)
    municipality: Municipality,
    /// First day of the successor (дата)
    day: Date,
    /// How (вид преобразования)
    kind: E<SuccessionKind>,
}

/// How many people of an age band lived there on a day (численность населения)
#[derive(Clone, Debug, SimpleObject)]
pub struct PopulationStats {
    /// Youngest age, inclusive, years (возраст от)
    age_from: i32,
    /// Oldest age, inclusive, years (возраст до)
    age_to: i32,
    /// People (человек)
    count: i64,
    /// The day of the count (на дату)
    as_of: Date,
    /// How exactly the day is known (точность даты)
    as_of_precision: E<Precision>,
    /// Who says so (источник)
    source: String,
}

impl From<population::Model> for PopulationStats {
    fn from(row: population::Model) -> Self {
        Self {
            age_from: row.age_from.into(),
            age_to: row.age_to.into(),
            count: row.count,
            as_of: Date(row.as_of),
            as_of_precision: E(Stored::from_stored(row.as_of_precision).into()),
            source: row.source,
        }
    }
}
