//! The figures of the documents, read back from the demonstration network.

use std::time::Duration;

use opora::{
    clock::Clock,
    db::connect::{Limits, connect},
    service::{Cx, value::recount::recount},
};
use serde_json::{Value, json};

use crate::support::{Backend, DemoDatabase, Given, TestApp, both, wait};

/// A service with the demonstration network.
pub struct Network(TestApp);

impl Given for Network {
    fn given(backend: Backend) -> Option<Self> {
        let database = DemoDatabase::given(backend)?;
        Some(Self(TestApp::on(&database, |config| config.demo = true)))
    }
}

/// What the documents say of an indicator, the total first.
fn told(network: &Network, indicator: &str) -> Vec<Value> {
    let document = "query($codes: [String!]) { values(filter: { indicatorCodes: $codes }, orderBy: PERIOD_ASC, first: 50) {
        nodes { indicator { code } period { text } breakdown { member } numerator denominator value stated printed qualifier nullReason scale document place } } }";
    let answer = network.0.public().query(document, json!({ "codes": [indicator] }));
    let mut nodes = answer.at("values.nodes").as_array().unwrap().clone();
    // What the documents say; what was handed in beside it has tests of its own.
    nodes.retain(|node| node["document"].is_string());
    nodes.sort_by_key(|node| (node["period"]["text"].to_string(), node["breakdown"].to_string()));
    nodes
}

/// The sum of the parts of a breakdown.
fn parts(values: &[Value]) -> i64 {
    let parts = values.iter().filter(|value| !value["breakdown"].as_array().unwrap().is_empty());
    parts.map(|value| value["numerator"].as_str().unwrap().parse::<i64>().unwrap()).sum()
}

both! {
    fn the_documents_are_told_as_printed(network: &Network) {
        let coverage = told(network, "COVERAGE_5_18");
        let vyselki = &coverage[0];
        assert_eq!((&vyselki["numerator"], &vyselki["denominator"]), (&json!("4281"), &json!("5678")));
        assert_eq!((&vyselki["value"], &vyselki["stated"]), (&json!("75.396266"), &json!("75")));
        assert_eq!((&vyselki["document"], &vyselki["place"]), (&json!("S2"), &json!("S2 2.5")));
        assert_eq!(told(network, "PF_CERTIFICATES_SHARE")[0]["nullReason"], "NOT_PRINTED");
        assert_eq!(told(network, "PROJECT_FUNDING_SPENT")[0]["nullReason"], "DECLARED_NONE");
        let none = &told(network, "DISTANCE_PROGRAMMES")[0];
        assert_eq!((&none["value"], &none["nullReason"]), (&json!("0"), &Value::Null), "a printed zero is a value");
        let people = &told(network, "TALENT_EVENT_PARTICIPANTS")[0];
        assert_eq!((&people["value"], &people["qualifier"]), (&json!("2000"), &json!("GT")));
        assert_eq!(people["period"]["text"], "2021-01-01..2022-12-31");
    }

    fn parts_make_their_wholes(network: &Network) {
        for (indicator, whole) in [("PROGRAMME_ORGANISATIONS", 17), ("NAVIGATOR_PROGRAMMES", 143)] {
            let values = told(network, indicator);
            assert_eq!(parts(&values), whole, "{indicator}");
            assert!(values.iter().any(|value| value["numerator"] == json!(whole.to_string())), "{indicator}");
        }
    }

    fn figures_equal_a_recount(network: &Network) {
        let differences = wait(async {
            let nine = Duration::from_secs(9);
            let database = network.0.database();
            let db = connect(database.url(), database.folder(), Limits { readers: 1, writers: 1, read: nine, write: nine }).await.unwrap();
            let cx = Cx::system(db.clone(), Clock::fixed(network.0.now(), "Europe/Moscow".parse().unwrap()));
            let differences = recount(&cx).await.unwrap();
            db.close().await;
            differences
        });
        assert_eq!(differences, vec![]);
    }
}
