//! Access tokens: JWT signed with EdDSA, fifteen minutes, verified without the database. Refresh tokens and
//! invitation links: 256 random bits of which only the SHA-256 is stored.

use super::scopes::Scopes;
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Fault;
use crate::kernel::id::{PersonId, SessionId};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::SigningKey;
use ed25519_dalek::pkcs8::{DecodePrivateKey, EncodePrivateKey};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use moka::sync::Cache;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::path::Path;
use std::time::Duration;

/// How long an access token is good for, in seconds.
pub const ACCESS_SECONDS: i64 = 15 * 60;
/// Tolerated difference between the clocks of two servers, in seconds.
const LEEWAY_SECONDS: i64 = 5;
/// Tokens whose signature is remembered as good.
const VERIFIED: u64 = 20_000;

/// What an access token says.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Claims {
    pub iss: String,
    pub aud: String,
    /// The account, as a person id.
    pub sub: String,
    /// The session the token belongs to: ended sessions end their tokens at once.
    pub sid: String,
    pub jti: String,
    pub iat: i64,
    pub exp: i64,
    /// Of a program: what it may do with this token, at most; of a human absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
}

/// The keys: the first signs, all verify, so that a key can be rotated while its tokens live.
pub struct Keys {
    pub(super) keys: Vec<Key>,
    issuer: String,
    audience: String,
    /// What tokens of good signature say, by the SHA-256 of the whole token: a signature is as good the second time,
    /// and checking it costs more than a ballot's own statement. Time and session are judged at every use.
    verified: Cache<[u8; 32], Verified>,
}

/// What a token of good signature says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verified {
    pub account: PersonId,
    pub session: SessionId,
    /// Of a program: what it may do with this token, at most.
    pub scopes: Option<Scopes>,
    iat: i64,
    exp: i64,
}

impl Verified {
    fn is_in_time(self, now: Timestamp) -> bool {
        let seconds = now.micros() / 1_000_000;
        self.iat - LEEWAY_SECONDS <= seconds && seconds < self.exp + LEEWAY_SECONDS
    }
}

pub(super) struct Key {
    id: String,
    /// For what is signed and is no token (`link.rs`).
    pub(super) signing: SigningKey,
    public: [u8; 32],
    encoding: EncodingKey,
    decoding: DecodingKey,
}

impl Keys {
    /// Reads PKCS#8 PEM files (`openssl genpkey -algorithm ed25519`); the first one signs.
    ///
    /// # Errors
    /// A fault that says which of the configured files is unusable, by position, and why.
    pub fn load(files: &[impl AsRef<Path>], issuer: &str, audience: &str) -> Result<Self, Fault> {
        let mut keys = Vec::new();
        for (index, file) in files.iter().enumerate() {
            let pem = std::fs::read_to_string(file).map_err(|e| Fault::new(format!("token key {}: {e}", index + 1)))?;
            let key = SigningKey::from_pkcs8_pem(&pem)
                .map_err(|e| Fault::new(format!("token key {} is not an Ed25519 key in PKCS#8 PEM: {e}", index + 1)))?;
            keys.push(Key::new(&key)?);
        }
        if keys.is_empty() {
            return Err(Fault::new("no token key is configured"));
        }
        let lifetime = Duration::from_secs(ACCESS_SECONDS.unsigned_abs());
        let verified = Cache::builder().max_capacity(VERIFIED).time_to_live(lifetime).build();
        Ok(Self { keys, issuer: issuer.to_owned(), audience: audience.to_owned(), verified })
    }

    /// Makes a key file, readable by its owner only. An existing file is left alone.
    ///
    /// # Errors
    /// A fault when it cannot be written.
    pub fn generate(file: &Path) -> Result<(), Fault> {
        let fail = |e: String| Fault::new(format!("token key: {e}"));
        let mut seed = [0_u8; 32];
        getrandom::fill(&mut seed).map_err(|e| fail(e.to_string()))?;
        let pem = SigningKey::from_bytes(&seed).to_pkcs8_pem(Default::default()).map_err(|e| fail(e.to_string()))?;
        write_private(file, pem.as_bytes()).map_err(|e| fail(e.to_string()))
    }

    /// Who says what the tokens say.
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// Signs a token for a session; a program's says its scopes.
    ///
    /// # Errors
    /// A fault when signing fails.
    pub fn sign(
        &self,
        (account, session): (PersonId, SessionId),
        scopes: Option<Scopes>,
        now: Timestamp,
        jti: String,
    ) -> Result<String, Fault> {
        let key = self.keys.first().ok_or_else(|| Fault::new("no token key"))?;
        let iat = now.micros() / 1_000_000;
        let claims = Claims {
            iss: self.issuer.clone(),
            aud: self.audience.clone(),
            sub: account.wire(),
            sid: session.wire(),
            jti,
            iat,
            exp: iat + ACCESS_SECONDS,
            scope: scopes.map(|scopes| scopes.to_string()),
        };
        let header = Header { kid: Some(key.id.clone()), ..Header::new(Algorithm::EdDSA) };
        jsonwebtoken::encode(&header, &claims, &key.encoding).map_err(|e| Fault::new(format!("token: {e}")))
    }

    /// What a token says, if it is ours, unaltered and in time.
    pub fn verify(&self, token: &str, now: Timestamp) -> Option<Verified> {
        let fingerprint: [u8; 32] = Sha256::digest(token.as_bytes()).into();
        let known = self.verified.get(&fingerprint);
        let verified = known.or_else(|| {
            let verified = self.check(token)?;
            self.verified.insert(fingerprint, verified);
            Some(verified)
        })?;
        verified.is_in_time(now).then_some(verified)
    }

    /// Everything but the time.
    fn check(&self, token: &str) -> Option<Verified> {
        let header = jsonwebtoken::decode_header(token).ok()?;
        let key = self.keys.iter().find(|key| Some(&key.id) == header.kid.as_ref())?;
        let mut validation = Validation::new(Algorithm::EdDSA);
        validation.set_issuer(&[&self.issuer]);
        validation.set_audience(&[&self.audience]);
        // Time is ours to judge: the clock is a parameter.
        validation.validate_exp = false;
        let Claims { sub, sid, iat, exp, scope, .. } =
            jsonwebtoken::decode::<Claims>(token, &key.decoding, &validation).ok()?.claims;
        let scopes = match scope {
            Some(text) => Some(Scopes::parse(&text)?),
            None => None,
        };
        Some(Verified { account: PersonId::parse(&sub).ok()?, session: SessionId::parse(&sid).ok()?, scopes, iat, exp })
    }

    /// The public keys after RFC 7517, for `/.well-known/jwks.json`.
    pub fn jwks(&self) -> serde_json::Value {
        let public = |key: &Key| {
            serde_json::json!({
                "kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA", "kid": key.id,
                "x": URL_SAFE_NO_PAD.encode(key.public),
            })
        };
        serde_json::json!({ "keys": self.keys.iter().map(public).collect::<Vec<_>>() })
    }
}

impl Key {
    fn new(key: &SigningKey) -> Result<Self, Fault> {
        let der = key.to_pkcs8_der().map_err(|e| Fault::new(format!("token key: {e}")))?;
        let public = key.verifying_key().to_bytes();
        let digest = Sha256::digest(public);
        Ok(Self {
            id: URL_SAFE_NO_PAD.encode(digest.iter().take(9).copied().collect::<Vec<u8>>()),
            signing: key.clone(),
            public,
            encoding: EncodingKey::from_ed_der(der.as_bytes()),
            decoding: DecodingKey::from_ed_der(&public),
        })
    }
}

fn write_private(file: &Path, bytes: &[u8]) -> std::io::Result<()> {
    use std::io::Write;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(file) {
        Ok(mut out) => out.write_all(bytes).and_then(|()| out.sync_all()),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error),
    }
}

/// A secret to hand out once, and the hash to store.
#[derive(Clone)]
pub struct Secret {
    /// URL-safe base 64 of 256 random bits, behind a recognisable prefix.
    pub text: String,
    pub hash: Vec<u8>,
}

/// Makes a secret such as `kenes_rt_…`.
///
/// # Errors
/// A fault when the machine has no randomness.
pub fn new_secret(prefix: &str) -> Result<Secret, Fault> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).map_err(|e| Fault::new(format!("randomness: {e}")))?;
    let text = format!("{prefix}{}", URL_SAFE_NO_PAD.encode(bytes));
    Ok(Secret { hash: secret_hash(&text), text })
}

/// The stored form of a secret. 256 random bits need no salt and no stretching; looking a hash up in an index
/// reveals nothing about the secret, so no constant-time comparison is needed either.
pub fn secret_hash(text: &str) -> Vec<u8> {
    Sha256::digest(text.as_bytes()).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::id::Id;
    use uuid::Uuid;

    fn keys(dir: &Path, names: &[&str]) -> Keys {
        let files: Vec<_> = names.iter().map(|name| dir.join(name)).collect();
        files.iter().for_each(|file| Keys::generate(file).expect("written"));
        Keys::load(&files, "https://kenes.test", "kenes").expect("loads")
    }

    #[test]
    fn a_token_is_good_until_it_runs_out_and_after_its_key_was_rotated() {
        let dir = std::env::temp_dir().join(format!("kenes-keys-{}", std::process::id()));
        std::fs::create_dir_all(&dir).expect("made");
        let (account, session) = (Id::from_uuid(Uuid::new_v4()), Id::from_uuid(Uuid::new_v4()));
        let now = Timestamp::parse("2026-11-22T10:00:00Z").expect("valid");
        let token = keys(&dir, &["old.pem"]).sign((account, session), None, now, "jti".into()).expect("signs");
        let rotated = keys(&dir, &["new.pem", "old.pem"]);
        let verified =
            rotated.verify(&token, now).map(|verified| (verified.account, verified.session, verified.scopes));
        assert_eq!(verified, Some((account, session, None)));
        assert_eq!(rotated.verify(&token, now.plus(chrono::Duration::minutes(16))), None);
        assert_eq!(keys(&dir, &["new.pem"]).verify(&token, now), None);
        let (head, tail) = token.split_at(token.len() - 4);
        assert_eq!(rotated.verify(&format!("{head}AAAA{}", &tail[4..]), now), None);
        std::fs::remove_dir_all(&dir).expect("removed");
    }
}
