//! [`Application`].

use async_graphql::{Context, Object, SimpleObject};
use chrono::NaiveDate;
use entity::{
    application::{self, ApplicationResult},
    application_attachment, application_score, competition, competition_clause, competition_expert, decimal,
    ids::{AnyId, ApplicationId, OrganisationId, TypedId, UserId},
};

use crate::{
    access::Action,
    error::AppError,
    graphql::{
        access::User,
        centre::Centre,
        codes::E,
        competition::{Competition, parts::CompetitionClauseStats},
        connection::Shows,
        context::ContextExt,
        external::{ExternalIdResult, external_ids},
        file::{File, files_of},
        ids::Id,
        loaders::{ById, Many},
        open_points::{OpenPointStats, stats},
        organisation::Organisation,
        scalars::{Date, DateTime, Decimal},
        territory::{Municipality, Region},
    },
    service::application::{
        actions,
        state::{ApplicationState, state},
    },
};

/// An application as of a day.
#[derive(Clone, Debug)]
pub struct Application {
    row: application::Model,
    as_of: NaiveDate,
}

impl Shows<application::Entity> for Application {
    fn show(row: application::Model, as_of: NaiveDate) -> Self {
        Self { row, as_of }
    }
}

impl Application {
    /// The application of an id.
    pub async fn load(ctx: &Context<'_>, id: ApplicationId, as_of: NaiveDate) -> Result<Option<Self>, AppError> {
        let row = ctx.loaders().load_one(ById::<application::Entity>::new(id, as_of)).await?;
        Ok(row.map(|row| Self::show(row, as_of)))
    }

    /// Whether the result is known on the day.
    fn is_decided(&self) -> bool {
        self.row.result.is_some() && self.row.result_on.is_none_or(|on| on <= self.as_of)
    }
}

/// An application of an organisation to a competition (заявка на конкурс)
#[Object]
impl Application {
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

    /// When last changed (изменена)
    async fn updated_at(&self) -> DateTime {
        DateTime(self.row.updated_at)
    }

    /// The competition (конкурс)
    async fn competition(&self, ctx: &Context<'_>) -> Option<Result<Competition, AppError>> {
        Competition::load(ctx, self.row.competition_id, self.as_of).await.transpose()
    }

    /// The applicant; null where this viewer does not see the organisation (организация-заявитель)
    async fn organisation(&self, ctx: &Context<'_>) -> Option<Result<Organisation, AppError>> {
        Organisation::load(ctx, self.row.organisation_id, self.as_of).await.transpose()
    }

    /// The centre in whose name the applicant takes part (центр-заявитель)
    async fn centre(&self, ctx: &Context<'_>) -> Option<Result<Centre, AppError>> {
        Centre::load(ctx, self.row.centre_id?, self.as_of).await.transpose()
    }

    /// Identity of the applicant (идентификатор заявителя)
    async fn organisation_id(&self) -> Id<OrganisationId> {
        Id(self.row.organisation_id)
    }

    /// Region of the applicant; null only where federal (регион)
    async fn region(&self, ctx: &Context<'_>) -> Option<Result<Region, AppError>> {
        Region::load(ctx, self.row.region_id?, self.as_of).await.transpose()
    }

    /// Municipality of the applicant (муниципальное образование)
    async fn municipality(&self, ctx: &Context<'_>) -> Option<Result<Municipality, AppError>> {
        Municipality::load(ctx, self.row.municipality_id?, self.as_of).await.transpose()
    }

    /// The nomination (номинация)
    async fn nomination(&self, ctx: &Context<'_>) -> Option<Result<CompetitionClauseStats, AppError>> {
        let id = self.row.nomination_id?;
        let key = Many::<competition_clause::Entity>::new(self.row.competition_id);
        match ctx.loaders().load_one(key).await {
            Ok(rows) => rows.unwrap_or_default().iter().find(|row| row.id == id).map(|row| Ok(row.into())),
            Err(error) => Some(Err(error)),
        }
    }

    /// Title of the work; null where the source does not print it (название работы)
    async fn title(&self) -> Option<&str> {
        self.row.title.as_deref()
    }

    /// How many take part (число участников)
    async fn participants(&self) -> Option<i32> {
        self.row.participants
    }

    /// State on that day (состояние)
    async fn state(&self) -> E<ApplicationState> {
        E(state(&self.row, self.as_of))
    }

    /// Result, once there is one on that day (результат)
    async fn result(&self) -> Option<E<ApplicationResult>> {
        self.row.result.filter(|_| self.is_decided()).map(E)
    }

    /// Place, 1 to 3 (место)
    async fn place(&self) -> Option<i32> {
        self.row.place.filter(|_| self.is_decided()).map(Into::into)
    }

    /// Score, exact, as declared with the results (балл)
    async fn score(&self) -> Option<Result<Decimal, AppError>> {
        let (micros, scale) = self.row.score_micros.zip(self.row.score_scale).filter(|_| self.is_decided())?;
        Some(decimal::Decimal::from_stored(micros, scale).map(Decimal).map_err(AppError::internal))
    }

    /// The day of the result; null where the source does not tell (дата итогов)
    async fn result_on(&self) -> Option<Date> {
        self.row.result_on.filter(|_| self.is_decided()).map(Date)
    }

    /// The day it was submitted (подана)
    async fn submitted_on(&self) -> Option<Date> {
        self.row.submitted_on.map(Date)
    }

    /// The day it was admitted (допущена)
    async fn admitted_on(&self) -> Option<Date> {
        self.row.admitted_on.map(Date)
    }

    /// The day it was rejected (отклонена)
    async fn rejected_on(&self) -> Option<Date> {
        self.row.rejected_on.map(Date)
    }

    /// Why it was rejected (причина отклонения)
    async fn rejection_reason(&self) -> Option<&str> {
        self.row.rejection_reason.as_deref()
    }

    /// The day the applicant withdrew it (отозвана)
    async fn withdrawn_on(&self) -> Option<Date> {
        self.row.withdrawn_on.map(Date)
    }

    /// What goes with it; of the applicant, those above, the organiser and the experts (приложения)
    async fn attachments(&self, ctx: &Context<'_>) -> Result<Vec<ApplicationAttachmentStats>, AppError> {
        let rows = ctx.loaders().load_one(Many::<application_attachment::Entity>::new(self.row.id)).await?;
        let rows = rows.unwrap_or_default();
        let clauses = ctx.loaders().load_one(Many::<competition_clause::Entity>::new(self.row.competition_id)).await?;
        let clauses = clauses.unwrap_or_default();
        let number = |id| clauses.iter().find(|clause| clause.id == id).map(|clause| i32::from(clause.number));
        let mut attachments: Vec<ApplicationAttachmentStats> = rows
            .into_iter()
            .filter_map(|row| {
                Some(ApplicationAttachmentStats { number: number(row.clause_id)?, text: row.text, url: row.url })
            })
            .collect();
        attachments.sort_by_key(|attachment| attachment.number);
        Ok(attachments)
    }

    /// Its documents; of the applicant, those above, the organiser and the experts (файлы)
    async fn files(&self, ctx: &Context<'_>) -> Result<Vec<File>, AppError> {
        files_of(ctx, self.row.id, self.as_of).await
    }

    /// The experts' scores: the organiser sees all, an expert the own one, others none (оценки экспертов)
    async fn scores(&self, ctx: &Context<'_>) -> Result<Vec<ApplicationScoreResult>, AppError> {
        let rows = ctx.loaders().load_one(Many::<application_score::Entity>::new(self.row.id)).await?;
        let show = |row| ApplicationScoreResult { row, as_of: self.as_of };
        Ok(rows.unwrap_or_default().into_iter().map(show).collect())
    }

    /// What this viewer may do with the application (доступные действия)
    async fn allowed_actions(&self, ctx: &Context<'_>) -> Result<Vec<E<Action>>, AppError> {
        let (viewer, today) = (ctx.viewer(), ctx.cx().today());
        let key = ById::<competition::Entity>::new(self.row.competition_id, today);
        let Some(competition) = ctx.loaders().load_one(key).await? else { return Ok(vec![]) };
        let key = Many::<competition_expert::Entity>::new(self.row.competition_id);
        let experts = ctx.loaders().load_one(key).await?.unwrap_or_default();
        let assigned = viewer.user().is_some_and(|own| experts.iter().any(|expert| expert.user_id == own));
        let allowed =
            |action: &Action| actions::verdict(viewer, &self.row, &competition, assigned, *action, today).is_allowed();
        Ok(actions::APPLICATION.iter().copied().filter(allowed).map(E).collect())
    }

    /// Recorded from the past: dates may be absent (записана по источнику)
    async fn recorded(&self) -> bool {
        self.row.recorded
    }

    /// What the source leaves open (чего нет в источнике)
    async fn open_points(&self) -> Vec<OpenPointStats> {
        stats(&self.row.open_points)
    }
}

/// A document of an application (приложение к заявке)
#[derive(Clone, Debug, SimpleObject)]
pub struct ApplicationAttachmentStats {
    /// Which attachment of the competition (номер)
    number: i32,
    /// What it is (описание)
    text: String,
    /// Where it is (ссылка)
    url: Option<String>,
}

/// The score that an expert gave.
#[derive(Clone, Debug)]
pub struct ApplicationScoreResult {
    row: application_score::Model,
    as_of: NaiveDate,
}

/// The score that an expert gave (оценка эксперта)
#[Object]
impl ApplicationScoreResult {
    /// Identity of the expert's account (идентификатор пользователя)
    async fn user_id(&self) -> Id<UserId> {
        Id(self.row.user_id)
    }

    /// The expert's account with its position; null where the viewer does not see it (пользователь)
    async fn user(&self, ctx: &Context<'_>) -> Option<Result<User, AppError>> {
        User::load(ctx, self.row.user_id, self.as_of).await.transpose()
    }

    /// The score, exact (балл)
    async fn score(&self) -> Result<Decimal, AppError> {
        let score = decimal::Decimal::from_stored(self.row.score_micros, self.row.score_scale);
        score.map(Decimal).map_err(AppError::internal)
    }

    /// When it was given (поставлена)
    async fn recorded_at(&self) -> DateTime {
        DateTime(self.row.recorded_at)
    }
}
