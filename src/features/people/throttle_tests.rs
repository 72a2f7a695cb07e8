//! The pure rules of the meters.

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
fn an_address_counts_what_was_wrong_and_not_what_is_being_judged() {
    let mut meter = Meter::fresh(at(0));
    for _ in 0..29 {
        fail(&mut meter, Scale::Address, at(0));
    }
    for _ in 0..500 {
        meter = meter.charged(Scale::Address, at(1));
    }
    assert_eq!((meter.failures, meter.wait(at(1))), (29, None));
    for _ in 0..499 {
        meter = meter.refunded(Scale::Address, at(1));
    }
    assert_eq!((meter.failures, meter.wait(at(1))), (29, None));
    assert_eq!(meter.confirmed(Scale::Address, at(1)).wait(at(1)), Some(ADDRESS_BLOCK_SECONDS));
}

#[test]
fn an_address_is_forgiven_one_failure_every_half_minute() {
    // Whatever the pace, it is no more than 30 at once and one every half minute.
    for gap in [1, 10, 29, 30, 31, 60] {
        let mut meter = Meter::fresh(at(0));
        let looked_at = (1..=2000).filter(|n| fail(&mut meter, Scale::Address, at(n * gap))).count();
        let most = ADDRESS_FAILURES + 2000 * gap / ADDRESS_FORGIVEN_SECONDS;
        assert!(i64::try_from(looked_at).expect("few") <= most, "{looked_at} of 2000 every {gap} s");
        assert_eq!(looked_at == 2000, gap >= ADDRESS_FORGIVEN_SECONDS, "{gap}");
    }
    let mut meter = Meter::fresh(at(0));
    for _ in 0..29 {
        fail(&mut meter, Scale::Address, at(0));
    }
    fail(&mut meter, Scale::Address, at(300));
    assert_eq!(meter.failures, 20);
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
    for scale in [Scale::Pair, Scale::Account] {
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
