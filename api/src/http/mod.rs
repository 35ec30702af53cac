//! The outside of the service: HTTP, and nothing of what the service is about.
//!
//! What is behind comes in through one trait, [`Backend`]; [`serve()`] makes a server of it.
//!
//! - `routes.rs`: the paths. To add one: a function `routes` in a module of its own, and its line there.
//! - `server.rs`: the server and what every answer carries. `refused.rs`: errors outside of GraphQL execution.
//! - `graphql.rs`: `GET` and `POST /graphql`, in the order of `negotiate.rs`, `bearer.rs`, `body.rs`, `params.rs`,
//!   [`limits::check`](crate::graphql::limits::check()), `run.rs`, `answer.rs`.
//! - `assets.rs`: GraphiQL. `files.rs`: files. `health.rs`, `metrics.rs`, `published.rs`: for operators and clients.

mod answer;
mod assets;
mod bearer;
mod body;
mod files;
mod graphql;
mod health;
mod metrics;
mod negotiate;
mod params;
mod published;
mod refused;
mod routes;
mod run;
mod server;
#[cfg(test)]
mod tests;

use std::{net::IpAddr, sync::Arc};

use actix_web::HttpRequest;
use async_graphql::{Request, Response};
use async_trait::async_trait;

pub use files::{Kept, Sent, Served, SignedLink};
pub use server::{Settings, serve};

use crate::{error::AppError, graphql::limits::Limits, lang::Lang};
use metrics::Metrics;

/// Who asks, as far as the wire must know.
pub trait Caller: Clone + Send + Sync + 'static {
    /// Whether a valid token came with the request.
    fn is_signed_in(&self) -> bool;
}

/// The service behind the wire.
#[async_trait]
pub trait Backend: Send + Sync + 'static {
    /// Who asks. The adapter puts it into the data of each request, beside [`Meta`].
    type Viewer: Caller;

    /// The viewer of a bearer token, or the public one. `UNAUTHENTICATED` becomes 401, before anything runs.
    async fn viewer(&self, bearer: Option<&str>, meta: &Meta) -> Result<Self::Viewer, AppError>;

    /// Adds what resolvers need to a checked request.
    fn prepare(&self, request: Request, viewer: &Self::Viewer, meta: &Meta) -> Request;

    /// Executes a prepared request.
    async fn execute(&self, request: Request) -> Response;

    /// What is not ready, by name; empty when the service can work.
    async fn unready(&self) -> Vec<&'static str>;

    /// The public signing keys, as a JSON Web Key Set.
    async fn jwks(&self) -> Result<serde_json::Value, AppError>;

    /// Whether the viewer may send files at all; asked before a body is read.
    fn may_send_files(&self, _: &Self::Viewer) -> Result<(), AppError> {
        Err(AppError::not_found())
    }

    /// Keeps a file that was sent.
    async fn keep_file(&self, _: &Self::Viewer, _: &Meta, _: Sent) -> Result<Kept, AppError> {
        Err(AppError::not_found())
    }

    /// A file by the viewer's right, or by a signed link.
    async fn file(&self, _: &Self::Viewer, _: &Meta, _: &str, _: Option<SignedLink>) -> Result<Served, AppError> {
        Err(AppError::not_found())
    }

    /// The schema in the definition language.
    fn sdl(&self) -> &str;

    /// SQL statements sent so far.
    fn statements(&self) -> u64;
}

/// What the head of a request says beside the token.
#[derive(Clone, Debug)]
pub struct Meta {
    /// Language of messages.
    pub lang: Lang,
    /// The client's `X-Request-Id`, or ours; it stands in the log and in the answer.
    pub request_id: String,
    /// Address of the other end of the connection.
    pub peer: Option<IpAddr>,
    /// The client's name for itself, shortened.
    pub user_agent: Option<String>,
}

impl Meta {
    fn of(request: &HttpRequest) -> Self {
        let header = |name| request.headers().get(name).and_then(|value| value.to_str().ok());
        Self {
            lang: Lang::of_header(header("accept-language")),
            request_id: server::request_id(request),
            peer: request.peer_addr().map(|address| address.ip()),
            user_agent: header("user-agent").map(|name| name.chars().take(200).collect()),
        }
    }
}

/// What the handlers share.
struct Wire<B> {
    backend: Arc<B>,
    limits: Limits,
    metrics: Metrics,
}
