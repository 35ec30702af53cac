//! The list of campaigns: filters, orders, facets.

use chrono::NaiveDate;
use entity::{
    CodeEnum,
    campaign::{self, Column as C},
    ids::{CampaignId, MunicipalityId, RegionId, ReportTemplateId, ZoneId},
    shared::{Level, PeriodType},
};
use sea_orm::{
    ColumnTrait, Condition, QueryFilter,
    sea_query::{Expr, ExprTrait, SimpleExpr},
};

use super::{sql, state::CampaignState};
use crate::{
    access::Scope,
    service::list::{KeyKind, ListOrder, Listing, OrderKey, Stored, search},
};

/// The order of a list of campaigns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CampaignOrder {
    /// By the due day.
    #[default]
    Due,
    /// By the period, then by name.
    Period,
    /// By name.
    Name,
}

/// Narrows a list of campaigns.
#[derive(Clone, Debug, Default)]
pub struct CampaignFilter {
    /// Of these regions and what lies in them.
    pub regions: Option<Vec<RegionId>>,
    /// Of these zones.
    pub zones: Option<Vec<ZoneId>>,
    /// Of these municipalities.
    pub municipalities: Option<Vec<MunicipalityId>>,
    /// In these states that day.
    pub states: Option<Vec<CampaignState>>,
    /// With these editions of templates.
    pub templates: Option<Vec<ReportTemplateId>>,
    /// In which these report.
    pub respondents: Option<Vec<Level>>,
    /// Feeding these campaigns.
    pub parents: Option<Vec<CampaignId>>,
    /// About periods of these types.
    pub period_types: Option<Vec<PeriodType>>,
    /// About a period that ends on that day or later.
    pub period_from: Option<NaiveDate>,
    /// About a period that ends on that day or earlier.
    pub period_to: Option<NaiveDate>,
    /// Due on that day or later.
    pub due_from: Option<NaiveDate>,
    /// Due on that day or earlier.
    pub due_to: Option<NaiveDate>,
}

/// The campaigns that a scope sees, with their states of a day.
pub fn campaigns(
    tag: &str,
    scope: &Scope,
    day: NaiveDate,
    filter: &CampaignFilter,
    words: Option<&str>,
    order: CampaignOrder,
    descending: bool,
) -> Listing<campaign::Entity> {
    let state = sql::state(day);
    let select = campaign::Entity::visible(scope, day)
        .filter(narrowed(filter, &state))
        .filter(search(&column(C::SearchKey), words));
    let (name, keys) = match order {
        CampaignOrder::Due => ("due", vec![OrderKey::new(column(C::DueOn), KeyKind::Day)]),
        CampaignOrder::Name => ("name", vec![OrderKey::new(column(C::SortKey), KeyKind::Text)]),
        CampaignOrder::Period => {
            let keys = vec![
                OrderKey::new(column(C::PeriodTo), KeyKind::Day),
                OrderKey::new(column(C::SortKey), KeyKind::Text),
            ];
            ("period", keys)
        }
    };
    let order = ListOrder { name: format!("{name}{descending}"), keys, descending };
    Listing::new(tag, select, order)
        .facet("state", state)
        .facet("respondents", column(C::Respondents))
        .facet("periodType", column(C::PeriodType))
}

fn column(column: C) -> SimpleExpr {
    Expr::col((campaign::Entity, column))
}

/// The column by which campaigns hang below the one that they feed.
pub fn by_parent() -> SimpleExpr {
    column(C::ParentId)
}

fn narrowed(filter: &CampaignFilter, state: &SimpleExpr) -> Condition {
    let mut all = Condition::all();
    if let Some(regions) = &filter.regions {
        all = all.add(C::RegionId.is_in(regions.iter().copied()));
    }
    if let Some(zones) = &filter.zones {
        all = all.add(C::ZoneId.is_in(zones.iter().copied()));
    }
    if let Some(municipalities) = &filter.municipalities {
        all = all.add(C::MunicipalityId.is_in(municipalities.iter().copied()));
    }
    if let Some(states) = &filter.states {
        all = all.add(state.clone().is_in(states.iter().map(|state| state.code())));
    }
    if let Some(templates) = &filter.templates {
        all = all.add(C::TemplateId.is_in(templates.iter().copied()));
    }
    if let Some(levels) = &filter.respondents {
        all = all.add(C::Respondents.is_in(levels.iter().copied()));
    }
    if let Some(parents) = &filter.parents {
        all = all.add(C::ParentId.is_in(parents.iter().copied()));
    }
    if let Some(types) = &filter.period_types {
        all = all.add(C::PeriodType.is_in(types.iter().copied()));
    }
    for (column, from, to) in
        [(C::PeriodTo, filter.period_from, filter.period_to), (C::DueOn, filter.due_from, filter.due_to)]
    {
        if let Some(from) = from {
            all = all.add(column.gte(from));
        }
        if let Some(to) = to {
            all = all.add(column.lte(to));
        }
    }
    all
}
