//! Approval: a complete draft goes to its parties, who sign it or return it; the last signature makes it public.

use chrono::NaiveDate;
use entity::{
    agreement,
    agreement_party::{self, PartyKind, PartyRole},
    ids::AgreementId,
    shared::Visibility,
};
use sea_orm::{ActiveModelTrait, ConnectionTrait, IntoActiveModel, Set};
use serde_json::json;

use super::{
    actions,
    draft::check_limit,
    party,
    query::{self, Whole},
    renew, rules, state, tally,
};
use crate::{
    access::Action,
    db::WriteTx,
    error::{AppError, Failure, Problems, UserError, UserErrorCode},
    service::{CODE, Cx, line},
    text,
};

/// Puts a draft up for approval.
pub async fn submit(cx: &Cx, id: AgreementId, expected_version: i32) -> Result<agreement::Model, Failure> {
    let mut tx = cx.write().await?;
    let stored = query::locked(&tx, cx, id).await?;
    actions::verdict(&cx.viewer, &stored, Action::SubmitAgreement, cx.today())
        .require_at(stored.row.version, expected_version)?;
    let mut problems = Problems::new();
    rules::complete(&mut problems, &stored.row, &stored.parties, educates(&tx, &stored.parties).await?);
    problems.finish()?;
    check_limit(&stored.row)?;
    let mut row = stored.row.clone().into_active_model();
    row.version = Set(stored.row.version + 1);
    row.updated_at = Set(tx.now());
    row.visibility = Set(Visibility::Submitted);
    row.submitted_on = Set(Some(cx.today()));
    let row = row.update(&tx).await?;
    tx.updated(&stored.row, &row, &[]);
    tx.audit("submitAgreement", &row, None, json!({}));
    tx.commit().await?;
    Ok(row)
}

/// Whether a party teaches: an educational organisation, a centre, or somebody outside in that role.
pub(super) async fn educates(db: &impl ConnectionTrait, parties: &[agreement_party::Model]) -> Result<bool, Failure> {
    let by_role = rules::newest(parties)
        .any(|party| party.kind == PartyKind::Centre || party.role == PartyRole::EducationalOrganisation);
    if by_role {
        return Ok(true);
    }
    let ids: Vec<_> = rules::newest(parties)
        .filter(|party| party.kind == PartyKind::Organisation)
        .filter_map(|party| party.organisation_id)
        .collect();
    Ok(party::any_teaches(db, &ids).await?)
}

/// Returns an agreement on approval to draft; signatures given so far are void.
pub async fn send_back(
    cx: &Cx,
    id: AgreementId,
    expected_version: i32,
    reason: String,
) -> Result<agreement::Model, Failure> {
    let mut tx = cx.write().await?;
    let stored = query::locked(&tx, cx, id).await?;
    actions::verdict(&cx.viewer, &stored, Action::ReturnAgreement, cx.today())
        .require_at(stored.row.version, expected_version)?;
    let reason = line(&reason, "reason", crate::service::TEXT)?;
    for party in stored.parties.iter().filter(|party| party.signed_on.is_some()) {
        set_signature(&tx, party, None).await?;
    }
    let mut row = stored.row.clone().into_active_model();
    row.version = Set(stored.row.version + 1);
    row.updated_at = Set(tx.now());
    row.visibility = Set(Visibility::Draft);
    row.submitted_on = Set(None);
    let row = row.update(&tx).await?;
    tx.updated(&stored.row, &row, &["parties"]);
    tx.audit("returnAgreement", &row, Some(reason), json!({}));
    tx.commit().await?;
    Ok(row)
}

async fn set_signature(
    tx: &impl ConnectionTrait,
    party: &agreement_party::Model,
    day: Option<NaiveDate>,
) -> Result<agreement_party::Model, Failure> {
    let mut row = party.clone().into_active_model();
    row.signed_on = Set(day);
    row.signed_on_precision = Set(1);
    Ok(row.update(tx).await?)
}

/// A signature.
#[derive(Clone, Debug)]
pub struct SignAgreement {
    /// The agreement.
    pub id: AgreementId,
    /// The version that the client has seen.
    pub expected_version: i32,
    /// The party that signs; absent: the one for which the viewer may.
    pub party: Option<i32>,
    /// The day of the signature; today when absent.
    pub signed_on: Option<NaiveDate>,
    /// The number, where it is given at the signing.
    pub number: Option<String>,
}

/// Signs for a party; the last signature makes the agreement public.
pub async fn sign(cx: &Cx, input: SignAgreement) -> Result<agreement::Model, Failure> {
    let SignAgreement { id, expected_version, party, signed_on, number } = input;
    let mut tx = cx.write().await?;
    let stored = query::locked(&tx, cx, id).await?;
    actions::verdict(&cx.viewer, &stored, Action::SignAgreement, cx.today())
        .require_at(stored.row.version, expected_version)?;
    let party = chosen(cx, &stored, party)?;
    let day = signed_on.unwrap_or_else(|| cx.today());
    if day > cx.today() {
        return Err(UserError::new(
            UserErrorCode::DateOrder,
            "signedOn",
            "Подпись не может стоять в будущем",
            "A signature can't lie in the future",
        )
        .into());
    }
    let number = number.map(|text| line(&text, "number", CODE)).transpose()?;
    if number.is_some() && stored.row.number.is_some() && number != stored.row.number {
        return Err(UserError::new(
            UserErrorCode::Contradiction,
            "number",
            "У соглашения уже есть номер",
            "The agreement has a number already",
        )
        .into());
    }
    let signed = set_signature(&tx, party, Some(day)).await?;
    let mut parties = stored.parties.clone();
    for other in parties.iter_mut().filter(|other| other.position == signed.position) {
        *other = signed.clone();
    }
    let mut row = stored.row.clone().into_active_model();
    row.version = Set(stored.row.version + 1);
    row.updated_at = Set(tx.now());
    if let Some(number) = &number
        && stored.row.number.is_none()
    {
        row.number_key = Set(Some(text::fold(number)));
        row.search_key = Set(format!("{} {}", stored.row.search_key, text::fold(number)));
        row.number = Set(Some(number.clone()));
    }
    let last = rules::all_signed(&parties);
    if last {
        // Acts are required of people: what is concluded here has its number (DECISIONS 10).
        if number.is_none() && stored.row.number.is_none() {
            return Err(UserError::required("number").into());
        }
        row.visibility = Set(Visibility::Public);
        row.signed_on = Set(rules::named(&parties).filter_map(|party| party.signed_on).max());
    }
    let row = row.update(&tx).await?;
    tx.updated(&stored.row, &row, &["parties"]);
    tx.audit("signAgreement", &row, None, json!({ "party": signed.position, "signedOn": day, "last": last }));
    if last {
        let mut problems = Problems::new();
        rules::dates(&mut problems, &row, cx.today());
        problems.finish()?;
        conclude(&mut tx, &Whole { row: row.clone(), parties }).await?;
    }
    tx.commit().await?;
    Ok(row)
}

/// An agreement has become public: it counts from now on, and takes the place of the one that it renews.
pub(super) async fn conclude(tx: &mut WriteTx, whole: &Whole) -> Result<(), Failure> {
    tx.tally(&[], &tally::contributions(whole));
    if let Some(renewed) = whole.row.renews_id {
        renew::supersede(tx, renewed, whole.row.id, state::start(&whole.row)).await?;
    }
    Ok(())
}

/// The party that signs.
fn chosen<'a>(cx: &Cx, whole: &'a Whole, position: Option<i32>) -> Result<&'a agreement_party::Model, Failure> {
    let mut waiting = rules::named(&whole.parties)
        .filter(|party| party.signed_on.is_none() && actions::may_sign(&cx.viewer, whole, party));
    match position {
        Some(position) => {
            let party = whole.parties.iter().find(|party| party.position == position);
            let party = party.ok_or_else(|| UserError::unknown("party"))?;
            if !actions::may_sign(&cx.viewer, whole, party) {
                return Err(
                    AppError::forbidden("За эту сторону вы не подписываете", "You do not sign for this party").into()
                );
            }
            if party.signed_on.is_some() || party.to_day.is_some() {
                return Err(UserError::new(
                    UserErrorCode::RefusedTransition,
                    "party",
                    "За эту сторону уже подписано",
                    "This party has signed already",
                )
                .into());
            }
            Ok(party)
        }
        None => match (waiting.next(), waiting.next()) {
            (Some(party), None) => Ok(party),
            // None of them: the verdict has refused already.
            _ => Err(UserError::new(
                UserErrorCode::Required,
                "party",
                "Вы подписываете за несколько сторон: укажите, за какую",
                "You sign for several parties: say which",
            )
            .into()),
        },
    }
}
