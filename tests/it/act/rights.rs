//! Who sees and does what.

use serde_json::json;

use super::{Network, act_mutation, by_number, create, created, order};
use crate::support::{Actor, Role, both};

fn sees(actor: &Actor, id: &str) -> bool {
    let document = "query($id: ID!) { node(id: $id) { id } legalActs(filter: { number: \"D-1\" }) { totalCount }
        found: legalActs(search: \"тайный\") { totalCount facets { count } }
        key: legalAct(issuer: \"Управление образования города\", kind: ORDER, date: \"2023-03-01\", number: \"D-1\") { id } }";
    let answer = actor.query(document, json!({ "id": id }));
    let seen = !answer.at("node").is_null();
    assert_eq!(answer.at("legalActs.totalCount"), u8::from(seen), "{answer}");
    assert_eq!(answer.at("found.totalCount"), u8::from(seen), "{answer}");
    assert_eq!(answer.at("found.facets").as_array().unwrap().is_empty(), !seen, "{answer}");
    assert_eq!(answer.at("key").is_null(), !seen, "{answer}");
    seen
}

both! {
    fn a_draft_is_seen_at_its_own_level_alone(app: &Network) {
        let (own, region, public) = (app.municipality(), app.region(), app.public());
        let id = created(&own, "D-1", json!({ "visibility": "DRAFT", "title": "Тайный приказ" }));
        let clerk = app.actor(Role::DataClerk, "municipality:95715000");
        assert!(sees(&own, &id) && sees(&clerk, &id));
        for other in [&region, &public, &app.stranger(), &app.actor(Role::Analyst, "municipality:95715000")] {
            assert!(!sees(other, &id));
        }
        let publish = |actor: &Actor, version: i32, visibility: &str| {
            let input = json!({ "id": id, "expectedVersion": version, "visibility": visibility });
            act_mutation(actor, "updateLegalAct", input)
        };
        app.unchanged_but(&[], || {
            assert_eq!(publish(&region, 1, "PUBLIC").code(), "NOT_FOUND");
            assert_eq!(publish(&clerk, 1, "PUBLIC").code(), "FORBIDDEN");
        });
        publish(&own, 1, "SUBMITTED").payload();
        assert!(sees(&own, &id) && sees(&region, &id) && !sees(&public, &id) && !sees(&app.stranger(), &id));
        publish(&region, 2, "PUBLIC").payload();
        assert!(sees(&public, &id));
        publish(&own, 3, "DRAFT").expect_user_error("REFUSED_TRANSITION", "input");
    }

    fn a_draft_amends_and_repeals_nothing(app: &Network) {
        let own = app.municipality();
        let (act, draft) = (created(&own, "1", json!({})), created(&own, "2", json!({ "visibility": "DRAFT" })));
        let input = json!({ "id": act, "expectedVersion": 1, "amendingActId": draft });
        act_mutation(&own, "amendLegalAct", input).expect_user_error("CONTRADICTION", "input.amendingActId");
        let input = json!({ "id": act, "expectedVersion": 1, "repealedOn": "2023-05-01", "repealingActId": draft });
        act_mutation(&own, "repealLegalAct", input).expect_user_error("CONTRADICTION", "input.repealingActId");
        let input = json!({ "id": draft, "expectedVersion": 1, "repealedOn": "2023-05-01" });
        act_mutation(&own, "repealLegalAct", input).expect_user_error("REFUSED_TRANSITION", "input");
    }

    fn what_is_refused_changes_nothing(app: &Network) {
        let act = by_number(&app.public(), "236");
        let regional = by_number(&app.public(), "100-1125");
        let deeds = |actor: &Actor, id: &str, expected: &str| {
            let version = json!({ "id": id, "expectedVersion": 1 });
            let with = |more: serde_json::Value| {
                let mut input = version.as_object().unwrap().clone();
                input.extend(more.as_object().unwrap().clone());
                serde_json::Value::Object(input)
            };
            for (name, input) in [
                ("updateLegalAct", with(json!({ "title": "Чужое" }))),
                ("amendLegalAct", with(json!({ "amendingActId": regional }))),
                ("repealLegalAct", with(json!({ "repealedOn": "2023-01-01" }))),
                ("deleteLegalAct", version.clone()),
            ] {
                assert_eq!(act_mutation(actor, name, input).code(), expected, "{name}");
            }
        };
        let others = [
            (app.public(), "UNAUTHENTICATED"),
            (app.stranger(), "FORBIDDEN"),
            (app.actor(Role::Analyst, "municipality:95715000"), "FORBIDDEN"),
            (app.actor(Role::DataClerk, "municipality:95715000"), "FORBIDDEN"),
            (app.actor(Role::FederalObserver, "federation"), "FORBIDDEN"),
            (app.actor(Role::Expert, "region:19"), "FORBIDDEN"),
        ];
        let own = app.municipality();
        let elsewhere = json!({ "municipalityId": municipality(app, "25726000") });
        app.unchanged_but(&[], || {
            for (actor, code) in &others {
                deeds(actor, &act, code);
            }
            // The municipality does not change what the region keeps.
            deeds(&own, &regional, "FORBIDDEN");
            assert_eq!(create(&app.public(), order("1", json!({ "level": "FEDERATION" }))).code(), "UNAUTHENTICATED");
            assert_eq!(create(&own, order("1", elsewhere.clone())).code(), "FORBIDDEN");
            let above = json!({ "level": "REGION", "regionId": region(app) });
            assert_eq!(create(&own, order("1", above)).code(), "FORBIDDEN");
            let keeper = json!({ "keeperLevel": "REGION" });
            assert_eq!(create(&own, order("1", keeper)).code(), "FORBIDDEN");
        });
    }

    fn a_region_keeps_a_federal_act_and_enters_for_a_municipality(app: &Network) {
        let actor = app.region();
        let federal = json!({ "level": "FEDERATION", "kind": "DIRECTIVE", "issuer": "Правительство РФ" });
        let answer = create(&actor, order("678-р", federal));
        assert_eq!(answer.text("createLegalAct.legalAct.keeperLevel"), "REGION");
        let place = json!({ "municipalityId": municipality(app, "95715000"), "keeperLevel": "MUNICIPALITY" });
        let id = created(&actor, "8", place.clone());
        let own = app.municipality();
        act_mutation(&own, "updateLegalAct", json!({ "id": id, "expectedVersion": 1, "title": "Наш" })).payload();
        let mut draft = place;
        draft["visibility"] = "DRAFT".into();
        create(&actor, order("9", draft)).expect_user_error("OUTSIDE_SCOPE", "input.keeperLevel");
        let zone = app.actor(Role::ZonalCoordinator, "zone:23/NE");
        let seat = json!({ "level": "ZONE", "municipalityId": municipality(app, "03624000"), "visibility": "DRAFT" });
        let answer = create(&zone, order("10", seat));
        assert_eq!(answer.text("createLegalAct.legalAct.keeperLevel"), "ZONE");
    }

    fn a_node_knows_its_buttons(app: &Network) {
        let document = r#"{ region(code: "19") { legalActs(orderBy: DATE_ASC) { nodes { number allowedActions } } } }"#;
        insta::assert_snapshot!(app.municipality().query(document, json!({})).redacted(), @r#"
        200
        {
          "data": {
            "region": {
              "legalActs": {
                "nodes": [
                  {
                    "allowedActions": [],
                    "number": "92-п"
                  },
                  {
                    "allowedActions": [],
                    "number": "100-к"
                  },
                  {
                    "allowedActions": [
                      "UPDATE_LEGAL_ACT",
                      "AMEND_LEGAL_ACT",
                      "REPEAL_LEGAL_ACT",
                      "DELETE_LEGAL_ACT",
                      "ATTACH_FILE"
                    ],
                    "number": "236"
                  },
                  {
                    "allowedActions": [],
                    "number": "100-1125"
                  }
                ]
              }
            }
          }
        }
        "#);
    }
}

fn municipality(app: &Network, oktmo: &str) -> String {
    let document = "query($oktmo: String!) { municipality(oktmo: $oktmo) { id } }";
    app.public().query(document, json!({ "oktmo": oktmo })).text("municipality.id").to_owned()
}

fn region(app: &Network) -> String {
    app.public().query(r#"{ region(code: "19") { id } }"#, json!({})).text("region.id").to_owned()
}
