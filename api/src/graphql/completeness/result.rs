//! [`CompletenessResult`]: one selection of reports, told in total, by campaign, by level and by node.

use std::sync::Arc;

use async_graphql::{Context, Object, SimpleObject};
use entity::{ids::CampaignId, shared::Level};
use uuid::Uuid;

use super::{CompletenessStats, Group};
use crate::{
    error::AppError,
    graphql::{campaign::Campaign, codes::E, context::ContextExt, node::Node, scalars::Date, subject::subject},
    service::completeness::{CompletenessLevel, Selection, counts::Counts, query::by_node},
};

/// The counts of a selection.
pub struct CompletenessResult {
    selection: Arc<Selection>,
    counts: Vec<(CampaignId, Level, Counts)>,
}

impl CompletenessResult {
    /// Of a selection and its counts.
    pub fn new(selection: Selection, counts: Vec<(CampaignId, Level, Counts)>) -> Self {
        Self { selection: Arc::new(selection), counts }
    }

    fn stats(&self, counts: Counts, group: Group) -> CompletenessStats {
        CompletenessStats::new(counts, self.selection.clone(), group)
    }
}

/// Most nodes of one answer.
const MOST: usize = 1_000;

/// How complete reporting is, in total and in parts (полнота отчётности)
#[Object]
impl CompletenessResult {
    /// The day on which it is told (на дату)
    async fn as_of(&self) -> Date {
        Date(self.selection.day)
    }

    /// All of it (итого)
    async fn total(&self) -> CompletenessStats {
        let mut total = Counts::default();
        self.counts.iter().for_each(|(.., counts)| total.join(counts));
        self.stats(total, Group::All)
    }

    /// By campaign, those due the earliest first (по сборам)
    async fn by_campaign(&self, ctx: &Context<'_>) -> Result<Vec<CompletenessOfCampaignStats>, AppError> {
        let mut campaigns: Vec<(CampaignId, Counts)> = Vec::new();
        for (id, _, counts) in &self.counts {
            match campaigns.iter_mut().find(|(known, _)| known == id) {
                Some((_, all)) => all.join(counts),
                None => campaigns.push((*id, *counts)),
            }
        }
        let loaded = campaigns.iter().map(|(id, _)| Campaign::load(ctx, *id, self.selection.day));
        let loaded = futures_util::future::try_join_all(loaded).await?;
        // Whoever counts without reading sees no campaign: its numbers are in the total.
        let mut shown: Vec<(Campaign, CampaignId, Counts)> = campaigns
            .into_iter()
            .zip(loaded)
            .filter_map(|((id, counts), campaign)| Some((campaign?, id, counts)))
            .collect();
        shown.sort_by_key(|(campaign, id, _)| (campaign.due(), *id));
        let stats = |(campaign, id, counts)| CompletenessOfCampaignStats {
            campaign,
            completeness: self.stats(counts, Group::Campaign(id)),
        };
        Ok(shown.into_iter().map(stats).collect())
    }

    /// By the level of those who report (по уровням)
    async fn by_level(&self) -> Vec<CompletenessOfLevelStats> {
        let levels = [Level::Region, Level::Municipality, Level::Organisation];
        let of = |level: Level| {
            let mut all = Counts::default();
            self.counts.iter().filter(|(_, of, _)| *of == level).for_each(|(.., counts)| all.join(counts));
            (all.expected > 0).then(|| CompletenessOfLevelStats {
                level: E(level),
                completeness: CompletenessStats::new(
                    all,
                    Arc::new(Selection { level: Some(level), ..(*self.selection).clone() }),
                    Group::All,
                ),
            })
        };
        levels.into_iter().filter_map(of).collect()
    }

    /// By node, the least complete first; what lies in a node counts with it (по узлам)
    async fn by_node(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which nodes (уровень узлов)")] level: E<CompletenessLevel>,
        #[graphql(desc = "How many, 1 to 1,000; 100 when absent (сколько)")] first: Option<i32>,
    ) -> Result<Vec<CompletenessOfNodeStats>, AppError> {
        let first = usize::try_from(first.unwrap_or(100)).ok().filter(|first| (1..=MOST).contains(first));
        let first = first
            .ok_or_else(|| AppError::bad_input(format!("От 1 до {MOST} узлов"), format!("From 1 to {MOST} nodes")))?;
        let counts = by_node(ctx.cx(), &self.selection, level.0).await?;
        let mut nodes: Vec<(Uuid, Counts)> = counts.into_iter().collect();
        nodes.sort_by_key(|(id, counts)| (counts.share(), *id));
        nodes.truncate(first);
        let (day, of) = (self.selection.day, level.0.level());
        let shown = nodes.into_iter().map(|(id, counts)| async move {
            let node = subject(ctx, of, id, day).await.transpose()?;
            let completeness = self.stats(counts, Group::Node(level.0, id));
            Ok::<_, AppError>(node.map(|node| CompletenessOfNodeStats { node, completeness }))
        });
        Ok(futures_util::future::try_join_all(shown).await?.into_iter().flatten().collect())
    }
}

/// Completeness of one campaign (полнота по сбору)
#[derive(SimpleObject)]
pub struct CompletenessOfCampaignStats {
    /// The campaign (сбор)
    campaign: Campaign,
    /// The numbers (полнота)
    completeness: CompletenessStats,
}

/// Completeness of those who report at one level (полнота по уровню)
#[derive(SimpleObject)]
pub struct CompletenessOfLevelStats {
    /// The level (уровень)
    level: E<Level>,
    /// The numbers (полнота)
    completeness: CompletenessStats,
}

/// Completeness of one node, what lies in it included (полнота по узлу)
#[derive(SimpleObject)]
pub struct CompletenessOfNodeStats {
    /// The node (узел)
    node: Node,
    /// The numbers (полнота)
    completeness: CompletenessStats,
}
