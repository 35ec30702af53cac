//! Places of nodes by one indicator, or by several together: pure.
//!
//! The score is the weighted mean of the values, each taken between the least and the largest of all that are ranked:
//! `Σ weight × (value − least) / (largest − least) ÷ Σ weight`, from 0 to 1, reversed where less is better; where all
//! are equal each gets 1. An indicator without a direction counts like one where more is better. Exact: fractions are
//! rounded once, at six decimals.

use std::cmp::{Ordering, Reverse};

use entity::{decimal::Decimal, indicator::Better};

use super::number::{decimal, ratio};

/// One of the indicators that are ranked by.
#[derive(Clone, Copy, Debug)]
pub struct Criterion {
    /// How much it weighs, in millionths; more than zero.
    pub weight: i64,
    /// Which way is better.
    pub better: Better,
}

/// A place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placed {
    /// The number of the node among those that were given.
    pub node: usize,
    /// Its rank; equals share it, and the next one is as many further. None where a value is missing.
    pub rank: Option<u32>,
    /// Its score; none where a value is missing.
    pub score: Option<Decimal>,
}

/// The places of nodes, the best first, those without a rank last in the order that they were given in. Each node has
/// one value for each criterion. One criterion ranks by the value itself, several by the score.
pub fn ranked(criteria: &[Criterion], nodes: &[Vec<Option<Decimal>>]) -> Vec<Placed> {
    let whole: Vec<(usize, Vec<Decimal>)> = nodes
        .iter()
        .enumerate()
        .filter_map(|(node, values)| Some((node, values.iter().copied().collect::<Option<Vec<_>>>()?)))
        .collect();
    let bounds: Vec<Option<(Decimal, Decimal)>> = (0..criteria.len())
        .map(|at| {
            let column = || whole.iter().filter_map(|(_, values)| values.get(at).copied());
            column().min().zip(column().max())
        })
        .collect();
    let mut scored: Vec<(usize, Option<Decimal>, Decimal)> = whole
        .iter()
        .map(|(node, values)| {
            let score = score(criteria, &bounds, values);
            let by = match (criteria, values.as_slice()) {
                ([only], [value]) => {
                    if only.better == Better::Less {
                        negated(*value)
                    } else {
                        *value
                    }
                }
                _ => score.unwrap_or_default(),
            };
            (*node, score, by)
        })
        .collect();
    scored.sort_by_key(|(node, _, by)| (Reverse(*by), *node));
    let mut placed: Vec<Placed> = Vec::with_capacity(nodes.len());
    let mut last: Option<(Decimal, u32)> = None;
    for (position, (node, score, by)) in scored.iter().enumerate() {
        let position = u32::try_from(position + 1).unwrap_or(u32::MAX);
        let rank = match last {
            Some((value, rank)) if value.cmp(by) == Ordering::Equal => rank,
            _ => position,
        };
        last = Some((*by, rank));
        placed.push(Placed { node: *node, rank: Some(rank), score: *score });
    }
    let missing = (0..nodes.len()).filter(|node| !whole.iter().any(|(with, _)| with == node));
    placed.extend(missing.map(|node| Placed { node, rank: None, score: None }));
    placed
}

fn negated(value: Decimal) -> Decimal {
    decimal(-i128::from(value.micros())).unwrap_or(value)
}

/// The weighted mean of the normalised values; none where the weights are nothing.
fn score(criteria: &[Criterion], bounds: &[Option<(Decimal, Decimal)>], values: &[Decimal]) -> Option<Decimal> {
    // A sum of fractions is rounded once per criterion at twelve decimals, and once at the end.
    const FINE: i128 = 1_000_000_000_000;
    let (mut total, mut weights) = (0_i128, 0_i128);
    for ((criterion, bound), value) in criteria.iter().zip(bounds).zip(values) {
        let (least, largest) = bound.as_ref()?;
        let [value, least, largest] = [value, least, largest].map(|number| i128::from(number.micros()));
        let part = match largest - least {
            0 => FINE,
            span if criterion.better == Better::Less => (largest - value) * FINE / span,
            span => (value - least) * FINE / span,
        };
        total += part * i128::from(criterion.weight);
        weights += i128::from(criterion.weight);
    }
    ratio(total, weights.checked_mul(FINE)?, 1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn number(text: &str) -> Option<Decimal> {
        text.parse().ok()
    }

    fn criterion(weight: i64, better: Better) -> Criterion {
        Criterion { weight: weight * 1_000_000, better }
    }

    fn places(placed: &[Placed]) -> Vec<(usize, Option<u32>, Option<String>)> {
        placed.iter().map(|p| (p.node, p.rank, p.score.map(|score| score.to_string()))).collect()
    }

    #[test]
    fn equals_share_a_rank_and_who_is_missing_has_none() {
        let nodes: Vec<_> = ["70", "80", "", "80.0", "90"].map(|text| vec![number(text)]).into();
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(
            places(&ranked(&[criterion(1, Better::More)], &nodes)),
            [
                (4, Some(1), some("1")),
                (1, Some(2), some("0.5")),
                (3, Some(2), some("0.5")),
                (0, Some(4), some("0")),
                (2, None, None)
            ]
        );
        let less: Vec<_> = ranked(&[criterion(1, Better::Less)], &nodes).iter().map(|p| p.rank).collect();
        assert_eq!(less, [Some(1), Some(2), Some(2), Some(4), None]);
    }

    #[test]
    fn a_score_is_the_weighted_mean_of_what_is_normalised() {
        // Of the first 0, 0.5, 1; of the second, where less is better, 1, 1/3, 0.
        let nodes: Vec<_> = [("10", "1"), ("20", "3"), ("30", "4")].map(|(a, b)| vec![number(a), number(b)]).into();
        let criteria = [criterion(3, Better::More), criterion(1, Better::Less)];
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(
            places(&ranked(&criteria, &nodes)),
            [(2, Some(1), some("0.75")), (1, Some(2), some("0.458333")), (0, Some(3), some("0.25"))]
        );
        // All equal.
        let same = vec![vec![number("5"), number("5")]; 2];
        assert_eq!(places(&ranked(&criteria, &same)), [(0, Some(1), some("1")), (1, Some(1), some("1"))]);
    }

    proptest! {
        #[test]
        fn ranks_say_how_many_are_better(values in prop::collection::vec(prop::option::of(-5_i64..5), 0..12)) {
            let nodes: Vec<_> = values.iter().map(|v| vec![v.and_then(|v| Decimal::from_integer(v).ok())]).collect();
            let placed = ranked(&[criterion(1, Better::More)], &nodes);
            prop_assert_eq!(placed.len(), values.len());
            for place in placed {
                let own = values[place.node];
                let better = values.iter().flatten().filter(|v| Some(**v) > own).count();
                prop_assert_eq!(place.rank.map(|rank| rank as usize), own.map(|_| better + 1));
            }
        }
    }
}
