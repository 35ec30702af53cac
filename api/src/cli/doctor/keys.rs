//! The master key, and the signing keys that it seals.

use super::{Patient, ask, finding::Finding};
use crate::{
    auth::{keys::Keys, master::MasterKey},
    config::Config,
    db::Db,
};

pub(super) async fn check(patient: &Patient) -> Vec<Finding> {
    let master = master(patient);
    let known = patient.config().master_key.is_some() || patient.config().master_key_file().exists();
    let mut findings = vec![master];
    if let Some(db) = patient.db.as_ref().filter(|_| known) {
        findings.push(signing(patient.config(), db).await);
    }
    findings
}

/// Whether the master key opens the signing keys. Where there are none nothing is made.
async fn signing(config: &Config, db: &Db) -> Finding {
    let stored = match ask(db, "SELECT COUNT(*) AS keys FROM signing_key").await {
        Ok(rows) => rows.first().and_then(|row| row.try_get("", "keys").ok()).unwrap_or(0_i64),
        // Before the migrations there is no table; they are another finding.
        Err(_) => 0,
    };
    if stored == 0 {
        return Finding::warn("there are no signing keys yet", "the first `opora serve` makes one");
    }
    let opened = async { Keys::open(db, &MasterKey::find(config)?, config.clock().now()).await };
    match opened.await {
        Ok(_) => Finding::ok(format!("the master key opens the signing keys: {stored}")),
        Err(error) => Finding::fail(error.0, "set the master key of this database; without it everybody signs in anew"),
    }
}

fn master(patient: &Patient) -> Finding {
    let config = patient.config();
    let file = config.master_key_file();
    if config.master_key.is_some() {
        return Finding::ok("the master key is set (OPORA_MASTER_KEY)");
    }
    if config.sqlite_file().is_none() {
        return Finding::fail(
            "with PostgreSQL the master key must be set, so that every node has the same",
            "set OPORA_MASTER_KEY to the output of: openssl rand -hex 32",
        );
    }
    match std::fs::metadata(&file) {
        Ok(_) => mode(config),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && patient.db.is_none() => {
            Finding::ok(format!("the master key will be made at {}", file.display()))
        }
        Err(error) => Finding::fail(
            format!("the master key {} is not readable: {error}", file.display()),
            "put the file back, or set OPORA_MASTER_KEY",
        ),
    }
}

#[cfg(unix)]
fn mode(config: &Config) -> Finding {
    use std::os::unix::fs::PermissionsExt;

    let file = config.master_key_file();
    let mode = std::fs::metadata(&file).map_or(0, |file| file.permissions().mode() & 0o777);
    if mode & 0o077 > 0 {
        return Finding::fail(
            format!("others can read the master key {} (mode {mode:o})", file.display()),
            format!("chmod 0600 {}", file.display()),
        );
    }
    Finding::ok(format!("the master key {} is its owner's alone", file.display()))
}

#[cfg(not(unix))]
fn mode(config: &Config) -> Finding {
    Finding::ok(format!("the master key is {}", config.master_key_file().display()))
}
