//! A running service for one test.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use entity::code_enum::CodeEnum;
use opora::clock::Clock;
use opora::{App, Config};
use sea_orm::prelude::DateTimeUtc;

use super::actor::Actor;
use super::rows;
use super::service::Desk;
use super::wire::Wire;
use super::{Backend, Given, Role, TestDatabase, service, wait};

/// A service on a free port of this machine, with a database of its own and a clock that stands still.
pub struct TestApp {
    database: TestDatabase,
    config: Config,
    clock: Clock,
    /// Only absent while it is being dropped.
    app: Option<App>,
    wire: Option<Wire>,
    users: AtomicU64,
    /// Where they are opened.
    desk: OnceLock<Desk>,
    /// What [`TestApp::statements`] subtracts.
    counted: AtomicU64,
}

impl TestApp {
    /// A service with a fresh migrated database; `None` where this machine lacks the backend.
    pub fn new(backend: Backend) -> Option<Self> {
        TestDatabase::given(backend).map(|database| Self::on(&database, |_| ()))
    }

    /// A service on a database that is there already, its configuration changed before it starts.
    pub fn on(database: &TestDatabase, change: impl FnOnce(&mut Config)) -> Self {
        let clock = service::clock();
        let mut config = service::config(database.url(), database.folder(), &clock);
        change(&mut config);
        let app = wait(service::start(config.clone()));
        let wire = Wire::new(app.addr());
        Self {
            database: database.clone(),
            config,
            clock,
            app: Some(app),
            wire: Some(wire),
            users: AtomicU64::new(0),
            desk: OnceLock::new(),
            counted: AtomicU64::new(0),
        }
    }

    /// Someone with one grant: a role at a node as `opora user add --scope` takes it.
    pub fn actor(&self, role: Role, node: &str) -> Actor<'_> {
        let number = self.users.fetch_add(1, Ordering::Relaxed) + 1;
        let email = format!("{}-{number}@example.org", role.code().to_lowercase().replace('_', "-"));
        let desk = self.desk.get_or_init(|| wait(Desk::open(&self.config)));
        let token = wait(desk.sign_in(&email, role.code(), node));
        Actor::new(self, Some(token), email)
    }

    /// Someone without a token.
    pub fn public(&self) -> Actor<'_> {
        Actor::new(self, None, String::new())
    }

    /// Plain HTTP.
    pub fn wire(&self) -> &Wire {
        self.wire.as_ref().expect("a client until the end")
    }

    /// The database beneath.
    pub fn database(&self) -> &TestDatabase {
        &self.database
    }

    /// What the clock of the service shows.
    pub fn now(&self) -> DateTimeUtc {
        self.clock.now()
    }

    /// Sets the clock of the service, to an instant as `2024-12-31T21:00:00Z`.
    pub fn set_now(&self, instant: &str) {
        self.clock.set(service::instant(instant));
    }

    /// How many SQL statements the service ran since [`TestApp::reset_statements`].
    pub fn statements(&self) -> u64 {
        self.running().statements() - self.counted.load(Ordering::Relaxed)
    }

    /// Starts counting anew.
    pub fn reset_statements(&self) {
        self.counted.store(self.running().statements(), Ordering::Relaxed);
    }

    /// Asserts that a deed leaves every row of every table as it was, the named tables apart.
    pub fn unchanged_but<T>(&self, tables: &[&str], deed: impl FnOnce() -> T) -> T {
        let stored = || {
            let mut rows = self.database.rows();
            rows.retain(|table, _| !tables.contains(&table.as_str()));
            rows
        };
        let before = stored();
        let done = deed();
        let after = stored();
        assert!(before == after, "it was to change nothing:\n{}", rows::difference(&before, &after));
        done
    }

    fn running(&self) -> &App {
        self.app.as_ref().expect("a service until the end")
    }
}

impl Given for TestApp {
    fn given(backend: Backend) -> Option<Self> {
        Self::new(backend)
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        // Its connections first: a service that ends in good order waits for them.
        self.wire = None;
        if let Some(desk) = self.desk.take() {
            wait(desk.close());
        }
        if let Some(app) = self.app.take() {
            wait(app.stop());
        }
    }
}
