//! One migrates at a time, whoever starts: a service, a second node, a command.
//!
//! [`Turn`] is held over the migrations and over whatever must happen once with them (the first administrator, the
//! demonstration network): a file lock beside an embedded database, an advisory lock on PostgreSQL.

use std::{
    collections::BTreeSet,
    fs::File,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use migration::{Migrator, MigratorTrait};
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, Statement, TransactionTrait,
};

use super::{connect, hold};
use crate::{config::Config, error::StartError};

/// The number of the advisory lock: `opora` in ASCII.
const LOCK: i64 = 0x6f_70_6f_72_61;
/// Between two tries to get the turn.
const PAUSE: Duration = Duration::from_millis(100);
/// The longest wait for the turn.
const PATIENCE: Duration = Duration::from_mins(10);

/// A migration, and whether the database has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Its name.
    pub name: String,
    /// Whether it is applied.
    pub applied: bool,
}

/// The turn to migrate. Dropping it gives it back.
#[derive(Debug)]
pub struct Turn {
    connection: DatabaseConnection,
    lock: Lock,
}

#[derive(Debug)]
enum Lock {
    /// Beside an embedded database, which nobody may replace meanwhile.
    File { database: PathBuf, turn: Option<File>, _using: Option<File> },
    /// Held to the end of a transaction on a connection of its own.
    Transaction(DatabaseTransaction, DatabaseConnection),
}

impl Turn {
    /// Waits for the turn.
    pub async fn take(config: &Config) -> Result<Self, StartError> {
        let mut lock = if let Some(database) = config.sqlite_file() {
            let using = hold::share(&database).map_err(|error| beside(&database, &error))?;
            Lock::File { database, turn: None, _using: using }
        } else {
            let connection = maintenance(config).await.map_err(fault)?;
            let transaction = connection.begin().await.map_err(fault)?;
            // The turn is quiet while another connection migrates.
            let quiet = "SET LOCAL idle_in_transaction_session_timeout = 0";
            transaction.execute_unprepared(quiet).await.map_err(fault)?;
            Lock::Transaction(transaction, connection)
        };
        let started = Instant::now();
        let mut told = false;
        while !lock.taken().await? {
            if started.elapsed() > PATIENCE {
                return Err(StartError("another process has been migrating this database for ten minutes".to_owned()));
            }
            if !told {
                tracing::info!("another process migrates this database; waiting for it");
                told = true;
            }
            tokio::time::sleep(PAUSE).await;
        }
        let connection = maintenance(config).await.map_err(fault)?;
        Ok(Self { connection, lock })
    }

    /// Applies migrations, all or the next few; answers their names.
    pub async fn up(&self, steps: Option<u32>) -> Result<Vec<String>, StartError> {
        let before = status(&self.connection).await?;
        Migrator::up(&self.connection, steps).await.map_err(|error| StartError::at("migrations", error))?;
        self.changed(&before).await
    }

    /// Takes migrations back, the newest first; answers their names in the order of the list.
    pub async fn down(&self, steps: Option<u32>) -> Result<Vec<String>, StartError> {
        let before = status(&self.connection).await?;
        Migrator::down(&self.connection, steps).await.map_err(|error| StartError::at("migrations", error))?;
        self.changed(&before).await
    }

    async fn changed(&self, before: &[Step]) -> Result<Vec<String>, StartError> {
        let after = status(&self.connection).await?;
        Ok(after.into_iter().filter(|step| !before.contains(step)).map(|step| step.name).collect())
    }

    /// Lets the next one in.
    pub async fn release(self) -> Result<(), StartError> {
        self.connection.close().await.map_err(fault)?;
        if let Lock::Transaction(transaction, connection) = self.lock {
            transaction.commit().await.map_err(fault)?;
            connection.close().await.map_err(fault)?;
        }
        Ok(())
    }
}

impl Lock {
    /// Tries to take it.
    async fn taken(&mut self) -> Result<bool, StartError> {
        match self {
            Self::File { database, turn, .. } => {
                *turn = hold::migrating(database).map_err(|error| beside(database, &error))?;
                Ok(turn.is_some())
            }
            Self::Transaction(transaction, _) => {
                let sql = "SELECT pg_try_advisory_xact_lock($1) AS taken";
                let statement = Statement::from_sql_and_values(DbBackend::Postgres, sql, [LOCK.into()]);
                let row = transaction.query_one_raw(statement).await.map_err(fault)?;
                row.map_or(Ok(false), |row| row.try_get("", "taken")).map_err(fault)
            }
        }
    }
}

fn beside(database: &Path, error: &std::io::Error) -> StartError {
    StartError::at(&format!("the lock of {}", database.display()), error)
}

fn fault(error: DbErr) -> StartError {
    StartError::at("database", error)
}

async fn maintenance(config: &Config) -> Result<DatabaseConnection, DbErr> {
    connect::maintenance(&config.database_url, &config.data_dir, true).await
}

/// Every migration of this program and whether the database has it; changes nothing. A database with migrations that this
/// program does not know is refused.
pub async fn status(connection: &impl ConnectionTrait) -> Result<Vec<Step>, StartError> {
    let fault = |error: DbErr| StartError::at("migrations", error);
    let mut applied = applied(connection).await.map_err(fault)?;
    let steps = known().into_iter().map(|name| Step { applied: applied.remove(&name), name }).collect();
    if applied.is_empty() {
        return Ok(steps);
    }
    let unknown: Vec<String> = applied.into_iter().collect();
    Err(StartError(format!(
        "the database was written by a newer opora: this one does not know its migrations {}",
        unknown.join(", ")
    )))
}

/// The migrations of this program that the database lacks.
pub async fn pending(connection: &impl ConnectionTrait) -> Result<Vec<String>, StartError> {
    Ok(status(connection).await?.into_iter().filter(|step| !step.applied).map(|step| step.name).collect())
}

/// The names of this program's migrations, in order.
pub fn known() -> Vec<String> {
    Migrator::get_migration_files().iter().map(|file| file.name().to_owned()).collect()
}

async fn applied(connection: &impl ConnectionTrait) -> Result<BTreeSet<String>, DbErr> {
    let backend = connection.get_database_backend();
    let present = match backend {
        DbBackend::Postgres => "SELECT 1 WHERE to_regclass('schema_migration') IS NOT NULL",
        _ => "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'schema_migration'",
    };
    if connection.query_one_raw(Statement::from_string(backend, present)).await?.is_none() {
        return Ok(BTreeSet::new());
    }
    let rows =
        connection.query_all_raw(Statement::from_string(backend, "SELECT version FROM schema_migration")).await?;
    rows.iter().map(|row| row.try_get("", "version")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config() -> (PathBuf, Config) {
        let folder =
            std::env::temp_dir().join(format!("opora-turn-{}-{:?}", std::process::id(), std::thread::current().id()));
        std::fs::create_dir_all(&folder).unwrap();
        (folder.clone(), Config { data_dir: folder, ..Config::default() })
    }

    #[tokio::test]
    async fn the_second_waits_for_the_first() {
        let (folder, config) = config();
        let first = Turn::take(&config).await.unwrap();
        let second = tokio::spawn({
            let config = config.clone();
            async move { Turn::take(&config).await.unwrap().up(None).await.unwrap() }
        });
        assert_eq!(first.up(None).await.unwrap(), known());
        tokio::time::sleep(PAUSE).await;
        assert!(!second.is_finished());
        first.release().await.unwrap();
        assert!(second.await.unwrap().is_empty());
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[tokio::test]
    async fn a_newer_database_is_refused() {
        let (folder, config) = config();
        let turn = Turn::take(&config).await.unwrap();
        turn.up(None).await.unwrap();
        let newer = "INSERT INTO schema_migration (version, applied_at) VALUES ('m9999_later', 0)";
        turn.connection.execute_unprepared(newer).await.unwrap();
        let refused = turn.up(None).await.unwrap_err();
        assert!(refused.0.contains("newer opora") && refused.0.contains("m9999_later"), "{refused:?}");
        std::fs::remove_dir_all(folder).unwrap();
    }
}
