//! `canDo` tells why; `allowedActions` says the same.

use serde_json::{Value, json};

use super::world::{KRYLOVSKY, VYSELKI, World, account, viewer};
use crate::support::{Actor, Role, both};

fn reason(actor: &Actor, action: &str, id: &Value) -> String {
    let document = "query($action: Action!, $id: ID) { canDo(action: $action, id: $id) { allowed reason message } }";
    let answer = actor.query(document, json!({ "action": action, "id": id }));
    let reason = answer.text("canDo.reason").to_owned();
    assert_eq!(answer.at("canDo.allowed").as_bool().unwrap(), reason == "ALLOWED");
    assert!(!answer.text("canDo.message").is_empty());
    reason
}

both! {
    fn it_says_whether_and_why(world: &World) {
        let rmc = world.actor(Role::RegionalCoordinator, "region:23");
        let moc = world.actor(Role::MunicipalCoordinator, KRYLOVSKY);
        let public = world.public();
        let (region, krylovsky, vyselki) = (world.node("region:23"), world.node(KRYLOVSKY), world.node(VYSELKI));
        assert_eq!(reason(&rmc, "UPDATE_MUNICIPALITY", &krylovsky), "ALLOWED");
        assert_eq!(reason(&moc, "UPDATE_MUNICIPALITY", &krylovsky), "NO_RIGHT");
        assert_eq!(reason(&public, "UPDATE_MUNICIPALITY", &krylovsky), "NOT_SIGNED_IN");
        assert_eq!(reason(&rmc, "UPDATE_ZONE", &krylovsky), "WRONG_KIND");
        assert_eq!(reason(&rmc, "CREATE_REGION", &Value::Null), "NO_RIGHT");
        assert_eq!(reason(&moc, "INVITE_USER", &krylovsky), "ALLOWED");
        assert_eq!(reason(&moc, "INVITE_USER", &vyselki), "NO_RIGHT");
        assert_eq!(reason(&moc, "INVITE_USER", &region), "NO_RIGHT");
        assert_eq!(reason(&public, "INVITE_USER", &Value::Null), "NOT_SIGNED_IN");
        world.person(&rmc, "clerk@example.org", Role::DataClerk, KRYLOVSKY);
        let (clerk, _) = account(&rmc, "clerk@example.org");
        assert_eq!(reason(&moc, "RESET_PASSWORD", &clerk), "ALLOWED");
        assert_eq!(reason(&moc, "ENABLE_USER", &clerk), "WRONG_STATE");
        let (own, _) = account(&moc, moc.email());
        assert_eq!(reason(&moc, "DISABLE_USER", &own), "WRONG_STATE");
        let grant = viewer(&moc).at("viewer.grants.0.id").clone();
        assert_eq!(reason(&moc, "DELEGATE_GRANT", &grant), "ALLOWED");
        assert_eq!(reason(&rmc, "DELEGATE_GRANT", &grant), "NO_RIGHT");
        assert_eq!(reason(&rmc, "END_GRANT", &grant), "ALLOWED");
    }

    fn a_hidden_object_answers_as_an_unknown_one(world: &World) {
        let rmc = world.actor(Role::RegionalCoordinator, "region:23");
        let neighbour = world.actor(Role::MunicipalCoordinator, VYSELKI);
        world.person(&rmc, "clerk@example.org", Role::DataClerk, KRYLOVSKY);
        let (hidden, _) = account(&rmc, "clerk@example.org");
        let unknown = json!("usr_01h2xcejqtf2nbrexx3vqjhp41");
        let document = "query($action: Action!, $id: ID) { canDo(action: $action, id: $id) { allowed reason message } }";
        for actor in [&neighbour, &world.public()] {
            for action in ["RESET_PASSWORD", "UPDATE_ZONE", "INVITE_USER", "GRANT_ROLE"] {
                let ask = |id: &Value| actor.query(document, json!({ "action": action, "id": id })).body;
                assert_eq!(ask(&hidden), ask(&unknown));
                assert_eq!(reason(actor, action, &hidden), "NO_SUCH_OBJECT");
            }
        }
        let malformed = neighbour.query(document, json!({ "action": "UPDATE_USER", "id": "usr_x" }));
        assert_eq!(malformed.code(), "BAD_USER_INPUT");
    }

    fn buttons_and_reasons_agree(world: &World) {
        let rmc = world.actor(Role::RegionalCoordinator, "region:23");
        let actors = [
            world.actor(Role::PlatformAdmin, "federation"),
            world.actor(Role::MunicipalCoordinator, KRYLOVSKY),
            world.actor(Role::DataClerk, KRYLOVSKY),
        ];
        let ids = [
            account(&actors[0], rmc.email()).0,
            account(&rmc, actors[1].email()).0,
            viewer(&actors[1]).at("viewer.grants.0.id").clone(),
            world.node(KRYLOVSKY),
            world.node("zone:NE"),
        ];
        let document = "query($id: ID!) { node(id: $id) { __typename ... on User { allowedActions } \
             ... on Grant { allowedActions } ... on Municipality { allowedActions } ... on Zone { allowedActions } } }";
        let every = rmc.query("{ __type(name: \"Action\") { enumValues { name } } }", json!({}));
        let every: Vec<String> = every.at("__type.enumValues").as_array().unwrap().iter()
            .map(|value| value["name"].as_str().unwrap().to_owned()).collect();
        for actor in actors.iter().chain([&rmc]) {
            for id in &ids {
                let answer = actor.query(document, json!({ "id": id }));
                let Some(buttons) = answer.at("node").get("allowedActions") else { continue };
                for action in every.iter().filter(|action| *action != "INVITE_USER") {
                    let button = buttons.as_array().unwrap().iter().any(|one| one == action);
                    assert_eq!(reason(actor, action, id) == "ALLOWED", button, "{action} {id} {}", actor.email());
                }
            }
        }
    }

    fn the_viewer_is_told_what_may_be_done(world: &World) {
        let moc = world.actor(Role::MunicipalCoordinator, KRYLOVSKY);
        let document = "{ viewer { allowedActions permissions { kind right everywhere nodeIds } scopes { node { id } } } }";
        let answer = moc.query(document, json!({}));
        let actions = answer.at("viewer.allowedActions").as_array().unwrap();
        assert!(actions.contains(&json!("INVITE_USER")) && !actions.contains(&json!("CREATE_REGION")));
        let permission = json!({ "kind": "GRANT", "right": "APPROVE", "everywhere": false, "nodeIds": [world.node(KRYLOVSKY)] });
        assert!(answer.at("viewer.permissions").as_array().unwrap().contains(&permission), "{answer}");
        assert_eq!(answer.at("viewer.scopes.0.node.id"), &world.node(KRYLOVSKY));
        assert!(world.public().query(document, json!({})).at("viewer").is_null());
    }
}
