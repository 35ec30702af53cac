//! Naming a node of the network: by its typed id, or by its natural key as the command line takes it.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use entity::{
    ids::{AnyId, MunicipalityId, OrganisationId, RegionId, TypedId, ZoneId},
    municipality, organisation, region,
    shared::Level,
    zone,
};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use crate::{
    access::{NodeRef, Viewer},
    error::{AppError, Failure, UserError},
    service::{
        Cx,
        list::{Stored, by_ids, visible_row},
        organisation::query::{STORED, by_inn},
        territory,
    },
};

/// The node of an id; none is the federation.
pub async fn of_id(cx: &Cx, db: &impl ConnectionTrait, id: Option<AnyId>, path: &str) -> Result<NodeRef, Failure> {
    let Some(id) = id else { return Ok(NodeRef::federation()) };
    let today = cx.today();
    let node = match id.prefix {
        RegionId::PREFIX => {
            visible_row::<region::Entity>(db, &cx.viewer, id.uuid, today).await?.as_ref().map(of_region)
        }
        ZoneId::PREFIX => visible_row::<zone::Entity>(db, &cx.viewer, id.uuid, today).await?.as_ref().map(of_zone),
        MunicipalityId::PREFIX => {
            visible_row::<municipality::Entity>(db, &cx.viewer, id.uuid, today).await?.as_ref().map(of_municipality)
        }
        OrganisationId::PREFIX => {
            let row = visible_row::<organisation::Entity>(db, &cx.viewer, id.uuid, STORED).await?;
            row.as_ref().and_then(of_organisation)
        }
        _ => None,
    };
    node.ok_or_else(|| UserError::unknown(path).into())
}

/// The nodes of some ids that the viewer sees, with one statement per kind.
pub async fn of_ids(
    cx: &Cx,
    db: &impl ConnectionTrait,
    ids: &HashSet<AnyId>,
) -> Result<HashMap<AnyId, NodeRef>, AppError> {
    let (viewer, today) = (&cx.viewer, cx.today());
    let of = |prefix: &str| ids.iter().filter(|id| id.prefix == prefix).map(|id| id.uuid).collect::<Vec<_>>();
    let mut nodes =
        rows::<region::Entity, RegionId>(db, viewer, today, &of(RegionId::PREFIX), |row| Some(of_region(row))).await?;
    nodes.extend(rows::<zone::Entity, ZoneId>(db, viewer, today, &of(ZoneId::PREFIX), |row| Some(of_zone(row))).await?);
    let municipalities = of(MunicipalityId::PREFIX);
    nodes.extend(
        rows::<municipality::Entity, MunicipalityId>(db, viewer, today, &municipalities, |row| {
            Some(of_municipality(row))
        })
        .await?,
    );
    let organisations = of(OrganisationId::PREFIX);
    nodes.extend(
        rows::<organisation::Entity, OrganisationId>(db, viewer, STORED, &organisations, of_organisation).await?,
    );
    Ok(nodes)
}

async fn rows<E: Stored, I: TypedId>(
    db: &impl ConnectionTrait,
    viewer: &Viewer,
    day: NaiveDate,
    ids: &[Uuid],
    node: impl Fn(&E::Model) -> Option<NodeRef>,
) -> Result<HashMap<AnyId, NodeRef>, AppError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let found = by_ids(db, E::visible(&viewer.scope(E::KIND), day), ids).await?;
    Ok(found.iter().filter_map(|row| Some((I::from(E::id(row)).any(), node(row)?))).collect())
}

/// The node of a text: `federation`, `region:23`, `zone:23/CODE`, `municipality:03608413`, `organisation:ИНН[/КПП]`,
/// or an id.
pub async fn of_text(cx: &Cx, db: &impl ConnectionTrait, text: &str, path: &str) -> Result<NodeRef, Failure> {
    let text = text.trim();
    let node = match text.split_once(':') {
        None if text == "federation" => Some(NodeRef::federation()),
        None => {
            let id: AnyId = text.parse().map_err(|_error| UserError::unknown(path))?;
            return of_id(cx, db, Some(id), path).await;
        }
        Some(("region", code)) => territory::query::region_by_code(db, code).await?.as_ref().map(of_region),
        Some(("zone", key)) => match key.split_once('/') {
            Some((region, code)) => territory::query::zone_by_code(db, region, code).await?.as_ref().map(of_zone),
            None => None,
        },
        Some(("municipality", oktmo)) => {
            territory::query::municipality_by_oktmo(db, oktmo, cx.today()).await?.as_ref().map(of_municipality)
        }
        Some(("organisation", key)) => {
            let (inn, kpp) = key.split_once('/').map_or((key, None), |(inn, kpp)| (inn, Some(kpp)));
            by_inn(cx, inn, kpp, STORED).await?.as_ref().and_then(of_organisation)
        }
        Some(_) => None,
    };
    node.ok_or_else(|| UserError::unknown(path).into())
}

fn of_region(row: &region::Model) -> NodeRef {
    NodeRef::region(row.id)
}

fn of_zone(row: &zone::Model) -> NodeRef {
    NodeRef { level: Level::Zone, zone: Some(row.id), ..NodeRef::region(row.region_id) }
}

fn of_municipality(row: &municipality::Model) -> NodeRef {
    NodeRef { level: Level::Municipality, municipality: Some(row.id), ..NodeRef::region(row.region_id) }
}

/// A duplicate is no node: grants are on the organisation that stands for it.
fn of_organisation(row: &organisation::Model) -> Option<NodeRef> {
    row.duplicate_of_id.is_none().then_some(NodeRef {
        level: Level::Organisation,
        region: row.region_id,
        zone: None,
        municipality: row.municipality_id,
        organisation: Some(row.id),
    })
}
