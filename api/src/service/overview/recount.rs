//! The tallies again, from the rows they stand for: `opora doctor --recount` and the property tests prove them equal.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use sea_orm::{ConnectionTrait, Statement};
use uuid::Uuid;

use crate::{
    db::tally::{Contribution, Tallies},
    error::AppError,
    service::{Cx, agreement, application, competition, organisation, status},
};

/// One sum that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Where, what, which group, on which day and grain.
    pub key: String,
    /// What is stored.
    pub stored: i64,
    /// What the rows say.
    pub recounted: i64,
}

/// Compares every stored sum with the rows it stands for.
pub async fn recount(cx: &Cx) -> Result<Vec<Difference>, AppError> {
    let mut tallies = Tallies::default();
    tallies.add(&contributions(cx).await?, 1);
    let mut sums: BTreeMap<String, (i64, i64)> = BTreeMap::new();
    for (key, delta) in tallies.sums() {
        sums.entry(key).or_default().1 += delta;
    }
    let backend = cx.db.get_database_backend();
    let all = "SELECT territory_id, measure, key, visibility, grain, day, delta FROM tally";
    for row in cx.db.query_all_raw(Statement::from_string(backend, all)).await? {
        let (territory, day): (Uuid, NaiveDate) = (row.try_get("", "territory_id")?, row.try_get("", "day")?);
        let (measure, key): (String, String) = (row.try_get("", "measure")?, row.try_get("", "key")?);
        let (visibility, grain): (i16, i16) = (row.try_get("", "visibility")?, row.try_get("", "grain")?);
        let name = Tallies::name(territory, &measure, &key, visibility, grain, day);
        sums.entry(name).or_default().0 += row.try_get::<i64>("", "delta")?;
    }
    let differs = |(key, (stored, recounted)): (String, (i64, i64))| {
        (stored != recounted).then_some(Difference { key, stored, recounted })
    };
    Ok(sums.into_iter().filter_map(differs).collect())
}

/// What every stored row contributes, domain by domain.
async fn contributions(cx: &Cx) -> Result<Vec<Contribution>, AppError> {
    let mut parts = organisation::tally::recount(&cx.db).await?;
    parts.extend(status::tally::recount(cx).await?);
    parts.extend(agreement::tally::recount(&cx.db).await?);
    parts.extend(competition::tally::recount(&cx.db).await?);
    parts.extend(application::tally::recount(&cx.db).await?);
    Ok(parts)
}
