//! What nobody needs any more is deleted: old failures of sign-ins, and refresh tokens that ran out. The worker calls
//! it every hour. Nothing that happened is lost by it, so it records no event.

use super::store;
use crate::access::act::Writing;
use crate::kernel::failure::Outcome;

/// Sweeps; returns how many rows went.
///
/// # Errors
/// A fault when the database refuses.
pub fn sweep(tx: &mut Writing<'_>) -> Outcome<usize> {
    let failures = store::throttles::forget(tx.conn, tx.now)?;
    let tokens = store::sessions::forget_tokens(tx.conn, tx.now)?;
    Ok(failures + tokens)
}
