use super::*;
use crate::kernel::id::Id;

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).expect("an instant")
}

fn webhook() -> Webhook {
    Webhook {
        id: Id::from_uuid(Uuid::nil()),
        owner_id: Id::from_uuid(Uuid::nil()),
        url: "https://hooks.example.org/".into(),
        description: None,
        filter: Filter::default(),
        is_understood: true,
        state: WebhookState::Active,
        disabled_because: None,
        position: 0,
        failures: 0,
        failing_since: None,
        open_until: None,
        created_at: at("2026-11-22T10:00:00Z"),
        ended_at: None,
    }
}

#[test]
fn five_failures_open_the_circuit_and_one_success_closes_it() {
    let now = at("2026-11-22T10:00:00Z");
    let mut failing = webhook();
    for _ in 0..4 {
        failing = failing.after(Meaning::Failed, now);
        assert_eq!(failing.open_until, None);
    }
    failing = failing.after(Meaning::Failed, now);
    assert_eq!((failing.open_until, failing.state), (Some(now.plus(Duration::minutes(1))), WebhookState::Active));
    let well = failing.after(Meaning::Taken, now);
    assert_eq!((well.failures, well.failing_since, well.open_until), (0, None, None));
}

#[test]
fn who_asks_for_time_gets_it_at_once() {
    let now = at("2026-11-22T10:00:00Z");
    let busy = webhook().after(Meaning::Busy(90), now);
    assert_eq!(busy.open_until, Some(now.plus(Duration::seconds(90))));
    // What was on its way beside it takes nothing of that back, taken or not.
    for beside in [Meaning::Taken, Meaning::Failed] {
        assert_eq!(busy.after(beside, now).open_until, busy.open_until, "{beside:?}");
    }
}

#[test]
fn who_is_gone_is_disabled_at_once_and_who_fails_after_five_days() {
    let now = at("2026-11-22T10:00:00Z");
    let gone = webhook().after(Meaning::Gone, now);
    assert_eq!((gone.state, gone.disabled_because), (WebhookState::Disabled, Some(DisabledBecause::Gone)));
    let failing = webhook().after(Meaning::Failed, now).after(Meaning::Failed, now.plus(Duration::days(4)));
    assert_eq!(failing.state, WebhookState::Active);
    let failing = failing.after(Meaning::Failed, now.plus(Duration::days(5)));
    assert_eq!((failing.state, failing.disabled_because), (WebhookState::Disabled, Some(DisabledBecause::Failing)));
    // What its owner has paused meanwhile stays paused.
    let paused = Webhook { state: WebhookState::Paused, ..webhook() };
    assert_eq!(paused.after(Meaning::Gone, now).state, WebhookState::Paused);
}

#[test]
fn a_kind_is_written_as_the_api_writes_it() {
    assert_eq!(shown_kind("DecisionPublished"), "DECISION_PUBLISHED");
    assert_eq!(shown_kind(TEST), "TEST");
}
