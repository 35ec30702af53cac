use serde_json::json;

use super::*;
use crate::support::both;

both! {
    fn what_is_required_is_answered_or_explained(app: &TestApp) {
        let net = Net::new(app);
        let (id, centre) = net.begun();
        refused(&net, &centre, ("submitReport", &id, 1), json!({}), &[("REFUSED_TRANSITION", "")]);
        let half = json!([{ "field": "acts", "column": "title", "row": 2, "text": "О плане" }]);
        done(&centre, "fillReport", &id, json!({ "answers": half }), 1);
        refused(&net, &centre, ("submitReport", &id, 2), json!({}), &[
            ("REQUIRED", "answers.coverage"), ("REQUIRED", "answers.events"), ("REQUIRED", "answers.acts.2.on"),
        ]);
        let none = json!({ "answers": [
            { "field": "coverage", "nullReason": "NOT_APPLICABLE" }, { "field": "events", "number": "0" },
        ], "clear": [{ "field": "acts" }] });
        done(&centre, "fillReport", &id, none, 2);
        let handed = done(&centre, "submitReport", &id, json!({}), 3);
        assert_eq!(answer(&handed, "events")["number"], "0");
        let stored = crate::support::rows::texts(
            app.database().url(),
            "SELECT COALESCE(null_reason, CAST(numerator_micros AS TEXT)) FROM value ORDER BY 1",
        );
        assert_eq!(stored, ["0", "NOT_APPLICABLE"]);
    }

    fn a_missed_target_and_a_jump_ask_for_reasons(app: &TestApp) {
        let net = Net::new(app);
        let form = net.form();
        let centre = net.centre();
        let last = net.report(&net.campaign(&form, "2023-Q2", json!({})), &net.district);
        done(&centre, "fillReport", &last, json!({ "answers": good() }), 1);
        done(&centre, "submitReport", &last, json!({}), 2);
        let id = net.report(&net.campaign(&form, "2023-Q3", json!({})), &net.district);
        // 74.99… % of 75, and 34 events after 22.
        let missed = json!([
            { "field": "coverage", "number": "4258", "denominator": "5678" }, { "field": "events", "number": "34" },
        ]);
        done(&centre, "fillReport", &id, json!({ "answers": missed }), 1);
        refused(&net, &centre, ("submitReport", &id, 2), json!({}), &[
            ("REASON_REQUIRED", "answers.coverage.reason"), ("REASON_REQUIRED", "answers.coverage.measures"),
            ("REASON_REQUIRED", "answers.events.reason"), ("REASON_REQUIRED", "answers.events.measures"),
        ]);
        let told = json!([
            { "field": "coverage", "reason": "Ремонт", "measures": "Занятия в школах" },
            { "field": "events", "number": "33" },
        ]);
        done(&centre, "fillReport", &id, json!({ "answers": told }), 2);
        done(&centre, "submitReport", &id, json!({}), 3);
        let stored = crate::support::rows::texts(
            app.database().url(),
            "SELECT reason || ': ' || measures FROM value WHERE reason IS NOT NULL",
        );
        assert_eq!(stored, ["Ремонт: Занятия в школах"]);
    }

    fn bad_answers_are_all_named(app: &TestApp) {
        let net = Net::new(app);
        let (id, centre) = net.begun();
        let answers = json!([
            { "field": "meeting", "number": "1" },
            { "field": "coverage", "number": "1", "denominator": "0" },
            { "field": "unknown" },
            { "field": "acts", "column": "title", "text": "О плане" },
            { "field": "acts", "column": "unknown", "row": 1 },
            { "field": "events", "number": "1", "nullReason": "NOT_REPORTED" },
            { "field": "note", "fileId": "fil_01hf7yat00e8xskxw5d3v1ywyk" },
        ]);
        refused(&net, &centre, ("fillReport", &id, 1), json!({ "answers": answers }), &[
            ("INVALID", "answers.0.number"),
            ("OUT_OF_RANGE", "answers.1.denominator"),
            ("UNKNOWN_REFERENCE", "answers.2.field"),
            ("OUT_OF_RANGE", "answers.3.row"),
            ("UNKNOWN_REFERENCE", "answers.4.column"),
            ("CONTRADICTION", "answers.5.nullReason"),
        ]);
        let file = json!([{ "field": "note", "fileId": "fil_01hf7yat00e8xskxw5d3v1ywyk" }]);
        refused(&net, &centre, ("fillReport", &id, 1), json!({ "answers": file }), &[("UNKNOWN_REFERENCE", "answers.0.fileId")]);
        let clear = json!({ "clear": [{ "field": "unknown" }] });
        refused(&net, &centre, ("fillReport", &id, 1), clear, &[("UNKNOWN_REFERENCE", "clear.0.field")]);
        done(&centre, "fillReport", &id, json!({ "answers": [
            { "field": "coverage", "number": "9", "denominator": "8" }, { "field": "events", "number": "1" },
        ] }), 1);
        refused(&net, &centre, ("submitReport", &id, 2), json!({}), &[("OUT_OF_RANGE", "answers.coverage.number")]);
        done(&centre, "fillReport", &id, json!({ "answers": [{ "field": "coverage", "denominator": null }] }), 2);
        refused(&net, &centre, ("submitReport", &id, 3), json!({}), &[("REQUIRED", "answers.coverage.denominator")]);
        done(&centre, "fillReport", &id, json!({ "answers": good() }), 3);
        done(&centre, "submitReport", &id, json!({}), 4);
        let owner = net.coordinator();
        refused(&net, &owner, ("returnReport", &id, 5), json!({ "remarks": [] }), &[("REQUIRED", "remarks")]);
        let remarks = json!({ "remarks": [{ "field": "unknown", "text": "Нет" }, { "text": "" }] });
        refused(&net, &owner, ("returnReport", &id, 5), remarks, &[
            ("UNKNOWN_REFERENCE", "remarks.0.field"), ("REQUIRED", "remarks.1.text"),
        ]);
    }
}
