//! Statuses: what the demonstration says on any day, granting and ending, who may, the calendar, sums, costs.
//!
//! - `demo.rs`: read back. `life.rs`: from a draft to its end, every refusal. `kinds.rs`: the dictionary.
//! - `rights.rs`: who may and who sees. `races.rs`: two writers at once.
//! - `calendar.rs`: states and overlaps in the database against days counted one by one.
//! - `sums.rs`: the aggregates after random histories. `nested.rs`: what lists below lists cost.

mod calendar;
mod demo;
mod kinds;
mod life;
mod nested;
mod races;
mod rights;
mod sums;

use serde_json::{Value, json};

use crate::support::{Actor, Answer, Backend, DemoDatabase, Given, Role, TestApp, with};

/// A service with the demonstration network.
pub struct Network(TestApp);

impl Given for Network {
    fn given(backend: Backend) -> Option<Self> {
        let database = DemoDatabase::given(backend)?;
        Some(Self(TestApp::on(&database, |config| config.demo = true)))
    }
}

impl std::ops::Deref for Network {
    type Target = TestApp;

    fn deref(&self) -> &TestApp {
        &self.0
    }
}

/// What an answer to a mutation of an assignment shows.
const SHOWN: &str =
    "id version state level recorded validFrom validTo lastDay end { kind on reason } openPoints { field reason }";

impl Network {
    /// The regional coordinator of Krasnodar.
    pub fn region(&self) -> Actor<'_> {
        self.actor(Role::RegionalCoordinator, "region:23")
    }

    /// The ministry of Krasnodar: decides, enters nothing.
    pub fn ministry(&self) -> Actor<'_> {
        self.actor(Role::Ministry, "region:23")
    }

    /// The municipal coordinator of Выселковский район.
    pub fn municipality(&self) -> Actor<'_> {
        self.actor(Role::MunicipalCoordinator, "municipality:03612000")
    }

    /// The education department of Выселковский район.
    pub fn department(&self) -> Actor<'_> {
        self.actor(Role::EducationDepartment, "municipality:03612000")
    }

    /// The municipal coordinator of the district beside it.
    pub fn neighbour(&self) -> Actor<'_> {
        self.actor(Role::MunicipalCoordinator, "municipality:03624000")
    }

    /// The id of a municipality.
    pub fn municipality_id(&self, oktmo: &str) -> String {
        let document = "query($oktmo: String!) { municipality(oktmo: $oktmo) { id } }";
        self.public().query(document, json!({ "oktmo": oktmo })).text("municipality.id").to_owned()
    }

    /// The id of a region.
    pub fn region_id(&self, code: &str) -> String {
        let document = "query($code: String!) { region(code: $code) { id } }";
        self.public().query(document, json!({ "code": code })).text("region.id").to_owned()
    }

    /// The id of a kind of status.
    pub fn kind(&self, code: &str) -> String {
        let document = "query($code: String!) { statusKind(code: $code) { id } }";
        self.public().query(document, json!({ "code": code })).text("statusKind.id").to_owned()
    }

    /// The id of an organisation of the demonstration.
    pub fn organisation(&self, source: &str, key: &str) -> String {
        let document =
            "query($source: String!, $key: String!) { organisation(source: $source, externalId: $key) { id } }";
        self.public().query(document, json!({ "source": source, "key": key })).text("organisation.id").to_owned()
    }

    /// The methodical centre of Vyselki.
    pub fn vyselki(&self) -> String {
        self.organisation("S0", "org.vyselki.imc")
    }

    /// An order of Vyselki with its date and number.
    pub fn order(&self, number: &str) -> String {
        self.act(json!({ "date": "2023-01-10", "number": number }))
    }

    /// An act of Vyselki.
    pub fn act(&self, more: Value) -> String {
        let document = "mutation($input: CreateLegalActInput!) { createLegalAct(input: $input) { legalAct { id } userErrors { code path } } }";
        let input = with(
            json!({ "kind": "ORDER", "level": "MUNICIPALITY", "issuer": "Управление образования", "title": "О статусе",
                "municipalityId": self.municipality_id("03612000") }),
            more,
        );
        self.municipality().query(document, json!({ "input": input })).text("createLegalAct.legalAct.id").to_owned()
    }

    /// A granted status of the leader's kind for the methodical centre of Vyselki.
    pub fn granted(&self, from: &str, to: Option<&str>) -> Value {
        let department = self.department();
        let draft = draft(self, &department, "MUNICIPAL_NETWORK_LEADER", json!({ "validFrom": from, "validTo": to }));
        let acts = json!([{ "actId": self.order(&format!("{from}-{to:?}")), "role": "GRANTS" }]);
        let granted = step(&department, "grantStatus", &shown(&draft), json!({ "acts": acts }));
        shown(&granted)
    }
}

/// Sends a mutation of assignments.
pub fn send(actor: &Actor, verb: &str, input: Value) -> Answer {
    actor.mutate(verb, "statusAssignment", SHOWN, &input)
}

/// A draft for the methodical centre of Vyselki.
pub fn draft(network: &Network, actor: &Actor, kind: &str, more: Value) -> Answer {
    let input = with(
        json!({ "kindId": network.kind(kind), "level": "MUNICIPALITY", "organisationId": network.vyselki() }),
        more,
    );
    send(actor, "createStatusAssignment", input)
}

/// A further step on an assignment as it was shown.
pub fn step(actor: &Actor, verb: &str, of: &Value, more: Value) -> Answer {
    send(actor, verb, with(json!({ "id": of["id"], "expectedVersion": of["version"] }), more))
}

/// The assignment of an answer without errors.
pub fn shown(answer: &Answer) -> Value {
    answer.payload()["statusAssignment"].clone()
}

/// Asserts one user error and that nothing was written.
pub fn refused(app: &TestApp, deed: impl FnOnce() -> Answer, code: &str, path: &str) {
    app.unchanged_but(&[], deed).expect_user_error(code, path);
}

/// Asserts one top-level error and that nothing was written.
pub fn fails(app: &TestApp, deed: impl FnOnce() -> Answer, code: &str) {
    let answer = app.unchanged_but(&[], deed);
    assert_eq!(answer.code(), code, "{answer}");
}

/// States by id on a day.
pub fn state_on(actor: &Actor, id: &Value, day: &str) -> Value {
    let document = "query($id: ID!, $day: Date!) { statusAssignment(id: $id, asOf: $day) { state } }";
    actor.query(document, json!({ "id": id, "day": day })).at("statusAssignment.state").clone()
}
