//! How guessing is slowed down: three meters per attempt, each with its own limit, and the pure rules of a meter.
//!
//! | meter | counts failures of | at | then blocks |
//! |---|---|---|---|
//! | pair | one account from one address | 5 | 30 s, doubled by each further failure, up to 15 min |
//! | address | one address over all accounts, one forgotten every 30 s | 30 | 15 min, then counts anew |
//! | account | one account from anywhere | 20 | 5 min, then counts anew, and never where it signed in before |
//!
//! The account's meter is what stops a guesser with many addresses. It would also let a stranger lock a member out, so
//! an address from which the account has once signed in is exempt from it, and answers for its own failures only.
//!
//! The address's meter stops a guesser with many accounts. A whole ministry may stand behind one address, so this meter
//! counts what was wrong and nothing else: not those who sign in at the same moment, however many, and the typing errors
//! of a day only for a while. A guesser gains nothing by either: the answers under way when the block begins are
//! withheld ([`super::attempt::Attempt::settle`]), and one try every 30 s is as many as 30 from block to block. A blocked
//! address is refused with right passwords too. To exempt the accounts that have signed in from there would tell
//! everybody behind it which accounts those are, and to look at the password first would let them guess on. Whoever is
//! signed in already stays so.
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
/// How long it takes an address to be forgiven one failure, in seconds.
pub const ADDRESS_FORGIVEN_SECONDS: i64 = 30;
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

    /// Whether an attempt counts while it is being judged. An address's does not: it is many people's.
    const fn counts_at_once(self) -> bool {
        !matches!(self, Self::Address)
    }

    /// How many failures are forgiven in so many seconds without one.
    fn forgiven(self, seconds: i64) -> i64 {
        match self {
            Self::Address => seconds / ADDRESS_FORGIVEN_SECONDS,
            Self::Pair | Self::Account => 0,
        }
    }

    /// Whether the count starts anew when a block has run out: otherwise one failure now and then, from whoever wants
    /// to do harm, would keep everybody else out for good.
    const fn starts_anew(self) -> bool {
        matches!(self, Self::Address | Self::Account)
    }
}

/// The count of one key. Attempts being judged are counted as failures until they turn out right, except an address's.
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
        if !scale.counts_at_once() {
            return *self;
        }
        let counted = self.counted(scale, now);
        let full = counted.failures >= scale.failures();
        let closed = if full { now.plus(Duration::seconds(JUDGING_SECONDS)) } else { now };
        Self { blocked_until: counted.blocked_until.max(closed), ..counted }
    }

    /// A charged attempt was wrong.
    #[must_use]
    pub fn confirmed(&self, scale: Scale, now: Timestamp) -> Self {
        let counted = if scale.counts_at_once() { *self } else { self.counted(scale, now) };
        if counted.failures < scale.failures() {
            return counted;
        }
        let until = now.plus(Duration::seconds(scale.block(counted.failures)));
        Self { blocked_until: counted.blocked_until.max(until), ..counted }
    }

    /// One failure more, after those that are forgotten by now.
    fn counted(&self, scale: Scale, now: Timestamp) -> Self {
        let over = now >= self.blocked_until;
        let forgotten = over && now >= self.last_failed_at.plus(Duration::hours(MEMORY_HOURS));
        let anew = over && scale.starts_anew() && self.failures >= scale.failures();
        let forgiven = scale.forgiven(now.seconds_since(self.last_failed_at));
        let before = if forgotten || anew { 0 } else { (self.failures - forgiven).max(0) };
        Self { failures: before + 1, last_failed_at: self.last_failed_at.max(now), ..*self }
    }

    /// A charged attempt was right, or never judged: as if it had not been made.
    #[must_use]
    pub fn refunded(&self, scale: Scale, now: Timestamp) -> Self {
        if !scale.counts_at_once() {
            return *self;
        }
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
#[path = "throttle_tests.rs"]
mod tests;
