//! Ending a status before its term: revoked by an act, or given up by its holder.

use chrono::NaiveDate;
use entity::{
    act_basis::BasisRole,
    ids::{LegalActId, StatusAssignmentId},
    legal_act,
    status_assignment::{self, StatusEnd},
};
use sea_orm::{ActiveModelTrait, IntoActiveModel, Set};

use super::{
    draft::{target, touch},
    grant::basis_of,
    query, tally,
};
use crate::{
    access::{Action, Kind, Viewer},
    error::{Failure, Problems, UserError, UserErrorCode},
    service::{
        Cx, TEXT,
        act::basis::{self, Basis},
        list::visible_row,
        paragraph,
        place::{self, LAST},
    },
};

/// An end before the term.
#[derive(Clone, Debug)]
pub struct EndStatus {
    /// Which.
    pub id: StatusAssignmentId,
    /// The version that the client has seen.
    pub expected_version: i32,
    /// The first day without the status.
    pub on: NaiveDate,
    /// The act; a revocation needs one with date and number.
    pub act: Option<LegalActId>,
    /// Why.
    pub reason: Option<String>,
}

/// Revokes a status by an act.
pub async fn revoke(cx: &Cx, input: EndStatus) -> Result<status_assignment::Model, Failure> {
    end(cx, input, StatusEnd::Revoked, Action::RevokeStatus).await
}

/// Accepts that the holder gives a status up.
pub async fn waive(cx: &Cx, input: EndStatus) -> Result<status_assignment::Model, Failure> {
    end(cx, input, StatusEnd::Waived, Action::WaiveStatus).await
}

async fn end(cx: &Cx, input: EndStatus, kind: StatusEnd, action: Action) -> Result<status_assignment::Model, Failure> {
    let EndStatus { id, expected_version, on, act, reason } = input;
    let mut tx = cx.write().await?;
    let (stored, _) = target(&tx, cx, id, expected_version, action).await?;
    if let Some(centre) = stored.centre_id {
        place::lock(&tx, "centre", centre).await?;
    }
    let mut problems = Problems::new();
    let reason = reason.and_then(|text| problems.keep(paragraph(&text, "reason", TEXT)));
    if stored.valid_from.is_some_and(|from| on < from) || stored.valid_to.is_some_and(|to| on > to) {
        problems.add(
            UserErrorCode::DateOrder,
            "on",
            "Дата прекращения должна лежать внутри срока статуса",
            "The day must lie inside the term of the status",
        );
    }
    let act = match act {
        Some(id) => {
            let row = visible_row::<legal_act::Entity>(&tx, &cx.viewer, id, LAST).await?;
            if row.is_none() {
                problems.push(UserError::unknown("actId"));
            }
            row
        }
        None => None,
    };
    if kind == StatusEnd::Revoked && !act.as_ref().is_some_and(basis::is_complete) {
        problems.add(
            UserErrorCode::ActRequired,
            "actId",
            "Нужен акт об отзыве с датой и номером",
            "An act that revokes the status is needed, with its date and number",
        );
    }
    problems.finish()?;
    let before = tally::of_centre(&tx, stored.centre_id).await?;
    let mut row = stored.clone().into_active_model();
    row.end_kind = Set(Some(kind));
    row.end_on = Set(Some(on));
    row.end_act_id = Set(act.as_ref().map(|act| act.id));
    row.end_reason = Set(reason.clone());
    touch(&tx, &mut row, &stored);
    let row = row.update(&tx).await.map_err(query::refused)?;
    if let Some(act) = act {
        let mut acts = basis_of(&tx, id).await?;
        let ends = Basis { act: act.id, role: BasisRole::Ends };
        if !acts.contains(&ends) {
            acts.push(ends);
            // Acts that are hidden from the viewer stay: all of them are given again.
            basis::set(&tx, &Viewer::system(), Kind::StatusAssignment, id.into(), &acts, "actId", cx.today()).await?;
        }
    }
    tx.updated(&stored, &row, &["state"]);
    tx.tally(&tally::contributions(&stored), &tally::contributions(&row));
    let after = tally::of_centre(&tx, stored.centre_id).await?;
    tx.tally(&before, &after);
    let name = if kind == StatusEnd::Revoked { "revokeStatus" } else { "waiveStatus" };
    tx.audit(name, &row, reason, serde_json::json!({ "kind": row.kind_code, "on": on }));
    tx.commit().await?;
    Ok(row)
}
