//! The composition root: configuration → database (`start.rs`) → schema → server. `main`, the commands and the
//! tests begin here.

use std::{
    net::{SocketAddr, TcpListener},
    sync::Arc,
};

use actix_web::dev::ServerHandle;
use async_graphql::{Executor, Request, Response};
use async_trait::async_trait;
use entity::file;

use crate::{
    access::Viewer,
    auth::{Auth, Peer, master::MasterKey},
    clock::Clock,
    config::Config,
    db::{Db, connect, migrate},
    error::{AppError, Code, Failure, StartError},
    graphql::{self, OporaSchema, loaders::loaders},
    http::{self, Backend, Caller, Kept, Meta, Sent, Served, SignedLink},
    service::{self, Cx, file::link::Links},
    start::{self, Started},
};

/// A running service.
pub struct App {
    addr: SocketAddr,
    db: Db,
    server: ServerHandle,
    thread: Option<std::thread::JoinHandle<()>>,
    started: Started,
}

impl App {
    /// Opens the database, migrates it if needed, and serves.
    pub async fn start(config: Config) -> Result<Self, StartError> {
        // The address first: a start that fails must not have made an administrator whose password nobody saw.
        let listener = TcpListener::bind(config.bind)
            .map_err(|e| StartError::at(&format!("cannot listen on {}", config.bind), e))?;
        let addr = listener.local_addr().map_err(|e| StartError::at("socket", e))?;
        let (db, auth, started) = start::prepare(&config).await?;
        // Every node of a deployment accepts every link to a file.
        let links = Links::new(MasterKey::find(&config)?.derive("file links"));
        let backend = Arc::new(Service::new(db.clone(), auth, config.clock(), links));
        let settings = http::Settings {
            limits: config.limits.clone(),
            cors_origins: config.cors_origins.clone(),
            workers: config.workers,
            stop_seconds: config.stop_seconds,
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
        Ok(Self { addr, db, server, thread: Some(thread), started })
    }

    /// What the start did that its operator must know.
    pub fn started(&self) -> &Started {
        &self.started
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
    start::data_folder(config)?;
    connect::connect(&config.database_url, &config.data_dir, config.connections())
        .await
        .map_err(|e| StartError::at("database", e))
}

/// Opens the database of a configuration and migrates it if needed: what every command begins with.
pub async fn open_migrated(config: &Config) -> Result<Db, StartError> {
    let db = open(config).await?;
    if !migrate::pending(&db).await?.is_empty() {
        let turn = migrate::Turn::take(config).await?;
        turn.up(None).await?;
        turn.release().await?;
    }
    Ok(db)
}

/// The schema as text, in a stable order.
#[must_use]
pub fn schema_sdl() -> String {
    graphql::schema().finish().sdl_with_options(async_graphql::SDLExportOptions::new().sorted_fields())
}

/// What stands behind the wire.
struct Service {
    db: Db,
    auth: Arc<Auth>,
    clock: Clock,
    links: Links,
    schema: OporaSchema,
    sdl: String,
}

impl Service {
    fn new(db: Db, auth: Auth, clock: Clock, links: Links) -> Self {
        Self { db, auth: Arc::new(auth), clock, links, schema: graphql::schema().finish(), sdl: schema_sdl() }
    }

    fn cx(&self, viewer: &Asker) -> Cx {
        Cx { db: self.db.clone(), viewer: viewer.0.clone(), clock: self.clock.clone() }
    }
}

/// What a service says of an input, where there is no payload to say it in.
fn told(failure: Failure) -> AppError {
    match failure {
        Failure::App(error) => error,
        Failure::User(errors) => match errors.into_iter().next() {
            Some(error) => AppError { code: Code::BadUserInput, message: error.message },
            None => AppError::internal("a failure without errors"),
        },
        Failure::Stale | Failure::Conflict => AppError::new(
            Code::Timeout,
            "Объект занят другими изменениями, повторите позже",
            "The object is busy with other changes, try again later",
        ),
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

    fn prepare(&self, request: Request, viewer: &Asker, meta: &Meta) -> Request {
        let cx = self.cx(viewer);
        let request = request.data(loaders(cx.clone())).data(cx).data(self.auth.clone()).data(self.links.clone());
        request.data(Peer(meta.peer))
    }

    async fn execute(&self, request: Request) -> Response {
        Executor::execute(&self.schema, request).await
    }

    fn may_send_files(&self, viewer: &Asker) -> Result<(), AppError> {
        service::file::actions::may_upload(&viewer.0).require().map_err(told)
    }

    async fn keep_file(&self, viewer: &Asker, _: &Meta, sent: Sent) -> Result<Kept, AppError> {
        let Sent { name, media_type, bytes } = sent;
        let upload = service::file::upload::Upload { id: None, name, media_type, bytes };
        let row = service::file::upload::upload(&self.cx(viewer), upload).await.map_err(told)?;
        let file::Model { id, size, sha256, name, media_type, .. } = row;
        Ok(Kept { id: id.to_string(), size, sha256, name, media_type })
    }

    async fn file(&self, viewer: &Asker, _: &Meta, id: &str, link: Option<SignedLink>) -> Result<Served, AppError> {
        let id = id.parse().map_err(|_error| AppError::not_found())?;
        let link = link.map(|SignedLink { expires, signature }| (&self.links, expires, signature));
        let (row, bytes) = service::file::open::open(&self.cx(viewer), id, link).await?;
        Ok(Served { name: row.name, media_type: row.media_type, bytes })
    }

    async fn unready(&self) -> Vec<&'static str> {
        match migrate::pending(&self.db).await {
            Ok(pending) if pending.is_empty() => vec![],
            Ok(_) => vec!["migrations"],
            Err(error) => {
                tracing::warn!(?error, "not ready");
                vec!["database"]
            }
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
