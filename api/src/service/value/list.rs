//! The list of values: what a scope sees of them, filtered, in order, a thousand on a page at most.

use chrono::NaiveDate;
use entity::{
    ids::IndicatorId,
    shared::{Level, PeriodType, Visibility},
    value::{self, Column as C},
};
use sea_orm::{
    ColumnTrait, Condition, QueryFilter,
    sea_query::{Expr, ExprTrait, SimpleExpr},
};
use uuid::Uuid;

use super::query;
use crate::{
    access::{NodeRef, Scope},
    period::Period,
    rules::breakdown::{Breakdown, Dimension},
    service::{
        centre::query::zone_of_municipality,
        list::{KeyKind, ListOrder, Listing, OrderKey},
    },
    text,
};

/// The largest page.
pub const MOST: usize = 1_000;

/// Order of a list of values.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ValueOrder {
    /// By period.
    #[default]
    Period,
    /// By when it was last changed.
    UpdatedAt,
}

/// Narrows a list of values.
#[derive(Clone, Debug, Default)]
pub struct ValueFilter {
    /// Of these indicators.
    pub indicators: Option<Vec<IndicatorId>>,
    /// Of indicators with these codes.
    pub codes: Option<Vec<String>>,
    /// About these subjects.
    pub subjects: Option<Vec<Uuid>>,
    /// About subjects in a node, itself included.
    pub within: Option<NodeRef>,
    /// About subjects of this level.
    pub level: Option<Level>,
    /// Of these periods.
    pub periods: Option<Vec<Period>>,
    /// Of periods of these types.
    pub period_types: Option<Vec<PeriodType>>,
    /// Of periods that begin on that day or later.
    pub from: Option<NaiveDate>,
    /// Of periods that end on that day or earlier.
    pub to: Option<NaiveDate>,
    /// Of these sources.
    pub sources: Option<Vec<String>>,
    /// In these states.
    pub states: Option<Vec<Visibility>>,
    /// Of exactly this part.
    pub breakdown: Option<Breakdown>,
    /// Of parts along this dimension.
    pub dimension: Option<Dimension>,
    /// Of this named group.
    pub group: Option<String>,
}

fn column(column: C) -> SimpleExpr {
    Expr::col((value::Entity, column))
}

/// The values that a scope sees.
pub fn values(
    tag: &str,
    scope: &Scope,
    day: NaiveDate,
    filter: &ValueFilter,
    (order, descending): (ValueOrder, bool),
) -> Listing<value::Entity> {
    let select = query::visible(scope).filter(narrow(filter, day));
    let keys = match order {
        ValueOrder::Period => {
            vec![OrderKey::new(column(C::PeriodFrom), KeyKind::Day), OrderKey::new(column(C::PeriodTo), KeyKind::Day)]
        }
        ValueOrder::UpdatedAt => vec![OrderKey::new(column(C::UpdatedAt), KeyKind::Instant)],
    };
    Listing::new(tag, select, ListOrder { name: format!("{order:?}{descending}"), keys, descending })
        .facet("source", column(C::Source))
        .facet(
            "state",
            Expr::cust("CASE value.visibility WHEN 0 THEN 'DRAFT' WHEN 1 THEN 'SUBMITTED' ELSE 'ACCEPTED' END"),
        )
        .facet("indicator", query::code_of(column(C::IndicatorId)))
}

fn narrow(filter: &ValueFilter, day: NaiveDate) -> Condition {
    let ValueFilter {
        indicators,
        codes,
        subjects,
        within,
        level,
        periods,
        period_types,
        from,
        to,
        sources,
        states,
        breakdown,
        dimension,
        group,
    } = filter;
    let of_periods = periods.as_ref().map(|periods| {
        periods.iter().fold(Condition::any().add(Expr::val(1).eq(0)), |any, period| {
            any.add(
                Condition::all()
                    .add(C::PeriodType.eq(period.kind()))
                    .add(C::PeriodFrom.eq(period.from()))
                    .add(C::PeriodTo.eq(period.to())),
            )
        })
    });
    // Its own name stands before the sign, the whole of it: `SEX=` is no end of another.
    let along = dimension.map(|dimension| {
        let code = entity::CodeEnum::code(dimension);
        Condition::any()
            .add(C::Breakdown.starts_with(format!("{code}=")))
            .add(C::Breakdown.contains(format!(";{code}=")))
    });
    Condition::all()
        .add_option(indicators.as_ref().map(|ids| C::IndicatorId.is_in(ids.iter().copied())))
        .add_option(codes.as_ref().map(|codes| column(C::IndicatorId).in_subquery(query::ids_of_codes(codes))))
        .add_option(subjects.as_ref().map(|ids| C::SubjectId.is_in(ids.iter().copied())))
        .add_option(within.as_ref().and_then(|node| inside(node, day)))
        .add_option(level.map(|level| C::Subject.eq(level)))
        .add_option(of_periods)
        .add_option(period_types.as_ref().map(|types| C::PeriodType.is_in(types.iter().copied())))
        .add_option(from.map(|from| C::PeriodFrom.gte(from)))
        .add_option(to.map(|to| C::PeriodTo.lte(to)))
        .add_option(sources.as_ref().map(|sources| C::Source.is_in(sources.iter().map(String::as_str))))
        .add_option(states.as_ref().map(|states| C::Visibility.is_in(states.iter().copied())))
        .add_option(breakdown.as_ref().map(|breakdown| C::Breakdown.eq(breakdown.to_string())))
        .add_option(along)
        .add_option(group.as_ref().map(|group| C::GroupKey.eq(text::fold(group))))
}

/// Subjects in a node: a zone has its municipalities of the day.
fn inside(node: &NodeRef, day: NaiveDate) -> Option<Condition> {
    let all = Condition::all();
    match node.level {
        Level::Federation => None,
        Level::Region => node.region.map(|id| all.add(C::RegionId.eq(id))),
        Level::Zone => node.zone.map(|id| {
            let of_town = zone_of_municipality(column(C::MunicipalityId), day).eq(Uuid::from(id));
            Condition::any().add(C::ZoneId.eq(id)).add(C::MunicipalityId.is_not_null().and(of_town))
        }),
        Level::Municipality => node.municipality.map(|id| all.add(C::MunicipalityId.eq(id))),
        Level::Organisation => node.organisation.map(|id| all.add(C::OrganisationId.eq(id))),
    }
}

/// Whether a value about a zone is seen through the rights on that zone: past draft to read, a draft that is kept there to
/// write.
pub fn sees_zone(scope: &Scope, row: &value::Model) -> bool {
    let zones = match (row.visibility, row.level) {
        (Visibility::Draft, Level::Zone) => scope.draft_zones(),
        (Visibility::Draft, _) => return false,
        _ => scope.zones(),
    };
    row.zone_id.is_some_and(|zone| zones.contains(&zone))
}
