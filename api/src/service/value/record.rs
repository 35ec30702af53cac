//! Recording values: up to a thousand rows at once, all or none, with what is strange in them.

use entity::{
    ids::{AnyId, IndicatorId},
    indicator::IndicatorKind,
    shared::Visibility,
    value,
};

use super::{
    actions,
    check::{self, Warning},
    figures,
    list::sees_zone,
    put::{Key, Number, Put, PutOutcome, REPORT, put_if},
    query,
    refer::Ground,
    touched::{Touched, period_of, subject_of},
};
use crate::{
    access::{Action, Kind, Scope},
    db::{
        WriteTx,
        change::{Place, Root},
    },
    error::{AppError, Failure, Problems, UserError, UserErrorCode},
    rules::breakdown::Dimension,
    service::{CODE, Cx, given::GivenPeriod, line, place},
    validity::Bound,
};

/// Most rows of one call.
pub const MOST: usize = 1_000;

/// The indicator of a row: by its id, or by its code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IndicatorRef {
    /// Id.
    pub id: Option<IndicatorId>,
    /// Code.
    pub code: Option<String>,
}

/// A member of a dimension, as a row names it.
#[derive(Clone, Debug)]
pub struct Member {
    /// The dimension.
    pub dimension: Dimension,
    /// A code of its dictionary.
    pub member: String,
}

/// A row to record.
#[derive(Clone, Debug)]
pub struct RecordRow {
    /// The indicator.
    pub indicator: IndicatorRef,
    /// The node that it is about; none is the federation.
    pub subject: Option<AnyId>,
    /// A named group in it.
    pub group: Option<String>,
    /// Which part of the whole.
    pub breakdown: Vec<Member>,
    /// When.
    pub period: GivenPeriod,
    /// The number.
    pub number: Number,
    /// The day that it was counted on.
    pub as_of: Option<Bound>,
    /// Remark.
    pub note: Option<String>,
    /// Why the target is missed or the number jumps.
    pub reason: Option<String>,
    /// What is done about it.
    pub measures: Option<String>,
    /// The document, a code of the dictionary of sources.
    pub document: Option<String>,
    /// Where in the document.
    pub place: Option<String>,
    /// As printed.
    pub printed: Option<String>,
}

/// Rows of one source.
#[derive(Clone, Debug)]
pub struct RecordValues {
    /// Who says so.
    pub source: String,
    /// Draft or submitted; accepted only by the service itself.
    pub state: Visibility,
    /// The rows.
    pub rows: Vec<RecordRow>,
}

/// What was recorded, in the order of the rows.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// The values.
    pub rows: Vec<value::Model>,
    /// What is strange in them.
    pub warnings: Vec<Warning>,
}

/// Records values.
pub async fn record(cx: &Cx, input: RecordValues) -> Result<Recorded, Failure> {
    let RecordValues { source, state, rows } = input;
    let action = if state == Visibility::Draft { Action::RecordValues } else { Action::SubmitValues };
    place::somewhere(&cx.viewer, action)?;
    few(rows.len())?;
    let mut tx = cx.write().await?;
    let ground = Ground::load(cx, &tx, &rows).await?;
    let mut problems = Problems::new();
    let source = problems.keep(named(&source)).unwrap_or_default();
    let mut puts = Vec::with_capacity(rows.len());
    let mut warnings = Vec::new();
    for (number, row) in rows.into_iter().enumerate() {
        let path = format!("rows.{number}");
        if let Some(put) = ground.checked(cx, row, &path, &mut problems) {
            let place = Place { visibility: state, ..put.subject.place() };
            let level = Ground::keeper(cx, &put, action, place)?;
            warnings.extend(ground.indicator(put.indicator).and_then(|row| check::stated(row, &put.number, &path)));
            puts.push(Put {
                source: source.clone(),
                visibility: state,
                level,
                on_behalf: level < put.subject.level,
                ..put
            });
        }
    }
    problems.finish()?;
    let scope = cx.scope(Kind::Value);
    let may = |before: &value::Model, path: &str| {
        if !scope.sees(&before.place()) && !sees_zone(&scope, before) {
            return Err(hidden(path));
        }
        // Who corrects may do so where the row is kept.
        let verdict = actions::by_right(&cx.viewer, action, &subject_of(before), &before.place());
        if verdict.is_allowed() { Ok(()) } else { Err(kept_above(path)) }
    };
    let outcomes = put_if(&mut tx, puts, may).await?;
    let deed = match state {
        Visibility::Draft => None,
        Visibility::Submitted => Some("submitValues"),
        Visibility::Public => Some("acceptValues"),
    };
    for (_, row) in outcomes.iter().filter(|(outcome, _)| *outcome != PutOutcome::Unchanged) {
        if let Some(deed) = deed {
            tx.audit(deed, row, None, details(row));
        }
    }
    let rows: Vec<value::Model> = outcomes.into_iter().map(|(_, row)| row).collect();
    warnings.extend(strange(&tx, &scope, &ground, &rows).await?);
    tx.commit().await?;
    Ok(Recorded { rows, warnings })
}

/// What the audit log says of a value.
pub fn details(row: &value::Model) -> serde_json::Value {
    let period = period_of(row).map(|period| period.to_string()).unwrap_or_default();
    serde_json::json!({
        "indicator": row.indicator_id, "period": period, "breakdown": row.breakdown, "source": row.source,
    })
}

/// Refuses no rows, and too many.
pub fn few(count: usize) -> Result<(), UserError> {
    match count {
        0 => Err(UserError::required("rows")),
        1..=MOST => Ok(()),
        _ => Err(UserError::new(
            UserErrorCode::TooMany,
            "rows",
            format!("Не больше {MOST} строк за раз"),
            format!("At most {MOST} rows at once"),
        )),
    }
}

/// A source, which is no report's.
fn named(source: &str) -> Result<String, UserError> {
    let source = line(source, "source", CODE)?;
    if source == REPORT {
        let (ru, en) = ("Так называются значения из отчётов", "Values of reports have this name");
        return Err(UserError::new(UserErrorCode::Invalid, "source", ru, en));
    }
    Ok(source)
}

fn hidden(path: &str) -> UserError {
    UserError::new(
        UserErrorCode::Duplicate,
        &format!("{path}.source"),
        "Такое значение этого источника уже ведёт другой уровень: назовите другой источник",
        "Another level keeps such a value of this source: name another source",
    )
}

fn kept_above(path: &str) -> UserError {
    UserError::new(
        UserErrorCode::OutsideScope,
        path,
        "Значение ведёт вышестоящий уровень",
        "A level above keeps this value",
    )
}

/// What is strange in what was written, beside what stands there already: two statements.
async fn strange(
    tx: &WriteTx,
    scope: &Scope,
    ground: &Ground,
    rows: &[value::Model],
) -> Result<Vec<Warning>, AppError> {
    let touched = Touched::by_stored(rows)?;
    let mut stored = query::of_touched(tx, &touched).await?;
    stored.retain(|row| scope.sees(&row.place()));
    let past_draft: Vec<&value::Model> = stored.iter().filter(|row| row.visibility != Visibility::Draft).collect();
    let bases = figures::ground_of(tx, &touched).await?;
    let unequal = check::unequal(&stored);
    let mut warnings = Vec::new();
    for (number, row) in rows.iter().enumerate() {
        let path = format!("rows.{number}");
        let Some(indicator) = ground.indicator(row.indicator_id) else { continue };
        if indicator.kind == IndicatorKind::Cumulative {
            warnings.extend(check::falls(row, stored.iter(), &path));
        }
        let band = indicator.denominator_age_from.zip(indicator.denominator_age_to);
        let bound = band.and_then(|band| bases.bound_population(row, band));
        if let Some(bound) = bound {
            warnings.extend(check::bound(indicator, &number_of(row), bound, &path));
        }
        let differing = check::differing(indicator, row, past_draft.iter().copied());
        warnings.extend(check::sources_differ(&differing, &path));
        let key = Key::of(row);
        warnings.extend(unequal.iter().find(|one| one.concerns(&key)).map(|one| one.warning(&path)));
    }
    Ok(warnings)
}

/// The number of a stored value.
pub fn number_of(row: &value::Model) -> Number {
    let decimal = |micros: Option<i64>, scale: Option<i16>| {
        micros.zip(scale).and_then(|(micros, scale)| entity::decimal::Decimal::from_stored(micros, scale).ok())
    };
    Number {
        numerator: decimal(row.numerator_micros, row.numerator_scale),
        denominator: decimal(row.denominator_micros, row.denominator_scale),
        stated: decimal(row.stated_micros, row.stated_scale),
        qualifier: row.qualifier,
        null_reason: row.null_reason,
    }
}
