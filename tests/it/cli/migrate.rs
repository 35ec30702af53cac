//! `opora migrate`: up, down and up again with data, and several at once.

use migration::{Migrator, MigratorTrait};

use super::{Place, execute};
use crate::support::{EmptyDatabase, both, scratch};

fn known() -> Vec<String> {
    Migrator::get_migration_files().iter().map(|file| file.name().to_owned()).collect()
}

/// What `status` says when the first `applied` migrations are.
fn status(applied: usize) -> String {
    let word = |i| if i < applied { "applied" } else { "pending" };
    known().iter().enumerate().map(|(i, name)| format!("{}  {name}\n", word(i))).collect()
}

fn names(order: impl Iterator<Item = String>) -> String {
    order.map(|name| name + "\n").collect()
}

both! {
    fn up_down_and_up_again_with_data(database: &EmptyDatabase) {
        let (place, all) = (Place::on(database), known().len());
        assert_eq!(place.good(&["migrate", "status"]), status(0));
        assert!(database.rows().is_empty(), "status is to change nothing");

        assert_eq!(place.good(&["migrate", "up", "--steps", "1"]), names(known().into_iter().take(1)));
        assert_eq!(place.good(&["migrate", "status"]), status(1));
        assert_eq!(place.good(&["migrate", "up"]), names(known().into_iter().skip(1)));
        assert_eq!(place.good(&["migrate", "up"]), "");
        let tables: Vec<_> = database.rows().into_keys().collect();

        execute(database.url(), &[
            "INSERT INTO setting (key, value) VALUES ('kept', 'through all of it')",
            "INSERT INTO change (position, at, typename, object_id, operation, version, changed_fields) \
             VALUES (1, '2023-11-15 09:00:00', 'REGION', '00000000-0000-7000-8000-000000000001', 'CREATED', 1, '')",
        ]);
        assert_eq!(place.good(&["migrate", "down"]), names(known().into_iter().rev().take(1)));
        assert_eq!(place.good(&["migrate", "status"]), status(all - 1));
        assert_eq!(place.good(&["migrate", "up"]), names(known().into_iter().skip(all - 1)));
        assert!(database.rows()["setting"].iter().any(|row| row.contains("through all of it")));

        assert_eq!(place.good(&["migrate", "down", "--all"]), names(known().into_iter().rev()));
        assert_eq!(database.rows().into_keys().collect::<Vec<_>>(), ["schema_migration"]);
        assert_eq!(place.good(&["migrate", "up"]), names(known().into_iter()));
        assert_eq!(database.rows().into_keys().collect::<Vec<_>>(), tables);
    }

    fn several_at_once_take_turns(database: &EmptyDatabase) {
        let place = Place::on(database);
        let printed: Vec<String> = std::thread::scope(|scope| {
            let runs: Vec<_> = (0..4).map(|_| scope.spawn(|| place.good(&["migrate", "up"]))).collect();
            runs.into_iter().map(|run| run.join().expect("a run")).collect()
        });
        assert_eq!(printed.concat(), names(known().into_iter()));
        assert_eq!(printed.iter().filter(|printed| !printed.is_empty()).count(), 1);
    }

    fn a_newer_database_is_refused(database: &EmptyDatabase) {
        let place = Place::on(database);
        place.good(&["migrate", "up"]);
        execute(database.url(), &["INSERT INTO schema_migration (version, applied_at) VALUES ('m9999_later', 0)"]);
        for command in [&["migrate", "up"][..], &["migrate", "status"], &["migrate", "down"], &["serve"]] {
            let told = place.bad(command);
            assert!(told.contains("written by a newer opora") && told.contains("m9999_later"), "{told}");
        }
    }
}

#[test]
fn status_makes_no_database() {
    let folder = scratch::folder();
    assert_eq!(Place::bare(folder.path()).good(&["migrate", "status"]), status(0));
    assert!(!folder.path().join("data").exists());
}
