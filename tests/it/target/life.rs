//! A set from a draft to its end.

use serde_json::{Value, json};

use super::{draft, remove, send, set_of, shown, step};
use crate::{
    indicator::indicator,
    status::{Network, refused},
    support::{Actor, both},
};

fn rows(actor: &Actor, code: &str) -> Value {
    let document = "query($code: String!) { targetSet(code: $code) { version targets { totalCount nodes { indicator { code } subject { id } group breakdown period { text } value comparator } } } }";
    actor.query(document, json!({ "code": code })).at("targetSet.targets").clone()
}

both! {
    fn a_set_is_prepared_handed_in_and_approved(network: &Network) {
        let (region, ministry, public) = (network.region(), network.ministry(), network.public());
        let set = draft(network, &region, json!({ "document": "S2", "validFrom": "2024-01-01", "openPoints": [{ "field": "act", "reason": "NOT_PRINTED" }] }));
        insta::assert_snapshot!(set.redacted(), @r#"
        200
        {
          "data": {
            "createTargetSet": {
              "targetSet": {
                "code": "NEW_ROADMAP",
                "id": "tgs#1",
                "kind": "ROADMAP",
                "level": "REGION",
                "name": "Дорожная карта края",
                "version": 1,
                "visibility": "DRAFT"
              },
              "userErrors": []
            }
          }
        }
        "#);
        let set = shown(&set);
        refused(network, || draft(network, &region, json!({})), "DUPLICATE", "input.code");
        let named = |value: &str| json!({ "rows": [{ "indicatorCode": "COVERAGE_5_18", "subjectId": network.region_id("23"), "period": { "type": "YEAR", "from": "2024-05-01" }, "value": value }] });
        let set = shown(&step(&region, "setTargets", &set, named("80.0")));
        assert_eq!(set["version"], 2);
        let seen = |actor: &Actor| !actor.query("{ targetSet(code: \"NEW_ROADMAP\") { id } }", json!({})).at("targetSet").is_null();
        assert!(seen(&region) && !seen(&ministry) && !seen(&public));
        // The ministry approves what is handed in.
        let set = shown(&step(&region, "updateTargetSet", &set, json!({ "submitted": true })));
        assert_eq!(set["visibility"], "SUBMITTED");
        assert!(seen(&ministry) && !seen(&public));
        let set = shown(&step(&ministry, "approveTargetSet", &set, json!({ "reason": "Приказ" })));
        assert_eq!((&set["visibility"], &set["version"]), (&json!("PUBLIC"), &json!(4)));
        assert!(seen(&public));
        refused_state(network, &ministry, "approveTargetSet", &set);
        refused_state(network, &region, "deleteTargetSet", &set);
        step(&region, "updateTargetSet", &set, json!({ "submitted": false })).expect_user_error("REFUSED_TRANSITION", "input");
        // Those who approve correct it; the same again changes no target.
        let set = shown(&step(&region, "setTargets", &set, named("81")));
        assert_eq!(rows(&public, "NEW_ROADMAP")["nodes"][0]["value"], "81");
        let before = network.database().rows()["target"].clone();
        step(&region, "setTargets", &set, named("81")).payload();
        assert_eq!(network.database().rows()["target"], before);
    }

    fn targets_are_merged_and_replaced(network: &Network) {
        let region = network.region();
        let vyselki = network.municipality_id("03612000");
        let row = |code: &str, year: &str, value: &str| json!({ "indicatorCode": code, "subjectId": vyselki, "period": { "text": year }, "value": value });
        let set = set_of(network, json!([row("COVERAGE_5_18", "2024", "70"), row("COVERAGE_5_18", "2025", "72")]));
        // By key: the one is replaced, the other stays, a third comes.
        let more = json!({ "rows": [row("COVERAGE_5_18", "2025", "73"), row("DISTANCE_PROGRAMMES", "2025", "4")] });
        let set = shown(&step(&region, "setTargets", &set, more));
        let values = |region: &Actor| rows(region, "NEW_ROADMAP")["nodes"].as_array().unwrap().iter().map(|row| row["value"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
        assert_eq!(values(&region), ["70", "73", "4"]);
        // A breakdown, a group and a base are other targets.
        let others = json!({ "mode": "REPLACE", "rows": [
            row("COVERAGE_5_18", "2025", "73"),
            crate::support::with(row("COVERAGE_5_18", "2025", "10"), json!({ "breakdown": "SEX=FEMALE;DIRECTION=TECHNICAL" })),
            crate::support::with(row("COVERAGE_5_18", "2025", "90"), json!({ "group": "Школы района" })),
            crate::support::with(row("COVERAGE_5_18", "2025", "65"), json!({ "base": true, "period": { "text": "2023-09-01..2023-09-01" } })),
        ] });
        let set = shown(&step(&region, "setTargets", &set, others));
        insta::assert_snapshot!(format!("{:#}", rows(&region, "NEW_ROADMAP")["nodes"]).replace(&vyselki, "[vyselki]"), @r#"
        [
          {
            "breakdown": "",
            "comparator": null,
            "group": null,
            "indicator": {
              "code": "COVERAGE_5_18"
            },
            "period": {
              "text": "2023-09-01..2023-09-01"
            },
            "subject": {
              "id": "[vyselki]"
            },
            "value": "65"
          },
          {
            "breakdown": "",
            "comparator": "GE",
            "group": null,
            "indicator": {
              "code": "COVERAGE_5_18"
            },
            "period": {
              "text": "2025"
            },
            "subject": {
              "id": "[vyselki]"
            },
            "value": "73"
          },
          {
            "breakdown": "",
            "comparator": "GE",
            "group": "Школы района",
            "indicator": {
              "code": "COVERAGE_5_18"
            },
            "period": {
              "text": "2025"
            },
            "subject": {
              "id": "[vyselki]"
            },
            "value": "90"
          },
          {
            "breakdown": "DIRECTION=TECHNICAL;SEX=FEMALE",
            "comparator": "GE",
            "group": null,
            "indicator": {
              "code": "COVERAGE_5_18"
            },
            "period": {
              "text": "2025"
            },
            "subject": {
              "id": "[vyselki]"
            },
            "value": "10"
          }
        ]
        "#);
        let set = shown(&step(&region, "setTargets", &set, json!({ "mode": "REPLACE", "rows": [] })));
        assert_eq!(rows(&region, "NEW_ROADMAP")["totalCount"], 0);
        remove(&region, &set);
        assert!(region.query("{ targetSet(code: \"NEW_ROADMAP\") { id } }", json!({})).at("targetSet").is_null());
    }

    fn a_stale_version_gets_the_current_one(network: &Network) {
        let region = network.region();
        let set = shown(&draft(network, &region, json!({})));
        step(&region, "updateTargetSet", &set, json!({ "name": "Первое изменение", "document": null })).payload();
        for (verb, more) in [("updateTargetSet", json!({ "name": "Второе" })), ("setTargets", json!({ "rows": [] })), ("approveTargetSet", json!({}))] {
            let stale = network.unchanged_but(&[], || step(&region, verb, &set, more));
            stale.expect_user_error("STALE_VERSION", "input.expectedVersion");
            assert_eq!(stale.at(&format!("{verb}.targetSet.name")), "Первое изменение");
        }
        network.unchanged_but(&[], || step(&region, "deleteTargetSet", &set, json!({}))).expect_user_error("STALE_VERSION", "input.expectedVersion");
    }

    fn a_series_that_contradicts_itself_is_kept_with_a_warning(network: &Network) {
        let region = network.region();
        let subject = network.region_id("23");
        let row = |value: &str, more: Value| crate::support::with(json!({ "indicatorId": indicator(network, "KVANTORIUM_CHILDREN"), "subjectId": subject, "value": value }), more);
        set_of(network, json!([
            row("0", json!({ "base": true, "period": { "text": "2018-01-01..2018-01-01" } })),
            row("1", json!({ "base": true })),
            row("600", json!({ "period": { "text": "2019" } })),
            row("500", json!({ "period": { "text": "2020" } })),
        ]));
        let warnings = region.query("{ targetSet(code: \"NEW_ROADMAP\") { warnings { code indicator { code } subjectLevel subject { ... on Region { code } } } } }", json!({}));
        insta::assert_snapshot!(warnings.redacted(), @r#"
        200
        {
          "data": {
            "targetSet": {
              "warnings": [
                {
                  "code": "SEVERAL_BASES",
                  "indicator": {
                    "code": "KVANTORIUM_CHILDREN"
                  },
                  "subject": {
                    "code": "23"
                  },
                  "subjectLevel": "REGION"
                },
                {
                  "code": "CUMULATIVE_FALLS",
                  "indicator": {
                    "code": "KVANTORIUM_CHILDREN"
                  },
                  "subject": {
                    "code": "23"
                  },
                  "subjectLevel": "REGION"
                }
              ]
            }
          }
        }
        "#);
    }
}

fn refused_state(network: &Network, actor: &Actor, verb: &str, set: &Value) {
    let refused =
        network.unchanged_but(&[], || send(actor, verb, json!({ "id": set["id"], "expectedVersion": set["version"] })));
    refused.expect_user_error("REFUSED_TRANSITION", "input");
}
