//! What is refused before it runs: methods, media types, tokens, bodies. Nothing is changed by any of it.

use std::time::Instant;

use serde_json::json;

use super::{JSON, body, code, post};
use crate::support::{Answer, TestApp, TestDatabase, both, wire::Wire};

/// A mutation.
const WRITE: &str = r#"mutation { createRegion(input: { code: "35" }) { userErrors { code } } }"#;

fn refused(wire: &Wire, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> (u16, String) {
    let answer = Answer::new(&wire.send(method, path, headers, body));
    assert!(answer.body.get("data").is_none(), "{answer}");
    (answer.status, code(&answer.body).to_owned())
}

both! {
    fn get_runs_no_mutation(app: &TestApp) {
        let path = "/graphql?query=mutation%7BcreateRegion(input:%7Bcode:%2235%22%7D)%7BuserErrors%7Bcode%7D%7D%7D";
        let reply = app.unchanged_but(&[], || app.wire().send("GET", path, &[], b""));
        assert_eq!((reply.status, reply.header("allow")), (405, "POST"));
        assert_eq!(code(&Answer::new(&reply).body), "BAD_USER_INPUT");
        let read = app.wire().send("GET", "/graphql?query=%7B__typename%7D", &[], b"");
        assert_eq!(Answer::new(&read).text("__typename"), "Query");
    }

    fn no_form_of_another_site_can_write(app: &TestApp) {
        for content_type in [
            "text/plain", "text/plain;charset=UTF-8", "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x", "application/json; charset=utf-16", "application/graphql",
        ] {
            let headers = [("content-type", content_type)];
            let reply = app.unchanged_but(&[], || app.wire().send("POST", "/graphql", &headers, &body(WRITE)));
            assert_eq!(reply.status, 415, "{content_type}: {}", reply.text());
        }
        let reply = app.unchanged_but(&[], || app.wire().send("POST", "/graphql", &[], &body(WRITE)));
        assert_eq!(reply.status, 415);
    }

    fn anything_but_a_valid_bearer_is_401(app: &TestApp) {
        let token = "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJ4In0.c2ln";
        let bearer = format!("Bearer {token}");
        let unsigned = "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4IiwiZXhwIjo5OTk5OTk5OTk5fQ.";
        for authorization in ["Basic dTpw", "Bearer", "Bearer ", token, &bearer, unsigned, "Bearer a b", "Bearer a,b"] {
            let headers = [JSON[0], JSON[1], ("authorization", authorization)];
            let reply = app.wire().send("POST", "/graphql", &headers, &body("{ __typename }"));
            assert_eq!(reply.status, 401, "{authorization}: {}", reply.text());
            assert!(reply.header("www-authenticate").starts_with("Bearer "));
            assert_eq!(Answer::new(&reply).code(), "UNAUTHENTICATED");
            let get = [("authorization", authorization)];
            assert_eq!(app.wire().send("GET", "/graphql?query=%7B__typename%7D", &get, b"").status, 401);
        }
        // Without the header it is the public.
        assert_eq!(post(app.wire(), "{ __typename }").status, 200);
    }

    fn methods_and_paths_are_told_in_json(app: &TestApp) {
        for method in ["PUT", "DELETE", "PATCH", "OPTIONS"] {
            let reply = app.wire().send(method, "/graphql", &[], b"");
            assert_eq!((reply.status, reply.header("allow")), (405, "GET, POST"), "{method}");
            assert_eq!(Answer::new(&reply).code(), "BAD_USER_INPUT");
        }
        let nowhere = refused(app.wire(), "GET", "/graphql/", &[], b"");
        assert_eq!(nowhere, (404, "NOT_FOUND".to_owned()));
        let subscribed = refused(app.wire(), "POST", "/graphql", &[JSON[0], ("accept", "text/html")], &body("{ a }"));
        assert_eq!(subscribed, (406, "BAD_USER_INPUT".to_owned()));
    }

    fn batches_and_unclear_operations_are_refused(app: &TestApp) {
        let bad = (400, "BAD_USER_INPUT".to_owned());
        let send = |body: serde_json::Value, accept| {
            refused(app.wire(), "POST", "/graphql", &[JSON[0], ("accept", accept)], body.to_string().as_bytes())
        };
        let two = "query A { __typename } query B { __typename }";
        for accept in ["application/graphql-response+json", "application/json"] {
            assert_eq!(send(json!([{ "query": "{ __typename }" }]), accept), bad);
            assert_eq!(send(json!([]), accept), bad);
            assert_eq!(send(json!({ "query": two }), accept), bad);
            assert_eq!(send(json!({ "query": two, "operationName": "C" }), accept), bad);
        }
        let missing = json!({ "query": "query($id: ID!) { node(id: $id) { id } }" });
        assert_eq!(send(missing, "application/graphql-response+json"), bad);
    }

    fn bodies_have_a_size_and_a_time(database: &TestDatabase) {
        let app = TestApp::on(database, |config| {
            config.limits.body = 1_000;
            config.limits.body_read_ms = 300;
        });
        let sized = |length: usize| format!("{:length$}", r#"{"query": "{ __typename }"}"#);
        let public = |length| refused_or_not(&app, &sized(length), None);
        assert_eq!(public(1_000), (200, String::new()));
        assert_eq!(public(1_001), (413, "LIMIT_EXCEEDED".to_owned()));
        // A token that is not valid buys nothing.
        assert_eq!(refused_or_not(&app, &sized(1_001), Some("Bearer nonsense")).0, 401);

        let endless = format!("{:x}\r\n{}\r\n", 1_001, " ".repeat(1_001));
        let head = "POST /graphql HTTP/1.1\r\nHost: opora\r\nContent-Type: application/json\r\nConnection: close\r\n";
        let reply = app.wire().raw(format!("{head}Transfer-Encoding: chunked\r\n\r\n{endless}").as_bytes());
        assert!(reply.starts_with("HTTP/1.1 413 "), "{reply}");
        let started = Instant::now();
        let reply = app.wire().raw(format!("{head}Content-Length: 50\r\n\r\n{{\"que").as_bytes());
        assert!(reply.starts_with("HTTP/1.1 408 ") && reply.contains("TIMEOUT"), "{reply}");
        assert!(started.elapsed().as_secs() < 5, "{:?}", started.elapsed());
    }

    fn introspection_can_be_switched_off(database: &TestDatabase) {
        let app = TestApp::on(database, |config| config.limits.introspection = false);
        let answer = post(app.wire(), "{ __schema { queryType { name } } }");
        assert_eq!((answer.status, answer.code()), (400, "FORBIDDEN"));
        assert_eq!(post(app.wire(), "{ __typename }").text("__typename"), "Query");
    }

    fn pages_of_listed_origins_may_call(database: &TestDatabase) {
        let app = TestApp::on(database, |config| config.cors_origins = vec!["https://friend.example".to_owned()]);
        let preflight = |origin| {
            let asked = [
                ("origin", origin),
                ("access-control-request-method", "POST"),
                ("access-control-request-headers", "authorization,content-type"),
            ];
            let reply = app.wire().send("OPTIONS", "/graphql", &asked, b"");
            let is_json = reply.header("content-type").starts_with("application/json");
            assert_eq!(is_json, reply.status == 400, "errors are JSON here too");
            (reply.status, reply.header("access-control-allow-origin").to_owned())
        };
        assert_eq!(preflight("https://friend.example"), (200, "https://friend.example".to_owned()));
        assert_eq!(preflight("https://stranger.example"), (400, String::new()));
    }
}

fn refused_or_not(app: &TestApp, body: &str, authorization: Option<&str>) -> (u16, String) {
    let mut headers = JSON.to_vec();
    headers.extend(authorization.map(|value| ("authorization", value)));
    let answer = Answer::new(&app.wire().send("POST", "/graphql", &headers, body.as_bytes()));
    (answer.status, code(&answer.body).to_owned())
}
