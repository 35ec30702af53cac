//! The state of a campaign as SQL, the same rule as [`super::state`].
//!
//! The day and the codes are written into the text: PostgreSQL would not see that an expression with parameters is the
//! one it groups by.

use chrono::NaiveDate;
use sea_orm::sea_query::{Expr, SimpleExpr};

use crate::service::competition::sql::calendar;

/// The state on a day.
pub fn state(day: NaiveDate) -> SimpleExpr {
    let day = calendar(day);
    let reached = |column: &str| format!(r#""campaign"."{column}" <= '{day}'"#);
    let rules = [
        ("CANCELLED", reached("cancelled_on")),
        ("PUBLISHED", reached("published_on")),
        ("SUMMARISED", reached("summarised_on")),
        ("CLOSED", reached("closed_on")),
        ("PLANNED", format!(r#"COALESCE("campaign"."opens_on" > '{day}', TRUE)"#)),
        ("COLLECTING", format!(r#""campaign"."period_to" < '{day}'"#)),
    ];
    let cases: Vec<String> = rules.iter().map(|(state, when)| format!("WHEN {when} THEN '{state}'")).collect();
    Expr::cust(format!("CASE {} ELSE 'OPEN' END", cases.join(" ")))
}

/// Campaigns that are opened and not called off on a day.
pub fn stands(day: NaiveDate) -> SimpleExpr {
    let day = calendar(day);
    Expr::cust(format!(r#""campaign"."opens_on" <= '{day}' AND COALESCE("campaign"."cancelled_on" > '{day}', TRUE)"#))
}
