//! What is strange in values that are recorded all the same.

use serde_json::{Value, json};

use super::{Ground, part, record, recorded};
use crate::support::both;

/// The codes of the warnings of one row.
fn warned(ground: &Ground, row: Value) -> Vec<String> {
    let answer = record(&ground.moc(), "МОЦ", "DRAFT", &[row]);
    let warnings = answer.payload()["warnings"].as_array().unwrap().clone();
    warnings.iter().map(|warning| warning["code"].as_str().unwrap().to_owned()).collect()
}

both! {
    fn what_is_stated_is_compared_at_its_decimals(ground: &Ground) {
        let share = |stated: &str| {
            ground.row("COVERAGE", "2022", json!({ "numerator": "4281", "denominator": "5678", "value": stated }))
        };
        assert_eq!(warned(ground, share("75")), [""; 0]);
        assert_eq!(warned(ground, share("75.4")), [""; 0]);
        assert_eq!(warned(ground, share("75.0")), ["STATED_DIFFERS"]);
        assert_eq!(warned(ground, share("76")), ["STATED_DIFFERS"]);
    }

    fn a_running_total_does_not_fall(ground: &Ground) {
        let total = |period: &str, numerator: &str| ground.row("RUNNING", period, json!({ "numerator": numerator }));
        assert_eq!(warned(ground, total("2022-Q4", "50")), [""; 0]);
        assert_eq!(warned(ground, total("2023-Q1", "10")), [""; 0], "a year begins anew");
        assert_eq!(warned(ground, total("2023-Q3", "9")), ["CUMULATIVE_FALLS"]);
        assert_eq!(warned(ground, total("2023-Q3", "30")), [""; 0]);
        assert_eq!(warned(ground, total("2023-Q2", "31")), ["CUMULATIVE_FALLS"], "below what comes later");
    }

    fn the_parts_make_the_whole(ground: &Ground) {
        let part_of = |member: &str, numerator: &str| {
            ground.row("EVENTS", "2022", json!({ "numerator": numerator, "breakdown": part("DIRECTION", member) }))
        };
        let whole = ground.row("EVENTS", "2022", json!({ "numerator": "10" }));
        recorded(&ground.moc(), "МОЦ", "DRAFT", &[whole]);
        assert_eq!(warned(ground, part_of("TECHNICAL", "6")), ["BREAKDOWN_UNEQUAL"]);
        assert_eq!(warned(ground, part_of("OTHER", "4")), [""; 0]);
        assert_eq!(warned(ground, part_of("SPORT", "1")), ["BREAKDOWN_UNEQUAL"]);
    }

    fn a_bound_denominator_is_compared(ground: &Ground) {
        ground.population(&ground.district, "2022-01-01", 5000);
        let share = |more: Value| ground.row("COVERAGE", "2022", super::with(json!({ "numerator": "4000" }), more));
        assert_eq!(warned(ground, share(json!({}))), [""; 0]);
        assert_eq!(warned(ground, share(json!({ "denominator": "5000" }))), [""; 0]);
        assert_eq!(warned(ground, share(json!({ "denominator": "5001" }))), ["DENOMINATOR_DIFFERS"]);
        assert_eq!(warned(ground, share(json!({ "numerator": "5001" }))), ["NUMERATOR_ABOVE_DENOMINATOR"]);
    }
}
