//! The migrations of opora, in the order in which they run.
//!
//! Each migration is one file with one concern: a list of statements up and a list down, as SQL that both
//! databases understand after [`sql::Dialect`] has filled in the few type names that differ.
//! A migration imports nothing of ours: entities move on, old migrations must not.
//! To add one: a file `mNNNN_verb_noun.rs`, a line in [`Migrator::migrations`], a working `down`.

pub mod sql;

mod m0001_create_ledger;
mod m0002_create_territory;
mod m0003_create_access;
mod m0004_create_organisation;
mod m0005_create_legal_act;
mod m0006_create_status;
mod m0007_create_agreement;
mod m0008_create_competition;
mod m0009_index_lists;
mod m0010_create_figure;
mod m0011_create_report;
mod m0012_version_classifier;
mod m0013_search_partnership;

pub use sea_orm_migration::MigratorTrait;
use sea_orm_migration::prelude::*;

/// Runs the migrations.
#[derive(Debug)]
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_create_ledger::Migration),
            Box::new(m0002_create_territory::Migration),
            Box::new(m0003_create_access::Migration),
            Box::new(m0004_create_organisation::Migration),
            Box::new(m0005_create_legal_act::Migration),
            Box::new(m0006_create_status::Migration),
            Box::new(m0007_create_agreement::Migration),
            Box::new(m0008_create_competition::Migration),
            Box::new(m0009_index_lists::Migration),
            Box::new(m0010_create_figure::Migration),
            Box::new(m0011_create_report::Migration),
            Box::new(m0012_version_classifier::Migration),
            Box::new(m0013_search_partnership::Migration),
        ]
    }

    fn migration_table_name() -> DynIden {
        Alias::new("schema_migration").into_iden()
    }
}
