//! Lists of acts: filters, orders, the state of a day as one expression.

use chrono::NaiveDate;
use entity::{
    CodeEnum,
    ids::{MunicipalityId, OrganisationId, RegionId},
    legal_act::{self, LegalActKind},
    legal_act_amendment,
    shared::{Level, Visibility},
};
use sea_orm::{
    Condition, JoinType, QueryFilter, QueryTrait, Select,
    sea_query::{Alias, CaseStatement, Expr, ExprTrait, Func, SelectStatement, SimpleExpr},
};

use super::rules::{self, LegalActState};
use crate::{
    access::{Columns, Kind, Scope},
    db::tally::EVER,
    error::AppError,
    service::{
        Cx,
        list::{KeyKind, ListOrder, Listing, OrderKey, Stored, search},
    },
};

/// Narrows a list of acts.
#[derive(Clone, Debug, Default)]
pub struct LegalActFilter {
    /// Of these kinds.
    pub kinds: Option<Vec<LegalActKind>>,
    /// Issued at these levels.
    pub levels: Option<Vec<Level>>,
    /// Kept in these regions.
    pub regions: Option<Vec<RegionId>>,
    /// Kept in these municipalities.
    pub municipalities: Option<Vec<MunicipalityId>>,
    /// Words of the issuer.
    pub issuer: Option<String>,
    /// Issued by these organisations.
    pub organisations: Option<Vec<OrganisationId>>,
    /// Dated that day or later.
    pub from: Option<NaiveDate>,
    /// Dated that day or earlier.
    pub to: Option<NaiveDate>,
    /// With that number, however it is printed.
    pub number: Option<String>,
    /// In these states on the day.
    pub states: Option<Vec<LegalActState>>,
    /// Without a natural key, or with one.
    pub without_key: Option<bool>,
    /// Drafts, submitted, public.
    pub visibilities: Option<Vec<Visibility>>,
}

/// The order of a list of acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LegalActOrder {
    /// By date, undated last.
    Date,
    /// By title.
    Title,
}

/// The acts of a day: those that are issued by then, unless other states are asked for.
pub fn legal_acts(
    cx: &Cx,
    tag: &str,
    day: NaiveDate,
    filter: &LegalActFilter,
    words: Option<&str>,
    (order, descending): (LegalActOrder, bool),
) -> Result<Listing<legal_act::Entity>, AppError> {
    if filter.from.zip(filter.to).is_some_and(|(from, to)| from > to) {
        return Err(AppError::contradicting_filter("dateFrom", "dateTo"));
    }
    let scope = cx.scope(Kind::LegalAct);
    let select = with_amendments(legal_act::Entity::visible(&scope, day), &scope)
        .filter(condition(filter, day))
        .filter(search(&col(legal_act::Column::SearchKey), words));
    let (name, key) = match order {
        LegalActOrder::Date => ("date", OrderKey::nullable_day(col(legal_act::Column::Date), descending)),
        LegalActOrder::Title => ("title", OrderKey::new(col(legal_act::Column::SortKey), KeyKind::Text)),
    };
    let order = ListOrder { name: format!("{name}{descending}"), keys: vec![key], descending };
    Ok(Listing::new(tag, select, order)
        .facet("kind", col(legal_act::Column::Kind))
        .facet("level", col(legal_act::Column::IssuerLevel))
        .facet("state", state_expr(day)))
}

/// The column by which acts hang below a region.
pub fn act_region() -> SimpleExpr {
    col(legal_act::Column::RegionId)
}

/// The column by which acts hang below a municipality.
pub fn act_municipality() -> SimpleExpr {
    col(legal_act::Column::MunicipalityId)
}

/// The column by which acts hang below the organisation that issued them.
pub fn act_organisation() -> SimpleExpr {
    col(legal_act::Column::OrganisationId)
}

fn col(column: legal_act::Column) -> SimpleExpr {
    Expr::col((legal_act::Entity, column))
}

fn condition(filter: &LegalActFilter, day: NaiveDate) -> Condition {
    let LegalActFilter {
        kinds,
        levels,
        regions,
        municipalities,
        issuer,
        organisations,
        from,
        to,
        number,
        states,
        without_key,
        visibilities,
    } = filter;
    let column = |column: legal_act::Column| col(column);
    Condition::all()
        .add_option(kinds.as_ref().map(|kinds| column(legal_act::Column::Kind).is_in(kinds.iter().copied())))
        .add_option(levels.as_ref().map(|of| column(legal_act::Column::IssuerLevel).is_in(of.iter().copied())))
        .add_option(regions.as_ref().map(|of| column(legal_act::Column::RegionId).is_in(of.iter().copied())))
        .add_option(
            municipalities.as_ref().map(|of| column(legal_act::Column::MunicipalityId).is_in(of.iter().copied())),
        )
        .add_option(
            organisations.as_ref().map(|of| column(legal_act::Column::OrganisationId).is_in(of.iter().copied())),
        )
        .add(search(&column(legal_act::Column::IssuerKey), issuer.as_deref()))
        .add_option(from.map(|from| column(legal_act::Column::Date).gte(from)))
        .add_option(to.map(|to| column(legal_act::Column::Date).lte(to)))
        .add_option(number.as_ref().map(|number| column(legal_act::Column::NumberKey).eq(rules::number_key(number))))
        .add_option(without_key.map(|without| if without { keyless() } else { keyless().not() }))
        .add_option(visibilities.as_ref().map(|of| column(legal_act::Column::Visibility).is_in(of.iter().copied())))
        .add(match states {
            Some(states) => state_expr(day).is_in(states.iter().map(|state| state.code())).into(),
            None => Condition::any()
                .add(column(legal_act::Column::Date).is_null())
                .add(column(legal_act::Column::Date).lte(day)),
        })
}

/// Acts that are printed without a part of the natural key.
fn keyless() -> Condition {
    Condition::any()
        .add(col(legal_act::Column::IssuerKey).is_null())
        .add(col(legal_act::Column::NumberKey).is_null())
        .add(col(legal_act::Column::Date).is_null())
        .add(col(legal_act::Column::DatePrecision).ne(1))
}

/// Joins the day of the first amendment that the viewer sees as `amendment.first_day`.
fn with_amendments(mut select: Select<legal_act::Entity>, scope: &Scope) -> Select<legal_act::Entity> {
    let amending = Alias::new("amending");
    let link = |column: legal_act_amendment::Column| Expr::col((legal_act_amendment::Entity, column));
    let first = Func::min(Func::coalesce([Expr::col((amending.clone(), legal_act::Column::Date)), Expr::val(EVER)]));
    let first = SelectStatement::new()
        .expr_as(link(legal_act_amendment::Column::AmendedId), Alias::new("amended_id"))
        .expr_as(first, Alias::new("first_day"))
        .from(legal_act_amendment::Entity)
        .join_as(
            JoinType::InnerJoin,
            legal_act::Entity,
            amending.clone(),
            link(legal_act_amendment::Column::AmendingId).equals((amending.clone(), legal_act::Column::Id)),
        )
        .cond_where(scope.visible(&Columns::of(amending)))
        .group_by_col((legal_act_amendment::Entity, legal_act_amendment::Column::AmendedId))
        .take();
    let on = Expr::col((Alias::new("amendment"), Alias::new("amended_id")))
        .equals((legal_act::Entity, legal_act::Column::Id));
    QueryTrait::query(&mut select).join_subquery(JoinType::LeftJoin, first, Alias::new("amendment"), on);
    select
}

/// [`rules::state`] as an expression over the joined selection. The day is written into it and not bound: what is
/// grouped by must be the same text as what is selected.
fn state_expr(day: NaiveDate) -> SimpleExpr {
    let day = || Expr::cust(format!("'{day}'"));
    let code = |state: LegalActState| Expr::cust(format!("'{}'", state.code()));
    CaseStatement::new()
        .case(col(legal_act::Column::Date).gt(day()), code(LegalActState::Upcoming))
        .case(col(legal_act::Column::RepealedOn).lte(day()), code(LegalActState::Repealed))
        .case(Expr::col((Alias::new("amendment"), Alias::new("first_day"))).lte(day()), code(LegalActState::Amended))
        .finally(code(LegalActState::InForce))
        .into()
}
