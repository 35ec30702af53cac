//! Opening a campaign: one report for each expected node; and adding those that were not there yet.

use std::collections::HashMap;

use chrono::NaiveDate;
use entity::{
    campaign,
    ids::{CampaignId, ReportId, TypedId},
    report::{self, ReportState},
    report_event::{self, ReportEventKind},
    shared::Visibility,
};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, Set};
use serde_json::json;
use uuid::Uuid;

use super::{
    content,
    expected::{self, Among},
    next, owner, query, target,
};
use crate::{
    access::{Action, NodeRef},
    db::WriteTx,
    error::{Failure, UserError, UserErrorCode},
    service::{Cx, given::subject_id},
};

/// An opening.
#[derive(Clone, Debug)]
pub struct OpenCampaign {
    /// The campaign.
    pub id: CampaignId,
    /// The version that the client has seen.
    pub expected_version: i32,
    /// The day on which it opens; today when absent.
    pub opens_on: Option<NaiveDate>,
    /// Who is expected.
    pub among: Among,
    /// Ids of reports by their nodes, given by the demonstration network alone.
    pub ids: HashMap<Uuid, ReportId>,
}

/// Opens a campaign, at once or on a later day: from here on its nodes are expected.
pub async fn open(cx: &Cx, input: OpenCampaign) -> Result<campaign::Model, Failure> {
    let OpenCampaign { id, expected_version, opens_on, among, ids } = input;
    let mut tx = cx.write().await?;
    let stored = target(&tx, cx, id, Action::OpenCampaign, expected_version).await?;
    content::template(&tx, cx, stored.template_id).await?;
    let opens_on = opens_on.unwrap_or(cx.today());
    if stored.due_on < opens_on {
        return Err(UserError::new(
            UserErrorCode::DateOrder,
            "opensOn",
            format!("Срок сдачи раньше: {}", stored.due_on),
            format!("It is due earlier: {}", stored.due_on),
        )
        .into());
    }
    let nodes = nodes(&tx, cx, &stored, among).await?;
    let mut row = next(&tx, &stored);
    row.opens_on = Set(Some(opens_on));
    row.visibility = Set(Visibility::Submitted);
    let row = row.update(&tx).await?;
    expect(&mut tx, cx, &row, &nodes, &ids).await?;
    tx.updated(&stored, &row, &["expected"]);
    tx.audit("openCampaign", &row, None, json!({ "opensOn": opens_on, "expected": nodes.len() }));
    tx.commit().await?;
    Ok(row)
}

/// A look for nodes that are not expected yet.
#[derive(Clone, Debug)]
pub struct RefreshCampaign {
    /// The campaign.
    pub id: CampaignId,
    /// The version that the client has seen.
    pub expected_version: i32,
    /// Who is expected.
    pub among: Among,
}

/// Adds the nodes that have come since the opening; nobody is taken off.
pub async fn refresh(cx: &Cx, input: RefreshCampaign) -> Result<campaign::Model, Failure> {
    let RefreshCampaign { id, expected_version, among } = input;
    let mut tx = cx.write().await?;
    let stored = target(&tx, cx, id, Action::RefreshCampaign, expected_version).await?;
    let known = query::subjects(&tx, id).await?;
    let mut nodes = nodes(&tx, cx, &stored, among).await?;
    nodes.retain(|node| !known.contains(&subject_id(node)));
    if nodes.is_empty() {
        return Ok(stored);
    }
    let row = next(&tx, &stored).update(&tx).await?;
    expect(&mut tx, cx, &row, &nodes, &HashMap::new()).await?;
    tx.updated(&stored, &row, &["expected"]);
    tx.audit("refreshCampaign", &row, None, json!({ "expected": nodes.len() }));
    tx.commit().await?;
    Ok(row)
}

/// Who is to report, as the network is on the last day of the period, or today while that is still to come.
async fn nodes(tx: &WriteTx, cx: &Cx, row: &campaign::Model, among: Among) -> Result<Vec<NodeRef>, Failure> {
    let day = row.period_to.min(cx.today());
    expected::find(tx, cx, &owner::of(row), row.respondents, day, among).await
}

/// Rows of one statement: SQLite takes no more parameters.
const ROWS: usize = 500;

/// Writes the reports of some nodes, none of them begun.
async fn expect(
    tx: &mut WriteTx,
    cx: &Cx,
    campaign: &campaign::Model,
    nodes: &[NodeRef],
    ids: &HashMap<Uuid, ReportId>,
) -> Result<(), Failure> {
    let now = tx.now();
    let report = |node: &NodeRef| {
        let subject = subject_id(node);
        report::Model {
            id: ids.get(&subject).copied().unwrap_or_else(|| ReportId::new(now)),
            version: 1,
            created_at: now,
            updated_at: now,
            region_id: node.region,
            municipality_id: node.municipality,
            organisation_id: node.organisation,
            visibility: Visibility::Submitted,
            level: campaign.respondents,
            campaign_id: campaign.id,
            subject_id: subject,
            state: ReportState::NotStarted,
            step: None,
            due_on: campaign.due_on,
            extension_reason: None,
            submitted_on: None,
            first_submitted_on: None,
            accepted_on: None,
            preliminary: false,
            on_behalf: false,
            unlocked: false,
        }
    };
    let reports: Vec<report::Model> = nodes.iter().map(report).collect();
    let actor = cx.viewer.account.as_ref();
    for chunk in reports.chunks(ROWS) {
        let rows = chunk.iter().cloned().map(|row| row.into_active_model().reset_all());
        report::Entity::insert_many(rows).exec_without_returning(tx).await?;
        let events = chunk.iter().map(|row| report_event::ActiveModel {
            report_id: Set(row.id),
            number: Set(1),
            at: Set(now),
            actor_id: Set(actor.map(|account| account.id)),
            actor: Set(actor.map_or_else(|| "cli".to_owned(), |account| account.name.clone())),
            role: Set(None),
            kind: Set(ReportEventKind::Opened),
            state: Set(row.state),
            comment: Set(None),
            report_version: Set(row.version),
        });
        report_event::Entity::insert_many(events).exec_without_returning(tx).await?;
    }
    for row in &reports {
        tx.created(row);
    }
    Ok(())
}
