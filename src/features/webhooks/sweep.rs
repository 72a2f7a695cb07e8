//! The log of deliveries is forgotten after a while; what waits never is.

use super::store;
use crate::access::act::Act;
use crate::kernel::failure::Outcome;
use chrono::Duration;

/// Deliveries forgotten in one transaction.
const BATCH: i64 = 500;

/// Forgets deliveries that were settled longer ago than the operator keeps them; returns how many.
///
/// # Errors
/// A fault when the database is away; the next sweep tries again.
pub fn sweep(act: &Act) -> Outcome<usize> {
    let days = act.core.rules.webhook_days;
    if days == 0 {
        return Ok(0);
    }
    let before = act.core.clock.now().plus(-Duration::days(days));
    let mut forgotten = 0_usize;
    loop {
        let some = act.write_now(|tx| store::forget(tx.conn, before, BATCH))?;
        forgotten = forgotten.saturating_add(some);
        if some == 0 {
            return Ok(forgotten);
        }
    }
}
