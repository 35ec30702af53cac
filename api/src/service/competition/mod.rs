//! Competitions: from draft to archive, with stages, windows, tours, clauses, experts, results.
//!
//! - `state.rs`: the states of any day; `sql.rs`: the same rule as SQL. `tally.rs`: what they add to the aggregates.
//! - `place.rs`: where a competition of a level stands; `plan.rs`: windows and tours; `clauses.rs`: what it lists.
//! - `create.rs`, `update.rs`: what it is; `decide.rs`, `postpone.rs`, `results.rs`: what is decided on it.
//! - `experts.rs`: who evaluates. `award.rs`: the status that a result gives.

pub mod actions;
mod award;
pub mod clauses;
pub mod create;
pub mod decide;
pub mod experts;
pub mod listing;
pub mod place;
pub mod plan;
pub mod postpone;
pub mod query;
pub mod results;
pub mod rows;
pub mod sql;
pub mod state;
pub mod tally;
pub mod update;

use entity::{
    competition,
    ids::{CompetitionId, OrganisationId},
    organisation,
};
use sea_orm::ConnectionTrait;

use crate::{
    access::{Action, Viewer},
    db::WriteTx,
    error::{AppError, Failure},
    service::Cx,
};

/// The competition of a mutation: seen by the viewer, held against other writers, allowed, of the version read.
async fn target(
    tx: &impl ConnectionTrait,
    cx: &Cx,
    id: CompetitionId,
    action: Action,
    expected_version: i32,
) -> Result<competition::Model, Failure> {
    let stored = query::locked(tx, &cx.viewer, id).await?.ok_or_else(AppError::not_found)?;
    actions::verdict(&cx.viewer, &stored, action, cx.today()).require_at(stored.version, expected_version)?;
    Ok(stored)
}

/// Tells the transaction that a competition changed; its windows of the past did not.
async fn changed(
    tx: &mut WriteTx,
    before: &competition::Model,
    after: &competition::Model,
    also: &[&str],
) -> Result<(), Failure> {
    let periods = query::periods(tx, &[after.id]).await?;
    tx.tally(&tally::contributions(before, &periods), &tally::contributions(after, &periods));
    tx.updated(before, after, also);
    Ok(())
}

/// The organisation that applies, if the viewer sees it.
pub(super) async fn applicant(
    tx: &impl ConnectionTrait,
    viewer: &Viewer,
    id: OrganisationId,
) -> Result<organisation::Model, Failure> {
    place::organisation(tx, viewer, id, "organisationId").await
}
