//! Agreements: their life from draft to end, what is refused, who sees how much, lists, sums.
//!
//! - `life.rs`: drafts, approval, signatures, editions, termination. `renewal.rs`: one after the other.
//! - `refused.rs`: every error of an input. `rights.rs`: who sees and does what, and what does not leak.
//! - `lists.rs`: filters, orders, lists below others and what they cost. `states.rs`: memory against SQL.
//! - `sums.rs`: the aggregates after random histories. `demo.rs`: the demonstration, read back.

mod demo;
mod life;
mod lists;
mod refused;
mod renewal;
mod rights;
mod states;
mod sums;

use serde_json::{Value, json};

use crate::support::{Actor, Answer, Role, TestApp, with};

/// Two regions; in the first a zone and two municipalities, in the second one.
pub struct Net<'app> {
    /// The service.
    pub app: &'app TestApp,
    /// Coordinator of region 23.
    pub rmc: Actor<'app>,
    /// Coordinator of Выселковский район.
    pub vyselki_moc: Actor<'app>,
    /// Coordinator of Крыловский район.
    pub krylovsky_moc: Actor<'app>,
    /// Region 23.
    pub region: String,
    /// Region 38.
    pub other_region: String,
    /// Выселковский район.
    pub vyselki: String,
    /// Крыловский район, in zone NE.
    pub krylovsky: String,
    /// Бодайбо, in region 38.
    pub bodaibo: String,
}

/// A node as `--scope` takes it.
pub const VYSELKI: &str = "municipality:03612000";
/// A node as `--scope` takes it.
pub const KRYLOVSKY: &str = "municipality:03624000";
/// A node as `--scope` takes it.
pub const BODAIBO: &str = "municipality:25602000";

/// Every input mutation of agreements by its name, asking for the usual.
pub fn mutation(verb: &str) -> String {
    let input = format!("{}{}Input", verb[..1].to_uppercase(), &verb[1..]);
    let shown = if verb == "deleteAgreement" {
        "deletedId"
    } else {
        "agreement { id version title state number signedOn validFrom validTo edition }"
    };
    format!("mutation($input: {input}!) {{ {verb}(input: $input) {{ {shown} userErrors {{ code path }} }} }}")
}

/// Members of one object over those of another.
pub fn merged(a: Value, b: &Value) -> Value {
    with(a, b.clone())
}

impl<'app> Net<'app> {
    /// Records the map and signs in.
    pub fn new(app: &'app TestApp) -> Self {
        let admin = app.actor(Role::PlatformAdmin, "federation");
        let region = |code: &str| {
            let document =
                "mutation($code: String!) { createRegion(input: {code: $code}) { region { id } userErrors { code } } }";
            admin.query(document, json!({ "code": code })).text("createRegion.region.id").to_owned()
        };
        let (region, other_region) = (region("23"), region("38"));
        let document = "mutation($region: ID!) { createZone(input: {regionId: $region, code: \"NE\", name: \"Северо-восточная\"}) { zone { id } userErrors { code } } }";
        let zone = admin.query(document, json!({ "region": region })).text("createZone.zone.id").to_owned();
        let second = std::cell::Cell::new(1);
        let municipality = |region: &str, name: &str, oktmo: &str, zone: Option<&str>| {
            // Ids of one instant are in no order.
            app.set_now(&format!("2023-11-15T09:00:0{}Z", second.replace(second.get() + 1)));
            let document = "mutation($input: CreateMunicipalityInput!) { createMunicipality(input: $input) { municipality { id } userErrors { code } } }";
            let input = json!({ "regionId": region, "name": name, "oktmo": oktmo, "kind": "MUNICIPAL_DISTRICT", "zoneId": zone });
            admin.query(document, json!({ "input": input })).text("createMunicipality.municipality.id").to_owned()
        };
        let vyselki = municipality(&region, "Выселковский район", "03612000", None);
        let krylovsky = municipality(&region, "Крыловский район", "03624000", Some(&zone));
        let bodaibo = municipality(&other_region, "Бодайбо и район", "25602000", None);
        let rmc = app.actor(Role::RegionalCoordinator, "region:23");
        let vyselki_moc = app.actor(Role::MunicipalCoordinator, VYSELKI);
        let krylovsky_moc = app.actor(Role::MunicipalCoordinator, KRYLOVSKY);
        Self { app, rmc, vyselki_moc, krylovsky_moc, region, other_region, vyselki, krylovsky, bodaibo }
    }

    /// A party that is a municipality.
    pub fn party(&self, municipality: &str) -> Value {
        json!({ "role": "PARTNER", "municipalityId": municipality })
    }

    /// What every draft of Выселковский район has, with more or other members.
    pub fn draft(&self, more: &Value) -> Value {
        let base = json!({
            "municipalityId": self.vyselki, "kind": "COOPERATION", "title": "О сотрудничестве районов",
            "validFrom": "2023-12-01", "validTo": "2024-11-30",
            "parties": [self.party(&self.vyselki), self.party(&self.krylovsky)],
        });
        merged(base, more)
    }

    /// A signed agreement of the past, with more or other members.
    pub fn past(&self, more: &Value) -> Value {
        let base =
            json!({ "number": "7", "signedOn": "2023-01-10", "validFrom": "2023-02-01", "validTo": "2023-12-31" });
        self.draft(&merged(base, more))
    }

    /// Creates or records; answers the id.
    pub fn make(&self, actor: &Actor, verb: &str, input: &Value) -> String {
        let answer = self.send(actor, verb, input);
        answer.payload();
        answer.text(&format!("{verb}.agreement.id")).to_owned()
    }

    /// Sends a mutation of an input.
    pub fn send(&self, actor: &Actor, verb: &str, input: &Value) -> Answer {
        actor.query(&mutation(verb), json!({ "input": input }))
    }

    /// Sends a mutation on an agreement with its present version.
    pub fn step(&self, actor: &Actor, verb: &str, id: &str, more: &Value) -> Answer {
        let input = merged(json!({ "id": id, "expectedVersion": self.version(id) }), more);
        self.send(actor, verb, &input)
    }

    /// The version, past all rights.
    pub fn version(&self, id: &str) -> i64 {
        for actor in [&self.rmc, &self.vyselki_moc, &self.krylovsky_moc] {
            let answer =
                actor.query("query($id: ID!) { node(id: $id) { ... on Agreement { version } } }", json!({ "id": id }));
            if let Some(version) = answer.at("node").get("version") {
                return version.as_i64().unwrap();
            }
        }
        1
    }

    /// The state on a day, for those who may see the agreement.
    pub fn state(&self, actor: &Actor, id: &str, day: &str) -> String {
        let document = "query($id: ID!, $day: Date!) { node(id: $id, asOf: $day) { ... on Agreement { state } } }";
        let answer = actor.query(document, json!({ "id": id, "day": day }));
        answer.at("node").get("state").map_or("-".to_owned(), |state| state.as_str().unwrap().to_owned())
    }

    /// Asserts that a mutation is refused with these codes and paths, and writes nothing.
    pub fn refused(&self, actor: &Actor, verb: &str, input: &Value, expected: &[(&str, &str)]) {
        let answer = self.app.unchanged_but(&[], || self.send(actor, verb, input));
        answer.expect_user_errors(expected);
    }

    /// Asserts that a mutation ends in a top-level error, and writes nothing.
    pub fn fails(&self, actor: &Actor, verb: &str, input: &Value, code: &str) {
        let answer = self.app.unchanged_but(&[], || self.send(actor, verb, input));
        assert_eq!(answer.code(), code, "{verb} {input}\n{answer}");
    }

    /// A signed agreement of the two districts, from its draft on.
    pub fn signed(&self, more: &Value) -> String {
        let id = self.make(&self.vyselki_moc, "createAgreement", &self.draft(more));
        self.step(&self.vyselki_moc, "submitAgreement", &id, &json!({})).payload();
        self.step(&self.vyselki_moc, "signAgreement", &id, &json!({})).payload();
        self.step(&self.krylovsky_moc, "signAgreement", &id, &json!({ "number": "12/к" })).payload();
        id
    }
}
