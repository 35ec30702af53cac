//! Names, kinds and zones as of a day.

use serde_json::{Value, json};

use super::{UPDATE_MUNICIPALITY, admin, district, names, names_on, refused, region, send, zone};
use crate::support::{Actor, Answer, TestApp, both};

fn from(actor: &Actor, id: &str, version: i32, since: &str, more: &Value) -> Answer {
    let mut input = json!({ "id": id, "expectedVersion": version, "since": since });
    input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    send(actor, UPDATE_MUNICIPALITY, input)
}

both! {
    fn a_new_name_holds_from_its_day_on(app: &TestApp) {
        let admin = admin(app);
        let here = region(&admin, "23");
        district(&admin, &here, "Белый район", json!({}));
        let id = district(&admin, &here, "Ёлкинский район", json!({ "oktmo": "03624000", "validFrom": "2006-01-01" }));
        from(&admin, &id, 1, "2020-01-01", &json!({ "name": "Алый округ", "kind": "MUNICIPAL_OKRUG" })).payload();
        from(&admin, &id, 2, "2022-01-01", &json!({ "name": "Яркий округ" })).payload();

        // The list and its order.
        assert_eq!(names_on(&admin, "2005-12-31"), ["Белый район"]);
        assert_eq!(names_on(&admin, "2019-12-31"), ["Белый район", "Ёлкинский район"]);
        assert_eq!(names_on(&admin, "2020-01-01"), ["Алый округ", "Белый район"]);
        assert_eq!(names_on(&admin, "2021-12-31"), ["Алый округ", "Белый район"]);
        assert_eq!(names_on(&admin, "2022-01-01"), ["Белый район", "Яркий округ"]);

        // Node, lookup, filter, facets.
        let document = r#"query($id: ID!, $day: Date!) {
            node(id: $id, asOf: $day) { ... on Municipality { name kind periods { name kind from to } } }
            municipality(oktmo: "03624000", asOf: $day) { name }
            municipalities(asOf: $day, filter: { kinds: [MUNICIPAL_OKRUG] }) { totalCount nodes { name } }
            all: municipalities(asOf: $day) { facets { facet value count } } }"#;
        let on = |day: &str| admin.query(document, json!({ "id": id, "day": day })).data().clone();
        let periods = json!([
            { "name": "Алый округ", "kind": "MUNICIPAL_OKRUG", "from": "2020-01-01", "to": "2021-12-31" },
            { "name": "Ёлкинский район", "kind": "MUNICIPAL_DISTRICT", "from": null, "to": "2019-12-31" },
        ]);
        let facet = |kind: &str, count: i32| json!({ "facet": "kind", "value": kind, "count": count });
        assert_eq!(on("2019-12-31"), json!({
            "node": { "name": "Ёлкинский район", "kind": "MUNICIPAL_DISTRICT", "periods": periods },
            "municipality": { "name": "Ёлкинский район" },
            "municipalities": { "totalCount": 0, "nodes": [] },
            "all": { "facets": [facet("MUNICIPAL_DISTRICT", 2)] },
        }));
        assert_eq!(on("2021-12-31"), json!({
            "node": { "name": "Алый округ", "kind": "MUNICIPAL_OKRUG", "periods": periods },
            "municipality": { "name": "Алый округ" },
            "municipalities": { "totalCount": 1, "nodes": [{ "name": "Алый округ" }] },
            "all": { "facets": [facet("MUNICIPAL_DISTRICT", 1), facet("MUNICIPAL_OKRUG", 1)] },
        }));

        // Any of its names finds it on any day, as it was called then.
        let search = |words: &str, day: &str| {
            let document = "query($words: String!, $day: Date!) { municipalities(search: $words, asOf: $day) { nodes { name } } }";
            names(admin.query(document, json!({ "words": words, "day": day })).at("municipalities.nodes"))
        };
        for words in ["ЕЛКИНСКИЙ", "алый", "округ яркий", "03624000"] {
            assert_eq!(search(words, "2019-12-31"), ["Ёлкинский район"], "{words}");
            assert_eq!(search(words, "2023-11-15"), ["Яркий округ"], "{words}");
        }
        assert!(search("белый округ", "2023-11-15").is_empty() && search("%", "2023-11-15").len() == 2);
    }

    fn a_change_of_tomorrow_is_not_shown_today(app: &TestApp) {
        let admin = admin(app);
        let here = region(&admin, "23");
        let id = district(&admin, &here, "Старый район", json!({}));
        // Today is 2023-11-15.
        let answer = from(&admin, &id, 1, "2024-01-01", &json!({ "name": "Новый округ" }));
        assert_eq!(answer.payload()["municipality"]["name"], "Старый район");
        assert_eq!(answer.payload()["municipality"]["version"], 2);
        assert_eq!((names_on(&admin, "2023-12-31"), names_on(&admin, "2024-01-01")),
            (vec!["Старый район".to_owned()], vec!["Новый округ".to_owned()]));
        app.set_now("2024-01-01T09:00:00Z");
        let shown = app.public().query("{ municipalities { nodes { name } } }", json!({}));
        assert_eq!(names(shown.at("municipalities.nodes")), ["Новый округ"]);
    }

    fn a_correction_leaves_no_period(app: &TestApp) {
        let admin = admin(app);
        let here = region(&admin, "23");
        let id = district(&admin, &here, "Крыловски район", json!({}));
        let input = json!({ "id": id, "expectedVersion": 1, "name": "Крыловский район" });
        send(&admin, UPDATE_MUNICIPALITY, input).payload();
        let answer = admin.query("query($id: ID!) { node(id: $id, asOf: \"2000-01-01\") { ... on Municipality { name periods { name } } } }", json!({ "id": id }));
        assert_eq!(answer.data(), &json!({ "node": { "name": "Крыловский район", "periods": [] } }));
        assert!(admin.query(r#"{ municipalities(search: "крыловски район") { nodes { name } } }"#, json!({})).data() != &json!(null));
    }

    fn days_of_changes_follow_each_other(app: &TestApp) {
        let admin = admin(app);
        let here = region(&admin, "23");
        let id = district(&admin, &here, "Район", json!({ "validFrom": "2006-01-01", "validTo": "2022-12-31" }));
        let refuse = |version: i32, since: &str| {
            let input = json!({ "id": id, "expectedVersion": version, "since": since, "name": "Иной" });
            refused(app, &admin, UPDATE_MUNICIPALITY, &input, &[("DATE_ORDER", "since")]);
        };
        for since in ["2006-01-01", "2005-01-01", "1000-01-01", "2023-01-01"] {
            refuse(1, since);
        }
        from(&admin, &id, 1, "2010-01-01", &json!({ "name": "Второй" })).payload();
        for since in ["2010-01-01", "2009-06-01"] {
            refuse(2, since);
        }
        // With a longer term in the same input it fits.
        from(&admin, &id, 2, "2023-01-01", &json!({ "name": "Третий", "validTo": null })).payload();
        assert_eq!(names_on(&admin, "2023-01-01"), ["Третий"]);
        assert_eq!(names_on(&admin, "2022-12-31"), ["Второй"]);
    }

    fn a_zone_is_joined_and_left_from_a_day_on(app: &TestApp) {
        let admin = admin(app);
        let here = region(&admin, "23");
        let (east, west) = (zone(&admin, &here, "E"), zone(&admin, &here, "W"));
        let id = district(&admin, &here, "Район", json!({ "zoneId": east }));
        from(&admin, &id, 1, "2022-01-01", &json!({ "zoneId": west })).payload();
        from(&admin, &id, 2, "2023-01-01", &json!({ "zoneId": null })).payload();
        let document = "query($day: Date!, $east: [ID!], $west: [ID!]) {
            municipalities(asOf: $day) { nodes { zone { code } } }
            inEast: municipalities(asOf: $day, filter: { zoneIds: $east }) { totalCount }
            inWest: municipalities(asOf: $day, filter: { zoneIds: $west }) { totalCount }
            zones(asOf: $day, orderBy: CODE_ASC) { nodes { code municipalities { totalCount nodes { name } } } } }";
        let on = |day: &str| admin.query(document, json!({ "day": day, "east": [east], "west": [west] })).data().clone();
        let expected = |zone: Value, e: usize, w: usize| {
            let list = |count: usize| json!({ "totalCount": count, "nodes": vec![json!({ "name": "Район" }); count] });
            json!({
                "municipalities": { "nodes": [{ "zone": zone }] },
                "inEast": { "totalCount": e }, "inWest": { "totalCount": w },
                "zones": { "nodes": [{ "code": "E", "municipalities": list(e) }, { "code": "W", "municipalities": list(w) }] },
            })
        };
        assert_eq!(on("2021-12-31"), expected(json!({ "code": "E" }), 1, 0));
        assert_eq!(on("2022-12-31"), expected(json!({ "code": "W" }), 0, 1));
        assert_eq!(on("2023-01-01"), expected(json!(null), 0, 0));
    }
}
