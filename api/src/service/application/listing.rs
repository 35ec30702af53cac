//! The list of applications: filters, orders, facets.

use chrono::NaiveDate;
use entity::{
    CodeEnum, application,
    application::ApplicationResult,
    ids::{CompetitionId, OrganisationId},
    shared::Visibility,
};
use sea_orm::{
    ColumnTrait, Condition, QueryFilter,
    sea_query::{Expr, ExprTrait, SimpleExpr},
};

use super::state::{ApplicationState, outcome_expr, result_expr, state_expr};
use crate::{
    access::Scope,
    service::list::{KeyKind, ListOrder, Listing, OrderKey, Stored, search},
};

/// The order of a list of applications.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ApplicationOrder {
    /// By the day of submission.
    #[default]
    Submitted,
    /// By title.
    Title,
    /// By place, then score downwards.
    Place,
}

/// Narrows a list of applications.
#[derive(Clone, Debug, Default)]
pub struct ApplicationFilter {
    /// To these competitions.
    pub competitions: Option<Vec<CompetitionId>>,
    /// In the nomination of this number.
    pub nomination: Option<i32>,
    /// Of these organisations.
    pub organisations: Option<Vec<OrganisationId>>,
    /// In these states that day.
    pub states: Option<Vec<ApplicationState>>,
    /// With these results that day.
    pub results: Option<Vec<ApplicationResult>>,
}

/// The applications of a day: submitted by then, and drafts of one's own.
pub fn applications(
    tag: &str,
    scope: &Scope,
    day: NaiveDate,
    filter: &ApplicationFilter,
    words: Option<&str>,
    order: ApplicationOrder,
    descending: bool,
) -> Listing<application::Entity> {
    let (state, outcome) = (state_expr(day), outcome_expr(day));
    let known = outcome.clone().ne(ApplicationState::Draft.code());
    let select = application::Entity::visible(scope, day)
        .filter(known.or(application::COLUMN.visibility.eq(Visibility::Draft)))
        .filter(narrowed(filter, &state, &result_expr(day)))
        .filter(search(&Expr::col((application::Entity, application::Column::SearchKey)), words));
    let column = |column| Expr::col((application::Entity, column));
    let (name, keys) = match order {
        ApplicationOrder::Title => ("title", vec![OrderKey::new(column(application::Column::SortKey), KeyKind::Text)]),
        ApplicationOrder::Submitted => {
            ("submitted", vec![OrderKey::nullable_day(column(application::Column::SubmittedOn), descending)])
        }
        ApplicationOrder::Place => ("place", by_place()),
    };
    Listing::new(tag, select, ListOrder { name: format!("{name}{descending}"), keys, descending })
        .facet("state", state)
        .facet("result", result_expr(day))
}

/// Places in order, then scores from the highest.
fn by_place() -> Vec<OrderKey> {
    let place = Expr::cust(r#"CAST(COALESCE("application"."place", 9) AS BIGINT)"#);
    let score = Expr::cust(r#"CAST(-COALESCE("application"."score_micros", -1) AS BIGINT)"#);
    vec![OrderKey::new(place, KeyKind::Number), OrderKey::new(score, KeyKind::Number)]
}

fn narrowed(filter: &ApplicationFilter, state: &SimpleExpr, result: &SimpleExpr) -> Condition {
    let mut all = Condition::all();
    if let Some(competitions) = &filter.competitions {
        all = all.add(application::Column::CompetitionId.is_in(competitions.iter().copied()));
    }
    if let Some(number) = filter.nomination {
        let nomination = Expr::cust_with_values(
            r#""application"."nomination_id" IN (SELECT "id" FROM "competition_clause" WHERE "kind" = 'NOMINATION' AND "number" = ?)"#,
            [number],
        );
        all = all.add(nomination);
    }
    if let Some(organisations) = &filter.organisations {
        all = all.add(application::Column::OrganisationId.is_in(organisations.iter().copied()));
    }
    if let Some(states) = &filter.states {
        all = all.add(state.clone().is_in(states.iter().map(|state| state.code())));
    }
    if let Some(results) = &filter.results {
        all = all.add(result.clone().is_in(results.iter().map(|result| result.code())));
    }
    all
}

/// The column by which applications hang below a competition.
pub fn by_competition() -> SimpleExpr {
    Expr::col((application::Entity, application::Column::CompetitionId))
}

/// The column by which applications hang below the applicant.
pub fn by_organisation() -> SimpleExpr {
    Expr::col((application::Entity, application::Column::OrganisationId))
}
