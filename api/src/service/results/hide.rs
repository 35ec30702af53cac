//! What of guarded figures must not be shown to this viewer: small numbers, and what they could be computed from.
//!
//! By the rule that hides values too ([`Veil`]), judged beside all neighbours, whichever of them are asked for.

use std::collections::{HashMap, HashSet};

use entity::{ids::IndicatorId, indicator, shared::Level};
use uuid::Uuid;

use super::{
    gather::Asked,
    nodes::Spot,
    query::Cell as At,
    sum::{Figure, Sum},
};
use crate::{
    error::AppError,
    service::{
        Cx,
        value::{
            guard::{Span, Whose},
            suppress::Cell,
            veil::{Neighbours, Veil},
        },
    },
};

/// What must not be shown.
#[derive(Debug, Default)]
pub struct Hidden {
    veil: Veil,
    /// Sums of others than the regions, zones and municipalities of the veil.
    sums: HashSet<(Uuid, At)>,
    /// Nodes that the viewer does not read.
    unread: HashSet<Uuid>,
    /// Columns that are guarded: their indicators and periods.
    guarded: HashMap<At, (IndicatorId, Span)>,
    breakdown: String,
}

impl Hidden {
    /// Of what is asked.
    pub async fn of(cx: &Cx, asked: &Asked) -> Result<Self, AppError> {
        let unread: Vec<&Spot> = asked.spots.iter().filter(|spot| !asked.rights.reads(spot)).collect();
        let mut hidden = Self { breakdown: asked.grid.breakdown.clone(), ..Self::default() };
        let guarded = asked.grid.cells().filter(|cell| asked.is_guarded(*cell));
        hidden.guarded = guarded
            .filter_map(|cell| {
                let (of, period) = (asked.grid.indicator(cell)?, asked.grid.period(cell)?);
                Some((cell, (of.id, (period.kind(), period.from(), period.to()))))
            })
            .collect();
        if hidden.guarded.is_empty() || unread.is_empty() {
            return Ok(hidden);
        }
        let of: HashSet<IndicatorId> = hidden.guarded.values().map(|(of, _)| *of).collect();
        let indicators: Vec<&indicator::Model> =
            asked.grid.indicators.iter().filter(|row| of.contains(&row.id)).collect();
        hidden.veil = Veil::of(cx, &asked.map, &indicators, &neighbours(asked, &unread)).await?;
        hidden.unread = unread.iter().map(|spot| spot.id).collect();
        let cells: Vec<At> = hidden.guarded.keys().copied().collect();
        for spot in unread {
            let follows = |cell: &&At| hidden.follows(asked, spot, **cell);
            let gone: Vec<At> = cells.iter().filter(follows).copied().collect();
            hidden.sums.extend(gone.into_iter().map(|cell| (spot.id, cell)));
        }
        Ok(hidden)
    }

    /// Whether the sum of a node would tell the one number of its parts that is hidden: of the country's regions, of the
    /// municipalities that became another.
    fn follows(&self, asked: &Asked, spot: &Spot, cell: At) -> bool {
        let own = |id: Uuid| Whose::Own(id, String::new());
        let dark = match (spot.node.level, spot.node.municipality, asked.grid.period(cell)) {
            (Level::Federation, ..) => {
                let unread = asked.map.regions().filter(|region| !asked.rights.reads(&Spot::region(*region)));
                unread.filter(|region| self.covers(Whose::Sum((*region).into()), cell)).count()
            }
            (Level::Municipality, Some(town), Some(period)) => {
                let sources = asked.map.sources(town, period.to(), asked.borders);
                if sources.of.len() < 2 {
                    return false;
                }
                sources.of.iter().filter(|id| self.covers(own((**id).into()), cell)).count()
            }
            _ => return false,
        };
        dark == 1
    }

    fn covers(&self, whose: Whose, cell: At) -> bool {
        let of = self.guarded.get(&cell);
        of.is_some_and(|(of, span)| self.veil.covers(*of, whose, *span, &self.breakdown))
    }

    /// Whether the figure of a node is hidden.
    pub fn of_node(&self, id: Uuid, cell: At) -> bool {
        self.covers(Whose::Own(id, String::new()), cell)
    }

    /// Whether a figure of a node that has no neighbours in question is hidden for itself.
    pub fn of_figure(&self, id: Uuid, cell: At, figure: &Figure, of: &indicator::Model) -> bool {
        self.is_kept(id, cell) && number(figure, of).is_some_and(is_small)
    }

    /// Whether the sum below a node is hidden.
    pub fn of_sum(&self, id: Uuid, cell: At, sum: &Sum, of: &indicator::Model) -> bool {
        self.is_kept(id, cell)
            && (self.covers(Whose::Sum(id), cell)
                || self.sums.contains(&(id, cell))
                || is_small(ones(sum.numerator, of)))
    }

    fn is_kept(&self, id: Uuid, cell: At) -> bool {
        self.guarded.contains_key(&cell) && self.unread.contains(&id)
    }
}

/// What has to be judged for the nodes that are not read.
fn neighbours(asked: &Asked, unread: &[&Spot]) -> Neighbours {
    let mut around = Neighbours { submitted: asked.submitted, ..Neighbours::default() };
    for period in &asked.grid.periods {
        around.span(period.from(), period.to());
    }
    for spot in unread {
        around.subjects.insert(spot.id);
        around.regions.extend(spot.node.region);
        match spot.node.level {
            Level::Federation => around.regions.extend(asked.map.regions()),
            Level::Municipality | Level::Organisation => around.towns.extend(spot.node.municipality),
            Level::Region | Level::Zone => {}
        }
    }
    around
}

/// Whether a number is too small to be shown; nothing at all is shown.
fn is_small(ones: i64) -> bool {
    Cell::new(Some(ones), 0, true).is_small()
}

/// A number of an indicator in millionths of one.
fn ones(number: i128, of: &indicator::Model) -> i64 {
    let ones = number.saturating_mul(10_i128.pow(u32::try_from(of.scale).unwrap_or_default().min(9)));
    i64::try_from(ones).unwrap_or(i64::MAX)
}

/// The number of a figure that could tell of single children, in millionths of one.
fn number(figure: &Figure, of: &indicator::Model) -> Option<i64> {
    let stated = figure.stated.filter(|_| of.denominator.is_none()).map(entity::decimal::Decimal::micros);
    figure.numerator.or(stated).map(|number| ones(number.into(), of))
}
