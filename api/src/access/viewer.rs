//! The viewer: who asks, and the grants in force today. Built once per request, before the schema runs.

use std::collections::BTreeSet;

use entity::{
    ids::{GrantId, MunicipalityId, OrganisationId, RegionId, UserId, ZoneId},
    shared::Level,
};

use uuid::Uuid;

use super::{Kind, NodeRef, Right, Role, Scope, grantable, rights};
use crate::db::change::Place;

/// A node of the network that a grant speaks of, with what it expands to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// The whole country.
    Federation,
    /// A region.
    Region(RegionId),
    /// A zone, expanded to its municipalities of today.
    Zone {
        /// The zone.
        zone: ZoneId,
        /// Its region.
        region: RegionId,
        /// Its municipalities.
        municipalities: BTreeSet<MunicipalityId>,
    },
    /// A municipality, with the predecessors whose records it inherits.
    Municipality {
        /// The municipality.
        municipality: MunicipalityId,
        /// Its region.
        region: RegionId,
        /// Itself and those that it succeeded.
        lineage: BTreeSet<MunicipalityId>,
    },
    /// An organisation.
    Organisation {
        /// The organisation.
        organisation: OrganisationId,
        /// Its municipality.
        municipality: Option<MunicipalityId>,
        /// Its region; none of a federal one.
        region: Option<RegionId>,
    },
}

impl Node {
    /// Its level.
    pub fn level(&self) -> Level {
        match self {
            Self::Federation => Level::Federation,
            Self::Region(_) => Level::Region,
            Self::Zone { .. } => Level::Zone,
            Self::Municipality { .. } => Level::Municipality,
            Self::Organisation { .. } => Level::Organisation,
        }
    }

    /// Whether a place lies in its subtree.
    pub fn covers(&self, place: &Place) -> bool {
        match self {
            Self::Federation => true,
            Self::Region(region) => place.region == Some(*region),
            Self::Zone { municipalities, .. } => place.municipality.is_some_and(|id| municipalities.contains(&id)),
            Self::Municipality { lineage, .. } => place.municipality.is_some_and(|id| lineage.contains(&id)),
            Self::Organisation { organisation, .. } => place.organisation == Some(*organisation),
        }
    }

    /// The place of the node itself: who may grant rights on it is decided there.
    pub fn place(&self) -> Place {
        match self {
            Self::Federation => Place::federal(),
            Self::Region(region) => Place::region(*region),
            // A zone lies in the region; whoever covers one of its municipalities does not cover the zone.
            Self::Zone { region, .. } => Place { level: Level::Zone, ..Place::region(*region) },
            Self::Municipality { municipality, region, .. } => Place::municipality(*region, *municipality),
            Self::Organisation { organisation, municipality, region } => Place {
                municipality: *municipality,
                organisation: Some(*organisation),
                level: Level::Organisation,
                region: *region,
                ..Place::federal()
            },
        }
    }
}

/// A grant in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActiveGrant {
    /// The stored grant.
    pub id: GrantId,
    /// What as.
    pub role: Role,
    /// Where.
    pub node: Node,
    /// In place of someone else: whoever stands in does not appoint.
    pub delegated: bool,
}

/// An account that has signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The user.
    pub id: UserId,
    /// The sign-in name.
    pub email: String,
    /// Position, as shown to others.
    pub name: String,
    /// The session of the token; none of a token of the command line.
    pub session: Option<Uuid>,
    /// Signed in with a password that was printed: until another is chosen the account has no rights.
    pub must_change_password: bool,
}

/// Who asks.
#[derive(Clone, Debug, Default)]
pub struct Viewer {
    /// Nobody: the public.
    pub account: Option<Account>,
    /// In force today.
    pub grants: Vec<ActiveGrant>,
    /// The service itself: demonstration data, maintenance. Never built from a request.
    system: bool,
}

impl Viewer {
    /// The public.
    pub fn public() -> Self {
        Self::default()
    }

    /// A person with grants.
    pub fn person(account: Account, grants: Vec<ActiveGrant>) -> Self {
        Self { account: Some(account), grants, system: false }
    }

    /// The service itself.
    pub(crate) fn system() -> Self {
        Self { system: true, ..Self::default() }
    }

    /// Whether it is the service itself.
    pub fn is_system(&self) -> bool {
        self.system
    }

    /// Whether there is a token.
    pub fn is_signed_in(&self) -> bool {
        self.account.is_some()
    }

    /// The nodes on which a right on a kind is granted.
    pub fn nodes_with(&self, right: Right, kind: Kind) -> impl Iterator<Item = &Node> {
        self.grants.iter().filter(move |grant| rights(grant.role, kind).contains(&right)).map(|grant| &grant.node)
    }

    /// Whether a right on a kind reaches a place. Reading reaches the subtree; what changes something also needs
    /// the row to be kept at the node's level or below.
    pub fn can(&self, right: Right, kind: Kind, place: &Place) -> bool {
        if self.system {
            return true;
        }
        self.nodes_with(right, kind).any(|node| {
            node.covers(place) && (matches!(right, Right::Read | Right::Aggregate) || node.level() <= place.level)
        })
    }

    /// The level at which a right on a kind reaches a place: of the nearest node with it.
    pub fn nearest_level(&self, right: Right, kind: Kind, place: &Place) -> Option<Level> {
        self.nodes_with(right, kind).filter(|node| node.covers(place)).map(Node::level).max()
    }

    /// Whether a right on a kind is held anywhere.
    pub fn can_somewhere(&self, right: Right, kind: Kind) -> bool {
        self.system || self.nodes_with(right, kind).next().is_some()
    }

    /// Whether a grant at the level of a place signs there for what others enter: its role signs and does not write.
    pub fn signs_for_others(&self, kind: Kind, place: &Place) -> bool {
        self.signing(kind).any(|node| node.level() == place.level && node.covers(place))
    }

    /// Whether a grant anywhere does.
    pub fn signs_for_others_somewhere(&self, kind: Kind) -> bool {
        self.signing(kind).next().is_some()
    }

    fn signing(&self, kind: Kind) -> impl Iterator<Item = &Node> {
        let signs = move |grant: &&ActiveGrant| {
            let of = rights(grant.role, kind);
            of.contains(&Right::Sign) && !of.contains(&Right::Write)
        };
        self.grants.iter().filter(signs).map(|grant| &grant.node)
    }

    /// Whether a role on a node may be granted: by a grant of one's own, inside its node, to a role below or equal.
    pub fn may_grant(&self, role: Role, node: &NodeRef) -> bool {
        self.system || self.granting().any(|grant| grantable(grant.role).contains(&role) && grant.node.holds(node))
    }

    /// Whether any role may be granted on a node.
    pub fn may_grant_on(&self, node: &NodeRef) -> bool {
        self.system || self.granting().any(|grant| grant.node.holds(node))
    }

    /// Whether any role may be granted anywhere.
    pub fn may_grant_somewhere(&self) -> bool {
        self.system || self.granting().next().is_some()
    }

    fn granting(&self) -> impl Iterator<Item = &ActiveGrant> {
        let appoints = |grant: &&ActiveGrant| rights(grant.role, Kind::Grant).contains(&Right::Approve);
        self.grants.iter().filter(appoints).filter(|grant| !grant.delegated)
    }

    /// The account, or none without a token.
    pub fn user(&self) -> Option<UserId> {
        self.account.as_ref().map(|account| account.id)
    }

    /// What the viewer may read of a kind.
    pub fn scope(&self, kind: Kind) -> Scope {
        Scope::of(self, kind)
    }
}
