//! The targets of the documents, read back: both versions where a document contradicts itself.

use serde_json::{Value, json};

use crate::{status::Network, support::both};

fn targets(network: &Network, set: &str, filter: Value) -> Value {
    let document = "query($set: String!, $filter: TargetFilter) { targetSet(code: $set) { targets(filter: $filter, first: 100) { nodes {
        base period { text label } value absolute printed comparator } } } }";
    network.public().query(document, json!({ "set": set, "filter": filter })).at("targetSet.targets.nodes").clone()
}

fn series(network: &Network, set: &str, code: &str) -> Vec<(String, String)> {
    let rows = targets(network, set, json!({ "indicatorCodes": [code], "base": false }));
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    rows.as_array().unwrap().iter().map(|row| (text(&row["period"]["text"]), text(&row["value"]))).collect()
}

fn years(values: [&str; 6]) -> Vec<(String, String)> {
    (2019..).map(|year| year.to_string()).zip(values.map(ToOwned::to_owned)).collect()
}

both! {
    fn the_base_of_coverage_is_printed_in_three_ways(network: &Network) {
        let base = |set: &str| targets(network, set, json!({ "indicatorCodes": ["COVERAGE_5_18"], "base": true }));
        insta::assert_snapshot!(format!("{:#}\n{:#}\n{:#}", base("SAYANSK_PASSPORT"), base("SAYANSK_PASSPORT_ANNEX_2"), base("SAYANSK_PASSPORT_METHOD")), @"");
    }

    fn the_tables_of_the_passport_read_back(network: &Network) {
        let read = |code: &str| series(network, "SAYANSK_PASSPORT", code);
        assert_eq!(read("COVERAGE_5_18"), years(["73", "75", "76", "77", "78", "80"]));
        assert_eq!(read("KVANTORIUM_CHILDREN"), years(["600", "750", "900", "1050", "1200", "1350"]));
        assert_eq!(read("ONLINE_LESSON_PARTICIPATIONS"), years(["0.6", "0.8", "1.2", "1.5", "1.9", "2.4"]));
        assert_eq!(read("CAREER_TICKET_CHILDREN"), years(["452", "902", "1359", "1834", "2272", "2787"]));
        assert_eq!(series(network, "SAYANSK_PASSPORT_RESULTS", "DISABILITY_COVERAGE"), years(["34", "46", "52", "58", "64", "70"]));
        let lessons = targets(network, "SAYANSK_PASSPORT", json!({ "indicatorCodes": ["ONLINE_LESSON_PARTICIPATIONS"], "base": true }));
        assert_eq!(lessons[0]["value"], "0.532");
    }

    fn a_share_is_printed_with_its_number(network: &Network) {
        let rows = targets(network, "SAYANSK_PASSPORT_RESULTS", json!({ "indicatorCodes": ["ONLINE_LESSON_SHARE_6_11"], "period": { "text": "2019" } }));
        assert_eq!(rows, json!([{ "base": false, "period": { "text": "2019", "label": "2019 год" }, "value": "20", "absolute": "600",
            "printed": "не менее чем 20 % (600 чел.)", "comparator": "GE" }]));
        // What is printed in thousands is a number of children here.
        let rounded = targets(network, "SAYANSK_PASSPORT_RESULT_1_3", json!({}));
        assert_eq!(rounded[0]["value"], "2700");
        assert_eq!(rounded[0]["printed"], "не менее 2,7 тыс. детей");
    }

    fn what_recurs_and_what_has_no_period_is_told(network: &Network) {
        let document = "query($set: String!, $codes: [String!]) { targetSet(code: $set) { level targets(filter: { indicatorCodes: $codes }) { nodes {
            indicator { code } subjectLevel subject { id } every group period { text } recurring recurringType until comparator value openPoints { field reason } } } } }";
        let read = |set: &str, codes: Value| network.public().query(document, json!({ "set": set, "codes": codes })).redacted();
        insta::assert_snapshot!(read("CONCEPT_2030", json!(null)), @"");
        insta::assert_snapshot!(read("TARGET_MODEL_MINIMUM", json!(["PF_CERTIFICATES_SHARE"])), @"");
        insta::assert_snapshot!(read("NEW_PLACES_OWN", json!(null)), @"");
        insta::assert_snapshot!(read("SAYANSK_PASSPORT_RESULTS", json!(["OLYMPIAD_SHARE_4_11_GROWTH", "MENTORS_TRAINED"])), @"");
    }

    fn a_base_that_lies_in_the_first_period_is_a_finding(network: &Network) {
        let document = "query($set: String!) { targetSet(code: $set) { warnings { code indicator { code } subject { ... on Municipality { oktmo } } group } } }";
        let warnings = |set: &str| network.public().query(document, json!({ "set": set })).at("targetSet.warnings").clone();
        let mut of_passport: Vec<Value> = warnings("SAYANSK_PASSPORT").as_array().unwrap().clone();
        of_passport.sort_by_key(|warning| warning["indicator"]["code"].to_string());
        insta::assert_snapshot!(format!("{:#}", Value::from(of_passport)), @"");
        // The annex has another date, before the first year.
        assert_eq!(warnings("SAYANSK_PASSPORT_ANNEX_2"), json!([]));
    }

    fn a_set_is_told_with_its_act(network: &Network) {
        let document = "{ targetSet(code: \"SAYANSK_PASSPORT\") { id version name kind visibility act { title } document note openPoints { field reason } level region { code } municipality { name } externalIds { source externalId } allowedActions } }";
        insta::assert_snapshot!(network.public().query(document, json!({})).redacted(), @"");
    }
}
