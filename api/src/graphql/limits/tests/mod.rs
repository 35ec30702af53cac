//! Every limit at its edge and one above it, the two requests that kill a stock server, and what may look like them.

mod cost;
mod document;
mod property;
mod text;

use async_graphql::{Request, Variables};

use super::{Checked, Exceeded, Limit, Limits, Refusal, check};
use crate::error::Code;

/// Checks a document under the contract's limits, signed in.
fn checked(document: &str) -> Result<Checked, Refusal> {
    check(&mut Request::new(document), &Limits::default(), true)
}

fn checked_with(document: &str, variables: serde_json::Value) -> Result<Checked, Refusal> {
    let request = Request::new(document).variables(Variables::from_json(variables));
    check(&mut { request }, &Limits::default(), true)
}

/// The limit at which a document is refused.
fn exceeded(document: &str) -> Option<Exceeded> {
    checked(document).err().and_then(|refusal| refusal.exceeded)
}

fn limit(document: &str) -> Option<Limit> {
    exceeded(document).map(|exceeded| exceeded.limit)
}

fn code(document: &str) -> Option<Code> {
    checked(document).err().map(|refusal| refusal.error.code)
}
