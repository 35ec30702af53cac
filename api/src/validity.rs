//! Validity: from when till when something holds, both days included, open where nothing is said.
//!
//! Bounds keep the precision of their source: `12.2021` is a month, its first day as a start, its
//! last as an end. Nothing here knows what day it is today; the day in question is an argument.

use std::fmt;

use chrono::{Days, NaiveDate};

mod bound;

pub use bound::{Bound, Precision, ValidityFault};

/// A set of consecutive days. Its start never stands after its end.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Validity {
    from: Option<Bound>,
    to: Option<Bound>,
}

impl Validity {
    /// From the one to the other, both included; `None` is open.
    pub fn new(from: Option<Bound>, to: Option<Bound>) -> Result<Self, ValidityFault> {
        if let (Some(from), Some(to)) = (&from, &to)
            && from.date > to.date
        {
            return Err(ValidityFault::EndBeforeStart { from: from.date, to: to.date });
        }
        Ok(Self { from, to })
    }

    /// From day to day, both included; `None` is open.
    pub fn of_days(from: Option<NaiveDate>, to: Option<NaiveDate>) -> Result<Self, ValidityFault> {
        Self::new(from.map(Bound::day), to.map(Bound::day))
    }

    /// The start; `None` is open.
    pub const fn from(&self) -> Option<&Bound> {
        self.from.as_ref()
    }

    /// The end; `None` is open.
    pub const fn to(&self) -> Option<&Bound> {
        self.to.as_ref()
    }

    /// The first day, or one before all others. Bounds are of four-digit years, so it is apart.
    fn first(&self) -> NaiveDate {
        self.from.as_ref().map_or(NaiveDate::MIN, |from| from.date)
    }

    /// The last day, or one after all others.
    fn last(&self) -> NaiveDate {
        self.to.as_ref().map_or(NaiveDate::MAX, |to| to.date)
    }

    /// Whether it holds that day.
    pub fn contains(&self, day: NaiveDate) -> bool {
        self.first() <= day && day <= self.last()
    }

    /// Whether it has begun by that day.
    pub fn is_started(&self, day: NaiveDate) -> bool {
        self.first() <= day
    }

    /// Whether its last day lies before that day.
    pub fn is_ended(&self, day: NaiveDate) -> bool {
        self.last() < day
    }

    /// How many days it has; `None` when it is open.
    pub fn days(&self) -> Option<i64> {
        let (from, to) = (self.from.as_ref()?, self.to.as_ref()?);
        Some((to.date - from.date).num_days() + 1)
    }

    /// Whether there is a day on which both hold.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.first() <= other.last() && other.first() <= self.last()
    }

    /// The days on which both hold, its bounds as the sources know them.
    pub fn intersect(&self, other: &Self) -> Option<Self> {
        let from = if self.first() >= other.first() { &self.from } else { &other.from };
        let to = if self.last() <= other.last() { &self.to } else { &other.to };
        self.overlaps(other).then(|| Self { from: from.clone(), to: to.clone() })
    }

    /// The days between the two; `None` when they overlap or follow each other at once.
    pub fn gap(&self, other: &Self) -> Option<Self> {
        let (early, late) = if self.first() <= other.first() { (self, other) } else { (other, self) };
        between(early.last(), late.first())
    }
}

/// The days after the one and before the other.
fn between(last: NaiveDate, next: NaiveDate) -> Option<Validity> {
    let from = last.checked_add_days(Days::new(1))?;
    let to = next.checked_sub_days(Days::new(1))?;
    (from <= to).then(|| Validity { from: Some(Bound::day(from)), to: Some(Bound::day(to)) })
}

/// `12.2021 – 12.2024`, `с 12.2021`, `по 12.2024`, `бессрочно`.
impl fmt::Display for Validity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.from, &self.to) {
            (Some(from), Some(to)) => write!(f, "{from} – {to}"),
            (Some(from), None) => write!(f, "с {from}"),
            (None, Some(to)) => write!(f, "по {to}"),
            (None, None) => f.write_str("бессрочно"),
        }
    }
}

/// Places of the validities in the order in which they begin.
fn in_order(validities: &[Validity]) -> Vec<(usize, &Validity)> {
    let mut ordered: Vec<_> = validities.iter().enumerate().collect();
    ordered.sort_by_key(|(place, validity)| (validity.first(), *place));
    ordered
}

/// The places of two validities that share a day, the smaller place first: of all such pairs one
/// with the earliest shared day. `None` when no two share any.
pub fn first_overlap(validities: &[Validity]) -> Option<(usize, usize)> {
    let mut furthest: Option<(usize, &Validity)> = None;
    for (place, validity) in in_order(validities) {
        if let Some((other, before)) = furthest {
            if before.overlaps(validity) {
                return Some((place.min(other), place.max(other)));
            }
            if before.last() >= validity.last() {
                continue;
            }
        }
        furthest = Some((place, validity));
    }
    None
}

/// The days that none covers between the earliest start and the latest end, in order of time.
pub fn gaps(chain: &[Validity]) -> Vec<Validity> {
    let mut found = Vec::new();
    let mut covered: Option<NaiveDate> = None;
    for (_, validity) in in_order(chain) {
        found.extend(covered.and_then(|covered| between(covered, validity.first())));
        covered = covered.max(Some(validity.last()));
    }
    found
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    const SPAN: u64 = 40;

    fn date(day: u64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2020, 2, 10).unwrap_or_default() + Days::new(day)
    }

    /// Every day within a window wider than any bound of [`validity`].
    fn brute(validity: &Validity) -> BTreeSet<u64> {
        (0..SPAN)
            .filter(|day| {
                validity.from().is_none_or(|from| from.date <= date(*day))
                    && validity.to().is_none_or(|to| date(*day) <= to.date)
            })
            .collect()
    }

    fn validity() -> impl Strategy<Value = Validity> {
        let bound = || proptest::option::weighted(0.85, 2..SPAN - 2);
        (bound(), bound()).prop_map(|(a, b)| {
            let turned = a.is_some() && b.is_some() && a > b;
            let (from, to) = if turned { (b, a) } else { (a, b) };
            Validity::of_days(from.map(date), to.map(date)).unwrap_or_default()
        })
    }

    fn chain() -> impl Strategy<Value = Vec<Validity>> {
        proptest::collection::vec(validity(), 0..6)
    }

    #[test]
    fn an_end_before_its_start_is_refused() {
        let (from, to) = (date(1), date(0));
        assert_eq!(Validity::of_days(Some(from), Some(to)), Err(ValidityFault::EndBeforeStart { from, to }));
    }

    #[test]
    fn printing_is_russian_and_as_exact_as_known() {
        let printed = |from: &str, to: &str| {
            Validity::new(Bound::parse_start(from).ok(), Bound::parse_end(to).ok()).map(|validity| validity.to_string())
        };
        assert_eq!(printed("12.2021", "12.2024").as_deref(), Ok("12.2021 – 12.2024"));
        assert_eq!(printed("2021-03-05", "").as_deref(), Ok("с 05.03.2021"));
        assert_eq!(printed("", "2024").as_deref(), Ok("по 2024"));
        assert_eq!(printed("", "").as_deref(), Ok("бессрочно"));
    }

    #[test]
    fn a_renewal_that_follows_at_once_leaves_no_gap() {
        let first = Validity::of_days(Some(date(0)), Some(date(9)));
        let second = Validity::of_days(Some(date(10)), None);
        let chain: Vec<_> = [first, second].into_iter().flatten().collect();
        assert_eq!((chain.len(), first_overlap(&chain), gaps(&chain)), (2, None, Vec::new()));
    }

    proptest! {
        #[test]
        fn a_validity_is_its_days(validity in validity(), day in 0..SPAN) {
            let days = brute(&validity);
            prop_assert_eq!(validity.contains(date(day)), days.contains(&day));
            prop_assert_eq!(validity.is_ended(date(day)), days.range(day..).next().is_none());
            prop_assert_eq!(validity.is_started(date(day)), days.range(..=day).next().is_some());
            if let Some(count) = validity.days() {
                prop_assert_eq!(usize::try_from(count), Ok(days.len()));
            }
        }

        #[test]
        fn two_validities_meet_as_sets(a in validity(), b in validity()) {
            let shared: BTreeSet<u64> = brute(&a).intersection(&brute(&b)).copied().collect();
            prop_assert_eq!(a.overlaps(&b), !shared.is_empty());
            prop_assert_eq!(b.overlaps(&a), a.overlaps(&b));
            prop_assert_eq!(a.intersect(&b).as_ref().map_or_else(BTreeSet::new, brute), shared);
            prop_assert_eq!(a.gap(&b), b.gap(&a));
            let chain = [a.clone(), b.clone()];
            prop_assert_eq!(a.gap(&b).into_iter().collect::<Vec<_>>(), gaps(&chain));
        }

        #[test]
        fn an_overlap_is_found_when_there_is_one(chain in chain()) {
            let earliest = |a: &Validity, b: &Validity| {
                brute(a).intersection(&brute(b)).next().copied()
            };
            let all = chain.iter().enumerate().flat_map(|(place, a)| {
                chain.iter().skip(place + 1).filter_map(move |b| earliest(a, b))
            });
            let found = first_overlap(&chain);
            let of_found = found.and_then(|(a, b)| earliest(chain.get(a)?, chain.get(b)?));
            prop_assert!(found.is_none_or(|(a, b)| a < b));
            prop_assert_eq!(of_found, all.min());
        }

        #[test]
        fn gaps_are_the_days_nobody_covers(chain in chain()) {
            let covered: BTreeSet<u64> = chain.iter().flat_map(brute).collect();
            let missing: BTreeSet<u64> = match (covered.first(), covered.last()) {
                (Some(first), Some(last)) => (*first..*last).filter(|day| !covered.contains(day)).collect(),
                _ => BTreeSet::new(),
            };
            let found = gaps(&chain);
            prop_assert_eq!(found.iter().flat_map(brute).collect::<BTreeSet<u64>>(), missing);
            prop_assert_eq!(first_overlap(&found), None);
        }

        #[test]
        fn a_chain_without_overlap_holds_at_most_once_a_day(chain in chain(), day in 0..SPAN) {
            if first_overlap(&chain).is_none() {
                prop_assert!(chain.iter().filter(|validity| validity.contains(date(day))).count() <= 1);
            }
        }
    }
}
