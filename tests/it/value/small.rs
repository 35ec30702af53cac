//! Small numbers about children: hidden from the public and the neighbours, with what would give them away.

use serde_json::{Value, json};

use super::{Ground, accepted, part, recorded, seen, with};
use crate::support::{Actor, both};

/// What someone sees of numerators, by breakdown or period.
fn numbers(actor: &Actor, by: &str) -> Vec<(Value, Value, Value)> {
    let answer = seen(actor, json!({}));
    let nodes = answer.at("values.nodes").as_array().unwrap();
    let mut numbers: Vec<(Value, Value, Value)> = nodes
        .iter()
        .map(|node| {
            (node.pointer(by).cloned().unwrap_or(Value::Null), node["numerator"].clone(), node["nullReason"].clone())
        })
        .collect();
    numbers.sort_by_key(|(name, ..)| name.to_string());
    numbers
}

both! {
    fn a_part_of_a_sum_is_hidden_with_the_smallest_beside_it(ground: &Ground) {
        let rows = [
            ground.row("DISABLED", "2022", json!({ "numerator": "23" })),
            ground.row("DISABLED", "2022", json!({ "numerator": "3", "breakdown": part("SEX", "FEMALE") })),
            ground.row("DISABLED", "2022", json!({ "numerator": "20", "breakdown": part("SEX", "MALE") })),
            ground.row("DISABLED", "2022", json!({ "numerator": "0", "breakdown": part("SEX", "OTHER") })),
        ];
        accepted(ground, &recorded(&ground.moc(), "МОЦ", "SUBMITTED", &rows));
        let hidden = |member: &str| (json!(member), Value::Null, json!("SUPPRESSED"));
        let told = |member: Value, number: &str| (member, json!(number), Value::Null);
        for other in [ground.public(), ground.neighbour()] {
            assert_eq!(numbers(&other, "/breakdown/0/member"), [
                hidden("FEMALE"),
                hidden("MALE"),
                told(json!("OTHER"), "0"),
                told(Value::Null, "23"),
            ]);
        }
        for own in [ground.moc(), ground.rmc()] {
            assert_eq!(numbers(&own, "/breakdown/0/member")[0], told(json!("FEMALE"), "3"));
        }
        let filtered = seen(&ground.public(), json!({ "breakdown": "SEX=MALE" }));
        assert_eq!(filtered.at("values.nodes.0.nullReason"), "SUPPRESSED", "also where the rest is filtered away");
        assert_eq!(filtered.at("values.nodes.0.value"), &Value::Null);
    }

    fn a_quarter_is_not_told_by_the_year(ground: &Ground) {
        let rows: Vec<Value> = [("2022-Q1", "3"), ("2022-Q2", "10"), ("2022-Q3", "12"), ("2022-Q4", "11"), ("2022", "36")]
            .into_iter()
            .map(|(period, numerator)| ground.row("DISABLED", period, json!({ "numerator": numerator })))
            .collect();
        accepted(ground, &recorded(&ground.moc(), "МОЦ", "SUBMITTED", &rows));
        let public = numbers(&ground.public(), "/period/text");
        let dark: Vec<&Value> = public.iter().filter(|(.., reason)| reason == "SUPPRESSED").map(|(name, ..)| name).collect();
        assert_eq!(dark, ["2022-Q1", "2022-Q2"]);
    }

    fn a_part_with_disability_is_small_in_any_indicator(ground: &Ground) {
        let share = |numerator: &str, more: Value| {
            ground.row("COVERAGE", "2022", with(json!({ "numerator": numerator, "denominator": "500", "value": "1", "note": "3 ребёнка" }), more))
        };
        let rows = [
            share("400", json!({})),
            share("3", json!({ "breakdown": part("DISABILITY", "WITH") })),
            share("50", json!({ "breakdown": part("DIRECTION", "SPORT") })),
        ];
        accepted(ground, &recorded(&ground.moc(), "МОЦ", "SUBMITTED", &rows));
        let document = "{ values(filter: { dimension: DISABILITY }) { nodes { numerator denominator value stated printed note nullReason } } }";
        assert_eq!(ground.public().query(document, json!({})).at("values.nodes"), &json!([{
            "numerator": null, "denominator": "500", "value": null, "stated": null, "printed": null, "note": null,
            "nullReason": "SUPPRESSED",
        }]));
        for breakdown in ["", "DIRECTION=SPORT"] {
            let seen = seen(&ground.public(), json!({ "breakdown": breakdown }));
            assert_eq!(seen.at("values.nodes.0.nullReason"), &Value::Null, "it gives nothing away: {breakdown}");
        }
        let rest = share("397", json!({ "breakdown": part("DISABILITY", "WITHOUT") }));
        accepted(ground, &recorded(&ground.moc(), "МОЦ", "SUBMITTED", &[rest]));
        let rest = seen(&ground.public(), json!({ "breakdown": "DISABILITY=WITHOUT" }));
        assert_eq!(rest.at("values.nodes.0.nullReason"), "SUPPRESSED", "the total less the rest would tell it");
    }
}
