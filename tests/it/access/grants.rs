//! Grants: who gives which to whom, how long they hold, delegation, and the last administrator.

use entity::CodeEnum;
use serde_json::{Value, json};

use super::world::{KRYLOVSKY, PASSWORD, SAYANSK, Session, VYSELKI, World, account, invite, mutate, sign_in, viewer};
use crate::support::{Actor, Answer, Role, both};

const GRANT: &str =
    "grant { id version role level nodeId inForce validTo revokedOn delegated } userErrors { code path }";

fn grant(actor: &Actor, user: &Value, role: Role, node: &Value) -> Answer {
    mutate(actor, "grantRole", GRANT, &json!({ "userId": user, "role": role.code(), "nodeId": node }))
}

fn own_grant(actor: &Actor) -> (Value, Value) {
    let me = viewer(actor);
    (me.at("viewer.grants.0.id").clone(), me.at("viewer.grants.0.version").clone())
}

fn roles(actor: &Actor) -> Vec<String> {
    let me = viewer(actor);
    let scopes = me.at("viewer.scopes").as_array().unwrap().clone();
    let mut roles: Vec<String> = scopes.iter().map(|scope| scope["role"].as_str().unwrap().to_owned()).collect();
    // With a clock that stands still the order of the ids is chance.
    roles.sort();
    roles
}

both! {
    fn nobody_grants_beyond_their_own_node_or_role(world: &World) {
        let rmc = world.actor(Role::RegionalCoordinator, "region:23");
        let moc = world.actor(Role::MunicipalCoordinator, KRYLOVSKY);
        let zoc = world.actor(Role::ZonalCoordinator, "zone:23/NE");
        let editor = world.actor(Role::OrganisationEditor, KRYLOVSKY);
        let observer = world.actor(Role::FederalObserver, "federation");
        let number = std::cell::Cell::new(0);
        let allowed = |actor: &Actor, role: Role, node: &str| {
            number.set(number.get() + 1);
            invite(actor, &format!("new-{}@example.org", number.get()), role, &world.node(node)).payload();
        };
        let refused = |actor: &Actor, role: Role, node: &str, code: &str| {
            let node = world.node(node);
            let answer = world.unchanged_but(&[], || invite(actor, "refused@example.org", role, &node));
            if code == "OUTSIDE_SCOPE" {
                answer.expect_user_error(code, "input.role");
            } else {
                assert_eq!(answer.code(), code);
            }
        };
        allowed(&rmc, Role::RegionalCoordinator, "region:23");
        allowed(&rmc, Role::ZonalCoordinator, "zone:NE");
        allowed(&rmc, Role::EducationDepartment, VYSELKI);
        for role in [Role::Ministry, Role::FederalObserver, Role::PlatformAdmin] {
            refused(&rmc, role, "region:23", "OUTSIDE_SCOPE");
        }
        for node in ["federation", "region:38", SAYANSK] {
            refused(&rmc, Role::Analyst, node, "FORBIDDEN");
        }
        allowed(&zoc, Role::ZonalCoordinator, "zone:NE");
        allowed(&zoc, Role::MunicipalCoordinator, KRYLOVSKY);
        refused(&zoc, Role::RegionalCoordinator, KRYLOVSKY, "OUTSIDE_SCOPE");
        refused(&zoc, Role::Analyst, VYSELKI, "FORBIDDEN");
        refused(&zoc, Role::Analyst, "region:23", "FORBIDDEN");
        allowed(&moc, Role::OrganisationEditor, KRYLOVSKY);
        refused(&moc, Role::EducationDepartment, KRYLOVSKY, "OUTSIDE_SCOPE");
        for node in [VYSELKI, "zone:NE", "region:23", "federation"] {
            refused(&moc, Role::Analyst, node, "FORBIDDEN");
        }
        refused(&editor, Role::Analyst, KRYLOVSKY, "FORBIDDEN");
        refused(&observer, Role::Analyst, "federation", "FORBIDDEN");
        refused(&world.public(), Role::Analyst, KRYLOVSKY, "UNAUTHENTICATED");
    }

    fn a_role_is_given_on_its_own_level_alone(world: &World) {
        let (rmc, admin) = (
            world.actor(Role::RegionalCoordinator, "region:23"),
            world.actor(Role::PlatformAdmin, "federation"),
        );
        world.person(&rmc, "clerk@example.org", Role::DataClerk, KRYLOVSKY);
        let (id, _) = account(&rmc, "clerk@example.org");
        for (actor, role, node) in [
            (&rmc, Role::MunicipalCoordinator, "region:23"),
            (&rmc, Role::RegionalCoordinator, KRYLOVSKY),
            (&rmc, Role::ZonalCoordinator, KRYLOVSKY),
            (&rmc, Role::EducationDepartment, "zone:NE"),
            (&admin, Role::PlatformAdmin, "region:23"),
            (&admin, Role::Ministry, "federation"),
        ] {
            let node = world.node(node);
            let refused = world.unchanged_but(&[], || grant(actor, &id, role, &node));
            refused.expect_user_error("CONTRADICTION", "input.role");
            let refused = world.unchanged_but(&[], || invite(actor, "new@example.org", role, &node));
            refused.expect_user_error("CONTRADICTION", "input.role");
        }
    }

    fn a_person_holds_several_grants_and_none_twice(world: &World) {
        let (rmc, other) = (
            world.actor(Role::RegionalCoordinator, "region:23"),
            world.actor(Role::RegionalCoordinator, "region:38"),
        );
        let session = world.person(&rmc, "clerk@example.org", Role::DataClerk, KRYLOVSKY);
        let (id, _) = account(&rmc, "clerk@example.org");
        let node = world.node(VYSELKI);
        grant(&rmc, &id, Role::DataClerk, &node).payload();
        grant(&rmc, &id, Role::Expert, &node).payload();
        let twice = world.unchanged_but(&[], || grant(&rmc, &id, Role::DataClerk, &node));
        twice.expect_user_error("OVERLAP", "input.role");
        // Of another region the account is unknown by its id, and named by its e-mail.
        let node = world.node(SAYANSK);
        let hidden = world.unchanged_but(&[], || grant(&other, &id, Role::Analyst, &node));
        hidden.expect_user_error("UNKNOWN_REFERENCE", "input.userId");
        let by_email = |email: &str| {
            mutate(&other, "grantRole", GRANT, &json!({ "email": email, "role": "ANALYST", "nodeId": node }))
        };
        by_email("nobody@example.org").expect_user_error("UNKNOWN_REFERENCE", "input.email");
        by_email("clerk@example.org").payload();
        assert_eq!(roles(&world.bearing(&session.access)), ["ANALYST", "DATA_CLERK", "DATA_CLERK", "EXPERT"]);
        let both = json!({ "email": "clerk@example.org", "userId": id, "role": "ANALYST", "nodeId": node });
        mutate(&other, "grantRole", GRANT, &both).expect_user_error("CONTRADICTION", "input.email");
        let none = json!({ "role": "ANALYST", "nodeId": node });
        mutate(&other, "grantRole", GRANT, &none).expect_user_error("REQUIRED", "input.userId");
        let (own, _) = account(&rmc, rmc.email());
        let self_made = world.unchanged_but(&[], || grant(&rmc, &own, Role::Analyst, &world.node("region:23")));
        self_made.expect_user_error("REFUSED_TRANSITION", "input");
    }

    fn a_grant_holds_from_its_first_day_to_its_last(world: &World) {
        let rmc = world.actor(Role::RegionalCoordinator, "region:23");
        let session = world.person(&rmc, "clerk@example.org", Role::DataClerk, KRYLOVSKY);
        let (id, _) = account(&rmc, "clerk@example.org");
        let input = json!({
            "userId": id, "role": "ANALYST", "nodeId": world.node(VYSELKI),
            "validFrom": "2023-12-05", "validFromPrecision": "MONTH", "validTo": "2023-12-31",
        });
        assert_eq!(mutate(&rmc, "grantRole", GRANT, &input).at("grantRole.grant.inForce"), false);
        let mut session = session;
        let mut on = |instant: &str| {
            world.set_now(instant);
            session = Session::of(&super::world::refresh(world, &session.refresh), "refreshSession");
            roles(&world.bearing(&session.access))
        };
        // Midnight is the deployment's.
        assert_eq!(on("2023-11-30T20:59:59Z"), ["DATA_CLERK"]);
        assert_eq!(on("2023-11-30T21:00:00Z"), ["ANALYST", "DATA_CLERK"]);
        assert_eq!(on("2023-12-25T09:00:00Z"), ["ANALYST", "DATA_CLERK"]);
        assert_eq!(on("2023-12-31T20:59:59Z"), ["ANALYST", "DATA_CLERK"]);
        assert_eq!(on("2023-12-31T21:00:00Z"), ["DATA_CLERK"]);
    }

    fn a_grant_ends_at_once_or_on_a_day(world: &World) {
        let rmc = world.actor(Role::RegionalCoordinator, "region:23");
        let session = world.person(&rmc, "clerk@example.org", Role::DataClerk, KRYLOVSKY);
        let clerk = world.bearing(&session.access);
        let (id, version) = own_grant(&clerk);
        let end = |actor: &Actor, input: Value| mutate(actor, "endGrant", GRANT, &input);
        let stale = world.unchanged_but(&[], || end(&rmc, json!({ "id": id, "expectedVersion": 7 })));
        stale.expect_user_error("STALE_VERSION", "input.expectedVersion");
        assert_eq!(stale.at("endGrant.grant.version"), 1);
        let past = json!({ "id": id, "expectedVersion": version, "lastDay": "2023-11-14" });
        world.unchanged_but(&[], || end(&rmc, past)).expect_user_error("DATE_ORDER", "input.lastDay");
        // One's own data clerk's grant is not one's own to end; nor does a stranger know of it.
        assert_eq!(end(&clerk, json!({ "id": id, "expectedVersion": version })).code(), "FORBIDDEN");
        let stranger = world.actor(Role::RegionalCoordinator, "region:38");
        let hidden = world.unchanged_but(&[], || end(&stranger, json!({ "id": id, "expectedVersion": version })));
        assert_eq!(hidden.code(), "NOT_FOUND");
        let answer = end(&rmc, json!({ "id": id, "expectedVersion": version, "lastDay": "2023-12-31" }));
        assert_eq!(answer.at("endGrant.grant.validTo"), "2023-12-31");
        assert_eq!(roles(&clerk), ["DATA_CLERK"]);
        let answer = end(&rmc, json!({ "id": id, "expectedVersion": 2 }));
        assert_eq!(answer.at("endGrant.grant.revokedOn"), "2023-11-15");
        assert_eq!(roles(&clerk), Vec::<String>::new());
        end(&rmc, json!({ "id": id, "expectedVersion": 3 })).expect_user_error("REFUSED_TRANSITION", "input");
    }

    fn someone_stands_in_until_a_day_and_not_longer_than_the_grant(world: &World) {
        let rmc = world.actor(Role::RegionalCoordinator, "region:23");
        let holder = world.person(&rmc, "moc@example.org", Role::MunicipalCoordinator, KRYLOVSKY);
        let stand_in = world.person(&rmc, "deputy@example.org", Role::Expert, KRYLOVSKY);
        let (holder, deputy) = (world.bearing(&holder.access), world.bearing(&stand_in.access));
        let (id, _) = own_grant(&holder);
        let (user, _) = account(&holder, "deputy@example.org");
        let delegate = |actor: &Actor, input: Value| mutate(actor, "delegateGrant", GRANT, &input);
        let endless = world.unchanged_but(&[], || delegate(&holder, json!({ "id": id, "userId": user })));
        endless.expect_user_error("REQUIRED", "input.validTo");
        let input = json!({ "id": id, "userId": user, "validTo": "2023-11-30", "reason": "Отпуск" });
        // Only one's own: the region may give it, not lend it.
        assert_eq!(world.unchanged_but(&[], || delegate(&rmc, input.clone())).code(), "FORBIDDEN");
        let answer = delegate(&holder, input);
        assert_eq!(answer.at("delegateGrant.grant.delegated"), true);
        assert_eq!(roles(&deputy), ["EXPERT", "MUNICIPAL_COORDINATOR"]);
        // Whoever stands in does not appoint, and does not pass it on.
        let appointed = invite(&deputy, "x@example.org", Role::Analyst, &world.node(KRYLOVSKY));
        assert_eq!(appointed.code(), "FORBIDDEN");
        let lent = answer.at("delegateGrant.grant.id").clone();
        let (user, _) = account(&deputy, "moc@example.org");
        let on = delegate(&deputy, json!({ "id": lent, "userId": user, "validTo": "2023-11-20" }));
        on.expect_user_error("REFUSED_TRANSITION", "input");
        // Without the grant it came from it is void; the lender may take it back as well.
        let (source, version) = own_grant(&holder);
        mutate(&rmc, "endGrant", GRANT, &json!({ "id": source, "expectedVersion": version })).payload();
        assert_eq!(roles(&deputy), ["EXPERT"]);
    }

    fn what_was_lent_ends_on_its_day_or_is_taken_back(world: &World) {
        let rmc = world.actor(Role::RegionalCoordinator, "region:23");
        let holder = world.person(&rmc, "moc@example.org", Role::MunicipalCoordinator, KRYLOVSKY);
        let mut deputy = world.person(&rmc, "deputy@example.org", Role::Expert, KRYLOVSKY);
        let holder = world.bearing(&holder.access);
        let (id, _) = own_grant(&holder);
        let (user, _) = account(&holder, "deputy@example.org");
        let lend = |to: &str| {
            let answer =
                mutate(&holder, "delegateGrant", GRANT, &json!({ "id": id, "userId": user, "validTo": to }));
            answer.at("delegateGrant.grant.id").clone()
        };
        let taken_back = lend("2023-11-30");
        assert_eq!(roles(&world.bearing(&deputy.access)).len(), 2);
        mutate(&holder, "endGrant", GRANT, &json!({ "id": taken_back, "expectedVersion": 1 })).payload();
        assert_eq!(roles(&world.bearing(&deputy.access)), ["EXPERT"]);
        lend("2023-11-20");
        world.set_now("2023-11-20T20:59:00Z");
        deputy = Session::of(&super::world::refresh(world, &deputy.refresh), "refreshSession");
        assert_eq!(roles(&world.bearing(&deputy.access)).len(), 2);
        world.wait_for(60);
        assert_eq!(roles(&world.bearing(&deputy.access)), ["EXPERT"]);
    }

    fn what_was_lent_is_void_while_the_lender_is_closed(world: &World) {
        let rmc = world.actor(Role::RegionalCoordinator, "region:23");
        let holder = world.person(&rmc, "moc@example.org", Role::MunicipalCoordinator, KRYLOVSKY);
        let deputy = world.person(&rmc, "deputy@example.org", Role::Expert, KRYLOVSKY);
        let (holder, deputy) = (world.bearing(&holder.access), world.bearing(&deputy.access));
        let (id, _) = own_grant(&holder);
        let (user, _) = account(&holder, "deputy@example.org");
        mutate(&holder, "delegateGrant", GRANT, &json!({ "id": id, "userId": user, "validTo": "2023-11-30" })).payload();
        let (lender, version) = account(&rmc, "moc@example.org");
        let input = json!({ "id": lender, "expectedVersion": version });
        mutate(&rmc, "disableUser", "userErrors { code }", &input).payload();
        assert_eq!(roles(&deputy), ["EXPERT"]);
        let input = json!({ "id": lender, "expectedVersion": 2 });
        mutate(&rmc, "enableUser", "userErrors { code }", &input).payload();
        assert_eq!(roles(&deputy), ["EXPERT", "MUNICIPAL_COORDINATOR"]);
    }

    fn the_last_administrator_stays(world: &World) {
        let first = world.actor(Role::PlatformAdmin, "federation");
        let demo = first.query("{ grants(filter: { roles: [PLATFORM_ADMIN] }) { nodes { id version user { id version email } } } }", json!({}));
        for other in demo.at("grants.nodes").as_array().unwrap().iter().filter(|g| g["user"]["email"] != first.email()) {
            let input = json!({ "id": other["id"], "expectedVersion": other["version"] });
            mutate(&first, "endGrant", GRANT, &input).payload();
        }
        let (id, version) = own_grant(&first);
        let input = json!({ "id": id, "expectedVersion": version });
        let answer = world.unchanged_but(&[], || mutate(&first, "endGrant", GRANT, &input));
        answer.expect_user_error("REFUSED_TRANSITION", "input");
        let second = world.actor(Role::PlatformAdmin, "federation");
        let (user, version) = account(&second, first.email());
        let disable = json!({ "id": user, "expectedVersion": version });
        mutate(&second, "disableUser", "userErrors { code path }", &disable).payload();
        let (id, version) = own_grant(&second);
        let input = json!({ "id": id, "expectedVersion": version, "lastDay": "2023-12-31" });
        let answer = world.unchanged_but(&[], || mutate(&second, "endGrant", GRANT, &input));
        answer.expect_user_error("REFUSED_TRANSITION", "input");
    }

    fn two_administrators_do_not_end_each_other(world: &World) {
        let (one, two) = (world.actor(Role::PlatformAdmin, "federation"), world.actor(Role::PlatformAdmin, "federation"));
        let demo = one.query("{ grants(filter: { roles: [PLATFORM_ADMIN] }) { nodes { id version user { email } } } }", json!({}));
        for other in demo.at("grants.nodes").as_array().unwrap() {
            if ![one.email(), two.email()].contains(&other["user"]["email"].as_str().unwrap()) {
                let input = json!({ "id": other["id"], "expectedVersion": other["version"] });
                mutate(&one, "endGrant", GRANT, &input).payload();
            }
        }
        let ((first, _), (second, _)) = (own_grant(&one), own_grant(&two));
        let ended: Vec<bool> = std::thread::scope(|scope| {
            let tries = [(&one, &second), (&two, &first)].map(|(actor, grant)| {
                scope.spawn(move || {
                    let answer = mutate(actor, "endGrant", GRANT, &json!({ "id": grant, "expectedVersion": 1 }));
                    answer.errors().is_empty() && answer.user_errors().is_empty()
                })
            });
            tries.into_iter().map(|one| one.join().unwrap()).collect()
        });
        assert_eq!(ended.iter().filter(|done| **done).count(), 1, "{ended:?}");
    }

    fn the_first_start_makes_an_administrator_once(world: &World) {
        let database = super::world::database(world);
        let cx = opora::service::Cx::system(database.clone(), world.config().clock());
        let had = crate::support::wait(opora::service::access::bootstrap(&cx)).unwrap();
        let again = crate::support::wait(opora::service::access::bootstrap(&cx)).unwrap();
        assert!(again.is_none());
        if let Some((user, password)) = had {
            assert_eq!(user.email, "admin@localhost");
            assert_eq!(sign_in(world, "admin@localhost", &password).at("signIn.session.mustChangePassword"), true);
            sign_in(world, "admin@localhost", PASSWORD).expect_user_error("WRONG_CREDENTIALS", "input");
        }
        crate::support::wait(database.close());
    }
}
