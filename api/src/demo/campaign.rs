//! Campaigns of the demonstration network, opened. What was handed in is loaded after them.

use std::collections::HashMap;

use chrono::NaiveDate;
use entity::{
    ids::{AnyId, CampaignId, ReportId},
    shared::{DueKind, Level},
};
use serde::Deserialize;
use uuid::Uuid;

use super::book::Book;
use crate::{
    error::Failure,
    service::{
        campaign::{
            create::{CreateCampaign, create},
            expected::Among,
            open::{OpenCampaign, open},
        },
        given::{GivenDue, GivenPeriod},
    },
};

const FILE: &str = include_str!("data/reporting.toml");

#[derive(Deserialize)]
struct CampaignRow {
    key: String,
    template: String,
    title: String,
    owner: String,
    period: String,
    opens_on: NaiveDate,
    due: DueRow,
    expected: Vec<String>,
}

#[derive(Deserialize)]
struct DueRow {
    kind: String,
    date: Option<NaiveDate>,
    number: Option<i16>,
}

impl From<DueRow> for GivenDue {
    fn from(row: DueRow) -> Self {
        let kind = match row.kind.as_str() {
            "DATE" => DueKind::OnDay,
            "WORKING_DAY_OF_NEXT_MONTH" => DueKind::WorkingDayOfNextMonth,
            "DAY_OF_NEXT_YEAR" => DueKind::DayOfNextYear,
            _ => DueKind::DaysAfter,
        };
        Self { kind, day: row.date, number: row.number }
    }
}

/// The key of the report of a node in a campaign.
pub fn report_key(campaign: &str, node: &str) -> String {
    format!("rep.{campaign}/{node}")
}

/// Loads the campaigns and opens them.
pub async fn load(book: &mut Book<'_>) -> Result<(), Failure> {
    let rows: Vec<CampaignRow> = Book::rows(FILE, "campaign")?;
    book.count("campaigns", rows.len());
    for row in rows {
        let owner = if row.owner == "federation" { None } else { Some(book.any(&row.owner)?) };
        let id: CampaignId = book.enter(&row.key);
        let campaign = CreateCampaign {
            id: Some(id),
            owner,
            template: book.id(&row.template)?,
            parent: None,
            name: row.title,
            respondents: Level::Municipality,
            period: GivenPeriod { text: Some(row.period), ..GivenPeriod::default() },
            due: row.due.into(),
            department_step: false,
            zone_step: false,
            instructions: None,
        };
        create(book.cx, campaign).await?;
        let mut nodes: Vec<AnyId> = Vec::with_capacity(row.expected.len());
        let mut ids: HashMap<Uuid, ReportId> = HashMap::new();
        for node in &row.expected {
            let of = book.any(node)?;
            ids.insert(of.uuid, book.enter(&report_key(&row.key, node)));
            nodes.push(of);
        }
        let among = Among { nodes: Some(nodes), types: None };
        let opening = OpenCampaign { id, expected_version: 1, opens_on: Some(row.opens_on), among, ids };
        open(book.cx, opening).await?;
    }
    Ok(())
}
