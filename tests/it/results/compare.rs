//! Results beside targets, beside other periods, beside each other.

use entity::indicator::{Better, IndicatorKind};
use sea_orm::Set;
use serde_json::json;

use super::board::{Board, ask, line, lines};
use crate::support::{Actor, Answer, both};

fn rank(actor: &Actor, arguments: &str) -> Answer {
    actor.query(&format!("{{ ranking({arguments}) {{ a: rank b: node {{ ... on Municipality {{ name }} }} c: score d: results {{ value }} }} }}"), json!({}))
}

fn places(answer: &Answer) -> Vec<String> {
    answer.at("ranking").as_array().unwrap().iter().map(line).collect()
}

both! {
    fn targets_of_two_sets_stand_side_by_side(board: &Board) {
        let of = board.ratio("COVERAGE");
        let [one, two, three] = ["А", "Б", "В"].map(|name| board.town(name));
        let [first, second] = [&one, &two].map(|town| board.at_town(town));
        board.targets("PASSPORT", of, &[(&first, "2020", "75"), (&second, "2020", "25")]);
        board.targets("ROADMAP", of, &[(&first, "2020", "80.5"), (&first, "2021", "81")]);
        board.put(vec![
            board.told(of, first, "2020", "4281/5678"),
            board.told(of, second, "2020", "37/1000"),
        ]);
        let arguments = |more: &str| format!(r#"indicators: ["COVERAGE"], ids: ["{one}", "{two}", "{three}"], periods: [{{ text: "2020" }}] {more}"#);
        let set = r#", targetSet: "PASSPORT""#;
        let shown = "a: value b: target c: comparator d: gap e: attainment f: met";
        assert_eq!(lines(&ask(&board.public(), &arguments(set), shown)), [
            "75.396266 75 GE 0.396266 100.528355 true", "3.7 25 GE -21.3 14.8 false", "– – – – – –",
        ]);
        // Without a set there is none to compare with, and all of them are told.
        let all = ask(&board.public(), &arguments(""), "a: target b: targets { a: targetSet { code } b: target c: gap d: met }");
        assert_eq!(lines(&all), ["– [PASSPORT 75 0.396266 true ROADMAP 80.5 -5.103734 false]", "– [PASSPORT 25 -21.3 false]", "– []"]);
        let ordered = ask(&board.public(), &arguments(r#", targetSet: "PASSPORT", orderBy: GAP_ASC"#), "gap");
        assert_eq!(lines(&ordered), ["-21.3", "0.396266", "–"]);
        let unknown = ask(&board.public(), &arguments(r#", targetSet: "NOWHERE""#), "value");
        assert_eq!(unknown.code(), "BAD_USER_INPUT");
        // How many of a set are met.
        let document = r#"query($id: ID) { overview(of: $id) { attainment(targetSet: "PASSPORT", year: 2020) { a: targets b: met c: missed d: unknown }
            none: attainment(targetSet: "NOWHERE", year: 2020) { met } later: attainment(targetSet: "ROADMAP", year: 2021) { a: targets b: unknown } } }"#;
        for of in [json!(null), json!(board.region)] {
            let answer = board.public().query(document, json!({ "id": of }));
            assert_eq!(line(answer.at("overview")), "2 1 1 0 1 1 –", "{answer}");
        }
        let town = board.public().query(document, json!({ "id": two }));
        assert_eq!(line(town.at("overview")), "1 0 1 0 0 0 –");
    }

    fn only_like_is_compared_with_like(board: &Board) {
        let of = board.ratio("COVERAGE");
        board.method(of, "2019-01-01");
        board.method(of, "2022-01-01");
        let town = board.town("А");
        let at = || board.at_town(&town);
        board.put(vec![
            board.told(of, at(), "2019", "50/100"),
            board.told(of, at(), "2020", "55/100").on("2020-12-31"),
            board.told(of, at(), "2021", "66/110").on("2021-06-01"),
            board.told(of, at(), "2022", "70/100"),
            board.told(of, at(), "2023", "0/100"),
        ]);
        let periods = |years: &[u32]| years.iter().map(|year| format!(r#"{{ text: "{year}" }}"#)).collect::<String>();
        let changes = |years: &[u32]| {
            let arguments = format!(r#"indicators: ["COVERAGE"], of: "{town}", periods: [{}]"#, periods(years));
            lines(&ask(&board.public(), &arguments, "change { a: from { text } b: before c: difference d: percent e: isComparable f: flags }"))
        };
        assert_eq!(changes(&[2023, 2019, 2020, 2021, 2022]), [
            "2022 70 -70 -100 true []",
            "–",
            "2019 50 5 10 true []",
            "2020 55 5 9.090909 false [DIFFERENT_DATES]",
            "2021 60 10 16.666667 false [DIFFERENT_METHODS DIFFERENT_DATES]",
        ]);
        // Against the last one that was asked for.
        assert_eq!(changes(&[2019, 2022]), ["–", "2019 50 20 40 false [DIFFERENT_METHODS]"]);
    }

    fn places_are_shared_and_scores_are_weighted(board: &Board) {
        let share = board.ratio("COVERAGE");
        let queue = board.indicator("QUEUE", |row| {
            row.kind = Set(IndicatorKind::Level);
            row.better = Set(Better::Less);
            row.denominator = Set(None);
            row.aggregation = Set(entity::indicator::Aggregation::Sum);
        });
        let towns = ["А", "Б", "В", "Г", "Д"].map(|name| board.town(name));
        let mut rows = Vec::new();
        for (town, (covered, waiting)) in towns.iter().zip([("70/100", "10"), ("80/100", "30"), ("8/10", "20"), ("90/100", "50"), ("", "")]) {
            if !covered.is_empty() {
                rows.push(board.told(share, board.at_town(town), "2020", covered));
                rows.push(board.told(queue, board.at_town(town), "2020", waiting));
            }
        }
        board.put(rows);
        let children = format!(r#"of: "{}", childrenAt: MUNICIPALITY, period: {{ text: "2020" }}"#, board.region);
        let by_one = rank(&board.public(), &format!(r#"indicators: [{{ code: "COVERAGE" }}], {children}"#));
        assert_eq!(places(&by_one), ["1 Г 1 [90]", "2 Б 0.5 [80]", "2 В 0.5 [80]", "4 А 0 [70]", "– Д – [–]"]);
        let less = rank(&board.public(), &format!(r#"indicators: [{{ code: "QUEUE" }}], {children}"#));
        assert_eq!(places(&less), ["1 А 1 [10]", "2 В 0.75 [20]", "3 Б 0.5 [30]", "4 Г 0 [50]", "– Д – [–]"]);
        let both = rank(&board.public(), &format!(r#"indicators: [{{ code: "COVERAGE", weight: "2" }}, {{ code: "QUEUE", weight: "1.0" }}], {children}"#));
        assert_eq!(places(&both), ["1 Г 0.666667 [90 50]", "2 В 0.583333 [80 20]", "3 Б 0.5 [80 30]", "4 А 0.333333 [70 10]", "– Д – [– –]"]);
        for wrong in [
            r#"indicators: [{ code: "QUEUE", weight: "0" }], childrenAt: REGION, period: { text: "2020" }"#,
            r#"indicators: [{ code: "QUEUE" }, { code: "QUEUE" }], childrenAt: REGION, period: { text: "2020" }"#,
            r#"indicators: [{ code: "QUEUE" }], period: { text: "2020" }"#,
            r#"indicators: [], childrenAt: REGION, period: { text: "2020" }"#,
        ] {
            assert_eq!(rank(&board.public(), wrong).code(), "BAD_USER_INPUT", "{wrong}");
        }
    }
}
