//! Reading indicators: the only `find()` of their entities.
#![expect(clippy::disallowed_methods, reason = "scoped entry point")]

use chrono::NaiveDate;
use entity::{
    CodeEnum,
    ids::{IndicatorId, MunicipalityId, RegionId},
    indicator::{self, Column as C, IndicatorCategory, IndicatorKind},
    indicator_method, indicator_source,
    shared::Unit,
    target, value,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Select,
    sea_query::{Expr, ExprTrait, Func, SimpleExpr},
};
use uuid::Uuid;

use crate::{
    access::{Columns, Kind, Scope},
    error::AppError,
    rules::breakdown::Dimension,
    service::{
        Cx,
        dated::valid_on,
        list::{KeyKind, ListOrder, Listing, OrderKey, Parts, Stored, search},
    },
    text,
};

impl Stored for indicator::Entity {
    const KIND: Kind = Kind::Indicator;
    fn visible(scope: &Scope, _: NaiveDate) -> Select<Self> {
        // No column of an organisation: nobody holds grants on none, so the region stands for it.
        Self::find().filter(scope.visible(&Columns::of(Self).organisation("region_id")))
    }
    fn id(model: &indicator::Model) -> Uuid {
        model.id.into()
    }
}

/// Methods, the newest first. Indicators are public, and so are they.
impl Parts for indicator_method::Entity {
    async fn of_parents(cx: &Cx, parents: &[Uuid]) -> Result<Vec<indicator_method::Model>, AppError> {
        let of = indicator_method::Column::IndicatorId.is_in(parents.iter().copied());
        Ok(Self::find().filter(of).order_by_desc(indicator_method::Column::Since).all(&cx.db).await?)
    }
    fn parents(model: &indicator_method::Model) -> Vec<Uuid> {
        vec![model.indicator_id.into()]
    }
}

/// Sources, the first counts first.
impl Parts for indicator_source::Entity {
    async fn of_parents(cx: &Cx, parents: &[Uuid]) -> Result<Vec<indicator_source::Model>, AppError> {
        let of = indicator_source::Column::IndicatorId.is_in(parents.iter().copied());
        Ok(Self::find().filter(of).order_by_asc(indicator_source::Column::Priority).all(&cx.db).await?)
    }
    fn parents(model: &indicator_source::Model) -> Vec<Uuid> {
        vec![model.indicator_id.into()]
    }
}

/// Order of a list of indicators.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum IndicatorOrder {
    /// By name.
    #[default]
    Name,
    /// By code.
    Code,
}

/// Narrows a list of indicators.
#[derive(Clone, Debug, Default)]
pub struct IndicatorFilter {
    /// With these codes.
    pub codes: Option<Vec<String>>,
    /// Of these kinds.
    pub kinds: Option<Vec<IndicatorKind>>,
    /// Main or additional.
    pub categories: Option<Vec<IndicatorCategory>>,
    /// In these units.
    pub units: Option<Vec<Unit>>,
    /// Broken down by one of these dimensions.
    pub dimensions: Option<Vec<Dimension>>,
    /// Everyone's and those of these regions.
    pub regions: Option<Vec<RegionId>>,
    /// Those of no municipality and of these.
    pub municipalities: Option<Vec<MunicipalityId>>,
    /// Whether small numbers are hidden.
    pub sensitive: Option<bool>,
}

fn column(column: C) -> SimpleExpr {
    Expr::col((indicator::Entity, column))
}

/// The indicators of a day.
pub fn indicators(
    tag: &str,
    scope: &Scope,
    day: NaiveDate,
    filter: &IndicatorFilter,
    words: Option<&str>,
    (order, descending): (IndicatorOrder, bool),
) -> Listing<indicator::Entity> {
    let select = indicator::Entity::visible(scope, day)
        .filter(valid_on(indicator::Entity, day))
        .filter(narrow(filter))
        .filter(search(&column(C::SearchKey), words));
    let key = match order {
        IndicatorOrder::Name => column(C::SortKey),
        IndicatorOrder::Code => column(C::Code),
    };
    let keys = vec![OrderKey::new(key, KeyKind::Text)];
    Listing::new(tag, select, ListOrder { name: format!("{order:?}{descending}"), keys, descending })
        .facet("kind", column(C::Kind))
        .facet("category", column(C::Category))
        .facet("unit", column(C::Unit))
}

fn narrow(filter: &IndicatorFilter) -> Condition {
    let IndicatorFilter { codes, kinds, categories, units, dimensions, regions, municipalities, sensitive } = filter;
    let own = |of: SimpleExpr, ids: Vec<Uuid>| of.clone().is_null().or(of.is_in(ids));
    Condition::all()
        .add_option(codes.as_ref().map(|of| column(C::Code).is_in(of.iter().map(String::as_str))))
        .add_option(kinds.as_ref().map(|of| column(C::Kind).is_in(of.iter().copied())))
        .add_option(categories.as_ref().map(|of| column(C::Category).is_in(of.iter().copied())))
        .add_option(units.as_ref().map(|of| column(C::Unit).is_in(of.iter().copied())))
        .add_option(dimensions.as_ref().map(|of| by_dimension(of)))
        .add_option(regions.as_ref().map(|of| own(column(C::RegionId), of.iter().map(|id| (*id).into()).collect())))
        .add_option(
            municipalities
                .as_ref()
                .map(|of| own(column(C::MunicipalityId), of.iter().map(|id| (*id).into()).collect())),
        )
        .add_option(sensitive.map(|sensitive| column(C::Sensitive).eq(sensitive)))
}

/// A line of the column is one of the dimensions.
fn by_dimension(dimensions: &[Dimension]) -> Condition {
    let lines: SimpleExpr = Func::cust("concat").args([Expr::val("\n"), column(C::Dimensions), Expr::val("\n")]).into();
    dimensions.iter().fold(Condition::any().add(Expr::val(1).eq(0)), |any, dimension| {
        any.add(lines.clone().like(format!("%\n{}\n%", dimension.code())))
    })
}

/// The indicator of a code.
pub async fn by_code(
    db: &impl ConnectionTrait,
    scope: &Scope,
    code: &str,
) -> Result<Option<indicator::Model>, AppError> {
    if !text::storable(code) {
        return Ok(None);
    }
    Ok(indicator::Entity::visible(scope, NaiveDate::MIN).filter(C::Code.eq(code)).one(db).await?)
}

/// The indicators of some ids and codes that a scope sees, with one statement.
pub async fn named(
    db: &impl ConnectionTrait,
    scope: &Scope,
    ids: &[IndicatorId],
    codes: &[String],
) -> Result<Vec<indicator::Model>, AppError> {
    let either =
        Condition::any().add(C::Id.is_in(ids.iter().copied())).add(C::Code.is_in(codes.iter().map(String::as_str)));
    Ok(indicator::Entity::visible(scope, NaiveDate::MIN).filter(either).all(db).await?)
}

/// Whether a code is taken, by whoever.
pub async fn code_is_taken(db: &impl ConnectionTrait, code: &str) -> Result<bool, AppError> {
    Ok(indicator::Entity::find().filter(C::Code.eq(code)).one(db).await?.is_some())
}

/// An indicator for rules about one that refers to it: indicators are public.
pub async fn stored(db: &impl ConnectionTrait, id: IndicatorId) -> Result<Option<indicator::Model>, AppError> {
    Ok(indicator::Entity::find_by_id(id).one(db).await?)
}

/// Whether another indicator is divided by this one.
pub async fn is_denominator(db: &impl ConnectionTrait, id: IndicatorId) -> Result<bool, AppError> {
    Ok(indicator::Entity::find().filter(C::DenominatorIndicatorId.eq(id)).one(db).await?.is_some())
}

/// Whether values or targets rest on an indicator.
pub async fn has_numbers(db: &impl ConnectionTrait, id: IndicatorId) -> Result<bool, AppError> {
    let targets = target::Entity::find().filter(target::Column::IndicatorId.eq(id)).one(db);
    if targets.await?.is_some() {
        return Ok(true);
    }
    Ok(value::Entity::find().filter(value::Column::IndicatorId.eq(id)).one(db).await?.is_some())
}
