//! For whom small numbers are hidden: whoever has no right to read values where the subject is. One further statement for
//! a page, and none where nothing on it is sensitive.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use entity::{
    ids::IndicatorId,
    indicator::{self, IndicatorKind},
    shared::PeriodType,
    value,
};
use uuid::Uuid;

use super::{
    list::sees_zone,
    put::Key,
    query,
    suppress::{Cell, Sum, suppress},
    touched::{Touched, period_of},
};
use crate::{
    access::{Kind, Scope},
    db::change::Root,
    error::AppError,
    rules::breakdown::{Breakdown, Dimension},
    service::Cx,
};

/// Whether small numbers of an indicator's part are hidden from others.
pub fn is_sensitive(indicator: &indicator::Model, breakdown: &str) -> bool {
    indicator.sensitive || Breakdown::parse(breakdown).is_ok_and(|parts| parts.has(Dimension::Disability))
}

/// Whether the viewer reads the numbers of a place in full.
pub fn reads_in_full(scope: &Scope, row: &value::Model) -> bool {
    scope.is_within(&row.place()) || sees_zone(scope, row)
}

/// The values of a page whose numbers this viewer may not see.
pub async fn veiled(
    cx: &Cx,
    rows: &[value::Model],
    indicators: &HashMap<IndicatorId, indicator::Model>,
) -> Result<BTreeSet<Uuid>, AppError> {
    let scope = cx.scope(Kind::Value);
    let foreign: Vec<value::Model> = rows.iter().filter(|row| !reads_in_full(&scope, row)).cloned().collect();
    let mut touched = Touched::by_stored(&foreign)?;
    let may_hide = |row: &indicator::Model| {
        row.sensitive || row.dimensions.lines().any(|code| code == entity::CodeEnum::code(Dimension::Disability))
    };
    touched.indicators.retain(|id| indicators.get(id).is_some_and(may_hide));
    if touched.is_empty() {
        return Ok(BTreeSet::new());
    }
    let mut table = query::of_touched(&cx.db, &touched).await?;
    table.retain(|row| scope.sees(&row.place()) && !reads_in_full(&scope, row));
    let cells: Vec<Cell> = table.iter().map(|row| cell(indicators, row)).collect();
    let hidden = suppress(&cells, &sums(&table, indicators)?);
    Ok(table.iter().enumerate().filter(|(place, _)| hidden.contains(place)).map(|(_, row)| row.id).collect())
}

fn cell(indicators: &HashMap<IndicatorId, indicator::Model>, row: &value::Model) -> Cell {
    let indicator = indicators.get(&row.indicator_id);
    let sensitive = indicator.is_some_and(|indicator| is_sensitive(indicator, &row.breakdown));
    Cell::new(row.numerator_micros, indicator.map_or(0, |indicator| indicator.scale), sensitive)
}

/// What adds up in a table of values: the members of a dimension to what they are parts of, the parts of a period of a
/// flow to the whole. What leaves a remainder that nobody tells gives no part away.
fn sums(table: &[value::Model], indicators: &HashMap<IndicatorId, indicator::Model>) -> Result<Vec<Sum>, AppError> {
    let places: BTreeMap<Key, usize> = table.iter().enumerate().map(|(place, row)| (Key::of(row), place)).collect();
    let mut parts: BTreeMap<(usize, String), Vec<usize>> = BTreeMap::new();
    for (key, place) in &places {
        let Some(row) = table.get(*place) else { continue };
        let breakdown = Breakdown::parse(&key.breakdown).unwrap_or_default();
        for dimension in breakdown.dimensions() {
            let whole = Key { breakdown: breakdown.without(dimension).to_string(), ..key.clone() };
            if let Some(total) = places.get(&whole) {
                let name = entity::CodeEnum::code(dimension).to_owned();
                parts.entry((*total, name)).or_default().push(*place);
            }
        }
        let flow = indicators.get(&row.indicator_id).is_some_and(|row| row.kind == IndicatorKind::Flow);
        if flow {
            let period = period_of(row)?;
            for whole in period.containing() {
                let whole = Key { period: (whole.kind(), whole.from(), whole.to()), ..key.clone() };
                if let Some(total) = places.get(&whole) {
                    parts.entry((*total, name_of(period.kind()))).or_default().push(*place);
                }
            }
        }
    }
    let number = |place: usize| table.get(place).and_then(|row| row.numerator_micros);
    let adds_up = |total: usize, parts: &[usize]| {
        let sum = parts.iter().filter_map(|place| number(*place)).try_fold(0_i64, i64::checked_add);
        number(total).is_some() && sum == number(total)
    };
    let whole = parts.into_iter().filter(|((total, _), parts)| adds_up(*total, parts));
    Ok(whole.map(|((total, _), parts)| Sum { total: Some(total), parts }).collect())
}

fn name_of(kind: PeriodType) -> String {
    format!("by {}", entity::CodeEnum::code(kind))
}
