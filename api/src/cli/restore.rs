//! `opora restore`: a backup takes the place of the embedded database.

use std::{
    fs,
    path::{Path, PathBuf},
};

use clap::Args;
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};

use super::{CliError, private};
use crate::{
    config::Config,
    db::{
        connect,
        hold::{self, beside},
        migrate,
    },
    start::data_folder,
};

/// What begins a file of SQLite.
const MAGIC: &[u8] = b"SQLite format 3\0";
/// What the names of a database that was replaced end in.
const REPLACED: &str = ".replaced";

/// Put a backup in the place of the embedded database (восстановление)
///
/// Refused while a service or a command uses the database, when the backup is damaged, is not of opora or is of a newer
/// version, and, without --force, when there is a database already. A database that is replaced is kept beside under
/// the name FILE.replaced (and replaces the one that was kept before). The next start migrates an older backup.
///
/// The master key must be the one of the backup: put the file master.key into the data folder (mode 0600), or set
/// `OPORA_MASTER_KEY`. On PostgreSQL opora restores nothing: it names the command of the standard tool and fails.
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  opora restore /backup/opora.db\n  opora restore /backup/opora.db --force\n  \
                        install -m 0600 /backup/opora.db.key data/master.key")]
pub(super) struct RestoreArgs {
    /// A file that `opora backup` has made
    file: PathBuf,
    /// Replace the database that is there
    #[arg(long)]
    force: bool,
}

pub(super) async fn run(args: RestoreArgs, config: &Config) -> Result<(), CliError> {
    let Some(database) = config.sqlite_file() else { return Err(standard_tool(config, &args.file)) };
    let fault = |error| CliError::at(&format!("{} is not readable", args.file.display()), error);
    looks_whole(&args.file).map_err(fault)?.map_err(|why| not_ours(&args.file, why))?;
    data_folder(config)?;
    let alone = hold::alone(&database)
        .map_err(|error| CliError::at(&format!("{} can't be replaced", database.display()), error))?;
    let present = fs::metadata(&database).is_ok_and(|file| file.len() > 0);
    if present && !args.force {
        return Err(CliError::new(format!(
            "there is a database at {}; --force replaces it and keeps it as {}",
            database.display(),
            beside(&database, REPLACED).display()
        )));
    }

    // Checked where it will lie, so that what was checked is what is used.
    let incoming = Incoming(beside(&database, ".incoming"));
    drop(fs::remove_file(&incoming.0));
    let mut from = fs::File::open(&args.file).map_err(fault)?;
    let io = |error| CliError::at(&format!("cannot write {}", incoming.0.display()), error);
    let mut copy = private::create(&incoming.0).map_err(io)?;
    std::io::copy(&mut from, &mut copy).and_then(|_| copy.sync_all()).map_err(io)?;
    let pending = check(&incoming.0).await.map_err(|why| not_ours(&args.file, &why.0))?;

    replace(&database, &incoming.0)
        .map_err(|error| CliError::at(&format!("cannot replace {}", database.display()), error))?;
    drop(alone);
    super::print(&format!("{}\n", database.display()))?;
    if present {
        super::tell(&format!("the database that was there is kept as {}", beside(&database, REPLACED).display()));
    }
    if pending > 0 {
        super::tell(&format!("the next start will apply {pending} migrations"));
    }
    if config.master_key.is_none() && !config.master_key_file().exists() {
        super::tell(&format!("put the master key of this backup to {}", config.master_key_file().display()));
    }
    Ok(())
}

/// A copy on its way, gone when it did not arrive.
struct Incoming(PathBuf);

impl Drop for Incoming {
    fn drop(&mut self) {
        drop(fs::remove_file(&self.0));
    }
}

/// Whether it can be a whole database, seen from outside.
fn looks_whole(file: &Path) -> std::io::Result<Result<(), &'static str>> {
    let mut start = [0; 16];
    let read = std::io::Read::read(&mut fs::File::open(file)?, &mut start)?;
    let log = beside(file, "-wal");
    Ok(if start.get(..read) != Some(MAGIC) {
        Err("it is not a file of SQLite")
    } else if fs::metadata(log).is_ok_and(|log| log.len() > 0) {
        Err("it has a log beside it (-wal), so it is a database in use and not a backup")
    } else {
        Ok(())
    })
}

/// Whether it is a sound database of opora; answers how many migrations it lacks.
async fn check(file: &Path) -> Result<usize, CliError> {
    let connection = connect::inspect(file).await?;
    let checked = check_open(&connection).await;
    connection.close().await?;
    checked
}

async fn check_open(connection: &DatabaseConnection) -> Result<usize, CliError> {
    let ask = |sql| connection.query_all_raw(Statement::from_string(connection.get_database_backend(), sql));
    let answer: String = match ask("PRAGMA integrity_check(1)").await?.first() {
        Some(row) => row.try_get_by_index(0)?,
        None => String::new(),
    };
    if answer != "ok" {
        return Err(CliError::new(format!("it is damaged ({answer})")));
    }
    if !ask("PRAGMA foreign_key_check").await?.is_empty() {
        return Err(CliError::new("rows in it refer to rows that it does not have"));
    }
    let steps = migrate::status(connection).await?;
    let ours = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name IN ('counter', 'change', 'setting')";
    if !steps.iter().any(|step| step.applied) || ask(ours).await?.len() != 3 {
        return Err(CliError::new("it is not a database of opora"));
    }
    Ok(steps.iter().filter(|step| !step.applied).count())
}

/// Moves a checked file to the place of a database. Whenever this is interrupted, no log lies beside a database that it
/// does not belong to: SQLite drops a log that has no database.
fn replace(database: &Path, incoming: &Path) -> std::io::Result<()> {
    let (log, index) = (beside(database, "-wal"), beside(database, "-shm"));
    let kept = beside(database, REPLACED);
    if database.exists() {
        for old in [&beside(&kept, "-wal"), &beside(&kept, "-shm")] {
            remove(old)?;
        }
        fs::rename(database, &kept)?;
        if log.exists() {
            fs::rename(&log, beside(&kept, "-wal"))?;
        }
    }
    remove(&log)?;
    remove(&index)?;
    fs::rename(incoming, database)?;
    private::sync_folder(database);
    Ok(())
}

fn remove(file: &Path) -> std::io::Result<()> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn not_ours(file: &Path, why: &str) -> CliError {
    CliError::new(format!("{} can't be restored: {why}", file.display()))
}

fn standard_tool(config: &Config, file: &Path) -> CliError {
    CliError::new(format!(
        "on PostgreSQL its own tool restores, while no opora serves: pg_restore --clean --if-exists --no-owner \
         --single-transaction --dbname='{}' '{}' (the password from PGPASSWORD or ~/.pgpass)",
        config.database_address(),
        file.display()
    ))
}
