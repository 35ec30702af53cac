//! `opora doctor`: a good setup, and what it finds on broken ones.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use super::{Place, execute, url};
use crate::support::{EmptyDatabase, TestDatabase, both, scratch};

/// The lines of the report that begin with a level.
fn findings(report: &str, level: &str) -> Vec<String> {
    report.lines().filter(|line| line.starts_with(level)).map(ToOwned::to_owned).collect()
}

/// A report that fails, with the findings that do.
fn failing(place: &Place) -> Vec<String> {
    let done = place.run(&["doctor"]);
    let found = findings(&done.stdout, "FAIL");
    assert_eq!(done.code, Some(1), "{done:?}");
    assert!(!found.is_empty() && done.stdout.contains("\n      → "), "{done:?}");
    found
}

both! {
    fn all_is_well(database: &TestDatabase) {
        fs::set_permissions(database.folder(), Permissions::from_mode(0o700)).unwrap();
        let place = Place::on(database).with("OPORA_DATA_DIR", database.folder().to_str().unwrap());
        drop(place.serve(&["serve"]));
        let report = place.good(&["doctor", "--recount"]);
        assert!(findings(&report, "FAIL").is_empty(), "{report}");
        for expected in ["database: ", "migrations: all ", "clock: ", "keys: the master key is set"] {
            assert!(findings(&report, "OK").iter().any(|line| line.contains(expected)), "{expected}: {report}");
        }
        for expected in ["audit log: ", "aggregates: "] {
            assert!(report.contains(expected), "{expected}: {report}");
        }
        assert!(!report.contains(super::KEY), "{report}");
    }

    fn another_master_key_fails(database: &TestDatabase) {
        let place = Place::on(database);
        drop(place.serve(&["serve"]));
        let found = failing(&place.with("OPORA_MASTER_KEY", &"another ".repeat(8)));
        assert!(found.iter().any(|line| line.contains("does not open the signing keys")), "{found:?}");
    }

    fn changed_aggregates_fail(database: &TestDatabase) {
        let place = Place::on(database);
        drop(place.serve(&["serve"]));
        let nobody = if super::embedded(database) { "x'00000000000000000000000000000000'" } else { "'00000000-0000-0000-0000-000000000000'" };
        let sum = format!("INSERT INTO tally (territory_id, measure, key, visibility, grain, day, delta) \
                           VALUES ({nobody}, 'organisations', 'x', 2, 0, '2020-01-01', 7)");
        execute(database.url(), &[&sum]);
        let done = place.run(&["doctor", "--recount"]);
        assert!(done.stdout.contains("FAIL  aggregates: 1 differ") && done.code == Some(1), "{done:?}");
    }

    fn pending_migrations_and_a_wrong_clock_fail(database: &EmptyDatabase) {
        let place = Place::on(database);
        place.good(&["migrate", "up", "--steps", "1"]);
        let at = "2999-01-01 00:00:00+00:00";
        let change = format!(
            "INSERT INTO change (position, at, typename, object_id, operation, version, changed_fields) \
             VALUES (1, '{at}', 'REGION', {}, 'CREATED', 1, '')",
            if database.url().starts_with("sqlite") { "x'00000000000070008000000000000001'" } else { "'00000000-0000-7000-8000-000000000001'" }
        );
        execute(database.url(), &[&change]);
        let failing = failing(&place);
        assert!(failing.iter().any(|line| line.starts_with("FAIL  migrations: not applied: ")), "{failing:?}");
        assert!(failing.iter().any(|line| line.contains("in the future")), "{failing:?}");
    }
}

#[test]
fn it_makes_nothing() {
    let folder = scratch::folder();
    let report = Place::bare(folder.path()).good(&["doctor"]);
    assert!(report.contains("WARN  database: there is no database yet at data/opora.db"), "{report}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn a_configuration_that_is_refused_is_a_finding() {
    let folder = scratch::folder();
    let found = failing(&Place::bare(folder.path()).with("OPORA_LIMITS_DEPTH", "deep"));
    assert_eq!(found, ["FAIL  configuration: OPORA_LIMITS_DEPTH expects a whole number from 1 to 1000, not \"deep\""]);
}

#[test]
fn unknown_variables_are_findings() {
    let folder = scratch::folder();
    let report = Place::bare(folder.path()).with("OPORA_LIMIT_DEPTH", "3").good(&["doctor"]);
    assert!(
        report
            .contains("WARN  configuration: there is no setting OPORA_LIMIT_DEPTH; the nearest is OPORA_LIMITS_DEPTH")
    );
}

#[test]
fn a_database_that_does_not_answer_fails_with_its_cause() {
    let folder = scratch::folder();
    let place = Place::at(folder.path(), "postgres://opora:hunter2@127.0.0.1:1/opora");
    let done = place.run(&["doctor"]);
    assert_eq!(done.code, Some(1), "{done:?}");
    assert!(done.stdout.contains("FAIL  database: postgres://opora@127.0.0.1:1/opora can't be opened"), "{done:?}");
    assert!(done.stdout.contains("refused") && !done.stdout.contains("hunter2"), "{done:?}");
}

#[test]
fn keys_that_others_can_read_fail() {
    let (folder, place) = migrated();
    let key = folder.path().join("data/master.key");
    fs::write(&key, super::KEY).unwrap();
    fs::set_permissions(&key, Permissions::from_mode(0o644)).unwrap();
    fs::set_permissions(folder.path().join("data"), Permissions::from_mode(0o755)).unwrap();
    let done = place.run(&["doctor"]);
    assert!(done.stdout.contains("FAIL  keys: others can read the master key data/master.key (mode 644)"), "{done:?}");
    assert!(done.stdout.contains("chmod 0600 data/master.key") && done.stdout.contains("chmod 0700 data"), "{done:?}");
}

#[test]
fn rows_that_refer_to_nothing_fail() {
    let (folder, place) = migrated();
    break_reference(&folder.path().join("data/opora.db"));
    let found = failing(&place.with("OPORA_MASTER_KEY", super::KEY));
    assert!(found.iter().any(|line| line.contains("rows refer to rows that do not exist")), "{found:?}");
}

#[test]
fn settings_are_printed_as_a_table() {
    let folder = scratch::folder();
    let table = Place::bare(folder.path()).good(&["doctor", "--settings"]);
    assert!(
        table.starts_with("| Setting | Default | Meaning |\n| --- | --- | --- |\n| `OPORA_DATABASE_URL` |"),
        "{table}"
    );
}

fn migrated() -> (tempfile::TempDir, Place) {
    let folder = scratch::folder();
    let place = Place::bare(folder.path());
    place.good(&["migrate", "up"]);
    (folder, place)
}

fn break_reference(database: &Path) {
    execute(
        &url(database),
        &[
            "CREATE TABLE parent (id INTEGER PRIMARY KEY)",
            "CREATE TABLE child (parent INTEGER REFERENCES parent (id))",
            "PRAGMA foreign_keys = OFF",
            "INSERT INTO child VALUES (7)",
        ],
    );
}
