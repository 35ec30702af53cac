//! The wire before a backend that can do what a good service does not: panic, hang, leak.

mod answers;
mod negotiation;
mod refusals;
mod toy;

use actix_web::{
    body::to_bytes,
    http::StatusCode,
    test::{TestRequest, call_service, init_service},
};
use serde_json::Value;

use super::server::application;
use toy::Toy;

/// The one origin whose pages may call.
const FRIEND: &str = "https://friend.example";

/// An answer: status, headers as text, JSON body.
struct Answer {
    status: StatusCode,
    headers: Vec<(String, String)>,
    body: Value,
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    fn code(&self) -> &str {
        self.body.pointer("/errors/0/extensions/code").and_then(Value::as_str).unwrap_or_default()
    }
}

/// Sends one request to a fresh application before a toy.
async fn send(toy: &Toy, request: TestRequest) -> Answer {
    let service = init_service(application(toy.wire(), &[FRIEND.to_owned()])).await;
    let response = call_service(&service, request.to_request()).await;
    let status = response.status();
    let text = |value: &actix_web::http::header::HeaderValue| value.to_str().unwrap().to_owned();
    let headers = response.headers().iter().map(|(name, value)| (name.to_string(), text(value))).collect();
    let bytes = to_bytes(response.into_body()).await.ok().unwrap();
    Answer { status, headers, body: serde_json::from_slice(&bytes).unwrap_or_default() }
}

/// A `POST /graphql` with a document.
fn post(document: &str) -> TestRequest {
    TestRequest::post()
        .uri("/graphql")
        .insert_header(("content-type", "application/json"))
        .insert_header(("accept", "application/graphql-response+json"))
        .set_payload(serde_json::json!({ "query": document }).to_string())
}
