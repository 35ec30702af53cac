//! Opening either database: WAL, foreign keys and one writer on SQLite, small pools without pings on PostgreSQL;
//! a time limit that stops the statement itself on both.

use std::{
    path::{Path, PathBuf},
    str::FromStr,
    time::{Duration, Instant},
};

use sea_orm::{
    ConnectOptions, Database, DatabaseConnection, DbErr, RuntimeErr,
    sqlx::{
        self, ConnectOptions as _, Connection as _, SqliteConnection, SqlitePool,
        postgres::PgConnectOptions,
        sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
    },
};

use super::{
    Db, hold,
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

/// The file of an embedded database; none on PostgreSQL. A relative path lies in the data folder.
pub fn sqlite_file(url: &str, data_dir: &Path) -> Option<PathBuf> {
    let path = url.strip_prefix("sqlite:")?.trim_start_matches("//");
    Some(data_dir.join(path.split('?').next().unwrap_or(path)))
}

/// Opens the database of a URL; an embedded one is created, and held so that nobody replaces it meanwhile.
pub async fn connect(url: &str, data_dir: &Path, limits: Limits) -> Result<Db, DbErr> {
    if let Some(file) = sqlite_file(url, data_dir) {
        let held = hold::share(&file).map_err(|error| DbErr::Custom(error.to_string()))?;
        let options = embedded(&file).create_if_missing(true);
        // The writer first: it creates the file and its journal.
        let writers = sqlite(options.clone().synchronous(SqliteSynchronous::Full), 1, limits.write).await?;
        let options = options.pragma("query_only", "ON").disable_statement_logging();
        let readers = Readers::Sqlite(Lanes::new(options, limits.readers, limits.read));
        Ok(Db::new(readers, writers, held))
    } else {
        let writers = postgres(url, limits.writers, limits.write).await?;
        let options = PgConnectOptions::from_str(url)
            .map_err(wrap)?
            .application_name("opora")
            .options([("statement_timeout", limits.read.as_millis().to_string())])
            .disable_statement_logging();
        Ok(Db::new(Readers::Postgres(Lanes::new(options, limits.readers, limits.read)), writers, None))
    }
}

/// One connection without a time limit, for migrations and checks; an embedded database is created if asked.
pub async fn maintenance(url: &str, data_dir: &Path, create: bool) -> Result<DatabaseConnection, DbErr> {
    const NEVER: Duration = Duration::from_hours(24 * 365);
    match sqlite_file(url, data_dir) {
        Some(file) => sqlite(embedded(&file).create_if_missing(create), 1, NEVER).await,
        None => postgres(url, 1, Duration::ZERO).await,
    }
}

/// One connection to a file that nobody else touches and that stays as it is.
pub async fn inspect(file: &Path) -> Result<DatabaseConnection, DbErr> {
    sqlite(SqliteConnectOptions::new().filename(file).read_only(true).immutable(true), 1, Duration::from_hours(24))
        .await
}

fn embedded(file: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(file)
        .foreign_keys(true)
        .journal_mode(SqliteJournalMode::Wal)
        .busy_timeout(Duration::from_secs(30))
        .optimize_on_close(true, 400)
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
    match Database::connect(options).await {
        // A pool tries again until its time is over and forgets why.
        Err(DbErr::ConnectionAcquire(_) | DbErr::Conn(_)) => Err(match reach(url).await {
            Err(cause) => cause,
            Ok(()) => DbErr::Custom("it answers now, but did not for half a minute".to_owned()),
        }),
        connected => connected,
    }
}

/// Connects once, to see whether it can be done; the error has the cause.
pub async fn reach(url: &str) -> Result<(), DbErr> {
    let options = PgConnectOptions::from_str(url).map_err(wrap)?;
    let attempt = tokio::time::timeout(Duration::from_secs(10), options.connect()).await;
    let connection =
        attempt.map_err(|_elapsed| DbErr::Custom("no answer for ten seconds".to_owned()))?.map_err(wrap)?;
    connection.close().await.map_err(wrap)
}

fn wrap(error: sqlx::Error) -> DbErr {
    DbErr::Conn(RuntimeErr::SqlxError(error.into()))
}
