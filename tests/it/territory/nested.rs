//! Lists below lists: what they hold, and that they cost the same however many there are.

use serde_json::{Value, json};

use super::{REORGANISE, UPDATE_MUNICIPALITY, admin, district, region, send, zone};
use crate::support::{Actor, TestApp, both};

/// Codes of many regions with the first digits of their ОКТМО.
const CODES: [&str; 20] = [
    "01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12", "13", "14", "15", "16", "17", "18", "19",
    "21",
];

/// The statements of one request.
fn cost(app: &TestApp, actor: &Actor, document: &str, variables: Value) -> u64 {
    actor.query(document, variables.clone()).data();
    app.reset_statements();
    actor.query(document, variables).data();
    app.statements()
}

both! {
    fn siblings_cost_nothing_more(app: &TestApp) {
        let admin = admin(app);
        for code in CODES {
            let region = region(&admin, code);
            let zone = zone(&admin, &region, "E");
            for i in 0..2 {
                district(&admin, &region, &format!("Район {code} {i}"), json!({ "zoneId": zone }));
            }
        }
        let public = app.public();
        let pinned = |document: &str, statements: u64| {
            for first in [1, 3, 20] {
                assert_eq!(cost(app, &public, document, json!({ "first": first })), statements, "{first} {document}");
            }
        };
        pinned("query($first: Int) { regions(first: $first) { nodes { code } } }", 1);
        pinned("query($first: Int) { regions(first: $first) { nodes { municipalities(first: 5) { nodes { name } } } } }", 2);
        pinned("query($first: Int) { regions(first: $first) { nodes { municipalities(first: 5) { totalCount nodes { name } } } } }", 3);
        pinned("query($first: Int) { regions(first: $first) { nodes { municipalities(first: 5) { totalCount facets { value count } nodes { name } } } } }", 4);
        pinned("query($first: Int) { regions(first: $first) { nodes { zones(first: 2) { nodes { municipalities(first: 2) { nodes { region { code } } } } } } } }", 4);
        pinned("query($first: Int) { municipalities(first: $first) { nodes { region { code } zone { code } periods { name }
            predecessors { day } successors { day } population { count } } } }", 6);
    }

    fn lineage_costs_the_same_however_long(app: &TestApp) {
        let admin = admin(app);
        let here = region(&admin, "23");
        let before: Vec<String> = (0..6).map(|i| district(&admin, &here, &format!("Район {i}"), json!({}))).collect();
        let new = json!({ "regionId": here, "name": "Общий", "kind": "MUNICIPAL_OKRUG" });
        send(&admin, REORGANISE, json!({ "kind": "MERGED", "day": "2023-01-01", "predecessorIds": before, "successors": [new] })).payload();
        let document = "{ municipalities { nodes { predecessors { municipality { name } } } } }";
        assert_eq!(admin.query(document, json!({})).at("municipalities.nodes.0.predecessors").as_array().unwrap().len(), 6);
        assert_eq!(cost(app, &app.public(), document, json!({})), 3);
    }

    fn two_days_in_one_request_stay_apart(app: &TestApp) {
        let admin = admin(app);
        let here = region(&admin, "23");
        let id = district(&admin, &here, "Старый", json!({}));
        let input = json!({ "id": id, "expectedVersion": 1, "since": "2022-01-01", "name": "Новый", "kind": "MUNICIPAL_OKRUG" });
        send(&admin, UPDATE_MUNICIPALITY, input).payload();
        district(&admin, &here, "Другой", json!({ "validFrom": "2022-01-01" }));
        let answer = app.public().query(r#"{
            before: regions(first: 3, asOf: "2021-12-31") { nodes { ...list } }
            after: regions(first: 3, asOf: "2022-01-01") { nodes { ...list } } }
            fragment list on Region { municipalities { totalCount facets { value count } nodes { name region { code } } } }"#, json!({}));
        let list = |names: &[&str], facets: Value| {
            let nodes: Vec<Value> = names.iter().map(|name| json!({ "name": name, "region": { "code": "23" } })).collect();
            json!({ "nodes": [{ "municipalities": { "totalCount": names.len(), "facets": facets, "nodes": nodes } }] })
        };
        let (old, new) = ("MUNICIPAL_DISTRICT", "MUNICIPAL_OKRUG");
        assert_eq!(answer.data(), &json!({
            "before": list(&["Старый"], json!([{ "value": old, "count": 1 }])),
            "after": list(&["Другой", "Новый"], json!([{ "value": old, "count": 1 }, { "value": new, "count": 1 }])),
        }));
    }

    fn lists_of_regions_and_zones_stay_apart(app: &TestApp) {
        let admin = admin(app);
        let here = region(&admin, "23");
        let zone = zone(&admin, &here, "NE");
        district(&admin, &here, "Внутри", json!({ "zoneId": zone }));
        district(&admin, &here, "Снаружи", json!({}));
        let answer = app.public().query("{ regions { nodes { ...r } } zones { nodes { ...z } } }
            fragment r on Region { municipalities { totalCount facets { count } nodes { name } } }
            fragment z on Zone { municipalities { totalCount facets { count } nodes { name } } }", json!({}));
        assert_eq!(answer.data(), &json!({
            "regions": { "nodes": [{ "municipalities": { "totalCount": 2, "facets": [{ "count": 2 }], "nodes": [{ "name": "Внутри" }, { "name": "Снаружи" }] } }] },
            "zones": { "nodes": [{ "municipalities": { "totalCount": 1, "facets": [{ "count": 1 }], "nodes": [{ "name": "Внутри" }] } }] },
        }));
    }
}
