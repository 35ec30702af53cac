//! What a report begins with: answers of the last period, values of another source, counts of the registers.

use std::collections::HashMap;

use entity::{
    CodeEnum,
    ids::{IndicatorId, ReportId, ReportTemplateId},
    report_answer, report_field,
    report_field::{FieldKind, Prefill},
    shared::Visibility,
    value,
};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::{
    Target,
    answers::{Form, blank},
    query,
    register::{self, Register, register},
    rules::COUNTED,
};
use crate::{
    db::{
        WriteTx,
        sql::{bind, marks},
    },
    error::AppError,
    service::{Cx, template, value::put::REPORT},
};

/// The answers that a report begins with.
pub async fn answers(
    cx: &Cx,
    tx: &WriteTx,
    target: &Target,
    form: &Form<'_>,
) -> Result<Vec<report_answer::Model>, AppError> {
    let from = |prefill| form.top().filter(move |field| field.prefill == prefill);
    let mut answers = vec![];
    if from(Prefill::LastPeriod).next().is_some()
        && let Some(last) = last_period(tx, target).await?
    {
        answers.extend(from(Prefill::LastPeriod).flat_map(|field| repeated(target.row.id, form, field, &last)));
    }
    let told: Vec<&report_field::Model> = from(Prefill::Source).collect();
    if !told.is_empty() {
        let values = values(tx, target, &told).await?;
        answers.extend(told.iter().filter_map(|field| told_by(target.row.id, field, &values)));
    }
    let counted: Vec<&report_field::Model> =
        from(Prefill::Register).filter(|field| field.kind == FieldKind::Number).collect();
    if !counted.is_empty() {
        answers.extend(counts(cx, tx, target, &counted).await?);
    }
    for answer in &mut answers {
        answer.prefilled = true;
    }
    Ok(answers)
}

/// The report of the last period: its answers with the codes of their fields and of their tables.
#[derive(Debug)]
pub struct Last {
    codes: HashMap<Uuid, (Option<Uuid>, String)>,
    answers: Vec<report_answer::Model>,
}

impl Last {
    /// The answer to a field of the same code.
    pub fn answer(&self, code: &str) -> Option<&report_answer::Model> {
        let of = |answer: &&report_answer::Model| {
            self.codes.get(&answer.field_id).is_some_and(|(table, known)| table.is_none() && known == code)
        };
        self.answers.iter().find(of)
    }

    /// The cells of the table of a code: column, row, answer.
    fn cells<'a>(&'a self, table: &'a str) -> impl Iterator<Item = (&'a str, &'a report_answer::Model)> {
        self.answers.iter().filter_map(move |answer| {
            let (parent, code) = self.codes.get(&answer.field_id)?;
            let (_, known) = self.codes.get(&(*parent)?)?;
            (known == table).then_some((code.as_str(), answer))
        })
    }
}

/// The same node's report of the latest period before, by an edition of the same template, that was handed in.
pub async fn last_period(tx: &impl ConnectionTrait, target: &Target) -> Result<Option<Last>, AppError> {
    let sql = format!(
        "SELECT report.id, campaign.template_id FROM report \
         JOIN campaign ON campaign.id = report.campaign_id AND campaign.cancelled_on IS NULL \
         JOIN report_template ON report_template.id = campaign.template_id \
         JOIN report_template AS own ON own.code = report_template.code \
         WHERE own.id = ? AND report.subject_id = ? AND campaign.period_type = ? AND campaign.period_to < ? \
            AND report.state IN ({}) \
         ORDER BY campaign.period_to DESC, report.id DESC LIMIT 1",
        marks(COUNTED.len()),
    );
    let campaign = &target.campaign;
    let values = [
        Uuid::from(campaign.template_id).into(),
        target.row.subject_id.into(),
        campaign.period_type.code().into(),
        campaign.period_from.into(),
    ];
    let states = COUNTED.iter().map(|state| state.code().into());
    let found = tx.query_one_raw(bind(tx.get_database_backend(), &sql, values.into_iter().chain(states))).await?;
    let Some(found) = found else { return Ok(None) };
    let (id, edition): (ReportId, ReportTemplateId) = (found.try_get("", "id")?, found.try_get("", "template_id")?);
    let fields = template::query::fields(tx, &[edition]).await?;
    let codes = fields.into_iter().map(|field| (field.id, (field.parent_id, field.code))).collect();
    Ok(Some(Last { codes, answers: query::answers(tx, &[id]).await? }))
}

/// What was answered to a field last time, of a table cell by cell. Explanations and files were those of that time.
fn repeated(report: ReportId, form: &Form<'_>, field: &report_field::Model, last: &Last) -> Vec<report_answer::Model> {
    let again = |field: &report_field::Model, row: i32, answer: &report_answer::Model| {
        let bare = blank(report, field.id, row);
        let answer = report_answer::Model {
            number_micros: answer.number_micros,
            number_scale: answer.number_scale,
            denominator_micros: answer.denominator_micros,
            denominator_scale: answer.denominator_scale,
            stated_micros: answer.stated_micros,
            stated_scale: answer.stated_scale,
            qualifier: answer.qualifier,
            text: answer.text.clone(),
            choice: answer.choice.clone(),
            yes: answer.yes,
            day: answer.day,
            ..bare.clone()
        };
        (answer != bare).then_some(answer)
    };
    if field.kind == FieldKind::Table {
        let cell = |(code, answer): (&str, &report_answer::Model)| {
            again(form.column(field.id, code)?, answer.row_number, answer)
        };
        return last.cells(&field.code).filter_map(cell).collect();
    }
    last.answer(&field.code).and_then(|answer| again(field, 0, answer)).into_iter().collect()
}

/// A value of another source, with the rank of the source for its indicator: the least counts.
struct Told {
    row: value::Model,
    rank: i16,
}

/// What other sources say of the numbers of some fields for the subject and the period.
async fn values(tx: &WriteTx, target: &Target, fields: &[&report_field::Model]) -> Result<Vec<Told>, AppError> {
    let indicators: Vec<IndicatorId> = fields.iter().filter_map(|field| field.indicator_id).collect();
    let campaign = &target.campaign;
    let period = (campaign.period_type, campaign.period_from, campaign.period_to);
    let rows = query::values(tx, &indicators, target.row.subject_id, period).await?;
    let ranks = query::source_ranks(tx, &indicators).await?;
    let rank = |row: &value::Model| ranks.get(&(row.indicator_id, row.source.clone())).copied().unwrap_or(100);
    Ok(rows.into_iter().map(|row| Told { rank: rank(&row), row }).collect())
}

fn told_by(report: ReportId, field: &report_field::Model, values: &[Told]) -> Option<report_answer::Model> {
    let fits = |told: &&Told| {
        let row = &told.row;
        Some(row.indicator_id) == field.indicator_id
            && row.breakdown == field.breakdown
            && row.visibility != Visibility::Draft
            && row.source != REPORT
            && field.prefill_from.as_ref().is_none_or(|source| *source == row.source)
            && (row.numerator_micros.is_some() || row.stated_micros.is_some())
    };
    let best = values.iter().filter(fits).min_by_key(|told| (told.rank, std::cmp::Reverse(told.row.updated_at)))?;
    Some(report_answer::Model {
        number_micros: best.row.numerator_micros,
        number_scale: best.row.numerator_scale,
        denominator_micros: best.row.denominator_micros,
        denominator_scale: best.row.denominator_scale,
        stated_micros: best.row.stated_micros,
        stated_scale: best.row.stated_scale,
        qualifier: best.row.qualifier,
        ..blank(report, field.id, 0)
    })
}

/// Counts of the registers.
async fn counts(
    cx: &Cx,
    tx: &WriteTx,
    target: &Target,
    fields: &[&report_field::Model],
) -> Result<Vec<report_answer::Model>, AppError> {
    let named = |field: &&report_field::Model| Some((field.id, register(field.prefill_from.as_deref()?)?));
    let (ids, asked): (Vec<Uuid>, Vec<Register>) = fields.iter().filter_map(named).unzip();
    let numbers = register::count(cx, tx, target, &asked).await?;
    let answer = |(field, number): (Uuid, Option<i64>)| {
        let number = entity::decimal::Decimal::from_integer(number?).ok()?;
        Some(report_answer::Model {
            number_micros: Some(number.micros()),
            number_scale: Some(number.scale()),
            ..blank(target.row.id, field, 0)
        })
    };
    Ok(ids.into_iter().zip(numbers).filter_map(answer).collect())
}
