//! [`RankingResult`]: a node with its place.

use async_graphql::{Context, Object};
use chrono::NaiveDate;

use super::stats::ResultStats;
use crate::{
    error::AppError,
    graphql::{node::Node, scalars::Decimal, subject::subject},
    service::results::{nodes::Spot, ranking::Placed, row::ResultRow},
};

/// A node with its place.
pub struct RankingResult {
    spot: Spot,
    placed: Placed,
    rows: Vec<ResultRow>,
    as_of: NaiveDate,
}

impl RankingResult {
    /// A place.
    pub fn show(spot: Spot, placed: Placed, rows: Vec<ResultRow>, as_of: NaiveDate) -> Self {
        Self { spot, placed, rows, as_of }
    }
}

/// The place of a node by one indicator, or by several together (место в рейтинге)
#[Object]
impl RankingResult {
    /// The place: equals share it, and the next one is as many further (1, 2, 2, 4); null where a value is missing (место)
    async fn rank(&self) -> Option<i64> {
        self.placed.rank.map(Into::into)
    }

    /// The node (узел)
    async fn node(&self, ctx: &Context<'_>) -> Option<Result<Node, AppError>> {
        subject(ctx, self.spot.node.level, self.spot.id, self.as_of).await
    }

    /// The weighted mean of the values, each taken between the least and the largest of those that are ranked, 0 to 1,
    /// reversed where less is better: Σ weight × (value − least) / (largest − least) ÷ Σ weight, to six decimals; 1 where
    /// all are equal; null where a value is missing (сводная оценка)
    async fn score(&self) -> Option<Decimal> {
        self.placed.score.map(Decimal)
    }

    /// The results, one for each indicator in the order of the question (результаты)
    async fn results(&self) -> Vec<ResultStats> {
        self.rows.iter().cloned().map(|row| ResultStats::show(row, self.as_of, false)).collect()
    }
}
