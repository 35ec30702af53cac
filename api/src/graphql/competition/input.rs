//! Filters, orders and what a competition is made of.

use async_graphql::{InputObject, MaybeUndefined};
use entity::{
    competition::{CompetitionForm, CompetitionKind, CompetitionLevel},
    competition_clause::CompetitionClauseKind,
    ids::{CentreId, CompetitionId, MunicipalityId, OrganisationId, RegionId},
};

use crate::{
    error::AppError,
    graphql::{
        act::BasisActInput,
        codes::E,
        external::ExternalIdInput,
        ids::Id,
        open_points::OpenPointInput,
        payload::{patch, patch_each},
        scalars::Date,
        validity::{Precision, ValidityInput},
    },
    service::competition::{
        clauses::Clause,
        create::{Content, Course, CreateCompetition, RecordCompetition},
        listing::{CompetitionFilter, CompetitionOrder as Order},
        place::Seat,
        plan::{PlanPatch, Tour},
        state::CompetitionState,
    },
    validity::Bound,
};

entity::code_enum! {
    /// Order of a list of competitions (порядок)
    pub enum CompetitionOrderBy {
        /// By the first day of the windows (по срокам)
        WindowAsc = "WINDOW_ASC",
        /// By the first day of the windows, the latest first (по срокам, с конца)
        WindowDesc = "WINDOW_DESC",
        /// By title, А to Я (по наименованию)
        TitleAsc = "TITLE_ASC",
        /// By title, Я to А (по наименованию, с конца)
        TitleDesc = "TITLE_DESC",
    }
}

/// The order as an argument.
pub type CompetitionOrder = E<CompetitionOrderBy>;

impl Default for E<CompetitionOrderBy> {
    fn default() -> Self {
        Self(CompetitionOrderBy::WindowAsc)
    }
}

impl E<CompetitionOrderBy> {
    /// The order and its direction.
    pub fn parts(self) -> (Order, bool) {
        match self.0 {
            CompetitionOrderBy::WindowAsc => (Order::Window, false),
            CompetitionOrderBy::WindowDesc => (Order::Window, true),
            CompetitionOrderBy::TitleAsc => (Order::Title, false),
            CompetitionOrderBy::TitleDesc => (Order::Title, true),
        }
    }
}

/// Narrows a list of competitions; members are joined by and (отбор конкурсов)
#[derive(Clone, Debug, Default, InputObject)]
#[graphql(name = "CompetitionFilter")]
pub struct CompetitionFilterInput {
    /// Of these kinds (виды)
    pub kinds: Option<Vec<E<CompetitionKind>>>,
    /// Of these levels (уровни)
    pub levels: Option<Vec<E<CompetitionLevel>>>,
    /// In these states that day (состояния)
    pub states: Option<Vec<E<CompetitionState>>>,
    /// In these regions (регионы)
    pub region_ids: Option<Vec<Id<RegionId>>>,
    /// In these municipalities (муниципальные образования)
    pub municipality_ids: Option<Vec<Id<MunicipalityId>>>,
    /// Organised by these organisations (организаторы)
    pub organiser_ids: Option<Vec<Id<OrganisationId>>>,
    /// Stages of these competitions (этапы конкурсов)
    pub parent_ids: Option<Vec<Id<CompetitionId>>>,
    /// Whose results give a status of these kinds, by code (коды присваиваемых статусов)
    pub award_kind_codes: Option<Vec<String>>,
    /// With a window on that day or later (сроки с)
    pub from: Option<Date>,
    /// With a window on that day or earlier (сроки по)
    pub to: Option<Date>,
}

fn ids<T: Copy>(ids: Option<Vec<Id<T>>>) -> Option<Vec<T>> {
    ids.map(|ids| ids.into_iter().map(|id| id.0).collect())
}

impl TryFrom<CompetitionFilterInput> for CompetitionFilter {
    type Error = AppError;

    fn try_from(filter: CompetitionFilterInput) -> Result<Self, AppError> {
        let (from, to) = (filter.from.map(|day| day.0), filter.to.map(|day| day.0));
        if from.zip(to).is_some_and(|(from, to)| from > to) {
            return Err(AppError::contradicting_filter("from", "to"));
        }
        Ok(Self {
            kinds: filter.kinds.map(E::plain),
            levels: filter.levels.map(E::plain),
            states: filter.states.map(E::plain),
            regions: ids(filter.region_ids),
            municipalities: ids(filter.municipality_ids),
            organisers: ids(filter.organiser_ids),
            parents: ids(filter.parent_ids),
            awards: filter.award_kind_codes,
            from,
            to,
        })
    }
}

/// A clause of the regulation (пункт положения)
#[derive(Clone, Debug, InputObject)]
pub struct CompetitionClauseInput {
    /// What it is (вид)
    pub kind: E<CompetitionClauseKind>,
    /// Which of its kind, from 1; keeps its meaning when others change (номер)
    pub number: i32,
    /// What it says (текст)
    pub text: String,
    /// Whether an application is incomplete without it (обязательно)
    #[graphql(default)]
    pub required: bool,
    /// Youngest age, inclusive, years; of an age category (возраст от)
    pub age_from: Option<i32>,
    /// Oldest age, inclusive, years; of an age category (возраст до)
    pub age_to: Option<i32>,
}

impl From<CompetitionClauseInput> for Clause {
    fn from(input: CompetitionClauseInput) -> Self {
        let CompetitionClauseInput { kind, number, text, required, age_from, age_to } = input;
        Self { kind: kind.0, number, text, required, age_from, age_to }
    }
}

/// A tour of the evaluation (тур)
#[derive(Clone, Debug, InputObject)]
pub struct CompetitionTourInput {
    /// Which in order, from 1 (номер)
    pub number: i32,
    /// Title (наименование)
    pub title: Option<String>,
    /// First day, inclusive (с)
    pub from: Date,
    /// Last day, inclusive (по)
    pub to: Date,
}

impl From<CompetitionTourInput> for Tour {
    fn from(input: CompetitionTourInput) -> Self {
        let CompetitionTourInput { number, title, from, to } = input;
        Self { number, title, from: from.0, to: to.0 }
    }
}

/// Windows and tours of a competition (сроки)
#[derive(Clone, Debug, Default, InputObject)]
pub struct CompetitionWindowsInput {
    /// First day for applications, inclusive; from the announcement on when absent (приём заявок с)
    #[graphql(default)]
    pub applications_from: MaybeUndefined<Date>,
    /// Last day for applications, inclusive (приём заявок по)
    #[graphql(default)]
    pub applications_to: MaybeUndefined<Date>,
    /// First day of the evaluation, where there are no tours (экспертиза с)
    #[graphql(default)]
    pub evaluation_from: MaybeUndefined<Date>,
    /// Last day of the evaluation, where there are no tours (экспертиза по)
    #[graphql(default)]
    pub evaluation_to: MaybeUndefined<Date>,
    /// The tours, all of them in order (туры)
    #[graphql(default)]
    pub tours: MaybeUndefined<Vec<CompetitionTourInput>>,
    /// When it is held
    #[graphql(flatten)]
    pub held: ValidityInput,
}

impl From<CompetitionWindowsInput> for PlanPatch {
    fn from(input: CompetitionWindowsInput) -> Self {
        let CompetitionWindowsInput { applications_from, applications_to, evaluation_from, evaluation_to, tours, held } =
            input;
        Self {
            applications_from: patch(applications_from).map(|day| day.0),
            applications_to: patch(applications_to).map(|day| day.0),
            evaluation_from: patch(evaluation_from).map(|day| day.0),
            evaluation_to: patch(evaluation_to).map(|day| day.0),
            held: held.patch(),
            tours: patch_each(tours),
        }
    }
}

/// What a competition is (содержание конкурса)
#[derive(Clone, Debug, InputObject)]
pub struct CompetitionContentInput {
    /// Title (наименование)
    pub title: String,
    /// Kind (вид)
    pub kind: E<CompetitionKind>,
    /// Level: decides which territory is needed and who keeps it (уровень)
    pub level: E<CompetitionLevel>,
    /// Form (форма проведения)
    pub form: Option<E<CompetitionForm>>,
    /// The competition of a higher level that it is a stage of (конкурс, этапом которого является)
    pub parent_id: Option<Id<CompetitionId>>,
    /// Region, from the regional level up (регион)
    pub region_id: Option<Id<RegionId>>,
    /// Municipality, up to the zonal level: of a zone its seat (муниципальное образование)
    pub municipality_id: Option<Id<MunicipalityId>>,
    /// The organisation that organises it (организатор)
    pub organiser_id: Option<Id<OrganisationId>>,
    /// The centre that organises it (центр-организатор)
    pub organiser_centre_id: Option<Id<CentreId>>,
    /// Link (ссылка)
    pub url: Option<String>,
    /// Whether the regulation allows several applications of one organisation, nomination and title (повторные заявки)
    #[graphql(default)]
    pub repeat_applications: bool,
    /// Code of the kind of status that a result gives (код присваиваемого статуса)
    pub award_kind_code: Option<String>,
    /// How many statuses are to be awarded (сколько статусов присваивается)
    pub expected_awards: Option<i32>,
    /// Windows and tours
    #[graphql(flatten)]
    pub windows: CompetitionWindowsInput,
    /// What the regulation lists: nominations, categories, requirements, attachments, prizes (пункты положения)
    #[graphql(default)]
    pub clauses: Vec<CompetitionClauseInput>,
    /// The acts on which it rests (акты-основания)
    #[graphql(default)]
    pub acts: Vec<BasisActInput>,
    /// Ids under which other systems know it (внешние идентификаторы)
    #[graphql(default)]
    pub external_ids: Vec<ExternalIdInput>,
}

impl From<CompetitionContentInput> for Content {
    fn from(input: CompetitionContentInput) -> Self {
        let CompetitionContentInput {
            title,
            kind,
            level,
            form,
            parent_id,
            region_id,
            municipality_id,
            organiser_id,
            organiser_centre_id,
            url,
            repeat_applications,
            award_kind_code,
            expected_awards,
            windows,
            clauses,
            acts,
            external_ids,
        } = input;
        Self {
            title,
            kind: kind.0,
            level: level.0,
            form: form.map(|form| form.0),
            parent: parent_id.map(|id| id.0),
            seat: Seat {
                region: region_id.map(|id| id.0),
                municipality: municipality_id.map(|id| id.0),
                organiser: organiser_id.map(|id| id.0),
            },
            organiser_centre: organiser_centre_id.map(|id| id.0),
            url,
            repeat_applications,
            award_kind: award_kind_code,
            expected_awards,
            plan: windows.into(),
            clauses: clauses.into_iter().map(Into::into).collect(),
            acts: acts.into_iter().map(Into::into).collect(),
            external_ids: external_ids.into_iter().map(Into::into).collect(),
        }
    }
}

/// A competition to prepare (новый конкурс)
#[derive(Clone, Debug, InputObject)]
pub struct CreateCompetitionInput {
    /// What it is
    #[graphql(flatten)]
    pub content: CompetitionContentInput,
}

impl From<CreateCompetitionInput> for CreateCompetition {
    fn from(input: CreateCompetitionInput) -> Self {
        let CreateCompetitionInput { content } = input;
        Self { id: None, content: content.into() }
    }
}

/// A competition of the past; dates and acts may be absent (прошедший конкурс)
#[derive(Clone, Debug, InputObject)]
pub struct RecordCompetitionInput {
    /// What it was
    #[graphql(flatten)]
    pub content: CompetitionContentInput,
    /// When it was announced (объявлен)
    pub announced_on: Option<Date>,
    /// When its results were published; with a precision of MONTH or YEAR the last day of it (итоги подведены)
    pub results_published_on: Option<Date>,
    /// How exactly the day of the results is known; DAY when absent (точность даты итогов)
    pub results_published_precision: Option<E<Precision>>,
    /// When it was cancelled (отменён)
    pub cancelled_on: Option<Date>,
    /// Why it was cancelled (причина отмены)
    pub cancellation_reason: Option<String>,
    /// How many statuses were awarded, where the source does not name the winners (сколько статусов присвоено)
    pub awarded_count: Option<i32>,
    /// What the source leaves open (чего нет в источнике)
    #[graphql(default)]
    pub open_points: Vec<OpenPointInput>,
}

impl From<RecordCompetitionInput> for RecordCompetition {
    fn from(input: RecordCompetitionInput) -> Self {
        let RecordCompetitionInput {
            content,
            announced_on,
            results_published_on,
            results_published_precision,
            cancelled_on,
            cancellation_reason,
            awarded_count,
            open_points,
        } = input;
        let precision = results_published_precision.map_or(Precision::Day, |precision| precision.0).into();
        let course = Course {
            announced_on: announced_on.map(|day| day.0),
            results_published_on: results_published_on.map(|day| Bound { precision, ..Bound::day(day.0) }),
            cancelled_on: cancelled_on.map(|day| day.0),
            cancellation_reason,
            awarded_count,
            open_points: open_points.into_iter().map(Into::into).collect(),
        };
        Self { id: None, content: content.into(), course }
    }
}
