//! What of the figures below a territory a viewer counts: everything past draft, or what is accepted, or a mixture.

use std::collections::BTreeMap;

use entity::{
    ids::{MunicipalityId, OrganisationId, RegionId},
    shared::{Level, Visibility},
};

use super::{
    map::Map,
    nodes::Spot,
    query::{self, Leaf},
};
use crate::{
    access::{Kind, Node, Right, Scope},
    db::change::Place,
    service::Cx,
};

/// How far the right to count reaches below a territory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Over all of it.
    All,
    /// Over a part: figures are added one by one.
    Part,
    /// Nowhere: what is accepted counts.
    Nothing,
}

/// The rights of a viewer on figures.
#[derive(Clone, Debug)]
pub struct Rights {
    scope: Scope,
    /// Organisations in which figures count, by municipality.
    organisations: BTreeMap<MunicipalityId, Vec<OrganisationId>>,
}

fn past_draft(place: Place) -> Place {
    Place { visibility: Visibility::Submitted, ..place }
}

impl Rights {
    /// Of whoever asks.
    pub fn of(cx: &Cx) -> Self {
        let mut organisations: BTreeMap<MunicipalityId, Vec<OrganisationId>> = BTreeMap::new();
        let nodes = cx.viewer.nodes_with(Right::Read, Kind::Value);
        for node in nodes.chain(cx.viewer.nodes_with(Right::Aggregate, Kind::Value)) {
            if let Node::Organisation { organisation, municipality: Some(municipality), .. } = node {
                organisations.entry(*municipality).or_default().push(*organisation);
            }
        }
        Self { scope: cx.scope(Kind::Value), organisations }
    }

    /// Whether the viewer reads what is past draft about a node.
    pub fn reads(&self, spot: &Spot) -> bool {
        let zone = spot.node.zone.is_some_and(|zone| self.scope.zones().contains(&zone));
        zone || self.scope.is_within(&spot.place())
    }

    /// Whether the viewer reads what is past draft about the organisation of a figure.
    pub fn reads_leaf(&self, leaf: &Leaf) -> bool {
        let place = Place {
            region: leaf.region,
            municipality: leaf.municipality,
            organisation: leaf.organisation,
            level: Level::Organisation,
            ..Place::federal()
        };
        self.scope.is_within(&past_draft(place))
    }

    /// Whether figures about a municipality count past draft.
    pub fn counts_town(&self, region: RegionId, id: MunicipalityId) -> bool {
        self.scope.counts_all_of(&past_draft(Place::municipality(region, id)))
    }

    /// Whether figures about an organisation count past draft.
    pub fn counts_organisation(
        &self,
        region: Option<RegionId>,
        municipality: Option<MunicipalityId>,
        id: OrganisationId,
    ) -> bool {
        let place =
            Place { region, municipality, organisation: Some(id), level: Level::Organisation, ..Place::federal() };
        self.scope.counts_all_of(&past_draft(place))
    }

    /// How far it reaches over the municipalities of a region.
    pub fn over_region(&self, map: &Map, region: RegionId) -> Reach {
        if self.scope.counts_all_of(&past_draft(Place::region(region))) {
            Reach::All
        } else if map.ever(region).any(|(id, _)| self.counts_town(region, id)) {
            Reach::Part
        } else {
            Reach::Nothing
        }
    }

    /// How far it reaches over the organisations of a municipality.
    pub fn over_town(&self, region: RegionId, id: MunicipalityId) -> Reach {
        if self.counts_town(region, id) {
            Reach::All
        } else if self.organisations.contains_key(&id) {
            Reach::Part
        } else {
            Reach::Nothing
        }
    }
}

/// The state of figures that count for someone, of the state that is asked for.
pub fn state(submitted: bool, counts: bool) -> i16 {
    if submitted && counts { query::SUBMITTED } else { query::ACCEPTED }
}
