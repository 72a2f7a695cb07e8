//! The signature of a delivery, and the secret it is made with: symmetric, version 1 of the Standard Webhooks specification.

use crate::kernel::failure::Fault;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// What a secret begins with where it is shown.
const PREFIX: &str = "whsec_";

/// The random bytes of a secret.
///
/// # Errors
/// A fault when the machine has no randomness.
pub fn new_secret() -> Result<Vec<u8>, Fault> {
    let mut bytes = vec![0_u8; 32];
    getrandom::fill(&mut bytes).map_err(|e| Fault::new(format!("randomness: {e}")))?;
    Ok(bytes)
}

/// A secret as its owner is shown it, once, and as the libraries of the specification take it.
pub fn shown(secret: &[u8]) -> String {
    format!("{PREFIX}{}", STANDARD.encode(secret))
}

/// The value of `webhook-signature`: one signature for each secret that is good, the newest first.
///
/// # Errors
/// A fault when a secret cannot be a key.
pub fn signatures(secrets: &[Vec<u8>], id: &str, seconds: i64, body: &[u8]) -> Result<String, Fault> {
    let all: Result<Vec<String>, Fault> = secrets.iter().map(|secret| signature(secret, id, seconds, body)).collect();
    Ok(all?.join(" "))
}

fn signature(secret: &[u8], id: &str, seconds: i64, body: &[u8]) -> Result<String, Fault> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).map_err(|e| Fault::new(format!("webhook secret: {e}")))?;
    mac.update(format!("{id}.{seconds}.").as_bytes());
    mac.update(body);
    Ok(format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn decoded(secret: &str) -> Vec<u8> {
        STANDARD.decode(secret.strip_prefix(PREFIX).expect("a prefix")).expect("base 64")
    }

    // The vectors are the specification's own, from its libraries.
    #[test]
    fn a_signature_is_the_specifications() {
        let first = decoded("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        let signed = signature(&first, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, b"{\"test\": 2432232314}");
        assert_eq!(signed.expect("signs"), "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
        let second = decoded("whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD");
        let body = br#"{"email":"test@example.com","username":"test_user"}"#;
        let signed = signature(&second, "msg_27UH4WbU6Z5A5EzD8u03UvzRbpk", 1_649_367_553, body);
        assert_eq!(signed.expect("signs"), "v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw=");
    }

    #[test]
    fn while_a_secret_is_replaced_there_are_two() {
        let (old, new) = (new_secret().expect("random"), new_secret().expect("random"));
        let both = signatures(&[new.clone(), old.clone()], "msg_1", 7, b"{}").expect("signs");
        let each = |secret| signature(secret, "msg_1", 7, b"{}").expect("signs");
        assert_eq!(both, format!("{} {}", each(&new), each(&old)));
        assert_eq!(decoded(&shown(&new)), new);
    }

    proptest! {
        #[test]
        fn whatever_changes_changes_the_signature(body in ".{0,40}", other in ".{0,40}", seconds in 0_i64..4_000_000_000) {
            let secret = new_secret().expect("random");
            let signed = |body: &str, at| signature(&secret, "msg_1", at, body.as_bytes()).expect("signs");
            prop_assert_eq!(signed(&body, seconds) == signed(&other, seconds), body == other);
            prop_assert_ne!(signed(&body, seconds), signed(&body, seconds + 1));
        }
    }
}
