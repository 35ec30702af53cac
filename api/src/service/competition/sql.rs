//! The state of a competition as SQL, the same rule as [`super::state`]: for the filter, the facet and the aggregates.
//!
//! The day and the codes are written into the text: PostgreSQL would not see that an expression with parameters is the
//! one it groups by.

use chrono::NaiveDate;
use sea_orm::sea_query::{Expr, SimpleExpr};

/// A column as of the day of the selection: `competition_period`, joined as `period`, tells what a postponement gave up.
pub(super) fn at_day(column: &str) -> String {
    format!(r#"(CASE WHEN "period"."id" IS NOT NULL THEN "period"."{column}" ELSE "competition"."{column}" END)"#)
}

/// The same as an expression.
pub(super) fn at_day_expr(column: &str) -> SimpleExpr {
    Expr::cust(at_day(column))
}

/// A day as both databases write and compare it: of four digits' years.
pub(crate) fn calendar(day: NaiveDate) -> NaiveDate {
    let bound = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
    day.clamp(bound(1, 1, 1), bound(9999, 12, 31))
}

/// The state on a day, of a selection of that day.
pub fn state(day: NaiveDate) -> SimpleExpr {
    let day = calendar(day);
    let own = |column: &str| format!(r#""competition"."{column}""#);
    let reached = |sql: &str| format!("{sql} <= '{day}'");
    let over = |sql: &str| format!("{sql} < '{day}'");
    let (from, to) = (at_day("applications_from"), at_day("applications_to"));
    let evaluation_from = format!("COALESCE({}, {})", at_day("evaluation_from"), at_day("valid_from"));
    let evaluation_to = format!("COALESCE({}, {})", at_day("evaluation_to"), at_day("valid_to"));
    let begins_on = [
        own("announced_on"),
        from.clone(),
        at_day("evaluation_from"),
        at_day("valid_from"),
        own("results_published_on"),
        own("cancelled_on"),
        own("archived_on"),
    ]
    .join(", ");
    let rules = [
        ("ARCHIVED", reached(&own("archived_on"))),
        ("CANCELLED", reached(&own("cancelled_on"))),
        ("RESULTS_PUBLISHED", reached(&own("results_published_on"))),
        ("DRAFT", format!("{} IS NULL AND NOT {}", own("announced_on"), own("recorded"))),
        ("DRAFT", format!("COALESCE({begins_on}) > '{day}'")),
        (
            "POSTPONED",
            format!(
                "{} IS NOT NULL AND ({resumes} IS NULL OR {resumes} > '{day}')",
                at_day("windows_since"),
                resumes = at_day("resumes_on")
            ),
        ),
        ("RESULTS_PENDING_ORDER", reached(&own("evaluation_closed_on"))),
        ("APPLICATIONS_OPEN", format!("({} OR {from} IS NULL) AND {to} >= '{day}'", reached(&from))),
        (
            "APPLICATIONS_OPEN",
            format!(
                "{} AND {to} IS NULL AND ({evaluation_from} IS NULL OR {evaluation_from} > '{day}')",
                reached(&from)
            ),
        ),
        ("RESULTS_PENDING_ORDER", over(&evaluation_to)),
        ("EVALUATION", reached(&evaluation_from)),
        ("APPLICATIONS_CLOSED", over(&to)),
    ];
    let cases: Vec<String> = rules.iter().map(|(state, when)| format!("WHEN {when} THEN '{state}'")).collect();
    Expr::cust(format!("CASE {} ELSE 'ANNOUNCED' END", cases.join(" ")))
}
