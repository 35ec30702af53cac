//! `opora backup`: a consistent copy of the embedded database while it is served.

use std::{
    io::Write,
    path::{Path, PathBuf},
};

use clap::Args;
use sea_orm::{ConnectionTrait, Statement};

use super::{CliError, private};
use crate::{
    config::Config,
    db::{
        connect,
        hold::{self, beside},
        migrate,
    },
};

/// Copy the embedded database while it is served (резервная копия)
///
/// The copy is consistent, of one moment, of mode 0600, and appears under its name when it is whole; an existing file is
/// never replaced. Standard output names what was written.
///
/// Keep the MASTER KEY too, apart from the copy: without it the signing keys in the copy can't be read, and everybody must
/// sign in anew. It is `OPORA_MASTER_KEY`, or the file master.key of the data folder; --with-key copies that file beside the
/// copy. Stored files (сканы) lie in the database and so in the copy.
///
/// On PostgreSQL opora makes no copies: it names the command of the standard tool and fails.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  opora backup /backup/opora-$(date +%F).db\n  opora backup /backup/opora.db --with-key   # makes \
                  /backup/opora.db and /backup/opora.db.key"
)]
pub(super) struct BackupArgs {
    /// Where to; must not exist
    file: PathBuf,
    /// Also copy the master key, to FILE.key: whoever has both can sign in as anybody
    #[arg(long)]
    with_key: bool,
}

pub(super) async fn run(args: BackupArgs, config: &Config) -> Result<(), CliError> {
    let Some(database) = config.sqlite_file() else { return Err(standard_tool(config, &args.file)) };
    if !database.exists() {
        return Err(CliError::new(format!("there is no database at {}", database.display())));
    }
    let key = if args.with_key { Some(key_of(config)?) } else { None };
    let key_target = beside(&args.file, ".key");
    if key.is_some() && key_target.exists() {
        return Err(CliError::new(format!("{} exists already; choose another name", key_target.display())));
    }

    let _using = hold::share(&database).map_err(|error| CliError::at(&database.display().to_string(), error))?;
    let draft = private::Draft::of(&args.file)?;
    let connection = connect::maintenance(&config.database_url, &config.data_dir, false).await?;
    if migrate::status(&connection).await?.iter().all(|step| !step.applied) {
        return Err(CliError::new(format!("{} is not a database of opora", database.display())));
    }
    let target = draft.path().to_str().ok_or_else(|| CliError::new("the name of the copy must be text in UTF-8"))?;
    // The draft is an empty file of mode 0600, which SQLite fills.
    let sql = Statement::from_sql_and_values(connection.get_database_backend(), "VACUUM INTO ?", [target.into()]);
    connection.execute_raw(sql).await.map_err(|error| CliError::at("copy", error))?;
    connection.close().await?;
    draft.finish()?;
    super::print(&format!("{}\n", args.file.display()))?;

    if let Some(key) = key {
        let fault = |error| CliError::at(&format!("cannot write {}", key_target.display()), error);
        let mut file = private::create(&key_target).map_err(fault)?;
        file.write_all(&key).and_then(|()| file.sync_all()).map_err(fault)?;
        super::print(&format!("{}\n", key_target.display()))?;
    } else {
        super::tell("keep the master key too, apart from this copy (see opora backup --help)");
    }
    Ok(())
}

fn key_of(config: &Config) -> Result<Vec<u8>, CliError> {
    if config.master_key.is_some() {
        return Err(CliError::new(
            "the master key is a setting (OPORA_MASTER_KEY), not a file: keep it as you keep settings",
        ));
    }
    let file = config.master_key_file();
    std::fs::read(&file)
        .map_err(|error| CliError::at(&format!("the master key {} is not readable", file.display()), error))
}

fn standard_tool(config: &Config, file: &Path) -> CliError {
    CliError::new(format!(
        "on PostgreSQL its own tool makes the copy, also while opora serves: pg_dump --format=custom --no-owner \
         --file='{}' '{}' (the password from PGPASSWORD or ~/.pgpass)",
        file.display(),
        config.database_address()
    ))
}
