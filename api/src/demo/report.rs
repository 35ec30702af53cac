//! What the municipalities of the demonstration network handed in: recorded through the same steps that people take,
//! each on its day. Whoever is expected and stands in no submission has not reported.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveTime};
use entity::{
    decimal::Decimal,
    ids::ReportId,
    report,
    report::ReportState,
    report_field::FieldKind,
    shared::{NullReason, Qualifier},
};
use serde::Deserialize;

use super::{book::Book, campaign::report_key};
use crate::{
    clock::Clock,
    error::{AppError, Failure},
    service::{
        Cx, Patch,
        report::{
            answers::Answer,
            fill::{FillReport, fill},
            lock::lock,
            review::{Remark, accept, give_back},
            submit::{ReportStep, submit},
        },
    },
};

const FILE: &str = include_str!("data/reporting.toml");
const VALUES: &str = include_str!("data/values.toml");
const INDICATORS: &str = include_str!("data/indicators.toml");

#[derive(Deserialize)]
struct SubmissionRow {
    campaign: String,
    node: String,
    state: ReportState,
    history: Vec<EventRow>,
    #[serde(default)]
    from_values: bool,
    source: Option<String>,
    #[serde(default)]
    answers: Vec<AnswerRow>,
}

#[derive(Deserialize)]
struct EventRow {
    state: ReportState,
    on: NaiveDate,
    remark: Option<String>,
}

/// The number of an answer or of a value.
#[derive(Clone, Default, Deserialize)]
struct NumberRow {
    #[serde(default)]
    breakdown: BTreeMap<String, String>,
    numerator: Option<Decimal>,
    denominator: Option<Decimal>,
    value: Option<Decimal>,
    qualifier: Option<Qualifier>,
    null_reason: Option<NullReason>,
}

#[derive(Deserialize)]
struct AnswerRow {
    field: String,
    #[serde(flatten)]
    number: NumberRow,
    text: Option<String>,
    choice: Option<String>,
    yes: Option<bool>,
    date: Option<NaiveDate>,
    reason: Option<String>,
    measures: Option<String>,
    #[serde(default)]
    rows: Vec<BTreeMap<String, String>>,
}

#[derive(Deserialize)]
struct ValueRow {
    indicator: String,
    municipality: Option<String>,
    period: String,
    source: String,
    #[serde(flatten)]
    number: NumberRow,
}

#[derive(Deserialize)]
struct FieldRow {
    template: String,
    code: String,
    r#type: FieldKind,
    indicator: Option<String>,
    breakdown: Option<String>,
    #[serde(default)]
    columns: Vec<ColumnRow>,
}

#[derive(Deserialize)]
struct ColumnRow {
    code: String,
    r#type: FieldKind,
}

#[derive(Deserialize)]
struct CampaignRow {
    key: String,
    template: String,
    period: String,
}

#[derive(Deserialize)]
struct IndicatorRow {
    code: String,
    denominator: Option<String>,
}

/// What the files say around the submissions.
struct Facts {
    fields: Vec<FieldRow>,
    campaigns: Vec<CampaignRow>,
    values: Vec<ValueRow>,
    ratios: Vec<String>,
}

/// Loads the submissions.
pub async fn load(book: &mut Book<'_>) -> Result<(), Failure> {
    let rows: Vec<SubmissionRow> = Book::rows(FILE, "submission")?;
    let indicators: Vec<IndicatorRow> = Book::rows(INDICATORS, "indicator")?;
    let facts = Facts {
        fields: Book::rows(FILE, "field")?,
        campaigns: Book::rows(FILE, "campaign")?,
        values: Book::rows(VALUES, "value")?,
        ratios: indicators.into_iter().filter(|row| row.denominator.is_some()).map(|row| row.code).collect(),
    };
    book.count("reports handed in", rows.len());
    for row in rows {
        let id: ReportId = book.id(&report_key(&row.campaign, &row.node))?;
        let answers = facts.answers(&row)?;
        let end = hand_in(book.cx, id, &row, answers).await?;
        if end != Some(row.state) {
            let told = format!("demo: the report of {} in {} ends as {end:?}", row.node, row.campaign);
            return Err(AppError::internal(told).into());
        }
    }
    Ok(())
}

/// Takes the steps of a history, each on its day; answers the state in the end.
async fn hand_in(
    cx: &Cx,
    id: ReportId,
    row: &SubmissionRow,
    answers: Vec<Answer>,
) -> Result<Option<ReportState>, Failure> {
    let mut version = 1;
    let mut answers = Some(answers);
    let mut end = None;
    for event in &row.history {
        let cx = on_day(cx, event.on);
        let step = |version| ReportStep { id, expected_version: version, comment: None };
        let after: report::Model = match event.state {
            ReportState::Submitted => {
                let answers = answers.take().unwrap_or_default();
                let filled = FillReport { id, expected_version: version, answers, clear: vec![] };
                submit(&cx, step(fill(&cx, filled).await?.version)).await?
            }
            ReportState::Returned => {
                let text = event.remark.clone().unwrap_or_else(|| "Возвращён".to_owned());
                give_back(&cx, step(version), vec![Remark { field: None, text }]).await?
            }
            ReportState::Accepted => accept(&cx, step(version)).await?,
            ReportState::Locked => lock(&cx, step(version)).await?,
            ReportState::NotStarted | ReportState::Draft => {
                let answers = answers.take().unwrap_or_default();
                fill(&cx, FillReport { id, expected_version: version, answers, clear: vec![] }).await?
            }
        };
        version = after.version;
        end = Some(after.state);
    }
    Ok(end)
}

/// The service itself, at noon of a day of the past.
fn on_day(cx: &Cx, day: NaiveDate) -> Cx {
    let noon = NaiveTime::from_hms_opt(9, 0, 0).unwrap_or_default();
    Cx::system(cx.db.clone(), Clock::fixed(day.and_time(noon).and_utc(), cx.clock.zone()))
}

impl Facts {
    fn answers(&self, row: &SubmissionRow) -> Result<Vec<Answer>, Failure> {
        let known = self.campaigns.iter().find(|campaign| campaign.key == row.campaign);
        let campaign = known.ok_or_else(|| AppError::internal(format!("demo: no campaign {}", row.campaign)))?;
        let mut answers = Vec::new();
        if row.from_values {
            let of = |value: &&ValueRow| {
                value.municipality.as_ref() == Some(&row.node)
                    && value.period == campaign.period
                    && Some(&value.source) == row.source.as_ref()
            };
            for value in self.values.iter().filter(of) {
                let asked = self.fields.iter().find(|field| {
                    field.template == campaign.template
                        && field.indicator.as_ref() == Some(&value.indicator)
                        && value.number.breakdown.keys().all(|of| Some(of) == field.breakdown.as_ref())
                });
                answers.extend(asked.map(|field| self.number(field, &value.number)));
            }
        }
        for told in &row.answers {
            let asked =
                self.fields.iter().find(|field| field.template == campaign.template && field.code == told.field);
            let field = asked.ok_or_else(|| AppError::internal(format!("demo: no field {}", told.field)))?;
            answers.extend(self.told(field, told)?);
        }
        Ok(answers)
    }

    fn told(&self, field: &FieldRow, row: &AnswerRow) -> Result<Vec<Answer>, Failure> {
        if field.r#type == FieldKind::Table {
            let cells = (1..).zip(&row.rows).flat_map(|(number, cells)| {
                cells.iter().map(move |(column, cell)| self::cell(field, number, column, cell))
            });
            return cells.collect();
        }
        let number = self.number(field, &row.number);
        Ok(vec![Answer {
            text: given(row.text.clone()),
            choice: given(row.choice.clone()),
            yes: given(row.yes),
            day: given(row.date),
            reason: given(row.reason.clone()),
            measures: given(row.measures.clone()),
            ..number
        }])
    }

    /// A number: of a ratio what is printed is stated, of a count it is what was counted.
    fn number(&self, field: &FieldRow, row: &NumberRow) -> Answer {
        let ratio = field.indicator.as_ref().is_some_and(|code| self.ratios.contains(code));
        let (number, stated) = if ratio { (row.numerator, row.value) } else { (row.numerator.or(row.value), None) };
        // A part has a field of its own.
        let part = row.breakdown.values().next().map(|member| format!("_{}", member.to_lowercase()));
        Answer {
            field: format!("{}{}", field.code, part.unwrap_or_default()),
            number: given(number),
            denominator: given(row.denominator.filter(|_| ratio && row.null_reason.is_none())),
            stated: given(stated),
            qualifier: given(row.qualifier),
            null_reason: given(row.null_reason),
            ..Answer::default()
        }
    }
}

/// What a file tells; what it does not is left as it is.
fn given<T>(told: Option<T>) -> Patch<T> {
    told.map_or(Patch::Absent, |told| Patch::Set(Some(told)))
}

/// A cell of a table, by the kind of its column.
fn cell(table: &FieldRow, row: i32, column: &str, cell: &str) -> Result<Answer, Failure> {
    let known = table.columns.iter().find(|known| known.code == column);
    let kind = known.ok_or_else(|| AppError::internal(format!("demo: no column {column}")))?.r#type;
    let mut answer = Answer { field: table.code.clone(), column: Some(column.to_owned()), row, ..Answer::default() };
    match kind {
        FieldKind::Choice => answer.choice = Patch::Set(Some(cell.to_owned())),
        FieldKind::Date => answer.day = Patch::Set(Some(cell.parse().map_err(AppError::internal)?)),
        FieldKind::Number => answer.number = Patch::Set(Some(cell.parse().map_err(AppError::internal)?)),
        FieldKind::YesNo => answer.yes = Patch::Set(Some(cell == "true")),
        FieldKind::Text | FieldKind::File | FieldKind::Table => answer.text = Patch::Set(Some(cell.to_owned())),
    }
    Ok(answer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_submission_is_read() {
        let rows: Vec<SubmissionRow> = Book::rows(FILE, "submission").unwrap();
        assert!(rows.iter().all(|row| row.history.last().is_some_and(|event| event.state == row.state)));
        assert!(rows.iter().any(|row| row.answers.iter().any(|answer| !answer.rows.is_empty())));
    }
}
