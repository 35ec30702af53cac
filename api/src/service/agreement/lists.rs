//! Lists of agreements: at the root, and below a territory, an organisation or a centre that is a party.
//!
//! What a partial right hides does not leak through a list either: a filter, an order or a search over hidden data
//! sees only the rows that the viewer may read in full; the others keep title, kind and state.

use chrono::{Days, NaiveDate};
use entity::{
    CodeEnum,
    agreement::{self, AgreementKind},
    agreement_party,
    ids::{CentreId, MunicipalityId, OrganisationId, RegionId},
};
use sea_orm::{
    Condition, JoinType, QueryFilter, QueryTrait, Select,
    sea_query::{Alias, CaseStatement, Expr, ExprTrait, Query, SelectStatement, SimpleExpr},
};

use super::{
    query::{at_day, exists_party, party, party_on, readable, seen},
    state::{self, AgreementState},
    tally::ends_by,
};
use crate::{
    access::{Kind, Scope},
    error::AppError,
    service::{
        Cx,
        list::{KeyKind, ListOrder, Listing, OrderKey, Stored, search},
    },
    text,
};

/// Furthest look ahead of a filter, in days.
const FURTHEST: i32 = 3_660;

/// Narrows a list of agreements.
#[derive(Clone, Debug, Default)]
pub struct AgreementFilter {
    /// Of these kinds.
    pub kinds: Option<Vec<AgreementKind>>,
    /// In these states on the day; absent: those that have not ended.
    pub states: Option<Vec<AgreementState>>,
    /// With one of these organisations as a party.
    pub organisations: Option<Vec<OrganisationId>>,
    /// With one of these centres as a party.
    pub centres: Option<Vec<CentreId>>,
    /// With a party in one of these municipalities.
    pub municipalities: Option<Vec<MunicipalityId>>,
    /// With a party in one of these regions.
    pub regions: Option<Vec<RegionId>>,
    /// With this number.
    pub number: Option<String>,
    /// In force, and ending within so many days.
    pub ends_within_days: Option<i32>,
}

/// The order of a list of agreements.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AgreementOrder {
    /// By title.
    #[default]
    Title,
    /// By the day of the signature.
    Signed,
    /// By the last day of the term.
    End,
}

/// By what agreements hang below another object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Below {
    /// A party in a region.
    Region,
    /// A party in a municipality.
    Municipality,
    /// An organisation as a party.
    Organisation,
    /// A centre as a party.
    Centre,
}

impl Below {
    fn column(self) -> &'static str {
        match self {
            Self::Region => "region_id",
            Self::Municipality => "municipality_id",
            Self::Organisation => "organisation_id",
            Self::Centre => "centre_id",
        }
    }
}

/// What a list is asked for, beside the page.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// Tells it from other lists.
    pub tag: &'a str,
    /// On this day.
    pub day: NaiveDate,
    /// What it is narrowed by.
    pub filter: &'a AgreementFilter,
    /// Words.
    pub words: Option<&'a str>,
    /// In this order.
    pub order: AgreementOrder,
    /// Downwards.
    pub descending: bool,
}

/// The agreements of a day.
pub fn agreements(cx: &Cx, asked: Asked<'_>) -> Result<Listing<agreement::Entity>, AppError> {
    let scope = cx.scope(Kind::Agreement);
    let select = agreement::Entity::visible(&scope, asked.day);
    listing(select, &scope, asked)
}

/// The agreements of a day below another object: only those that the viewer reads in full, since where the parties
/// stand is hidden from others.
pub fn agreements_below(cx: &Cx, below: Below, asked: Asked<'_>) -> Result<Listing<agreement::Entity>, AppError> {
    let scope = cx.scope(Kind::Agreement);
    let mut select = agreement::Entity::visible(&scope, asked.day).filter(readable(&scope));
    // Two parties in one municipality make one agreement there.
    let pairs = Query::select()
        .distinct()
        .expr_as(party("agreement_id"), Alias::new("agreement_id"))
        .expr_as(party(below.column()), Alias::new("parent_id"))
        .from(agreement_party::Entity)
        .cond_where(party_on(asked.day))
        .and_where(party(below.column()).is_not_null())
        .take();
    let on =
        Expr::col((Alias::new("below"), Alias::new("agreement_id"))).equals((agreement::Entity, agreement::Column::Id));
    QueryTrait::query(&mut select).join_subquery(JoinType::InnerJoin, pairs, Alias::new("below"), on);
    listing(select, &scope, asked)
}

/// The column by which the agreements of [`agreements_below`] hang.
pub fn parent() -> SimpleExpr {
    Expr::col((Alias::new("below"), Alias::new("parent_id")))
}

fn listing(
    select: Select<agreement::Entity>,
    scope: &Scope,
    asked: Asked<'_>,
) -> Result<Listing<agreement::Entity>, AppError> {
    let Asked { tag, day, filter, words, order, descending } = asked;
    let mut select = select.filter(condition(scope, day, filter)?);
    if let Some(words) = words.filter(|words| !words.trim().is_empty()) {
        select = select.filter(found(scope, words));
    }
    let order = ordered(scope, order, descending);
    Ok(Listing::new(tag, select, order)
        .facet("kind", Expr::col((agreement::Entity, agreement::Column::Kind)))
        .facet("state", state::state_expr(day)))
}

/// What the words find: the title, which is open, and the rest where it may be read.
fn found(scope: &Scope, words: &str) -> Condition {
    let open = search(&Expr::col((agreement::Entity, agreement::Column::TitleKey)), Some(words));
    let full = search(&Expr::col((agreement::Entity, agreement::Column::SearchKey)), Some(words));
    Condition::any().add(open).add(Condition::all().add(readable(scope)).add(full))
}

/// Agreements for the search over all kinds, ended ones too: `id` and `sort_key`, that of the open title.
pub fn searched(cx: &Cx, terms: &[String]) -> SelectStatement {
    let scope = cx.scope(Kind::Agreement);
    Query::select()
        .columns([agreement::Column::Id, agreement::Column::SortKey].map(|column| (agreement::Entity, column)))
        .from(agreement::Entity)
        .cond_where(seen(&scope))
        .cond_where(found(&scope, &terms.join(" ")))
        .take()
}

fn condition(scope: &Scope, day: NaiveDate, filter: &AgreementFilter) -> Result<Condition, AppError> {
    let AgreementFilter { kinds, states, organisations, centres, municipalities, regions, number, ends_within_days } =
        filter;
    let states = states.as_deref().unwrap_or(&AgreementState::CURRENT);
    let mut all = Condition::all().add(state::state_expr(day).is_in(states.iter().map(|state| state.code())));
    if let Some(kinds) = kinds {
        let kind = Expr::col((agreement::Entity, agreement::Column::Kind));
        all = all.add(kind.is_in(kinds.iter().map(|kind| kind.code())));
    }
    let mut hidden = Condition::all();
    let mut through = |column: &'static str, ids: Option<Vec<uuid::Uuid>>| {
        if let Some(ids) = ids {
            hidden = hidden.clone().add(exists_party(party_on(day).add(party(column).is_in(ids))));
        }
    };
    through("organisation_id", uuids(organisations.as_deref()));
    through("centre_id", uuids(centres.as_deref()));
    through("municipality_id", uuids(municipalities.as_deref()));
    through("region_id", uuids(regions.as_deref()));
    if let Some(number) = number {
        let key = Expr::col((agreement::Entity, agreement::Column::NumberKey));
        hidden = hidden.add(key.eq(text::fold(number)));
    }
    if let Some(days) = ends_within_days {
        if !(0..=FURTHEST).contains(days) {
            return Err(AppError::bad_input(
                format!("endsWithinDays: от 0 до {FURTHEST} дней"),
                format!("endsWithinDays: 0 to {FURTHEST} days"),
            ));
        }
        let last = day.checked_add_days(Days::new(u64::try_from(*days).unwrap_or_default())).unwrap_or(day);
        hidden = hidden.add(state::state_expr(day).eq(AgreementState::InForce.code())).add(ends_by(last));
    }
    Ok(if hidden.is_empty() { all } else { all.add(readable(scope)).add(hidden) })
}

fn uuids<T: Copy + Into<uuid::Uuid>>(ids: Option<&[T]>) -> Option<Vec<uuid::Uuid>> {
    ids.map(|ids| ids.iter().copied().map(Into::into).collect())
}

/// Days that the viewer may not read order nothing: such rows stand last, among themselves by id.
fn ordered(scope: &Scope, order: AgreementOrder, descending: bool) -> ListOrder {
    let masked = |day: SimpleExpr| -> SimpleExpr {
        CaseStatement::new().case(readable(scope), day).finally(SimpleExpr::Constant(None::<NaiveDate>.into())).into()
    };
    let (name, key) = match order {
        AgreementOrder::Title => ("title", OrderKey::new(at_day(agreement::Column::SortKey), KeyKind::Text)),
        AgreementOrder::Signed => {
            let signed = Expr::col((agreement::Entity, agreement::Column::SignedOn));
            ("signed", OrderKey::nullable_day(masked(signed), descending))
        }
        AgreementOrder::End => ("end", OrderKey::nullable_day(masked(at_day(agreement::Column::ValidTo)), descending)),
    };
    ListOrder { name: format!("{name}{descending}"), keys: vec![key], descending }
}
