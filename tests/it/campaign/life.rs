//! A campaign from its draft to its publication, with a node that never reports.

use entity::report::ReportState;
use serde_json::json;

use super::{Net, missing, send, shown, step};
use crate::support::{Role, TestApp, both, race};

both! {
    fn a_campaign_is_closed_and_published_although_a_node_is_silent(app: &TestApp) {
        let net = Net::new(app);
        let rmc = net.rmc();
        let created = send(&rmc, "create", net.content());
        insta::assert_snapshot!(created.redacted(), @r#"
        200
        {
          "data": {
            "createCampaign": {
              "campaign": {
                "allowedActions": [
                  "UPDATE_CAMPAIGN",
                  "OPEN_CAMPAIGN",
                  "DELETE_CAMPAIGN"
                ],
                "cancelReason": null,
                "cancelledOn": null,
                "closedOn": null,
                "completeness": {
                  "accepted": 0,
                  "expected": 0,
                  "missing": [],
                  "notStarted": 0,
                  "overdue": 0,
                  "received": 0,
                  "share": null
                },
                "departmentStep": false,
                "dueOn": "2023-10-09",
                "dueRule": {
                  "kind": "WORKING_DAY_OF_NEXT_MONTH",
                  "label": "6-й рабочий день следующего месяца",
                  "number": 6
                },
                "id": "cpn#1",
                "level": "REGION",
                "municipality": null,
                "name": "Мониторинг за III квартал",
                "opensOn": null,
                "period": {
                  "text": "2023-Q3",
                  "type": "QUARTER"
                },
                "publishedOn": null,
                "region": {
                  "code": "23"
                },
                "respondents": "MUNICIPALITY",
                "state": "PLANNED",
                "summarisedOn": null,
                "version": 1,
                "zone": null,
                "zoneStep": false
              },
              "userErrors": []
            }
          }
        }
        "#);
        let draft = shown(&created);
        let open = shown(&step(&rmc, "open", &draft, json!({ "opensOn": "2023-10-01" })));
        assert_eq!((&open["state"], &open["opensOn"]), (&json!("COLLECTING"), &json!("2023-10-01")));
        assert_eq!(open["completeness"]["expected"], 2);
        assert_eq!(missing(&open), ["Выселковский район", "Крыловский район"]);
        step(&rmc, "open", &open, json!({})).expect_user_error("REFUSED_TRANSITION", "input");
        step(&rmc, "delete", &open, json!({})).expect_user_error("REFUSED_TRANSITION", "input");
        step(&rmc, "publish", &open, json!({})).expect_user_error("REFUSED_TRANSITION", "input");
        net.hand_in(&open, &net.map.district, ReportState::Accepted, "2023-10-05", Some("2023-10-09"));
        let closed = shown(&step(&rmc, "close", &open, json!({ "closedOn": "2023-11-01" })));
        insta::assert_snapshot!(serde_json::to_string_pretty(&json!({
            "state": closed["state"], "actions": closed["allowedActions"], "completeness": closed["completeness"],
        })).unwrap(), @r#"
        {
          "actions": [
            "REOPEN_CAMPAIGN",
            "SUMMARISE_CAMPAIGN",
            "CANCEL_CAMPAIGN"
          ],
          "completeness": {
            "accepted": 1,
            "expected": 2,
            "missing": [
              {
                "daysLate": 37,
                "dueOn": "2023-10-09",
                "node": {
                  "name": "Крыловский район"
                },
                "state": "NOT_STARTED"
              }
            ],
            "notStarted": 1,
            "overdue": 1,
            "received": 1,
            "share": "50"
          },
          "state": "CLOSED"
        }
        "#);
        step(&rmc, "summarise", &closed, json!({ "summarisedOn": "2023-10-31" }))
            .expect_user_error("DATE_ORDER", "input.summarisedOn");
        let summarised = shown(&step(&rmc, "summarise", &closed, json!({})));
        // It can be taken back with a reason, and then the summary does not stand.
        let again = shown(&step(&rmc, "reopen", &summarised, json!({ "reason": "Крыловский район обещал отчёт" })));
        assert_eq!(
            (&again["state"], &again["closedOn"], &again["summarisedOn"]),
            (&json!("COLLECTING"), &json!(null), &json!(null))
        );
        let closed = shown(&step(&rmc, "close", &again, json!({})));
        let summarised = shown(&step(&rmc, "summarise", &closed, json!({})));
        let card = "query($id: ID!, $day: Date) { campaign(id: $id, asOf: $day) { state completeness { expected received } } }";
        assert!(app.public().query(card, json!({ "id": open["id"] })).at("campaign").is_null());
        let published = shown(&step(&rmc, "publish", &summarised, json!({})));
        assert_eq!((&published["state"], &published["allowedActions"]), (&json!("PUBLISHED"), &json!([])));
        assert_eq!(app.public().query(card, json!({ "id": open["id"] })).at("campaign"), &json!({
            "state": "PUBLISHED", "completeness": { "expected": 2, "received": 1 },
        }));
        let past = rmc.query(card, json!({ "id": open["id"], "day": "2023-10-02" }));
        assert_eq!(past.at("campaign"), &json!({ "state": "COLLECTING", "completeness": { "expected": 2, "received": 0 } }));
    }

    fn a_campaign_is_called_off(app: &TestApp) {
        let net = Net::new(app);
        let rmc = net.rmc();
        let open = net.opened();
        step(&rmc, "cancel", &open, json!({ "reason": " " })).expect_user_error("REQUIRED", "input.reason");
        let cancelled = shown(&step(&rmc, "cancel", &open, json!({ "reason": "Форма заменена" })));
        assert_eq!(
            (&cancelled["state"], &cancelled["cancelReason"], &cancelled["completeness"]["expected"]),
            (&json!("CANCELLED"), &json!("Форма заменена"), &json!(0))
        );
        let due = rmc.query("{ dueItems { totalCount } }", json!({}));
        assert_eq!(due.at("dueItems.totalCount"), 0);
    }

    fn a_draft_is_changed_and_deleted(app: &TestApp) {
        let net = Net::new(app);
        let rmc = net.rmc();
        let draft = shown(&send(&rmc, "create", net.content()));
        let change = json!({ "name": "Мониторинг за IV квартал", "period": { "text": "2023-Q4" }, "departmentStep": true, "zoneStep": true });
        let changed = shown(&step(&rmc, "update", &draft, change));
        assert_eq!(
            (&changed["name"], &changed["period"]["text"], &changed["dueOn"], &changed["zoneStep"]),
            (&json!("Мониторинг за IV квартал"), &json!("2023-Q4"), &json!("2024-01-16"), &json!(true))
        );
        step(&rmc, "delete", &draft, json!({})).expect_user_error("STALE_VERSION", "input.expectedVersion");
        step(&rmc, "delete", &changed, json!({})).payload();
        assert_eq!(rmc.query("{ campaigns { totalCount } }", json!({})).at("campaigns.totalCount"), 0);
    }

    fn an_open_campaign_moves_its_due_day_alone(app: &TestApp) {
        let net = Net::new(app);
        let rmc = net.rmc();
        let open = net.opened();
        let answer = app.unchanged_but(&[], || step(&rmc, "update", &open, json!({ "period": { "text": "2023-Q2" }, "zoneStep": true })));
        // The due day of that quarter would be before the opening, too.
        assert_eq!(answer.refusals(), ["REFUSED_TRANSITION input.period", "REFUSED_TRANSITION input.zoneStep", "DATE_ORDER input.due"]);
        let moved = shown(&step(&rmc, "update", &open, json!({ "due": { "kind": "DAYS_AFTER", "number": 60 } })));
        assert_eq!((&moved["dueOn"], &moved["completeness"]["overdue"]), (&json!("2023-11-29"), &json!(0)));
        assert_eq!(moved["completeness"]["missing"][0]["dueOn"], "2023-11-29");
        let early = json!({ "due": { "kind": "ON_DAY", "day": "2023-09-30" } });
        step(&rmc, "update", &moved, early).expect_user_error("DATE_ORDER", "input.due");
    }

    fn two_openings_at_once_expect_each_node_once(app: &TestApp) {
        let net = Net::new(app);
        let rmc = net.rmc();
        let draft = shown(&send(&rmc, "create", net.content()));
        race::one_wins(app, |_| step(&rmc, "open", &draft, json!({ "opensOn": "2023-10-01" })));
        let due = rmc.query("{ dueItems { totalCount } }", json!({}));
        assert_eq!(due.at("dueItems.totalCount"), 2);
    }

    fn what_is_to_open_later_is_planned_till_then(app: &TestApp) {
        let net = Net::new(app);
        let rmc = net.rmc();
        let draft = shown(&send(&rmc, "create", super::with(net.content(), json!({ "period": { "text": "2023-Q4" } }))));
        let open = shown(&step(&rmc, "open", &draft, json!({ "opensOn": "2023-12-01" })));
        assert_eq!((&open["state"], &open["completeness"]["expected"]), (&json!("PLANNED"), &json!(0)));
        app.set_now("2023-12-01T09:00:00Z");
        let moc = app.actor(Role::MunicipalCoordinator, &net.map.district);
        let seen = moc.query("{ campaigns { nodes { state completeness { expected } } } }", json!({}));
        assert_eq!(seen.at("campaigns.nodes"), &json!([{ "state": "OPEN", "completeness": { "expected": 1 } }]));
        app.set_now("2024-01-01T09:00:00Z");
        let seen = net.moc().query("{ campaigns { nodes { state } } }", json!({}));
        assert_eq!(seen.at("campaigns.nodes"), &json!([{ "state": "COLLECTING" }]));
    }
}
