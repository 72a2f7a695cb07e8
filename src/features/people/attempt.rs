//! One attempt to prove who one is: charged before the password is looked at, settled after.
//!
//! Charging and settling are transactions of their own, whatever becomes of the attempt, so that no rollback ever
//! forgets a failure. The meters' rows are locked while they change: attempts made at once are counted one by one.

use super::model::Email;
use super::store::throttles;
use super::throttle::{Meter, Scale, account_key, address_key, familiar_key, pair_key};
use crate::access::act::{Act, Writing};
use crate::kernel::failure::{Denied, Failure, Outcome};
use std::net::IpAddr;

/// The meters an attempt is charged to.
#[derive(Clone, Debug)]
pub struct Attempt {
    meters: Vec<(Scale, String)>,
    familiar: Option<String>,
}

/// What became of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Right,
    Wrong,
    /// Nobody looked: the queue was full, or a rule refused first. Or nobody may know.
    Unjudged,
}

impl Attempt {
    /// An attempt on an account, whether there is one with this address or not.
    pub fn on_account(email: &Email, address: Option<IpAddr>) -> Self {
        let meters = vec![
            (Scale::Pair, pair_key(email, address)),
            (Scale::Address, address_key(address)),
            (Scale::Account, account_key(email)),
        ];
        Self { meters: sorted(meters), familiar: Some(familiar_key(email, address)) }
    }

    /// An attempt that concerns no account in particular: only its address answers for it.
    pub fn from_address(address: Option<IpAddr>) -> Self {
        Self { meters: vec![(Scale::Address, address_key(address))], familiar: None }
    }

    /// Counts the attempt as failed for now, or turns it away. To be committed before the password is looked at.
    ///
    /// # Errors
    /// RATE_LIMITED, with the seconds to wait; then nothing is counted.
    pub fn charge(&self, tx: &mut Writing<'_>) -> Outcome<()> {
        let now = tx.now;
        let keys = self.keys();
        let meters = throttles::lock(tx.conn, &keys, now)?;
        let familiar = match &self.familiar {
            Some(key) => throttles::is_familiar(tx.conn, key, now)?,
            None => false,
        };
        let waits = self.on(&meters).filter(|(scale, _, _)| !(familiar && *scale == Scale::Account));
        if let Some(seconds) = waits.filter_map(|(_, _, meter)| meter.wait(now)).max() {
            return Err(Denied::RateLimited { retry_after_seconds: seconds }.into());
        }
        let charged: Vec<_> = self.on(&meters).map(|(scale, key, meter)| (key, meter.charged(scale, now))).collect();
        throttles::save(tx.conn, &charged)
    }

    /// Takes the charge back, or lets it stand. Where others have blocked the address while this attempt was judged, the
    /// verdict counts for nothing and the denial is to be told in its stead: so a thousand guesses under way at once
    /// learn no more than the limit.
    ///
    /// # Errors
    /// A fault when the database refuses.
    pub fn settle(&self, tx: &mut Writing<'_>, verdict: Verdict) -> Outcome<Option<Denied>> {
        let now = tx.now;
        let meters = throttles::lock(tx.conn, &self.keys(), now)?;
        let blocked = self.on(&meters).find(|(scale, _, _)| *scale == Scale::Address);
        let withheld = blocked.and_then(|(_, _, meter)| meter.wait(now));
        let verdict = if withheld.is_some() { Verdict::Unjudged } else { verdict };
        let settled = self.on(&meters).map(|(scale, key, meter)| {
            let meter = match (verdict, scale) {
                // Whoever knows the password has not been guessing it.
                (Verdict::Right, Scale::Pair) => Meter::fresh(now),
                (Verdict::Right | Verdict::Unjudged, _) => meter.refunded(scale, now),
                (Verdict::Wrong, _) => meter.confirmed(scale, now),
            };
            (key, meter)
        });
        let mut rows: Vec<_> = settled.collect();
        if let (Verdict::Right, Some(key)) = (verdict, &self.familiar) {
            rows.push((key.clone(), Meter::fresh(now)));
        }
        throttles::save(tx.conn, &rows)?;
        Ok(withheld.map(|seconds| Denied::RateLimited { retry_after_seconds: seconds }))
    }

    fn keys(&self) -> Vec<&str> {
        self.meters.iter().map(|(_, key)| key.as_str()).collect()
    }

    fn on<'a>(&'a self, found: &'a [(String, Meter)]) -> impl Iterator<Item = (Scale, String, Meter)> + 'a {
        self.meters.iter().filter_map(|(scale, key)| {
            let (key, meter) = found.iter().find(|(found, _)| found == key)?;
            Some((*scale, key.clone(), *meter))
        })
    }
}

impl Attempt {
    /// Verifies a password for a charged attempt, off the async threads and outside any transaction. When nobody could
    /// look at it, the charge is given back.
    ///
    /// # Errors
    /// RATE_LIMITED when too many wait already.
    pub async fn judge(&self, act: &Act, password: String, stored: Option<String>) -> Outcome<Verdict> {
        match act.core.passwords.verify(password, stored).await {
            Ok(true) => Ok(Verdict::Right),
            Ok(false) => Ok(Verdict::Wrong),
            Err(failure) => self.give_back(act, failure).await,
        }
    }

    /// Hashes a new password in the course of a charged attempt.
    ///
    /// # Errors
    /// RATE_LIMITED when too many wait already.
    pub async fn hash(&self, act: &Act, password: String) -> Outcome<String> {
        match act.core.passwords.hash(password).await {
            Ok(hash) => Ok(hash),
            Err(failure) => self.give_back(act, failure).await,
        }
    }

    async fn give_back<T>(&self, act: &Act, failure: Failure) -> Outcome<T> {
        let attempt = self.clone();
        act.write(move |tx| attempt.settle(tx, Verdict::Unjudged)).await?;
        Err(failure)
    }
}

/// By key: every transaction locks its meters in the same order, so that none waits for another in a circle.
fn sorted(mut meters: Vec<(Scale, String)>) -> Vec<(Scale, String)> {
    meters.sort_by(|(_, a), (_, b)| a.cmp(b));
    meters
}
