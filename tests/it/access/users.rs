//! Who sees which accounts and grants, and what a list of them costs.

use serde_json::{Value, json};

use super::world::{KRYLOVSKY, SAYANSK, VYSELKI, World, account, mutate};
use crate::support::{Actor, Role, both, race};

fn emails(actor: &Actor) -> Vec<String> {
    let answer = actor.query("{ users(first: 100) { totalCount nodes { email } } }", json!({}));
    let nodes = answer.at("users.nodes").as_array().unwrap().clone();
    assert_eq!(answer.at("users.totalCount"), nodes.len());
    nodes.iter().map(|user| user["email"].as_str().unwrap().to_owned()).collect()
}

both! {
    fn accounts_are_seen_where_they_hold_grants_and_by_themselves(world: &World) {
        let rmc = world.actor(Role::RegionalCoordinator, "region:23");
        let other = world.actor(Role::RegionalCoordinator, "region:38");
        let moc = world.actor(Role::MunicipalCoordinator, KRYLOVSKY);
        let neighbour = world.actor(Role::MunicipalCoordinator, VYSELKI);
        let analyst = world.actor(Role::Analyst, KRYLOVSKY);
        let sees = |actor: &Actor, whom: &Actor| {
            let listed = emails(actor).contains(&whom.email().to_owned());
            let found = actor.query("query($email: String!) { user(email: $email) { id } }", json!({ "email": whom.email() }));
            assert_eq!(!found.at("user").is_null(), listed);
            let (id, _) = account(whom, whom.email());
            let node = actor.query("query($id: ID!) { node(id: $id) { id } }", json!({ "id": id }));
            assert_eq!(!node.at("node").is_null(), listed);
            listed
        };
        assert!(sees(&rmc, &moc) && sees(&rmc, &neighbour) && sees(&rmc, &analyst) && sees(&rmc, &rmc));
        assert!(sees(&moc, &moc) && sees(&moc, &analyst));
        assert!(!sees(&moc, &neighbour) && !sees(&moc, &rmc) && !sees(&other, &moc) && !sees(&rmc, &other));
        assert!(sees(&analyst, &analyst) && !sees(&analyst, &moc));
        assert_eq!(emails(&analyst), [analyst.email()]);
        assert!(emails(&world.public()).is_empty());
        let wrong = world.public().query("{ user { id } }", json!({}));
        assert_eq!(wrong.code(), "BAD_USER_INPUT");
    }

    fn grants_elsewhere_stay_hidden(world: &World) {
        let rmc = world.actor(Role::RegionalCoordinator, "region:23");
        let other = world.actor(Role::RegionalCoordinator, "region:38");
        let session = world.person(&rmc, "clerk@example.org", Role::DataClerk, KRYLOVSKY);
        let input = json!({ "email": "clerk@example.org", "role": "ANALYST", "nodeId": world.node(SAYANSK) });
        mutate(&other, "grantRole", "userErrors { code }", &input).payload();
        let roles = |actor: &Actor| -> Vec<String> {
            let document = "query($email: String!) { user(email: $email) { grants { role } } }";
            let answer = actor.query(document, json!({ "email": "clerk@example.org" }));
            let grants = answer.at("user.grants").as_array().unwrap().clone();
            let mut roles: Vec<String> = grants.iter().map(|one| one["role"].as_str().unwrap().to_owned()).collect();
            roles.sort();
            roles
        };
        assert_eq!(roles(&rmc), ["DATA_CLERK"]);
        assert_eq!(roles(&other), ["ANALYST"]);
        assert_eq!(roles(&world.bearing(&session.access)), ["ANALYST", "DATA_CLERK"]);
        // Neither region alone has the right over the account.
        let (id, _) = account(&rmc, "clerk@example.org");
        let document = "query($id: ID!) { node(id: $id) { ... on User { allowedActions } } }";
        assert_eq!(rmc.query(document, json!({ "id": id })).at("node.allowedActions"), &json!(["GRANT_ROLE"]));
    }

    fn an_account_is_changed_by_whoever_has_the_right_over_it(world: &World) {
        let rmc = world.actor(Role::RegionalCoordinator, "region:23");
        let session = world.person(&rmc, "clerk@example.org", Role::DataClerk, KRYLOVSKY);
        let (id, _) = account(&rmc, "clerk@example.org");
        let selection = "user { version email name } userErrors { code path }";
        let update = |actor: &Actor, input: Value| mutate(actor, "updateUser", selection, &input);
        let input = json!({ "id": id, "expectedVersion": 1, "email": "operator@example.org", "name": "Оператор" });
        let answer = world.unchanged_but(&[], || update(&world.bearing(&session.access), input.clone()));
        assert_eq!(answer.code(), "FORBIDDEN");
        let other = world.actor(Role::RegionalCoordinator, "region:38");
        assert_eq!(world.unchanged_but(&[], || update(&other, input.clone())).code(), "NOT_FOUND");
        assert_eq!(update(&rmc, input.clone()).at("updateUser.user.email"), "operator@example.org");
        let stale = world.unchanged_but(&[], || update(&rmc, input));
        stale.expect_user_error("STALE_VERSION", "input.expectedVersion");
        assert_eq!(stale.at("updateUser.user.version"), 2);
        let taken = json!({ "id": id, "expectedVersion": 2, "email": rmc.email() });
        update(&rmc, taken).expect_user_error("DUPLICATE", "input.email");
        let cleared = json!({ "id": id, "expectedVersion": 2, "name": null });
        update(&rmc, cleared).expect_user_error("REQUIRED", "input.name");
        let kept = json!({ "id": id, "expectedVersion": 2 });
        assert_eq!(update(&rmc, kept).at("updateUser.user.name"), "Оператор");
    }

    fn a_longer_list_costs_no_more_statements(world: &World) {
        let rmc = world.actor(Role::RegionalCoordinator, "region:23");
        let document = "{ users(first: 100) { totalCount facets { value count } nodes { email state allowedActions \
             grants { role node { id } user { email } grantedBy { email } allowedActions } } } }";
        let cost = || {
            rmc.query(document, json!({})).data();
            world.reset_statements();
            rmc.query(document, json!({})).data();
            world.statements()
        };
        let few = cost();
        for number in 0..12 {
            let email = format!("clerk-{number}@example.org");
            super::world::invite(&rmc, &email, Role::DataClerk, &world.node(KRYLOVSKY)).payload();
        }
        let many = cost();
        assert!(many <= few + 1, "{few} → {many}");
        // The grants of the region are at nodes of four kinds, each of which is one statement.
        assert!(many <= 11, "{many}");
    }

    fn of_two_changes_at_once_one_wins(world: &World) {
        let rmc = world.actor(Role::RegionalCoordinator, "region:23");
        world.person(&rmc, "clerk@example.org", Role::DataClerk, KRYLOVSKY);
        let (id, _) = account(&rmc, "clerk@example.org");
        race::one_wins(world, |number| {
            let input = json!({ "id": id, "expectedVersion": 1, "name": format!("Оператор {number}") });
            mutate(&rmc, "updateUser", "user { version } userErrors { code path }", &input)
        });
        let document = "query($id: ID!) { node(id: $id) { ... on User { grants { id } } } }";
        let grant = rmc.query(document, json!({ "id": id })).at("node.grants.0.id").clone();
        race::one_wins(world, |number| {
            let input = json!({ "id": grant, "expectedVersion": 1, "lastDay": format!("2023-12-0{}", number + 1) });
            mutate(&rmc, "endGrant", "grant { version } userErrors { code path }", &input)
        });
    }
}
