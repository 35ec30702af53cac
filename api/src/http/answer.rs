//! The answer to an executed request: its members and its status.

use std::collections::BTreeMap;

use actix_web::{HttpResponse, http::StatusCode};
use async_graphql::{Response, ServerError, Value};
use serde::Serialize;

use super::negotiate::Media;

/// A GraphQL response whose `data` is absent when the request was not executed; the library's own writes null.
#[derive(Serialize)]
struct Body<'a> {
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    errors: &'a [ServerError],
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<&'a Value>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    extensions: &'a BTreeMap<String, Value>,
}

/// The answer of an execution.
///
/// The status is 200, also with errors of fields. A document that was not executed is 400, or 200 for clients that read
/// `application/json` only: such clients throw away what comes with another status, and the audits want it so.
pub(super) fn of(response: &Response, media: Media) -> HttpResponse {
    let executed = response.data != Value::Null
        || response.errors.is_empty()
        || response.errors.iter().any(|error| !error.path.is_empty());
    let status = if executed { StatusCode::OK } else { failed(media) };
    let data = executed.then_some(&response.data);
    write(status, media.content_type(), &Body { errors: &response.errors, data, extensions: &response.extensions })
}

/// The answer of a request that was not executed.
pub(super) fn of_error(error: &ServerError, status: StatusCode, media_type: &'static str) -> HttpResponse {
    let errors = std::slice::from_ref(error);
    write(status, media_type, &Body { errors, data: None, extensions: &BTreeMap::new() })
}

/// The status of a document that is not executed.
pub(super) fn failed(media: Media) -> StatusCode {
    match media {
        Media::GraphQl => StatusCode::BAD_REQUEST,
        Media::Json => StatusCode::OK,
    }
}

fn write(status: StatusCode, media_type: &'static str, body: &Body<'_>) -> HttpResponse {
    let mut answer = HttpResponse::build(status);
    answer.content_type(media_type);
    match serde_json::to_vec(body) {
        Ok(bytes) => answer.body(bytes),
        Err(error) => {
            tracing::error!(%error, "answer not written");
            HttpResponse::InternalServerError().finish()
        }
    }
}
