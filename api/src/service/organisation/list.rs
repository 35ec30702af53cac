//! The lists of organisations: filters, search, orders, facets, and the columns by which they hang below others.

use chrono::NaiveDate;
use entity::{
    ids::{MunicipalityId, OrganisationId, RegionId, ZoneId},
    municipality, organisation,
    organisation::{Department, OrganisationType},
};
use sea_orm::{
    Condition, EntityName, JoinType, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{
        Alias, CommonTableExpression, Expr, ExprTrait, Func, LikeExpr, SelectStatement, SimpleExpr, WithClause,
    },
};

use super::{
    query::{listed, past, present},
    rules::{OrganisationState, state_expr},
};
use crate::{
    access::{Kind, Viewer},
    service::{
        Cx,
        dated::valid_on,
        list::{KeyKind, ListOrder, Listing, OrderKey, Stored},
        territory::query::municipality_zone,
    },
    text,
};

/// Narrows a list of organisations; members are joined by and, the values of one by or.
#[derive(Clone, Debug, Default)]
pub struct OrganisationFilter {
    /// In these regions.
    pub regions: Option<Vec<RegionId>>,
    /// In municipalities of these zones on that day.
    pub zones: Option<Vec<ZoneId>>,
    /// In these municipalities on that day.
    pub municipalities: Option<Vec<MunicipalityId>>,
    /// Of these types.
    pub types: Option<Vec<OrganisationType>>,
    /// Of these departments.
    pub departments: Option<Vec<Department>>,
    /// Of these legal forms.
    pub legal_forms: Option<Vec<String>>,
    /// In these states on that day; absent: those that exist then.
    pub states: Option<Vec<OrganisationState>>,
    /// Branches of these organisations.
    pub heads: Option<Vec<OrganisationId>>,
    /// With an e-mail address, or without.
    pub has_email: Option<bool>,
    /// With a site, or without.
    pub has_website: Option<bool>,
    /// With an ИНН, or without.
    pub has_inn: Option<bool>,
    /// With a number of places, or without.
    pub has_capacity: Option<bool>,
    /// Branches, or head organisations.
    pub is_branch: Option<bool>,
}

/// The order of a list of organisations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OrganisationOrder {
    /// By name.
    #[default]
    Name,
    /// By places, unknown last.
    Capacity,
    /// By the last change.
    UpdatedAt,
}

/// What a list of organisations is asked for.
#[derive(Clone, Debug, Default)]
pub struct OrganisationList<'a> {
    /// The day.
    pub day: NaiveDate,
    /// The filter.
    pub filter: OrganisationFilter,
    /// Words of a name, an alias, an ИНН.
    pub words: Option<&'a str>,
    /// The order.
    pub order: OrganisationOrder,
    /// From the end.
    pub descending: bool,
    /// The parents of the list are municipalities: their own index is the quickest way in.
    pub narrow: bool,
}

/// The organisations of a day.
pub fn organisations(cx: &Cx, tag: &str, list: &OrganisationList<'_>) -> Listing<organisation::Entity> {
    let scope = cx.scope(Kind::Organisation);
    let select = listed(&scope).filter(condition(&list.filter, list.day)).filter(words(cx, list));
    Listing::new(tag, select, order(list.order, list.descending))
        .dated(present(list.day), past(&scope, list.day))
        .facet("type", column(organisation::Column::Kind))
        .facet("department", column(organisation::Column::Department))
        .facet("legalForm", column(organisation::Column::LegalForm))
        .facet("state", state_expr(list.day))
}

/// The organisations of a day with the zone of their municipality beside them: for [`organisation_zone`].
pub fn organisations_of_zones(cx: &Cx, tag: &str, list: &OrganisationList<'_>) -> Listing<organisation::Entity> {
    let seats = seats(list.day).expr_as(municipality_zone(), Alias::new("zone_id")).take();
    let on = column(organisation::Column::MunicipalityId).equals((Alias::new("seat"), Alias::new("id")));
    organisations(cx, tag, list).join(JoinType::InnerJoin, seats, "seat", on.into())
}

/// The column by which organisations hang below a zone.
pub fn organisation_zone() -> SimpleExpr {
    Expr::col((Alias::new("seat"), Alias::new("zone_id")))
}

/// The column by which organisations hang below a region.
pub fn organisation_region() -> SimpleExpr {
    column(organisation::Column::RegionId)
}

/// The column by which organisations hang below a municipality on the day of the list.
pub fn organisation_municipality() -> SimpleExpr {
    column(organisation::Column::MunicipalityId)
}

/// The column by which branches hang below their head organisation.
pub fn organisation_head() -> SimpleExpr {
    column(organisation::Column::HeadOrganisationId)
}

fn column(column: organisation::Column) -> SimpleExpr {
    Expr::col((organisation::Entity, column))
}

/// The ids of the municipalities of a day, with their period beside them.
fn seats(day: NaiveDate) -> SelectStatement {
    let public = Viewer::public().scope(Kind::Municipality);
    municipality::Entity::visible(&public, day).select_only().column(municipality::Column::Id).into_query()
}

fn condition(filter: &OrganisationFilter, day: NaiveDate) -> Condition {
    let OrganisationFilter {
        regions,
        zones,
        municipalities,
        types,
        departments,
        legal_forms,
        states,
        heads,
        has_email,
        has_website,
        has_inn,
        has_capacity,
        is_branch,
    } = filter;
    let mut all = match states {
        None => valid_on(organisation::Entity, day),
        Some(states) => {
            let codes = states.iter().map(|state| entity::CodeEnum::code(*state));
            Condition::all().add(state_expr(day).is_in(codes))
        }
    };
    if let Some(regions) = regions {
        all = all.add(column(organisation::Column::RegionId).is_in(regions.iter().copied()));
    }
    if let Some(zones) = zones {
        let seats = seats(day).and_where(municipality_zone().is_in(zones.iter().copied())).take();
        all = all.add(column(organisation::Column::MunicipalityId).in_subquery(seats));
    }
    if let Some(municipalities) = municipalities {
        all = all.add(column(organisation::Column::MunicipalityId).is_in(municipalities.iter().copied()));
    }
    if let Some(types) = types {
        all = all.add(column(organisation::Column::Kind).is_in(types.iter().copied()));
    }
    if let Some(departments) = departments {
        all = all.add(column(organisation::Column::Department).is_in(departments.iter().copied()));
    }
    if let Some(forms) = legal_forms {
        all = all.add(column(organisation::Column::LegalForm).is_in(forms.iter().cloned()));
    }
    if let Some(heads) = heads {
        all = all.add(column(organisation::Column::HeadOrganisationId).is_in(heads.iter().copied()));
    }
    for (wish, of) in [
        (has_email, organisation::Column::Email),
        (has_website, organisation::Column::Website),
        (has_inn, organisation::Column::Inn),
        (has_capacity, organisation::Column::Capacity),
        (is_branch, organisation::Column::HeadOrganisationId),
    ] {
        all = match wish {
            None => all,
            Some(true) => all.add(column(of).is_not_null()),
            Some(false) => all.add(column(of).is_null()),
        };
    }
    all
}

fn order(order: OrganisationOrder, descending: bool) -> ListOrder {
    let (name, key) = match order {
        OrganisationOrder::Name => ("name", OrderKey::new(column(organisation::Column::SortKey), KeyKind::Text)),
        OrganisationOrder::Capacity => {
            // Unknown stands last in either direction; the column is narrower than a key.
            let last: i64 = if descending { -1 } else { i64::MAX };
            let places = column(organisation::Column::Capacity).cast_as("bigint");
            ("capacity", OrderKey::new(Func::coalesce([places, Expr::val(last)]), KeyKind::Number))
        }
        OrganisationOrder::UpdatedAt => {
            ("updatedAt", OrderKey::new(column(organisation::Column::UpdatedAt), KeyKind::Instant))
        }
    };
    ListOrder { name: format!("{name}{descending}"), keys: vec![key], descending }
}

/// The conditions of the words that a person types. Inside a few municipalities they are a plain filter; over more,
/// the trigram index goes first: left to itself PostgreSQL would walk the whole order by name and filter.
fn words(cx: &Cx, list: &OrganisationList<'_>) -> Condition {
    let terms = text::search_terms(list.words.unwrap_or_default());
    if terms.is_empty() {
        Condition::all()
    } else if list.narrow || list.filter.municipalities.is_some() {
        like(&terms)
    } else {
        let regions = list.filter.regions.as_deref();
        Condition::all().add(column(organisation::Column::Id).in_subquery(found(cx.db.is_postgres(), &terms, regions)))
    }
}

fn like(terms: &[String]) -> Condition {
    terms.iter().fold(Condition::all(), |all, term| {
        let pattern = LikeExpr::new(text::like_pattern(term)).escape('\\');
        all.add(column(organisation::Column::SearchKey).like(pattern))
    })
}

/// The ids of the organisations whose folded text holds every term, by the trigram index of the database.
pub fn found(postgres: bool, terms: &[String], regions: Option<&[RegionId]>) -> SelectStatement {
    let table = || Alias::new(organisation::Entity.table_name());
    let mut select = SelectStatement::new().column((table(), Alias::new("id"))).from(table()).take();
    if let Some(regions) = regions {
        select.and_where(column(organisation::Column::RegionId).is_in(regions.iter().copied()));
    }
    if postgres {
        let mut forced = CommonTableExpression::new();
        forced.table_name(Alias::new("found")).query(select.cond_where(like(terms)).take()).materialized(true);
        let with = WithClause::new().cte(forced).to_owned();
        return SelectStatement::new().column(Alias::new("id")).from(Alias::new("found")).with_cte(with).take();
    }
    // The index of SQLite holds three characters and more; shorter words are left to a scan of what it finds.
    let (long, short): (Vec<_>, Vec<_>) = terms.iter().cloned().partition(|term| term.chars().count() >= 3);
    if !long.is_empty() {
        let quoted: Vec<String> = long.iter().map(|term| format!("\"{}\"", term.replace('"', "\"\""))).collect();
        let matching = SelectStatement::new()
            .column(Alias::new("rowid"))
            .from(Alias::new("organisation_search"))
            .and_where(Expr::cust_with_values("organisation_search MATCH ?", [quoted.join(" AND ")]))
            .take();
        select.and_where(Expr::col((table(), Alias::new("search_row"))).in_subquery(matching));
    }
    select.cond_where(like(&short)).take()
}
