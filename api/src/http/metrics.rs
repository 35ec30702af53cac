//! `GET /metrics`: Prometheus text. Labels are closed lists; nothing of a user is among them.
//!
//! To add a metric: a field of [`Metrics`], its registration in `new`, and the place that counts.

use std::time::Instant;

use actix_web::{HttpResponse, http::StatusCode, web};
use async_graphql::parser::types::OperationType;
use prometheus::{HistogramOpts, HistogramVec, IntCounterVec, IntGauge, Opts, Registry, TextEncoder};

use super::{Backend, Wire};

/// Bounds of the duration histogram in seconds.
const SECONDS: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 10.0];

/// The counters of one server.
pub(super) struct Metrics {
    registry: Registry,
    requests: IntCounterVec,
    errors: IntCounterVec,
    duration: HistogramVec,
    running: IntGauge,
}

/// The label of an operation.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    /// Refused before its operation was known.
    Unknown,
    Query,
    Mutation,
    Subscription,
}

impl Kind {
    /// The label of an operation's type.
    pub fn of(kind: OperationType) -> Self {
        match kind {
            OperationType::Query => Self::Query,
            OperationType::Mutation => Self::Mutation,
            OperationType::Subscription => Self::Subscription,
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Query => "query",
            Self::Mutation => "mutation",
            Self::Subscription => "subscription",
        }
    }
}

impl Metrics {
    /// Counters at zero.
    pub fn new() -> Result<Self, prometheus::Error> {
        let requests = Opts::new("opora_graphql_requests_total", "GraphQL requests by operation type and HTTP status");
        let errors = Opts::new("opora_graphql_errors_total", "Errors in GraphQL answers by code");
        let duration = HistogramOpts::new("opora_graphql_request_seconds", "Duration of GraphQL requests");
        let metrics = Self {
            registry: Registry::new(),
            requests: IntCounterVec::new(requests, &["operation", "status"])?,
            errors: IntCounterVec::new(errors, &["code"])?,
            duration: HistogramVec::new(duration.buckets(SECONDS.to_vec()), &["operation"])?,
            running: IntGauge::new("opora_graphql_requests_running", "GraphQL requests being served")?,
        };
        metrics.registry.register(Box::new(metrics.requests.clone()))?;
        metrics.registry.register(Box::new(metrics.errors.clone()))?;
        metrics.registry.register(Box::new(metrics.duration.clone()))?;
        metrics.registry.register(Box::new(metrics.running.clone()))?;
        Ok(metrics)
    }

    /// A request begins.
    pub fn begin(&self) -> Running<'_> {
        self.running.inc();
        Running { metrics: self, started: Instant::now(), kind: Kind::Unknown }
    }

    fn text(&self, statements: u64) -> Result<String, prometheus::Error> {
        let mut text = TextEncoder::new().encode_to_string(&self.registry.gather())?;
        // The database counts its statements itself.
        text.push_str(
            "# HELP opora_sql_statements_total SQL statements sent\n# TYPE opora_sql_statements_total counter\n",
        );
        text.push_str("opora_sql_statements_total ");
        text.push_str(&statements.to_string());
        text.push('\n');
        Ok(text)
    }
}

/// A request being served; it stops running when dropped, also when the client has left.
pub(super) struct Running<'a> {
    metrics: &'a Metrics,
    started: Instant,
    kind: Kind,
}

impl Running<'_> {
    /// The operation is known.
    pub fn kind(&mut self, kind: Kind) {
        self.kind = kind;
    }

    /// An error is answered.
    pub fn error(&self, code: &str) {
        self.metrics.errors.with_label_values(&[code]).inc();
    }

    /// The answer is ready.
    pub fn end(self, status: StatusCode) {
        let label = self.kind.label();
        self.metrics.requests.with_label_values(&[label, status.as_str()]).inc();
        self.metrics.duration.with_label_values(&[label]).observe(self.started.elapsed().as_secs_f64());
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.metrics.running.dec();
    }
}

/// `GET /metrics`.
pub(super) async fn show<B: Backend>(wire: web::Data<Wire<B>>) -> HttpResponse {
    match wire.metrics.text(wire.backend.statements()) {
        Ok(text) => HttpResponse::Ok().content_type("text/plain; version=0.0.4; charset=utf-8").body(text),
        Err(error) => {
            tracing::error!(%error, "metrics not written");
            HttpResponse::InternalServerError().finish()
        }
    }
}
