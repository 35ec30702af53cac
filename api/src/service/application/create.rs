//! Preparing an application: a draft of the applicant, or of whoever enters for it.

use entity::{
    application, competition,
    ids::{ApplicationId, CentreId, CompetitionId, OrganisationId, TypedId},
    shared::{Level, Visibility},
};
use sea_orm::{ActiveModelTrait, Set};
use uuid::Uuid;

use super::{
    attachments::{self, Attachment},
    nomination, query,
};
use crate::{
    access::{Action, Kind, Right, Verdict},
    db::{WriteTx, change::Place},
    error::{AppError, Failure, Problems, UserError, UserErrorCode},
    service::{
        Cx, NAME,
        competition::{self as competitions, actions},
        external::{self, External},
        line,
    },
    text,
};

/// An application to prepare.
#[derive(Clone, Debug)]
pub struct CreateApplication {
    /// The competition.
    pub competition: CompetitionId,
    /// The applicant.
    pub organisation: OrganisationId,
    /// The centre at the applicant, where it applies as one.
    pub centre: Option<CentreId>,
    /// Number of the nomination.
    pub nomination: Option<i32>,
    /// Title of the work.
    pub title: String,
    /// How many take part.
    pub participants: Option<i32>,
    /// What goes with it.
    pub attachments: Vec<Attachment>,
    /// Ids under which other systems know it.
    pub external_ids: Vec<External>,
}

/// Prepares an application.
pub async fn create(cx: &Cx, input: CreateApplication) -> Result<application::Model, Failure> {
    let CreateApplication {
        competition,
        organisation,
        centre,
        nomination: number,
        title,
        participants,
        attachments,
        external_ids,
    } = input;
    let mut tx = cx.write().await?;
    let competition = competitions::query::locked(&tx, &cx.viewer, competition).await?;
    let competition = competition.ok_or_else(|| UserError::unknown("competitionId"))?;
    let place = applicant(&tx, cx, organisation).await?;
    Verdict::by_right(&cx.viewer, Action::CreateApplication, &place).require()?;
    actions::verdict(&cx.viewer, &competition, Action::CreateApplication, cx.today()).require()?;
    let mut problems = Problems::new();
    let title = problems.keep(line(&title, "title", NAME)).unwrap_or_default();
    check_participants(participants, &mut problems);
    problems.finish()?;
    let nomination = nomination(&tx, competition.id, number).await?;
    check_single(&tx, &competition, None, organisation, nomination, &title).await?;
    let row = application::ActiveModel {
        id: Set(ApplicationId::new(tx.now())),
        centre_id: Set(centre),
        nomination_id: Set(nomination),
        sort_key: Set(text::sort_key(&title)),
        search_key: Set(text::fold(&title)),
        title: Set(Some(title)),
        participants: Set(participants),
        recorded: Set(false),
        ..blank(&tx, competition.id, organisation, place)
    };
    let row = row.insert(&tx).await?;
    attachments::write(&tx, row.id, competition.id, attachments).await?;
    external::give(&tx, Kind::Application, row.id, external_ids).await?;
    tx.created(&row);
    tx.commit().await?;
    Ok(row)
}

/// What every new application has.
pub(super) fn blank(
    tx: &WriteTx,
    competition: CompetitionId,
    organisation: OrganisationId,
    place: Place,
) -> application::ActiveModel {
    application::ActiveModel {
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        region_id: Set(place.region),
        municipality_id: Set(place.municipality),
        organisation_id: Set(organisation),
        visibility: Set(place.visibility),
        level: Set(place.level),
        competition_id: Set(competition),
        open_points: Set(String::new()),
        ..Default::default()
    }
}

/// The place of an applicant's draft: kept by the applicant, or at the level of whoever enters for it.
pub(super) async fn applicant(tx: &WriteTx, cx: &Cx, id: OrganisationId) -> Result<Place, Failure> {
    let organisation = competitions::applicant(tx, &cx.viewer, id).await?;
    let place = Place {
        region: organisation.region_id,
        municipality: organisation.municipality_id,
        organisation: Some(id),
        visibility: Visibility::Draft,
        level: Level::Organisation,
    };
    let level = cx.viewer.nearest_level(Right::Write, Kind::Application, &place).unwrap_or(Level::Organisation);
    Ok(Place { level, ..place })
}

/// How many take part.
pub(super) fn check_participants(participants: Option<i32>, problems: &mut Problems) {
    if participants.is_some_and(|count| !(1..=100_000).contains(&count)) {
        problems.add(UserErrorCode::OutOfRange, "participants", "Число от 1 до 100000", "A number from 1 to 100000");
    }
}

/// The key of which there is one submitted application, unless the regulation allows more.
pub fn single_key(
    competition: &competition::Model,
    organisation: OrganisationId,
    nomination: Option<Uuid>,
    title: &str,
) -> Option<String> {
    let nomination = nomination.map(|id| id.to_string()).unwrap_or_default();
    (!competition.repeat_applications).then(|| format!("{organisation}|{nomination}|{}", text::fold(title)))
}

/// Refuses a second application of one organisation, nomination and title.
pub(super) async fn check_single(
    tx: &WriteTx,
    competition: &competition::Model,
    own: Option<ApplicationId>,
    organisation: OrganisationId,
    nomination: Option<Uuid>,
    title: &str,
) -> Result<Option<String>, Failure> {
    let Some(key) = single_key(competition, organisation, nomination, title) else { return Ok(None) };
    let other: Result<_, AppError> = query::of_single_key(tx, competition.id, &key).await;
    if other?.is_some_and(|other| Some(other.id) != own) {
        return Err(UserError::new(
            UserErrorCode::Duplicate,
            "title",
            "Такая заявка организации в этой номинации уже подана",
            "The organisation has submitted such an application in this nomination already",
        )
        .into());
    }
    Ok(Some(key))
}
