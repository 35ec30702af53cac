//! What is due, and the calendar.

use entity::report::ReportState;
use serde_json::json;

use super::{Net, send, shown, step, with};
use crate::support::{TestApp, both};

const DUE: &str = "query($of: ID, $from: Date, $to: Date, $states: [ReportState!], $first: Int, $after: String) {
    dueItems(of: $of, from: $from, to: $to, states: $states, first: $first, after: $after) { totalCount
        nodes { kind dueOn daysLeft overdue state node { ... on Municipality { name } } campaign { name } }
        pageInfo { hasNextPage endCursor } facets { value count } } }";

both! {
    fn what_is_late_stands_first(app: &TestApp) {
        let net = Net::new(app);
        let rmc = net.rmc();
        let old = net.opened();
        net.hand_in(&old, &net.map.town, ReportState::Submitted, "2023-10-02", None);
        let next = json!({ "name": "Мониторинг за IV квартал", "period": { "text": "2023-Q4" } });
        let draft = shown(&send(&rmc, "create", with(net.content(), next)));
        step(&rmc, "open", &draft, json!({})).payload();
        let due = rmc.query(DUE, json!({}));
        let days: Vec<&serde_json::Value> = due.at("dueItems.nodes").as_array().unwrap().iter().map(|node| &node["dueOn"]).collect();
        assert_eq!(days, ["2023-10-09", "2024-01-16", "2024-01-16"]);
        insta::assert_snapshot!(due.sorted().redacted(), @r#"
        200
        {
          "data": {
            "dueItems": {
              "facets": [
                {
                  "count": 3,
                  "value": "NOT_STARTED"
                }
              ],
              "nodes": [
                {
                  "campaign": {
                    "name": "Мониторинг за III квартал"
                  },
                  "daysLeft": -37,
                  "dueOn": "2023-10-09",
                  "kind": "REPORT",
                  "node": {
                    "name": "Выселковский район"
                  },
                  "overdue": true,
                  "state": "NOT_STARTED"
                },
                {
                  "campaign": {
                    "name": "Мониторинг за IV квартал"
                  },
                  "daysLeft": 62,
                  "dueOn": "2024-01-16",
                  "kind": "REPORT",
                  "node": {
                    "name": "Выселковский район"
                  },
                  "overdue": false,
                  "state": "NOT_STARTED"
                },
                {
                  "campaign": {
                    "name": "Мониторинг за IV квартал"
                  },
                  "daysLeft": 62,
                  "dueOn": "2024-01-16",
                  "kind": "REPORT",
                  "node": {
                    "name": "Крыловский район"
                  },
                  "overdue": false,
                  "state": "NOT_STARTED"
                }
              ],
              "pageInfo": {
                "endCursor": "cursor#1",
                "hasNextPage": false
              },
              "totalCount": 3
            }
          }
        }
        "#);
        let page = rmc.query(DUE, json!({ "first": 1 }));
        let after = page.at("dueItems.pageInfo.endCursor").clone();
        let rest = rmc.query(DUE, json!({ "first": 5, "after": after }));
        assert_eq!(rest.at("dueItems.nodes").as_array().unwrap().len(), 2);
        let handed = rmc.query(DUE, json!({ "states": ["SUBMITTED"] }));
        assert_eq!(handed.at("dueItems.nodes.0.node.name"), "Крыловский район");
        assert_eq!(rmc.query(DUE, json!({ "from": "2023-11-15", "of": net.map.district })).at("dueItems.totalCount"), 1);
        assert_eq!(rmc.query(DUE, json!({ "to": "2023-11-15", "of": net.zone })).at("dueItems.totalCount"), 1);
        assert_eq!(net.moc().query(DUE, json!({})).at("dueItems.totalCount"), 2);
        assert_eq!(app.public().query(DUE, json!({})).at("dueItems.totalCount"), 0);
    }

    fn the_calendar_knows_working_days_and_due_days(app: &TestApp) {
        let net = Net::new(app);
        net.opened();
        let calendar = "query($of: ID, $from: Date!, $to: Date!) { calendar(of: $of, from: $from, to: $to) {
            date working workingDaysKnown opening { name } due { name state } } }";
        let asked = json!({ "of": net.map.district, "from": "2023-10-01", "to": "2023-10-09" });
        let answer = net.rmc().query(calendar, asked.clone());
        let days = answer.at("calendar").as_array().unwrap();
        assert_eq!(days.len(), 9);
        assert_eq!(days[0], json!({ "date": "2023-10-01", "working": false, "workingDaysKnown": true,
            "opening": [{ "name": "Мониторинг за III квартал" }], "due": [] }));
        assert_eq!(days[8], json!({ "date": "2023-10-09", "working": true, "workingDaysKnown": true, "opening": [],
            "due": [{ "name": "Мониторинг за III квартал", "state": "COLLECTING" }] }));
        assert!(days[1..8].iter().all(|day| day["due"] == json!([]) && day["opening"] == json!([])));
        // A holiday on a weekday.
        let november = net.rmc().query(calendar, json!({ "from": "2023-11-06", "to": "2023-11-06" }));
        assert_eq!(november.at("calendar.0.working"), false);
        // Nothing is told to those who do not see the campaign; the days are everyone's.
        let public = app.public().query(calendar, asked);
        assert_eq!(public.at("calendar.8"), &json!({ "date": "2023-10-09", "working": true, "workingDaysKnown": true,
            "opening": [], "due": [] }));
        let beside = net.rmc().query(calendar, json!({ "of": net.map.other, "from": "2023-10-09", "to": "2023-10-09" }));
        assert_eq!(beside.at("calendar.0.due"), &json!([]));
    }
}
