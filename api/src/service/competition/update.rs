//! Changing what a competition is. Once announced, windows that are known change by a postponement alone.

use entity::{
    competition::{self, CompetitionForm, CompetitionKind, CompetitionLevel},
    ids::{CentreId, CompetitionId, MunicipalityId, OrganisationId, RegionId},
    shared::Visibility,
};
use sea_orm::{ActiveModelTrait, IntoActiveModel, Set};

use super::{
    award,
    clauses::{self, Clause},
    create::check_count,
    place::{self, Seat},
    plan::{self, Plan, PlanPatch},
    query, target,
};
use crate::{
    access::{Action, Kind, Verdict},
    db::change::Place,
    error::{Failure, Problems, UserErrorCode},
    service::{
        Cx, NAME, Patch,
        act::basis::{self, Basis},
        line,
        open_points::{self, OpenPoint},
    },
    text,
};

/// Changes of a competition.
#[derive(Clone, Debug)]
pub struct UpdateCompetition {
    /// Which.
    pub id: CompetitionId,
    /// The version that the client has seen.
    pub expected_version: i32,
    /// Title.
    pub title: Patch<String>,
    /// Kind.
    pub kind: Patch<CompetitionKind>,
    /// Level.
    pub level: Patch<CompetitionLevel>,
    /// Form.
    pub form: Patch<CompetitionForm>,
    /// The competition that it is a stage of.
    pub parent: Patch<CompetitionId>,
    /// Region.
    pub region: Patch<RegionId>,
    /// Municipality.
    pub municipality: Patch<MunicipalityId>,
    /// The organiser.
    pub organiser: Patch<OrganisationId>,
    /// The centre that organises.
    pub organiser_centre: Patch<CentreId>,
    /// Link.
    pub url: Patch<String>,
    /// Whether applications may repeat.
    pub repeat_applications: Patch<bool>,
    /// The kind of status that a result gives.
    pub award_kind: Patch<String>,
    /// How many statuses are to be awarded.
    pub expected_awards: Patch<i32>,
    /// How many were awarded without being named; of the past alone.
    pub awarded_count: Patch<i32>,
    /// What the source leaves open; of the past alone.
    pub open_points: Patch<Vec<OpenPoint>>,
    /// Windows and tours.
    pub plan: PlanPatch,
    /// What the regulation lists, all of it.
    pub clauses: Patch<Vec<Clause>>,
    /// The acts on which it rests, all of them.
    pub acts: Patch<Vec<Basis>>,
}

/// Changes a competition.
pub async fn update(cx: &Cx, input: UpdateCompetition) -> Result<competition::Model, Failure> {
    let UpdateCompetition {
        id,
        expected_version,
        title,
        kind,
        level,
        form,
        parent,
        region,
        municipality,
        organiser,
        organiser_centre,
        url,
        repeat_applications,
        award_kind,
        expected_awards,
        awarded_count,
        open_points,
        plan,
        clauses,
        acts,
    } = input;
    let today = cx.today();
    let mut tx = cx.write().await?;
    let stored = target(&tx, cx, id, Action::UpdateCompetition, expected_version).await?;
    let level = level.or_required(stored.competition_level, "level")?;
    let seat = Seat {
        region: region.or(stored.region_id),
        municipality: municipality.or(stored.municipality_id),
        organiser: organiser.or(stored.organisation_id),
    };
    let place = moved(&tx, cx, &stored, level, seat).await?;
    let parent = parent.or(stored.parent_id);
    if let Some(parent) = parent {
        place::check_parent(&tx, &cx.viewer, parent, level, place.region, today).await?;
    }
    let award_kind = award_kind.or(stored.award_kind_code.clone());
    award::check_kind(&tx, cx, award_kind.as_deref()).await?;

    let mut problems = Problems::new();
    let title =
        title.try_map(|title| line(&title, "title", NAME)).and_then(|t| t.or_required(stored.title.clone(), "title"));
    let title = problems.keep(title).unwrap_or_default();
    let url = problems.keep(url.try_map(|url| line(&url, "url", NAME))).unwrap_or_default().or(stored.url.clone());
    let tours = query::tours(&tx, &[id]).await?;
    let before = Plan::stored(&stored, &tours);
    let plan = before.clone().after(plan, &mut problems);
    if stored.visibility != Visibility::Draft && !stored.recorded {
        for member in plan.departures(&before) {
            problems.add(
                UserErrorCode::RefusedTransition,
                member,
                "Конкурс объявлен: сроки меняет перенос с указанием причины",
                "The competition is announced: a postponement with its reason changes its windows",
            );
        }
    }
    let clauses = match clauses {
        Patch::Absent => None,
        Patch::Set(clauses) => Some(clauses::check(clauses.unwrap_or_default(), &mut problems)),
    };
    let expected_awards = expected_awards.or(stored.expected_awards);
    check_count(expected_awards, 1, "expectedAwards", &mut problems);
    let history = [("awardedCount", awarded_count.is_set()), ("openPoints", open_points.is_set())];
    for (member, _) in history.into_iter().filter(|(_, set)| *set && !stored.recorded) {
        problems.add(
            UserErrorCode::Contradiction,
            member,
            "Только для записанных прошедших конкурсов",
            "Only for competitions of the past",
        );
    }
    let awarded_count = awarded_count.or(stored.awarded_count);
    check_count(awarded_count, 0, "awardedCount", &mut problems);
    let open_points = match open_points {
        Patch::Absent => stored.open_points.clone(),
        Patch::Set(points) => {
            open_points::write(open_points::check(points.unwrap_or_default(), "openPoints", &mut problems))
        }
    };
    let kind = problems.keep(kind.or_required(stored.kind, "kind")).unwrap_or(stored.kind);
    problems.finish()?;

    let mut row = stored.clone().into_active_model();
    row.version = Set(stored.version + 1);
    row.updated_at = Set(tx.now());
    row.region_id = Set(place.region);
    row.municipality_id = Set(place.municipality);
    row.organisation_id = Set(place.organisation);
    row.level = Set(place.level);
    row.competition_level = Set(level);
    row.kind = Set(kind);
    row.form = Set(form.or(stored.form));
    row.parent_id = Set(parent);
    row.organiser_centre_id = Set(organiser_centre.or(stored.organiser_centre_id));
    row.url = Set(url);
    row.repeat_applications = Set(repeat_applications.or(Some(stored.repeat_applications)).unwrap_or_default());
    row.award_kind_code = Set(award_kind);
    row.expected_awards = Set(expected_awards);
    row.awarded_count = Set(awarded_count);
    row.open_points = Set(open_points);
    row.sort_key = Set(text::sort_key(&title));
    row.search_key = Set(text::fold(&title));
    row.title = Set(title);
    plan.put(&mut row);
    let row = row.update(&tx).await?;

    let mut also = Vec::new();
    if plan.tours != before.tours {
        plan::write_tours(&tx, id, &tours, &plan.tours, stored.windows_since, false).await?;
        also.push("tours");
    }
    if let Some(clauses) = clauses
        && clauses::write(&tx, id, &clauses).await?
    {
        also.push("clauses");
    }
    if let Patch::Set(acts) = acts {
        let acts = acts.unwrap_or_default();
        basis::set(&tx, &cx.viewer, Kind::Competition, id.into(), &acts, "acts", today).await?;
        also.push("acts");
    }
    super::changed(&mut tx, &stored, &row, &also).await?;
    tx.commit().await?;
    Ok(row)
}

/// The place after a change of level, territory or organiser: the right is needed there too, and stages stay below.
async fn moved(
    tx: &crate::db::WriteTx,
    cx: &Cx,
    stored: &competition::Model,
    level: CompetitionLevel,
    seat: Seat,
) -> Result<Place, Failure> {
    let same =
        Seat { region: stored.region_id, municipality: stored.municipality_id, organiser: stored.organisation_id };
    let old = crate::db::change::Root::place(stored);
    if (level, seat) == (stored.competition_level, same) {
        return Ok(old);
    }
    // Of a municipality the region follows; the stored one says nothing against it.
    let region = seat.region.filter(|region| seat.municipality.is_none() || Some(*region) != same.region);
    let place = place::find(tx, &cx.viewer, level, Seat { region, ..seat }, cx.today()).await?;
    Verdict::by_right(&cx.viewer, Action::UpdateCompetition, &place).require()?;
    let image = competition::Model { competition_level: level, region_id: place.region, ..stored.clone() };
    for stage in query::stages(tx, stored.id).await? {
        if !place::stands_below(&image, stage.competition_level, stage.region_id) {
            return Err(place::below("level").into());
        }
    }
    // A draft stays with whoever prepares it.
    let level = if old.visibility == Visibility::Draft { place.level.min(old.level) } else { place.level };
    Ok(Place { visibility: old.visibility, level, ..place })
}
