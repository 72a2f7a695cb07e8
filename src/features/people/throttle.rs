//! How guessing is slowed down: three meters per attempt, each with its own limit, and the pure rules of a meter.
//!
//! | meter | counts failures of | at | then blocks |
//! |---|---|---|---|
//! | pair | one account from one address | 5 | 30 s, doubled by each further failure, up to 15 min |
//! | address | one address over all accounts | 30 | 15 min, then counts anew |
//! | account | one account from anywhere | 20 | 5 min, then counts anew, and never where it signed in before |
//!
//! The account's meter is what stops a guesser with many addresses. It would also let a stranger lock a member out, so
//! an address from which the account has once signed in is exempt from it, and answers for its own failures only. There
//! is no such exemption from the address's meter: its answer would tell everybody behind the same address which
//! accounts sign in from there.
//!
//! Failures are forgotten after a day without any. Keys are hashed, so that the table lists neither e-mail addresses
//! nor IP addresses; that keeps them out of sight of whoever reads a backup, but an IPv4 address can be found by trying.
//! IPv6 addresses count by their /64, which is what one customer gets. An account is named by the address that was
//! typed, so an unknown one is slowed down exactly like a known one.

use super::model::Email;
use crate::db::log::hex;
use crate::kernel::clock::Timestamp;
use chrono::Duration;
use sha2::{Digest, Sha256};
use std::net::{IpAddr, Ipv6Addr};

/// Failures of one account from one address before the first block, and its length, in seconds; it doubles.
pub const PAIR_FAILURES: i64 = 5;
pub const PAIR_FIRST_BLOCK_SECONDS: i64 = 30;
pub const PAIR_LONGEST_BLOCK_SECONDS: i64 = 15 * 60;
/// Failures of one address over all accounts before it is blocked, and for how long.
pub const ADDRESS_FAILURES: i64 = 30;
pub const ADDRESS_BLOCK_SECONDS: i64 = 15 * 60;
/// Failures of one account from anywhere before it is blocked for addresses it does not know, and for how long.
pub const ACCOUNT_FAILURES: i64 = 20;
pub const ACCOUNT_BLOCK_SECONDS: i64 = 5 * 60;
/// Failures are forgotten after this long without one, in hours.
pub const MEMORY_HOURS: i64 = 24;
/// An address from which an account has signed in is remembered for this long after the last time, in days.
pub const FAMILIAR_DAYS: i64 = 180;
/// How long a meter at its limit holds others back while the attempts that filled it are being judged, in seconds.
pub const JUDGING_SECONDS: i64 = 5;

/// What a meter counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scale {
    Pair,
    Address,
    Account,
}

impl Scale {
    const fn failures(self) -> i64 {
        match self {
            Self::Pair => PAIR_FAILURES,
            Self::Address => ADDRESS_FAILURES,
            Self::Account => ACCOUNT_FAILURES,
        }
    }

    /// How long the `failures`-th failure blocks, in seconds; `failures` is at or past the limit.
    fn block(self, failures: i64) -> i64 {
        match self {
            Self::Pair => {
                let doublings = (failures - PAIR_FAILURES).clamp(0, 16);
                (PAIR_FIRST_BLOCK_SECONDS << doublings).min(PAIR_LONGEST_BLOCK_SECONDS)
            }
            Self::Address => ADDRESS_BLOCK_SECONDS,
            Self::Account => ACCOUNT_BLOCK_SECONDS,
        }
    }

    /// Whether the count starts anew when a block has run out: otherwise one failure now and then, from whoever wants
    /// to do harm, would keep everybody else out for good.
    const fn starts_anew(self) -> bool {
        matches!(self, Self::Address | Self::Account)
    }
}

/// The count of one key. Attempts being judged are counted as failures until they turn out right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meter {
    pub failures: i64,
    pub last_failed_at: Timestamp,
    pub blocked_until: Timestamp,
}

impl Meter {
    pub fn fresh(now: Timestamp) -> Self {
        Self { failures: 0, last_failed_at: now, blocked_until: now }
    }

    /// Seconds until the next attempt is looked at, rounded up; `None` when it is now. A block ends after the failure
    /// that caused it: without one, a request that began before another's charge has nothing to wait for.
    pub fn wait(&self, now: Timestamp) -> Option<i64> {
        if self.blocked_until <= self.last_failed_at {
            return None;
        }
        let micros = self.blocked_until.micros() - now.micros();
        (micros > 0).then(|| micros.div_euclid(1_000_000) + i64::from(micros.rem_euclid(1_000_000) > 0))
    }

    /// One attempt begins, and counts as failed until it is judged. At the limit the meter closes at once, so that
    /// attempts made at the same moment cannot slip through, but only for as long as judging takes.
    #[must_use]
    pub fn charged(&self, scale: Scale, now: Timestamp) -> Self {
        let over = now >= self.blocked_until;
        let forgotten = over && now >= self.last_failed_at.plus(Duration::hours(MEMORY_HOURS));
        let anew = over && scale.starts_anew() && self.failures >= scale.failures();
        let failures = if forgotten || anew { 1 } else { self.failures + 1 };
        let closed = if failures >= scale.failures() { now.plus(Duration::seconds(JUDGING_SECONDS)) } else { now };
        Self { failures, last_failed_at: self.last_failed_at.max(now), blocked_until: self.blocked_until.max(closed) }
    }

    /// A charged attempt was wrong.
    #[must_use]
    pub fn confirmed(&self, scale: Scale, now: Timestamp) -> Self {
        if self.failures < scale.failures() {
            return *self;
        }
        let until = now.plus(Duration::seconds(scale.block(self.failures)));
        Self { blocked_until: self.blocked_until.max(until), ..*self }
    }

    /// A charged attempt was right, or never judged: as if it had not been made.
    #[must_use]
    pub fn refunded(&self, scale: Scale, now: Timestamp) -> Self {
        let failures = (self.failures - 1).max(0);
        let blocked_until = if failures < scale.failures() { self.blocked_until.min(now) } else { self.blocked_until };
        Self { failures, blocked_until, ..*self }
    }
}

/// The key of an account's meter.
pub fn account_key(email: &Email) -> String {
    hashed("account", &[email.as_str()])
}

/// The key of an address's meter.
pub fn address_key(address: Option<IpAddr>) -> String {
    hashed("address", &[&neighbourhood(address)])
}

/// The key of the meter of an account at an address.
pub fn pair_key(email: &Email, address: Option<IpAddr>) -> String {
    hashed("pair", &[email.as_str(), &neighbourhood(address)])
}

/// The key under which it is remembered that an account has signed in from an address.
pub fn familiar_key(email: &Email, address: Option<IpAddr>) -> String {
    hashed(FAMILIAR, &[email.as_str(), &neighbourhood(address)])
}

/// The prefix of [`familiar_key`]: those rows are kept longer.
pub const FAMILIAR: &str = "familiar";

fn hashed(kind: &str, parts: &[&str]) -> String {
    let mut digest = Sha256::new_with_prefix(kind);
    for part in parts {
        digest.update([0]);
        digest.update(part);
    }
    format!("{kind}:{}", hex(&digest.finalize()))
}

/// Whom an address stands for: itself in IPv4, its /64 in IPv6. Requests without an address are one neighbourhood.
fn neighbourhood(address: Option<IpAddr>) -> String {
    match address.map(|address| address.to_canonical()) {
        None => "nowhere".to_owned(),
        Some(IpAddr::V4(v4)) => v4.to_string(),
        Some(IpAddr::V6(v6)) => Ipv6Addr::from_bits(v6.to_bits() & (!0 << 64)).to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_micros(1_800_000_000_000_000 + seconds * 1_000_000).expect("in range")
    }

    /// Fails once at an instant; whether it was looked at.
    fn fail(meter: &mut Meter, scale: Scale, now: Timestamp) -> bool {
        if meter.wait(now).is_some() {
            return false;
        }
        *meter = meter.charged(scale, now).confirmed(scale, now);
        true
    }

    #[test]
    fn the_fifth_failure_of_a_pair_blocks_and_each_further_one_doubles() {
        let (mut meter, mut now, mut waits) = (Meter::fresh(at(0)), at(0), Vec::new());
        for _ in 0..12 {
            assert!(fail(&mut meter, Scale::Pair, now));
            let wait = meter.wait(now).unwrap_or(0);
            waits.push(wait);
            now = now.plus(Duration::seconds(wait));
        }
        assert_eq!(waits, [0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900]);
    }

    #[test]
    fn address_and_account_start_anew_after_their_block() {
        for (scale, limit, block) in [(Scale::Address, 30, 900), (Scale::Account, 20, 300)] {
            let mut meter = Meter::fresh(at(0));
            for _ in 0..limit {
                assert!(fail(&mut meter, scale, at(0)));
            }
            assert!(!fail(&mut meter, scale, at(block - 1)));
            assert!(fail(&mut meter, scale, at(block)));
            assert_eq!((meter.failures, meter.wait(at(block))), (1, None));
        }
    }

    #[test]
    fn a_day_without_failures_is_forgiven() {
        let mut meter = Meter::fresh(at(0));
        for _ in 0..5 {
            fail(&mut meter, Scale::Pair, at(0));
        }
        fail(&mut meter, Scale::Pair, at(24 * 3600));
        assert_eq!(meter.failures, 1);
    }

    #[test]
    fn guesses_at_the_same_moment_are_held_back_before_the_first_is_judged() {
        let mut meter = Meter::fresh(at(0));
        let looked_at = (0..50).filter(|_| {
            let open = meter.wait(at(0)).is_none();
            if open {
                meter = meter.charged(Scale::Pair, at(0));
            }
            open
        });
        assert_eq!(looked_at.count(), 5);
        assert_eq!(meter.wait(at(0)), Some(JUDGING_SECONDS));
    }

    #[test]
    fn a_right_password_among_the_last_attempts_opens_again() {
        let mut meter = Meter::fresh(at(0));
        for _ in 0..4 {
            fail(&mut meter, Scale::Pair, at(0));
        }
        let right = meter.charged(Scale::Pair, at(1)).refunded(Scale::Pair, at(1));
        assert_eq!((right.failures, right.wait(at(1))), (4, None));
    }

    #[test]
    fn a_request_that_began_earlier_does_not_wait_for_one_that_is_being_judged() {
        for scale in [Scale::Pair, Scale::Address, Scale::Account] {
            let later = Meter::fresh(at(1)).charged(scale, at(1));
            assert_eq!((Meter::fresh(at(1)).wait(at(0)), later.wait(at(0))), (None, None));
            let both = later.charged(scale, at(0));
            assert_eq!((both.failures, both.wait(at(0)), both.refunded(scale, at(1)).wait(at(0))), (2, None, None));
        }
    }

    #[test]
    fn keys_name_nobody_and_a_network_counts_as_one() {
        let email = Email::normalised("a@b.kz");
        let address = |text: &str| Some(text.parse().expect("an address"));
        let key = pair_key(&email, address("10.0.0.1"));
        assert!(!key.contains("a@b") && !key.contains("10.0"), "{key}");
        assert_eq!(address_key(address("2001:db8::1")), address_key(address("2001:db8::ffff")));
        assert_ne!(address_key(address("2001:db8::1")), address_key(address("2001:db8:0:1::1")));
        assert_eq!(address_key(address("::ffff:10.0.0.1")), address_key(address("10.0.0.1")));
        assert_ne!(key, familiar_key(&email, address("10.0.0.1")));
    }

    proptest! {
        #[test]
        fn a_charge_that_is_refunded_leaves_no_trace_below_the_limit(before in 0_i64..4) {
            let mut meter = Meter::fresh(at(0));
            for _ in 0..before { fail(&mut meter, Scale::Pair, at(0)); }
            let after = meter.charged(Scale::Pair, at(1)).refunded(Scale::Pair, at(1));
            prop_assert_eq!((after.failures, after.wait(at(1))), (before, None));
        }

        #[test]
        fn nobody_waits_longer_than_the_longest_block(steps in proptest::collection::vec((0_i64..2000, any::<bool>()), 1..80)) {
            for scale in [Scale::Pair, Scale::Address, Scale::Account] {
                let (mut meter, mut seconds) = (Meter::fresh(at(0)), 0);
                for (gap, right) in &steps {
                    seconds += gap;
                    if meter.wait(at(seconds)).is_none() {
                        let charged = meter.charged(scale, at(seconds));
                        meter = if *right { charged.refunded(scale, at(seconds)) } else { charged.confirmed(scale, at(seconds)) };
                    }
                    prop_assert!(meter.wait(at(seconds)).unwrap_or(0) <= scale.block(i64::MAX).max(JUDGING_SECONDS));
                    prop_assert!(meter.failures >= 0);
                }
            }
        }
    }
}
