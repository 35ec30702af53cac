//! Which numbers are kept from whoever does not read them: one rule for `values` and for `results`.
//!
//! Pure. What is told of an indicator comes in: figures and the values of every source, of nodes that the viewer reads
//! and of those that they do not. Sums are made of it: of the nodes that add up to a territory, of the members of a
//! dimension, of the periods of a flow. What [`suppress`] hides of them is hidden wherever it is shown, from all sources.
//!
//! What the viewer reads is known to them, and hides nothing: a sum is what the others add up to.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use entity::{
    CodeEnum,
    indicator::{self, IndicatorKind},
    shared::PeriodType,
};
use uuid::Uuid;

use super::suppress::{Cell, Sum, suppress};
use crate::{
    period::Period,
    rules::breakdown::{Breakdown, Dimension},
};

/// Type, first and last day of a period.
pub type Span = (PeriodType, NaiveDate, NaiveDate);

/// Whose number.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Whose {
    /// Told about a node, or about a named group in it.
    Own(Uuid, String),
    /// What the nodes below a territory add up to.
    Sum(Uuid),
}

/// A number of an indicator.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Spot {
    /// Whose.
    pub whose: Whose,
    /// When.
    pub span: Span,
    /// Which part of the whole.
    pub breakdown: String,
}

/// What someone says of a node.
#[derive(Clone, Debug)]
pub struct Told {
    /// The node.
    pub node: Uuid,
    /// A named group in it; empty for the node.
    pub group: String,
    /// When.
    pub span: Span,
    /// Which part of the whole.
    pub breakdown: String,
    /// Who says so; none is what counts of all sources.
    pub source: Option<String>,
    /// The number, in millionths of the unit.
    pub number: i64,
    /// Whether the viewer reads it.
    pub reads: bool,
}

/// What adds up to a territory.
#[derive(Clone, Debug, Default)]
pub struct Group {
    /// The territory.
    pub total: Uuid,
    /// Nodes.
    pub nodes: Vec<Uuid>,
    /// Territories whose sums are parts of it; their groups stand before it.
    pub sums: Vec<Uuid>,
}

/// What was judged before, beside other neighbours: it stays as it is.
#[derive(Clone, Debug, Default)]
pub struct Settled {
    /// The nodes.
    pub nodes: BTreeSet<Uuid>,
    /// What of them is hidden.
    pub hidden: BTreeSet<Spot>,
}

/// Whether small numbers of an indicator's part are hidden from others.
pub fn is_sensitive(of: Kept, breakdown: &str) -> bool {
    of.sensitive || Breakdown::parse(breakdown).is_ok_and(|parts| parts.has(Dimension::Disability))
}

/// What of an indicator decides.
#[derive(Clone, Copy, Debug)]
pub struct Kept {
    /// How its periods add up.
    pub kind: IndicatorKind,
    /// The power of ten of its unit.
    pub scale: i16,
    /// Whether all of it is about few people.
    pub sensitive: bool,
}

impl From<&indicator::Model> for Kept {
    fn from(row: &indicator::Model) -> Self {
        Self { kind: row.kind, scale: row.scale, sensitive: row.sensitive }
    }
}

/// What of an indicator is hidden.
pub fn judge(of: Kept, told: &[Told], groups: &dyn Fn(Span) -> Vec<Group>, settled: &Settled) -> BTreeSet<Spot> {
    let mut sheet =
        Sheet { of, settled, spots: BTreeMap::new(), cells: vec![], sums: vec![], numbers: BTreeMap::new() };
    for one in told.iter().filter(|one| !one.reads) {
        sheet.enter(one);
    }
    sheet.territories(told, groups);
    sheet.wholes();
    let before = sheet.spots.iter().filter(|(spot, _)| settled.hidden.contains(*spot)).map(|(_, place)| *place);
    let hidden = suppress(&sheet.cells, &sheet.sums, before.collect());
    sheet.spots.into_iter().filter(|(_, place)| hidden.contains(place)).map(|(spot, _)| spot).collect()
}

type Source = Option<String>;

/// Cells and their sums, as they are made.
struct Sheet<'a> {
    of: Kept,
    settled: &'a Settled,
    spots: BTreeMap<Spot, usize>,
    cells: Vec<Cell>,
    sums: Vec<Sum>,
    numbers: BTreeMap<(Source, Spot), i64>,
}

impl Sheet<'_> {
    fn enter(&mut self, one: &Told) {
        let whose = Whose::Own(one.node, one.group.clone());
        let spot = Spot { whose, span: one.span, breakdown: one.breakdown.clone() };
        self.put(one.source.clone(), spot, one.number);
    }

    /// A number of a cell; of several the least that is not zero is judged.
    fn put(&mut self, source: Source, spot: Spot, number: i64) -> usize {
        let sensitive = is_sensitive(self.of, &spot.breakdown);
        let judged = matches!(&spot.whose, Whose::Own(node, _) if self.settled.nodes.contains(node));
        let mut cell = Cell::new(Some(number), self.of.scale, sensitive);
        if !sensitive || judged {
            cell = cell.told();
        }
        let place = *self.spots.entry(spot.clone()).or_insert(self.cells.len());
        match self.cells.get_mut(place) {
            Some(known) => {
                let least = [known.numerator, cell.numerator].into_iter().flatten().filter(|number| *number > 0).min();
                known.numerator = least.or(known.numerator);
            }
            None => self.cells.push(cell),
        }
        self.numbers.insert((source, spot), number);
        place
    }

    /// What the nodes of each territory add up to, and who says the same of the territory itself.
    fn territories(&mut self, told: &[Told], groups: &dyn Fn(Span) -> Vec<Group>) {
        let mut all: BTreeMap<(Span, &str, Option<&str>, Uuid), i64> = BTreeMap::new();
        for one in told.iter().filter(|one| one.group.is_empty()) {
            all.insert((one.span, one.breakdown.as_str(), one.source.as_deref(), one.node), one.number);
        }
        let tables: BTreeSet<(Span, &str)> = all.keys().map(|(span, breakdown, ..)| (*span, *breakdown)).collect();
        let sources: BTreeSet<Option<&str>> = all.keys().map(|(_, _, source, _)| *source).collect();
        let mut groups_of: BTreeMap<Span, Vec<Group>> = BTreeMap::new();
        for (span, breakdown) in tables {
            let spot = |whose| Spot { whose, span, breakdown: breakdown.to_owned() };
            let own = |node: Uuid| spot(Whose::Own(node, String::new()));
            let mut leaves: BTreeMap<Uuid, Vec<Uuid>> = BTreeMap::new();
            for group in &*groups_of.entry(span).or_insert_with(|| groups(span)) {
                let below = group.sums.iter().filter_map(|id| leaves.get(id)).flatten().copied();
                let nodes: Vec<Uuid> = group.nodes.iter().copied().chain(below).collect();
                let parts =
                    group.nodes.iter().map(|id| own(*id)).chain(group.sums.iter().map(|id| spot(Whose::Sum(*id))));
                let parts: Vec<(i64, usize)> = parts
                    .filter_map(|part| Some((*self.numbers.get(&(None, part.clone()))?, *self.spots.get(&part)?)))
                    .collect();
                if !parts.is_empty() {
                    let sum = parts.iter().fold(0_i64, |sum, (number, _)| sum.saturating_add(*number));
                    let total = self.put(None, spot(Whose::Sum(group.total)), sum);
                    self.add(total, parts.into_iter().map(|(_, place)| place).collect());
                }
                for source in &sources {
                    let number = |id: &Uuid| all.get(&(span, breakdown, *source, *id)).copied();
                    let Some(told) = number(&group.total) else { continue };
                    let Some(total) = self.spots.get(&own(group.total)).copied() else { continue };
                    if nodes.iter().filter_map(number).try_fold(0_i64, i64::checked_add) != Some(told) {
                        continue;
                    }
                    let parts: Vec<usize> = match source {
                        None => self.spots.get(&spot(Whose::Sum(group.total))).copied().into_iter().collect(),
                        Some(_) => nodes.iter().filter_map(|id| self.spots.get(&own(*id)).copied()).collect(),
                    };
                    self.add(total, parts);
                }
                leaves.insert(group.total, nodes);
            }
        }
    }

    /// Members of a dimension and what they are parts of, where nothing is left; the parts of a period of a flow and the
    /// whole; of another kind, the last part and the whole.
    fn wholes(&mut self) {
        let mut members: BTreeMap<_, Vec<(i64, usize)>> = BTreeMap::new();
        let mut periods: BTreeMap<_, Vec<(NaiveDate, i64, usize)>> = BTreeMap::new();
        for ((source, spot), number) in &self.numbers {
            let Some(place) = self.spots.get(spot).copied() else { continue };
            let breakdown = Breakdown::parse(&spot.breakdown).unwrap_or_default();
            for dimension in breakdown.dimensions() {
                let whole = Spot { breakdown: breakdown.without(dimension).to_string(), ..spot.clone() };
                members.entry((source, whole, dimension.code())).or_default().push((*number, place));
            }
            let (kind, from, to) = spot.span;
            for whole in Period::new(kind, from, to).iter().flat_map(Period::containing) {
                let whole = Spot { span: (whole.kind(), whole.from(), whole.to()), ..spot.clone() };
                periods.entry((source, whole, kind.code())).or_default().push((to, *number, place));
            }
        }
        let mut found: Vec<(usize, Vec<usize>)> = vec![];
        let total = |source: &Source, whole: &Spot| {
            let number = self.numbers.get(&(source.clone(), whole.clone()))?;
            Some((*number, *self.spots.get(whole)?))
        };
        for ((source, whole, _), parts) in members {
            let Some((number, place)) = total(source, &whole) else { continue };
            let sum = parts.iter().try_fold(0_i64, |sum, (number, _)| sum.checked_add(*number));
            if parts.len() > 1 && sum == Some(number) {
                found.push((place, parts.into_iter().map(|(_, place)| place).collect()));
            }
        }
        let flow = self.of.kind == IndicatorKind::Flow;
        for ((source, whole, _), mut parts) in periods {
            let Some((number, place)) = total(source, &whole) else { continue };
            if !flow {
                let last = parts.iter().max().copied();
                parts = last.into_iter().collect();
            }
            let sum = parts.iter().try_fold(0_i64, |sum, (_, number, _)| sum.checked_add(*number));
            if sum == Some(number) {
                found.push((place, parts.into_iter().map(|(_, _, place)| place).collect()));
            }
        }
        for (total, parts) in found {
            self.add(total, parts);
        }
    }

    fn add(&mut self, total: usize, parts: Vec<usize>) {
        self.sums.push(Sum { total: Some(total), parts });
    }
}

#[cfg(test)]
mod tests;
