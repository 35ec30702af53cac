//! Small numbers about children that others may not see: numerators of 1 to 4, and what would give them away.
//!
//! Pure: cells and the sums they make come in, the places of the cells to hide come out. A sum with one hidden part gives
//! it away by subtraction, so a second part is hidden with it, the smallest; where there is none, the sum itself, or a zero.

use std::collections::{BTreeMap, BTreeSet};

/// The largest number that is small.
const SMALL: i64 = 4;
/// Millionths in one.
const ONE: i64 = 1_000_000;

/// A number in a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// What was counted, in millionths of the unit; none where there is no number.
    pub numerator: Option<i64>,
    /// Whether it is about few people who could be known.
    pub sensitive: bool,
    /// Whether it is told anyway: it is never hidden for the sake of others.
    pub told: bool,
}

impl Cell {
    /// A number of an indicator whose unit is a power of ten of people.
    pub fn new(numerator: Option<i64>, scale: i16, sensitive: bool) -> Self {
        let people = u32::try_from(scale).map_or(1, |scale| 10_i64.saturating_pow(scale));
        Self { numerator: numerator.map(|number| number.saturating_mul(people)), sensitive, told: false }
    }

    /// The same, told anyway.
    #[must_use]
    pub fn told(self) -> Self {
        Self { sensitive: false, told: true, ..self }
    }

    /// Whether it is hidden by itself; zero is told.
    pub fn is_small(&self) -> bool {
        self.sensitive && self.numerator.is_some_and(|number| number > 0 && number <= SMALL * ONE)
    }
}

/// Cells that add up to another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sum {
    /// The place of the sum among the cells; none where it is told elsewhere.
    pub total: Option<usize>,
    /// The places of its parts.
    pub parts: Vec<usize>,
}

/// The places of the cells to hide; those of `before` are hidden already.
pub fn suppress(cells: &[Cell], sums: &[Sum], before: BTreeSet<usize>) -> BTreeSet<usize> {
    let small = cells.iter().enumerate().filter(|(_, cell)| cell.is_small());
    let mut hidden = before;
    hidden.extend(small.map(|(place, _)| place));
    let mut of: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (number, sum) in sums.iter().enumerate() {
        for place in sum.parts.iter().copied().chain(sum.total) {
            of.entry(place).or_default().push(number);
        }
    }
    // A sum is looked at again when another of its cells is hidden. Every round hides one more cell, so it ends.
    let mut open: BTreeSet<usize> = (0..sums.len()).collect();
    while let Some(number) = open.pop_first() {
        if let Some(next) = sums.get(number).and_then(|sum| next(cells, &hidden, sum)) {
            hidden.insert(next);
            open.extend(of.get(&next).into_iter().flatten());
        }
    }
    hidden
}

/// What has to be hidden with the one hidden part of a sum.
fn next(cells: &[Cell], hidden: &BTreeSet<usize>, sum: &Sum) -> Option<usize> {
    let number = |place: usize| cells.get(place).and_then(|cell| cell.numerator);
    let parts: BTreeSet<usize> = sum.parts.iter().copied().filter(|place| number(*place).is_some()).collect();
    let dark = parts.iter().filter(|place| hidden.contains(place)).count();
    let may = |place: &usize| !hidden.contains(place) && cells.get(*place).is_some_and(|cell| !cell.told);
    let shown = || parts.iter().copied().filter(may);
    let least = |of: &dyn Fn(i64) -> bool| {
        shown().filter_map(|place| Some((number(place).filter(|number| of(*number))?, place))).min()
    };
    // The smallest number that is not zero: to hide a zero hides little.
    let smallest = least(&|number| number > 0).map(|(_, place)| place);
    match sum.total {
        // A hidden sum of shown parts is told by adding them up.
        Some(total) if hidden.contains(&total) => smallest.filter(|_| dark == 0),
        total if dark == 1 => {
            let zero = || least(&|number| number == 0).map(|(_, place)| place).filter(|_| total.is_some());
            smallest.or_else(|| total.filter(may)).or_else(zero)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cells(numbers: &[i64]) -> Vec<Cell> {
        numbers.iter().map(|number| Cell::new(Some(number * ONE), 0, true)).collect()
    }

    fn sum(total: usize, parts: impl IntoIterator<Item = usize>) -> Sum {
        Sum { total: Some(total), parts: parts.into_iter().collect() }
    }

    #[test]
    fn one_to_four_are_hidden_and_zero_is_told() {
        assert_eq!(suppress(&cells(&[0, 1, 4, 5]), &[], BTreeSet::new()), BTreeSet::from([1, 2]));
        let open = Cell::new(Some(3 * ONE), 0, false);
        assert!(suppress(&[open, Cell::new(None, 0, true)], &[], BTreeSet::new()).is_empty());
        assert!(Cell::new(Some(3_000), 3, true).is_small(), "0.003 thousand persons are three");
        assert!(!Cell::new(Some(ONE), 3, true).is_small());
    }

    #[test]
    fn what_a_sum_would_give_away_is_hidden_with_the_smallest() {
        assert_eq!(suppress(&cells(&[33, 3, 10, 20]), &[sum(0, 1..4)], BTreeSet::new()), BTreeSet::from([1, 2]));
        assert_eq!(
            suppress(&cells(&[36, 3, 3, 30]), &[sum(0, 1..4)], BTreeSet::new()),
            BTreeSet::from([1, 2]),
            "two hide each other"
        );
        assert_eq!(
            suppress(&cells(&[23, 3, 0, 20]), &[sum(0, 1..4)], BTreeSet::new()),
            BTreeSet::from([1, 3]),
            "a zero hides nothing"
        );
        assert_eq!(suppress(&cells(&[3, 3, 0]), &[sum(0, 1..3)], BTreeSet::new()), BTreeSet::from([0, 1]));
    }

    #[test]
    fn a_sum_goes_where_it_is_its_only_part() {
        let mut lone = cells(&[9, 3]);
        lone[0].sensitive = false;
        assert_eq!(suppress(&lone, &[sum(0, [1])], BTreeSet::new()), BTreeSet::from([0, 1]));
        let elsewhere = Sum { total: None, parts: vec![1] };
        assert_eq!(suppress(&lone, &[elsewhere], BTreeSet::new()), BTreeSet::from([1]));
    }

    #[test]
    fn beside_what_is_told_anyway_a_zero_is_hidden() {
        let mut table = cells(&[3, 3, 0]);
        table[0] = table[0].told();
        assert_eq!(suppress(&table, &[sum(0, 1..3)], BTreeSet::new()), BTreeSet::from([1, 2]));
        assert_eq!(suppress(&table, &[sum(0, [1])], BTreeSet::new()), BTreeSet::from([1]), "nothing else is there");
        let hidden = suppress(&cells(&[20, 9, 11]), &[sum(0, 1..3)], BTreeSet::from([2]));
        assert_eq!(hidden, BTreeSet::from([1, 2]), "what another rule hid");
    }

    #[test]
    fn a_cell_of_two_sums_drags_both() {
        // Two rows and two columns: 3 is hidden, so is its neighbour in the row and the column, and what these leave.
        let table = cells(&[3, 20, 30, 40, 23, 70, 33, 60]);
        let sums = [sum(4, [0, 1]), sum(5, [2, 3]), sum(6, [0, 2]), sum(7, [1, 3])];
        assert_eq!(suppress(&table, &sums, BTreeSet::new()), BTreeSet::from([0, 1, 2, 3]));
    }

    proptest! {
        #[test]
        fn no_sum_gives_a_hidden_part_away(
            numbers in prop::collection::vec(0_i64..12, 1..9),
            groups in prop::collection::vec(prop::collection::btree_set(0_usize..9, 1..5), 0..4),
        ) {
            let mut table = cells(&numbers);
            let groups: Vec<Vec<usize>> = groups
                .into_iter()
                .map(|group| group.into_iter().filter(|place| *place < numbers.len()).collect::<Vec<usize>>())
                .filter(|group| !group.is_empty())
                .collect();
            let mut sums = Vec::new();
            for parts in groups {
                table.push(Cell::new(Some(parts.iter().map(|place| numbers[*place]).sum::<i64>() * ONE), 0, true));
                sums.push(Sum { total: Some(table.len() - 1), parts });
            }
            let hidden = suppress(&table, &sums, BTreeSet::new());
            for (place, cell) in table.iter().enumerate() {
                prop_assert!(!cell.is_small() || hidden.contains(&place));
                prop_assert!(cell.numerator != Some(0) || !hidden.contains(&place));
            }
            for sum in &sums {
                let dark = sum.parts.iter().filter(|place| hidden.contains(place)).count();
                let total = hidden.contains(&sum.total.unwrap());
                prop_assert!(dark != 1 || total);
            }
        }
    }
}
