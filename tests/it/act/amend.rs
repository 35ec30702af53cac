//! Amendments and repeals, and the state that follows from their dates.

use serde_json::{Value, json};

use super::{Network, act_mutation, by_number, created};
use crate::support::{Actor, both, race};

fn amend(actor: &Actor, id: &str, version: i32, by: &str) -> crate::support::Answer {
    act_mutation(actor, "amendLegalAct", json!({ "id": id, "expectedVersion": version, "amendingActId": by }))
}

fn state(actor: &Actor, id: &str, day: &str) -> String {
    let document = "query($id: ID!, $day: Date) { node(id: $id, asOf: $day) { ... on LegalAct { state } } }";
    actor.query(document, json!({ "id": id, "day": day })).text("node.state").to_owned()
}

both! {
    fn the_target_model_and_its_amendment(app: &Network) {
        let document = r#"{ legalAct(issuer: "МИНПРОСВЕЩЕНИЯ РФ", kind: ORDER, date: "2019-09-03", number: "№ 467") {
            title level state hasKey repealedOn amends { number } amendedBy { number date state amends { number } }
            region { name } basis { role } files { name } allowedActions } }"#;
        insta::assert_snapshot!(app.public().query(document, json!({})).redacted(), @r#"
        200
        {
          "data": {
            "legalAct": {
              "allowedActions": [],
              "amendedBy": [
                {
                  "amends": [
                    {
                      "number": "467"
                    }
                  ],
                  "date": "2021-02-02",
                  "number": "38",
                  "state": "IN_FORCE"
                }
              ],
              "amends": [],
              "basis": [],
              "files": [],
              "hasKey": true,
              "level": "FEDERATION",
              "region": null,
              "repealedOn": null,
              "state": "AMENDED",
              "title": "Целевая модель развития региональных систем дополнительного образования детей"
            }
          }
        }
        "#);
        let id = by_number(&app.public(), "467");
        let states = ["2019-09-02", "2019-09-03", "2021-02-01", "2021-02-02"].map(|day| state(&app.public(), &id, day));
        assert_eq!(states, ["UPCOMING", "IN_FORCE", "IN_FORCE", "AMENDED"]);
    }

    fn a_chain_goes_forward_and_never_round(app: &Network) {
        let actor = app.municipality();
        let first = created(&actor, "1", json!({ "date": "2023-01-10" }));
        let second = created(&actor, "2", json!({ "date": "2023-02-10", "amendsIds": [first] }));
        let third = created(&actor, "3", json!({ "date": "2023-02-10", "amendsIds": [second] }));
        let wrong = |answer: crate::support::Answer, code: &str| {
            answer.expect_user_error(code, "input.amendingActId");
        };
        app.unchanged_but(&[], || {
            wrong(amend(&actor, &second, 2, &first), "DATE_ORDER");
            wrong(amend(&actor, &third, 1, &third), "CONTRADICTION");
            wrong(amend(&actor, &third, 1, &second), "CONTRADICTION");
            wrong(amend(&actor, &first, 2, &second), "DUPLICATE");
            wrong(amend(&actor, &first, 2, &first.replace("act_0", "act_1")), "UNKNOWN_REFERENCE");
        });
        // A date that would put it before what it amends.
        let input = json!({ "id": second, "expectedVersion": 2, "date": "2023-01-09" });
        act_mutation(&actor, "updateLegalAct", input).expect_user_error("DATE_ORDER", "input.date");
        let input = json!({ "id": first, "expectedVersion": 2, "amendedByIds": [second, third] });
        let answer = act_mutation(&actor, "updateLegalAct", input);
        assert_eq!(answer.at("updateLegalAct.legalAct.amendedBy"), &json!([{ "number": "2" }, { "number": "3" }]));
        let input = json!({ "id": first, "expectedVersion": 3, "amendedByIds": [] });
        let answer = act_mutation(&actor, "updateLegalAct", input);
        assert_eq!(answer.text("updateLegalAct.legalAct.state"), "IN_FORCE");
    }

    fn a_circle_is_not_made_by_writers_at_once(app: &Network) {
        let actor = app.municipality();
        let ids: Vec<String> = (1..=3).map(|i| created(&actor, &i.to_string(), json!({}))).collect();
        let answers: Vec<_> = std::thread::scope(|scope| {
            let step = |i: usize| {
                let (id, by, actor) = (&ids[i], &ids[(i + 1) % 3], &actor);
                scope.spawn(move || amend(actor, id, 1, by))
            };
            [step(0), step(1), step(2)].map(|thread| thread.join().unwrap()).into_iter().collect()
        });
        let won = answers.iter().filter(|answer| answer.user_errors().is_empty()).count();
        assert_eq!(won, 2, "{}", answers.iter().map(ToString::to_string).collect::<String>());
    }

    fn a_lower_act_does_not_amend_a_higher(app: &Network) {
        let actor = app.region();
        let (regional, municipal) = (by_number(&actor, "100-1125"), created(&app.municipality(), "9", json!({})));
        amend(&actor, &regional, 1, &municipal).expect_user_error("CONTRADICTION", "input.amendingActId");
    }

    fn a_repeal_has_its_day_and_its_act(app: &Network) {
        let actor = app.region();
        let (id, by) = (by_number(&actor, "100-к"), by_number(&actor, "100-1125"));
        let repeal = |version: i32, more: Value| {
            let mut input = json!({ "id": id, "expectedVersion": version, "repealedOn": "2022-12-27" });
            input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            act_mutation(&actor, "repealLegalAct", input)
        };
        app.unchanged_but(&[], || {
            repeal(1, json!({ "repealedOn": "2020-01-12" })).expect_user_error("DATE_ORDER", "input.repealedOn");
            repeal(1, json!({ "repealingActId": id })).expect_user_error("CONTRADICTION", "input.repealingActId");
            let earlier = by_number(&actor, "92-п");
            repeal(1, json!({ "repealingActId": earlier })).expect_user_error("DATE_ORDER", "input.repealingActId");
        });
        let answer = repeal(1, json!({ "repealingActId": by, "reason": "Вновь присвоен" }));
        insta::assert_snapshot!(answer.redacted(), @r#"
        200
        {
          "data": {
            "repealLegalAct": {
              "legalAct": {
                "amendedBy": [],
                "date": "2020-01-13",
                "id": "act#1",
                "issuer": "Министерство образования и науки Республики Хакасия",
                "number": "100-к",
                "repealedBy": {
                  "number": "100-1125"
                },
                "repealedOn": "2022-12-27",
                "state": "REPEALED",
                "title": "Организация работы муниципальных опорных центров республики",
                "version": 2,
                "visibility": "PUBLIC"
              },
              "userErrors": []
            }
          }
        }
        "#);
        assert_eq!(state(&app.public(), &id, "2022-12-26"), "IN_FORCE");
        assert_eq!(state(&app.public(), &id, "2022-12-27"), "REPEALED");
        let audit = app.database().rows();
        assert!(format!("{:?}", audit.get("audit_entry")).contains("repealLegalAct"));
        repeal(2, json!({})).expect_user_error("REFUSED_TRANSITION", "input");
        // What repeals is referred to; a mistaken repeal is taken back.
        let delete = act_mutation(&actor, "deleteLegalAct", json!({ "id": by, "expectedVersion": 1 }));
        delete.expect_user_error("IN_USE", "input.id");
        let input = json!({ "id": id, "expectedVersion": 2, "repealedOn": null, "repealedById": null });
        let answer = act_mutation(&actor, "updateLegalAct", input);
        assert_eq!(answer.text("updateLegalAct.legalAct.state"), "IN_FORCE");
    }

    fn of_two_changes_at_once_one_wins(app: &Network) {
        let own = app.municipality();
        let id = created(&own, "900", json!({}));
        race::one_wins(app, |number| {
            act_mutation(&own, "updateLegalAct", json!({ "id": id, "expectedVersion": 1, "title": format!("Наш {number}") }))
        });
    }
}
