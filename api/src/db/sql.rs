//! Statements written by hand: one text with `?` for both databases.

use sea_orm::{DbBackend, DbErr, Statement, Value};

/// A statement whose `?` are numbered where the database wants that; none of them may stand in a literal.
pub fn bind(backend: DbBackend, sql: &str, values: impl IntoIterator<Item = Value>) -> Statement {
    Statement::from_sql_and_values(backend, numbered(backend, sql), values)
}

fn numbered(backend: DbBackend, sql: &str) -> String {
    if backend != DbBackend::Postgres {
        return sql.to_owned();
    }
    let mut text = String::with_capacity(sql.len() + 16);
    for (number, part) in sql.split('?').enumerate() {
        if number > 0 {
            text.push('$');
            text.push_str(&number.to_string());
        }
        text.push_str(part);
    }
    text
}

/// `?, ?, ?`: as many marks as there are values of an `IN`.
pub fn marks(count: usize) -> String {
    vec!["?"; count].join(", ")
}

/// Refuses what PostgreSQL refuses, a text with NUL, so that both databases answer alike.
pub fn storable(statement: &Statement) -> Result<(), DbErr> {
    let mut values = statement.values.iter().flat_map(|values| &values.0);
    let strange = |value: &Value| matches!(value, Value::String(Some(text)) if text.contains('\0'));
    if statement.db_backend == DbBackend::Sqlite && values.any(strange) {
        return Err(DbErr::Custom("invalid byte sequence for encoding: NUL".to_owned()));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_numbered_where_they_must_be() {
        assert_eq!(numbered(DbBackend::Postgres, "a = ? AND b IN (?, ?)"), "a = $1 AND b IN ($2, $3)");
        assert_eq!(numbered(DbBackend::Sqlite, "a = ?"), "a = ?");
        assert_eq!(marks(3), "?, ?, ?");
    }
    #[test]
    fn a_text_that_postgres_refuses_is_refused() {
        let bound = |text: &str| bind(DbBackend::Sqlite, "a = ?", [text.into()]);
        assert!(storable(&bound("а")).is_ok());
        assert!(storable(&bound("а\0")).is_err());
    }
}
