//! What of guarded figures must not be shown to this viewer: small numbers, and what they could be computed from.
//!
//! Judged beside all neighbours, whichever of them are asked for, so that two questions never tell what one hides: the
//! municipalities of a region together, the organisations of a municipality together.

use std::collections::{HashMap, HashSet};

use entity::{
    ids::{MunicipalityId, RegionId},
    indicator::{self, Aggregation},
    shared::Level,
};
use uuid::Uuid;

use super::{
    gather::{Asked, Material},
    nodes::Spot,
    query::Cell as At,
    rights::state,
    sum::{Figure, Sum},
};
use crate::service::value::suppress::{Cell, Sum as Table, suppress};

/// What must not be shown.
#[derive(Debug, Default)]
pub struct Hidden {
    nodes: HashSet<(Uuid, At)>,
    sums: HashSet<(Uuid, At)>,
    /// Nodes that the viewer does not read, and columns that are guarded.
    unread: HashSet<Uuid>,
    guarded: HashSet<At>,
}

/// A figure among its neighbours.
struct Beside {
    id: Uuid,
    /// In millionths of one; none where there is no number.
    number: Option<i64>,
    /// Whether the viewer reads it anyway.
    reads: bool,
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

/// Which of some neighbours are hidden, and whether what they add up to has to be: what the viewer reads is known, and
/// takes no part.
fn judge(beside: &[Beside]) -> (Vec<Uuid>, bool) {
    let (ids, numbers): (Vec<Uuid>, Vec<i64>) =
        beside.iter().filter(|one| !one.reads).filter_map(|one| Some((one.id, one.number?))).unzip();
    let mut cells: Vec<Cell> = numbers.iter().map(|number| Cell::new(Some(*number), 0, true)).collect();
    let total = cells.len();
    let sum = numbers.iter().fold(0_i64, |sum, number| sum.saturating_add(*number));
    cells.push(Cell::new(Some(sum), 0, false));
    let hidden = suppress(&cells, &[Table { total: Some(total), parts: (0..total).collect() }]);
    let gone = ids.into_iter().enumerate().filter(|(place, _)| hidden.contains(place)).map(|(_, id)| id).collect();
    (gone, hidden.contains(&total))
}

impl Hidden {
    /// Of what was found.
    pub fn of(asked: &Asked, found: &Material) -> Self {
        let mut hidden = Self::default();
        if !asked.guards() {
            return hidden;
        }
        hidden.unread = asked.spots.iter().filter(|spot| !asked.rights.reads(spot)).map(|spot| spot.id).collect();
        for cell in asked.grid.cells().filter(|cell| asked.is_guarded(*cell)) {
            hidden.guarded.insert(cell);
            let Some(of) = asked.grid.indicator(cell) else { continue };
            let mut totals: HashMap<RegionId, (bool, bool)> = HashMap::new();
            for region in &found.regions {
                let regional = asked.rights.reads(&Spot::region(*region));
                let follows = hidden.region(asked, found, *region, cell, of);
                totals.insert(*region, (regional, follows));
            }
            for (town, with) in &found.towns {
                hidden.town(asked, found, *town, with.iter().copied(), cell, of);
            }
            // One region that is hidden would follow from the country less the others.
            let gone =
                totals.iter().filter(|(id, (reads, _))| !reads && hidden.sums.contains(&(Uuid::from(**id), cell)));
            if gone.count() == 1 {
                hidden.sums.insert((Spot::federation().id, cell));
            }
        }
        hidden
    }

    /// Judges the municipalities of a region, and what of it and its zones follows.
    fn region(&mut self, asked: &Asked, found: &Material, region: RegionId, cell: At, of: &indicator::Model) -> bool {
        let beside = |town: MunicipalityId| {
            let spot = Spot::municipality(town, region);
            let reads = asked.rights.reads(&spot);
            let leaf = found.leaf(spot.id, cell, state(asked.submitted, asked.rights.counts_town(region, town)));
            Beside { id: spot.id, number: leaf.and_then(|leaf| number(&leaf.figure, of)), reads }
        };
        let all: Vec<Beside> = asked.map.ever(region).map(|(town, _)| beside(town)).collect();
        let (gone, follows) = judge(&all);
        let total = all.iter().filter_map(|one| one.number).fold(0_i64, i64::saturating_add);
        if follows || is_small(total) {
            self.sums.insert((region.into(), cell));
        }
        self.nodes.extend(gone.iter().map(|id| (*id, cell)));
        let last = asked.grid.period(cell).map(crate::period::Period::to);
        for spot in asked.spots.iter().filter(|spot| spot.node.region == Some(region)) {
            let members = match (spot.node.level, spot.node.zone, spot.node.municipality, last) {
                (Level::Zone, Some(zone), _, Some(last)) => asked.map.of_zone(region, zone, last),
                (Level::Municipality, _, Some(town), Some(last)) => asked.map.sources(town, last, asked.borders).of,
                _ => continue,
            };
            let inside = members.iter().filter(|id| gone.contains(&Uuid::from(**id))).count();
            if inside == 1 {
                self.sums.insert((spot.id, cell));
            }
        }
        follows
    }

    /// Judges the organisations of a municipality.
    fn town(
        &mut self,
        asked: &Asked,
        found: &Material,
        town: MunicipalityId,
        with: impl Iterator<Item = Uuid>,
        cell: At,
        of: &indicator::Model,
    ) {
        let beside = |id: Uuid| {
            let known = [super::query::SUBMITTED, super::query::ACCEPTED].map(|state| found.leaf(id, cell, state));
            let leaf = known.into_iter().flatten().next()?;
            let organisation = leaf.organisation?;
            let counts = asked.rights.counts_organisation(leaf.region, leaf.municipality, organisation);
            let counted = found.leaf(id, cell, state(asked.submitted, counts));
            Some(Beside {
                id,
                number: counted.and_then(|leaf| number(&leaf.figure, of)),
                reads: asked.rights.reads_leaf(leaf),
            })
        };
        let all: Vec<Beside> = with.filter_map(beside).collect();
        let (gone, follows) = judge(&all);
        if follows {
            self.sums.insert((town.into(), cell));
        }
        self.nodes.extend(gone.into_iter().map(|id| (id, cell)));
    }

    /// Whether the figure of a node is hidden.
    pub fn of_node(&self, id: Uuid, cell: At) -> bool {
        self.nodes.contains(&(id, cell))
    }

    /// Whether a figure of a node that has no neighbours in question is hidden for itself.
    pub fn of_figure(&self, id: Uuid, cell: At, figure: &Figure, of: &indicator::Model) -> bool {
        self.guarded.contains(&cell) && self.unread.contains(&id) && number(figure, of).is_some_and(is_small)
    }

    /// Whether the sum below a node is hidden.
    pub fn of_sum(&self, id: Uuid, cell: At, sum: &Sum, of: &indicator::Model) -> bool {
        self.guarded.contains(&cell)
            && self.unread.contains(&id)
            && (self.sums.contains(&(id, cell)) || is_small(ones(sum.numerator, of)))
    }
}

/// The number of a figure that could tell of single children, in millionths of one.
fn number(figure: &Figure, of: &indicator::Model) -> Option<i64> {
    let stated = figure.stated.filter(|_| of.aggregation != Aggregation::Ratio).map(|stated| stated.micros());
    figure.numerator.or(stated).map(|number| ones(number.into(), of))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gone(numbers: &[(i128, bool)]) -> (Vec<u128>, bool) {
        let beside: Vec<Beside> = numbers
            .iter()
            .enumerate()
            .map(|(at, (number, reads))| Beside {
                id: Uuid::from_u128(at as u128),
                number: Some(number * 1_000_000),
                reads: *reads,
            })
            .collect();
        let (hidden, follows) = judge(&beside);
        (hidden.into_iter().map(|id| id.as_u128()).collect(), follows)
    }

    #[test]
    fn what_is_hidden_does_not_follow_from_the_sum() {
        assert_eq!(gone(&[(10, false), (0, false), (7, false)]), (vec![], false));
        assert_eq!(gone(&[(3, false), (4, false), (7, false)]), (vec![0, 1], false));
        assert_eq!(gone(&[(3, false), (40, false), (7, false)]), (vec![0, 2], false));
        // What the viewer reads anyway hides nothing.
        assert_eq!(gone(&[(3, false), (40, true), (7, true)]), (vec![0], true));
        assert_eq!(gone(&[(3, true), (40, false)]), (vec![], false));
    }
}
