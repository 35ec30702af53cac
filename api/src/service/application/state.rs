//! The state of an application on any day, from its dates: in memory and as SQL, proven equal by a test.

use chrono::{Days, NaiveDate};
use entity::{CodeEnum, application};
use sea_orm::sea_query::{Expr, SimpleExpr};

use crate::service::competition::sql::calendar;

entity::code_enum! {
    /// State of an application on a day (состояние заявки)
    pub enum ApplicationState {
        /// Being prepared (черновик)
        Draft = "DRAFT",
        /// Submitted (подана)
        Submitted = "SUBMITTED",
        /// Admitted (допущена)
        Admitted = "ADMITTED",
        /// Rejected with a reason (отклонена)
        Rejected = "REJECTED",
        /// Withdrawn by the applicant (отозвана)
        Withdrawn = "WITHDRAWN",
    }
}

entity::code_enum! {
    /// What an application counts as on a day: its result once there is one, its state before (итог или состояние заявки)
    pub enum ApplicationOutcome {
        /// Winner (победитель)
        Winner = "WINNER",
        /// Prize, second or third place (призёр)
        Prize = "PRIZE",
        /// Laureate (лауреат)
        Laureate = "LAUREATE",
        /// Participant (участник)
        Participant = "PARTICIPANT",
        /// Being prepared (черновик)
        Draft = "DRAFT",
        /// Submitted (подана)
        Submitted = "SUBMITTED",
        /// Admitted (допущена)
        Admitted = "ADMITTED",
        /// Rejected with a reason (отклонена)
        Rejected = "REJECTED",
        /// Withdrawn by the applicant (отозвана)
        Withdrawn = "WITHDRAWN",
    }
}

/// The state on a day; the result is a field of its own.
pub fn state(row: &application::Model, day: NaiveDate) -> ApplicationState {
    let reached = |date: Option<NaiveDate>| date.is_some_and(|date| date <= day);
    if reached(row.withdrawn_on) {
        ApplicationState::Withdrawn
    } else if reached(row.rejected_on) {
        ApplicationState::Rejected
    } else if reached(row.admitted_on) || (is_undated(row) && row.result_on.is_none_or(|on| on <= day)) {
        ApplicationState::Admitted
    } else if reached(row.submitted_on) {
        ApplicationState::Submitted
    } else {
        ApplicationState::Draft
    }
}

/// Of the past, and when it was submitted is not known: it took part.
fn is_undated(row: &application::Model) -> bool {
    row.recorded && row.submitted_on.is_none()
}

/// The code by which it is counted: the result once there is one, the state before.
pub fn outcome(row: &application::Model, day: NaiveDate) -> &'static str {
    match row.result {
        Some(result) if row.result_on.is_none_or(|on| on <= day) => result.code(),
        _ => state(row, day).code(),
    }
}

/// The state on a day as SQL.
pub fn state_expr(day: NaiveDate) -> SimpleExpr {
    Expr::cust(format!("CASE {} END", state_rules(day)))
}

/// The code by which it is counted as SQL.
pub fn outcome_expr(day: NaiveDate) -> SimpleExpr {
    Expr::cust(format!("CASE {} {} END", result_rule(day), state_rules(day)))
}

/// The result that is known on a day as SQL.
pub fn result_expr(day: NaiveDate) -> SimpleExpr {
    Expr::cust(format!("CASE {} END", result_rule(day)))
}

fn result_rule(day: NaiveDate) -> String {
    let day = calendar(day);
    let known = format!(r#"("application"."result_on" IS NULL OR "application"."result_on" <= '{day}')"#);
    format!(r#"WHEN "application"."result" IS NOT NULL AND {known} THEN "application"."result""#)
}

// The day is written into the text: PostgreSQL would not group by an expression with parameters.
fn state_rules(day: NaiveDate) -> String {
    let day = calendar(day);
    let reached = |column: &str| format!(r#""application"."{column}" <= '{day}'"#);
    let undated = format!(
        r#""application"."recorded" AND "application"."submitted_on" IS NULL AND ("application"."result_on" IS NULL OR {})"#,
        reached("result_on")
    );
    format!(
        "WHEN {} THEN 'WITHDRAWN' WHEN {} THEN 'REJECTED' WHEN {} OR {undated} THEN 'ADMITTED' \
         WHEN {} THEN 'SUBMITTED' ELSE 'DRAFT'",
        reached("withdrawn_on"),
        reached("rejected_on"),
        reached("admitted_on"),
        reached("submitted_on"),
    )
}

/// What it counts as, from day to day, since it was submitted; null is since ever, or without end.
pub fn timeline(row: &application::Model) -> Vec<(&'static str, Option<NaiveDate>, Option<NaiveDate>)> {
    let dates = [row.submitted_on, row.admitted_on, row.rejected_on, row.withdrawn_on, row.result_on];
    let mut turns: Vec<Option<NaiveDate>> = dates.into_iter().flatten().map(Some).collect();
    turns.push(None);
    turns.sort_unstable();
    turns.dedup();
    let mut spans: Vec<(&'static str, Option<NaiveDate>, Option<NaiveDate>)> = Vec::new();
    for turn in turns {
        let code = outcome(row, turn.unwrap_or(NaiveDate::MIN));
        match spans.last_mut() {
            Some(last) if last.0 == code => {}
            Some(last) => {
                last.2 = turn.and_then(|day| day.checked_sub_days(Days::new(1)));
                spans.push((code, turn, None));
            }
            None => spans.push((code, turn, None)),
        }
    }
    spans.retain(|(code, ..)| *code != ApplicationState::Draft.code());
    spans
}
