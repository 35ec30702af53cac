//! Several sources of one figure, periods that follow from shorter ones, denominators that are bound.

use serde_json::json;

use super::{Ground, accepted, record, recorded, seen};
use crate::support::{Role, both};

both! {
    fn the_declared_priority_counts(ground: &Ground) {
        let moc = ground.moc();
        ground.priority("COVERAGE", "1-ДОП", 1);
        ground.priority("COVERAGE", "Навигатор", 2);
        let row = |numerator: &str| ground.row("COVERAGE", "2022", json!({ "numerator": numerator, "denominator": "1000" }));
        recorded(&moc, "Навигатор", "SUBMITTED", &[row("700")]);
        recorded(&moc, "1-ДОП", "SUBMITTED", &[row("705")]);
        let last = record(&moc, "МОЦ", "SUBMITTED", &[row("750")]);
        assert_eq!(last.payload()["warnings"], json!([{ "code": "SOURCES_DIFFER", "path": ["input", "rows", "0", "numerator"] }]));
        assert_eq!(ground.figures("COVERAGE", 1), ["MUNICIPALITY YEAR  OWN 705/1000"]);
        let differs = |source: &str| {
            let document = "query($source: String!) { values(filter: { sources: [$source] }) { nodes { value differsFrom { source value } } } }";
            moc.query(document, json!({ "source": source })).at("values.nodes.0").clone()
        };
        assert_eq!(differs("Навигатор"), json!({ "value": "70", "differsFrom": [{ "source": "МОЦ", "value": "75" }] }), "0.5 is within the tolerance");
        assert_eq!(differs("МОЦ")["differsFrom"], json!([{ "source": "1-ДОП", "value": "70.5" }, { "source": "Навигатор", "value": "70" }]));
        let facets = moc.query("{ values { facets { facet value count } } }", json!({}));
        assert_eq!(facets.at("values.facets"), &json!([
            { "facet": "indicator", "value": "COVERAGE", "count": 3 },
            { "facet": "source", "value": "1-ДОП", "count": 1 },
            { "facet": "source", "value": "МОЦ", "count": 1 },
            { "facet": "source", "value": "Навигатор", "count": 1 },
            { "facet": "state", "value": "SUBMITTED", "count": 3 },
        ]));

        let admin = ground.actor(Role::PlatformAdmin, "federation");
        let document = "mutation($input: UpdateIndicatorInput!) { updateIndicator(input: $input) { userErrors { code path } } }";
        let input = json!({ "id": ground.id_of("COVERAGE").to_string(), "expectedVersion": 1, "sources": ["МОЦ", "1-ДОП"] });
        admin.query(document, json!({ "input": input })).payload();
        assert_eq!(ground.figures("COVERAGE", 1), ["MUNICIPALITY YEAR  OWN 750/1000"], "another order of sources");
        assert_eq!(ground.recounted(), vec![]);
    }

    fn a_silent_source_lets_the_next_speak(ground: &Ground) {
        let moc = ground.moc();
        ground.priority("COVERAGE", "1-ДОП", 1);
        let row = |more| ground.row("COVERAGE", "2022", more);
        recorded(&moc, "1-ДОП", "SUBMITTED", &[row(json!({ "nullReason": "NOT_REPORTED" }))]);
        assert_eq!(ground.figures("COVERAGE", 1), ["MUNICIPALITY YEAR  OWN -/-"]);
        recorded(&moc, "МОЦ", "SUBMITTED", &[row(json!({ "numerator": "0", "denominator": "9" }))]);
        assert_eq!(ground.figures("COVERAGE", 1), ["MUNICIPALITY YEAR  OWN 0/9"], "zero is a number");
        assert_eq!(ground.recounted(), vec![]);
    }

    fn quarters_make_a_year(ground: &Ground) {
        let moc = ground.moc();
        let quarter = |indicator: &str, number: usize| {
            ground.row(indicator, &format!("2022-Q{number}"), json!({ "numerator": (number * 10).to_string() }))
        };
        recorded(&moc, "МОЦ", "SUBMITTED", &[quarter("EVENTS", 1), quarter("EVENTS", 2), quarter("RUNNING", 1), quarter("RUNNING", 3)]);
        assert_eq!(ground.figures("EVENTS", 1).len(), 3, "two quarters and their half-year");
        recorded(&moc, "МОЦ", "SUBMITTED", &[quarter("EVENTS", 3), quarter("EVENTS", 4)]);
        assert!(ground.figures("EVENTS", 1).contains(&"MUNICIPALITY YEAR  SUM 100/-".to_owned()));
        assert!(ground.figures("RUNNING", 1).contains(&"MUNICIPALITY YEAR  LAST 30/-".to_owned()));
        let year = ground.row("EVENTS", "2022", json!({ "numerator": "101" }));
        recorded(&moc, "МОЦ", "SUBMITTED", &[year]);
        assert!(ground.figures("EVENTS", 1).contains(&"MUNICIPALITY YEAR  OWN 101/-".to_owned()));
        assert_eq!(ground.recounted(), vec![]);
    }

    fn a_population_is_entered_once(ground: &Ground) {
        let moc = ground.moc();
        ground.population(&ground.district, "2022-01-01", 5000);
        let row = ground.row("COVERAGE", "2022", json!({ "numerator": "4281" }));
        accepted(ground, &recorded(&moc, "МОЦ", "SUBMITTED", &[row]));
        assert_eq!(ground.figures("COVERAGE", 2), ["MUNICIPALITY YEAR  OWN 4281/5000"]);
        ground.population(&ground.district, "2022-12-31", 5678);
        ground.population(&ground.district, "2023-01-01", 9999);
        assert_eq!(ground.figures("COVERAGE", 2), ["MUNICIPALITY YEAR  OWN 4281/5678"], "the latest within the period");
        assert_eq!(seen(&ground.public(), json!({})).text("values.nodes.0.value"), "75.396266");
        assert_eq!(ground.recounted(), vec![]);
    }

    fn a_base_indicator_is_entered_once(ground: &Ground) {
        let moc = ground.moc();
        let base = |numerator: &str| ground.row("EVENTS", "2023-Q1", json!({ "numerator": numerator }));
        let share = ground.row("SHARE", "2023-Q1", json!({ "numerator": "5" }));
        recorded(&moc, "МОЦ", "SUBMITTED", &[share]);
        assert_eq!(ground.figures("SHARE", 1), ["MUNICIPALITY QUARTER  OWN 5/-"]);
        recorded(&moc, "МОЦ", "SUBMITTED", &[base("20")]);
        assert_eq!(ground.figures("SHARE", 1), ["MUNICIPALITY QUARTER  OWN 5/20"]);
        recorded(&moc, "МОЦ", "SUBMITTED", &[base("25")]);
        assert_eq!(ground.figures("SHARE", 1), ["MUNICIPALITY QUARTER  OWN 5/25"]);
        let shown = seen(&moc, json!({ "indicatorCodes": ["SHARE"] }));
        assert_eq!((shown.text("values.nodes.0.denominator"), shown.text("values.nodes.0.value")), ("25", "20"));
        assert_eq!(ground.recounted(), vec![]);
    }
}
