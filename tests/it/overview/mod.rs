//! The aggregate over the demonstration network, at every level, and what it costs in lists.
//! `histories.rs`: every node on several days after random histories of all domains (`deeds.rs`).

mod deeds;
mod histories;

use serde_json::{Value, json};

use crate::{
    status::Network,
    support::{Actor, Role, both},
};

/// The statements of one request.
fn cost(network: &Network, actor: &Actor, document: &str, first: i32) -> u64 {
    actor.query(document, json!({ "first": first })).data();
    network.reset_statements();
    actor.query(document, json!({ "first": first })).data();
    network.statements()
}

both! {
    fn municipalities_without_a_centre_are_counted_on_every_level(network: &Network) {
        let part = "overview { municipalities { total withoutCentre } }";
        let document = format!(
            "{{ overview {{ municipalities {{ total withoutCentre }} }} regions(orderBy: CODE_ASC, first: 4) {{ nodes {{ code {part}
                zones(first: 1) {{ nodes {{ code {part} }} }} municipalities(orderBy: CODE_ASC, first: 5) {{ nodes {{ oktmo {part} }} }} }} }} }}"
        );
        let answer = network.public().query(&document, json!({}));
        let of = |node: &Value| {
            let counted = &node["overview"]["municipalities"];
            (counted["total"].as_i64().unwrap(), counted["withoutCentre"].as_i64().unwrap())
        };
        assert_eq!(of(answer.data()), (9, 6));
        let regions = answer.at("regions.nodes").as_array().unwrap();
        let counted: Vec<_> = regions.iter().map(|node| (node["code"].as_str().unwrap(), of(node))).collect();
        assert_eq!(counted, [("19", (1, 0)), ("23", (5, 4)), ("29", (1, 0)), ("38", (2, 2))]);
        assert_eq!(of(&regions[1]["zones"]["nodes"][0]), (1, 0));
        let municipalities = regions.iter().flat_map(|node| node["municipalities"]["nodes"].as_array().unwrap());
        let covered: Vec<_> = municipalities.filter(|node| of(node) == (1, 0)).map(|node| node["oktmo"].as_str().unwrap()).collect();
        assert_eq!(covered.len(), 3, "{covered:?}");
        assert!(covered.contains(&"03624000"), "{covered:?}");
    }

    fn counts_are_those_of_the_lists(network: &Network) {
        let document = r#"{
            region(code: "23") { overview { endingSoonDays centres { total byKind { kind count } } agreements { total byKind { kind count } endingSoon } }
                agreements(filter: { states: [IN_FORCE] }) { totalCount }
                centres(filter: { standing: true }) { totalCount } }
            zone(region: "23", code: "NE") { overview { agreements { total } } }
            municipality(oktmo: "03624000") { overview { agreements { total } } agreements(filter: { states: [IN_FORCE] }) { totalCount } }
            overview { centres { total } }
            centres(filter: { standing: true }) { totalCount }
            soon: agreements(filter: { endsWithinDays: 90 }) { totalCount } }"#;
        let answer = network.region().query(document, json!({}));
        assert_eq!(answer.at("region.overview.endingSoonDays"), 90);
        assert_eq!(answer.at("region.overview.centres.total"), answer.at("region.centres.totalCount"));
        assert_eq!(answer.at("overview.centres.total"), answer.at("centres.totalCount"));
        assert_eq!(answer.at("region.overview.agreements.total"), answer.at("region.agreements.totalCount"));
        assert_eq!(answer.at("region.overview.agreements.endingSoon"), answer.at("soon.totalCount"));
        assert_eq!(answer.at("municipality.overview.agreements.total"), answer.at("municipality.agreements.totalCount"));
        // The zone has one municipality.
        assert_eq!(answer.at("zone.overview.agreements.total"), answer.at("municipality.overview.agreements.total"));
    }

    fn statuses_are_counted_by_kind_and_end_soon(network: &Network) {
        let document = r#"query($day: Date) { municipality(oktmo: "03612000", asOf: $day) { overview { statuses { total endingSoon
            byKind { kind { code } count endingSoon } } } } }"#;
        let on = |day: &str| network.public().query(document, json!({ "day": day })).at("municipality.overview.statuses").clone();
        let group = |code: &str, count: i64, soon: i64| json!({ "kind": { "code": code }, "count": count, "endingSoon": soon });
        let (leader, platform) = ("MUNICIPAL_NETWORK_LEADER", "REGIONAL_INNOVATION_PLATFORM");
        // One platform to the end of 2024, one without end, five leaders that nobody names.
        let whole = |soon: i64| json!({ "total": 7, "endingSoon": soon, "byKind": [group(leader, 5, 0), group(platform, 2, soon)] });
        assert_eq!(on("2023-11-15"), whole(0));
        assert_eq!(on("2024-10-01"), whole(0));
        assert_eq!(on("2024-10-02"), whole(1));
        assert_eq!(on("2024-12-31"), whole(1));
        assert_eq!(on("2025-01-01"), json!({ "total": 6, "endingSoon": 0, "byKind": [group(leader, 5, 0), group(platform, 1, 0)] }));
    }

    fn a_longer_list_costs_no_more(network: &Network) {
        let all = "overview { organisations { total } centres { total } statuses { total byKind { kind { name } count } } agreements { total endingSoon }
            competitions { total } applications { total } municipalities { total withoutCentre } }";
        let actors = [network.public(), network.region(), network.actor(Role::MunicipalCoordinator, "municipality:03612000")];
        for list in ["regions", "zones", "municipalities"] {
            let document = format!("query($first: Int) {{ {list}(first: $first) {{ nodes {{ {all} }} }} }}");
            let costs = actors.each_ref().map(|actor| {
                let costs = [1, 3, 9].map(|first| cost(network, actor, &document, first));
                assert_eq!(costs, [costs[0]; 3], "{list} {}", actor.email());
                costs[0]
            });
            // The list, the tallies, the kinds of status, the municipalities; then what is counted on the fly.
            let zones = u64::from(list == "zones");
            assert_eq!(costs[0], 4 + zones, "{list}");
            assert!(costs.iter().all(|cost| *cost <= 4 + zones + 7), "{list} {costs:?}");
        }
    }
}
