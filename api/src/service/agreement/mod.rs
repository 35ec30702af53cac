//! Agreements: drafts, approval, signatures, editions, termination, renewal; their state follows from dates.
//!
//! - `state.rs`: the state of any day, in memory and as SQL; `rules.rs`: what must be true before a step.
//! - `draft.rs`, `approval.rs`, `record.rs`, `amend.rs`, `terminate.rs`, `renew.rs`: the operations.
//! - `keeper.rs`: where a row stands; `party.rs`: who the parties are.
//! - `query.rs`: reading through the scope; `lists.rs`: filtered lists; `graph.rs`: who is bound to whom.
//! - `tally.rs`: what counts in aggregates. To add an operation: a file, an action, a line in `actions.rs`.

pub mod actions;
pub mod amend;
pub mod approval;
pub mod draft;
pub mod graph;
pub mod keeper;
pub mod lists;
pub mod party;
pub mod query;
pub mod record;
pub mod renew;
pub mod rows;
pub mod rules;
pub mod state;
pub mod tally;
pub mod terminate;

use chrono::NaiveDate;

use crate::{
    error::{UserError, UserErrorCode},
    service::{NAME, line},
};

/// The window in which something was to be done, with its printed text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Window {
    /// First day.
    pub from: Option<NaiveDate>,
    /// Last day.
    pub to: Option<NaiveDate>,
    /// As printed.
    pub text: Option<String>,
}

impl Window {
    /// The window, its dates in order and its text cleaned.
    pub fn checked(self, path: &str) -> Result<Self, UserError> {
        let Self { from, to, text } = self;
        if let (Some(from), Some(to)) = (from, to)
            && from > to
        {
            return Err(UserError::date_order(&format!("{path}.to")));
        }
        let text = text.map(|text| line(&text, &format!("{path}.text"), 200)).transpose()?;
        Ok(Self { from, to, text })
    }
}

/// Most lines of a stored list of texts.
const MOST_LINES: usize = 100;

/// A list of short texts as one column, one a line; an empty list is null.
pub fn joined(lines: &[String], path: &str) -> Result<Option<String>, UserError> {
    if lines.len() > MOST_LINES {
        return Err(UserError::new(
            UserErrorCode::TooMany,
            path,
            format!("Не больше {MOST_LINES} строк"),
            format!("At most {MOST_LINES} lines"),
        ));
    }
    let cleaned = lines
        .iter()
        .enumerate()
        .map(|(i, text)| line(text, &format!("{path}.{i}"), NAME))
        .collect::<Result<Vec<_>, _>>()?;
    Ok((!cleaned.is_empty()).then(|| cleaned.join("\n")))
}

/// The lines of such a column.
pub fn lines(column: Option<&str>) -> Vec<String> {
    column.unwrap_or_default().lines().map(ToOwned::to_owned).collect()
}
