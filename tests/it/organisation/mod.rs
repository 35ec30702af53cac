//! Organisations: cards, history, life cycle, duplicates, rights, lists and search.
//!
//! - `card.rs`: recording and changing. `history.rs`: names and places of a day. `lifecycle.rs`: states.
//! - `dictionaries.rs`: the open dictionaries. `merge.rs`: duplicates and mistakes. `references.rs`: what follows a merger. `lists.rs`: filters, orders, facets, statements. `rights.rs`: who may.
//! - `duplicates.rs`: figures, targets and reports of duplicates.
//! - `sums.rs`: the aggregates after random histories.

mod card;
mod demo;
mod dictionaries;
mod duplicates;
mod history;
mod lifecycle;
mod lists;
mod merge;
mod references;
mod rights;
mod sums;

use serde_json::{Value, json};

use crate::support::{Actor, Answer, Role, TestApp, with};

/// Two regions, the first with two municipalities, one of them in a zone.
struct Net<'app> {
    app: &'app TestApp,
    /// Coordinator of region 23.
    rmc: Actor<'app>,
    region: String,
    other_region: String,
    zone: String,
    vyselki: String,
    krylovsky: String,
}

const VYSELKI: &str = "municipality:03612000";
const KRYLOVSKY: &str = "municipality:03624000";

const CREATE: &str = "mutation($input: CreateOrganisationInput!) { createOrganisation(input: $input) {
    organisation { id version } userErrors { code path } } }";

impl<'app> Net<'app> {
    fn new(app: &'app TestApp) -> Self {
        let admin = app.actor(Role::PlatformAdmin, "federation");
        let region = |code: &str| {
            let document =
                "mutation($code: String!) { createRegion(input: {code: $code}) { region { id } userErrors { code } } }";
            admin.query(document, json!({ "code": code })).text("createRegion.region.id").to_owned()
        };
        let (region, other_region) = (region("23"), region("38"));
        let form = "mutation { recordClassifier(input: {dictionary: \"legal_form\", code: \"MBU\", name: \"муниципальное бюджетное учреждение\", shortName: \"МБУ\"}) { userErrors { code } } }";
        admin.query(form, json!({})).payload();
        let rmc = app.actor(Role::RegionalCoordinator, "region:23");
        let document = "mutation($region: ID!) { createZone(input: {regionId: $region, code: \"NE\", name: \"Северо-восточная\"}) { zone { id } userErrors { code } } }";
        let zone = rmc.query(document, json!({ "region": region })).text("createZone.zone.id").to_owned();
        let municipality = |name: &str, oktmo: &str, zone: Option<&str>| {
            let document = "mutation($input: CreateMunicipalityInput!) { createMunicipality(input: $input) { municipality { id } userErrors { code } } }";
            let input = json!({ "regionId": region, "name": name, "oktmo": oktmo, "kind": "MUNICIPAL_DISTRICT", "zoneId": zone });
            rmc.query(document, json!({ "input": input })).text("createMunicipality.municipality.id").to_owned()
        };
        let vyselki = municipality("Выселковский район", "03612000", None);
        let krylovsky = municipality("Крыловский район", "03624000", Some(&zone));
        Self { app, rmc, region, other_region, zone, vyselki, krylovsky }
    }

    /// An organisation of Выселковский район with a name, a type and more members of the input.
    fn organisation(&self, name: &str, more: Value) -> String {
        self.create(&self.rmc, name, more).text("createOrganisation.organisation.id").to_owned()
    }

    fn create(&self, actor: &Actor, name: &str, more: Value) -> Answer {
        let input = with(json!({ "municipalityId": self.vyselki, "name": name, "type": "SCHOOL" }), more);
        actor.query(CREATE, json!({ "input": input }))
    }

    /// Runs a mutation `verbOrganisation` with the present version.
    fn change(&self, actor: &Actor, verb: &str, id: &str, more: Value) -> Answer {
        let version = self.version(id);
        let input = with(json!({ "id": id, "expectedVersion": version }), more);
        actor.query(&document(verb), json!({ "input": input }))
    }

    fn version(&self, id: &str) -> Value {
        let document = "query($id: ID!) { node(id: $id) { ... on Organisation { version } } }";
        self.rmc.query(document, json!({ "id": id })).at("node.version").clone()
    }
}

/// A mutation of an organisation by its input.
fn document(verb: &str) -> String {
    let kind = format!("{}{}", verb[..1].to_uppercase(), &verb[1..]);
    format!(
        "mutation($input: {kind}Input!) {{ {verb}(input: $input) {{ organisation {{ id version name state }} userErrors {{ code path }} }} }}"
    )
}

/// An ИНН of a legal entity with the right check digit.
fn inn(number: u32) -> String {
    let start = format!("23{number:07}");
    let weights = [2, 4, 10, 3, 5, 9, 4, 6, 8];
    let sum: u32 = start.chars().zip(weights).filter_map(|(c, weight)| Some(c.to_digit(10)? * weight)).sum();
    format!("{start}{}", sum % 11 % 10)
}

/// The names of a list at a path.
fn names(answer: &Answer, path: &str) -> Vec<String> {
    let nodes = answer.at(path).as_array().cloned().unwrap_or_default();
    nodes.iter().filter_map(|node| Some(node.get("name")?.as_str()?.to_owned())).collect()
}
