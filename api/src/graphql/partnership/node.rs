//! [`Partnership`].

use async_graphql::{Context, Object};
use chrono::NaiveDate;
use entity::{
    agreement_party::PartyKind,
    ids::{AnyId, PartnershipId, TypedId},
    partnership,
};

use crate::{
    access::Action,
    error::AppError,
    graphql::{
        agreement::Agreement,
        centre::Centre,
        codes::E,
        connection::Shows,
        context::ContextExt,
        external::{ExternalIdResult, external_ids},
        ids::Id,
        loaders::ById,
        open_points::{self, OpenPointStats},
        organisation::Organisation,
        scalars::DateTime,
        status::StatusAssignment,
        territory::{Municipality, Region},
        validity::ValidityStats,
    },
    service::{
        agreement::lines,
        partnership::{
            actions,
            state::{self, PartnershipScope, PartnershipState},
        },
    },
    validity_of,
};

/// A partnership as of a day.
#[derive(Clone, Debug)]
pub struct Partnership {
    row: partnership::Model,
    as_of: NaiveDate,
}

impl Shows<partnership::Entity> for Partnership {
    fn show(row: partnership::Model, as_of: NaiveDate) -> Self {
        Self { row, as_of }
    }
}

impl Partnership {
    /// The partnership of an id.
    pub async fn load(ctx: &Context<'_>, id: PartnershipId, as_of: NaiveDate) -> Result<Option<Self>, AppError> {
        let row = ctx.loaders().load_one(ById::<partnership::Entity>::new(id, as_of)).await?;
        Ok(row.map(|row| Self::show(row, as_of)))
    }
}

/// Two that work together: one leads, the other takes part (сетевое партнёрство)
#[Object]
impl Partnership {
    /// Identity (идентификатор)
    pub async fn id(&self) -> Id<AnyId> {
        Id(self.row.id.any())
    }

    /// Counts the changes; goes into `expectedVersion` (версия)
    async fn version(&self) -> i32 {
        self.row.version
    }

    /// State on that day (состояние)
    async fn state(&self) -> E<PartnershipState> {
        E(state::state(&self.row, self.as_of))
    }

    /// How far it reaches; null where it is not known where the partner stands (охват)
    async fn scope(&self) -> Option<E<PartnershipScope>> {
        state::reach(&self.row).map(E)
    }

    /// What leads (вид ведущего)
    async fn lead_kind(&self) -> E<PartyKind> {
        E(self.row.lead_kind)
    }

    /// The centre that leads (ведущий центр)
    async fn lead_centre(&self, ctx: &Context<'_>) -> Option<Result<Centre, AppError>> {
        Centre::load(ctx, self.row.lead_centre_id?, self.as_of).await.transpose()
    }

    /// The organisation that leads (ведущая организация)
    async fn lead_organisation(&self, ctx: &Context<'_>) -> Option<Result<Organisation, AppError>> {
        let id = self.row.organisation_id.filter(|_| self.row.lead_kind == PartyKind::Organisation)?;
        Organisation::load(ctx, id, self.as_of).await.transpose()
    }

    /// The organisation that is the partner (организация-партнёр)
    async fn partner_organisation(&self, ctx: &Context<'_>) -> Option<Result<Organisation, AppError>> {
        Organisation::load(ctx, self.row.partner_organisation_id?, self.as_of).await.transpose()
    }

    /// The status within which they work (статус, в рамках которого идёт работа)
    async fn status_assignment(&self, ctx: &Context<'_>) -> Option<Result<StatusAssignment, AppError>> {
        StatusAssignment::load(ctx, self.row.status_assignment_id?, self.as_of).await.transpose()
    }

    /// The municipality of the lead, or the lead itself (муниципальное образование ведущего)
    async fn municipality(&self, ctx: &Context<'_>) -> Option<Result<Municipality, AppError>> {
        Municipality::load(ctx, self.row.municipality_id?, self.as_of).await.transpose()
    }

    /// The region of the lead (регион ведущего)
    async fn region(&self, ctx: &Context<'_>) -> Option<Result<Region, AppError>> {
        Region::load(ctx, self.row.region_id?, self.as_of).await.transpose()
    }

    /// What the partner is (вид партнёра)
    async fn partner_kind(&self) -> E<PartyKind> {
        E(self.row.partner_kind)
    }

    /// What the source calls a partner that is not kept in opora (название партнёра)
    async fn partner_name(&self) -> Option<&str> {
        self.row.partner_name.as_deref()
    }

    /// The municipality of the partner, or the partner itself (муниципальное образование партнёра)
    async fn partner_municipality(&self, ctx: &Context<'_>) -> Option<Result<Municipality, AppError>> {
        Municipality::load(ctx, self.row.partner_municipality_id?, self.as_of).await.transpose()
    }

    /// The region of the partner (регион партнёра)
    async fn partner_region(&self, ctx: &Context<'_>) -> Option<Result<Region, AppError>> {
        Region::load(ctx, self.row.partner_region_id?, self.as_of).await.transpose()
    }

    /// Whether the partner was to take part; null: not said (плановое участие)
    async fn planned(&self) -> Option<bool> {
        self.row.planned
    }

    /// Whether the partner took part; null: not said (фактическое участие)
    async fn actual(&self) -> Option<bool> {
        self.row.actual
    }

    /// What the partner does (функции)
    async fn functions(&self) -> Option<&str> {
        self.row.functions.as_deref()
    }

    /// Links that prove it (подтверждение)
    async fn evidence(&self) -> Vec<String> {
        lines(self.row.evidence.as_deref())
    }

    /// The agreement behind it (соглашение)
    async fn agreement(&self, ctx: &Context<'_>) -> Option<Result<Agreement, AppError>> {
        Agreement::load(ctx, self.row.agreement_id?, self.as_of).await.transpose()
    }

    /// What the source leaves open (неполнота источника)
    async fn open_points(&self) -> Vec<OpenPointStats> {
        open_points::stats(&self.row.open_points)
    }

    #[graphql(flatten)]
    async fn validity(&self) -> ValidityStats {
        (&validity_of!(self.row)).into()
    }

    /// Ids under which other systems know it (внешние идентификаторы)
    async fn external_ids(&self, ctx: &Context<'_>) -> Result<Vec<ExternalIdResult>, AppError> {
        external_ids(ctx, self.row.id).await
    }

    /// When last changed (изменено)
    async fn updated_at(&self) -> DateTime {
        DateTime(self.row.updated_at)
    }

    /// What this viewer may do with it (доступные действия)
    async fn allowed_actions(&self, ctx: &Context<'_>) -> Vec<E<Action>> {
        let may = |action: &Action| actions::verdict(ctx.viewer(), &self.row, *action).is_allowed();
        actions::PARTNERSHIP.iter().copied().filter(may).map(E).collect()
    }
}
