//! Following changes: in commit order, without gaps and repeats, and of what is seen or was.
//!
//! - `order.rs`: the demonstration followed in pages, filters, what is refused, what it costs.
//! - `sight.rs`: who is told what, and what they are told when it leaves their sight.
//! - `writers.rs`: many writers and rollbacks while someone follows.

mod order;
mod sight;
mod writers;

use serde_json::{Value, json};

use crate::support::{Actor, Answer};

const FEED: &str = "query($after: String, $first: Int, $types: [String!], $within: ID) {
    changes(after: $after, first: $first, types: $types, within: $within) {
        endPosition hasMore
        nodes { position at operation typename id naturalKey changedFields source batchId node { __typename id } } } }";

/// One page.
fn page(actor: &Actor, after: &str, more: Value) -> Answer {
    let mut variables = json!({ "after": after });
    for (name, value) in more.as_object().into_iter().flatten() {
        variables[name] = value.clone();
    }
    actor.query(FEED, variables)
}

/// Everything after a position, and where it ends now.
fn follow(actor: &Actor, after: &str, more: &Value) -> (Vec<Value>, String) {
    let (mut changes, mut position) = (Vec::new(), after.to_owned());
    loop {
        let answer = page(actor, &position, more.clone());
        changes.extend(answer.at("changes.nodes").as_array().unwrap().iter().cloned());
        position = answer.text("changes.endPosition").to_owned();
        if answer.at("changes.hasMore") == &json!(false) {
            return (changes, position);
        }
    }
}

/// Where the feed ends now.
fn end(actor: &Actor) -> String {
    let answer = actor.query("{ changes(first: 1) { latestPosition } }", json!({}));
    answer.text("changes.latestPosition").to_owned()
}

fn positions(changes: &[Value]) -> Vec<i64> {
    changes.iter().map(|change| change["position"].as_str().unwrap().parse().unwrap()).collect()
}

/// What is told after a position, a line for each change.
fn told(actor: &Actor, after: &str) -> Vec<String> {
    let (changes, _) = follow(actor, after, &json!({}));
    let line = |change: &Value| {
        let text = |name: &str| change[name].as_str().unwrap_or("-").to_owned();
        let fields: Vec<&str> =
            change["changedFields"].as_array().unwrap().iter().map(|field| field.as_str().unwrap()).collect();
        let there = if change["node"].is_null() { "gone" } else { "there" };
        format!("{} {} {} [{}] {there}", text("typename"), text("operation"), text("naturalKey"), fields.join(","))
    };
    changes.iter().map(line).collect()
}
