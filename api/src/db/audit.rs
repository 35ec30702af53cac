//! The audit log: who did what to whom and why, append-only, each entry bound to the one before by a hash.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, Statement};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::change::Place;

/// An entry waiting for its position.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What was done, as the name of the mutation.
    pub action: &'static str,
    /// Kind of the object.
    pub typename: &'static str,
    /// The object.
    pub object: Uuid,
    /// Where it stands: who may read the entry.
    pub place: Place,
    /// The reason that was given.
    pub reason: Option<String>,
    /// What changed, as JSON; never a secret.
    pub details: serde_json::Value,
}

/// What of an entry is hashed.
#[derive(Debug, FromQueryResult)]
pub struct Stored {
    /// Place in the log.
    pub position: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub actor_id: Option<Uuid>,
    /// Their position then.
    pub actor_name: String,
    /// What.
    pub action: String,
    /// Kind of the object.
    pub typename: String,
    /// To whom.
    pub object_id: Uuid,
    /// Where: who may read the entry.
    pub region_id: Option<Uuid>,
    /// Where.
    pub municipality_id: Option<Uuid>,
    /// Where.
    pub organisation_id: Option<Uuid>,
    /// Why.
    pub reason: Option<String>,
    /// How.
    pub details: String,
    /// Hash of the entry before.
    pub previous_hash: String,
    /// Hash of this entry.
    pub hash: String,
}

impl Stored {
    /// The hash that this entry must have.
    pub fn expected_hash(&self) -> String {
        let id = |id: Option<Uuid>| id.map(|id| id.to_string()).unwrap_or_default();
        let mut hasher = Sha256::new();
        for part in [
            self.previous_hash.as_str(),
            &self.position.to_string(),
            &self.at.timestamp_micros().to_string(),
            &id(self.actor_id),
            &self.actor_name,
            &self.action,
            &self.typename,
            &self.object_id.to_string(),
            &id(self.region_id),
            &id(self.municipality_id),
            &id(self.organisation_id),
            self.reason.as_deref().unwrap_or_default(),
            &self.details,
        ] {
            hasher.update(part.len().to_le_bytes());
            hasher.update(part);
        }
        hasher.finalize().iter().fold(String::with_capacity(64), |mut hex, byte| {
            use std::fmt::Write as _;
            let _ = write!(hex, "{byte:02x}");
            hex
        })
    }
}

/// Writes entries at positions that the caller holds the counter for.
pub(super) async fn append(
    tx: &impl ConnectionTrait,
    entries: Vec<Entry>,
    first: i64,
    at: DateTime<Utc>,
    actor: Option<Uuid>,
    actor_name: &str,
) -> Result<(), DbErr> {
    let backend = tx.get_database_backend();
    let newest = Statement::from_string(backend, "SELECT hash FROM audit_entry ORDER BY position DESC LIMIT 1");
    let mut previous_hash = match tx.query_one_raw(newest).await? {
        Some(row) => row.try_get::<String>("", "hash")?,
        None => String::new(),
    };
    let mut rows = Vec::with_capacity(entries.len());
    for (position, entry) in (first..).zip(entries) {
        let mut stored = Stored {
            position,
            at,
            actor_id: actor,
            actor_name: actor_name.to_owned(),
            action: entry.action.to_owned(),
            typename: entry.typename.to_owned(),
            object_id: entry.object,
            region_id: entry.place.region.map(Uuid::from),
            municipality_id: entry.place.municipality.map(Uuid::from),
            organisation_id: entry.place.organisation.map(Uuid::from),
            reason: entry.reason,
            details: entry.details.to_string(),
            previous_hash: std::mem::take(&mut previous_hash),
            hash: String::new(),
        };
        stored.hash = stored.expected_hash();
        previous_hash.clone_from(&stored.hash);
        rows.push(vec![
            position.into(),
            at.into(),
            actor.into(),
            actor_name.into(),
            entry.action.into(),
            entry.typename.into(),
            entry.object.into(),
            stored.region_id.into(),
            stored.municipality_id.into(),
            stored.organisation_id.into(),
            stored.reason.into(),
            stored.details.into(),
            stored.previous_hash.into(),
            stored.hash.into(),
        ]);
    }
    let columns = "position, at, actor_id, actor_name, action, typename, object_id, region_id, municipality_id, \
                   organisation_id, reason, details, previous_hash, hash";
    super::write::insert(tx, "audit_entry", columns, rows).await
}
