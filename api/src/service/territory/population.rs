//! Figures of population: one per municipality, age band, day and source; recording again corrects it.

use entity::{ids::MunicipalityId, population};
use sea_orm::{ActiveModelTrait, IntoActiveModel, Set};

use super::query;
use crate::{
    access::{Action, Verdict},
    db::change::Root,
    error::{AppError, Failure, Problems, UserErrorCode},
    service::{CODE, Cx, line, value::figures},
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
/// More than any municipality has.
const MOST_PEOPLE: i64 = 100_000_000;

/// An age that is not below another and not above the oldest.
fn age(age: i32, least: i32) -> Option<i16> {
    (least..=OLDEST).contains(&age).then(|| i16::try_from(age).ok()).flatten()
}

/// Records a figure; the same municipality, band, day and source is corrected.
pub async fn record(cx: &Cx, input: RecordPopulation) -> Result<population::Model, Failure> {
    let RecordPopulation { municipality, age_from, age_to, as_of, count, source } = input;
    let mut tx = cx.write().await?;
    let place = query::locked_municipality(&tx, municipality).await?.ok_or_else(AppError::not_found)?;
    Verdict::by_right(&cx.viewer, Action::RecordPopulation, &place.place()).require()?;
    let mut problems = Problems::new();
    let source = problems.keep(line(&source, "source", CODE));
    let (youngest, oldest) = (age(age_from, 0), age(age_to, age_from.clamp(0, OLDEST)));
    for (path, age) in [("ageFrom", youngest), ("ageTo", oldest)] {
        if age.is_none() {
            let (ru, en) = ("Возраст: от 0 до 120 лет, по порядку", "Ages: 0 to 120 years, in order");
            problems.add(UserErrorCode::OutOfRange, path, ru, en);
        }
    }
    if !(0..=MOST_PEOPLE).contains(&count) {
        let (ru, en) = ("Численность: от 0 до 100 000 000", "A count lies between 0 and 100,000,000");
        problems.add(UserErrorCode::OutOfRange, "count", ru, en);
    }
    problems.finish()?;
    let source = source.unwrap_or_default();
    let (from, to) = (youngest.unwrap_or_default(), oldest.unwrap_or_default());
    let stored = query::populations(&tx, &[municipality]).await?.into_iter().find(|row| {
        (row.age_from, row.age_to, row.as_of, row.source.as_str()) == (from, to, as_of.date, source.as_str())
    });
    let row = if let Some(stored) = stored {
        let mut row = stored.clone().into_active_model();
        row.count = Set(count);
        row.as_of_precision = Set(as_of.precision.stored());
        row.version = Set(stored.version + 1);
        row.updated_at = Set(tx.now());
        row.update(&tx).await?
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
        row.insert(&tx).await?
    };
    // A figure is a part of its municipality: that is what has changed.
    tx.updated(&place, &place, &["population"]);
    figures::of_population(&mut tx, municipality, (from, to)).await?;
    tx.commit().await?;
    Ok(row)
}
