//! Seeded chance for the simulator, so that two runs with one seed tell the same story.
//!
//! The generator is splitmix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014): 64 bits of
//! state, one addition and three mixing steps per number. It is not for secrets. Everything uses integer arithmetic except
//! [`Dice::fraction`], so the numbers are the same on every platform.

/// A stream of numbers that depends on its seed alone.
#[derive(Clone, Debug)]
pub struct Dice {
    state: u64,
}

impl Dice {
    /// A stream for `seed`.
    pub const fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// The stream that belongs to one item and one purpose of a world: details of the item can be drawn again at any time, in
    /// any order, without storing them.
    pub fn of(seed: u64, item: u64, purpose: u64) -> Self {
        let mut mixed = Self::new(seed ^ item.wrapping_mul(0xA24B_AED4_963E_E407));
        let first = mixed.next();
        let mut dice = Self::new(first ^ purpose.wrapping_mul(0x9FB2_1C65_1E98_DF25));
        dice.next();
        dice
    }

    /// The next 64 bits.
    pub fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number in `0..bound`; 0 when `bound` is 0.
    pub fn below(&mut self, bound: u64) -> u64 {
        let wide = u128::from(self.next()) * u128::from(bound);
        u64::try_from(wide >> 64).unwrap_or(0)
    }

    /// A number in `low..=high`; `low` when the range is empty.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = u64::try_from(high.saturating_sub(low)).map_or(0, |span| span.saturating_add(1));
        low.saturating_add(i64::try_from(self.below(span)).unwrap_or(0))
    }

    /// True `percent` times out of a hundred.
    pub fn percent(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// A fraction in `[0, 1)` with 53 bits.
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit an f64 exactly")]
    pub fn fraction(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// One of `choices`.
    ///
    /// An empty slice gives the type's default, so that no caller needs to handle the case.
    pub fn pick<T: Copy + Default>(&mut self, choices: &[T]) -> T {
        let bound = u64::try_from(choices.len()).unwrap_or(0);
        let at = usize::try_from(self.below(bound)).unwrap_or(0);
        choices.get(at).copied().unwrap_or_default()
    }

    /// `count` lower-case hexadecimal digits.
    pub fn hex(&mut self, count: usize) -> String {
        (0..count)
            .map(|_| {
                char::from_digit(u32::try_from(self.below(16)).unwrap_or(0), 16).unwrap_or('0')
            })
            .collect()
    }

    /// A UUID in the usual spelling, version 4.
    pub fn uuid(&mut self) -> String {
        let (a, b, c, d) = (self.hex(8), self.hex(4), self.hex(3), self.hex(3));
        format!("{a}-{b}-4{c}-a{d}-{}", self.hex(12))
    }
}

/// A number for a text (FNV-1a), to draw from.
pub(super) fn fold(text: &str) -> u64 {
    text.bytes().fold(0xCBF2_9CE4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_numbers_are_those_of_the_published_algorithm() {
        let mut dice = Dice::new(1_234_567);
        assert_eq!(dice.next(), 6_457_827_717_110_365_317);
        assert_eq!(dice.next(), 3_203_168_211_198_807_973);
    }

    #[test]
    fn ranges_hold_and_reach_both_ends() {
        let mut dice = Dice::new(7);
        let drawn: Vec<i64> = (0..500).map(|_| dice.between(-2, 2)).collect();
        assert!(drawn.iter().all(|n| (-2..=2).contains(n)));
        assert!(drawn.contains(&-2) && drawn.contains(&2));
        assert_eq!(dice.below(0), 0);
        assert_eq!(dice.between(5, 1), 5);
    }

    #[test]
    fn streams_of_neighbours_differ() {
        assert_ne!(Dice::of(1, 1, 0).next(), Dice::of(1, 2, 0).next());
        assert_ne!(Dice::of(1, 1, 0).next(), Dice::of(1, 1, 1).next());
        assert_eq!(Dice::of(1, 1, 1).next(), Dice::of(1, 1, 1).next());
    }

    #[test]
    fn a_uuid_has_the_usual_shape() {
        let uuid = Dice::new(3).uuid();
        assert_eq!(
            uuid.split('-').map(str::len).collect::<Vec<_>>(),
            [8, 4, 4, 4, 12]
        );
    }
}
