//! The state of a day as memory tells it equals the state as SQL tells it, for any dates at all.

use entity::{
    agreement::{ActiveModel, AgreementKind},
    ids::{AgreementId, RegionId, TypedId},
    shared::{Level, Visibility},
};
use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};
use sea_orm::{ActiveModelTrait, Set, prelude::Date};
use serde_json::json;

use super::Net;
use crate::support::{TestApp, both, service, wait};

fn day(number: u64) -> Date {
    "2023-01-01".parse::<Date>().unwrap().iter_days().nth(usize::try_from(number).unwrap()).unwrap()
}

fn some_day() -> impl Strategy<Value = Option<Date>> {
    prop::option::weighted(0.7, (0u64..40).prop_map(day))
}

/// Dates in any order, as far as the database takes them.
#[derive(Clone, Debug)]
struct Dates {
    visibility: Visibility,
    days: [Option<Date>; 7],
    auto: bool,
}

fn dates() -> impl Strategy<Value = Dates> {
    let visibility = prop::sample::select(vec![
        Visibility::Draft,
        Visibility::Submitted,
        Visibility::Public,
        Visibility::Public,
        Visibility::Public,
    ]);
    let days = [some_day(), some_day(), some_day(), some_day(), some_day(), some_day(), some_day()];
    (visibility, days, any::<bool>()).prop_map(|(visibility, days, auto)| Dates { visibility, days, auto })
}

fn row(number: u64, region: RegionId, dates: &Dates) -> ActiveModel {
    let [submitted, signed, from, to, auto_to, terminated, superseded] = dates.days;
    let public = |date: Option<Date>| date.filter(|_| dates.visibility == Visibility::Public);
    let (from, to) = match (from, to) {
        (Some(a), Some(b)) => (Some(a.min(b)), Some(a.max(b))),
        open => open,
    };
    let signed = public(signed);
    let terminated = public(terminated).filter(|end| signed.is_none_or(|signed| signed <= *end));
    let superseded = public(superseded);
    let id = AgreementId::new(service::instant("2023-01-01T00:00:00Z"));
    ActiveModel {
        id: Set(id),
        version: Set(1),
        created_at: Set(service::instant("2023-01-01T00:00:00Z")),
        updated_at: Set(service::instant("2023-01-01T00:00:00Z")),
        region_id: Set(Some(region)),
        visibility: Set(dates.visibility),
        level: Set(Level::Region),
        kind: Set(AgreementKind::Cooperation),
        title: Set(format!("Соглашение {number}")),
        submitted_on: Set(submitted),
        signed_on: Set(signed),
        signed_on_precision: Set(1),
        auto_renewal: Set(dates.auto.then(|| "на год".to_owned())),
        auto_renewal_to: Set(auto_to),
        edition: Set(1),
        terminated_on: Set(terminated),
        termination_ground: Set(terminated.map(|_| "Так вышло".to_owned())),
        superseded_on: Set(superseded),
        superseded_by_id: Set(superseded.map(|_| id)),
        open_points: Set(String::new()),
        sort_key: Set(String::new()),
        title_key: Set(String::new()),
        search_key: Set(String::new()),
        valid_from: Set(from),
        valid_from_precision: Set(1),
        valid_to: Set(to),
        valid_to_precision: Set(1),
        ..Default::default()
    }
}

const STATES: [&str; 7] = ["DRAFT", "ON_APPROVAL", "SIGNED", "IN_FORCE", "EXPIRED", "TERMINATED", "SUPERSEDED"];

both! {
    fn memory_and_sql_agree_on_every_day(app: &TestApp) {
        let net = Net::new(app);
        let region: RegionId = net.region.parse().unwrap();
        let mut runner = TestRunner::deterministic();
        wait(async {
            let connection = service::connect(app.database().url()).await.unwrap();
            for number in 0..100 {
                let dates = dates().new_tree(&mut runner).unwrap().current();
                row(number, region, &dates).insert(&connection).await.unwrap();
            }
            connection.close().await.unwrap();
        });
        let document = "query($states: [AgreementState!], $day: Date) { agreements(first: 100, filter: { states: $states }, asOf: $day) {
            totalCount nodes { id state } facets { facet value count } } }";
        let mut met = std::collections::BTreeSet::new();
        for number in (0..42).step_by(3) {
            let day = day(number).to_string();
            let all = net.rmc.query(document, json!({ "states": STATES, "day": day }));
            assert_eq!(all.at("agreements.totalCount"), &json!(100));
            for state in STATES {
                // SQL selects and counts, memory names.
                let asked = net.rmc.query(document, json!({ "states": [state], "day": day }));
                let nodes = asked.at("agreements.nodes").as_array().unwrap();
                assert!(nodes.iter().all(|node| node["state"] == state), "{day} {state} {asked}");
                let named = all.at("agreements.nodes").as_array().unwrap().iter().filter(|node| node["state"] == state).count();
                let facet = all.at("agreements.facets").as_array().unwrap().iter().find(|facet| facet["value"] == state);
                assert_eq!(facet.map_or(0, |facet| usize::try_from(facet["count"].as_i64().unwrap()).unwrap()), named, "{day} {state}");
                if !nodes.is_empty() { met.insert(state); }
            }
        }
        assert_eq!(met.len(), STATES.len(), "{met:?}");
    }
}
