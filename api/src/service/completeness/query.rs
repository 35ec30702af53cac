//! Counts by campaign and by node, and the nodes that are missing: one statement each.

use std::collections::HashMap;

use chrono::NaiveDate;
use entity::{
    ids::CampaignId,
    report::{self, ReportState},
    shared::Level,
};
use sea_orm::{
    ConnectionTrait, QueryResult,
    sea_query::{
        Alias, Asterisk, Expr, ExprTrait, Func, Order, OverStatement, SelectStatement, SimpleExpr, WindowStatement,
    },
};
use uuid::Uuid;

use super::{
    CompletenessLevel, Selection,
    counts::{Counts, Timing},
    rows::{is_missing, rows, state, timing},
};
use crate::{error::AppError, service::Cx};

fn column(column: report::Column) -> SimpleExpr {
    Expr::col((report::Entity, column))
}

/// The column of the nodes of a level.
fn node_column(level: CompletenessLevel) -> SimpleExpr {
    column(match level {
        CompletenessLevel::Region => report::Column::RegionId,
        CompletenessLevel::Municipality => report::Column::MunicipalityId,
        CompletenessLevel::Organisation => report::Column::OrganisationId,
    })
}

/// Counts by campaign and by the level of those who report.
pub async fn by_campaign(cx: &Cx, selection: &Selection) -> Result<Vec<(CampaignId, Level, Counts)>, AppError> {
    let query = rows(cx, selection)
        .expr_as(column(report::Column::CampaignId), Alias::new("key_of"))
        .expr_as(column(report::Column::Level), Alias::new("level_of"))
        .add_group_by([Expr::col(Alias::new("key_of")), Expr::col(Alias::new("level_of"))])
        .take();
    let mut found: Vec<(CampaignId, Level, Counts)> = Vec::new();
    for row in cx.db.query_all(&counted(query, selection.day)).await? {
        let (campaign, level) = (row.try_get("", "key_of")?, row.try_get("", "level_of")?);
        let known = found.iter().position(|(known, of, _)| (*known, *of) == (campaign, level));
        let at = known.unwrap_or_else(|| {
            found.push((campaign, level, Counts::default()));
            found.len() - 1
        });
        if let Some((.., counts)) = found.get_mut(at) {
            add(counts, &row)?;
        }
    }
    Ok(found)
}

/// Counts by the nodes of a level, what lies in them included.
pub async fn by_node(
    cx: &Cx,
    selection: &Selection,
    level: CompletenessLevel,
) -> Result<HashMap<Uuid, Counts>, AppError> {
    let query = rows(cx, selection)
        .expr_as(node_column(level), Alias::new("key_of"))
        .and_where(node_column(level).is_not_null())
        .add_group_by([Expr::col(Alias::new("key_of"))])
        .take();
    let mut found: HashMap<Uuid, Counts> = HashMap::new();
    for row in cx.db.query_all(&counted(query, selection.day)).await? {
        add(found.entry(row.try_get("", "key_of")?).or_default(), &row)?;
    }
    Ok(found)
}

fn counted(mut query: SelectStatement, day: NaiveDate) -> SelectStatement {
    query
        .expr_as(state(day), Alias::new("state_of"))
        .expr_as(timing(day), Alias::new("timing_of"))
        .expr_as(Func::count(Expr::col(Asterisk)), Alias::new("n"))
        .add_group_by([Expr::col(Alias::new("state_of")), Expr::col(Alias::new("timing_of"))])
        .take()
}

fn add(counts: &mut Counts, row: &QueryResult) -> Result<(), AppError> {
    let state: ReportState = row.try_get("", "state_of")?;
    let timing: String = row.try_get("", "timing_of")?;
    counts.add(state, Timing::of(&timing), row.try_get("", "n")?);
    Ok(())
}

/// A node whose report is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Missing {
    /// The level of the node.
    pub level: Level,
    /// The node.
    pub subject: Uuid,
    /// The campaign.
    pub campaign: CampaignId,
    /// The day on which it is due.
    pub due_on: NaiveDate,
    /// The state on the day.
    pub state: ReportState,
}

/// What reports are told apart by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum GroupBy {
    /// All of them together.
    Nothing,
    /// The campaign.
    Campaign,
    /// The nodes of a level.
    Node(CompletenessLevel),
}

/// Most nodes that are named as missing.
pub const MOST: i64 = 100;

/// Who is missing in each of some groups, those due the earliest first, at most [`MOST`] of each.
pub async fn missing(
    cx: &Cx,
    selection: &Selection,
    group: GroupBy,
    keys: &[Uuid],
) -> Result<HashMap<Uuid, Vec<Missing>>, AppError> {
    let key = match group {
        GroupBy::Nothing => None,
        GroupBy::Campaign => Some(column(report::Column::CampaignId)),
        GroupBy::Node(level) => Some(node_column(level)),
    };
    let mut window = WindowStatement::new();
    if let Some(key) = &key {
        window.add_partition_by(key.clone());
    }
    window
        .order_by_expr(column(report::Column::DueOn), Order::Asc)
        .order_by_expr(column(report::Column::SubjectId), Order::Asc);
    let mut ranked = rows(cx, selection);
    ranked
        .columns([
            (report::Entity, report::Column::Level),
            (report::Entity, report::Column::SubjectId),
            (report::Entity, report::Column::CampaignId),
            (report::Entity, report::Column::DueOn),
        ])
        .expr_as(state(selection.day), Alias::new("state_of"))
        .expr_window_as(Func::cust(Alias::new("ROW_NUMBER")), window, Alias::new("rank_of"))
        .and_where(is_missing(selection.day));
    if let Some(key) = key {
        ranked.expr_as(key.clone(), Alias::new("key_of")).and_where(key.is_in(keys.iter().copied()));
    }
    let query = SelectStatement::new()
        .column(Asterisk)
        .from_subquery(ranked, Alias::new("ranked"))
        .and_where(Expr::col(Alias::new("rank_of")).lte(MOST))
        .order_by(Alias::new("rank_of"), Order::Asc)
        .take();
    let mut found: HashMap<Uuid, Vec<Missing>> = HashMap::new();
    for row in cx.db.query_all(&query).await? {
        let key = if group == GroupBy::Nothing { Uuid::nil() } else { row.try_get("", "key_of")? };
        found.entry(key).or_default().push(Missing {
            level: row.try_get("", "level")?,
            subject: row.try_get("", "subject_id")?,
            campaign: row.try_get("", "campaign_id")?,
            due_on: row.try_get("", "due_on")?,
            state: row.try_get("", "state_of")?,
        });
    }
    Ok(found)
}
