//! Lists of competitions and applications: filters, orders, facets, pages, and what nested lists cost.

use serde_json::{Value, json};

use super::{ANNOUNCE, CREATE, Net, RECORD, send, with};
use crate::support::{Actor, Role, TestApp, both};

/// Three municipal competitions of the district, one of them recorded, and a regional one.
fn some(net: &Net) -> Vec<String> {
    let mut ids = Vec::new();
    for (i, title) in ["Ёлочка", "Звезда"].into_iter().enumerate() {
        let more = json!({ "title": title, "kind": if i == 0 { "PUPILS" } else { "BEST_PRACTICE" }, "awardKindCode": null,
            "applicationsFrom": format!("2023-11-{}", 17 + i) });
        let created = send(&net.centre(), CREATE, with(net.content(), more));
        let id = created.text("createCompetition.competition.id").to_owned();
        send(&net.centre(), ANNOUNCE, json!({ "id": id, "expectedVersion": 1 })).payload();
        ids.push(id);
    }
    let coordinator = net.app.actor(Role::RegionalCoordinator, "region:23");
    for input in [
        json!({ "title": "Старый конкурс", "kind": "PUPILS", "level": "MUNICIPAL", "municipalityId": net.town, "validFrom": "2022-03-01", "validTo": "2022-03-31", "resultsPublishedOn": "2022-04-10" }),
        json!({ "title": "Краевой", "kind": "PUPILS", "level": "REGIONAL", "regionId": net.region }),
    ] {
        let answer = send(&coordinator, RECORD, input);
        answer.payload();
        ids.push(answer.text("recordCompetition.competition.id").to_owned());
    }
    ids
}

fn titles(actor: &Actor, variables: Value) -> Vec<String> {
    let document = "query($filter: CompetitionFilter, $orderBy: CompetitionOrderBy, $search: String, $day: Date) {
        competitions(filter: $filter, orderBy: $orderBy, search: $search, asOf: $day) { totalCount nodes { title } } }";
    let answer = actor.query(document, variables);
    let nodes = answer.at("competitions.nodes").as_array().unwrap();
    assert_eq!(answer.at("competitions.totalCount"), nodes.len());
    nodes.iter().map(|node| node["title"].as_str().unwrap().to_owned()).collect()
}

both! {
    fn filters_narrow_and_orders_sort(app: &TestApp) {
        let net = Net::new(app);
        let ids = some(&net);
        let public = app.public();
        let all = ["Старый конкурс", "Ёлочка", "Звезда", "Краевой"];
        assert_eq!(titles(&public, json!({})), all);
        assert_eq!(titles(&public, json!({ "orderBy": "WINDOW_DESC" })), ["Звезда", "Ёлочка", "Старый конкурс", "Краевой"]);
        assert_eq!(titles(&public, json!({ "orderBy": "TITLE_ASC" })), ["Ёлочка", "Звезда", "Краевой", "Старый конкурс"]);
        let by = |filter: Value| titles(&public, json!({ "filter": filter }));
        assert_eq!(by(json!({ "kinds": ["BEST_PRACTICE"] })), ["Звезда"]);
        assert_eq!(by(json!({ "levels": ["REGIONAL"] })), ["Краевой"]);
        assert_eq!(by(json!({ "states": ["RESULTS_PUBLISHED"] })), ["Старый конкурс"]);
        assert_eq!(by(json!({ "states": ["ANNOUNCED"] })), ["Ёлочка", "Звезда", "Краевой"]);
        assert_eq!(by(json!({ "municipalityIds": [net.town] })), ["Старый конкурс"]);
        assert_eq!(by(json!({ "regionIds": [net.region] })).len(), 4);
        assert_eq!(by(json!({ "organiserIds": [net.b] })).len(), 2);
        assert_eq!(by(json!({ "parentIds": [ids[3]] })), Vec::<String>::new());
        assert_eq!(by(json!({ "from": "2023-12-15" })), ["Ёлочка", "Звезда"]);
        assert_eq!(by(json!({ "from": "2022-03-31", "to": "2022-12-31" })), ["Старый конкурс"]);
        // A filter that nothing can pass holds nothing; days that contradict each other are a mistake.
        assert_eq!(by(json!({ "kinds": [], "levels": ["REGIONAL"] })), Vec::<String>::new());
        let turned = "{ competitions(filter: { from: \"2024-01-01\", to: \"2023-01-01\" }) { totalCount } }";
        assert_eq!(public.query(turned, json!({})).errors()[0]["extensions"]["code"], "BAD_USER_INPUT");
        assert_eq!(titles(&public, json!({ "search": "елочка" })), ["Ёлочка"]);
        // As of a day: states of that day, and only what was known then.
        let on = |day: &str, states: Value| titles(&public, json!({ "day": day, "filter": { "states": states } }));
        assert_eq!(on("2023-11-17", json!(["APPLICATIONS_OPEN"])), ["Ёлочка"]);
        assert_eq!(titles(&public, json!({ "day": "2022-03-15" })), ["Старый конкурс", "Краевой"]);
    }

    fn facets_count_under_the_filter(app: &TestApp) {
        let net = Net::new(app);
        some(&net);
        let document = "query($filter: CompetitionFilter, $day: Date) { competitions(filter: $filter, asOf: $day) { facets { facet value count } } }";
        let ask = |variables: Value| app.public().query(document, variables).at("competitions.facets").clone();
        assert_eq!(ask(json!({ "day": "2023-11-17" })), json!([
            { "facet": "kind", "value": "PUPILS", "count": 3 },
            { "facet": "kind", "value": "BEST_PRACTICE", "count": 1 },
            { "facet": "level", "value": "MUNICIPAL", "count": 3 },
            { "facet": "level", "value": "REGIONAL", "count": 1 },
            { "facet": "state", "value": "ANNOUNCED", "count": 2 },
            { "facet": "state", "value": "APPLICATIONS_OPEN", "count": 1 },
            { "facet": "state", "value": "RESULTS_PUBLISHED", "count": 1 },
        ]));
        assert_eq!(ask(json!({ "filter": { "levels": ["REGIONAL"] } })).as_array().unwrap().len(), 3);
    }

    fn pages_are_whole_and_cursors_belong_to_their_list(app: &TestApp) {
        let net = Net::new(app);
        some(&net);
        let document = "query($first: Int, $after: String, $orderBy: CompetitionOrderBy) {
            competitions(first: $first, after: $after, orderBy: $orderBy) { nodes { title } pageInfo { hasNextPage endCursor } } }";
        let public = app.public();
        let (mut seen, mut after) = (Vec::new(), Value::Null);
        loop {
            let answer = public.query(document, json!({ "first": 1, "after": after }));
            seen.push(answer.text("competitions.nodes.0.title").to_owned());
            after = answer.at("competitions.pageInfo.endCursor").clone();
            if answer.at("competitions.pageInfo.hasNextPage") == false { break }
        }
        assert_eq!(seen, ["Старый конкурс", "Ёлочка", "Звезда", "Краевой"]);
        assert_eq!(public.query(document, json!({ "after": after, "orderBy": "TITLE_ASC" })).code(), "BAD_USER_INPUT");
        for first in [0, -1, 10_000] {
            assert_eq!(public.query(document, json!({ "first": first })).code(), "BAD_USER_INPUT");
        }
    }

    fn nested_lists_cost_the_same_however_long(app: &TestApp) {
        let net = Net::new(app);
        let ids = some(&net);
        app.set_now("2023-11-20T09:00:00Z");
        for title in ["А", "Б"] {
            for id in &ids[..2] {
                net.admitted(id, &net.a, title);
                net.submitted(id, &net.b, title);
            }
        }
        let centre = net.centre();
        let cost = |actor: &Actor, document: &str, first: i64| {
            actor.query(document, json!({ "first": first })).data();
            app.reset_statements();
            actor.query(document, json!({ "first": first })).data();
            app.statements()
        };
        let documents = [
            "query($first: Int) { competitions(first: $first) { nodes { title state timeline { state } tour allowedActions nominations { text } acts { role }
                region { name } municipality { name } parent { title } stages(first: 2) { totalCount nodes { title } }
                postponements { reason } experts { userId } applications(first: 3) { totalCount nodes { title } } } } }",
            "query($first: Int) { applications(first: $first) { nodes { title state allowedActions nomination { text } attachments { text }
                scores { score } competition { title state } municipality { name } } } }",
            "query($first: Int) { municipalities(first: $first) { nodes { competitions(first: 5) { totalCount nodes { title state } }
                overview { competitions { total } applications { total } } } } }",
        ];
        for document in documents {
            let one = cost(&centre, document, 1);
            let (two, all) = (cost(&centre, document, 2), cost(&centre, document, 20));
            assert!(all <= one.max(two) && two == all, "{one} {two} {all} {document}");
        }
    }

    fn below_region_and_municipality(app: &TestApp) {
        let net = Net::new(app);
        some(&net);
        let document = "query($day: Date) { region(code: \"23\", asOf: $day) { competitions(orderBy: TITLE_ASC) { nodes { title state } }
            municipalities { nodes { name competitions(filter: { kinds: [PUPILS] }) { nodes { title } } } } } }";
        let answer = app.public().query(document, json!({ "day": "2023-11-17" }));
        assert_eq!(answer.at("region.competitions.nodes.0"), &json!({ "title": "Ёлочка", "state": "APPLICATIONS_OPEN" }));
        assert_eq!(answer.at("region.competitions.nodes").as_array().unwrap().len(), 4);
        assert_eq!(answer.at("region.municipalities.nodes"), &json!([
            { "name": "Выселковский район", "competitions": { "nodes": [{ "title": "Ёлочка" }] } },
            { "name": "Крыловский район", "competitions": { "nodes": [{ "title": "Старый конкурс" }] } },
        ]));
    }
}
