//! Chance that repeats: a stream of numbers that follows from a seed and a place in the network alone, so that one
//! region does not depend on how much was drawn for another.

/// A stream of numbers (splitmix64).
#[derive(Clone, Debug)]
pub struct Chance(u64);

impl Chance {
    /// The stream of a place.
    pub fn new(seed: u64, place: &str) -> Self {
        // FNV-1a: the place tells streams of one seed apart.
        let start = seed ^ 0xcbf2_9ce4_8422_2325;
        Self(place.bytes().fold(start, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 to below another.
    pub fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end.max(1)).unwrap_or(1);
        usize::try_from(self.next() % end).unwrap_or_default()
    }

    /// A number between two, both included.
    pub fn between(&mut self, least: i32, most: i32) -> i32 {
        let span = usize::try_from(most.saturating_sub(least)).unwrap_or_default() + 1;
        least.saturating_add(i32::try_from(self.below(span)).unwrap_or_default())
    }

    /// True so many times in a hundred.
    pub fn percent(&mut self, often: usize) -> bool {
        self.below(100) < often
    }

    /// One of some things; none of nothing.
    pub fn one<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        of.get(self.below(of.len()))
    }

    /// One of some words.
    pub fn word(&mut self, of: &[&'static str]) -> &'static str {
        self.one(of).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_always_draws_the_same() {
        let draw = |seed, place| {
            let mut chance = Chance::new(seed, place);
            (0..50).map(|_| chance.below(1_000)).collect::<Vec<_>>()
        };
        assert_eq!(draw(1, "23"), draw(1, "23"));
        assert_ne!(draw(1, "23"), draw(2, "23"));
        assert_ne!(draw(1, "23"), draw(1, "24"));
        let mut chance = Chance::new(7, "");
        assert!((0..1_000).all(|_| (3..=5).contains(&chance.between(3, 5))));
        assert!(chance.one::<u8>(&[]).is_none());
    }
}
