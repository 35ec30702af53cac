//! Completeness: whole answers, on any day, for whoever may count, and what it costs.

use entity::{organisation::OrganisationType, report::ReportState};
use serde_json::{Value, json};

use super::{Net, send, shown, step, with};
use crate::support::{Actor, Role, TestApp, both};

const WHOLE: &str = "query($of: ID, $day: Date, $level: Level, $ids: [ID!]) {
    completeness(of: $of, asOf: $day, level: $level, campaignIds: $ids) { asOf
        total { expected notStarted inDraft submitted returned accepted locked received onTime late overdue share
            missing { node { ... on Municipality { name } ... on Organisation { name } } campaign { name } dueOn daysLate state } }
        byCampaign { campaign { name } completeness { expected received share missing { dueOn } } }
        byLevel { level completeness { expected received missing { dueOn } } }
        byNode(level: MUNICIPALITY) { node { ... on Municipality { name } } completeness { expected received overdue share
            missing { state } } } } }";

/// Two municipalities in a regional campaign, three organisations in a municipal one.
fn scene(net: &Net<'_>) -> (Value, Value) {
    let regional = net.opened();
    net.hand_in(&regional, &net.map.district, ReportState::Accepted, "2023-10-11", Some("2023-10-20"));
    let names = ["Дом творчества", "Школа № 1", "Школа № 2"];
    let ids = names.map(|name| net.organisation(name, &net.map.district, OrganisationType::School));
    let moc = net.moc();
    let municipal = json!({ "ownerId": net.map.district, "respondents": "ORGANISATION", "name": "Сбор района" });
    let draft = shown(&send(&moc, "create", with(net.content(), municipal)));
    let municipal = shown(&step(&moc, "open", &draft, json!({ "opensOn": "2023-10-01" })));
    net.hand_in(&municipal, &ids[0], ReportState::Submitted, "2023-10-09", None);
    net.hand_in(&municipal, &ids[1], ReportState::Returned, "2023-10-02", None);
    (regional, municipal)
}

fn total(actor: &Actor, variables: Value) -> Value {
    let document = "query($of: ID, $day: Date, $level: Level) { completeness(of: $of, asOf: $day, level: $level) {
        total { expected notStarted submitted returned accepted onTime late overdue } } }";
    let answer = actor.query(document, variables);
    let names = ["expected", "notStarted", "submitted", "returned", "accepted", "onTime", "late", "overdue"];
    json!(names.map(|name| answer.at("completeness.total")[name].clone()))
}

both! {
    fn it_is_told_in_total_and_by_campaign_level_and_node(app: &TestApp) {
        let net = Net::new(app);
        let (regional, _) = scene(&net);
        insta::assert_snapshot!(net.rmc().query(WHOLE, json!({ "of": net.map.region })).sorted().redacted(), @r#"
        200
        {
          "data": {
            "completeness": {
              "asOf": "2023-11-15",
              "byCampaign": [
                {
                  "campaign": {
                    "name": "Мониторинг за III квартал"
                  },
                  "completeness": {
                    "expected": 2,
                    "missing": [
                      {
                        "dueOn": "2023-10-09"
                      }
                    ],
                    "received": 1,
                    "share": "50"
                  }
                },
                {
                  "campaign": {
                    "name": "Сбор района"
                  },
                  "completeness": {
                    "expected": 3,
                    "missing": [
                      {
                        "dueOn": "2023-10-09"
                      },
                      {
                        "dueOn": "2023-10-09"
                      }
                    ],
                    "received": 1,
                    "share": "33.333333"
                  }
                }
              ],
              "byLevel": [
                {
                  "completeness": {
                    "expected": 2,
                    "missing": [
                      {
                        "dueOn": "2023-10-09"
                      }
                    ],
                    "received": 1
                  },
                  "level": "MUNICIPALITY"
                },
                {
                  "completeness": {
                    "expected": 3,
                    "missing": [
                      {
                        "dueOn": "2023-10-09"
                      },
                      {
                        "dueOn": "2023-10-09"
                      }
                    ],
                    "received": 1
                  },
                  "level": "ORGANISATION"
                }
              ],
              "byNode": [
                {
                  "completeness": {
                    "expected": 1,
                    "missing": [
                      {
                        "state": "NOT_STARTED"
                      }
                    ],
                    "overdue": 1,
                    "received": 0,
                    "share": "0"
                  },
                  "node": {
                    "name": "Крыловский район"
                  }
                },
                {
                  "completeness": {
                    "expected": 4,
                    "missing": [
                      {
                        "state": "NOT_STARTED"
                      },
                      {
                        "state": "RETURNED"
                      }
                    ],
                    "overdue": 1,
                    "received": 2,
                    "share": "50"
                  },
                  "node": {
                    "name": "Выселковский район"
                  }
                }
              ],
              "total": {
                "accepted": 1,
                "expected": 5,
                "inDraft": 0,
                "late": 1,
                "locked": 0,
                "missing": [
                  {
                    "campaign": {
                      "name": "Мониторинг за III квартал"
                    },
                    "daysLate": 37,
                    "dueOn": "2023-10-09",
                    "node": {
                      "name": "Крыловский район"
                    },
                    "state": "NOT_STARTED"
                  },
                  {
                    "campaign": {
                      "name": "Сбор района"
                    },
                    "daysLate": 37,
                    "dueOn": "2023-10-09",
                    "node": {
                      "name": "Школа № 1"
                    },
                    "state": "RETURNED"
                  },
                  {
                    "campaign": {
                      "name": "Сбор района"
                    },
                    "daysLate": 37,
                    "dueOn": "2023-10-09",
                    "node": {
                      "name": "Школа № 2"
                    },
                    "state": "NOT_STARTED"
                  }
                ],
                "notStarted": 2,
                "onTime": 2,
                "overdue": 2,
                "received": 2,
                "returned": 1,
                "share": "40",
                "submitted": 1
              }
            }
          }
        }
        "#);
        let one = net.rmc().query(WHOLE, json!({ "ids": [regional["id"]], "level": "MUNICIPALITY" }));
        assert_eq!(one.at("completeness.total.expected"), 2);
        assert_eq!(one.at("completeness.total.share"), "50");
        let none = net.rmc().query(WHOLE, json!({ "of": net.map.other }));
        assert_eq!(none.at("completeness.total.share"), &json!(null));
        assert_eq!(none.at("completeness.byNode"), &json!([]));
    }

    fn a_day_of_the_past_is_told_by_the_dates(app: &TestApp) {
        let net = Net::new(app);
        scene(&net);
        let rmc = net.rmc();
        let on = |day: &str| total(&rmc, json!({ "day": day }));
        assert_eq!(on("2023-09-30"), json!([0, 0, 0, 0, 0, 0, 0, 0]));
        // Expected, not begun, submitted, returned, accepted; in time, late, overdue.
        assert_eq!(on("2023-10-01"), json!([5, 2, 0, 0, 0, 0, 0, 0]));
        assert_eq!(on("2023-10-09"), json!([5, 2, 1, 1, 0, 2, 0, 0]));
        assert_eq!(on("2023-10-10"), json!([5, 2, 1, 1, 0, 2, 0, 3]));
        assert_eq!(on("2023-10-11"), json!([5, 2, 2, 1, 0, 2, 1, 2]));
        assert_eq!(on("2023-10-20"), json!([5, 2, 1, 1, 1, 2, 1, 2]));
    }

    fn everyone_counts_what_they_may(app: &TestApp) {
        let net = Net::new(app);
        scene(&net);
        let expected = |actor: &Actor, of: Option<&String>| total(actor, json!({ "of": of }))[0].clone();
        assert_eq!(expected(&net.rmc(), None), 5);
        assert_eq!(expected(&net.moc(), None), 4);
        assert_eq!(expected(&app.actor(Role::ZonalCoordinator, &net.zone), None), 4);
        assert_eq!(expected(&app.actor(Role::FederalObserver, "federation"), Some(&net.map.region)), 5);
        assert_eq!(expected(&app.actor(Role::FederalObserver, "federation"), Some(&net.zone)), 4);
        assert_eq!(expected(&app.actor(Role::MunicipalCoordinator, &net.map.town), None), 1);
        assert_eq!(expected(&app.actor(Role::RegionalCoordinator, &net.map.other), None), 0);
        assert_eq!(expected(&app.public(), None), 0);
    }

    fn many_nodes_cost_what_one_costs(app: &TestApp) {
        let net = Net::new(app);
        let admin = app.actor(Role::PlatformAdmin, "federation");
        for number in 0..58 {
            let create = "mutation($input: CreateMunicipalityInput!) { createMunicipality(input: $input) { userErrors { code } } }";
            let input = json!({ "regionId": net.map.region, "oktmo": format!("036{number:05}"), "name": format!("Район {number}"),
                "kind": "MUNICIPAL_DISTRICT" });
            admin.query(create, json!({ "input": input })).payload();
        }
        let rmc = net.rmc();
        let mut ids = Vec::new();
        for number in 0..12 {
            let more = json!({ "name": format!("Сбор {number}") });
            let draft = shown(&send(&rmc, "create", with(net.content(), more)));
            let nodes = if number == 0 { json!([net.map.district]) } else { json!(null) };
            app.reset_statements();
            let open = step(&rmc, "open", &draft, json!({ "opensOn": "2023-10-01", "nodeIds": nodes }));
            let cost = app.statements();
            assert!(cost <= 30, "{cost} statements for opening {number}");
            ids.push(shown(&open)["id"].clone());
        }
        let cost = |variables: Value| {
            rmc.query(WHOLE, variables.clone()).data();
            app.reset_statements();
            rmc.query(WHOLE, variables).data();
            app.statements()
        };
        // What two branches ask of one kind is loaded together, or one after the other.
        let (one, all) = (cost(json!({ "ids": [ids[0]] })), cost(json!({})));
        assert!(one <= 15 && all <= 15, "{one} and {all} statements");
        let answer = rmc.query(WHOLE, json!({}));
        assert_eq!(answer.at("completeness.total.expected"), 11 * 60 + 1);
        let list = |first: usize| {
            let document = "query($first: Int) { campaigns(first: $first, orderBy: NAME_ASC) { nodes { completeness { expected missing(first: 3) { dueOn } } } } }";
            rmc.query(document, json!({ "first": first })).data();
            app.reset_statements();
            rmc.query(document, json!({ "first": first })).data();
            app.statements()
        };
        assert_eq!(list(12), list(1));
    }
}
