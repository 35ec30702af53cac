//! Naming a node of the network: by its typed id, or by its natural key as the command line takes it.

use entity::{
    ids::{AnyId, MunicipalityId, OrganisationId, RegionId, TypedId, ZoneId},
    municipality, region,
    shared::Level,
    zone,
};
use sea_orm::{ConnectionTrait, QueryResult, Value};

use crate::{
    access::{Kind, NodeRef},
    db::{change::Place, sql::bind},
    error::{AppError, Failure, UserError},
    service::{Cx, list::visible_row, territory},
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
        OrganisationId::PREFIX => organisation(cx, db, "id = ?", vec![id.uuid.into()]).await?,
        _ => None,
    };
    node.ok_or_else(|| UserError::unknown(path).into())
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
        Some(("organisation", key)) => match key.split_once('/') {
            Some((inn, kpp)) => organisation(cx, db, "inn = ? AND kpp = ?", vec![inn.into(), kpp.into()]).await?,
            None => organisation(cx, db, "inn = ? AND head_organisation_id IS NULL", vec![key.into()]).await?,
        },
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

/// The one organisation that fits and that the viewer may see; branches of one ИНН are named with their КПП.
async fn organisation(
    cx: &Cx,
    db: &impl ConnectionTrait,
    condition: &str,
    values: Vec<Value>,
) -> Result<Option<NodeRef>, AppError> {
    let sql = format!(
        "SELECT id, region_id, municipality_id, visibility, level FROM organisation \
         WHERE {condition} AND duplicate_of_id IS NULL LIMIT 2"
    );
    let rows = db.query_all_raw(bind(db.get_database_backend(), &sql, values)).await?;
    let [row] = rows.as_slice() else { return Ok(None) };
    let place = |row: &QueryResult| -> Result<Place, sea_orm::DbErr> {
        Ok(Place {
            region: row.try_get("", "region_id")?,
            municipality: row.try_get("", "municipality_id")?,
            organisation: Some(row.try_get("", "id")?),
            visibility: row.try_get("", "visibility")?,
            level: row.try_get("", "level")?,
        })
    };
    let place = place(row)?;
    if !cx.scope(Kind::Organisation).sees(&place) {
        return Ok(None);
    }
    Ok(Some(NodeRef {
        level: Level::Organisation,
        region: place.region,
        zone: None,
        municipality: place.municipality,
        organisation: place.organisation,
    }))
}
