//! Everything that is stored, as text: the proof that a refused request changed nothing.

use std::collections::BTreeMap;
use std::sync::Mutex;

use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, DbErr, Statement};

use super::{service, wait};

/// Each table with its rows, in an order that does not depend on the database.
pub type Rows = BTreeMap<String, Vec<String>>;

/// Who reads all tables of one database, again and again: on PostgreSQL through one connection, since each new one has
/// to learn the whole catalogue first.
#[derive(Default)]
pub struct Reader(Mutex<Option<DatabaseConnection>>);

impl Reader {
    /// Reads all tables of a database, always the same.
    pub fn read(&self, url: &str) -> Rows {
        let mut held = self.0.lock().expect("no test goes on after a panic");
        let read = async {
            let connection = match held.take() {
                Some(connection) => connection,
                None => service::connect(url).await?,
            };
            let rows = tables(&connection).await?;
            if connection.get_database_backend() == DbBackend::Postgres {
                *held = Some(connection);
            } else {
                connection.close().await?;
            }
            Ok(rows)
        };
        wait(read).unwrap_or_else(|error: DbErr| panic!("reading all rows: {error}"))
    }
}

/// The texts that a statement answers, past the service.
pub fn texts(url: &str, sql: &str) -> Vec<String> {
    let read = async {
        let connection = service::connect(url).await?;
        let found = column(&connection, sql).await;
        connection.close().await?;
        found
    };
    wait(read).unwrap_or_else(|error: DbErr| panic!("{sql}: {error}"))
}

/// The tables whose rows differ, each with the rows that only one side has.
pub fn difference(before: &Rows, after: &Rows) -> String {
    let mut told = String::new();
    let nothing = Vec::new();
    let names: std::collections::BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    for name in names {
        let (old, new) = (before.get(name).unwrap_or(&nothing), after.get(name).unwrap_or(&nothing));
        let gone = old.iter().filter(|row| !new.contains(row)).map(|row| ('-', row));
        let come = new.iter().filter(|row| !old.contains(row)).map(|row| ('+', row));
        for (sign, row) in gone.chain(come) {
            told.extend([sign.to_string(), format!(" {name}: {row}\n")]);
        }
    }
    told
}

async fn tables(connection: &DatabaseConnection) -> Result<Rows, DbErr> {
    let names = match connection.get_database_backend() {
        DbBackend::Postgres => "SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema()",
        _ => "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
    };
    let names = column(connection, names).await?;
    let mut all = Vec::new();
    for name in &names {
        all.push(format!("SELECT '{name}', {}", contents(connection, name).await?));
    }
    let mut rows: Rows = names.into_iter().map(|name| (name, Vec::new())).collect();
    if !all.is_empty() {
        let statement = Statement::from_string(connection.get_database_backend(), all.join(" UNION ALL "));
        for row in connection.query_all_raw(statement).await? {
            let (name, content): (String, String) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
            rows.entry(name).or_default().push(content);
        }
    }
    for contents in rows.values_mut() {
        contents.sort();
    }
    Ok(rows)
}

/// One text for each row of a table, and where from.
async fn contents(connection: &DatabaseConnection, table: &str) -> Result<String, DbErr> {
    if connection.get_database_backend() == DbBackend::Postgres {
        return Ok(format!(r#"t::text FROM "{table}" AS t"#));
    }
    let columns = format!("SELECT name FROM pragma_table_info('{table}')");
    let quoted =
        column(connection, &columns).await?.iter().map(|name| format!(r#"quote("{name}")"#)).collect::<Vec<_>>();
    Ok(format!(r#"{} FROM "{table}""#, quoted.join(" || ',' || ")))
}

async fn column(connection: &DatabaseConnection, sql: &str) -> Result<Vec<String>, DbErr> {
    let statement = Statement::from_string(connection.get_database_backend(), sql);
    let rows = connection.query_all_raw(statement).await?;
    rows.iter().map(|row| row.try_get_by_index(0)).collect()
}
