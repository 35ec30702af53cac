//! The database of one test, on either backend, gone when the test ends.

use std::ops::Deref;
use std::path::Path;
use std::sync::Arc;

use tempfile::TempDir;

use super::postgres::{self, server};
use super::{Backend, Given, rows, scratch, sqlite};

/// A migrated database and a data folder, nobody else's; a clone is the same one.
#[derive(Clone)]
pub struct TestDatabase(Arc<Inner>);

struct Inner {
    backend: Backend,
    url: String,
    // Dropped in this order: a database before the folder that may hold it.
    _postgres: Option<server::Database>,
    folder: TempDir,
}

/// The same without a single table: a first start, the migrations themselves.
pub struct EmptyDatabase(TestDatabase);

impl TestDatabase {
    fn prepare(backend: Backend, migrated: bool) -> Option<Self> {
        let folder = scratch::folder();
        let (url, postgres) = match backend {
            Backend::Sqlite => (sqlite::database(folder.path(), migrated), None),
            Backend::Postgres => {
                let database = postgres::server()?.database(migrated);
                (database.url(), Some(database))
            }
        };
        Some(Self(Arc::new(Inner { backend, url, _postgres: postgres, folder })))
    }

    /// Which of the two it is.
    pub fn backend(&self) -> Backend {
        self.0.backend
    }

    /// The value of `OPORA_DATABASE_URL`.
    pub fn url(&self) -> &str {
        &self.0.url
    }

    /// The value of `OPORA_DATA_DIR`.
    pub fn folder(&self) -> &Path {
        self.0.folder.path()
    }

    /// Everything that is stored, table by table, for a comparison.
    pub fn rows(&self) -> rows::Rows {
        rows::read(&self.0.url)
    }
}

impl Given for TestDatabase {
    fn given(backend: Backend) -> Option<Self> {
        Self::prepare(backend, true)
    }
}

impl Given for EmptyDatabase {
    fn given(backend: Backend) -> Option<Self> {
        TestDatabase::prepare(backend, false).map(Self)
    }
}

impl Deref for EmptyDatabase {
    type Target = TestDatabase;

    fn deref(&self) -> &TestDatabase {
        &self.0
    }
}
