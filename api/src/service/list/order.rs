//! Orders of lists.
//!
//! Keys of an order are never null (a nullable date is coalesced, so nulls come last) and end with the id.

use chrono::NaiveDate;
use sea_orm::sea_query::{Func, SimpleExpr};

/// What an order key is, so that it can be read back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyKind {
    /// Text ordered by code point.
    Text,
    /// A day.
    Day,
    /// An instant.
    Instant,
    /// A whole number.
    Number,
}

/// One key of an order.
#[derive(Clone, Debug)]
pub struct OrderKey {
    pub(super) expr: SimpleExpr,
    pub(super) kind: KeyKind,
}

impl OrderKey {
    /// A key that is never null.
    pub fn new(expr: impl Into<SimpleExpr>, kind: KeyKind) -> Self {
        Self { expr: expr.into(), kind }
    }

    /// A day that may be null: nulls come last in either direction.
    pub fn nullable_day(expr: impl Into<SimpleExpr>, descending: bool) -> Self {
        let last = if descending { NaiveDate::from_ymd_opt(1, 1, 1) } else { NaiveDate::from_ymd_opt(9999, 12, 31) };
        // Written into the statement: an index on this expression is found by its text.
        let last = SimpleExpr::Constant(last.unwrap_or_default().into());
        Self { expr: Func::coalesce([expr.into(), last]).into(), kind: KeyKind::Day }
    }
}

/// The order of a list.
#[derive(Clone, Debug)]
pub struct ListOrder {
    /// The name of the order, part of every cursor.
    pub name: String,
    /// Keys before the id.
    pub keys: Vec<OrderKey>,
    /// All keys and the id, downwards.
    pub descending: bool,
}
