//! Configuration: `OPORA_*` over an optional TOML file over defaults.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
};

use chrono_tz::Tz;

use crate::{clock::Clock, graphql::limits::Limits};

/// Everything a service needs to know before it starts.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where the database is.
    pub database_url: String,
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
    /// Worker threads; the number of cores when absent.
    pub workers: Option<usize>,
    /// Load the demonstration network first.
    pub demo: bool,
    /// Another clock than the machine's, in tests.
    pub clock: Option<Clock>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            database_url: "sqlite://opora.db".to_owned(),
            data_dir: PathBuf::from("data"),
            bind: SocketAddr::from(([127, 0, 0, 1], 8080)),
            time_zone: Tz::Europe__Moscow,
            master_key: None,
            cors_origins: vec![],
            limits: Limits::default(),
            workers: None,
            demo: false,
            clock: None,
        }
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

    /// The clock of the service.
    pub fn clock(&self) -> Clock {
        self.clock.clone().unwrap_or_else(|| Clock::system(self.time_zone))
    }
}
