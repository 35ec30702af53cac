//! Configuration: `OPORA_*` over an optional TOML file over defaults, parsed once into [`Config`].
//!
//! - `keys.rs`: the one table of settings. To add one: a field of [`Config`] with its default, and an entry there; the
//!   environment, the file, `opora doctor`, `--help` and the documents follow from it.
//! - `given.rs`: a value as the operator wrote it. `file.rs`: the TOML file. `load.rs`: who wins, and what is refused.
//! - `docs.rs`: the table for people.

mod docs;
mod file;
mod given;
mod keys;
mod load;

use std::{
    fmt,
    net::SocketAddr,
    path::{Path, PathBuf},
    time::Duration,
};

use chrono_tz::Tz;

pub use docs::{help, markdown};
pub use keys::{KEYS, Key};
pub use load::{ConfigError, Loaded, Origin, Sources};

use crate::{clock::Clock, db::connect, graphql::limits::Limits};

/// The form of log lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
}

/// How often passwords and codes may be tried in a quarter of an hour; 0 is any number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tries {
    /// Of one account.
    pub account: u32,
    /// From one address; a whole institution may sit behind it.
    pub address: u32,
}

impl Default for Tries {
    fn default() -> Self {
        Self { account: 10, address: 100 }
    }
}

/// Everything a service needs to know before it starts. Its `Debug` hides secrets.
#[derive(Clone)]
pub struct Config {
    /// Where the database is.
    pub database_url: String,
    /// Connections that read, per worker thread.
    pub database_readers: u32,
    /// Connections that write; SQLite has one.
    pub database_writers: u32,
    /// Milliseconds for one writing statement.
    pub database_write_ms: u64,
    /// Where files of the service lie.
    pub data_dir: PathBuf,
    /// Where to listen.
    pub bind: SocketAddr,
    /// The time zone of the deployment: its calendar day.
    pub time_zone: Tz,
    /// Seals what must not be read from the database alone.
    pub master_key: Option<String>,
    /// Origins whose pages may call the service.
    pub cors_origins: Vec<String>,
    /// What a request may cost.
    pub limits: Limits,
    /// How often passwords and codes may be tried.
    pub tries: Tries,
    /// Worker threads; the number of cores when absent.
    pub workers: Option<usize>,
    /// Seconds that running requests have to end when the service stops.
    pub stop_seconds: u64,
    /// What is logged: a filter of `tracing-subscriber`.
    pub log: String,
    /// The form of log lines.
    pub log_format: LogFormat,
    /// Load the demonstration network first: a flag of `serve`, not a setting.
    pub demo: bool,
    /// Another clock than the machine's, in tests.
    pub clock: Option<Clock>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            database_url: "sqlite://opora.db".to_owned(),
            database_readers: 4,
            database_writers: 8,
            database_write_ms: 60_000,
            data_dir: PathBuf::from("data"),
            bind: SocketAddr::from(([127, 0, 0, 1], 8080)),
            time_zone: Tz::Europe__Moscow,
            master_key: None,
            cors_origins: vec![],
            limits: Limits::default(),
            tries: Tries::default(),
            workers: None,
            stop_seconds: 10,
            log: "warn,opora=info".to_owned(),
            log_format: LogFormat::Text,
            demo: false,
            clock: None,
        }
    }
}

#[expect(clippy::missing_fields_in_debug, reason = "the table of settings names them, and hides the secret ones")]
impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Config");
        for key in KEYS {
            shown.field(key.name, &key.shown(self));
        }
        shown.field("demo", &self.demo).field("clock", &self.clock).finish()
    }
}

impl Config {
    /// A service on a free port with a clock that the test sets.
    pub fn for_tests(database_url: &str, data_dir: &Path, clock: Clock) -> Self {
        Self {
            database_url: database_url.to_owned(),
            data_dir: data_dir.to_owned(),
            bind: SocketAddr::from(([127, 0, 0, 1], 0)),
            // The same for every service of a test: several nodes may share its database.
            master_key: Some("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef".to_owned()),
            time_zone: clock.zone(),
            clock: Some(clock),
            workers: Some(1),
            ..Self::default()
        }
    }

    /// Whether others than this machine can reach the service.
    pub fn is_public(&self) -> bool {
        !self.bind.ip().to_canonical().is_loopback()
    }

    /// The clock of the service.
    pub fn clock(&self) -> Clock {
        self.clock.clone().unwrap_or_else(|| Clock::system(self.time_zone))
    }

    /// The file of the embedded database; none on PostgreSQL.
    pub fn sqlite_file(&self) -> Option<PathBuf> {
        connect::sqlite_file(&self.database_url, &self.data_dir)
    }

    /// The URL of the database for people and command lines: without its password.
    pub fn database_address(&self) -> String {
        keys::without_password(&self.database_url).replace(":(hidden)", "")
    }

    /// Where the master key lies when it is not a setting.
    pub fn master_key_file(&self) -> PathBuf {
        self.data_dir.join("master.key")
    }

    /// What connections may do.
    pub fn connections(&self) -> connect::Limits {
        connect::Limits {
            readers: self.database_readers,
            writers: self.database_writers,
            read: self.limits.execution(),
            write: Duration::from_millis(self.database_write_ms),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_hides_secrets() {
        let config = Config {
            database_url: "postgres://opora:hunter2@db.example.org/opora?sslpassword=hunter3".to_owned(),
            master_key: Some("feedbeef".repeat(8)),
            ..Config::default()
        };
        let shown = format!("{config:?}");
        assert!(shown.contains("db.example.org") && shown.contains("master_key"), "{shown}");
        assert!(!shown.contains("hunter") && !shown.contains("feedbeef"), "{shown}");
    }
}
