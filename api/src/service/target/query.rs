//! Reading sets of targets and the targets in them: the only `find()` of their entities.
#![expect(clippy::disallowed_methods, reason = "scoped entry point")]

use chrono::NaiveDate;
use entity::{
    ids::{IndicatorId, LegalActId, MunicipalityId, RegionId, TargetSetId},
    indicator,
    shared::Visibility,
    target::{self, Column as T},
    target_set::{self, Column as C, TargetSetKind},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
    sea_query::{CaseStatement, Expr, ExprTrait, SelectStatement, SimpleExpr},
};
use uuid::Uuid;

use crate::{
    access::{Columns, Kind, Scope},
    error::AppError,
    period::Period,
    service::{
        Cx,
        dated::valid_on,
        list::{KeyKind, ListOrder, Listing, OrderKey, Parts, Stored, search},
    },
    text,
};

impl Stored for target_set::Entity {
    const KIND: Kind = Kind::TargetSet;
    fn visible(scope: &Scope, _: NaiveDate) -> Select<Self> {
        // No column of an organisation: nobody holds grants on none, so the region stands for it.
        Self::find().filter(scope.visible(&Columns::of(Self).organisation("region_id")))
    }
    fn id(model: &target_set::Model) -> Uuid {
        model.id.into()
    }
}

/// All targets of sets, in the order of their periods.
impl Parts for target::Entity {
    async fn of_parents(cx: &Cx, parents: &[Uuid]) -> Result<Vec<target::Model>, AppError> {
        let of = T::TargetSetId.is_in(parents.iter().copied());
        let select = Self::find().filter(of).filter(T::TargetSetId.in_subquery(seen(&cx.scope(Kind::TargetSet))));
        Ok(in_order(select).all(&cx.db).await?)
    }
    fn parents(model: &target::Model) -> Vec<Uuid> {
        vec![model.target_set_id.into()]
    }
}

fn seen(scope: &Scope) -> SelectStatement {
    target_set::Entity::visible(scope, NaiveDate::MIN).select_only().column(C::Id).into_query()
}

fn in_order(select: Select<target::Entity>) -> Select<target::Entity> {
    select.order_by_asc(T::IndicatorId).order_by_asc(T::SubjectId).order_by_asc(T::PeriodFrom).order_by_asc(T::Id)
}

/// Order of a list of sets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TargetSetOrder {
    /// By name.
    #[default]
    Name,
    /// By code.
    Code,
}

/// Narrows a list of sets.
#[derive(Clone, Debug, Default)]
pub struct TargetSetFilter {
    /// Of these kinds.
    pub kinds: Option<Vec<TargetSetKind>>,
    /// The federation's and those of these regions.
    pub regions: Option<Vec<RegionId>>,
    /// Those of no municipality and of these.
    pub municipalities: Option<Vec<MunicipalityId>>,
    /// With targets of these indicators.
    pub indicators: Option<Vec<IndicatorId>>,
    /// Set by these acts.
    pub acts: Option<Vec<LegalActId>>,
    /// Drafts, submitted, approved.
    pub visibilities: Option<Vec<Visibility>>,
}

fn column(column: C) -> SimpleExpr {
    Expr::col((target_set::Entity, column))
}

/// The sets of a day.
pub fn target_sets(
    tag: &str,
    scope: &Scope,
    day: NaiveDate,
    filter: &TargetSetFilter,
    words: Option<&str>,
    (order, descending): (TargetSetOrder, bool),
) -> Listing<target_set::Entity> {
    let select = target_set::Entity::visible(scope, day)
        .filter(valid_on(target_set::Entity, day))
        .filter(narrow(filter))
        .filter(search(&column(C::SearchKey), words));
    let key = match order {
        TargetSetOrder::Name => column(C::SortKey),
        TargetSetOrder::Code => column(C::Code),
    };
    let keys = vec![OrderKey::new(key, KeyKind::Text)];
    Listing::new(tag, select, ListOrder { name: format!("{order:?}{descending}"), keys, descending })
        .facet("kind", column(C::Kind))
        .facet("level", column(C::Level))
}

fn narrow(filter: &TargetSetFilter) -> Condition {
    let TargetSetFilter { kinds, regions, municipalities, indicators, acts, visibilities } = filter;
    let own = |of: SimpleExpr, ids: Vec<Uuid>| of.clone().is_null().or(of.is_in(ids));
    let with = |of: &Vec<IndicatorId>| {
        let of = T::IndicatorId.is_in(of.iter().copied());
        let sets = target::Entity::find().select_only().column(T::TargetSetId).filter(of).into_query();
        C::Id.in_subquery(sets)
    };
    Condition::all()
        .add_option(kinds.as_ref().map(|of| column(C::Kind).is_in(of.iter().copied())))
        .add_option(regions.as_ref().map(|of| own(column(C::RegionId), of.iter().map(|id| (*id).into()).collect())))
        .add_option(
            municipalities
                .as_ref()
                .map(|of| own(column(C::MunicipalityId), of.iter().map(|id| (*id).into()).collect())),
        )
        .add_option(indicators.as_ref().map(with))
        .add_option(acts.as_ref().map(|of| column(C::ActId).is_in(of.iter().copied())))
        .add_option(visibilities.as_ref().map(|of| column(C::Visibility).is_in(of.iter().copied())))
}

/// Narrows the targets of a set.
#[derive(Clone, Debug, Default)]
pub struct TargetFilter {
    /// Of these indicators.
    pub indicators: Option<Vec<IndicatorId>>,
    /// Of indicators with these codes.
    pub codes: Option<Vec<String>>,
    /// About these nodes.
    pub subjects: Option<Vec<Uuid>>,
    /// For this period.
    pub period: Option<Period>,
    /// Bases alone, or targets alone.
    pub base: Option<bool>,
}

fn of_target(column: T) -> SimpleExpr {
    Expr::col((target::Entity, column))
}

/// Targets, below their sets: by the code of the indicator, bases first, then by period.
pub fn targets(tag: &str, filter: &TargetFilter) -> Listing<target::Entity> {
    let TargetFilter { indicators, codes, subjects, period, base } = filter;
    let in_period = |period: &Period| {
        Condition::all()
            .add(of_target(T::Dated).eq(true))
            .add(of_target(T::PeriodType).eq(period.kind()))
            .add(of_target(T::PeriodFrom).eq(period.from()))
            .add(of_target(T::PeriodTo).eq(period.to()))
    };
    let condition = Condition::all()
        .add_option(indicators.as_ref().map(|of| of_target(T::IndicatorId).is_in(of.iter().copied())))
        .add_option(codes.as_ref().map(|of| code_of_indicator().is_in(of.iter().map(String::as_str))))
        .add_option(subjects.as_ref().map(|of| of_target(T::SubjectId).is_in(of.iter().copied())))
        .add_option(period.as_ref().map(in_period))
        .add_option(base.map(|base| of_target(T::Base).eq(base)));
    let base_first: SimpleExpr =
        CaseStatement::new().case(of_target(T::Base).eq(true), Expr::cust("0")).finally(Expr::cust("1")).into();
    let keys = vec![
        OrderKey::new(code_of_indicator(), KeyKind::Text),
        OrderKey::new(base_first.cast_as("bigint"), KeyKind::Number),
        OrderKey::new(of_target(T::PeriodFrom), KeyKind::Day),
        OrderKey::new(of_target(T::Breakdown), KeyKind::Text),
        OrderKey::new(of_target(T::GroupKey), KeyKind::Text),
    ];
    let select = target::Entity::find().filter(condition);
    Listing::new(tag, select, ListOrder { name: "indicator".to_owned(), keys, descending: false })
}

fn code_of_indicator() -> SimpleExpr {
    let code = indicator::Entity::find()
        .select_only()
        .column(indicator::Column::Code)
        .filter(Expr::col((indicator::Entity, indicator::Column::Id)).equals((target::Entity, T::IndicatorId)));
    SimpleExpr::SubQuery(None, Box::new(code.into_query().into()))
}

/// The column by which targets hang below their set.
pub fn set_column() -> SimpleExpr {
    of_target(T::TargetSetId)
}

/// The set of a code.
pub async fn by_code(
    db: &impl ConnectionTrait,
    scope: &Scope,
    code: &str,
) -> Result<Option<target_set::Model>, AppError> {
    if !text::storable(code) {
        return Ok(None);
    }
    Ok(target_set::Entity::visible(scope, NaiveDate::MIN).filter(C::Code.eq(code)).one(db).await?)
}

/// Whether a code is taken, by whoever.
pub async fn code_is_taken(db: &impl ConnectionTrait, code: &str) -> Result<bool, AppError> {
    Ok(target_set::Entity::find().filter(C::Code.eq(code)).one(db).await?.is_some())
}

/// Every row of some sets that were reached before.
pub async fn rows_of(db: &impl ConnectionTrait, sets: &[TargetSetId]) -> Result<Vec<target::Model>, AppError> {
    let of = T::TargetSetId.is_in(sets.iter().copied());
    Ok(in_order(target::Entity::find().filter(of)).all(db).await?)
}

/// The rows of a set that was reached before for some indicators, to compare results with.
pub async fn rows_for(
    db: &impl ConnectionTrait,
    set: TargetSetId,
    indicators: &[IndicatorId],
) -> Result<Vec<target::Model>, AppError> {
    let select =
        target::Entity::find().filter(T::TargetSetId.eq(set)).filter(T::IndicatorId.is_in(indicators.iter().copied()));
    Ok(in_order(select).all(db).await?)
}
