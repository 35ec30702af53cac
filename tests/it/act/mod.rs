//! Legal acts: recording, amending, repealing; lists and states; who sees and does what; what they found.

mod amend;
mod basis;
mod list;
mod record;
mod rights;

use serde_json::{Value, json};

use crate::support::{Actor, Answer, Backend, DemoDatabase, Given, Role, TestApp};

/// A service with the demonstration network, on the day of its own autumn.
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

impl Network {
    /// The regional coordinator of Khakassia.
    pub fn region(&self) -> Actor<'_> {
        self.actor(Role::RegionalCoordinator, "region:19")
    }

    /// The municipal coordinator of Chernogorsk.
    pub fn municipality(&self) -> Actor<'_> {
        self.actor(Role::MunicipalCoordinator, "municipality:95715000")
    }

    /// The municipal coordinator of another region.
    pub fn stranger(&self) -> Actor<'_> {
        self.actor(Role::MunicipalCoordinator, "municipality:25726000")
    }
}

/// Sends `createLegalAct`.
pub fn create(actor: &Actor, input: Value) -> Answer {
    let document = "mutation($input: CreateLegalActInput!) { createLegalAct(input: $input) {
        legalAct { id version visibility keeperLevel level kind issuer date datePrecision dateText number title url state
            municipality { name } allowedActions }
        userErrors { code path message } } }";
    actor.query(document, Value::from_iter([("input", input)]))
}

/// The input of an act with every part of its key; `more` adds or overrides members.
pub fn order(number: &str, more: Value) -> Value {
    let mut input = json!({
        "kind": "ORDER", "level": "MUNICIPALITY", "issuer": "Управление образования города",
        "date": "2023-03-01", "number": number, "title": "О работе центра",
    });
    if let (Some(input), Value::Object(more)) = (input.as_object_mut(), more) {
        input.extend(more);
    }
    input
}

/// Records an act and answers its id.
pub fn created(actor: &Actor, number: &str, more: Value) -> String {
    let answer = create(actor, order(number, more));
    answer.payload();
    answer.text("createLegalAct.legalAct.id").to_owned()
}

/// Sends any mutation whose payload has an act.
pub fn act_mutation(actor: &Actor, name: &str, input: Value) -> Answer {
    let upper = format!("{}{}", name[..1].to_uppercase(), &name[1..]);
    let shown = if name == "deleteLegalAct" {
        "deletedId"
    } else {
        "legalAct { id version state title issuer number date repealedOn repealedBy { number } amendedBy { number } visibility }"
    };
    let document = format!(
        "mutation($input: {upper}Input!) {{ {name}(input: $input) {{ {shown} userErrors {{ code path message }} }} }}"
    );
    actor.query(&document, Value::from_iter([("input", input)]))
}

/// The id of an act of the demonstration network, by its number.
pub fn by_number(actor: &Actor, number: &str) -> String {
    let document = "query($number: String!) { legalActs(filter: { number: $number }) { nodes { id } } }";
    actor.query(document, json!({ "number": number })).text("legalActs.nodes.0.id").to_owned()
}
