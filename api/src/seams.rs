//! The calls into parts that are written elsewhere, each in one place: replace a body, keep the signature.

use crate::{config::Config, db::Db, error::Failure, service::Cx};

/// What a check of a whole found, in a few words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// As it must be.
    Fine(String),
    /// There is nothing to check, or it can't be checked here.
    Unchecked(String),
    /// It is not as it must be.
    Wrong(String),
}

/// The first administrator (администратор), made by the first start.
#[derive(Clone, Debug)]
pub struct FirstAdmin {
    /// Whom to sign in as.
    pub email: String,
    /// Printed once, stored nowhere.
    pub password: String,
}

/// An account of the demonstration network.
#[derive(Clone, Debug)]
pub struct DemoAccount {
    /// Whom to sign in as.
    pub email: String,
    /// The password.
    pub password: String,
    /// The role and its place, for people.
    pub role: String,
}

/// The master key, the signing key and the first administrator, where they do not exist yet. Called in the turn to
/// migrate. TO MERGE: `service::access::bootstrap`.
#[expect(clippy::unused_async, reason = "a placeholder")]
pub async fn bootstrap(_config: &Config, _cx: &Cx) -> Result<Option<FirstAdmin>, Failure> {
    Ok(None)
}

/// Whether this build has the demonstration network. TO MERGE: true.
pub const HAS_DEMO: bool = false;

/// Loads the demonstration network into an empty database: kinds and counts. TO MERGE: `demo::load`.
#[expect(clippy::unused_async, reason = "a placeholder")]
pub async fn load_demo(_cx: &Cx) -> Result<Vec<(&'static str, usize)>, Failure> {
    Ok(vec![])
}

/// The accounts of the demonstration network. TO MERGE: from `demo`.
#[must_use]
pub fn demo_accounts() -> Vec<DemoAccount> {
    vec![]
}

/// Whether the master key opens the signing keys in the database. TO MERGE: from `service::access`.
#[expect(clippy::unused_async, reason = "a placeholder")]
pub async fn signing_keys(_config: &Config, _db: &Db) -> Verdict {
    Verdict::Unchecked("this build does not check signing keys".to_owned())
}

/// Whether each entry of the audit log is what was written, and none is missing.
/// TO MERGE: `service::access::audit::verify_audit_chain`.
#[expect(clippy::unused_async, reason = "a placeholder")]
pub async fn audit_chain(_cx: &Cx) -> Verdict {
    Verdict::Unchecked("this build does not check the audit log".to_owned())
}

/// Whether the aggregates equal a count from the base rows. TO MERGE: `service::overview::recount`.
#[expect(clippy::unused_async, reason = "a placeholder")]
pub async fn recount(_cx: &Cx) -> Verdict {
    Verdict::Unchecked("this build does not count the aggregates anew".to_owned())
}
