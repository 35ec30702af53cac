//! The figures of the documents, read back.

use serde_json::json;

use super::board::{ask, lines};
use crate::{status::Network, support::both};

both! {
    fn the_coverage_of_krylovsky_district_is_what_its_report_says(network: &Network) {
        let district = network.municipality_id("03624000");
        let region = network.region_id("23");
        let ids = format!(r#"ids: ["{district}", "{region}"], periods: [{{ text: "2020" }}]"#);
        let shown = "a: numerator b: denominator c: value d: stated e: printed f: basis g: derived h: nullReason";
        let answer = ask(&network.public(), &format!(r#"indicators: ["COVERAGE_5_18"], {ids}"#), shown);
        assert_eq!(lines(&answer), ["4281 5678 75.396266 75 75 % OWN OWN –", "18521 23678 78.220289 – 78 % AGGREGATE – –"]);
        let answer = ask(&network.public(), &format!(r#"indicators: ["COVERAGE_5_18"], of: "{region}", periods: [{{ text: "2020" }}]"#),
            "a: coverage { expected reported accepted } b: flags");
        assert_eq!(lines(&answer), ["3 5 3 [PARTIAL]"]);
        let english = network.public().query_in("en", "query($id: ID) { results(indicators: [\"COVERAGE_5_18\"], of: $id, periods: [{ text: \"2020\" }]) { printed period { label } } }", json!({ "id": district }));
        assert_eq!(lines(&english), ["2020 75 %"]);
    }
}
