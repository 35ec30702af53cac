//! The database: connections, counted and time-limited statements, and the one way to write.
//!
//! - `connect.rs`: opening either database; `lanes.rs`: the connections that read; `hold.rs`: who uses an embedded one.
//! - `migrate.rs`: one migrates at a time.
//! - `write.rs`: [`WriteTx`], one transaction with the change rows, tallies and audit entries it leaves.
//! - `sql.rs`: statements written by hand; `setting.rs`: what a deployment remembers of itself.
//! - `change.rs`, `tally.rs`, `audit.rs`: what those rows are.

pub mod audit;
pub mod change;
pub mod connect;
pub mod hold;
pub mod lanes;
pub mod migrate;
pub mod setting;
pub mod sql;
pub mod tally;
pub mod write;

use std::{
    fs::File,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use async_trait::async_trait;
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, ExecResult, QueryResult,
    SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait,
};

pub use write::WriteTx;

/// The database of a running service: readers and writers, every statement counted.
#[derive(Clone, Debug)]
pub struct Db(Arc<Pools>);

#[derive(Debug)]
struct Pools {
    readers: lanes::Readers,
    writers: DatabaseConnection,
    statements: AtomicU64,
    /// Kept while any clone lives.
    _held: Option<File>,
}

impl Db {
    /// Readers and writers of one database, and a lock that lasts as long as it is open; on SQLite there is one
    /// writer, so writers queue.
    pub fn new(readers: lanes::Readers, writers: DatabaseConnection, held: Option<File>) -> Self {
        Self(Arc::new(Pools { readers, writers, statements: AtomicU64::new(0), _held: held }))
    }

    /// Statements sent so far, by reads and writes.
    pub fn statements(&self) -> u64 {
        self.0.statements.load(Ordering::Relaxed)
    }

    /// The pool of writers, for migrations and maintenance.
    pub fn writers(&self) -> &DatabaseConnection {
        &self.0.writers
    }

    /// True on PostgreSQL.
    pub fn is_postgres(&self) -> bool {
        self.get_database_backend() == DbBackend::Postgres
    }

    /// Begins a writing transaction; nearly always [`crate::service::Cx::write`] is what is wanted.
    pub async fn begin(&self) -> Result<Tx, DbErr> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        self.count();
        Ok(Tx { inner: self.0.writers.begin_with_options(options).await?, db: self.clone() })
    }

    /// Closes every connection.
    pub async fn close(&self) {
        self.0.readers.close().await;
        if let Err(error) = self.0.writers.close_by_ref().await {
            tracing::warn!(?error, "a connection did not close well");
        }
    }

    fn count(&self) {
        self.0.statements.fetch_add(1, Ordering::Relaxed);
    }
}

#[async_trait]
impl ConnectionTrait for Db {
    fn get_database_backend(&self) -> DbBackend {
        self.0.writers.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.count();
        sql::storable(&statement)?;
        self.0.writers.execute_raw(statement).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.count();
        self.0.writers.execute_unprepared(sql).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.count();
        sql::storable(&statement)?;
        Ok(self.0.readers.query_all(statement).await?.into_iter().next())
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.count();
        sql::storable(&statement)?;
        self.0.readers.query_all(statement).await
    }
}

/// A transaction whose statements are counted too.
#[derive(Debug)]
pub struct Tx {
    inner: DatabaseTransaction,
    db: Db,
}

impl Tx {
    /// Makes the work last.
    pub async fn commit(self) -> Result<(), DbErr> {
        self.db.count();
        self.inner.commit().await
    }
}

#[async_trait]
impl ConnectionTrait for Tx {
    fn get_database_backend(&self) -> DbBackend {
        self.inner.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.db.count();
        sql::storable(&statement)?;
        self.inner.execute_raw(statement).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.db.count();
        self.inner.execute_unprepared(sql).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.db.count();
        sql::storable(&statement)?;
        self.inner.query_one_raw(statement).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.db.count();
        sql::storable(&statement)?;
        self.inner.query_all_raw(statement).await
    }
}
