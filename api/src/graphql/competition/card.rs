//! [`Competition`].

use async_graphql::{Context, Object};
use chrono::NaiveDate;
use entity::{
    competition::{self, CompetitionForm, CompetitionKind, CompetitionLevel},
    competition_clause::{self, CompetitionClauseKind},
    competition_expert, competition_period, competition_tour,
    ids::{AnyId, CompetitionId, TypedId},
};

use super::{
    below::{Below, below},
    input::{CompetitionFilterInput, CompetitionOrder},
    parts::{
        CompetitionClauseStats, CompetitionExpertResult, CompetitionPostponementResult, CompetitionStateStats,
        CompetitionTourStats,
    },
};
use crate::{
    access::Action,
    error::AppError,
    graphql::{
        act::{BasisActEdge, basis_edges},
        application::{Application, ApplicationFilterInput, ApplicationOrder, applications_below},
        centre::Centre,
        codes::E,
        connection::{Connection, Shows, page_args},
        context::ContextExt,
        external::{ExternalIdResult, external_ids},
        file::{File, files_of},
        ids::Id,
        loaders::{ById, Many, StatusKindOf},
        open_points::{OpenPointStats, stats},
        organisation::Organisation,
        scalars::{Date, DateTime},
        status::StatusKind,
        territory::{Municipality, Region},
        validity::{Precision, ValidityStats},
    },
    service::{
        application::listing::by_competition,
        competition::{
            actions,
            listing::by_parent,
            state::{CompetitionState, standing, state, timeline, tour},
        },
    },
    validity::Precision as Stored,
    validity_of,
};

/// A competition as of a day.
#[derive(Clone, Debug)]
pub struct Competition {
    row: competition::Model,
    as_of: NaiveDate,
}

impl Shows<competition::Entity> for Competition {
    fn show(row: competition::Model, as_of: NaiveDate) -> Self {
        Self { row, as_of }
    }
}

impl Competition {
    /// The competition of an id.
    pub async fn load(ctx: &Context<'_>, id: CompetitionId, as_of: NaiveDate) -> Result<Option<Self>, AppError> {
        let row = ctx.loaders().load_one(ById::<competition::Entity>::new(id, as_of)).await?;
        Ok(row.map(|row| Self::show(row, as_of)))
    }

    async fn clauses(
        &self,
        ctx: &Context<'_>,
        kinds: &[CompetitionClauseKind],
    ) -> Result<Vec<CompetitionClauseStats>, AppError> {
        let rows = ctx.loaders().load_one(Many::<competition_clause::Entity>::new(self.row.id)).await?;
        let rows = rows.unwrap_or_default();
        Ok(rows.iter().filter(|row| kinds.contains(&row.kind)).map(Into::into).collect())
    }

    async fn all_tours(&self, ctx: &Context<'_>) -> Result<Vec<competition_tour::Model>, AppError> {
        let rows = ctx.loaders().load_one(Many::<competition_tour::Entity>::new(self.row.id)).await?;
        Ok(rows.unwrap_or_default())
    }

    async fn periods(&self, ctx: &Context<'_>) -> Result<Vec<competition_period::Model>, AppError> {
        let rows = ctx.loaders().load_one(Many::<competition_period::Entity>::new(self.row.id)).await?;
        Ok(rows.unwrap_or_default())
    }
}

/// A competition (конкурс)
#[Object]
impl Competition {
    /// Identity (идентификатор)
    pub async fn id(&self) -> Id<AnyId> {
        Id(self.row.id.any())
    }

    /// Counts the changes; goes into `expectedVersion` (версия)
    async fn version(&self) -> i32 {
        self.row.version
    }

    /// Ids under which other systems know it (внешние идентификаторы)
    async fn external_ids(&self, ctx: &Context<'_>) -> Result<Vec<ExternalIdResult>, AppError> {
        external_ids(ctx, self.row.id).await
    }

    /// When last changed (изменён)
    async fn updated_at(&self) -> DateTime {
        DateTime(self.row.updated_at)
    }

    /// Title (наименование)
    async fn title(&self) -> &str {
        &self.row.title
    }

    /// Kind (вид)
    async fn kind(&self) -> E<CompetitionKind> {
        E(self.row.kind)
    }

    /// Level (уровень)
    async fn level(&self) -> E<CompetitionLevel> {
        E(self.row.competition_level)
    }

    /// Form; null where it is not known (форма проведения)
    async fn form(&self) -> Option<E<CompetitionForm>> {
        self.row.form.map(E)
    }

    /// State on that day, from the dates and decisions (состояние)
    async fn state(&self) -> E<CompetitionState> {
        E(state(&self.row, self.as_of))
    }

    /// The tour that runs on that day (текущий тур)
    async fn tour(&self, ctx: &Context<'_>) -> Option<Result<i32, AppError>> {
        match self.all_tours(ctx).await {
            Ok(rows) => tour(&rows, self.as_of).map(|number| Ok(number.into())),
            Err(error) => Some(Err(error)),
        }
    }

    /// Every state in order, as the dates are known now (ход конкурса)
    async fn timeline(&self, ctx: &Context<'_>) -> Result<Vec<CompetitionStateStats>, AppError> {
        let periods = self.periods(ctx).await?;
        // The windows of the row are those of its day; the present ones stand in the row of today.
        let present = Self::load(ctx, self.row.id, ctx.cx().today()).await?;
        let row = present.map_or_else(|| self.row.clone(), |present| present.row);
        Ok(timeline(&row, &periods).into_iter().map(Into::into).collect())
    }

    /// What this viewer may do with the competition (доступные действия)
    async fn allowed_actions(&self, ctx: &Context<'_>) -> Result<Vec<E<Action>>, AppError> {
        let today = ctx.cx().today();
        let row = match ctx.loaders().load_one(ById::<competition::Entity>::new(self.row.id, today)).await? {
            Some(row) => row,
            None => self.row.clone(),
        };
        let allowed = |action: &Action| actions::verdict(ctx.viewer(), &row, *action, today).is_allowed();
        Ok(actions::COMPETITION.iter().copied().filter(allowed).map(E).collect())
    }

    /// Region; null above the regions (регион)
    async fn region(&self, ctx: &Context<'_>) -> Option<Result<Region, AppError>> {
        Region::load(ctx, self.row.region_id?, self.as_of).await.transpose()
    }

    /// Municipality, up to the zonal level: of a zone its seat (муниципальное образование)
    async fn municipality(&self, ctx: &Context<'_>) -> Option<Result<Municipality, AppError>> {
        Municipality::load(ctx, self.row.municipality_id?, self.as_of).await.transpose()
    }

    /// The organisation that holds it; null where it is not named, or not for this viewer (организатор)
    async fn organiser(&self, ctx: &Context<'_>) -> Option<Result<Organisation, AppError>> {
        Organisation::load(ctx, self.row.organisation_id?, self.as_of).await.transpose()
    }

    /// The centre that holds it (центр-организатор)
    async fn organiser_centre(&self, ctx: &Context<'_>) -> Option<Result<Centre, AppError>> {
        Centre::load(ctx, self.row.organiser_centre_id?, self.as_of).await.transpose()
    }

    /// The competition that this one is a stage of (конкурс, этапом которого является)
    async fn parent(&self, ctx: &Context<'_>) -> Option<Result<Competition, AppError>> {
        Self::load(ctx, self.row.parent_id?, self.as_of).await.transpose()
    }

    /// Its stages at lower levels (этапы)
    async fn stages(
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
        let of = Below { column: by_parent(), parent: self.row.id.into(), day };
        below(ctx, of, filter, order_by, page_args(first, after, last, before)).await
    }

    /// Its applications that this viewer sees: before the results one's own, and those one decides on or evaluates
    /// (заявки)
    async fn applications(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Narrows the list (отбор)")] filter: Option<ApplicationFilterInput>,
        #[graphql(desc = "Order; by the day of submission when absent (порядок)")] order_by: Option<ApplicationOrder>,
        #[graphql(desc = "Page size forwards, 1 to 100, 20 when absent (размер страницы)")] first: Option<i32>,
        #[graphql(desc = "Cursor before the page (после)")] after: Option<String>,
        #[graphql(desc = "Page size backwards (с конца)")] last: Option<i32>,
        #[graphql(desc = "Cursor after the page (до)")] before: Option<String>,
        #[graphql(desc = "States of that day; inherited when absent (на дату)")] as_of: Option<Date>,
    ) -> Result<Connection<Application>, AppError> {
        let day = ctx.day(as_of, Some(self.as_of));
        let of = Below { column: by_competition(), parent: self.row.id.into(), day };
        applications_below(ctx, of, filter, order_by, page_args(first, after, last, before)).await
    }

    /// Nominations (номинации)
    async fn nominations(&self, ctx: &Context<'_>) -> Result<Vec<CompetitionClauseStats>, AppError> {
        self.clauses(ctx, &[CompetitionClauseKind::Nomination]).await
    }

    /// Categories of participants, by age and by role (категории участников)
    async fn categories(&self, ctx: &Context<'_>) -> Result<Vec<CompetitionClauseStats>, AppError> {
        self.clauses(ctx, &[CompetitionClauseKind::AgeCategory, CompetitionClauseKind::RoleCategory]).await
    }

    /// Requirements on works and participants (требования)
    async fn requirements(&self, ctx: &Context<'_>) -> Result<Vec<CompetitionClauseStats>, AppError> {
        self.clauses(ctx, &[CompetitionClauseKind::Requirement]).await
    }

    /// Documents that go with an application (приложения к заявке)
    async fn attachments(&self, ctx: &Context<'_>) -> Result<Vec<CompetitionClauseStats>, AppError> {
        self.clauses(ctx, &[CompetitionClauseKind::Attachment]).await
    }

    /// Prizes (призы, поощрения)
    async fn prizes(&self, ctx: &Context<'_>) -> Result<Vec<CompetitionClauseStats>, AppError> {
        self.clauses(ctx, &[CompetitionClauseKind::Prize]).await
    }

    /// Whether the regulation allows several applications of one organisation, nomination and title (повторные заявки)
    async fn repeat_applications(&self) -> bool {
        self.row.repeat_applications
    }

    /// The acts on which it rests, with their roles: the regulation, the order on the competition, the results
    /// (акты-основания)
    async fn acts(&self, ctx: &Context<'_>) -> Result<Vec<BasisActEdge>, AppError> {
        basis_edges(ctx, self.row.id, self.as_of).await
    }

    /// Code of the kind of status that a result gives (код присваиваемого статуса)
    async fn award_kind_code(&self) -> Option<&str> {
        self.row.award_kind_code.as_deref()
    }

    /// The kind of status that a result gives; null where there is none, or none for this viewer (присваиваемый статус)
    async fn award_kind(&self, ctx: &Context<'_>) -> Option<Result<StatusKind, AppError>> {
        let row = ctx.loaders().load_one(StatusKindOf(self.row.award_kind_code.clone()?)).await.transpose()?;
        Some(row.map(|row| StatusKind::show(row, self.as_of)))
    }

    /// How many statuses are to be awarded (сколько статусов присваивается)
    async fn expected_awards(&self) -> Option<i32> {
        self.row.expected_awards
    }

    /// How many were awarded, where the source does not name the winners (сколько статусов присвоено)
    async fn awarded_count(&self) -> Option<i32> {
        self.row.awarded_count
    }

    /// Link (ссылка)
    async fn url(&self) -> Option<&str> {
        self.row.url.as_deref()
    }

    /// The day it was announced; null of a draft, and where the source does not tell (объявлен)
    async fn announced_on(&self) -> Option<Date> {
        self.row.announced_on.map(Date)
    }

    /// First day for applications, inclusive, as fixed on that day (приём заявок с)
    async fn applications_from(&self) -> Option<Date> {
        self.row.applications_from.map(Date)
    }

    /// Last day for applications, inclusive, as fixed on that day (приём заявок по)
    async fn applications_to(&self) -> Option<Date> {
        self.row.applications_to.map(Date)
    }

    /// First day of the evaluation, as fixed on that day (экспертиза с)
    async fn evaluation_from(&self) -> Option<Date> {
        self.row.evaluation_from.map(Date)
    }

    /// Last day of the evaluation, as fixed on that day (экспертиза по)
    async fn evaluation_to(&self) -> Option<Date> {
        self.row.evaluation_to.map(Date)
    }

    /// The tours as fixed on that day (туры)
    async fn tours(&self, ctx: &Context<'_>) -> Result<Vec<CompetitionTourStats>, AppError> {
        Ok(standing(&self.all_tours(ctx).await?, self.as_of).map(Into::into).collect())
    }

    /// When it is held, as printed
    #[graphql(flatten)]
    async fn held(&self) -> ValidityStats {
        (&validity_of!(self.row)).into()
    }

    /// The day on which the last postponement by that day ends; null: not postponed, or not known yet (возобновление)
    async fn resumes_on(&self) -> Option<Date> {
        self.row.resumes_on.map(Date)
    }

    /// Postponements, in order, with the windows that were given up (переносы)
    async fn postponements(&self, ctx: &Context<'_>) -> Result<Vec<CompetitionPostponementResult>, AppError> {
        Ok(self.periods(ctx).await?.into_iter().map(Into::into).collect())
    }

    /// The day on which the evaluation was declared over (экспертиза завершена)
    async fn evaluation_closed_on(&self) -> Option<Date> {
        self.row.evaluation_closed_on.map(Date)
    }

    /// The day of the results (итоги подведены)
    async fn results_published_on(&self) -> Option<Date> {
        self.row.results_published_on.map(Date)
    }

    /// How exactly the day of the results is known (точность даты итогов)
    async fn results_published_precision(&self) -> Option<E<Precision>> {
        self.row.results_published_on.map(|_| E(Stored::from_stored(self.row.results_precision).into()))
    }

    /// The day it was cancelled (отменён)
    async fn cancelled_on(&self) -> Option<Date> {
        self.row.cancelled_on.map(Date)
    }

    /// Why it was cancelled (причина отмены)
    async fn cancellation_reason(&self) -> Option<&str> {
        self.row.cancellation_reason.as_deref()
    }

    /// The day it was archived (в архиве с)
    async fn archived_on(&self) -> Option<Date> {
        self.row.archived_on.map(Date)
    }

    /// The regulation, forms, protocols (файлы)
    async fn files(&self, ctx: &Context<'_>) -> Result<Vec<File>, AppError> {
        files_of(ctx, self.row.id, self.as_of).await
    }

    /// Who evaluates, as far as this viewer may know: all of it the organiser, oneself an expert (эксперты)
    async fn experts(&self, ctx: &Context<'_>) -> Result<Vec<CompetitionExpertResult>, AppError> {
        let rows = ctx.loaders().load_one(Many::<competition_expert::Entity>::new(self.row.id)).await?;
        Ok(rows.unwrap_or_default().into_iter().map(|row| CompetitionExpertResult::show(row, self.as_of)).collect())
    }

    /// Recorded from the past: dates and acts may be absent (записан по источнику)
    async fn recorded(&self) -> bool {
        self.row.recorded
    }

    /// What the source leaves open (чего нет в источнике)
    async fn open_points(&self) -> Vec<OpenPointStats> {
        stats(&self.row.open_points)
    }
}
