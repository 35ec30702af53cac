//! What of guarded figures must not be shown to this viewer: small numbers, and what they could be computed from.
//!
//! Judged beside all neighbours, whichever of them are asked for, so that two questions never tell what one hides: the
//! municipalities of a region together, the organisations of a municipality together.

use std::collections::{BTreeMap, HashMap, HashSet};

use entity::{
    ids::{MunicipalityId, RegionId},
    indicator,
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

/// A node among its neighbours.
struct Beside {
    id: Uuid,
    /// Whether the viewer reads it anyway.
    reads: bool,
    /// Its numbers by breakdown, in millionths of one: of the part that is asked for, of the other parts, of the whole.
    numbers: BTreeMap<String, i64>,
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

/// What is judged: a part, and the whole that it belongs to.
struct Part<'a> {
    asked: &'a str,
    whole: Option<&'a str>,
    /// Whether the whole tells of few, too.
    sensitive: bool,
}

/// Which of some neighbours are hidden, and whether what they add up to has to be: what the viewer reads is known, and
/// takes no part.
fn judge(beside: &[Beside], part: &Part<'_>) -> (Vec<Uuid>, bool) {
    let mut cells: Vec<Cell> = Vec::new();
    let mut tables: Vec<Table> = Vec::new();
    let mut columns: BTreeMap<&str, (Vec<usize>, i64)> = BTreeMap::new();
    let mut own: Vec<(Uuid, usize)> = Vec::new();
    for one in beside.iter().filter(|one| !one.reads) {
        let (mut whole, mut parts) = (None, Vec::new());
        for (text, number) in &one.numbers {
            let (place, is_whole) = (cells.len(), Some(text.as_str()) == part.whole);
            cells.push(Cell::new(Some(*number), 0, !is_whole || part.sensitive));
            let column = columns.entry(text).or_default();
            column.0.push(place);
            column.1 = column.1.saturating_add(*number);
            if is_whole {
                whole = Some(place);
            } else {
                parts.push(place);
            }
            if text == part.asked {
                own.push((one.id, place));
            }
        }
        if whole.is_some() {
            tables.push(Table { total: whole, parts });
        }
    }
    let mut total = None;
    for (text, (parts, sum)) in columns {
        if text == part.asked {
            total = Some(cells.len());
        }
        tables.push(Table { total: Some(cells.len()), parts });
        cells.push(Cell::new(Some(sum), 0, false));
    }
    let hidden = suppress(&cells, &tables);
    let gone = own.into_iter().filter(|(_, place)| hidden.contains(place)).map(|(id, _)| id).collect();
    (gone, total.is_some_and(|total| hidden.contains(&total)))
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
            let state = state(asked.submitted, asked.rights.counts_town(region, town));
            Beside { id: spot.id, reads, numbers: numbers(asked, found, (spot.id, cell, state), of) }
        };
        let all: Vec<Beside> = asked.map.ever(region).map(|(town, _)| beside(town)).collect();
        let whole = asked.grid.whole();
        let part = Part { asked: &asked.grid.breakdown, whole: whole.as_deref(), sensitive: of.sensitive };
        let (gone, follows) = judge(&all, &part);
        let own = all.iter().filter_map(|one| one.numbers.get(&asked.grid.breakdown));
        let total = own.fold(0_i64, |sum, number| sum.saturating_add(*number));
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
            let state = state(asked.submitted, counts);
            let numbers = numbers(asked, found, (id, cell, state), of);
            Some(Beside { id, reads: asked.rights.reads_leaf(leaf), numbers })
        };
        let all: Vec<Beside> = with.filter_map(beside).collect();
        let whole = asked.grid.whole();
        let part = Part { asked: &asked.grid.breakdown, whole: whole.as_deref(), sensitive: of.sensitive };
        let (gone, follows) = judge(&all, &part);
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

/// The numbers of a node: of the part that is asked for, and of what stands beside it.
fn numbers(
    asked: &Asked,
    found: &Material,
    (id, cell, state): (Uuid, At, i16),
    of: &indicator::Model,
) -> BTreeMap<String, i64> {
    let own = found.leaf(id, cell, state).map(|leaf| (&asked.grid.breakdown, &leaf.figure));
    let beside = found.beside.get(&(id, cell, state)).into_iter().flatten();
    let all = own.into_iter().chain(beside);
    all.filter_map(|(breakdown, figure)| Some((breakdown.clone(), number(figure, of)?))).collect()
}

/// The number of a figure that could tell of single children, in millionths of one.
fn number(figure: &Figure, of: &indicator::Model) -> Option<i64> {
    let stated = figure.stated.filter(|_| of.denominator.is_none()).map(entity::decimal::Decimal::micros);
    figure.numerator.or(stated).map(|number| ones(number.into(), of))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gone(numbers: &[(i64, bool)]) -> (Vec<u128>, bool) {
        let told: Vec<_> = numbers.iter().map(|(number, reads)| (vec![("", *number)], *reads)).collect();
        of_parts(&told, &Part { asked: "", whole: None, sensitive: true })
    }

    fn of_parts(told: &[(Vec<(&str, i64)>, bool)], part: &Part<'_>) -> (Vec<u128>, bool) {
        let beside: Vec<Beside> = told
            .iter()
            .zip(0_u128..)
            .map(|((numbers, reads), id)| Beside {
                id: Uuid::from_u128(id),
                reads: *reads,
                numbers: numbers.iter().map(|(text, number)| ((*text).to_owned(), number * 1_000_000)).collect(),
            })
            .collect();
        let (hidden, follows) = judge(&beside, part);
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

    #[test]
    fn nor_from_the_whole_less_the_other_parts() {
        let (yes, no) = ("DISABILITY=YES", "DISABILITY=OTHER");
        let told = [
            (vec![("", 40), (yes, 3), (no, 37)], false),
            (vec![("", 60), (yes, 20), (no, 40)], false),
            (vec![("", 90), (yes, 30), (no, 60)], false),
        ];
        let hidden = |asked| of_parts(&told, &Part { asked, whole: Some(""), sensitive: false });
        // 3 is 40 less 37, so 37 goes; either is the sum less the others, so the next goes, too.
        assert_eq!(hidden(yes), (vec![0, 1], false));
        assert_eq!(hidden(no), (vec![0, 1], false));
        assert_eq!(hidden(""), (vec![], false));
    }
}
