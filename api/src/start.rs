//! From a configuration to a database that can be served: the data folder, the migrations, the first administrator, the
//! demonstration network, all in one turn, so that two nodes that start at once do each of it once.

use std::path::Path;

use sea_orm::DbErr;

use crate::{
    app::open,
    auth::{Auth, master::MasterKey},
    config::Config,
    db::{Db, migrate::Turn, setting},
    demo::{self, DemoReport},
    error::{Failure, StartError},
    service::{
        Cx,
        access::{bootstrap, command, demo::Passwords},
    },
};

/// The row of `setting` that tells of the demonstration network.
const DEMO: &str = "demo";
const LOADING: &str = "loading";
const LOADED: &str = "loaded";

/// The first administrator (администратор платформы).
#[derive(Clone)]
pub struct FirstAdmin {
    /// Whom to sign in as.
    pub email: String,
    /// A one-time password: told once, stored nowhere.
    pub password: String,
}

/// What a start did that its operator must know.
#[derive(Clone, Default)]
pub struct Started {
    /// The administrator whom this start made.
    pub admin: Option<FirstAdmin>,
    /// Kinds and counts of the demonstration network, if this start loaded it.
    pub demo: Option<DemoReport>,
    /// The accounts of the demonstration network, where it is asked for.
    pub accounts: Vec<demo::account::Shown>,
}

/// Opens the database, brings it to the newest version and fills in what must be there.
pub async fn prepare(config: &Config) -> Result<(Db, Auth, Started), StartError> {
    data_folder(config)?;
    let turn = Turn::take(config).await?;
    for name in turn.up(None).await? {
        tracing::info!(name, "migrated");
    }
    let db = open(config).await?;
    let auth = Auth::open(config, &db).await?;
    let cx = Cx::system(db.clone(), config.clock());
    // Whatever can be refused comes first: an administrator is made by a start that goes on to tell the password.
    let load = config.demo && demo_is_wanted(&db).await?;
    let admin = first_admin(&cx).await.map_err(|failure| told("first administrator", &failure))?;
    let loaded = setting::get(&db, DEMO).await.map_err(fault)?.is_some();
    let (mut demo, mut accounts) = (None, vec![]);
    if load || loaded {
        let passwords = Passwords::of(&MasterKey::find(config)?, config.is_public()).await.map_err(demo_fault)?;
        demo = if load { Some(load_demo(&cx, &passwords).await?) } else { None };
        accounts = demo_accounts(&cx, &passwords).await.map_err(demo_fault)?;
    }
    turn.release().await?;
    Ok((db, auth, Started { admin, demo, accounts }))
}

/// The accounts of the demonstration network as they are; none of them has the known password where others can reach it.
async fn demo_accounts(cx: &Cx, passwords: &Passwords) -> Result<Vec<demo::account::Shown>, Failure> {
    let closed = passwords.close_known(cx, &demo::account::ids()?).await?;
    if closed > 0 {
        tracing::warn!(
            accounts = closed,
            "others can reach this address: the accounts of the demonstration network have a password of their own now, \
             which `serve --demo --demo-public` shows"
        );
    }
    demo::account::shown(cx, passwords).await
}

/// Makes the first administrator where there is no account.
async fn first_admin(cx: &Cx) -> Result<Option<FirstAdmin>, Failure> {
    let made = bootstrap(cx).await?;
    Ok(made.map(|(user, password)| FirstAdmin { email: user.email, password }))
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
    match setting::get(db, DEMO).await.map_err(fault)?.as_deref() {
        Some(LOADED) => Ok(false),
        Some(_) => Err(StartError(
            "the loading of the demonstration network was interrupted; take the database away and start again"
                .to_owned(),
        )),
        None if setting::holds_anything(db).await.map_err(fault)? => Err(StartError(
            "the database holds other data, and the demonstration network would mix with it; start without --demo, or \
             give it a database of its own (OPORA_DATA_DIR=demo)"
                .to_owned(),
        )),
        None => Ok(true),
    }
}

/// Loads the demonstration network.
async fn load_demo(cx: &Cx, passwords: &Passwords) -> Result<DemoReport, StartError> {
    setting::put(&cx.db, DEMO, LOADING).await.map_err(fault)?;
    let report = demo::load(cx, passwords).await.map_err(|failure| told("demonstration network", &failure))?;
    setting::put(&cx.db, DEMO, LOADED).await.map_err(fault)?;
    Ok(report)
}

fn fault(error: DbErr) -> StartError {
    StartError::at("demonstration network", error)
}

#[expect(clippy::needless_pass_by_value, reason = "for map_err")]
fn demo_fault(failure: Failure) -> StartError {
    told("demonstration network", &failure)
}

/// A failure of a service, as the reason why nothing starts.
fn told(step: &str, failure: &Failure) -> StartError {
    StartError(format!("{step}: {}", command::sentence(failure)))
}
