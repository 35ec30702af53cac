//! `opora signing-key rotate`: the next key signs, the one before it still verifies, and a forgotten one does not.

use std::time::Instant;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use super::{PATIENCE, Place, Serving, execute};
use crate::support::{TestDatabase, both, rows};

const EMAIL: &str = "observer@example.org";

/// Status of a request with a token.
fn status(service: &Serving, token: &str) -> u16 {
    let bearer = format!("Bearer {token}");
    let headers = [("content-type", "application/json"), ("authorization", bearer.as_str())];
    service
        .wire()
        .send("POST", "/graphql", &headers, json!({ "query": "{ __typename }" }).to_string().as_bytes())
        .status
}

/// Which key signed a token.
fn kid(token: &str) -> String {
    let header = URL_SAFE_NO_PAD.decode(token.split('.').next().unwrap()).unwrap();
    serde_json::from_slice::<Value>(&header).unwrap()["kid"].as_str().unwrap().to_owned()
}

both! {
    fn a_new_key_signs_and_the_old_one_still_verifies(database: &TestDatabase) {
        let place = Place::on(database);
        place.good(&["user", "add", "--email", EMAIL, "--role", "ANALYST", "--scope", "federation"]);
        let token = || place.good(&["token", "--user", EMAIL]).trim_end().to_owned();
        let old = token();
        let service = place.serve(&["serve"]);
        assert_eq!(status(&service, &old), 200);

        let rotated = place.good(&["signing-key", "rotate"]).trim_end().to_owned();
        let new = token();
        assert_eq!(kid(&new), rotated);
        assert_ne!(kid(&old), rotated);
        // The running node looks for a key that it does not know, though not twice in ten seconds.
        let started = Instant::now();
        while status(&service, &new) != 200 {
            assert!(started.elapsed() < PATIENCE, "the new key is not accepted");
            std::thread::sleep(std::time::Duration::from_millis(500));
        }
        assert_eq!(status(&service, &old), 200);

        // Another master key opens nothing, so nothing is made with it; forgetting is possible.
        let stored = database.rows();
        let stranger = Place::on(database).with("OPORA_MASTER_KEY", &"another master key ".repeat(3));
        assert!(stranger.bad(&["signing-key", "rotate"]).contains("master key"));
        assert!(database.rows() == stored);

        let count = || rows::texts(database.url(), "SELECT CAST(serial AS TEXT) FROM signing_key ORDER BY serial");
        assert_eq!(count(), ["1", "2"]);
        // Replaced long ago: the next rotation removes it.
        execute(database.url(), &["UPDATE signing_key SET created_at = '2020-01-01 00:00:00+00:00' WHERE serial = 2"]);
        place.good(&["signing-key", "rotate"]);
        assert_eq!(count(), ["2", "3"]);
        place.good(&["signing-key", "rotate", "--forget"]);
        assert_eq!(count(), ["4"]);
        drop(service);
        let service = place.serve(&["serve"]);
        assert_eq!([status(&service, &old), status(&service, &new), status(&service, &token())], [401, 401, 200]);
    }
}
