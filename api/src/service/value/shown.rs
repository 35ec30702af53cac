//! Values as they are shown: with their indicator, the denominator that it is bound to, whether the number is hidden from
//! this viewer, and what other sources say. A few statements for a page, whatever its size.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use entity::{
    ids::IndicatorId,
    indicator,
    shared::{NullReason, Visibility},
    value,
};

use super::{
    check::differing,
    figures::{FigureKey, ground_of, key_of},
    query,
    ratio::value_of,
    touched::Touched,
    veil,
};
use crate::{access::Kind, db::change::Root, error::AppError, service::Cx};

entity::code_enum! {
    /// State of a value (состояние значения)
    pub enum ValueState {
        /// Only for those who keep it at its own level (черновик)
        Draft = "DRAFT",
        /// Handed in, waits for acceptance (представлено)
        Submitted = "SUBMITTED",
        /// Accepted and public (принято)
        Accepted = "ACCEPTED",
    }
}

impl From<Visibility> for ValueState {
    fn from(visibility: Visibility) -> Self {
        match visibility {
            Visibility::Draft => Self::Draft,
            Visibility::Submitted => Self::Submitted,
            Visibility::Public => Self::Accepted,
        }
    }
}

impl From<ValueState> for Visibility {
    fn from(state: ValueState) -> Self {
        match state {
            ValueState::Draft => Self::Draft,
            ValueState::Submitted => Self::Submitted,
            ValueState::Accepted => Self::Public,
        }
    }
}

entity::code_enum! {
    /// Why a number is not shown (причина отсутствия числа в ответе)
    pub enum AbsenceReason {
        /// Not reported (не представлено)
        NotReported = "NOT_REPORTED",
        /// Not applicable (не применимо)
        NotApplicable = "NOT_APPLICABLE",
        /// Declared to be none (заявлено, что нет)
        DeclaredNone = "DECLARED_NONE",
        /// Illegible in the source (неразборчиво)
        Illegible = "ILLEGIBLE",
        /// Not printed in the source (не напечатано)
        NotPrinted = "NOT_PRINTED",
        /// A small number about children, or one that would give it away, hidden from this viewer (скрыто: малое число)
        Suppressed = "SUPPRESSED",
    }
}

impl From<NullReason> for AbsenceReason {
    fn from(reason: NullReason) -> Self {
        match reason {
            NullReason::NotReported => Self::NotReported,
            NullReason::NotApplicable => Self::NotApplicable,
            NullReason::DeclaredNone => Self::DeclaredNone,
            NullReason::Illegible => Self::Illegible,
            NullReason::NotPrinted => Self::NotPrinted,
        }
    }
}

/// What another source says of the same figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Other {
    /// Who says so.
    pub source: String,
    /// The value, in millionths.
    pub value: i64,
}

/// A value with what is shown of it.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The row.
    pub row: value::Model,
    /// Its indicator.
    pub indicator: Arc<indicator::Model>,
    /// Its denominator, own or bound, in millionths.
    pub denominator: Option<i64>,
    /// Whether its number is hidden from this viewer.
    pub hidden: bool,
    /// Sources that tell another number, beyond the tolerance.
    pub differs: Vec<Other>,
}

/// Shows values; what other sources say only when it is asked.
pub async fn show(cx: &Cx, rows: Vec<value::Model>, others: bool) -> Result<Vec<Shown>, AppError> {
    if rows.is_empty() {
        return Ok(vec![]);
    }
    let ids: BTreeSet<IndicatorId> = rows.iter().map(|row| row.indicator_id).collect();
    let indicators = query::by_ids(&cx.db, &ids).await?;
    let hidden = veil::veiled(cx, &rows, &indicators).await?;
    let bound = bound(cx, &rows, &indicators).await?;
    let told = if others { told_elsewhere(cx, &rows).await? } else { vec![] };
    let veiled = veil::veiled(cx, &told, &indicators).await?;
    let told: Vec<value::Model> = told.into_iter().filter(|row| !veiled.contains(&row.id)).collect();
    let indicators: HashMap<IndicatorId, Arc<indicator::Model>> =
        indicators.into_iter().map(|(id, row)| (id, Arc::new(row))).collect();
    rows.into_iter()
        .map(|row| {
            let indicator = indicators.get(&row.indicator_id).cloned();
            let indicator = indicator.ok_or_else(|| AppError::internal("a value of an indicator that is gone"))?;
            let is_hidden = hidden.contains(&row.id);
            let differs = if is_hidden { vec![] } else { differs(&indicator, &row, &told) };
            let denominator = row.denominator_micros.or_else(|| bound.get(&row.id).copied());
            Ok(Shown { denominator, hidden: is_hidden, differs, indicator, row })
        })
        .collect()
}

fn differs(indicator: &indicator::Model, row: &value::Model, told: &[value::Model]) -> Vec<Other> {
    let others = differing(indicator, row, told.iter()).into_iter();
    let mut others: Vec<Other> = others
        .filter_map(|other| {
            let value = value_of(indicator, other.numerator_micros, other.denominator_micros, other.stated_micros)?;
            Some(Other { source: other.source.clone(), value })
        })
        .collect();
    others.sort_by(|a, b| a.source.cmp(&b.source));
    others
}

/// The values past draft that stand beside those of a page, those that the viewer sees.
async fn told_elsewhere(cx: &Cx, rows: &[value::Model]) -> Result<Vec<value::Model>, AppError> {
    let scope = cx.scope(Kind::Value);
    let mut told = query::of_touched(&cx.db, &Touched::by_stored(rows)?).await?;
    told.retain(|row| row.visibility != Visibility::Draft && scope.sees(&row.place()));
    Ok(told)
}

/// The denominators of values that give none, where the indicator is bound: a population, or what counts of the base.
async fn bound(
    cx: &Cx,
    rows: &[value::Model],
    indicators: &HashMap<IndicatorId, indicator::Model>,
) -> Result<HashMap<uuid::Uuid, i64>, AppError> {
    let lacks = |row: &&value::Model| row.numerator_micros.is_some() && row.denominator_micros.is_none();
    let (mut aged, mut based) = (vec![], vec![]);
    for row in rows.iter().filter(lacks) {
        let Some(indicator) = indicators.get(&row.indicator_id) else { continue };
        if let Some(band) = indicator.denominator_age_from.zip(indicator.denominator_age_to) {
            aged.push((row, band));
        } else if let Some(base) = indicator.denominator_indicator_id {
            based.push((row, base));
        }
    }
    let mut found = HashMap::new();
    if !aged.is_empty() {
        let touched = Touched::by_stored(&aged.iter().map(|(row, _)| (*row).clone()).collect::<Vec<_>>())?;
        let ground = ground_of(&cx.db, &touched).await?;
        for (row, band) in aged {
            found.extend(ground.bound_population(row, band).map(|count| (row.id, count)));
        }
    }
    if !based.is_empty() {
        let touched = Touched::by_stored(&based.iter().map(|(row, _)| (*row).clone()).collect::<Vec<_>>())?;
        let bases: Vec<IndicatorId> = based.iter().map(|(_, base)| *base).collect();
        let figures = query::figures(&cx.db, &bases, &touched).await?;
        let figures: HashMap<FigureKey, Option<i64>> =
            figures.iter().map(|figure| (key_of(figure), figure.numerator_micros)).collect();
        for (row, base) in based {
            let state = if row.visibility == Visibility::Public { 2 } else { 1 };
            let period = (row.period_type, row.period_from, row.period_to);
            let key = (base, state, period.0, period.1, period.2, row.breakdown.clone(), row.subject_id);
            found.extend(figures.get(&key).copied().flatten().filter(|count| *count > 0).map(|count| (row.id, count)));
        }
    }
    Ok(found)
}
