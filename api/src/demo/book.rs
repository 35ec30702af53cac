//! The book of the demonstration network: keys of the files and the ids they stand for.

use std::{collections::BTreeMap, str::FromStr};

use chrono::{DateTime, Utc};
use entity::ids::{AnyId, TypedId};
use serde::de::DeserializeOwned;

use crate::{
    error::{AppError, Failure},
    service::{Cx, Patch, dated::ValidityPatch},
    validity::Bound,
};

/// The instant of every deterministic id: before any instant that a running service can write.
const BEGINNING: &str = "2023-10-01T00:00:00Z";

/// Tells these ids from those of generated networks.
const SEED: &str = "demo";

/// Which id stands for which key, and how many of a kind were loaded.
pub struct Book<'a> {
    /// The service's own context.
    pub cx: &'a Cx,
    at: DateTime<Utc>,
    ids: BTreeMap<String, AnyId>,
    counts: Vec<(&'static str, usize)>,
}

impl<'a> Book<'a> {
    /// An empty book.
    pub fn open(cx: &'a Cx) -> Result<Self, Failure> {
        Ok(Self { cx, at: beginning()?, ids: BTreeMap::new(), counts: vec![] })
    }

    /// The rows of one table of a file.
    pub fn rows<T: DeserializeOwned>(file: &str, table: &str) -> Result<Vec<T>, Failure> {
        let mut tables: toml::Table = file.parse().map_err(AppError::internal)?;
        match tables.remove(table) {
            Some(rows) => Ok(rows.try_into().map_err(AppError::internal)?),
            None => Ok(vec![]),
        }
    }

    /// The id that a key will have; the same on every machine.
    pub fn enter<I: TypedId>(&mut self, key: &str) -> I {
        let id = I::deterministic(self.at, SEED, key);
        self.ids.insert(key.to_owned(), id.any());
        id
    }

    /// Another key for an id that is known.
    pub fn alias(&mut self, key: &str, id: AnyId) {
        self.ids.insert(key.to_owned(), id);
    }

    /// The id of a key.
    pub fn id<I: TypedId + TryFrom<AnyId>>(&self, key: &str) -> Result<I, Failure> {
        let id = self.any(key)?;
        I::try_from(id).map_err(|_other| AppError::internal(format!("demo: {key} is a {}", id.prefix)).into())
    }

    /// The id of a key that may be absent.
    pub fn maybe<I: TypedId + TryFrom<AnyId>>(&self, key: Option<&String>) -> Result<Option<I>, Failure> {
        key.map(|key| self.id(key)).transpose()
    }

    /// The id of a key, whatever its kind.
    pub fn any(&self, key: &str) -> Result<AnyId, Failure> {
        self.ids.get(key).copied().ok_or_else(|| AppError::internal(format!("demo: no key {key}")).into())
    }

    /// Whether a key was entered.
    pub fn knows(&self, key: &str) -> bool {
        self.ids.contains_key(key)
    }

    /// Counts what was loaded.
    pub fn count(&mut self, kind: &'static str, number: usize) {
        self.counts.push((kind, number));
    }

    /// What was loaded.
    pub fn report(self) -> Vec<(&'static str, usize)> {
        self.counts
    }
}

/// The id that a key has on every machine.
pub fn id_of<I: TypedId>(key: &str) -> Result<I, Failure> {
    Ok(I::deterministic(beginning()?, SEED, key))
}

fn beginning() -> Result<DateTime<Utc>, AppError> {
    DateTime::from_str(BEGINNING).map_err(AppError::internal)
}

/// A term as the files write it: partial dates, their length is their precision.
pub fn term(from: Option<&String>, to: Option<&String>, text: Option<&String>) -> Result<ValidityPatch, Failure> {
    let bound = |text: Option<&String>, parse: fn(&str) -> Result<Bound, crate::validity::ValidityFault>| {
        text.map(|text| parse(text)).transpose().map_err(AppError::internal)
    };
    let (from, to) = (bound(from, Bound::parse_start)?, bound(to, Bound::parse_end)?);
    let printed = |bound: Option<Bound>| match (bound, text) {
        (Some(bound), Some(text)) => Some(bound.with_text(text)),
        (bound, _) => bound,
    };
    Ok(ValidityPatch { from: Patch::Set(printed(from)), to: Patch::Set(to) })
}
