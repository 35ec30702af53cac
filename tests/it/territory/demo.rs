//! The demonstration map, read back by the public.

use serde_json::json;

use crate::support::{DemoDatabase, TestApp, both};

both! {
    fn the_demonstration_map_reads_back(database: &DemoDatabase) {
        let app = TestApp::on(database, |config| config.demo = true);
        let public = app.public();

        let answer = public.query("{ regions(orderBy: CODE_ASC, first: 5) { totalCount nodes { code oktmo name kind
            municipalities { totalCount } zones(first: 5) { nodes { code name municipalities(first: 5) { nodes { name oktmo } } } } } } }", json!({}));
        let zone = json!([{
            "code": "NE", "name": "Северо-восточная",
            "municipalities": { "nodes": [{ "name": "Крыловский район", "oktmo": "03624000" }] },
        }]);
        assert_eq!(answer.data(), &json!({ "regions": { "totalCount": 4, "nodes": [
            { "code": "19", "oktmo": "95", "name": "Республика Хакасия", "kind": "REPUBLIC",
              "municipalities": { "totalCount": 1 }, "zones": { "nodes": [] } },
            { "code": "23", "oktmo": "03", "name": "Краснодарский край", "kind": "KRAI",
              "municipalities": { "totalCount": 5 }, "zones": { "nodes": zone } },
            { "code": "29", "oktmo": "11", "name": "Архангельская область", "kind": "OBLAST",
              "municipalities": { "totalCount": 1 }, "zones": { "nodes": [] } },
            { "code": "38", "oktmo": "25", "name": "Иркутская область", "kind": "OBLAST",
              "municipalities": { "totalCount": 2 }, "zones": { "nodes": [] } },
        ] } }));

        let answer = public.query(r#"{ municipality(oktmo: "03624000") { name population { ageFrom ageTo count asOf asOfPrecision source }
            zone { code region { code } } } }"#, json!({}));
        assert_eq!(answer.data(), &json!({ "municipality": {
            "name": "Крыловский район",
            "population": [{ "ageFrom": 5, "ageTo": 18, "count": 5678, "asOf": "2020-12-31", "asOfPrecision": "YEAR", "source": "МОЦ" }],
            "zone": { "code": "NE", "region": { "code": "23" } },
        } }));
    }

    fn a_transformed_municipality_has_a_before_and_an_after(database: &DemoDatabase) {
        let app = TestApp::on(database, |config| config.demo = true);
        let public = app.public();
        let on = |day: &str| {
            let answer = public.query(r#"query($day: Date!) { region(code: "29", asOf: $day) { municipalities { totalCount
                nodes { name oktmo kind validFrom validTo
                    predecessors { day kind municipality { name } } successors { day kind municipality { name } } } } } }"#,
                json!({ "day": day }));
            answer.at("region.municipalities").clone()
        };
        let (old, new) = ("Верхнетоемский район", "Верхнетоемский муниципальный округ");
        let step = |name: &str| json!([{ "day": "2021-06-01", "kind": "TRANSFORMED", "municipality": { "name": name } }]);
        assert_eq!(on("2021-05-31"), json!({ "totalCount": 1, "nodes": [{
            "name": old, "oktmo": "11608000", "kind": "MUNICIPAL_DISTRICT", "validFrom": null, "validTo": "2021-05-31",
            "predecessors": [], "successors": step(new),
        }] }));
        assert_eq!(on("2021-06-01"), json!({ "totalCount": 1, "nodes": [{
            "name": new, "oktmo": "11508000", "kind": "MUNICIPAL_OKRUG", "validFrom": "2021-06-01", "validTo": null,
            "predecessors": step(old), "successors": [],
        }] }));
        // A lookup answers what has ended, too.
        let ended = public.query(r#"{ municipality(oktmo: "11608000") { name validTo } }"#, json!({}));
        assert_eq!(ended.data(), &json!({ "municipality": { "name": old, "validTo": "2021-05-31" } }));
    }
}
