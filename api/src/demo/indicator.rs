//! The indicators of the demonstration network, and the dictionaries of the dimensions that they are broken down by.

use entity::{
    indicator::{Aggregation, Better, IndicatorCategory, IndicatorKind},
    shared::{DueKind, PeriodType, Unit},
};
use serde::Deserialize;

use super::{
    book::{Book, term},
    centre::open_points,
    organisation::{entry, source_of},
};
use crate::{
    error::Failure,
    rules::breakdown::Dimension,
    service::{
        Cx, Patch, classifier,
        external::External,
        given::GivenDue,
        indicator::{
            create::{CreateIndicator, create},
            fields::{Denominator, Fields},
            parts::Method,
        },
    },
};

const FILE: &str = include_str!("data/indicators.toml");

#[derive(Deserialize)]
struct DimensionRow {
    code: Dimension,
    members: Vec<Member>,
}

#[derive(Deserialize)]
struct Member {
    code: String,
    name: String,
}

#[derive(Deserialize)]
struct Due {
    kind: DueKind,
    number: Option<i16>,
}

#[derive(Deserialize)]
struct Row {
    code: String,
    name: String,
    short: String,
    unit: Unit,
    scale: i16,
    kind: IndicatorKind,
    category: IndicatorCategory,
    better: Better,
    numerator: String,
    denominator: Option<String>,
    factor: Option<i32>,
    denominator_ages: Option<[i16; 2]>,
    denominator_indicator: Option<String>,
    aggregation: Aggregation,
    over_hundred: bool,
    sensitive: bool,
    decimals: i16,
    period_types: Vec<PeriodType>,
    dimensions: Vec<Dimension>,
    formula: Option<String>,
    method: Option<String>,
    method_act: Option<String>,
    source_form: Option<String>,
    frequency: Option<PeriodType>,
    due: Option<Due>,
    region: Option<String>,
    municipality: Option<String>,
    sources: Vec<String>,
    place: Option<String>,
    #[serde(default)]
    demo: bool,
    #[serde(default)]
    findings: Vec<String>,
}

/// Records the members of the dimensions.
pub(crate) async fn dimensions(cx: &Cx) -> Result<(), Failure> {
    for DimensionRow { code, members } in Book::rows(FILE, "dimension")? {
        for Member { code: member, name } in members {
            classifier::record(cx, entry(&code.dictionary(), member, name, None)).await?;
        }
    }
    Ok(())
}

/// Loads the dimensions and the indicators.
pub async fn load(book: &mut Book<'_>) -> Result<(), Failure> {
    dimensions(book.cx).await?;
    define(book, Book::rows(FILE, "indicator")?).await
}

/// Loads the dimensions and the indicators that are everyone's, for networks without the acts of this one.
pub(crate) async fn common(cx: &Cx) -> Result<(), Failure> {
    dimensions(cx).await?;
    let rows: Vec<Row> = Book::rows(FILE, "indicator")?;
    let common = rows.into_iter().filter(|row| row.region.is_none() && row.municipality.is_none());
    define(&mut Book::open(cx)?, common.map(|row| Row { method_act: None, ..row }).collect()).await
}

async fn define(book: &mut Book<'_>, rows: Vec<Row>) -> Result<(), Failure> {
    book.count("indicators", rows.len());
    for row in rows {
        let id = book.enter(&key(&row.code));
        let indicator = CreateIndicator {
            id: Some(id),
            region: book.maybe(row.region.as_ref())?,
            municipality: book.maybe(row.municipality.as_ref())?,
            code: row.code.clone(),
            external_ids: vec![External::new(source_of(row.place.as_deref(), row.demo), row.code.clone())],
            fields: fields(book, row)?,
        };
        create(book.cx, indicator).await?;
    }
    Ok(())
}

fn fields(book: &Book<'_>, row: Row) -> Result<Fields, Failure> {
    fn set<T>(value: T) -> Patch<T> {
        Patch::Set(Some(value))
    }
    let denominator = match row.denominator {
        None => None,
        Some(name) => Some(Denominator {
            name,
            factor: row.factor,
            age_from: row.denominator_ages.map(|[from, _]| from),
            age_to: row.denominator_ages.map(|[_, to]| to),
            indicator: row.denominator_indicator.map(|code| book.id(&key(&code))).transpose()?,
        }),
    };
    let act = book.maybe(row.method_act.as_ref())?;
    let known = row.method.is_some() || act.is_some();
    let method = known.then_some(Method { since: None, number: None, act, text: row.method });
    Ok(Fields {
        name: set(row.name),
        short_name: set(row.short),
        category: set(row.category),
        kind: set(row.kind),
        unit: set(row.unit),
        scale: set(row.scale),
        decimals: set(row.decimals),
        better: set(row.better),
        aggregation: set(row.aggregation),
        numerator: set(row.numerator),
        denominator: Patch::Set(denominator),
        over_hundred: set(row.over_hundred),
        sensitive: set(row.sensitive),
        period_types: set(row.period_types),
        dimensions: set(row.dimensions),
        frequency: Patch::Set(row.frequency),
        formula: Patch::Set(row.formula),
        source_form: Patch::Set(row.source_form),
        due: Patch::Set(row.due.map(|Due { kind, number }| GivenDue { kind, day: None, number })),
        methods: set(method.into_iter().collect()),
        sources: set(row.sources),
        open_points: set(open_points(&row.findings)?),
        validity: term(None, None, None)?,
        ..Fields::default()
    })
}

/// The key of an indicator in the book.
pub(super) fn key(code: &str) -> String {
    format!("ind.{code}")
}
