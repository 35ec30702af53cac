//! What is to be handed in: reports that the viewer sees, of campaigns that are open on a day.

use chrono::NaiveDate;
use entity::{
    campaign,
    report::{self, ReportState},
};
use sea_orm::{
    ColumnTrait, Condition, QueryFilter,
    sea_query::{Expr, ExprTrait, SelectStatement},
};

use crate::{
    access::Scope,
    service::{
        campaign::sql::stands,
        inside::Inside,
        list::{KeyKind, ListOrder, Listing, OrderKey, Stored},
    },
};

/// Which are asked for.
#[derive(Clone, Debug, Default)]
pub struct DueFilter {
    /// Of nodes inside this one; none of no node.
    pub of: Option<Inside>,
    /// Due on that day or later.
    pub from: Option<NaiveDate>,
    /// Due on that day or earlier.
    pub to: Option<NaiveDate>,
    /// In these states; absent: those that are still to be handed in.
    pub states: Option<Vec<ReportState>>,
}

/// The states of what is still to be handed in.
const TO_DO: [ReportState; 3] = [ReportState::NotStarted, ReportState::Draft, ReportState::Returned];

/// What is due, the earliest first: what is late stands at the beginning.
pub fn due_items(tag: &str, scope: &Scope, day: NaiveDate, filter: &DueFilter) -> Listing<report::Entity> {
    let column = |column| Expr::col((report::Entity, column));
    let open = SelectStatement::new()
        .column((campaign::Entity, campaign::Column::Id))
        .from(campaign::Entity)
        .and_where(stands(day))
        .take();
    let states = filter.states.clone().unwrap_or_else(|| TO_DO.to_vec());
    let mut all = Condition::all()
        .add(report::Column::State.is_in(states))
        .add(column(report::Column::CampaignId).in_subquery(open));
    all = match filter.of {
        Some(of) => all.add(of.rows(report::Entity, day)),
        None => all.add(Expr::val(1).eq(0)),
    };
    if let Some(from) = filter.from {
        all = all.add(report::Column::DueOn.gte(from));
    }
    if let Some(to) = filter.to {
        all = all.add(report::Column::DueOn.lte(to));
    }
    let order = ListOrder {
        name: "due".to_owned(),
        keys: vec![OrderKey::new(column(report::Column::DueOn), KeyKind::Day)],
        descending: false,
    };
    Listing::new(tag, report::Entity::visible(scope, day).filter(all), order)
        .facet("state", column(report::Column::State))
}
