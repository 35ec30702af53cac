//! Reading partnerships. The only `find()` of their entity.
#![expect(clippy::disallowed_methods, reason = "scoped entry point")]

use chrono::NaiveDate;
use entity::{
    agreement_party::PartyKind,
    ids::{AgreementId, CentreId, MunicipalityId, OrganisationId, PartnershipId, RegionId, StatusAssignmentId},
    partnership,
    shared::Visibility,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    Select,
    sea_query::{Alias, Expr, ExprTrait, Func, Query, SelectStatement, SimpleExpr, UnionType},
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
        list::{ListOrder, Listing, OrderKey, Stored, search, visible_row},
        place::{centre_search_key, municipality_search_key, organisation_search_key},
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

/// Who works with whom within what: two partnerships of the same sides do not overlap.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Sides {
    lead_kind: PartyKind,
    lead_organisation: Option<OrganisationId>,
    partner_kind: PartyKind,
    partner_organisation: Option<OrganisationId>,
    lead_centre: Option<CentreId>,
    lead_municipality: Option<MunicipalityId>,
    partner_municipality: Option<MunicipalityId>,
    partner_name: Option<String>,
    status: Option<StatusAssignmentId>,
}

impl Sides {
    /// Those of a partnership.
    pub fn of(row: &partnership::Model) -> Self {
        Self {
            lead_kind: row.lead_kind,
            lead_organisation: row.organisation_id,
            partner_kind: row.partner_kind,
            partner_organisation: row.partner_organisation_id,
            lead_centre: row.lead_centre_id,
            // An organisation is the same wherever it stands.
            lead_municipality: row.municipality_id.filter(|_| row.lead_kind != PartyKind::Organisation),
            partner_municipality: row.partner_municipality_id.filter(|_| row.partner_kind != PartyKind::Organisation),
            partner_name: row.partner_name.clone(),
            status: row.status_assignment_id,
        }
    }

    /// The same when two organisations are one.
    pub fn merged(&self, from: OrganisationId, to: OrganisationId) -> Self {
        let moved = |id: Option<OrganisationId>| if id == Some(from) { Some(to) } else { id };
        Self {
            lead_organisation: moved(self.lead_organisation),
            partner_organisation: moved(self.partner_organisation),
            ..self.clone()
        }
    }

    /// Whether an organisation would be its own partner.
    pub fn is_reflexive(&self) -> bool {
        self.lead_kind == PartyKind::Organisation
            && self.partner_kind == PartyKind::Organisation
            && self.lead_organisation == self.partner_organisation
    }
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
        .add(equal(partnership::Column::PartnerOrganisationId, row.partner_organisation_id.map(Uuid::from)))
        .add(equal(partnership::Column::StatusAssignmentId, row.status_assignment_id.map(Uuid::from)))
        .add_option(
            (row.lead_kind != PartyKind::Organisation)
                .then(|| equal(partnership::Column::MunicipalityId, row.municipality_id.map(Uuid::from))),
        );
    let rows = partnership::Entity::find().filter(same).all(db).await?;
    let (sides, term) = (Sides::of(row), crate::validity_of!(row));
    Ok(rows.iter().any(|other| Sides::of(other) == sides && crate::validity_of!(other).overlaps(&term)))
}

/// All partnerships with one of some organisations on either side, whoever sees them.
pub async fn with_either(
    db: &impl ConnectionTrait,
    organisations: &[OrganisationId],
) -> Result<Vec<partnership::Model>, AppError> {
    let either = Condition::any()
        .add(partnership::COLUMN.organisation_id.is_in(organisations.iter().copied()))
        .add(partnership::COLUMN.partner_organisation_id.is_in(organisations.iter().copied()));
    Ok(partnership::Entity::find().filter(either).order_by_asc(partnership::Column::Id).all(db).await?)
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
    words: Option<&str>,
    descending: bool,
) -> Listing<partnership::Entity> {
    let select = partnership::Entity::visible(&cx.scope(Kind::Partnership), day).filter(search(&text(cx), words));
    listing(select, tag, day, filter, descending)
}

/// What a partnership is found by: its own words, and the names of both sides as far as the viewer sees them.
fn text(cx: &Cx) -> SimpleExpr {
    let below = |select: SelectStatement| SimpleExpr::SubQuery(None, Box::new(select.into()));
    let organisations = cx.scope(Kind::Organisation);
    let names = [
        below(organisation_search_key(&organisations, column("organisation_id"))),
        below(organisation_search_key(&organisations, column("partner_organisation_id"))),
        below(centre_search_key(&cx.scope(Kind::Centre), column("lead_centre_id"))),
        below(municipality_search_key(column("municipality_id"))),
        below(municipality_search_key(column("partner_municipality_id"))),
    ];
    // A side that is hidden, or none, is nothing here: concat takes null as an empty text.
    let parts = names.into_iter().fold(vec![column("search_key")], |mut parts, name| {
        parts.extend([Expr::val(" "), name]);
        parts
    });
    Func::cust("concat").args(parts).into()
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
