//! What an organisation counts for: one in `organisations` and its places in `capacity`, by type, where it stood when.

use entity::{CodeEnum, organisation, organisation_period, shared::Visibility};
use sea_orm::ConnectionTrait;

use super::{query, rules::segments};
use crate::{
    db::tally::{Contribution, FEDERATION},
    error::AppError,
};

/// Organisations, by type.
pub const ORGANISATIONS: &str = "organisations";
/// Places in organisations, by type.
pub const CAPACITY: &str = "capacity";

/// Organisations read at once for a recount.
const CHUNK: u64 = 1_000;

/// What an organisation contributes; a draft or a duplicate nothing.
pub fn contributions(row: &organisation::Model, periods: &[organisation_period::Model]) -> Vec<Contribution> {
    if row.visibility == Visibility::Draft || row.duplicate_of_id.is_some() {
        return vec![];
    }
    let places = i64::from(row.capacity.unwrap_or(0));
    let mut parts = Vec::new();
    let mut add = |territory, from, to| {
        for (measure, amount) in [(ORGANISATIONS, 1), (CAPACITY, places)] {
            if amount != 0 {
                parts.push(Contribution {
                    territory,
                    measure,
                    key: row.kind.code().to_owned(),
                    visibility: row.visibility,
                    from,
                    to,
                    amount,
                });
            }
        }
    };
    add(FEDERATION, row.valid_from, row.valid_to);
    if let Some(region) = row.region_id {
        add(region.into(), row.valid_from, row.valid_to);
    }
    for segment in segments(row, periods) {
        if let Some(municipality) = segment.municipality {
            add(municipality.into(), segment.from, segment.to);
        }
    }
    parts
}

/// What a stored organisation contributes.
pub async fn of(db: &impl ConnectionTrait, row: &organisation::Model) -> Result<Vec<Contribution>, AppError> {
    Ok(contributions(row, &query::periods(db, &[row.id]).await?))
}

/// What all stored organisations contribute.
pub async fn recount(db: &impl ConnectionTrait) -> Result<Vec<Contribution>, AppError> {
    let mut parts = Vec::new();
    let mut after = None;
    loop {
        let rows = query::every(db, after, CHUNK).await?;
        let Some(last) = rows.last() else { return Ok(parts) };
        after = Some(last.id);
        let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
        let periods = query::periods(db, &ids).await?;
        for row in &rows {
            let own: Vec<_> = periods.iter().filter(|period| period.organisation_id == row.id).cloned().collect();
            parts.extend(contributions(row, &own));
        }
    }
}
