//! [`Scope`]: what a viewer may read of a kind, as a condition on the scope columns. No query is built without one.
//!
//! A row is visible when it is public, or past draft inside a node with the right to read, or a draft kept at the
//! level of a node with the right to write. The same rule in memory is [`Scope::sees`].

use std::collections::BTreeSet;

use entity::{
    ids::{MunicipalityId, OrganisationId, RegionId, UserId, ZoneId},
    shared::{Level, Visibility},
};
use sea_orm::{
    Condition,
    sea_query::{DynIden, Expr, ExprTrait, IntoIden, SimpleExpr},
};
use uuid::Uuid;

use super::{Kind, Right, Viewer, viewer::Node};
use crate::db::change::{Place, level_number};

/// A set of places: the nodes of some grants, flattened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Reach {
    everywhere: bool,
    regions: BTreeSet<RegionId>,
    municipalities: BTreeSet<MunicipalityId>,
    organisations: BTreeSet<OrganisationId>,
}

impl Reach {
    fn of<'a>(nodes: impl Iterator<Item = &'a Node>) -> Self {
        let mut reach = Self::default();
        for node in nodes {
            match node {
                Node::Federation => reach.everywhere = true,
                Node::Region(region) => {
                    reach.regions.insert(*region);
                }
                Node::Zone { municipalities, .. } => reach.municipalities.extend(municipalities),
                Node::Municipality { lineage, .. } => reach.municipalities.extend(lineage),
                Node::Organisation { organisation, .. } => {
                    reach.organisations.insert(*organisation);
                }
            }
        }
        reach
    }

    fn is_empty(&self) -> bool {
        !self.everywhere && self.regions.is_empty() && self.municipalities.is_empty() && self.organisations.is_empty()
    }

    fn holds(&self, place: &Place) -> bool {
        self.everywhere
            || place.region.is_some_and(|id| self.regions.contains(&id))
            || place.municipality.is_some_and(|id| self.municipalities.contains(&id))
            || place.organisation.is_some_and(|id| self.organisations.contains(&id))
    }

    fn condition(&self, columns: &Columns) -> Condition {
        let mut any = Condition::any();
        if self.everywhere {
            return any.add(Expr::val(1).eq(1));
        }
        if !self.regions.is_empty() {
            any = any.add(columns.expr("region_id").is_in(self.regions.iter().map(|id| Uuid::from(*id))));
        }
        if !self.municipalities.is_empty() {
            any = any.add(columns.expr("municipality_id").is_in(self.municipalities.iter().map(|id| Uuid::from(*id))));
        }
        if !self.organisations.is_empty() {
            any = any.add(columns.expr("organisation_id").is_in(self.organisations.iter().map(|id| Uuid::from(*id))));
        }
        any
    }
}

/// The table whose scope columns are meant: `region_id`, `municipality_id`, `organisation_id`, `visibility`, `level`.
#[derive(Clone, Debug)]
pub struct Columns {
    table: DynIden,
    organisation: &'static str,
    side: Option<Side>,
}

/// A change row holds two places: where its object stood before, and where it stands since.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Before the change; nowhere when it began to exist.
    Before,
    /// Since the change; nowhere when it was removed.
    After,
}

impl Columns {
    /// The columns of a table or an alias.
    pub fn of(table: impl IntoIden) -> Self {
        Self { table: table.into_iden(), organisation: "organisation_id", side: None }
    }

    /// One of the two places of a change row.
    pub fn of_change(table: impl IntoIden, side: Side) -> Self {
        Self { side: Some(side), ..Self::of(table) }
    }

    /// The same, where another column names the organisation (an organisation's own table: `id`).
    pub fn organisation(mut self, column: &'static str) -> Self {
        self.organisation = column;
        self
    }

    /// A column of the place.
    pub fn expr(&self, column: &'static str) -> Expr {
        let column = match (self.side, column) {
            (None, "organisation_id") => self.organisation,
            (None, column) => column,
            (Some(Side::Before), "region_id") => "region_before",
            (Some(Side::Before), "municipality_id") => "municipality_before",
            (Some(Side::Before), "organisation_id") => "organisation_before",
            (Some(Side::Before), "visibility") => "visibility_before",
            (Some(Side::Before), _) => "draft_level_before",
            (Some(Side::After), "region_id") => "region_after",
            (Some(Side::After), "municipality_id") => "municipality_after",
            (Some(Side::After), "organisation_id") => "organisation_after",
            (Some(Side::After), "visibility") => "visibility_after",
            (Some(Side::After), _) => "draft_level_after",
        };
        Expr::col((self.table.clone(), column))
    }

    /// Whether the row is kept at one of some levels: change rows number them.
    pub fn kept_at(&self, levels: impl IntoIterator<Item = Level>) -> SimpleExpr {
        let level = self.expr("level");
        match self.side {
            None => level.is_in(levels),
            Some(_) => level.is_in(levels.into_iter().map(level_number)),
        }
    }
}

const LEVELS: [Level; 5] = [Level::Federation, Level::Region, Level::Zone, Level::Municipality, Level::Organisation];

/// What a viewer may read of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    system: bool,
    read: Reach,
    count: Reach,
    drafts: Vec<(Level, Reach)>,
    decides: Vec<(Level, Reach)>,
    zones: BTreeSet<ZoneId>,
    draft_zones: BTreeSet<ZoneId>,
    own: Option<UserId>,
}

impl Scope {
    /// The scope of a viewer.
    pub fn of(viewer: &Viewer, kind: Kind) -> Self {
        let by_level = |right: Right| {
            LEVELS
                .into_iter()
                .map(|level| {
                    let nodes = viewer.nodes_with(right, kind).filter(move |node| node.level() == level);
                    (level, Reach::of(nodes))
                })
                .filter(|(_, reach)| !reach.is_empty())
                .collect()
        };
        let zone = |node: &Node| if let Node::Zone { zone, .. } = node { Some(*zone) } else { None };
        let count = viewer.nodes_with(Right::Read, kind).chain(viewer.nodes_with(Right::Aggregate, kind));
        Self {
            system: viewer.is_system(),
            read: Reach::of(viewer.nodes_with(Right::Read, kind)),
            count: Reach::of(count),
            drafts: by_level(Right::Write),
            decides: by_level(Right::Approve),
            zones: viewer.nodes_with(Right::Read, kind).filter_map(zone).collect(),
            draft_zones: viewer.nodes_with(Right::Write, kind).filter_map(zone).collect(),
            own: viewer.user(),
        }
    }

    /// The account of the viewer: what is one's own is seen without a grant, where a kind knows such.
    pub fn own(&self) -> Option<UserId> {
        self.own
    }

    /// The zones on which the right to read is granted, for rows that stand on a zone itself.
    pub fn zones(&self) -> &BTreeSet<ZoneId> {
        &self.zones
    }

    /// The zones on which the right to write is granted: drafts of the zones themselves are kept there.
    pub fn draft_zones(&self) -> &BTreeSet<ZoneId> {
        &self.draft_zones
    }

    /// Whether it is the service itself that reads.
    pub fn is_system(&self) -> bool {
        self.system
    }

    /// The rows of a table at whose places the viewer decides: kept at the level of such a node or below. For what is
    /// handed in there from elsewhere.
    pub fn decided(&self, columns: &Columns) -> Condition {
        if self.system {
            return Condition::all();
        }
        self.decides.iter().fold(Condition::any().add(Expr::val(1).eq(0)), |any, (level, reach)| {
            let below = LEVELS.into_iter().filter(|kept| kept >= level);
            any.add(Condition::all().add(columns.kept_at(below)).add(reach.condition(columns)))
        })
    }

    /// The rows inside the nodes with the right to read, whatever their visibility: of a table in which nothing is
    /// public, of what a partial right hides from others, of parties through which a row is reached.
    #[must_use]
    pub fn within(&self, columns: &Columns) -> Condition {
        if self.system { Condition::all() } else { self.read.condition(columns) }
    }

    /// Whether a row at a place is visible.
    pub fn sees(&self, place: &Place) -> bool {
        self.system || self.admits(place, &self.read)
    }

    /// Whether a row at a place is counted in aggregates.
    pub fn counts(&self, place: &Place) -> bool {
        self.system || self.admits(place, &self.count)
    }

    fn admits(&self, place: &Place, past_draft: &Reach) -> bool {
        match place.visibility {
            Visibility::Public => true,
            Visibility::Submitted => past_draft.holds(place),
            Visibility::Draft => self.drafts.iter().any(|(level, reach)| *level == place.level && reach.holds(place)),
        }
    }

    /// The rows that are visible.
    pub fn visible(&self, columns: &Columns) -> Condition {
        self.rows(columns, &self.read)
    }

    /// The rows that count in aggregates.
    pub fn countable(&self, columns: &Columns) -> Condition {
        self.rows(columns, &self.count)
    }

    fn rows(&self, columns: &Columns, past_draft: &Reach) -> Condition {
        if self.system {
            return Condition::all();
        }
        let visibility = || columns.expr("visibility");
        let mut any = Condition::any().add(visibility().eq(Visibility::Public));
        if !past_draft.is_empty() {
            any = any
                .add(Condition::all().add(visibility().eq(Visibility::Submitted)).add(past_draft.condition(columns)));
        }
        for (level, reach) in &self.drafts {
            any = any.add(
                Condition::all()
                    .add(visibility().eq(Visibility::Draft))
                    .add(columns.kept_at([*level]))
                    .add(reach.condition(columns)),
            );
        }
        any
    }

    /// The same as [`Scope::within`] in memory.
    pub fn is_within(&self, place: &Place) -> bool {
        self.system || self.read.holds(place)
    }

    /// Places inside the nodes with the right to read or to count.
    pub fn countable_within(&self, columns: &Columns) -> Condition {
        if self.system { Condition::all() } else { self.count.condition(columns) }
    }

    /// Whether nothing beyond what is public can be read.
    pub fn reads_nothing(&self) -> bool {
        !self.system && self.read.is_empty()
    }

    /// Whether every row past draft of a place's subtree counts: then the tallies answer for submitted rows too.
    pub fn counts_all_of(&self, place: &Place) -> bool {
        self.system || self.count.holds(place)
    }

    /// The municipalities, regions and organisations that carry a right below a place are counted on the fly.
    pub fn is_public_only(&self) -> bool {
        !self.system && self.count.is_empty() && self.drafts.is_empty()
    }
}
