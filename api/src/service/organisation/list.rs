//! The lists of organisations: filters, search, orders, facets, and the columns by which they hang below others.

use chrono::NaiveDate;
use entity::{
    ids::{MunicipalityId, OrganisationId, RegionId, ZoneId},
    municipality, organisation,
    organisation::{Department, OrganisationType},
};
use sea_orm::{
    Condition, EntityName, JoinType, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{Alias, Expr, ExprTrait, Func, LikeExpr, SelectStatement, SimpleExpr},
};

use super::{
    query::{listed, past, present, unindexed},
    rules::{OrganisationState, state_expr},
};
use crate::{
    access::{Columns, Kind, Viewer},
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
    let terms = needles(&text::search_terms(list.words.unwrap_or_default()));
    let (postgres, way) = (cx.db.is_postgres(), Way::of(list, &terms));
    let select = listed(&scope).filter(condition(&list.filter, list.day)).filter(words(postgres, &terms, way));
    let listing = Listing::new(tag, select, order(list.order, list.descending));
    let listing = if postgres && way == Way::Index { listing.filter_first() } else { listing };
    listing
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

/// How the words that a person types are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// Row by row of the few that the rest of the filter leaves, or along the order of the list.
    Scan,
    /// By the trigram index first.
    Index,
}

impl Way {
    /// Inside a few municipalities there is nothing to gain from an index over all.
    fn of(list: &OrganisationList<'_>, terms: &[String]) -> Self {
        let narrow = list.narrow || list.filter.municipalities.is_some();
        // Alone, a short word is in so many names that the order of the list finds a page of them soon.
        if narrow || !terms.iter().any(|term| is_indexed(term) && !term.starts_with(' ')) {
            Self::Scan
        } else {
            Self::Index
        }
    }
}

/// What is looked for: a word of one or two characters stands at the start of one («школа 2» is no № 12), with the
/// blank before it; the stored text has one before each word.
fn needle(term: &str) -> String {
    if term.chars().count() < 3 { format!(" {term}") } else { term.to_owned() }
}

/// Whether what is looked for is long enough for the trigram index.
fn is_indexed(needle: &str) -> bool {
    needle.chars().count() >= 3
}

/// The rows whose folded text holds every term. PostgreSQL uses its index on `LIKE` itself, unless the column is
/// hidden from it; SQLite has its index in a table of its own.
fn words(postgres: bool, terms: &[String], way: Way) -> Condition {
    let text = column(organisation::Column::SearchKey);
    match way {
        // A plan for any parameter can't tell a frequent word from a rare one, and would read the index for both.
        Way::Scan => like(&unindexed(text), terms),
        Way::Index if postgres => like(&text, terms),
        Way::Index => Condition::all().add(column(organisation::Column::Id).in_subquery(matching(terms))),
    }
}

fn like(text: &SimpleExpr, terms: &[String]) -> Condition {
    terms.iter().fold(Condition::all(), |all, term| {
        all.add(text.clone().like(LikeExpr::new(text::like_pattern(term)).escape('\\')))
    })
}

/// The ids that the full-text index of SQLite finds; the shorter words are left to a scan of what it finds.
fn matching(terms: &[String]) -> SelectStatement {
    let table = || Alias::new(organisation::Entity.table_name());
    let (long, short): (Vec<_>, Vec<_>) = terms.iter().cloned().partition(|term| is_indexed(term));
    let quoted: Vec<String> = long.iter().map(|term| format!("\"{}\"", term.replace('"', "\"\""))).collect();
    let rows = SelectStatement::new()
        .column(Alias::new("rowid"))
        .from(Alias::new("organisation_search"))
        .and_where(Expr::cust_with_values("organisation_search MATCH ?", [quoted.join(" AND ")]))
        .take();
    SelectStatement::new()
        .column((table(), Alias::new("id")))
        .from(table())
        .and_where(Expr::col((table(), Alias::new("search_row"))).in_subquery(rows))
        .cond_where(like(&column(organisation::Column::SearchKey), &short))
        .take()
}

fn needles(terms: &[String]) -> Vec<String> {
    terms.iter().map(|term| needle(term)).collect()
}

/// Organisations for the search over all kinds: ended ones too, since a name is looked for whenever it was.
pub fn searched(cx: &Cx, terms: &[String]) -> SelectStatement {
    let table = Alias::new(organisation::Entity.table_name());
    let terms = needles(terms);
    let way = if terms.iter().any(|term| is_indexed(term)) { Way::Index } else { Way::Scan };
    let scope = cx.scope(Kind::Organisation).visible(&Columns::of(table.clone()).organisation("id"));
    let mut select = SelectStatement::new()
        .columns([(table.clone(), Alias::new("id")), (table.clone(), Alias::new("sort_key"))])
        .from(table)
        .cond_where(words(cx.db.is_postgres(), &terms, way))
        .and_where(column(organisation::Column::DuplicateOfId).is_null())
        .cond_where(scope)
        .take();
    if way == Way::Index && cx.db.is_postgres() {
        select = SelectStatement::new()
            .columns([Alias::new("id"), Alias::new("sort_key")])
            .from_subquery(select.offset(0).take(), Alias::new("fenced"))
            .take();
    }
    select
}
