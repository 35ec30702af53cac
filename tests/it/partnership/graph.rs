//! The partner graph: who is bound to whom in a territory, partners outside it too, in the order of their names.

use serde_json::{Value, json};

use super::{create, input};
use crate::{
    agreement::{BODAIBO, Net, VYSELKI},
    support::{Actor, Role, TestApp, both},
};

const GRAPH: &str = "query($of: ID!, $day: Date) { partnerGraph(of: $of, asOf: $day) { isCut
    nodes { key kind name municipality { name } region { code } inside }
    edges { from to agreement { title } partnership { state scope planned actual } } } }";

/// A graph as lines: nodes in brackets, those inside marked; edges by the numbers of their nodes.
fn drawn(actor: &Actor, of: &str, day: Option<&str>) -> String {
    let answer = actor.query(GRAPH, json!({ "of": of, "day": day }));
    let graph = answer.at("partnerGraph");
    assert_eq!(graph["isCut"], json!(false));
    let nodes = graph["nodes"].as_array().unwrap();
    let number = |key: &Value| nodes.iter().position(|node| node["key"] == *key).unwrap() + 1;
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let node = |node: &Value| {
        let mark = if node["inside"] == json!(true) { "inside" } else { "outside" };
        let [municipality, region] = [&node["municipality"]["name"], &node["region"]["code"]].map(text);
        format!(
            "{} {mark} {} {} | {municipality} | {region}",
            number(&node["key"]),
            text(&node["kind"]),
            text(&node["name"])
        )
    };
    let edge = |edge: &Value| {
        let ends = format!("{} -> {}", number(&edge["from"]), number(&edge["to"]));
        if let Some(title) = edge["agreement"]["title"].as_str() {
            return format!("{ends} agreement {title}");
        }
        let of = &edge["partnership"];
        let (state, scope) = (text(&of["state"]), text(&of["scope"]));
        format!("{ends} {state} {scope} planned {} actual {}", of["planned"], of["actual"])
    };
    let lines = nodes.iter().map(node).chain(graph["edges"].as_array().unwrap().iter().map(edge));
    lines.collect::<Vec<_>>().join("\n")
}

both! {
    fn the_graph_shows_who_is_bound_to_whom(app: &TestApp) {
        let net = Net::new(app);
        let outside = json!({ "role": "PARTNER", "name": "АО «Восход»" });
        let unnamed = json!({ "role": "PARTNER", "name": "организации района", "notNamed": true });
        let abroad = json!([net.party(&net.vyselki), net.party(&net.bodaibo), outside, unnamed]);
        net.make(&net.rmc, "recordAgreement", &net.past(&json!({ "title": "Тройное", "parties": abroad })));
        net.make(&net.rmc, "recordAgreement", &net.past(&json!({ "title": "Кончилось", "validTo": "2023-05-31" })));
        for more in [
            json!({ "actual": true }),
            json!({ "planned": true, "actual": false, "validFrom": "2023-09-01", "partner": { "municipalityId": net.bodaibo } }),
            json!({ "planned": true, "actual": true, "partner": { "name": "Завод", "inRegionId": net.other_region } }),
            json!({ "planned": true, "validTo": "2023-10-31", "partner": { "name": "Парк", "inMunicipalityId": net.vyselki } }),
        ] {
            create(&net.vyselki_moc, &input(&net, &more)).payload();
        }
        insta::assert_snapshot!(drawn(&net.rmc, &net.vyselki, None), @r"
        1 inside MUNICIPALITY - | Выселковский район | 23
        2 outside OUTSIDE АО «Восход» | - | -
        3 outside MUNICIPALITY - | Бодайбо и район | 38
        4 outside OUTSIDE Завод | - | 38
        5 outside MUNICIPALITY - | Крыловский район | 23
        6 outside NOT_NAMED организации района | - | -
        1 -> 2 agreement Тройное
        1 -> 3 agreement Тройное
        1 -> 3 PLANNED INTERREGIONAL planned true actual false
        1 -> 4 ACTIVE INTERREGIONAL planned true actual true
        1 -> 5 ACTIVE INTERMUNICIPAL planned null actual true
        1 -> 6 agreement Тройное
        2 -> 3 agreement Тройное
        2 -> 6 agreement Тройное
        3 -> 6 agreement Тройное
        ");
        // The whole region: both districts are inside.
        insta::assert_snapshot!(drawn(&net.rmc, &net.region, Some("2023-05-31")), @r"
        1 inside MUNICIPALITY - | Выселковский район | 23
        2 inside MUNICIPALITY - | Крыловский район | 23
        3 inside OUTSIDE Парк | Выселковский район | 23
        4 outside OUTSIDE АО «Восход» | - | -
        5 outside MUNICIPALITY - | Бодайбо и район | 38
        6 outside OUTSIDE Завод | - | 38
        7 outside NOT_NAMED организации района | - | -
        1 -> 2 ACTIVE INTERMUNICIPAL planned null actual true
        1 -> 2 agreement Кончилось
        1 -> 3 PLANNED MUNICIPAL planned true actual null
        1 -> 4 agreement Тройное
        1 -> 5 agreement Тройное
        1 -> 6 ACTIVE INTERREGIONAL planned true actual true
        1 -> 7 agreement Тройное
        4 -> 5 agreement Тройное
        4 -> 7 agreement Тройное
        5 -> 7 agreement Тройное
        ");
        // The public sees the partnerships; where the parties of agreements stand is hidden from it.
        insta::assert_snapshot!(drawn(&app.public(), &net.other_region, None), @r"
        1 inside MUNICIPALITY - | Бодайбо и район | 38
        2 inside OUTSIDE Завод | - | 38
        3 outside MUNICIPALITY - | Выселковский район | 23
        3 -> 1 PLANNED INTERREGIONAL planned true actual false
        3 -> 2 ACTIVE INTERREGIONAL planned true actual true
        ");

        assert!(net.rmc.query(GRAPH, json!({ "of": "mun_00000000000000000000000000" })).at("partnerGraph").is_null());
        assert_eq!(net.rmc.query(GRAPH, json!({ "of": "org_00000000000000000000000000" })).code(), "BAD_USER_INPUT");
        // The partner in the other region, who is a party, sees the same of its own.
        let bodaibo = app.actor(Role::MunicipalCoordinator, BODAIBO);
        insta::assert_snapshot!(drawn(&bodaibo, &net.bodaibo, None), @r"
        1 inside MUNICIPALITY - | Бодайбо и район | 38
        2 outside OUTSIDE АО «Восход» | - | -
        3 outside MUNICIPALITY - | Выселковский район | 23
        4 outside NOT_NAMED организации района | - | -
        1 -> 2 agreement Тройное
        1 -> 3 agreement Тройное
        1 -> 4 agreement Тройное
        2 -> 3 agreement Тройное
        2 -> 4 agreement Тройное
        3 -> 1 PLANNED INTERREGIONAL planned true actual false
        3 -> 4 agreement Тройное
        ");
        assert_eq!(drawn(&app.actor(Role::Analyst, VYSELKI), &net.vyselki, None), drawn(&net.rmc, &net.vyselki, None));
    }
}
