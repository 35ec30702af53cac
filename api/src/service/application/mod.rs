//! Applications to competitions: from a draft of the applicant through the organiser's admission to the result.
//!
//! - `state.rs`: the state of any day, in memory and as SQL; `tally.rs`: what it adds to the aggregates.
//! - `create.rs`, `update.rs`, `record.rs`: what it is; `submit.rs`: the applicant's steps; `admit.rs`: the organiser's;
//!   `score.rs`: the experts'. Results come with the competition (`service/competition/results.rs`).
//! - `applicant.rs`: what follows when an applicant turns out to be recorded twice.

pub mod actions;
pub mod admit;
pub mod applicant;
pub mod attachments;
pub mod create;
pub mod listing;
pub mod query;
pub mod record;
pub mod rows;
pub mod score;
pub mod state;
pub mod submit;
pub mod tally;
pub mod update;

use entity::{
    application::{self, ApplicationResult},
    competition, competition_clause,
    competition_clause::CompetitionClauseKind,
    decimal::Decimal,
    ids::{ApplicationId, CompetitionId},
};
use sea_orm::{ConnectionTrait, IntoActiveModel, Set};
use uuid::Uuid;

use crate::{
    access::Action,
    db::WriteTx,
    error::{AppError, Failure, UserError},
    service::{Cx, competition as competitions},
};

/// The application of a mutation with its competition: seen by the viewer, both held against other writers, allowed.
async fn target(
    tx: &impl ConnectionTrait,
    cx: &Cx,
    id: ApplicationId,
    action: Action,
    expected_version: Option<i32>,
) -> Result<(application::Model, competition::Model), Failure> {
    let seen = query::competition_of(tx, &cx.viewer, id).await?.ok_or_else(AppError::not_found)?;
    // Whoever writes both takes the competition first.
    let competition = competitions::query::locked_of_application(tx, seen).await?;
    let stored = query::locked_many(tx, &cx.viewer, &[id]).await?.pop().ok_or_else(AppError::not_found)?;
    let assigned = match cx.viewer.user() {
        Some(own) if action == Action::RecordScore => {
            competitions::query::experts(tx, &[seen]).await?.iter().any(|expert| expert.user_id == own)
        }
        _ => false,
    };
    let expected = expected_version.unwrap_or(stored.version);
    actions::verdict(&cx.viewer, &stored, &competition, assigned, action, cx.today())
        .require_at(stored.version, expected)?;
    Ok((stored, competition))
}

/// The next version of a row.
fn next(tx: &WriteTx, stored: &application::Model) -> application::ActiveModel {
    let mut row = stored.clone().into_active_model();
    row.version = Set(stored.version + 1);
    row.updated_at = Set(tx.now());
    row
}

/// Tells the ledger of a step and makes it last.
async fn finish(
    mut tx: WriteTx,
    action: &'static str,
    before: &application::Model,
    after: application::Model,
    reason: Option<String>,
) -> Result<application::Model, Failure> {
    tx.tally(&tally::contributions(before), &tally::contributions(&after));
    tx.updated(before, &after, &[]);
    tx.audit(action, &after, reason, serde_json::json!({ "competitionId": after.competition_id }));
    tx.commit().await?;
    Ok(after)
}

/// The nomination of a number.
async fn nomination(
    tx: &impl ConnectionTrait,
    competition: CompetitionId,
    number: Option<i32>,
) -> Result<Option<Uuid>, Failure> {
    let Some(number) = number else { return Ok(None) };
    let clauses = competitions::query::clauses(tx, &[competition]).await?;
    let nomination = clause(&clauses, CompetitionClauseKind::Nomination, number);
    Ok(Some(nomination.ok_or_else(|| UserError::unknown("nomination"))?.id))
}

/// The clause of a kind and a number.
fn clause(
    clauses: &[competition_clause::Model],
    kind: CompetitionClauseKind,
    number: i32,
) -> Option<&competition_clause::Model> {
    clauses.iter().find(|clause| clause.kind == kind && i32::from(clause.number) == number)
}

/// Puts a result into a row.
pub fn put_outcome(
    row: &mut application::ActiveModel,
    result: ApplicationResult,
    place: Option<i32>,
    score: Option<Decimal>,
) {
    row.result = Set(Some(result));
    row.place = Set(place.and_then(|place| i16::try_from(place).ok()));
    row.score_micros = Set(score.map(Decimal::micros));
    row.score_scale = Set(score.map(Decimal::scale));
}
