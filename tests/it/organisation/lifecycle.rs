//! States that follow from dates, on any day.

use serde_json::json;

use super::Net;
use crate::support::{Answer, TestApp, both};

const STATES: [&str; 5] = ["PLANNED", "ACTIVE", "SUSPENDED", "REORGANISED", "CLOSED"];

/// The state on a day, by the field and by the filter, which must agree.
fn state(net: &Net, id: &str, day: &str) -> String {
    let document = "query($id: ID!, $day: Date) { node(id: $id, asOf: $day) { ... on Organisation { state } } }";
    let state = net.app.public().query(document, json!({ "id": id, "day": day })).text("node.state").to_owned();
    let document = "query($states: [OrganisationState!], $day: Date) { organisations(filter: {states: $states}, asOf: $day) { nodes { id } facets { facet value } } }";
    for other in STATES {
        let found = net.app.public().query(document, json!({ "states": [other], "day": day }));
        let listed = found.at("organisations.nodes").as_array().unwrap().iter().any(|node| node["id"] == id);
        assert_eq!(listed, other == state, "{other} on {day}");
        let facets = found.at("organisations.facets").as_array().unwrap();
        assert!(facets.iter().filter(|facet| facet["facet"] == "state").all(|facet| facet["value"] == other));
    }
    state
}

fn refused(answer: &Answer) {
    answer.expect_user_error("REFUSED_TRANSITION", "input");
}

both! {
    fn a_life_is_read_on_any_day(app: &TestApp) {
        let net = Net::new(app);
        let id = net.organisation("Школа", json!({"validFrom": "2010-09-01"}));
        let run = |verb: &str, more| net.change(&net.rmc, verb, &id, more);
        refused(&run("resumeOrganisation", json!({"day": "2020-01-01"})));
        run("suspendOrganisation", json!({"from": "2020-03-01"})).payload();
        refused(&run("suspendOrganisation", json!({"from": "2020-04-01"})));
        run("resumeOrganisation", json!({"day": "2020-02-01"})).expect_user_error("DATE_ORDER", "input.day");
        run("resumeOrganisation", json!({"day": "2020-06-01"})).payload();
        run("suspendOrganisation", json!({"from": "2020-05-01"})).expect_user_error("DATE_ORDER", "input.from");
        run("suspendOrganisation", json!({"from": "2022-01-01", "to": "2021-01-01"})).expect_user_error("DATE_ORDER", "input.to");
        run("suspendOrganisation", json!({"from": "2022-01-01", "to": "2022-02-28"})).payload();
        run("closeOrganisation", json!({"lastDay": "2021-12-31"})).expect_user_error("DATE_ORDER", "input.lastDay");
        run("closeOrganisation", json!({"lastDay": "2023-08-31", "reason": "Ликвидация"})).payload();
        for verb in ["closeOrganisation", "suspendOrganisation"] {
            let more = if verb == "closeOrganisation" { json!({"lastDay": "2023-08-31"}) } else { json!({"from": "2023-08-31"}) };
            refused(&run(verb, more));
        }
        let on = |day| state(&net, &id, day);
        for (day, expected) in [
            ("2010-08-31", "PLANNED"), ("2010-09-01", "ACTIVE"), ("2020-02-29", "ACTIVE"), ("2020-03-01", "SUSPENDED"),
            ("2020-05-31", "SUSPENDED"), ("2020-06-01", "ACTIVE"), ("2022-01-01", "SUSPENDED"), ("2022-02-28", "SUSPENDED"),
            ("2022-03-01", "ACTIVE"), ("2023-08-31", "ACTIVE"), ("2023-09-01", "CLOSED"),
        ] {
            assert_eq!(on(day), expected, "{day}");
        }
        // A mistake is taken back.
        run("updateOrganisation", json!({"validTo": null})).payload();
        assert_eq!(on("2023-09-01"), "ACTIVE");
    }

    fn a_reorganised_one_names_its_successor(app: &TestApp) {
        let net = Net::new(app);
        let (id, into) = (net.organisation("Школа № 1", json!({})), net.organisation("Школа № 2", json!({})));
        let run = |more| net.change(&net.rmc, "reorganiseOrganisation", &id, more);
        run(json!({"lastDay": "2023-08-31", "intoId": id})).expect_user_error("CONTRADICTION", "input.intoId");
        let unknown = format!("org_{}", "0".repeat(26));
        run(json!({"lastDay": "2023-08-31", "intoId": unknown})).expect_user_error("UNKNOWN_REFERENCE", "input.intoId");
        let act = format!("act_{}", "0".repeat(26));
        run(json!({"lastDay": "2023-08-31", "intoId": into, "actId": act})).expect_user_error("UNKNOWN_REFERENCE", "input.actId");
        run(json!({"lastDay": "2023-08-31", "intoId": into})).payload();
        assert_eq!(state(&net, &id, "2023-08-31"), "ACTIVE");
        assert_eq!(state(&net, &id, "2023-09-01"), "REORGANISED");
        let answer = app.public().query(
            "query($id: ID!) { node(id: $id) { ... on Organisation { validTo reorganisedInto { name } } } organisations { nodes { name } } }",
            json!({ "id": id }),
        );
        insta::assert_snapshot!(answer.redacted(), @r#"
        200
        {
          "data": {
            "node": {
              "reorganisedInto": {
                "name": "Школа № 2"
              },
              "validTo": "2023-08-31"
            },
            "organisations": {
              "nodes": [
                {
                  "name": "Школа № 2"
                }
              ]
            }
          }
        }
        "#);
    }
}
