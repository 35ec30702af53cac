//! The map: what is recorded, changed, reorganised and asked on any day, by whom, and what is refused.
//!
//! - `demo.rs`: the demonstration map read back. `create.rs`, `update.rs`: writing, every error of it.
//! - `dated.rs`: names and zones of a day. `reorganise.rs`: borders, against a model. `population.rs`: figures.
//! - `paging.rs`: pages, cursors, counts. `nested.rs`: lists below lists and what they cost. `order.rs`: one order on
//!   both databases.
//! - `rights.rs`: who may. `ledger.rs`: what a write leaves behind.

mod create;
mod dated;
mod demo;
mod ledger;
mod nested;
mod order;
mod paging;
mod population;
mod reorganise;
mod rights;
mod update;

use serde_json::{Value, json};

use crate::support::{Actor, Answer, Role, TestApp};

const CREATE_REGION: &str = "mutation($input: CreateRegionInput!) { createRegion(input: $input) {
    region { id version code oktmo name kind validFrom validTo } userErrors { code path } } }";
const CREATE_ZONE: &str = "mutation($input: CreateZoneInput!) { createZone(input: $input) {
    zone { id version code name region { code } validFrom validTo } userErrors { code path } } }";
const CREATE_MUNICIPALITY: &str = "mutation($input: CreateMunicipalityInput!) { createMunicipality(input: $input) {
    municipality { id version oktmo oktmo11 name kind zone { code } region { code }
        validFrom validFromPrecision validFromText validTo validToPrecision }
    userErrors { code path } } }";
const UPDATE_MUNICIPALITY: &str = "mutation($input: UpdateMunicipalityInput!) { updateMunicipality(input: $input) {
    municipality { id version name kind zone { code } validFrom validTo } userErrors { code path } } }";
const REORGANISE: &str = "mutation($input: ReorganiseMunicipalitiesInput!) { reorganiseMunicipalities(input: $input) {
    successors { id name validFrom validFromPrecision } userErrors { code path } } }";

/// Whoever may change all of the map.
fn admin(app: &TestApp) -> Actor<'_> {
    app.actor(Role::PlatformAdmin, "federation")
}

/// Sends one mutation with one input.
fn send(actor: &Actor, document: &str, input: Value) -> Answer {
    actor.query(document, json!({ "input": input }))
}

/// The id in the answer to a creating mutation.
fn id_of(answer: &Answer, path: &str) -> String {
    answer.payload();
    answer.text(path).to_owned()
}

fn region(actor: &Actor, code: &str) -> String {
    id_of(&send(actor, CREATE_REGION, json!({ "code": code })), "createRegion.region.id")
}

fn zone(actor: &Actor, region: &str, code: &str) -> String {
    let input = json!({ "regionId": region, "code": code, "name": format!("Зона {code}") });
    id_of(&send(actor, CREATE_ZONE, input), "createZone.zone.id")
}

/// A district of a name, with more members of its input.
fn district(actor: &Actor, region: &str, name: &str, more: Value) -> String {
    let mut input = json!({ "regionId": region, "name": name, "kind": "MUNICIPAL_DISTRICT" });
    input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    id_of(&send(actor, CREATE_MUNICIPALITY, input), "createMunicipality.municipality.id")
}

/// The names of the municipalities of a day, in the order of the list.
fn names_on(actor: &Actor, day: &str) -> Vec<String> {
    let answer = actor.query(
        "query($day: Date!) { municipalities(asOf: $day, first: 100) { nodes { name } } }",
        json!({ "day": day }),
    );
    names(answer.at("municipalities.nodes"))
}

fn names(nodes: &Value) -> Vec<String> {
    nodes.as_array().unwrap().iter().map(|node| node["name"].as_str().unwrap().to_owned()).collect()
}

/// Asserts codes and paths of the user errors of the one mutation, in their order, and that nothing was written.
fn refused(app: &TestApp, actor: &Actor, document: &str, input: &Value, expected: &[(&str, &str)]) {
    let answer = app.unchanged_but(&[], || send(actor, document, input.clone()));
    answer.expect_user_errors(expected);
}

/// Asserts that a request ends in one top-level error of a code, and that nothing was written.
fn fails(app: &TestApp, actor: &Actor, document: &str, variables: Value, code: &str) {
    let answer = app.unchanged_but(&[], || actor.query(document, variables));
    assert_eq!(answer.code(), code, "{document}\n{answer}");
}
