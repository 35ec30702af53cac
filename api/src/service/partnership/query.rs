//! Reading partnerships. The only `find()` of their entity.
#![expect(clippy::disallowed_methods, reason = "scoped entry point")]

use chrono::NaiveDate;
use entity::{
    ids::{AgreementId, CentreId, MunicipalityId, OrganisationId, PartnershipId, RegionId},
    partnership,
    shared::Visibility,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QuerySelect, QueryTrait, Select,
    sea_query::{Alias, Expr, ExprTrait, Query, SelectStatement, SimpleExpr, UnionType},
};
use uuid::Uuid;

use super::state::{self, PartnershipScope, PartnershipState};
use crate::{
    access::{Columns, Kind, Scope},
    error::AppError,
    service::{
        Cx,
        agreement::lists::Below,
        dated::valid_on,
        list::{ListOrder, Listing, OrderKey, Stored, visible_row},
    },
};

impl Stored for partnership::Entity {
    const KIND: Kind = Kind::Partnership;
    fn visible(scope: &Scope, _: NaiveDate) -> Select<Self> {
        Self::find().filter(scope.visible(&Columns::of(Self)))
    }
    fn id(model: &partnership::Model) -> Uuid {
        model.id.into()
    }
}

/// The partnership that a transaction will change, locked until its end; absent and hidden are the same.
pub async fn locked(tx: &impl ConnectionTrait, cx: &Cx, id: PartnershipId) -> Result<partnership::Model, AppError> {
    partnership::Entity::find_by_id(id).lock_exclusive().one(tx).await?;
    let row = visible_row::<partnership::Entity>(tx, &cx.viewer, id, cx.today()).await?;
    row.ok_or_else(AppError::not_found)
}

/// Whether a partnership rests on an agreement.
pub async fn rests_on(db: &impl ConnectionTrait, agreement: AgreementId) -> Result<bool, AppError> {
    let select = partnership::Entity::find().filter(partnership::Column::AgreementId.eq(agreement));
    Ok(select.one(db).await?.is_some())
}

/// Whether such a partnership is stored already for some of the same days.
pub async fn twin(db: &impl ConnectionTrait, row: &partnership::Model) -> Result<bool, AppError> {
    let same = Condition::all()
        .add(partnership::Column::Id.ne(row.id))
        .add(partnership::Column::Visibility.eq(Visibility::Public))
        .add(partnership::Column::LeadKind.eq(row.lead_kind))
        .add(partnership::Column::PartnerKind.eq(row.partner_kind))
        .add(equal(partnership::Column::LeadCentreId, row.lead_centre_id.map(Uuid::from)))
        .add(equal(partnership::Column::OrganisationId, row.organisation_id.map(Uuid::from)))
        .add(equal(partnership::Column::MunicipalityId, row.municipality_id.map(Uuid::from)))
        .add(equal(partnership::Column::PartnerOrganisationId, row.partner_organisation_id.map(Uuid::from)))
        .add(equal(partnership::Column::PartnerMunicipalityId, row.partner_municipality_id.map(Uuid::from)))
        .add(match &row.partner_name {
            Some(name) => partnership::Column::PartnerName.eq(name.clone()),
            None => partnership::Column::PartnerName.is_null(),
        })
        .add(equal(partnership::Column::StatusAssignmentId, row.status_assignment_id.map(Uuid::from)));
    let rows = partnership::Entity::find().filter(same).all(db).await?;
    let term = crate::validity_of!(row);
    Ok(rows.iter().any(|other| crate::validity_of!(other).overlaps(&term)))
}

fn equal(column: partnership::Column, id: Option<Uuid>) -> SimpleExpr {
    let column = Expr::col((partnership::Entity, column));
    match id {
        Some(id) => column.eq(id),
        None => column.is_null(),
    }
}

/// Narrows a list of partnerships.
#[derive(Clone, Debug, Default)]
pub struct PartnershipFilter {
    /// In these states on the day; absent: those that have not ended.
    pub states: Option<Vec<PartnershipState>>,
    /// Of this reach.
    pub scopes: Option<Vec<PartnershipScope>>,
    /// With one of these organisations on either side.
    pub organisations: Option<Vec<OrganisationId>>,
    /// Led by one of these centres.
    pub centres: Option<Vec<CentreId>>,
    /// With one of these municipalities on either side.
    pub municipalities: Option<Vec<MunicipalityId>>,
    /// With one of these regions on either side.
    pub regions: Option<Vec<RegionId>>,
    /// Whether they were planned.
    pub planned: Option<bool>,
    /// Whether they took place.
    pub actual: Option<bool>,
}

fn column(name: &'static str) -> SimpleExpr {
    Expr::col((partnership::Entity, Alias::new(name)))
}

fn either<T: Copy + Into<Uuid>>(columns: &[&'static str], ids: Option<&[T]>) -> Option<Condition> {
    let ids: Vec<Uuid> = ids?.iter().copied().map(Into::into).collect();
    Some(columns.iter().fold(Condition::any(), |any, name| any.add(column(name).is_in(ids.iter().copied()))))
}

fn condition(day: NaiveDate, filter: &PartnershipFilter) -> Condition {
    let PartnershipFilter { states, scopes, organisations, centres, municipalities, regions, planned, actual } = filter;
    let code = |state: &PartnershipState| entity::CodeEnum::code(*state);
    let current = [PartnershipState::Planned, PartnershipState::Active];
    let states = states.as_deref().unwrap_or(&current);
    let codes = |scopes: &Vec<PartnershipScope>| -> Vec<&'static str> {
        scopes.iter().map(|scope| entity::CodeEnum::code(*scope)).collect()
    };
    Condition::all()
        .add(state::state_expr(day).is_in(states.iter().map(code)))
        .add_option(scopes.as_ref().map(|scopes| state::reach_expr().is_in(codes(scopes))))
        .add_option(either(&["organisation_id", "partner_organisation_id"], organisations.as_deref()))
        .add_option(either(&["lead_centre_id"], centres.as_deref()))
        .add_option(either(&["municipality_id", "partner_municipality_id"], municipalities.as_deref()))
        .add_option(either(&["region_id", "partner_region_id"], regions.as_deref()))
        .add_option(planned.map(|planned| column("planned").eq(planned)))
        .add_option(actual.map(|actual| column("actual").eq(actual)))
}

/// The columns in which an object may stand, on either side.
fn columns(below: Below) -> &'static [&'static str] {
    match below {
        Below::Region => &["region_id", "partner_region_id"],
        Below::Municipality => &["municipality_id", "partner_municipality_id"],
        Below::Organisation => &["organisation_id", "partner_organisation_id"],
        Below::Centre => &["lead_centre_id"],
    }
}

/// The partnerships of a day, by their first day.
pub fn partnerships(
    cx: &Cx,
    tag: &str,
    day: NaiveDate,
    filter: &PartnershipFilter,
    descending: bool,
) -> Listing<partnership::Entity> {
    listing(partnership::Entity::visible(&cx.scope(Kind::Partnership), day), tag, day, filter, descending)
}

/// The partnerships of a day below another object, on either side.
pub fn partnerships_below(
    cx: &Cx,
    below: Below,
    tag: &str,
    day: NaiveDate,
    filter: &PartnershipFilter,
    descending: bool,
) -> Listing<partnership::Entity> {
    let mut select = partnership::Entity::visible(&cx.scope(Kind::Partnership), day);
    let on = Expr::col((Alias::new("below"), Alias::new("partnership_id")))
        .equals((partnership::Entity, partnership::Column::Id));
    QueryTrait::query(&mut select).join_subquery(JoinType::InnerJoin, sides(columns(below)), Alias::new("below"), on);
    listing(select, tag, day, filter, descending)
}

/// The column by which the partnerships of [`partnerships_below`] hang.
pub fn parent() -> SimpleExpr {
    Expr::col((Alias::new("below"), Alias::new("parent_id")))
}

/// Pairs of partnership and what stands in one of some columns, each once.
fn sides(columns: &[&'static str]) -> SelectStatement {
    let side = |name: &'static str| {
        Query::select()
            .expr_as(column("id"), Alias::new("partnership_id"))
            .expr_as(column(name), Alias::new("parent_id"))
            .from(partnership::Entity)
            .and_where(column(name).is_not_null())
            .take()
    };
    let mut sides = columns.iter().copied().map(side);
    let mut all = sides.next().unwrap_or_default();
    for other in sides {
        all.union(UnionType::Distinct, other);
    }
    all
}

fn listing(
    select: Select<partnership::Entity>,
    tag: &str,
    day: NaiveDate,
    filter: &PartnershipFilter,
    descending: bool,
) -> Listing<partnership::Entity> {
    let select = select.filter(condition(day, filter));
    let since = OrderKey::nullable_day(column("valid_from"), descending);
    let order = ListOrder { name: format!("since{descending}"), keys: vec![since], descending };
    Listing::new(tag, select, order)
        .facet("state", state::state_expr(day))
        .facet("scope", state::reach_expr())
        .facet("actual", column("actual"))
}

/// The partnerships that touch some territories on a day: their term includes it.
pub async fn touching(cx: &Cx, territories: &[Uuid], day: NaiveDate) -> Result<Vec<partnership::Model>, AppError> {
    let columns = ["region_id", "partner_region_id", "municipality_id", "partner_municipality_id"];
    let touch =
        columns.iter().fold(Condition::any(), |any, name| any.add(column(name).is_in(territories.iter().copied())));
    let select = partnership::Entity::visible(&cx.scope(Kind::Partnership), day)
        .filter(valid_on(partnership::Entity, day))
        .filter(touch);
    Ok(sea_orm::QueryOrder::order_by_asc(select, partnership::Column::Id).all(&cx.db).await?)
}
