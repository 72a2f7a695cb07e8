//! What deliveries are signed with.

use crate::access::permit::Permit;
use crate::db::AnyConn;
use crate::db::schema::webhook_secrets::dsl;
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use crate::kernel::id::WebhookId;
use diesel::prelude::*;

/// The secrets of a webhook that are good, the newest first.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn good_secrets(conn: &mut AnyConn, webhook: WebhookId, now: Timestamp) -> Outcome<Vec<Vec<u8>>> {
    let good = dsl::webhook_secrets
        .filter(dsl::webhook_id.eq(webhook))
        .filter(dsl::expires_at.is_null().or(dsl::expires_at.gt(now)))
        .order(dsl::number.desc())
        .select(dsl::secret);
    Ok(good.load(conn)?)
}

/// Gives a webhook its next secret. The one before is good until then, those before it are forgotten.
///
/// # Errors
/// A fault when the database refuses.
pub fn add_secret<A>(
    conn: &mut AnyConn,
    _: &Permit<A>,
    webhook: WebhookId,
    secret: &[u8],
    (now, others_until): (Timestamp, Timestamp),
) -> Outcome<()> {
    let of_it = || dsl::webhook_secrets.filter(dsl::webhook_id.eq(webhook));
    let last: Option<i64> = of_it().order(dsl::number.desc()).select(dsl::number).first(conn).optional()?;
    let last = last.unwrap_or(0);
    diesel::delete(of_it().filter(dsl::number.lt(last))).execute(conn)?;
    diesel::update(of_it()).set(dsl::expires_at.eq(others_until)).execute(conn)?;
    let values = (
        dsl::webhook_id.eq(webhook),
        dsl::number.eq(last.saturating_add(1)),
        dsl::secret.eq(secret),
        dsl::made_at.eq(now),
    );
    diesel::insert_into(dsl::webhook_secrets).values(values).execute(conn)?;
    Ok(())
}
