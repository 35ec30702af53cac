//! The demonstration network, followed: pages, filters, refusals, costs.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{FEED, end, follow, page, positions};
use crate::{
    status::Network,
    support::{Backend, Role, both, service, wait},
};

fn ids(changes: &[Value]) -> BTreeSet<&str> {
    changes.iter().filter_map(|change| change["id"].as_str()).collect()
}

both! {
    fn the_demonstration_is_followed_from_the_beginning(network: &Network) {
        let public = network.public();
        let (all, last) = follow(&public, "0", &json!({ "first": 150 }));
        let numbers = positions(&all);
        assert!(numbers.len() > 100 && numbers.is_sorted_by(|a, b| a < b), "{}", numbers.len());
        // However it is cut, it is the same.
        for size in [7, 100] {
            assert_eq!(follow(&public, "0", &json!({ "first": size })), (all.clone(), last.clone()), "{size}");
        }
        assert_eq!(page(&public, "0", json!({})).at("changes.nodes").as_array().unwrap().len(), 100);
        let from_the_beginning = public.query("{ changes { nodes { position } } }", json!({}));
        assert_eq!(from_the_beginning.text("changes.nodes.0.position"), all[0]["position"].as_str().unwrap());
        // Whatever the demonstration says is told by it.
        let types: BTreeSet<&str> = all.iter().map(|change| change["typename"].as_str().unwrap()).collect();
        for expected in ["Region", "Municipality", "Organisation", "LegalAct", "MunicipalCentre", "StatusAssignment",
            "Agreement", "Competition", "Indicator", "TargetSet", "Value"] {
            assert!(types.contains(expected), "{expected}: {types:?}");
        }
        assert!(!types.contains("User") && !types.contains("Grant"), "{types:?}");
        for change in &all {
            if change["typename"] == "Value" {
                assert!(change["id"].is_null() && change["naturalKey"].as_str().unwrap().contains(" | "), "{change}");
            } else if change["operation"] != "DELETED" && !change["node"].is_null() {
                assert_eq!((&change["node"]["id"], &change["node"]["__typename"]), (&change["id"], &change["typename"]));
            }
        }
        let known = all.iter().filter(|change| change["typename"] == "Municipality" && !change["node"].is_null());
        assert!(known.count() > 5);
        // The end stays where it is until something is written.
        assert_eq!(follow(&public, &last, &json!({})), (vec![], last));
    }

    fn types_and_nodes_narrow_it(network: &Network) {
        let public = network.public();
        let all = |more: Value| follow(&public, "0", &crate::support::with(json!({ "first": 150 }), more)).0;
        let everything = all(json!({}));
        let centres = all(json!({ "types": ["Centre"] }));
        let of_three = all(json!({ "types": ["ZonalCentre", "MunicipalCentre", "RegionalModelCentre"] }));
        let by_hand: Vec<Value> = everything.iter().filter(|change| change["typename"].as_str().unwrap().ends_with("Centre")).cloned().collect();
        assert!(!centres.is_empty() && centres == of_three && centres == by_hand);
        assert_eq!(all(json!({ "types": [] })), Vec::<Value>::new());
        assert_eq!(all(json!({ "types": ["User"] })), Vec::<Value>::new());

        let (south, east) = (network.region_id("23"), network.region_id("38"));
        let (in_south, in_east) = (all(json!({ "within": south })), all(json!({ "within": east })));
        assert!(ids(&in_south).contains(south.as_str()) && ids(&in_east).contains(east.as_str()));
        assert!(ids(&in_south).is_disjoint(&ids(&in_east)));
        let district = network.municipality_id("03612000");
        let in_district = all(json!({ "within": district }));
        let vyselki = network.vyselki();
        assert!(ids(&in_district).contains(district.as_str()) && ids(&in_district).contains(vyselki.as_str()));
        assert!(ids(&in_district).is_subset(&ids(&in_south)) && in_district.len() < in_south.len());
        let in_organisation = all(json!({ "within": vyselki }));
        assert!(ids(&in_organisation).contains(vyselki.as_str()) && ids(&in_organisation).is_subset(&ids(&in_district)));
        let both = all(json!({ "within": district, "types": ["Organisation"] }));
        assert!(!both.is_empty() && both.iter().all(|change| change["typename"] == "Organisation"));
    }

    fn what_is_no_position_page_type_or_node_is_refused(network: &Network) {
        let public = network.public();
        let last = end(&public);
        let beyond = (last.parse::<i64>().unwrap() + 1).to_string();
        for bad in ["", "-1", "01", "1.5", "x", " 1", "9223372036854775807", "9223372036854775808", &beyond] {
            assert_eq!(page(&public, bad, json!({})).code(), "BAD_USER_INPUT", "{bad}");
        }
        for more in [json!({ "first": 0 }), json!({ "first": -1 }), json!({ "first": 1001 }),
            json!({ "types": ["region"] }), json!({ "types": ["Region", "Overview"] }), json!({ "types": [""] }),
            json!({ "within": "x" }), json!({ "within": network.kind("MOC") })] {
            assert_eq!(page(&public, "0", more.clone()).code(), "BAD_USER_INPUT", "{more}");
        }
        // A node that is not there, or not for this viewer.
        let nowhere = page(&public, "0", json!({ "within": "mun_00000000000000000000000000" }));
        assert!(nowhere.errors().is_empty() && nowhere.at("changes").is_null(), "{nowhere}");
    }

    fn a_page_costs_the_same_however_long_it_is(network: &Network) {
        let actors = [network.public(), network.actor(Role::ZonalCoordinator, "zone:23/NE"), network.region()];
        for actor in &actors {
            let cost = |more: &Value| {
                page(actor, "0", more.clone()).data();
                network.reset_statements();
                page(actor, "0", more.clone()).data();
                network.statements()
            };
            let (none, one) = (json!({ "first": 5, "types": [] }), json!({ "first": 2, "types": ["Municipality"] }));
            let (signing_in, few) = (cost(&none) - 1, cost(&one));
            // The counter, the rows, the municipalities.
            assert_eq!(few, signing_in + 3);
            for first in [5, 100, 150] {
                assert_eq!(cost(&json!({ "first": first, "types": ["Municipality"] })), few, "{first}");
            }
        }
    }

    fn what_is_hidden_is_passed_over_in_bounded_steps(network: &Network) {
        let (public, region) = (network.public(), network.region());
        let before = end(&public);
        // Twenty-five thousand drafts that nobody sees, as a push would leave them.
        let number = |offset: &str| format!("(SELECT position FROM counter WHERE name = 'change') + {offset}");
        let uuid = match network.database().backend() {
            Backend::Postgres => "'00000000-0000-7000-8000-000000000000'::uuid",
            Backend::Sqlite => "x'00000000000070008000000000000000'",
        };
        let rows = format!(
            "INSERT INTO change (position, at, typename, object_id, operation, version, changed_fields, visibility_after, draft_level_after)
             WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 25000)
             SELECT {}, (SELECT at FROM change WHERE position = 1), 'Report', {uuid}, 'CREATED', 1, '', 0, 0 FROM n",
            number("i")
        );
        wait(service::execute(network.database().url(), &rows));
        wait(service::execute(network.database().url(), "UPDATE counter SET position = position + 25000 WHERE name = 'change'"));
        network.order("77");
        let first = public.query(FEED, json!({ "after": before }));
        assert_eq!(first.at("changes.nodes"), &json!([]));
        assert_eq!(first.at("changes.hasMore"), &json!(true));
        for actor in [&public, &region] {
            let (told, last) = follow(actor, &before, &json!({}));
            assert!(told.iter().any(|change| change["typename"] == "LegalAct"), "{told:?}");
            assert!(last.parse::<i64>().unwrap() > before.parse::<i64>().unwrap() + 25_000);
        }
    }
}
