//! Recording what was signed elsewhere or long ago. History may lack a number, dates, signatures and names: it counts,
//! with the points that the source leaves open (DECISIONS 10).

use entity::{agreement, agreement_party::PartyKind, ids::AgreementId, shared::Visibility};
use sea_orm::Set;
use serde_json::json;

use super::{
    Window, approval,
    draft::{Content, insert},
    keeper::Keeper,
    party::{Parties, PartyInput},
    query::{self, Whole},
    rules,
};
use crate::{
    access::{Action, Kind, Verdict},
    db::WriteTx,
    error::{Failure, Problems, UserError, UserErrorCode},
    service::{
        Cx,
        act::basis::{self, Basis},
        external::{self, External},
        open_points,
    },
    validity::Bound,
};

/// An agreement that is signed already.
#[derive(Clone, Debug)]
pub struct RecordAgreement {
    /// Given by the demonstration network alone.
    pub id: Option<AgreementId>,
    /// Where the row stands.
    pub keeper: Keeper,
    /// What it says.
    pub content: Content,
    /// When it was signed; absent: the last of the parties' signatures, or not known.
    pub signed_on: Option<Bound>,
    /// Its parties, with their signatures where they are known.
    pub parties: Vec<PartyInput>,
    /// The acts on which it rests.
    pub acts: Vec<Basis>,
    /// The agreement that it renews.
    pub renews: Option<AgreementId>,
    /// When it was to be amended.
    pub amendment_planned: Window,
    /// Ids under which other systems know it.
    pub external_ids: Vec<External>,
}

/// Records a signed agreement.
pub async fn record(cx: &Cx, input: RecordAgreement) -> Result<agreement::Model, Failure> {
    let RecordAgreement { id, keeper, content, signed_on, parties, acts, renews, amendment_planned, external_ids } =
        input;
    let mut tx = cx.write().await?;
    let place = keeper.place(&tx, &cx.viewer, Action::RecordAgreement).await?;
    Verdict::by_right(&cx.viewer, Action::RecordAgreement, &place).require()?;
    let amendment_planned = amendment_planned.checked("amendmentPlanned")?;
    let parties = Parties::find(&tx, &cx.viewer, parties, "parties").await?;
    let educates = parties.0.iter().any(|(_, found, _)| found.educates || found.kind == PartyKind::NotNamed);
    let signed_on = signed_on.or_else(|| last_signature(&parties));
    if let Some(renewed) = renews {
        readable(&tx, cx, renewed).await?;
    }
    let mut row = content.row(&tx, id, &parties)?;
    row.region_id = Set(place.region);
    row.municipality_id = Set(place.municipality);
    row.organisation_id = Set(place.organisation);
    row.level = Set(place.level);
    row.visibility = Set(Visibility::Public);
    row.signed_on = Set(signed_on.as_ref().map(|bound| bound.date));
    row.signed_on_precision = Set(signed_on.map_or(1, |bound| bound.precision.stored()));
    row.renews_id = Set(renews);
    row.amendment_planned_from = Set(amendment_planned.from);
    row.amendment_planned_to = Set(amendment_planned.to);
    row.amendment_planned_text = Set(amendment_planned.text);
    let whole = insert(&tx, row, parties).await?;
    let whole = with_open_points(&tx, whole).await?;
    let mut problems = Problems::new();
    rules::distinct(&mut problems, &whole.parties, "parties");
    rules::dates(&mut problems, &whole.row, cx.today());
    for (i, party) in whole.parties.iter().enumerate() {
        if party.signed_on.is_some_and(|day| day > cx.today()) {
            problems.add(
                UserErrorCode::DateOrder,
                &format!("parties.{i}.signedOn"),
                "Подпись не может стоять в будущем",
                "A signature can't lie in the future",
            );
        }
    }
    if whole.row.kind == agreement::AgreementKind::NetworkForm && !educates {
        problems.push(rules::teacher_needed());
    }
    problems.finish()?;
    basis::set(&tx, &cx.viewer, Kind::Agreement, whole.row.id.into(), &acts, "acts", cx.today()).await?;
    external::give(&tx, Kind::Agreement, whole.row.id, external_ids).await?;
    tx.created(&whole.row);
    tx.audit(
        "recordAgreement",
        &whole.row,
        None,
        json!({ "number": whole.row.number, "signedOn": whole.row.signed_on }),
    );
    approval::conclude(&mut tx, &whole).await?;
    tx.commit().await?;
    Ok(whole.row)
}

/// The last signature, when every named party has one.
fn last_signature(parties: &Parties) -> Option<Bound> {
    let named = || parties.0.iter().filter(|(_, found, _)| found.kind != PartyKind::NotNamed);
    let all = named().all(|(_, _, signed)| signed.is_some());
    let last = named().filter_map(|(_, _, signed)| signed.clone()).max_by_key(|bound| bound.date);
    last.filter(|_| all)
}

/// Adds what is missing to what the person said is open.
async fn with_open_points(tx: &WriteTx, whole: Whole) -> Result<Whole, Failure> {
    use sea_orm::{ActiveModelTrait, IntoActiveModel};
    let said = open_points::read(&whole.row.open_points);
    let points = open_points::write(rules::open_points(&whole.row, &whole.parties, said));
    if points == whole.row.open_points {
        return Ok(whole);
    }
    let mut row = whole.row.into_active_model();
    row.open_points = Set(points);
    Ok(Whole { row: row.update(tx).await?, parties: whole.parties })
}

/// An agreement that another one refers to must be one that the viewer reads.
async fn readable(tx: &WriteTx, cx: &Cx, id: AgreementId) -> Result<(), Failure> {
    let unknown = || Failure::from(UserError::unknown("renewsId"));
    match query::locked(tx, cx, id).await {
        Ok(whole) if whole.is_readable(&cx.scope(Kind::Agreement)) => {
            Verdict::by_right(&cx.viewer, Action::RenewAgreement, &crate::db::change::Root::place(&whole.row)).require()
        }
        Ok(_) => Err(unknown()),
        Err(error) if error.code == crate::error::Code::NotFound => Err(unknown()),
        Err(error) => Err(error.into()),
    }
}
