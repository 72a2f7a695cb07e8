//! Exact fractions for quorum and majority. No floats: shares are compared by cross-multiplication.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A share between 0 and 1, such as two thirds. Written `2/3`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Fraction {
    num: u32,
    den: u32,
}

impl Fraction {
    pub const HALF: Self = Self { num: 1, den: 2 };
    pub const TWO_THIRDS: Self = Self { num: 2, den: 3 };

    /// `None` unless 0 ≤ num ≤ den and den > 0.
    pub const fn new(num: u32, den: u32) -> Option<Self> {
        if den == 0 || num > den { None } else { Some(Self { num, den }) }
    }

    pub const fn num(self) -> u32 {
        self.num
    }

    pub const fn den(self) -> u32 {
        self.den
    }

    /// `part` is at least this share of `whole`.
    pub fn reached_by(self, part: u32, whole: u32) -> bool {
        u64::from(part) * u64::from(self.den) >= u64::from(whole) * u64::from(self.num)
    }

    /// `part` is more than this share of `whole`.
    pub fn exceeded_by(self, part: u32, whole: u32) -> bool {
        u64::from(part) * u64::from(self.den) > u64::from(whole) * u64::from(self.num)
    }

    /// The smallest count that reaches this share of `whole`: 2/3 of 10 is 7.
    pub fn least_of(self, whole: u32) -> u32 {
        let needed = (u64::from(whole) * u64::from(self.num)).div_ceil(u64::from(self.den));
        u32::try_from(needed).unwrap_or(u32::MAX)
    }

    /// Exactly one half, however it is written: the simple majority.
    pub fn is_half(self) -> bool {
        u64::from(self.num) * 2 == u64::from(self.den)
    }
}

impl fmt::Display for Fraction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.num, self.den)
    }
}

impl FromStr for Fraction {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let parts = text.split_once('/').and_then(|(n, d)| Some((n.trim().parse().ok()?, d.trim().parse().ok()?)));
        parts.and_then(|(n, d)| Self::new(n, d)).ok_or_else(|| format!("{text:?} is not a fraction such as 2/3"))
    }
}

impl TryFrom<String> for Fraction {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Fraction> for String {
    fn from(fraction: Fraction) -> Self {
        fraction.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_least_count_reaches_and_one_less_does_not(num in 1_u32..100, extra in 0_u32..100, whole in 1_u32..5000) {
            let share = Fraction::new(num, num + extra).expect("in range");
            let least = share.least_of(whole);
            prop_assert!(share.reached_by(least, whole));
            prop_assert!(!share.reached_by(least - 1, whole));
        }

        #[test]
        fn more_than_is_at_least_and_not_exactly(part in 0_u32..100, whole in 1_u32..100) {
            let half = Fraction::HALF;
            prop_assert_eq!(half.exceeded_by(part, whole), part * 2 > whole);
            prop_assert_eq!(half.reached_by(part, whole), part * 2 >= whole);
        }
    }

    #[test]
    fn nonsense_is_refused() {
        assert!("3/2".parse::<Fraction>().is_err());
        assert!("1/0".parse::<Fraction>().is_err());
        assert_eq!("2/3".parse(), Ok(Fraction::TWO_THIRDS));
    }
}
