//! Figures of population: recorded, corrected, as of a day.

use serde_json::{Value, json};

use super::{admin, district, fails, refused, region, send};
use crate::support::{TestApp, both};

const RECORD: &str = "mutation($input: RecordPopulationInput!) { recordPopulation(input: $input) {
    population { ageFrom ageTo count asOf asOfPrecision source } userErrors { code path } } }";

both! {
    fn a_figure_is_recorded_once_and_corrected(app: &TestApp) {
        let admin = admin(app);
        let id = district(&admin, &region(&admin, "23"), "Район", json!({}));
        let input = |count: i64, day: &str, precision: &str, source: &str| json!({
            "municipalityId": id, "ageFrom": 5, "ageTo": 18, "count": count, "asOf": day, "asOfPrecision": precision, "source": source });
        let shown = |count: i64, day: &str, precision: &str, source: &str| json!({
            "ageFrom": 5, "ageTo": 18, "count": count, "asOf": day, "asOfPrecision": precision, "source": source });
        let record = |input: Value| send(&admin, RECORD, input).payload()["population"].clone();
        assert_eq!(record(input(5678, "2020-03-01", "YEAR", "МОЦ")), shown(5678, "2020-12-31", "YEAR", "МОЦ"));
        // Another day of the same year says the same year.
        assert_eq!(record(input(5679, "2020-07-01", "YEAR", "МОЦ")), shown(5679, "2020-12-31", "YEAR", "МОЦ"));
        record(input(5700, "2020-12-31", "DAY", "Росстат"));
        record(input(6000, "2023-01-01", "DAY", "Росстат"));
        let on = |day: &str| {
            let document = "query($id: ID!, $day: Date!) { node(id: $id, asOf: $day) { ... on Municipality { population { count source } } } }";
            let answer = admin.query(document, json!({ "id": id, "day": day }));
            answer.at("node.population").as_array().unwrap().iter().map(|row| row["count"].as_i64().unwrap()).collect::<Vec<_>>()
        };
        assert_eq!(on("2020-12-30"), [0_i64; 0]);
        assert_eq!(on("2022-12-31"), [5679, 5700]);
        assert_eq!(on("2023-01-01"), [6000, 5679, 5700]);
    }

    fn a_wrong_figure_is_refused(app: &TestApp) {
        let admin = admin(app);
        let id = district(&admin, &region(&admin, "23"), "Район", json!({}));
        let input = |more: Value| {
            let mut input = json!({ "municipalityId": id, "ageFrom": 5, "ageTo": 18, "count": 1, "asOf": "2023-01-01", "source": "МОЦ" });
            input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            input
        };
        for (more, errors) in [
            (json!({ "ageFrom": -1 }), &[("OUT_OF_RANGE", "ageFrom")][..]),
            (json!({ "ageTo": 121 }), &[("OUT_OF_RANGE", "ageTo")]),
            (json!({ "ageFrom": 19 }), &[("OUT_OF_RANGE", "ageTo")]),
            (json!({ "count": -1 }), &[("OUT_OF_RANGE", "count")]),
            (json!({ "count": 100_000_001 }), &[("OUT_OF_RANGE", "count")]),
            (json!({ "source": "  " }), &[("REQUIRED", "source")]),
            (
                json!({ "source": "\u{7}", "ageFrom": 200, "ageTo": 300, "count": -5 }),
                &[("INVALID_CHARACTERS", "source"), ("OUT_OF_RANGE", "ageFrom"), ("OUT_OF_RANGE", "ageTo"), ("OUT_OF_RANGE", "count")],
            ),
        ] {
            refused(app, &admin, RECORD, &input(more), errors);
        }
        for edge in [json!({ "ageFrom": 0, "ageTo": 0 }), json!({ "ageFrom": 120, "ageTo": 120 }), json!({ "count": 0 })] {
            send(&admin, RECORD, input(edge)).payload();
        }
        fails(app, &admin, RECORD, json!({ "input": input(json!({ "count": 1.5 })) }), "BAD_USER_INPUT");
        fails(app, &admin, RECORD, json!({ "input": input(json!({ "asOf": "2023" })) }), "BAD_USER_INPUT");
        fails(app, &admin, RECORD, json!({ "input": input(json!({ "municipalityId": "mun_00000000000000000000000000" })) }), "NOT_FOUND");
    }

    fn writers_at_once_leave_one_figure(app: &TestApp) {
        let admin = admin(app);
        let id = district(&admin, &region(&admin, "23"), "Район", json!({}));
        std::thread::scope(|threads| {
            for writer in 0..8 {
                let (admin, id) = (&admin, &id);
                threads.spawn(move || {
                    let input = json!({ "municipalityId": id, "ageFrom": 5, "ageTo": 18, "count": writer, "asOf": "2023-01-01", "source": "МОЦ" });
                    send(admin, RECORD, input).payload();
                });
            }
        });
        let answer = admin.query("query($id: ID!) { node(id: $id) { ... on Municipality { population { ageFrom } } } }", json!({ "id": id }));
        assert_eq!(answer.data(), &json!({ "node": { "population": [{ "ageFrom": 5 }] } }));
    }
}
