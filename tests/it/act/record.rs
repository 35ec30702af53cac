//! Recording and correcting.

use serde_json::json;

use super::{Network, act_mutation, by_number, create, created, order};
use crate::support::{Role, both};

both! {
    fn an_act_is_recorded_where_its_writer_is(app: &Network) {
        let answer = create(&app.municipality(), order("12–А", json!({ "dateText": "01.03.23г." })));
        insta::assert_snapshot!(answer.redacted(), @r#"
        200
        {
          "data": {
            "createLegalAct": {
              "legalAct": {
                "allowedActions": [
                  "UPDATE_LEGAL_ACT",
                  "AMEND_LEGAL_ACT",
                  "REPEAL_LEGAL_ACT",
                  "DELETE_LEGAL_ACT",
                  "ATTACH_FILE"
                ],
                "date": "2023-03-01",
                "datePrecision": "DAY",
                "dateText": "01.03.23г.",
                "id": "act#1",
                "issuer": "Управление образования города",
                "keeperLevel": "MUNICIPALITY",
                "kind": "ORDER",
                "level": "MUNICIPALITY",
                "municipality": {
                  "name": "город Черногорск"
                },
                "number": "12–А",
                "state": "IN_FORCE",
                "title": "О работе центра",
                "url": null,
                "version": 1,
                "visibility": "PUBLIC"
              },
              "userErrors": []
            }
          }
        }
        "#);
    }

    fn an_act_without_date_and_number_has_no_key_and_is_not_merged(app: &Network) {
        let actor = app.municipality();
        let bare = json!({ "kind": "REGULATION", "level": "MUNICIPALITY", "title": "Положение о конкурсе" });
        let (one, other) = (create(&actor, bare.clone()), create(&actor, bare));
        assert_ne!(one.text("createLegalAct.legalAct.id"), other.text("createLegalAct.legalAct.id"));
        let year = order("7", json!({ "date": "2019-05-01", "datePrecision": "YEAR", "number": null }));
        let answer = create(&actor, year);
        assert_eq!(answer.text("createLegalAct.legalAct.date"), "2019-01-01");
        assert_eq!(answer.text("createLegalAct.legalAct.datePrecision"), "YEAR");
    }

    fn the_same_key_printed_otherwise_is_a_duplicate(app: &Network) {
        let actor = app.region();
        let number = "№ 100 – К";
        let input = json!({
            "kind": "ORDER", "level": "REGION", "issuer": "министерство  образования и науки республики хакасия",
            "date": "2020-01-13", "number": number, "title": "Ещё раз",
        });
        let answer = app.unchanged_but(&[], || create(&actor, input));
        answer.expect_user_error("DUPLICATE", "input.number");
        assert!(answer.to_string().contains(&by_number(&actor, "100-к")), "{answer}");
    }

    fn anothers_draft_is_no_duplicate(app: &Network) {
        let clerk = app.actor(Role::DataClerk, "municipality:95715000");
        let draft = create(&clerk, order("77", json!({})));
        assert_eq!(draft.text("createLegalAct.legalAct.visibility"), "DRAFT");
        create(&clerk, order("77", json!({}))).expect_user_error("DUPLICATE", "input.number");
        let place = json!({ "municipalityId": municipality(app) });
        create(&app.region(), order("77", place)).payload();
        // Published now: the draft can't follow.
        let id = draft.text("createLegalAct.legalAct.id");
        let input = json!({ "id": id, "expectedVersion": 1, "visibility": "PUBLIC" });
        let answer = act_mutation(&app.municipality(), "updateLegalAct", input);
        answer.expect_user_error("DUPLICATE", "input.number");
    }

    fn bad_input_is_told_at_once_and_changes_nothing(app: &Network) {
        let actor = app.municipality();
        let input = order("\u{202e}12", json!({ "title": "  ", "url": "javascript:alert(1)", "issuer": "«»" }));
        let answer = app.unchanged_but(&[], || create(&actor, input));
        insta::assert_snapshot!(answer.redacted(), @r#"
        200
        {
          "data": {
            "createLegalAct": {
              "legalAct": null,
              "userErrors": [
                {
                  "code": "REQUIRED",
                  "message": "Укажите значение",
                  "path": [
                    "input",
                    "title"
                  ]
                },
                {
                  "code": "INVALID",
                  "message": "Нужны буквы или цифры",
                  "path": [
                    "input",
                    "issuer"
                  ]
                },
                {
                  "code": "INVALID_CHARACTERS",
                  "message": "Недопустимые знаки: управляющие, невидимые или меняющие направление письма",
                  "path": [
                    "input",
                    "number"
                  ]
                },
                {
                  "code": "INVALID",
                  "message": "Нужен адрес http или https",
                  "path": [
                    "input",
                    "url"
                  ]
                }
              ]
            }
          }
        }
        "#);
        let long = create(&actor, order("1", json!({ "title": "я".repeat(1_001) })));
        long.expect_user_error("TOO_LONG", "input.title");
        let other = json!({ "regionId": region(app, "38"), "municipalityId": municipality(app) });
        create(&actor, order("1", other)).expect_user_error("CONTRADICTION", "input.municipalityId");
        let foreign = create(&actor, order("1", json!({ "regionId": municipality(app) })));
        assert_eq!(foreign.code(), "BAD_USER_INPUT");
    }

    fn an_unsent_member_stays_and_null_clears(app: &Network) {
        let actor = app.municipality();
        let id = created(&actor, "5", json!({ "url": "https://example.ru/5" }));
        let document = "mutation($id: ID!, $url: String, $title: String) {
            updateLegalAct(input: { id: $id, expectedVersion: 1, url: $url, title: $title }) {
                legalAct { url title version } userErrors { code path } } }";
        let answer = actor.query(document, json!({ "id": id, "title": "О работе" }));
        assert_eq!(answer.text("updateLegalAct.legalAct.url"), "https://example.ru/5");
        assert_eq!(answer.text("updateLegalAct.legalAct.title"), "О работе");
        let input = json!({ "id": id, "expectedVersion": 2, "number": null, "title": null });
        act_mutation(&actor, "updateLegalAct", input).expect_user_error("REQUIRED", "input.title");
        let answer = act_mutation(&actor, "updateLegalAct", json!({ "id": id, "expectedVersion": 2, "number": null }));
        assert!(answer.at("updateLegalAct.legalAct.number").is_null());
    }

    fn a_stale_version_gets_the_act_as_it_is(app: &Network) {
        let actor = app.municipality();
        let id = created(&actor, "5", json!({}));
        act_mutation(&actor, "updateLegalAct", json!({ "id": id, "expectedVersion": 1, "title": "Новое" })).payload();
        let late = json!({ "id": id, "expectedVersion": 1, "title": "Старое" });
        let answer = app.unchanged_but(&[], || act_mutation(&actor, "updateLegalAct", late));
        answer.expect_user_error("STALE_VERSION", "input.expectedVersion");
        assert_eq!(answer.text("updateLegalAct.legalAct.title"), "Новое");
    }

    fn of_two_writers_at_once_one_wins(app: &Network) {
        let actor = app.municipality();
        let id = created(&actor, "5", json!({}));
        let answers: Vec<_> = std::thread::scope(|scope| {
            let write = |title: &'static str| {
                let input = json!({ "id": id, "expectedVersion": 1, "title": title });
                let actor = &actor;
                scope.spawn(move || act_mutation(actor, "updateLegalAct", input))
            };
            let threads = [write("Один"), write("Другой"), write("Третий")];
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        let won = answers.iter().filter(|answer| answer.user_errors().is_empty()).count();
        assert_eq!(won, 1, "{}", answers.iter().map(ToString::to_string).collect::<String>());
        let records: Vec<_> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..4).map(|_| scope.spawn(|| create(&actor, order("6", json!({}))))).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert_eq!(records.iter().filter(|answer| answer.user_errors().is_empty()).count(), 1);
    }

    fn a_mistake_is_deleted_and_what_is_used_is_not(app: &Network) {
        let actor = app.region();
        let used = by_number(&actor, "110-37-934-15");
        let other = app.actor(Role::RegionalCoordinator, "region:38");
        let refused = app.unchanged_but(&[], || {
            act_mutation(&other, "deleteLegalAct", json!({ "id": used, "expectedVersion": 2 }))
        });
        refused.expect_user_error("IN_USE", "input.id");
        let own = app.municipality();
        let id = created(&own, "5", json!({}));
        act_mutation(&own, "deleteLegalAct", json!({ "id": id, "expectedVersion": 1, "reason": "Ошибка" })).payload();
        assert!(own.query("query($id: ID!) { node(id: $id) { id } }", json!({ "id": id })).at("node").is_null());
        let rows = app.database().rows();
        let change = rows.get("change").unwrap().iter().find(|row| format!("{row:?}").contains("DELETED"));
        assert!(format!("{change:?}").contains("Управление образования города | ORDER | 2023-03-01 | 5"));
    }
}

fn municipality(app: &Network) -> String {
    let document = r#"{ municipality(oktmo: "95715000") { id } }"#;
    app.public().query(document, json!({})).text("municipality.id").to_owned()
}

fn region(app: &Network, code: &str) -> String {
    let document = "query($code: String!) { region(code: $code) { id } }";
    app.public().query(document, json!({ "code": code })).text("region.id").to_owned()
}
