//! Preparing a competition, and recording one of the past, whose dates and acts may be incomplete.

use chrono::NaiveDate;
use entity::{
    competition::{self, CompetitionForm, CompetitionKind, CompetitionLevel},
    ids::{CentreId, CompetitionId, TypedId},
    shared::Visibility,
};
use sea_orm::{ActiveModelTrait, Set};

use super::{
    award,
    clauses::{self, Clause},
    place::{self, Seat},
    plan::{self, Plan, PlanPatch},
    state, tally,
};
use crate::{
    access::{Action, Kind, Verdict},
    db::{WriteTx, change::Place},
    error::{Failure, Problems, UserErrorCode},
    service::{
        Cx, NAME, TEXT,
        act::basis::{self, Basis},
        decision_day,
        external::{self, External},
        line,
        open_points::{self, OpenPoint},
        paragraph,
    },
    text,
    validity::Bound,
};

/// What a competition is.
#[derive(Clone, Debug)]
pub struct Content {
    /// Title.
    pub title: String,
    /// Kind.
    pub kind: CompetitionKind,
    /// Level.
    pub level: CompetitionLevel,
    /// Form.
    pub form: Option<CompetitionForm>,
    /// The competition that this one is a stage of.
    pub parent: Option<CompetitionId>,
    /// Territory and organiser.
    pub seat: Seat,
    /// The centre that organises.
    pub organiser_centre: Option<CentreId>,
    /// Link.
    pub url: Option<String>,
    /// Several applications of one organisation, nomination and title are allowed.
    pub repeat_applications: bool,
    /// Code of the kind of status that a result gives.
    pub award_kind: Option<String>,
    /// How many statuses are to be awarded.
    pub expected_awards: Option<i32>,
    /// Windows and tours.
    pub plan: PlanPatch,
    /// What the regulation lists.
    pub clauses: Vec<Clause>,
    /// The acts on which it rests.
    pub acts: Vec<Basis>,
    /// Ids under which other systems know it.
    pub external_ids: Vec<External>,
}

/// A competition to prepare.
#[derive(Clone, Debug)]
pub struct CreateCompetition {
    /// Given by the demonstration network alone.
    pub id: Option<CompetitionId>,
    /// What it is.
    pub content: Content,
}

/// Prepares a competition: a draft at the viewer's level.
pub async fn create(cx: &Cx, input: CreateCompetition) -> Result<competition::Model, Failure> {
    let CreateCompetition { id, content } = input;
    insert(cx, id, content, Action::CreateCompetition, None).await
}

/// A competition of the past.
#[derive(Clone, Debug)]
pub struct RecordCompetition {
    /// Given by the demonstration network alone.
    pub id: Option<CompetitionId>,
    /// What it was.
    pub content: Content,
    /// What is known of its course.
    pub course: Course,
}

/// What is known of the course of a competition of the past.
#[derive(Clone, Debug, Default)]
pub struct Course {
    /// When it was announced.
    pub announced_on: Option<NaiveDate>,
    /// When its results were published.
    pub results_published_on: Option<Bound>,
    /// When it was cancelled.
    pub cancelled_on: Option<NaiveDate>,
    /// Why.
    pub cancellation_reason: Option<String>,
    /// How many were awarded, where the source does not name them.
    pub awarded_count: Option<i32>,
    /// What the source leaves open.
    pub open_points: Vec<OpenPoint>,
}

/// Records a competition of the past: public at once.
pub async fn record(cx: &Cx, input: RecordCompetition) -> Result<competition::Model, Failure> {
    let RecordCompetition { id, content, course } = input;
    insert(cx, id, content, Action::RecordCompetition, Some(course)).await
}

async fn insert(
    cx: &Cx,
    id: Option<CompetitionId>,
    mut content: Content,
    action: Action,
    course: Option<Course>,
) -> Result<competition::Model, Failure> {
    let today = cx.today();
    let mut tx = cx.write().await?;
    let place = place::find(&tx, &cx.viewer, content.level, content.seat, today).await?;
    Verdict::by_right(&cx.viewer, action, &place).require()?;
    let place = if course.is_none() { place::of_draft(&cx.viewer, action, place) } else { place };
    if let Some(parent) = content.parent {
        place::check_parent(&tx, &cx.viewer, parent, content.level, place.region, today).await?;
    }
    award::check_kind(&tx, cx, content.award_kind.as_deref()).await?;
    let external_ids = std::mem::take(&mut content.external_ids);
    let id = id.unwrap_or_else(|| CompetitionId::new(tx.now()));
    let Checked { row, plan, clauses, acts } = row_of(&tx, id, content, place, course, today)?;
    let row = row.insert(&tx).await?;
    plan::write_tours(&tx, id, &[], &plan.tours, None, false).await?;
    clauses::write(&tx, id, &clauses).await?;
    basis::set(&tx, &cx.viewer, Kind::Competition, id.into(), &acts, "acts", today).await?;
    external::give(&tx, Kind::Competition, id, external_ids).await?;
    tx.tally(&[], &tally::contributions(&row, &[]));
    tx.created(&row);
    if row.recorded {
        let state = entity::CodeEnum::code(state::state(&row, today));
        tx.audit("recordCompetition", &row, None, serde_json::json!({ "title": row.title, "state": state }));
    }
    tx.commit().await?;
    Ok(row)
}

struct Checked {
    row: competition::ActiveModel,
    plan: Plan,
    clauses: Vec<Clause>,
    acts: Vec<Basis>,
}

fn row_of(
    tx: &WriteTx,
    id: CompetitionId,
    content: Content,
    place: Place,
    course: Option<Course>,
    today: NaiveDate,
) -> Result<Checked, Failure> {
    let Content {
        title,
        kind,
        level,
        form,
        parent,
        seat: _,
        organiser_centre,
        url,
        repeat_applications,
        award_kind,
        expected_awards,
        plan,
        clauses,
        acts,
        external_ids: _,
    } = content;
    let mut problems = Problems::new();
    let title = problems.keep(line(&title, "title", NAME)).unwrap_or_default();
    let url = problems.keep(url.map(|url| line(&url, "url", NAME)).transpose()).flatten();
    let clauses = clauses::check(clauses, &mut problems);
    let plan = Plan::default().after(plan, &mut problems);
    check_count(expected_awards, 1, "expectedAwards", &mut problems);
    let mut row = competition::ActiveModel {
        id: Set(id),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        region_id: Set(place.region),
        municipality_id: Set(place.municipality),
        organisation_id: Set(place.organisation),
        visibility: Set(if course.is_some() { Visibility::Public } else { Visibility::Draft }),
        level: Set(place.level),
        competition_level: Set(level),
        kind: Set(kind),
        form: Set(form),
        parent_id: Set(parent),
        organiser_centre_id: Set(organiser_centre),
        url: Set(url),
        repeat_applications: Set(repeat_applications),
        award_kind_code: Set(award_kind),
        expected_awards: Set(expected_awards),
        recorded: Set(course.is_some()),
        open_points: Set(String::new()),
        results_precision: Set(1),
        sort_key: Set(text::sort_key(&title)),
        search_key: Set(text::fold(&title)),
        title: Set(title),
        ..Default::default()
    };
    plan.put(&mut row);
    if let Some(course) = course {
        put_course(&mut row, course, today, &mut problems);
    }
    problems.finish()?;
    Ok(Checked { row, plan, clauses, acts })
}

fn put_course(row: &mut competition::ActiveModel, course: Course, today: NaiveDate, problems: &mut Problems) {
    let Course { announced_on, results_published_on, cancelled_on, cancellation_reason, awarded_count, open_points } =
        course;
    let mut past = |day: Option<NaiveDate>, after: Option<NaiveDate>, path: &str| {
        let checked = day.map(|day| decision_day(Some(day), today, after, path)).transpose();
        problems.keep(checked).flatten()
    };
    row.announced_on = Set(past(announced_on, None, "announcedOn"));
    row.cancelled_on = Set(past(cancelled_on, announced_on, "cancelledOn"));
    let published = results_published_on.as_ref().map(|bound| bound.date);
    row.results_published_on = Set(past(published, announced_on, "resultsPublishedOn"));
    row.results_precision = Set(results_published_on.map_or(1, |bound| bound.precision.stored()));
    check_count(awarded_count, 0, "awardedCount", problems);
    row.awarded_count = Set(awarded_count);
    let reason = cancellation_reason.map(|reason| paragraph(&reason, "cancellationReason", TEXT)).transpose();
    row.cancellation_reason = Set(problems.keep(reason).flatten());
    row.open_points = Set(open_points::write(open_points::check(open_points, "openPoints", problems)));
}

/// A count of statuses.
pub(super) fn check_count(count: Option<i32>, least: i32, path: &str, problems: &mut Problems) {
    if count.is_some_and(|count| !(least..=10_000).contains(&count)) {
        problems.add(
            UserErrorCode::OutOfRange,
            path,
            format!("Число от {least} до 10000"),
            format!("A number from {least} to 10000"),
        );
    }
}
