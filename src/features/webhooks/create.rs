//! Somebody has events sent to an address.

use super::model::{self, Webhook, WebhookState, WithSecret};
use super::{event, signature, store};
use crate::access::act::Writing;
use crate::access::policy::{Place, can};
use crate::access::scopes::ServiceScope;
use crate::db::dialect::LockMode;
use crate::features::{check, feed, people};
use crate::kernel::failure::{Denied, Failure, Outcome};
use crate::outbound;

/// The longest address, in characters, and the longest description.
pub const URL_CHARS: usize = 2_000;
pub const DESCRIPTION_CHARS: usize = 300;

/// A webhook to make.
#[derive(Clone, Debug)]
pub struct NewWebhook {
    pub url: String,
    pub description: Option<String>,
    pub filter: feed::Filter,
    /// The position in the feed after which to begin; its end where it is left out.
    pub after: Option<i64>,
}

/// Makes a webhook. It begins with what happens from now on, or after a position.
///
/// # Errors
/// BAD_INPUT for an address that nothing is sent to; TOO_LONG; WEBHOOK_LIMIT.
pub fn create(tx: &mut Writing<'_>, input: &NewWebhook) -> Outcome<WithSecret> {
    // authorize
    let owner = tx.viewer.account().ok_or(Denied::Unauthenticated)?;
    let permit = tx.authorize::<can::CreateWebhook>(Place::person(owner))?;
    // Without the scope it would never be told anything.
    if tx.viewer.service().is_some_and(|service| !service.scopes.contains(ServiceScope::EventsRead)) {
        return Err(Denied::Forbidden.into());
    }
    // load; the lock makes two of one owner's wait for each other
    people::store::accounts::lock(tx.conn, owner, LockMode::Update)?;
    let running = store::count_running(tx.conn, owner)?;
    let end = feed::store::end(tx.conn)?;
    // admit
    let url = check::text(&input.url, "url", URL_CHARS)?;
    outbound::admit(&url, tx.core.outbound.reach()).map_err(|why| Failure::bad_input("url", why))?;
    let description = check::optional(input.description.as_deref(), "description", DESCRIPTION_CHARS)?;
    model::admit_count(running, tx.core.rules.webhooks)?;
    // write
    let webhook = Webhook {
        id: tx.id(),
        owner_id: owner,
        url,
        description,
        filter: input.filter.clone(),
        is_understood: true,
        state: WebhookState::Active,
        disabled_because: None,
        position: input.after.unwrap_or(end).clamp(0, end),
        failures: 0,
        failing_since: None,
        open_until: None,
        created_at: tx.now,
        ended_at: None,
    };
    let secret = signature::new_secret()?;
    store::insert(tx.conn, &permit, &webhook)?;
    store::add_secret(tx.conn, &permit, webhook.id, &secret, (tx.now, tx.now))?;
    // record
    tx.record(event::created(&webhook));
    Ok(WithSecret { webhook, secret: signature::shown(&secret) })
}
