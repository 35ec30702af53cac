use serde_json::json;

use super::*;
use crate::support::both;

both! {
    fn a_report_begins_with_what_is_known(app: &TestApp) {
        let net = Net::new(app);
        let form = net.form();
        let (centre, owner) = (net.centre(), net.coordinator());
        let last = net.report(&net.campaign(&form, "2023-Q2", json!({})), &net.district);
        let acts = json!([
            { "field": "acts", "column": "title", "row": 1, "text": "О МОЦ" },
            { "field": "acts", "column": "on", "row": 1, "day": "2023-05-11" },
            { "field": "events", "number": "20" },
            { "field": "coverage", "nullReason": "NOT_REPORTED" },
        ]);
        done(&centre, "fillReport", &last, json!({ "answers": acts }), 1);
        done(&centre, "submitReport", &last, json!({}), 2);
        done(&owner, "acceptReport", &last, json!({}), 3);

        let id = net.report(&net.campaign(&form, "2023-Q3", json!({})), &net.district);
        let begun = done(&centre, "fillReport", &id, json!({}), 1);
        let shown = |field: &str| {
            let answer = answer(&begun, field);
            json!([answer["number"], answer["text"], answer["row"], answer["prefilled"]])
        };
        assert_eq!(shown("events"), json!(["20", null, 0, true]));
        assert_eq!(shown("organisations"), json!(["2", null, 0, true]));
        assert_eq!(shown("acts"), json!([null, "О МОЦ", 1, true]));
        assert_eq!(answer(&begun, "coverage"), &json!(null));
        let corrected = done(&centre, "fillReport", &id, json!({ "answers": [{ "field": "events", "number": "21" }] }), 2);
        assert_eq!(answer(&corrected, "events")["prefilled"], false);
        assert_eq!(answer(&corrected, "organisations")["prefilled"], true);
    }
}
