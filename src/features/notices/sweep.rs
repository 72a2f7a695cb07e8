//! What was told long ago is forgotten: notices, and mails that were settled. The events stay, and so does what people follow.

use super::store;
use crate::access::act::{Act, Writing};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use chrono::Duration;

/// Rows of one transaction: nobody waits long for them.
const ROWS: i64 = 500;

/// Forgets what is older than the installation keeps; returns how many rows went. Several instances may do so at once: what
/// is gone is gone.
///
/// # Errors
/// A fault when the database refuses; what was forgotten until then stays forgotten.
pub fn sweep(act: &Act) -> Outcome<usize> {
    let rules = &act.core.rules;
    let notices = until_none(act, rules.notice_days, |tx, before| store::forget_notices(tx.conn, before, ROWS))?;
    let mails = until_none(act, rules.mail_days, |tx, before| store::forget_mails(tx.conn, before, ROWS))?;
    Ok(notices + mails)
}

fn until_none(act: &Act, days: i64, forget: impl Fn(&mut Writing<'_>, Timestamp) -> Outcome<usize>) -> Outcome<usize> {
    let mut forgotten = 0;
    if days == 0 {
        return Ok(forgotten);
    }
    let before = act.core.clock.now().plus(-Duration::days(days));
    loop {
        let some = act.write_now(|tx| forget(tx, before))?;
        if some == 0 {
            return Ok(forgotten);
        }
        forgotten += some;
    }
}
