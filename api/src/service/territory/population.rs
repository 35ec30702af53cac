//! Figures of population: one per municipality, age band, day and source; recording again corrects it.

use entity::{ids::MunicipalityId, population};
use sea_orm::{ActiveModelTrait, IntoActiveModel, Set};

use super::query;
use crate::{
    access::{Action, Verdict},
    db::change::Root,
    error::{AppError, Failure, Problems, UserErrorCode},
    service::{CODE, Cx, line},
    validity::Bound,
};

/// A figure of population.
#[derive(Clone, Debug)]
pub struct RecordPopulation {
    /// Where.
    pub municipality: MunicipalityId,
    /// Youngest age.
    pub age_from: i32,
    /// Oldest age.
    pub age_to: i32,
    /// The day of the count.
    pub as_of: Bound,
    /// People.
    pub count: i64,
    /// Who says so.
    pub source: String,
}

/// The oldest age that a figure may speak of.
const OLDEST: i32 = 120;

/// Records a figure; the same municipality, band, day and source is corrected.
pub async fn record(cx: &Cx, input: RecordPopulation) -> Result<population::Model, Failure> {
    let RecordPopulation { municipality, age_from, age_to, as_of, count, source } = input;
    let mut tx = cx.write().await?;
    let place = query::stored_municipality(&tx, municipality).await?.ok_or_else(AppError::not_found)?;
    Verdict::by_right(&cx.viewer, Action::RecordPopulation, &place.place()).require()?;
    let mut problems = Problems::new();
    let source = problems.keep(line(&source, "source", CODE));
    if !(0..=OLDEST).contains(&age_from) || !(age_from..=OLDEST).contains(&age_to) {
        problems.add(
            UserErrorCode::OutOfRange,
            "ageTo",
            "Возраст: от 0 до 120, по порядку",
            "Ages: 0 to 120, in order",
        );
    }
    if !(0..=100_000_000).contains(&count) {
        problems.add(UserErrorCode::OutOfRange, "count", "Численность не отрицательна", "A count is not negative");
    }
    problems.finish()?;
    let source = source.unwrap_or_default();
    let (from, to) = (i16::try_from(age_from).unwrap_or_default(), i16::try_from(age_to).unwrap_or_default());
    let stored = query::populations(&tx, &[municipality]).await?.into_iter().find(|row| {
        (row.age_from, row.age_to, row.as_of, row.source.as_str()) == (from, to, as_of.date, source.as_str())
    });
    let row = if let Some(stored) = stored {
        let mut row = stored.clone().into_active_model();
        row.count = Set(count);
        row.as_of_precision = Set(as_of.precision.stored());
        row.version = Set(stored.version + 1);
        row.updated_at = Set(tx.now());
        let row = row.update(&tx).await?;
        tx.updated(&stored, &row, &[]);
        row
    } else {
        let row = population::ActiveModel {
            id: Set(tx.new_id()),
            municipality_id: Set(municipality),
            region_id: Set(place.region_id),
            age_from: Set(from),
            age_to: Set(to),
            as_of: Set(as_of.date),
            as_of_precision: Set(as_of.precision.stored()),
            count: Set(count),
            source: Set(source),
            version: Set(1),
            created_at: Set(tx.now()),
            updated_at: Set(tx.now()),
        };
        let row = row.insert(&tx).await?;
        tx.created(&row);
        row
    };
    tx.commit().await?;
    Ok(row)
}
