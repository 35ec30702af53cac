//! Reading values, figures and what they rest on: the only `find()` of their entities, the sums of `store.rs` apart.
#![expect(clippy::disallowed_methods, reason = "scoped entry point")]

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use entity::{
    figure,
    ids::{IndicatorId, MunicipalityId, ReportId, ZoneId},
    indicator, indicator_source, population,
    shared::{Level, Visibility},
    value,
};
use sea_orm::{
    ActiveEnum, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, Select,
    sea_query::{Alias, Expr, ExprTrait, SelectStatement, SimpleExpr},
};
use uuid::Uuid;

use super::{record::IndicatorRef, touched::Touched, veil::Neighbours};
use crate::{
    access::{Columns, Kind, Scope},
    db::WriteTx,
    error::AppError,
    service::{CODE, list::Stored},
    text,
};

impl Stored for value::Entity {
    const KIND: Kind = Kind::Value;
    fn visible(scope: &Scope, _: NaiveDate) -> Select<Self> {
        visible(scope)
    }
    fn id(model: &value::Model) -> Uuid {
        model.id
    }
}

/// The values that a scope sees; those about a zone also through the rights on that zone: to read what is past draft, to
/// write a draft that is kept there.
pub fn visible(scope: &Scope) -> Select<value::Entity> {
    let mut any = Condition::any().add(scope.visible(&Columns::of(value::Entity)));
    let of = |zones: &BTreeSet<ZoneId>| value::Column::ZoneId.is_in(zones.iter().copied());
    if !scope.zones().is_empty() {
        let past_draft = value::Column::Visibility.ne(Visibility::Draft);
        any = any.add(Condition::all().add(of(scope.zones())).add(past_draft));
    }
    if !scope.draft_zones().is_empty() {
        let own = value::Column::Level.eq(Level::Zone);
        let draft = value::Column::Visibility.eq(Visibility::Draft);
        any = any.add(Condition::all().add(of(scope.draft_zones())).add(draft).add(own));
    }
    value::Entity::find().filter(any)
}

/// The indicators that rows name, those that a scope sees.
pub async fn named<'a>(
    db: &impl ConnectionTrait,
    scope: &Scope,
    refs: impl Iterator<Item = &'a IndicatorRef>,
) -> Result<Vec<indicator::Model>, AppError> {
    let (mut ids, mut codes) = (BTreeSet::new(), BTreeSet::new());
    for of in refs {
        ids.extend(of.id);
        codes.extend(of.code.clone().filter(|code| text::clean(code, CODE).is_ok()));
    }
    let either = Condition::any().add(indicator::Column::Id.is_in(ids)).add(indicator::Column::Code.is_in(codes));
    Ok(indicator::Entity::visible(scope, NaiveDate::MIN).filter(either).all(db).await?)
}

/// Some indicators by their ids: they are public.
pub async fn by_ids(
    db: &impl ConnectionTrait,
    ids: &BTreeSet<IndicatorId>,
) -> Result<HashMap<IndicatorId, indicator::Model>, AppError> {
    let rows = indicator::Entity::find().filter(indicator::Column::Id.is_in(ids.iter().copied())).all(db).await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

/// The ids of indicators with some codes, as a selection.
pub fn ids_of_codes(codes: &[String]) -> SelectStatement {
    indicator::Entity::find()
        .select_only()
        .column(indicator::Column::Id)
        .filter(indicator::Column::Code.is_in(codes.iter().map(String::as_str)))
        .into_query()
}

/// The code of an indicator, as an expression.
pub fn code_of(column: SimpleExpr) -> SimpleExpr {
    let code = indicator::Entity::find()
        .select_only()
        .column(indicator::Column::Code)
        .filter(Expr::col((indicator::Entity, indicator::Column::Id)).eq(column))
        .into_query();
    SimpleExpr::SubQuery(None, Box::new(code.into()))
}

/// The values of what is touched, whoever keeps them, inside its window.
pub async fn of_touched(db: &impl ConnectionTrait, touched: &Touched) -> Result<Vec<value::Model>, AppError> {
    let indicators = touched.indicators.iter().copied();
    Ok(value::Entity::find().filter(told(indicators, touched)).all(db).await?)
}

/// The values past draft that figures follow from; those of named groups are in no figure.
pub async fn resolvable(
    db: &impl ConnectionTrait,
    indicators: &[IndicatorId],
    touched: &Touched,
) -> Result<Vec<value::Model>, AppError> {
    let select = value::Entity::find()
        .filter(told(indicators.iter().copied(), touched))
        .filter(value::Column::GroupKey.eq(""))
        .filter(value::Column::Visibility.ne(Visibility::Draft));
    Ok(select.all(db).await?)
}

fn told(indicators: impl Iterator<Item = IndicatorId>, touched: &Touched) -> Condition {
    let mut condition = Condition::all()
        .add(value::Column::IndicatorId.is_in(indicators))
        .add(value::Column::SubjectId.is_in(touched.subjects.keys().copied()));
    if let Some((from, to)) = touched.window {
        condition = condition.add(value::Column::PeriodFrom.gte(from)).add(value::Column::PeriodTo.lte(to));
    }
    condition
}

/// The rows of a table that are judged together: of territories, of organisations, of single subjects.
fn beside<E: EntityTrait>(table: E, indicators: &[IndicatorId], asked: &Neighbours) -> Condition {
    let column = |name: &'static str| Expr::col((table, Alias::new(name)));
    let towns = [Level::Region, Level::Zone, Level::Municipality].map(|level| level.to_value());
    let of_regions = Condition::all()
        .add(column("subject").is_in(towns))
        .add(column("region_id").is_in(asked.regions.iter().copied()));
    let of_towns = Condition::all()
        .add(column("subject").eq(Level::Organisation.to_value()))
        .add(column("municipality_id").is_in(asked.towns.iter().copied()));
    let of_subjects = column("subject_id").is_in(asked.subjects.iter().copied());
    Condition::all()
        .add(column("indicator_id").is_in(indicators.iter().copied()))
        .add(column("period_from").gte(asked.window.0))
        .add(column("period_to").lte(asked.window.1))
        .add(Condition::any().add(of_regions).add(of_towns).add(of_subjects))
}

/// The figures that are judged together, in both states where it is asked.
pub async fn figures_beside(
    db: &impl ConnectionTrait,
    indicators: &[IndicatorId],
    asked: &Neighbours,
) -> Result<Vec<figure::Model>, AppError> {
    let states: &[i16] = if asked.submitted { &[1, 2] } else { &[2] };
    let of = beside(figure::Entity, indicators, asked).add(figure::Column::State.is_in(states.iter().copied()));
    Ok(figure::Entity::find().filter(of).all(db).await?)
}

/// The values past draft that are judged together, of all sources.
pub async fn values_beside(
    db: &impl ConnectionTrait,
    indicators: &[IndicatorId],
    asked: &Neighbours,
) -> Result<Vec<value::Model>, AppError> {
    let of = beside(value::Entity, indicators, asked).add(value::Column::Visibility.ne(Visibility::Draft));
    Ok(value::Entity::find().filter(of).order_by_asc(value::Column::Id).all(db).await?)
}

/// The values about some subjects, whoever keeps them.
pub async fn about(db: &impl ConnectionTrait, subjects: &[Uuid]) -> Result<Vec<value::Model>, AppError> {
    let of = value::Column::SubjectId.is_in(subjects.iter().copied());
    Ok(value::Entity::find().filter(of).order_by_asc(value::Column::Id).all(db).await?)
}

/// Lets the values about one subject be about another.
pub async fn move_subject(tx: &WriteTx, from: Uuid, to: Uuid) -> Result<(), DbErr> {
    let update = value::Entity::update_many()
        .col_expr(value::Column::SubjectId, Expr::val(to))
        .filter(value::Column::SubjectId.eq(from));
    update.exec(tx).await?;
    Ok(())
}

/// The values of a report.
pub async fn of_report(db: &impl ConnectionTrait, report: ReportId) -> Result<Vec<value::Model>, AppError> {
    let select = value::Entity::find().filter(value::Column::ReportId.eq(report));
    Ok(select.order_by_asc(value::Column::Id).all(db).await?)
}

/// Indicators with those that rest on them, and those that any of these rest on.
pub async fn related(
    db: &impl ConnectionTrait,
    indicators: impl IntoIterator<Item = IndicatorId>,
) -> Result<Vec<indicator::Model>, AppError> {
    let ids: Vec<IndicatorId> = indicators.into_iter().collect();
    let near = || {
        Condition::any()
            .add(indicator::Column::Id.is_in(ids.iter().copied()))
            .add(indicator::Column::DenominatorIndicatorId.is_in(ids.iter().copied()))
    };
    let near_rows = indicator::Entity::find().filter(near()).all(db).await?;
    let known: Vec<IndicatorId> = near_rows.iter().map(|row| row.id).collect();
    let bases = near_rows.iter().filter_map(|row| row.denominator_indicator_id).filter(|id| !known.contains(id));
    let bases: Vec<IndicatorId> = bases.collect();
    if bases.is_empty() {
        return Ok(near_rows);
    }
    let bases = indicator::Entity::find().filter(indicator::Column::Id.is_in(bases)).all(db).await?;
    Ok(near_rows.into_iter().chain(bases).collect())
}

/// All indicators, by code.
pub async fn indicators(db: &impl ConnectionTrait) -> Result<Vec<indicator::Model>, AppError> {
    Ok(indicator::Entity::find().order_by_asc(indicator::Column::Code).all(db).await?)
}

/// Indicators whose denominator is a population of these ages.
pub async fn bound_to_population(
    db: &impl ConnectionTrait,
    (from, to): (i16, i16),
) -> Result<Vec<IndicatorId>, AppError> {
    let select = indicator::Entity::find()
        .filter(indicator::Column::DenominatorAgeFrom.eq(from))
        .filter(indicator::Column::DenominatorAgeTo.eq(to));
    Ok(select.all(db).await?.into_iter().map(|row| row.id).collect())
}

/// The ranks of the sources of some indicators.
pub async fn sources(
    db: &impl ConnectionTrait,
    indicators: &[IndicatorId],
) -> Result<Vec<indicator_source::Model>, AppError> {
    let of = indicator_source::Column::IndicatorId.is_in(indicators.iter().copied());
    Ok(indicator_source::Entity::find().filter(of).all(db).await?)
}

/// The population series of some municipalities.
pub async fn populations(
    db: &impl ConnectionTrait,
    municipalities: &[MunicipalityId],
) -> Result<Vec<population::Model>, AppError> {
    let of = population::Column::MunicipalityId.is_in(municipalities.iter().copied());
    Ok(population::Entity::find().filter(of).all(db).await?)
}

/// The stored figures of some indicators, of the subjects and inside the window of what is touched.
pub async fn figures(
    db: &impl ConnectionTrait,
    indicators: &[IndicatorId],
    touched: &Touched,
) -> Result<Vec<figure::Model>, AppError> {
    let mut condition = Condition::all()
        .add(figure::Column::IndicatorId.is_in(indicators.iter().copied()))
        .add(figure::Column::SubjectId.is_in(touched.subjects.keys().copied()));
    if let Some((from, to)) = touched.window {
        condition = condition.add(figure::Column::PeriodFrom.gte(from)).add(figure::Column::PeriodTo.lte(to));
    }
    Ok(figure::Entity::find().filter(condition).all(db).await?)
}

/// The values past draft, and the figures, of one indicator everywhere.
pub async fn whole(
    db: &impl ConnectionTrait,
    indicator: IndicatorId,
) -> Result<(Vec<value::Model>, Vec<figure::Model>), AppError> {
    let values = value::Entity::find()
        .filter(value::Column::IndicatorId.eq(indicator))
        .filter(value::Column::GroupKey.eq(""))
        .filter(value::Column::Visibility.ne(Visibility::Draft));
    let figures = figure::Entity::find().filter(figure::Column::IndicatorId.eq(indicator));
    Ok((values.all(db).await?, figures.all(db).await?))
}

/// The subjects of which some indicators are told anything.
pub async fn subjects(
    db: &impl ConnectionTrait,
    indicators: &[IndicatorId],
) -> Result<BTreeMap<Uuid, Level>, AppError> {
    let rows: Vec<(Uuid, Level)> = value::Entity::find()
        .select_only()
        .column(value::Column::SubjectId)
        .column(value::Column::Subject)
        .distinct()
        .filter(value::Column::IndicatorId.is_in(indicators.iter().copied()))
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().collect())
}

/// Every population series.
pub async fn all_populations(db: &impl ConnectionTrait) -> Result<Vec<population::Model>, AppError> {
    Ok(population::Entity::find().all(db).await?)
}
