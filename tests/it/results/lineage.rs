//! Municipalities that were others before: their figures are those of what they were made of.

use entity::indicator::IndicatorKind;

use super::board::{Board, ask, lines};
use crate::support::both;

const SHOWN: &str = "a: value b: nullReason c: basis d: flags e: coverage { expected reported missing { ... on Municipality { name } } }";

both! {
    fn a_merged_municipality_is_the_sum_of_what_it_was(board: &Board) {
        let of = board.ratio("COVERAGE");
        let [one, two] = ["А", "Б"].map(|name| board.town(name));
        board.put(vec![board.told(of, board.at_town(&one), "2021", "10/100"), board.told(of, board.at_town(&two), "2021", "40/100")]);
        let merged = board.reorganise("MERGED", "2022-01-01", &[&one, &two], &["Общий"]).remove(0);
        board.put(vec![board.told(of, board.at_town(&merged), "2022", "60/200")]);
        let arguments = format!(r#"indicators: ["COVERAGE"], of: "{merged}", periods: [{{ text: "2021" }}, {{ text: "2022" }}, {{ text: "2020" }}]"#);
        assert_eq!(lines(&ask(&board.public(), &arguments, SHOWN)), [
            "25 – AGGREGATE [RESTATED] 2 [] 2",
            "30 – OWN [] –",
            "– NOT_REPORTED AGGREGATE [RESTATED] –",
        ]);
        // One of the two is missing.
        board.put(vec![board.told(of, board.at_town(&one), "2020", "7/70")]);
        assert_eq!(lines(&ask(&board.public(), &arguments, SHOWN))[2], "10 – AGGREGATE [PARTIAL RESTATED] 2 [Б] 1");
        // In the borders of then each stands for itself.
        let before = format!(r#"indicators: ["COVERAGE"], of: "{}", childrenAt: MUNICIPALITY, periods: [{{ text: "2021" }}], asOf: "2021-12-31""#, board.region);
        assert_eq!(lines(&ask(&board.public(), &before, "a: value b: flags")), ["10 []", "40 []"]);
        let change = ask(&board.public(), &arguments, "change { a: difference b: percent c: isComparable d: flags }");
        assert_eq!(lines(&change)[1], "5 20 true [RESTATED]");
        assert_eq!(lines(&change)[2], "–");
    }

    fn a_transformed_municipality_keeps_its_figures(board: &Board) {
        let of = board.ratio("COVERAGE");
        let district = board.town("Район");
        board.put(vec![board.told(of, board.at_town(&district), "2020", "=71.5")]);
        let okrug = board.reorganise("TRANSFORMED", "2021-06-01", &[&district], &["Округ"]).remove(0);
        board.put(vec![board.told(of, board.at_town(&okrug), "2021", "=80.0")]);
        let arguments = format!(r#"indicators: ["COVERAGE"], of: "{okrug}", periods: [{{ text: "2020" }}, {{ text: "2021" }}]"#);
        assert_eq!(lines(&ask(&board.public(), &arguments, SHOWN)), ["71.5 – OWN [RESTATED] –", "80.0 – OWN [] –"]);
        let change = ask(&board.public(), &arguments, "change { a: difference b: isComparable c: flags d: from { text } }");
        assert_eq!(lines(&change)[1], "8.5 true [RESTATED] 2020");
    }

    fn a_divided_municipality_can_t_be_told_apart(board: &Board) {
        let of = board.count("CIRCLES", IndicatorKind::Level);
        let whole = board.town("Целый");
        board.put(vec![board.told(of, board.at_town(&whole), "2021", "10")]);
        let parts = board.reorganise("DIVIDED", "2022-01-01", &[&whole], &["Левый", "Правый"]);
        board.put(vec![board.told(of, board.at_town(&parts[0]), "2022", "4")]);
        let arguments = format!(r#"indicators: ["CIRCLES"], ids: ["{}", "{}"], periods: [{{ text: "2021" }}, {{ text: "2022" }}]"#, parts[0], parts[1]);
        assert_eq!(lines(&ask(&board.public(), &arguments, SHOWN)), [
            "– INCOMPARABLE OWN [INCOMPARABLE] –",
            "4 – OWN [] –",
            "– INCOMPARABLE OWN [INCOMPARABLE] –",
            "– NOT_REPORTED AGGREGATE [] –",
        ]);
        // The region had it all the time.
        let region = format!(r#"indicators: ["CIRCLES"], of: "{}", periods: [{{ text: "2021" }}, {{ text: "2022" }}]"#, board.region);
        assert_eq!(lines(&ask(&board.public(), &region, "a: value b: coverage { expected reported missing { ... on Municipality { name } } }")),
            ["10 1 [] 1", "4 2 [Правый] 1"]);
    }
}
