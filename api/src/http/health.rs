//! `GET /health/live` and `GET /health/ready`.

use std::{
    future::{self, Ready},
    time::Duration,
};

use actix_web::{HttpResponse, http::header, web};
use serde_json::json;

use super::{Backend, Wire, refused::JSON, run::guarded};

/// Longest time of the check; an orchestrator asks again.
const TIME: Duration = Duration::from_secs(5);

/// The process answers.
pub(super) fn live() -> Ready<HttpResponse> {
    future::ready(
        HttpResponse::Ok().insert_header((header::CONTENT_TYPE, JSON)).body(json!({ "status": "ok" }).to_string()),
    )
}

/// The service can work: its database answers, its migrations are done.
pub(super) async fn ready<B: Backend>(wire: web::Data<Wire<B>>) -> HttpResponse {
    let failing = guarded(TIME, wire.backend.unready()).await.unwrap_or_else(|_| vec!["timeout"]);
    let (mut answer, body) = if failing.is_empty() {
        (HttpResponse::Ok(), json!({ "status": "ok" }))
    } else {
        (HttpResponse::ServiceUnavailable(), json!({ "status": "unavailable", "failing": failing }))
    };
    answer.insert_header((header::CONTENT_TYPE, JSON)).body(body.to_string())
}
