//! Every name of the service's Rust interface that the tests use, in one place.
//!
//! The rest of the tests knows only what CONTRACT calls the outside: HTTP, GraphQL, roles, nodes.

use std::path::Path;
use std::time::Duration;

use migration::{Migrator, MigratorTrait};
pub use opora::access::Role;
use opora::auth::Auth;
use opora::clock::Clock;
use opora::db::connect;
use opora::service::{Cx, access::command, overview::recount};
use opora::{App, Config};
use sea_orm::prelude::DateTimeUtc;
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbErr};

/// The day on which the tests live: the demonstration network's own autumn.
const NOW: &str = "2023-11-15T09:00:00Z";
/// The default of `OPORA_TIME_ZONE`.
const ZONE: &str = "Europe/Moscow";

/// What connections past the service may do.
const LIMITS: connect::Limits =
    connect::Limits { readers: 1, writers: 1, read: Duration::from_mins(1), write: Duration::from_mins(1) };

/// One connection that stays, for what a test looks up past the service.
pub async fn connect(url: &str) -> Result<DatabaseConnection, DbErr> {
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).test_before_acquire(false).sqlx_logging(false);
    options.connect_timeout(Duration::from_secs(30));
    options.idle_timeout(None).max_lifetime(None);
    Database::connect(options).await
}

/// Runs a statement past the service.
pub async fn execute(url: &str, sql: &str) {
    let connection = connect(url).await.expect("a database");
    connection.execute_unprepared(sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
    connection.close().await.expect("a closed database");
}

/// Brings a database to the newest version and leaves it closed.
pub async fn migrate(url: &str) {
    let connection = connect(url).await.expect("a database to migrate");
    Migrator::up(&connection, None).await.expect("the migrations");
    connection.close().await.expect("a closed database");
}

/// Loads the demonstration network into a migrated database and leaves it closed.
pub async fn load_demo(url: &str, folder: &Path) {
    let mut config = config(url, folder, &clock());
    config.demo = true;
    start(config).await.stop().await;
}

/// A clock that stands still until it is set.
pub fn clock() -> Clock {
    Clock::fixed(instant(NOW), ZONE.parse().expect("a time zone"))
}

/// An instant as `2023-11-15T09:00:00Z`.
pub fn instant(text: &str) -> DateTimeUtc {
    text.parse().expect("an instant in UTC")
}

/// The configuration of a service under test.
pub fn config(url: &str, folder: &Path, clock: &Clock) -> Config {
    Config::for_tests(url, folder, clock.clone())
}

/// Starts a service.
pub async fn start(config: Config) -> App {
    match App::start(config).await {
        Ok(app) => app,
        Err(error) => panic!("the service does not start: {error:?}"),
    }
}

/// Where the aggregates differ from their rows.
pub async fn recount(url: &str, folder: &Path) -> Vec<recount::Difference> {
    let db = connect::connect(url, folder, LIMITS).await.expect("a database");
    let differences = recount::recount(&Cx::system(db.clone(), clock())).await.expect("a recount");
    db.close().await;
    differences
}

/// Where accounts are opened beside a running service: one connection for all of them, since each new one to PostgreSQL
/// has to learn the whole catalogue first.
pub struct Desk {
    config: Config,
    cx: Cx,
}

impl Desk {
    /// Opens a desk on the database of a service.
    pub async fn open(config: &Config) -> Self {
        let db = connect::connect(&config.database_url, &config.data_dir, LIMITS).await.expect("a database");
        Self { config: config.clone(), cx: Cx::system(db, config.clock()) }
    }

    /// Creates a user with one grant, and answers an access token.
    pub async fn sign_in(&self, email: &str, role: &str, node: &str) -> String {
        let added = command::add_user(&self.cx, email, role, node, None).await;
        added.unwrap_or_else(|error| panic!("user {email} as {role} of {node}: {error:?}"));
        let auth = Auth::open(&self.config, &self.cx.db).await.unwrap_or_else(|error| panic!("keys: {error:?}"));
        let token = command::token(&self.cx, &auth, email, Duration::from_hours(1)).await;
        token.unwrap_or_else(|error| panic!("a token of {email}: {error:?}"))
    }

    /// Leaves the database.
    pub async fn close(self) {
        self.cx.db.close().await;
    }
}

/// Creates a user with one grant, as `opora user add` does.
pub async fn add_user(config: &Config, email: &str, role: &str, node: &str) {
    let added = opora::cli::user_add(config, email, role, node, None).await;
    added.unwrap_or_else(|error| panic!("user {email} as {role} of {node}: {error:?}"));
}

/// An access token, as `opora token` prints it.
pub async fn token(config: &Config, email: &str) -> String {
    let token = opora::cli::token(config, email, Duration::from_hours(1)).await;
    token.unwrap_or_else(|error| panic!("a token of {email}: {error:?}"))
}
