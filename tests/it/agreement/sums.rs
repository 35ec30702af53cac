//! The aggregates after random histories of agreements equal a recount, and what is counted on the fly equals both.

use entity::ids::RegionId;
use opora::access::Kind;
use opora::{
    clock::Clock,
    db::{
        connect::{Limits, connect},
        tally::Territory,
    },
    service::{
        Cx,
        agreement::tally::{ENDING, ending_on_the_fly, on_the_fly},
        overview::{counts::counts, recount::recount},
    },
};
use proptest::{prelude::*, test_runner::TestRunner};
use sea_orm::{ConnectionTrait, prelude::Uuid, sea_query::SelectStatement};
use serde_json::{Value, json};

use super::Net;
use crate::support::{TestApp, both, wait};

fn day(number: u8) -> String {
    format!("2023-{:02}-{:02}", 1 + number % 11, 1 + number % 28)
}

/// One thing that is done.
#[derive(Clone, Debug)]
enum Deed {
    Record { kind: usize, from: u8, to: Option<u8>, parties: usize, signed: Option<u8> },
    Amend { which: usize, on: u8, to: Option<u8>, add: usize, remove: i32 },
    Terminate { which: usize, on: u8 },
    Renew { which: usize, from: u8 },
}

fn deed() -> impl Strategy<Value = Deed> {
    let some = || prop::option::of(any::<u8>());
    prop_oneof![
        2 => (0..2usize, any::<u8>(), some(), 0..4usize, some())
            .prop_map(|(kind, from, to, parties, signed)| Deed::Record { kind, from, to, parties, signed }),
        3 => (0..4usize, any::<u8>(), some(), 0..4usize, 0..5i32)
            .prop_map(|(which, on, to, add, remove)| Deed::Amend { which, on, to, add, remove }),
        1 => (0..4usize, any::<u8>()).prop_map(|(which, on)| Deed::Terminate { which, on }),
        1 => (0..4usize, any::<u8>()).prop_map(|(which, from)| Deed::Renew { which, from }),
    ]
}

fn run(net: &Net, ids: &mut Vec<String>, deed: &Deed) {
    let outside = json!({ "role": "PARTNER", "name": "АО «Восход»" });
    let places = [&net.vyselki, &net.krylovsky, &net.bodaibo];
    let at = |which: usize| ids.get(which % ids.len().max(1)).cloned();
    match deed {
        Deed::Record { kind, from, to, parties, signed } => {
            let mut all: Vec<Value> = places.iter().take(*parties).map(|id| net.party(id)).collect();
            all.push(outside.clone());
            if all.len() == 1 {
                all.push(json!({ "role": "PARTNER", "name": "АО «Закат»" }));
            }
            let more = json!({ "kind": (["COOPERATION", "SUBSIDY"][*kind]), "validFrom": day(*from), "validTo": to.map(day),
                "signedOn": signed.map(day), "parties": all });
            if let Some(id) =
                net.send(&net.rmc, "recordAgreement", &net.past(&more)).at("recordAgreement.agreement").get("id")
            {
                ids.push(id.as_str().unwrap().to_owned());
            }
        }
        Deed::Amend { which, on, to, add, remove } => {
            let Some(id) = at(*which) else { return };
            let add: Vec<Value> = places.get(*add).into_iter().map(|id| net.party(id)).collect();
            let remove: Vec<i32> = Some(*remove).into_iter().filter(|position| *position > 0).collect();
            let mut more = json!({ "effectiveOn": day(*on), "summary": "Изменение", "document": "№ 1", "addParties": add, "removeParties": remove });
            if let Some(to) = to {
                more["validTo"] = json!(day(*to));
            }
            net.step(&net.rmc, "amendAgreement", &id, &more);
        }
        Deed::Terminate { which, on } => {
            let Some(id) = at(*which) else { return };
            let more = json!({ "terminatedOn": day(*on), "ground": "Так вышло", "document": "№ 2" });
            net.step(&net.rmc, "terminateAgreement", &id, &more);
        }
        Deed::Renew { which, from } => {
            let Some(id) = at(*which) else { return };
            let more = json!({ "renewsId": id, "validFrom": day(*from), "signedOn": day(*from), "validTo": null });
            if let Some(id) =
                net.send(&net.rmc, "recordAgreement", &net.past(&more)).at("recordAgreement.agreement").get("id")
            {
                ids.push(id.as_str().unwrap().to_owned());
            }
        }
    }
}

/// What is counted on the fly in a territory.
async fn counted(cx: &Cx, statement: Option<SelectStatement>, territory: Uuid) -> i64 {
    let Some(statement) = statement else { return 0 };
    let rows = cx.db.query_all(&statement).await.unwrap();
    let here = rows.iter().filter(|row| row.try_get::<Uuid>("", "territory").unwrap() == territory);
    here.map(|row| row.try_get::<i64>("", "n").unwrap()).sum()
}

/// What the tallies hold of agreements in a territory on a day, whatever the visibility.
async fn tallied(cx: &Cx, territory: sea_orm::prelude::Uuid, on: &str) -> i64 {
    use sea_orm::{Statement, Value};
    let (sql, values): (&str, Vec<Value>) = if cx.db.is_postgres() {
        (
            "SELECT CAST(COALESCE(SUM(delta), 0) AS BIGINT) AS n FROM tally WHERE measure = 'agreements' AND grain = 2 AND territory_id = $1 AND day <= $2",
            vec![],
        )
    } else {
        (
            "SELECT CAST(COALESCE(SUM(delta), 0) AS BIGINT) AS n FROM tally WHERE measure = 'agreements' AND grain = 2 AND territory_id = ? AND day <= ?",
            vec![],
        )
    };
    let day: sea_orm::prelude::Date = on.parse().unwrap();
    let values = values.into_iter().chain([territory.into(), day.into()]).collect::<Vec<Value>>();
    let statement = Statement::from_sql_and_values(cx.db.get_database_backend(), sql, values);
    cx.db.query_one_raw(statement).await.unwrap().unwrap().try_get("", "n").unwrap()
}

both! {
    fn sums_equal_a_recount(app: &TestApp) {
        let net = Net::new(app);
        let limits = Limits { readers: 1, writers: 1, read: std::time::Duration::from_secs(9), write: std::time::Duration::from_secs(9) };
        let db = wait(connect(app.database().url(), app.database().folder(), limits)).unwrap();
        let cx = Cx::system(db.clone(), Clock::fixed(app.now(), "Europe/Moscow".parse().unwrap()));
        let (here, there): (RegionId, RegionId) = (net.region.parse().unwrap(), net.other_region.parse().unwrap());
        let municipality = |id: &str, region| Territory::Municipality(id.parse().unwrap(), region);
        let territories = [
            municipality(&net.vyselki, here), municipality(&net.krylovsky, here), municipality(&net.bodaibo, there),
            Territory::Region(here), Territory::Region(there), Territory::Federation,
        ];
        let mut runner = TestRunner::new(ProptestConfig { cases: 10, failure_persistence: None, ..ProptestConfig::default() });
        let outcome = runner.run(&prop::collection::vec(deed(), 1..12), |deeds| {
            let mut ids = Vec::new();
            for deed in &deeds {
                run(&net, &mut ids, deed);
                prop_assert_eq!(wait(recount(&cx)).unwrap(), vec![], "{:?}", deed);
            }
            let scope = cx.scope(Kind::Agreement);
            for on in ["2023-03-14", "2023-07-01", "2024-01-01"] {
                let day = on.parse().unwrap();
                let summed = wait(counts(&cx, &territories, day)).unwrap();
                for territory in territories {
                    if territory != Territory::Federation {
                        let flown = wait(counted(&cx, on_the_fly(&scope, day, &[territory]), territory.id()));
                        prop_assert_eq!(flown, wait(tallied(&cx, territory.id(), on)), "{} {:?}", on, territory);
                    }
                    let flown = wait(counted(&cx, ending_on_the_fly(&scope, day, &[territory]), territory.id()));
                    prop_assert_eq!(flown, summed[&territory].total(ENDING), "ending {} {:?}", on, territory);
                }
                let soon = summed[&Territory::Federation].total(ENDING);
                let listed = "query($day: Date) { agreements(filter: { endsWithinDays: 90 }, asOf: $day) { totalCount } }";
                let listed = net.rmc.query(listed, json!({ "day": on }));
                prop_assert_eq!(listed.at("agreements.totalCount"), &json!(soon));
            }
            Ok(())
        });
        wait(db.close());
        outcome.unwrap_or_else(|error| panic!("{error}"));
    }
}
