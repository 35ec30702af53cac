//! Renewal: a new agreement in the place of one that ends. The old one is superseded when the new one is signed.

use chrono::{Days, NaiveDate};
use entity::{
    agreement::{self},
    agreement_party,
    ids::AgreementId,
    shared::Visibility,
};
use sea_orm::{ActiveModelTrait, IntoActiveModel, Set};
use serde_json::json;

use super::{
    Window, actions,
    draft::{Content, insert},
    keeper::Keeper,
    lines,
    party::{Found, Parties},
    query::{self, Whole},
    rows::party_place,
    rules, state, tally,
};
use crate::{
    access::{Action, Verdict},
    db::WriteTx,
    error::{Failure, UserError, UserErrorCode},
    service::{Cx, dated::ValidityPatch},
};

/// A renewal to draft: what is not given is as in the agreement that is renewed.
#[derive(Clone, Debug)]
pub struct RenewAgreement {
    /// The agreement to renew.
    pub id: AgreementId,
    /// Number of the new one.
    pub number: Option<String>,
    /// Another title.
    pub title: Option<String>,
    /// Another subject.
    pub subject: Option<String>,
    /// The new term.
    pub validity: ValidityPatch,
    /// When it is to be concluded.
    pub planned: Window,
}

/// Drafts the renewal of an agreement, with its parties.
pub async fn renew(cx: &Cx, input: RenewAgreement) -> Result<agreement::Model, Failure> {
    let RenewAgreement { id, number, title, subject, validity, planned } = input;
    let mut tx = cx.write().await?;
    let old = query::locked(&tx, cx, id).await?;
    actions::verdict(&cx.viewer, &old, Action::RenewAgreement, cx.today()).require()?;
    let keeper = Keeper { region: old.row.region_id, municipality: old.row.municipality_id, level: None };
    let place = keeper.place(&tx, &cx.viewer, Action::CreateAgreement).await?;
    Verdict::by_right(&cx.viewer, Action::CreateAgreement, &place).require()?;
    let parties = Parties(rules::newest(&old.parties).map(|party| (party.role, again(party), None)).collect());
    let content = Content {
        kind: old.row.kind,
        number,
        title: title.unwrap_or_else(|| old.row.title.clone()),
        subject: subject.or_else(|| old.row.subject.clone()),
        programmes: lines(old.row.programmes.as_deref()),
        place: old.row.place.clone(),
        validity,
        auto_renewal: old.row.auto_renewal.clone(),
        auto_renewal_to: None,
        planned,
        open_points: vec![],
    };
    let mut row = content.row(&tx, None, &parties)?;
    row.region_id = Set(place.region);
    row.municipality_id = Set(place.municipality);
    row.organisation_id = Set(place.organisation);
    row.level = Set(place.level);
    row.visibility = Set(Visibility::Draft);
    row.renews_id = Set(Some(id));
    let whole = insert(&tx, row, parties).await?;
    starts_later(&old.row, state::start(&whole.row))?;
    tx.created(&whole.row);
    tx.commit().await?;
    Ok(whole.row)
}

/// The same party again.
fn again(party: &agreement_party::Model) -> Found {
    Found {
        kind: party.kind,
        centre: party.centre_id,
        name: party.name.clone(),
        place: party_place(party),
        educates: false,
    }
}

/// A renewal begins no earlier than what it renews.
fn starts_later(old: &agreement::Model, from: Option<NaiveDate>) -> Result<(), Failure> {
    if from.is_some_and(|from| state::start(old).is_some_and(|start| from < start)) {
        return Err(UserError::new(
            UserErrorCode::DateOrder,
            "validFrom",
            "Новое соглашение начинается раньше перезаключаемого",
            "The renewal begins before what it renews",
        )
        .into());
    }
    Ok(())
}

/// The renewal is signed: the old agreement is superseded from its first day on, unless it has ended before by itself.
pub(super) async fn supersede(
    tx: &mut WriteTx,
    old: AgreementId,
    by: AgreementId,
    from: Option<NaiveDate>,
) -> Result<(), Failure> {
    let before = query::stored(tx, old).await?;
    let Whole { row, parties } = before.clone();
    if row.superseded_by_id.is_some() {
        return Err(UserError::new(
            UserErrorCode::Contradiction,
            "renewsId",
            "Это соглашение уже перезаключено другим",
            "The agreement is renewed by another one already",
        )
        .into());
    }
    starts_later(&row, from)?;
    let ended = [state::term_end(&row), row.terminated_on.and_then(|day| day.checked_sub_days(Days::new(1)))];
    let ends = ended.into_iter().flatten().min().and_then(|end| end.checked_add_days(Days::new(1)));
    // With a gap, or with a start that nobody knows, the old one ends by its own dates.
    let Some(from) = from.filter(|from| row.terminated_on.is_none() && ends.is_none_or(|ends| *from <= ends)) else {
        return Ok(());
    };
    let mut active = row.clone().into_active_model();
    active.version = Set(row.version + 1);
    active.updated_at = Set(tx.now());
    active.superseded_on = Set(Some(from));
    active.superseded_by_id = Set(Some(by));
    let after = active.update(tx).await?;
    tx.updated(&row, &after, &[]);
    tx.audit("supersedeAgreement", &after, None, json!({ "by": by, "from": from }));
    let after = Whole { row: after, parties };
    tx.tally(&tally::contributions(&before), &tally::contributions(&after));
    Ok(())
}
