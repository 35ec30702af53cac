//! Verifying the audit log: every entry at its position, bound to the one before it, and as it was written.

use sea_orm::{ConnectionTrait, FromQueryResult};

use crate::{
    db::{Db, audit::Stored, sql::bind},
    error::AppError,
};

/// Entries that are read at a time.
const CHUNK: i64 = 1_000;

/// What a verification found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditReport {
    /// Entries that were read.
    pub entries: i64,
    /// The first entry that is not as it was written, and what is wrong with it.
    pub broken: Option<(i64, AuditFault)>,
}

/// What is wrong with an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuditFault {
    /// The entry before it is missing.
    Gap,
    /// It is not bound to the entry before it.
    Unbound,
    /// It was changed.
    Changed,
    /// The newest entries are missing: the counter has gone further.
    Cut,
}

/// Reads the whole log and verifies it.
pub async fn verify_audit_chain(db: &Db) -> Result<AuditReport, AppError> {
    let (mut position, mut hash) = (0, String::new());
    let backend = db.get_database_backend();
    loop {
        let sql = format!("SELECT * FROM audit_entry WHERE position > ? ORDER BY position LIMIT {CHUNK}");
        let rows = db.query_all_raw(bind(backend, &sql, [position.into()])).await?;
        if rows.is_empty() {
            break;
        }
        for row in &rows {
            let entry = Stored::from_query_result(row, "")?;
            if let Some(fault) = fault(&entry, position, &hash) {
                return Ok(AuditReport { entries: position, broken: Some((entry.position, fault)) });
            }
            (position, hash) = (entry.position, entry.hash);
        }
        tokio::task::consume_budget().await;
    }
    let counted = db.query_one_raw(bind(backend, "SELECT position FROM counter WHERE name = 'audit'", [])).await?;
    let counted: i64 = counted.map(|row| row.try_get("", "position")).transpose()?.unwrap_or(0);
    // Entries may have been written since; fewer than counted must not be there.
    let broken = (counted > position).then_some((position + 1, AuditFault::Cut));
    let broken = match broken {
        Some(cut) if newest(db).await? < counted => Some(cut),
        _ => None,
    };
    Ok(AuditReport { entries: position, broken })
}

async fn newest(db: &Db) -> Result<i64, AppError> {
    let sql = "SELECT COALESCE(MAX(position), 0) AS position FROM audit_entry";
    let row = db.query_one_raw(bind(db.get_database_backend(), sql, [])).await?;
    Ok(row.map(|row| row.try_get("", "position")).transpose()?.unwrap_or(0))
}

fn fault(entry: &Stored, position: i64, hash: &str) -> Option<AuditFault> {
    if entry.position != position + 1 {
        Some(AuditFault::Gap)
    } else if entry.previous_hash != hash {
        Some(AuditFault::Unbound)
    } else if entry.hash != entry.expected_hash() {
        Some(AuditFault::Changed)
    } else {
        None
    }
}
