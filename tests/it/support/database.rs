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
    // Dropped in this order: whoever reads a database, the database, the folder that may hold it.
    reader: rows::Reader,
    _postgres: Option<server::Database>,
    folder: TempDir,
}

/// The same without a single table: a first start, the migrations themselves.
pub struct EmptyDatabase(TestDatabase);

/// The same with the demonstration network, loaded on the day on which the tests live; a service on it is still to be
/// told that it is one (`config.demo`).
pub struct DemoDatabase(TestDatabase);

/// What a database holds before the test begins.
#[derive(Clone, Copy)]
pub enum Content {
    /// Not a table.
    Nothing,
    /// What migrations make.
    Tables,
    /// The demonstration network.
    Demo,
}

impl TestDatabase {
    fn prepare(backend: Backend, content: Content) -> Option<Self> {
        let folder = scratch::folder();
        let (url, postgres) = match backend {
            Backend::Sqlite => (sqlite::database(folder.path(), content), None),
            Backend::Postgres => {
                let database = postgres::server()?.database(content);
                (database.url(), Some(database))
            }
        };
        Some(Self(Arc::new(Inner { backend, url, _postgres: postgres, reader: rows::Reader::default(), folder })))
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
        self.0.reader.read(&self.0.url)
    }
}

impl Given for TestDatabase {
    fn given(backend: Backend) -> Option<Self> {
        Self::prepare(backend, Content::Tables)
    }
}

impl Given for EmptyDatabase {
    fn given(backend: Backend) -> Option<Self> {
        TestDatabase::prepare(backend, Content::Nothing).map(Self)
    }
}

impl Given for DemoDatabase {
    fn given(backend: Backend) -> Option<Self> {
        TestDatabase::prepare(backend, Content::Demo).map(Self)
    }
}

impl Deref for DemoDatabase {
    type Target = TestDatabase;

    fn deref(&self) -> &TestDatabase {
        &self.0
    }
}

impl Deref for EmptyDatabase {
    type Target = TestDatabase;

    fn deref(&self) -> &TestDatabase {
        &self.0
    }
}
