//! The subjects that rows name, one statement for each kind of node.

use std::collections::{BTreeMap, BTreeSet};

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
    error::AppError,
    period::Period,
    service::{
        list::{Stored, by_ids},
        organisation::query::STORED,
    },
};

/// A node with the days between which it exists.
#[derive(Clone, Copy, Debug)]
pub struct Subject {
    /// The node.
    pub node: NodeRef,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
}

impl Subject {
    /// The federation.
    pub fn federation() -> Self {
        Self { node: NodeRef::federation(), from: None, to: None }
    }

    /// Whether it exists on any day of a period.
    pub fn exists_in(&self, period: &Period) -> bool {
        self.from.is_none_or(|from| from <= period.to()) && self.to.is_none_or(|to| to >= period.from())
    }
}

/// The nodes of some ids, those that the viewer sees; the map is public, an organisation may be hidden.
pub async fn load(
    db: &impl ConnectionTrait,
    viewer: &Viewer,
    ids: &BTreeSet<(&'static str, Uuid)>,
) -> Result<BTreeMap<(&'static str, Uuid), Subject>, AppError> {
    let of = |prefix: &str| -> Vec<Uuid> { ids.iter().filter(|(of, _)| *of == prefix).map(|(_, id)| *id).collect() };
    let mut found = BTreeMap::new();
    let regions = of(RegionId::PREFIX);
    if !regions.is_empty() {
        for row in by_ids(db, region::Entity::visible(&viewer.scope(region::Entity::KIND), STORED), &regions).await? {
            let subject = Subject { node: NodeRef::region(row.id), from: row.valid_from, to: row.valid_to };
            found.insert((RegionId::PREFIX, row.id.into()), subject);
        }
    }
    let zones = of(ZoneId::PREFIX);
    if !zones.is_empty() {
        for row in by_ids(db, zone::Entity::visible(&viewer.scope(zone::Entity::KIND), STORED), &zones).await? {
            let node = NodeRef { level: Level::Zone, zone: Some(row.id), ..NodeRef::region(row.region_id) };
            found.insert((ZoneId::PREFIX, row.id.into()), Subject { node, from: row.valid_from, to: row.valid_to });
        }
    }
    let towns = of(MunicipalityId::PREFIX);
    if !towns.is_empty() {
        let visible = municipality::Entity::visible(&viewer.scope(municipality::Entity::KIND), STORED);
        for row in by_ids(db, visible, &towns).await? {
            let region = NodeRef::region(row.region_id);
            let node = NodeRef { level: Level::Municipality, municipality: Some(row.id), ..region };
            let subject = Subject { node, from: row.valid_from, to: row.valid_to };
            found.insert((MunicipalityId::PREFIX, row.id.into()), subject);
        }
    }
    let organisations = of(OrganisationId::PREFIX);
    if !organisations.is_empty() {
        let visible = organisation::Entity::visible(&viewer.scope(organisation::Entity::KIND), STORED);
        for row in by_ids(db, visible, &organisations).await? {
            let node = NodeRef {
                level: Level::Organisation,
                region: row.region_id,
                zone: None,
                municipality: row.municipality_id,
                organisation: Some(row.id),
            };
            let subject = Subject { node, from: row.valid_from, to: row.valid_to };
            found.insert((OrganisationId::PREFIX, row.id.into()), subject);
        }
    }
    Ok(found)
}

/// The key of an id in a map of subjects.
pub fn key(id: AnyId) -> (&'static str, Uuid) {
    (id.prefix, id.uuid)
}
