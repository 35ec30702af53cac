//! The migrations go up, down and up again, with data in the tables.

use migration::{Migrator, MigratorTrait};
use opora::{Config, clock::Clock};

use crate::support::{EmptyDatabase, TestApp, TestDatabase, both, service, wait};

fn tables(db: &TestDatabase) -> Vec<String> {
    db.rows().keys().filter(|name| !name.contains("schema_migration")).cloned().collect()
}

both! {
    fn they_go_up_down_and_up_again_with_data(db: &EmptyDatabase) {
        let clock: Clock = service::clock();
        let mut config: Config = service::config(db.url(), db.folder(), &clock);
        config.demo = true;
        wait(async { service::start(config.clone()).await.stop().await });
        let full = tables(db);
        assert!(full.len() > 10, "{full:?}");
        let connection = wait(service::connect(db.url())).unwrap();
        wait(Migrator::down(&connection, None)).unwrap();
        assert_eq!(tables(db), Vec::<String>::new());
        wait(Migrator::up(&connection, None)).unwrap();
        wait(connection.close()).unwrap();
        assert_eq!(tables(db), full);
        wait(async { service::start(config).await.stop().await });
    }

    fn what_is_taken_back_leaves_nothing_counted(db: &EmptyDatabase) {
        let clock: Clock = service::clock();
        let mut config: Config = service::config(db.url(), db.folder(), &clock);
        config.demo = true;
        wait(async { service::start(config.clone()).await.stop().await });
        // Organisations are the tenth from the end; every step down from there leaves some objects and takes others.
        for steps in 1..=10 {
            let connection = wait(service::connect(db.url())).unwrap();
            wait(Migrator::down(&connection, Some(steps))).unwrap();
            wait(Migrator::up(&connection, None)).unwrap();
            wait(connection.close()).unwrap();
            let differences = wait(service::recount(db.url(), db.folder()));
            assert!(differences.is_empty(), "{steps}: {differences:?}");
        }
    }

    fn two_nodes_starting_at_once_do_not_collide(db: &EmptyDatabase) {
        let clock = service::clock();
        let config = service::config(db.url(), db.folder(), &clock);
        let (one, two) = wait(async {
            tokio::join!(service::start(config.clone()), service::start(config.clone()))
        });
        wait(async { tokio::join!(one.stop(), two.stop()) });
        // A third one finds everything in its place.
        drop(TestApp::on(db, |_| ()));
    }
}
