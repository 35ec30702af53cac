//! Before a decision: drafting a status, proposing it, changing and deleting what is not decided.

use entity::{
    ids::{CompetitionId, StatusAssignmentId, TypedId},
    shared::{Level, Visibility},
    status_assignment, status_kind,
};
use sea_orm::{ActiveModelTrait, IntoActiveModel, ModelTrait, Set};

use super::{
    actions,
    content::{Found, Subject, Terms, find, key_of, set_terms},
};
use crate::{
    access::{Action, Kind, Viewer},
    db::{WriteTx, change::Place},
    error::{AppError, Failure},
    service::{
        Cx, Patch,
        act::basis::{self, Basis},
        list::visible_row,
        object,
        place::{self, LAST},
    },
    text,
};

/// A status to prepare.
#[derive(Clone, Debug)]
pub struct CreateStatusAssignment {
    /// Given by the demonstration network alone.
    pub id: Option<StatusAssignmentId>,
    /// What, to whom, where.
    pub subject: Subject,
    /// What the decision will say.
    pub terms: Terms,
}

/// Prepares a status as a draft.
pub async fn create(cx: &Cx, input: CreateStatusAssignment) -> Result<status_assignment::Model, Failure> {
    let CreateStatusAssignment { id, subject, terms } = input;
    place::somewhere(&cx.viewer, Action::CreateStatusAssignment)?;
    let mut tx = cx.write().await?;
    let found = find(&tx, cx, subject, false).await?;
    let level = place::keeper(&cx.viewer, Action::CreateStatusAssignment, &place_of(&found, found.level))?;
    let acts = terms.acts.clone();
    let mut row = blank(&tx, id, &found, level);
    let (topic, _) = set_terms(&mut row, &found.kind, None, terms)?;
    row.conflict_key = Set(found.conflict_key(topic.as_deref()));
    row.search_key = Set(search_key(&found.kind, &row));
    let row = row.insert(&tx).await?;
    set_acts(&tx, cx, &row, acts).await?;
    tx.created(&row);
    tx.commit().await?;
    Ok(row)
}

/// Changes of a draft or a proposal; what is granted to whom stays.
#[derive(Clone, Debug)]
pub struct UpdateStatusAssignment {
    /// Which.
    pub id: StatusAssignmentId,
    /// The version that the client has seen.
    pub expected_version: i32,
    /// What the decision will say.
    pub terms: Terms,
}

/// Changes a draft or a proposal.
pub async fn update(cx: &Cx, input: UpdateStatusAssignment) -> Result<status_assignment::Model, Failure> {
    let UpdateStatusAssignment { id, expected_version, terms } = input;
    let mut tx = cx.write().await?;
    let (stored, kind) = target(&tx, cx, id, expected_version, Action::UpdateStatusAssignment).await?;
    let acts = terms.acts.clone();
    let mut row = stored.clone().into_active_model();
    let (topic, _) = set_terms(&mut row, &kind, Some(&stored), terms)?;
    row.conflict_key = Set(key_of(&kind, &stored, topic.as_deref()));
    row.search_key = Set(search_key(&kind, &row));
    touch(&tx, &mut row, &stored);
    let row = row.update(&tx).await?;
    let also = if set_acts(&tx, cx, &row, acts).await? { &["acts"][..] } else { &[] };
    tx.updated(&stored, &row, also);
    tx.commit().await?;
    Ok(row)
}

/// A draft that is handed over, or deleted.
#[derive(Clone, Copy, Debug)]
pub struct DraftStep {
    /// Which.
    pub id: StatusAssignmentId,
    /// The version that the client has seen.
    pub expected_version: i32,
}

/// Hands a draft to those who decide.
pub async fn propose(cx: &Cx, input: DraftStep) -> Result<status_assignment::Model, Failure> {
    let DraftStep { id, expected_version } = input;
    let mut tx = cx.write().await?;
    let (stored, _) = target(&tx, cx, id, expected_version, Action::ProposeStatusAssignment).await?;
    let mut row = stored.clone().into_active_model();
    row.visibility = Set(Visibility::Submitted);
    touch(&tx, &mut row, &stored);
    let row = row.update(&tx).await?;
    tx.updated(&stored, &row, &["state"]);
    tx.audit("proposeStatusAssignment", &row, None, serde_json::json!({ "kind": row.kind_code }));
    tx.commit().await?;
    Ok(row)
}

/// Deletes a draft; answers it as it was.
pub async fn delete(cx: &Cx, input: DraftStep) -> Result<status_assignment::Model, Failure> {
    let DraftStep { id, expected_version } = input;
    let mut tx = cx.write().await?;
    let (stored, _) = target(&tx, cx, id, expected_version, Action::DeleteStatusAssignment).await?;
    // Acts that are hidden from the viewer go too: nothing is left for them to found.
    basis::set(&tx, &Viewer::system(), Kind::StatusAssignment, id.into(), &[], "id", cx.today()).await?;
    object::forget(&mut tx, &stored).await?;
    stored.clone().delete(&tx).await?;
    tx.deleted(&stored);
    tx.audit("deleteStatusAssignment", &stored, None, serde_json::json!({ "kind": stored.kind_code }));
    tx.commit().await?;
    Ok(stored)
}

/// The assignment of a mutation, held, allowed and not stale, with its kind.
pub(super) async fn target(
    tx: &WriteTx,
    cx: &Cx,
    id: StatusAssignmentId,
    expected_version: i32,
    action: Action,
) -> Result<(status_assignment::Model, status_kind::Model), Failure> {
    place::lock(tx, "status_assignment", id).await?;
    let stored = visible_row::<status_assignment::Entity>(tx, &cx.viewer, id, LAST).await?;
    let stored = stored.ok_or_else(AppError::not_found)?;
    actions::verdict(&cx.viewer, action, &stored, cx.today()).require_at(stored.version, expected_version)?;
    let kind = visible_row::<status_kind::Entity>(tx, &cx.viewer, stored.kind_id, LAST).await?;
    Ok((stored, kind.ok_or_else(|| AppError::internal("status without its kind"))?))
}

/// Where a status stands while it is kept at a level.
pub(super) fn place_of(found: &Found, level: Level) -> Place {
    Place {
        region: found.region,
        municipality: found.municipality,
        organisation: found.organisation,
        visibility: Visibility::Draft,
        level,
    }
}

/// A new row of what was found, a draft without terms.
pub(super) fn blank(
    tx: &WriteTx,
    id: Option<StatusAssignmentId>,
    found: &Found,
    level: Level,
) -> status_assignment::ActiveModel {
    let id = id.unwrap_or_else(|| StatusAssignmentId::new(tx.now()));
    status_assignment::ActiveModel {
        id: Set(id),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        region_id: Set(found.region),
        zone_id: Set(found.zone),
        municipality_id: Set(found.municipality),
        organisation_id: Set(found.organisation),
        visibility: Set(Visibility::Draft),
        level: Set(level),
        grant_level: Set(found.level),
        territory: Set(found.territory),
        kind_id: Set(found.kind.id),
        kind_code: Set(found.kind.code.clone()),
        centre_id: Set(found.centre.as_ref().map(|row| row.id)),
        association: Set(found.association.clone()),
        unnamed_count: Set(found.unnamed),
        chain_id: Set(id),
        competition_id: Set(None::<CompetitionId>),
        recorded: Set(false),
        open_points: Set(String::new()),
        exclusive: Set(false),
        ..Default::default()
    }
}

pub(super) fn touch(tx: &WriteTx, row: &mut status_assignment::ActiveModel, stored: &status_assignment::Model) {
    row.version = Set(stored.version + 1);
    row.updated_at = Set(tx.now());
}

/// Replaces the acts when they are given; tells whether they were.
pub(super) async fn set_acts(
    tx: &WriteTx,
    cx: &Cx,
    row: &status_assignment::Model,
    acts: Patch<Vec<Basis>>,
) -> Result<bool, Failure> {
    let Patch::Set(acts) = acts else { return Ok(false) };
    let acts = acts.unwrap_or_default();
    basis::set(tx, &cx.viewer, Kind::StatusAssignment, row.id.into(), &acts, "acts", cx.today()).await?;
    Ok(true)
}

/// What people type to find a status: its kind, topic, programme, unit, register number, who granted it.
pub fn search_key(kind: &status_kind::Model, row: &status_assignment::ActiveModel) -> String {
    let texts = [&row.topic, &row.programme, &row.association, &row.registry_number, &row.granting_body];
    let said = texts.into_iter().filter_map(|text| text.try_as_ref().cloned().flatten());
    let words: Vec<String> = [kind.name.clone(), kind.short_name.clone().unwrap_or_default(), kind.aliases.clone()]
        .into_iter()
        .chain(said)
        .collect();
    text::fold(&words.join(" ").replace('\n', " "))
}
