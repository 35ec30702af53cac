//! Amendments: what the agreement said until then is kept as a past edition; parties leave and join with a day.

use chrono::{Days, NaiveDate};
use entity::{
    agreement, agreement_amendment, agreement_edition, agreement_party,
    ids::{AgreementId, LegalActId},
};
use sea_orm::{ActiveModelTrait, ConnectionTrait, IntoActiveModel, Set};
use serde_json::json;

use super::{
    actions, draft, joined,
    party::{Parties, PartyInput},
    query::{self, Whole},
    rules, state, tally,
    terminate::{act_required, add_act},
};
use crate::{
    access::Action,
    error::{Failure, Problems, UserError, UserErrorCode},
    service::{Cx, NAME, Patch, TEXT, dated::ValidityPatch, line, paragraph},
    set_validity, text,
    validity::Bound,
    validity_of,
};

/// An amendment.
#[derive(Clone, Debug)]
pub struct AmendAgreement {
    /// Which.
    pub id: AgreementId,
    /// The version that the client has seen.
    pub expected_version: i32,
    /// First day of the new edition.
    pub effective_on: NaiveDate,
    /// What changes.
    pub summary: String,
    /// The document, where it is not an act.
    pub document: Option<String>,
    /// The act.
    pub act: Option<LegalActId>,
    /// Title.
    pub title: Patch<String>,
    /// Subject.
    pub subject: Patch<String>,
    /// Programmes.
    pub programmes: Patch<Vec<String>>,
    /// The last day.
    pub valid_to: Patch<Bound>,
    /// Rule of prolongation.
    pub auto_renewal: Patch<String>,
    /// Last day of prolongation.
    pub auto_renewal_to: Patch<NaiveDate>,
    /// Parties that join.
    pub add_parties: Vec<PartyInput>,
    /// Positions of parties that leave.
    pub remove_parties: Vec<i32>,
}

/// Amends an agreement: the next edition.
pub async fn amend(cx: &Cx, input: AmendAgreement) -> Result<agreement::Model, Failure> {
    let AmendAgreement {
        id,
        expected_version,
        effective_on,
        summary,
        document,
        act,
        title,
        subject,
        programmes,
        valid_to,
        auto_renewal,
        auto_renewal_to,
        add_parties,
        remove_parties,
    } = input;
    let mut tx = cx.write().await?;
    let before = query::locked(&tx, cx, id).await?;
    actions::verdict(&cx.viewer, &before, Action::AmendAgreement, cx.today())
        .require_at(before.row.version, expected_version)?;
    let stored = &before.row;
    let mut problems = Problems::new();
    let summary = problems.keep(paragraph(&summary, "summary", TEXT)).unwrap_or_default();
    let document = problems.keep(document.map(|text| line(&text, "document", NAME)).transpose()).flatten();
    if act.is_none() && document.is_none() {
        problems.push(act_required("actId"));
    }
    let last = effective_on.checked_sub_days(Days::new(1)).filter(|_| rules::may_begin(stored, effective_on));
    if last.is_none() {
        problems.add(
            UserErrorCode::DateOrder,
            "effectiveOn",
            "Изменение начинается после подписания и прежнего изменения, пока соглашение действует",
            "An amendment begins after the signature and the amendment before, while the agreement holds",
        );
    }
    let mut next = stored.clone();
    next.title = problems
        .keep(title.try_map(|text| line(&text, "title", NAME)))
        .and_then(|title| problems.keep(title.or_required(stored.title.clone(), "title")))
        .unwrap_or_default();
    next.subject = problems
        .keep(subject.try_map(|text| paragraph(&text, "subject", TEXT)))
        .and_then(|subject| subject.or(stored.subject.clone()));
    if let Patch::Set(programmes) = programmes {
        next.programmes = problems.keep(joined(&programmes.unwrap_or_default(), "programmes")).flatten();
    }
    next.auto_renewal = problems
        .keep(auto_renewal.try_map(|text| line(&text, "autoRenewal", NAME)))
        .and_then(|rule| rule.or(stored.auto_renewal.clone()));
    next.auto_renewal_to = auto_renewal_to.or(stored.auto_renewal_to);
    let validity = problems
        .keep(ValidityPatch { from: Patch::Absent, to: valid_to }.over(&validity_of!(stored)))
        .unwrap_or_default();
    next.valid_to = validity.to().map(|bound| bound.date);
    if state::term_end(&next).is_some_and(|end| end < effective_on) {
        problems.push(UserError::date_order("validTo"));
    }
    rules::renewal_limit(&mut problems, &next);
    problems.finish()?;
    add_act(&tx, cx, id, act, entity::act_basis::BasisRole::Amends).await?;
    let parties = change_parties(&tx, cx, &before, effective_on, add_parties, remove_parties).await?;
    keep_edition(&tx, stored, last.unwrap_or(effective_on)).await?;
    agreement_amendment::ActiveModel {
        agreement_id: Set(id),
        edition: Set(stored.edition + 1),
        effective_on: Set(effective_on),
        summary: Set(summary.clone()),
        document: Set(document),
        act_id: Set(act),
        recorded_at: Set(tx.now()),
    }
    .insert(&tx)
    .await?;
    let names = parties.iter().filter_map(|party| party.name.as_deref()).collect::<Vec<_>>().join(" ");
    let texts = [next.number.as_deref(), next.subject.as_deref(), next.programmes.as_deref()];
    let key = draft::search_key(&next.title, texts, &names);
    let mut row = stored.clone().into_active_model();
    row.version = Set(stored.version + 1);
    row.updated_at = Set(tx.now());
    row.edition = Set(stored.edition + 1);
    row.edition_since = Set(Some(effective_on));
    row.sort_key = Set(text::sort_key(&next.title));
    row.title_key = Set(text::fold(&next.title));
    row.search_key = Set(key);
    row.title = Set(next.title);
    row.subject = Set(next.subject);
    row.programmes = Set(next.programmes);
    row.auto_renewal = Set(next.auto_renewal);
    row.auto_renewal_to = Set(next.auto_renewal_to);
    set_validity!(row, &validity);
    let row = row.update(&tx).await?;
    tx.updated(stored, &row, &["parties", "versions"]);
    tx.audit("amendAgreement", &row, Some(summary), json!({ "edition": row.edition, "effectiveOn": effective_on }));
    let after = Whole { row, parties };
    tx.tally(&tally::contributions(&before), &tally::contributions(&after));
    tx.commit().await?;
    Ok(after.row)
}

/// Parties leave and join on the first day of the new edition.
async fn change_parties(
    tx: &impl ConnectionTrait,
    cx: &Cx,
    before: &Whole,
    effective_on: NaiveDate,
    add: Vec<PartyInput>,
    remove: Vec<i32>,
) -> Result<Vec<agreement_party::Model>, Failure> {
    let mut parties = before.parties.clone();
    let mut problems = Problems::new();
    for (i, position) in remove.iter().enumerate() {
        match parties.iter_mut().find(|party| party.position == *position && party.to_day.is_none()) {
            Some(party) => {
                party.to_day = effective_on.checked_sub_days(Days::new(1));
                let mut row = party.clone().into_active_model();
                row.to_day = Set(party.to_day);
                row.update(tx).await?;
            }
            None => problems.push(UserError::unknown(&format!("removeParties.{i}"))),
        }
    }
    problems.finish()?;
    if !add.is_empty() {
        let add = add
            .into_iter()
            .map(|party| PartyInput { signed_on: party.signed_on.or_else(|| Some(Bound::day(effective_on))), ..party })
            .collect();
        let found = Parties::find(tx, &cx.viewer, add, "addParties").await?;
        let newest = parties.iter().map(|party| party.position).max().unwrap_or_default();
        let mut problems = Problems::new();
        for (i, (_, party, _)) in found.0.iter().enumerate() {
            if rules::newest(&parties).any(|stored| party.is(stored)) {
                problems.push(super::party::twice(&format!("addParties.{i}")));
            }
        }
        problems.finish()?;
        parties.extend(found.insert(tx, before.row.id, newest, Some(effective_on)).await?);
    }
    let mut problems = Problems::new();
    rules::distinct(&mut problems, &parties, "removeParties");
    problems.finish()?;
    Ok(parties)
}

/// Keeps what the agreement says until a day.
async fn keep_edition(tx: &impl ConnectionTrait, stored: &agreement::Model, to_day: NaiveDate) -> Result<(), Failure> {
    let edition = agreement_edition::ActiveModel {
        agreement_id: Set(stored.id),
        edition: Set(stored.edition),
        title: Set(stored.title.clone()),
        subject: Set(stored.subject.clone()),
        programmes: Set(stored.programmes.clone()),
        auto_renewal: Set(stored.auto_renewal.clone()),
        auto_renewal_to: Set(stored.auto_renewal_to),
        valid_to: Set(stored.valid_to),
        valid_to_precision: Set(stored.valid_to_precision),
        valid_to_text: Set(stored.valid_to_text.clone()),
        sort_key: Set(stored.sort_key.clone()),
        edition_since: Set(stored.edition_since),
        to_day: Set(to_day),
    };
    edition.insert(tx).await?;
    Ok(())
}
