//! Repealing an act: the day since which it no longer holds, and what repealed it.

use chrono::NaiveDate;
use entity::{ids::LegalActId, legal_act, shared::Visibility};
use sea_orm::{ActiveModelTrait, ConnectionTrait, IntoActiveModel, Set};
use serde_json::json;

use super::{actions::verdict, query, rules};
use crate::{
    access::{Action, Kind},
    error::{AppError, Failure, Problems, UserError, UserErrorCode},
    service::{
        Cx, TEXT,
        list::{Stored, by_ids},
        paragraph,
    },
};

/// An act no longer holds.
#[derive(Clone, Debug)]
pub struct RepealLegalAct {
    /// Which.
    pub id: LegalActId,
    /// The version that the client has seen.
    pub expected_version: i32,
    /// The day since which it no longer holds.
    pub on: NaiveDate,
    /// What repealed it; none where it lapsed by itself or the source does not say.
    pub by: Option<LegalActId>,
    /// Why, for the audit log.
    pub reason: Option<String>,
}

/// Records that an act no longer holds.
pub async fn repeal(cx: &Cx, input: RepealLegalAct) -> Result<legal_act::Model, Failure> {
    let RepealLegalAct { id, expected_version, on, by, reason } = input;
    let mut tx = cx.write().await?;
    let stored = query::for_update(&tx, &cx.viewer, id, cx.today()).await?.ok_or_else(AppError::not_found)?;
    verdict(&cx.viewer, Action::RepealLegalAct, &stored).require_at(stored.version, expected_version)?;
    let reason = reason.map(|reason| paragraph(&reason, "reason", TEXT)).transpose()?;
    let wanted = legal_act::Model { repealed_on: Some(on), repealed_by_id: by, ..stored.clone() };
    check(&tx, cx, &wanted, None, "repealingActId").await?;
    let mut row = stored.clone().into_active_model();
    row.version = Set(stored.version + 1);
    row.updated_at = Set(tx.now());
    row.repealed_on = Set(Some(on));
    row.repealed_by_id = Set(by);
    let row = row.update(&tx).await?;
    tx.updated(&stored, &row, &[]);
    let details = json!({ "repealedOn": on, "repealedBy": by.map(|id| id.to_string()) });
    tx.audit("repealLegalAct", &row, reason, details);
    tx.commit().await?;
    Ok(row)
}

/// Refuses a repeal before the act, by the act itself, by a draft, or by an earlier or a hidden one; what is recorded
/// already (`known`) may be hidden.
pub(super) async fn check(
    db: &impl ConnectionTrait,
    cx: &Cx,
    act: &legal_act::Model,
    known: Option<LegalActId>,
    path: &str,
) -> Result<(), Failure> {
    let mut problems = Problems::new();
    match act.repealed_on {
        None if act.repealed_by_id.is_some() => problems.push(UserError::required("repealedOn")),
        Some(on) if act.date.is_some_and(|date| on < date) => problems.add(
            UserErrorCode::DateOrder,
            "repealedOn",
            "Акт не может утратить силу раньше своей даты",
            "An act can't cease to hold before its date",
        ),
        _ => {}
    }
    if let Some(id) = act.repealed_by_id {
        let found = if known == Some(id) {
            query::stored(db, &[id]).await?
        } else {
            by_ids(db, legal_act::Entity::visible(&cx.scope(Kind::LegalAct), cx.today()), &[id.into()]).await?
        };
        match found.into_iter().next() {
            None => problems.push(UserError::unknown(path)),
            Some(other) if other.id == act.id => problems.add(
                UserErrorCode::Contradiction,
                path,
                "Акт не отменяет сам себя",
                "An act does not repeal itself",
            ),
            Some(other) if other.visibility == Visibility::Draft => problems.add(
                UserErrorCode::Contradiction,
                path,
                "Черновик акта ничего не отменяет",
                "A draft repeals nothing",
            ),
            Some(other) if !rules::may_follow(&other, act) => problems.add(
                UserErrorCode::DateOrder,
                path,
                "Отменяющий акт не может быть раньше отменяемого",
                "An act can't be repealed by an earlier one",
            ),
            Some(_) => {}
        }
    }
    problems.finish()
}
