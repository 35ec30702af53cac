//! Campaigns of reporting: who reports what about which period until when, and who is missing.
//!
//! - `state.rs`: the state of any day; `sql.rs`: the same rule as SQL. `owner.rs`: whose it is, and who may decide on it.
//! - `content.rs`, `create.rs`, `update.rs`: what it is. `parent.rs`: the campaign that it feeds.
//! - `expected.rs`, `open.rs`: who is to report, as the network is in the period; one report for each.
//! - `decide.rs`: closed, opened again, summarised, published, cancelled. A late node blocks none of it.

pub mod actions;
pub mod content;
pub mod create;
pub mod decide;
pub mod expected;
pub mod listing;
pub mod open;
pub mod owner;
pub mod parent;
pub mod query;
pub mod rows;
pub mod sql;
pub mod state;
pub mod update;

use entity::{campaign, ids::CampaignId};
use sea_orm::IntoActiveModel;

use crate::{
    access::Action,
    db::WriteTx,
    error::{AppError, Failure},
    service::{
        Cx,
        list::visible_row,
        place::{self, LAST},
    },
};

/// The campaign of a mutation: held against other writers, seen by the viewer, allowed, of the version read.
async fn target(
    tx: &WriteTx,
    cx: &Cx,
    id: CampaignId,
    action: Action,
    expected_version: i32,
) -> Result<campaign::Model, Failure> {
    place::lock(tx, "campaign", id).await?;
    let stored = visible_row::<campaign::Entity>(tx, &cx.viewer, id, LAST).await?.ok_or_else(AppError::not_found)?;
    actions::verdict(&cx.viewer, action, &stored, cx.today()).require_at(stored.version, expected_version)?;
    Ok(stored)
}

/// The next version of a row.
fn next(tx: &WriteTx, stored: &campaign::Model) -> campaign::ActiveModel {
    let mut row = stored.clone().into_active_model();
    row.version = sea_orm::Set(stored.version + 1);
    row.updated_at = sea_orm::Set(tx.now());
    row
}
