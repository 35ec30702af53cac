//! Inputs of changes and decisions.

use async_graphql::{InputObject, MaybeUndefined};
use entity::{
    application::ApplicationResult,
    competition::{CompetitionForm, CompetitionKind, CompetitionLevel},
    ids::{ApplicationId, CentreId, CompetitionId, LegalActId, MunicipalityId, OrganisationId, RegionId, UserId},
};

use super::input::{CompetitionClauseInput, CompetitionWindowsInput};
use crate::{
    graphql::{
        act::BasisActInput,
        codes::E,
        ids::Id,
        open_points::OpenPointInput,
        payload::{patch, patch_each},
        scalars::{Date, Decimal},
        validity::ValidityInput,
    },
    service::competition::{
        decide::{Cancel, Decide},
        experts::AssignExpert,
        postpone::Postpone,
        results::{Outcome, PublishResults},
        update::UpdateCompetition,
    },
};

/// Changes of a competition (изменение конкурса)
#[derive(Clone, Debug, InputObject)]
pub struct UpdateCompetitionInput {
    /// Which (конкурс)
    pub id: Id<CompetitionId>,
    /// The version that was read (прочитанная версия)
    pub expected_version: i32,
    /// Title (наименование)
    #[graphql(default)]
    pub title: MaybeUndefined<String>,
    /// Kind (вид)
    #[graphql(default)]
    pub kind: MaybeUndefined<E<CompetitionKind>>,
    /// Level (уровень)
    #[graphql(default)]
    pub level: MaybeUndefined<E<CompetitionLevel>>,
    /// Form (форма проведения)
    #[graphql(default)]
    pub form: MaybeUndefined<E<CompetitionForm>>,
    /// The competition of a higher level that it is a stage of (конкурс, этапом которого является)
    #[graphql(default)]
    pub parent_id: MaybeUndefined<Id<CompetitionId>>,
    /// Region (регион)
    #[graphql(default)]
    pub region_id: MaybeUndefined<Id<RegionId>>,
    /// Municipality (муниципальное образование)
    #[graphql(default)]
    pub municipality_id: MaybeUndefined<Id<MunicipalityId>>,
    /// The organisation that organises it (организатор)
    #[graphql(default)]
    pub organiser_id: MaybeUndefined<Id<OrganisationId>>,
    /// The centre that organises it (центр-организатор)
    #[graphql(default)]
    pub organiser_centre_id: MaybeUndefined<Id<CentreId>>,
    /// Link (ссылка)
    #[graphql(default)]
    pub url: MaybeUndefined<String>,
    /// Whether applications may repeat (повторные заявки)
    #[graphql(default)]
    pub repeat_applications: MaybeUndefined<bool>,
    /// Code of the kind of status that a result gives (код присваиваемого статуса)
    #[graphql(default)]
    pub award_kind_code: MaybeUndefined<String>,
    /// How many statuses are to be awarded (сколько статусов присваивается)
    #[graphql(default)]
    pub expected_awards: MaybeUndefined<i32>,
    /// How many were awarded without being named; of the past alone (сколько статусов присвоено)
    #[graphql(default)]
    pub awarded_count: MaybeUndefined<i32>,
    /// What the source leaves open, all of it; of the past alone (чего нет в источнике)
    #[graphql(default)]
    pub open_points: MaybeUndefined<Vec<OpenPointInput>>,
    /// Windows and tours: once announced, what is known changes by a postponement alone
    #[graphql(flatten)]
    pub windows: CompetitionWindowsInput,
    /// What the regulation lists, all of it (пункты положения)
    #[graphql(default)]
    pub clauses: MaybeUndefined<Vec<CompetitionClauseInput>>,
    /// The acts on which it rests, all of them (акты-основания)
    #[graphql(default)]
    pub acts: MaybeUndefined<Vec<BasisActInput>>,
}

impl From<UpdateCompetitionInput> for UpdateCompetition {
    fn from(input: UpdateCompetitionInput) -> Self {
        let UpdateCompetitionInput {
            id,
            expected_version,
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
            awarded_count,
            open_points,
            windows,
            clauses,
            acts,
        } = input;
        Self {
            id: id.0,
            expected_version,
            title: patch(title),
            kind: patch(kind).map(|kind| kind.0),
            level: patch(level).map(|level| level.0),
            form: patch(form).map(|form| form.0),
            parent: patch(parent_id).map(|id| id.0),
            region: patch(region_id).map(|id| id.0),
            municipality: patch(municipality_id).map(|id| id.0),
            organiser: patch(organiser_id).map(|id| id.0),
            organiser_centre: patch(organiser_centre_id).map(|id| id.0),
            url: patch(url),
            repeat_applications: patch(repeat_applications),
            award_kind: patch(award_kind_code),
            expected_awards: patch(expected_awards),
            awarded_count: patch(awarded_count),
            open_points: patch_each(open_points),
            plan: windows.into(),
            clauses: patch_each(clauses),
            acts: patch_each(acts),
        }
    }
}

/// Declares the input of a decision: the competition, the version, the day.
macro_rules! decision {
    ($name:ident, $day:ident, $doc:literal, $day_doc:literal) => {
        #[doc = $doc]
        #[derive(Clone, Debug, InputObject)]
        pub struct $name {
            /// Which (конкурс)
            pub id: Id<CompetitionId>,
            /// The version that was read (прочитанная версия)
            pub expected_version: i32,
            #[doc = $day_doc]
            pub $day: Option<Date>,
        }

        impl From<$name> for Decide {
            fn from(input: $name) -> Self {
                let $name { id, expected_version, $day } = input;
                Self { id: id.0, expected_version, on: $day.map(|day| day.0) }
            }
        }
    };
}

decision!(
    AnnounceCompetitionInput,
    announced_on,
    "An announcement (объявление конкурса)",
    "Its day; today when absent (дата объявления)"
);
decision!(
    CloseEvaluationInput,
    closed_on,
    "The end of an evaluation (завершение экспертизы)",
    "Its day; today when absent (дата завершения)"
);
decision!(
    ArchiveCompetitionInput,
    archived_on,
    "Into the archive (перенос в архив)",
    "Its day; today when absent (дата переноса)"
);

/// A cancellation (отмена конкурса)
#[derive(Clone, Debug, InputObject)]
pub struct CancelCompetitionInput {
    /// Which (конкурс)
    pub id: Id<CompetitionId>,
    /// The version that was read (прочитанная версия)
    pub expected_version: i32,
    /// Why (причина)
    pub reason: String,
    /// Its day; today when absent (дата отмены)
    pub cancelled_on: Option<Date>,
}

impl From<CancelCompetitionInput> for Cancel {
    fn from(input: CancelCompetitionInput) -> Self {
        let CancelCompetitionInput { id, expected_version, reason, cancelled_on } = input;
        Self { decide: Decide { id: id.0, expected_version, on: cancelled_on.map(|day| day.0) }, reason }
    }
}

/// A postponement from today on (перенос конкурса)
#[derive(Clone, Debug, InputObject)]
pub struct PostponeCompetitionInput {
    /// Which (конкурс)
    pub id: Id<CompetitionId>,
    /// The version that was read (прочитанная версия)
    pub expected_version: i32,
    /// Why (причина)
    pub reason: String,
    /// The day from which the new windows count: found from them when absent, unknown when they are (возобновление)
    pub resumes_on: Option<Date>,
    /// The new windows; those left out stay
    #[graphql(flatten)]
    pub windows: CompetitionWindowsInput,
}

impl From<PostponeCompetitionInput> for Postpone {
    fn from(input: PostponeCompetitionInput) -> Self {
        let PostponeCompetitionInput { id, expected_version, reason, resumes_on, windows } = input;
        Self { id: id.0, expected_version, reason, resumes_on: resumes_on.map(|day| day.0), plan: windows.into() }
    }
}

/// A draft to delete (удаление проекта конкурса)
#[derive(Clone, Debug, InputObject)]
pub struct DeleteCompetitionInput {
    /// Which (конкурс)
    pub id: Id<CompetitionId>,
    /// The version that was read (прочитанная версия)
    pub expected_version: i32,
}

/// The result of one application; several may share a place, as the jury declares (итог заявки)
#[derive(Clone, Debug, InputObject)]
pub struct ApplicationOutcomeInput {
    /// The application, admitted (заявка)
    pub application_id: Id<ApplicationId>,
    /// The result (результат)
    pub result: E<ApplicationResult>,
    /// The place: 1 of a winner, 2 or 3 of a prize (место)
    pub place: Option<i32>,
    /// The score, exact (балл)
    pub score: Option<Decimal>,
    /// Whether it is awarded the status of the competition; winners are when absent (присвоить статус)
    pub awarded: Option<bool>,
}

impl From<ApplicationOutcomeInput> for Outcome {
    fn from(input: ApplicationOutcomeInput) -> Self {
        let ApplicationOutcomeInput { application_id, result, place, score, awarded } = input;
        Self { application: application_id.0, result: result.0, place, score: score.map(|score| score.0), awarded }
    }
}

/// Results to publish (подведение итогов)
#[derive(Clone, Debug, InputObject)]
pub struct PublishResultsInput {
    /// Which (конкурс)
    pub id: Id<CompetitionId>,
    /// The version that was read (прочитанная версия)
    pub expected_version: i32,
    /// Their day; today when absent (дата итогов)
    pub published_on: Option<Date>,
    /// The act that approves them, with date and number; may be absent of the past alone (акт об итогах)
    pub results_act_id: Option<Id<LegalActId>>,
    /// How many were awarded without being named; of the past alone (сколько статусов присвоено)
    pub awarded_count: Option<i32>,
    /// The results (итоги)
    #[graphql(default)]
    pub results: Vec<ApplicationOutcomeInput>,
    /// The term of the awarded statuses
    #[graphql(flatten)]
    pub term: ValidityInput,
}

impl From<PublishResultsInput> for PublishResults {
    fn from(input: PublishResultsInput) -> Self {
        let PublishResultsInput { id, expected_version, published_on, results_act_id, awarded_count, results, term } =
            input;
        Self {
            id: id.0,
            expected_version,
            on: published_on.map(|day| day.0),
            act: results_act_id.map(|id| id.0),
            awarded_count,
            term: term.patch(),
            outcomes: results.into_iter().map(Into::into).collect(),
        }
    }
}

/// An expert to assign (назначение эксперта)
#[derive(Clone, Debug, InputObject)]
pub struct AssignExpertInput {
    /// To which competition (конкурс)
    pub competition_id: Id<CompetitionId>,
    /// The version that was read (прочитанная версия)
    pub expected_version: i32,
    /// The expert's account (пользователь)
    pub user_id: Id<UserId>,
    /// The expert's own organisation: its applications are not for this expert (место работы)
    pub organisation_id: Option<Id<OrganisationId>>,
}

impl From<AssignExpertInput> for AssignExpert {
    fn from(input: AssignExpertInput) -> Self {
        let AssignExpertInput { competition_id, expected_version, user_id, organisation_id } = input;
        Self { id: competition_id.0, expected_version, user: user_id.0, organisation: organisation_id.map(|id| id.0) }
    }
}

/// An expert to remove (отзыв эксперта)
#[derive(Clone, Debug, InputObject)]
pub struct RemoveExpertInput {
    /// From which competition (конкурс)
    pub competition_id: Id<CompetitionId>,
    /// The version that was read (прочитанная версия)
    pub expected_version: i32,
    /// The expert's account (пользователь)
    pub user_id: Id<UserId>,
}
