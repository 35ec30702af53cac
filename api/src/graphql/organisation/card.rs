//! [`Organisation`].

use async_graphql::{Context, Object};
use chrono::NaiveDate;
use entity::{
    contact,
    ids::{AnyId, OrganisationId, TypedId},
    organisation::{self, Department, OrganisationType},
    organisation_address, organisation_alias, organisation_period, organisation_suspension,
};

use super::parts::{ClassifierResult, ContactResult, OrganisationAddressResult, OrganisationPeriodResult};
use super::{
    children::{Asked, Below},
    input::{OrganisationFilterInput, OrganisationOrder},
};
use crate::{
    access::{Action, Kind},
    db::change::Root,
    error::AppError,
    graphql::{
        act::{
            self, BasisActEdge, LegalAct, basis_edges,
            input::{LegalActFilter, LegalActOrderBy},
        },
        agreement::{Agreement, AgreementFilter, AgreementOrder, TiesBelow},
        centre::{Above, Centre, CentreFilter, CentreOrder, NetworkBelow},
        codes::E,
        connection::{Connection, Shows, page_args},
        context::ContextExt,
        external::{ExternalIdResult, external_ids},
        file::{File, files_of},
        ids::Id,
        loaders::{ByCode, ById, Many},
        partnership::{Partnership, PartnershipFilter, PartnershipOrder},
        scalars::{Date, DateTime},
        status::{StatusAssignment, StatusFilter, StatusOrder},
        territory::{Municipality, Region},
        validity::ValidityStats,
    },
    service::{
        agreement::lists,
        classifier::LEGAL_FORM,
        contact::may_read,
        organisation::{
            actions::{ORGANISATION, verdict},
            query::STORED,
            rules::{OrganisationState, needs_earlier, state},
        },
    },
    validity_of,
};

/// An organisation as of a day.
#[derive(Clone, Debug)]
pub struct Organisation {
    pub(super) row: organisation::Model,
    pub(super) as_of: NaiveDate,
}

impl Shows<organisation::Entity> for Organisation {
    fn show(row: organisation::Model, as_of: NaiveDate) -> Self {
        Self { row, as_of }
    }
}

impl Organisation {
    /// The organisation of an id; a duplicate's id leads to the one that stands for it.
    pub async fn load(ctx: &Context<'_>, id: OrganisationId, as_of: NaiveDate) -> Result<Option<Self>, AppError> {
        let by_id = |id| ctx.loaders().load_one(ById::<organisation::Entity>::new(id, as_of));
        let row = by_id(id).await?;
        let row = match row.as_ref().and_then(|row| row.duplicate_of_id) {
            Some(stands) => by_id(stands).await?,
            None => row,
        };
        Ok(row.map(|row| Self::show(row, as_of)))
    }

    /// The row as it is kept now: rights follow the place of today, not that of the day that is looked at.
    async fn stored(&self, ctx: &Context<'_>) -> Result<organisation::Model, AppError> {
        if self.row.attributes_since.is_none_or(|since| since <= self.as_of) {
            return Ok(self.row.clone());
        }
        let key = ById::<organisation::Entity>::new(self.row.id, STORED);
        ctx.loaders().load_one(key).await?.ok_or_else(AppError::not_found)
    }

    async fn parts<E: crate::service::list::Parts + 'static>(
        &self,
        ctx: &Context<'_>,
    ) -> Result<Vec<E::Model>, AppError> {
        Ok(ctx.loaders().load_one(Many::<E>::new(self.row.id)).await?.unwrap_or_default())
    }
}

impl Organisation {
    fn network(&self) -> NetworkBelow {
        NetworkBelow::new(Above::Organisation(self.row.id), self.as_of)
    }

    fn ties(&self) -> TiesBelow {
        TiesBelow::new(lists::Below::Organisation, self.row.id, self.as_of)
    }
}

/// An organisation (организация)
#[Object]
impl Organisation {
    /// Identity (идентификатор)
    pub async fn id(&self) -> Id<AnyId> {
        Id(self.row.id.any())
    }

    /// Counts the changes; goes into `expectedVersion` (версия)
    async fn version(&self) -> i32 {
        self.row.version
    }

    /// Full name on that day (полное наименование)
    async fn name(&self) -> &str {
        &self.row.name
    }

    /// Short name on that day (краткое наименование)
    async fn short_name(&self) -> Option<&str> {
        self.row.short_name.as_deref()
    }

    /// Type (тип организации)
    #[graphql(name = "type")]
    async fn kind(&self) -> E<OrganisationType> {
        E(self.row.kind)
    }

    /// Department (ведомственная принадлежность)
    async fn department(&self) -> Option<E<Department>> {
        self.row.department.map(E)
    }

    /// Legal form, of the dictionary `legal_form` (организационно-правовая форма)
    async fn legal_form(&self, ctx: &Context<'_>) -> Option<Result<ClassifierResult, AppError>> {
        let key = ByCode { dictionary: LEGAL_FORM, code: self.row.legal_form.clone()? };
        ctx.loaders().load_one(key).await.map(|row| row.map(Into::into)).transpose()
    }

    /// State on that day (состояние)
    async fn state(&self, ctx: &Context<'_>) -> Result<E<OrganisationState>, AppError> {
        let earlier = if needs_earlier(&self.row, self.as_of) {
            self.parts::<organisation_suspension::Entity>(ctx).await?
        } else {
            vec![]
        };
        Ok(E(state(&self.row, &earlier, self.as_of)))
    }

    /// ИНН, taxpayer's number (ИНН)
    async fn inn(&self) -> Option<&str> {
        self.row.inn.as_deref()
    }

    /// КПП, tells branches of one ИНН apart (КПП)
    async fn kpp(&self) -> Option<&str> {
        self.row.kpp.as_deref()
    }

    /// ОГРН or ОГРНИП, number in the state register (ОГРН)
    async fn ogrn(&self) -> Option<&str> {
        self.row.ogrn.as_deref()
    }

    /// Institutional e-mail (электронная почта)
    async fn email(&self) -> Option<&str> {
        self.row.email.as_deref()
    }

    /// Site (сайт)
    async fn website(&self) -> Option<&str> {
        self.row.website.as_deref()
    }

    /// Capacity, places (мощность, мест)
    async fn capacity(&self) -> Option<i32> {
        self.row.capacity
    }

    /// Number of the licence (номер лицензии)
    async fn licence_number(&self) -> Option<&str> {
        self.row.licence_number.as_deref()
    }

    /// Position of the head, never a name (должность руководителя)
    async fn head_position(&self) -> Option<&str> {
        self.row.head_position.as_deref()
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

    /// First day of the last suspension (приостановлена с)
    async fn suspended_from(&self) -> Option<Date> {
        self.row.suspended_from.map(Date)
    }

    /// Last day of the last suspension, inclusive; null: without end (приостановлена по)
    async fn suspended_to(&self) -> Option<Date> {
        self.row.suspended_to.map(Date)
    }

    /// Whether everyone sees the card; false: a draft (опубликована)
    async fn published(&self) -> bool {
        self.row.visibility == entity::shared::Visibility::Public
    }

    /// When last changed (изменена)
    async fn updated_at(&self) -> DateTime {
        DateTime(self.row.updated_at)
    }

    /// What this viewer may do with the organisation (доступные действия)
    async fn allowed_actions(&self, ctx: &Context<'_>) -> Result<Vec<E<Action>>, AppError> {
        let stored = self.stored(ctx).await?;
        let (viewer, today) = (ctx.viewer(), ctx.cx().today());
        let allowed = |action: &Action| verdict(viewer, *action, &stored, today).is_allowed();
        Ok(ORGANISATION.iter().copied().filter(allowed).map(E).collect())
    }

    /// The region it belongs to; null: a federal organisation (регион)
    async fn region(&self, ctx: &Context<'_>) -> Option<Result<Region, AppError>> {
        Region::load(ctx, self.row.region_id?, self.as_of).await.transpose()
    }

    /// The municipality it stands in on that day; null: an organisation of the region (муниципальное образование)
    async fn municipality(&self, ctx: &Context<'_>) -> Option<Result<Municipality, AppError>> {
        Municipality::load(ctx, self.row.municipality_id?, self.as_of).await.transpose()
    }

    /// The organisation whose branch it is (головная организация)
    async fn head_organisation(&self, ctx: &Context<'_>) -> Option<Result<Organisation, AppError>> {
        Organisation::load(ctx, self.row.head_organisation_id?, self.as_of).await.transpose()
    }

    /// The organisation that it was reorganised into (правопреемник)
    async fn reorganised_into(&self, ctx: &Context<'_>) -> Option<Result<Organisation, AppError>> {
        Organisation::load(ctx, self.row.merged_into_id?, self.as_of).await.transpose()
    }

    /// Earlier names and places, newest first (прежние наименования)
    async fn periods(&self, ctx: &Context<'_>) -> Result<Vec<OrganisationPeriodResult>, AppError> {
        let rows = self.parts::<organisation_period::Entity>(ctx).await?;
        let shown = rows.into_iter().map(|row| async move {
            let municipality = match row.municipality_id {
                Some(id) => Municipality::load(ctx, id, row.to_day).await?,
                None => None,
            };
            Ok(OrganisationPeriodResult::new(row, municipality))
        });
        futures_util::future::try_join_all(shown).await
    }

    /// Other printed forms of the name (иные формы наименования)
    async fn aliases(&self, ctx: &Context<'_>) -> Result<Vec<String>, AppError> {
        let rows = self.parts::<organisation_alias::Entity>(ctx).await?;
        Ok(rows.into_iter().map(|row| row.name).collect())
    }

    /// Addresses at which it is licensed to teach on a day (адреса ведения образовательной деятельности)
    async fn addresses(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Licensed on that day; inherited when absent (на дату)")] as_of: Option<Date>,
    ) -> Result<Vec<OrganisationAddressResult>, AppError> {
        let day = ctx.day(as_of, Some(self.as_of));
        let licensed = |row: &organisation_address::Model| {
            row.licensed_from.is_none_or(|from| from <= day) && row.licensed_to.is_none_or(|to| to >= day)
        };
        let rows = self.parts::<organisation_address::Entity>(ctx).await?;
        Ok(rows.into_iter().filter(licensed).map(Into::into).collect())
    }

    /// Ids under which other systems know it (внешние идентификаторы)
    async fn external_ids(&self, ctx: &Context<'_>) -> Result<Vec<ExternalIdResult>, AppError> {
        external_ids(ctx, self.row.id).await
    }

    /// The acts on which the steps of its life rest (акты-основания)
    async fn basis(&self, ctx: &Context<'_>) -> Result<Vec<BasisActEdge>, AppError> {
        basis_edges(ctx, self.row.id, self.as_of).await
    }

    /// Whom to ask; null for the public and outside the viewer's scope (контакт)
    async fn contact(&self, ctx: &Context<'_>) -> Option<Result<ContactResult, AppError>> {
        let read = async {
            if !may_read(ctx.viewer(), Kind::Organisation, &self.stored(ctx).await?.place()) {
                return Ok(None);
            }
            Ok(self.parts::<contact::Entity>(ctx).await?.pop().map(Into::into))
        };
        read.await.transpose()
    }

    /// Its branches, with its ИНН and КПП of their own (филиалы)
    async fn branches(
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
        Asked { filter, order_by, search, page, day }.below(ctx, Below::Head, self.row.id).await
    }

    /// The acts that it issued, by a day (изданные правовые акты)
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
        act::Asked { filter, order_by, search, page, day }.below(ctx, act::Below::Organisation, self.row.id).await
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

    /// Its documents (файлы)
    async fn files(&self, ctx: &Context<'_>) -> Result<Vec<File>, AppError> {
        files_of(ctx, self.row.id, self.as_of).await
    }
}
