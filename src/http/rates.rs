//! How much one client may ask of this instance: so much cost a minute, and so many requests at once.
//!
//! A client is an account, or for strangers an address (of IPv6 the network of 64 bits, which is what one subscriber has).
//! What a request costs is known before it runs: the objects its answer could hold, and a base for whatever came, so that
//! what is refused is not free. Each instance counts for itself: two of them give a client twice as much. What must hold
//! across instances, such as guesses at passwords, is counted in the database (`features/people/throttle.rs`).

use super::places::{Place, Places};
use crate::access::viewer::Viewer;
use crate::config::Settings;
use crate::features::people::throttle;
use crate::kernel::failure::Denied;
use governor::clock::{Clock, DefaultClock};
use governor::middleware::StateInformationMiddleware;
use governor::state::keyed::DefaultKeyedStateStore;
use governor::{Quota, RateLimiter};
use std::num::NonZeroU32;
use std::sync::{Mutex, PoisonError};

/// What a request costs besides the objects of its answer.
const BASE: u64 = 10;
/// After so many requests those clients are forgotten that have asked nothing for a while.
const FORGET_EVERY: u32 = 10_000;
/// What a client who has too many requests under way is told to wait, in seconds.
const TURN_SECONDS: i64 = 1;

type Limiter = RateLimiter<String, DefaultKeyedStateStore<String>, DefaultClock, StateInformationMiddleware>;

/// What each of some clients may ask a minute.
struct Allowance {
    whole: NonZeroU32,
    limiter: Limiter,
}

/// The rates of one instance.
pub struct Rates {
    accounts: Option<Allowance>,
    addresses: Option<Allowance>,
    under_way: Places,
    until_forgetting: Mutex<u32>,
}

/// Whose requests are counted together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Client {
    key: String,
    is_account: bool,
}

/// Where a client stands, as the headers `RateLimit-*` tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// What may be asked at once, and each minute.
    pub limit: u32,
    pub remaining: u32,
    /// The seconds until all of it may be asked again.
    pub reset_seconds: u64,
}

impl Client {
    /// What it is known by.
    pub fn key(&self) -> &str {
        &self.key
    }

    pub fn of(viewer: &Viewer) -> Self {
        match viewer.account() {
            Some(account) => Self { key: account.wire(), is_account: true },
            None => Self { key: throttle::address_key(viewer.address), is_account: false },
        }
    }
}

impl Rates {
    pub fn new(settings: &Settings) -> Self {
        Self {
            accounts: Allowance::of(settings.rate_account),
            addresses: Allowance::of(settings.rate_address),
            under_way: Places::new(settings.requests_at_once, u32::MAX),
            until_forgetting: Mutex::new(FORGET_EVERY),
        }
    }

    /// A place among the requests of a client that are under way.
    ///
    /// # Errors
    /// RATE_LIMITED when it has as many as one client may have.
    pub fn enter(&self, client: &Client) -> Result<Place, Denied> {
        self.under_way.take(&client.key).ok_or(Denied::RateLimited { retry_after_seconds: TURN_SECONDS })
    }

    /// Takes what a request costs from what its client may ask. `None` where nothing limits it.
    ///
    /// # Errors
    /// RATE_LIMITED, with where the client stands, when less is left.
    pub fn charge(&self, client: &Client, complexity: u64) -> Result<Option<Standing>, (Standing, Denied)> {
        let allowance = if client.is_account { &self.accounts } else { &self.addresses };
        let Some(allowance) = allowance else { return Ok(None) };
        self.forget_now_and_then(&allowance.limiter);
        allowance.take(&client.key, complexity.saturating_add(BASE)).map(Some)
    }

    fn forget_now_and_then(&self, limiter: &Limiter) {
        let mut left = self.until_forgetting.lock().unwrap_or_else(PoisonError::into_inner);
        *left = left.saturating_sub(1);
        if *left == 0 {
            *left = FORGET_EVERY;
            drop(left);
            limiter.retain_recent();
        }
    }
}

impl Allowance {
    /// None where 0 says that nothing is limited.
    fn of(per_minute: u32) -> Option<Self> {
        let whole = NonZeroU32::new(per_minute)?;
        let limiter = RateLimiter::keyed(Quota::per_minute(whole)).with_middleware::<StateInformationMiddleware>();
        Some(Self { whole, limiter })
    }

    fn take(&self, key: &String, cost: u64) -> Result<Standing, (Standing, Denied)> {
        // What costs more than all of it may be asked by whoever has asked nothing else.
        let cost = u32::try_from(cost).ok().and_then(NonZeroU32::new).map_or(self.whole, |cost| cost.min(self.whole));
        let wait = match self.limiter.check_key_n(key, cost) {
            Ok(Ok(snapshot)) => return Ok(self.standing(snapshot.remaining_burst_capacity())),
            Ok(Err(not_until)) => not_until.wait_time_from(DefaultClock::default().now()).as_secs(),
            Err(_) => 60,
        };
        let retry_after_seconds = i64::try_from(wait).unwrap_or(i64::MAX).saturating_add(1);
        Err((self.standing(0), Denied::RateLimited { retry_after_seconds }))
    }

    fn standing(&self, remaining: u32) -> Standing {
        let whole = self.whole.get();
        let spent = u64::from(whole.saturating_sub(remaining));
        Standing { limit: whole, remaining, reset_seconds: (spent * 60).div_ceil(u64::from(whole)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::clock::Timestamp;

    fn rates() -> Rates {
        let settings = Settings { rate_account: 0, rate_address: 100, requests_at_once: 2, ..Settings::default() };
        Rates::new(&settings)
    }

    fn stranger(last: u8) -> Client {
        let viewer = Viewer {
            address: Some([192, 0, 2, last].into()),
            ..Viewer::anonymous(Timestamp::from_micros(0).expect("1970"))
        };
        Client::of(&viewer)
    }

    #[test]
    fn a_client_asks_until_nothing_is_left_and_others_are_not_touched() {
        let rates = rates();
        let first = rates.charge(&stranger(1), 30).expect("there is enough").expect("it is limited");
        assert_eq!((first.limit, first.remaining, first.reset_seconds), (100, 60, 24));
        assert_eq!(rates.charge(&stranger(1), 30).expect("there is enough").map(|now| now.remaining), Some(20));
        let (standing, denied) = rates.charge(&stranger(1), 30).expect_err("forty of twenty");
        assert_eq!(standing.remaining, 0);
        let Denied::RateLimited { retry_after_seconds } = denied else { panic!("{denied:?}") };
        assert!((1..=13).contains(&retry_after_seconds), "{retry_after_seconds}");
        assert!(rates.charge(&stranger(2), 30).is_ok());
        assert_eq!(
            rates.charge(&Client { key: "per_1".into(), is_account: true }, 1_000_000),
            Ok(None),
            "0 limits nothing"
        );
    }

    #[test]
    fn what_costs_more_than_all_of_it_may_be_asked_first() {
        let rates = rates();
        assert_eq!(rates.charge(&stranger(1), 1_000_000).expect("first").map(|now| now.remaining), Some(0));
        assert!(rates.charge(&stranger(1), 0).is_err());
    }

    #[test]
    fn so_many_requests_are_under_way_at_once() {
        let rates = rates();
        let (one, two) = (rates.enter(&stranger(1)).expect("one"), rates.enter(&stranger(1)).expect("two"));
        assert!(rates.enter(&stranger(1)).is_err());
        assert!(rates.enter(&stranger(2)).is_ok());
        drop(one);
        assert!(rates.enter(&stranger(1)).is_ok());
        drop(two);
        assert_eq!(rates.under_way.taken(), 0);
    }
}
