//! Templates of reports of the demonstration network.

use entity::{
    ids::ReportTemplateId,
    report_field::{FieldKind, Prefill},
    report_template::ReportKind,
    shared::PeriodType,
};
use serde::Deserialize;

use super::book::Book;
use crate::{
    error::Failure,
    rules::breakdown::{Dimension, OTHER},
    service::template::{
        choices::Choice,
        create::{CreateReportTemplate, create},
        decide::{Decide, publish},
        fields::Field,
    },
};

const FILE: &str = include_str!("data/reporting.toml");
const INDICATORS: &str = include_str!("data/indicators.toml");

#[derive(Deserialize)]
struct TemplateRow {
    key: String,
    title: String,
    kind: String,
    period_type: PeriodType,
    region: Option<String>,
}

#[derive(Deserialize)]
struct SectionRow {
    template: String,
    code: String,
    title: String,
}

#[derive(Clone, Deserialize)]
struct FieldRow {
    template: String,
    section: String,
    code: String,
    title: String,
    r#type: FieldKind,
    indicator: Option<String>,
    breakdown: Option<Dimension>,
    required: bool,
    prefill: Option<Prefill>,
    #[serde(default)]
    choices: Vec<ChoiceRow>,
    #[serde(default)]
    columns: Vec<ColumnRow>,
}

#[derive(Clone, Deserialize)]
struct ColumnRow {
    code: String,
    title: String,
    r#type: FieldKind,
    required: bool,
    #[serde(default)]
    choices: Vec<ChoiceRow>,
}

#[derive(Clone, Deserialize)]
struct ChoiceRow {
    code: String,
    name: String,
}

#[derive(Deserialize)]
struct DimensionRow {
    code: Dimension,
    members: Vec<ChoiceRow>,
}

/// Loads the templates and publishes them.
pub async fn load(book: &mut Book<'_>) -> Result<(), Failure> {
    let rows: Vec<TemplateRow> = Book::rows(FILE, "template")?;
    let sections: Vec<SectionRow> = Book::rows(FILE, "section")?;
    let fields: Vec<FieldRow> = Book::rows(FILE, "field")?;
    let dimensions: Vec<DimensionRow> = Book::rows(INDICATORS, "dimension")?;
    book.count("report templates", rows.len());
    for row in rows {
        let own = fields.iter().filter(|field| field.template == row.key);
        let mut list = Vec::new();
        for field in own {
            let of = |section: &&SectionRow| section.template == row.key && section.code == field.section;
            let section = sections.iter().find(of).map(|section| section.title.clone());
            list.extend(fields_of(book, field, section, &dimensions)?);
        }
        let id: ReportTemplateId = book.enter(&row.key);
        let template = CreateReportTemplate {
            id: Some(id),
            region: book.maybe(row.region.as_ref())?,
            municipality: None,
            code: code(&row.key),
            copy_of: None,
            name: Some(row.title),
            kind: Some(if row.kind == "MONITORING" { ReportKind::Monitoring } else { ReportKind::CentreAnnual }),
            instructions: None,
            period_type: Some(row.period_type),
            fields: Some(list),
        };
        create(book.cx, template).await?;
        publish(book.cx, Decide { id, expected_version: 1, on: None }).await?;
    }
    Ok(())
}

/// `tpl.krasnodar.annual`: `KRASNODAR_ANNUAL`.
fn code(key: &str) -> String {
    key.trim_start_matches("tpl.").replace('.', "_").to_uppercase()
}

/// A field; of one that is broken down the total, and a field for each member.
fn fields_of(
    book: &Book<'_>,
    row: &FieldRow,
    section: Option<String>,
    dimensions: &[DimensionRow],
) -> Result<Vec<Field>, Failure> {
    let indicator = match &row.indicator {
        Some(code) => Some(book.id(&super::indicator::key(code))?),
        None => None,
    };
    let prefill = match row.prefill {
        // The registers give counts; what is not a number begins with the last period.
        Some(Prefill::Source) if indicator.is_none() => Prefill::LastPeriod,
        prefill => prefill.unwrap_or(Prefill::None),
    };
    let total = Field {
        section,
        required: row.required,
        choices: choices(&row.choices),
        indicator,
        prefill,
        columns: row.columns.iter().map(column).collect(),
        ..Field::new(&row.code, &row.title, row.r#type)
    };
    let members = row.breakdown.and_then(|of| dimensions.iter().find(|dimension| dimension.code == of));
    let Some(DimensionRow { code, members }) = members else { return Ok(vec![total]) };
    let part = |member: &str, name: &str| Field {
        code: format!("{}_{}", row.code, member.to_lowercase()),
        label: format!("{}: {name}", row.title),
        required: false,
        breakdown: format!("{}={member}", entity::CodeEnum::code(*code)),
        ..total.clone()
    };
    let parts = members.iter().map(|member| part(&member.code, &member.name));
    let parts: Vec<Field> = parts.chain([part(OTHER, "остаток")]).collect();
    Ok(std::iter::once(total).chain(parts).collect())
}

fn column(row: &ColumnRow) -> Field {
    Field { required: row.required, choices: choices(&row.choices), ..Field::new(&row.code, &row.title, row.r#type) }
}

fn choices(rows: &[ChoiceRow]) -> Vec<Choice> {
    rows.iter().map(|row| Choice { code: row.code.clone(), name: row.name.clone() }).collect()
}
