//! What lists of values and results tell together gives no small number away: one rule hides both.

use std::collections::BTreeMap;

use entity::indicator::IndicatorKind;
use proptest::{prelude::*, test_runner::TestRunner};
use sea_orm::Set;
use serde_json::{Value, json};

use super::board::{Board, ask, lines};
use crate::support::{Actor, Role, both};

/// The numbers of a list of values in a year, by subject; hidden ones are none.
fn listed(actor: &Actor, year: i32) -> BTreeMap<String, Option<i64>> {
    let document =
        "query($filter: ValueFilter) { values(filter: $filter, first: 100) { nodes { subject { id } numerator } } }";
    let filter = json!({ "indicatorCodes": ["CHILDREN"], "periods": [{ "text": year.to_string() }] });
    let answer = actor.query(document, json!({ "filter": filter }));
    let nodes = answer.at("values.nodes").as_array().unwrap();
    nodes.iter().map(|node| (node["subject"]["id"].as_str().unwrap().to_owned(), whole(&node["numerator"]))).collect()
}

/// The same of results about some nodes, with their other numbers.
fn told(actor: &Actor, nodes: &[&String], year: i32) -> BTreeMap<String, Option<i64>> {
    let ids = nodes.iter().map(|id| format!("\"{id}\" ")).collect::<String>();
    let arguments = format!(r#"indicators: ["CHILDREN"], ids: [{ids}], periods: [{{ text: "{year}" }}]"#);
    let answer = ask(actor, &arguments, "node { id } value other { value }");
    let rows = answer.at("results").as_array().unwrap();
    let mut found = BTreeMap::new();
    for row in rows {
        let id = row["node"]["id"].as_str().unwrap();
        found.insert(id.to_owned(), whole(&row["value"]));
        if !row["other"].is_null() {
            found.insert(format!("{id} other"), whole(&row["other"]["value"]));
        }
    }
    found
}

fn whole(number: &Value) -> Option<i64> {
    number.as_str().map(|text| text.parse().unwrap())
}

fn children(board: &Board) -> entity::ids::IndicatorId {
    board.indicator("CHILDREN", |row| {
        row.kind = Set(IndicatorKind::Level);
        row.denominator = Set(None);
        row.aggregation = Set(entity::indicator::Aggregation::Sum);
        row.sensitive = Set(true);
    })
}

both! {
    fn a_list_of_values_does_not_tell_what_results_hide(board: &Board) {
        let of = children(board);
        let towns = ["А", "Б", "В"].map(|name| board.town(name));
        let mut rows: Vec<_> =
            towns.iter().zip(["3", "40", "7"]).map(|(town, number)| board.told(of, board.at_town(town), "2020", number)).collect();
        rows.push(board.told(of, board.at_region(), "2020", "50"));
        board.put(rows);
        let found = listed(&board.public(), 2020);
        let numbers: Vec<Option<i64>> = towns.iter().chain([&board.region]).map(|id| found[id]).collect();
        assert_eq!(numbers, [None, Some(40), None, Some(50)], "3 is 50 less 47");
        // Whoever reads one of the two hidden ones sees it, and not the other.
        let own = listed(&board.actor(Role::MunicipalCoordinator, &towns[2]), 2020);
        assert_eq!(towns.iter().map(|id| own[id]).collect::<Vec<_>>(), [None, None, Some(7)]);
        // The region's own number is hidden with its sum, where that is.
        let rows = vec![
            board.told(of, board.at_town(&towns[0]), "2021", "2"),
            board.told(of, board.at_town(&towns[1]), "2021", "30"),
            board.told(of, board.at_region(), "2021", "32"),
        ];
        board.put(rows);
        let neighbour = board.actor(Role::MunicipalCoordinator, &towns[1]);
        let found = listed(&neighbour, 2021);
        assert_eq!([&towns[0], &towns[1], &board.region].map(|id| found[id]), [None, Some(30), None]);
        let both = ask(&neighbour, &format!(r#"indicators: ["CHILDREN"], of: "{}", periods: [{{ text: "2021" }}]"#, board.region), "value other { value }");
        assert_eq!(lines(&both), ["– –"]);
    }

    fn nobody_outside_computes_a_small_number(board: &Board) {
        let of = children(board);
        let zones = ["A", "B"].map(|code| board.zone(code));
        let place = |number: usize| if number < 4 { json!({ "zoneId": zones[number % 2] }) } else { json!({}) };
        let towns: Vec<String> =
            (0..6).map(|number| board.town_in(&board.region, &format!("Район {number}"), place(number))).collect();
        let (public, neighbour) = (board.public(), board.actor(Role::MunicipalCoordinator, &towns[0]));
        let mut runner = TestRunner::new(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() });
        let years = std::cell::Cell::new(1900);
        let outcome = runner.run(&(prop::collection::vec(0..12_i64, 6), any::<bool>()), |(numbers, own)| {
            // Every case has a year of its own, far from the others.
            let year = years.replace(years.get() + 4);
            let text = year.to_string();
            let mut rows: Vec<_> = towns
                .iter()
                .zip(&numbers)
                .map(|(town, number)| board.told(of, board.at_town(town), &text, &number.to_string()))
                .collect();
            if own {
                rows.push(board.told(of, board.at_region(), &text, &numbers.iter().sum::<i64>().to_string()));
            }
            board.put(rows);
            for (actor, reads) in [(&public, None), (&neighbour, Some(0))] {
                let values = listed(actor, year);
                let all: Vec<&String> = towns.iter().chain(&zones).chain([&board.region]).collect();
                let results = told(actor, &all, year);
                for (number, town) in towns.iter().enumerate() {
                    prop_assert_eq!(values[town], results[town], "a list and results of {}", number);
                    let small = (1..=4).contains(&numbers[number]) && reads != Some(number);
                    prop_assert!(!small || values[town].is_none(), "{} of {:?}", number, numbers);
                }
                // Every sum that is told hides none of its parts or two.
                let inside = |zone: usize| (0..4).filter(|number| number % 2 == zone).collect::<Vec<_>>();
                let hidden = |of: &[usize]| of.iter().filter(|number| values[&towns[**number]].is_none()).count();
                let mut zoneless = hidden(&[4, 5]);
                for (zone, id) in zones.iter().enumerate() {
                    let dark = hidden(&inside(zone));
                    prop_assert!(results[id].is_none() || dark != 1, "zone {} of {:?}", zone, numbers);
                    // A zone of which every part is told tells nothing more.
                    zoneless += usize::from(results[id].is_none() && dark > 0);
                }
                let sums = [results[&board.region], *results.get(&format!("{} other", board.region)).unwrap_or(&None)];
                let listed = values.get(&board.region).copied().flatten();
                let region = sums.into_iter().flatten().chain(listed).next();
                prop_assert!(region.is_none() || zoneless != 1, "region {:?}: {:?}", numbers, results);
            }
            Ok(())
        });
        outcome.unwrap_or_else(|error| panic!("{error}"));
    }
}
