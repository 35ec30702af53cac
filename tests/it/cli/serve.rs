//! `opora serve`: a first start, several nodes, the end.

use std::net::TcpListener;
use std::time::Duration;

use serde_json::{Value, json};

use super::{Place, ended};
use crate::support::wire::Wire;
use crate::support::{EmptyDatabase, both, scratch};

/// The password of the demonstration network, as the documents tell it.
const KNOWN: &str = opora::service::access::demo::KNOWN;

/// The passwords of the demonstration accounts that a start tells, in the order of the accounts.
fn passwords(told: &str) -> Vec<&str> {
    let words = told.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
    let accounts = words.filter(|words| words.get(1).is_some_and(|email| email.ends_with("@demo.opora.example")));
    accounts.filter_map(|words| words.get(2).copied()).collect()
}

/// Signs in as the demonstration's regional coordinator; answers the payload.
fn sign_in(wire: &Wire, password: &str) -> Value {
    let document = format!(
        r#"mutation {{ signIn(input: {{ email: "rmc.krasnodar@demo.opora.example", password: "{password}" }}) {{
            session {{ accessToken }} userErrors {{ code }} }} }}"#
    );
    ask(wire, &document)["data"]["signIn"].clone()
}

/// Asks one query; answers the body.
fn ask(wire: &Wire, query: &str) -> Value {
    let headers = [("content-type", "application/json"), ("accept", "application/graphql-response+json")];
    let reply = wire.send("POST", "/graphql", &headers, json!({ "query": query }).to_string().as_bytes());
    serde_json::from_slice(&reply.body).unwrap_or_else(|error| panic!("{error}: {}", reply.text()))
}

both! {
    fn it_starts_serves_and_stops(database: &EmptyDatabase) {
        let place = Place::on(database);
        let service = place.serve(&["serve"]);
        let wire = service.wire();
        assert_eq!(wire.send("GET", "/health/ready", &[], b"").text(), r#"{"status":"ok"}"#);
        drop(wire);
        let (status, stdout, stderr) = service.stop("TERM");
        assert_eq!(status.code(), Some(0), "{stderr}");
        assert!(stderr.contains("serving") && stderr.contains("stopped"), "{stderr}");
        assert!(!stdout.contains("INFO"), "{stdout}");

        // Again, on what is there now, and without naming the command.
        let (status, _, stderr) = place.serve(&[]).stop("INT");
        assert_eq!(status.code(), Some(0), "{stderr}");
        assert!(!stderr.contains("migrated"), "{stderr}");
    }

    fn what_it_proposes_to_try_works(database: &EmptyDatabase) {
        let service = Place::on(database).serve(&["serve"]);
        let wire = service.wire();
        let (_, stdout, _) = service.stop_after(|| {
            assert_eq!(ask(&wire, "{ __typename }"), json!({ "data": { "__typename": "Query" } }));
        });
        let lines: Vec<_> = stdout.lines().filter_map(|line| line.strip_prefix("  {")).collect();
        assert!(lines.len() >= 4, "{stdout}");

        let service = Place::on(database).serve(&["serve"]);
        let wire = service.wire();
        for line in lines {
            let answer = ask(&wire, &format!("{{{line}"));
            assert!(answer.get("errors").is_none(), "{line}: {answer}");
        }
    }

    fn nodes_that_start_at_once_do_not_collide(database: &EmptyDatabase) {
        let place = Place::on(database);
        let nodes: Vec<_> = std::thread::scope(|scope| {
            let starts: Vec<_> = (0..3).map(|_| scope.spawn(|| place.serve(&["serve"]))).collect();
            starts.into_iter().map(|start| start.join().expect("a node")).collect()
        });
        let (mut migrated, mut administrators) = (0, 0);
        for node in nodes {
            assert_eq!(node.wire().send("GET", "/health/ready", &[], b"").status, 200);
            let (status, stdout, stderr) = node.stop("TERM");
            assert_eq!(status.code(), Some(0), "{stderr}");
            administrators += usize::from(stdout.contains("one-time password"));
            migrated += usize::from(stderr.contains("m0001_create_ledger"));
        }
        assert_eq!((migrated, administrators), (1, 1));
    }

    fn the_first_start_tells_a_password_that_opens_once(database: &EmptyDatabase) {
        let place = Place::on(database);
        let (_, stdout, stderr) = place.serve(&["serve"]).stop("TERM");
        let line = stdout.lines().find(|line| line.contains("@localhost")).unwrap_or_else(|| panic!("{stdout}"));
        let (email, password) = line.trim().split_once("  ").unwrap();
        assert!(!stderr.contains(password), "a password in the log");

        let service = place.serve(&["serve"]);
        let sign_in = format!(
            r#"mutation {{ signIn(input: {{ email: "{email}", password: "{password}" }}) {{ session {{ mustChangePassword }} }} }}"#
        );
        let answer = ask(&service.wire(), &sign_in);
        assert_eq!(answer["data"]["signIn"]["session"]["mustChangePassword"], true, "{answer}");
        let (_, stdout, _) = service.stop("TERM");
        assert!(!stdout.contains("one-time"), "{stdout}");
    }

    fn how_often_may_be_tried_is_a_setting(database: &EmptyDatabase) {
        let place = Place::on(database).with("OPORA_RATE_SIGN_IN_ACCOUNT", "2");
        let service = place.serve(&["serve"]);
        let wire = service.wire();
        let wrong = r#"mutation { signIn(input: { email: "a@example.org", password: "wrong" }) { userErrors { code } } }"#;
        let codes: Vec<_> = (0..3).map(|_| ask(&wire, wrong)["errors"][0]["extensions"]["code"].clone()).collect();
        assert_eq!(codes, [Value::Null, Value::Null, "RATE_LIMITED".into()]);
    }
}

#[test]
fn a_first_start_with_nothing_set_makes_a_private_data_folder() {
    let folder = scratch::folder();
    let service = Place::bare(folder.path()).serve(&[]);
    assert!(folder.path().join("data/opora.db").exists());
    assert_eq!(super::mode(&folder.path().join("data")), 0o700);
    assert_eq!(super::mode(&folder.path().join("data/master.key")), 0o600);
    drop(service);
    let report = Place::bare(folder.path()).good(&["doctor"]);
    assert!(report.contains("OK    keys: the master key opens the signing keys: 1"), "{report}");
}

#[test]
fn a_taken_address_is_one_sentence_and_makes_nothing() {
    let folder = scratch::folder();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let told = Place::bare(folder.path()).with("OPORA_BIND", &address).bad(&["serve"]);
    assert!(told.starts_with(&format!("opora: cannot listen on {address}: ")), "{told}");
    assert!(!folder.path().join("data").exists());
}

#[test]
fn demonstration_accounts_are_not_shown_to_the_world_by_accident() {
    let folder = scratch::folder();
    let told = Place::bare(folder.path()).with("OPORA_BIND", "0.0.0.0:0").bad(&["serve", "--demo"]);
    assert!(told.contains("--demo-public"), "{told}");
    assert!(!folder.path().join("data").exists());
}

#[test]
fn a_database_that_does_not_answer_is_named_with_its_cause() {
    let folder = scratch::folder();
    let place = Place::at(folder.path(), "postgres://opora:hunter2@127.0.0.1:1/opora");
    let told = place.bad(&["migrate", "status"]);
    assert!(told.contains("refused") && !told.contains("hunter2"), "{told}");
}

#[test]
fn a_second_signal_ends_at_once() {
    let folder = scratch::folder();
    let mut service = Place::bare(folder.path()).with("OPORA_STOP_SECONDS", "600").serve(&[]);
    // A request that never arrives as a whole keeps the service waiting.
    let mut socket = std::net::TcpStream::connect(service.address).unwrap();
    let begun =
        b"POST /graphql HTTP/1.1\r\nHost: opora\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{";
    std::io::Write::write_all(&mut socket, begun).unwrap();
    std::thread::sleep(Duration::from_millis(300));
    service.signal("TERM");
    std::thread::sleep(Duration::from_millis(300));
    assert!(service.child.try_wait().unwrap().is_none(), "it did not wait for the request");
    service.signal("TERM");
    assert_eq!(ended(&mut service.child).code(), Some(0));
}

impl super::Serving {
    /// Does something with the service, then stops it.
    fn stop_after(self, deed: impl FnOnce()) -> (std::process::ExitStatus, String, String) {
        deed();
        self.stop("TERM")
    }
}

both! {
    fn the_demonstration_network_is_loaded_once_and_never_into_other_data(database: &EmptyDatabase) {
        let place = Place::on(database);
        let (_, first, _) = place.serve(&["--demo"]).stop("TERM");
        assert!(first.contains("The demonstration network is loaded: 4 regions"), "{first}");
        assert_eq!(passwords(&first), [KNOWN; 15], "{first}");
        let stored = database.rows();
        let (_, again, _) = place.serve(&["serve", "--demo"]).stop("TERM");
        assert!(!again.contains("is loaded"), "{again}");
        assert_eq!(passwords(&again), [KNOWN; 15], "{again}");
        assert!(database.rows() == stored);
        // Who did not ask for the network is not told of its accounts.
        let (_, without, _) = place.serve(&["serve"]).stop("TERM");
        assert!(!without.contains(KNOWN), "{without}");
        place.good(&["doctor", "--recount"]);
    }

    fn the_known_password_opens_nothing_where_strangers_are(database: &EmptyDatabase) {
        let here = Place::on(database);
        let service = here.serve(&["serve", "--demo"]);
        let token = sign_in(&service.wire(), KNOWN)["session"]["accessToken"].as_str().unwrap().to_owned();
        drop(service.stop("TERM"));

        // Served to everybody, with or without asking for the network.
        let there = Place::on(database).with("OPORA_BIND", "0.0.0.0:0");
        let service = there.serve(&["serve"]);
        let wire = service.wire();
        assert_eq!(sign_in(&wire, KNOWN)["userErrors"][0]["code"], "WRONG_CREDENTIALS");
        let bearer = format!("Bearer {token}");
        assert_eq!(wire.send("GET", "/graphql?query={__typename}", &[("authorization", &bearer)], b"").status, 401);
        let (_, told, log) = service.stop("TERM");
        assert!(log.contains("have a password of their own now") && !told.contains("demo.opora.example"), "{told}{log}");

        let service = there.serve(&["serve", "--demo", "--demo-public"]);
        let wire = service.wire();
        let (_, told, log) = service.stop("TERM");
        let own = passwords(&told).first().copied().unwrap_or_default().to_owned();
        assert_eq!(passwords(&told), [own.as_str(); 15], "{told}");
        assert!(own != KNOWN && own.len() == 19 && !log.contains(&own), "{log}");
        drop(wire);
        // Back on this machine it stays as it is, and is told again.
        let service = here.serve(&["serve", "--demo"]);
        assert!(sign_in(&service.wire(), &own)["session"]["accessToken"].is_string());
        let (_, told, _) = service.stop("TERM");
        assert_eq!(passwords(&told), [own.as_str(); 15], "{told}");
    }

    fn a_public_demonstration_never_knew_the_known_password(database: &EmptyDatabase) {
        let place = Place::on(database).with("OPORA_BIND", "0.0.0.0:0");
        let service = place.serve(&["serve", "--demo", "--demo-public"]);
        assert_eq!(sign_in(&service.wire(), KNOWN)["userErrors"][0]["code"], "WRONG_CREDENTIALS");
        let (_, told, _) = service.stop("TERM");
        assert!(passwords(&told).len() == 15 && !told.contains(KNOWN), "{told}");
    }

    fn the_demonstration_network_does_not_mix_with_other_data(database: &EmptyDatabase) {
        let place = Place::on(database);
        place.good(&["migrate", "up"]);
        let id = if super::embedded(database) { "x'00000000000070008000000000000001'" } else { "'00000000-0000-7000-8000-000000000001'" };
        let change = format!("INSERT INTO change (position, at, typename, object_id, operation, version, changed_fields) \
                              VALUES (1, '2023-11-15 09:00:00+00:00', 'Region', {id}, 'CREATED', 1, '')");
        super::execute(database.url(), &[&change]);
        let stored = database.rows();
        let told = place.bad(&["serve", "--demo"]);
        assert!(told.contains("the database holds other data"), "{told}");
        let kept = database.rows();
        assert!(stored.iter().all(|(table, rows)| table == "signing_key" || kept[table] == *rows));
    }

    fn an_interrupted_load_is_told(database: &EmptyDatabase) {
        let place = Place::on(database);
        place.good(&["migrate", "up"]);
        super::execute(database.url(), &["INSERT INTO setting (key, value) VALUES ('demo', 'loading')"]);
        assert!(place.bad(&["serve", "--demo"]).contains("was interrupted"));
    }
}
