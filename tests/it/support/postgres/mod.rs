//! The PostgreSQL server of this process: a throwaway cluster of its own, or `OPORA_TEST_DATABASE_URL`.
//!
//! The server is started by the first test that wants it. Each test gets a database of its own,
//! copied from a template that is migrated once. On a machine without PostgreSQL the tests of this
//! half are skipped, which is said loudly; with `OPORA_TEST_REQUIRE_POSTGRES=1` (as CI has it) they fail.

pub mod cluster;
pub mod server;

use std::env;
use std::io::{self, Write};
use std::sync::LazyLock;

use server::Server;

/// The server to use instead of a throwaway one: any URL at which databases may be created.
const URL: &str = "OPORA_TEST_DATABASE_URL";
/// When set, a machine without PostgreSQL is a failure and not a reason to skip.
const REQUIRE: &str = "OPORA_TEST_REQUIRE_POSTGRES";

/// The server of this process, or what is missing.
static SERVER: LazyLock<Result<Server, String>> = LazyLock::new(|| {
    let found = match env::var(URL) {
        Ok(url) => Ok(Server::connect(&url, URL)),
        Err(_) => cluster::find().map(|programs| {
            let cluster = cluster::start(&programs);
            Server::connect(&cluster.url, "a throwaway cluster")
        }),
    };
    match &found {
        Ok(server) => loud(&format!("the PostgreSQL half runs on {}", server.description())),
        Err(missing) => loud(&format!(
            "NO POSTGRESQL: {missing}. HALF OF THE TESTS IS SKIPPED. \
             Install PostgreSQL 15 or newer, or set {URL}."
        )),
    }
    found
});

/// The server, or `None` where there is none and none is required.
///
/// # Panics
/// When there is none although one is required.
pub fn server() -> Option<&'static Server> {
    match &*SERVER {
        Ok(server) => Some(server),
        Err(missing) => {
            assert!(!required(), "{REQUIRE} is set, but: {missing}");
            None
        }
    }
}

/// Whether this run must fail without PostgreSQL.
fn required() -> bool {
    env::var(REQUIRE).is_ok_and(|value| !value.is_empty() && value != "0")
}

/// Writes a line past the capture of libtest, which hides what passing tests print.
fn loud(line: &str) {
    let mut stderr = io::stderr().lock();
    // A closed standard error is no reason to fail a test.
    drop(writeln!(stderr, "\nopora tests: {line}\n"));
}

/// The half of the tests that must not vanish unnoticed.
#[test]
fn postgres_half_ran() {
    if let Some(server) = server() {
        assert!(server.major() >= 15, "too old: {}", server.description());
    }
}
