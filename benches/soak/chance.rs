//! Numbers that vary, and are the same in every run.

/// A xorshift generator.
pub struct Chance(u64);

impl Chance {
    pub const fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below another; 0 when that is 0.
    pub const fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        if end == 0 { 0 } else { (self.0 >> 11) % end }
    }

    /// One of some.
    ///
    /// # Errors
    /// When there are none.
    pub fn of<'a, T>(&mut self, some: &'a [T]) -> Result<&'a T, String> {
        let place = self.below(u64::try_from(some.len()).unwrap_or(0));
        let found = usize::try_from(place).ok().and_then(|place| some.get(place));
        found.ok_or_else(|| "the demonstration has none of what was to be chosen from".to_owned())
    }
}
