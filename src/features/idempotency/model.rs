//! A key, and what it stands for.

use crate::kernel::failure::{Failure, Outcome};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// Hours for which a key is remembered.
pub const KEPT_HOURS: i64 = 24;
/// The longest key, in bytes.
pub const LONGEST: usize = 64;

/// What is to be done once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Once {
    pub mutation: &'static str,
    pub key: String,
    /// The SHA-256 of the input without the key.
    pub input: Vec<u8>,
}

impl Once {
    /// A key for an input in its canonical form.
    ///
    /// # Errors
    /// BAD_INPUT for a key that is empty, too long, or not of visible characters of ASCII.
    pub fn new(mutation: &'static str, key: String, input: &str) -> Outcome<Self> {
        let is_key = (1..=LONGEST).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic());
        if !is_key {
            let why = format!("must have 1 to {LONGEST} visible characters of ASCII, such as a UUID");
            return Err(Failure::bad_input("idempotencyKey", why));
        }
        Ok(Self { mutation, key, input: Sha256::digest(input.as_bytes()).to_vec() })
    }
}

/// What a mutation has made: just now, or when it was asked before.
#[derive(Debug)]
pub enum Made<T> {
    Now(T),
    Before(Uuid),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_short_and_visible() {
        let fits = |key: &str| Once::new("m", key.to_owned(), "{}").is_ok();
        assert!(fits("a") && fits("0b9e1f7c-6f6c-4b0e-9d58-7c2f2f0c8f11") && fits(&"x".repeat(LONGEST)));
        assert!(!fits("") && !fits(&"x".repeat(LONGEST + 1)) && !fits("a b") && !fits("ж") && !fits("a\n"));
    }

    #[test]
    fn another_input_is_another() {
        let once = |input| Once::new("m", "k".to_owned(), input).expect("a key").input;
        assert_eq!(once("{\"a\":1}"), once("{\"a\":1}"));
        assert_ne!(once("{\"a\":1}"), once("{\"a\":2}"));
    }
}
