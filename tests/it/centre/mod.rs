//! Centres: the demonstration read back, the tree and its rules, hosts of a day, who may, which municipalities have
//! none.

mod demo;
mod hosts;
mod rights;
mod tree;

use serde_json::{Value, json};

pub use crate::status::{Network, fails, refused};
use crate::support::{Actor, Answer, with};

/// Sends `createCentre` for a МОЦ of Выселковский район.
pub fn create(network: &Network, actor: &Actor, more: Value) -> Answer {
    let input = with(
        json!({ "kind": "MOC", "name": "МОЦ", "regionId": network.region_id("23"), "municipalityId": network.municipality_id("03612000") }),
        more,
    );
    let document = "mutation($input: CreateCentreInput!) { createCentre(input: $input) {
        centre { __typename id version kind name parent { name } reportsTo { name } seat { name } website links validFrom validTo }
        userErrors { code path } } }";
    actor.query(document, json!({ "input": input }))
}

/// Sends `updateCentre`.
pub fn update(actor: &Actor, id: &str, version: i64, more: Value) -> Answer {
    let document = "mutation($input: UpdateCentreInput!) { updateCentre(input: $input) {
        centre { id version name parent { name } seat { name } website links host { name } hostSince validFrom validTo }
        userErrors { code path } } }";
    actor.query(document, json!({ "input": with(json!({ "id": id, "expectedVersion": version }), more) }))
}

/// The id in the answer of [`create`].
pub fn id_of(answer: &Answer) -> String {
    answer.payload();
    answer.text("createCentre.centre.id").to_owned()
}

/// The id of a centre of the demonstration.
pub fn centre(network: &Network, source: &str, key: &str) -> String {
    let document = "query($source: String, $key: String) { centre(source: $source, externalId: $key) { id } }";
    network.public().query(document, json!({ "source": source, "key": key })).text("centre.id").to_owned()
}
