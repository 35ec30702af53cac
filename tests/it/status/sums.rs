//! The aggregates after random histories equal a recount of the rows, and a centre is counted once a day.

use std::time::Duration;

use opora::{
    clock::Clock,
    db::connect::{Limits, connect},
    service::{Cx, overview::recount::recount},
};
use proptest::{prelude::*, test_runner::TestRunner};
use serde_json::{Value, json};

use super::{Network, send, shown, step, with};
use crate::support::{Actor, both, wait};

/// One thing that is done to the statuses of two holders.
#[derive(Clone, Debug)]
enum Deed {
    Record { centre: bool, unnamed: bool, from: u8, length: Option<u8> },
    Grant { from: u8, length: Option<u8> },
    Renew { which: usize, from: u8, length: Option<u8> },
    End { which: usize, on: u8, waive: bool },
}

fn day(number: u8) -> String {
    let day = chrono::NaiveDate::from_ymd_opt(2023, 8, 20).unwrap() + chrono::Days::new(u64::from(number) * 3);
    day.to_string()
}

fn deed() -> impl Strategy<Value = Deed> {
    let length = || prop::option::of(0..40u8);
    prop_oneof![
        3 => (any::<bool>(), any::<bool>(), 0..60u8, length())
            .prop_map(|(centre, unnamed, from, length)| Deed::Record { centre, unnamed, from, length }),
        2 => (0..60u8, length()).prop_map(|(from, length)| Deed::Grant { from, length }),
        3 => (0..6usize, 0..60u8, length()).prop_map(|(which, from, length)| Deed::Renew { which, from, length }),
        2 => (0..6usize, 0..90u8, any::<bool>()).prop_map(|(which, on, waive)| Deed::End { which, on, waive }),
    ]
}

fn term(from: u8, length: Option<u8>) -> Value {
    json!({ "validFrom": day(from), "validTo": length.map(|length| day(from + length)) })
}

struct Ground {
    centre: String,
    holder: String,
    municipality: String,
    moc: String,
    leader: String,
    act: String,
}

/// Does it; many deeds are refused, and must then change nothing.
fn run(ground: &Ground, actor: &Actor, ids: &mut Vec<String>, deed: &Deed) {
    let acts = json!({ "acts": [{ "actId": ground.act, "role": "GRANTS" }] });
    let present = |which: usize| {
        let id = ids.get(which % ids.len().max(1))?;
        let document = "query($id: ID!) { statusAssignment(id: $id) { id version } }";
        Some(actor.query(document, json!({ "id": id })).at("statusAssignment").clone())
    };
    let leader = json!({ "kindId": ground.leader, "level": "MUNICIPALITY", "organisationId": ground.holder });
    let answer = match deed {
        Deed::Record { centre, unnamed, from, length } => {
            let subject = match (centre, unnamed) {
                (true, _) => json!({ "kindId": ground.moc, "level": "MUNICIPALITY", "centreId": ground.centre }),
                (false, true) => {
                    json!({ "kindId": ground.leader, "level": "MUNICIPALITY", "unnamedCount": 5, "municipalityId": ground.municipality })
                }
                (false, false) => leader,
            };
            send(actor, "recordStatus", with(subject, term(*from, *length)))
        }
        Deed::Grant { from, length } => {
            let draft = send(actor, "createStatusAssignment", with(leader, term(*from, *length)));
            step(actor, "grantStatus", &shown(&draft), acts)
        }
        Deed::Renew { which, from, length } => {
            let Some(of) = present(*which) else { return };
            step(actor, "renewStatus", &of, with(acts, term(*from, *length)))
        }
        Deed::End { which, on, waive } => {
            let Some(of) = present(*which) else { return };
            let verb = if *waive { "waiveStatus" } else { "revokeStatus" };
            step(actor, verb, &of, json!({ "on": day(*on), "actId": ground.act }))
        }
    };
    if answer.user_errors().is_empty() {
        let id = shown(&answer)["id"].as_str().unwrap().to_owned();
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
}

both! {
    fn sums_equal_a_recount(network: &Network) {
        let limits = Limits { readers: 1, writers: 1, read: Duration::from_secs(9), write: Duration::from_secs(9) };
        let db = wait(connect(network.database().url(), network.database().folder(), limits)).unwrap();
        let cx = Cx::system(db.clone(), Clock::fixed(network.now(), "Europe/Moscow".parse().unwrap()));
        assert_eq!(wait(recount(&cx)).unwrap(), vec![], "the demonstration");
        let region = network.region();
        let document = "mutation($input: CreateCentreInput!) { createCentre(input: $input) { centre { id } userErrors { code path } } }";
        let (municipality, act) = (network.municipality_id("03612000"), network.order("1"));
        let number = std::cell::Cell::new(0);
        let mut runner = TestRunner::new(ProptestConfig { cases: 6, failure_persistence: None, ..ProptestConfig::default() });
        let outcome = runner.run(&prop::collection::vec(deed(), 1..9), |deeds| {
            number.set(number.get() + 1);
            let number = number.get();
            let input = json!({ "kind": "MOC", "name": format!("МОЦ {number}"), "regionId": network.region_id("23"), "municipalityId": municipality });
            let organisation = json!({ "name": format!("Школа {number}"), "type": "SCHOOL", "municipalityId": municipality });
            let create = "mutation($input: CreateOrganisationInput!) { createOrganisation(input: $input) { organisation { id } userErrors { code path } } }";
            let ground = Ground {
                centre: region.query(document, json!({ "input": input })).text("createCentre.centre.id").to_owned(),
                holder: region.query(create, json!({ "input": organisation })).text("createOrganisation.organisation.id").to_owned(),
                municipality: municipality.clone(),
                moc: network.kind("MOC"),
                leader: network.kind("MUNICIPAL_NETWORK_LEADER"),
                act: act.clone(),
            };
            let mut ids = Vec::new();
            for deed in &deeds {
                run(&ground, &region, &mut ids, deed);
                prop_assert_eq!(wait(recount(&cx)).unwrap(), vec![], "{:?}", deed);
            }
            Ok(())
        });
        wait(db.close());
        outcome.unwrap_or_else(|error| panic!("{error}"));
    }
}
