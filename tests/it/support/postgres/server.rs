//! Databases on a server: the templates (migrated, with the demonstration network), one copy per test, and what dead runs left behind.
//!
//! All of it goes through one connection, so copies are made one after another (a template can't be
//! copied twice at the same time). The connection also holds an advisory lock with the number of this
//! run: on a server that outlives us, the next run drops the databases of any number it can lock.

use std::collections::BTreeSet;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement};
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::support::{database::Content, scratch, service, wait};

/// All our databases are named `opora_test_<run>_<what>`.
const PREFIX: &str = "opora_test_";
/// Databases in use at the same time: on a machine with many cores the server's connections are
/// the scarce thing.
static SLOTS: Semaphore = Semaphore::const_new(10);

/// A server on which databases can be created.
pub struct Server {
    url: String,
    origin: &'static str,
    version: u32,
    run: u64,
    admin: DatabaseConnection,
    migrated: OnceLock<String>,
    demo: OnceLock<String>,
    next: AtomicU32,
}

/// A database of one test, dropped with the value.
pub struct Database {
    server: &'static Server,
    name: String,
    _slot: SemaphorePermit<'static>,
}

impl Server {
    /// Connects to the maintenance database and clears away what dead runs left behind.
    pub fn connect(url: &str, origin: &'static str) -> Self {
        let server = Self {
            url: url.to_owned(),
            origin,
            version: 0,
            // Chance from the standard library; an advisory lock takes 63 bits of it.
            run: RandomState::new().build_hasher().finish() >> 1,
            admin: wait(service::connect(url)).unwrap_or_else(|error| panic!("{origin}: {error}")),
            migrated: OnceLock::new(),
            demo: OnceLock::new(),
            next: AtomicU32::new(1),
        };
        assert!(server.lock(server.run), "two runs with one number");
        server.sweep();
        let version = server.column("SHOW server_version_num").concat();
        Self { version: version.parse().expect("a version number"), ..server }
    }

    /// The major version.
    pub fn major(&self) -> u32 {
        self.version / 10_000
    }

    /// What it is, for people.
    pub fn description(&self) -> String {
        format!("PostgreSQL {}.{}, {}", self.major(), self.version % 10_000, self.origin)
    }

    /// A database of its own for a test; a copy of a template, or without a table.
    pub fn database(&'static self, content: Content) -> Database {
        let slot = wait(SLOTS.acquire()).expect("never closed");
        let name = self.name(&self.next.fetch_add(1, Ordering::Relaxed).to_string());
        let template = match content {
            Content::Nothing => "template0",
            Content::Tables => self.migrated(),
            Content::Demo => self.demo(),
        };
        self.copy(&name, template);
        Database { server: self, name, _slot: slot }
    }

    fn migrated(&self) -> &str {
        self.migrated.get_or_init(|| {
            let name = self.name("migrated");
            self.copy(&name, "template0");
            wait(service::migrate(&with_database(&self.url, &name)));
            name
        })
    }

    fn demo(&self) -> &str {
        self.demo.get_or_init(|| {
            let name = self.name("demo");
            self.copy(&name, self.migrated());
            wait(service::load_demo(&with_database(&self.url, &name), scratch::root()));
            name
        })
    }

    /// Copies files instead of writing each page to the log: half the time.
    fn copy(&self, name: &str, template: &str) {
        self.execute(&format!(r#"CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy"#));
    }

    /// Drops the databases of runs that are no more.
    fn sweep(&self) {
        let names =
            self.column(&format!("SELECT datname::text FROM pg_database WHERE starts_with(datname, '{PREFIX}')"));
        let runs: BTreeSet<u64> = names.iter().filter_map(|name| run_of(name)).collect();
        for run in runs.into_iter().filter(|run| *run != self.run && self.lock(*run)) {
            for name in names.iter().filter(|name| run_of(name) == Some(run)) {
                self.drop(name);
            }
            self.column(&format!("SELECT pg_advisory_unlock({run})::text"));
        }
    }

    fn lock(&self, run: u64) -> bool {
        self.column(&format!("SELECT pg_try_advisory_lock({run})::text")).concat() == "true"
    }

    fn drop(&self, name: &str) {
        self.execute(&format!(r#"DROP DATABASE IF EXISTS "{name}" WITH (FORCE)"#));
    }

    fn name(&self, what: &str) -> String {
        format!("{PREFIX}{}_{what}", self.run)
    }

    fn execute(&self, sql: &str) {
        if let Err(error) = wait(self.admin.execute_unprepared(sql)) {
            panic!("{sql}: {error}");
        }
    }

    /// The first column of what a statement answers.
    fn column(&self, sql: &str) -> Vec<String> {
        let statement = Statement::from_string(DbBackend::Postgres, sql);
        let rows = wait(self.admin.query_all_raw(statement)).unwrap_or_else(|error| panic!("{sql}: {error}"));
        rows.iter().map(|row| row.try_get_by_index(0).expect("a column of text")).collect()
    }
}

impl Database {
    /// Where the service finds it.
    pub fn url(&self) -> String {
        with_database(&self.server.url, &self.name)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        self.server.drop(&self.name);
    }
}

/// The run that a database belongs to.
fn run_of(name: &str) -> Option<u64> {
    name.strip_prefix(PREFIX)?.split('_').next()?.parse().ok()
}

/// The same server and settings, another database.
fn with_database(url: &str, name: &str) -> String {
    let (address, settings) = url.split_once('?').map_or((url, None), |(address, settings)| (address, Some(settings)));
    let start = address.find("://").map_or(0, |scheme| scheme + 3);
    let end = address.get(start..).and_then(|rest| rest.find('/')).map_or(address.len(), |slash| start + slash);
    let server = address.get(..end).unwrap_or(address);
    settings.map_or_else(|| format!("{server}/{name}"), |settings| format!("{server}/{name}?{settings}"))
}

#[test]
fn another_database_of_the_same_server() {
    assert_eq!(with_database("postgres://a:b@h:1/x", "y"), "postgres://a:b@h:1/y");
    assert_eq!(with_database("postgres://h", "y"), "postgres://h/y");
    assert_eq!(with_database("postgres://h/x?sslmode=disable", "y"), "postgres://h/y?sslmode=disable");
    assert_eq!(with_database("postgres:///x?host=/run/pg", "y"), "postgres:///y?host=/run/pg");
}
