//! The server: workers, time limits of connections, and what every answer carries (request id, headers, log line).

use std::{net::TcpListener, sync::Arc, time::Instant};

use actix_cors::{Cors, CorsError};
use actix_web::{
    App, Error, HttpMessage, HttpRequest, HttpServer,
    body::MessageBody,
    dev::{Server, ServiceFactory, ServiceRequest, ServiceResponse},
    http::header::{self, HeaderName, HeaderValue},
    middleware::{Next, from_fn},
    web,
};

use tracing::Instrument;

use super::{Backend, Wire, metrics::Metrics, refused, routes};
use crate::graphql::limits::Limits;

/// Longest `X-Request-Id` that is taken over.
const REQUEST_ID: usize = 64;

/// Settings of the wire.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// What a request may cost.
    pub limits: Limits,
    /// Origins whose pages may call the service; `*` is any.
    pub cors_origins: Vec<String>,
    /// Worker threads; the number of cores when absent.
    pub workers: Option<usize>,
    /// Seconds that running requests have to end when the service stops.
    pub stop_seconds: u64,
}

/// Serves a backend on a bound socket. The server runs while it is awaited; signals are left to the caller.
pub fn serve<B: Backend>(backend: Arc<B>, settings: &Settings, listener: TcpListener) -> std::io::Result<Server> {
    let metrics = Metrics::new().map_err(std::io::Error::other)?;
    let wire = web::Data::new(Wire { backend, limits: settings.limits.clone(), metrics });
    let origins = settings.cors_origins.clone();
    let server = HttpServer::new(move || application(wire.clone(), &origins));
    let server = match settings.workers {
        Some(workers) => server.workers(workers.max(1)),
        None => server,
    };
    Ok(server.disable_signals().shutdown_timeout(settings.stop_seconds).listen(listener)?.run())
}

/// The paths with what surrounds them.
pub(super) fn application<B: Backend>(
    wire: web::Data<Wire<B>>,
    origins: &[String],
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody + use<B>>,
        Error = Error,
        InitError = (),
    > + use<B>,
> {
    App::new()
        .app_data(wire)
        .configure(routes::configure::<B>)
        .default_service(web::to(|request: HttpRequest| refused::unknown_path(&request)))
        .wrap(cors(origins))
        .wrap(from_fn(every_answer))
}

fn cors(origins: &[String]) -> Cors {
    let cors = Cors::default()
        .allowed_methods(["GET", "POST", "PUT"])
        .allowed_headers([
            "accept",
            "accept-language",
            "authorization",
            "content-type",
            "idempotency-key",
            "x-request-id",
        ])
        .expose_headers(["x-request-id", "retry-after"])
        .max_age(3600);
    if origins.iter().any(|origin| origin == "*") {
        return cors.allow_any_origin().send_wildcard();
    }
    let origins = origins.to_vec();
    cors.allowed_origin_fn(move |origin, _| origins.iter().any(|allowed| allowed.as_bytes() == origin.as_bytes()))
}

/// The id of a request, once the middleware has seen it.
#[derive(Clone)]
struct RequestId(String);

/// The id of a request.
pub(super) fn request_id(request: &HttpRequest) -> String {
    request.extensions().get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default()
}

async fn every_answer(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let id = asked_id(&request).unwrap_or_else(own_id);
    request.extensions_mut().insert(RequestId(id.clone()));
    // The path alone: a query string may hold a document and its variables.
    let (method, path) = (request.method().clone(), request.path().to_owned());
    let started = Instant::now();

    let span = tracing::info_span!("request", id);
    let lang = crate::lang::Lang::of_header(request.headers().get("accept-language").and_then(|it| it.to_str().ok()));
    let response = next.call(request).instrument(span.clone()).await?;
    let refused = response.response().error().is_some_and(|error| error.as_error::<CorsError>().is_some());
    let mut response = if refused {
        response.into_response(refused::origin(lang)).map_into_right_body()
    } else {
        response.map_into_left_body()
    };

    let headers = response.headers_mut();
    if let Ok(value) = HeaderValue::from_str(&id) {
        headers.insert(HeaderName::from_static("x-request-id"), value);
    }
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    let set = |headers: &mut header::HeaderMap, name, value| {
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    };
    set(headers, header::CACHE_CONTROL, "no-store");
    set(headers, header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'");
    let (status, millis) = (response.status().as_u16(), started.elapsed().as_millis());
    span.in_scope(|| {
        // Probes come every few seconds.
        if path == "/metrics" || path.starts_with("/health/") {
            tracing::debug!(%method, path, status, %millis, "answered");
        } else {
            tracing::info!(%method, path, status, %millis, "answered");
        }
    });
    Ok(response)
}

/// The client's own id, if it is one that can stand in a log.
fn asked_id(request: &ServiceRequest) -> Option<String> {
    let id = request.headers().get("x-request-id")?.to_str().ok()?;
    let fine = (1..=REQUEST_ID).contains(&id.len())
        && id.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'));
    fine.then(|| id.to_owned())
}

#[expect(clippy::disallowed_methods, reason = "names a request in the log and is stored nowhere")]
fn own_id() -> String {
    uuid::Uuid::now_v7().simple().to_string()
}
