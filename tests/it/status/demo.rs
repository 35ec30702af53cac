//! The statuses of the demonstration network, read back by the public.

use serde_json::{Value, json};

use super::Network;
use crate::support::both;

both! {
    fn the_chain_of_chernogorsk_holds_on_every_day(network: &Network) {
        let public = network.public();
        let on = |day: &str| {
            let document = r#"query($day: Date!) { municipality(oktmo: "95715000", asOf: $day) { centres { nodes {
                __typename name standing { validFrom state lastDay end { kind on } acts { role act { number } } } } } } }"#;
            public.query(document, json!({ "day": day })).at("municipality.centres.nodes.0").clone()
        };
        assert_eq!(on("2020-02-25")["standing"], Value::Null);
        assert_eq!(on("2020-02-26")["standing"]["validFrom"], "2020-02-26");
        let last = on("2022-12-26");
        assert_eq!(last["standing"], json!({
            "validFrom": "2020-02-26", "state": "IN_FORCE", "lastDay": "2022-12-26",
            "end": { "kind": "SUPERSEDED", "on": "2022-12-27" },
            "acts": last["standing"]["acts"],
        }));
        let renewed = on("2022-12-27");
        assert_eq!(renewed["__typename"], "MunicipalCentre");
        assert_eq!(renewed["standing"]["validFrom"], "2022-12-27");
        let granting: Vec<&Value> = renewed["standing"]["acts"].as_array().unwrap().iter()
            .filter(|basis| basis["role"] == "GRANTS").map(|basis| &basis["act"]["number"]).collect();
        assert_eq!(granting, ["100-1125"]);

        let chain = public.query(r#"{ statusAssignments(filter: { kinds: ["MOC"], regionIds: [] }) { totalCount } }"#, json!({}));
        assert_eq!(chain.at("statusAssignments.totalCount"), 0);
        let document = r#"query($region: ID!) { statusAssignments(filter: { kinds: ["MOC"], regionIds: [$region] }, orderBy: VALID_FROM_ASC) {
            nodes { state recorded predecessor { validFrom } successor { validFrom } chain { validFrom state } chainGaps { from }
                openPoints { field reason } } } }"#;
        let answer = public.query(document, json!({ "region": network.region_id("19") }));
        let chain = json!([
            { "validFrom": "2020-02-26", "state": "SUPERSEDED" }, { "validFrom": "2022-12-27", "state": "IN_FORCE" },
        ]);
        let open = |fields: &[(&str, &str)]| -> Value {
            fields.iter().map(|(field, reason)| json!({ "field": field, "reason": reason })).collect()
        };
        assert_eq!(answer.at("statusAssignments.nodes"), &json!([
            { "state": "SUPERSEDED", "recorded": true, "predecessor": null, "successor": { "validFrom": "2022-12-27" },
              "chain": chain, "chainGaps": [],
              "openPoints": open(&[("grantAct", "NOT_PRINTED"), ("validFrom", "INFERRED"), ("validTo", "NOT_PRINTED")]) },
            { "state": "IN_FORCE", "recorded": true, "predecessor": { "validFrom": "2020-02-26" }, "successor": null,
              "chain": chain, "chainGaps": [], "openPoints": open(&[("validFrom", "INFERRED"), ("validTo", "NOT_PRINTED")]) },
        ]));
    }

    fn the_platforms_and_leaders_of_vyselki_are_told(network: &Network) {
        let public = network.public();
        let document = r#"query($day: Date) { municipality(oktmo: "03612000") { statusAssignments(asOf: $day, orderBy: VALID_FROM_ASC) {
            totalCount facets { facet value count }
            nodes { kind { code } state level organisation { name } association unnamedCount territory
                validFrom validFromPrecision validFromText validTo validToPrecision lastDay openPoints { field reason } } } } }"#;
        let answer = public.query(document, json!({}));
        insta::assert_snapshot!(answer.redacted());
        // The term of the first platform is printed to the month: its last day is the last of December.
        let state = |day: &str| public.query(document, json!({ "day": day })).at("municipality.statusAssignments.nodes.0.state").clone();
        assert_eq!(state("2021-11-30"), "PENDING");
        assert_eq!(state("2021-12-01"), "IN_FORCE");
        assert_eq!(state("2024-12-31"), "IN_FORCE");
        assert_eq!(state("2025-01-01"), "EXPIRED");
    }

    fn lists_are_narrowed_by_every_member(network: &Network) {
        let public = network.public();
        let count = |filter: Value, day: &str| {
            let document = "query($filter: StatusFilter, $day: Date) { statusAssignments(filter: $filter, asOf: $day) { totalCount } }";
            public.query(document, json!({ "filter": filter, "day": day })).at("statusAssignments.totalCount").as_i64().unwrap()
        };
        let day = "2023-11-15";
        let (vyselki, zone) = (network.municipality_id("03612000"), public
            .query(r#"{ zone(region: "23", code: "NE") { id } }"#, json!({})).text("zone.id").to_owned());
        assert_eq!(count(json!({}), day), 11);
        assert_eq!(count(json!({ "states": ["IN_FORCE"] }), day), 10);
        assert_eq!(count(json!({ "states": ["SUPERSEDED"] }), day), 1);
        assert_eq!(count(json!({ "states": ["SUPERSEDED"], "inForceOn": "2022-01-01" }), day), 1);
        assert_eq!(count(json!({ "states": ["DRAFT"], "inForceOn": "2022-01-01" }), day), 0);
        assert_eq!(count(json!({ "kinds": ["RMC", "ZOC"] }), day), 4);
        assert_eq!(count(json!({ "kindIds": [network.kind("MOC")] }), day), 4);
        assert_eq!(count(json!({ "levels": ["MUNICIPALITY"] }), day), 5);
        assert_eq!(count(json!({ "municipalityIds": [vyselki] }), day), 3);
        assert_eq!(count(json!({ "zoneIds": [zone] }), day), 2);
        assert_eq!(count(json!({ "organisationIds": [network.vyselki()] }), day), 1);
        assert_eq!(count(json!({ "hasOpenPoints": true }), day), 11);
        assert_eq!(count(json!({ "endsWithinDays": 411 }), day), 0);
        assert_eq!(count(json!({ "endsWithinDays": 412 }), day), 1);
        assert_eq!(count(json!({ "endsWithinDays": 0 }), "2024-12-31"), 1);
        let within = |days: i32| public.query("query($filter: StatusFilter) { statusAssignments(filter: $filter) { totalCount } }",
            json!({ "filter": { "endsWithinDays": days } }));
        assert_eq!((within(-1).code(), within(3661).code()), ("BAD_USER_INPUT", "BAD_USER_INPUT"));
        let search = |words: &str| public.query("query($words: String!) { statusAssignments(search: $words) { totalCount } }",
            json!({ "words": words })).at("statusAssignments.totalCount").as_i64().unwrap();
        // Words of a kind, of a topic, of the holder, in any order.
        assert_eq!(search("КРАЕВАЯ площадка"), 2);
        assert_eq!(search("инфраструктуры совершенствование"), 1);
        assert_eq!(search("лидер сетевого"), 1);
        assert_eq!(search("нет такого слова"), 0);
    }
}
