//! What a report must have to be handed in: the required answers, the sums of those below or reasons why not, reasons and
//! measures for missed targets and jumps.

use std::collections::{BTreeSet, HashMap};

use entity::{
    decimal::Decimal,
    ids::{IndicatorId, TargetSetId},
    indicator, population, report, report_answer, report_field,
    report_field::FieldKind,
    shared::Level,
    target,
};
use uuid::Uuid;

use super::{
    Target,
    answers::{Answers, Form, blank, is_answered, is_met},
    below::{self, Sum, Sums},
    figures::{number, subject},
    prefill::{Last, last_period},
    query, rules,
};
use crate::{
    db::WriteTx,
    error::{AppError, Failure, Problems, UserError, UserErrorCode},
    period::Period,
    service::{
        target::rules::{Asked, Targets, met},
        territory,
        value::{check, ratio::value_of},
    },
};

/// What the checks know of the world around a report.
#[derive(Debug, Default)]
pub struct Known {
    /// The indicators of its numbers.
    pub indicators: HashMap<IndicatorId, indicator::Model>,
    /// What the level below adds up to.
    pub sums: Sums,
    /// The report of the last period, where a number is compared with it.
    pub last: Option<Last>,
    /// The target of each field that is held against one.
    pub targets: HashMap<Uuid, target::Model>,
    /// Children of a municipality by the end of the period, the newest first: denominators that are bound to them.
    pub people: Vec<population::Model>,
}

/// Looks up what the checks need.
pub async fn known(tx: &WriteTx, target: &Target, form: &Form<'_>) -> Result<Known, AppError> {
    let ids: BTreeSet<IndicatorId> = form.top().filter_map(|field| field.indicator_id).collect();
    let indicators = query::indicators(tx, &ids.into_iter().collect::<Vec<_>>()).await?;
    let compared = form.top().any(|field| threshold(field, &indicators).is_some());
    let bound = indicators.values().any(|indicator| indicator.denominator_age_from.is_some());
    let people = match (target.row.level, target.row.municipality_id) {
        (Level::Municipality, Some(id)) if bound => territory::query::populations(tx, &[id]).await?,
        _ => vec![],
    };
    let counted = people.into_iter().filter(|row| row.as_of <= target.campaign.period_to);
    Ok(Known {
        sums: below::sums(tx, &[target.row.id]).await?,
        last: if compared { last_period(tx, target).await? } else { None },
        targets: targets(tx, target, form).await?,
        people: counted.collect(),
        indicators,
    })
}

/// The target that holds for each field: two statements.
async fn targets(tx: &WriteTx, target: &Target, form: &Form<'_>) -> Result<HashMap<Uuid, target::Model>, AppError> {
    let held: Vec<(&report_field::Model, TargetSetId, IndicatorId)> =
        form.top().filter_map(|field| Some((field, field.target_set_id?, field.indicator_id?))).collect();
    if held.is_empty() {
        return Ok(HashMap::new());
    }
    let (sets, indicators): (Vec<_>, Vec<_>) = held.iter().map(|(_, set, indicator)| (*set, *indicator)).unzip();
    let rows = query::targets(tx, &sets, &indicators).await?;
    let campaign = &target.campaign;
    let period = Period::new(campaign.period_type, campaign.period_from, campaign.period_to);
    let (subject, period) = (subject(&target.row), period.map_err(AppError::internal)?);
    let mut found = HashMap::new();
    for set in query::target_sets(tx, &sets).await? {
        let targets = Targets::new(&set, rows.iter().filter(|row| row.target_set_id == set.id));
        for (field, _, indicator) in held.iter().filter(|(_, of, _)| *of == set.id) {
            let breakdown = field.breakdown.as_str();
            let asked = Asked { indicator: *indicator, subject: &subject, group_key: "", breakdown, period };
            found.extend(targets.effective(&asked).map(|target| (field.id, target.clone())));
        }
    }
    Ok(found)
}

fn threshold(field: &report_field::Model, indicators: &HashMap<IndicatorId, indicator::Model>) -> Option<i16> {
    let own = || indicators.get(&field.indicator_id?)?.jump_threshold;
    if field.kind == FieldKind::Number { field.jump_threshold.or_else(own) } else { None }
}

/// Puts the sums of the level below into the answers and checks all of them, every problem at once. Answers those that
/// are other than before. What was recorded from the past may lack answers and reasons.
pub fn complete(
    row: &report::Model,
    form: &Form<'_>,
    answers: &mut Answers,
    known: &Known,
    recorded: bool,
) -> Result<Vec<report_answer::Model>, Failure> {
    let mut problems = Problems::new();
    let mut changed = Vec::new();
    for field in form.top().filter(|field| field.kind == FieldKind::Number) {
        let key = (field.id, 0);
        let sum = known.sums.get(&(row.id, field.id));
        let before = answers.get(&key).cloned();
        if before.is_some() || sum.is_some() {
            let mut answer = before.clone().unwrap_or_else(|| blank(row.id, field.id, 0));
            below::put(&mut answer, sum);
            if let Some(sum) = sum {
                take_sum(&mut answer, sum);
            }
            if before.as_ref() != Some(&answer) {
                changed.push(answer.clone());
            }
            answers.insert(key, answer);
        }
        if let Some(answer) = answers.get(&key) {
            check_number(&mut problems, field, answer, known, recorded);
        }
    }
    if !recorded {
        check_required(&mut problems, form, answers);
    }
    problems.finish()?;
    Ok(changed)
}

/// Where nothing else is told, the sum is the number.
fn take_sum(answer: &mut report_answer::Model, sum: &Sum) {
    if !is_answered(answer) {
        answer.number_micros = sum.number.map(Decimal::micros);
        answer.number_scale = sum.number.map(Decimal::scale);
        answer.denominator_micros = sum.denominator.map(Decimal::micros);
        answer.denominator_scale = sum.denominator.map(Decimal::scale);
    }
}

fn check_number(
    problems: &mut Problems,
    field: &report_field::Model,
    answer: &report_answer::Model,
    known: &Known,
    recorded: bool,
) {
    let at = |member: &str| format!("answers.{}.{member}", field.code);
    let indicator = field.indicator_id.and_then(|id| known.indicators.get(&id));
    if let Some(indicator) = indicator.filter(|_| is_answered(answer)) {
        check_indicator(problems, &field.code, indicator, answer);
    }
    if recorded {
        return;
    }
    if differs(answer) && answer.override_reason.is_none() {
        problems.add(
            UserErrorCode::ReasonRequired,
            &at("overrideReason"),
            format!("«{}» не равно сумме нижнего уровня: укажите, почему", field.label),
            format!("{} differs from the sum of the level below: say why", field.code),
        );
    }
    let Some(fact) = fact(answer, indicator, &known.people) else { return };
    let target = known.targets.get(&field.id);
    let missed = target.is_some_and(|target| {
        Decimal::from_stored(target.value_micros, target.value_scale)
            .is_ok_and(|value| !met(target.comparator, fact, value))
    });
    let last = known.last.as_ref().and_then(|last| self::fact(last.answer(&field.code)?, indicator, &[]));
    let threshold = threshold(field, &known.indicators);
    let jump = threshold.zip(last).is_some_and(|(percent, last)| rules::jumps(last, fact, percent));
    if !missed && !jump {
        return;
    }
    let (ru, en) = if missed {
        ("цель не достигнута", "misses its target")
    } else {
        ("резко отличается от прошлого периода", "jumps from the last period")
    };
    for (member, told) in [("reason", &answer.reason), ("measures", &answer.measures)] {
        if told.is_none() {
            problems.add(
                UserErrorCode::ReasonRequired,
                &at(member),
                format!("«{}» {ru}: укажите причину и меры", field.label),
                format!("{} {en}: give a reason and measures", field.code),
            );
        }
    }
}

/// What an indicator asks of its numbers (V2); and a ratio has a denominator, unless it is bound to one or its value is
/// stated.
fn check_indicator(problems: &mut Problems, code: &str, indicator: &indicator::Model, answer: &report_answer::Model) {
    let path = format!("answers.{code}");
    let mut own = Problems::new();
    check::number(indicator, number(answer), &path, &mut own);
    if let Err(Failure::User(errors)) = own.finish() {
        for mut error in errors {
            // Where values have a numerator, an answer has a number.
            for step in error.path.iter_mut().filter(|step| *step == "numerator") {
                "number".clone_into(step);
            }
            problems.push(error);
        }
    }
    let bound = indicator.denominator_age_from.is_some() || indicator.denominator_indicator_id.is_some();
    let alone = answer.number_micros.is_some() && answer.denominator_micros.is_none() && answer.stated_micros.is_none();
    if indicator.denominator.is_some() && alone && !bound {
        problems.push(UserError::required(&format!("{path}.denominator")));
    }
}

/// Whether a number is another than the sum of the level below.
fn differs(answer: &report_answer::Model) -> bool {
    let other = |own: Option<i64>, computed: Option<i64>| computed.is_some() && own != computed;
    other(answer.number_micros, answer.computed_micros)
        || answer.denominator_micros.is_some() && other(answer.denominator_micros, answer.computed_denominator_micros)
}

/// What a number is held against targets with: of a ratio the quotient, by the children it is bound to where no other
/// denominator is told.
fn fact(
    answer: &report_answer::Model,
    indicator: Option<&indicator::Model>,
    people: &[population::Model],
) -> Option<Decimal> {
    let (above, below, stated) = (answer.number_micros, answer.denominator_micros, answer.stated_micros);
    let micros = match indicator {
        None => above.or(stated),
        Some(indicator) => {
            let band = indicator.denominator_age_from.zip(indicator.denominator_age_to);
            let bound = people.iter().find(|row| Some((row.age_from, row.age_to)) == band);
            let bound = bound.and_then(|row| row.count.checked_mul(1_000_000));
            value_of(indicator, above, below.or(bound), stated)
        }
    };
    Decimal::from_micros(micros?).ok()
}

/// Every required field has an answer or a reason why not; of a table every row has its required columns.
fn check_required(problems: &mut Problems, form: &Form<'_>, answers: &Answers) {
    let answered: BTreeSet<Uuid> =
        answers.values().filter(|answer| is_answered(answer)).map(|answer| answer.field_id).collect();
    for field in form.top() {
        if field.required && !is_met(form, field, &answered) {
            problems.add(
                UserErrorCode::Required,
                &format!("answers.{}", field.code),
                format!("Ответьте на «{}» или укажите, почему ответа нет", field.label),
                format!("Answer {} or say why there is no answer", field.code),
            );
        }
        if field.kind == FieldKind::Table {
            check_rows(problems, form, field, answers);
        }
    }
}

fn check_rows(problems: &mut Problems, form: &Form<'_>, table: &report_field::Model, answers: &Answers) {
    let columns: Vec<&report_field::Model> = form.columns(table.id).collect();
    let of_table = |key: &&(Uuid, i32)| columns.iter().any(|column| column.id == key.0);
    let rows: BTreeSet<i32> = answers.keys().filter(of_table).map(|(_, row)| *row).collect();
    for row in rows {
        for column in columns.iter().filter(|column| column.required) {
            if !answers.get(&(column.id, row)).is_some_and(is_answered) {
                problems.add(
                    UserErrorCode::Required,
                    &format!("answers.{}.{row}.{}", table.code, column.code),
                    format!("Строка {row}: укажите «{}»", column.label),
                    format!("Row {row}: {} is needed", column.code),
                );
            }
        }
    }
}

#[cfg(test)]
mod tests;
