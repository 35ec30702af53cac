//! Values of the municipalities of a region: a year of quarters and the year itself, through the same operation that
//! writes all values, so that figures and sums follow.

use entity::{
    decimal::Decimal,
    indicator::{self, Aggregation, IndicatorKind},
    population,
    shared::{Level, NullReason, PeriodType, Qualifier, Visibility},
};

use super::{
    chance::Chance,
    net::{Region, Town, day},
};
use crate::{
    access::NodeRef,
    error::{AppError, Failure},
    period::Period,
    rules::breakdown::Breakdown,
    service::{
        Cx,
        value::{
            put::{Number, Put, put},
            query,
        },
    },
};

/// The year of the values.
const YEAR: i32 = 2024;
/// Indicators of each municipality.
const INDICATORS: usize = 12;
/// Municipalities of one transaction.
const TOWNS: usize = 10;
/// Who says so.
const MOC: &str = "МОЦ";

/// Writes the values of a region; answers how many.
pub async fn generate(cx: &Cx, net: &Region<'_>) -> Result<usize, Failure> {
    let indicators = suitable(query::indicators(&cx.db).await?);
    let begun = |town: &&Town| town.row.valid_from.is_none_or(|from| from <= day(YEAR, 1, 1));
    let towns: Vec<&Town> = net.towns.iter().filter(begun).collect();
    let mut written = 0;
    for some in towns.chunks(TOWNS) {
        let ids: Vec<_> = some.iter().map(|town| town.row.id).collect();
        let populations = query::populations(&cx.db, &ids).await?;
        let mut puts = Vec::new();
        for town in some {
            for indicator in &indicators {
                let mut chance = net.chance(&format!("values {} {}", town.number, indicator.code));
                puts.extend(year(town, indicator, children(&populations, town), &mut chance)?);
            }
        }
        written += puts.len();
        let mut tx = cx.write().await?;
        put(&mut tx, puts).await?;
        tx.commit().await?;
    }
    Ok(written)
}

/// Common indicators that municipalities tell by quarters, with the bases of those that rest on others.
fn suitable(all: Vec<indicator::Model>) -> Vec<indicator::Model> {
    let told = |row: &indicator::Model, kind: PeriodType| {
        row.period_types.lines().any(|code| code == entity::CodeEnum::code(kind))
    };
    let common = all.into_iter().filter(|row| {
        row.region_id.is_none()
            && row.aggregation != Aggregation::None
            && told(row, PeriodType::Quarter)
            && told(row, PeriodType::Year)
            && !row.code.starts_with("MUNICIPALITIES_")
    });
    let mut common: Vec<indicator::Model> = common.collect();
    common.truncate(INDICATORS);
    common
}

/// The children of 5 to 18 years of the year before its end.
fn children(populations: &[population::Model], town: &Town) -> i64 {
    let of = populations
        .iter()
        .filter(|row| row.municipality_id == town.row.id && row.age_from == 5 && row.as_of <= day(YEAR, 12, 31));
    of.max_by_key(|row| row.as_of).map_or(1_000, |row| row.count)
}

/// Four quarters and the year; now and then the end of the year is silent.
fn year(town: &Town, indicator: &indicator::Model, children: i64, chance: &mut Chance) -> Result<Vec<Put>, AppError> {
    let accepted = chance.percent(90);
    let silent = chance.percent(5);
    let mut told = Vec::with_capacity(5);
    let (level, growth) = (i64::from(chance.between(10, 60)), i64::from(chance.between(0, 3)));
    let mut total = 0;
    for quarter in 1..=4_u32 {
        let share = level + growth * i64::from(quarter);
        let number = match indicator.kind {
            IndicatorKind::Flow | IndicatorKind::Cumulative => {
                children * share / 2_000 + i64::from(chance.between(0, 9))
            }
            IndicatorKind::Flag => 1,
            IndicatorKind::Level if indicator.sensitive => i64::from(chance.between(0, 40)),
            IndicatorKind::Level if indicator.denominator.is_some() => {
                // What rests on another indicator is a small part of it.
                children * share / if indicator.denominator_indicator_id.is_some() { 1_000 } else { 100 }
            }
            IndicatorKind::Level => share,
        };
        total += number;
        let number = if indicator.kind == IndicatorKind::Cumulative { total } else { number };
        let period = Period::of(PeriodType::Quarter, day(YEAR, quarter * 3, 1)).map_err(AppError::internal)?;
        told.push((period, (!silent || quarter < 4).then_some(number)));
    }
    let last = told.last().and_then(|(_, number)| *number);
    let whole = if indicator.kind == IndicatorKind::Flow { last.map(|_| total) } else { last };
    told.push((Period::of(PeriodType::Year, day(YEAR, 1, 1)).map_err(AppError::internal)?, whole));
    told.into_iter().map(|(period, number)| one(town, indicator, period, number, accepted)).collect()
}

fn one(
    town: &Town,
    indicator: &indicator::Model,
    period: Period,
    number: Option<i64>,
    accepted: bool,
) -> Result<Put, AppError> {
    let whole = |number: i64| Decimal::from_integer(number).map_err(AppError::internal);
    let bound = indicator.denominator_age_from.is_some() || indicator.denominator_indicator_id.is_some();
    let divided = indicator.denominator.is_some() && !bound;
    // A ratio that is bound to nothing tells its own denominator.
    let denominator = number.filter(|_| divided).map(|number| whole(number * 2 + 10)).transpose()?;
    let region = NodeRef::region(town.row.region_id);
    Ok(Put {
        indicator: indicator.id,
        subject: NodeRef { level: Level::Municipality, municipality: Some(town.row.id), ..region },
        group: None,
        breakdown: Breakdown::total(),
        period,
        source: MOC.to_owned(),
        number: Number {
            numerator: number.map(whole).transpose()?,
            denominator,
            stated: None,
            qualifier: Qualifier::Eq,
            null_reason: number.is_none().then_some(NullReason::NotReported),
        },
        as_of: None,
        note: None,
        reason: None,
        measures: None,
        document: None,
        place: None,
        printed: None,
        on_behalf: false,
        report: None,
        visibility: if accepted { Visibility::Public } else { Visibility::Submitted },
        level: Level::Municipality,
    })
}
