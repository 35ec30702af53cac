//! Every error of an input: its code, its place, and nothing written.

use serde_json::{Value, json};

use super::{Ground, part, record, with};
use crate::support::both;

both! {
    fn rows_are_checked_all_at_once(ground: &Ground) {
        let moc = ground.moc();
        let row = |more: Value| ground.row("EVENTS", "2023-Q1", with(json!({ "numerator": "1" }), more));
        let cases: Vec<(Value, &str, &str)> = vec![
            (row(json!({ "indicatorCode": "NO_SUCH" })), "UNKNOWN_REFERENCE", "indicatorCode"),
            (row(json!({ "indicatorCode": null })), "REQUIRED", "indicatorCode"),
            (row(json!({ "period": { "text": "2023" , "type": "YEAR" } })), "CONTRADICTION", "period.text"),
            (row(json!({ "period": { "text": "2023-H1" } })), "INVALID", "period"),
            (row(json!({ "period": { "text": "март" } })), "INVALID", "period.text"),
            (row(json!({ "period": { "text": "2024-Q1" } })), "OUT_OF_RANGE", "period"),
            (row(json!({ "breakdown": part("FORM", "DISTANCE") })), "UNKNOWN_REFERENCE", "breakdown"),
            (row(json!({ "breakdown": part("DIRECTION", "NO_SUCH") })), "UNKNOWN_REFERENCE", "breakdown"),
            (row(json!({ "breakdown": part("DIRECTION", "не код") })), "INVALID", "breakdown"),
            (row(json!({ "numerator": null })), "REQUIRED", "numerator"),
            (row(json!({ "nullReason": "NOT_REPORTED" })), "CONTRADICTION", "nullReason"),
            (row(json!({ "denominator": "5" })), "CONTRADICTION", "denominator"),
            (row(json!({ "numerator": "-1" })), "OUT_OF_RANGE", "numerator"),
            (row(json!({ "numerator": "10000000001" })), "OUT_OF_RANGE", "numerator"),
            (row(json!({ "document": "NO_SUCH" })), "UNKNOWN_REFERENCE", "document"),
            (row(json!({ "group": "" })), "REQUIRED", "group"),
            (ground.row("FLAG", "2023-Q1", json!({ "numerator": "2" })), "OUT_OF_RANGE", "numerator"),
            (ground.row("COVERAGE", "2022", json!({ "numerator": "6", "denominator": "5" })), "OUT_OF_RANGE", "numerator"),
            (ground.row("COVERAGE", "2022", json!({ "numerator": "0", "denominator": "0" })), "OUT_OF_RANGE", "denominator"),
        ];
        for (row, code, member) in &cases {
            let answer = ground.unchanged_but(&[], || record(&moc, "МОЦ", "DRAFT", std::slice::from_ref(row)));
            answer.expect_user_error(code, &format!("input.rows.0.{member}"));
        }
        let rows: Vec<Value> = cases.iter().map(|(row, ..)| row.clone()).collect();
        let together = record(&moc, "МОЦ", "DRAFT", &rows);
        assert_eq!(together.user_errors().len(), cases.len());
    }

    fn a_call_is_checked_as_a_whole(ground: &Ground) {
        let moc = ground.moc();
        let row = ground.row("EVENTS", "2023-Q1", json!({ "numerator": "1" }));
        record(&moc, "МОЦ", "DRAFT", &[]).expect_user_error("REQUIRED", "input.rows");
        record(&moc, "МОЦ", "DRAFT", &vec![row.clone(); 1001]).expect_user_error("TOO_MANY", "input.rows");
        record(&moc, "", "DRAFT", std::slice::from_ref(&row)).expect_user_error("REQUIRED", "input.source");
        record(&moc, "report", "DRAFT", std::slice::from_ref(&row)).expect_user_error("INVALID", "input.source");
        record(&moc, "МОЦ", "DRAFT", &[row.clone(), row.clone()]).expect_user_error("DUPLICATE", "input.rows.1");
        assert_eq!(record(&ground.public(), "МОЦ", "DRAFT", std::slice::from_ref(&row)).code(), "UNAUTHENTICATED");
        let clerk = ground.actor(crate::support::Role::DataClerk, &ground.district);
        assert_eq!(record(&clerk, "МОЦ", "SUBMITTED", std::slice::from_ref(&row)).code(), "FORBIDDEN");
        record(&clerk, "МОЦ", "DRAFT", &[row]).payload();
    }

    fn a_subject_exists_in_the_period(ground: &Ground) {
        let end = "mutation($input: UpdateMunicipalityInput!) { updateMunicipality(input: $input) { userErrors { code path } } }";
        let input = json!({ "id": ground.district, "expectedVersion": 1, "validFrom": "2023-04-01" });
        ground.rmc().query(end, json!({ "input": input })).payload();
        let row = |period: &str| ground.row("EVENTS", period, json!({ "numerator": "1" }));
        record(&ground.moc(), "МОЦ", "DRAFT", &[row("2023-Q1")]).expect_user_error("DATE_ORDER", "input.rows.0.subjectId");
        record(&ground.moc(), "МОЦ", "DRAFT", &[row("2023-Q2")]).payload();
    }
}
