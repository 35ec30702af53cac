//! The wire of the running service: GraphQL over HTTP, limits, refusals, the page, what operators read.
//!
//! What needs a backend that panics, hangs or leaks is tested beside the code, in `api/src/http/tests`.
//!
//! - `audits.rs`: the public audits of GraphQL over HTTP, by their ids.
//! - `limits.rs`: every limit at its edge and one above it. `refusals.rs`: what is refused before it runs.
//! - `tokens.rs`: what a token raises, and what ends it. `stops.rs`: the time limit; refusals in JSON on every path.
//! - `page.rs`: GraphiQL and its samples. `published.rs`: schema, keys, health, metrics.
//!
//! What the protocol asks, and where it is held:
//!
//! | rule | test |
//! | --- | --- |
//! | nested values and multiplying fragments kill nothing | `limits::the_killers…`, by GET in `http/tests/refusals.rs` |
//! | limits on tokens, nesting, selections, depth, cost, aliases, directives, roots | `limits::each_limit…` |
//! | few, short errors that quote nothing | `limits::errors_are_few…` |
//! | media types, 400 without data, types of parameters | `audits` |
//! | GET for queries only | `refusals::get_runs_no_mutation` |
//! | JSON alone, so no form of another site can write | `refusals::no_form…` |
//! | batches, unclear operations | `refusals::batches…` |
//! | bounded and timed bodies | `refusals::bodies…`, `tokens::a_token_raises…` |
//! | 401 before anything runs | `refusals::anything_but…`, `tokens::a_token_that…` |
//! | the time limit ends the work | `stops::a_statement_ends…`, `stops::a_write…`, `http/tests/answers.rs` |
//! | panics and leaks are masked | `http/tests/answers.rs` |
//! | directives on `__typename` are validated | `http/tests/answers.rs` |
//! | introspection can be refused with an error | `refusals::introspection…` |
//! | JSON errors on every path | `stops::every_refusal…` |

mod audits;
mod limits;
mod page;
mod published;
mod refusals;
mod stops;
mod tokens;

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
