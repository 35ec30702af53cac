//! The aggregates: sums that the service keeps, against a count from the base rows.

use super::{Patient, finding::Finding};
use crate::{
    error::{AppError, Failure},
    service::{
        Cx,
        access::command,
        overview::recount::{Difference, recount},
        value,
    },
};

/// What differs in two counts one after the other: a count reads more than once, and others may write in between.
async fn twice(cx: &Cx) -> Result<Vec<Difference>, AppError> {
    let first = all(cx).await?;
    if first.is_empty() {
        return Ok(first);
    }
    let second = all(cx).await?;
    Ok(second.into_iter().filter(|difference| first.contains(difference)).collect())
}

async fn all(cx: &Cx) -> Result<Vec<Difference>, AppError> {
    let mut differences = recount(cx).await?;
    differences.extend(value::recount::recount(cx).await?);
    Ok(differences)
}

/// Differences that are shown.
const SHOWN: usize = 10;

pub(super) async fn check(patient: &Patient) -> Vec<Finding> {
    let Some(db) = patient.db.as_ref().filter(|_| patient.recount) else { return vec![] };
    match twice(&patient.cx(db)).await {
        Ok(differences) if differences.is_empty() => vec![Finding::ok("equal to a count from the base rows")],
        Ok(differences) => {
            let shown: Vec<_> = differences
                .iter()
                .take(SHOWN)
                .map(|one| format!("{}: {} stored, {} counted", one.key, one.stored, one.recounted))
                .collect();
            let count = differences.len();
            vec![Finding::fail(
                format!("{count} differ from a count of the base rows: {}", shown.join("; ")),
                "this is a fault of the program, or someone has written past it: report it with this line",
            )]
        }
        Err(error) => {
            let text = format!("can't be counted: {}", command::sentence(&Failure::App(error)));
            vec![Finding::fail(text, "mend the database first")]
        }
    }
}
