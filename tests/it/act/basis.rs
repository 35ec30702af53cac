//! What an act founds: here the regulations that orders approve; other domains add theirs.

use serde_json::json;

use super::{Network, act_mutation, by_number, create, created, order};
use crate::support::both;

both! {
    fn an_order_founds_the_regulation_that_it_approves(app: &Network) {
        let document = r#"{ municipality(oktmo: "03612000") { legalActs(orderBy: TITLE_ASC) { nodes { title
            basis { role act { title } }
            founds(filter: { kinds: [LEGAL_ACT] }) { totalCount edges { role node { ... on LegalAct { title } } }
                pageInfo { hasNextPage } } } } } }"#;
        insta::assert_snapshot!(app.public().query(document, json!({})).redacted(), @r#"
        200
        {
          "data": {
            "municipality": {
              "legalActs": {
                "nodes": [
                  {
                    "basis": [],
                    "founds": {
                      "edges": [
                        {
                          "node": {
                            "title": "Положение о конкурсе «Инновационный поиск»"
                          },
                          "role": "APPROVES_REGULATION"
                        }
                      ],
                      "pageInfo": {
                        "hasNextPage": false
                      },
                      "totalCount": 1
                    },
                    "title": "О конкурсе «Инновационный поиск»"
                  },
                  {
                    "basis": [],
                    "founds": {
                      "edges": [
                        {
                          "node": {
                            "title": "Положение о муниципальном лидере сетевого взаимодействия"
                          },
                          "role": "APPROVES_REGULATION"
                        }
                      ],
                      "pageInfo": {
                        "hasNextPage": false
                      },
                      "totalCount": 1
                    },
                    "title": "О конкурсе на статус муниципального лидера сетевого взаимодействия"
                  },
                  {
                    "basis": [
                      {
                        "act": {
                          "title": "О конкурсе «Инновационный поиск»"
                        },
                        "role": "APPROVES_REGULATION"
                      }
                    ],
                    "founds": {
                      "edges": [],
                      "pageInfo": {
                        "hasNextPage": false
                      },
                      "totalCount": 0
                    },
                    "title": "Положение о конкурсе «Инновационный поиск»"
                  },
                  {
                    "basis": [
                      {
                        "act": {
                          "title": "О конкурсе на статус муниципального лидера сетевого взаимодействия"
                        },
                        "role": "APPROVES_REGULATION"
                      }
                    ],
                    "founds": {
                      "edges": [],
                      "pageInfo": {
                        "hasNextPage": false
                      },
                      "totalCount": 0
                    },
                    "title": "Положение о муниципальном лидере сетевого взаимодействия"
                  }
                ]
              }
            }
          }
        }
        "#);
    }

    fn an_order_founds_statuses_and_centres(app: &Network) {
        let document = r#"{ legalActs(filter: { number: "100-1125" }) { nodes { founds { totalCount
            edges { role node { __typename } } } } }
            plan: legalActs(filter: { number: "85/1" }) { nodes { founds { edges { role node { __typename } } } } } }"#;
        insta::assert_snapshot!(app.public().query(document, json!({})).redacted(), @r#"
        200
        {
          "data": {
            "legalActs": {
              "nodes": [
                {
                  "founds": {
                    "edges": [
                      {
                        "node": {
                          "__typename": "StatusAssignment"
                        },
                        "role": "GRANTS"
                      }
                    ],
                    "totalCount": 1
                  }
                }
              ]
            },
            "plan": {
              "nodes": [
                {
                  "founds": {
                    "edges": [
                      {
                        "node": {
                          "__typename": "MunicipalCentre"
                        },
                        "role": "APPROVES_PLAN"
                      }
                    ]
                  }
                }
              ]
            }
          }
        }
        "#);
    }

    fn pages_and_filters_of_what_is_founded(app: &Network) {
        let actor = app.municipality();
        let act = created(&actor, "1", json!({}));
        for number in 2..=6 {
            let role = if number % 2 == 0 { "APPROVES_PLAN" } else { "APPROVES_REGULATION" };
            created(&actor, &number.to_string(), json!({ "basis": [{ "actId": act, "role": role }] }));
        }
        let ask = |arguments: &str| {
            let document = format!("query($id: ID!) {{ node(id: $id) {{ ... on LegalAct {{ founds{arguments} {{ totalCount
                nodes {{ ... on LegalAct {{ number }} }} pageInfo {{ hasPreviousPage hasNextPage endCursor }} }} }} }} }}");
            actor.query(&document, json!({ "id": act }))
        };
        let page = ask("(first: 2)");
        assert_eq!(page.at("node.founds.totalCount"), 5);
        let numbers = |answer: &crate::support::Answer| answer.at("node.founds.nodes").as_array().unwrap().clone();
        let mut all = numbers(&page);
        let cursor = page.text("node.founds.pageInfo.endCursor").to_owned();
        let next = ask(&format!(r#"(first: 3, after: "{cursor}")"#));
        all.extend(numbers(&next));
        all.sort_by_key(ToString::to_string);
        let expected = json!([{ "number": "2" }, { "number": "3" }, { "number": "4" }, { "number": "5" }, { "number": "6" }]);
        assert_eq!(serde_json::Value::from(all), expected);
        assert_eq!(next.at("node.founds.pageInfo.hasNextPage"), false);
        assert_eq!(ask("(filter: { roles: [APPROVES_PLAN] })").at("node.founds.totalCount"), 3);
        assert_eq!(ask("(filter: { kinds: [CENTRE] })").at("node.founds.totalCount"), 0);
        let foreign = ask(&format!(r#"(after: "{cursor}", filter: {{ roles: [APPROVES_PLAN] }})"#));
        assert_eq!(foreign.code(), "BAD_USER_INPUT");
        assert_eq!(ask("(first: 0)").code(), "BAD_USER_INPUT");
    }

    fn a_wrong_basis_is_refused(app: &Network) {
        let actor = app.municipality();
        let own = by_number(&actor, "236");
        let twice = json!([{ "actId": own, "role": "GRANTS" }, { "actId": own, "role": "GRANTS" }]);
        let draft = created(&app.region(), "1", json!({ "level": "REGION", "visibility": "DRAFT" }));
        app.unchanged_but(&[], || {
            create(&actor, order("1", json!({ "basis": twice }))).expect_user_error("DUPLICATE", "input.basis.1.actId");
            let many: Vec<_> = (0..51).map(|_| json!({ "actId": own, "role": "GRANTS" })).collect();
            create(&actor, order("1", json!({ "basis": many }))).expect_user_error("TOO_MANY", "input.basis");
            let hidden = json!([{ "actId": own, "role": "GRANTS" }, { "actId": draft, "role": "GRANTS" }]);
            create(&actor, order("1", json!({ "basis": hidden })))
                .expect_user_error("UNKNOWN_REFERENCE", "input.basis.1.actId");
        });
        let id = created(&actor, "2", json!({}));
        let input = json!({ "id": id, "expectedVersion": 1, "basis": [{ "actId": id, "role": "GRANTS" }] });
        act_mutation(&actor, "updateLegalAct", input).expect_user_error("CONTRADICTION", "input.basis.0.actId");
    }

    fn what_is_founded_keeps_its_act_from_deletion(app: &Network) {
        let actor = app.municipality();
        let act = created(&actor, "1", json!({}));
        let founded = created(&actor, "2", json!({ "basis": [{ "actId": act, "role": "ORGANISES" }] }));
        let delete = |version: i32| act_mutation(&actor, "deleteLegalAct", json!({ "id": act, "expectedVersion": version }));
        delete(1).expect_user_error("IN_USE", "input.id");
        act_mutation(&actor, "updateLegalAct", json!({ "id": founded, "expectedVersion": 1, "basis": [] })).payload();
        delete(1).payload();
    }
}
