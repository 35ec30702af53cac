//! Reading centres. The only `find()` of their entities: a selection as of a day shows the host of that day.
#![expect(clippy::disallowed_methods, reason = "scoped entry point")]

use chrono::NaiveDate;
use entity::{
    centre::{self, CentreKind, Column as C},
    centre_host,
    ids::{CentreId, MunicipalityId, OrganisationId, RegionId, ZoneId},
    municipality,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, IdenStatic, Iterable, JoinType, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, Select,
    sea_query::{Alias, CaseStatement, Expr, ExprTrait, SelectStatement, SimpleExpr},
};
use uuid::Uuid;

use crate::{
    access::{Columns, Kind, Scope, Viewer},
    error::AppError,
    service::{
        Cx,
        dated::valid_on,
        list::{KeyKind, ListOrder, Listing, OrderKey, Parts, Stored, search},
        status::query::standing_on,
        territory::query::municipality_zone,
    },
};

impl Stored for centre::Entity {
    const KIND: Kind = Kind::Centre;

    /// The host as it was that day: `centre_host` tells of the time before `host_since`.
    fn visible(scope: &Scope, as_of: NaiveDate) -> Select<Self> {
        let past = |column: &'static str| Expr::col((Alias::new("past_host"), Alias::new(column)));
        let on = Condition::all()
            .add(past("centre_id").equals((Self, C::Id)))
            .add(Expr::col((Self, C::HostSince)).gt(as_of))
            .add(past("from_day").is_null().or(past("from_day").lte(as_of)))
            .add(past("to_day").gte(as_of));
        let undated = C::iter().filter(|column| column.as_str() != C::OrganisationId.as_str());
        let mut select = Self::find()
            .select_only()
            .columns(undated)
            .expr_as(host_column(), C::OrganisationId.as_str())
            .filter(scope.visible(&Columns::of(Self)));
        QueryTrait::query(&mut select).join_as(JoinType::LeftJoin, centre_host::Entity, Alias::new("past_host"), on);
        select
    }

    fn id(model: &centre::Model) -> Uuid {
        model.id.into()
    }
}

/// Earlier hosts, the newest first.
impl Parts for centre_host::Entity {
    async fn of_parents(cx: &Cx, parents: &[Uuid]) -> Result<Vec<centre_host::Model>, AppError> {
        let select = Self::find()
            .filter(centre_host::Column::CentreId.is_in(parents.iter().copied()))
            .order_by_desc(centre_host::Column::ToDay);
        Ok(select.all(&cx.db).await?)
    }
    fn parents(model: &centre_host::Model) -> Vec<Uuid> {
        vec![model.centre_id.into()]
    }
}

fn column(column: C) -> SimpleExpr {
    Expr::col((centre::Entity, column))
}

/// The host on the day of a selection.
fn host_column() -> SimpleExpr {
    let past = |column: &'static str| Expr::col((Alias::new("past_host"), Alias::new(column)));
    CaseStatement::new()
        .case(past("id").is_not_null(), past("organisation_id"))
        .finally(column(C::OrganisationId))
        .into()
}

/// Order of a list of centres.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CentreOrder {
    /// By name.
    #[default]
    Name,
    /// By kind, then by name.
    Kind,
}

/// Narrows a list of centres.
#[derive(Clone, Debug, Default)]
pub struct CentreFilter {
    /// Of these kinds.
    pub kinds: Option<Vec<CentreKind>>,
    /// In these regions.
    pub regions: Option<Vec<RegionId>>,
    /// Of these zones, or of their municipalities on that day.
    pub zones: Option<Vec<ZoneId>>,
    /// Of these municipalities, not only seated there.
    pub municipalities: Option<Vec<MunicipalityId>>,
    /// On the base of these organisations on that day.
    pub hosts: Option<Vec<OrganisationId>>,
    /// Whether they stand on that day.
    pub standing: Option<bool>,
}

/// The centres of a day that a scope sees.
pub fn centres(
    tag: &str,
    scope: &Scope,
    day: NaiveDate,
    filter: &CentreFilter,
    words: Option<&str>,
    (order, descending): (CentreOrder, bool),
) -> Listing<centre::Entity> {
    let CentreFilter { kinds, regions, zones, municipalities, hosts, standing } = filter;
    let ids = |column: SimpleExpr, ids: Vec<Uuid>| column.is_in(ids);
    let stands = || Expr::exists(of_centre(standing_on(day)));
    let condition =
        valid_on(centre::Entity, day)
            .add_option(kinds.as_ref().map(|kinds| column(C::Kind).is_in(kinds.iter().copied())))
            .add_option(regions.as_ref().map(|r| ids(column(C::RegionId), r.iter().map(|id| (*id).into()).collect())))
            .add_option(zones.as_ref().map(|z| ids(zone_column(day), z.iter().map(|id| (*id).into()).collect())))
            .add_option(municipalities.as_ref().map(|m| {
                of_municipality().add(ids(column(C::MunicipalityId), m.iter().map(|id| (*id).into()).collect()))
            }))
            .add_option(hosts.as_ref().map(|h| ids(host_column(), h.iter().map(|id| (*id).into()).collect())))
            .add_option(standing.map(|wanted| if wanted { stands() } else { stands().not() }));
    let select = centre::Entity::visible(scope, day).filter(condition).filter(search(&column(C::SearchKey), words));
    let name = OrderKey::new(column(C::SortKey), KeyKind::Text);
    let rank = CaseStatement::new()
        .case(column(C::Kind).eq(CentreKind::Rmc), 1_i64)
        .case(column(C::Kind).eq(CentreKind::Zoc), 2_i64)
        .finally(3_i64);
    let keys = match order {
        CentreOrder::Name => vec![name],
        CentreOrder::Kind => vec![OrderKey::new(rank, KeyKind::Number), name],
    };
    Listing::new(tag, select, ListOrder { name: format!("{order:?}{descending}"), keys, descending })
        .facet("kind", column(C::Kind))
}

fn of_centre(standing: Select<entity::status_assignment::Entity>) -> SelectStatement {
    standing
        .select_only()
        .expr_as(Expr::val(1), "one")
        .filter(
            Expr::col((entity::status_assignment::Entity, entity::status_assignment::Column::CentreId))
                .equals((centre::Entity, C::Id)),
        )
        .into_query()
}

/// Centres that serve a municipality, not only those seated in it.
pub fn of_municipality() -> Condition {
    Condition::all().add(column(C::Kind).eq(CentreKind::Moc))
}

/// The column by which centres hang below a region.
pub fn region_column() -> SimpleExpr {
    column(C::RegionId)
}

/// The column by which centres hang below a municipality; narrow the list by [`of_municipality`].
pub fn municipality_column() -> SimpleExpr {
    column(C::MunicipalityId)
}

/// The column by which centres hang below their parent.
pub fn parent_column() -> SimpleExpr {
    column(C::ParentId)
}

/// The column by which centres hang below the organisation that is their host on the day of the selection.
pub fn organisation_column() -> SimpleExpr {
    host_column()
}

/// The zone of a centre: its own, or that of its municipality on a day.
pub fn zone_column(day: NaiveDate) -> SimpleExpr {
    CaseStatement::new()
        .case(column(C::Kind).eq(CentreKind::Zoc), column(C::ZoneId))
        .case(column(C::Kind).eq(CentreKind::Moc), zone_of_municipality(column(C::MunicipalityId), day))
        .into()
}

/// The zone to which the municipality of a column belongs on a day.
pub fn zone_of_municipality(id: impl Into<SimpleExpr>, day: NaiveDate) -> SimpleExpr {
    // The map is public: any scope sees it.
    let scope = Viewer::public().scope(Kind::Municipality);
    let select = municipality::Entity::visible(&scope, day)
        .select_only()
        .expr_as(municipality_zone(), "zone_on_day")
        .filter(Expr::col((municipality::Entity, municipality::Column::Id)).eq(id.into()))
        .into_query();
    SimpleExpr::SubQuery(None, Box::new(select.into()))
}

/// Whether a municipality of a selection has a centre that stands on a day.
pub fn has_centre(day: NaiveDate) -> SimpleExpr {
    use entity::status_assignment::{Column as A, Entity as Assignment};
    let standing = standing_on(day)
        .filter(A::KindCode.eq(entity::CodeEnum::code(CentreKind::Moc)))
        .select_only()
        .expr_as(Expr::val(1), "one")
        .filter(Expr::col((Assignment, A::MunicipalityId)).equals((municipality::Entity, municipality::Column::Id)))
        .into_query();
    Expr::exists(standing)
}

/// A centre by id, for rules about one that was reached before.
pub async fn stored(db: &impl ConnectionTrait, id: CentreId) -> Result<Option<centre::Model>, AppError> {
    Ok(centre::Entity::find_by_id(id).one(db).await?)
}

/// The centres directly below a centre, hidden ones too: for rules, not for show.
pub async fn below(db: &impl ConnectionTrait, id: CentreId) -> Result<Vec<centre::Model>, AppError> {
    Ok(centre::Entity::find().filter(C::ParentId.eq(id)).all(db).await?)
}

/// Whether another centre stands below a centre or reports to it.
pub async fn is_referred_to(db: &impl ConnectionTrait, id: CentreId) -> Result<bool, AppError> {
    let either = Condition::any().add(C::ParentId.eq(id)).add(C::ReportsToId.eq(id));
    Ok(centre::Entity::find().filter(either).one(db).await?.is_some())
}

/// The past hosts of a centre.
pub async fn hosts(db: &impl ConnectionTrait, id: CentreId) -> Result<Vec<centre_host::Model>, AppError> {
    Ok(centre_host::Entity::find().filter(centre_host::Column::CentreId.eq(id)).all(db).await?)
}
