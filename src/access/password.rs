//! Passwords: argon2id, on threads of its own, as many as there are cores.
//!
//! The parameters are OWASP's first choice: 19 MiB, two passes, one lane. A flood of sign-ins waits in a bounded
//! queue of its own and cannot starve the rest; beyond the queue it is told to come back.

mod common;
mod hashers;

use crate::kernel::failure::{Denied, Failure, Outcome};
use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use hashers::Hashers;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// The shortest password, in characters.
pub const MIN_LENGTH: usize = 12;
/// The longest, in bytes: beyond it hashing would be work for nothing.
pub const MAX_BYTES: usize = 1024;
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;
/// Sign-ins waiting per core before further ones are turned away.
const QUEUE_PER_CORE: usize = 16;

/// The gate in front of argon2id.
#[derive(Debug)]
pub struct Passwords {
    gate: Arc<Semaphore>,
    /// Places to wait in. Given back by whoever ceases to wait, also because the asker has gone.
    queue: Semaphore,
    hashers: Hashers,
    /// Verified against when there is no account, so that the answer takes the same time.
    decoy: String,
}

impl Passwords {
    /// # Errors
    /// A fault when the machine has no randomness, or no thread to give.
    pub fn new(cores: usize) -> Outcome<Self> {
        let decoy = hash("no account has this password")?;
        let (gate, queue) = (Semaphore::new(cores), Semaphore::new(cores * QUEUE_PER_CORE));
        Ok(Self { gate: Arc::new(gate), queue, hashers: Hashers::start(cores)?, decoy })
    }

    /// Hashes a new password.
    ///
    /// # Errors
    /// RATE_LIMITED when too many wait already.
    pub async fn hash(&self, password: String) -> Outcome<String> {
        self.run(move || hash(&password)).await
    }

    /// Whether the password is right. Without a stored hash the answer is no, after the same work.
    ///
    /// # Errors
    /// RATE_LIMITED when too many wait already.
    pub async fn verify(&self, password: String, stored: Option<String>) -> Outcome<bool> {
        let (against, known) = match stored {
            Some(hash) => (hash, true),
            None => (self.decoy.clone(), false),
        };
        self.run(move || Ok(verify(&password, &against) && known)).await
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> Outcome<T> + Send + 'static) -> Outcome<T> {
        let full = || Failure::Denied(Denied::RateLimited { retry_after_seconds: 5 });
        let waiting = self.queue.try_acquire().map_err(|_| full())?;
        let permit = Arc::clone(&self.gate).acquire_owned().await.map_err(|_| full())?;
        drop(waiting);
        self.hashers
            .run(move || {
                let _held = permit;
                work()
            })
            .await?
    }
}

fn hasher() -> Outcome<Argon2<'static>> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(|e| Failure::fault(format!("argon2: {e}")))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// Hashes at once, on this thread: for the command line and the demonstration.
///
/// # Errors
/// A fault when the machine has no randomness.
pub fn hash(password: &str) -> Outcome<String> {
    let hash: argon2::password_hash::phc::PasswordHash =
        hasher()?.hash_password(password.as_bytes()).map_err(|e| Failure::fault(format!("argon2: {e}")))?;
    Ok(hash.to_string())
}

fn verify(password: &str, stored: &str) -> bool {
    PasswordHash::new(stored).is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}

/// Whether a password is too easy to guess: repeated characters, a plain sequence, made of the e-mail address, or of
/// nothing but the commonest words, digits and signs.
pub fn is_weak(password: &str, email: &str) -> bool {
    let lower = password.to_lowercase();
    let mut distinct: Vec<char> = lower.chars().collect();
    distinct.sort_unstable();
    distinct.dedup();
    let local = email.split('@').next().unwrap_or_default().to_lowercase();
    let sequences =
        ["abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm", "01234567890123456789", "passwordpassword"];
    distinct.len() < 5
        || (local.chars().count() >= 4 && lower.contains(&local))
        || sequences.iter().any(|sequence| sequence.contains(&lower))
        || common::is_common(&lower)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_says_argon2id_with_our_parameters_and_verifies() {
        let stored = hash("correct horse battery").expect("hashes");
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        assert!(verify("correct horse battery", &stored));
        assert!(!verify("correct horse batterz", &stored));
    }

    #[test]
    fn guessable_passwords_are_weak() {
        for weak in ["aaaaaaaaaaaa", "123456789012", "qwertyuiopas", "aigerim-2026-x", "Password1234"] {
            assert!(is_weak(weak, "aigerim@example.kz"), "{weak}");
        }
        assert!(!is_weak("kenes demonstration 2026", "aigerim@example.kz"));
    }

    #[tokio::test]
    async fn who_ceases_to_wait_gives_the_place_back() {
        let passwords = Passwords::new(1).expect("starts");
        let ask = || passwords.verify("no account has this password".into(), None);
        for _ in 0..3 * QUEUE_PER_CORE {
            drop(tokio::time::timeout(std::time::Duration::ZERO, ask()).await);
        }
        assert!(!ask().await.expect("there is a place"));
        // The positive twin: as many as there are places wait, and the next is told to come back.
        let waiting = futures_util::future::join_all((0..2 * QUEUE_PER_CORE).map(|_| ask())).await;
        let refused = waiting.iter().filter(|answer| answer.is_err()).count();
        assert!((1..QUEUE_PER_CORE + 1).contains(&refused), "{refused}");
    }

    #[tokio::test]
    async fn an_unknown_account_is_a_wrong_password() {
        let passwords = Passwords::new(1).expect("starts");
        assert!(!passwords.verify("no account has this password".into(), None).await.expect("answers"));
    }
}
