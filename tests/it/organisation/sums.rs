//! The aggregates after random histories equal a recount of the rows.

use opora::{
    clock::Clock,
    db::connect::{Limits, connect},
    service::{Cx, overview::recount::recount},
};
use proptest::{prelude::*, test_runner::TestRunner};
use serde_json::{Value, json};

use super::{Net, inn};
use crate::support::{TestApp, both, wait};

/// One thing that is done to one of a few organisations.
#[derive(Clone, Debug)]
enum Deed {
    Create { place: usize, kind: usize, capacity: Option<u8>, draft: bool, from: Option<u8> },
    Change { which: usize, verb: usize, day: u8, place: usize },
}

fn day(number: u8) -> String {
    format!("20{:02}-{:02}-{:02}", 10 + number % 13, 1 + number % 12, 1 + number % 28)
}

fn deed() -> impl Strategy<Value = Deed> {
    let create = (0..3usize, 0..2usize, prop::option::of(any::<u8>()), any::<bool>(), prop::option::of(any::<u8>()))
        .prop_map(|(place, kind, capacity, draft, from)| Deed::Create { place, kind, capacity, draft, from });
    let change = (0..6usize, 0..9usize, any::<u8>(), 0..3usize).prop_map(|(which, verb, day, place)| Deed::Change {
        which,
        verb,
        day,
        place,
    });
    prop_oneof![1 => create, 3 => change]
}

fn place(net: &Net, number: usize) -> Value {
    match number {
        0 => json!({ "municipalityId": net.vyselki }),
        1 => json!({ "municipalityId": net.krylovsky }),
        _ => json!({ "municipalityId": null, "regionId": net.region }),
    }
}

fn merged(mut a: Value, b: Value) -> Value {
    for (name, value) in b.as_object().into_iter().flatten() {
        a[name] = value.clone();
    }
    a
}

fn run(net: &Net, ids: &mut Vec<String>, deed: &Deed) {
    match deed {
        Deed::Create { place: at, kind, capacity, draft, from } => {
            let more = json!({
                "type": (["SCHOOL", "SPORT"][*kind]), "capacity": capacity, "published": !draft, "validFrom": from.map(day),
                "inn": inn(u32::try_from(ids.len()).unwrap()),
            });
            ids.push(net.organisation("Школа", merged(more, place(net, *at))));
        }
        Deed::Change { which, verb, day: number, place: at } => {
            let Some(id) = ids.get(*which).cloned() else { return };
            let other = ids[(which + 1) % ids.len()].clone();
            let (verb, more) = match verb {
                0 => ("moveOrganisation", merged(json!({"since": day(*number)}), place(net, *at))),
                1 => ("moveOrganisation", place(net, *at)),
                2 => ("renameOrganisation", json!({"since": day(*number), "name": format!("Имя {number}")})),
                3 => ("updateOrganisation", json!({"type": "CULTURE", "capacity": number})),
                4 => ("closeOrganisation", json!({"lastDay": day(*number)})),
                5 => ("updateOrganisation", json!({"validTo": null})),
                6 => ("updateOrganisation", json!({"published": true})),
                7 => ("mergeOrganisations", json!({"duplicateIds": [other]})),
                _ => ("updateOrganisation", json!({"validFrom": day(*number)})),
            };
            // Many of these are refused, and must then change nothing.
            net.change(&net.rmc, verb, &id, more);
        }
    }
}

both! {
    fn sums_equal_a_recount(app: &TestApp) {
        let net = Net::new(app);
        let limits = Limits { readers: 1, writers: 1, read: std::time::Duration::from_secs(9), write: std::time::Duration::from_secs(9) };
        let db = wait(connect(app.database().url(), app.database().folder(), limits)).unwrap();
        let cx = Cx::system(db.clone(), Clock::fixed(app.now(), "Europe/Moscow".parse().unwrap()));
        let mut runner = TestRunner::new(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() });
        let outcome = runner.run(&prop::collection::vec(deed(), 1..14), |deeds| {
            let mut ids = Vec::new();
            for deed in &deeds {
                run(&net, &mut ids, deed);
                prop_assert_eq!(wait(recount(&cx)).unwrap(), vec![], "{:?}", deed);
            }
            for id in ids {
                let version = net.version(&id);
                let document = "mutation($id: ID!, $version: Int!) { deleteOrganisation(input: {id: $id, expectedVersion: $version}) { userErrors { code } } }";
                net.rmc.query(document, json!({ "id": id, "version": version }));
            }
            // Duplicates can't be removed: the next history begins with other numbers.
            wait(crate::support::service::execute(app.database().url(), "UPDATE organisation SET inn = NULL"));
            prop_assert_eq!(wait(recount(&cx)).unwrap(), vec![]);
            Ok(())
        });
        wait(db.close());
        outcome.unwrap_or_else(|error| panic!("{error}"));
    }
}
