//! Due rules on the wire.

use serde_json::{Value, json};

use super::{Net, send, shown, with};
use crate::support::{TestApp, both};
use crate::template;

both! {
    fn the_due_day_follows_from_the_rule_and_the_period(app: &TestApp) {
        let net = Net::new(app);
        let rmc = net.rmc();
        let yearly = with(net.map.content(), json!({ "code": "YEARLY", "periodType": "YEAR" }));
        let yearly = template::shown(&template::send(&rmc, "create", yearly));
        let yearly = template::shown(&template::step(&rmc, "publish", &yearly, json!({})));
        let due = |template: &Value, period: &str, rule: Value| {
            let more = json!({ "templateId": template["id"], "period": { "text": period }, "due": rule });
            let campaign = shown(&send(&rmc, "create", with(net.content(), more)));
            format!("{} {}", campaign["dueOn"].as_str().unwrap(), campaign["dueRule"]["label"].as_str().unwrap())
        };
        let sixth = json!({ "kind": "WORKING_DAY_OF_NEXT_MONTH", "number": 6 });
        assert_eq!(due(&net.template, "2023-Q3", sixth.clone()), "2023-10-09 6-й рабочий день следующего месяца");
        // The holidays of January are counted.
        assert_eq!(due(&net.template, "2023-Q4", sixth), "2024-01-16 6-й рабочий день следующего месяца");
        let march = json!({ "kind": "DAY_OF_NEXT_YEAR", "number": 330 });
        assert_eq!(due(&yearly, "2023", march), "2024-03-30 30 марта следующего года");
        assert_eq!(due(&net.template, "2023-Q3", json!({ "kind": "LAST_WORKING_DAY" })), "2023-09-29 последний рабочий день периода");
        assert_eq!(due(&net.template, "2023-Q3", json!({ "kind": "DAYS_AFTER", "number": 0 })), "2023-09-30 последний день периода");
        assert_eq!(due(&net.template, "2023-Q3", json!({ "kind": "ON_DAY", "day": "2023-10-20" })), "2023-10-20 20.10.2023");
    }

    fn a_rule_that_gives_no_day_is_refused(app: &TestApp) {
        let net = Net::new(app);
        let rmc = net.rmc();
        let refused = |rule: Value, expected: &[&str]| {
            let input = with(net.content(), json!({ "due": rule }));
            let answer = app.unchanged_but(&[], || send(&rmc, "create", input));
            assert_eq!(answer.refusals(), expected, "{answer}");
        };
        refused(json!({ "kind": "ON_DAY" }), &["REQUIRED input.due.day"]);
        refused(json!({ "kind": "DAY_OF_NEXT_YEAR", "number": 230 }), &["INVALID input.due.number"]);
        refused(json!({ "kind": "WORKING_DAY_OF_NEXT_MONTH", "number": 16 }), &["OUT_OF_RANGE input.due.number"]);
        refused(json!({ "kind": "LAST_WORKING_DAY", "day": "2023-10-20" }), &["CONTRADICTION input.due.day"]);
    }
}
