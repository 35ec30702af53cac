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
    access::{Action, Reason},
    db::WriteTx,
    error::{AppError, Failure},
    service::{
        Cx, check_version,
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
    let verdict = actions::verdict(&cx.viewer, action, &stored, cx.today());
    if verdict.reason == Reason::WrongState {
        // Whoever has not seen the state is told so first.
        check_version(stored.version, expected_version)?;
    }
    verdict.require()?;
    check_version(stored.version, expected_version)?;
    Ok(stored)
}
