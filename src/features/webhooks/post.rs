//! A delivery is posted: claimed, written, signed, posted, settled, each step by itself, so that a death between two of them is a
//! state of the row and nothing else.
//!
//! | death | what remains | what follows |
//! |---|---|---|
//! | before the claim | WAITING | somebody claims it |
//! | after the claim, before the answer | SENDING | the claim runs out, somebody claims it |
//! | after the answer, before our record | SENDING | the same, and it arrives twice, with the same `webhook-id` |
//! | after our record | DELIVERED | nothing |

use super::model::{self, Attempt, Delivery, DeliveryState, Webhook, WebhookState};
use super::schedule::{self, Meaning};
use super::{event, read_on, signature, store};
use crate::access::act::{Act, Reading, Writing};
use crate::features::feed;
use crate::kernel::clock::Timestamp;
use crate::kernel::failpoint;
use crate::kernel::failure::{Failure, Outcome};
use crate::kernel::page::cursor;
use crate::outbound::{Answer, NotSent, Parcel};
use chrono::Duration;

/// A claim lasts longer than any post may take.
const CLAIM: Duration = Duration::minutes(2);
/// How often what became of a post is tried to be recorded, and the time between.
const RECORDINGS: usize = 3;
const BETWEEN: std::time::Duration = std::time::Duration::from_secs(2);
/// When a delivery is looked at again whose webhook's owner may be told nothing for now.
const LATER: Duration = Duration::minutes(5);

/// What is to be posted, and where to.
struct Letter {
    url: String,
    headers: Vec<(&'static str, String)>,
    body: Vec<u8>,
}

/// What a look at a claimed delivery found.
enum Look {
    Post(Letter),
    /// Its owner may not see it any more.
    Drop,
    /// Its owner may be told nothing, for now.
    Later,
}

/// Claims what may be posted now for the webhook that has waited longest; `None` when it is nobody's turn.
///
/// # Errors
/// A fault when the database refuses.
pub async fn claim(act: &Act) -> Outcome<Option<Delivery>> {
    let now = act.core.clock.now();
    if !act.read(move |r| store::any_turn(r.conn, now)).await? {
        return Ok(None);
    }
    let claimed = act.write(claim_in).await?;
    failpoint::reach("claimed");
    Ok(claimed)
}

fn claim_in(tx: &mut Writing<'_>) -> Outcome<Option<Delivery>> {
    let now = tx.core.clock.now();
    let Some(webhook) = store::take_turn(tx.conn, now)? else { return Ok(None) };
    let Some(delivery) = store::claim(tx.conn, webhook.id, now, now.plus(CLAIM))? else { return Ok(None) };
    // While its receiver fails, one delivery tries whether all is well, and the others wait for it.
    if schedule::open_for(webhook.failures).is_some() {
        store::keep_health(tx.conn, &Webhook { open_until: Some(now.plus(CLAIM)), ..webhook })?;
    }
    Ok(Some(delivery))
}

/// Posts what was claimed, and says what became of it.
///
/// # Errors
/// A fault when the database refuses; the delivery is tried again when its claim runs out.
pub async fn post(act: &Act, delivery: Delivery) -> Outcome<DeliveryState> {
    if delivery.attempts > schedule::TRIES {
        // Whoever tried to post it never said what became of it.
        return settle_unposted(act, delivery, DeliveryState::Dead).await;
    }
    let claimed = delivery.clone();
    let letter = match act.read(move |r| look(r, &claimed)).await? {
        Look::Post(letter) => letter,
        Look::Drop => return settle_unposted(act, delivery, DeliveryState::Dropped).await,
        Look::Later => return settle_unposted(act, delivery, DeliveryState::Waiting).await,
    };
    let parcel = Parcel { to: &letter.url, headers: letter.headers, body: letter.body };
    let (outcome, took) = act.core.outbound.post(parcel).await;
    failpoint::reach("posted");
    let millis = i64::try_from(took.as_millis()).unwrap_or(i64::MAX);
    let state = recorded(act, &delivery, &outcome, millis).await?;
    failpoint::reach("settled");
    Ok(state)
}

/// Records what became of a post; once more when the database was busy, because what is not recorded is posted again.
async fn recorded(
    act: &Act,
    delivery: &Delivery,
    outcome: &Result<Answer, NotSent>,
    millis: i64,
) -> Outcome<DeliveryState> {
    for _ in 0..RECORDINGS {
        let (delivery, outcome) = (delivery.clone(), outcome.clone());
        match act.write(move |tx| settle(tx, &delivery, &outcome, millis)).await {
            Err(failure) => tracing::warn!(?failure, "what became of a webhook's delivery was not recorded; once more"),
            done => return done,
        }
        tokio::time::sleep(BETWEEN).await;
    }
    let (delivery, outcome) = (delivery.clone(), outcome.clone());
    act.write(move |tx| settle(tx, &delivery, &outcome, millis)).await
}

/// Writes what is posted, of what the owner may see now.
fn look(r: &mut Reading<'_>, delivery: &Delivery) -> Outcome<Look> {
    let now = r.core.clock.now();
    let Some(webhook) = store::find(r.conn, &[delivery.webhook_id])?.pop() else { return Ok(Look::Drop) };
    match webhook.state {
        WebhookState::Active => {}
        WebhookState::Paused | WebhookState::Disabled => return Ok(Look::Later),
        WebhookState::Ended => return Ok(Look::Drop),
    }
    let Some(sight) = read_on::sight(r.conn, webhook.owner_id, now)? else { return Ok(Look::Later) };
    let body = if delivery.event_id.is_some() {
        let Some(entry) = feed::store::at(r.conn, &sight, delivery.position)? else { return Ok(Look::Drop) };
        model::body(&entry, &cursor(webhook.filter.identity(), entry.place()))
    } else {
        model::test_body(webhook.id, delivery.created_at)
    };
    let body = serde_json::to_vec(&body).map_err(|e| Failure::fault(format!("webhook body: {e}")))?;
    let secrets = store::good_secrets(r.conn, webhook.id, now)?;
    let (id, seconds) = (delivery.id.wire(), now.micros().div_euclid(1_000_000));
    let signed = signature::signatures(&secrets, &id, seconds, &body)?;
    let headers = vec![
        ("content-type", "application/json".to_owned()),
        ("webhook-id", id),
        ("webhook-timestamp", seconds.to_string()),
        ("webhook-signature", signed),
    ];
    Ok(Look::Post(Letter { url: webhook.url, headers, body }))
}

/// Settles what was not posted at all: dropped, or put off without counting the try.
async fn settle_unposted(act: &Act, delivery: Delivery, state: DeliveryState) -> Outcome<DeliveryState> {
    act.write(move |tx| {
        let now = tx.core.clock.now();
        let webhook =
            store::lock(tx.conn, delivery.webhook_id)?.ok_or_else(|| Failure::fault("a delivery of no webhook"))?;
        // It has tried nothing for the others.
        if schedule::open_for(webhook.failures).is_some() {
            store::keep_health(tx.conn, &Webhook { open_until: None, ..webhook })?;
        }
        if state == DeliveryState::Waiting {
            store::postpone(tx.conn, &delivery, now.plus(LATER), delivery.attempts.saturating_sub(1))?;
        } else {
            store::settle(tx.conn, &delivery, state, now)?;
        }
        Ok(state)
    })
    .await
}

/// Records what became of a post: in the log, of the delivery, and for how its receiver does.
fn settle(
    tx: &mut Writing<'_>,
    delivery: &Delivery,
    outcome: &Result<Answer, NotSent>,
    millis: i64,
) -> Outcome<DeliveryState> {
    let now = tx.core.clock.now();
    let webhook =
        store::lock(tx.conn, delivery.webhook_id)?.ok_or_else(|| Failure::fault("a delivery of no webhook"))?;
    let meaning = schedule::meaning(outcome);
    let state = became(tx, delivery, meaning, now)?;
    store::note(tx.conn, &attempt(delivery, outcome, now, millis))?;
    let health = webhook.after(meaning, now);
    store::keep_health(tx.conn, &health)?;
    if let Some(because) = health.disabled_because.filter(|_| health.state != webhook.state) {
        tracing::warn!(webhook = %webhook.id.wire(), because = because.as_str(), "a webhook was disabled");
        tx.record(event::disabled(&health, because));
    }
    Ok(state)
}

fn became(tx: &mut Writing<'_>, delivery: &Delivery, meaning: Meaning, now: Timestamp) -> Outcome<DeliveryState> {
    let wait = match meaning {
        Meaning::Taken => {
            store::settle(tx.conn, delivery, DeliveryState::Delivered, now)?;
            return Ok(DeliveryState::Delivered);
        }
        // It is for somebody to resume; then it is tried at once.
        Meaning::Gone => {
            store::postpone(tx.conn, delivery, now.plus(LATER), delivery.attempts.saturating_sub(1))?;
            return Ok(DeliveryState::Waiting);
        }
        Meaning::Busy(seconds) => {
            schedule::wait_after(delivery.attempts, luck(delivery)).map(|wait| wait.max(Duration::seconds(seconds)))
        }
        Meaning::Failed => schedule::wait_after(delivery.attempts, luck(delivery)),
    };
    let Some(wait) = wait else {
        store::settle(tx.conn, delivery, DeliveryState::Dead, now)?;
        return Ok(DeliveryState::Dead);
    };
    store::postpone(tx.conn, delivery, now.plus(wait), delivery.attempts)?;
    Ok(DeliveryState::Waiting)
}

/// Different for each delivery, and random enough: the last byte of its id.
fn luck(delivery: &Delivery) -> u8 {
    let [.., last] = delivery.id.uuid().into_bytes();
    last
}

fn attempt(delivery: &Delivery, outcome: &Result<Answer, NotSent>, at: Timestamp, millis: i64) -> Attempt {
    let (status, error, response) = match outcome {
        Ok(answer) => (Some(i64::from(answer.status)), None, Some(answer.body.clone()).filter(|body| !body.is_empty())),
        Err(why) => (None, Some(why.as_str().to_owned()), None),
    };
    Attempt { delivery_id: delivery.id, number: 0, at, millis, status, error, response }
}
