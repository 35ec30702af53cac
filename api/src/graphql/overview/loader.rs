//! Overviews of many nodes are counted together: one batch per day.

use std::{collections::HashMap, sync::Arc};

use async_graphql::dataloader::Loader;
use chrono::NaiveDate;

use crate::{
    error::AppError,
    graphql::loaders::Loaders,
    service::overview::{
        Territory,
        counts::{Counts, counts},
        municipalities::{Coverage, coverage},
    },
};

/// What is tallied in a node on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CountsOf(pub Territory, pub NaiveDate);

/// How many municipalities a node has on a day, and how many of them have no centre.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CoverageOf(pub Territory, pub NaiveDate);

/// The days of some keys, each with its nodes.
fn by_day<K: Copy>(keys: &[K], parts: impl Fn(K) -> (Territory, NaiveDate)) -> HashMap<NaiveDate, Vec<Territory>> {
    let mut days: HashMap<NaiveDate, Vec<Territory>> = HashMap::new();
    for key in keys {
        let (territory, day) = parts(*key);
        days.entry(day).or_default().push(territory);
    }
    days
}

impl Loader<CountsOf> for Loaders {
    type Value = Arc<Counts>;
    type Error = AppError;

    async fn load(&self, keys: &[CountsOf]) -> Result<HashMap<CountsOf, Arc<Counts>>, AppError> {
        let mut found = HashMap::with_capacity(keys.len());
        for (day, territories) in by_day(keys, |CountsOf(territory, day)| (territory, day)) {
            for (territory, counted) in counts(self.cx(), &territories, day).await? {
                found.insert(CountsOf(territory, day), Arc::new(counted));
            }
        }
        Ok(found)
    }
}

impl Loader<CoverageOf> for Loaders {
    type Value = Coverage;
    type Error = AppError;

    async fn load(&self, keys: &[CoverageOf]) -> Result<HashMap<CoverageOf, Coverage>, AppError> {
        let mut found = HashMap::with_capacity(keys.len());
        for (day, territories) in by_day(keys, |CoverageOf(territory, day)| (territory, day)) {
            for (territory, counted) in coverage(self.cx(), &territories, day).await? {
                found.insert(CoverageOf(territory, day), counted);
            }
        }
        Ok(found)
    }
}
