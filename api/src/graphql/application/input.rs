//! Filters, orders and inputs of applications.

use async_graphql::{InputObject, MaybeUndefined};
use entity::{
    application::ApplicationResult,
    ids::{ApplicationId, CentreId, CompetitionId, OrganisationId},
};

use crate::{
    graphql::{
        codes::E,
        external::ExternalIdInput,
        ids::Id,
        open_points::OpenPointInput,
        payload::{patch, patch_each},
        scalars::Decimal,
    },
    service::application::{
        attachments::Attachment,
        create::CreateApplication,
        listing::{ApplicationFilter, ApplicationOrder as Order},
        record::RecordApplication,
        state::ApplicationState,
        update::UpdateApplication,
    },
};

entity::code_enum! {
    /// Order of a list of applications (порядок)
    pub enum ApplicationOrderBy {
        /// By the day of submission (по дате подачи)
        SubmittedAsc = "SUBMITTED_ASC",
        /// By the day of submission, the latest first (по дате подачи, с конца)
        SubmittedDesc = "SUBMITTED_DESC",
        /// By title, А to Я (по названию)
        TitleAsc = "TITLE_ASC",
        /// By title, Я to А (по названию, с конца)
        TitleDesc = "TITLE_DESC",
        /// By place, then by score from the highest (по месту)
        PlaceAsc = "PLACE_ASC",
    }
}

/// The order as an argument.
pub type ApplicationOrder = E<ApplicationOrderBy>;

impl Default for E<ApplicationOrderBy> {
    fn default() -> Self {
        Self(ApplicationOrderBy::SubmittedAsc)
    }
}

impl E<ApplicationOrderBy> {
    /// The order and its direction.
    pub fn parts(self) -> (Order, bool) {
        match self.0 {
            ApplicationOrderBy::SubmittedAsc => (Order::Submitted, false),
            ApplicationOrderBy::SubmittedDesc => (Order::Submitted, true),
            ApplicationOrderBy::TitleAsc => (Order::Title, false),
            ApplicationOrderBy::TitleDesc => (Order::Title, true),
            ApplicationOrderBy::PlaceAsc => (Order::Place, false),
        }
    }
}

/// Narrows a list of applications; members are joined by and (отбор заявок)
#[derive(Clone, Debug, Default, InputObject)]
#[graphql(name = "ApplicationFilter")]
pub struct ApplicationFilterInput {
    /// To these competitions (конкурсы)
    pub competition_ids: Option<Vec<Id<CompetitionId>>>,
    /// In the nomination of this number (номер номинации)
    pub nomination: Option<i32>,
    /// Of these organisations (организации)
    pub organisation_ids: Option<Vec<Id<OrganisationId>>>,
    /// In these states that day (состояния)
    pub states: Option<Vec<E<ApplicationState>>>,
    /// With these results that day (результаты)
    pub results: Option<Vec<E<ApplicationResult>>>,
}

impl From<ApplicationFilterInput> for ApplicationFilter {
    fn from(filter: ApplicationFilterInput) -> Self {
        Self {
            competitions: filter.competition_ids.map(|ids| ids.into_iter().map(|id| id.0).collect()),
            nomination: filter.nomination,
            organisations: filter.organisation_ids.map(|ids| ids.into_iter().map(|id| id.0).collect()),
            states: filter.states.map(|states| states.into_iter().map(|state| state.0).collect()),
            results: filter.results.map(|results| results.into_iter().map(|result| result.0).collect()),
        }
    }
}

/// A document of an application (приложение к заявке)
#[derive(Clone, Debug, InputObject)]
pub struct ApplicationAttachmentInput {
    /// Which attachment of the competition (номер)
    pub number: i32,
    /// What it is (описание)
    pub text: String,
    /// Where it is (ссылка)
    pub url: Option<String>,
}

impl From<ApplicationAttachmentInput> for Attachment {
    fn from(input: ApplicationAttachmentInput) -> Self {
        let ApplicationAttachmentInput { number, text, url } = input;
        Self { number, text, url }
    }
}

/// An application to prepare (новая заявка)
#[derive(Clone, Debug, InputObject)]
pub struct CreateApplicationInput {
    /// The competition, announced (конкурс)
    pub competition_id: Id<CompetitionId>,
    /// The applicant (организация-заявитель)
    pub organisation_id: Id<OrganisationId>,
    /// The centre at the applicant, where it applies as one (центр)
    pub centre_id: Option<Id<CentreId>>,
    /// Number of the nomination (номер номинации)
    pub nomination: Option<i32>,
    /// Title of the work, no personal names (название работы)
    pub title: String,
    /// How many take part (число участников)
    pub participants: Option<i32>,
    /// What goes with it (приложения)
    #[graphql(default)]
    pub attachments: Vec<ApplicationAttachmentInput>,
    /// Ids under which other systems know it (внешние идентификаторы)
    #[graphql(default)]
    pub external_ids: Vec<ExternalIdInput>,
}

impl From<CreateApplicationInput> for CreateApplication {
    fn from(input: CreateApplicationInput) -> Self {
        let CreateApplicationInput {
            competition_id,
            organisation_id,
            centre_id,
            nomination,
            title,
            participants,
            attachments,
            external_ids,
        } = input;
        Self {
            competition: competition_id.0,
            organisation: organisation_id.0,
            centre: centre_id.map(|id| id.0),
            nomination,
            title,
            participants,
            attachments: attachments.into_iter().map(Into::into).collect(),
            external_ids: external_ids.into_iter().map(Into::into).collect(),
        }
    }
}

/// An application to a competition of the past (участие в прошедшем конкурсе)
#[derive(Clone, Debug, InputObject)]
pub struct RecordApplicationInput {
    /// The competition, itself recorded (конкурс)
    pub competition_id: Id<CompetitionId>,
    /// The applicant (организация-заявитель)
    pub organisation_id: Id<OrganisationId>,
    /// Number of the nomination (номер номинации)
    pub nomination: Option<i32>,
    /// Title of the work, where it is printed; no personal names (название работы)
    pub title: Option<String>,
    /// How many took part (число участников)
    pub participants: Option<i32>,
    /// The result, where it is told (результат)
    pub result: Option<E<ApplicationResult>>,
    /// The place: 1 of a winner, 2 or 3 of a prize (место)
    pub place: Option<i32>,
    /// The score, exact (балл)
    pub score: Option<Decimal>,
    /// What the source leaves open (чего нет в источнике)
    #[graphql(default)]
    pub open_points: Vec<OpenPointInput>,
    /// Ids under which other systems know it (внешние идентификаторы)
    #[graphql(default)]
    pub external_ids: Vec<ExternalIdInput>,
}

impl From<RecordApplicationInput> for RecordApplication {
    fn from(input: RecordApplicationInput) -> Self {
        let RecordApplicationInput {
            competition_id,
            organisation_id,
            nomination,
            title,
            participants,
            result,
            place,
            score,
            open_points,
            external_ids,
        } = input;
        Self {
            id: None,
            competition: competition_id.0,
            organisation: organisation_id.0,
            nomination,
            title,
            participants,
            result: result.map(|result| result.0),
            place,
            score: score.map(|score| score.0),
            open_points: open_points.into_iter().map(Into::into).collect(),
            external_ids: external_ids.into_iter().map(Into::into).collect(),
        }
    }
}

/// Changes of a draft (изменение заявки)
#[derive(Clone, Debug, InputObject)]
pub struct UpdateApplicationInput {
    /// Which (заявка)
    pub id: Id<ApplicationId>,
    /// The version that was read (прочитанная версия)
    pub expected_version: i32,
    /// Number of the nomination (номер номинации)
    #[graphql(default)]
    pub nomination: MaybeUndefined<i32>,
    /// Title of the work, no personal names (название работы)
    #[graphql(default)]
    pub title: MaybeUndefined<String>,
    /// How many take part (число участников)
    #[graphql(default)]
    pub participants: MaybeUndefined<i32>,
    /// What goes with it, all of it (приложения)
    #[graphql(default)]
    pub attachments: MaybeUndefined<Vec<ApplicationAttachmentInput>>,
}

impl From<UpdateApplicationInput> for UpdateApplication {
    fn from(input: UpdateApplicationInput) -> Self {
        let UpdateApplicationInput { id, expected_version, nomination, title, participants, attachments } = input;
        Self {
            id: id.0,
            expected_version,
            nomination: patch(nomination),
            title: patch(title),
            participants: patch(participants),
            attachments: patch_each(attachments),
        }
    }
}

/// Declares the input of a step: the application, the version, and, where one is given, a reason.
macro_rules! step {
    ($name:ident, $doc:literal $(, $reason:ident: $type:ty, $reason_doc:literal)?) => {
        #[doc = $doc]
        #[derive(Clone, Debug, InputObject)]
        pub struct $name {
            /// Which (заявка)
            pub id: Id<ApplicationId>,
            /// The version that was read (прочитанная версия)
            pub expected_version: i32,
            $(#[doc = $reason_doc] pub $reason: $type,)?
        }
    };
}

step!(SubmitApplicationInput, "A submission (подача заявки)");
step!(WithdrawApplicationInput, "A withdrawal (отзыв заявки)", reason: Option<String>, "Why (причина)");
step!(DeleteApplicationInput, "A draft to delete (удаление проекта заявки)");
step!(AdmitApplicationInput, "An admission (допуск заявки)");
step!(RejectApplicationInput, "A rejection (отклонение заявки)", reason: String, "Why; the applicant reads it (причина)");

/// A score of an expert (оценка эксперта)
#[derive(Clone, Debug, InputObject)]
pub struct RecordScoreInput {
    /// Of which application (заявка)
    pub application_id: Id<ApplicationId>,
    /// The score, exact; given again it corrects (балл)
    pub score: Decimal,
}
