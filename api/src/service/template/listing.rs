//! The list of templates: filters, orders, facets.

use chrono::NaiveDate;
use entity::{
    CodeEnum,
    ids::{MunicipalityId, RegionId},
    report_template::{self, Column as C, ReportKind},
    shared::PeriodType,
};
use sea_orm::{
    ColumnTrait, Condition, QueryFilter,
    sea_query::{CaseStatement, Expr, ExprTrait, SimpleExpr},
};

use super::rules::ReportTemplateState;
use crate::{
    access::Scope,
    service::list::{KeyKind, ListOrder, Listing, OrderKey, Stored, search},
};

/// The order of a list of templates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ReportTemplateOrder {
    /// By name.
    #[default]
    Name,
    /// By code, then by edition.
    Code,
}

/// Narrows a list of templates.
#[derive(Clone, Debug, Default)]
pub struct ReportTemplateFilter {
    /// Of these regions, and everyone's.
    pub regions: Option<Vec<RegionId>>,
    /// Of these municipalities.
    pub municipalities: Option<Vec<MunicipalityId>>,
    /// Editions of these codes.
    pub codes: Option<Vec<String>>,
    /// Of these kinds.
    pub kinds: Option<Vec<ReportKind>>,
    /// For periods of these types.
    pub period_types: Option<Vec<PeriodType>>,
    /// In these states that day.
    pub states: Option<Vec<ReportTemplateState>>,
}

/// The templates that a scope sees, with their states of a day.
pub fn templates(
    tag: &str,
    scope: &Scope,
    day: NaiveDate,
    filter: &ReportTemplateFilter,
    words: Option<&str>,
    order: ReportTemplateOrder,
    descending: bool,
) -> Listing<report_template::Entity> {
    let select = report_template::Entity::visible(scope, day)
        .filter(narrowed(filter, day))
        .filter(search(&column(C::SearchKey), words));
    let (name, keys) = match order {
        ReportTemplateOrder::Name => ("name", vec![OrderKey::new(column(C::SortKey), KeyKind::Text)]),
        ReportTemplateOrder::Code => {
            let edition = column(C::Edition).cast_as("bigint");
            ("code", vec![OrderKey::new(column(C::Code), KeyKind::Text), OrderKey::new(edition, KeyKind::Number)])
        }
    };
    let order = ListOrder { name: format!("{name}{descending}"), keys, descending };
    Listing::new(tag, select, order)
        .facet("kind", column(C::Kind))
        .facet("periodType", column(C::PeriodType))
        .facet("state", state(day))
}

fn column(column: C) -> SimpleExpr {
    Expr::col((report_template::Entity, column))
}

/// The state on a day: the rule of [`super::rules::state`].
fn state(day: NaiveDate) -> SimpleExpr {
    // The day is written into the text: a group by an expression with parameters is not the same expression twice.
    let reached = |name: &str| Expr::cust(format!(r#""report_template"."{name}" <= '{day}'"#));
    CaseStatement::new()
        .case(reached("retired_on"), Expr::cust("'RETIRED'"))
        .case(reached("published_on"), Expr::cust("'PUBLISHED'"))
        .finally(Expr::cust("'DRAFT'"))
        .into()
}

fn narrowed(filter: &ReportTemplateFilter, day: NaiveDate) -> Condition {
    let mut all = Condition::all();
    if let Some(regions) = &filter.regions {
        all = all.add(C::RegionId.is_null().or(C::RegionId.is_in(regions.iter().copied())));
    }
    if let Some(municipalities) = &filter.municipalities {
        all = all.add(C::MunicipalityId.is_in(municipalities.iter().copied()));
    }
    if let Some(codes) = &filter.codes {
        all = all.add(C::Code.is_in(codes.iter().map(String::as_str)));
    }
    if let Some(kinds) = &filter.kinds {
        all = all.add(C::Kind.is_in(kinds.iter().copied()));
    }
    if let Some(types) = &filter.period_types {
        all = all.add(C::PeriodType.is_in(types.iter().copied()));
    }
    if let Some(states) = &filter.states {
        all = all.add(state(day).is_in(states.iter().map(|state| state.code())));
    }
    all
}
