//! What a competition adds to the aggregates: one at its territory and those above, keyed by state, day by day.

use std::collections::HashMap;

use entity::{CodeEnum, competition, competition_period, ids::CompetitionId};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::{
    query,
    state::{CompetitionState, timeline},
};
use crate::{
    db::{
        change::{Place, Root},
        tally::{Contribution, FEDERATION},
    },
    error::AppError,
};

/// What is counted.
pub const MEASURE: &str = "competitions";

/// What a competition contributes; before it is known it is not counted.
pub fn contributions(row: &competition::Model, periods: &[competition_period::Model]) -> Vec<Contribution> {
    let spans = timeline(row, periods);
    let counted = spans.iter().filter(|span| span.state != CompetitionState::Draft);
    counted
        .flat_map(|span| {
            territories(&row.place()).map(move |territory| Contribution {
                territory,
                measure: MEASURE,
                key: span.state.code().to_owned(),
                visibility: row.visibility,
                from: span.from,
                to: span.to,
                amount: 1,
            })
        })
        .collect()
}

/// The municipality, the region and the federation of a place.
pub fn territories(place: &Place) -> impl Iterator<Item = Uuid> + use<> {
    [place.municipality.map(Uuid::from), place.region.map(Uuid::from), Some(FEDERATION)].into_iter().flatten()
}

/// What every stored competition contributes.
pub async fn recount(db: &impl ConnectionTrait) -> Result<Vec<Contribution>, AppError> {
    let rows = query::all(db).await?;
    let ids: Vec<CompetitionId> = rows.iter().map(|row| row.id).collect();
    let mut periods: HashMap<CompetitionId, Vec<competition_period::Model>> = HashMap::new();
    for chunk in ids.chunks(1_000) {
        for period in query::periods(db, chunk).await? {
            periods.entry(period.competition_id).or_default().push(period);
        }
    }
    let of = |row: &competition::Model| contributions(row, periods.get(&row.id).map_or(&[], Vec::as_slice));
    Ok(rows.iter().flat_map(of).collect())
}
