//! What belongs to a competition and has no identity of its own: clauses, tours, windows given up, states, experts.

use async_graphql::{Context, Object, SimpleObject};
use chrono::NaiveDate;
use entity::{
    competition_clause::{self, CompetitionClauseKind},
    competition_expert, competition_period, competition_tour,
    ids::{OrganisationId, UserId},
};

use crate::{
    error::AppError,
    graphql::{access::User, codes::E, ids::Id, scalars::Date, validity::ValidityStats},
    service::competition::state::{CompetitionState, Span},
    validity_of,
};

/// A clause of the regulation (пункт положения)
#[derive(Clone, Debug, SimpleObject)]
pub struct CompetitionClauseStats {
    /// What it is (вид)
    kind: E<CompetitionClauseKind>,
    /// Which of its kind, from 1; applications refer to it (номер)
    number: i32,
    /// What it says (текст)
    text: String,
    /// Whether an application is incomplete without it (обязательно)
    required: bool,
    /// Youngest age, inclusive, years (возраст от)
    age_from: Option<i32>,
    /// Oldest age, inclusive, years (возраст до)
    age_to: Option<i32>,
}

impl From<&competition_clause::Model> for CompetitionClauseStats {
    fn from(row: &competition_clause::Model) -> Self {
        Self {
            kind: E(row.kind),
            number: row.number.into(),
            text: row.text.clone(),
            required: row.required,
            age_from: row.age_from.map(Into::into),
            age_to: row.age_to.map(Into::into),
        }
    }
}

/// A tour of the evaluation (тур)
#[derive(Clone, Debug, SimpleObject)]
pub struct CompetitionTourStats {
    /// Which in order, from 1 (номер)
    number: i32,
    /// Title (наименование)
    title: Option<String>,
    /// First day, inclusive (с)
    from: Date,
    /// Last day, inclusive (по)
    to: Date,
}

impl From<&competition_tour::Model> for CompetitionTourStats {
    fn from(row: &competition_tour::Model) -> Self {
        Self { number: row.number.into(), title: row.title.clone(), from: Date(row.from_day), to: Date(row.to_day) }
    }
}

/// A postponement with the windows that it gave up (перенос)
#[derive(Clone, Debug, SimpleObject)]
pub struct CompetitionPostponementResult {
    /// The day of the postponement (дата переноса)
    postponed_on: Option<Date>,
    /// Why (причина)
    reason: String,
    /// First day for applications before it (приём заявок с)
    applications_from: Option<Date>,
    /// Last day for applications before it (приём заявок по)
    applications_to: Option<Date>,
    /// First day of the evaluation before it (экспертиза с)
    evaluation_from: Option<Date>,
    /// Last day of the evaluation before it (экспертиза по)
    evaluation_to: Option<Date>,
    #[graphql(flatten)]
    held: ValidityStats,
}

impl From<competition_period::Model> for CompetitionPostponementResult {
    fn from(row: competition_period::Model) -> Self {
        Self {
            postponed_on: row.to_day.succ_opt().map(Date),
            held: (&validity_of!(row)).into(),
            reason: row.reason,
            applications_from: row.applications_from.map(Date),
            applications_to: row.applications_to.map(Date),
            evaluation_from: row.evaluation_from.map(Date),
            evaluation_to: row.evaluation_to.map(Date),
        }
    }
}

/// A state and the days on which it holds (период состояния)
#[derive(Clone, Debug, SimpleObject)]
pub struct CompetitionStateStats {
    /// The state (состояние)
    state: E<CompetitionState>,
    /// First day, inclusive; null: since ever (с)
    from: Option<Date>,
    /// Last day, inclusive; null: without end (по)
    to: Option<Date>,
}

impl From<Span> for CompetitionStateStats {
    fn from(span: Span) -> Self {
        Self { state: E(span.state), from: span.from.map(Date), to: span.to.map(Date) }
    }
}

/// An expert of a competition.
#[derive(Clone, Debug)]
pub struct CompetitionExpertResult {
    row: competition_expert::Model,
    as_of: NaiveDate,
}

impl CompetitionExpertResult {
    /// The expert of a row that the viewer may see.
    pub fn show(row: competition_expert::Model, as_of: NaiveDate) -> Self {
        Self { row, as_of }
    }
}

/// An expert of a competition; shown to the organiser, and to the expert (эксперт)
#[Object]
impl CompetitionExpertResult {
    /// Identity of the account (идентификатор пользователя)
    async fn user_id(&self) -> Id<UserId> {
        Id(self.row.user_id)
    }

    /// The account with its position; null where the viewer does not see it (пользователь)
    async fn user(&self, ctx: &Context<'_>) -> Option<Result<User, AppError>> {
        User::load(ctx, self.row.user_id, self.as_of).await.transpose()
    }

    /// The expert's own organisation, whose applications are not for this expert (место работы)
    async fn organisation_id(&self) -> Option<Id<OrganisationId>> {
        self.row.organisation_id.map(Id)
    }

    /// Since when (назначен)
    async fn assigned_on(&self) -> Date {
        Date(self.row.assigned_on)
    }
}
