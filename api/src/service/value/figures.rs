//! What counts, kept beside the values: figures of every subject and sums of those below a region or a municipality.
//! Read what is touched, resolve it, write what differs and the difference of the sums, all in the writing transaction.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use entity::{
    figure,
    ids::{IndicatorId, MunicipalityId},
    indicator, indicator_source, population,
    shared::{Level, NullReason, PeriodType, Qualifier, Visibility},
    value,
};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::{
    put::REPORT,
    query,
    resolve::{Counted, Resolved, Spot, Told, resolve},
    store,
    touched::{Touched, period_of},
};
use crate::{
    db::WriteTx,
    error::{AppError, Failure},
    period::Period,
    rules::breakdown::Breakdown,
};

/// Indicator, state, period, breakdown, subject.
pub type FigureKey = (IndicatorId, i16, PeriodType, NaiveDate, NaiveDate, String, Uuid);
/// Territory, indicator, state, period, breakdown.
pub type SumKey = (Uuid, IndicatorId, i16, PeriodType, NaiveDate, NaiveDate, String);

/// What figures of a territory add up to, in the order of the columns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums(pub [i64; 7]);

impl Sums {
    /// What one figure adds.
    fn of(figure: &figure::Model) -> Self {
        let numerator = figure.numerator_micros;
        let pair = numerator.zip(figure.denominator_micros);
        Self([
            numerator.unwrap_or(0),
            pair.map_or(0, |(numerator, _)| numerator),
            pair.map_or(0, |(_, denominator)| denominator),
            pair.is_some().into(),
            numerator.is_some().into(),
            (numerator.is_some() && figure.qualifier != Qualifier::Eq).into(),
            (figure.null_reason != Some(NullReason::NotReported)).into(),
        ])
    }

    /// Adds others, or takes them back.
    fn add(&mut self, others: Self, sign: i64) {
        for (sum, other) in self.0.iter_mut().zip(others.0) {
            *sum = sum.saturating_add(sign * other);
        }
    }

    /// Whether nothing is left.
    pub fn is_zero(&self) -> bool {
        self.0 == [0; 7]
    }
}

/// The territory whose sums a figure is in.
fn summed_in(figure: &figure::Model) -> Option<Uuid> {
    match figure.subject {
        Level::Municipality => figure.region_id.map(Into::into),
        Level::Organisation => figure.municipality_id.map(Into::into),
        Level::Federation | Level::Region | Level::Zone => None,
    }
}

/// Sums of many figures.
#[derive(Debug, Default)]
pub struct Ledger(pub BTreeMap<SumKey, Sums>);

impl Ledger {
    /// Adds a figure (`sign` 1), or takes it back (`sign` -1).
    pub fn add(&mut self, figure: &figure::Model, sign: i64) {
        let Some(territory) = summed_in(figure) else { return };
        let key = (
            territory,
            figure.indicator_id,
            figure.state,
            figure.period_type,
            figure.period_from,
            figure.period_to,
            figure.breakdown.clone(),
        );
        self.0.entry(key).or_default().add(Sums::of(figure), sign);
    }

    /// Only what is not zero.
    pub fn trimmed(mut self) -> BTreeMap<SumKey, Sums> {
        self.0.retain(|_, sums| !sums.is_zero());
        self.0
    }
}

/// What figures follow from besides the values.
#[derive(Debug, Default)]
pub struct Ground {
    indicators: Vec<indicator::Model>,
    ranks: HashMap<(IndicatorId, String), i16>,
    populations: HashMap<(Uuid, i16, i16), Vec<population::Model>>,
}

/// The rank of a source that an indicator does not list.
const UNLISTED: i16 = 100;

impl Ground {
    /// Of rows.
    pub fn new(
        indicators: Vec<indicator::Model>,
        sources: Vec<indicator_source::Model>,
        populations: Vec<population::Model>,
    ) -> Self {
        let ranks = sources.into_iter().map(|row| ((row.indicator_id, row.source), row.priority)).collect();
        let mut by_band: HashMap<_, Vec<population::Model>> = HashMap::new();
        for row in populations {
            by_band.entry((row.municipality_id.into(), row.age_from, row.age_to)).or_default().push(row);
        }
        Self { indicators, ranks, populations: by_band }
    }

    fn rank(&self, indicator: IndicatorId, source: &str) -> i16 {
        let unlisted = if source == REPORT { 0 } else { UNLISTED };
        self.ranks.get(&(indicator, source.to_owned())).copied().unwrap_or(unlisted)
    }

    /// The latest count of an age band on or before a day, in millionths; of several sources the newest.
    fn population(&self, municipality: Uuid, band: (i16, i16), day: NaiveDate) -> Option<i64> {
        let series = self.populations.get(&(municipality, band.0, band.1))?;
        let latest = series.iter().filter(|row| row.as_of <= day).max_by_key(|row| (row.as_of, row.updated_at, row.id));
        latest.and_then(|row| row.count.checked_mul(1_000_000)).filter(|count| *count > 0)
    }

    /// The population that is the denominator of a municipality's part; a part of the children has no count of its own.
    fn bound_to(
        &self,
        (level, subject): (Level, Uuid),
        breakdown: &str,
        band: (i16, i16),
        day: NaiveDate,
    ) -> Option<i64> {
        let breakdown = Breakdown::parse(breakdown).ok()?;
        let whole = breakdown.members().all(|(dimension, _)| !dimension.parts_children());
        (level == Level::Municipality && whole).then(|| self.population(subject, band, day)).flatten()
    }

    /// The same of a stored value.
    pub fn bound_population(&self, row: &value::Model, band: (i16, i16)) -> Option<i64> {
        self.bound_to((row.subject, row.subject_id), &row.breakdown, band, row.period_to)
    }
}

type Resolutions = BTreeMap<(IndicatorId, i16, Uuid), BTreeMap<Spot, Counted>>;

/// The figures that follow from values past draft; those of one indicator and subject are all there.
pub fn expected(ground: &Ground, values: &[value::Model]) -> Result<BTreeMap<FigureKey, figure::Model>, AppError> {
    let mut told: BTreeMap<(IndicatorId, i16, Uuid), Vec<Told>> = BTreeMap::new();
    let mut rows: HashMap<Uuid, &value::Model> = HashMap::new();
    for row in values {
        rows.insert(row.id, row);
        let one = telling(ground, row)?;
        if row.visibility == Visibility::Public {
            told.entry((row.indicator_id, 2, row.subject_id)).or_default().push(one.clone());
        }
        told.entry((row.indicator_id, 1, row.subject_id)).or_default().push(one);
    }
    let kinds: HashMap<IndicatorId, &indicator::Model> = ground.indicators.iter().map(|row| (row.id, row)).collect();
    let mut resolutions: Resolutions = BTreeMap::new();
    for (key, told) in told {
        if let Some(indicator) = kinds.get(&key.0) {
            resolutions.insert(key, resolve(indicator.kind, &told));
        }
    }
    let mut figures = BTreeMap::new();
    for (key, spots) in &resolutions {
        let (indicator, state, subject) = *key;
        for (spot, counted) in spots {
            let Some(row) = rows.get(&counted.value) else { continue };
            let bound = || {
                let indicator = kinds.get(&indicator)?;
                bound(ground, &resolutions, indicator, (state, row), spot)
            };
            let mut number = counted.number;
            if number.numerator.is_some() && number.denominator.is_none() {
                number.denominator = bound();
            }
            let (breakdown, period) = spot;
            let place = (indicator, state, period.kind(), period.from(), period.to(), breakdown.clone(), subject);
            figures.insert(place, model(row, state, spot, Counted { number, ..*counted }));
        }
    }
    Ok(figures)
}

fn telling(ground: &Ground, row: &value::Model) -> Result<Told, AppError> {
    Ok(Told {
        value: row.id,
        rank: ground.rank(row.indicator_id, &row.source),
        at: row.updated_at,
        period: period_of(row)?,
        breakdown: row.breakdown.clone(),
        number: Resolved {
            numerator: row.numerator_micros,
            denominator: row.denominator_micros,
            stated: row.stated_micros,
            qualifier: row.qualifier,
            null_reason: row.null_reason,
        },
    })
}

/// The denominator that an indicator takes from elsewhere: the children of an age band, the numerator of another
/// indicator for the same subject, period and breakdown. A part of the children has no count of its own.
fn bound(
    ground: &Ground,
    resolutions: &Resolutions,
    indicator: &indicator::Model,
    (state, row): (i16, &value::Model),
    spot: &Spot,
) -> Option<i64> {
    if let Some(base) = indicator.denominator_indicator_id {
        let figure = resolutions.get(&(base, state, row.subject_id))?.get(spot)?;
        return figure.number.numerator.filter(|count| *count > 0);
    }
    let band = indicator.denominator_age_from.zip(indicator.denominator_age_to)?;
    let (breakdown, period) = spot;
    ground.bound_to((row.subject, row.subject_id), breakdown, band, period.to())
}

fn model(row: &value::Model, state: i16, (breakdown, period): &Spot, counted: Counted) -> figure::Model {
    let Counted { number, derived, value } = counted;
    figure::Model {
        indicator_id: row.indicator_id,
        state,
        period_type: period.kind(),
        period_from: period.from(),
        period_to: period.to(),
        breakdown: breakdown.clone(),
        subject_id: row.subject_id,
        subject: row.subject,
        region_id: row.region_id,
        municipality_id: row.municipality_id,
        organisation_id: row.organisation_id,
        numerator_micros: number.numerator,
        denominator_micros: number.denominator,
        stated_micros: number.stated,
        qualifier: number.qualifier,
        null_reason: number.null_reason,
        derived,
        value_id: value,
    }
}

/// Resolves what is touched again, and what rests on it. Its subjects are locked.
pub async fn resolve_again(tx: &mut WriteTx, touched: &Touched) -> Result<(), Failure> {
    if touched.is_empty() {
        return Ok(());
    }
    let (indicators, ground) = ground(tx, touched).await?;
    let values = query::resolvable(tx, &indicators, touched).await?;
    let inside =
        |from: NaiveDate, to: NaiveDate| touched.window.is_none_or(|window| window.0 <= from && to <= window.1);
    let mut expected = expected(&ground, &values)?;
    expected.retain(|key, _| inside(key.3, key.4));
    let mut ledger = Ledger::default();
    let mut gone = Vec::new();
    for stored in query::figures(tx, &indicators, touched).await? {
        let key = key_of(&stored);
        match expected.get(&key) {
            Some(now) if *now == stored => {
                expected.remove(&key);
            }
            found => {
                ledger.add(&stored, -1);
                if found.is_none() {
                    gone.push(key);
                }
            }
        }
    }
    for figure in expected.values() {
        ledger.add(figure, 1);
    }
    store::delete_figures(tx, &gone).await?;
    store::save_figures(tx, expected.into_values().collect()).await?;
    store::add_sums(tx, &ledger.trimmed()).await?;
    Ok(())
}

/// Everything of some indicators again, when their own rules have changed: kind, sources, denominator.
pub async fn of_indicators(tx: &mut WriteTx, indicators: &[IndicatorId]) -> Result<(), Failure> {
    let touched = Touched {
        indicators: indicators.iter().copied().collect(),
        subjects: query::subjects(tx, indicators).await?,
        window: None,
    };
    touched.lock(tx).await?;
    resolve_again(tx, &touched).await
}

/// The figures that rest on a population series, after it was counted again. The municipality is locked.
pub async fn of_population(tx: &mut WriteTx, municipality: MunicipalityId, band: (i16, i16)) -> Result<(), Failure> {
    let indicators: BTreeSet<IndicatorId> = query::bound_to_population(tx, band).await?.into_iter().collect();
    let subjects = BTreeMap::from([(municipality.into(), Level::Municipality)]);
    resolve_again(tx, &Touched { indicators, subjects, window: None }).await
}

async fn ground(db: &impl ConnectionTrait, touched: &Touched) -> Result<(Vec<IndicatorId>, Ground), AppError> {
    let related = query::related(db, touched.indicators.iter().copied()).await?;
    let ids: Vec<IndicatorId> = related.iter().map(|row| row.id).collect();
    let sources = query::sources(db, &ids).await?;
    let mut populations = Vec::new();
    if related.iter().any(|row| row.denominator_age_from.is_some()) {
        let towns = touched.subjects.iter().filter(|(_, level)| **level == Level::Municipality);
        populations = query::populations(db, &towns.map(|(id, _)| (*id).into()).collect::<Vec<_>>()).await?;
    }
    Ok((ids, Ground::new(related, sources, populations)))
}

/// What figures are expected for a population of some ages, for whoever checks a number before it is written.
pub async fn ground_of(db: &impl ConnectionTrait, touched: &Touched) -> Result<Ground, AppError> {
    Ok(ground(db, touched).await?.1)
}

/// The key of a figure.
pub fn key_of(row: &figure::Model) -> FigureKey {
    (
        row.indicator_id,
        row.state,
        row.period_type,
        row.period_from,
        row.period_to,
        row.breakdown.clone(),
        row.subject_id,
    )
}

/// The period of a stored figure.
pub fn period(row: &figure::Model) -> Result<Period, AppError> {
    Period::new(row.period_type, row.period_from, row.period_to).map_err(AppError::internal)
}
