//! The wire of the running service: GraphQL over HTTP, limits, refusals, the page, what operators read.
//!
//! What needs a backend that panics, hangs or leaks is tested beside the code, in `api/src/http/tests`.
//!
//! - `audits.rs`: the public audits of GraphQL over HTTP, by their ids.
//! - `limits.rs`: every limit at its edge and one above it. `refusals.rs`: what is refused before it runs.
//! - `page.rs`: GraphiQL and its samples. `published.rs`: schema, keys, health, metrics.

mod audits;
mod limits;
mod page;
mod published;
mod refusals;

use serde_json::{Value, json};

use crate::support::{Answer, wire::Wire};

/// Headers of a JSON body, answered in the newer media type.
const JSON: [(&str, &str); 2] = [("content-type", "application/json"), ("accept", "application/graphql-response+json")];

/// A document as a body.
fn body(document: &str) -> Vec<u8> {
    json!({ "query": document }).to_string().into_bytes()
}

/// Posts a document without a token.
fn post(wire: &Wire, document: &str) -> Answer {
    Answer::new(&wire.send("POST", "/graphql", &JSON, &body(document)))
}

/// `extensions.code` of the first error, empty without one.
fn code(body: &Value) -> &str {
    body.pointer("/errors/0/extensions/code").and_then(Value::as_str).unwrap_or_default()
}
