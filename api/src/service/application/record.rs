//! Recording who took part in a competition of the past, and with what result: public at once.

use entity::{
    application::{self, ApplicationResult},
    decimal::Decimal,
    ids::{ApplicationId, CompetitionId, OrganisationId, TypedId},
    shared::Visibility,
};
use sea_orm::{ActiveModelTrait, Set};

use super::{
    create::{applicant, blank, check_participants, check_single},
    nomination, put_outcome, tally,
};
use crate::{
    access::{Action, Kind, Verdict},
    db::change::Place,
    error::{Failure, Problems, UserError},
    service::{
        Cx, NAME,
        competition::{self as competitions, actions, results::check_outcome},
        external::{self, External},
        line, lost_race,
        open_points::{self, OpenPoint},
    },
    text,
};

/// An application to a competition of the past.
#[derive(Clone, Debug)]
pub struct RecordApplication {
    /// Given by the demonstration network alone.
    pub id: Option<ApplicationId>,
    /// The competition, itself recorded.
    pub competition: CompetitionId,
    /// The applicant.
    pub organisation: OrganisationId,
    /// Number of the nomination.
    pub nomination: Option<i32>,
    /// Title of the work, where it is printed.
    pub title: Option<String>,
    /// How many took part.
    pub participants: Option<i32>,
    /// The result, where it is told.
    pub result: Option<ApplicationResult>,
    /// The place.
    pub place: Option<i32>,
    /// The score.
    pub score: Option<Decimal>,
    /// What the source leaves open.
    pub open_points: Vec<OpenPoint>,
    /// Ids under which other systems know it.
    pub external_ids: Vec<External>,
}

/// Records an application to a competition of the past.
pub async fn record(cx: &Cx, input: RecordApplication) -> Result<application::Model, Failure> {
    let RecordApplication {
        id,
        competition,
        organisation,
        nomination: number,
        title,
        participants,
        result,
        place,
        score,
        open_points,
        external_ids,
    } = input;
    let mut tx = cx.write().await?;
    let competition = competitions::query::locked(&tx, &cx.viewer, competition).await?;
    let competition = competition.ok_or_else(|| UserError::unknown("competitionId"))?;
    let seat = Place { visibility: Visibility::Public, ..applicant(&tx, cx, organisation).await? };
    Verdict::by_right(&cx.viewer, Action::RecordApplication, &seat).require()?;
    actions::verdict(&cx.viewer, &competition, Action::RecordApplication, cx.today()).require()?;
    let mut problems = Problems::new();
    let title = problems.keep(title.map(|title| line(&title, "title", NAME)).transpose()).flatten();
    check_participants(participants, &mut problems);
    match result {
        Some(result) => {
            problems.keep(check_outcome(result, place, score, str::to_owned));
        }
        None if place.is_some() || score.is_some() => problems.push(UserError::required("result")),
        None => {}
    }
    let points = open_points::check(open_points, "openPoints", &mut problems);
    problems.finish()?;
    let nomination = nomination(&tx, competition.id, number).await?;
    let key = match &title {
        Some(title) => check_single(&tx, &competition, None, organisation, nomination, title).await?,
        None => None,
    };
    let shown = title.as_deref().unwrap_or_default();
    let mut row = application::ActiveModel {
        id: Set(id.unwrap_or_else(|| ApplicationId::new(tx.now()))),
        nomination_id: Set(nomination),
        sort_key: Set(text::sort_key(shown)),
        search_key: Set(text::fold(shown)),
        title: Set(title),
        participants: Set(participants),
        single_key: Set(key),
        recorded: Set(true),
        ..blank(&tx, competition.id, organisation, seat)
    };
    row.open_points = Set(open_points::write(points));
    if let Some(result) = result {
        put_outcome(&mut row, result, place, score);
        row.result_on = Set(competition.results_published_on);
    }
    let row = row.insert(&tx).await.map_err(lost_race)?;
    tx.tally(&[], &tally::contributions(&row));
    external::give(&tx, Kind::Application, row.id, external_ids).await?;
    tx.created(&row);
    tx.audit("recordApplication", &row, None, serde_json::json!({ "competitionId": row.competition_id }));
    tx.commit().await?;
    Ok(row)
}
