//! The database itself: version, and what the service relies on in it.

use sea_orm::DbErr;

use super::{Patient, ask, finding::Finding};
use crate::db::Db;

/// The oldest PostgreSQL, as `server_version_num`.
const POSTGRES: i32 = 150_000;

pub(super) async fn check(patient: &Patient) -> Vec<Finding> {
    let Some(db) = &patient.db else { return vec![] };
    let found = if db.is_postgres() { postgres(db).await } else { sqlite(db).await };
    found.unwrap_or_else(|error| vec![Finding::fail(format!("it does not answer: {error}"), "look into its log")])
}

async fn text(db: &Db, sql: &str) -> Result<String, DbErr> {
    ask(db, sql).await?.first().map_or(Ok(String::new()), |row| row.try_get_by_index(0))
}

async fn postgres(db: &Db) -> Result<Vec<Finding>, DbErr> {
    let version = text(db, "SHOW server_version").await?;
    let number = text(db, "SHOW server_version_num").await?.parse().unwrap_or(0);
    let mut findings = vec![if number >= POSTGRES {
        Finding::ok(format!("PostgreSQL {version}"))
    } else {
        Finding::fail(format!("PostgreSQL {version} is too old"), "PostgreSQL 15 or newer is needed")
    }];
    let encoding = text(db, "SHOW server_encoding").await?;
    if encoding != "UTF8" {
        findings.push(Finding::fail(
            format!("the encoding of the database is {encoding}"),
            "make a database with ENCODING 'UTF8', and move the data there with pg_dump and pg_restore",
        ));
    }
    Ok(findings)
}

async fn sqlite(db: &Db) -> Result<Vec<Finding>, DbErr> {
    let version = text(db, "SELECT sqlite_version()").await?;
    let journal = text(db, "PRAGMA journal_mode").await?;
    let keys: i64 = ask(db, "PRAGMA foreign_keys").await?.first().map_or(Ok(0), |row| row.try_get_by_index(0))?;
    let mut findings = vec![Finding::ok(format!("SQLite {version}"))];
    findings.push(if journal == "wal" {
        Finding::ok("journal in WAL mode: readers and the writer do not wait for each other")
    } else {
        Finding::fail(
            format!("the journal mode is {journal}, not WAL"),
            "put the data folder on a local disk: network file systems can't do it",
        )
    });
    findings.push(if keys == 1 {
        Finding::ok("foreign keys are checked")
    } else {
        Finding::fail("foreign keys are not checked", "this is a fault of the program: report it")
    });
    let broken = ask(db, "PRAGMA foreign_key_check").await?.len();
    if broken > 0 {
        findings.push(Finding::fail(
            format!("{broken} rows refer to rows that do not exist"),
            "something else has written into the database: restore the last good backup",
        ));
    }
    Ok(findings)
}
