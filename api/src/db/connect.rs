//! Opening either database: WAL, foreign keys and one writer on SQLite, small pools without pings on PostgreSQL;
//! a time limit that stops the statement itself on both.

use std::{
    path::Path,
    str::FromStr,
    time::{Duration, Instant},
};

use sea_orm::{
    ConnectOptions, Database, DatabaseConnection, DbErr, RuntimeErr,
    sqlx::{
        self, ConnectOptions as _, SqliteConnection, SqlitePool,
        postgres::PgConnectOptions,
        sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
    },
};

use super::{
    Db,
    lanes::{Lanes, Readers},
};

/// How many virtual machine steps SQLite takes between two looks at the clock.
const STEPS: i32 = 20_000;

/// What the connections may do.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Connections that read, per worker thread.
    pub readers: u32,
    /// Connections that write (PostgreSQL; SQLite has one).
    pub writers: u32,
    /// The longest statement of a reader.
    pub read: Duration,
    /// The longest statement of a writer.
    pub write: Duration,
}

/// Opens the database of a URL; a relative SQLite path lies in the data folder and is created.
pub async fn connect(url: &str, data_dir: &Path, limits: Limits) -> Result<Db, DbErr> {
    if url.starts_with("sqlite:") {
        let path = url.trim_start_matches("sqlite:").trim_start_matches("//");
        let path = path.split('?').next().unwrap_or(path);
        let file = data_dir.join(path);
        let options = SqliteConnectOptions::new()
            .filename(&file)
            .create_if_missing(true)
            .foreign_keys(true)
            .journal_mode(SqliteJournalMode::Wal)
            .busy_timeout(Duration::from_secs(30))
            .optimize_on_close(true, 400);
        // The writer first: it creates the file and its journal.
        let writers = sqlite(options.clone().synchronous(SqliteSynchronous::Full), 1, limits.write).await?;
        let options = options.pragma("query_only", "ON").disable_statement_logging();
        let readers = Readers::Sqlite(Lanes::new(options, limits.readers, limits.read));
        Ok(Db::new(readers, writers))
    } else {
        let writers = postgres(url, limits.writers, limits.write).await?;
        let options = PgConnectOptions::from_str(url)
            .map_err(wrap)?
            .application_name("opora")
            .options([("statement_timeout", limits.read.as_millis().to_string())])
            .disable_statement_logging();
        Ok(Db::new(Readers::Postgres(Lanes::new(options, limits.readers, limits.read)), writers))
    }
}

async fn sqlite(options: SqliteConnectOptions, size: u32, limit: Duration) -> Result<DatabaseConnection, DbErr> {
    let pool: SqlitePool = SqlitePoolOptions::new()
        .max_connections(size)
        .min_connections(1)
        .test_before_acquire(false)
        .acquire_timeout(Duration::from_secs(30))
        .after_connect(move |connection, _| Box::pin(deadline(connection, limit)))
        .before_acquire(move |connection, _| {
            Box::pin(async move {
                deadline(connection, limit).await?;
                Ok(true)
            })
        })
        .connect_with(options.disable_statement_logging())
        .await
        .map_err(wrap)?;
    Ok(pool.into())
}

/// From now on the connection stops its work at the limit, whoever still waits for it.
async fn deadline(connection: &mut SqliteConnection, limit: Duration) -> Result<(), sqlx::Error> {
    let end = Instant::now() + limit;
    connection.lock_handle().await?.set_progress_handler(STEPS, move || Instant::now() < end);
    Ok(())
}

async fn postgres(url: &str, size: u32, limit: Duration) -> Result<DatabaseConnection, DbErr> {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(size)
        .min_connections(1)
        .test_before_acquire(false)
        .sqlx_logging(false)
        .record_stmt_in_spans(false)
        .acquire_timeout(Duration::from_secs(30))
        .statement_timeout(limit)
        .set_application_name("opora");
    Database::connect(options).await
}

fn wrap(error: sqlx::Error) -> DbErr {
    DbErr::Conn(RuntimeErr::SqlxError(error.into()))
}
