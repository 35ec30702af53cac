//! Lists of sets and of targets below them: filters, and what nested fields cost.

use serde_json::{Value, json};

use crate::{indicator::indicator, status::Network, support::both};

both! {
    fn sets_are_narrowed(network: &Network) {
        let codes = |filter: Value| {
            let document = "query($filter: TargetSetFilter) { targetSets(filter: $filter, orderBy: CODE_ASC) { nodes { code } } }";
            let answer = network.public().query(document, json!({ "filter": filter }));
            answer.at("targetSets.nodes").as_array().unwrap().iter().map(|row| row["code"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(codes(json!({ "kinds": ["MINIMUM"] })), ["NEW_PLACES_MINIMUM", "TARGET_MODEL_MINIMUM"]);
        assert_eq!(codes(json!({ "indicatorIds": [indicator(network, "PF_CERTIFICATES_SHARE")] })), ["CONCEPT_2030", "TARGET_MODEL_MINIMUM"]);
        assert_eq!(codes(json!({ "kinds": ["ROADMAP", "OWN"], "regionIds": [network.region_id("23")] })), ["KRYLOVSKY_ROADMAP", "NEW_PLACES_OWN"]);
        assert_eq!(codes(json!({ "visibilities": ["DRAFT"] })), [""; 0]);
        let facets = "{ targetSets { totalCount facets { facet value count } } }";
        insta::assert_snapshot!(network.public().query(facets, json!({})).redacted(), @r#"
        200
        {
          "data": {
            "targetSets": {
              "facets": [
                {
                  "count": 7,
                  "facet": "kind",
                  "value": "PASSPORT"
                },
                {
                  "count": 2,
                  "facet": "kind",
                  "value": "MINIMUM"
                },
                {
                  "count": 1,
                  "facet": "kind",
                  "value": "CONCEPT"
                },
                {
                  "count": 1,
                  "facet": "kind",
                  "value": "OWN"
                },
                {
                  "count": 1,
                  "facet": "kind",
                  "value": "ROADMAP"
                },
                {
                  "count": 8,
                  "facet": "level",
                  "value": "MUNICIPALITY"
                },
                {
                  "count": 4,
                  "facet": "level",
                  "value": "FEDERATION"
                }
              ],
              "totalCount": 12
            }
          }
        }
        "#);
    }

    fn targets_are_paged_below_their_sets(network: &Network) {
        let page = |after: &Value| {
            let document = "query($after: String) { targetSet(code: \"SAYANSK_PASSPORT\") { targets(filter: { indicatorCodes: [\"COVERAGE_5_18\"] }, first: 3, after: $after) {
                totalCount nodes { value base } pageInfo { endCursor hasNextPage } } } }";
            network.public().query(document, json!({ "after": after })).at("targetSet.targets").clone()
        };
        let (mut values, mut after) = (Vec::new(), Value::Null);
        loop {
            let page = page(&after);
            assert_eq!(page["totalCount"], 7);
            values.extend(page["nodes"].as_array().unwrap().iter().map(|row| row["value"].as_str().unwrap().to_owned()));
            after = page["pageInfo"]["endCursor"].clone();
            if page["pageInfo"]["hasNextPage"] == false { break; }
        }
        assert_eq!(values, ["71", "73", "75", "76", "77", "78", "80"]);
        let wrong = network.public().query("{ targetSet(code: \"SAYANSK_PASSPORT\") { targets(filter: { period: { text: \"март\" } }) { totalCount } } }", json!({}));
        assert_eq!(wrong.code(), "BAD_USER_INPUT");
    }

    fn siblings_cost_nothing_more(network: &Network) {
        let public = network.public();
        let document = "query($first: Int) { targetSets(first: $first, orderBy: CODE_DESC, filter: { kinds: [PASSPORT] }) { nodes {
            act { title } region { code } municipality { oktmo } warnings { code indicator { code } } externalIds { source }
            targets(first: 10) { totalCount nodes { indicator { code } subject { id } period { text } value } } } } }";
        let mut costs = Vec::new();
        for first in [2, 4, 7] {
            network.reset_statements();
            public.query(document, json!({ "first": first })).data();
            costs.push(network.statements());
        }
        // The indicators of warnings and of targets are loaded together, or one after the other.
        assert!(costs.iter().all(|cost| *cost <= 12), "{costs:?}");
    }
}
