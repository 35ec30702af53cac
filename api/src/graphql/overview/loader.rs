//! Overviews of many nodes are counted together: one batch per day.

use std::{collections::HashMap, sync::Arc};

use async_graphql::dataloader::Loader;
use chrono::NaiveDate;
use entity::status_kind;

use crate::{
    access::Kind,
    db::tally::Territory,
    error::AppError,
    graphql::loaders::Loaders,
    service::{
        overview::{
            counts::{Counts, counts},
            municipalities::{Coverage, coverage},
            reports::{Reports, reports},
        },
        results::attainment::{Attained, attained},
        status::query::kinds_by_code,
    },
};

/// What is tallied in a node on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CountsOf(pub Territory, pub NaiveDate);

/// How many municipalities a node has on a day, and how many of them have no centre.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CoverageOf(pub Territory, pub NaiveDate);

/// What a node owes in campaigns on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ReportsOf(pub Territory, pub NaiveDate);

/// What the municipalities of a node attain of a target set in a year.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AttainedOf(pub Territory, pub String, pub i32);

/// The kind of status of a code.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct KindOf(pub String);

impl Loader<KindOf> for Loaders {
    type Value = status_kind::Model;
    type Error = AppError;

    async fn load(&self, keys: &[KindOf]) -> Result<HashMap<KindOf, status_kind::Model>, AppError> {
        let codes: Vec<String> = keys.iter().map(|key| key.0.clone()).collect();
        let kinds = kinds_by_code(&self.cx().db, &self.cx().scope(Kind::StatusKind), &codes).await?;
        Ok(kinds.into_iter().map(|kind| (KindOf(kind.code.clone()), kind)).collect())
    }
}

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

impl Loader<ReportsOf> for Loaders {
    type Value = Reports;
    type Error = AppError;

    async fn load(&self, keys: &[ReportsOf]) -> Result<HashMap<ReportsOf, Reports>, AppError> {
        let mut found = HashMap::with_capacity(keys.len());
        for (day, territories) in by_day(keys, |ReportsOf(territory, day)| (territory, day)) {
            for (territory, counted) in reports(self.cx(), &territories, day).await? {
                found.insert(ReportsOf(territory, day), counted);
            }
        }
        Ok(found)
    }
}

impl Loader<AttainedOf> for Loaders {
    type Value = Attained;
    type Error = AppError;

    async fn load(&self, keys: &[AttainedOf]) -> Result<HashMap<AttainedOf, Attained>, AppError> {
        let mut asked: HashMap<(&str, i32), Vec<Territory>> = HashMap::new();
        for AttainedOf(territory, set, year) in keys {
            asked.entry((set, *year)).or_default().push(*territory);
        }
        let mut found = HashMap::with_capacity(keys.len());
        for ((set, year), territories) in asked {
            for (territory, counted) in attained(self.cx(), &territories, set, year).await? {
                found.insert(AttainedOf(territory, set.to_owned(), year), counted);
            }
        }
        Ok(found)
    }
}
