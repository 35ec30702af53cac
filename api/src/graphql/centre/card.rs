//! [`CentreCard`]: the fields that every centre has. The three types flatten it, the interface names its fields.

use async_graphql::{Context, Object};
use chrono::NaiveDate;
use entity::{
    CodeEnum,
    centre::{self, CentreKind},
    centre_host, contact,
    shared::Visibility,
    status_assignment,
};

use super::Centre;
use crate::{
    access::{Action, Kind},
    db::change::Root,
    error::AppError,
    graphql::{
        act::{BasisActEdge, basis_edges},
        agreement::{Agreement, AgreementFilter, AgreementOrder, TiesBelow},
        codes::E,
        connection::{self, Connection, Shows, page_args},
        context::ContextExt,
        external::{ExternalIdResult, external_ids},
        file::{File, files_of},
        loaders::{ById, Many},
        open_points::{self, OpenPointStats},
        organisation::{ContactResult, Organisation},
        partnership::{Partnership, PartnershipFilter, PartnershipOrder},
        scalars::{Date, DateTime},
        status::{StatusAssignment, StatusFilter, StatusOrder},
        territory::{Municipality, Region},
        validity::Precision,
    },
    service::{
        agreement::lists::Below,
        centre::{actions, query},
        contact::may_read,
        list::Parts,
        place::LAST,
        status::{
            query as statuses,
            rules::{StatusState, Term},
        },
    },
    validity::{Bound, Validity},
    validity_of,
};

/// What every centre shows, as of a day.
#[derive(Clone, Debug)]
pub struct CentreCard {
    pub(super) row: centre::Model,
    pub(super) as_of: NaiveDate,
}

impl CentreCard {
    /// The small rows that belong to it.
    async fn parts<P: Parts + 'static>(&self, ctx: &Context<'_>) -> Result<Vec<P::Model>, AppError> {
        Ok(ctx.loaders().load_one(Many::<P>::new(self.row.id)).await?.unwrap_or_default())
    }

    fn ties(&self) -> TiesBelow {
        TiesBelow::new(Below::Centre, self.row.id, self.as_of)
    }

    fn term(&self) -> Validity {
        validity_of!(self.row)
    }

    /// The granted standing of this centre, the earliest first.
    async fn granted(&self, ctx: &Context<'_>) -> Result<Vec<status_assignment::Model>, AppError> {
        let key = Many::<status_assignment::Entity>::new(self.row.id);
        let mut rows = ctx.loaders().load_one(key).await?.unwrap_or_default();
        rows.retain(|row| {
            row.centre_id == Some(self.row.id)
                && row.kind_code == self.row.kind.code()
                && row.visibility == Visibility::Public
        });
        Ok(rows)
    }
}

/// On whose base a centre worked before (прежняя базовая организация)
pub struct CentreHostResult {
    row: centre_host::Model,
    as_of: NaiveDate,
}

/// On whose base a centre worked before (прежняя базовая организация)
#[Object]
impl CentreHostResult {
    /// The host; null where there was none, or none for this viewer (организация)
    async fn organisation(&self, ctx: &Context<'_>) -> Option<Result<Organisation, AppError>> {
        Organisation::load(ctx, self.row.organisation_id?, self.as_of).await.transpose()
    }

    /// First day, inclusive; null: since ever (с)
    async fn from(&self) -> Option<Date> {
        self.row.from_day.map(Date)
    }

    /// Last day, inclusive (по)
    async fn to(&self) -> Date {
        Date(self.row.to_day)
    }
}

fn precision(bound: Option<&Bound>) -> Option<E<Precision>> {
    bound.map(|bound| E(bound.precision.into()))
}

/// A centre (центр)
#[Object]
impl CentreCard {
    /// Counts the changes; goes into `expectedVersion` (версия)
    pub async fn version(&self) -> i32 {
        self.row.version
    }

    /// When last changed (изменён)
    pub async fn updated_at(&self) -> DateTime {
        DateTime(self.row.updated_at)
    }

    /// What this viewer may do with the centre (доступные действия)
    pub async fn allowed_actions(&self, ctx: &Context<'_>) -> Vec<E<Action>> {
        let may = |action: &Action| actions::verdict(ctx.viewer(), *action, &self.row).is_allowed();
        actions::CENTRE.iter().copied().filter(may).map(E).collect()
    }

    /// Kind (вид)
    pub async fn kind(&self) -> E<CentreKind> {
        E(self.row.kind)
    }

    /// Name (наименование)
    pub async fn name(&self) -> &str {
        &self.row.name
    }

    /// First day of the node, inclusive; null: not known, or since ever (действует с)
    pub async fn valid_from(&self) -> Option<Date> {
        self.term().from().map(|bound| Date(bound.date))
    }

    /// How exactly the first day is known (точность начала)
    pub async fn valid_from_precision(&self) -> Option<E<Precision>> {
        precision(self.term().from())
    }

    /// The first day as printed in the source (начало, как напечатано)
    pub async fn valid_from_text(&self) -> Option<&str> {
        self.row.valid_from_text.as_deref()
    }

    /// Last day of the node, inclusive; null: without end (действует по)
    pub async fn valid_to(&self) -> Option<Date> {
        self.term().to().map(|bound| Date(bound.date))
    }

    /// How exactly the last day is known (точность окончания)
    pub async fn valid_to_precision(&self) -> Option<E<Precision>> {
        precision(self.term().to())
    }

    /// The last day as printed in the source (окончание, как напечатано)
    pub async fn valid_to_text(&self) -> Option<&str> {
        self.row.valid_to_text.as_deref()
    }

    /// The region it works in (регион)
    pub async fn region(&self, ctx: &Context<'_>) -> Result<Region, AppError> {
        let region = Region::load(ctx, self.row.region_id, self.as_of).await?;
        region.ok_or_else(|| AppError::internal("centre's region"))
    }

    /// The municipality where it is seated; of a МОЦ the one that it serves (место нахождения)
    pub async fn seat(&self, ctx: &Context<'_>) -> Option<Result<Municipality, AppError>> {
        Municipality::load(ctx, self.row.municipality_id?, self.as_of).await.transpose()
    }

    /// The organisation on whose base it works on that day (базовая организация)
    pub async fn host(&self, ctx: &Context<'_>) -> Option<Result<Organisation, AppError>> {
        Organisation::load(ctx, self.row.organisation_id?, self.as_of).await.transpose()
    }

    /// Since when it works on the base of its present host; null: not known, or since ever (на базе с)
    pub async fn host_since(&self) -> Option<Date> {
        self.row.host_since.map(Date)
    }

    /// Earlier hosts, the newest first (прежние базовые организации)
    pub async fn past_hosts(&self, ctx: &Context<'_>) -> Result<Vec<CentreHostResult>, AppError> {
        let rows = self.parts::<centre_host::Entity>(ctx).await?;
        Ok(rows.into_iter().map(|row| CentreHostResult { row, as_of: self.as_of }).collect())
    }

    /// Whom to ask; null for the public and outside the viewer's scope (контакт)
    pub async fn contact(&self, ctx: &Context<'_>) -> Option<Result<ContactResult, AppError>> {
        let read = async {
            // Where it stands is asked as it is stored now, not with the host of another day.
            let now = ctx.loaders().load_one(ById::<centre::Entity>::new(self.row.id, LAST)).await?;
            if !now.is_some_and(|row| may_read(ctx.viewer(), Kind::Centre, &row.place())) {
                return Ok(None);
            }
            Ok(self.parts::<contact::Entity>(ctx).await?.pop().map(Into::into))
        };
        read.await.transpose()
    }

    /// Ids under which other systems know it (внешние идентификаторы)
    pub async fn external_ids(&self, ctx: &Context<'_>) -> Result<Vec<ExternalIdResult>, AppError> {
        external_ids(ctx, self.row.id).await
    }

    /// The centre above it (вышестоящий центр)
    pub async fn parent(&self, ctx: &Context<'_>) -> Option<Result<Centre, AppError>> {
        Centre::load(ctx, self.row.parent_id?, self.as_of).await.transpose()
    }

    /// The centre that its reports go to: the one above unless said otherwise (кому отчитывается)
    pub async fn reports_to(&self, ctx: &Context<'_>) -> Option<Result<Centre, AppError>> {
        Centre::load(ctx, self.row.reports_to_id.or(self.row.parent_id)?, self.as_of).await.transpose()
    }

    /// The centres directly below it (нижестоящие центры)
    pub async fn children(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Page size forwards, 1 to 100, 20 when absent (размер страницы)")] first: Option<i32>,
        #[graphql(desc = "Cursor before the page (после)")] after: Option<String>,
        #[graphql(desc = "Page size backwards (с конца)")] last: Option<i32>,
        #[graphql(desc = "Cursor after the page (до)")] before: Option<String>,
        #[graphql(desc = "The network of that day; inherited when absent (на дату)")] as_of: Option<Date>,
    ) -> Result<Connection<Centre>, AppError> {
        let day = ctx.day(as_of, Some(self.as_of));
        let scope = ctx.cx().scope(Kind::Centre);
        let tag = format!("centre.{}", ctx.list_tag());
        let filter = query::CentreFilter::default();
        let listing = query::centres(&tag, &scope, day, &filter, None, (query::CentreOrder::Name, false));
        let args = page_args(first, after, last, before);
        connection::child(ctx, listing, query::parent_column(), self.row.id, args, day).await
    }

    /// Its standing on that day: the status of its kind that is in force; null when it does not stand
    /// (действующий статус центра)
    pub async fn standing(&self, ctx: &Context<'_>) -> Option<Result<StatusAssignment, AppError>> {
        let rows = match self.granted(ctx).await {
            Ok(rows) => rows,
            Err(error) => return Some(Err(error)),
        };
        let now = rows.into_iter().find(|row| Term::of(row).state(self.as_of) == StatusState::InForce);
        now.map(|row| Ok(StatusAssignment::show(row, self.as_of)))
    }

    /// Everything by which it ever stood, the earliest first (история статуса центра)
    pub async fn standing_chain(&self, ctx: &Context<'_>) -> Result<Vec<StatusAssignment>, AppError> {
        let rows = self.granted(ctx).await?;
        Ok(rows.into_iter().map(|row| StatusAssignment::show(row, self.as_of)).collect())
    }

    /// The statuses that it holds (статусы центра)
    pub async fn status_assignments(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Narrows the list (отбор)")] filter: Option<StatusFilter>,
        #[graphql(desc = "Order; by first day, the newest first, when absent (порядок)")] order_by: Option<StatusOrder>,
        #[graphql(desc = "Page size forwards, 1 to 100, 20 when absent (размер страницы)")] first: Option<i32>,
        #[graphql(desc = "Cursor before the page (после)")] after: Option<String>,
        #[graphql(desc = "Page size backwards (с конца)")] last: Option<i32>,
        #[graphql(desc = "Cursor after the page (до)")] before: Option<String>,
        #[graphql(desc = "States of that day; inherited when absent (на дату)")] as_of: Option<Date>,
    ) -> Result<Connection<StatusAssignment>, AppError> {
        let day = ctx.day(as_of, Some(self.as_of));
        let tag = format!("centre.{}", ctx.list_tag());
        let listing = super::below::assignments(ctx, &tag, day, filter, None, order_by)?;
        let args = page_args(first, after, last, before);
        connection::child(ctx, listing, statuses::centre_column(), self.row.id, args, day).await
    }

    /// Acts about the centre other than its standing (акты о центре)
    pub async fn acts(&self, ctx: &Context<'_>) -> Result<Vec<BasisActEdge>, AppError> {
        basis_edges(ctx, self.row.id, self.as_of).await
    }

    /// Its documents (файлы)
    pub async fn files(&self, ctx: &Context<'_>) -> Result<Vec<File>, AppError> {
        files_of(ctx, self.row.id, self.as_of).await
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

    /// Site (сайт)
    pub async fn website(&self) -> Option<&str> {
        self.row.website.as_deref()
    }

    /// Accounts in social networks (страницы в социальных сетях)
    pub async fn links(&self) -> Vec<&str> {
        self.row.links.lines().collect()
    }

    /// What the source leaves open (неполнота источника)
    pub async fn open_points(&self) -> Vec<OpenPointStats> {
        open_points::stats(&self.row.open_points)
    }
}
