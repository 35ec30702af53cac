//! Which nodes are asked about: one with or without its children, or a list.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use entity::{
    ids::{AnyId, MunicipalityId, OrganisationId, RegionId, TypedId, ZoneId},
    municipality, organisation, region,
    shared::{Level, Visibility},
    zone,
};
use sea_orm::{
    QueryFilter, QuerySelect,
    sea_query::{Expr, ExprTrait},
};
use uuid::Uuid;

use super::{MOST, map::Map, too_many};
use crate::{
    access::{Kind, NodeRef},
    db::{change::Place, tally::FEDERATION},
    error::AppError,
    service::{
        Cx,
        dated::valid_on,
        list::{Stored, by_ids},
    },
};

/// A node that results are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot {
    /// Its id; [`FEDERATION`] of the country.
    pub id: Uuid,
    /// Where it is.
    pub node: NodeRef,
}

impl Spot {
    /// The country.
    pub fn federation() -> Self {
        Self { id: FEDERATION, node: NodeRef::federation() }
    }

    /// A region.
    pub fn region(id: RegionId) -> Self {
        Self { id: id.into(), node: NodeRef::region(id) }
    }

    /// A zone of a region.
    pub fn zone(id: ZoneId, region: RegionId) -> Self {
        Self { id: id.into(), node: NodeRef { level: Level::Zone, zone: Some(id), ..NodeRef::region(region) } }
    }

    /// A municipality of a region.
    pub fn municipality(id: MunicipalityId, region: RegionId) -> Self {
        let node = NodeRef { level: Level::Municipality, municipality: Some(id), ..NodeRef::region(region) };
        Self { id: id.into(), node }
    }

    /// An organisation.
    pub fn organisation(row: &organisation::Model) -> Self {
        let node = NodeRef {
            level: Level::Organisation,
            region: row.region_id,
            zone: None,
            municipality: row.municipality_id,
            organisation: Some(row.id),
        };
        Self { id: row.id.into(), node }
    }

    /// The id with its type; none of the country.
    pub fn any(&self) -> Option<AnyId> {
        let prefix = match self.node.level {
            Level::Federation => return None,
            Level::Region => RegionId::PREFIX,
            Level::Zone => ZoneId::PREFIX,
            Level::Municipality => MunicipalityId::PREFIX,
            Level::Organisation => OrganisationId::PREFIX,
        };
        Some(AnyId { prefix, uuid: self.id })
    }

    /// Where what is handed in about it stands.
    pub fn place(&self) -> Place {
        Place { visibility: Visibility::Submitted, ..self.node.place() }
    }
}

/// Which nodes.
#[derive(Clone, Debug)]
pub enum Where {
    /// One; the country when absent.
    Node(Option<AnyId>),
    /// What lies in it at a level.
    Children(Option<AnyId>, Level),
    /// These.
    List(Vec<AnyId>),
}

/// The nodes on a day, those that the viewer does not see left out, and the map around them; each node once.
pub async fn nodes(cx: &Cx, asked: &Where, day: NaiveDate) -> Result<(Vec<Spot>, Map), AppError> {
    match asked {
        Where::Node(None) => Ok((vec![Spot::federation()], Map::load(&cx.db, None).await?)),
        Where::Node(Some(id)) => around(cx, by_id(cx, &[*id], day).await?).await,
        Where::List(ids) => around(cx, by_id(cx, ids, day).await?).await,
        Where::Children(of, level) => {
            let parent = match of {
                None => Some(Spot::federation()),
                Some(id) => by_id(cx, &[*id], day).await?.pop(),
            };
            match parent {
                None => Ok((Vec::new(), Map::default())),
                Some(parent) => children(cx, &parent, *level, day).await,
            }
        }
    }
}

async fn around(cx: &Cx, spots: Vec<Spot>) -> Result<(Vec<Spot>, Map), AppError> {
    let regions: BTreeSet<RegionId> = spots.iter().filter_map(|spot| spot.node.region).collect();
    let map = Map::load(&cx.db, Some(&regions)).await?;
    Ok((spots, map))
}

/// The nodes of some ids, in their order, with one statement for each type among them.
async fn by_id(cx: &Cx, ids: &[AnyId], day: NaiveDate) -> Result<Vec<Spot>, AppError> {
    let of = |prefix: &str| ids.iter().filter(|id| id.prefix == prefix).map(|id| id.uuid).collect::<Vec<_>>();
    let mut found: BTreeMap<Uuid, Spot> = BTreeMap::new();
    if ids.iter().any(|id| {
        ![RegionId::PREFIX, ZoneId::PREFIX, MunicipalityId::PREFIX, OrganisationId::PREFIX].contains(&id.prefix)
    }) {
        return Err(AppError::bad_input(
            "Результаты бывают по региону, зоне, муниципальному образованию, организации",
            "Results are of a region, a zone, a municipality or an organisation",
        ));
    }
    let regions = of(RegionId::PREFIX);
    if !regions.is_empty() {
        for row in rows::<region::Entity>(cx, &regions, day).await? {
            found.insert(row.id.into(), Spot::region(row.id));
        }
    }
    let zones = of(ZoneId::PREFIX);
    if !zones.is_empty() {
        for row in rows::<zone::Entity>(cx, &zones, day).await? {
            found.insert(row.id.into(), Spot::zone(row.id, row.region_id));
        }
    }
    let municipalities = of(MunicipalityId::PREFIX);
    if !municipalities.is_empty() {
        for row in rows::<municipality::Entity>(cx, &municipalities, day).await? {
            found.insert(row.id.into(), Spot::municipality(row.id, row.region_id));
        }
    }
    let organisations = of(OrganisationId::PREFIX);
    if !organisations.is_empty() {
        for row in rows::<organisation::Entity>(cx, &organisations, day).await? {
            found.insert(row.id.into(), Spot::organisation(&row));
        }
    }
    Ok(ids.iter().filter_map(|id| found.remove(&id.uuid)).collect())
}

async fn rows<E: Stored>(cx: &Cx, ids: &[Uuid], day: NaiveDate) -> Result<Vec<E::Model>, AppError> {
    by_ids(&cx.db, E::visible(&cx.scope(E::KIND), day), ids).await
}

/// What lies in a node at a level on a day.
async fn children(cx: &Cx, parent: &Spot, level: Level, day: NaiveDate) -> Result<(Vec<Spot>, Map), AppError> {
    if level <= parent.node.level {
        return Err(AppError::bad_input("childrenAt: уровень ниже узла", "childrenAt: a level below the node"));
    }
    let region = parent.node.region;
    let map = Map::load(&cx.db, region.map(|region| BTreeSet::from([region])).as_ref()).await?;
    let spots = match level {
        Level::Federation => Vec::new(),
        Level::Region => {
            let select = region::Entity::visible(&cx.scope(Kind::Region), day).filter(valid_on(region::Entity, day));
            let mut rows = select.all(&cx.db).await?;
            rows.sort_by(|a, b| a.code.cmp(&b.code).then(a.id.cmp(&b.id)));
            rows.iter().map(|row| Spot::region(row.id)).collect()
        }
        Level::Zone => {
            let mut select = zone::Entity::visible(&cx.scope(Kind::Zone), day).filter(valid_on(zone::Entity, day));
            if let Some(region) = region {
                select = select.filter(Expr::col((zone::Entity, zone::Column::RegionId)).eq(region));
            }
            let mut rows = select.all(&cx.db).await?;
            rows.sort_by(|a, b| a.sort_key.cmp(&b.sort_key).then(a.id.cmp(&b.id)));
            rows.iter().map(|row| Spot::zone(row.id, row.region_id)).collect()
        }
        Level::Municipality => towns(&map, parent, day),
        Level::Organisation => organisations(cx, &map, parent, day).await?,
    };
    Ok((spots, map))
}

/// The municipalities of a node on a day, region by region.
fn towns(map: &Map, parent: &Spot, day: NaiveDate) -> Vec<Spot> {
    match (parent.node.level, parent.node.region, parent.node.zone) {
        (Level::Zone, Some(region), Some(zone)) => {
            map.of_zone(region, zone, day).into_iter().map(|id| Spot::municipality(id, region)).collect()
        }
        (_, Some(region), _) => {
            map.of_region(region, day).into_iter().map(|id| Spot::municipality(id, region)).collect()
        }
        _ => map
            .regions()
            .flat_map(|region| map.of_region(region, day).into_iter().map(move |id| Spot::municipality(id, region)))
            .collect(),
    }
}

/// The organisations of a node on a day that the viewer sees, by name.
async fn organisations(cx: &Cx, map: &Map, parent: &Spot, day: NaiveDate) -> Result<Vec<Spot>, AppError> {
    let column = |column: organisation::Column| Expr::col((organisation::Entity, column));
    let mut select = organisation::Entity::visible(&cx.scope(Kind::Organisation), day)
        .filter(valid_on(organisation::Entity, day))
        .filter(column(organisation::Column::DuplicateOfId).is_null())
        .limit(u64::try_from(MOST + 1).unwrap_or_default());
    select = match (parent.node.level, parent.node.region, parent.node.municipality) {
        (Level::Municipality, _, Some(id)) => select.filter(column(organisation::Column::MunicipalityId).eq(id)),
        (Level::Zone, ..) => {
            let ids = towns(map, parent, day).into_iter().map(|spot| spot.id);
            select.filter(column(organisation::Column::MunicipalityId).is_in(ids))
        }
        (_, Some(region), _) => select.filter(column(organisation::Column::RegionId).eq(region)),
        _ => select,
    };
    let mut rows = select.all(&cx.db).await?;
    if rows.len() > MOST {
        return Err(too_many());
    }
    rows.sort_by(|a, b| a.sort_key.cmp(&b.sort_key).then(a.id.cmp(&b.id)));
    Ok(rows.iter().map(Spot::organisation).collect())
}
