//! Many writers, rolled back and slow ones among them, while someone follows: every change once, in order, none missed.

use std::{
    collections::BTreeSet,
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::Duration,
};

use sea_orm::{ConnectionTrait, TransactionTrait};
use serde_json::{Value, json};

use super::{end, follow, page, positions};
use crate::support::{Actor, Role, TestApp, both, service, wait};

const WRITERS: usize = 12;
const ROUNDS: usize = 5;

const CREATE: &str = "mutation($input: CreateMunicipalityInput!) { createMunicipality(input: $input) {
    municipality { id } userErrors { code } } }";
const UPDATE: &str = "mutation($input: UpdateMunicipalityInput!) { updateMunicipality(input: $input) {
    municipality { id } userErrors { code } } }";

/// Takes positions, keeps everyone waiting, and gives them back.
fn roll_back(url: &str) {
    wait(async {
        let connection = service::connect(url).await.unwrap();
        for _ in 0..8 {
            let held = connection.begin().await.unwrap();
            held.execute_unprepared("UPDATE counter SET position = position + 3 WHERE name = 'change'").await.unwrap();
            tokio::time::sleep(Duration::from_millis(30)).await;
            held.rollback().await.unwrap();
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        connection.close().await.unwrap();
    });
}

/// Writes, and is refused in between; answers how much was written.
fn write(admin: &Actor, region: &str, shared: &str, writer: usize) -> usize {
    let mut written = 0;
    for round in 0..ROUNDS {
        let input =
            json!({ "regionId": region, "name": format!("Район {writer}-{round}"), "kind": "MUNICIPAL_DISTRICT" });
        admin.query(CREATE, json!({ "input": input })).payload();
        written += 1;
        let version = round + 1;
        let input = json!({ "id": shared, "expectedVersion": version, "name": format!("Общий {writer}-{round}") });
        // One of all writers wins a version; the others are told that theirs is stale, and leave no hole.
        written += usize::from(admin.query(UPDATE, json!({ "input": input })).user_errors().is_empty());
    }
    written
}

/// Follows in small pages until everything is written and read.
fn reader(actor: &Actor, from: &str, done: &AtomicBool) -> Vec<Value> {
    let (mut seen, mut position) = (Vec::new(), from.to_owned());
    loop {
        // Asked before the page: what is written later than this is read in another round.
        let last = done.load(Ordering::SeqCst);
        let answer = page(actor, &position, json!({ "first": 3 }));
        seen.extend(answer.at("changes.nodes").as_array().unwrap().iter().cloned());
        position = answer.text("changes.endPosition").to_owned();
        if last && answer.at("changes.hasMore") == &json!(false) {
            return seen;
        }
    }
}

fn without_node(changes: &[Value]) -> Vec<Value> {
    let bare = |change: &Value| {
        let mut change = change.clone();
        change["node"] = Value::Null;
        change
    };
    changes.iter().map(bare).collect()
}

both! {
    fn a_follower_misses_nothing_and_reads_nothing_twice(app: &TestApp) {
        let admin = app.actor(Role::PlatformAdmin, "federation");
        let public = app.public();
        let region = admin
            .query("mutation { createRegion(input: { code: \"23\" }) { region { id } userErrors { code } } }", json!({}))
            .text("createRegion.region.id").to_owned();
        let input = json!({ "regionId": region, "name": "Общий", "kind": "MUNICIPAL_DISTRICT" });
        let shared = admin.query(CREATE, json!({ "input": input })).text("createMunicipality.municipality.id").to_owned();
        let from = end(&public);
        let done = AtomicBool::new(false);
        let (written, followed) = thread::scope(|threads| {
            let followers: Vec<_> = [&public, &admin].into_iter().map(|actor| {
                let (from, done) = (&from, &done);
                threads.spawn(move || reader(actor, from, done))
            }).collect();
            let slow = threads.spawn(|| roll_back(app.database().url()));
            let writers: Vec<_> = (0..WRITERS).map(|writer| {
                let (admin, region, shared) = (&admin, &region, &shared);
                threads.spawn(move || write(admin, region, shared, writer))
            }).collect();
            let written: usize = writers.into_iter().map(|writer| writer.join().unwrap()).sum();
            slow.join().unwrap();
            done.store(true, Ordering::SeqCst);
            let followed: Vec<Vec<Value>> = followers.into_iter().map(|follower| follower.join().unwrap()).collect();
            (written, followed)
        });
        assert!(written >= WRITERS * ROUNDS + ROUNDS, "{written}");
        let start: i64 = from.parse().unwrap();
        let expected: Vec<i64> = (1..=i64::try_from(written).unwrap()).map(|offset| start + offset).collect();
        let (after, _) = follow(&public, &from, &json!({ "first": 150 }));
        for seen in &followed {
            assert_eq!(positions(seen), expected);
            assert_eq!(without_node(seen), without_node(&after));
        }
        let created: BTreeSet<&str> = after.iter().filter(|change| change["operation"] == "CREATED").map(|change| change["id"].as_str().unwrap()).collect();
        assert_eq!(created.len(), WRITERS * ROUNDS);
    }
}
