//! What is refused of the input of a template, each at its place, and nothing is written.

use serde_json::{Value, json};

use super::{Map, send, shown, step, with};
use crate::support::{TestApp, both};

both! {
    fn bad_input_is_told_at_its_place(app: &TestApp) {
        let map = Map::new(app);
        let rmc = map.rmc(app);
        let refused = |more: Value, expected: &[&str]| {
            let answer = app.unchanged_but(&[], || send(&rmc, "create", with(map.content(), more)));
            assert_eq!(answer.refusals(), expected, "{answer}");
        };
        refused(json!({ "code": "monitoring" }), &["INVALID input.code"]);
        refused(json!({ "name": null, "kind": null, "periodType": null }),
            &["REQUIRED input.name", "REQUIRED input.kind", "REQUIRED input.periodType"]);
        refused(json!({ "name": " " }), &["REQUIRED input.name"]);
        let field = |more: Value| json!({ "fields": [with(json!({ "code": "a", "label": "А", "kind": "NUMBER" }), more)] });
        refused(field(json!({ "code": "а" })), &["INVALID input.fields.0.code"]);
        refused(field(json!({ "kind": "CHOICE" })), &["REQUIRED input.fields.0.choices"]);
        refused(field(json!({ "kind": "TABLE" })), &["REQUIRED input.fields.0.columns"]);
        refused(field(json!({ "breakdown": "SEX=MALE" })), &["CONTRADICTION input.fields.0.breakdown"]);
        refused(field(json!({ "kind": "TEXT", "unit": "COUNT", "jumpThreshold": 5 })),
            &["CONTRADICTION input.fields.0.jumpThreshold", "CONTRADICTION input.fields.0.unit"]);
        refused(field(json!({ "jumpThreshold": 0 })), &["OUT_OF_RANGE input.fields.0.jumpThreshold"]);
        refused(field(json!({ "prefill": "SOURCE" })), &["CONTRADICTION input.fields.0.prefill"]);
        refused(field(json!({ "prefill": "REGISTER" })), &["REQUIRED input.fields.0.prefillFrom"]);
        refused(field(json!({ "prefill": "REGISTER", "prefillFrom": "schools" })), &["INVALID input.fields.0.prefillFrom"]);
        refused(field(json!({ "indicatorId": format!("ind_01hf{}", "0".repeat(22)) })),
            &["UNKNOWN_REFERENCE input.fields.0.indicatorId"]);
        let twice = json!({ "code": "a", "label": "А", "kind": "DATE" });
        refused(json!({ "fields": [twice, twice] }), &["DUPLICATE input.fields.1.code"]);
        refused(json!({ "fields": vec![twice; 301] }), &["TOO_MANY input.fields"]);
    }

    fn a_template_without_a_field_is_not_published(app: &TestApp) {
        let map = Map::new(app);
        let rmc = map.rmc(app);
        let empty = shown(&send(&rmc, "create", with(map.content(), json!({ "fields": [] }))));
        let answer = app.unchanged_but(&[], || step(&rmc, "publish", &empty, json!({})));
        assert_eq!(answer.refusals(), ["REQUIRED input.id"]);
        let filled = shown(&step(&rmc, "update", &empty, json!({ "fields": map.content()["fields"] })));
        step(&rmc, "publish", &empty, json!({})).expect_user_error("STALE_VERSION", "input.expectedVersion");
        let tomorrow = json!({ "publishedOn": "2023-11-16" });
        step(&rmc, "publish", &filled, tomorrow).expect_user_error("DATE_ORDER", "input.publishedOn");
        step(&rmc, "publish", &filled, json!({})).payload();
    }
}
