//! The commands: one file each. To add one: its file with a clap `Args` and an `async fn run`, a variant of `Command`
//! and a line in `run`.
//!
//! Standard output holds the result alone; logs and messages go to standard error. A failure is one sentence after
//! `opora: ` and a non-zero exit: 2 for a wrong command line, 1 for everything else.

mod backup;
mod doctor;
mod generate;
mod logs;
mod migrate;
mod private;
mod restore;
mod schema;
mod serve;
mod signing_key;
mod token;
pub mod user;
mod user_add;

use std::{
    io::{ErrorKind, Write},
    path::PathBuf,
    process::ExitCode,
};

use clap::{Args, Parser, Subcommand};
use sea_orm::DbErr;

pub use user::{token, user_add};

use crate::{
    config::{Config, ConfigError, Loaded, Sources},
    error::{AppError, Failure, StartError},
    service::access::command,
};

/// opora (опора): the GraphQL backend for regional networks of children's additional education.
#[derive(Debug, Parser)]
#[command(
    name = "opora",
    version,
    after_help = "Examples:\n  opora --demo\n  opora doctor\n\nWithout a command opora serves. `opora COMMAND --help` tells all of each, `opora serve --help` every setting."
)]
struct Cli {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    serve: serve::ServeArgs,
}

/// What every command takes.
#[derive(Args, Clone, Debug)]
struct Common {
    /// The configuration file (TOML) in the place of `OPORA_CONFIG` and ./opora.toml
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum Command {
    #[command(after_help = serve::EXAMPLES, after_long_help = serve::long_help())]
    Serve(serve::ServeArgs),
    Migrate(migrate::MigrateArgs),
    Schema(schema::SchemaArgs),
    User(user_add::UserArgs),
    Token(token::TokenArgs),
    SigningKey(signing_key::SigningKeyArgs),
    Generate(generate::GenerateArgs),
    Doctor(doctor::DoctorArgs),
    Backup(backup::BackupArgs),
    Restore(restore::RestoreArgs),
}

/// Why a command failed: one clear sentence.
#[derive(Debug)]
pub struct CliError(pub String);

impl CliError {
    /// A sentence.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// A step that failed.
    pub fn at(step: &str, cause: impl std::fmt::Display) -> Self {
        Self(format!("{step}: {cause}"))
    }
}

impl From<StartError> for CliError {
    fn from(error: StartError) -> Self {
        Self(error.0)
    }
}

impl From<ConfigError> for CliError {
    fn from(error: ConfigError) -> Self {
        Self(error.0)
    }
}

impl From<DbErr> for CliError {
    fn from(error: DbErr) -> Self {
        Self::at("database", error)
    }
}

impl From<Failure> for CliError {
    fn from(failure: Failure) -> Self {
        Self(command::sentence(&failure))
    }
}

impl From<AppError> for CliError {
    fn from(error: AppError) -> Self {
        Self(command::sentence(&Failure::App(error)))
    }
}

/// Runs the command line.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) if !error.use_stderr() => return shown(&error.render().to_string()),
        Err(error) => {
            tell(&wrong_arguments(&error));
            return ExitCode::from(2);
        }
    };
    if let Some(sentence) = misplaced(&cli) {
        tell(sentence);
        return ExitCode::from(2);
    }
    match std::panic::catch_unwind(|| start(cli)) {
        Ok(Ok(code)) => code,
        Ok(Err(error)) => {
            tell(&error.0);
            ExitCode::FAILURE
        }
        Err(_) => {
            tell("a fault of the program; the log has its place");
            ExitCode::FAILURE
        }
    }
}

/// What is said before a command and belongs to another one; `--config` may stand anywhere.
fn misplaced(cli: &Cli) -> Option<&'static str> {
    (cli.command.is_some() && cli.serve.demo).then_some("--demo belongs after serve (see opora serve --help)")
}

fn start(cli: Cli) -> Result<ExitCode, CliError> {
    let file = cli.common.config.clone();
    let command = cli.command.unwrap_or(Command::Serve(cli.serve));
    if let Command::Schema(args) = &command {
        // Needs nothing of this machine, so nothing of it can be wrong.
        return schema::run(args);
    }
    let loaded = Loaded::read(&Sources::of_process(file));
    let (log, format) = loaded.as_ref().map_or_else(
        |_| (Config::default().log, Config::default().log_format),
        |loaded| (loaded.config.log.clone(), loaded.config.log_format),
    );
    logs::start(&log, format);
    let runtime = tokio::runtime::Runtime::new().map_err(|error| CliError::at("threads", error))?;
    let done = runtime.block_on(run(command, loaded));
    // Whatever still runs was told to stop, or waits for nobody.
    runtime.shutdown_background();
    done
}

async fn run(command: Command, loaded: Result<Loaded, ConfigError>) -> Result<ExitCode, CliError> {
    if let Command::Doctor(args) = &command {
        return doctor::run(args, loaded).await;
    }
    let Loaded { config, warnings, .. } = loaded?;
    for warning in warnings {
        tracing::warn!("{warning}");
    }
    match command {
        Command::Serve(args) => serve::run(args, config).await?,
        Command::Migrate(args) => migrate::run(args, &config).await?,
        Command::User(args) => user_add::run(args, &config).await?,
        Command::Token(args) => token::run(args, &config).await?,
        Command::SigningKey(args) => signing_key::run(args, &config).await?,
        Command::Generate(args) => generate::run(args, &config).await?,
        Command::Backup(args) => backup::run(args, &config).await?,
        Command::Restore(args) => restore::run(args, &config).await?,
        // Both have run already.
        Command::Schema(_) | Command::Doctor(_) => {}
    }
    Ok(ExitCode::SUCCESS)
}

/// Prints a result. A reader that has seen enough (`opora schema | head`) is no failure.
fn print(text: &str) -> Result<(), CliError> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(CliError::at("standard output", error)),
        _ => Ok(()),
    }
}

fn shown(text: &str) -> ExitCode {
    if print(text).is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Says a sentence on standard error.
fn tell(sentence: &str) {
    let sentence = sentence.trim_end().trim_end_matches('.').replace('\n', " ");
    drop(writeln!(std::io::stderr().lock(), "opora: {sentence}"));
}

/// What is wrong with a command line, in one sentence.
fn wrong_arguments(error: &clap::Error) -> String {
    let text = error.render().to_string();
    let text = text.strip_prefix("error: ").unwrap_or(&text);
    let fault = text.split("\n\nUsage:").next().unwrap_or(text).split("\n\nFor more").next().unwrap_or(text);
    let fault: Vec<_> = fault.split_whitespace().collect();
    format!("{} (see opora --help)", fault.join(" ").replace(" tip: ", "; "))
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory, error::ErrorKind};

    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn no_command_serves() {
        let cli = Cli::try_parse_from(["opora", "--demo"]).unwrap();
        assert!(cli.command.is_none() && cli.serve.demo);
        let cli = Cli::try_parse_from(["opora", "serve", "--demo", "--config", "x.toml"]).unwrap();
        assert!(matches!(cli.command, Some(Command::Serve(args)) if args.demo));
        assert!(cli.common.config.is_some());
    }

    #[test]
    fn the_configuration_file_may_stand_before_a_command() {
        let cli = Cli::try_parse_from(["opora", "--config", "x.toml", "doctor"]).unwrap();
        assert!(matches!(cli.command, Some(Command::Doctor(_))) && misplaced(&cli).is_none());
        assert!(cli.common.config.is_some());
        assert!(misplaced(&Cli::try_parse_from(["opora", "--demo", "doctor"]).unwrap()).is_some());
    }

    #[test]
    fn what_is_wrong_is_one_sentence() {
        let error = Cli::try_parse_from(["opora", "user", "add", "--role", "ANALYST"]).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::MissingRequiredArgument);
        let told = wrong_arguments(&error);
        assert!(told.contains("--email <EMAIL>") && !told.contains('\n'), "{told}");
        let told = wrong_arguments(&Cli::try_parse_from(["opora", "srve"]).unwrap_err());
        assert!(told.starts_with("unrecognized subcommand 'srve'"), "{told}");
    }

    #[test]
    fn every_command_tells_all_of_itself() {
        for command in Cli::command().get_subcommands_mut() {
            let help = command.render_long_help().to_string();
            assert!(help.contains("Examples"), "{help}");
        }
    }
}
