//! As many statements for any size, and what is refused.

use entity::indicator::IndicatorKind;
use serde_json::json;

use super::board::{Board, ask};
use crate::support::{Actor, Role, both};

const ALL: &str = "value printed numerator denominator flags basis other { value } indicator { code } period { label }
    node { id ... on Municipality { name } } coverage { expected reported accepted missing { id } } target gap met
    targets { target targetSet { code } } change { difference flags }";

fn cost(board: &Board, actor: &Actor, arguments: &str) -> u64 {
    ask(actor, arguments, ALL).data();
    board.reset_statements();
    ask(actor, arguments, ALL).data();
    board.statements()
}

both! {
    fn sixty_municipalities_cost_what_one_does(board: &Board) {
        let (of, count) = (board.ratio("COVERAGE"), board.count("CIRCLES", IndicatorKind::Level));
        let towns: Vec<String> = (0..60).map(|number| board.town(&format!("Район {number}"))).collect();
        board.targets("PASSPORT", of, &[(&board.at_town(&towns[0]), "2020", "75")]);
        let mut rows = Vec::new();
        for town in &towns {
            for year in ["2019", "2020", "2021"] {
                rows.push(board.told(of, board.at_town(town), year, "15/20"));
                rows.push(board.told(count, board.at_town(town), year, "3").submitted());
            }
        }
        board.put(rows);
        let actors = [
            board.public(),
            board.actor(Role::RegionalCoordinator, "region:23"),
            board.actor(Role::FederalObserver, "federation"),
        ];
        let some = |number: usize, indicators: &str, periods: &str| {
            let ids = towns[..number].iter().map(|id| format!("\"{id}\" ")).collect::<String>();
            format!(r#"indicators: [{indicators}], ids: [{ids}], periods: [{periods}], state: SUBMITTED, targetSet: "PASSPORT""#)
        };
        for actor in &actors {
            let year = r#"{ text: "2020" }"#;
            let one = cost(board, actor, &some(1, r#""COVERAGE""#, year));
            let many = cost(board, actor, &some(60, r#""COVERAGE""#, year));
            let all = cost(board, actor, &some(4, r#""COVERAGE" "CIRCLES""#, r#"{ text: "2019" } { text: "2020" } { text: "2021" }"#));
            assert_eq!([one, many, all], [one; 3], "{}", actor.email());
            let children = cost(board, actor, &format!(r#"indicators: ["COVERAGE"], of: "{}", childrenAt: MUNICIPALITY, periods: [{year}], targetSet: "PASSPORT""#, board.region));
            assert!(children <= one + 1, "{children} {one}");
            let country = cost(board, actor, &format!(r#"indicators: ["COVERAGE"], periods: [{year}], targetSet: "PASSPORT""#));
            assert!(country <= one + 1, "{country} {one}");
        }
        // What is not asked for costs nothing: indicators, the region, three of the map, figures, sums.
        let plain = format!(r#"indicators: ["COVERAGE"], of: "{}", periods: [{{ text: "2020" }}]"#, board.region);
        ask(&board.public(), &plain, "value").data();
        board.reset_statements();
        ask(&board.public(), &plain, "value").data();
        assert_eq!(board.statements(), 7);
        // Overviews of many nodes.
        let document = r#"query($first: Int) { municipalities(first: $first) { nodes { overview {
            attainment(targetSet: "PASSPORT", year: 2020) { targets met } reports { expected late } } } } }"#;
        let costs = [1, 40].map(|first| {
            board.reset_statements();
            board.public().query(document, json!({ "first": first })).data();
            board.statements()
        });
        assert_eq!(costs[0], costs[1]);
    }

    fn too_much_and_malformed_is_refused(board: &Board) {
        board.ratio("COVERAGE");
        let town = board.town("А");
        let region = board.region.clone();
        let coordinator = board.actor(Role::RegionalCoordinator, "region:23");
        for (arguments, code) in [
            (r#"indicators: ["NOWHERE"], periods: [{ text: "2020" }]"#.to_owned(), "BAD_USER_INPUT"),
            (r#"indicators: [], periods: [{ text: "2020" }]"#.to_owned(), "BAD_USER_INPUT"),
            (r#"indicators: ["COVERAGE"], periods: []"#.to_owned(), "BAD_USER_INPUT"),
            (r#"indicators: ["COVERAGE"], periods: [{ text: "весна" }]"#.to_owned(), "BAD_USER_INPUT"),
            (r#"indicators: ["COVERAGE"], periods: [{ text: "2020" }], breakdown: "COLOUR=RED""#.to_owned(), "BAD_USER_INPUT"),
            (format!(r#"indicators: ["COVERAGE"], of: "{town}", childrenAt: REGION, periods: [{{ text: "2020" }}]"#), "BAD_USER_INPUT"),
            (format!(r#"indicators: ["COVERAGE"], of: "{town}", ids: ["{town}"], periods: [{{ text: "2020" }}]"#), "BAD_USER_INPUT"),
            (r#"indicators: ["COVERAGE"], of: "usr_01hbm8hs00f8gtvwfyq6377kgs", periods: [{ text: "2020" }]"#.to_owned(), "BAD_USER_INPUT"),
        ] {
            assert_eq!(ask(&coordinator, &arguments, "value").code(), code, "{arguments}");
        }
        let months: Vec<_> = (0..201).map(|n| json!({ "text": format!("{}-{:02}", 2000 + n / 12, n % 12 + 1) })).collect();
        let document = "query($periods: [PeriodInput!]!, $ids: [ID!]) { results(indicators: [\"COVERAGE\"], ids: $ids, periods: $periods) { value } }";
        assert_eq!(coordinator.query(document, json!({ "periods": months })).code(), "LIMIT_EXCEEDED");
        let ids = vec![region; 101];
        assert_eq!(coordinator.query(document, json!({ "periods": months[..100], "ids": ids })).code(), "LIMIT_EXCEEDED");
        // A node that does not exist is in no answer; one that is named twice is once in it.
        let none = ask(&coordinator, r#"indicators: ["COVERAGE"], of: "mun_01hbm8hs00f8gtvwfyq6377kgs", periods: [{ text: "2020" }]"#, "value");
        assert_eq!(none.at("results"), &json!([]));
        let twice = ask(&coordinator, &format!(r#"indicators: ["COVERAGE", "COVERAGE"], ids: ["{town}", "{town}"], periods: [{{ text: "2020" }}, {{ text: "2020" }}]"#), "value");
        assert_eq!(twice.at("results"), &json!([{ "value": null }]));
    }
}
