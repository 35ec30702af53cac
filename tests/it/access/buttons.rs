//! Buttons and reasons over the whole demonstration network: for an object of every kind and every action,
//! `allowedActions` has exactly what `canDo` allows.

use serde_json::{Value, json};

use super::world::{KRYLOVSKY, World};
use crate::support::{Actor, Role, both};

/// Root connections whose nodes have `allowedActions`.
const LISTS: &[&str] = &[
    "regions",
    "zones",
    "municipalities",
    "organisations",
    "legalActs",
    "centres",
    "statusKinds",
    "statusAssignments",
    "agreements",
    "partnerships",
    "competitions",
    "applications",
    "users",
    "grants",
];

/// Questions in one request: below the limit on root fields.
const AT_ONCE: usize = 20;

/// The actions that `canDo` allows on an object.
fn allowed(actor: &Actor, every: &[String], id: &str) -> Vec<String> {
    let mut found = Vec::new();
    for some in every.chunks(AT_ONCE) {
        let fields: Vec<String> = some
            .iter()
            .map(|action| format!("{action}: canDo(action: {action}, id: \"{id}\") {{ allowed }}"))
            .collect();
        let answer = actor.query(&format!("{{ {} }}", fields.join(" ")), json!({}));
        found.extend(some.iter().filter(|action| answer.at(action)["allowed"] == json!(true)).cloned());
    }
    found
}

both! {
    fn every_kind_has_its_buttons_and_its_reasons(world: &World) {
        let every = world.public().query("{ __type(name: \"Action\") { enumValues { name } } }", json!({}));
        let every: Vec<String> = every.at("__type.enumValues").as_array().unwrap().iter()
            .map(|value| value["name"].as_str().unwrap().to_owned())
            // Whom one invites is asked of a node, not shown as a button of it.
            .filter(|action| action != "INVITE_USER")
            .collect();
        let actors = [
            world.actor(Role::PlatformAdmin, "federation"),
            world.actor(Role::RegionalCoordinator, "region:23"),
            world.actor(Role::MunicipalCoordinator, KRYLOVSKY),
            world.public(),
        ];
        let lists: String = LISTS.iter().map(|list| format!("{list}(first: 3) {{ nodes {{ __typename id allowedActions }} }} ")).collect();
        let mut some_action = std::collections::BTreeSet::new();
        for actor in &actors {
            let answer = actor.query(&format!("{{ {lists} }}"), json!({}));
            for list in LISTS {
                for node in answer.at(list)["nodes"].as_array().map(Vec::as_slice).unwrap_or_default() {
                    let mut buttons: Vec<String> = node["allowedActions"].as_array().unwrap().iter()
                        .map(|action| action.as_str().unwrap().to_owned())
                        .filter(|action| action != "INVITE_USER")
                        .collect();
                    buttons.sort();
                    let mut may = allowed(actor, &every, node["id"].as_str().unwrap());
                    may.sort();
                    assert_eq!(buttons, may, "{} for {}", node, actor.email());
                    if !may.is_empty() {
                        some_action.insert(*list);
                    }
                }
            }
        }
        // Applications of the demonstration network are all of the past: nothing is left to do with them.
        let without: Vec<_> = LISTS.iter().filter(|list| !some_action.contains(*list)).collect();
        assert_eq!(without, [&"applications"], "with these nobody may do anything");
    }

    fn a_hidden_object_of_any_kind_answers_as_an_unknown_one(world: &World) {
        let clerk = world.actor(Role::MunicipalCoordinator, KRYLOVSKY);
        let other = world.actor(Role::RegionalCoordinator, "region:19");
        let made = clerk.query(
            "mutation($input: CreateCompetitionInput!) { createCompetition(input: $input) { competition { id } userErrors { path } } }",
            json!({ "input": { "title": "Черновик", "kind": "PUPILS", "level": "MUNICIPAL", "municipalityId": world.node(KRYLOVSKY) } }),
        );
        let id = made.at("createCompetition.competition.id").as_str().unwrap().to_owned();
        let unknown = "cmp_01h2xcejqtf2nbrexx3vqjhp41";
        let ask = |actor: &Actor, id: &str| -> Value {
            actor.query("query($id: ID) { canDo(action: UPDATE_COMPETITION, id: $id) { allowed reason message } }", json!({ "id": id })).body
        };
        assert_eq!(ask(&clerk, &id)["data"]["canDo"]["reason"], "ALLOWED");
        assert_eq!(ask(&other, &id), ask(&other, unknown));
        assert_eq!(ask(&world.public(), &id), ask(&world.public(), unknown));
    }
}
