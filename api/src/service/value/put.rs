//! Writing values, whoever tells them: people, reports, the demonstration. Few statements, whatever the number of rows;
//! figures and sums follow in the same transaction. What the rows must fulfil stands in `check.rs`; here only what is
//! accepted or locked is defended.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use entity::{
    decimal::Decimal,
    ids::{IndicatorId, MunicipalityId, ReportId, TypedId},
    shared::{Level, NullReason, PeriodType, Qualifier, Visibility},
    value,
};
use uuid::Uuid;

use super::{figures, query, store, touched::Touched};
use crate::{
    access::NodeRef,
    db::WriteTx,
    error::{Failure, Problems, UserError, UserErrorCode},
    period::Period,
    rules::breakdown::Breakdown,
    service::given::subject_id,
    text,
    validity::Bound,
};

/// The source of what comes from reports.
pub const REPORT: &str = "report";

/// A number as it is told, or why there is none.
#[derive(Clone, Copy, Debug)]
pub struct Number {
    /// What was counted.
    pub numerator: Option<Decimal>,
    /// Of what.
    pub denominator: Option<Decimal>,
    /// The value as the source states it.
    pub stated: Option<Decimal>,
    /// How the number is meant.
    pub qualifier: Qualifier,
    /// Why there is none.
    pub null_reason: Option<NullReason>,
}

/// A value to write; the same indicator, subject, group, breakdown, period and source is corrected.
#[derive(Clone, Debug)]
pub struct Put {
    /// The indicator.
    pub indicator: IndicatorId,
    /// The territory or the organisation that it is about.
    pub subject: NodeRef,
    /// A named group in it.
    pub group: Option<String>,
    /// Which part of the whole.
    pub breakdown: Breakdown,
    /// When.
    pub period: Period,
    /// Who says so.
    pub source: String,
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
    /// The document.
    pub document: Option<String>,
    /// Where in the document.
    pub place: Option<String>,
    /// As printed.
    pub printed: Option<String>,
    /// Whether it is entered for a silent node.
    pub on_behalf: bool,
    /// The report that it comes from.
    pub report: Option<ReportId>,
    /// Who may know of it.
    pub visibility: Visibility,
    /// The level that keeps it.
    pub level: Level,
}

/// What became of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PutOutcome {
    /// It is new.
    Created,
    /// It was corrected.
    Updated,
    /// It was so before.
    Unchanged,
}

/// What tells a value from all others.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// The indicator.
    pub indicator: IndicatorId,
    /// The subject.
    pub subject: Uuid,
    /// The folded name of the group.
    pub group: String,
    /// The breakdown as text.
    pub breakdown: String,
    /// The period.
    pub period: (PeriodType, NaiveDate, NaiveDate),
    /// Who says so.
    pub source: String,
}

impl Key {
    /// Of a stored value.
    pub fn of(row: &value::Model) -> Self {
        Self {
            indicator: row.indicator_id,
            subject: row.subject_id,
            group: row.group_key.clone(),
            breakdown: row.breakdown.clone(),
            period: (row.period_type, row.period_from, row.period_to),
            source: row.source.clone(),
        }
    }

    fn to_write(row: &Put) -> Self {
        Self {
            indicator: row.indicator,
            subject: subject_id(&row.subject),
            group: group_key(row.group.as_deref()),
            breakdown: row.breakdown.to_string(),
            period: (row.period.kind(), row.period.from(), row.period.to()),
            source: row.source.clone(),
        }
    }

    /// The id of the small row: it follows from the key and the instant, so that generated values repeat.
    fn id(&self, tx: &WriteTx) -> Uuid {
        MunicipalityId::deterministic(tx.now(), "value", &format!("{self:?}")).into()
    }
}

/// The key of a named group: empty for all of the subject.
pub fn group_key(group: Option<&str>) -> String {
    group.map(text::fold).unwrap_or_default()
}

/// Writes values; the outcomes are in the order of the rows.
pub async fn put(tx: &mut WriteTx, rows: Vec<Put>) -> Result<Vec<(PutOutcome, value::Model)>, Failure> {
    put_if(tx, rows, |_, _| Ok(())).await
}

/// The same, where whoever writes may be refused a stored value, told with the place of its row.
pub async fn put_if(
    tx: &mut WriteTx,
    rows: Vec<Put>,
    may: impl Fn(&value::Model, &str) -> Result<(), UserError>,
) -> Result<Vec<(PutOutcome, value::Model)>, Failure> {
    let touched =
        Touched::by(rows.iter().map(|row| (row.indicator, subject_id(&row.subject), row.subject.level, row.period)));
    if touched.is_empty() {
        return Ok(vec![]);
    }
    touched.lock(tx).await?;
    let stored: HashMap<Key, value::Model> =
        query::of_touched(tx, &touched).await?.into_iter().map(|row| (Key::of(&row), row)).collect();
    let mut problems = Problems::new();
    let mut seen = BTreeSet::new();
    let mut outcomes = Vec::with_capacity(rows.len());
    let mut changed = Vec::new();
    for (number, row) in rows.into_iter().enumerate() {
        let key = Key::to_write(&row);
        let before = stored.get(&key);
        let after = model(tx, row, &key, before);
        if !seen.insert(key) {
            problems.push(duplicate(number));
            continue;
        }
        let path = format!("rows.{number}");
        let allowed = before.map_or(Ok(()), |before| may(before, &path));
        let outcome = match before {
            None => PutOutcome::Created,
            Some(before) if same(before, &after) => {
                problems.keep(allowed);
                PutOutcome::Unchanged
            }
            Some(before) => {
                problems.keep(allowed.and_then(|()| may_replace(before, &after, &path)));
                PutOutcome::Updated
            }
        };
        if outcome == PutOutcome::Unchanged {
            outcomes.extend(before.cloned().map(|before| (outcome, before)));
            continue;
        }
        changed.push((before, after.clone()));
        outcomes.push((outcome, after));
    }
    problems.finish()?;
    for (before, after) in &changed {
        tx.record(*before, Some(after), &[]);
    }
    store::save(tx, changed.into_iter().map(|(_, after)| after).collect()).await?;
    figures::resolve_again(tx, &touched).await?;
    Ok(outcomes)
}

/// Moves all values of a report.
pub async fn of_report(
    tx: &mut WriteTx,
    report: ReportId,
    visibility: Visibility,
    locked: bool,
) -> Result<(), Failure> {
    let rows = query::of_report(tx, report).await?;
    Touched::by_stored(&rows)?.lock(tx).await?;
    // Those that were written while the lock was waited for are not of this transaction's report.
    let rows = query::of_report(tx, report).await?;
    change(tx, rows, |row| {
        row.visibility = visibility;
        row.locked = locked;
    })
    .await?;
    Ok(())
}

/// Changes stored values, whose subjects are locked, and what follows from them. Answers the changed rows.
pub async fn change(
    tx: &mut WriteTx,
    rows: Vec<value::Model>,
    how: impl Fn(&mut value::Model),
) -> Result<Vec<value::Model>, Failure> {
    let mut all = Vec::with_capacity(rows.len());
    let mut changed = Vec::new();
    for before in rows {
        let mut after = before.clone();
        how(&mut after);
        if after != before {
            after.version = before.version + 1;
            after.updated_at = tx.now();
            tx.updated(&before, &after, &[]);
            changed.push(after.clone());
        }
        all.push(after);
    }
    let touched = Touched::by_stored(&changed)?;
    store::save(tx, changed).await?;
    figures::resolve_again(tx, &touched).await?;
    Ok(all)
}

/// Removes stored values, whose subjects are locked, and what follows from them.
pub async fn remove(tx: &mut WriteTx, rows: &[value::Model]) -> Result<(), Failure> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    store::hide(tx, &ids).await?;
    figures::resolve_again(tx, &Touched::by_stored(rows)?).await?;
    store::delete(tx, &ids).await?;
    for row in rows {
        tx.deleted(row);
    }
    Ok(())
}

fn model(tx: &WriteTx, row: Put, key: &Key, before: Option<&value::Model>) -> value::Model {
    let Put {
        indicator,
        subject,
        group,
        breakdown: _,
        period,
        source,
        number,
        as_of,
        note,
        reason,
        measures,
        document,
        place,
        printed,
        on_behalf,
        report,
        visibility,
        level,
    } = row;
    let Number { numerator, denominator, stated, qualifier, null_reason } = number;
    value::Model {
        id: before.map_or_else(|| key.id(tx), |before| before.id),
        version: before.map_or(1, |before| before.version + 1),
        created_at: before.map_or_else(|| tx.now(), |before| before.created_at),
        updated_at: tx.now(),
        region_id: subject.region,
        zone_id: subject.zone,
        municipality_id: subject.municipality,
        organisation_id: subject.organisation,
        visibility,
        // Who corrects a value takes it over from nobody.
        level: before.map_or(level, |before| before.level),
        indicator_id: indicator,
        subject: subject.level,
        subject_id: key.subject,
        group_name: group,
        group_key: key.group.clone(),
        breakdown: key.breakdown.clone(),
        period_type: period.kind(),
        period_from: period.from(),
        period_to: period.to(),
        source,
        numerator_micros: numerator.map(Decimal::micros),
        numerator_scale: numerator.map(Decimal::scale),
        denominator_micros: denominator.map(Decimal::micros),
        denominator_scale: denominator.map(Decimal::scale),
        stated_micros: stated.map(Decimal::micros),
        stated_scale: stated.map(Decimal::scale),
        qualifier,
        null_reason,
        as_of: as_of.as_ref().map(|as_of| as_of.date),
        as_of_precision: as_of.as_ref().map_or(1, |as_of| as_of.precision.stored()),
        note,
        reason,
        measures,
        document,
        place,
        printed,
        remark: before.and_then(|before| before.remark.clone()).filter(|_| visibility == Visibility::Draft),
        on_behalf,
        locked: false,
        report_id: report,
    }
}

/// Whether nothing would change.
fn same(before: &value::Model, after: &value::Model) -> bool {
    let after =
        value::Model { version: before.version, updated_at: before.updated_at, locked: before.locked, ..after.clone() };
    *before == after
}

/// What is accepted or locked stays, and what is handed in becomes no draft by being entered again.
fn may_replace(before: &value::Model, after: &value::Model, path: &str) -> Result<(), UserError> {
    if before.locked || before.visibility == Visibility::Public {
        return Err(locked(path));
    }
    if after.visibility < before.visibility {
        return Err(UserError::new(
            UserErrorCode::RefusedTransition,
            path,
            "Значение уже представлено: его сначала возвращают",
            "The value is handed in already: it is returned first",
        ));
    }
    Ok(())
}

/// What is accepted or locked is not changed.
pub fn locked(path: &str) -> UserError {
    UserError::new(
        UserErrorCode::Locked,
        path,
        "Значение принято или закрыто: его больше не меняют",
        "The value is accepted or locked: it is not changed any more",
    )
}

fn duplicate(number: usize) -> UserError {
    UserError::new(
        UserErrorCode::Duplicate,
        &format!("rows.{number}"),
        "Такое значение уже есть выше в этом же запросе",
        "The same value stands above in this request",
    )
}
