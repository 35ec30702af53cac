//! Lists of indicators: filters, order, search, facets, and what nested fields cost.

use serde_json::{Value, json};

use crate::{status::Network, support::both};

both! {
    fn indicators_are_narrowed_and_counted(network: &Network) {
        let public = network.public();
        let codes = |filter: Value| {
            let document = "query($filter: IndicatorFilter) { indicators(filter: $filter, orderBy: CODE_ASC, first: 100) { nodes { code } } }";
            let answer = public.query(document, json!({ "filter": filter }));
            answer.at("indicators.nodes").as_array().unwrap().iter().map(|row| row["code"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(codes(json!({ "kinds": ["FLAG"] })), ["REGIONS_WITH_CERTIFICATES"]);
        assert_eq!(codes(json!({ "categories": ["MAIN"] })), ["CAREER_TICKET_CHILDREN", "COVERAGE_5_18", "KVANTORIUM_CHILDREN", "ONLINE_LESSON_PARTICIPATIONS"]);
        assert_eq!(codes(json!({ "units": ["ROUBLE"] })), ["PROJECT_FUNDING_PLANNED", "PROJECT_FUNDING_SPENT"]);
        assert_eq!(codes(json!({ "dimensions": ["DISABILITY"] })), ["COVERAGE_5_18"]);
        assert_eq!(codes(json!({ "sensitive": true })), ["DISABILITY_COVERAGE", "DISABILITY_SHARE_ROADMAP"]);
        assert_eq!(codes(json!({ "codes": ["COVERAGE_5_18", "NONE"] })), ["COVERAGE_5_18"]);
        // Everyone's and one's own.
        let krasnodar = codes(json!({ "regionIds": [network.region_id("23")] }));
        assert!(krasnodar.contains(&"SIGNIFICANT_PROGRAMMES".to_owned()) && krasnodar.contains(&"COVERAGE_5_18".to_owned()));
        assert!(!krasnodar.contains(&"MENTORING_SHARE".to_owned()));
        let facets = "{ indicators(filter: { categories: [MAIN] }) { totalCount facets { facet value count } } }";
        insta::assert_snapshot!(public.query(facets, json!({})).redacted(), @r#"
        200
        {
          "data": {
            "indicators": {
              "facets": [
                {
                  "count": 4,
                  "facet": "category",
                  "value": "MAIN"
                },
                {
                  "count": 2,
                  "facet": "kind",
                  "value": "CUMULATIVE"
                },
                {
                  "count": 1,
                  "facet": "kind",
                  "value": "FLOW"
                },
                {
                  "count": 1,
                  "facet": "kind",
                  "value": "LEVEL"
                },
                {
                  "count": 3,
                  "facet": "unit",
                  "value": "PERSON"
                },
                {
                  "count": 1,
                  "facet": "unit",
                  "value": "PERCENT"
                }
              ],
              "totalCount": 4
            }
          }
        }
        "#);
        assert_eq!(public.query("{ indicators(search: \"проектория билет\") { totalCount } }", json!({})).at("indicators.totalCount"), 0);
        assert_eq!(public.query("{ indicators(search: \"БИЛЕТ в будущее\") { nodes { code } } }", json!({})).at("indicators.nodes"), &json!([{ "code": "CAREER_TICKET_CHILDREN" }]));
    }

    fn siblings_cost_nothing_more(network: &Network) {
        let public = network.public();
        let document = "query($first: Int) { indicators(first: $first, filter: { codes: [\"COVERAGE_5_18\", \"KVANTORIUM_CHILDREN\", \"TECH_SCIENCE_SHARE_OF_COVERED\", \"RECORD_CERTIFICATES\", \"MENTORING_SHARE\"] }) {
            nodes { sources method { text } methods { act { title } } denominator { indicator { code } } region { code } municipality { oktmo } externalIds { source } } } }";
        for first in [2, 5] {
            network.reset_statements();
            public.query(document, json!({ "first": first })).data();
            assert!(network.statements() <= 8, "{} for {first}", network.statements());
        }
    }
}
