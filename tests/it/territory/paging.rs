//! Pages, cursors, counts: forwards and backwards, in any size, each once.

use proptest::{prelude::*, test_runner::TestRunner};
use serde_json::{Value, json};

use super::{admin, district, fails, region, zone};
use crate::support::{Actor, TestApp, both};

const PAGE: &str = "query($first: Int, $after: String, $last: Int, $before: String, $order: TerritoryOrderBy, $search: String) {
    municipalities(first: $first, after: $after, last: $last, before: $before, orderBy: $order, search: $search) {
        totalCount nodes { id } edges { cursor node { id } } pageInfo { hasPreviousPage hasNextPage startCursor endCursor } } }";

/// Walks a whole list and answers the ids, in the order of the list.
fn walk(actor: &Actor, order: &str, size: usize, backward: bool) -> Vec<String> {
    let mut found = Vec::new();
    let mut cursor = Value::Null;
    loop {
        let variables = if backward {
            json!({ "last": size, "before": cursor, "order": order })
        } else {
            json!({ "first": size, "after": cursor, "order": order })
        };
        let answer = actor.query(PAGE, variables);
        let list = answer.at("municipalities");
        let info = &list["pageInfo"];
        let mut ids: Vec<String> = list["edges"]
            .as_array()
            .unwrap()
            .iter()
            .map(|edge| edge["node"]["id"].as_str().unwrap().to_owned())
            .collect();
        assert!(ids.len() <= size, "{answer}");
        assert_eq!(list["nodes"].as_array().unwrap().len(), ids.len());
        let (onward, back) =
            if backward { ("hasPreviousPage", "hasNextPage") } else { ("hasNextPage", "hasPreviousPage") };
        assert_eq!(info[back], json!(!cursor.is_null()), "{answer}");
        if backward {
            ids.reverse();
        }
        found.extend(ids);
        if info[onward] != json!(true) {
            break;
        }
        cursor = info[if backward { "startCursor" } else { "endCursor" }].clone();
    }
    if backward {
        found.reverse();
    }
    found
}

both! {
    fn walks_in_either_direction_meet_each_once(app: &TestApp) {
        let admin = admin(app);
        let here = region(&admin, "23");
        // Equal names, equal keys of different names, and codes that are absent.
        let names = ["Ёлкин", "Елкин", "«Елкин»", "Район № 10", "Район № 9", "яр", "Яр", "", "ß", "z", "Я", "а-б", "а – б"];
        let mut all: Vec<String> = Vec::new();
        for (i, name) in names.iter().cycle().take(40).enumerate() {
            let name = if name.is_empty() { "Район" } else { name };
            let more = if i % 3 == 0 { json!({ "oktmo": format!("036{:02}000", i) }) } else { json!({}) };
            all.push(district(&admin, &here, name, more));
        }
        all.sort();
        let mut runner = TestRunner::new(ProptestConfig { cases: 12, failure_persistence: None, ..Default::default() });
        let orders = prop::sample::select(vec!["NAME_ASC", "NAME_DESC", "CODE_ASC", "CODE_DESC"]);
        runner.run(&(orders, prop_oneof![1..=5_usize, 38..=42_usize]), |(order, size)| {
            let forwards = walk(&admin, order, size, false);
            prop_assert_eq!(&forwards, &walk(&admin, order, size, true));
            prop_assert_eq!(&forwards, &walk(&admin, order, 100, false));
            let mut sorted = forwards;
            sorted.sort();
            prop_assert_eq!(&sorted, &all);
            Ok(())
        }).unwrap();
        let asc = walk(&admin, "NAME_ASC", 100, false);
        let mut desc = walk(&admin, "NAME_DESC", 100, false);
        desc.reverse();
        assert_eq!(asc, desc);
        // Without a code comes last, in either direction.
        for order in ["CODE_ASC", "CODE_DESC"] {
            let answer = admin.query("query($o: TerritoryOrderBy) { municipalities(orderBy: $o, first: 100) { nodes { oktmo } } }", json!({ "o": order }));
            let codes = answer.at("municipalities.nodes").as_array().unwrap();
            assert!(codes[..14].iter().all(|node| node["oktmo"].is_string()) && codes[14..].iter().all(|node| node["oktmo"].is_null()), "{answer}");
        }
        let answer = admin.query(PAGE, json!({ "first": 1 }));
        assert_eq!(answer.at("municipalities.totalCount"), 40);
    }

    fn page_sizes_have_bounds(app: &TestApp) {
        let admin = admin(app);
        let here = region(&admin, "23");
        district(&admin, &here, "Район", json!({}));
        for variables in [
            json!({ "first": 0 }), json!({ "first": -1 }), json!({ "first": 101 }), json!({ "first": 10_000 }),
            json!({ "last": 0 }), json!({ "last": -1 }), json!({ "last": 101 }), json!({ "last": 10_000 }),
            json!({ "first": 1, "last": 1 }), json!({ "first": "1" }), json!({ "first": 1.5 }), json!({ "first": 99_999_999_999_i64 }),
        ] {
            fails(app, &admin, PAGE, variables.clone(), "BAD_USER_INPUT");
            let below = "query($id: ID!, $first: Int, $last: Int) { node(id: $id) { ... on Region { municipalities(first: $first, last: $last) { totalCount } } } }";
            let mut variables = variables;
            variables["id"] = json!(here);
            fails(app, &admin, below, variables, "BAD_USER_INPUT");
        }
        for edge in [json!({ "first": 1 }), json!({ "first": 100 }), json!({ "last": 100 })] {
            assert_eq!(admin.query(PAGE, edge).at("municipalities.totalCount"), 1);
        }
    }

    fn a_cursor_belongs_to_its_list(app: &TestApp) {
        let admin = admin(app);
        let here = region(&admin, "23");
        let there = region(&admin, "38");
        zone(&admin, &here, "NE");
        for region in [&here, &there] {
            district(&admin, region, "Один", json!({}));
            district(&admin, region, "Два", json!({}));
        }
        let cursor = admin.query(PAGE, json!({ "first": 1 })).text("municipalities.pageInfo.endCursor").to_owned();
        assert_eq!(admin.query(PAGE, json!({ "first": 10, "after": cursor })).at("municipalities.nodes").as_array().unwrap().len(), 3);
        for variables in [
            json!({ "after": cursor, "order": "NAME_DESC" }),
            json!({ "after": cursor, "order": "CODE_ASC" }),
            json!({ "after": cursor, "search": "один" }),
            json!({ "before": "" }), json!({ "after": "x" }), json!({ "after": "e30" }),
            json!({ "after": cursor.to_uppercase() }), json!({ "after": format!("{cursor}=") }),
        ] {
            fails(app, &admin, PAGE, variables, "BAD_USER_INPUT");
        }
        let after = json!({ "after": cursor, "id": here, "there": there });
        for document in [
            "query($after: String) { regions(after: $after) { nodes { id } } }",
            "query($after: String) { zones(after: $after) { nodes { id } } }",
            "query($after: String, $id: ID!) { municipalities(after: $after, filter: { regionIds: [$id] }) { nodes { id } } }",
            "query($after: String) { municipalities(after: $after, asOf: \"2020-01-01\") { nodes { id } } }",
            "query($after: String, $id: ID!) { node(id: $id) { ... on Region { municipalities(after: $after) { nodes { id } } } } }",
        ] {
            fails(app, &admin, document, after.clone(), "BAD_USER_INPUT");
        }
        // Below a parent: of that parent only.
        let below = "query($id: ID!, $after: String) { node(id: $id) { ... on Region { municipalities(first: 1, after: $after) {
            nodes { name } pageInfo { endCursor hasPreviousPage hasNextPage } } } } }";
        let first = admin.query(below, json!({ "id": here }));
        let cursor = first.text("node.municipalities.pageInfo.endCursor");
        let second = admin.query(below, json!({ "id": here, "after": cursor }));
        let list = second.at("node.municipalities");
        assert_eq!((&list["nodes"], &list["pageInfo"]["hasPreviousPage"], &list["pageInfo"]["hasNextPage"]),
            (&json!([{ "name": "Один" }]), &json!(true), &json!(false)));
        let end = second.text("node.municipalities.pageInfo.endCursor");
        assert_eq!(admin.query(below, json!({ "id": here, "after": end })).at("node.municipalities"),
            &json!({ "nodes": [], "pageInfo": { "endCursor": null, "hasPreviousPage": true, "hasNextPage": false } }));
        fails(app, &admin, below, json!({ "id": there, "after": cursor }), "BAD_USER_INPUT");
        fails(app, &admin, PAGE, json!({ "after": cursor }), "BAD_USER_INPUT");
    }

    fn ids_and_days_are_checked_before_anything_runs(app: &TestApp) {
        let public = app.public();
        for document in [
            "{ node(id: \"mun_1\") { id } }",
            "{ node(id: \"xyz_00000000000000000000000000\") { id } }",
            "{ nodes(ids: [\"\"]) { id } }",
            "{ municipalities(filter: { regionIds: [\"mun_00000000000000000000000000\"] }) { totalCount } }",
            "{ regions(asOf: \"2023-13-01\") { totalCount } }",
            "{ regions(asOf: 2023) { totalCount } }",
            "{ regions(orderBy: NAME) { totalCount } }",
        ] {
            fails(app, &public, document, json!({}), "BAD_USER_INPUT");
        }
        let document = "query($day: Date) { regions(asOf: $day) { totalCount } }";
        for day in [json!("2023-02-30"), json!("23-02-01"), json!(""), json!(1), json!("2023-02-01 ")] {
            fails(app, &public, document, json!({ "day": day }), "BAD_USER_INPUT");
        }
        assert_eq!(public.query(document, json!({ "day": null })).at("regions.totalCount"), 0);
        // Nothing bears such a key: null, on either database.
        let document = "query($key: String!) { region(code: $key) { id } zone(region: $key, code: $key) { id } municipality(oktmo: $key) { id }
            municipalities(search: $key) { totalCount } }";
        for key in ["\u{0}", "", "%", "'", "\u{202e}"] {
            let answer = public.query(document, json!({ "key": key }));
            assert_eq!(answer.data(), &json!({ "region": null, "zone": null, "municipality": null, "municipalities": { "totalCount": 0 } }));
        }
        let answer = public.query("{ node(id: \"mun_00000000000000000000000000\") { id } }", json!({}));
        assert_eq!(answer.data(), &json!({ "node": null }));
    }

    fn filters_that_exclude_each_other_find_nothing(app: &TestApp) {
        let admin = admin(app);
        let (here, there) = (region(&admin, "23"), region(&admin, "38"));
        let zone = zone(&admin, &there, "W");
        district(&admin, &here, "Район", json!({}));
        let document = "query($filter: MunicipalityFilter) { municipalities(filter: $filter) { totalCount facets { count } } }";
        let nothing = json!({ "municipalities": { "totalCount": 0, "facets": [] } });
        for filter in [
            json!({ "regionIds": [here], "zoneIds": [zone] }),
            json!({ "regionIds": [there], "kinds": ["MUNICIPAL_DISTRICT"] }),
            json!({ "regionIds": [] }), json!({ "kinds": [] }), json!({ "zoneIds": [] }),
        ] {
            assert_eq!(admin.query(document, json!({ "filter": filter })).data(), &nothing, "{filter}");
        }
        for filter in [json!(null), json!({}), json!({ "regionIds": null }), json!({ "regionIds": [here, there], "kinds": ["MUNICIPAL_DISTRICT", "URBAN_OKRUG"] })] {
            assert_eq!(admin.query(document, json!({ "filter": filter })).at("municipalities.totalCount"), 1, "{filter}");
        }
    }
}
