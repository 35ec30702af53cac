//! What is refused of the input of a campaign, each at its place, and nothing is written.

use serde_json::{Value, json};

use super::{Net, send, shown, step, with};
use crate::support::{TestApp, both};
use crate::template;

both! {
    fn bad_input_is_told_at_its_place(app: &TestApp) {
        let net = Net::new(app);
        let rmc = net.rmc();
        let refused = |more: Value, expected: &[&str]| {
            let answer = app.unchanged_but(&[], || send(&rmc, "create", with(net.content(), more)));
            assert_eq!(answer.refusals(), expected, "{answer}");
        };
        refused(json!({ "name": "" }), &["REQUIRED input.name"]);
        refused(json!({ "period": { "text": "2023" } }), &["CONTRADICTION input.period"]);
        refused(json!({ "period": { "text": "III квартал" } }), &["INVALID input.period.text"]);
        refused(json!({ "respondents": "REGION" }), &["CONTRADICTION input.respondents"]);
        refused(json!({ "respondents": "ZONE" }), &["CONTRADICTION input.respondents"]);
        refused(json!({ "respondents": "ORGANISATION", "zoneStep": true }), &["CONTRADICTION input.zoneStep"]);
        refused(json!({ "templateId": format!("tpl_01hf{}", "0".repeat(22)) }), &["UNKNOWN_REFERENCE input.templateId"]);
        refused(json!({ "ownerId": format!("reg_01hf{}", "0".repeat(22)) }), &["UNKNOWN_REFERENCE input.ownerId"]);
        let draft = with(net.map.content(), json!({ "code": "DRAFT" }));
        let draft = template::shown(&template::send(&rmc, "create", draft));
        refused(json!({ "templateId": draft["id"] }), &["INVALID input.templateId"]);
    }

    fn a_retired_template_is_not_opened(app: &TestApp) {
        let net = Net::new(app);
        let rmc = net.rmc();
        let draft = shown(&send(&rmc, "create", net.content()));
        let late = json!({ "opensOn": "2023-10-10" });
        step(&rmc, "open", &draft, late).expect_user_error("DATE_ORDER", "input.opensOn");
        template::step(&rmc, "retire", &net.template, json!({})).payload();
        let answer = app.unchanged_but(&[], || step(&rmc, "open", &draft, json!({ "opensOn": "2023-10-01" })));
        assert_eq!(answer.refusals(), ["INVALID input.templateId"]);
    }

    fn sizes_and_ids_of_queries_are_checked(app: &TestApp) {
        let net = Net::new(app);
        let rmc = net.rmc();
        let bad = |document: &str| {
            assert_eq!(rmc.query(document, json!({})).code(), "BAD_USER_INPUT", "{document}");
        };
        bad("{ campaigns(first: 0) { totalCount } }");
        bad("{ dueItems(first: 101) { totalCount } }");
        bad(r#"{ campaign(id: "tpl_01hf0000000000000000000000") { id } }"#);
        bad(r#"{ completeness(of: "cpn_01hf0000000000000000000000") { asOf } }"#);
        bad(r#"{ completeness(period: { text: "2023-Q5" }) { asOf } }"#);
        bad("{ completeness { byNode(level: MUNICIPALITY, first: 0) { node { id } } } }");
        bad("{ completeness { total { missing(first: 101) { dueOn } } } }");
        bad(r#"{ calendar(from: "2023-01-01", to: "2024-01-02") { date } }"#);
        bad(r#"{ calendar(from: "2023-01-02", to: "2023-01-01") { date } }"#);
        let nowhere = r#"{ completeness(of: "reg_01hf0000000000000000000000") { asOf }
            calendar(of: "reg_01hf0000000000000000000000", from: "2023-01-01", to: "2023-01-02") { date }
            dueItems(of: "reg_01hf0000000000000000000000") { totalCount } }"#;
        assert_eq!(rmc.query(nowhere, json!({})).data(), &json!({
            "completeness": null, "calendar": null, "dueItems": { "totalCount": 0 },
        }));
    }
}
