//! What a change row says: which object, what happened, and who could see it before and after (DECISIONS 3 and 4).

use std::collections::BTreeSet;

use entity::{
    ids::{MunicipalityId, OrganisationId, RegionId},
    shared::{Level, Visibility},
};
use serde::Serialize;
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::access::Kind;

/// Where a row stands, and who may know of it: the scope columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Region, null only where the row is federal.
    pub region: Option<RegionId>,
    /// Municipality, where the row has one.
    pub municipality: Option<MunicipalityId>,
    /// Organisation, where the row has one.
    pub organisation: Option<OrganisationId>,
    /// Draft, submitted or public.
    pub visibility: Visibility,
    /// The level of the network that keeps the row.
    pub level: Level,
}

impl Place {
    /// Public and federal.
    pub fn federal() -> Self {
        Self {
            region: None,
            municipality: None,
            organisation: None,
            visibility: Visibility::Public,
            level: Level::Federation,
        }
    }

    /// Public, kept by a region.
    pub fn region(region: RegionId) -> Self {
        Self { region: Some(region), level: Level::Region, ..Self::federal() }
    }

    /// Public, kept by a municipality.
    pub fn municipality(region: RegionId, municipality: MunicipalityId) -> Self {
        Self { municipality: Some(municipality), level: Level::Municipality, ..Self::region(region) }
    }
}

/// A stored object with an identity: what a change row and an audit entry need of it.
pub trait Root: Serialize + Send + Sync {
    /// Its kind.
    const KIND: Kind;
    /// Its type in the contract, as its change rows name it.
    fn type_name(&self) -> &'static str {
        Self::KIND.type_name()
    }
    /// Its identity.
    fn id(&self) -> Uuid;
    /// Its version.
    fn version(&self) -> i32;
    /// Its natural key as text, if it has one.
    fn natural_key(&self) -> Option<String>;
    /// Where it stands.
    fn place(&self) -> Place;
}

/// A level as change rows store it: its place from the federation downwards.
pub fn level_number(level: Level) -> i16 {
    level as i16
}

/// What happened to an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// It began to exist.
    Created,
    /// It was changed.
    Updated,
    /// It was removed.
    Deleted,
}

impl Operation {
    /// The stored code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Created => "CREATED",
            Self::Updated => "UPDATED",
            Self::Deleted => "DELETED",
        }
    }
}

/// A change waiting for its position.
#[derive(Clone, Debug)]
pub struct Change {
    pub(super) typename: &'static str,
    pub(super) id: Uuid,
    pub(super) operation: Operation,
    pub(super) version: i32,
    pub(super) natural_key: Option<String>,
    pub(super) fields: String,
    pub(super) before: Option<Place>,
    pub(super) after: Option<Place>,
}

impl Change {
    /// The change between two images of an object, at least one of them present.
    pub fn between<R: Root>(before: Option<&R>, after: Option<&R>, also: &[&str]) -> Option<Self> {
        let shown = after.or(before)?;
        let operation = match (before, after) {
            (None, _) => Operation::Created,
            (Some(_), Some(_)) => Operation::Updated,
            (Some(_), None) => Operation::Deleted,
        };
        let mut fields = changed_fields(before, after);
        fields.extend(also.iter().map(|&name| name.to_owned()));
        Some(Self {
            typename: shown.type_name(),
            id: shown.id(),
            operation,
            version: shown.version(),
            natural_key: shown.natural_key(),
            fields: fields.into_iter().collect::<Vec<_>>().join(","),
            before: before.map(Root::place),
            after: after.map(Root::place),
        })
    }
}

impl Change {
    /// One column of an object that another domain owns refers to another object now.
    pub fn repointed(
        typename: &'static str,
        id: Uuid,
        version: i32,
        column: &str,
        before: Place,
        after: Place,
    ) -> Self {
        Self {
            typename,
            id,
            operation: Operation::Updated,
            version,
            natural_key: None,
            fields: camel_case(column),
            before: Some(before),
            after: Some(after),
        }
    }
}

/// Columns that follow from others, or differ at every write.
const DERIVED: [&str; 5] = ["version", "updated_at", "created_at", "sort_key", "search_key"];

/// The columns that differ, in the words of the contract (camelCase).
fn changed_fields<R: Root>(before: Option<&R>, after: Option<&R>) -> BTreeSet<String> {
    let (Some(before), Some(after)) = (before, after) else {
        return BTreeSet::new();
    };
    let (before, after) = (image(before), image(after));
    after
        .iter()
        .filter(|(name, value)| !DERIVED.contains(&name.as_str()) && before.get(*name) != Some(value))
        .map(|(name, _)| camel_case(name))
        .collect()
}

/// What differs between two images, as the audit log shows it: the changed columns with their values before and after.
pub fn differences<R: Root>(before: Option<&R>, after: Option<&R>) -> Value {
    let (before, after) = (before.map(image).unwrap_or_default(), after.map(image).unwrap_or_default());
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let differ =
        names.into_iter().filter(|name| !DERIVED.contains(&name.as_str()) && before.get(*name) != after.get(*name));
    let shown = |image: &Map<String, Value>, name: &str| match image.get(name) {
        None | Some(Value::Null) => Value::Null,
        Some(Value::String(text)) => Value::String(text.clone()),
        Some(other) => Value::String(other.to_string()),
    };
    let entries = differ.map(|name| {
        serde_json::json!({ "field": camel_case(name), "before": shown(&before, name), "after": shown(&after, name) })
    });
    entries.filter(|entry| entry.get("before") != entry.get("after")).collect()
}

/// The columns of a row, by name.
pub(super) fn image<R: Root>(row: &R) -> Map<String, Value> {
    match serde_json::to_value(row) {
        Ok(Value::Object(map)) => map,
        _ => Map::new(),
    }
}

/// A column in the words of the contract.
pub fn camel_case(column: &str) -> String {
    let mut up = false;
    column
        .chars()
        .filter_map(|c| {
            if c == '_' {
                up = true;
                return None;
            }
            let c = if up { c.to_ascii_uppercase() } else { c };
            up = false;
            Some(c)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_become_fields() {
        assert_eq!(camel_case("valid_from_text"), "validFromText");
        assert_eq!(camel_case("name"), "name");
    }
}
