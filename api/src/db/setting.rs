//! What a deployment remembers of itself: rows of `setting`, such as which network was loaded into it.

use sea_orm::{ConnectionTrait, DbErr, Statement};

use super::sql::bind;
use crate::access::Kind;

/// The value of a key.
pub async fn get(db: &impl ConnectionTrait, key: &str) -> Result<Option<String>, DbErr> {
    let sql = "SELECT value FROM setting WHERE key = ?";
    let row = db.query_one_raw(bind(db.get_database_backend(), sql, [key.into()])).await?;
    row.map(|row| row.try_get("", "value")).transpose()
}

/// Sets the value of a key.
pub async fn put(db: &impl ConnectionTrait, key: &str, value: &str) -> Result<(), DbErr> {
    let sql = "INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value";
    db.execute_raw(bind(db.get_database_backend(), sql, [key.into(), value.into()])).await.map(|_| ())
}

/// Whether anything but accounts has ever been written.
pub async fn holds_anything(db: &impl ConnectionTrait) -> Result<bool, DbErr> {
    let sql = format!(
        "SELECT 1 FROM change WHERE typename NOT IN ('{}', '{}') LIMIT 1",
        Kind::User.type_name(),
        Kind::Grant.type_name()
    );
    Ok(db.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await?.is_some())
}
