//! The schema as the contract wants it: every member described with its Russian term, every type named by what it is.

use serde_json::{Value, json};

use crate::support::{TestApp, both};

const BUILT_IN: [&str; 5] = ["Int", "Float", "String", "Boolean", "ID"];
const WITHOUT_IDENTITY: [&str; 6] = ["Stats", "Result", "Payload", "Error", "Connection", "Edge"];
/// A value is told apart by its key, a change by its position.
const EXCEPTIONS: [&str; 7] = ["Viewer", "Overview", "PageInfo", "Query", "Mutation", "Value", "Change"];

fn list<'a>(of: &'a Value, member: &str) -> impl Iterator<Item = &'a Value> + use<'a> {
    of[member].as_array().into_iter().flatten()
}

fn name(of: &Value) -> &str {
    of["name"].as_str().unwrap()
}

fn is_described(of: &Value) -> bool {
    let text = of["description"].as_str().unwrap_or_default();
    text.chars().any(|char| ('А'..='я').contains(&char))
}

/// Everything of the schema that can have a description, by its path.
fn members(types: &[Value]) -> Vec<(String, &Value)> {
    let mut all = vec![];
    for kind in types {
        all.push((name(kind).to_owned(), kind));
        for member in ["fields", "inputFields", "enumValues"].iter().flat_map(|what| list(kind, what)) {
            let path = format!("{}.{}", name(kind), name(member));
            all.extend(list(member, "args").map(|arg| (format!("{path}({})", name(arg)), arg)));
            all.push((path, member));
        }
    }
    all
}

fn types(app: &TestApp) -> Vec<Value> {
    let document = "{ __schema { types {
        kind name description interfaces { name }
        fields { name description args { name description } }
        inputFields { name description }
        enumValues { name description }
    } } }";
    let answer = app.public().query(document, json!({}));
    let types = answer.at("__schema.types").as_array().unwrap().iter();
    types.filter(|kind| !name(kind).starts_with("__") && !BUILT_IN.contains(&name(kind))).cloned().collect()
}

both! {
    fn every_member_is_described_with_its_russian_term(app: &TestApp) {
        let types = types(app);
        let members = members(&types);
        assert!(members.len() > 3_000, "{}", members.len());
        let bare: Vec<&String> = members.iter().filter(|(_, of)| !is_described(of)).map(|(path, _)| path).collect();
        assert!(bare.is_empty(), "{bare:#?}");
    }

    fn types_without_identity_say_so_in_their_names(app: &TestApp) {
        let types = types(app);
        let objects = types.iter().filter(|kind| kind["kind"] == "OBJECT");
        let (nodes, others): (Vec<&Value>, Vec<&Value>) =
            objects.partition(|kind| list(kind, "interfaces").any(|interface| interface["name"] == "Node"));
        assert!(nodes.len() > 15, "{}", nodes.len());
        for node in nodes {
            assert!(!WITHOUT_IDENTITY.iter().any(|end| name(node).ends_with(end)), "{}", name(node));
        }
        for other in others.into_iter().filter(|other| !EXCEPTIONS.contains(&name(other))) {
            assert!(WITHOUT_IDENTITY.iter().any(|end| name(other).ends_with(end)), "{}", name(other));
        }
    }

    fn every_deletion_answers_alike(app: &TestApp) {
        let types = types(app);
        let named = |kind: &&Value| name(kind).starts_with("Delete") && name(kind).ends_with("Payload");
        let payloads: Vec<&Value> = types.iter().filter(named).collect();
        assert!(payloads.len() > 12, "{}", payloads.len());
        for payload in payloads {
            let fields: Vec<&str> = list(payload, "fields").map(name).collect();
            // Values have a natural key and no id.
            let told = if name(payload) == "DeleteValuesPayload" { "values" } else { "deletedId" };
            assert_eq!(fields, [told, "userErrors"], "{}", name(payload));
        }
    }
}
