//! From a configuration to a database that can be served: the data folder, the migrations, the first administrator, the
//! demonstration network, all in one turn, so that two nodes that start at once do each of it once.

use std::path::Path;

use entity::code_enum::CodeEnum;
use sea_orm::{ConnectionTrait, DbErr, Statement};

use crate::{
    access::Kind,
    app::{StartError, open},
    config::Config,
    db::{Db, migrate::Turn},
    error::Failure,
    seams::{self, FirstAdmin},
    service::Cx,
};

/// The row of `setting` that tells of the demonstration network.
const DEMO: &str = "demo";
const LOADING: &str = "loading";
const LOADED: &str = "loaded";

/// What a start did that its operator must know.
#[derive(Clone, Debug, Default)]
pub struct Started {
    /// The administrator whom this start made.
    pub admin: Option<FirstAdmin>,
    /// Kinds and counts of the demonstration network, if this start loaded it.
    pub demo: Option<Vec<(&'static str, usize)>>,
}

/// Opens the database, brings it to the newest version and fills in what must be there.
pub async fn prepare(config: &Config) -> Result<(Db, Started), StartError> {
    data_folder(config)?;
    let turn = Turn::take(config).await?;
    for name in turn.up(None).await? {
        tracing::info!(name, "migrated");
    }
    let db = open(config).await?;
    let cx = Cx::system(db.clone(), config.clock());
    // Whatever can be refused comes first: an administrator is made by a start that goes on to tell the password.
    let load = config.demo && demo_is_wanted(&db).await?;
    let admin = seams::bootstrap(config, &cx).await.map_err(|failure| told("first administrator", &failure))?;
    let demo = if load { Some(demo(&cx).await?) } else { None };
    turn.release().await?;
    Ok((db, Started { admin, demo }))
}

/// Makes the data folder where the service keeps something in it.
pub fn data_folder(config: &Config) -> Result<(), StartError> {
    if config.sqlite_file().is_none() {
        return Ok(());
    }
    private_folder(&config.data_dir)
        .map_err(|error| StartError::at(&format!("data folder {}", config.data_dir.display()), error))
}

/// Makes a folder that nobody else can look into; one that exists stays as it is.
fn private_folder(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Whether the demonstration network is still to be loaded; refused where it would mix with anything else.
async fn demo_is_wanted(db: &Db) -> Result<bool, StartError> {
    if !seams::HAS_DEMO {
        return Err(StartError("this build has no demonstration network".to_owned()));
    }
    match marker(db).await.map_err(fault)?.as_deref() {
        Some(LOADED) => Ok(false),
        Some(_) => Err(StartError(
            "the loading of the demonstration network was interrupted; take the database away and start again"
                .to_owned(),
        )),
        None if holds_anything(db).await.map_err(fault)? => Err(StartError(
            "the database holds other data, and the demonstration network would mix with it; start without --demo, or \
             give it a database of its own (OPORA_DATA_DIR=demo)"
                .to_owned(),
        )),
        None => Ok(true),
    }
}

/// Loads the demonstration network.
async fn demo(cx: &Cx) -> Result<Vec<(&'static str, usize)>, StartError> {
    mark(&cx.db, LOADING).await.map_err(fault)?;
    let report = seams::load_demo(cx).await.map_err(|failure| told("demonstration network", &failure))?;
    mark(&cx.db, LOADED).await.map_err(fault)?;
    Ok(report)
}

/// Whether anything but accounts has ever been written.
async fn holds_anything(db: &Db) -> Result<bool, DbErr> {
    let sql = format!(
        "SELECT 1 FROM change WHERE typename NOT IN ('{}', '{}') LIMIT 1",
        Kind::User.code(),
        Kind::Grant.code()
    );
    Ok(db.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await?.is_some())
}

async fn marker(db: &Db) -> Result<Option<String>, DbErr> {
    let sql = format!("SELECT value FROM setting WHERE key = '{DEMO}'");
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await?;
    row.map(|row| row.try_get("", "value")).transpose()
}

async fn mark(db: &Db, value: &'static str) -> Result<(), DbErr> {
    let sql = format!(
        "INSERT INTO setting (key, value) VALUES ('{DEMO}', '{value}') ON CONFLICT (key) DO UPDATE SET value = excluded.value"
    );
    db.execute_unprepared(&sql).await.map(|_| ())
}

fn fault(error: DbErr) -> StartError {
    StartError::at("demonstration network", error)
}

/// A failure of a service, as the reason why nothing starts.
fn told(step: &str, failure: &Failure) -> StartError {
    StartError(format!("{step}: {}", crate::cli::sentence(failure)))
}
