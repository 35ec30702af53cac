//! Sums after random values are what plain SQL counts, whichever way they are added up.

use proptest::{prelude::*, test_runner::TestRunner};
use serde_json::{Value, json};

use super::board::{Board, ask, line, lines};
use crate::support::{Actor, Role, both, rows};

/// One value: whose, its parts if it has any, whether it is accepted.
#[derive(Clone, Debug)]
struct Deed {
    town: usize,
    year: u32,
    parts: Option<(u32, u32)>,
    accepted: bool,
}

fn deed() -> impl Strategy<Value = Deed> {
    (0..6_usize, 2019..2022_u32, prop::option::weighted(0.8, (0..50_u32, 50..90_u32)), any::<bool>())
        .prop_map(|(town, year, parts, accepted)| Deed { town, year, parts, accepted })
}

const SHOWN: &str = "a: numerator b: denominator c: value d: coverage { reported accepted }";

fn of_years(actor: &Actor, of: &str, state: &str) -> Vec<String> {
    let periods = r#"periods: [{ text: "2019" }, { text: "2020" }, { text: "2021" }]"#;
    lines(&ask(actor, &format!(r#"indicators: ["COVERAGE"] {of} {periods}, state: {state}"#), SHOWN))
}

both! {
    fn every_way_of_adding_up_comes_to_the_same(board: &Board) {
        let of = board.ratio("COVERAGE");
        let zone = board.zone("ALL");
        let towns: Vec<String> = (0..6)
            .map(|number| board.town_in(&board.region, &format!("Район {number}"), json!({ "zoneId": zone })))
            .collect();
        let coordinator = board.actor(Role::RegionalCoordinator, "region:23");
        let zonal = board.actor(Role::ZonalCoordinator, &zone);
        let observer = board.actor(Role::FederalObserver, "federation");
        let mut runner = TestRunner::new(ProptestConfig { cases: 8, failure_persistence: None, ..ProptestConfig::default() });
        let done = std::cell::RefCell::new(std::collections::BTreeSet::new());
        let outcome = runner.run(&prop::collection::vec(deed(), 1..9), |deeds| {
            for Deed { town, year, parts, accepted } in deeds {
                let number = parts.map_or("NOT_REPORTED".to_owned(), |(a, b)| format!("{a}/{b}"));
                let told = board.told(of, board.at_town(&towns[town]), &year.to_string(), &number);
                // What is accepted is not changed any more.
                if !done.borrow().contains(&(town, year)) {
                    board.put(vec![if accepted { told } else { told.submitted() }]);
                }
                if accepted {
                    done.borrow_mut().insert((town, year));
                }
            }
            for state in ["ACCEPTED", "SUBMITTED"] {
                let (region, zone) = (format!(r#", of: "{}","#, board.region), format!(r#", of: "{zone}","#));
                let whole = of_years(&coordinator, &region, state);
                prop_assert_eq!(&of_years(&coordinator, &zone, state), &whole, "a zone of all of it");
                prop_assert_eq!(&of_years(&coordinator, ",", state), &whole, "a country of one region");
                prop_assert_eq!(&of_years(&observer, ",", state), &whole, "counted, not read");
                for node in [&region, &zone, ","] {
                    prop_assert_eq!(&of_years(&zonal, node, state), &whole, "added up one by one");
                }
                let visible = if state == "SUBMITTED" { "visibility >= 1" } else { "visibility = 2" };
                for (line, year) in whole.iter().zip(2019..) {
                    let sql = format!(
                        "SELECT CAST(CAST(COALESCE(SUM(numerator_micros), 0) / 1000000 AS BIGINT) AS VARCHAR(20)) || ' ' || CAST(CAST(COALESCE(SUM(denominator_micros), 0) / 1000000 AS BIGINT) AS VARCHAR(20))
                            || ' ' || CAST(COUNT(*) AS VARCHAR(20)) FROM value
                            WHERE {visible} AND numerator_micros IS NOT NULL AND period_from = '{year}-01-01'"
                    );
                    let recounted = rows::texts(board.database().url(), &sql).remove(0);
                    let found: Vec<&str> = line.split(' ').take(2).collect();
                    let found = if found[0] == "–" { "0 0".to_owned() } else { found.join(" ") };
                    prop_assert!(recounted.starts_with(&format!("{found} ")), "{year} {line} {recounted}");
                }
            }
            // A part of the regions is added one by one for nobody else.
            let seen = ask(&board.public(), &format!(r#"indicators: ["COVERAGE"], of: "{}", periods: [{{ text: "2020" }}], state: SUBMITTED"#, board.region), SHOWN);
            let told = ask(&board.public(), &format!(r#"indicators: ["COVERAGE"], of: "{}", periods: [{{ text: "2020" }}]"#, board.region), SHOWN);
            let first = |value: &Value| line(&value[0]);
            prop_assert_eq!(first(seen.at("results")), first(told.at("results")));
            Ok(())
        });
        outcome.unwrap_or_else(|error| panic!("{error}"));
    }
}
