//! One SQL text for both databases: the types that differ are written as `{UUID}`, `{DATE}`, `{INSTANT}`, `{BYTES}`,
//! `{TEXT_KEY}` (text ordered by code point) and filled in here; `{VALIDITY}` is the six columns of a dated row;
//! `{SEARCHED_ID}` is the primary key of a table with a full-text index, which on SQLite needs row numbers that last;
//! `{LATER_ORGANISATION}` is a reference to a table that a later migration makes, which is where PostgreSQL adds it.

use sea_orm_migration::{
    prelude::*,
    sea_orm::{ConnectionTrait, DbBackend},
};

/// Fills in what differs between the databases.
#[derive(Clone, Copy, Debug)]
pub struct Dialect(DbBackend);

/// Both bounds inclusive, null = open; `precision` 1 = day, 2 = month, 3 = year; `text` = as printed.
const VALIDITY: &str = "valid_from {DATE}, valid_from_precision SMALLINT NOT NULL DEFAULT 1, valid_from_text TEXT, \
     valid_to {DATE}, valid_to_precision SMALLINT NOT NULL DEFAULT 1, valid_to_text TEXT, \
     CHECK (valid_from IS NULL OR valid_to IS NULL OR valid_from <= valid_to), \
     CHECK (valid_from_precision BETWEEN 1 AND 3 AND valid_to_precision BETWEEN 1 AND 3)";

impl Dialect {
    /// The dialect of a connection.
    #[must_use]
    pub fn of(manager: &SchemaManager<'_>) -> Self {
        Self(manager.get_database_backend())
    }

    /// True on PostgreSQL.
    #[must_use]
    pub fn is_postgres(self) -> bool {
        self.0 == DbBackend::Postgres
    }

    /// The statement with the types of this database.
    #[must_use]
    pub fn fill(self, statement: &str) -> String {
        let types = if self.is_postgres() {
            [
                ("{UUID}", "UUID"),
                ("{DATE}", "DATE"),
                ("{INSTANT}", "TIMESTAMPTZ"),
                ("{BYTES}", "BYTEA"),
                ("{TEXT_KEY}", "TEXT COLLATE \"C\""),
                ("{SEARCHED_ID}", "id UUID PRIMARY KEY"),
                ("{LATER_ORGANISATION}", ""),
                ("{LATER_COMPETITION}", ""),
                ("{LATER_REPORT}", ""),
            ]
        } else {
            [
                ("{UUID}", "BLOB"),
                ("{DATE}", "DATE"),
                ("{INSTANT}", "DATETIME"),
                ("{BYTES}", "BLOB"),
                ("{TEXT_KEY}", "TEXT"),
                // Without a column of its own, VACUUM may number the rows anew and part them from their index.
                ("{SEARCHED_ID}", "search_row INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE"),
                ("{LATER_ORGANISATION}", " REFERENCES organisation (id)"),
                ("{LATER_COMPETITION}", " REFERENCES competition (id)"),
                ("{LATER_REPORT}", " REFERENCES report (id)"),
            ]
        };
        types.iter().fold(statement.replace("{VALIDITY}", VALIDITY), |text, (name, sql)| text.replace(name, sql))
    }
}

/// Runs statements one after the other; one that begins with `@postgres` or `@sqlite` runs on that database only.
pub async fn run(manager: &SchemaManager<'_>, statements: &[&str]) -> Result<(), DbErr> {
    let dialect = Dialect::of(manager);
    let (mine, other) = if dialect.is_postgres() { ("@postgres ", "@sqlite ") } else { ("@sqlite ", "@postgres ") };
    for statement in statements.iter().filter(|statement| !statement.starts_with(other)) {
        let statement = statement.strip_prefix(mine).unwrap_or(statement);
        manager.get_connection().execute_unprepared(&dialect.fill(statement)).await?;
    }
    Ok(())
}

/// Declares a migration from two constants `UP` and `DOWN` of its module.
#[macro_export]
macro_rules! migration {
    () => {
        /// This migration.
        #[derive(sea_orm_migration::prelude::DeriveMigrationName)]
        pub struct Migration;

        #[async_trait::async_trait]
        impl sea_orm_migration::prelude::MigrationTrait for Migration {
            fn use_transaction(&self) -> Option<bool> {
                Some(true)
            }
            async fn up(
                &self,
                manager: &sea_orm_migration::prelude::SchemaManager,
            ) -> Result<(), sea_orm_migration::prelude::DbErr> {
                $crate::sql::run(manager, UP).await
            }
            async fn down(
                &self,
                manager: &sea_orm_migration::prelude::SchemaManager,
            ) -> Result<(), sea_orm_migration::prelude::DbErr> {
                $crate::sql::run(manager, DOWN).await
            }
        }
    };
}
