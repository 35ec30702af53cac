//! From what was found to results: pure, and the same for every viewer but for what may be counted.

use std::sync::Arc;

use entity::{
    ids::{MunicipalityId, RegionId},
    indicator::{self, Aggregation},
    shared::{Level, NullReason, Qualifier},
};
use uuid::Uuid;

use super::{
    gather::{Asked, Material},
    hide::Hidden,
    nodes::Spot,
    number::percent,
    query::{self, Cell, Leaf},
    rights::{Reach, state},
    row::{Change, Coverage, Flags, ResultBasis, ResultFlag, ResultRow},
    sum::{Figure, Number, ResultAbsence, Sum},
};
use crate::period::Period;

/// What lies below a node, put together.
#[derive(Debug, Default)]
struct Below {
    sum: Sum,
    coverage: Coverage,
    /// Whether it is known who was expected.
    known: bool,
}

/// Results from what was found.
pub struct Book<'a> {
    /// The question.
    pub asked: &'a Asked,
    /// What was found.
    pub found: &'a Material,
    /// What must not be shown.
    pub hidden: &'a Hidden,
    /// The indicators by number.
    pub indicators: Vec<Arc<indicator::Model>>,
}

impl<'a> Book<'a> {
    /// A book of answers.
    pub fn new(asked: &'a Asked, found: &'a Material, hidden: &'a Hidden) -> Self {
        let indicators = asked.grid.indicators.iter().cloned().map(Arc::new).collect();
        Self { asked, found, hidden, indicators }
    }

    /// All results: node by node, of each the indicators, of each the periods, as they were asked for.
    pub fn rows(&self) -> Vec<ResultRow> {
        let mut rows = Vec::new();
        for spot in &self.asked.spots {
            for number in 0..self.indicators.len() {
                let mut of: Vec<ResultRow> = (0..self.asked.grid.periods.len())
                    .filter_map(|period| self.row(spot, Cell { indicator: number, period }))
                    .collect();
                let changes: Vec<Option<Change>> = of.iter().map(|row| self.change(row, &of)).collect();
                for (row, change) in of.iter_mut().zip(changes) {
                    row.change = change;
                }
                rows.append(&mut of);
            }
        }
        rows
    }

    fn row(&self, spot: &Spot, cell: Cell) -> Option<ResultRow> {
        let indicator = self.indicators.get(cell.indicator)?.clone();
        let period = *self.asked.grid.period(cell)?;
        let mut flags = Flags::new();
        let own = self.own(spot, cell, &period, &indicator, &mut flags);
        let below = self.below(spot, cell, &period);
        let sum = below.as_ref().map(|below| self.aggregate(spot, cell, below, &indicator));
        let entered = below.as_ref().is_some_and(|below| below.sum.entered(&indicator) > 0)
            && indicator.aggregation != Aggregation::None;
        let leads = matches!(spot.node.level, Level::Municipality | Level::Organisation);
        // A silence about the node itself counts for less than what its parts tell.
        let own_tells = own.as_ref().is_some_and(|own| own.absence != Some(ResultAbsence::NotReported));
        let (basis, number, other) = match (own, sum) {
            (Some(own), Some(sum)) if (leads && own_tells) || !entered => {
                (ResultBasis::Own, own, Some(sum).filter(|_| entered))
            }
            (own, Some(sum)) => (ResultBasis::Aggregate, sum, own),
            (Some(own), None) => (ResultBasis::Own, own, None),
            (None, None) if flags.contains(&ResultFlag::Incomparable) => {
                (ResultBasis::Own, Number::absent(ResultAbsence::Incomparable), None)
            }
            (None, None) => (ResultBasis::Own, Number::absent(ResultAbsence::NotReported), None),
        };
        match (&below, basis) {
            (Some(below), ResultBasis::Aggregate) => self.flag(below, &indicator, &mut flags),
            _ => {
                if number.qualifier != Qualifier::Eq {
                    flags.insert(ResultFlag::Inexact);
                }
            }
        }
        let coverage = below.filter(|below| below.known).map(|below| below.coverage);
        Some(ResultRow {
            indicator,
            spot: *spot,
            period,
            number,
            basis,
            other,
            coverage,
            flags,
            change: None,
            targets: Vec::new(),
        })
    }

    /// What is told about the node itself; of a municipality that did not exist, about the one it was then.
    fn own(
        &self,
        spot: &Spot,
        cell: Cell,
        period: &Period,
        indicator: &indicator::Model,
        flags: &mut Flags,
    ) -> Option<Number> {
        let reads = self.asked.rights.reads(spot);
        let mut leaf = self.found.leaf(spot.id, cell, state(self.asked.submitted, reads));
        let mut whose = *spot;
        if let (Some(town), Some(region)) = (spot.node.municipality, spot.node.region)
            && spot.node.level == Level::Municipality
        {
            let sources = self.asked.map.sources(town, period.to(), self.asked.borders);
            if sources.divided {
                flags.insert(ResultFlag::Incomparable);
            }
            if sources.restated && leaf.is_none() {
                flags.insert(ResultFlag::Restated);
                if let ([source], false) = (sources.of.as_slice(), sources.divided) {
                    whose = Spot::municipality(*source, region);
                    let reads = self.asked.rights.reads(&whose);
                    leaf = self.found.leaf(whose.id, cell, state(self.asked.submitted, reads));
                }
            }
        }
        let figure = &leaf?.figure;
        let number = Number::of_figure(figure, indicator);
        let hidden = self.hidden.of_node(whose.id, cell) || self.hidden.of_figure(spot.id, cell, figure, indicator);
        Some(if hidden { number.suppressed() } else { number })
    }

    /// The sum as a number, or why there is none.
    fn aggregate(&self, spot: &Spot, cell: Cell, below: &Below, indicator: &indicator::Model) -> Number {
        let number = Number::of_sum(&below.sum, indicator);
        let hidden = number.value.is_some() && self.hidden.of_sum(spot.id, cell, &below.sum, indicator);
        if hidden { number.suppressed() } else { number }
    }

    fn flag(&self, below: &Below, indicator: &indicator::Model, flags: &mut Flags) {
        let sum = &below.sum;
        let missing = below.known && sum.entered(indicator) < below.coverage.expected;
        if missing || sum.stated_alone > 0 {
            flags.insert(ResultFlag::Partial);
        }
        if sum.inexact > 0 {
            flags.insert(ResultFlag::Inexact);
        }
        if let Some(days) = sum.days {
            if days.first != days.last {
                flags.insert(ResultFlag::DifferentDates);
            }
            if self.found.method(indicator.id, days.first) != self.found.method(indicator.id, days.last) {
                flags.insert(ResultFlag::DifferentMethods);
            }
        }
    }

    /// What lies below a node; nothing lies below an organisation.
    fn below(&self, spot: &Spot, cell: Cell, period: &Period) -> Option<Below> {
        match (spot.node.level, spot.node.region) {
            (Level::Federation, _) => Some(self.country(cell, period)),
            (Level::Region, Some(region)) => Some(self.region(region, cell, period)),
            (Level::Zone, Some(region)) => {
                let members = self.asked.map.of_zone(region, spot.node.zone?, period.to());
                let mut below = Below { known: true, ..Below::default() };
                self.add_towns(&mut below, region, members.iter().copied(), cell);
                self.expect_towns(&mut below, region, &members, cell);
                Some(below)
            }
            (Level::Municipality, Some(region)) => self.town(spot.node.municipality?, region, cell, period),
            _ => None,
        }
    }

    fn country(&self, cell: Cell, period: &Period) -> Below {
        let mut below = Below { known: true, ..Below::default() };
        for apart in [false, true] {
            let of = |state: i16| self.found.country.get(&(cell, state, apart));
            if let Some(sum) = of(state(self.asked.submitted, !apart)) {
                below.sum += sum;
            }
            below.coverage.reported += of(state(true, !apart)).map_or(0, |sum| sum.reported);
            below.coverage.accepted += of(query::ACCEPTED).map_or(0, |sum| sum.reported);
        }
        for region in self.asked.map.regions() {
            let members = self.asked.map.of_region(region, period.to());
            if self.found.regions.contains(&region) {
                self.add_towns(&mut below, region, self.asked.map.ever(region).map(|(id, _)| id), cell);
                self.expect_towns(&mut below, region, &members, cell);
            } else {
                below.coverage.expected += count(members.len());
            }
        }
        below
    }

    fn region(&self, region: RegionId, cell: Cell, period: &Period) -> Below {
        let mut below = Below { known: true, ..Below::default() };
        let members = self.asked.map.of_region(region, period.to());
        if self.found.regions.contains(&region) {
            self.add_towns(&mut below, region, self.asked.map.ever(region).map(|(id, _)| id), cell);
            self.expect_towns(&mut below, region, &members, cell);
        } else {
            let all = self.asked.rights.over_region(&self.asked.map, region) == Reach::All;
            self.add_stored(&mut below, region.into(), all, cell);
            below.coverage.expected = count(members.len());
        }
        below
    }

    /// Of a municipality that was several then these; else its organisations.
    fn town(&self, town: MunicipalityId, region: RegionId, cell: Cell, period: &Period) -> Option<Below> {
        let sources = self.asked.map.sources(town, period.to(), self.asked.borders);
        let mut below = Below::default();
        if sources.of.len() > 1 && !sources.divided {
            self.add_towns(&mut below, region, sources.of.iter().copied(), cell);
            if !below.sum.is_silent() {
                below.known = true;
                self.expect_towns(&mut below, region, &sources.of, cell);
                return Some(below);
            }
        }
        if sources.divided && !self.asked.map.town(town).is_some_and(|town| town.exists(period.to())) {
            return None;
        }
        for source in sources.of {
            let Some(with) = self.found.towns.get(&source) else {
                let all = self.asked.rights.over_town(region, source) == Reach::All;
                self.add_stored(&mut below, source.into(), all, cell);
                continue;
            };
            for id in with {
                let counts = |leaf: &Leaf| {
                    leaf.organisation
                        .is_some_and(|id| self.asked.rights.counts_organisation(leaf.region, leaf.municipality, id))
                };
                self.add_leaf(&mut below, *id, cell, counts);
            }
        }
        if below.sum.is_silent() {
            return Some(below);
        }
        self.expect_organisations(&mut below, town, period);
        Some(below)
    }

    fn add_towns(&self, below: &mut Below, region: RegionId, towns: impl Iterator<Item = MunicipalityId>, cell: Cell) {
        for town in towns {
            let counts = self.asked.rights.counts_town(region, town);
            let leaf = self.found.leaf(town.into(), cell, state(self.asked.submitted, counts));
            if let Some(leaf) = leaf {
                below.sum.add(&leaf.figure);
            }
        }
    }

    /// Adds an organisation's figure, and counts it.
    fn add_leaf(&self, below: &mut Below, id: Uuid, cell: Cell, counts: impl Fn(&Leaf) -> bool) {
        let accepted = self.found.leaf(id, cell, query::ACCEPTED);
        let submitted = self.found.leaf(id, cell, query::SUBMITTED).filter(|leaf| counts(leaf));
        let seen = submitted.or(accepted);
        if let Some(leaf) = if self.asked.submitted { seen } else { accepted } {
            below.sum.add(&leaf.figure);
        }
        below.coverage.reported += i64::from(seen.is_some_and(|leaf| tells(&leaf.figure)));
        below.coverage.accepted += i64::from(accepted.is_some_and(|leaf| tells(&leaf.figure)));
    }

    fn add_stored(&self, below: &mut Below, territory: Uuid, all: bool, cell: Cell) {
        let of = |state: i16| self.found.sums.get(&(territory, cell, state));
        if let Some(sum) = of(state(self.asked.submitted, all)) {
            below.sum += sum;
        }
        below.coverage.reported += of(state(true, all)).map_or(0, |sum| sum.reported);
        below.coverage.accepted += of(query::ACCEPTED).map_or(0, |sum| sum.reported);
    }

    fn expect_towns(&self, below: &mut Below, region: RegionId, expected: &[MunicipalityId], cell: Cell) {
        let coverage = &mut below.coverage;
        coverage.expected += count(expected.len());
        for town in expected {
            let tells =
                |state: i16| self.found.leaf((*town).into(), cell, state).is_some_and(|leaf| tells(&leaf.figure));
            let reported = tells(state(true, self.asked.rights.counts_town(region, *town))) || tells(query::ACCEPTED);
            coverage.reported += i64::from(reported);
            coverage.accepted += i64::from(tells(query::ACCEPTED));
            if !reported && coverage.missing.len() < Coverage::SHOWN {
                coverage.missing.push(Spot::municipality(*town, region));
            }
        }
    }

    /// The organisations that existed on the last day, where somebody looked.
    fn expect_organisations(&self, below: &mut Below, town: MunicipalityId, period: &Period) {
        if self.found.organisations.is_empty() {
            return;
        }
        let exists = |(_, from, to): &&(_, Option<chrono::NaiveDate>, Option<chrono::NaiveDate>)| {
            from.is_none_or(|from| from <= period.to()) && to.is_none_or(|to| period.to() <= to)
        };
        let members = self.found.organisations.get(&town);
        let expected = members.map_or(0, |members| members.iter().filter(exists).count());
        below.coverage.expected = count(expected).max(below.coverage.reported);
        below.known = true;
    }

    /// Against the last period of the kind before, of those that are asked for.
    fn change(&self, row: &ResultRow, all: &[ResultRow]) -> Option<Change> {
        let earlier =
            |other: &&ResultRow| other.period.kind() == row.period.kind() && other.period.to() < row.period.from();
        let before = all.iter().filter(earlier).max_by_key(|other| other.period.to())?;
        let (now, then) = (row.number.value?, before.number.value?);
        let mut flags: Flags = row.flags.union(&before.flags).copied().collect();
        // What was several then is a sum of these: restated it is like with like.
        if row.basis != before.basis && !flags.contains(&ResultFlag::Restated) {
            flags.insert(ResultFlag::Incomparable);
        }
        if let (Some(now), Some(then)) = (row.number.days, before.number.days) {
            let method = |day| self.found.method(row.indicator.id, day);
            if method(now.last) != method(then.last) {
                flags.insert(ResultFlag::DifferentMethods);
            }
            // The same day of either period, a leap day apart.
            let offset = |day: chrono::NaiveDate, period: &Period| (period.to() - day).num_days();
            if (offset(now.last, &row.period) - offset(then.last, &before.period)).abs() > 1 {
                flags.insert(ResultFlag::DifferentDates);
            }
        }
        let difference = now.checked_sub(then).ok();
        let percent = difference.and_then(|difference| percent(difference, then));
        Some(Change { from: before.period, before: then, difference, percent, flags })
    }
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// Whether a figure is no silence.
fn tells(figure: &Figure) -> bool {
    figure.null_reason != Some(NullReason::NotReported)
}
