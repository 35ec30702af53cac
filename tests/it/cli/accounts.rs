//! `opora user add` and `opora token`: the result alone on standard output, and it works.

use serde_json::{Value, json};

use super::Place;
use crate::support::{TestDatabase, both};

const EMAIL: &str = "observer@example.org";

fn add<'a>(email: &'a str, role: &'a str, scope: &'a str) -> [&'a str; 8] {
    ["user", "add", "--email", email, "--role", role, "--scope", scope]
}

both! {
    fn an_account_and_its_token_work_while_the_service_runs(database: &TestDatabase) {
        let place = Place::on(database);
        let service = place.serve(&["serve"]);
        let password = place.good(&add(EMAIL, "federal_observer", "federation"));
        assert_eq!((password.lines().count(), password.trim().contains(' ')), (1, false), "{password}");

        let token = place.good(&["token", "--user", EMAIL, "--ttl", "5m"]);
        let bearer = format!("Bearer {}", token.trim_end());
        let headers = [("content-type", "application/json"), ("authorization", bearer.as_str())];
        let body = json!({ "query": "{ viewer { user { email } } }" }).to_string();
        let reply = service.wire().send("POST", "/graphql", &headers, body.as_bytes());
        let answer: Value = serde_json::from_slice(&reply.body).unwrap();
        assert_eq!(answer["data"]["viewer"]["user"]["email"], EMAIL, "{answer}");
    }

    fn what_can_not_be_added_is_told_and_changes_nothing(database: &TestDatabase) {
        let place = Place::on(database);
        place.good(&add(EMAIL, "ANALYST", "federation"));
        place.good(&["token", "--user", EMAIL]);
        let stored = database.rows();
        for (email, scope) in [(EMAIL, "federation"), ("no address", "federation"), ("a@example.org", "region:99"), ("a@example.org", "moon")] {
            place.bad(&add(email, "ANALYST", scope));
        }
        for (role, scope, told) in [
            ("MUNICIPAL_COORDINATOR", "federation", "role: MUNICIPAL_COORDINATOR is given on a node of level MUNICIPALITY, not FEDERATION"),
            ("REGIONAL_COORDINATOR", "federation", "role: REGIONAL_COORDINATOR is given on a node of level REGION, not FEDERATION"),
        ] {
            assert_eq!(place.bad(&add("a@example.org", role, scope)).trim_end(), format!("opora: {told}"));
        }
        assert!(place.bad(&["token", "--user", "nobody@example.org"]).starts_with("opora: user: "));
        assert!(database.rows() == stored);
    }
}
