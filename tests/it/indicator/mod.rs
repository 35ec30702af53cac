//! Indicators: what the demonstration defines, defining and changing them, who may, lists and what they cost.

mod define;
mod demo;
mod lists;
mod rights;

use serde_json::{Value, json};

use crate::{
    status::Network,
    support::{Actor, Answer, with},
};

/// A share of children with the members that none can lack.
pub fn share(more: Value) -> Value {
    let share = json!({
        "code": "NEW_SHARE", "name": "Доля школьников в кружках", "category": "ADDITIONAL", "kind": "LEVEL", "unit": "PERCENT",
        "better": "MORE", "aggregation": "RATIO", "numerator": "Школьники в кружках", "periodTypes": ["YEAR", "QUARTER"],
        "denominator": { "name": "Школьники" },
    });
    with(share, more)
}

/// Defines an indicator.
pub fn create(actor: &Actor, input: &Value) -> Answer {
    let document = "mutation($input: CreateIndicatorInput!) { createIndicator(input: $input) {
        indicator { id version code name shortName aliases category kind unit scale decimals better aggregation numerator
            denominator { name factor ageFrom ageTo indicator { code } } overHundred sensitive periodTypes dimensions
            frequency due { kind number label } jumpThreshold tolerance methods { since number text act { number } } sources
            openPoints { field reason } level region { code } municipality { oktmo } externalIds { source externalId }
            validFrom validTo allowedActions }
        userErrors { code path } } }";
    actor.query(document, json!({ "input": input }))
}

/// Changes an indicator.
pub fn update(actor: &Actor, input: Value) -> Answer {
    let document = "mutation($input: UpdateIndicatorInput!) { updateIndicator(input: $input) {
        indicator { version name unit denominator { name factor ageFrom ageTo } periodTypes dimensions sources methods { since text } validTo }
        userErrors { code path } } }";
    actor.query(document, json!({ "input": input }))
}

/// Removes an indicator.
pub fn delete(actor: &Actor, input: Value) -> Answer {
    let document = "mutation($input: DeleteIndicatorInput!) { deleteIndicator(input: $input) { deletedId userErrors { code path } } }";
    actor.query(document, json!({ "input": input }))
}

/// The id of a new indicator of Krasnodar.
pub fn defined(network: &Network, more: Value) -> String {
    let input = share(with(json!({ "regionId": network.region_id("23") }), more));
    create(&network.region(), &input).payload()["indicator"]["id"].as_str().unwrap().to_owned()
}

/// The id of an indicator.
pub fn indicator(network: &Network, code: &str) -> String {
    let document = "query($code: String!) { indicator(code: $code) { id } }";
    network.public().query(document, json!({ "code": code })).text("indicator.id").to_owned()
}
