//! The audit log: complete, without secrets, seen in scope only, and as it was written.

use opora::service::access::{AuditFault, verify_audit_chain};
use sea_orm::ConnectionTrait;
use serde_json::json;

use super::world::{
    KRYLOVSKY, PASSWORD, Session, VYSELKI, World, account, change_password, database, mutate, past, refresh, sign_in,
    sign_out,
};
use crate::support::{Actor, Backend, Role, both, wait};

const LOG: &str = "query($filter: AuditFilter) { auditLog(filter: $filter, first: 100) { totalCount nodes { \
     actorName actor { email } action typename objectId object { __typename } reason \
     details { field before after } } } }";

fn actions(actor: &Actor) -> Vec<String> {
    let answer = actor.query(LOG, json!({}));
    answer.at("auditLog.nodes").as_array().unwrap().iter().map(|e| e["action"].as_str().unwrap().to_owned()).collect()
}

both! {
    fn every_step_of_an_account_is_told_and_no_secret(world: &World) {
        let rmc = world.actor(Role::RegionalCoordinator, "region:23");
        let first = world.person(&rmc, "moc@example.org", Role::MunicipalCoordinator, KRYLOVSKY);
        let second = Session::of(&sign_in(world, "moc@example.org", PASSWORD), "signIn");
        let third = Session::of(
            &change_password(&world.bearing(&second.access), PASSWORD, "зелёный автобус 9"), "changePassword");
        let fourth = Session::of(&refresh(world, &third.refresh), "refreshSession");
        world.wait_for(60);
        refresh(world, &third.refresh);
        let fifth = Session::of(&sign_in(world, "moc@example.org", "зелёный автобус 9"), "signIn");
        sign_out(&world.bearing(&fifth.access), &json!({})).payload();
        let (id, version) = account(&rmc, "moc@example.org");
        let input = json!({ "id": id, "expectedVersion": version, "name": "Методист" });
        mutate(&rmc, "updateUser", "userErrors { code }", &input).payload();
        let reset = mutate(&rmc, "resetPassword", "invitation { oneTimeCode }", &json!({ "userId": id, "reason": "Забыт" }));
        let input = json!({ "id": id, "expectedVersion": 2, "reason": "Уволен" });
        mutate(&rmc, "disableUser", "userErrors { code }", &input).payload();
        let mut told = actions(&rmc);
        told.reverse();
        let told: Vec<&str> = told.iter().map(String::as_str).skip_while(|action| *action != "inviteUser").collect();
        assert_eq!(told, [
            "inviteUser", "grantRole", "acceptInvitation", "signIn", "changePassword", "refreshTokenReused", "signIn",
            "signOut", "updateUser", "resetPassword", "disableUser",
        ]);
        let answer = rmc.query(LOG, json!({ "filter": { "actions": ["updateUser", "disableUser"] } }));
        let mut redactor = crate::support::Redactor::new();
        insta::assert_snapshot!(redactor.answer(&answer).replace(rmc.email(), "rmc"), @r#"
        200
        {
          "data": {
            "auditLog": {
              "nodes": [
                {
                  "action": "disableUser",
                  "actor": {
                    "email": "rmc"
                  },
                  "actorName": "rmc",
                  "details": [
                    {
                      "after": "instant#1",
                      "before": null,
                      "field": "disabledAt"
                    }
                  ],
                  "object": {
                    "__typename": "User"
                  },
                  "objectId": "usr#1",
                  "reason": "Уволен",
                  "typename": "USER"
                },
                {
                  "action": "updateUser",
                  "actor": {
                    "email": "rmc"
                  },
                  "actorName": "rmc",
                  "details": [
                    {
                      "after": "Методист",
                      "before": "Должность",
                      "field": "name"
                    }
                  ],
                  "object": {
                    "__typename": "User"
                  },
                  "objectId": "usr#1",
                  "reason": null,
                  "typename": "USER"
                }
              ],
              "totalCount": 2
            }
          }
        }
        "#);
        let stored = format!("{:?}", world.database().rows()["audit_entry"]);
        let code = reset.text("resetPassword.invitation.oneTimeCode");
        for secret in [PASSWORD, "зелёный автобус", code, &first.access, &first.refresh, &fourth.refresh, "argon2"] {
            assert!(!stored.contains(secret), "{secret}");
        }
        // Nor is any of them anywhere else.
        let everything = format!("{:?}", world.database().rows());
        for secret in [PASSWORD, "зелёный автобус", code, &fifth.access, &fifth.refresh] {
            assert!(!everything.contains(secret), "{secret}");
        }
    }

    fn entries_are_seen_in_scope_and_one_s_own(world: &World) {
        let rmc = world.actor(Role::RegionalCoordinator, "region:23");
        let other = world.actor(Role::RegionalCoordinator, "region:38");
        let moc = world.actor(Role::MunicipalCoordinator, KRYLOVSKY);
        let neighbour = world.actor(Role::MunicipalCoordinator, VYSELKI);
        let admin = world.actor(Role::PlatformAdmin, "federation");
        let clerk = world.person(&rmc, "clerk@example.org", Role::DataClerk, KRYLOVSKY);
        let about = |actor: &Actor| {
            let (id, _) = account(&rmc, "clerk@example.org");
            let answer = actor.query(LOG, json!({ "filter": { "objectIds": [id] } }));
            let nodes = answer.at("auditLog.nodes").as_array().unwrap().clone();
            assert_eq!(answer.at("auditLog.totalCount"), nodes.len());
            nodes.len()
        };
        assert_eq!(about(&rmc), 2);
        assert_eq!(about(&moc), 2);
        assert_eq!(about(&admin), 2);
        assert_eq!(about(&neighbour), 0);
        assert_eq!(about(&other), 0);
        assert_eq!(about(&world.public()), 0);
        // A clerk has no right to the log: only what they did.
        assert_eq!(actions(&world.bearing(&clerk.access)), ["acceptInvitation"]);
        // Who acted is shown as far as the account is seen.
        let answer = moc.query(LOG, json!({ "filter": { "actions": ["inviteUser"] } }));
        assert!(answer.at("auditLog.nodes.0.actor").is_null());
        assert_eq!(answer.at("auditLog.nodes.0.object.__typename"), "User");
        assert!(actions(&world.public()).is_empty());
    }

    fn pages_follow_each_other(world: &World) {
        let rmc = world.actor(Role::RegionalCoordinator, "region:23");
        for number in 0..5 {
            super::world::invite(&rmc, &format!("a{number}@example.org"), Role::Analyst, &world.node(KRYLOVSKY)).payload();
        }
        let document = "query($after: String) { auditLog(first: 3, after: $after) { nodes { position } pageInfo { endCursor hasNextPage } } }";
        let (mut positions, mut after): (Vec<i64>, serde_json::Value) = (vec![], json!(null));
        loop {
            let answer = rmc.query(document, json!({ "after": after }));
            let nodes = answer.at("auditLog.nodes").as_array().unwrap().clone();
            positions.extend(nodes.iter().map(|node| node["position"].as_str().unwrap().parse::<i64>().unwrap()));
            if answer.at("auditLog.pageInfo.hasNextPage") == false {
                break;
            }
            after = answer.at("auditLog.pageInfo.endCursor").clone();
        }
        assert!(positions.len() >= 10 && positions.windows(2).all(|pair| pair[0] > pair[1]), "{positions:?}");
    }

    fn a_changed_entry_is_found_out(world: &World) {
        let rmc = world.actor(Role::RegionalCoordinator, "region:23");
        world.person(&rmc, "moc@example.org", Role::MunicipalCoordinator, KRYLOVSKY);
        let database = database(world);
        let report = wait(verify_audit_chain(&database)).unwrap();
        assert!(report.entries >= 4 && report.broken.is_none(), "{report:?}");
        let connection = past(world);
        let run = |sql: &str| wait(connection.execute_unprepared(sql));
        let sql = "SELECT MIN(position) AS position FROM audit_entry WHERE region_id IS NOT NULL";
        let statement = sea_orm::Statement::from_string(connection.get_database_backend(), sql);
        let row = wait(connection.query_one_raw(statement)).unwrap().unwrap();
        let one: i64 = row.try_get("", "position").unwrap();
        let here = format!("WHERE position = {one}");
        assert!(run(&format!("UPDATE audit_entry SET reason = 'x' {here}")).is_err());
        assert!(run(&format!("DELETE FROM audit_entry {here}")).is_err());
        // Whoever can take the triggers away is found out all the same.
        let triggers = match world.database().backend() {
            Backend::Postgres => vec!["DROP TRIGGER audit_entry_keep ON audit_entry"],
            Backend::Sqlite => vec!["DROP TRIGGER audit_entry_keep_update", "DROP TRIGGER audit_entry_keep_delete"],
        };
        for trigger in triggers {
            run(trigger).unwrap();
        }
        let broken = || wait(verify_audit_chain(&database)).unwrap().broken;
        for column in ["actor_name", "action", "typename", "details"] {
            run(&format!("UPDATE audit_entry SET {column} = {column} || 'x' {here}")).unwrap();
            assert_eq!(broken(), Some((one, AuditFault::Changed)), "{column}");
            let back = format!("UPDATE audit_entry SET {column} = substr({column}, 1, length({column}) - 1) {here}");
            run(&back).unwrap();
            assert_eq!(broken(), None);
        }
        run(&format!("UPDATE audit_entry SET region_id = NULL {here}")).unwrap();
        assert_eq!(broken(), Some((one, AuditFault::Changed)));
        run(&format!("DELETE FROM audit_entry {here}")).unwrap();
        assert_eq!(broken(), Some((one + 1, AuditFault::Gap)));
        run(&format!("DELETE FROM audit_entry WHERE position > {one}")).unwrap();
        assert_eq!(broken(), Some((one, AuditFault::Cut)));
        wait(connection.close()).unwrap();
        wait(database.close());
    }

    fn codes_are_told_as_codes(world: &World) {
        let rmc = world.actor(Role::RegionalCoordinator, "region:23");
        world.person(&rmc, "moc@example.org", Role::MunicipalCoordinator, KRYLOVSKY);
        let answer = rmc.query(LOG, json!({ "filter": { "actions": ["inviteUser", "grantRole"] } }));
        let entries = answer.at("auditLog.nodes").as_array().unwrap().clone();
        let details = entries.iter().flat_map(|entry| entry["details"].as_array().unwrap());
        let told: Vec<_> = details.filter(|detail| detail["field"] == "visibility").map(|detail| &detail["after"]).collect();
        assert!(!told.is_empty() && told.iter().all(|after| **after == "SUBMITTED"), "{told:?}");
    }
}
