//! A result as it is answered, and what has to be known to read it.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use entity::{decimal::Decimal, indicator};
use uuid::Uuid;

use super::{against::Against, nodes::Spot, sum::Number};
use crate::period::Period;

entity::code_enum! {
    /// What a result is (основание результата)
    pub enum ResultBasis {
        /// Told about the node itself (собственное значение)
        Own = "OWN",
        /// Put together from what lies below, or from what the node was made of (свод)
        Aggregate = "AGGREGATE",
    }
}

entity::code_enum! {
    /// What has to be known to read a result, or a comparison (оговорка к результату)
    pub enum ResultFlag {
        /// Counted by different versions of the method (разные методики)
        DifferentMethods = "DIFFERENT_METHODS",
        /// Counted on different days (разные даты)
        DifferentDates = "DIFFERENT_DATES",
        /// Some of what is expected is not in the sum (не все данные)
        Partial = "PARTIAL",
        /// Bounds or approximations are in it (неточные числа)
        Inexact = "INEXACT",
        /// In the borders of the day that is asked for, from what the territory was made of then (пересчитано по преемственности)
        Restated = "RESTATED",
        /// Borders or the kind of result differ: not like with like (не сопоставимо)
        Incomparable = "INCOMPARABLE",
    }
}

/// Flags of a result.
pub type Flags = BTreeSet<ResultFlag>;

/// Who is in a sum.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// How many were expected.
    pub expected: i64,
    /// How many of them reported, as far as the viewer may count.
    pub reported: i64,
    /// How many of them are accepted.
    pub accepted: i64,
    /// Who did not report, at most [`Coverage::SHOWN`], where somebody looked.
    pub missing: Vec<Spot>,
}

impl Coverage {
    /// Most missing nodes that are named.
    pub const SHOWN: usize = 100;
}

/// The difference from a period before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The period before.
    pub from: Period,
    /// The value then.
    pub before: Decimal,
    /// The value now less the value then.
    pub difference: Option<Decimal>,
    /// The difference in percent of the value then.
    pub percent: Option<Decimal>,
    /// What keeps it from being like with like, or has to be known.
    pub flags: Flags,
}

impl Change {
    /// Whether like is compared with like.
    pub fn is_comparable(&self) -> bool {
        ![ResultFlag::DifferentMethods, ResultFlag::DifferentDates, ResultFlag::Incomparable]
            .iter()
            .any(|flag| self.flags.contains(flag))
    }
}

/// One result.
#[derive(Clone, Debug)]
pub struct ResultRow {
    /// The indicator.
    pub indicator: Arc<indicator::Model>,
    /// The node.
    pub spot: Spot,
    /// The period.
    pub period: Period,
    /// The number.
    pub number: Number,
    /// What it is.
    pub basis: ResultBasis,
    /// The number on the other basis, where there is one.
    pub other: Option<Number>,
    /// Who is in the sum, of nodes that have something below.
    pub coverage: Option<Coverage>,
    /// What has to be known to read it.
    pub flags: Flags,
    /// Against the period before among those that are asked for.
    pub change: Option<Change>,
    /// The targets that hold, by the code of their set, where somebody looked.
    pub targets: Vec<Against>,
}

/// Rows by node, in the order of the nodes.
pub fn by_node(rows: Vec<ResultRow>) -> Vec<(Spot, Vec<ResultRow>)> {
    let mut order: Vec<Spot> = Vec::new();
    let mut all: BTreeMap<Uuid, Vec<ResultRow>> = BTreeMap::new();
    for row in rows {
        let of = all.entry(row.spot.id).or_default();
        if of.is_empty() {
            order.push(row.spot);
        }
        of.push(row);
    }
    order.into_iter().filter_map(|spot| Some((spot, all.remove(&spot.id)?))).collect()
}
