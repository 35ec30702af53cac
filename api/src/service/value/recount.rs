//! Figures and sums again, from all values: `opora doctor --recount` and the property tests prove them equal.

use std::collections::BTreeMap;

use entity::{figure, ids::IndicatorId};

use super::{
    figures::{FigureKey, Ground, Ledger, SumKey, Sums, expected, key_of},
    query, store,
};
use crate::{
    error::AppError,
    service::{Cx, overview::recount::Difference},
};

/// Compares every stored figure and every sum with the values they stand for, one indicator after the other.
pub async fn recount(cx: &Cx) -> Result<Vec<Difference>, AppError> {
    let indicators = query::indicators(&cx.db).await?;
    let populations = query::all_populations(&cx.db).await?;
    let ids: Vec<IndicatorId> = indicators.iter().map(|row| row.id).collect();
    let sources = query::sources(&cx.db, &ids).await?;
    let ground = Ground::new(indicators.clone(), sources, populations);
    let mut ledger = Ledger::default();
    let mut differences = Vec::new();
    for indicator in &indicators {
        let (mut values, stored) = query::whole(&cx.db, indicator.id).await?;
        if let Some(base) = indicator.denominator_indicator_id {
            values.extend(query::whole(&cx.db, base).await?.0);
        }
        let mut again = expected(&ground, &values)?;
        again.retain(|key, _| key.0 == indicator.id);
        for figure in again.values() {
            ledger.add(figure, 1);
        }
        let stored = stored.into_iter().map(|figure| (key_of(&figure), figure)).collect();
        compare(&again, &stored, &mut differences);
    }
    let stored: BTreeMap<SumKey, Sums> = store::sums(&cx.db).await?.into_iter().collect();
    compare_sums(&ledger.trimmed(), &stored, &mut differences);
    Ok(differences)
}

fn compare(
    again: &BTreeMap<FigureKey, figure::Model>,
    stored: &BTreeMap<FigureKey, figure::Model>,
    differences: &mut Vec<Difference>,
) {
    for key in again.keys().chain(stored.keys().filter(|key| !again.contains_key(*key))) {
        let (stored, again) = (stored.get(key), again.get(key));
        if stored == again {
            continue;
        }
        let (indicator, state, kind, from, to, breakdown, subject) = key;
        let kind = entity::CodeEnum::code(*kind);
        let place = format!("figure of {indicator} {subject} state {state} {kind} {from}..{to} {breakdown}");
        let number = |figure: Option<&figure::Model>| figure.and_then(|figure| figure.numerator_micros).unwrap_or(0);
        let (stored_number, recounted) = (number(stored), number(again));
        let what = match (stored, again) {
            (None, _) => "absent",
            (_, None) => "unfounded",
            _ => "differs",
        };
        differences.push(Difference { key: format!("{place} {what}"), stored: stored_number, recounted });
    }
}

const SUMMED: [&str; 7] =
    ["numerator", "pair numerator", "pair denominator", "pairs", "numbers", "inexact", "reported"];

fn compare_sums(again: &BTreeMap<SumKey, Sums>, stored: &BTreeMap<SumKey, Sums>, differences: &mut Vec<Difference>) {
    for key in again.keys().chain(stored.keys().filter(|key| !again.contains_key(*key))) {
        let of = |sums: &BTreeMap<SumKey, Sums>| sums.get(key).copied().unwrap_or_default();
        let (stored, again) = (of(stored), of(again));
        for (name, (stored, recounted)) in SUMMED.iter().zip(stored.0.into_iter().zip(again.0)) {
            if stored != recounted {
                let (territory, indicator, state, kind, from, to, breakdown) = key;
                let kind = entity::CodeEnum::code(*kind);
                let key =
                    format!("sum of {indicator} {territory} state {state} {kind} {from}..{to} {breakdown} {name}");
                differences.push(Difference { key, stored, recounted });
            }
        }
    }
}
