//! Putting statuses in force: granting a draft or a proposal by an act, and recording history, which may lack acts,
//! names and dates and says so in its open points (DECISIONS 10).

use entity::{
    act_basis::BasisRole,
    centre,
    ids::{CompetitionId, StatusAssignmentId},
    shared::Visibility,
    status_assignment, status_kind,
};
use sea_orm::{ActiveModelTrait, IntoActiveModel, Set};

use super::{
    content::{Found, Subject, Terms, find, key_of, set_terms},
    draft::{blank, place_of, search_key, set_acts, target, touch},
    query,
    renew::{self, Renewed},
    rows::decision_level,
    rules::Term,
    tally,
};
use crate::{
    access::{Action, Kind, Verdict},
    db::WriteTx,
    error::{AppError, Failure, Problems, UserError, UserErrorCode},
    service::{
        Cx, Patch,
        act::basis::{self, Basis},
        external::{self, External},
        open_points::{self, OpenPoint, OpenReason},
        place,
    },
};

/// A draft or a proposal to put in force.
#[derive(Clone, Debug)]
pub struct GrantStatus {
    /// Which.
    pub id: StatusAssignmentId,
    /// The version that the client has seen.
    pub expected_version: i32,
    /// What the decision says, over what was proposed.
    pub terms: Terms,
}

/// Puts a draft or a proposal in force.
pub async fn grant(cx: &Cx, input: GrantStatus) -> Result<status_assignment::Model, Failure> {
    let GrantStatus { id, expected_version, terms } = input;
    let mut tx = cx.write().await?;
    let (stored, kind) = target(&tx, cx, id, expected_version, Action::GrantStatus).await?;
    let acts = terms.acts.clone();
    let mut row = stored.clone().into_active_model();
    let (topic, _) = set_terms(&mut row, &kind, Some(&stored), terms)?;
    row.conflict_key = Set(key_of(&kind, &stored, topic.as_deref()));
    row.search_key = Set(search_key(&kind, &row));
    touch(&tx, &mut row, &stored);
    set_acts(&tx, cx, &stored, acts).await?;
    person_decides(&tx, &mut row, &kind, &basis_of(&tx, id).await?).await?;
    let row = Force { cx, stored: Some(&stored), renewed: None }.apply(&mut tx, row).await?;
    tx.audit("grantStatus", &row, None, serde_json::json!({ "kind": row.kind_code, "grantedOn": row.granted_on }));
    tx.commit().await?;
    Ok(row)
}

/// Creates and grants a status inside another operation's transaction: the results of a competition award it. The right
/// to grant is asked as for any other, the acts are given by the competition.
pub async fn award(
    tx: &mut WriteTx,
    cx: &Cx,
    subject: Subject,
    terms: Terms,
    competition: CompetitionId,
) -> Result<status_assignment::Model, Failure> {
    let found = find(tx, cx, subject, false).await?;
    Verdict::by_right(&cx.viewer, Action::GrantStatus, &place_of(&found, found.level)).require()?;
    let acts = terms.acts.clone().or(None).unwrap_or_default();
    let mut row = blank(tx, None, &found, found.level);
    let (topic, _) = set_terms(&mut row, &found.kind, None, terms)?;
    row.competition_id = Set(Some(competition));
    row.conflict_key = Set(found.conflict_key(topic.as_deref()));
    row.search_key = Set(search_key(&found.kind, &row));
    person_decides(tx, &mut row, &found.kind, &acts).await?;
    let row = Force { cx, stored: None, renewed: None }.apply(tx, row).await?;
    set_acts(tx, cx, &row, Patch::Set(Some(acts))).await?;
    tx.audit("grantStatus", &row, None, serde_json::json!({ "kind": row.kind_code, "competition": competition }));
    Ok(row)
}

/// A status of the past.
#[derive(Clone, Debug)]
pub struct RecordStatus {
    /// Given by the demonstration network alone.
    pub id: Option<StatusAssignmentId>,
    /// What, to whom, where.
    pub subject: Subject,
    /// What the source says of the decision.
    pub terms: Terms,
    /// The recorded status that this one renews.
    pub renews: Option<StatusAssignmentId>,
    /// Given by the demonstration network alone.
    pub competition: Option<CompetitionId>,
    /// What the source leaves open.
    pub open_points: Vec<OpenPoint>,
    /// Ids under which other systems know it.
    pub external_ids: Vec<External>,
}

/// Records a status of the past: in force by its dates, with what its source leaves open.
pub async fn record(cx: &Cx, input: RecordStatus) -> Result<status_assignment::Model, Failure> {
    let RecordStatus { id, subject, terms, renews, competition, open_points: points, external_ids } = input;
    place::somewhere(&cx.viewer, Action::RecordStatus)?;
    let mut tx = cx.write().await?;
    let found = find(&tx, cx, subject, true).await?;
    let level = decision_level(found.level, found.region.is_some());
    Verdict::by_right(&cx.viewer, Action::RecordStatus, &place_of(&found, level)).require()?;
    let mut problems = Problems::new();
    let mut points = open_points::check(points, "openPoints", &mut problems);
    problems.finish()?;
    let acts = terms.acts.clone().or(None).unwrap_or_default();
    let mut row = blank(&tx, id, &found, level);
    let (topic, validity) = set_terms(&mut row, &found.kind, None, terms)?;
    if !is_granted_by(&tx, &acts).await? && !points.iter().any(|point| point.field == "grantAct") {
        points.push(OpenPoint::new("grantAct", OpenReason::NotPrinted));
    }
    if found.unnamed.is_some() && !points.iter().any(|point| point.field == "holder") {
        points.push(OpenPoint::new("holder", OpenReason::NotNamed));
    }
    row.recorded = Set(true);
    row.open_points = Set(open_points::write(points));
    row.competition_id = Set(competition);
    row.conflict_key = Set(found.conflict_key(topic.as_deref()));
    row.search_key = Set(search_key(&found.kind, &row));
    let renewed = match renews {
        Some(id) => Some(predecessor(&tx, cx, id, &found, validity.from().map(|bound| bound.date)).await?),
        None => None,
    };
    let row = Force { cx, stored: None, renewed }.apply(&mut tx, row).await?;
    set_acts(&tx, cx, &row, Patch::Set(Some(acts))).await?;
    external::give(&tx, Kind::StatusAssignment, row.id, external_ids).await?;
    tx.audit("recordStatus", &row, None, serde_json::json!({ "kind": row.kind_code }));
    tx.commit().await?;
    Ok(row)
}

/// The recorded status that another one renews: of the same kind and holder.
async fn predecessor(
    tx: &WriteTx,
    cx: &Cx,
    id: StatusAssignmentId,
    found: &Found,
    start: Option<chrono::NaiveDate>,
) -> Result<Renewed, Failure> {
    let old = renew::held(tx, cx, id, "renewsId").await?;
    let centre = found.centre.as_ref().map(|row| row.id);
    let same = old.kind_id == found.kind.id
        && old.centre_id == centre
        && (centre.is_some() || (old.organisation_id, &old.association) == (found.organisation, &found.association));
    if !same {
        return Err(UserError::new(
            UserErrorCode::Contradiction,
            "renewsId",
            "Продлевается статус того же вида у того же держателя",
            "What is renewed has the same kind and the same holder",
        )
        .into());
    }
    renew::begins(old, start)
}

/// The acts on which an assignment rests, as they stand in the transaction.
pub(super) async fn basis_of(tx: &WriteTx, id: StatusAssignmentId) -> Result<Vec<Basis>, AppError> {
    Ok(basis::of(tx, id.into()).await?.iter().map(Basis::from).collect())
}

/// Whether one of the acts grants the status (or approves the results that do), with its date and number.
async fn is_granted_by(tx: &WriteTx, acts: &[Basis]) -> Result<bool, AppError> {
    let granting: Vec<Basis> =
        acts.iter().copied().filter(|basis| matches!(basis.role, BasisRole::Grants | BasisRole::Results)).collect();
    basis::complete(tx, &granting).await
}

/// What is required of a person and not of history: an act with date and number, a first day, a topic where it counts.
pub(super) async fn person_decides(
    tx: &WriteTx,
    row: &mut status_assignment::ActiveModel,
    kind: &status_kind::Model,
    acts: &[Basis],
) -> Result<(), Failure> {
    let mut problems = Problems::new();
    if !is_granted_by(tx, acts).await? {
        problems.add(
            UserErrorCode::ActRequired,
            "acts",
            "Нужен акт о присвоении с датой и номером",
            "An act that grants the status is needed, with its date and number",
        );
    }
    if row.topic.try_as_ref().is_none_or(Option::is_none) && kind.topic_in_key {
        problems.push(UserError::required("topic"));
    }
    let granted_on = row.granted_on.try_as_ref().copied().flatten();
    if row.valid_from.try_as_ref().is_none_or(Option::is_none) {
        match granted_on {
            Some(day) if row.valid_to.try_as_ref().copied().flatten().is_none_or(|to| day <= to) => {
                row.valid_from = Set(Some(day));
            }
            _ => problems.push(UserError::required("validFrom")),
        }
    }
    problems.finish()
}

/// The last steps of every operation that puts a status in force: the holder is held, overlaps are refused (recorded
/// ones become an open point), what is renewed ends, the row is written, the tallies follow.
pub(super) struct Force<'a> {
    /// The context.
    pub cx: &'a Cx,
    /// The draft, when there was one.
    pub stored: Option<&'a status_assignment::Model>,
    /// What it renews.
    pub renewed: Option<Renewed>,
}

impl Force<'_> {
    pub(super) async fn apply(
        self,
        tx: &mut WriteTx,
        mut row: status_assignment::ActiveModel,
    ) -> Result<status_assignment::Model, Failure> {
        let Self { cx, stored, renewed } = self;
        let centre = row.centre_id.try_as_ref().copied().flatten();
        match (centre, row.organisation_id.try_as_ref().copied().flatten()) {
            (Some(centre), _) => place::lock(tx, "centre", centre).await?,
            (None, Some(organisation)) => place::lock(tx, "organisation", organisation).await?,
            (None, None) => {}
        }
        within_centre(tx, centre, &row).await?;
        row.visibility = Set(Visibility::Public);
        let before = tally::of_centre(tx, centre).await?;
        if let Some(renewed) = &renewed {
            row.predecessor_id = Set(Some(renewed.old.id));
            row.chain_id = Set(renewed.old.chain_id);
            renew::end(tx, renewed).await?;
        }
        let recorded = row.recorded.try_as_ref().copied().unwrap_or_default();
        let free = is_free(tx, &row).await?;
        if !free && !recorded {
            return Err(query::overlap("validFrom").into());
        }
        if !free {
            let mut points = open_points::read(row.open_points.try_as_ref().map_or("", String::as_str));
            points.push(OpenPoint::new("validFrom", OpenReason::Overlap));
            row.open_points = Set(open_points::write(points));
        }
        let keyed = row.conflict_key.try_as_ref().is_some_and(Option::is_some);
        row.exclusive = Set(keyed && free);
        let row = match stored {
            Some(_) => row.update(tx).await,
            None => row.insert(tx).await,
        };
        let row = row.map_err(query::refused)?;
        match stored {
            Some(stored) => tx.updated(stored, &row, &["state"]),
            None => tx.created(&row),
        }
        if let Some(renewed) = renewed {
            renew::link(tx, cx, renewed, &row).await?;
        }
        tx.tally(&stored.map(tally::contributions).unwrap_or_default(), &tally::contributions(&row));
        let after = tally::of_centre(tx, centre).await?;
        tx.tally(&before, &after);
        Ok(row)
    }
}

/// Whether no other of its key is in force on a day of its own.
async fn is_free(tx: &WriteTx, row: &status_assignment::ActiveModel) -> Result<bool, AppError> {
    let Some(key) = row.conflict_key.try_as_ref().cloned().flatten() else { return Ok(true) };
    let own = Term {
        visibility: Visibility::Public,
        from: row.valid_from.try_as_ref().copied().flatten(),
        to: row.valid_to.try_as_ref().copied().flatten(),
        end: None,
    };
    let others = query::of_key(tx, &key).await?;
    Ok(!others.iter().any(|other| Some(&other.id) != row.id.try_as_ref() && Term::of(other).overlaps(&own)))
}

/// The standing of a centre begins while there is the centre.
async fn within_centre(
    tx: &WriteTx,
    centre: Option<entity::ids::CentreId>,
    row: &status_assignment::ActiveModel,
) -> Result<(), Failure> {
    let Some(id) = centre else { return Ok(()) };
    let Some(begins) = row.valid_from.try_as_ref().copied().flatten() else { return Ok(()) };
    let centre: Option<centre::Model> = crate::service::centre::query::stored(tx, id).await?;
    if centre.is_some_and(|row| !crate::validity_of!(row).contains(begins)) {
        return Err(UserError::new(
            UserErrorCode::DateOrder,
            "validFrom",
            "В этот день центра ещё или уже нет",
            "On that day there is no such centre",
        )
        .into());
    }
    Ok(())
}
