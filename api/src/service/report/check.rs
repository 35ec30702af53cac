//! What a report must have to be handed in: the required answers, the sums of those below or reasons why not, reasons and
//! measures for missed targets and jumps.

use std::collections::{BTreeSet, HashMap};

use entity::{
    decimal::Decimal, ids::IndicatorId, indicator, report, report_answer, report_field, report_field::FieldKind,
};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::{
    Target,
    answers::{Answers, Form, blank, is_answered, is_met},
    below::{self, Sum, Sums},
    prefill::{Last, last_period},
    query, rules,
};
use crate::{
    db::WriteTx,
    error::{AppError, Failure, Problems, UserError, UserErrorCode},
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
    pub targets: HashMap<Uuid, entity::target::Model>,
}

/// Looks up what the checks need.
pub async fn known(tx: &WriteTx, target: &Target, form: &Form<'_>) -> Result<Known, AppError> {
    let ids: BTreeSet<IndicatorId> = form.top().filter_map(|field| field.indicator_id).collect();
    let indicators = query::indicators(tx, &ids.into_iter().collect::<Vec<_>>()).await?;
    let compared = form.top().any(|field| threshold(field, &indicators).is_some());
    Ok(Known {
        sums: below::sums(tx, &[target.row.id]).await?,
        last: if compared { last_period(tx, target).await? } else { None },
        targets: targets(tx, target, form).await?,
        indicators,
    })
}

async fn targets(
    tx: &impl ConnectionTrait,
    target: &Target,
    form: &Form<'_>,
) -> Result<HashMap<Uuid, entity::target::Model>, AppError> {
    let _ = (tx, target, form);
    Ok(HashMap::new())
}

fn threshold(field: &report_field::Model, indicators: &HashMap<IndicatorId, indicator::Model>) -> Option<i16> {
    let own = || indicators.get(&field.indicator_id?)?.jump_threshold;
    if field.kind == FieldKind::Number { field.jump_threshold.or_else(own) } else { None }
}

/// Puts the sums of the level below into the answers and checks all of them, every problem at once. Answers those that
/// are other than before. What was recorded from the past may lack its reasons.
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
    check_required(&mut problems, form, answers);
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
    if let Some(indicator) = indicator {
        check_ratio(problems, &at, indicator, answer);
    }
    if recorded {
        return;
    }
    if differs(answer) && answer.override_reason.is_none() {
        problems.add(
            UserErrorCode::ReasonRequired,
            &at("overrideReason"),
            format!("«{}» не равно сумме по организациям: укажите, почему", field.label),
            format!("{} differs from the sum of the reports below: say why", field.code),
        );
    }
    let Some(value) = value(answer, indicator) else { return };
    let missed = known.targets.get(&field.id).is_some_and(|target| misses(target, &value));
    let last =
        known.last.as_ref().and_then(|last| last.answer(&field.code)).and_then(|last| self::value(last, indicator));
    let jump =
        threshold(field, &known.indicators).zip(last).is_some_and(|(percent, last)| jumps(&last, &value, percent));
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

/// A ratio has a denominator, unless it is bound to one or its value is stated; a part is not above its whole (V2).
fn check_ratio(
    problems: &mut Problems,
    at: &impl Fn(&str) -> String,
    indicator: &indicator::Model,
    answer: &report_answer::Model,
) {
    if indicator.denominator.is_none() {
        return;
    }
    let bound = indicator.denominator_age_from.is_some() || indicator.denominator_indicator_id.is_some();
    match (answer.number_micros, answer.denominator_micros) {
        (Some(_), None) if !bound && answer.stated_micros.is_none() => {
            problems.push(UserError::required(&at("denominator")));
        }
        (Some(number), Some(denominator)) if number > denominator && !indicator.over_hundred => {
            problems.add(UserErrorCode::OutOfRange, &at("number"), "Часть больше целого", "The part is above the whole")
        }
        _ => {}
    }
}

/// Whether a number is another than the sum of the level below.
fn differs(answer: &report_answer::Model) -> bool {
    let other = |own: Option<i64>, computed: Option<i64>| computed.is_some() && own != computed;
    other(answer.number_micros, answer.computed_micros)
        || answer.denominator_micros.is_some() && other(answer.denominator_micros, answer.computed_denominator_micros)
}

/// A number as it is compared: a fraction, so that nothing is rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Value {
    /// Above the line, in millionths of the unit.
    above: i128,
    /// Below the line.
    below: i128,
}

fn value(answer: &report_answer::Model, indicator: Option<&indicator::Model>) -> Option<Value> {
    let whole = |micros: i64| Value { above: micros.into(), below: 1 };
    let ratio = indicator.filter(|indicator| indicator.denominator.is_some());
    match (ratio, answer.number_micros, answer.denominator_micros) {
        (Some(ratio), Some(number), Some(denominator)) => {
            Some(Value { above: i128::from(number) * i128::from(ratio.factor) * 1_000_000, below: denominator.into() })
        }
        (Some(_), ..) => answer.stated_micros.map(whole),
        (None, number, _) => number.or(answer.stated_micros).map(whole),
    }
}

/// Whether a value misses its target.
fn misses(target: &entity::target::Model, value: &Value) -> bool {
    use entity::target::Comparator as C;
    let order = value.above.cmp(&(i128::from(target.value_micros) * value.below));
    !match target.comparator {
        C::Ge => order.is_ge(),
        C::Gt => order.is_gt(),
        C::Le => order.is_le(),
        C::Lt => order.is_lt(),
        C::Eq => order.is_eq(),
    }
}

/// Whether a value differs from the last by more percent of it.
fn jumps(last: &Value, now: &Value, percent: i16) -> bool {
    let rounded = |value: &Value| {
        let micros = value.above.checked_div(value.below).and_then(|micros| i64::try_from(micros).ok());
        micros.and_then(|micros| Decimal::from_micros(micros).ok())
    };
    rounded(last).zip(rounded(now)).is_some_and(|(last, now)| rules::jumps(last, now, percent))
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
