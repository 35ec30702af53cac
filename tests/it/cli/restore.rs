//! `opora restore`: the way back, and everything that it refuses.

use std::fs;
use std::path::Path;

use super::{Place, embedded, execute, mode, url};
use crate::support::{TestDatabase, both, rows, scratch};

/// A folder with a migrated database that holds a word, and a backup of it.
fn backed_up(word: &str) -> (tempfile::TempDir, Place) {
    let folder = scratch::folder();
    let place = Place::bare(folder.path());
    place.good(&["migrate", "up"]);
    say(folder.path(), word);
    place.good(&["backup", "backup.db"]);
    (folder, place)
}

fn say(folder: &Path, word: &str) {
    let sql = format!(
        "INSERT INTO setting (key, value) VALUES ('word', '{word}') ON CONFLICT DO UPDATE SET value = '{word}'"
    );
    execute(&url(&folder.join("data/opora.db")), &[&sql]);
}

fn said(file: &Path) -> String {
    rows::Reader::default().read(&url(file))["setting"].concat()
}

#[test]
fn a_backup_takes_the_place_of_a_lost_database() {
    let (folder, place) = backed_up("before");
    let database = folder.path().join("data/opora.db");
    let stored = rows::Reader::default().read(&url(&database));
    fs::remove_dir_all(folder.path().join("data")).unwrap();

    assert_eq!(place.good(&["restore", "backup.db"]), "data/opora.db\n");
    assert_eq!(rows::Reader::default().read(&url(&database)), stored);
    assert_eq!(mode(&database), 0o600);
    let service = place.serve(&["serve"]);
    assert_eq!(service.wire().send("GET", "/health/ready", &[], b"").status, 200);
}

#[test]
fn a_database_is_replaced_only_by_force_and_kept() {
    let (folder, place) = backed_up("before");
    let database = folder.path().join("data/opora.db");
    say(folder.path(), "after");
    let told = place.bad(&["restore", "backup.db"]);
    assert!(told.contains("--force"), "{told}");
    assert!(said(&database).contains("after"));

    place.good(&["restore", "backup.db", "--force"]);
    assert!(said(&database).contains("before"));
    assert!(said(&folder.path().join("data/opora.db.replaced")).contains("after"));
}

#[test]
fn the_log_of_a_killed_service_does_not_leak_into_the_backup() {
    let (folder, place) = backed_up("before");
    let database = folder.path().join("data/opora.db");
    let service = place.serve(&["serve"]);
    say(folder.path(), "after");
    service.signal("KILL");
    drop(service);
    assert!(fs::metadata(database.with_extension("db-wal")).is_ok_and(|log| log.len() > 0), "no log was left behind");

    place.good(&["restore", "backup.db", "--force"]);
    assert!(said(&database).contains("before"));
    assert!(said(&folder.path().join("data/opora.db.replaced")).contains("after"));
}

#[test]
fn not_while_a_service_holds_it() {
    let (folder, place) = backed_up("before");
    let service = place.serve(&["serve"]);
    say(folder.path(), "after");
    let told = place.bad(&["restore", "backup.db", "--force"]);
    assert!(told.contains("a service or a command is using it"), "{told}");
    drop(service);
    place.good(&["restore", "backup.db", "--force"]);
}

#[test]
fn what_is_no_backup_is_refused_and_changes_nothing() {
    let (folder, place) = backed_up("before");
    let at = |name: &str| folder.path().join(name);
    let database = at("data/opora.db");
    let refused = |name: &str| {
        let told = place.bad(&["restore", name, "--force"]);
        assert!(said(&database).contains("before"));
        assert!(!at("data/opora.db.incoming").exists() && !at("data/opora.db.replaced").exists());
        told
    };
    assert!(refused("absent.db").contains("is not readable"));
    fs::write(at("text.db"), "not a database at all").unwrap();
    assert!(refused("text.db").contains("it is not a file of SQLite"));

    execute(&format!("{}?mode=rwc", url(&at("other.db"))), &["CREATE TABLE other (x)"]);
    assert!(refused("other.db").contains("it is not a database of opora"));

    fs::copy(at("backup.db"), at("newer.db")).unwrap();
    execute(&url(&at("newer.db")), &["INSERT INTO schema_migration (version, applied_at) VALUES ('m9999_later', 0)"]);
    assert!(refused("newer.db").contains("written by a newer opora"));

    let mut bytes = fs::read(at("backup.db")).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 8192].fill(0xa5);
    fs::write(at("damaged.db"), &bytes).unwrap();
    let told = refused("damaged.db");
    assert!(told.contains("damaged.db can't be restored"), "{told}");
    bytes.truncate(middle);
    fs::write(at("half.db"), &bytes).unwrap();
    assert!(refused("half.db").contains("half.db can't be restored"));
}

both! {
    fn on_the_other_database_its_tool_is_named(database: &TestDatabase) {
        if !embedded(database) {
            let told = Place::on(database).bad(&["restore", "backup.dump"]);
            assert!(told.contains("pg_restore --clean") && told.contains("'backup.dump'"), "{told}");
        }
    }
}
