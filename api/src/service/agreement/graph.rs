//! The partner graph of territories: who is bound to whom on a day, by agreements in force that the viewer may read and
//! by partnerships; partners outside the territory too. Four statements for any number of territories.
//!
//! Nodes stand in the order of their names, those of the territory first; edges in the order of their nodes, then of the
//! days on which what binds them began.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use entity::{
    CodeEnum, agreement, agreement_party,
    agreement_party::PartyKind,
    ids::{AgreementId, CentreId, MunicipalityId, OrganisationId, PartnershipId, RegionId},
    partnership,
};
use sea_orm::{
    Condition, ConnectionTrait, DbErr, QueryFilter, QueryResult, QuerySelect, QueryTrait,
    sea_query::{Alias, Expr, ExprTrait, Query, SimpleExpr, UnionType},
};
use uuid::Uuid;

use super::{
    query::{self, party, party_on, readable},
    rules,
    state::{self, AgreementState},
};
use crate::{
    access::Kind,
    error::AppError,
    service::{Cx, list::Stored, partnership::query as partnerships},
    text,
};

/// Most edges of one graph; a graph of more says that it is cut.
pub const MOST_EDGES: usize = 5_000;

/// Somebody who works with somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartnerNode {
    /// Tells nodes of one graph apart.
    pub key: String,
    /// What they are.
    pub kind: PartyKind,
    /// The centre.
    pub centre: Option<CentreId>,
    /// The organisation.
    pub organisation: Option<OrganisationId>,
    /// The municipality in which they stand, or which they are.
    pub municipality: Option<MunicipalityId>,
    /// The region in which they stand.
    pub region: Option<RegionId>,
    /// What the source calls them, where they are not kept here.
    pub name: Option<String>,
    /// Whether they stand in the territory.
    pub inside: bool,
}

/// What binds two nodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bond {
    /// An agreement in force.
    Agreement(AgreementId),
    /// A partnership.
    Partnership(PartnershipId),
}

/// Two nodes and what binds them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tie {
    /// The one.
    pub from: String,
    /// The other.
    pub to: String,
    /// What binds them.
    pub bond: Bond,
}

/// The graph of one territory.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Graph {
    /// Who.
    pub nodes: Vec<PartnerNode>,
    /// With whom.
    pub ties: Vec<Tie>,
    /// There are more edges than shown.
    pub is_cut: bool,
}

/// A graph that is being gathered.
#[derive(Default)]
struct Gathered {
    nodes: BTreeMap<String, PartnerNode>,
    ties: BTreeSet<Tie>,
    is_cut: bool,
}

/// What bonds are ordered by: their first day, what they are called.
type Bonds = HashMap<Bond, (Option<NaiveDate>, String)>;

impl Gathered {
    fn bind(&mut self, territory: Uuid, from: &PartnerNode, to: &PartnerNode, bond: Bond) {
        if self.ties.len() >= MOST_EDGES {
            self.is_cut = true;
            return;
        }
        for node in [from, to] {
            let inside = [node.municipality.map(Uuid::from), node.region.map(Uuid::from)].contains(&Some(territory));
            self.nodes.entry(node.key.clone()).or_insert_with(|| PartnerNode { inside, ..node.clone() });
        }
        self.ties.insert(Tie { from: from.key.clone(), to: to.key.clone(), bond });
    }

    /// In an order that means something to a reader; ids only tell apart what is alike.
    fn arranged(self, names: &HashMap<Uuid, String>, bonds: &Bonds) -> Graph {
        let mut nodes: Vec<PartnerNode> = self.nodes.into_values().collect();
        nodes.sort_by_cached_key(|node| (!node.inside, name_of(node, names), node.kind, node.key.clone()));
        let ranks: HashMap<&str, usize> = nodes.iter().enumerate().map(|(i, node)| (node.key.as_str(), i)).collect();
        let rank = |key: &str| ranks.get(key).copied();
        // An agreement has no direction of its own.
        let turned = |tie: Tie| match tie.bond {
            Bond::Agreement(_) if rank(&tie.from) > rank(&tie.to) => Tie { from: tie.to, to: tie.from, ..tie },
            _ => tie,
        };
        let mut ties: Vec<Tie> = self.ties.into_iter().map(turned).collect();
        ties.sort_by_cached_key(|tie| (rank(&tie.from), rank(&tie.to), bonds.get(&tie.bond).cloned(), tie.bond));
        Graph { nodes, ties, is_cut: self.is_cut }
    }
}

/// The name of a node as lists sort it.
fn name_of(node: &PartnerNode, names: &HashMap<Uuid, String>) -> String {
    match (&node.name, kept(node)) {
        (Some(name), _) => text::sort_key(name),
        (None, Some(id)) => names.get(&id).cloned().unwrap_or_default(),
        (None, None) => String::new(),
    }
}

/// Which row tells the name of a node.
fn kept(node: &PartnerNode) -> Option<Uuid> {
    match node.kind {
        PartyKind::Centre => node.centre.map(Uuid::from),
        PartyKind::Organisation => node.organisation.map(Uuid::from),
        PartyKind::Municipality => node.municipality.map(Uuid::from),
        PartyKind::Outside | PartyKind::NotNamed => None,
    }
}

/// The graphs of some municipalities and regions.
pub async fn graphs(cx: &Cx, territories: &[Uuid], day: NaiveDate) -> Result<HashMap<Uuid, Graph>, AppError> {
    let mut graphs: HashMap<Uuid, Gathered> = territories.iter().map(|id| (*id, Gathered::default())).collect();
    let mut bonds = agreements_in(cx, territories, day).await?;
    let ids: Vec<AgreementId> =
        bonds.keys().filter_map(|bond| if let Bond::Agreement(id) = bond { Some(*id) } else { None }).collect();
    let mut parties: BTreeMap<AgreementId, Vec<agreement_party::Model>> = BTreeMap::new();
    if !ids.is_empty() {
        for party in query::parties(&cx.db, &ids).await? {
            parties.entry(party.agreement_id).or_default().push(party);
        }
    }
    for (id, parties) in parties {
        tokio::task::coop::consume_budget().await;
        let parties: Vec<&agreement_party::Model> = rules::on(&parties, day).collect();
        let nodes: Vec<PartnerNode> = parties.iter().map(|party| node_of(party)).collect();
        for territory in touched(&parties, territories) {
            let Some(graph) = graphs.get_mut(&territory) else { continue };
            for (i, from) in nodes.iter().enumerate() {
                for to in nodes.iter().skip(i + 1) {
                    graph.bind(territory, from, to, Bond::Agreement(id));
                }
            }
        }
    }
    for row in partnerships::touching(cx, territories, day).await? {
        let (lead, partner) = sides(&row);
        let places = [
            row.region_id.map(Uuid::from),
            row.partner_region_id.map(Uuid::from),
            row.municipality_id.map(Uuid::from),
            row.partner_municipality_id.map(Uuid::from),
        ];
        bonds.insert(Bond::Partnership(row.id), (row.valid_from, row.functions.clone().unwrap_or_default()));
        for territory in places.into_iter().flatten().collect::<BTreeSet<_>>() {
            if let Some(graph) = graphs.get_mut(&territory) {
                graph.bind(territory, &lead, &partner, Bond::Partnership(row.id));
            }
        }
    }
    let names = names(cx, graphs.values().flat_map(|graph| graph.nodes.values())).await?;
    Ok(graphs.into_iter().map(|(id, graph)| (id, graph.arranged(&names, &bonds))).collect())
}

/// The names of some nodes as lists sort them, with one statement. Only their order is shown.
async fn names(cx: &Cx, nodes: impl Iterator<Item = &PartnerNode>) -> Result<HashMap<Uuid, String>, AppError> {
    let mut kinds: BTreeMap<&str, BTreeSet<Uuid>> = BTreeMap::new();
    for node in nodes {
        let table = match node.kind {
            PartyKind::Centre => "centre",
            PartyKind::Organisation => "organisation",
            PartyKind::Municipality => "municipality",
            PartyKind::Outside | PartyKind::NotNamed => continue,
        };
        kinds.entry(table).or_default().extend(kept(node));
    }
    let parts = kinds.into_iter().map(|(table, ids)| {
        let id = Expr::col(Alias::new("id"));
        let columns = ["id", "sort_key"].map(Alias::new);
        Query::select().columns(columns).from(Alias::new(table)).and_where(id.is_in(ids)).take()
    });
    let all = parts.reduce(|mut all, part| all.union(UnionType::All, part).take());
    let Some(all) = all else { return Ok(HashMap::new()) };
    let rows = cx.db.query_all(&all).await?;
    Ok(rows
        .iter()
        .map(|row| Ok((row.try_get("", "id")?, row.try_get("", "sort_key")?)))
        .collect::<Result<_, DbErr>>()?)
}

/// Agreements in force with a party in the territories, as far as the viewer reads them in full.
async fn agreements_in(cx: &Cx, territories: &[Uuid], day: NaiveDate) -> Result<Bonds, AppError> {
    let scope = cx.scope(Kind::Agreement);
    let here = Condition::any()
        .add(party("region_id").is_in(territories.iter().copied()))
        .add(party("municipality_id").is_in(territories.iter().copied()));
    let column = |column| Expr::col((agreement::Entity, column));
    let statement = agreement::Entity::visible(&scope, day)
        .filter(readable(&scope))
        .filter(state::state_expr(day).eq(SimpleExpr::Constant(AgreementState::InForce.code().into())))
        .filter(query::exists_party(party_on(day).add(here)))
        .select_only()
        .expr_as(column(agreement::Column::Id), "id")
        .expr_as(column(agreement::Column::ValidFrom), "since")
        .expr_as(column(agreement::Column::SortKey), "called")
        .into_query();
    let rows = cx.db.query_all(&statement).await?;
    let bond = |row: &QueryResult| {
        let id = Bond::Agreement(row.try_get("", "id")?);
        Ok((id, (row.try_get("", "since")?, row.try_get("", "called")?)))
    };
    Ok(rows.iter().map(bond).collect::<Result<_, DbErr>>()?)
}

/// The territories in which some parties stand.
fn touched(parties: &[&agreement_party::Model], territories: &[Uuid]) -> BTreeSet<Uuid> {
    parties
        .iter()
        .flat_map(|party| [party.municipality_id.map(Uuid::from), party.region_id.map(Uuid::from)])
        .flatten()
        .filter(|id| territories.contains(id))
        .collect()
}

fn node_of(party: &agreement_party::Model) -> PartnerNode {
    let alone = format!("{}:{}", party.agreement_id, party.position);
    node(
        (party.kind, party.centre_id, party.organisation_id),
        (party.municipality_id, party.region_id),
        party.name.as_deref(),
        alone,
    )
}

fn sides(row: &partnership::Model) -> (PartnerNode, PartnerNode) {
    let lead = node(
        (row.lead_kind, row.lead_centre_id, row.organisation_id),
        (row.municipality_id, row.region_id),
        None,
        row.id.to_string(),
    );
    let partner = node(
        (row.partner_kind, None, row.partner_organisation_id),
        (row.partner_municipality_id, row.partner_region_id),
        row.partner_name.as_deref(),
        row.id.to_string(),
    );
    (lead, partner)
}

/// A node; somebody whom the source does not name is nobody else.
fn node(
    (kind, centre, organisation): (PartyKind, Option<CentreId>, Option<OrganisationId>),
    (municipality, region): (Option<MunicipalityId>, Option<RegionId>),
    name: Option<&str>,
    alone: String,
) -> PartnerNode {
    let key = match kind {
        PartyKind::Centre => centre.map(|id| id.to_string()),
        PartyKind::Organisation => organisation.map(|id| id.to_string()),
        PartyKind::Municipality => municipality.map(|id| id.to_string()),
        PartyKind::Outside => name.map(|name| format!("name:{}", crate::text::fold(name))),
        PartyKind::NotNamed => None,
    };
    let organisation = organisation.filter(|_| kind == PartyKind::Organisation);
    PartnerNode {
        key: key.unwrap_or(alone),
        kind,
        centre,
        organisation,
        municipality,
        region,
        name: name.map(ToOwned::to_owned),
        inside: false,
    }
}

#[cfg(test)]
mod tests {
    use entity::ids::TypedId;

    use super::*;

    #[test]
    fn the_unnamed_are_never_the_same() {
        let unnamed = |alone: &str| {
            node((PartyKind::NotNamed, None, None), (None, None), Some("организации района"), alone.to_owned())
        };
        assert_ne!(unnamed("agr:1").key, unnamed("agr:2").key);
        let outside = |name: &str| node((PartyKind::Outside, None, None), (None, None), Some(name), String::new());
        assert_eq!(outside("ООО «Заря»").key, outside("ооо \"Заря\"").key);
    }

    #[test]
    fn a_centre_is_named_by_itself() {
        let id = CentreId::from(Uuid::from_u128(7));
        let host = OrganisationId::from(Uuid::from_u128(8));
        let centre = node((PartyKind::Centre, Some(id), Some(host)), (None, None), None, String::new());
        assert_eq!((centre.key, centre.organisation), (id.any().to_string(), None));
    }
}
