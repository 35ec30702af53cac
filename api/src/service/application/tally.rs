//! What an application adds to the aggregates of the applicant's territory, keyed by result or state, from the day it
//! was submitted.

use entity::application;
use sea_orm::ConnectionTrait;

use super::{query, state::timeline};
use crate::{
    db::{change::Root, tally::Contribution},
    error::AppError,
    service::competition::tally::territories,
};

/// What is counted.
pub const MEASURE: &str = "applications";

/// What an application contributes.
pub fn contributions(row: &application::Model) -> Vec<Contribution> {
    timeline(row)
        .into_iter()
        .flat_map(|(key, from, to)| {
            territories(&row.place()).map(move |territory| Contribution {
                territory,
                measure: MEASURE,
                key: key.to_owned(),
                visibility: row.visibility,
                from,
                to,
                amount: 1,
            })
        })
        .collect()
}

/// What every stored application contributes.
pub async fn recount(db: &impl ConnectionTrait) -> Result<Vec<Contribution>, AppError> {
    Ok(query::all(db).await?.iter().flat_map(contributions).collect())
}
