//! The partner graph of a territory, and its loader.

use std::{collections::HashMap, sync::Arc};

use async_graphql::{Context, Object, SimpleObject, dataloader::Loader};
use chrono::NaiveDate;
use entity::agreement_party::PartyKind;
use uuid::Uuid;

use super::Agreement;
use crate::{
    error::AppError,
    graphql::{
        centre::Centre,
        codes::E,
        loaders::Loaders,
        organisation::Organisation,
        partnership::Partnership,
        territory::{Municipality, Region},
    },
    service::agreement::graph::{Bond, Graph, PartnerNode, Tie, graphs},
};

/// The graph of a territory on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct GraphOf(pub Uuid, pub NaiveDate);

impl Loader<GraphOf> for Loaders {
    type Value = Arc<Graph>;
    type Error = AppError;

    async fn load(&self, keys: &[GraphOf]) -> Result<HashMap<GraphOf, Arc<Graph>>, AppError> {
        let mut days: HashMap<NaiveDate, Vec<Uuid>> = HashMap::new();
        for GraphOf(territory, day) in keys {
            days.entry(*day).or_default().push(*territory);
        }
        let mut found = HashMap::with_capacity(keys.len());
        for (day, territories) in days {
            for (territory, graph) in graphs(self.cx(), &territories, day).await? {
                found.insert(GraphOf(territory, day), Arc::new(graph));
            }
        }
        Ok(found)
    }
}

/// Who is bound to whom in a territory on a day, by agreements in force that the viewer may read and by partnerships,
/// partners outside the territory too (граф партнёров)
#[derive(SimpleObject)]
pub struct PartnerGraphResult {
    /// Who, those of the territory first, by name (участники)
    nodes: Vec<PartnerNodeResult>,
    /// With whom, in the order of the nodes, then of the first day (связи)
    edges: Vec<PartnerEdge>,
    /// There are more than the 5,000 edges that are shown (показаны не все)
    is_cut: bool,
}

impl PartnerGraphResult {
    /// A graph on a day.
    pub(super) fn show(graph: &Graph, as_of: NaiveDate) -> Self {
        Self {
            nodes: graph.nodes.iter().map(|node| PartnerNodeResult { node: node.clone(), as_of }).collect(),
            edges: graph.ties.iter().map(|tie| PartnerEdge { tie: tie.clone(), as_of }).collect(),
            is_cut: graph.is_cut,
        }
    }
}

/// Somebody who works with somebody.
pub struct PartnerNodeResult {
    node: PartnerNode,
    as_of: NaiveDate,
}

/// Somebody who works with somebody (участник сети)
#[Object]
impl PartnerNodeResult {
    /// Tells the nodes of one graph apart; edges refer to it (ключ)
    async fn key(&self) -> &str {
        &self.node.key
    }

    /// What they are (вид)
    async fn kind(&self) -> E<PartyKind> {
        E(self.node.kind)
    }

    /// What the source calls them, where they are not kept in opora (название)
    async fn name(&self) -> Option<&str> {
        self.node.name.as_deref()
    }

    /// The centre (центр)
    async fn centre(&self, ctx: &Context<'_>) -> Option<Result<Centre, AppError>> {
        Centre::load(ctx, self.node.centre?, self.as_of).await.transpose()
    }

    /// The organisation (организация)
    async fn organisation(&self, ctx: &Context<'_>) -> Option<Result<Organisation, AppError>> {
        Organisation::load(ctx, self.node.organisation?, self.as_of).await.transpose()
    }

    /// The municipality in which they stand, or which they are (муниципальное образование)
    async fn municipality(&self, ctx: &Context<'_>) -> Option<Result<Municipality, AppError>> {
        Municipality::load(ctx, self.node.municipality?, self.as_of).await.transpose()
    }

    /// The region in which they stand (регион)
    async fn region(&self, ctx: &Context<'_>) -> Option<Result<Region, AppError>> {
        Region::load(ctx, self.node.region?, self.as_of).await.transpose()
    }

    /// Whether they stand in the territory of the graph (внутри территории)
    async fn inside(&self) -> bool {
        self.node.inside
    }
}

/// Two that are bound by an agreement or a partnership.
pub struct PartnerEdge {
    tie: Tie,
    as_of: NaiveDate,
}

/// Two that are bound by an agreement or a partnership (связь)
#[Object]
impl PartnerEdge {
    /// Key of the one; of a partnership the one that leads (кто)
    async fn from(&self) -> &str {
        &self.tie.from
    }

    /// Key of the other (с кем)
    async fn to(&self) -> &str {
        &self.tie.to
    }

    /// The agreement in force that binds them (соглашение)
    async fn agreement(&self, ctx: &Context<'_>) -> Option<Result<Agreement, AppError>> {
        let Bond::Agreement(id) = self.tie.bond else { return None };
        Agreement::load(ctx, id, self.as_of).await.transpose()
    }

    /// The partnership that binds them (партнёрство)
    async fn partnership(&self, ctx: &Context<'_>) -> Option<Result<Partnership, AppError>> {
        let Bond::Partnership(id) = self.tie.bond else { return None };
        Partnership::load(ctx, id, self.as_of).await.transpose()
    }
}
