//! `opora doctor`: is all well, and what to do where it is not.
//!
//! To add a check: a function `async fn(&Patient) -> Vec<Finding>` in a file here, and a line in [`checks`].

mod aggregates;
mod audit;
mod clock;
mod configuration;
mod database;
mod finding;
mod keys;
mod migrations;

use std::{fmt::Write as _, process::ExitCode, time::Duration};

use clap::Args;
use futures_util::future::BoxFuture;
use sea_orm::{ConnectionTrait, DbErr, QueryResult, Statement};

use super::CliError;
use crate::{
    config::{self, Config, ConfigError, KEYS, Loaded},
    db::{Db, connect},
    service::Cx,
};
use finding::{Finding, Level};

/// Check the configuration, the database, the clock, the keys, the audit log and the aggregates (диагностика)
///
/// Prints the effective settings with secrets hidden, then one finding a line: OK, WARN or FAIL, what is wrong, and how to
/// mend it. It changes nothing and can run while the service does. The exit code is 0 without a FAIL, otherwise 1.
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  opora doctor\n  opora doctor --recount\n  opora doctor --settings > settings.md")]
pub(super) struct DoctorArgs {
    /// Also count every aggregate anew from the base rows, which takes its time on a large database
    #[arg(long)]
    recount: bool,
    /// Only print every setting with its default and meaning, as a Markdown table
    #[arg(long, conflicts_with = "recount")]
    settings: bool,
}

/// The longest statement: a count of everything takes its time.
const LONG: Duration = Duration::from_hours(1);

/// What the checks look at.
struct Patient {
    loaded: Loaded,
    recount: bool,
    /// Absent where it can't be opened, or has never been made.
    db: Option<Db>,
}

impl Patient {
    fn config(&self) -> &Config {
        &self.loaded.config
    }

    /// The context of the service itself.
    fn cx(&self, db: &Db) -> Cx {
        Cx::system(db.clone(), self.config().clock())
    }
}

type Check = (&'static str, for<'p> fn(&'p Patient) -> BoxFuture<'p, Vec<Finding>>);

/// Every check that looks at an open database, in the order of the report.
const CHECKS: &[Check] = &[
    ("database", |patient| Box::pin(database::check(patient))),
    ("migrations", |patient| Box::pin(migrations::check(patient))),
    ("clock", |patient| Box::pin(clock::check(patient))),
    ("keys", |patient| Box::pin(keys::check(patient))),
    ("audit log", |patient| Box::pin(audit::check(patient))),
    ("aggregates", |patient| Box::pin(aggregates::check(patient))),
];

pub(super) async fn run(args: &DoctorArgs, loaded: Result<Loaded, ConfigError>) -> Result<ExitCode, CliError> {
    if args.settings {
        super::print(&config::markdown())?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut report = Report::default();
    match loaded {
        Ok(loaded) => {
            report.settings(&loaded);
            report.findings("configuration", configuration::check(&loaded));
            let (db, opened) = open(&loaded.config).await;
            report.findings("database", opened);
            let patient = Patient { loaded, recount: args.recount, db };
            for (name, check) in CHECKS {
                report.findings(name, check(&patient).await);
            }
            if let Some(db) = &patient.db {
                db.close().await;
            }
        }
        Err(error) => report.findings("configuration", vec![Finding::fail(error.0, "mend the setting")]),
    }
    let failed = report.failed;
    super::print(&report.finish())?;
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Opens the database as it is; nothing is made by looking at it.
async fn open(config: &Config) -> (Option<Db>, Vec<Finding>) {
    if let Some(file) = config.sqlite_file().filter(|file| !file.exists()) {
        let text = format!("there is no database yet at {}", file.display());
        return (
            None,
            vec![Finding::warn(text, "the first `opora serve` makes it; or mend OPORA_DATA_DIR, OPORA_DATABASE_URL")],
        );
    }
    let reached = if config.sqlite_file().is_none() { connect::reach(&config.database_url).await } else { Ok(()) };
    let limits = connect::Limits { readers: 2, writers: 1, read: LONG, write: LONG };
    let opened = match reached {
        Ok(()) => connect::connect(&config.database_url, &config.data_dir, limits).await,
        Err(error) => Err(error),
    };
    match opened {
        Ok(db) => (Some(db), vec![]),
        Err(error) => {
            let text = format!("{} can't be opened: {error}", config.database_address());
            (None, vec![Finding::fail(text, "see that it runs, and that OPORA_DATABASE_URL names it and its password")])
        }
    }
}

/// The rows of a statement.
async fn ask(db: &Db, sql: &str) -> Result<Vec<QueryResult>, DbErr> {
    db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await
}

/// The report as it is printed.
#[derive(Default)]
struct Report {
    text: String,
    warned: usize,
    failed: usize,
}

impl Report {
    fn settings(&mut self, loaded: &Loaded) {
        let file = loaded.file.as_ref().map_or_else(|| "no file".to_owned(), |file| file.display().to_string());
        let _ = writeln!(self.text, "Settings ({file}):");
        for key in KEYS {
            let (value, origin) = (key.shown(&loaded.config), loaded.origin(key).word());
            let value = if value.is_empty() { "-" } else { &value };
            let _ = writeln!(self.text, "  {:<34} {value}  ({origin})", key.variable());
        }
        self.text.push('\n');
    }

    fn findings(&mut self, check: &str, findings: Vec<Finding>) {
        for Finding { level, text, mend } in findings {
            self.warned += usize::from(level == Level::Warn);
            self.failed += usize::from(level == Level::Fail);
            let _ = writeln!(self.text, "{:<4}  {check}: {}", level.word(), text.replace('\n', " "));
            if let Some(mend) = mend {
                let _ = writeln!(self.text, "      → {mend}");
            }
        }
    }

    fn finish(mut self) -> String {
        let _ = match (self.failed, self.warned) {
            (0, 0) => writeln!(self.text, "\nAll is well."),
            (0, warned) => writeln!(self.text, "\nNothing failed; warnings: {warned}."),
            (failed, warned) => writeln!(self.text, "\nFailed: {failed}; warnings: {warned}."),
        };
        self.text
    }
}
