//! Reading connections, held by the thread that uses them.
//!
//! A pool of sqlx pings whenever a connection is given back, which on a point query costs more than the query
//! (DECISIONS 18). Here each worker thread opens its own few connections once and lends them to one statement at a
//! time. A connection is kept only when its statement came to its end: one that was dropped in the middle, or that
//! failed below the level of SQL, is closed and opened anew by the next one who needs it.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    thread::ThreadId,
    time::{Duration, Instant},
};

use sea_orm::{
    DbErr, QueryResult, RuntimeErr, Statement,
    sqlx::{
        self, AssertSqlSafe, ConnectOptions, Connection, PgConnection, SqliteConnection, postgres::PgConnectOptions,
        sqlite::SqliteConnectOptions,
    },
};
use sea_query_sqlx::SqlxValues;
use tokio::sync::Semaphore;

/// How many virtual machine steps SQLite takes between two looks at the clock.
const STEPS: i32 = 20_000;

/// How long a statement waits for a connection of its thread.
const PATIENCE: Duration = Duration::from_secs(30);

/// The connections of either database.
#[derive(Debug)]
pub enum Readers {
    /// Of the file.
    Sqlite(Lanes<SqliteReader>),
    /// Of the server; the time limit is the server's.
    Postgres(Lanes<PgReader>),
}

impl Readers {
    /// The rows of a statement.
    pub async fn query_all(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        match self {
            Self::Sqlite(lanes) => lanes.query_all(statement).await,
            Self::Postgres(lanes) => lanes.query_all(statement).await,
        }
    }

    /// Closes what nobody is using.
    pub async fn close(&self) {
        match self {
            Self::Sqlite(lanes) => lanes.close().await,
            Self::Postgres(lanes) => lanes.close().await,
        }
    }
}

/// A connection that reads.
pub trait Reader: Sized + Send + 'static {
    /// How it is opened.
    type Options: Clone + Send + Sync + std::fmt::Debug;
    /// Opens one.
    fn open(options: &Self::Options) -> impl Future<Output = Result<Self, sqlx::Error>> + Send;
    /// The rows of a statement.
    fn rows(
        &mut self,
        sql: String,
        values: SqlxValues,
        limit: Duration,
    ) -> impl Future<Output = Result<Vec<QueryResult>, sqlx::Error>> + Send;
    /// Closes it in good order.
    fn close(self) -> impl Future<Output = ()> + Send;
}

/// A connection to the server.
#[derive(Debug)]
pub struct PgReader(PgConnection);

impl Reader for PgReader {
    type Options = PgConnectOptions;

    async fn open(options: &PgConnectOptions) -> Result<Self, sqlx::Error> {
        options.connect().await.map(Self)
    }

    async fn rows(&mut self, sql: String, values: SqlxValues, _: Duration) -> Result<Vec<QueryResult>, sqlx::Error> {
        let rows = sqlx::query_with(AssertSqlSafe(sql), values).fetch_all(&mut self.0).await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    async fn close(self) {
        let _ = self.0.close().await;
    }
}

/// A connection to the file, with the end of its present statement in milliseconds since it was opened.
#[derive(Debug)]
pub struct SqliteReader {
    inner: SqliteConnection,
    opened: Instant,
    end: Arc<AtomicU64>,
}

impl SqliteReader {
    fn millis(&self) -> u64 {
        u64::try_from(self.opened.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}

impl Reader for SqliteReader {
    type Options = SqliteConnectOptions;

    async fn open(options: &SqliteConnectOptions) -> Result<Self, sqlx::Error> {
        let mut inner = options.connect().await?;
        let (opened, end) = (Instant::now(), Arc::new(AtomicU64::new(u64::MAX)));
        let deadline = end.clone();
        inner.lock_handle().await?.set_progress_handler(STEPS, move || {
            u64::try_from(opened.elapsed().as_millis()).unwrap_or(u64::MAX) < deadline.load(Ordering::Relaxed)
        });
        Ok(Self { inner, opened, end })
    }

    async fn rows(
        &mut self,
        sql: String,
        values: SqlxValues,
        limit: Duration,
    ) -> Result<Vec<QueryResult>, sqlx::Error> {
        let limit = u64::try_from(limit.as_millis()).unwrap_or(u64::MAX);
        self.end.store(self.millis().saturating_add(limit), Ordering::Relaxed);
        let rows = sqlx::query_with(AssertSqlSafe(sql), values).fetch_all(&mut self.inner).await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    async fn close(self) {
        let _ = self.inner.close().await;
    }
}

/// The connections of all threads.
#[derive(Debug)]
pub struct Lanes<R: Reader> {
    options: R::Options,
    size: usize,
    limit: Duration,
    lanes: Mutex<HashMap<ThreadId, Arc<Lane<R>>>>,
}

/// The connections of one thread.
#[derive(Debug)]
struct Lane<R> {
    free: Mutex<Vec<R>>,
    permits: Semaphore,
}

impl<R: Reader> Lanes<R> {
    /// Nothing is opened before it is needed.
    pub fn new(options: R::Options, size: u32, limit: Duration) -> Self {
        Self { options, size: size as usize, limit, lanes: Mutex::default() }
    }

    fn lane(&self) -> Arc<Lane<R>> {
        let mut lanes = self.lanes.lock().unwrap_or_else(PoisonError::into_inner);
        let lane = || Arc::new(Lane { free: Mutex::default(), permits: Semaphore::new(self.size) });
        lanes.entry(std::thread::current().id()).or_insert_with(lane).clone()
    }

    async fn query_all(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        let lane = self.lane();
        let permit = tokio::time::timeout(PATIENCE, lane.permits.acquire()).await;
        let _permit = permit
            .map_err(|_elapsed| DbErr::ConnectionAcquire(sea_orm::ConnAcquireErr::Timeout))?
            .map_err(|_closed| DbErr::ConnectionAcquire(sea_orm::ConnAcquireErr::ConnectionClosed))?;
        let free = lane.free.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut reader = match free {
            Some(reader) => reader,
            None => R::open(&self.options).await.map_err(|e| DbErr::Conn(RuntimeErr::SqlxError(e.into())))?,
        };
        let values = SqlxValues(statement.values.unwrap_or_else(|| sea_orm::Values(vec![])));
        // Whoever drops this future here drops the connection with it.
        let answer = reader.rows(statement.sql, values, self.limit).await;
        if answer.as_ref().err().is_none_or(|error| error.as_database_error().is_some()) {
            lane.free.lock().unwrap_or_else(PoisonError::into_inner).push(reader);
        }
        answer.map_err(|e| DbErr::Query(RuntimeErr::SqlxError(e.into())))
    }

    async fn close(&self) {
        let lanes = std::mem::take(&mut *self.lanes.lock().unwrap_or_else(PoisonError::into_inner));
        for lane in lanes.into_values() {
            lane.permits.close();
            let free = std::mem::take(&mut *lane.free.lock().unwrap_or_else(PoisonError::into_inner));
            for reader in free {
                reader.close().await;
            }
        }
    }
}
