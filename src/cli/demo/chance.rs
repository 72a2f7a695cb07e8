//! Chance that is the same every time: SplitMix64. The demonstration must not differ between two machines, so no
//! crate whose next version may draw other numbers.

use crate::kernel::clock::Timestamp;
use crate::kernel::id::Id;
use uuid::Uuid;

/// A seeded sequence of numbers.
#[derive(Clone, Debug)]
pub struct Chance(u64);

impl Chance {
    /// Begins with a seed.
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A sequence of its own for a name.
    pub fn named(name: &str) -> Self {
        // FNV-1a, written out for the same reason.
        let mixed = |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        Self::new(name.bytes().fold(0xcbf2_9ce4_8422_2325, mixed))
    }

    /// The next number.
    pub const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `limit`; 0 when there is none.
    pub fn below(&mut self, limit: usize) -> usize {
        let limit = u64::try_from(limit).unwrap_or(u64::MAX);
        usize::try_from(self.next().checked_rem(limit).unwrap_or(0)).unwrap_or(0)
    }

    /// A number from `least` to `most`.
    pub fn between(&mut self, least: i64, most: i64) -> i64 {
        let span = u64::try_from(most.saturating_sub(least)).unwrap_or(0).saturating_add(1);
        least.saturating_add(i64::try_from(self.next() % span).unwrap_or(0))
    }

    /// True `share` times in a hundred.
    pub fn percent(&mut self, share: u64) -> bool {
        self.next() % 100 < share
    }

    /// One of them.
    pub fn pick<'t, T>(&mut self, from: &'t [T]) -> Option<&'t T> {
        from.get(self.below(from.len()))
    }

    /// Another order.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }

    /// An instant strictly between two, or the earlier one where there is none.
    pub fn instant(&mut self, after: Timestamp, before: Timestamp) -> Timestamp {
        let (from, to) = (after.micros() + 1, before.micros() - 1);
        if to < from {
            return after;
        }
        let whole_seconds = self.between(from, to) / 1_000_000 * 1_000_000;
        Timestamp::from_micros(whole_seconds.max(from)).unwrap_or(after)
    }

    /// An id of an instant, as the use cases make them, but the same every time.
    pub fn id<K>(&mut self, at: Timestamp) -> Id<K> {
        let millis = u64::try_from(at.micros() / 1000).unwrap_or(0);
        let (high, low) = (self.next().to_be_bytes(), self.next().to_be_bytes());
        let mut random = [0_u8; 10];
        for (byte, from) in random.iter_mut().zip(high.into_iter().chain(low)) {
            *byte = from;
        }
        Id::from_uuid(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
    }

    /// An id that tells nothing, for what is secret.
    pub fn random_id<K>(&mut self) -> Id<K> {
        let bits = (u128::from(self.next()) << 64) | u128::from(self.next());
        Id::from_uuid(uuid::Builder::from_random_bytes(Uuid::from_u128(bits).into_bytes()).into_uuid())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chance_repeats_itself() {
        // The first numbers of SplitMix64 seeded with 0, as published with the algorithm.
        let mut chance = Chance::new(0);
        assert_eq!((chance.next(), chance.next()), (0xe220_a839_7b1d_cdaf, 0x6e78_9e6a_a1b9_65f4));
    }

    #[test]
    fn ids_carry_their_instant() {
        let at = Timestamp::parse("2026-11-22T10:00:00Z").expect("valid");
        let id: Id<crate::kernel::id::kind::Decision> = Chance::new(1).id(at);
        assert_eq!(id.uuid().get_version_num(), 7);
        assert_eq!(id.uuid().get_timestamp().map(|t| t.to_unix().0), u64::try_from(at.micros() / 1_000_000).ok());
    }

    #[test]
    fn an_instant_lies_between() {
        let (from, to) =
            (Timestamp::from_micros(5).expect("valid"), Timestamp::from_micros(90_000_000).expect("valid"));
        let mut chance = Chance::new(7);
        for _ in 0..200 {
            let at = chance.instant(from, to);
            assert!(from < at && at < to);
        }
    }
}
