//! Reading statuses and their kinds. The only `find()` of their entities, and the one place that says as SQL what state
//! an assignment is in on a day.
#![expect(clippy::disallowed_methods, reason = "scoped entry point")]

use chrono::{Days, NaiveDate};
use entity::{
    ids::{CentreId, MunicipalityId, OrganisationId, RegionId, StatusAssignmentId, StatusKindId, ZoneId},
    shared::{Level, Visibility},
    status_assignment::{self, Column as C},
    status_kind,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, Select,
    sea_query::{CaseStatement, Expr, ExprTrait, Func, SelectStatement, SimpleExpr},
};
use uuid::Uuid;

use super::rules::StatusState;
use crate::{
    access::{Columns, Kind, Scope},
    error::{AppError, Failure, UserError, UserErrorCode},
    service::{
        Cx,
        centre::query::zone_of_municipality,
        dated::valid_on,
        list::{KeyKind, ListOrder, Listing, OrderKey, Parts, Stored, search},
        place::{centre_search_key, organisation_search_key},
    },
    text,
};

impl Stored for status_kind::Entity {
    const KIND: Kind = Kind::StatusKind;
    fn visible(scope: &Scope, _: NaiveDate) -> Select<Self> {
        Self::find().filter(scope.visible(&kind_columns()))
    }
    fn id(model: &status_kind::Model) -> Uuid {
        model.id.into()
    }
}

impl Stored for status_assignment::Entity {
    const KIND: Kind = Kind::StatusAssignment;
    fn visible(scope: &Scope, _: NaiveDate) -> Select<Self> {
        Self::find().filter(scope.visible(&Columns::of(Self)))
    }
    fn id(model: &status_assignment::Model) -> Uuid {
        model.id.into()
    }
}

/// The assignments of a chain or of a centre, the earliest first: an assignment's parents are both.
impl Parts for status_assignment::Entity {
    async fn of_parents(cx: &Cx, parents: &[Uuid]) -> Result<Vec<status_assignment::Model>, AppError> {
        let either = Condition::any()
            .add(C::ChainId.is_in(parents.iter().copied()))
            .add(C::CentreId.is_in(parents.iter().copied()));
        let select = Self::visible(&cx.scope(Kind::StatusAssignment), cx.today()).filter(either);
        Ok(in_order(select).all(&cx.db).await?)
    }
    fn parents(model: &status_assignment::Model) -> Vec<Uuid> {
        std::iter::once(model.chain_id.into()).chain(model.centre_id.map(Uuid::from)).collect()
    }
}

/// By first day, an open one first, then by id: ids are time-ordered.
fn in_order(select: Select<status_assignment::Entity>) -> Select<status_assignment::Entity> {
    let first = Func::coalesce([column(C::ValidFrom), Expr::val(crate::db::tally::EVER)]);
    select.order_by_asc(first).order_by_asc(C::Id)
}

/// A kind has no column of an organisation; nobody holds grants on none, so the region stands for it.
fn kind_columns() -> Columns {
    Columns::of(status_kind::Entity).organisation("region_id")
}

fn column(column: C) -> SimpleExpr {
    Expr::col((status_assignment::Entity, column))
}

/// The state on a day, as `rules::Term::state` says it. Written without bound values, so that it can be grouped by.
pub fn state_expr(day: NaiveDate) -> SimpleExpr {
    Expr::cust(format!(
        "CASE WHEN status_assignment.visibility = 0 THEN 'DRAFT' \
         WHEN status_assignment.visibility = 1 THEN 'PROPOSED' \
         WHEN status_assignment.end_on <= '{day}' THEN status_assignment.end_kind \
         WHEN status_assignment.valid_to < '{day}' THEN 'EXPIRED' \
         WHEN status_assignment.valid_from > '{day}' THEN 'PENDING' \
         ELSE 'IN_FORCE' END"
    ))
}

/// Whether a state is the one of a day.
pub fn in_state(day: NaiveDate, state: StatusState) -> SimpleExpr {
    state_expr(day).eq(entity::CodeEnum::code(state))
}

/// What the standing of a centre rests on.
pub const STANDING: [&str; 3] = ["RMC", "ZOC", "MOC"];

/// The centres that stand on a day.
pub fn standing_on(day: NaiveDate) -> Select<status_assignment::Entity> {
    status_assignment::Entity::find()
        .filter(C::KindCode.is_in(STANDING))
        .filter(C::CentreId.is_not_null())
        .filter(in_state(day, StatusState::InForce))
}

/// Order of a list of assignments.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StatusOrder {
    /// By first day.
    #[default]
    ValidFrom,
    /// By last day of the term.
    ValidTo,
    /// By kind.
    Kind,
}

/// Narrows a list of assignments.
#[derive(Clone, Debug, Default)]
pub struct StatusFilter {
    /// Of these kinds.
    pub kinds: Option<Vec<StatusKindId>>,
    /// Of kinds with these codes.
    pub kind_codes: Option<Vec<String>>,
    /// Of these levels.
    pub levels: Option<Vec<Level>>,
    /// Held by these centres.
    pub centres: Option<Vec<CentreId>>,
    /// Held by or through these organisations.
    pub organisations: Option<Vec<OrganisationId>>,
    /// In these regions.
    pub regions: Option<Vec<RegionId>>,
    /// About these zones or their municipalities.
    pub zones: Option<Vec<ZoneId>>,
    /// About these municipalities.
    pub municipalities: Option<Vec<MunicipalityId>>,
    /// In these states on the day of the list.
    pub states: Option<Vec<StatusState>>,
    /// In force on the day of the list, and no longer after so many days.
    pub ends_within: Option<u32>,
    /// In force on another day.
    pub in_force_on: Option<NaiveDate>,
    /// Whether an act, a name or a date is open.
    pub open: Option<bool>,
}

/// The assignments that a scope sees; states are those of the day. Holders are found as far as their own scopes see them:
/// of organisations, then of centres.
pub fn assignments(
    tag: &str,
    scopes: (&Scope, &Scope, &Scope),
    day: NaiveDate,
    filter: &StatusFilter,
    words: Option<&str>,
    (order, descending): (StatusOrder, bool),
) -> Listing<status_assignment::Entity> {
    let (scope, organisations, centres) = scopes;
    let below = |select: SelectStatement| SimpleExpr::SubQuery(None, Box::new(select.into()));
    let organisation = below(organisation_search_key(organisations, column(C::OrganisationId)));
    let centre = below(centre_search_key(centres, column(C::CentreId)));
    // A holder that is hidden, or none, is nothing here: concat takes null as an empty text.
    let text = [column(C::SearchKey), Expr::val(" "), organisation, Expr::val(" "), centre];
    let text: SimpleExpr = Func::cust("concat").args(text).into();
    let select =
        status_assignment::Entity::visible(scope, day).filter(narrow(filter, day)).filter(search(&text, words));
    let key = match order {
        StatusOrder::ValidFrom => OrderKey::nullable_day(column(C::ValidFrom), descending),
        StatusOrder::ValidTo => OrderKey::nullable_day(column(C::ValidTo), descending),
        StatusOrder::Kind => OrderKey::new(column(C::KindCode), KeyKind::Text),
    };
    Listing::new(tag, select, ListOrder { name: format!("{order:?}{descending}"), keys: vec![key], descending })
        .facet("kind", column(C::KindCode))
        .facet("level", column(C::GrantLevel))
        .facet("state", state_expr(day))
}

fn narrow(filter: &StatusFilter, day: NaiveDate) -> Condition {
    fn among<T: Clone + Into<sea_orm::Value>>(column: SimpleExpr, values: Option<&Vec<T>>) -> Option<SimpleExpr> {
        values.map(|values| column.is_in(values.iter().cloned().map(Into::<sea_orm::Value>::into)))
    }
    let StatusFilter {
        kinds,
        kind_codes,
        levels,
        centres,
        organisations,
        regions,
        zones,
        municipalities,
        states,
        ends_within,
        in_force_on,
        open,
    } = filter;
    let ends = ends_within.map(|days| {
        let last = day.checked_add_days(Days::new(days.into())).unwrap_or(NaiveDate::MAX);
        let after = last.succ_opt().unwrap_or(last);
        let soon = Condition::any().add(column(C::EndOn).lte(after)).add(column(C::ValidTo).lte(last));
        Condition::all().add(in_state(day, StatusState::InForce)).add(soon)
    });
    Condition::all()
        .add_option(among(column(C::KindId), kinds.as_ref()))
        .add_option(among(column(C::KindCode), kind_codes.as_ref()))
        .add_option(levels.as_ref().map(|levels| column(C::GrantLevel).is_in(levels.iter().copied())))
        .add_option(among(column(C::CentreId), centres.as_ref()))
        .add_option(among(column(C::OrganisationId), organisations.as_ref()))
        .add_option(among(column(C::RegionId), regions.as_ref()))
        .add_option(among(zone_column(day), zones.as_ref()))
        .add_option(
            municipalities
                .as_ref()
                .map(|ids| about_municipality().add(column(C::MunicipalityId).is_in(ids.iter().copied()))),
        )
        .add_option(
            states.as_ref().map(|states| state_expr(day).is_in(states.iter().map(|s| entity::CodeEnum::code(*s)))),
        )
        .add_option(ends)
        .add_option(in_force_on.map(|on| in_state(on, StatusState::InForce)))
        .add_option(open.map(|open| if open { column(C::OpenPoints).ne("") } else { column(C::OpenPoints).eq("") }))
}

/// Rows that are about a municipality, not only seated in it.
pub fn about_municipality() -> Condition {
    Condition::all().add(column(C::Territory).eq(Level::Municipality))
}

/// The column by which assignments hang below a region.
pub fn region_column() -> SimpleExpr {
    column(C::RegionId)
}

/// The column by which assignments hang below a municipality; narrow the list by [`about_municipality`].
pub fn municipality_column() -> SimpleExpr {
    column(C::MunicipalityId)
}

/// The column by which assignments hang below a centre.
pub fn centre_column() -> SimpleExpr {
    column(C::CentreId)
}

/// The column by which assignments hang below an organisation.
pub fn organisation_column() -> SimpleExpr {
    column(C::OrganisationId)
}

/// The zone that an assignment is about, itself or through its municipality on a day.
pub fn zone_column(day: NaiveDate) -> SimpleExpr {
    CaseStatement::new()
        .case(column(C::Territory).eq(Level::Zone), column(C::ZoneId))
        .case(column(C::Territory).eq(Level::Municipality), zone_of_municipality(column(C::MunicipalityId), day))
        .into()
}

/// Order of the dictionary of kinds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StatusKindOrder {
    /// By name.
    #[default]
    Name,
    /// By code.
    Code,
}

/// The kinds of a day.
pub fn kinds(
    tag: &str,
    scope: &Scope,
    day: NaiveDate,
    regions: Option<&[RegionId]>,
    words: Option<&str>,
    (order, descending): (StatusKindOrder, bool),
) -> Listing<status_kind::Entity> {
    let column = |column: status_kind::Column| Expr::col((status_kind::Entity, column));
    let mut condition = valid_on(status_kind::Entity, day);
    if let Some(regions) = regions {
        let region = column(status_kind::Column::RegionId);
        condition = condition.add(region.clone().is_null().or(region.is_in(regions.iter().copied())));
    }
    let select = status_kind::Entity::visible(scope, day)
        .filter(condition)
        .filter(search(&column(status_kind::Column::SearchKey), words));
    let key = match order {
        StatusKindOrder::Name => column(status_kind::Column::SortKey),
        StatusKindOrder::Code => column(status_kind::Column::Code),
    };
    let keys = vec![OrderKey::new(key, KeyKind::Text)];
    Listing::new(tag, select, ListOrder { name: format!("{order:?}{descending}"), keys, descending })
        .facet("heldBy", column(status_kind::Column::HeldBy))
}

/// The kind of a code.
pub async fn kind_by_code(
    db: &impl ConnectionTrait,
    scope: &Scope,
    code: &str,
) -> Result<Option<status_kind::Model>, AppError> {
    if !text::storable(code) {
        return Ok(None);
    }
    let select = status_kind::Entity::visible(scope, NaiveDate::MIN).filter(status_kind::Column::Code.eq(code));
    Ok(select.one(db).await?)
}

/// The kinds of some codes.
pub async fn kinds_by_code(
    db: &impl ConnectionTrait,
    scope: &Scope,
    codes: &[String],
) -> Result<Vec<status_kind::Model>, AppError> {
    let select = status_kind::Entity::visible(scope, NaiveDate::MIN);
    Ok(select.filter(status_kind::Column::Code.is_in(codes.iter().map(String::as_str))).all(db).await?)
}

/// Whether a code is taken, by whoever.
pub async fn code_is_taken(db: &impl ConnectionTrait, code: &str) -> Result<bool, AppError> {
    Ok(status_kind::Entity::find().filter(status_kind::Column::Code.eq(code)).one(db).await?.is_some())
}

/// Granted assignments of one conflict key, for the rule that they never hold at once.
pub async fn of_key(db: &impl ConnectionTrait, key: &str) -> Result<Vec<status_assignment::Model>, AppError> {
    let select =
        status_assignment::Entity::find().filter(C::ConflictKey.eq(key)).filter(C::Visibility.eq(Visibility::Public));
    Ok(select.all(db).await?)
}

/// The granted standing of a centre, for the tallies.
pub async fn standing_of(
    db: &impl ConnectionTrait,
    centre: CentreId,
) -> Result<Vec<status_assignment::Model>, AppError> {
    let select = status_assignment::Entity::find()
        .filter(C::CentreId.eq(centre))
        .filter(C::KindCode.is_in(STANDING))
        .filter(C::Visibility.eq(Visibility::Public));
    Ok(select.all(db).await?)
}

/// An assignment by id, for rules about one that was reached before.
pub async fn stored(
    db: &impl ConnectionTrait,
    id: StatusAssignmentId,
) -> Result<Option<status_assignment::Model>, AppError> {
    Ok(status_assignment::Entity::find_by_id(id).one(db).await?)
}

/// What an organisation holds itself or through an association, whoever sees it: for rules.
pub async fn held_by(
    db: &impl ConnectionTrait,
    organisation: OrganisationId,
) -> Result<Vec<status_assignment::Model>, AppError> {
    let select =
        status_assignment::Entity::find().filter(C::OrganisationId.eq(organisation)).filter(C::CentreId.is_null());
    Ok(in_order(select).all(db).await?)
}

/// Every kind, for rules about several.
pub async fn all_kinds(db: &impl ConnectionTrait) -> Result<Vec<status_kind::Model>, AppError> {
    Ok(status_kind::Entity::find().all(db).await?)
}

/// Whether anything refers to a centre as the holder of a status.
pub async fn any_of_centre(db: &impl ConnectionTrait, centre: CentreId) -> Result<bool, AppError> {
    Ok(status_assignment::Entity::find().filter(C::CentreId.eq(centre)).one(db).await?.is_some())
}

/// Every granted assignment, to count again.
pub async fn granted(db: &impl ConnectionTrait) -> Result<Vec<status_assignment::Model>, AppError> {
    Ok(status_assignment::Entity::find().filter(C::Visibility.eq(Visibility::Public)).all(db).await?)
}

/// The name of the constraint and of the triggers that keep two of one key apart.
const OVERLAP: &str = "status_assignment_overlap";

/// What the database refuses as an overlap is the same error that the service gives.
pub fn refused(error: DbErr) -> Failure {
    if error.to_string().contains(OVERLAP) { overlap("validFrom").into() } else { error.into() }
}

/// Two of one key at once.
pub fn overlap(path: &str) -> UserError {
    UserError::new(
        UserErrorCode::Overlap,
        path,
        "В эти дни у держателя уже действует такой статус на этой территории по этой теме",
        "The holder has such a status on this territory and topic on these days already",
    )
}
