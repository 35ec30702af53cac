//! `opora migrate up|down|status`.

use clap::{Args, Subcommand};

use super::CliError;
use crate::{
    config::Config,
    db::{
        connect,
        migrate::{self, Step, Turn},
    },
    start::data_folder,
};

/// Bring the database to another version (миграции)
///
/// Safe at any time and from several places at once: one migrates, the others wait for it. `serve` migrates by itself.
/// Prints the names of the migrations that were applied or taken back, one a line.
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  opora migrate status\n  opora migrate up\n  opora migrate down --steps 2")]
pub(super) struct MigrateArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Apply what is missing
    Up {
        /// Only the next N
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
        steps: Option<u32>,
    },
    /// Take the newest back, with the tables and columns that it made and ALL THAT IS STORED IN THEM
    Down {
        /// The newest N
        #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..), conflicts_with = "all")]
        steps: u32,
        /// All of them: an empty database is left
        #[arg(long)]
        all: bool,
    },
    /// Print every migration, applied or pending; changes nothing
    Status,
}

pub(super) async fn run(args: MigrateArgs, config: &Config) -> Result<(), CliError> {
    match args.what {
        What::Up { steps } => {
            let turn = turn(config).await?;
            let names = turn.up(steps).await?;
            turn.release().await?;
            print(&names)
        }
        What::Down { steps, all } => {
            let turn = turn(config).await?;
            let mut names = turn.down((!all).then_some(steps)).await?;
            turn.release().await?;
            names.reverse();
            print(&names)
        }
        What::Status => {
            let lines: Vec<_> = status(config)
                .await?
                .into_iter()
                .map(|step| format!("{}  {}", if step.applied { "applied" } else { "pending" }, step.name))
                .collect();
            print(&lines)
        }
    }
}

async fn turn(config: &Config) -> Result<Turn, CliError> {
    data_folder(config)?;
    Ok(Turn::take(config).await?)
}

async fn status(config: &Config) -> Result<Vec<Step>, CliError> {
    if config.sqlite_file().is_some_and(|file| !file.exists()) {
        return Ok(migrate::known().into_iter().map(|name| Step { name, applied: false }).collect());
    }
    let connection = connect::maintenance(&config.database_url, &config.data_dir, false).await?;
    let steps = migrate::status(&connection).await?;
    connection.close().await?;
    Ok(steps)
}

fn print(lines: &[String]) -> Result<(), CliError> {
    if lines.is_empty() { Ok(()) } else { super::print(&(lines.join("\n") + "\n")) }
}
