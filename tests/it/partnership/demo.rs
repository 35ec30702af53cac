//! The partners of the platform of Vyselki, read back by the public.

use serde_json::{Value, json};

use crate::{status::Network, support::both};

both! {
    fn five_partners_one_of_another_region_one_planned_and_actual(network: &Network) {
        let document = "{ partnerships(first: 10) { totalCount facets { facet value count } nodes {
            leadOrganisation { name } partnerOrganisation { name } partnerMunicipality { name } partnerRegion { code }
            scope state planned actual functions evidence validFrom validFromPrecision validFromText validTo
            statusAssignment { kind { code } validFrom validTo } agreement { id } openPoints { field reason } } } }";
        let answer = network.public().query(document, json!({}));
        let mut nodes: Vec<Value> = answer.at("partnerships.nodes").as_array().unwrap().clone();
        nodes.sort_by_key(|node| node["partnerOrganisation"]["name"].as_str().unwrap().to_owned());
        assert_eq!(answer.at("partnerships.totalCount"), 5);
        let platform = json!({ "kind": { "code": "REGIONAL_INNOVATION_PLATFORM" }, "validFrom": "2021-12-01", "validTo": "2024-12-31" });
        assert!(nodes.iter().all(|node| node["statusAssignment"] == platform && node["agreement"].is_null()));
        let told = |node: &Value| {
            let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
            format!("{} | {} {} | {} | planned {} actual {} | since {} {}", text(&node["partnerOrganisation"]["name"]),
                text(&node["partnerRegion"]["code"]), text(&node["partnerMunicipality"]["name"]), text(&node["scope"]), node["planned"], node["actual"],
                text(&node["validFrom"]), text(&node["validFromPrecision"]))
        };
        insta::assert_snapshot!(nodes.iter().map(told).collect::<Vec<_>>().join("\n"), @r#"
        МКУ «Ресурсный центр» г. Бодайбо и района | 38 город Бодайбо и район | INTERREGIONAL | planned null actual true | since 2023-01-01 MONTH
        МКУ ИМЦ МО Крымский район | 23 Крымский район | INTERMUNICIPAL | planned null actual true | since 2023-01-01 MONTH
        МКУО РИМЦ МО Павловский район | 23 Павловский район | INTERMUNICIPAL | planned null actual true | since 2023-01-01 MONTH
        Муниципальное казенное учреждение "Центр методического и хозяйственного обеспечения муниципальных образовательных организаций, подведомственных управлению образования администрации муниципального образования Крыловский район" | 23 Крыловский район | INTERMUNICIPAL | planned true actual true | since 2023-01-01 YEAR
        Управление образования администрации МО Туапсинский район | 23 Туапсинский район | INTERMUNICIPAL | planned null actual true | since 2023-01-01 MONTH
        "#);
        let krylovsky = nodes.iter().find(|node| node["planned"] == json!(true)).unwrap();
        assert_eq!(krylovsky["functions"], "Применяет методические материалы проекта в своём районе");
        assert_eq!(krylovsky["evidence"], json!(["https://centr-mho.obrkiril.ru/item/1564657"]));
        // What the report leaves open stays open.
        assert!(nodes.iter().filter(|node| node["planned"].is_null()).all(|node| {
            node["openPoints"].as_array().unwrap().contains(&json!({ "field": "planned", "reason": "NOT_PRINTED" }))
        }));
    }

    fn partners_are_found_as_a_person_types_them(network: &Network) {
        let count = |text: &str| {
            let document = "query($text: String!) { partnerships(search: $text) { totalCount } }";
            network.public().query(document, json!({ "text": text })).at("partnerships.totalCount").as_i64().unwrap()
        };
        for (text, expected) in [("бодайбо", 1), ("ТУАПСИНСКИЙ район", 1), ("методические материалы проекта", 1), ("крымский импц", 0), ("выселковский", 5)] {
            assert_eq!(count(text), expected, "{text}");
        }
    }
}
