//! What the tests lean on, tested itself.

use std::panic::{AssertUnwindSafe, catch_unwind};

use serde_json::json;

use super::{Actor, Backend, EmptyDatabase, Role, TestApp, TestDatabase, both, service, wait};

fn viewer(actor: &Actor) -> String {
    let answer = actor.query_in("en", "{ viewer { user { email } } }", json!({}));
    answer.text("viewer.user.email").to_owned()
}

fn count_regions(actor: &Actor) {
    actor.query("{ regions { totalCount } }", json!({})).data();
}

both! {
    fn a_service_answers_over_a_socket(app: &TestApp) {
        let answer = app.public().query("{ __typename }", json!({}));
        insta::assert_snapshot!(answer.redacted(), @r#"
        200
        {
          "data": {
            "__typename": "Query"
          }
        }
        "#);
        assert_eq!(answer.text("__typename"), "Query");
    }

    fn messages_follow_the_language(app: &TestApp) {
        let ask = |language| app.public().query_in(language, "{ regions(first: -1) { totalCount } }", json!({}));
        assert_eq!(ask("ru").code(), "BAD_USER_INPUT");
        assert_ne!(ask("ru").redacted(), ask("en").redacted());
    }

    fn any_status_is_an_answer(app: &TestApp) {
        let reply = app.wire().send("GET", "/no/such/path", &[], b"");
        assert_eq!((reply.status, reply.header("x-absent")), (404, ""));
        let reply = app.wire().raw(b"GET /no/such/path HTTP/1.1\r\nHost: opora\r\nConnection: close\r\n\r\n");
        assert!(reply.starts_with("HTTP/1.1 404 "), "{reply}");
        assert!(app.wire().address().ip().is_loopback());
    }

    fn the_clock_stands_until_it_is_set(app: &TestApp) {
        assert_eq!(app.now().to_rfc3339(), "2023-11-15T09:00:00+00:00");
        app.set_now("2024-12-31T21:00:00Z");
        assert_eq!(app.now().to_rfc3339(), "2024-12-31T21:00:00+00:00");
    }

    fn a_role_can_be_acted(app: &TestApp) {
        for role in [Role::PlatformAdmin, Role::FederalObserver, Role::Analyst] {
            let actor = app.actor(role, "federation");
            assert_eq!(viewer(&actor), actor.email());
        }
    }

    fn statements_are_counted(app: &TestApp) {
        let public = app.public();
        count_regions(&public);
        app.reset_statements();
        assert_eq!(app.statements(), 0);
        count_regions(&public);
        assert!(app.statements() > 0);
    }

    fn a_change_is_noticed(app: &TestApp) {
        let ask = || app.public().query("{ __typename }", json!({}));
        assert_eq!(app.unchanged_but(&[], ask).status, 200);

        let change = || wait(service::execute(app.database().url(), "CREATE TABLE noticed AS SELECT 1 AS number"));
        let noticed = catch_unwind(AssertUnwindSafe(|| app.unchanged_but(&[], change))).unwrap_err();
        let told = noticed.downcast_ref::<String>().unwrap();
        assert!(told.contains("+ noticed: "), "{told}");

        let change = || wait(service::execute(app.database().url(), "UPDATE noticed SET number = 2"));
        app.unchanged_but(&["noticed"], change);
    }

    fn a_second_node_shares_the_database(app: &TestApp) {
        let second = TestApp::on(app.database(), |_| ());
        assert_ne!(second.wire().address(), app.wire().address());
        assert_eq!(second.database().url(), app.database().url());
    }

    fn a_migrated_database_holds_tables(database: &TestDatabase) {
        assert!(!database.rows().is_empty());
    }

    fn an_empty_database_holds_none(database: &EmptyDatabase) {
        assert!(database.rows().is_empty());
        assert!(database.folder().is_dir());
        assert_eq!(database.url().starts_with("sqlite:"), database.backend() == Backend::Sqlite);
    }
}
