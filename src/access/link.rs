//! Links in mails that do one thing for one person without a sign-in: here, to be sent no more mails.
//!
//! A link carries the person and a signature by the first of the installation's keys, over a text that no access token can
//! have (it holds a space, tokens are base 64 and dots), so that neither can be passed off as the other. All keys verify: a
//! link is good as long as the key that signed it is configured. Verifying a signature compares no secret, so how long it takes
//! tells nothing.

use super::token::Keys;
use crate::kernel::failure::{Fault, Outcome};
use crate::kernel::id::{Id, PersonId};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::{SIGNATURE_LENGTH, Signature, Signer};
use uuid::Uuid;

const PURPOSE: &[u8] = b"kenes unsubscribe 1 ";
/// Bytes of a person's id.
const PERSON: usize = 16;

impl Keys {
    /// The token of a person's link. The same every time, as long as the key is.
    ///
    /// # Errors
    /// A fault when there is no key.
    pub fn unsubscribe_token(&self, person: PersonId) -> Outcome<String> {
        let key = self.keys.first().ok_or_else(|| Fault::new("no token key"))?;
        let signature = key.signing.sign(&statement(person));
        Ok(URL_SAFE_NO_PAD.encode([person.uuid().as_bytes().as_slice(), &signature.to_bytes()].concat()))
    }

    /// Whose link it is, if we signed it.
    pub fn unsubscriber(&self, token: &str) -> Option<PersonId> {
        let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
        let (person, signature) = bytes.split_at_checked(PERSON)?;
        let person: PersonId = Id::from_uuid(Uuid::from_slice(person).ok()?);
        let signature = Signature::from_bytes(&<[u8; SIGNATURE_LENGTH]>::try_from(signature).ok()?);
        let said = statement(person);
        let signed = |key: &super::token::Key| key.signing.verifying_key().verify_strict(&said, &signature).is_ok();
        self.keys.iter().any(signed).then_some(person)
    }
}

fn statement(person: PersonId) -> Vec<u8> {
    [PURPOSE, person.wire().as_bytes()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::clock::Timestamp;

    #[test]
    fn a_link_is_good_for_one_person_and_only_as_it_was_signed() {
        let dir = std::env::temp_dir().join(format!("kenes-links-{}", std::process::id()));
        std::fs::create_dir_all(&dir).expect("made");
        let files = ["old.pem", "new.pem"].map(|name| dir.join(name));
        files.iter().for_each(|file| Keys::generate(file).expect("written"));
        let load = |files: &[std::path::PathBuf]| Keys::load(files, "https://kenes.test", "kenes").expect("loads");
        let (old, new) = (load(&files[..1]), load(&files[1..]));
        let rotated = load(&[files[1].clone(), files[0].clone()]);
        let person: PersonId = Id::from_uuid(Uuid::new_v4());
        let token = old.unsubscribe_token(person).expect("signs");
        assert_eq!(old.unsubscriber(&token), Some(person));
        assert_eq!(rotated.unsubscriber(&token), Some(person), "rotation keeps links alive");
        assert_eq!(new.unsubscriber(&token), None);
        let mut bytes = URL_SAFE_NO_PAD.decode(&token).expect("ours");
        for place in [0, PERSON, bytes.len() - 1] {
            bytes[place] ^= 1;
            assert_eq!(old.unsubscriber(&URL_SAFE_NO_PAD.encode(&bytes)), None, "byte {place}");
            bytes[place] ^= 1;
        }
        for bad in ["", "x", "AAAA", &token[..40], &format!("{token}AAAA")] {
            assert_eq!(old.unsubscriber(bad), None, "{bad}");
        }
        let now = Timestamp::parse("2026-11-22T10:00:00Z").expect("valid");
        assert!(old.verify(&token, now).is_none(), "a link is no access token");
        std::fs::remove_dir_all(&dir).expect("removed");
    }
}
