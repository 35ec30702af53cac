//! The time limit of an operation ends the work itself, not only the waiting for it; and every path refuses in JSON.

use std::time::{Duration, Instant};

use opora::{db::connect, error::AppError};
use sea_orm::{ConnectionTrait, Statement};
use serde_json::json;

use crate::support::{Answer, Backend, Role, TestApp, TestDatabase, both, service, wait};

/// Counts for ever.
const ENDLESS: &str = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) AS n FROM c";

both! {
    fn a_statement_ends_at_the_limit_in_the_database_itself(database: &TestDatabase) {
        wait(async {
            let second = Duration::from_secs(1);
            let limits = connect::Limits { readers: 1, writers: 1, read: Duration::from_millis(300), write: second };
            let db = connect::connect(database.url(), database.folder(), limits).await.unwrap();
            let ask = |sql: &'static str| db.query_one_raw(Statement::from_string(db.get_database_backend(), sql));
            let started = Instant::now();
            let error = ask(ENDLESS).await.unwrap_err();
            assert!(started.elapsed() < Duration::from_secs(10), "{:?}", started.elapsed());
            let code = serde_json::to_value(entity::CodeEnum::code(AppError::from(error).code)).unwrap();
            assert_eq!(code, json!("TIMEOUT"));
            // The connection works on.
            let row = ask("SELECT 1 AS n").await.unwrap().unwrap();
            assert_eq!(row.try_get::<i32>("", "n").unwrap(), 1);
            if database.backend() == Backend::Postgres {
                let running = "SELECT count(*) AS n FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'WITH RECURSIVE c%'";
                assert_eq!(ask(running).await.unwrap().unwrap().try_get::<i64>("", "n").unwrap(), 0);
            }
            db.close().await;
        });
    }

    fn a_write_that_waits_too_long_writes_nothing_afterwards(database: &TestDatabase) {
        let app = TestApp::on(database, |config| config.limits.execution_ms = 1_500);
        let admin = app.actor(Role::PlatformAdmin, "federation");
        let create = || {
            let document = r#"mutation { createRegion(input: { code: "35" }) { region { code } userErrors { code } } }"#;
            admin.query(document, json!({}))
        };
        let lock = match database.backend() {
            Backend::Sqlite => "BEGIN IMMEDIATE",
            Backend::Postgres => "BEGIN; LOCK TABLE region IN EXCLUSIVE MODE",
        };
        let other = wait(service::connect(database.url())).unwrap();
        wait(other.execute_unprepared(lock)).unwrap();
        let started = Instant::now();
        let answer = create();
        assert_eq!((answer.status, answer.code()), (503, "TIMEOUT"), "{answer}");
        assert!(started.elapsed() < Duration::from_secs(10), "{:?}", started.elapsed());
        wait(other.execute_unprepared("ROLLBACK")).unwrap();
        std::thread::sleep(Duration::from_millis(500));
        let known = || app.public().query(r#"{ region(code: "35") { code } }"#, json!({})).at("region").clone();
        assert!(known().is_null());
        create().payload();
        assert_eq!(known(), json!({ "code": "35" }));
        wait(other.close()).unwrap();
    }

    fn every_refusal_is_one_coded_json_error(app: &TestApp) {
        let json_type = ("content-type", "application/json");
        let cases: [(&str, &str, &[(&str, &str)], &[u8], u16, &str); 19] = [
            ("GET", "/nowhere", &[], b"", 404, "NOT_FOUND"),
            ("POST", "/nowhere", &[json_type], b"{}", 404, "NOT_FOUND"),
            ("GET", "/graphql/", &[], b"", 404, "NOT_FOUND"),
            ("GET", "/assets/graphiql/nothing.js", &[], b"", 404, "NOT_FOUND"),
            ("GET", "/files/nothing", &[], b"", 404, "NOT_FOUND"),
            ("POST", "/", &[], b"x", 405, "BAD_USER_INPUT"),
            ("DELETE", "/graphql", &[], b"", 405, "BAD_USER_INPUT"),
            ("PUT", "/health/live", &[], b"x", 405, "BAD_USER_INPUT"),
            ("POST", "/health/ready", &[], b"x", 405, "BAD_USER_INPUT"),
            ("POST", "/metrics", &[], b"x", 405, "BAD_USER_INPUT"),
            ("POST", "/schema.graphql", &[], b"x", 405, "BAD_USER_INPUT"),
            ("PATCH", "/.well-known/jwks.json", &[], b"x", 405, "BAD_USER_INPUT"),
            ("GET", "/files", &[], b"", 405, "BAD_USER_INPUT"),
            ("POST", "/files/fil_01h2xcejqtf2nbrexx3vqjhp41", &[], b"x", 405, "BAD_USER_INPUT"),
            ("POST", "/graphql", &[("content-type", "text/plain")], b"{}", 415, "BAD_USER_INPUT"),
            ("POST", "/graphql", &[json_type, ("content-encoding", "gzip")], b"{}", 415, "BAD_USER_INPUT"),
            ("POST", "/graphql", &[json_type, ("accept", "image/png")], b"{}", 406, "BAD_USER_INPUT"),
            ("POST", "/graphql", &[json_type], b"{", 400, "BAD_USER_INPUT"),
            ("POST", "/graphql", &[json_type, ("authorization", "Bearer x")], b"{}", 401, "UNAUTHENTICATED"),
        ];
        for (method, path, headers, body, status, code) in cases {
            let reply = app.unchanged_but(&[], || app.wire().send(method, path, headers, body));
            let told = format!("{method} {path}: {} {}", reply.status, reply.text());
            let answer = Answer::new(&reply);
            assert_eq!((answer.status, answer.code()), (status, code), "{told}");
            assert!(answer.body.get("data").is_none() && answer.errors()[0]["message"].is_string(), "{told}");
            let media_type = reply.header("content-type");
            assert!(media_type.starts_with("application/") && media_type.contains("json"), "{media_type} {told}");
            assert_eq!(reply.header("x-content-type-options"), "nosniff", "{told}");
            assert_eq!(status == 405, !reply.header("allow").is_empty(), "{told}");
            assert_eq!(status == 401, !reply.header("www-authenticate").is_empty(), "{told}");
        }
    }
}
