//! What clients and operators read beside GraphQL.

use serde_json::{Value, json};

use super::post;
use crate::support::{TestApp, both};

both! {
    fn the_schema_is_published(app: &TestApp) {
        let reply = app.wire().send("GET", "/schema.graphql", &[], b"");
        assert_eq!((reply.status, reply.header("content-type")), (200, "text/plain; charset=utf-8"));
        assert_eq!(reply.text(), opora::schema_sdl());
    }

    fn only_public_keys_are_published(app: &TestApp) {
        let reply = app.wire().send("GET", "/.well-known/jwks.json", &[], b"");
        assert_eq!((reply.status, reply.header("content-type")), (200, "application/jwk-set+json"));
        let keys: Value = serde_json::from_slice(&reply.body).unwrap();
        for key in keys["keys"].as_array().unwrap() {
            assert_eq!((&key["kty"], &key["crv"], key.get("d")), (&json!("OKP"), &json!("Ed25519"), None), "{key}");
        }
    }

    fn probes_are_answered(app: &TestApp) {
        for path in ["/health/live", "/health/ready"] {
            let reply = app.wire().send("GET", path, &[], b"");
            assert_eq!((reply.status, reply.text()), (200, r#"{"status":"ok"}"#), "{path}");
            assert_eq!(app.wire().send("HEAD", path, &[], b"").status, 200);
        }
    }

    fn requests_are_counted(app: &TestApp) {
        post(app.wire(), "{ __typename }").data();
        post(app.wire(), "{");
        let metrics = app.wire().send("GET", "/metrics", &[], b"");
        assert_eq!(metrics.header("content-type"), "text/plain; version=0.0.4; charset=utf-8");
        for line in [
            r#"opora_graphql_requests_total{operation="query",status="200"} 1"#,
            r#"opora_graphql_requests_total{operation="unknown",status="400"} 1"#,
            r#"opora_graphql_errors_total{code="BAD_USER_INPUT"} 1"#,
            "opora_graphql_requests_running 0",
        ] {
            assert!(metrics.text().lines().any(|known| known == line), "{line} in {}", metrics.text());
        }
        assert!(metrics.text().contains("\nopora_sql_statements_total "));
    }

    fn answers_carry_their_headers(app: &TestApp) {
        let headers = [super::JSON[0], super::JSON[1], ("x-request-id", "job-7")];
        let reply = app.wire().send("POST", "/graphql", &headers, &super::body("{ __typename }"));
        for (name, value) in [
            ("x-request-id", "job-7"),
            ("x-content-type-options", "nosniff"),
            ("cache-control", "no-store"),
            ("referrer-policy", "no-referrer"),
            ("content-security-policy", "default-src 'none'; frame-ancestors 'none'"),
        ] {
            assert_eq!(reply.header(name), value, "{name}");
        }
        assert_eq!(app.wire().send("GET", "/nowhere", &[], b"").header("x-request-id").len(), 32);
    }
}
