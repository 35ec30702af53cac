//! Rows that can't stand in a set, each refused at its member.

use serde_json::{Value, json};

use super::{draft, shown, step};
use crate::{
    indicator::indicator,
    status::{Network, refused},
    support::both,
};

both! {
    fn a_row_is_refused_at_its_member(network: &Network) {
        let region = network.region();
        let set = shown(&draft(network, &region, json!({})));
        let good = json!({ "indicatorCode": "COVERAGE_5_18", "subjectId": network.region_id("23"), "period": { "text": "2024" }, "value": "80" });
        let wrong = |more: Value, code: &str, path: &str| {
            let row = crate::support::with(good.clone(), more);
            refused(network, || step(&region, "setTargets", &set, json!({ "rows": [good, row] })), code, &format!("input.rows.1{path}"));
        };
        wrong(json!({}), "DUPLICATE", "");
        wrong(json!({ "indicatorCode": "NONE" }), "UNKNOWN_REFERENCE", ".indicatorCode");
        wrong(json!({ "indicatorCode": null }), "REQUIRED", ".indicatorId");
        wrong(json!({ "indicatorId": indicator(network, "COVERAGE_5_18") }), "CONTRADICTION", ".indicatorCode");
        wrong(json!({ "subjectId": null }), "OUTSIDE_SCOPE", ".subjectId");
        wrong(json!({ "subjectId": network.region_id("19") }), "OUTSIDE_SCOPE", ".subjectId");
        wrong(json!({ "subjectId": indicator(network, "COVERAGE_5_18") }), "UNKNOWN_REFERENCE", ".subjectId");
        wrong(json!({ "every": "MUNICIPALITY" }), "CONTRADICTION", ".every");
        wrong(json!({ "subjectId": null, "every": "REGION" }), "CONTRADICTION", ".every");
        wrong(json!({ "period": { "text": "2024-13" } }), "INVALID", ".period.text");
        wrong(json!({ "period": { "type": "YEAR" } }), "REQUIRED", ".period.from");
        wrong(json!({ "period": { "text": "2024-01-01..2024-05-05" } }), "CONTRADICTION", ".period");
        wrong(json!({ "breakdown": "SEX" }), "INVALID", ".breakdown");
        wrong(json!({ "breakdown": "SEX=NONE" }), "UNKNOWN_REFERENCE", ".breakdown");
        wrong(json!({ "indicatorCode": "KVANTORIUM_CHILDREN", "breakdown": "DIRECTION=TECHNICAL" }), "CONTRADICTION", ".breakdown");
        wrong(json!({ "base": true, "recurring": true }), "CONTRADICTION", ".recurring");
        wrong(json!({ "until": "2030-12-31" }), "CONTRADICTION", ".until");
        wrong(json!({ "recurring": true, "until": "2023-12-31" }), "DATE_ORDER", ".until");
        wrong(json!({ "recurring": true, "period": null }), "REQUIRED", ".periodType");
        wrong(json!({ "recurring": true, "periodType": "YEAR" }), "CONTRADICTION", ".periodType");
        wrong(json!({ "indicatorCode": "MENTORING_SHARE" }), "CONTRADICTION", ".subjectId");
        // Nothing is written of a thousand and one.
        let many = vec![good.clone(); 1001];
        refused(network, || step(&region, "setTargets", &set, json!({ "rows": many })), "TOO_MANY", "input.rows");
        // A remainder belongs to every dimension.
        let rest = crate::support::with(good.clone(), json!({ "breakdown": "SEX=OTHER" }));
        step(&region, "setTargets", &set, json!({ "rows": [rest] })).payload();
    }

    fn a_wrong_set_is_refused(network: &Network) {
        let region = network.region();
        let wrong = |more: Value, code: &str, path: &str| refused(network, || draft(network, &region, more), code, path);
        wrong(json!({ "code": "a" }), "INVALID", "input.code");
        wrong(json!({ "name": "" }), "REQUIRED", "input.name");
        wrong(json!({ "document": "S9" }), "UNKNOWN_REFERENCE", "input.document");
        wrong(json!({ "actId": "act_00000000000000000000000000" }), "UNKNOWN_REFERENCE", "input.actId");
        wrong(json!({ "municipalityId": "mun_00000000000000000000000000" }), "UNKNOWN_REFERENCE", "input.municipalityId");
        wrong(json!({ "validFrom": "2024-01-01", "validTo": "2023-01-01" }), "DATE_ORDER", "input.validTo");
    }

    fn a_thousand_rows_cost_what_one_costs(network: &Network) {
        let region = network.region();
        let towns = region.query("{ municipalities(first: 5) { nodes { id } } region(code: \"23\") { municipalities(first: 2) { nodes { id } } } }", json!({}));
        let town = towns.at("region.municipalities.nodes.0.id").clone();
        let row = |number: usize| json!({ "indicatorCode": "COVERAGE_5_18", "subjectId": town, "group": format!("Группа {number}"), "period": { "text": "2024" }, "value": number.to_string(), "breakdown": "SEX=FEMALE" });
        let mut set = shown(&draft(network, &region, json!({})));
        let mut cost = |numbers: std::ops::Range<usize>| {
            let rows: Vec<Value> = numbers.map(row).collect();
            network.reset_statements();
            set = shown(&step(&region, "setTargets", &set, json!({ "rows": rows })));
            network.statements()
        };
        let one = cost(0..1);
        assert_eq!(cost(1..1001), one);
        // Half of them are known, and stay as they are.
        assert_eq!(cost(501..1501), one);
        let count = region.query("{ targetSet(code: \"NEW_ROADMAP\") { targets { totalCount } } }", json!({}));
        assert_eq!(count.at("targetSet.targets.totalCount"), 1501);
    }
}
