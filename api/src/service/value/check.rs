//! What numbers must fulfil, and what of them is strange: V1 to V4 of the field, pure.

use std::collections::BTreeMap;

use entity::{
    decimal::Decimal,
    indicator::{self, IndicatorKind},
    shared::{Qualifier, Unit},
    value,
};

use super::{
    put::{Key, Number},
    ratio::{ratio, rounded, value_of},
};
use crate::{
    error::{Problems, UserError, UserErrorCode},
    lang::Text,
    rules::breakdown::{Breakdown, Dimension},
};

entity::code_enum! {
    /// What is strange in a value that is recorded all the same (код замечания)
    pub enum ValueWarningCode {
        /// What is stated is not what numerator and denominator give at its decimals (напечатано не то, что получается)
        StatedDiffers = "STATED_DIFFERS",
        /// A running total falls (нарастающий итог уменьшился)
        CumulativeFalls = "CUMULATIVE_FALLS",
        /// The parts of a breakdown do not add up to the total; the remainder is OTHER (сумма разреза не равна итогу)
        BreakdownUnequal = "BREAKDOWN_UNEQUAL",
        /// The denominator is not the one that the indicator is bound to (знаменатель отличается от привязанного)
        DenominatorDiffers = "DENOMINATOR_DIFFERS",
        /// More than the denominator that the indicator is bound to (числитель больше привязанного знаменателя)
        NumeratorAboveDenominator = "NUMERATOR_ABOVE_DENOMINATOR",
        /// Another source tells another number (источники расходятся)
        SourcesDiffer = "SOURCES_DIFFER",
    }
}

/// What is strange in a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// What it is.
    pub code: ValueWarningCode,
    /// In words.
    pub message: Text,
    /// Where in the input.
    pub path: String,
}

impl Warning {
    fn new(code: ValueWarningCode, path: String, ru: impl Into<String>, en: impl Into<String>) -> Self {
        Self { code, message: Text::new(ru, en), path }
    }
}

/// The largest number, in millionths: all municipalities of a region together can still be added up.
const MOST: i64 = 10_000_000_000 * 1_000_000;

/// A number as an indicator takes it: what is stated of a count is what was counted.
pub fn number(indicator: &indicator::Model, given: Number, path: &str, problems: &mut Problems) -> Number {
    let at = |member: &str| format!("{path}.{member}");
    let Number { mut numerator, denominator, stated, qualifier, null_reason } = given;
    let told = numerator.is_some() || stated.is_some();
    match null_reason {
        None if !told => problems.push(UserError::new(
            UserErrorCode::Required,
            &at("numerator"),
            "Укажите число или причину, по которой его нет",
            "Give a number, or why there is none",
        )),
        Some(_) if told || qualifier != Qualifier::Eq => {
            let (ru, en) = ("Где есть число, нет причины его отсутствия", "A number has no reason of its absence");
            problems.add(UserErrorCode::Contradiction, &at("nullReason"), ru, en);
        }
        _ => {}
    }
    if indicator.denominator.is_none() {
        if denominator.is_some() {
            let (ru, en) = ("У этого показателя нет знаменателя", "This indicator has no denominator");
            problems.add(UserErrorCode::Contradiction, &at("denominator"), ru, en);
        }
        numerator = numerator.or(stated);
    }
    for (member, number) in [("numerator", numerator), ("denominator", denominator), ("stated", stated)] {
        if let Some(number) = number {
            bounds(indicator, number, &at(member), problems);
        }
    }
    if denominator.is_some_and(|number| number.micros() == 0) {
        let (ru, en) = (
            "Знаменатель больше нуля; иначе значения нет: укажите причину",
            "A denominator is above zero, or there is no value",
        );
        problems.add(UserErrorCode::OutOfRange, &at("denominator"), ru, en);
    }
    if !indicator.over_hundred && numerator.zip(denominator).is_some_and(|(part, whole)| part > whole) {
        let (ru, en) = ("Числитель больше знаменателя", "The numerator is above the denominator");
        problems.add(UserErrorCode::OutOfRange, &at("numerator"), ru, en);
    }
    let flag = |number: Decimal| number.micros() == 0 || number.micros() == 1_000_000;
    if indicator.kind == IndicatorKind::Flag && numerator.is_some_and(|number| !flag(number)) {
        let (ru, en) = ("Признак равен 0 или 1", "A flag is 0 or 1");
        problems.add(UserErrorCode::OutOfRange, &at("numerator"), ru, en);
    }
    Number { numerator, denominator, stated, qualifier, null_reason }
}

fn bounds(indicator: &indicator::Model, number: Decimal, path: &str, problems: &mut Problems) {
    let signed = matches!(indicator.unit, Unit::PercentagePoint | Unit::Score);
    if number.micros().saturating_abs() > MOST || number.is_negative() && !signed {
        let (ru, en) = ("Число от 0 до 10 миллиардов", "A number from 0 to ten thousand million");
        problems.add(UserErrorCode::OutOfRange, path, ru, en);
    }
}

/// V3: what is stated is what the numbers give, at the decimals that were printed.
pub fn stated(indicator: &indicator::Model, number: &Number, path: &str) -> Option<Warning> {
    let (stated, numerator) = (number.stated?, number.numerator?);
    let computed = if indicator.denominator.is_some() {
        ratio(numerator.micros(), number.denominator?.micros(), indicator.factor)?
    } else {
        numerator.micros()
    };
    let printed = rounded(computed, stated.scale())?;
    (printed != stated).then(|| {
        Warning::new(
            ValueWarningCode::StatedDiffers,
            format!("{path}.stated"),
            format!("Указано {}, а получается {}", stated.printed_ru(), printed.printed_ru()),
            format!("{stated} is stated, {printed} is what the numbers give"),
        )
    })
}

/// The denominator that an indicator is bound to against the one that is given, and against the numerator.
pub fn bound(indicator: &indicator::Model, number: &Number, bound: i64, path: &str) -> Option<Warning> {
    if let Some(denominator) = number.denominator {
        return (denominator.micros() != bound).then(|| {
            Warning::new(
                ValueWarningCode::DenominatorDiffers,
                format!("{path}.denominator"),
                "Знаменатель отличается от того, к которому привязан показатель",
                "The denominator is not the one that the indicator is bound to",
            )
        });
    }
    let above = !indicator.over_hundred && number.numerator.is_some_and(|numerator| numerator.micros() > bound);
    above.then(|| {
        Warning::new(
            ValueWarningCode::NumeratorAboveDenominator,
            format!("{path}.numerator"),
            "Числитель больше знаменателя, к которому привязан показатель",
            "The numerator is above the denominator that the indicator is bound to",
        )
    })
}

/// V4: a running total of one source that was more earlier in the year.
pub fn falls<'a>(row: &value::Model, others: impl Iterator<Item = &'a value::Model>, path: &str) -> Option<Warning> {
    use chrono::Datelike;
    let number = row.numerator_micros?;
    let series = |other: &&value::Model| {
        (other.indicator_id, other.subject_id, other.period_type) == (row.indicator_id, row.subject_id, row.period_type)
            && (&other.group_key, &other.breakdown, &other.source) == (&row.group_key, &row.breakdown, &row.source)
            && other.period_to.year() == row.period_to.year()
    };
    let falls = others.filter(series).any(|other| match other.numerator_micros {
        Some(earlier) if other.period_to < row.period_to => earlier > number,
        Some(later) if other.period_to > row.period_to => later < number,
        _ => false,
    });
    falls.then(|| {
        Warning::new(
            ValueWarningCode::CumulativeFalls,
            format!("{path}.numerator"),
            "Нарастающий итог меньше, чем за более раннюю часть года",
            "A running total is below that of an earlier part of the year",
        )
    })
}

/// Other sources of one figure that tell another number, beyond the tolerance of the indicator.
pub fn differing<'a>(
    indicator: &indicator::Model,
    row: &value::Model,
    others: impl Iterator<Item = &'a value::Model>,
) -> Vec<&'a value::Model> {
    let of = |row: &value::Model| value_of(indicator, row.numerator_micros, row.denominator_micros, row.stated_micros);
    let Some(own) = of(row) else { return vec![] };
    let tolerance = indicator.tolerance_micros.unwrap_or(0);
    let same_figure = |other: &&value::Model| {
        let key = |row: &value::Model| Key { source: String::new(), ..Key::of(row) };
        other.source != row.source && key(other) == key(row)
    };
    others
        .filter(same_figure)
        .filter(|other| of(other).is_some_and(|value| value.saturating_sub(own).saturating_abs() > tolerance))
        .collect()
}

/// A warning of sources that differ.
pub fn sources_differ(others: &[&value::Model], path: &str) -> Option<Warning> {
    let names: Vec<&str> = others.iter().map(|row| row.source.as_str()).collect();
    (!names.is_empty()).then(|| {
        let names = names.join(", ");
        Warning::new(
            ValueWarningCode::SourcesDiffer,
            format!("{path}.numerator"),
            format!("Другие источники говорят иначе: {names}"),
            format!("Other sources tell another number: {names}"),
        )
    })
}

/// A breakdown whose parts do not add up to their total.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unequal {
    /// The total.
    pub total: Key,
    /// Along which dimension.
    pub dimension: Dimension,
    /// The keys of the parts.
    pub parts: Vec<Key>,
}

/// V1: breakdowns against their totals, of one source each; `OTHER` is what the other members leave.
pub fn unequal(rows: &[value::Model]) -> Vec<Unequal> {
    let mut told: BTreeMap<Key, i64> = BTreeMap::new();
    let mut sums: BTreeMap<(Key, Dimension), (i64, Vec<Key>)> = BTreeMap::new();
    for row in rows {
        let Some(numerator) = row.numerator_micros else { continue };
        let key = Key::of(row);
        if let Ok(breakdown) = Breakdown::parse(&row.breakdown) {
            for dimension in breakdown.dimensions() {
                let total = Key { breakdown: breakdown.without(dimension).to_string(), ..key.clone() };
                let (sum, parts) = sums.entry((total, dimension)).or_default();
                *sum = sum.saturating_add(numerator);
                parts.push(key.clone());
            }
        }
        told.insert(key, numerator);
    }
    let differs = |total: &Key, sum: i64| told.get(total).is_some_and(|told| *told != sum);
    let unequal = sums.into_iter().filter(|((total, _), (sum, _))| differs(total, *sum));
    unequal.map(|((total, dimension), (_, parts))| Unequal { total, dimension, parts }).collect()
}

impl Unequal {
    /// Whether a value is its total or one of its parts.
    pub fn concerns(&self, key: &Key) -> bool {
        self.total == *key || self.parts.contains(key)
    }

    fn words(&self) -> (String, String) {
        let dimension = entity::CodeEnum::code(self.dimension);
        (
            format!("Сумма по разрезу {dimension} не равна итогу: остаток указывают как OTHER"),
            format!("The parts by {dimension} do not add up to the total; the remainder is OTHER"),
        )
    }

    /// As a warning at a row.
    pub fn warning(&self, path: &str) -> Warning {
        let (ru, en) = self.words();
        Warning::new(ValueWarningCode::BreakdownUnequal, format!("{path}.breakdown"), ru, en)
    }

    /// As an error at a row: what is locked adds up.
    pub fn error(&self, path: &str) -> UserError {
        let (ru, en) = self.words();
        UserError::new(UserErrorCode::Contradiction, path, ru, en)
    }
}
