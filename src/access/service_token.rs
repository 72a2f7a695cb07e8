//! The token of a program: `kenes_svc_`, its id, 256 random bits, and a checksum, in 114 characters that a double click selects.
//!
//! The prefix lets whoever scans repositories and logs recognise one that leaked (`kenes_svc_[0-9a-f]{104}`), the checksum lets them,
//! and us, tell it from what merely looks alike, without asking anybody. It protects nothing: the random bits do, of which only the
//! SHA-256 is stored.

use super::token::secret_hash;
use crate::kernel::failure::Fault;
use crate::kernel::id::{Id, SessionId};
use uuid::Uuid;

const PREFIX: &str = "kenes_svc_";
/// Hexadecimal digits: of the id, of the secret, of the checksum.
const DIGITS: [usize; 3] = [32, 64, 8];

/// A token, to be shown once. Without `Debug`: it is a secret.
pub struct Token {
    pub id: SessionId,
    pub text: String,
    pub hash: Vec<u8>,
}

/// What a token says about itself.
pub struct Presented {
    pub id: SessionId,
    pub hash: Vec<u8>,
}

/// Makes the secret of a token.
///
/// # Errors
/// A fault when the machine has no randomness.
pub fn new(id: SessionId) -> Result<Token, Fault> {
    let mut secret = [0_u8; 32];
    getrandom::fill(&mut secret).map_err(|e| Fault::new(format!("randomness: {e}")))?;
    let secret: String = secret.iter().map(|byte| format!("{byte:02x}")).collect();
    let body = format!("{PREFIX}{}{secret}", id.uuid().simple());
    let text = format!("{body}{}", checksum(&body));
    Ok(Token { id, hash: secret_hash(&text), text })
}

/// Whether it says that it is one.
pub fn is_one(text: &str) -> bool {
    text.starts_with(PREFIX)
}

/// Reads a token; `None` when it is none that was ever given out.
pub fn read(text: &str) -> Option<Presented> {
    let digits = text.strip_prefix(PREFIX)?;
    let is_whole = digits.len() == DIGITS.iter().sum::<usize>()
        && digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    let (body, sum) = is_whole.then(|| text.split_at(text.len() - DIGITS[2]))?;
    if checksum(body) != sum {
        return None;
    }
    let id = Uuid::try_parse(digits.get(..DIGITS[0])?).ok()?;
    Some(Presented { id: Id::from_uuid(id), hash: secret_hash(text) })
}

/// CRC-32 (IEEE) of everything before it.
fn checksum(body: &str) -> String {
    format!("{:08x}", crc32fast::hash(body.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_token_is_read_as_it_was_made() {
        let id = Id::from_uuid(Uuid::new_v4());
        let token = new(id).expect("random");
        let presented = read(&token.text).expect("is one");
        assert!(is_one(&token.text) && presented.id == id && presented.hash == token.hash);
        assert_eq!(token.text.len(), 114);
        assert_ne!(new(id).expect("random").text, token.text);
    }

    proptest! {
        #[test]
        fn one_digit_wrong_is_noticed(at in 10_usize..114, by in 1_u8..16) {
            let token = new(Id::from_uuid(Uuid::new_v4())).expect("random").text;
            let digit = u8::from_str_radix(&token[at..=at], 16).expect("a digit");
            let spoilt = format!("{}{:x}{}", &token[..at], (digit + by) % 16, &token[at + 1..]);
            prop_assert!(read(&spoilt).is_none());
        }

        #[test]
        fn whatever_is_presented_is_read_or_not(text in ".*", tail in "[0-9a-fA-Fж]{100,110}") {
            let alike = format!("{PREFIX}{tail}");
            prop_assert!(read(&text).is_none() && read(&alike).is_none());
        }
    }
}
