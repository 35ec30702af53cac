//! Who may do what: the card, the details, drafts, the contact.

use serde_json::json;

use super::{KRYLOVSKY, Net, VYSELKI, inn};
use crate::support::{Role, TestApp, both};

const CONTACT: &str = "mutation($input: SetContactInput!) { setContact(input: $input) { node { ... on Organisation { version contact { position phone email } } } userErrors { code path } } }";
const READ: &str = "query($id: ID!) { node(id: $id) { ... on Organisation { published contact { position phone } allowedActions } } organisations { totalCount } search(text: \"школа\") { totalCount } }";

both! {
    fn the_table_decides_who_records(app: &TestApp) {
        let net = Net::new(app);
        for (role, node, allowed) in [
            (Role::RegionalCoordinator, "region:23", true),
            (Role::MunicipalCoordinator, VYSELKI, true),
            (Role::EducationDepartment, VYSELKI, true),
            (Role::DataClerk, VYSELKI, true),
            (Role::Integration, "region:23", true),
            (Role::RegionalCoordinator, "region:38", false),
            (Role::MunicipalCoordinator, KRYLOVSKY, false),
            (Role::ZonalCoordinator, "zone:23/NE", false),
            (Role::Ministry, "region:23", false),
            (Role::Analyst, "region:23", false),
            (Role::Expert, "region:23", false),
            (Role::PlatformAdmin, "federation", false),
            (Role::FederalObserver, "federation", false),
        ] {
            let actor = app.actor(role, node);
            if allowed {
                net.create(&actor, "Школа", json!({})).payload();
            } else {
                let refused = app.unchanged_but(&[], || net.create(&actor, "Школа", json!({})));
                assert_eq!(refused.code(), "FORBIDDEN", "{role:?} {node}");
            }
        }
        let refused = app.unchanged_but(&[], || net.create(&app.public(), "Школа", json!({})));
        assert_eq!(refused.code(), "UNAUTHENTICATED");
    }

    fn an_editor_keeps_the_details_alone(app: &TestApp) {
        let net = Net::new(app);
        let (own, other) = (net.organisation("Школа", json!({"inn": inn(1)})), net.organisation("Чужая", json!({})));
        let editor = app.actor(Role::OrganisationEditor, &format!("organisation:{}", inn(1)));
        net.change(&editor, "updateOrganisation", &own, json!({"email": "a@example.org", "capacity": 5, "website": "a.example.org", "addresses": [{"address": "А"}]})).payload();
        for more in [json!({"type": "SPORT"}), json!({"aliases": []}), json!({"validTo": "2023-01-01"}), json!({"inn": null}), json!({"externalIds": [{"source": "a", "externalId": "b"}]})] {
            let refused = app.unchanged_but(&[], || net.change(&editor, "updateOrganisation", &own, more));
            assert_eq!(refused.code(), "FORBIDDEN");
        }
        for (verb, more) in [("renameOrganisation", json!({"name": "Б"})), ("closeOrganisation", json!({"lastDay": "2023-01-01"})), ("suspendOrganisation", json!({"from": "2023-01-01"}))] {
            let refused = app.unchanged_but(&[], || net.change(&editor, verb, &own, more));
            assert_eq!(refused.code(), "FORBIDDEN", "{verb}");
        }
        let refused = app.unchanged_but(&[], || net.change(&editor, "updateOrganisation", &other, json!({"email": "a@example.org"})));
        assert_eq!(refused.code(), "FORBIDDEN");
        let answer = editor.query(READ, json!({ "id": own }));
        assert_eq!(answer.at("node.allowedActions"), &json!(["UPDATE_ORGANISATION_DETAILS"]));
        assert_eq!(editor.query(READ, json!({ "id": other })).at("node.allowedActions"), &json!([]));
    }

    fn a_draft_is_seen_by_those_who_keep_it(app: &TestApp) {
        let net = Net::new(app);
        let moc = app.actor(Role::MunicipalCoordinator, VYSELKI);
        let clerk = app.actor(Role::DataClerk, VYSELKI);
        // A clerk enters and does not publish.
        let draft = net.create(&clerk, "Школа", json!({}));
        let draft = draft.text("createOrganisation.organisation.id");
        let published = app.unchanged_but(&[], || net.create(&clerk, "Школа", json!({"published": true})));
        assert_eq!(published.code(), "FORBIDDEN");
        for (actor, sees) in [
            (&moc, true),
            (&clerk, true),
            (&net.rmc, false),
            (&app.actor(Role::MunicipalCoordinator, KRYLOVSKY), false),
            (&app.actor(Role::Analyst, VYSELKI), false),
            (&app.public(), false),
        ] {
            let answer = actor.query(READ, json!({ "id": draft }));
            assert_eq!(!answer.at("node").is_null(), sees);
            assert_eq!(answer.at("organisations.totalCount"), i32::from(sees));
            assert_eq!(answer.at("search.totalCount"), i32::from(sees));
        }
        let hidden = json!({ "input": {"id": draft, "expectedVersion": 1, "email": "a@example.org"} });
        let refused = app.unchanged_but(&[], || net.rmc.query(&super::document("updateOrganisation"), hidden.clone()));
        assert_eq!(refused.code(), "NOT_FOUND");
        let publish = json!({ "input": {"id": draft, "expectedVersion": 1, "published": true} });
        let refused = app.unchanged_but(&[], || clerk.query(&super::document("updateOrganisation"), publish.clone()));
        assert_eq!(refused.code(), "FORBIDDEN");
        moc.query(&super::document("updateOrganisation"), publish).payload();
        assert_eq!(app.public().query(READ, json!({ "id": draft })).at("node.published"), true);
        // A region's own draft in a municipality stays at the level of the region.
        let own = net.organisation("Школа", json!({"published": false}));
        assert!(!net.rmc.query(READ, json!({ "id": own })).at("node").is_null());
        assert!(moc.query(READ, json!({ "id": own })).at("node").is_null());
    }

    fn a_contact_is_never_public(app: &TestApp) {
        let net = Net::new(app);
        let id = net.organisation("Школа", json!({"inn": inn(1)}));
        let set = |actor: &crate::support::Actor, version: i32, more: serde_json::Value| {
            let mut input = json!({"id": id, "expectedVersion": version});
            for (name, value) in more.as_object().unwrap() {
                input[name] = value.clone();
            }
            actor.query(CONTACT, json!({ "input": input }))
        };
        set(&net.rmc, 1, json!({"phone": "8 (86157) 7-35-47"})).expect_user_error("REQUIRED", "input.position");
        set(&net.rmc, 1, json!({"position": "Методист", "phone": "звонить"})).expect_user_error("INVALID", "input.phone");
        let editor = app.actor(Role::OrganisationEditor, &format!("organisation:{}", inn(1)));
        let answer = set(&editor, 1, json!({"position": "Методист", "phone": "8 (86157) 7-35-47"}));
        insta::assert_snapshot!(answer.redacted(), @r#"
        200
        {
          "data": {
            "setContact": {
              "node": {
                "contact": {
                  "email": null,
                  "phone": "8 (86157) 7-35-47",
                  "position": "Методист"
                },
                "version": 2
              },
              "userErrors": []
            }
          }
        }
        "#);
        set(&net.rmc, 1, json!({"position": "Директор"})).expect_user_error("STALE_VERSION", "input.expectedVersion");
        for (actor, sees) in [
            (&net.rmc, true),
            (&editor, true),
            (&app.actor(Role::ZonalCoordinator, "zone:23/NE"), false),
            (&app.actor(Role::MunicipalCoordinator, VYSELKI), true),
            (&app.actor(Role::MunicipalCoordinator, KRYLOVSKY), false),
            (&app.actor(Role::RegionalCoordinator, "region:38"), false),
            (&app.actor(Role::Expert, "region:23"), false),
            (&app.public(), false),
        ] {
            assert_eq!(!actor.query(READ, json!({ "id": id })).at("node.contact").is_null(), sees);
        }
        let refused = app.unchanged_but(&[], || set(&app.public(), 2, json!({"position": "Я"})));
        assert_eq!(refused.code(), "UNAUTHENTICATED");
        set(&editor, 2, json!({"position": null, "phone": null})).payload();
        assert!(net.rmc.query(READ, json!({ "id": id })).at("node.contact").is_null());
        let wrong = net.rmc.query(CONTACT, json!({"input": {"id": net.region, "expectedVersion": 1}}));
        assert_eq!(wrong.code(), "NOT_FOUND");
    }
}
