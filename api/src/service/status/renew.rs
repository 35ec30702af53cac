//! Granting a status again: a new record linked to the one before, which ends the day before if it would hold on. A
//! renewal never begins before what it renews (V7).

use chrono::NaiveDate;
use entity::{
    centre,
    ids::{CompetitionId, StatusAssignmentId, TypedId},
    shared::Visibility,
    status_assignment,
};
use sea_orm::{ActiveModelTrait, IntoActiveModel, Set};

use super::{
    content::{Terms, key_of, set_terms},
    draft::{search_key, set_acts, target},
    grant::{Force, person_decides},
    query,
    rows::decided_at,
    rules::Term,
    tally,
};
use crate::{
    access::{Action, Verdict},
    db::WriteTx,
    error::{AppError, Failure, UserError, UserErrorCode},
    service::{
        Cx, Patch,
        centre::query as centres,
        list::visible_row,
        place::{self, LAST},
    },
};

/// A status to grant again.
#[derive(Clone, Debug)]
pub struct RenewStatus {
    /// The status that is renewed.
    pub id: StatusAssignmentId,
    /// Its version that the client has seen.
    pub expected_version: i32,
    /// What the new decision says; topic, programme, body and number stay unless given.
    pub terms: Terms,
}

/// What is renewed, and from when.
#[derive(Clone, Debug)]
pub(super) struct Renewed {
    pub(super) old: status_assignment::Model,
    pub(super) start: NaiveDate,
}

/// Grants a status again; answers the new record.
pub async fn renew(cx: &Cx, input: RenewStatus) -> Result<status_assignment::Model, Failure> {
    let RenewStatus { id, expected_version, terms } = input;
    let mut tx = cx.write().await?;
    let (old, kind) = target(&tx, cx, id, expected_version, Action::RenewStatus).await?;
    let acts = terms.acts.clone().or(None).unwrap_or_default();
    let mut row = again(&tx, &old).await?;
    let (topic, _) = set_terms(&mut row, &kind, None, inherited(&old, terms))?;
    person_decides(&tx, &mut row, &kind, &acts).await?;
    row.conflict_key = Set(key_of(&kind, &old, topic.as_deref()));
    row.search_key = Set(search_key(&kind, &row));
    let renewed = begins(old, row.valid_from.try_as_ref().copied().flatten())?;
    let row = Force { cx, stored: None, renewed: Some(renewed) }.apply(&mut tx, row).await?;
    set_acts(&tx, cx, &row, Patch::Set(Some(acts))).await?;
    tx.audit("renewStatus", &row, None, serde_json::json!({ "kind": row.kind_code, "renews": id }));
    tx.commit().await?;
    Ok(row)
}

/// A new record of the same kind, holder and territory; a centre's goes with its present host.
async fn again(tx: &WriteTx, old: &status_assignment::Model) -> Result<status_assignment::ActiveModel, Failure> {
    let id = StatusAssignmentId::new(tx.now());
    let host = match old.centre_id {
        Some(centre) => {
            let centre: Option<centre::Model> = centres::stored(tx, centre).await?;
            centre.and_then(|row| row.organisation_id)
        }
        None => old.organisation_id,
    };
    Ok(status_assignment::ActiveModel {
        id: Set(id),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        region_id: Set(old.region_id),
        zone_id: Set(old.zone_id),
        municipality_id: Set(old.municipality_id),
        organisation_id: Set(host),
        visibility: Set(Visibility::Draft),
        level: Set(decided_at(old).level),
        grant_level: Set(old.grant_level),
        territory: Set(old.territory),
        kind_id: Set(old.kind_id),
        kind_code: Set(old.kind_code.clone()),
        centre_id: Set(old.centre_id),
        association: Set(old.association.clone()),
        unnamed_count: Set(old.unnamed_count),
        chain_id: Set(old.chain_id),
        competition_id: Set(None::<CompetitionId>),
        recorded: Set(false),
        open_points: Set(String::new()),
        exclusive: Set(false),
        ..Default::default()
    })
}

/// What the new decision leaves as it was.
fn inherited(old: &status_assignment::Model, terms: Terms) -> Terms {
    fn or<T>(given: Patch<T>, old: Option<T>) -> Patch<T> {
        if given.is_set() { given } else { Patch::Set(old) }
    }
    Terms {
        topic: or(terms.topic, old.topic.clone()),
        programme: or(terms.programme, old.programme.clone()),
        granting_body: or(terms.granting_body, old.granting_body.clone()),
        registry_number: or(terms.registry_number, old.registry_number.clone()),
        ..terms
    }
}

/// A status that an input renews, held and seen, granted and not renewed or ended already.
pub(super) async fn held(
    tx: &WriteTx,
    cx: &Cx,
    id: StatusAssignmentId,
    path: &str,
) -> Result<status_assignment::Model, Failure> {
    place::lock(tx, "status_assignment", id).await?;
    let old = visible_row::<status_assignment::Entity>(tx, &cx.viewer, id, LAST).await?;
    let old = old.ok_or_else(|| UserError::unknown(path))?;
    Verdict::by_right(&cx.viewer, Action::RenewStatus, &decided_at(&old)).require()?;
    if old.visibility != Visibility::Public || old.end_kind.is_some() || old.successor_id.is_some() {
        return Err(UserError::new(
            UserErrorCode::RefusedTransition,
            path,
            "Этот статус не присвоен, прекращён или уже продлён",
            "This status is not granted, has ended or is renewed already",
        )
        .into());
    }
    Ok(old)
}

/// Checks the first day of a renewal.
pub(super) fn begins(old: status_assignment::Model, start: Option<NaiveDate>) -> Result<Renewed, Failure> {
    let start = start.ok_or_else(|| UserError::required("validFrom"))?;
    if !Term::of(&old).may_be_renewed_from(start) {
        return Err(UserError::new(
            UserErrorCode::DateOrder,
            "validFrom",
            "Новое присвоение не может начаться раньше прежнего",
            "A renewal can't begin before what it renews",
        )
        .into());
    }
    Ok(Renewed { old, start })
}

/// Ends what is renewed, if it would hold on: before the new one begins, or the database would see both.
pub(super) async fn end(tx: &WriteTx, renewed: &Renewed) -> Result<(), Failure> {
    let Renewed { old, start } = renewed;
    let Some((kind, on)) = Term::of(old).renewed(*start).end else { return Ok(()) };
    let mut row = old.clone().into_active_model();
    row.end_kind = Set(Some(kind));
    row.end_on = Set(Some(on));
    row.update(tx).await.map_err(query::refused)?;
    Ok(())
}

/// Points what is renewed to its renewal.
pub(super) async fn link(
    tx: &mut WriteTx,
    cx: &Cx,
    renewed: Renewed,
    row: &status_assignment::Model,
) -> Result<(), Failure> {
    let old = renewed.old;
    let now = query::stored(tx, old.id).await?.ok_or_else(|| AppError::internal("what is renewed is gone"))?;
    let mut linked = now.into_active_model();
    linked.successor_id = Set(Some(row.id));
    linked.version = Set(old.version + 1);
    linked.updated_at = Set(tx.now());
    let linked = linked.update(tx).await?;
    let ended = Term::of(&linked).state(cx.today()) != Term::of(&old).state(cx.today());
    tx.updated(&old, &linked, if ended { &["state"] } else { &[] });
    tx.tally(&tally::contributions(&old), &tally::contributions(&linked));
    Ok(())
}
