//! The list of reports: filters, orders, facets.

use chrono::NaiveDate;
use entity::{
    CodeEnum, campaign,
    ids::{AnyId, CampaignId, MunicipalityId, OrganisationId, RegionId, TypedId, ZoneId},
    report,
    report::ReportState,
    shared::Level,
};
use sea_orm::{
    ColumnTrait, Condition, QueryFilter,
    sea_query::{Expr, ExprTrait, Query, SelectStatement, SimpleExpr},
};

use crate::{
    access::Scope,
    error::AppError,
    period::Period,
    service::{
        list::{KeyKind, ListOrder, Listing, OrderKey, Stored},
        territory::query::members_of,
    },
};

/// The order of a list of reports.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ReportOrder {
    /// By the day on which they are due.
    #[default]
    Due,
    /// By the day of handing in, those that are not last.
    Submitted,
    /// By the last change.
    Updated,
}

/// Narrows a list of reports.
#[derive(Clone, Debug, Default)]
pub struct ReportFilter {
    /// Of these campaigns.
    pub campaigns: Option<Vec<CampaignId>>,
    /// In these states.
    pub states: Option<Vec<ReportState>>,
    /// Of this node itself.
    pub of: Option<AnyId>,
    /// Of nodes inside this one.
    pub within: Option<AnyId>,
    /// Of nodes of this level.
    pub level: Option<Level>,
    /// About this period.
    pub period: Option<Period>,
    /// Handed in late by that day, or not.
    pub late: Option<bool>,
    /// Overdue on that day, or not.
    pub overdue: Option<bool>,
    /// Entered for a silent node, or not.
    pub on_behalf: Option<bool>,
}

/// The reports that a scope sees, in time or not on a day.
pub fn reports(
    tag: &str,
    scope: &Scope,
    day: NaiveDate,
    filter: &ReportFilter,
    order: ReportOrder,
    descending: bool,
) -> Result<Listing<report::Entity>, AppError> {
    let column = |column| Expr::col((report::Entity, column));
    let (name, keys) = match order {
        ReportOrder::Due => ("due", vec![OrderKey::new(column(report::Column::DueOn), KeyKind::Day)]),
        ReportOrder::Submitted => {
            ("submitted", vec![OrderKey::nullable_day(column(report::Column::SubmittedOn), descending)])
        }
        ReportOrder::Updated => ("updated", vec![OrderKey::new(column(report::Column::UpdatedAt), KeyKind::Instant)]),
    };
    let select = report::Entity::visible(scope, day).filter(narrowed(filter, day)?);
    Ok(Listing::new(tag, select, ListOrder { name: format!("{name}{descending}"), keys, descending })
        .facet("state", column(report::Column::State))
        .facet("step", column(report::Column::Step)))
}

fn narrowed(filter: &ReportFilter, day: NaiveDate) -> Result<Condition, AppError> {
    let ReportFilter { campaigns, states, of, within, level, period, late, overdue, on_behalf } = filter;
    let mut all = Condition::all();
    if let Some(campaigns) = campaigns {
        all = all.add(report::Column::CampaignId.is_in(campaigns.iter().copied()));
    }
    if let Some(states) = states {
        all = all.add(report::Column::State.is_in(states.iter().map(|state| state.code())));
    }
    if let Some(of) = of {
        node_or_refuse(*of)?;
        all = all.add(report::Column::SubjectId.eq(of.uuid));
    }
    if let Some(within) = within {
        all = all.add(inside(*within, day)?);
    }
    if let Some(level) = level {
        all = all.add(report::Column::Level.eq(level.code()));
    }
    if let Some(period) = period {
        all = all.add(report::Column::CampaignId.in_subquery(of_period(period)));
    }
    if let Some(late) = late {
        all = all.add(known(is_late(day), *late));
    }
    if let Some(overdue) = overdue {
        all = all.add(known(is_overdue(day), *overdue));
    }
    if let Some(on_behalf) = on_behalf {
        all = all.add(report::Column::OnBehalf.eq(*on_behalf));
    }
    Ok(all)
}

/// Rows of which something is so, or is not.
fn known(condition: SimpleExpr, so: bool) -> SimpleExpr {
    if so { condition } else { condition.not() }
}

fn first_submitted() -> SimpleExpr {
    // Never null, so that its comparisons have an opposite.
    let never = SimpleExpr::Constant(NaiveDate::from_ymd_opt(9999, 12, 31).unwrap_or_default().into());
    sea_orm::sea_query::Func::coalesce([Expr::col((report::Entity, report::Column::FirstSubmittedOn)), never]).into()
}

fn due() -> SimpleExpr {
    Expr::col((report::Entity, report::Column::DueOn))
}

/// Handed in by a day, after the day on which it was due.
pub fn is_late(day: NaiveDate) -> SimpleExpr {
    first_submitted().lte(day).and(first_submitted().gt(due()))
}

/// Not handed in by a day, and the day on which it was due is over.
pub fn is_overdue(day: NaiveDate) -> SimpleExpr {
    first_submitted().gt(day).and(due().lt(day))
}

fn of_period(period: &Period) -> SelectStatement {
    Query::select()
        .column((campaign::Entity, campaign::Column::Id))
        .from(campaign::Entity)
        .and_where(campaign::Column::PeriodType.eq(period.kind().code()))
        .and_where(campaign::Column::PeriodFrom.eq(period.from()))
        .and_where(campaign::Column::PeriodTo.eq(period.to()))
        .take()
}

/// Rows inside a node; a zone is its municipalities of the day.
fn inside(node: AnyId, day: NaiveDate) -> Result<SimpleExpr, AppError> {
    Ok(match node.prefix {
        RegionId::PREFIX => report::Column::RegionId.eq(node.uuid),
        MunicipalityId::PREFIX => report::Column::MunicipalityId.eq(node.uuid),
        OrganisationId::PREFIX => report::Column::OrganisationId.eq(node.uuid),
        ZoneId::PREFIX => {
            let members = members_of(&[node.uuid.into()], day);
            let ids = Query::select().column("municipality_id").from_subquery(members, "member").take();
            report::Column::MunicipalityId.in_subquery(ids)
        }
        _ => return Err(no_node()),
    })
}

fn node_or_refuse(node: AnyId) -> Result<(), AppError> {
    let nodes = [RegionId::PREFIX, ZoneId::PREFIX, MunicipalityId::PREFIX, OrganisationId::PREFIX];
    if nodes.contains(&node.prefix) { Ok(()) } else { Err(no_node()) }
}

fn no_node() -> AppError {
    AppError::bad_input(
        "Нужен узел сети: регион, зона, муниципалитет или организация",
        "A node of the network is needed: a region, a zone, a municipality or an organisation",
    )
}

/// The column by which reports hang below a campaign.
pub fn by_campaign() -> SimpleExpr {
    Expr::col((report::Entity, report::Column::CampaignId))
}
