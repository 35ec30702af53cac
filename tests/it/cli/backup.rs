//! `opora backup`: a copy of one moment, while others write.

use std::fs;
use std::sync::atomic::{AtomicBool, Ordering};

use super::{Place, embedded, execute, mode, url};
use crate::support::{TestDatabase, both, rows, scratch};

both! {
    fn a_copy_of_the_embedded_database_or_the_tool_of_the_other(database: &TestDatabase) {
        let (place, copy) = (Place::on(database), database.folder().join("copy.db"));
        let name = copy.to_str().unwrap();
        if !embedded(database) {
            let told = place.bad(&["backup", name]);
            assert!(told.contains("pg_dump --format=custom") && told.contains(name), "{told}");
            assert!(!copy.exists());
            return;
        }
        let service = place.serve(&["serve"]);
        assert_eq!(place.good(&["backup", name]), format!("{name}\n"));
        assert_eq!(mode(&copy), 0o600);
        assert_eq!(rows::Reader::default().read(&url(&copy)), database.rows());
        drop(service);

        let told = place.bad(&["backup", name]);
        assert!(told.contains("exists already"), "{told}");
        let told = place.bad(&["backup", "/no/such/folder/copy.db"]);
        assert!(told.contains("cannot write"), "{told}");
        let left = fs::read_dir(database.folder()).unwrap().map(|entry| entry.unwrap().file_name());
        assert!(!left.into_iter().any(|name| name.to_string_lossy().contains(".part")));
    }
}

fn prepared() -> (tempfile::TempDir, Place) {
    let folder = scratch::folder();
    let place = Place::bare(folder.path());
    place.good(&["migrate", "up"]);
    (folder, place)
}

#[test]
fn a_copy_is_of_one_moment_while_others_write() {
    let (folder, place) = prepared();
    let database = url(&folder.path().join("data/opora.db"));
    execute(
        &database,
        &[
            "CREATE TABLE account (id INTEGER NOT NULL, sum INTEGER NOT NULL)",
            "INSERT INTO account VALUES (1, 1000), (2, 0)",
            // A table whose rows have only the number that SQLite gives them, and a gap in it.
            "CREATE TABLE gap (name TEXT UNIQUE)",
            "INSERT INTO gap VALUES ('a'), ('b'), ('c')",
            "DELETE FROM gap WHERE name = 'b'",
        ],
    );
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                let moves = [
                    "BEGIN IMMEDIATE",
                    "UPDATE account SET sum = sum - 1 WHERE id = 1",
                    "UPDATE account SET sum = sum + 1 WHERE id = 2",
                    "COMMIT",
                ];
                execute(&database, &moves);
            }
        });
        for number in 0..5 {
            let copy = folder.path().join(format!("copy-{number}.db"));
            place.good(&["backup", copy.to_str().unwrap()]);
            execute(
                &url(&copy),
                &["CREATE TABLE proof AS SELECT CASE WHEN sum(sum) = 1000 THEN 'whole' END AS sums FROM account"],
            );
            let stored = rows::Reader::default().read(&url(&copy));
            assert_eq!(stored["proof"], ["'whole'"]);
        }
        done.store(true, Ordering::Relaxed);
    });
    // Indexes of another kind refer to rows by that number.
    let copy = folder.path().join("copy-0.db");
    execute(&url(&copy), &["CREATE TABLE numbers AS SELECT rowid AS number, name FROM gap"]);
    assert_eq!(rows::Reader::default().read(&url(&copy))["numbers"], ["1,'a'", "3,'c'"]);
}

#[test]
fn the_master_key_is_copied_only_when_asked() {
    let (folder, place) = prepared();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("data/master.key"), "key").unwrap();
    place.good(&["backup", "alone.db"]);
    assert!(!at("alone.db.key").exists());
    assert_eq!(place.good(&["backup", "both.db", "--with-key"]), "both.db\nboth.db.key\n");
    assert_eq!((fs::read(at("both.db.key")).unwrap(), mode(&at("both.db.key"))), (b"key".to_vec(), 0o600));

    fs::write(at("third.db.key"), "another").unwrap();
    assert!(place.bad(&["backup", "third.db", "--with-key"]).contains("exists already"));
    assert!(!at("third.db").exists());
    let told = place.with("OPORA_MASTER_KEY", super::KEY).bad(&["backup", "fourth.db", "--with-key"]);
    assert!(told.contains("is a setting"), "{told}");
}

#[test]
fn nothing_to_copy() {
    let folder = scratch::folder();
    let told = Place::bare(folder.path()).bad(&["backup", "copy.db"]);
    assert!(told.contains("there is no database at data/opora.db"), "{told}");
    fs::create_dir(folder.path().join("data")).unwrap();
    execute(&format!("{}?mode=rwc", url(&folder.path().join("data/opora.db"))), &["CREATE TABLE other (x)"]);
    let told = Place::bare(folder.path()).bad(&["backup", "copy.db"]);
    assert!(told.contains("not a database of opora"), "{told}");
    assert!(!folder.path().join("copy.db").exists());
}
