//! The clock: dates decide what is in force, so the machine's must be right, and the day must begin where people live.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::DbErr;

use super::{Patient, ask, finding::Finding};
use crate::db::Db;

/// More than a slow answer explains.
const APART: TimeDelta = TimeDelta::seconds(5);
/// Before this program was written.
const PAST: &str = "2026-01-01T00:00:00Z";

pub(super) async fn check(patient: &Patient) -> Vec<Finding> {
    let clock = patient.config().clock();
    let now = clock.now();
    let mut findings = vec![Finding::ok(format!(
        "{} UTC; the day here ({}) is {}",
        now.format("%Y-%m-%d %H:%M:%S"),
        clock.zone().name(),
        clock.today()
    ))];
    if PAST.parse::<DateTime<Utc>>().is_ok_and(|past| now < past) {
        findings.push(Finding::fail("the clock of this machine is years behind", "set it, and let NTP keep it"));
    }
    if let Some(db) = &patient.db {
        let compared = against(db, now).await;
        findings.extend(compared.unwrap_or_else(|error| {
            vec![Finding::warn(format!("can't be compared with the database: {error}"), "mend the database first")]
        }));
    }
    findings
}

async fn against(db: &Db, now: DateTime<Utc>) -> Result<Vec<Finding>, DbErr> {
    let mut findings = vec![];
    if db.is_postgres() {
        let rows = ask(db, "SELECT clock_timestamp() AS at").await?;
        let theirs: Option<DateTime<Utc>> = rows.first().map(|row| row.try_get("", "at")).transpose()?;
        let apart = theirs.map_or(TimeDelta::zero(), |theirs| (theirs - now).abs());
        findings.push(if apart > APART {
            Finding::fail(
                format!("it is {} s apart from the clock of the database", apart.num_seconds()),
                "let NTP keep both: sessions and deadlines depend on it",
            )
        } else {
            Finding::ok("it agrees with the clock of the database")
        });
    }
    if ask(db, present(db)).await?.is_empty() {
        return Ok(findings);
    }
    let rows = ask(db, "SELECT at FROM change ORDER BY position DESC LIMIT 1").await?;
    let newest: Option<DateTime<Utc>> = rows.first().map(|row| row.try_get("", "at")).transpose()?;
    if let Some(newest) = newest.filter(|newest| *newest > now + APART) {
        findings.push(Finding::fail(
            format!("the newest record is of {newest}, which is in the future"),
            "one of the clocks was or is wrong: set it, and let NTP keep it",
        ));
    }
    Ok(findings)
}

/// A statement that answers a row where changes are stored.
fn present(db: &Db) -> &'static str {
    if db.is_postgres() {
        "SELECT 1 WHERE to_regclass('change') IS NOT NULL"
    } else {
        "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'change'"
    }
}
