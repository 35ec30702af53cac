//! Sets of targets: what the documents set, preparing and approving them, who may, bad rows, what lists cost.

mod demo;
mod life;
mod lists;
mod rights;
mod rows;

use serde_json::{Value, json};

use crate::{
    status::Network,
    support::{Actor, Answer, with},
};

/// What an answer to a mutation of a set shows.
const SHOWN: &str = "id version code name kind visibility level";

/// Sends a mutation of sets.
pub fn send(actor: &Actor, verb: &str, input: Value) -> Answer {
    actor.mutate(verb, "targetSet", SHOWN, &input)
}

/// Prepares a set of Krasnodar.
pub fn draft(network: &Network, actor: &Actor, more: Value) -> Answer {
    let set = json!({ "code": "NEW_ROADMAP", "name": "Дорожная карта края", "kind": "ROADMAP", "regionId": network.region_id("23") });
    send(actor, "createTargetSet", with(set, more))
}

/// The set of an answer without errors.
pub fn shown(answer: &Answer) -> Value {
    answer.payload()["targetSet"].clone()
}

/// A further step on a set as it was shown.
pub fn step(actor: &Actor, verb: &str, of: &Value, more: Value) -> Answer {
    send(actor, verb, with(json!({ "id": of["id"], "expectedVersion": of["version"] }), more))
}

/// A draft of Krasnodar with targets.
pub fn set_of(network: &Network, rows: Value) -> Value {
    let region = network.region();
    let set = shown(&draft(network, &region, json!({})));
    shown(&step(&region, "setTargets", &set, json!({ "rows": rows })))
}

/// Removes a draft.
pub fn remove(actor: &Actor, set: &Value) {
    step(actor, "deleteTargetSet", set, json!({})).payload();
}
