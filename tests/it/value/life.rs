//! From a draft to a figure, and every step that is refused.

use serde_json::json;

use super::{Ground, accepted, count, decide, later, part, record, recorded, seen};
use crate::support::both;

both! {
    fn a_share_goes_from_a_draft_to_a_figure(ground: &Ground) {
        let (moc, rmc) = (ground.moc(), ground.rmc());
        let row = ground.row("COVERAGE", "2022", json!({
            "numerator": "4281", "denominator": "5678", "value": "75", "sourceText": "75%", "document": "S2", "place": "2.5",
        }));
        let answer = record(&moc, "МОЦ", "DRAFT", std::slice::from_ref(&row));
        let drafted = &answer.payload()["values"][0];
        assert_eq!(drafted, &json!({
            "indicator": { "code": "COVERAGE" }, "source": "МОЦ", "period": { "text": "2022" }, "breakdown": [],
            "numerator": "4281", "denominator": "5678", "value": "75.396266", "stated": "75", "printed": "75",
            "qualifier": "EQ", "nullReason": null, "state": "DRAFT", "locked": false, "version": 1, "onBehalf": false,
            "remark": null, "level": "MUNICIPALITY",
        }));
        assert_eq!(answer.payload()["warnings"], json!([]));
        let keys = vec![super::key(&row, "МОЦ", &json!(1))];
        assert_eq!((count(&moc, json!({})), count(&rmc, json!({})), count(&ground.public(), json!({}))), (1, 0, 0));
        assert!(ground.figures("COVERAGE", 1).is_empty(), "a draft counts nowhere");

        decide(&moc, "submitValues", &keys, json!({})).payload();
        let keys = later(&keys);
        assert_eq!((count(&rmc, json!({})), count(&ground.neighbour(), json!({})), count(&ground.public(), json!({}))), (1, 0, 0));
        assert_eq!(ground.figures("COVERAGE", 1), ["MUNICIPALITY YEAR  OWN 4281/5678"]);
        assert!(ground.figures("COVERAGE", 2).is_empty());

        let own = decide(&moc, "acceptValues", &keys, json!({}));
        assert_eq!(own.code(), "FORBIDDEN", "nobody accepts their own");
        decide(&rmc, "acceptValues", &keys, json!({})).payload();
        assert_eq!(ground.figures("COVERAGE", 2), ["MUNICIPALITY YEAR  OWN 4281/5678"]);
        assert_eq!(ground.sums("COVERAGE", 2), ["YEAR  4281 of 1 1"]);
        let public = seen(&ground.public(), json!({ "states": ["ACCEPTED"] }));
        assert_eq!(public.text("values.nodes.0.value"), "75.396266");
        assert_eq!(public.text("values.nodes.0.printed"), "75");
        assert_eq!(ground.recounted(), vec![]);
    }

    fn what_is_accepted_stays(ground: &Ground) {
        let (moc, rmc) = (ground.moc(), ground.rmc());
        let row = ground.row("EVENTS", "2023-Q1", json!({ "numerator": "10" }));
        let keys = accepted(ground, &recorded(&moc, "МОЦ", "SUBMITTED", std::slice::from_ref(&row)));
        let other = ground.row("EVENTS", "2023-Q1", json!({ "numerator": "11" }));
        ground.unchanged_but(&[], || record(&moc, "МОЦ", "SUBMITTED", &[other])).expect_user_error("LOCKED", "input.rows.0");
        let same = record(&moc, "МОЦ", "SUBMITTED", &[row]);
        same.expect_user_error("LOCKED", "input.rows.0");

        let unlock = json!({ "locked": false });
        let lock = json!({ "locked": true });
        decide(&rmc, "lockValues", &keys, lock).payload();
        let keys = later(&keys);
        decide(&rmc, "returnValues", &keys, json!({ "remark": "Проверьте" })).expect_user_error("LOCKED", "input.rows.0");
        decide(&rmc, "lockValues", &keys, unlock).expect_user_error("REQUIRED", "input.reason");
        decide(&rmc, "lockValues", &keys, json!({ "locked": false, "reason": "Ошибка в отчёте" })).payload();
        let keys = later(&keys);
        let returned = decide(&rmc, "returnValues", &keys, json!({ "remark": "Проверьте число" }));
        assert_eq!(returned.payload()["values"][0]["remark"], "Проверьте число");
        assert!(ground.figures("EVENTS", 1).is_empty() && ground.sums("EVENTS", 2).is_empty());

        let keys = later(&keys);
        let stale = decide(&moc, "submitValues", &[super::with(keys[0].clone(), json!({ "expectedVersion": 1 }))], json!({}));
        stale.expect_user_error("STALE_VERSION", "input.rows.0.expectedVersion");
        assert_eq!(stale.at("submitValues.values.0.version"), &keys[0]["expectedVersion"], "the client sees what is stored");
        let submitted = decide(&moc, "submitValues", &keys, json!({}));
        assert_eq!(submitted.payload()["values"][0]["remark"], json!(null));
        decide(&moc, "deleteValues", &later(&keys), json!({})).expect_user_error("REFUSED_TRANSITION", "input.rows.0");
        assert_eq!(ground.recounted(), vec![]);
    }

    fn a_draft_is_corrected_and_deleted(ground: &Ground) {
        let moc = ground.moc();
        let row = |numerator: &str| ground.row("EVENTS", "2023-Q1", json!({ "numerator": numerator }));
        recorded(&moc, "МОЦ", "DRAFT", &[row("10")]);
        let again = record(&moc, "МОЦ", "DRAFT", &[row("10")]);
        assert_eq!(again.payload()["values"][0]["version"], 1, "the same is no change");
        let keys = recorded(&moc, "МОЦ", "DRAFT", &[row("12")]);
        assert_eq!(keys[0]["expectedVersion"], 2);
        decide(&moc, "deleteValues", &keys, json!({})).payload();
        assert_eq!(count(&moc, json!({})), 0);
        decide(&moc, "deleteValues", &keys, json!({})).expect_user_error("UNKNOWN_REFERENCE", "input.rows.0");
    }

    fn the_region_enters_for_a_silent_municipality(ground: &Ground) {
        let (moc, rmc) = (ground.moc(), ground.rmc());
        let row = ground.row("EVENTS", "2023-Q1", json!({ "numerator": "7" }));
        let answer = record(&rmc, "РМЦ", "SUBMITTED", std::slice::from_ref(&row));
        assert_eq!(answer.payload()["values"][0]["onBehalf"], true);
        assert_eq!(answer.payload()["values"][0]["level"], "REGION");
        assert_eq!(count(&moc, json!({})), 1, "the municipality sees what stands in its name");
        let corrected = ground.row("EVENTS", "2023-Q1", json!({ "numerator": "8" }));
        record(&moc, "РМЦ", "SUBMITTED", &[corrected]).expect_user_error("OUTSIDE_SCOPE", "input.rows.0");

        let drafted = ground.row("EVENTS", "2023-Q2", json!({ "numerator": "1" }));
        recorded(&moc, "МОЦ", "DRAFT", std::slice::from_ref(&drafted));
        record(&rmc, "МОЦ", "DRAFT", &[drafted]).expect_user_error("DUPLICATE", "input.rows.0.source");
        let foreign = record(&ground.neighbour(), "МОЦ", "DRAFT", &[row]);
        assert_eq!(foreign.code(), "FORBIDDEN");
    }

    fn an_organisation_tells_its_municipality(ground: &Ground) {
        let editor = ground.editor();
        let row = super::with(ground.row("EVENTS", "2023-Q1", json!({ "numerator": "3" })), json!({ "subjectId": ground.school }));
        let keys = recorded(&editor, "Организация", "SUBMITTED", &[row]);
        assert_eq!(decide(&editor, "acceptValues", &keys, json!({})).code(), "FORBIDDEN");
        decide(&ground.moc(), "acceptValues", &keys, json!({})).payload();
        assert_eq!(ground.figures("EVENTS", 2), ["ORGANISATION QUARTER  OWN 3/-"]);
        assert_eq!(ground.sums("EVENTS", 2), ["QUARTER  3 of 1 1"]);
        assert_eq!(ground.recounted(), vec![]);
    }

    fn what_is_locked_adds_up(ground: &Ground) {
        let (moc, rmc) = (ground.moc(), ground.rmc());
        let rows = [
            ground.row("EVENTS", "2023-Q1", json!({ "numerator": "10" })),
            ground.row("EVENTS", "2023-Q1", json!({ "numerator": "6", "breakdown": part("DIRECTION", "TECHNICAL") })),
        ];
        let keys = accepted(ground, &recorded(&moc, "МОЦ", "SUBMITTED", &rows));
        let refused = decide(&rmc, "lockValues", &keys[..1], json!({ "locked": true }));
        refused.expect_user_error("CONTRADICTION", "input.rows.0");
        let rest = ground.row("EVENTS", "2023-Q1", json!({ "numerator": "4", "breakdown": part("DIRECTION", "OTHER") }));
        let rest = accepted(ground, &recorded(&moc, "МОЦ", "SUBMITTED", &[rest]));
        decide(&rmc, "lockValues", &[keys, rest].concat(), json!({ "locked": true })).payload();
    }
}
