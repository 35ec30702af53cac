//! Termination: on a day, for a reason, by an act or a document.

use chrono::NaiveDate;
use entity::{
    agreement,
    ids::{AgreementId, LegalActId},
};
use sea_orm::{ActiveModelTrait, IntoActiveModel, Set};
use serde_json::json;

use super::{
    actions,
    query::{self, Whole},
    state, tally,
};
use crate::{
    access::Action,
    error::{Failure, Problems, UserError, UserErrorCode},
    service::{Cx, NAME, TEXT, act, line, paragraph},
};

/// The end of an agreement before its time.
#[derive(Clone, Debug)]
pub struct TerminateAgreement {
    /// Which.
    pub id: AgreementId,
    /// The version that the client has seen.
    pub expected_version: i32,
    /// First day on which it no longer holds.
    pub day: NaiveDate,
    /// Why.
    pub ground: String,
    /// The act.
    pub act: Option<LegalActId>,
    /// The document, where it is not an act.
    pub document: Option<String>,
}

/// Terminates an agreement.
pub async fn terminate(cx: &Cx, input: TerminateAgreement) -> Result<agreement::Model, Failure> {
    let TerminateAgreement { id, expected_version, day, ground, act, document } = input;
    let mut tx = cx.write().await?;
    let before = query::locked(&tx, cx, id).await?;
    actions::verdict(&cx.viewer, &before, Action::TerminateAgreement, cx.today())
        .require_at(before.row.version, expected_version)?;
    let mut problems = Problems::new();
    let ground = problems.keep(paragraph(&ground, "ground", TEXT)).unwrap_or_default();
    let document = problems.keep(document.map(|text| line(&text, "document", NAME)).transpose()).flatten();
    if before.row.signed_on.is_some_and(|signed| day < signed)
        || state::term_end(&before.row).is_some_and(|end| day > end)
    {
        problems.add(
            UserErrorCode::DateOrder,
            "terminatedOn",
            "Расторжение возможно со дня подписания до последнего дня действия",
            "An agreement is terminated between its signature and its last day",
        );
    }
    if act.is_none() && document.is_none() {
        problems.push(act_required("actId"));
    }
    problems.finish()?;
    add_act(&tx, cx, id, act, entity::act_basis::BasisRole::Ends).await?;
    let mut row = before.row.clone().into_active_model();
    row.version = Set(before.row.version + 1);
    row.updated_at = Set(tx.now());
    row.terminated_on = Set(Some(day));
    row.termination_ground = Set(Some(ground.clone()));
    row.termination_document = Set(document.clone());
    row.termination_act_id = Set(act);
    let row = row.update(&tx).await?;
    tx.updated(&before.row, &row, &[]);
    tx.audit("terminateAgreement", &row, Some(ground), json!({ "on": day, "act": act, "document": document }));
    let after = Whole { row, parties: before.parties.clone() };
    tx.tally(&tally::contributions(&before), &tally::contributions(&after));
    tx.commit().await?;
    Ok(after.row)
}

/// A step that needs an act or a document.
pub(super) fn act_required(path: &str) -> UserError {
    UserError::new(
        UserErrorCode::ActRequired,
        path,
        "Нужен правовой акт или документ с датой и номером",
        "A legal act, or a document with its date and number, is needed",
    )
}

/// Adds an act to those on which the agreement rests; it must be one that the viewer sees, with date and number.
pub(super) async fn add_act(
    tx: &crate::db::WriteTx,
    cx: &Cx,
    id: AgreementId,
    act: Option<LegalActId>,
    role: entity::act_basis::BasisRole,
) -> Result<(), Failure> {
    let Some(act) = act else { return Ok(()) };
    let stored =
        crate::service::list::visible_row::<entity::legal_act::Entity>(tx, &cx.viewer, act, cx.today()).await?;
    let stored = stored.ok_or_else(|| UserError::unknown("actId"))?;
    if !act::basis::is_complete(&stored) {
        return Err(act_required("actId").into());
    }
    let object = uuid::Uuid::from(id);
    if act::basis::of(tx, object).await?.iter().any(|row| row.act_id == act && row.role == role) {
        return Ok(());
    }
    let row = entity::act_basis::ActiveModel {
        object_id: Set(object),
        act_id: Set(act),
        role: Set(role),
        typename: Set(entity::CodeEnum::code(crate::access::Kind::Agreement).to_owned()),
    };
    row.insert(tx).await?;
    Ok(())
}
