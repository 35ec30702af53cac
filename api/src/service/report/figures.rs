//! The numbers of a report as values of its indicators, by the source `report`: with the report they are handed in,
//! returned, accepted and locked.

use std::collections::HashMap;

use entity::{
    ids::IndicatorId, indicator, report, report_answer, report_field, report_field::FieldKind, shared::Visibility,
};

use super::{
    Target,
    answers::{Answers, Form, decimal, is_answered},
};
pub use crate::service::value::put::of_report;
use crate::{
    access::NodeRef,
    db::WriteTx,
    error::{AppError, Failure, UserError},
    period::Period,
    service::value::put::{Number, Put, REPORT, put},
};

/// Writes the numbers of a report as values that are handed in.
pub async fn write(
    tx: &mut WriteTx,
    target: &Target,
    form: &Form<'_>,
    answers: &Answers,
    indicators: &HashMap<IndicatorId, indicator::Model>,
) -> Result<(), Failure> {
    let told: Vec<(&report_field::Model, &report_answer::Model)> = form
        .top()
        .filter(|field| field.kind == FieldKind::Number && field.indicator_id.is_some())
        .filter_map(|field| Some((field, answers.get(&(field.id, 0)).filter(|answer| is_answered(answer))?)))
        .collect();
    let rows = told.iter().filter_map(|(field, answer)| value(target, field, answer, indicators).transpose());
    let rows = rows.collect::<Result<Vec<Put>, Failure>>()?;
    match put(tx, rows).await {
        Ok(_) => Ok(()),
        Err(Failure::User(errors)) => Err(Failure::User(errors.into_iter().map(|error| named(error, &told)).collect())),
        Err(other) => Err(other),
    }
}

fn value(
    target: &Target,
    field: &report_field::Model,
    answer: &report_answer::Model,
    indicators: &HashMap<IndicatorId, indicator::Model>,
) -> Result<Option<Put>, Failure> {
    let Some(indicator) = field.indicator_id else { return Ok(None) };
    let Target { row, campaign, capacity: _ } = target;
    let mut number = number(answer);
    if indicators.get(&indicator).is_some_and(|indicator| indicator.denominator.is_none()) {
        number.numerator = number.numerator.or(number.stated);
    }
    let period = Period::new(campaign.period_type, campaign.period_from, campaign.period_to);
    Ok(Some(Put {
        indicator,
        subject: subject(row),
        group: None,
        breakdown: field.breakdown.parse().map_err(AppError::internal)?,
        period: period.map_err(AppError::internal)?,
        source: REPORT.to_owned(),
        number,
        as_of: None,
        note: answer.override_reason.clone(),
        reason: answer.reason.clone(),
        measures: answer.measures.clone(),
        document: None,
        place: None,
        printed: None,
        on_behalf: target.capacity.on_behalf,
        report: Some(row.id),
        visibility: Visibility::Submitted,
        level: row.level,
    }))
}

/// The number of an answer as values have it.
pub fn number(answer: &report_answer::Model) -> Number {
    Number {
        numerator: decimal(answer.number_micros, answer.number_scale),
        denominator: decimal(answer.denominator_micros, answer.denominator_scale),
        stated: decimal(answer.stated_micros, answer.stated_scale),
        qualifier: answer.qualifier,
        null_reason: answer.null_reason,
    }
}

/// The node that a report is about.
pub fn subject(row: &report::Model) -> NodeRef {
    NodeRef {
        level: row.level,
        region: row.region_id,
        zone: None,
        municipality: row.municipality_id,
        organisation: row.organisation_id,
    }
}

/// An error of a row of values as one of the answer that it comes from.
fn named(mut error: UserError, told: &[(&report_field::Model, &report_answer::Model)]) -> UserError {
    if let [rows, number, rest @ ..] = error.path.as_slice()
        && rows == "rows"
        && let Some((field, _)) = number.parse().ok().and_then(|number: usize| told.get(number))
    {
        let start = ["answers".to_owned(), field.code.clone()];
        error.path = start.into_iter().chain(rest.iter().cloned()).collect();
    }
    error
}
