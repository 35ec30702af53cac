//! Places in a list: opaque outside, bound to one list with one filter and one order.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{
    DbErr, QueryResult,
    sea_query::{Expr, SimpleExpr},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::order::{KeyKind, OrderKey};
use crate::error::AppError;

/// A value of an order key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum KeyValue {
    Number(i64),
    Text(String),
}

/// A place in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::service) struct Cursor {
    v: u8,
    list: String,
    /// The parent, of a list below one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    of: Option<Uuid>,
    pub(super) keys: Vec<KeyValue>,
    pub id: Uuid,
}

impl Cursor {
    /// Reads the cursor of a list, below one parent where it has one.
    pub fn read(text: &str, list: &str, of: Option<Uuid>, order: &[OrderKey]) -> Result<Self, AppError> {
        let cursor =
            URL_SAFE_NO_PAD.decode(text).ok().and_then(|bytes| serde_json::from_slice::<Self>(&bytes).ok()).filter(
                |cursor| {
                    cursor.v == 1
                        && cursor.list == list
                        && cursor.of == of
                        && cursor.keys.len() == order.len()
                        && order.iter().zip(&cursor.keys).all(|(key, value)| fits(key.kind, value))
                },
            );
        cursor.ok_or_else(foreign_cursor)
    }

    /// The keys of a place in a search over kinds: which of them, and where in it.
    pub fn place(&self) -> Option<(i64, &str, Uuid)> {
        match self.keys.as_slice() {
            [KeyValue::Number(place), KeyValue::Text(name)] => Some((*place, name, self.id)),
            _ => None,
        }
    }

    /// The cursor of a row, which has its keys beside it.
    pub fn of_row(row: &QueryResult, list: &str, of: Option<Uuid>, order: &[OrderKey]) -> Result<String, DbErr> {
        let keys = order
            .iter()
            .enumerate()
            .map(|(i, key)| {
                let name = key_name(i);
                Ok(match key.kind {
                    KeyKind::Text => KeyValue::Text(row.try_get("", &name)?),
                    KeyKind::Day => KeyValue::Text(row.try_get::<NaiveDate>("", &name)?.to_string()),
                    KeyKind::Instant => KeyValue::Number(row.try_get::<DateTime<Utc>>("", &name)?.timestamp_micros()),
                    KeyKind::Number => KeyValue::Number(row.try_get("", &name)?),
                })
            })
            .collect::<Result<_, DbErr>>()?;
        let cursor = Self { v: 1, list: list.to_owned(), of, keys, id: row.try_get("", "key_id")? };
        let bytes = serde_json::to_vec(&cursor).map_err(|e| DbErr::Custom(e.to_string()))?;
        Ok(URL_SAFE_NO_PAD.encode(bytes))
    }
}

/// Refuses a cursor of another list.
pub fn foreign_cursor() -> AppError {
    AppError::bad_input(
        "Курсор не от этого списка, фильтра или порядка: начните список сначала",
        "The cursor is not of this list, filter or order: start the list again",
    )
}

/// How a key is named beside a row.
pub(in crate::service) fn key_name(i: usize) -> String {
    format!("key_{i}")
}

fn fits(kind: KeyKind, value: &KeyValue) -> bool {
    match (kind, value) {
        (KeyKind::Text, KeyValue::Text(text)) => !text.contains('\0'),
        (KeyKind::Number, KeyValue::Number(_)) => true,
        (KeyKind::Day, KeyValue::Text(text)) => text.parse::<NaiveDate>().is_ok(),
        (KeyKind::Instant, KeyValue::Number(micros)) => DateTime::from_timestamp_micros(*micros).is_some(),
        _ => false,
    }
}

/// A value of a key as the database compares it.
pub(super) fn bind(kind: KeyKind, value: &KeyValue) -> SimpleExpr {
    match (kind, value) {
        (KeyKind::Day, KeyValue::Text(text)) => Expr::val(text.parse::<NaiveDate>().unwrap_or_default()),
        (KeyKind::Instant, KeyValue::Number(micros)) => {
            Expr::val(DateTime::from_timestamp_micros(*micros).unwrap_or_default())
        }
        (_, KeyValue::Text(text)) => Expr::val(text.clone()),
        (_, KeyValue::Number(number)) => Expr::val(*number),
    }
}

/// A short text that differs for different lists.
pub fn fingerprint(text: &str) -> String {
    use sha2::{Digest, Sha256};
    URL_SAFE_NO_PAD.encode(Sha256::digest(text).get(..9).unwrap_or_default())
}
