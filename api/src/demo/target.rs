//! The sets of targets of the demonstration network, each version of what contradicts itself in its own.

use std::collections::BTreeMap;

use entity::{
    decimal::Decimal,
    ids::{IndicatorId, TargetSetId},
    shared::{Level, PeriodType},
    target::Comparator,
    target_set::{self, TargetSetKind},
};
use serde::Deserialize;

use super::{
    book::{Book, term},
    centre::open_points,
    indicator::key as indicator_key,
    organisation::source_of,
};
use crate::{
    error::{AppError, Failure},
    period::Period,
    service::{
        external::External,
        given::GivenPeriod,
        indicator::query,
        open_points::OpenPoint,
        target::{
            create::{CreateTargetSet, create},
            put::{SetTargets, TargetMode, set},
            row::GivenTarget,
        },
    },
};

const FILE: &str = include_str!("data/targets.toml");

#[derive(Deserialize)]
struct SetRow {
    code: String,
    name: String,
    kind: TargetSetKind,
    source: Option<String>,
    act: Option<String>,
    region: Option<String>,
    municipality: Option<String>,
    place: Option<String>,
    #[serde(default)]
    findings: Vec<String>,
}

#[derive(Deserialize)]
struct Base {
    value: Decimal,
    date: Option<String>,
    text: String,
}

#[derive(Deserialize)]
struct Point {
    period: String,
    value: Decimal,
    absolute: Option<Decimal>,
    text: Option<String>,
    place: Option<String>,
}

#[derive(Deserialize)]
struct Row {
    set: String,
    indicator: String,
    municipality: Option<String>,
    region: Option<String>,
    level: Option<Level>,
    group: Option<String>,
    comparator: Option<Comparator>,
    scale: i16,
    base: Option<Base>,
    #[serde(default)]
    points: Vec<Point>,
    #[serde(default)]
    recurring: bool,
    value: Option<Decimal>,
    from: Option<String>,
    to: Option<String>,
    period_type: Option<PeriodType>,
    text: Option<String>,
    place: String,
    #[serde(default)]
    findings: Vec<String>,
}

/// Loads the sets, approved, then the targets of each.
pub async fn load(book: &mut Book<'_>) -> Result<(), Failure> {
    let sets: Vec<SetRow> = Book::rows(FILE, "target_set")?;
    book.count("target sets", sets.len());
    let mut targets: BTreeMap<String, Vec<GivenTarget>> = BTreeMap::new();
    for row in Book::rows::<Row>(FILE, "target")? {
        let code = row.set.clone();
        let given = given(book, row).await?;
        targets.entry(code).or_default().extend(given);
    }
    for row in sets {
        let rows = targets.remove(&row.code).unwrap_or_default();
        let set_row = load_set(book, row).await?;
        let input = SetTargets { id: set_row.id, expected_version: 1, rows, mode: TargetMode::Replace };
        set(book.cx, input).await?;
    }
    match targets.keys().next() {
        None => Ok(()),
        Some(code) => Err(AppError::internal(format!("demo: no target set {code}")).into()),
    }
}

async fn load_set(book: &mut Book<'_>, row: SetRow) -> Result<target_set::Model, Failure> {
    let set = CreateTargetSet {
        id: Some(book.enter::<TargetSetId>(&format!("tgs.{}", row.code))),
        region: book.maybe(row.region.as_ref())?,
        municipality: book.maybe(row.municipality.as_ref())?,
        name: row.name,
        kind: row.kind,
        act: book.maybe(row.act.as_ref())?,
        document: row.source,
        note: None,
        open_points: open_points(&row.findings)?,
        validity: term(None, None, None)?,
        external_ids: vec![External::new(source_of(row.place.as_deref(), false), row.code.clone())],
        code: row.code,
        approved: true,
    };
    create(book.cx, set).await
}

/// The targets of one row of the file: its base, its points, or the one that recurs or has no period.
async fn given(book: &Book<'_>, row: Row) -> Result<Vec<GivenTarget>, Failure> {
    let id: IndicatorId = book.id(&indicator_key(&row.indicator))?;
    let indicator = query::stored(&book.cx.db, id).await?;
    let indicator = indicator.ok_or_else(|| AppError::internal(format!("demo: no indicator {}", row.indicator)))?;
    let subject = match row.municipality.as_ref().or(row.region.as_ref()) {
        Some(key) => Some(book.any(key)?),
        None => None,
    };
    let (of_base, of_targets) = findings(open_points(&row.findings)?, row.base.is_some());
    let times = row.scale - indicator.scale;
    let blank = GivenTarget {
        indicator: Some(id),
        indicator_code: None,
        subject,
        every: row.level,
        group: row.group,
        breakdown: None,
        period: None,
        period_type: None,
        base: false,
        recurring: false,
        until: None,
        comparator: row.comparator,
        value: Decimal::ZERO,
        absolute: None,
        printed: None,
        place: Some(row.place),
        open_points: of_targets,
    };
    let mut targets = Vec::new();
    if let Some(base) = row.base {
        let day = base.date.map(|day| period(&format!("{day}..{day}"))).transpose()?;
        targets.push(GivenTarget {
            period: day,
            base: true,
            comparator: None,
            value: scaled(base.value, times)?,
            printed: Some(base.text),
            open_points: of_base,
            ..blank.clone()
        });
    }
    for point in row.points {
        targets.push(GivenTarget {
            period: Some(period(&point.period)?),
            value: scaled(point.value, times)?,
            absolute: point.absolute,
            printed: point.text,
            place: point.place.or_else(|| blank.place.clone()),
            ..blank.clone()
        });
    }
    if let Some(value) = row.value {
        let first = row.from.as_deref().map(period).transpose()?;
        let last = row.to.as_deref().map(|to| Period::parse(to).map_err(AppError::internal)).transpose()?;
        targets.push(GivenTarget {
            period_type: row.period_type.filter(|_| first.is_none()),
            period: first,
            recurring: row.recurring,
            until: last.map(|period| period.to()),
            value: scaled(value, times)?,
            printed: row.text,
            ..blank
        });
    }
    Ok(targets)
}

/// What the file says of the base, and what of the targets: `base` is its value, `base_date` its period. Where there is
/// no base, that it is missing is said of the targets.
fn findings(points: Vec<OpenPoint>, with_base: bool) -> (Vec<OpenPoint>, Vec<OpenPoint>) {
    let (base, targets): (Vec<_>, Vec<_>) =
        points.into_iter().partition(|point| with_base && (point.field == "base" || point.field == "baseDate"));
    let renamed = base.into_iter().map(|point| {
        let field = if point.field == "base" { "value" } else { "period" };
        OpenPoint::new(field, point.reason)
    });
    (renamed.collect(), targets)
}

/// A period of the file; days of its own are parted by a slash there.
fn period(text: &str) -> Result<GivenPeriod, Failure> {
    let days = text.len() > "2020/2021".len();
    let text = if days { text.replacen('/', "..", 1) } else { text.to_owned() };
    Ok(Period::parse(&text).map_err(|fault| AppError::internal(format!("demo: period {text}: {fault:?}")))?.into())
}

/// A number printed in thousands, in the units of its indicator.
fn scaled(number: Decimal, times: i16) -> Result<Decimal, Failure> {
    if times == 0 {
        return Ok(number);
    }
    let power = u32::try_from(times).ok().and_then(|times| 10_i64.checked_pow(times));
    let micros = power.and_then(|power| number.micros().checked_mul(power));
    let micros = micros.ok_or_else(|| AppError::internal(format!("demo: {number} times 10^{times}")))?;
    let exact = Decimal::from_micros(micros).map_err(AppError::internal)?;
    Ok(exact)
}
