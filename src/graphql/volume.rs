//! How much text one answer may hold.
//!
//! What a document may cost is reckoned in objects before it runs ([`super::limits`]), and an object can hold a text of
//! hundreds of kilobytes: the canonical content of a final document, under each of its fifty recommendations. So long texts
//! are counted as they are handed out, and the one that does not fit any more ends the answer.

use async_graphql::{Context, Error, ErrorExtensions, Result};
use std::sync::atomic::{AtomicU64, Ordering};

/// The bytes of text handed out to one request.
#[derive(Debug)]
pub struct Volume {
    handed_out: AtomicU64,
    allowed: u64,
}

impl Volume {
    pub const fn new(allowed: u64) -> Self {
        Self { handed_out: AtomicU64::new(0), allowed }
    }

    fn take(&self, bytes: usize) -> Result<()> {
        let bytes = u64::try_from(bytes).unwrap_or(u64::MAX);
        let before = self.handed_out.fetch_add(bytes, Ordering::Relaxed);
        let asked = before.saturating_add(bytes);
        if asked <= self.allowed {
            return Ok(());
        }
        let (limit, allowed) = ("answerBytes", self.allowed);
        Err(Error::new(format!("{limit}: the limit is {allowed}, at least {asked} were asked")).extend_with(
            |_, error| {
                error.set("code", "LIMIT_EXCEEDED");
                error.set("limit", limit);
                error.set("allowed", allowed);
                error.set("asked", asked);
            },
        ))
    }
}

/// A text that is handed out, if it fits into the answer.
///
/// # Errors
/// LIMIT_EXCEEDED when it does not.
pub fn hand_out<T: AsRef<str>>(context: &Context<'_>, text: T) -> Result<T> {
    if let Some(volume) = context.data_opt::<Volume>() {
        volume.take(text.as_ref().len())?;
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_handed_out_up_to_the_limit_and_not_beyond_it() {
        let volume = Volume::new(10);
        assert!(volume.take(4).is_ok() && volume.take(6).is_ok());
        let refused = volume.take(1).expect_err("the eleventh byte");
        assert_eq!(refused.message, "answerBytes: the limit is 10, at least 11 were asked");
        assert!(volume.take(usize::MAX).is_err());
    }
}
