//! The statements on `figure` and `figure_sum`: each one for all cells of a question.

use std::collections::{BTreeSet, HashMap};

use entity::{
    decimal::Decimal,
    figure, figure_sum,
    ids::{IndicatorId, MunicipalityId, OrganisationId, RegionId},
    indicator,
    shared::{Level, PeriodType},
    value,
};
use sea_orm::{
    ActiveEnum, ConnectionTrait, QueryResult,
    sea_query::{Alias, CaseStatement, Condition, Expr, ExprTrait, Func, SelectStatement, SimpleExpr},
};
use uuid::Uuid;

use super::sum::{Days, Figure, Sum};
use crate::{error::AppError, period::Period, service::Cx};

/// What is past draft.
pub const SUBMITTED: i16 = 1;
/// What is accepted.
pub const ACCEPTED: i16 = 2;

/// Rows and columns of a question.
#[derive(Clone, Debug)]
pub struct Grid {
    /// The indicators.
    pub indicators: Vec<indicator::Model>,
    /// The periods.
    pub periods: Vec<Period>,
    /// The part of the whole, in canonical text.
    pub breakdown: String,
}

/// A column of a question: an indicator and a period by their numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cell {
    /// Number of the indicator.
    pub indicator: usize,
    /// Number of the period.
    pub period: usize,
}

impl Grid {
    /// All columns.
    pub fn cells(&self) -> impl Iterator<Item = Cell> {
        let periods = self.periods.len();
        (0..self.indicators.len()).flat_map(move |indicator| (0..periods).map(move |period| Cell { indicator, period }))
    }

    /// The indicator of a column.
    pub fn indicator(&self, cell: Cell) -> Option<&indicator::Model> {
        self.indicators.get(cell.indicator)
    }

    /// The period of a column.
    pub fn period(&self, cell: Cell) -> Option<&Period> {
        self.periods.get(cell.period)
    }

    /// The rows of a table of figures that belong here.
    fn condition(&self, table: &'static str, states: &[i16]) -> Condition {
        let column = |name: &'static str| Expr::col((Alias::new(table), Alias::new(name)));
        let period = |period: &Period| {
            Condition::all()
                .add(column("period_type").eq(period.kind()))
                .add(column("period_from").eq(period.from()))
                .add(column("period_to").eq(period.to()))
        };
        let periods = self.periods.iter().fold(Condition::any(), |any, one| any.add(period(one)));
        Condition::all()
            .add(column("indicator_id").is_in(self.indicators.iter().map(|indicator| indicator.id)))
            .add(column("state").is_in(states.iter().copied()))
            .add(column("breakdown").eq(self.breakdown.clone()))
            .add(periods)
    }

    /// The column that a row belongs to.
    fn cell(&self, row: &QueryResult) -> Result<Option<Cell>, AppError> {
        let id: IndicatorId = row.try_get("", "indicator_id")?;
        let kind: PeriodType = row.try_get("", "period_type")?;
        let (from, to) = (row.try_get("", "period_from")?, row.try_get("", "period_to")?);
        let indicator = self.indicators.iter().position(|indicator| indicator.id == id);
        let period = self.periods.iter().position(|p| (p.kind(), p.from(), p.to()) == (kind, from, to));
        Ok(indicator.zip(period).map(|(indicator, period)| Cell { indicator, period }))
    }
}

/// A figure with what it is about.
#[derive(Clone, Debug)]
pub struct Leaf {
    /// Where it belongs.
    pub cell: Cell,
    /// [`SUBMITTED`] or [`ACCEPTED`].
    pub state: i16,
    /// The territory or the organisation.
    pub id: Uuid,
    /// What it is.
    pub level: Level,
    /// Its region.
    pub region: Option<RegionId>,
    /// Its municipality.
    pub municipality: Option<MunicipalityId>,
    /// Itself, where it is an organisation.
    pub organisation: Option<OrganisationId>,
    /// The figure.
    pub figure: Figure,
}

/// Whose figures are read one by one.
#[derive(Clone, Debug)]
pub enum Whose {
    /// Of these.
    Of(BTreeSet<Uuid>),
    /// Of all municipalities of these regions.
    MunicipalitiesOf(BTreeSet<RegionId>),
    /// Of all organisations of these municipalities.
    OrganisationsOf(BTreeSet<MunicipalityId>),
}

impl Whose {
    fn is_empty(&self) -> bool {
        match self {
            Self::Of(ids) => ids.is_empty(),
            Self::MunicipalitiesOf(ids) => ids.is_empty(),
            Self::OrganisationsOf(ids) => ids.is_empty(),
        }
    }

    fn condition(&self) -> Condition {
        let column = |column: figure::Column| Expr::col((Alias::new("f"), column));
        match self {
            Self::Of(ids) => Condition::all().add(column(figure::Column::SubjectId).is_in(ids.iter().copied())),
            Self::MunicipalitiesOf(ids) => Condition::all()
                .add(column(figure::Column::RegionId).is_in(ids.iter().copied()))
                .add(column(figure::Column::Subject).eq(Level::Municipality)),
            Self::OrganisationsOf(ids) => Condition::all()
                .add(column(figure::Column::MunicipalityId).is_in(ids.iter().copied()))
                .add(column(figure::Column::Subject).eq(Level::Organisation)),
        }
    }
}

/// The day a figure was counted on: as told, else the last day of what it was told for.
fn counted_on() -> SimpleExpr {
    let column = |column: value::Column| Expr::col((Alias::new("v"), column));
    Func::coalesce([column(value::Column::AsOf), column(value::Column::PeriodTo)]).into()
}

/// `figure` as `f` with the value it is taken from as `v`.
fn figures() -> SelectStatement {
    let mut query = SelectStatement::new();
    query.from_as(figure::Entity, Alias::new("f")).join_as(
        sea_orm::JoinType::InnerJoin,
        value::Entity,
        Alias::new("v"),
        Expr::col((Alias::new("v"), value::Column::Id)).equals((Alias::new("f"), figure::Column::ValueId)),
    );
    query
}

/// Figures one by one, in both states where `submitted` is asked; no statement where nobody's are.
pub async fn leaves(cx: &Cx, grid: &Grid, submitted: bool, whose: &Whose) -> Result<Vec<Leaf>, AppError> {
    if whose.is_empty() {
        return Ok(Vec::new());
    }
    let states: &[i16] = if submitted { &[SUBMITTED, ACCEPTED] } else { &[ACCEPTED] };
    let mut query = figures();
    query
        .columns(
            [
                "indicator_id",
                "state",
                "period_type",
                "period_from",
                "period_to",
                "subject_id",
                "subject",
                "region_id",
                "municipality_id",
                "organisation_id",
                "numerator_micros",
                "denominator_micros",
                "stated_micros",
                "qualifier",
                "null_reason",
                "derived",
            ]
            .map(|name| (Alias::new("f"), Alias::new(name))),
        )
        .column((Alias::new("v"), value::Column::StatedScale))
        .expr_as(counted_on(), Alias::new("counted_on"))
        .cond_where(grid.condition("f", states))
        .cond_where(whose.condition());
    let mut found = Vec::new();
    for row in cx.db.query_all(&query).await? {
        let Some(cell) = grid.cell(&row)? else { continue };
        let stated: Option<i64> = row.try_get("", "stated_micros")?;
        let scale: Option<i16> = row.try_get("", "stated_scale")?;
        // A sum of shorter periods is stated by none of them: its own digits then.
        let stated = stated.and_then(|micros| {
            let printed = scale.and_then(|scale| Decimal::from_stored(micros, scale).ok());
            printed.or_else(|| Decimal::from_micros(micros).ok())
        });
        let leaf = Leaf {
            cell,
            state: row.try_get("", "state")?,
            id: row.try_get("", "subject_id")?,
            level: row.try_get("", "subject")?,
            region: row.try_get("", "region_id")?,
            municipality: row.try_get("", "municipality_id")?,
            organisation: row.try_get("", "organisation_id")?,
            figure: Figure {
                numerator: row.try_get("", "numerator_micros")?,
                denominator: row.try_get("", "denominator_micros")?,
                stated,
                qualifier: row.try_get("", "qualifier")?,
                null_reason: row.try_get("", "null_reason")?,
                derived: row.try_get("", "derived")?,
                counted_on: row.try_get("", "counted_on")?,
            },
        };
        found.push(leaf);
    }
    Ok(found)
}

const PARTS: [&str; 7] =
    ["numerator_micros", "pair_numerator_micros", "pair_denominator_micros", "pairs", "numbers", "inexact", "reported"];

fn sum_of(row: &QueryResult) -> Result<Sum, AppError> {
    let [numerator, pair_numerator, pair_denominator, pairs, numbers, inexact, reported] =
        PARTS.map(|name| row.try_get::<i64>("", name));
    Ok(Sum {
        numerator: numerator?.into(),
        pair_numerator: pair_numerator?.into(),
        pair_denominator: pair_denominator?.into(),
        pairs: pairs?,
        numbers: numbers?,
        inexact: inexact?,
        reported: reported?,
        ..Sum::default()
    })
}

/// The stored sums of some territories, by territory, column and state.
pub type Sums = HashMap<(Uuid, Cell, i16), Sum>;

/// The stored sums below some regions and municipalities.
pub async fn sums(cx: &Cx, grid: &Grid, territories: &BTreeSet<Uuid>) -> Result<Sums, AppError> {
    if territories.is_empty() {
        return Ok(Sums::new());
    }
    let column = |name: &'static str| Expr::col((Alias::new("s"), Alias::new(name)));
    let mut query = SelectStatement::new();
    query
        .from_as(figure_sum::Entity, Alias::new("s"))
        .exprs(["territory_id", "indicator_id", "state", "period_type", "period_from", "period_to"].map(column))
        .exprs(PARTS.map(column))
        .cond_where(grid.condition("s", &[SUBMITTED, ACCEPTED]))
        .and_where(column("territory_id").is_in(territories.iter().copied()));
    let mut found = Sums::new();
    for row in cx.db.query_all(&query).await? {
        let Some(cell) = grid.cell(&row)? else { continue };
        found.insert((row.try_get("", "territory_id")?, cell, row.try_get("", "state")?), sum_of(&row)?);
    }
    Ok(found)
}

/// The sums over many regions, by column and state; apart those of the regions that are named `apart`.
pub async fn sums_over(
    cx: &Cx,
    grid: &Grid,
    regions: &BTreeSet<RegionId>,
    apart: &BTreeSet<RegionId>,
) -> Result<HashMap<(Cell, i16, bool), Sum>, AppError> {
    let mut found = HashMap::new();
    if regions.is_empty() {
        return Ok(found);
    }
    let column = |name: &'static str| Expr::col((Alias::new("s"), Alias::new(name)));
    let among = |ids: &BTreeSet<RegionId>| column("territory_id").is_in(ids.iter().map(|id| Uuid::from(*id)));
    let class: SimpleExpr = CaseStatement::new().case(among(apart), 1_i64).finally(0_i64).into();
    let keys = ["indicator_id", "state", "period_type", "period_from", "period_to"];
    // Grouped outside: a parameter in two places is two expressions to PostgreSQL.
    let mut inner = SelectStatement::new();
    inner
        .from_as(figure_sum::Entity, Alias::new("s"))
        .exprs(keys.map(column))
        .exprs(PARTS.map(column))
        .expr_as(class, Alias::new("class"))
        .cond_where(grid.condition("s", &[SUBMITTED, ACCEPTED]))
        .and_where(among(regions));
    let mut query = SelectStatement::new();
    query.from_subquery(inner, Alias::new("s")).exprs(keys.map(column)).expr_as(column("class"), Alias::new("class"));
    for part in PARTS {
        query.expr_as(Func::sum(column(part)).cast_as("BIGINT"), Alias::new(part));
    }
    query.add_group_by(keys.map(column)).add_group_by([column("class")]);
    for row in cx.db.query_all(&query).await? {
        let Some(cell) = grid.cell(&row)? else { continue };
        let apart = row.try_get::<i64>("", "class")? == 1;
        found.insert((cell, row.try_get("", "state")?, apart), sum_of(&row)?);
    }
    Ok(found)
}

/// What the stored sums do not tell of the figures below some territories: the days on which they were counted, and
/// how many are stated without their parts. Of regions their municipalities, of municipalities their organisations.
pub async fn looks(cx: &Cx, grid: &Grid, territories: &BTreeSet<Uuid>, level: Level) -> Result<Sums, AppError> {
    let mut found = Sums::new();
    if territories.is_empty() {
        return Ok(found);
    }
    let column = |name: &'static str| Expr::col((Alias::new("f"), Alias::new(name)));
    let (place, below) = match level {
        Level::Municipality => ("municipality_id", Level::Organisation),
        _ => ("region_id", Level::Municipality),
    };
    let stated = Condition::all().add(column("stated_micros").is_not_null()).add(column("numerator_micros").is_null());
    let keys = ["indicator_id", "state", "period_type", "period_from", "period_to"];
    let mut query = figures();
    query
        .exprs(keys.map(column))
        .expr_as(column(place), Alias::new("place"))
        .expr_as(Func::min(counted_on()), Alias::new("first"))
        .expr_as(Func::max(counted_on()), Alias::new("last"))
        .expr_as(Func::sum(CaseStatement::new().case(stated, 1).finally(0)).cast_as("BIGINT"), Alias::new("stated"))
        .cond_where(grid.condition("f", &[SUBMITTED, ACCEPTED]))
        .and_where(column(place).is_in(territories.iter().copied()))
        .and_where(column("subject").eq(below.to_value()))
        .and_where(column("null_reason").is_null().or(column("null_reason").ne("NOT_REPORTED")))
        .add_group_by(keys.map(column))
        .add_group_by([column(place)]);
    for row in cx.db.query_all(&query).await? {
        let Some(cell) = grid.cell(&row)? else { continue };
        let (first, last) = (row.try_get("", "first")?, row.try_get("", "last")?);
        let look = Sum { days: Some(Days { first, last }), stated_alone: row.try_get("", "stated")?, ..Sum::default() };
        found.insert((row.try_get("", "place")?, cell, row.try_get("", "state")?), look);
    }
    Ok(found)
}
