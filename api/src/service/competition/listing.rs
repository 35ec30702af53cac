//! The list of competitions: filters, orders, facets.

use chrono::NaiveDate;
use entity::{
    CodeEnum, competition,
    competition::{CompetitionKind, CompetitionLevel},
    ids::{CompetitionId, MunicipalityId, OrganisationId, RegionId},
    shared::Visibility,
};
use sea_orm::{
    ColumnTrait, Condition, QueryFilter,
    sea_query::{Expr, ExprTrait, SimpleExpr},
};

use super::{sql, state::CompetitionState};
use crate::{
    access::Scope,
    service::list::{KeyKind, ListOrder, Listing, OrderKey, Stored, search},
};

/// The order of a list of competitions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CompetitionOrder {
    /// By the first day of the windows.
    #[default]
    Window,
    /// By title.
    Title,
}

/// Narrows a list of competitions.
#[derive(Clone, Debug, Default)]
pub struct CompetitionFilter {
    /// Of these kinds.
    pub kinds: Option<Vec<CompetitionKind>>,
    /// Of these levels.
    pub levels: Option<Vec<CompetitionLevel>>,
    /// In these states that day.
    pub states: Option<Vec<CompetitionState>>,
    /// In these regions.
    pub regions: Option<Vec<RegionId>>,
    /// In these municipalities.
    pub municipalities: Option<Vec<MunicipalityId>>,
    /// Organised by these organisations.
    pub organisers: Option<Vec<OrganisationId>>,
    /// Stages of these competitions.
    pub parents: Option<Vec<CompetitionId>>,
    /// Awarding these kinds of status.
    pub awards: Option<Vec<String>>,
    /// A window on that day or later.
    pub from: Option<NaiveDate>,
    /// A window on that day or earlier.
    pub to: Option<NaiveDate>,
}

/// The competitions of a day: those that are known then, and drafts of one's own.
pub fn competitions(
    tag: &str,
    scope: &Scope,
    day: NaiveDate,
    filter: &CompetitionFilter,
    words: Option<&str>,
    order: CompetitionOrder,
    descending: bool,
) -> Listing<competition::Entity> {
    let state = sql::state(day);
    let known = state.clone().ne(CompetitionState::Draft.code());
    let listed = known.or(competition::COLUMN.visibility.eq(Visibility::Draft));
    let select = competition::Entity::visible(scope, day)
        .filter(listed)
        .filter(narrowed(filter, &state))
        .filter(search(&Expr::col((competition::Entity, competition::Column::SearchKey)), words));
    let (name, key) = match order {
        CompetitionOrder::Title => {
            ("title", OrderKey::new(Expr::col((competition::Entity, competition::Column::SortKey)), KeyKind::Text))
        }
        CompetitionOrder::Window => ("window", OrderKey::nullable_day(window_start(), descending)),
    };
    let order = ListOrder { name: format!("{name}{descending}"), keys: vec![key], descending };
    Listing::new(tag, select, order)
        .facet("kind", Expr::col((competition::Entity, competition::Column::Kind)))
        .facet("level", Expr::col((competition::Entity, competition::Column::CompetitionLevel)))
        .facet("state", state)
}

fn narrowed(filter: &CompetitionFilter, state: &SimpleExpr) -> Condition {
    let mut all = Condition::all();
    if let Some(kinds) = &filter.kinds {
        all = all.add(competition::Column::Kind.is_in(kinds.iter().copied()));
    }
    if let Some(levels) = &filter.levels {
        all = all.add(competition::Column::CompetitionLevel.is_in(levels.iter().copied()));
    }
    if let Some(states) = &filter.states {
        all = all.add(state.clone().is_in(states.iter().map(|state| state.code())));
    }
    if let Some(regions) = &filter.regions {
        all = all.add(competition::Column::RegionId.is_in(regions.iter().copied()));
    }
    if let Some(municipalities) = &filter.municipalities {
        all = all.add(competition::Column::MunicipalityId.is_in(municipalities.iter().copied()));
    }
    if let Some(organisers) = &filter.organisers {
        all = all.add(competition::Column::OrganisationId.is_in(organisers.iter().copied()));
    }
    if let Some(parents) = &filter.parents {
        all = all.add(competition::Column::ParentId.is_in(parents.iter().copied()));
    }
    if let Some(awards) = &filter.awards {
        all = all.add(competition::Column::AwardKindCode.is_in(awards.iter().map(String::as_str)));
    }
    if filter.from.is_some() || filter.to.is_some() {
        all = all.add(overlapping(filter.from, filter.to));
    }
    all
}

/// The first day of the windows.
fn window_start() -> SimpleExpr {
    let starts = ["applications_from", "evaluation_from", "valid_from"].map(sql::at_day);
    Expr::cust(format!("COALESCE({}, \"competition\".\"announced_on\")", starts.join(", ")))
}

/// One of the windows that are known has a day in the term.
fn overlapping(from: Option<NaiveDate>, to: Option<NaiveDate>) -> Condition {
    let windows =
        [("applications_from", "applications_to"), ("evaluation_from", "evaluation_to"), ("valid_from", "valid_to")];
    windows.into_iter().fold(Condition::any(), |any, (first, last)| {
        let (first, last) = (sql::at_day_expr(first), sql::at_day_expr(last));
        let mut window = Condition::all().add(first.clone().is_not_null().or(last.clone().is_not_null()));
        if let Some(to) = to {
            window = window.add(first.clone().is_null().or(first.lte(to)));
        }
        if let Some(from) = from {
            window = window.add(last.clone().is_null().or(last.gte(from)));
        }
        any.add(window)
    })
}

/// The column by which competitions hang below a region.
pub fn by_region() -> SimpleExpr {
    Expr::col((competition::Entity, competition::Column::RegionId))
}

/// The column by which competitions hang below a municipality.
pub fn by_municipality() -> SimpleExpr {
    Expr::col((competition::Entity, competition::Column::MunicipalityId))
}

/// The column by which competitions hang below their organiser.
pub fn by_organiser() -> SimpleExpr {
    Expr::col((competition::Entity, competition::Column::OrganisationId))
}

/// The column by which stages hang below a competition.
pub fn by_parent() -> SimpleExpr {
    Expr::col((competition::Entity, competition::Column::ParentId))
}
