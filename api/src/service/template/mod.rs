//! Templates of reports: editions, fields, what they are prefilled with.
//!
//! - `rules.rs`: the closed rules of fields and the state of an edition. `choices.rs`: the answers of a choice as text.
//! - `fields.rs`: the fields of an input against what they refer to, and how they are stored.
//! - `create.rs`, `update.rs`, `decide.rs`: an edition is changed until it is published, then never again.

pub mod actions;
pub mod choices;
pub mod create;
pub mod decide;
pub mod fields;
pub mod listing;
pub mod query;
pub mod rows;
pub mod rules;
pub mod update;

use entity::{ids::ReportTemplateId, report_template};

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

/// The edition of a mutation: held against other writers, seen by the viewer, allowed, of the version read.
async fn target(
    tx: &WriteTx,
    cx: &Cx,
    id: ReportTemplateId,
    action: Action,
    expected_version: i32,
) -> Result<report_template::Model, Failure> {
    place::lock(tx, "report_template", id).await?;
    let stored = visible_row::<report_template::Entity>(tx, &cx.viewer, id, LAST).await?;
    let stored = stored.ok_or_else(AppError::not_found)?;
    actions::verdict(&cx.viewer, action, &stored, cx.today()).require_at(stored.version, expected_version)?;
    Ok(stored)
}
