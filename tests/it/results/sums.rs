//! Own figures and sums of what lies below, in periods.

use entity::{
    indicator::{Aggregation, IndicatorKind},
    shared::Qualifier,
};
use sea_orm::Set;

use super::board::{Board, ask, line, lines};
use crate::support::both;

const ALL: &str = "value printed numerator denominator stated qualifier nullReason basis derived flags
    other { basis value } coverage { expected reported accepted missing { ... on Municipality { name } } }";

both! {
    fn coverage_of_a_region_is_a_sum_divided_and_never_a_mean(board: &Board) {
        let of = board.ratio("COVERAGE");
        let towns = ["А", "Б", "В"].map(|name| board.town(name));
        board.put(vec![
            board.told(of, board.at_town(&towns[0]), "2020", "15/20"),
            board.told(of, board.at_town(&towns[1]), "2020", "300/1000"),
            board.told(of, board.at_region(), "2020", "=40.0"),
        ]);
        let answer = ask(&board.public(), &format!(r#"indicators: ["COVERAGE"], of: "{}", periods: [{{ text: "2020" }}]"#, board.region), ALL);
        // (15 + 300) / (20 + 1000); the mean of 75 % and 30 % would be 52.5 %.
        insta::assert_snapshot!(answer.redacted(), @r#"
        200
        {
          "data": {
            "results": [
              {
                "basis": "AGGREGATE",
                "coverage": {
                  "accepted": 2,
                  "expected": 3,
                  "missing": [
                    {
                      "name": "В"
                    }
                  ],
                  "reported": 2
                },
                "denominator": "1020",
                "derived": null,
                "flags": [
                  "PARTIAL"
                ],
                "nullReason": null,
                "numerator": "315",
                "other": {
                  "basis": "OWN",
                  "value": "40.0"
                },
                "printed": "31 %",
                "qualifier": "EQ",
                "stated": null,
                "value": "30.882353"
              }
            ]
          }
        }
        "#);
        let arguments = format!(r#"indicators: ["COVERAGE"], of: "{}", childrenAt: MUNICIPALITY, periods: [{{ text: "2020" }}]"#, board.region);
        let found = ask(&board.public(), &arguments, "value nullReason basis coverage { expected }");
        assert_eq!(lines(&found), ["OWN – – 75", "OWN – – 30", "AGGREGATE – NOT_REPORTED –"]);
        // Other years are silent, and the country is the sum of its regions.
        let other = board.new_region("38");
        let town = board.town_in(&other, "Г", serde_json::json!({}));
        board.put(vec![board.told(of, board.at_town_of(&other, &town), "2020", "5/80")]);
        let country = ask(&board.public(), r#"indicators: ["COVERAGE"], periods: [{ text: "2020" }, { text: "2019" }]"#,
            "a: value b: numerator c: denominator d: nullReason e: coverage { expected reported }");
        assert_eq!(lines(&country), ["29.090909 320 1100 – 4 3", "– – – NOT_REPORTED 4 0"]);
    }

    fn an_own_figure_goes_before_the_sum_of_organisations(board: &Board) {
        let of = board.count("CIRCLES", IndicatorKind::Level);
        let [one, two] = ["А", "Б"].map(|name| board.town(name));
        let schools = ["1", "2", "3"].map(|name| board.school(&one, name));
        let years = ["2020", "2021", "2022", "2023"];
        let mut rows = Vec::new();
        for year in years {
            rows.push(board.told(of, board.at_school(&one, &schools[0]), year, "7"));
            rows.push(board.told(of, board.at_school(&one, &schools[1]), year, "5"));
        }
        // What the town tells of itself: nothing, a number, a silence, that there is none.
        for (year, number) in years.iter().zip(["", "11", "NOT_REPORTED", "DECLARED_NONE"]).skip(1) {
            rows.push(board.told(of, board.at_town(&one), year, number));
        }
        board.put(rows);
        let asked = |ids: &str, years: &[&str]| {
            let periods = years.iter().map(|year| format!(r#"{{ text: "{year}" }}"#)).collect::<String>();
            let shown = "a: value b: basis c: nullReason d: other { basis value } e: coverage { expected reported } f: flags";
            lines(&ask(&board.public(), &format!(r#"indicators: ["CIRCLES"], ids: [{ids}], periods: [{periods}]"#), shown))
        };
        assert_eq!(asked(&format!(r#""{one}""#), &years), [
            "12 AGGREGATE – – 3 2 [PARTIAL]",
            "11 OWN – AGGREGATE 12 3 2 []",
            // A silence about the town itself says less than its schools.
            "12 AGGREGATE – OWN – 3 2 [PARTIAL]",
            "– OWN DECLARED_NONE AGGREGATE 12 3 2 []",
        ]);
        assert_eq!(asked(&format!(r#""{two}" "{}""#, schools[0]), &["2020"]), ["– AGGREGATE NOT_REPORTED – – []", "7 OWN – – – []"]);
    }

    fn totals_take_the_last_value_and_flows_add_up(board: &Board) {
        let (total, flow) = (board.count("TOTAL", IndicatorKind::Cumulative), board.count("FLOW", IndicatorKind::Flow));
        let [one, two] = ["А", "Б"].map(|name| board.town(name));
        let mut rows = Vec::new();
        for (quarter, number) in [("2020-Q1", "10"), ("2020-Q2", "25"), ("2020-Q3", "25"), ("2020-Q4", "40")] {
            for of in [total, flow] {
                rows.push(board.told(of, board.at_town(&one), quarter, number));
            }
        }
        rows.push(board.told(total, board.at_town(&two), "2020-Q2", "7"));
        rows.push(board.told(flow, board.at_town(&two), "2020-Q2", "7"));
        board.put(rows);
        let arguments = format!(r#"indicators: ["TOTAL", "FLOW"], ids: ["{one}", "{two}", "{}"], periods: [{{ text: "2020" }}]"#, board.region);
        assert_eq!(lines(&ask(&board.public(), &arguments, "a: value b: derived c: nullReason")), [
            "40 LAST –", "100 SUM –", "7 LAST –", "– – NOT_REPORTED", "47 – –", "100 – –",
        ]);
    }

    fn what_has_no_parts_is_shown_and_not_summed(board: &Board) {
        let of = board.ratio("COVERAGE");
        let flag = board.indicator("HAS_PLAN", |row| {
            row.kind = Set(IndicatorKind::Flag);
            row.denominator = Set(None);
            row.aggregation = Set(Aggregation::CountTrue);
        });
        let alone = board.count("ALONE", IndicatorKind::Level);
        let none = board.indicator("NOT_SUMMED", |row| row.aggregation = Set(Aggregation::None));
        let _ = (alone, none);
        let [one, two] = ["А", "Б"].map(|name| board.town(name));
        board.put(vec![
            board.told(of, board.at_town(&one), "2020", "=75.0").about(Qualifier::Ge),
            board.told(flag, board.at_town(&one), "2020", "1"),
            board.told(flag, board.at_town(&two), "2020", "0"),
        ]);
        let arguments = |of: &str| format!(r#"indicators: ["{of}"], ids: ["{one}", "{}"], periods: [{{ text: "2020" }}]"#, board.region);
        let shown = "a: value b: printed c: nullReason d: basis e: flags";
        assert_eq!(lines(&ask(&board.public(), &arguments("COVERAGE"), shown)), [
            "75.0 не менее 75,0 % – OWN [INEXACT]", "– – NOT_AGGREGATED AGGREGATE [PARTIAL]",
        ]);
        assert_eq!(lines(&ask(&board.public(), &arguments("HAS_PLAN"), shown))[1], "1 1 % – AGGREGATE []");
        board.put(vec![board.told(of, board.at_town(&two), "2020", "30/40").on("2020-06-01")]);
        assert_eq!(lines(&ask(&board.public(), &arguments("COVERAGE"), shown))[1], "75 75 % – AGGREGATE [DIFFERENT_DATES PARTIAL]");
    }

    fn an_answer_comes_in_the_order_that_is_asked_for(board: &Board) {
        let of = board.count("CIRCLES", IndicatorKind::Level);
        let towns = ["А", "Б", "В"].map(|name| board.town(name));
        board.put(vec![board.told(of, board.at_town(&towns[0]), "2020", "5"), board.told(of, board.at_town(&towns[2]), "2020", "9")]);
        let ordered = |order: &str| {
            let arguments = format!(r#"indicators: ["CIRCLES"], childrenAt: MUNICIPALITY, periods: [{{ text: "2020" }}], orderBy: {order}"#);
            let answer = ask(&board.public(), &arguments, "node { ... on Municipality { name } }");
            answer.at("results").as_array().unwrap().iter().map(line).collect::<String>()
        };
        assert_eq!(["ASKED", "VALUE_ASC", "VALUE_DESC"].map(ordered), ["АБВ", "АВБ", "ВАБ"]);
    }
}
