//! The composition root: configuration → database → schema → server. `main`, the commands and the tests begin here.

use std::{
    net::{SocketAddr, TcpListener},
    sync::Arc,
    time::Duration,
};

use actix_web::dev::ServerHandle;
use async_graphql::{Executor, Request, Response};
use async_trait::async_trait;
use migration::{Migrator, MigratorTrait};
use sea_orm::ConnectionTrait;

use crate::{
    access::Viewer,
    auth::Auth,
    clock::Clock,
    config::Config,
    db::{Db, connect},
    error::AppError,
    graphql::{self, OporaSchema, loaders::loaders},
    http::{self, Backend, Caller, Meta},
    service::Cx,
};

/// A running service.
pub struct App {
    addr: SocketAddr,
    db: Db,
    server: ServerHandle,
    thread: Option<std::thread::JoinHandle<()>>,
}

/// Why a service does not start: one clear sentence.
#[derive(Debug)]
pub struct StartError(pub String);

impl StartError {
    /// A step that failed.
    pub fn at(step: &str, cause: impl std::fmt::Display) -> Self {
        Self(format!("{step}: {cause}"))
    }
}

impl App {
    /// Opens the database, migrates it if needed, and serves.
    pub async fn start(config: Config) -> Result<Self, StartError> {
        let db = open_migrated(&config).await?;
        let auth = Auth::open(&config, &db).await?;
        if config.demo {
            let report = crate::demo::load(&Cx::system(db.clone(), config.clock())).await;
            tracing::info!(?report, "demonstration network");
        }
        let backend = Arc::new(Service::new(db.clone(), auth, config.clock()));
        let listener = TcpListener::bind(config.bind)
            .map_err(|e| StartError::at(&format!("cannot listen on {}", config.bind), e))?;
        let addr = listener.local_addr().map_err(|e| StartError::at("socket", e))?;
        let settings = http::Settings {
            limits: config.limits.clone(),
            cors_origins: config.cors_origins.clone(),
            workers: config.workers,
            stop_seconds: 10,
        };
        // The server lives on a thread of its own: its handlers are not `Send`, whoever starts it may be anything.
        let (tell, told) = tokio::sync::oneshot::channel();
        let thread = std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let started = http::serve(backend, &settings, listener);
                match started {
                    Ok(server) => {
                        let _ = tell.send(Ok(server.handle()));
                        if let Err(error) = server.await {
                            tracing::error!(%error, "the server ended");
                        }
                    }
                    Err(error) => {
                        let _ = tell.send(Err(StartError::at("server", error)));
                    }
                }
            });
        });
        let server = told.await.map_err(|e| StartError::at("server", e))??;
        Ok(Self { addr, db, server, thread: Some(thread) })
    }

    /// Where it listens.
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// SQL statements sent so far.
    pub fn statements(&self) -> u64 {
        self.db.statements()
    }

    /// Lets running requests end, then ends the service and its connections.
    pub async fn stop(mut self) {
        self.server.stop(true).await;
        if let Some(thread) = self.thread.take() {
            let _ = tokio::task::spawn_blocking(move || thread.join()).await;
        }
        self.db.close().await;
    }
}

/// Opens the database of a configuration.
pub async fn open(config: &Config) -> Result<Db, StartError> {
    if config.database_url.starts_with("sqlite:") {
        std::fs::create_dir_all(&config.data_dir)
            .map_err(|e| StartError::at(&format!("data folder {}", config.data_dir.display()), e))?;
    }
    let limits =
        connect::Limits { readers: 4, writers: 8, read: config.limits.execution(), write: Duration::from_mins(1) };
    connect::connect(&config.database_url, &config.data_dir, limits).await.map_err(|e| StartError::at("database", e))
}

/// Opens the database of a configuration and migrates it if needed: what the service and every command begin with.
pub async fn open_migrated(config: &Config) -> Result<Db, StartError> {
    let db = open(config).await?;
    Migrator::up(db.writers(), None).await.map_err(|e| StartError::at("migrations", e))?;
    Ok(db)
}

/// The schema as text, in a stable order.
pub fn schema_sdl() -> String {
    graphql::schema().finish().sdl_with_options(async_graphql::SDLExportOptions::new().sorted_fields())
}

/// What stands behind the wire.
struct Service {
    db: Db,
    auth: Arc<Auth>,
    clock: Clock,
    schema: OporaSchema,
    sdl: String,
}

impl Service {
    fn new(db: Db, auth: Auth, clock: Clock) -> Self {
        Self { db, auth: Arc::new(auth), clock, schema: graphql::schema().finish(), sdl: schema_sdl() }
    }
}

/// The viewer of a request, shared by its resolvers.
#[derive(Clone)]
struct Asker(Arc<Viewer>);

impl Caller for Asker {
    fn is_signed_in(&self) -> bool {
        self.0.is_signed_in()
    }
}

#[async_trait]
impl Backend for Service {
    type Viewer = Asker;

    async fn viewer(&self, bearer: Option<&str>, _: &Meta) -> Result<Asker, AppError> {
        let viewer = match bearer {
            None => Viewer::public(),
            Some(token) => self.auth.viewer(&self.db, token).await?,
        };
        Ok(Asker(Arc::new(viewer)))
    }

    fn prepare(&self, request: Request, viewer: &Asker, _: &Meta) -> Request {
        let cx = Cx { db: self.db.clone(), viewer: viewer.0.clone(), clock: self.clock.clone() };
        request.data(loaders(cx.clone())).data(cx).data(self.auth.clone())
    }

    async fn execute(&self, request: Request) -> Response {
        Executor::execute(&self.schema, request).await
    }

    async fn unready(&self) -> Vec<&'static str> {
        let ping = self.db.query_one_raw(sea_orm::Statement::from_string(self.db.get_database_backend(), "SELECT 1"));
        match ping.await {
            Ok(_) => vec![],
            Err(_) => vec!["database"],
        }
    }

    async fn jwks(&self) -> Result<serde_json::Value, AppError> {
        self.auth.jwks(&self.db).await
    }

    fn sdl(&self) -> &str {
        &self.sdl
    }

    fn statements(&self) -> u64 {
        self.db.statements()
    }
}
