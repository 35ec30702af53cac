//! Two writers at once on one version of one object.

use std::{thread, time::Duration};

use sea_orm::{ConnectionTrait, DatabaseConnection, DatabaseTransaction, Statement, TransactionTrait};

use super::{Answer, Backend, TestApp, service, wait};

/// Runs a deed twice at once: one wins, the other is told that its version is stale.
///
/// On PostgreSQL both are held at the last row that a writer takes, the counter of changes, until both wait: a deed
/// that checks the version of a row it has not locked would pass the check twice.
pub fn one_wins(app: &TestApp, deed: impl Fn(usize) -> Answer + Sync) {
    let answers: Vec<Answer> = thread::scope(|threads| {
        let gate = (app.database().backend() == Backend::Postgres).then(|| Gate::close(app.database().url()));
        let deed = &deed;
        let racing: Vec<_> = (0..2).map(|number| threads.spawn(move || deed(number))).collect();
        if let Some(gate) = gate {
            gate.open_when_two_wait();
        }
        racing.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let lost: Vec<&Answer> = answers.iter().filter(|answer| !answer.user_errors().is_empty()).collect();
    assert_eq!(lost.len(), 1, "one of two was to lose: {}\n{}", answers[0], answers[1]);
    lost[0].expect_user_error("STALE_VERSION", "input.expectedVersion");
}

struct Gate {
    held: DatabaseTransaction,
    beside: DatabaseConnection,
}

impl Gate {
    fn close(url: &str) -> Self {
        wait(async {
            let held = service::connect(url).await.unwrap().begin().await.unwrap();
            held.execute_unprepared("UPDATE counter SET position = position").await.unwrap();
            Self { held, beside: service::connect(url).await.unwrap() }
        })
    }

    fn open_when_two_wait(self) {
        wait(async {
            let waiting = "SELECT count(*) AS n FROM pg_stat_activity
                WHERE datname = current_database() AND wait_event_type = 'Lock'";
            for _ in 0..500 {
                let asked = Statement::from_string(self.beside.get_database_backend(), waiting);
                let row = self.beside.query_one_raw(asked).await.unwrap().unwrap();
                if row.try_get::<i64>("", "n").unwrap() >= 2 {
                    break;
                }
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
            self.held.rollback().await.unwrap();
            self.beside.close().await.unwrap();
        });
    }
}
