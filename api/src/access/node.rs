//! [`NodeRef`]: a node of the network as a grant stores it, before it is expanded to what lies in it.

use entity::{
    ids::{MunicipalityId, OrganisationId, RegionId, ZoneId},
    role_grant,
    shared::{Level, Visibility},
    user_account,
};

use super::Node;
use crate::db::change::Place;

/// A node: its level, its own id in the column of the level, and where it lies in the columns above.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NodeRef {
    /// Its level.
    pub level: Level,
    /// Its region; none for the federation.
    pub region: Option<RegionId>,
    /// Itself, where it is a zone.
    pub zone: Option<ZoneId>,
    /// Itself, or the municipality of an organisation.
    pub municipality: Option<MunicipalityId>,
    /// Itself, where it is an organisation.
    pub organisation: Option<OrganisationId>,
}

impl NodeRef {
    /// The whole country.
    pub fn federation() -> Self {
        Self { level: Level::Federation, region: None, zone: None, municipality: None, organisation: None }
    }

    /// A region.
    pub fn region(region: RegionId) -> Self {
        Self { level: Level::Region, region: Some(region), ..Self::federation() }
    }

    /// The node of a grant.
    pub fn of_grant(grant: &role_grant::Model) -> Self {
        Self {
            level: grant.level,
            region: grant.region_id,
            zone: grant.zone_id,
            municipality: grant.municipality_id,
            organisation: grant.organisation_id,
        }
    }

    /// Where an account was opened; a zone is remembered as its region.
    pub fn of_home(user: &user_account::Model) -> Self {
        let level = if user.level == Level::Zone { Level::Region } else { user.level };
        Self {
            level,
            region: user.region_id,
            zone: None,
            municipality: user.municipality_id,
            organisation: user.organisation_id,
        }
    }

    /// Where rows about accounts and grants of the node stand. They are never public.
    pub fn place(&self) -> Place {
        Place {
            region: self.region,
            municipality: self.municipality,
            organisation: self.organisation,
            visibility: Visibility::Submitted,
            level: self.level,
        }
    }
}

impl Node {
    /// Whether a node is this one, or lies in it.
    pub fn holds(&self, other: &NodeRef) -> bool {
        match self {
            Self::Federation => true,
            Self::Region(region) => other.region == Some(*region),
            Self::Zone { zone, .. } if other.level == Level::Zone => other.zone == Some(*zone),
            Self::Zone { municipalities, .. } => other.municipality.is_some_and(|id| municipalities.contains(&id)),
            Self::Municipality { lineage, .. } => other.municipality.is_some_and(|id| lineage.contains(&id)),
            Self::Organisation { organisation, .. } => other.organisation == Some(*organisation),
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn id<T: From<Uuid>>(number: u128) -> T {
        Uuid::from_u128(number).into()
    }

    fn municipality(number: u128) -> NodeRef {
        NodeRef { level: Level::Municipality, municipality: Some(id(number)), ..NodeRef::region(id(1)) }
    }

    #[test]
    fn a_node_holds_itself_and_what_lies_in_it() {
        let zone = Node::Zone { zone: id(5), region: id(1), municipalities: [id(10), id(11)].into() };
        let own = NodeRef { level: Level::Zone, zone: Some(id(5)), ..NodeRef::region(id(1)) };
        assert!(zone.holds(&own) && zone.holds(&municipality(10)));
        assert!(!zone.holds(&NodeRef { zone: Some(id(6)), ..own }));
        assert!(!zone.holds(&municipality(12)) && !zone.holds(&NodeRef::region(id(1))));
        let region = Node::Region(id(1));
        assert!(region.holds(&own) && region.holds(&municipality(12)) && !region.holds(&NodeRef::federation()));
        assert!(!region.holds(&NodeRef::region(id(2))));
        let lineage = Node::Municipality { municipality: id(10), region: id(1), lineage: [id(10), id(9)].into() };
        assert!(lineage.holds(&municipality(9)) && !lineage.holds(&municipality(11)) && !lineage.holds(&own));
    }
}
