//! The list of values: filters, pages up to a thousand, and what it costs.

use serde_json::{Value, json};

use super::{Ground, accepted, count, part, recorded, with};
use crate::support::both;

/// Rows of two municipalities and a school, in two years.
fn fill(ground: &Ground) {
    let row = |subject: &str, period: &str, more: Value| {
        ground.row("EVENTS", period, with(json!({ "subjectId": subject, "numerator": "10" }), more))
    };
    let district = [
        row(&ground.district, "2022", json!({})),
        row(&ground.district, "2023-Q1", json!({})),
        row(&ground.district, "2023-Q1", json!({ "breakdown": part("SEX", "MALE") })),
        row(&ground.district, "2023-Q1", json!({ "group": "Совет наставников" })),
    ];
    accepted(ground, &recorded(&ground.moc(), "МОЦ", "SUBMITTED", &district));
    recorded(&ground.neighbour(), "МОЦ", "SUBMITTED", &[row(&ground.town, "2022", json!({}))]);
    recorded(&ground.moc(), "Навигатор", "SUBMITTED", &[row(&ground.club, "2022", json!({}))]);
}

both! {
    fn every_filter_narrows(ground: &Ground) {
        fill(ground);
        let rmc = ground.rmc();
        for (filter, expected) in [
            (json!({}), 6),
            (json!({ "indicatorCodes": ["EVENTS"] }), 6),
            (json!({ "indicatorCodes": ["FLAG", "NO_SUCH"] }), 0),
            (json!({ "subjectIds": [ground.district, ground.club] }), 5),
            (json!({ "within": ground.region }), 6),
            (json!({ "within": ground.district }), 5),
            (json!({ "within": ground.club }), 1),
            (json!({ "within": "mun_01h455vb4pex5vsknk084sn02q" }), 0),
            (json!({ "level": "MUNICIPALITY" }), 5),
            (json!({ "periods": [{ "text": "2022" }] }), 3),
            (json!({ "periodTypes": ["QUARTER"] }), 3),
            (json!({ "from": "2023-01-01" }), 3),
            (json!({ "to": "2022-12-31" }), 3),
            (json!({ "sources": ["Навигатор"] }), 1),
            (json!({ "states": ["ACCEPTED"] }), 4),
            (json!({ "states": ["SUBMITTED", "DRAFT"] }), 2),
            (json!({ "breakdown": "" }), 5),
            (json!({ "breakdown": "SEX=MALE" }), 1),
            (json!({ "dimension": "SEX" }), 1),
            (json!({ "dimension": "DIRECTION" }), 0),
            (json!({ "group": "совет  НАСТАВНИКОВ" }), 1),
        ] {
            assert_eq!(count(&rmc, filter.clone()), expected, "{filter}");
        }
        assert_eq!(count(&ground.public(), json!({})), 4);
        assert_eq!(count(&ground.neighbour(), json!({})), 5);
        let wrong = json!({ "filter": { "breakdown": "SEX" } });
        assert_eq!(rmc.query("query($filter: ValueFilter) { values(filter: $filter) { totalCount } }", wrong).code(), "BAD_USER_INPUT");
    }

    fn a_page_has_a_thousand_and_costs_the_same(ground: &Ground) {
        fill(ground);
        let public = ground.public();
        let cost = |first: i32, asked: &str| {
            let document = format!("query($first: Int) {{ values(first: $first) {{ nodes {{ {asked} }} }} }}");
            let variables = json!({ "first": first });
            public.query(&document, variables.clone()).data();
            ground.reset_statements();
            public.query(&document, variables).data();
            ground.statements()
        };
        let plain = "source numerator value printed state allowedActions";
        assert_eq!((cost(1, plain), cost(100, plain)), (2, 2));
        let others = "source differsFrom { source }";
        assert_eq!((cost(1, others), cost(100, others)), (3, 3));
        let wide = |first: i32| ground.rmc().query("query($first: Int) { values(first: $first) { nodes { version } } }", json!({ "first": first }));
        assert_eq!(wide(1000).data()["values"]["nodes"].as_array().unwrap().len(), 6);
        assert_eq!(wide(1001).code(), "BAD_USER_INPUT");
        let pages = "query($after: String) { values(first: 4, after: $after) { nodes { source } pageInfo { endCursor hasNextPage } } }";
        let one = ground.rmc().query(pages, json!({}));
        let two = ground.rmc().query(pages, json!({ "after": one.text("values.pageInfo.endCursor") }));
        assert_eq!(two.at("values.nodes").as_array().unwrap().len(), 2);
        assert_eq!(two.at("values.pageInfo.hasNextPage"), false);
    }

    fn recording_costs_the_same_for_any_number_of_rows(ground: &Ground) {
        let moc = ground.moc();
        let rows = |numerator: usize, many: usize| -> Vec<Value> {
            (0..many)
                .map(|number| {
                    let group = format!("Группа {number}");
                    ground.row("EVENTS", "2023-Q1", json!({ "numerator": numerator.to_string(), "group": group }))
                })
                .collect()
        };
        let cost = |numerator: usize, many: usize| {
            ground.reset_statements();
            recorded(&moc, "МОЦ", "SUBMITTED", &rows(numerator, many));
            ground.statements()
        };
        let (few, many) = (cost(1, 2), cost(2, 300));
        assert_eq!(cost(3, 2), few);
        assert_eq!(cost(4, 300), many);
        assert_eq!(few, many, "of two rows and of three hundred");
    }
}
