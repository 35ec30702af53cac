//! The actual figures of the demonstration network, as the documents print them: read by the same operation that people
//! record values with, accepted at once.

use std::collections::BTreeMap;

use entity::{
    decimal::Decimal,
    ids::{AnyId, OrganisationId, TypedId},
    shared::{NullReason, Qualifier, Visibility},
};
use serde::Deserialize;

use super::book::Book;
use crate::{
    error::{AppError, Failure},
    rules::breakdown::Dimension,
    service::{
        given::GivenPeriod,
        value::{
            put::Number,
            record::{IndicatorRef, Member, RecordRow, RecordValues, record},
        },
    },
    validity::Bound,
};

const FILE: &str = include_str!("data/values.toml");

#[derive(Deserialize)]
struct Row {
    indicator: String,
    municipality: Option<String>,
    organisation: Option<String>,
    period: String,
    as_of: Option<String>,
    source: String,
    document: Option<String>,
    numerator: Option<String>,
    denominator: Option<String>,
    value: Option<String>,
    qualifier: Option<Qualifier>,
    null_reason: Option<NullReason>,
    #[serde(default)]
    breakdown: BTreeMap<Dimension, String>,
    text: Option<String>,
    note: Option<String>,
    place: Option<String>,
    #[serde(default)]
    findings: Vec<String>,
}

/// Loads the values, each source in one go.
pub async fn load(book: &mut Book<'_>) -> Result<(), Failure> {
    let rows: Vec<Row> = Book::rows(FILE, "value")?;
    book.count("values", rows.len());
    let mut sources: BTreeMap<String, Vec<RecordRow>> = BTreeMap::new();
    for row in rows {
        sources.entry(row.source.clone()).or_default().push(read(book, row)?);
    }
    for (source, rows) in sources {
        record(book.cx, RecordValues { source, state: Visibility::Public, rows }).await?;
    }
    Ok(())
}

fn read(book: &Book<'_>, row: Row) -> Result<RecordRow, Failure> {
    let subject: Option<AnyId> = match (&row.municipality, &row.organisation) {
        (Some(key), _) => Some(book.any(key)?),
        (None, Some(key)) => Some(book.id::<OrganisationId>(key)?.any()),
        (None, None) => None,
    };
    let number = |text: &Option<String>| text.as_ref().map(|text| text.parse::<Decimal>()).transpose();
    let number = Number {
        numerator: number(&row.numerator).map_err(AppError::internal)?,
        denominator: number(&row.denominator).map_err(AppError::internal)?,
        stated: number(&row.value).map_err(AppError::internal)?,
        qualifier: row.qualifier.unwrap_or(Qualifier::Eq),
        null_reason: row.null_reason,
    };
    let as_of = row.as_of.map(|text| Bound::parse_end(&text)).transpose().map_err(AppError::internal)?;
    Ok(RecordRow {
        indicator: IndicatorRef { id: None, code: Some(row.indicator) },
        subject,
        group: None,
        breakdown: row.breakdown.into_iter().map(|(dimension, member)| Member { dimension, member }).collect(),
        // Days of its own are written with two dots elsewhere.
        period: GivenPeriod { text: Some(row.period.replace('/', "..")), ..GivenPeriod::default() },
        number,
        as_of,
        note: noted(row.note, &row.findings),
        reason: None,
        measures: None,
        document: row.document,
        place: row.place,
        printed: row.text,
    })
}

/// What has to be known to read the figure; what the source leaves open stands at its end.
fn noted(note: Option<String>, findings: &[String]) -> Option<String> {
    let open = (!findings.is_empty()).then(|| format!("[{}]", findings.join(", ")));
    let parts: Vec<String> = note.into_iter().chain(open).collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}
