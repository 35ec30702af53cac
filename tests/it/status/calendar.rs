//! The database against days counted one by one: the state as SQL, and the rule that two of one key never hold at once.

use chrono::{DateTime, Days, NaiveDate, Utc};
use entity::{
    ids::{StatusAssignmentId, StatusKindId, TypedId},
    shared::{Level, Visibility},
    status_assignment::{self, StatusEnd},
    status_kind::{self, StatusHolderType},
};
use opora::error::Failure;
use opora::service::status::{
    query::{refused, state_expr},
    rules::{StatusState, Term},
};
use proptest::{prelude::*, test_runner::TestRunner};
use sea_orm::{
    ActiveModelTrait, ConnectionTrait, DatabaseConnection, Set, TransactionTrait, sea_query::SelectStatement,
};

use crate::support::{TestDatabase, both, service, wait};

const SPAN: u64 = 20;

fn at() -> DateTime<Utc> {
    service::instant("2023-11-15T09:00:00Z")
}

fn date(day: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2023, 12, 20).unwrap() + Days::new(day)
}

fn kind_id() -> StatusKindId {
    StatusKindId::deterministic(at(), "calendar", "kind")
}

async fn kind(db: &impl ConnectionTrait) {
    let row = status_kind::ActiveModel {
        id: Set(kind_id()),
        version: Set(1),
        created_at: Set(at()),
        updated_at: Set(at()),
        visibility: Set(Visibility::Public),
        level: Set(Level::Federation),
        code: Set("KIND".to_owned()),
        name: Set("Вид".to_owned()),
        aliases: Set(String::new()),
        levels: Set("FEDERATION".to_owned()),
        held_by: Set(StatusHolderType::Organisation),
        parallels: Set(false),
        topic_in_key: Set(false),
        has_academic_year: Set(false),
        has_registry_number: Set(false),
        sort_key: Set(String::new()),
        search_key: Set(String::new()),
        valid_from_precision: Set(1),
        valid_to_precision: Set(1),
        ..Default::default()
    };
    row.insert(db).await.unwrap();
}

fn row(number: usize, term: &Term, key: Option<usize>) -> status_assignment::ActiveModel {
    let id = StatusAssignmentId::deterministic(at(), "calendar", &number.to_string());
    status_assignment::ActiveModel {
        id: Set(id),
        version: Set(1),
        created_at: Set(at()),
        updated_at: Set(at()),
        visibility: Set(term.visibility),
        level: Set(Level::Federation),
        grant_level: Set(Level::Federation),
        territory: Set(Level::Federation),
        kind_id: Set(kind_id()),
        kind_code: Set("KIND".to_owned()),
        chain_id: Set(id),
        recorded: Set(false),
        open_points: Set(String::new()),
        end_kind: Set(term.end.map(|(kind, _)| kind)),
        end_on: Set(term.end.map(|(_, on)| on)),
        conflict_key: Set(key.map(|key| format!("key {key}"))),
        exclusive: Set(key.is_some()),
        search_key: Set(String::new()),
        valid_from: Set(term.from),
        valid_from_precision: Set(1),
        valid_to: Set(term.to),
        valid_to_precision: Set(1),
        ..Default::default()
    }
}

/// Any term that the rules can make. A revocation would need its act; what ends otherwise is the same calendar.
fn term() -> impl Strategy<Value = Term> {
    let visibility = prop::sample::select(vec![
        Visibility::Draft,
        Visibility::Submitted,
        Visibility::Public,
        Visibility::Public,
        Visibility::Public,
    ]);
    let end = prop::sample::select(vec![StatusEnd::Waived, StatusEnd::Superseded]);
    let day = || 1..SPAN - 1;
    (visibility, prop::option::of(day()), prop::option::of(0..SPAN), prop::option::of((end, 0..SPAN))).prop_map(
        |(visibility, from, length, end)| {
            let start = from.unwrap_or(1);
            let to = length.map(|length| (start + length).min(SPAN - 1));
            let end = end.filter(|_| visibility == Visibility::Public);
            let end = end.map(|(kind, after)| (kind, date((start + after).min(to.unwrap_or(SPAN)))));
            Term { visibility, from: from.map(date), to: to.map(date), end }
        },
    )
}

async fn states(db: &impl ConnectionTrait, day: NaiveDate) -> Vec<(StatusAssignmentId, String)> {
    let query = SelectStatement::new().column("id").expr_as(state_expr(day), "state").from("status_assignment").take();
    let rows = db.query_all(&query).await.unwrap();
    rows.iter().map(|row| (row.try_get("", "id").unwrap(), row.try_get("", "state").unwrap())).collect()
}

fn runner(cases: u32) -> TestRunner {
    TestRunner::new(ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() })
}

async fn connected(database: &TestDatabase) -> DatabaseConnection {
    let db = service::connect(database.url()).await.unwrap();
    kind(&db).await;
    db
}

both! {
    fn the_state_is_the_same_in_the_database(database: &TestDatabase) {
        let db = wait(connected(database));
        let outcome = runner(24).run(&prop::collection::vec(term(), 1..8), |terms| {
            wait(async {
                let tx = db.begin().await.unwrap();
                for (number, term) in terms.iter().enumerate() {
                    row(number, term, None).insert(&tx).await.unwrap();
                }
                for day in 0..=SPAN {
                    for (id, state) in states(&tx, date(day)).await {
                        let number = (0..terms.len())
                            .find(|number| StatusAssignmentId::deterministic(at(), "calendar", &number.to_string()) == id)
                            .unwrap();
                        let expected = entity::CodeEnum::code(terms[number].state(date(day)));
                        prop_assert_eq!(state, expected, "{:?} on {}", terms[number], date(day));
                    }
                }
                tx.rollback().await.unwrap();
                Ok(())
            })
        });
        wait(db.close()).unwrap();
        outcome.unwrap_or_else(|error| panic!("{error}"));
    }

    fn the_database_refuses_exactly_what_overlaps(database: &TestDatabase) {
        let db = wait(connected(database));
        let granted = term().prop_map(|term| Term { visibility: Visibility::Public, ..term });
        let outcome = runner(48).run(&prop::collection::vec((granted, 0..2usize), 2..6), |rows| {
            wait(async {
                let tx = db.begin().await.unwrap();
                let mut kept: Vec<(Term, usize)> = Vec::new();
                for (number, (term, key)) in rows.iter().enumerate() {
                    let days = |term: &Term| (0..=SPAN + 1).filter(|day| term.state(date(*day)) == StatusState::InForce).collect::<Vec<_>>();
                    let meets = kept.iter().any(|(other, at)| at == key && days(other).iter().any(|day| days(term).contains(day)));
                    prop_assert_eq!(meets, kept.iter().any(|(other, at)| at == key && other.overlaps(term)));
                    // A refused statement ends a transaction of PostgreSQL, not the point before it.
                    let point = tx.begin().await.unwrap();
                    match row(number, term, Some(*key)).insert(&point).await {
                        Ok(_) => {
                            prop_assert!(!meets, "{:?} beside {:?}", term, kept);
                            point.commit().await.unwrap();
                            kept.push((*term, *key));
                        }
                        Err(error) => {
                            prop_assert!(meets, "{:?} beside {:?}: {}", term, kept, error);
                            point.rollback().await.unwrap();
                            let told = refused(error);
                            prop_assert!(matches!(&told, Failure::User(errors) if errors[0].path == ["validFrom"]), "{:?}", told);
                        }
                    }
                }
                tx.rollback().await.unwrap();
                Ok(())
            })
        });
        wait(db.close()).unwrap();
        outcome.unwrap_or_else(|error| panic!("{error}"));
    }
}
