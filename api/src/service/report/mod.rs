//! Reports: what an expected node answers in a campaign, handed in, returned, accepted, locked.
//!
//! - `rules.rs`: what may happen in which state, days (pure); `actions.rs`: who may; `answers.rs`: what is answered (pure).
//! - `fill.rs` with `prefill.rs` and `register.rs`; `submit.rs` with `check.rs` and `below.rs` (what the level below adds up to);
//!   `review.rs`: who looks; `lock.rs`: after it. `figures.rs`: the values that come of a report.
//! - `merger.rs`: what follows when two records of one organisation are merged.

pub mod actions;
pub mod answers;
pub mod below;
pub mod check;
pub mod figures;
pub mod fill;
pub mod list;
pub mod lock;
pub mod merger;
pub mod prefill;
pub mod query;
pub mod register;
pub mod review;
pub mod rows;
pub mod rules;
pub mod submit;

use entity::{campaign, ids::ReportId, report, report_answer, report_event, report_event::ReportEventKind};
use sea_orm::{ActiveModelTrait, ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter, Set};
use uuid::Uuid;

use self::actions::Capacity;
use crate::{
    access::Action,
    db::WriteTx,
    error::{AppError, Failure},
    service::{Cx, list::locked_row},
};

/// A report that is about to change, with its campaign, and as what the viewer changes it.
#[derive(Clone, Debug)]
pub struct Target {
    /// As it is stored.
    pub row: report::Model,
    /// Its campaign; not closed meanwhile.
    pub campaign: campaign::Model,
    /// As what.
    pub capacity: Capacity,
}

/// The report of a step: seen by the viewer, held against other writers, allowed, and of the version that was read.
async fn target(tx: &WriteTx, cx: &Cx, id: ReportId, action: Action, expected_version: i32) -> Result<Target, Failure> {
    let row = locked_row::<report::Entity>(tx, &cx.viewer, id, cx.today()).await?.ok_or_else(AppError::not_found)?;
    let campaign = query::held_campaign(tx, row.campaign_id).await?;
    actions::verdict(&cx.viewer, &row, &campaign, action, cx.today()).require_at(row.version, expected_version)?;
    let capacity = actions::capacity(&cx.viewer, &row, &campaign, action).ok_or_else(AppError::not_found)?;
    Ok(Target { row, campaign, capacity })
}

/// The next version of a row.
fn next(tx: &WriteTx, stored: &report::Model) -> report::ActiveModel {
    let mut row = stored.clone().into_active_model();
    row.version = Set(stored.version + 1);
    row.updated_at = Set(tx.now());
    row
}

/// What a step leaves in the history of a report.
struct Step {
    /// The name of the mutation.
    action: &'static str,
    /// What was done; none where the state stays.
    event: Option<ReportEventKind>,
    /// A comment or a reason.
    comment: Option<String>,
}

/// Writes a step into the history of the report, tells the ledger of it and makes it last.
async fn finish(
    mut tx: WriteTx,
    cx: &Cx,
    target: &Target,
    row: report::ActiveModel,
    step: Step,
    also: &[&str],
) -> Result<report::Model, Failure> {
    let after = row.update(&tx).await?;
    if let Some(kind) = step.event {
        let account = cx.viewer.account.as_ref();
        let event = report_event::ActiveModel {
            report_id: Set(after.id),
            // Of one version there is one event.
            number: Set(after.version),
            at: Set(tx.now()),
            actor_id: Set(cx.viewer.user()),
            actor: Set(account.map_or_else(|| "system".to_owned(), |account| account.name.clone())),
            role: Set(target.capacity.role.map(|role| entity::CodeEnum::code(role).to_owned())),
            kind: Set(kind),
            state: Set(after.state),
            comment: Set(step.comment.clone()),
            report_version: Set(after.version),
        };
        event.insert(&tx).await?;
        let details = serde_json::json!({
            "campaignId": after.campaign_id,
            "from": target.row.state,
            "to": after.state,
            "onBehalf": target.capacity.on_behalf,
        });
        tx.audit(step.action, &after, step.comment, details);
    }
    tx.updated(&target.row, &after, also);
    tx.commit().await?;
    Ok(after)
}

/// Rows of one statement: SQLite takes no more parameters.
const ROWS: usize = 500;
/// Conditions of one statement: SQLite takes no deeper ones.
const CELLS: usize = 300;

/// Writes answers in the place of those that stood there, and removes some.
async fn save(
    tx: &WriteTx,
    report: ReportId,
    written: Vec<report_answer::Model>,
    removed: impl IntoIterator<Item = (Uuid, i32)>,
) -> Result<(), Failure> {
    let gone = written.iter().map(|answer| (answer.field_id, answer.row_number)).chain(removed);
    for chunk in gone.collect::<Vec<_>>().chunks(CELLS) {
        let these = chunk.iter().fold(Condition::any(), |any, (field, row)| {
            let one = Condition::all()
                .add(report_answer::Column::FieldId.eq(*field))
                .add(report_answer::Column::RowNumber.eq(*row));
            any.add(one)
        });
        let own = report_answer::Column::ReportId.eq(report);
        report_answer::Entity::delete_many().filter(own).filter(these).exec(tx).await?;
    }
    for chunk in written.chunks(ROWS) {
        let rows = chunk.iter().cloned().map(IntoActiveModel::into_active_model);
        report_answer::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}
