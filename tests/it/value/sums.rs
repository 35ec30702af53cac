//! Figures and sums after random histories equal a recount of the values.

use proptest::{prelude::*, sample::select, test_runner::TestRunner};
use serde_json::{Value, json};

use super::{Ground, decide, part, record, with};
use crate::support::{Actor, both};

/// One thing that is done.
#[derive(Clone, Debug)]
enum Deed {
    Record {
        indicator: &'static str,
        subject: usize,
        period: &'static str,
        source: &'static str,
        number: Option<u8>,
        sex: bool,
    },
    Decide {
        verb: &'static str,
        which: usize,
    },
    Population {
        district: bool,
        year: i32,
        count: u16,
    },
    Again,
}

fn deed() -> impl Strategy<Value = Deed> {
    let record = (
        select(vec!["EVENTS", "COVERAGE", "RUNNING", "SHARE", "FLAG"]),
        0..4_usize,
        select(vec!["2022", "2022-Q1", "2022-Q2", "2022-Q3", "2022-Q4", "2022-01", "2022-02", "2022-03"]),
        select(vec!["МОЦ", "1-ДОП"]),
        prop::option::weighted(0.9, 0..20_u8),
        any::<bool>(),
    )
        .prop_map(|(indicator, subject, period, source, number, sex)| Deed::Record {
            indicator,
            subject,
            period,
            source,
            number,
            sex: sex && indicator == "EVENTS",
        });
    let verbs =
        vec!["submitValues", "acceptValues", "acceptValues", "returnValues", "lockValues", "unlock", "deleteValues"];
    prop_oneof![
        6 => record,
        5 => (select(verbs), 0..12_usize).prop_map(|(verb, which)| Deed::Decide { verb, which }),
        2 => (any::<bool>(), 2021..2024, 1..60_u16).prop_map(|(district, year, count)| Deed::Population { district, year, count }),
        1 => Just(Deed::Again),
    ]
}

/// What stands there, as keys for the next step.
fn keys(rmc: &Actor, moc: &Actor) -> Vec<Value> {
    let document = "{ values(first: 100, orderBy: UPDATED_AT_ASC) { nodes { indicator { code } source period { text } breakdown { dimension member } version subject { id } } } }";
    let mut nodes: Vec<Value> = Vec::new();
    for actor in [rmc, moc] {
        nodes.extend(actor.query(document, json!({})).at("values.nodes").as_array().unwrap().iter().cloned());
    }
    nodes
        .into_iter()
        .map(|node| {
            json!({
                "indicatorCode": node["indicator"]["code"], "source": node["source"], "breakdown": node["breakdown"],
                "period": { "text": node["period"]["text"] }, "subjectId": node["subject"]["id"], "expectedVersion": node["version"],
            })
        })
        .collect()
}

/// Does it; many deeds are refused, and must then change nothing.
fn run(ground: &Ground, rmc: &Actor, moc: &Actor, deed: &Deed) {
    match deed {
        Deed::Record { indicator, subject, period, source, number, sex } => {
            let subject = [&ground.district, &ground.town, &ground.school, &ground.region][*subject];
            let number = number.map(|number| if *indicator == "FLAG" { number % 2 } else { number });
            let told = match number {
                Some(number) => json!({ "numerator": number.to_string() }),
                None => json!({ "nullReason": "NOT_REPORTED" }),
            };
            let row = with(ground.row(indicator, period, told), json!({ "subjectId": subject }));
            let row = if *sex { with(row, json!({ "breakdown": part("SEX", "MALE") })) } else { row };
            let actor = if subject == &ground.district { moc } else { rmc };
            let state = if source == &"МОЦ" { "SUBMITTED" } else { "DRAFT" };
            record(actor, source, state, &[row]);
        }
        Deed::Decide { verb, which } => {
            let all = keys(rmc, moc);
            let Some(key) = all.get(which % all.len().max(1)) else { return };
            let (verb, more) = match *verb {
                "returnValues" => ("returnValues", json!({ "remark": "Проверьте" })),
                "lockValues" => ("lockValues", json!({ "locked": true })),
                "unlock" => ("lockValues", json!({ "locked": false, "reason": "Ошибка" })),
                verb => (verb, json!({})),
            };
            for actor in [rmc, moc] {
                decide(actor, verb, std::slice::from_ref(key), more.clone());
            }
        }
        Deed::Population { district, year, count } => {
            let town = if *district { &ground.district } else { &ground.town };
            ground.population(town, &format!("{year}-01-01"), (*count).into());
        }
        Deed::Again => {
            let all = keys(rmc, moc);
            decide(rmc, "acceptValues", &all, json!({}));
        }
    }
}

both! {
    fn figures_and_sums_equal_a_recount(ground: &Ground) {
        ground.priority("EVENTS", "1-ДОП", 1);
        let (rmc, moc) = (ground.rmc(), ground.moc());
        let mut runner = TestRunner::new(ProptestConfig { cases: 8, failure_persistence: None, ..ProptestConfig::default() });
        let outcome = runner.run(&prop::collection::vec(deed(), 1..14), |deeds| {
            for deed in &deeds {
                run(ground, &rmc, &moc, deed);
            }
            prop_assert_eq!(ground.recounted(), vec![], "{:?}", deeds);
            Ok(())
        });
        outcome.unwrap_or_else(|error| panic!("{error}"));
        assert!(!ground.rows("SELECT 1 AS n FROM figure").is_empty(), "the histories left figures");
    }
}
