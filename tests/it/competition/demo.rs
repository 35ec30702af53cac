//! The competitions of the demonstration network, read back by the public.

use serde_json::{Value, json};

use crate::{status::Network, support::both};

/// A competition of a source on a day.
fn told(network: &Network, source: &str, key: &str, day: Option<&str>) -> Value {
    let document = "query($source: String!, $key: String!, $day: Date) { competition(source: $source, externalId: $key, asOf: $day) {
        title kind level form state recorded awardKindCode awardedCount resultsPublishedOn resultsPublishedPrecision
        validFrom validTo validFromPrecision validToPrecision validFromText url parent { title }
        acts { role act { date number } } applications { nodes { result title } } openPoints { field reason } } }";
    network.public().query(document, json!({ "source": source, "key": key, "day": day })).at("competition").clone()
}

both! {
    fn the_competition_of_october_2023_has_no_result_yet(network: &Network) {
        let whole = told(network, "S0", "cmp.vyselki.search.2023", None);
        insta::assert_snapshot!(format!("{whole:#}"));
        let state = |day: &str| told(network, "S0", "cmp.vyselki.search.2023", Some(day))["state"].clone();
        assert_eq!((whole["resultsPublishedOn"].clone(), whole["awardedCount"].clone()), (Value::Null, Value::Null));
        for day in ["2023-10-31", "2023-11-15", "2024-06-01"] {
            assert!(!["RESULTS_PUBLISHED", "ARCHIVED", "CANCELLED"].contains(&state(day).as_str().unwrap()), "{day}");
        }
    }

    fn five_whom_nobody_names_won_in_march_2023(network: &Network) {
        let whole = told(network, "S0", "cmp.vyselki.leader.2023", None);
        assert_eq!((&whole["awardKindCode"], &whole["awardedCount"]), (&json!("MUNICIPAL_NETWORK_LEADER"), &json!(5)));
        assert_eq!((&whole["state"], &whole["resultsPublishedOn"], &whole["resultsPublishedPrecision"]),
            (&json!("RESULTS_PUBLISHED"), &json!("2023-03-31"), &json!("MONTH")));
        assert_eq!((&whole["validFrom"], &whole["validTo"], &whole["validFromText"]), (&json!("2023-03-01"), &json!("2023-03-31"), &json!("Март 2023г.")));
        assert_eq!(whole["applications"]["nodes"], json!([]));
        assert!(whole["openPoints"].as_array().unwrap().contains(&json!({ "field": "awardedCount", "reason": "NOT_NAMED" })), "{whole}");
        // The five statuses are one row that says so, and name the competition.
        let document = r#"{ municipality(oktmo: "03612000") { statusAssignments { nodes { kind { code } unnamedCount organisation { name } competition { title } } } } }"#;
        let answer = network.public().query(document, json!({}));
        let leaders: Vec<&Value> = answer.at("municipality.statusAssignments.nodes").as_array().unwrap().iter()
            .filter(|node| node["kind"]["code"] == "MUNICIPAL_NETWORK_LEADER").collect();
        assert_eq!(leaders, [&json!({ "kind": { "code": "MUNICIPAL_NETWORK_LEADER" }, "unnamedCount": 5, "organisation": null,
            "competition": { "title": whole["title"] } })]);
    }

    fn the_regional_competitions_of_verkhnyaya_toyma_have_their_windows(network: &Network) {
        let document = r#"{ region(code: "29") { competitions(first: 20) { totalCount nodes { title kind form level state
            validFrom validFromPrecision validTo validToPrecision validFromText parent { title level } externalIds { source } } } } }"#;
        let answer = network.public().query(document, json!({}));
        let mut lines: Vec<String> = answer.at("region.competitions.nodes").as_array().unwrap().iter().map(|node| {
            let text = |name: &str| node[name].as_str().unwrap_or("-").to_owned();
            format!("{} - {} ({} {}) «{}» {} {} {} | {} | {}", text("validFrom"), text("validTo"), text("validFromPrecision"), text("validToPrecision"),
                text("validFromText"), text("level"), text("kind"), text("form"), text("title"), node["parent"]["title"].as_str().unwrap_or("-"))
        }).collect();
        lines.sort();
        insta::assert_snapshot!(lines.join("\n"));
        assert_eq!(answer.at("region.competitions.totalCount"), 7);
    }

    fn krylovsky_took_part_in_two_of_the_region(network: &Network) {
        for key in ["cmp.krasnodar.programme.2020", "cmp.krasnodar.practices.2020"] {
            let whole = told(network, "S2", key, None);
            assert_eq!(whole["applications"]["nodes"], json!([{ "result": "PARTICIPANT", "title": null }]), "{key}");
            assert_eq!(whole["state"], "RESULTS_PUBLISHED", "{key}");
        }
    }
}
