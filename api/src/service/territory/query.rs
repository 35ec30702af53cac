//! Reading the map. The only `find()` of its entities; the map is public, so the scope lets everything through.
#![expect(clippy::disallowed_methods, reason = "scoped entry point")]

use std::collections::HashMap;

use chrono::NaiveDate;
use entity::{
    ids::{MunicipalityId, RegionId, ZoneId},
    municipality,
    municipality::MunicipalityKind,
    municipality_period, municipality_succession, population, region,
    region::RegionKind,
    shared::Level,
    zone,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, Iterable, JoinType, QueryFilter, QueryOrder, QuerySelect,
    Select,
    sea_query::{Alias, CaseStatement, Expr, ExprTrait, Func, SelectStatement, SimpleExpr},
};
use uuid::Uuid;

use crate::{
    access::{Kind, NodeRef, Scope},
    db::WriteTx,
    error::AppError,
    service::Cx,
    service::dated::valid_on,
    service::list::{KeyKind, ListOrder, Listing, OrderKey, Parts, Stored, search},
    text,
};

impl Stored for region::Entity {
    const KIND: Kind = Kind::Region;
    fn visible(_: &Scope, _: NaiveDate) -> Select<Self> {
        Self::find()
    }
    fn id(model: &region::Model) -> Uuid {
        model.id.into()
    }
}

impl Stored for zone::Entity {
    const KIND: Kind = Kind::Zone;
    fn visible(_: &Scope, _: NaiveDate) -> Select<Self> {
        Self::find()
    }
    fn id(model: &zone::Model) -> Uuid {
        model.id.into()
    }
}

impl Stored for municipality::Entity {
    const KIND: Kind = Kind::Municipality;

    /// Name, kind, zone and order as they were that day: `municipality_period` tells of the time before
    /// `attributes_since`.
    fn visible(_: &Scope, as_of: NaiveDate) -> Select<Self> {
        let period = |column: &'static str| Expr::col((Alias::new("period"), Alias::new(column)));
        let on = Condition::all()
            .add(period("municipality_id").equals((Self, municipality::Column::Id)))
            .add(Expr::col((Self, municipality::Column::AttributesSince)).gt(as_of))
            .add(period("from_day").is_null().or(period("from_day").lte(as_of)))
            .add(period("to_day").gte(as_of));
        let name = |column: &municipality::Column| sea_orm::IdenStatic::as_str(column);
        let undated = municipality::Column::iter().filter(|column| !DATED.map(|c| name(&c)).contains(&name(column)));
        let select = Self::find().select_only().columns(undated);
        let mut select = DATED.iter().fold(select, |select, column| select.expr_as(at_day(*column), name(column)));
        sea_orm::QueryTrait::query(&mut select).join_as(
            JoinType::LeftJoin,
            municipality_period::Entity,
            Alias::new("period"),
            on,
        );
        select
    }

    fn id(model: &municipality::Model) -> Uuid {
        model.id.into()
    }
}

/// The columns that `municipality_period` keeps of the past.
const DATED: [municipality::Column; 4] = [
    municipality::Column::Name,
    municipality::Column::Kind,
    municipality::Column::ZoneId,
    municipality::Column::SortKey,
];

/// A dated column on the day of the selection.
fn at_day(column: municipality::Column) -> SimpleExpr {
    let name = Alias::new(sea_orm::IdenStatic::as_str(&column));
    CaseStatement::new()
        .case(
            Expr::col((Alias::new("period"), Alias::new("id"))).is_not_null(),
            Expr::col((Alias::new("period"), name)),
        )
        .finally(Expr::col((municipality::Entity, column)))
        .into()
}

/// The order of a list of the map.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TerritoryOrder {
    /// By name.
    #[default]
    Name,
    /// By code or ОКТМО.
    Code,
}

fn by(order: TerritoryOrder, descending: bool, name: SimpleExpr, code: SimpleExpr) -> ListOrder {
    let (key, expr) = match order {
        TerritoryOrder::Name => ("name", name),
        // Without a code comes last in either direction.
        TerritoryOrder::Code => ("code", Func::coalesce([code, Expr::val(if descending { "" } else { "~" })]).into()),
    };
    ListOrder { name: format!("{key}{descending}"), keys: vec![OrderKey::new(expr, KeyKind::Text)], descending }
}

/// Narrows a list of regions.
#[derive(Clone, Debug, Default)]
pub struct RegionFilter {
    /// Of these kinds.
    pub kinds: Option<Vec<RegionKind>>,
}

/// The regions of a day.
pub fn regions(
    tag: &str,
    day: NaiveDate,
    filter: &RegionFilter,
    words: Option<&str>,
    order: TerritoryOrder,
    descending: bool,
) -> Listing<region::Entity> {
    let mut condition = valid_on(region::Entity, day);
    if let Some(kinds) = &filter.kinds {
        condition = condition.add(Expr::col((region::Entity, region::Column::Kind)).is_in(kinds.iter().copied()));
    }
    let select = region::Entity::find()
        .filter(condition)
        .filter(search(&Expr::col((region::Entity, region::Column::SearchKey)), words));
    let order = by(
        order,
        descending,
        Expr::col((region::Entity, region::Column::SortKey)),
        Expr::col((region::Entity, region::Column::Code)),
    );
    Listing::new(tag, select, order).facet("kind", Expr::col((region::Entity, region::Column::Kind)))
}

/// Narrows a list of zones.
#[derive(Clone, Debug, Default)]
pub struct ZoneFilter {
    /// Zones of these regions.
    pub regions: Option<Vec<RegionId>>,
}

/// The zones of a day.
pub fn zones(
    tag: &str,
    day: NaiveDate,
    filter: &ZoneFilter,
    words: Option<&str>,
    order: TerritoryOrder,
    descending: bool,
) -> Listing<zone::Entity> {
    let mut condition = valid_on(zone::Entity, day);
    if let Some(regions) = &filter.regions {
        condition = condition.add(Expr::col((zone::Entity, zone::Column::RegionId)).is_in(regions.iter().copied()));
    }
    let select = zone::Entity::find()
        .filter(condition)
        .filter(search(&Expr::col((zone::Entity, zone::Column::SearchKey)), words));
    let order = by(
        order,
        descending,
        Expr::col((zone::Entity, zone::Column::SortKey)),
        Expr::col((zone::Entity, zone::Column::Code)),
    );
    Listing::new(tag, select, order)
}

/// Narrows a list of municipalities.
#[derive(Clone, Debug, Default)]
pub struct MunicipalityFilter {
    /// In these regions.
    pub regions: Option<Vec<RegionId>>,
    /// In these zones on that day.
    pub zones: Option<Vec<ZoneId>>,
    /// Of these kinds on that day.
    pub kinds: Option<Vec<MunicipalityKind>>,
    /// Whether a municipal centre stands there on that day.
    pub has_centre: Option<bool>,
}

/// The municipalities of a day.
pub fn municipalities(
    tag: &str,
    day: NaiveDate,
    filter: &MunicipalityFilter,
    words: Option<&str>,
    order: TerritoryOrder,
    descending: bool,
) -> Listing<municipality::Entity> {
    let mut condition = valid_on(municipality::Entity, day);
    if let Some(regions) = &filter.regions {
        let column = Expr::col((municipality::Entity, municipality::Column::RegionId));
        condition = condition.add(column.is_in(regions.iter().copied()));
    }
    if let Some(zones) = &filter.zones {
        condition = condition.add(at_day(municipality::Column::ZoneId).is_in(zones.iter().copied()));
    }
    if let Some(kinds) = &filter.kinds {
        condition = condition.add(at_day(municipality::Column::Kind).is_in(kinds.iter().copied()));
    }
    if let Some(wanted) = filter.has_centre {
        let stands = crate::service::centre::query::has_centre(day);
        condition = condition.add(if wanted { stands } else { stands.not() });
    }
    // The map is public: any scope sees it.
    let scope = crate::access::Viewer::public().scope(Kind::Municipality);
    let select = municipality::Entity::visible(&scope, day)
        .filter(condition)
        .filter(search(&Expr::col((municipality::Entity, municipality::Column::SearchKey)), words));
    let order = by(
        order,
        descending,
        at_day(municipality::Column::SortKey),
        Expr::col((municipality::Entity, municipality::Column::Oktmo)),
    );
    Listing::new(tag, select, order).facet("kind", at_day(municipality::Column::Kind))
}

/// The column by which municipalities hang below a region.
pub fn municipality_region() -> SimpleExpr {
    Expr::col((municipality::Entity, municipality::Column::RegionId))
}

/// The column by which municipalities hang below a zone on the day of the selection.
pub fn municipality_zone() -> SimpleExpr {
    at_day(municipality::Column::ZoneId)
}

/// The column by which zones hang below a region.
pub fn zone_region() -> SimpleExpr {
    Expr::col((zone::Entity, zone::Column::RegionId))
}

/// The region of a code.
pub async fn region_by_code(db: &impl ConnectionTrait, code: &str) -> Result<Option<region::Model>, AppError> {
    if !text::storable(code) {
        return Ok(None);
    }
    Ok(region::Entity::find().filter(region::COLUMN.code.eq(code)).one(db).await?)
}

/// The zone of a region and a code.
pub async fn zone_by_code(
    db: &impl ConnectionTrait,
    region: &str,
    code: &str,
) -> Result<Option<zone::Model>, AppError> {
    let Some(region) = region_by_code(db, region).await?.filter(|_| text::storable(code)) else { return Ok(None) };
    let select = zone::Entity::find().filter(zone::COLUMN.region_id.eq(region.id)).filter(zone::COLUMN.code.eq(code));
    Ok(select.one(db).await?)
}

/// The municipality of an ОКТМО, with its attributes of a day.
pub async fn municipality_by_oktmo(
    db: &impl ConnectionTrait,
    oktmo: &str,
    day: NaiveDate,
) -> Result<Option<municipality::Model>, AppError> {
    if !text::storable(oktmo) {
        return Ok(None);
    }
    let scope = crate::access::Viewer::public().scope(Kind::Municipality);
    Ok(municipality::Entity::visible(&scope, day).filter(municipality::COLUMN.oktmo.eq(oktmo)).one(db).await?)
}

/// The municipality as it is stored, in a transaction that will change it: other writers of it wait.
pub async fn locked_municipality(tx: &WriteTx, id: MunicipalityId) -> Result<Option<municipality::Model>, AppError> {
    Ok(municipality::Entity::find_by_id(id).lock_exclusive().one(tx).await?)
}

/// The municipalities of some zones on a day, as pairs `zone_id` and `municipality_id`.
pub fn members_of(zones: &[ZoneId], day: NaiveDate) -> SelectStatement {
    let scope = crate::access::Viewer::public().scope(Kind::Municipality);
    let mut select = municipality::Entity::visible(&scope, day)
        .filter(valid_on(municipality::Entity, day))
        .filter(at_day(municipality::Column::ZoneId).is_in(zones.iter().copied()));
    let query = sea_orm::QueryTrait::query(&mut select);
    query
        .clear_selects()
        .expr_as(at_day(municipality::Column::ZoneId), Alias::new("zone_id"))
        .expr_as(Expr::col((municipality::Entity, municipality::Column::Id)), Alias::new("municipality_id"))
        .take()
}

/// The municipalities of some zones on a day.
pub async fn zone_members(
    db: &impl ConnectionTrait,
    zones: &[ZoneId],
    day: NaiveDate,
) -> Result<HashMap<ZoneId, Vec<MunicipalityId>>, AppError> {
    let mut members: HashMap<ZoneId, Vec<MunicipalityId>> = HashMap::new();
    for row in db.query_all(&members_of(zones, day)).await? {
        members.entry(row.try_get("", "zone_id")?).or_default().push(row.try_get("", "municipality_id")?);
    }
    Ok(members)
}

/// The regions of a day, as nodes.
pub async fn region_nodes(db: &impl ConnectionTrait, day: NaiveDate) -> Result<Vec<NodeRef>, AppError> {
    let rows = region::Entity::find().filter(valid_on(region::Entity, day)).all(db).await?;
    Ok(rows.into_iter().map(|row| NodeRef::region(row.id)).collect())
}

/// The municipalities of the country, a region or a zone on a day, or the one itself, as nodes.
pub async fn municipality_nodes(
    db: &impl ConnectionTrait,
    within: &NodeRef,
    day: NaiveDate,
) -> Result<Vec<NodeRef>, AppError> {
    let column = |column: municipality::Column| Expr::col((municipality::Entity, column));
    let mut condition = valid_on(municipality::Entity, day);
    if let Some(region) = within.region {
        condition = condition.add(column(municipality::Column::RegionId).eq(region));
    }
    if let Some(zone) = within.zone {
        condition = condition.add(at_day(municipality::Column::ZoneId).eq(zone));
    }
    if let Some(municipality) = within.municipality {
        condition = condition.add(column(municipality::Column::Id).eq(municipality));
    }
    let scope = crate::access::Viewer::public().scope(Kind::Municipality);
    let rows = municipality::Entity::visible(&scope, day).filter(condition).all(db).await?;
    let node = |row: municipality::Model| NodeRef {
        level: Level::Municipality,
        municipality: Some(row.id),
        ..NodeRef::region(row.region_id)
    };
    Ok(rows.into_iter().map(node).collect())
}

/// How many municipalities a region and zone have on a day.
#[derive(Clone, Copy, Debug)]
pub struct Group {
    /// The region.
    pub region: RegionId,
    /// The zone of that day.
    pub zone: Option<ZoneId>,
    /// The municipality, where each is counted singly.
    pub municipality: Option<MunicipalityId>,
    /// Municipalities.
    pub total: i64,
    /// Those without a municipal centre in force.
    pub without_centre: i64,
}

/// Municipalities of a day by region and zone, `singly` by municipality too; of some regions, or of all.
pub async fn groups(
    db: &impl ConnectionTrait,
    regions: Option<Vec<RegionId>>,
    singly: bool,
    day: NaiveDate,
) -> Result<Vec<Group>, AppError> {
    let scope = crate::access::Viewer::public().scope(Kind::Municipality);
    let region = || Expr::col((municipality::Entity, municipality::Column::RegionId));
    let id = || Expr::col((municipality::Entity, municipality::Column::Id));
    let mut select = municipality::Entity::visible(&scope, day).filter(valid_on(municipality::Entity, day));
    if let Some(regions) = regions {
        select = select.filter(region().is_in(regions));
    }
    let query = sea_orm::QueryTrait::query(&mut select);
    let uncovered = CaseStatement::new().case(crate::service::centre::query::has_centre(day), 0).finally(1);
    query
        .clear_selects()
        .expr_as(region(), Alias::new("region_id"))
        .expr_as(at_day(municipality::Column::ZoneId), Alias::new("zone_id"))
        .expr_as(Func::count(id()), Alias::new("n"))
        .expr_as(Func::sum(uncovered).cast_as("BIGINT"), Alias::new("uncovered"))
        .add_group_by([region(), at_day(municipality::Column::ZoneId)]);
    if singly {
        query.expr_as(id(), Alias::new("municipality_id")).add_group_by([id()]);
    }
    let rows = db.query_all(&*query).await?;
    let group = |row: &sea_orm::QueryResult| {
        Ok(Group {
            region: row.try_get("", "region_id")?,
            zone: row.try_get("", "zone_id")?,
            municipality: if singly { row.try_get("", "municipality_id")? } else { None },
            total: row.try_get("", "n")?,
            without_centre: row.try_get("", "uncovered")?,
        })
    };
    rows.iter().map(group).collect()
}

/// The past attributes of a municipality, newest first.
pub async fn periods(
    db: &impl ConnectionTrait,
    ids: &[MunicipalityId],
) -> Result<Vec<municipality_period::Model>, AppError> {
    let select = municipality_period::Entity::find()
        .filter(municipality_period::COLUMN.municipality_id.is_in(ids.iter().copied()))
        .order_by_desc(municipality_period::Column::ToDay);
    Ok(select.all(db).await?)
}

/// The lineage around some municipalities, in either direction.
pub async fn successions(
    db: &impl ConnectionTrait,
    ids: &[MunicipalityId],
) -> Result<Vec<municipality_succession::Model>, AppError> {
    let condition = Condition::any()
        .add(municipality_succession::COLUMN.predecessor_id.is_in(ids.iter().copied()))
        .add(municipality_succession::COLUMN.successor_id.is_in(ids.iter().copied()));
    let select = municipality_succession::Entity::find()
        .filter(condition)
        .order_by_asc(municipality_succession::Column::Day)
        .order_by_asc(municipality_succession::Column::PredecessorId)
        .order_by_asc(municipality_succession::Column::SuccessorId);
    Ok(select.all(db).await?)
}

/// The population figures of some municipalities, newest first.
pub async fn populations(
    db: &impl ConnectionTrait,
    ids: &[MunicipalityId],
) -> Result<Vec<population::Model>, AppError> {
    let select = population::Entity::find()
        .filter(population::COLUMN.municipality_id.is_in(ids.iter().copied()))
        .order_by_desc(population::Column::AsOf)
        .order_by_asc(population::Column::AgeFrom)
        .order_by_asc(population::Column::AgeTo)
        .order_by_asc(population::Column::Source);
    Ok(select.all(db).await?)
}

impl Parts for municipality_period::Entity {
    async fn of_parents(cx: &Cx, parents: &[Uuid]) -> Result<Vec<municipality_period::Model>, AppError> {
        periods(&cx.db, &ids(parents)).await
    }
    fn parents(model: &municipality_period::Model) -> Vec<Uuid> {
        vec![model.municipality_id.into()]
    }
}

impl Parts for municipality_succession::Entity {
    async fn of_parents(cx: &Cx, parents: &[Uuid]) -> Result<Vec<municipality_succession::Model>, AppError> {
        successions(&cx.db, &ids(parents)).await
    }
    fn parents(model: &municipality_succession::Model) -> Vec<Uuid> {
        vec![model.predecessor_id.into(), model.successor_id.into()]
    }
}

impl Parts for population::Entity {
    async fn of_parents(cx: &Cx, parents: &[Uuid]) -> Result<Vec<population::Model>, AppError> {
        populations(&cx.db, &ids(parents)).await
    }
    fn parents(model: &population::Model) -> Vec<Uuid> {
        vec![model.municipality_id.into()]
    }
}

fn ids(parents: &[Uuid]) -> Vec<MunicipalityId> {
    parents.iter().copied().map(Into::into).collect()
}
