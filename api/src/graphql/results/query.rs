//! The roots of results.

use std::cmp::Ordering;

use async_graphql::{Context, Object};
use entity::{decimal, ids::AnyId, shared::Level};

use super::{
    input::{RankingCriterionInput, ResultOrder, ResultState, asked_breakdown, asked_nodes, asked_periods, wanted},
    ranking::RankingResult,
    stats::ResultStats,
};
use crate::{
    error::AppError,
    graphql::{codes::E, context::ContextExt, ids::Id, period::PeriodInput, scalars::Date},
    service::results::{
        Question, Wants,
        ranking::{Criterion, ranked},
        results,
        row::{ResultRow, by_node},
    },
};

/// Reading results.
#[derive(Default)]
pub struct ResultQuery;

#[Object]
impl ResultQuery {
    /// What the figures say of any indicators, nodes and periods, with targets, gaps and who is in the sums; at most
    /// 10,000 results, more is `LIMIT_EXCEEDED`. Nodes that this viewer does not see are left out. In the estimate of
    /// complexity a selection counts once for each indicator, each period and each of `ids`, 20 times for `childrenAt`
    /// (результаты)
    async fn results(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Codes of the indicators (показатели)")] indicators: Vec<String>,
        #[graphql(desc = "A region, a zone, a municipality or an organisation; the country when absent (узел)")]
        of: Option<Id<AnyId>>,
        #[graphql(desc = "These nodes instead (узлы)")] ids: Option<Vec<Id<AnyId>>>,
        #[graphql(desc = "Instead of the node all that lies in it at a level (уровень)")] children_at: Option<E<Level>>,
        #[graphql(desc = "The periods (периоды)")] periods: Vec<PeriodInput>,
        #[graphql(desc = "Code of the set whose targets are set beside (набор целей)")] target_set: Option<String>,
        #[graphql(desc = "Which figures count (состояние)", default_with = "E(ResultState::Accepted)")] state: E<
            ResultState,
        >,
        #[graphql(
            desc = "Part of the whole, as DIRECTION=TECHNICAL, several parted by `;`; the total when absent (разрез)"
        )]
        breakdown: Option<String>,
        #[graphql(desc = "Order (порядок)", default_with = "E(ResultOrder::Asked)")] order_by: E<ResultOrder>,
        #[graphql(
            desc = "The day of the map: which nodes there are, and in whose borders past periods are told; today when absent (на дату)"
        )]
        as_of: Option<Date>,
    ) -> Result<Vec<ResultStats>, AppError> {
        let as_of = ctx.day(as_of, None);
        let one_set = target_set.is_some();
        let mut wants = wanted(&ctx.look_ahead());
        wants.targets |= matches!(order_by.0, ResultOrder::GapAsc | ResultOrder::GapDesc) && one_set;
        let question = Question {
            indicators,
            nodes: asked_nodes(of, ids, children_at)?,
            periods: asked_periods(periods)?,
            breakdown: asked_breakdown(breakdown.as_deref())?,
            target_set,
            submitted: state.0 == ResultState::Submitted,
            as_of,
            wants,
        };
        let mut rows = results(ctx.cx(), &question).await?;
        put_in_order(&mut rows, order_by.0);
        Ok(rows.into_iter().map(|row| ResultStats::show(row, as_of, one_set)).collect())
    }

    /// Nodes by their places: by the value of one indicator, or by the score of several; who lacks a value stands last,
    /// without a place (рейтинг)
    async fn ranking(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is ranked by (показатели с весами)")] indicators: Vec<RankingCriterionInput>,
        #[graphql(desc = "What lies in this node is ranked; in the country when absent (узел)")] of: Option<Id<AnyId>>,
        #[graphql(desc = "These nodes instead (узлы)")] ids: Option<Vec<Id<AnyId>>>,
        #[graphql(desc = "Level of the nodes that lie in it (уровень)")] children_at: Option<E<Level>>,
        #[graphql(desc = "The period (период)")] period: PeriodInput,
        #[graphql(desc = "Which figures count (состояние)", default_with = "E(ResultState::Accepted)")] state: E<
            ResultState,
        >,
        #[graphql(
            desc = "The day of the map: which nodes there are, and in whose borders past periods are told; today when absent (на дату)"
        )]
        as_of: Option<Date>,
    ) -> Result<Vec<RankingResult>, AppError> {
        if ids.is_none() && children_at.is_none() {
            return Err(AppError::bad_input("Назовите ids или childrenAt", "Name ids or childrenAt"));
        }
        let as_of = ctx.day(as_of, None);
        let one = decimal::Decimal::from_integer(1).unwrap_or_default();
        let weights: Vec<i64> = indicators.iter().map(|of| of.weight.map_or(one, |weight| weight.0).micros()).collect();
        // Weights are few and small: their sum times a value fits in 128 bits.
        if weights.iter().any(|weight| !(1..=1_000_000_000_000).contains(weight)) {
            return Err(AppError::bad_input(
                "Вес: больше 0, не больше 1 000 000",
                "A weight is more than 0, at most 1,000,000",
            ));
        }
        let codes: Vec<String> = indicators.into_iter().map(|of| of.code).collect();
        let twice = |(at, code): (usize, &String)| codes.iter().take(at).any(|other| other == code);
        if codes.iter().enumerate().any(twice) {
            return Err(AppError::bad_input("Показатель назван дважды", "An indicator is named twice"));
        }
        let question = Question {
            indicators: codes,
            nodes: asked_nodes(of, ids, children_at)?,
            periods: vec![period.asked()?],
            breakdown: String::new(),
            target_set: None,
            submitted: state.0 == ResultState::Submitted,
            as_of,
            wants: Wants { missing: false, ..wanted(&ctx.look_ahead().field("results")) },
        };
        let nodes = by_node(results(ctx.cx(), &question).await?);
        let values: Vec<Vec<Option<decimal::Decimal>>> =
            nodes.iter().map(|(_, rows)| rows.iter().map(|row| row.number.value).collect()).collect();
        let betters = nodes.first().map(|(_, rows)| rows.iter().map(|row| row.indicator.better).collect::<Vec<_>>());
        let criteria: Vec<Criterion> = betters
            .unwrap_or_default()
            .into_iter()
            .zip(weights)
            .map(|(better, weight)| Criterion { weight, better })
            .collect();
        let placed = ranked(&criteria, &values);
        let show = |placed: crate::service::results::ranking::Placed| {
            let (spot, rows) = nodes.get(placed.node)?;
            Some(RankingResult::show(*spot, placed, rows.clone(), as_of))
        };
        Ok(placed.into_iter().filter_map(show).collect())
    }
}

/// Without a number last in either order, equals as they are asked for.
fn put_in_order(rows: &mut [ResultRow], order: ResultOrder) {
    let gap = |row: &ResultRow| row.targets.first().and_then(|against| against.gap);
    let value = |row: &ResultRow| row.number.value;
    match order {
        ResultOrder::Asked => {}
        ResultOrder::ValueAsc => rows.sort_by(|a, b| nulls_last(value(a), value(b), false)),
        ResultOrder::ValueDesc => rows.sort_by(|a, b| nulls_last(value(a), value(b), true)),
        ResultOrder::GapAsc => rows.sort_by(|a, b| nulls_last(gap(a), gap(b), false)),
        ResultOrder::GapDesc => rows.sort_by(|a, b| nulls_last(gap(a), gap(b), true)),
    }
}

fn nulls_last<T: Ord>(a: Option<T>, b: Option<T>, descending: bool) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) if descending => b.cmp(&a),
        (Some(a), Some(b)) => a.cmp(&b),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    }
}
