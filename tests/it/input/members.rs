//! The members of every update: a text that is too long or unreadable, dates the wrong way round, variables not sent.
//!
//! Each update is sent by someone who may, on an object of the world in a state that allows it, with its present
//! version, so that the member alone can be the reason of a refusal.

use serde_json::{Value, json};

use crate::rights::{
    lines::types_of,
    mutations::input_of,
    schema::Schema,
    world::{World, mutate},
};
use crate::support::{Actor, Role, both, with};

/// An update that may be sent: its root, whoever may, the object's type, and the members that it cannot do without.
struct Update<'a> {
    root: &'a str,
    actor: &'a Actor<'a>,
    typename: &'a str,
    input: Value,
}

/// Every update with an object that someone may update.
fn updates<'a>(world: &'a World, schema: &'a Schema, actors: &'a [Actor<'a>]) -> Vec<Update<'a>> {
    let roots = schema.roots("Mutation").into_iter().filter(|root| root.starts_with("update"));
    let found = roots.map(|root| {
        let action = screaming(root);
        let objects = || world.objects.iter().filter(|object| types_of(root).contains(&object.typename));
        let found =
            actors.iter().flat_map(|actor| objects().map(move |object| (actor, object))).find_map(|(actor, object)| {
                let document = format!(
                    "query($id: ID!) {{ node(id: $id) {{ ... on {} {{ version allowedActions }} }} }}",
                    object.typename
                );
                let answer = actor.query(&document, json!({ "id": object.id }));
                let node = answer.at("node");
                let may =
                    node["allowedActions"].as_array().into_iter().flatten().any(|allowed| *allowed == action.as_str());
                may.then(|| (actor, object, node["version"].clone()))
            });
        let (actor, object, version) = found.unwrap_or_else(|| panic!("nobody may {root}"));
        Update { root, actor, typename: object.typename, input: json!({ "id": object.id, "expectedVersion": version }) }
    });
    found.collect()
}

fn screaming(root: &str) -> String {
    let mut text = String::new();
    for c in root.chars() {
        if c.is_ascii_uppercase() {
            text.push('_');
        }
        text.push(c.to_ascii_uppercase());
    }
    text
}

fn actors(world: &World) -> Vec<Actor<'_>> {
    let here = world.id("municipality");
    vec![
        world.actor(Role::RegionalCoordinator, "region:23"),
        world.actor(Role::MunicipalCoordinator, here),
        world.actor(Role::OrganisationEditor, world.id("organisation")),
    ]
}

/// What may be said of a text.
const CODES: [&str; 5] = ["TOO_LONG", "INVALID_CHARACTERS", "INVALID", "INVALID_CHECK_DIGIT", "UNKNOWN_REFERENCE"];

/// The day that a printed day belongs to: the text alone says nothing.
fn day_of(member: &str) -> Value {
    match member {
        "validFromText" => json!({ "validFrom": "2020-01-01" }),
        "dateText" => json!({ "date": "2023-03-01" }),
        "validToText" => json!({ "validTo": "2030-01-01" }),
        _ => json!({}),
    }
}

/// The errors of an update with more members, as codes with paths; an error of the request stands at no path.
fn refused(update: &Update, more: Value) -> Vec<(String, String)> {
    let answer = mutate(update.actor, update.root, "__typename", &with(update.input.clone(), more));
    if let [error] = answer.errors() {
        return vec![(error["extensions"]["code"].as_str().unwrap_or_default().to_owned(), String::new())];
    }
    let path = |error: &Value| {
        let steps: Vec<&str> = error["path"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        steps.join(".")
    };
    let told = answer.user_errors().iter().map(|error| (error["code"].as_str().unwrap().to_owned(), path(error)));
    told.collect()
}

both! {
    fn a_bad_text_is_refused_where_it_stands(world: &World) {
        let schema = Schema::of(&world.public());
        let actors = actors(world);
        let updates = updates(world, &schema, &actors);
        let (mut sent, mut faults) = (0, Vec::new());
        world.unchanged_but(&[], || {
            for update in &updates {
                for member in schema.optional(&input_of(update.root), "String") {
                    for bad in [&*"д".repeat(50_000), "а\u{0}б", "а\u{7}б", "а\u{202e}б", "а\u{200b}б"] {
                        let told = refused(update, with(day_of(member), json!({ member: bad })));
                        let here = |(code, path): &(String, String)| CODES.contains(&code.as_str()) && *path == format!("input.{member}");
                        if told.is_empty() || !told.iter().all(here) {
                            faults.push(format!("{} {member} {:?}: {told:?}", update.root, bad.chars().take(3).collect::<String>()));
                        }
                        sent += 1;
                    }
                }
            }
            assert!(faults.is_empty(), "{}", faults.join("\n"));
        });
        assert!(sent > 100, "{sent}");
    }

    fn dates_the_wrong_way_round_are_refused(world: &World) {
        let schema = Schema::of(&world.public());
        let actors = actors(world);
        let updates = updates(world, &schema, &actors);
        let dated = |update: &&Update| schema.optional(&input_of(update.root), "Date").contains(&"validTo");
        let dated: Vec<&Update> = updates.iter().filter(dated).collect();
        world.unchanged_but(&[], || {
            for update in &dated {
                let told = refused(update, json!({ "validFrom": "2023-02-01", "validTo": "2023-01-31" }));
                assert!(told.iter().any(|(code, path)| code == "DATE_ORDER" && path == "input.validTo"), "{} {told:?}", update.root);
            }
        });
        assert!(dated.len() >= 8, "{}", dated.len());
    }

    fn what_is_not_sent_stays(world: &World) {
        let schema = Schema::of(&world.public());
        let actors = actors(world);
        for update in updates(world, &schema, &actors) {
            let members = schema.nullable(&input_of(update.root));
            assert!(!members.is_empty(), "{}", update.root);
            let declared: Vec<String> = members.iter().enumerate().map(|(index, (_, of))| format!("$m{index}: {of}")).collect();
            let given: Vec<String> = members.iter().enumerate().map(|(index, (name, _))| format!("{name}: $m{index}")).collect();
            let document = format!(
                "mutation($id: ID!, $version: Int!, {}) {{ {}(input: {{ id: $id, expectedVersion: $version, {} }}) {{ userErrors {{ code path }} }} }}",
                declared.join(", "), update.root, given.join(", ")
            );
            let shown = || {
                let ask = format!("query($id: ID!) {{ node(id: $id) {{ ... on {} {{ {} }} }} }}", update.typename, schema.selection(update.typename));
                let mut node = update.actor.query(&ask, json!({ "id": update.input["id"] })).at("node").clone();
                let node = node.as_object_mut().unwrap();
                // A write is a write: what tells of it alone may change.
                for told in ["version", "updatedAt"] {
                    node.remove(told);
                }
                node.clone()
            };
            let before = shown();
            let variables = json!({ "id": update.input["id"], "version": update.input["expectedVersion"] });
            update.actor.query(&document, variables).payload();
            assert_eq!(shown(), before, "{}", update.root);
        }
    }
}
