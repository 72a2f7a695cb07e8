//! An S3-compatible bucket. Requests are signed with the hashing that is in the program anyway, so that no second
//! library of cryptography comes in; TLS is the OpenSSL that the connection to PostgreSQL uses.

use super::Bucket;
use crate::kernel::failure::{Fault, Outcome};
use hmac::{Hmac, KeyInit, Mac};
use object_store::ObjectStore;
use object_store::aws::AmazonS3Builder;
use object_store::client::{CryptoProvider, DigestAlgorithm, DigestContext, HmacContext, Signer, SigningAlgorithm};
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// Opens a bucket. Parts of interrupted uploads are the bucket's to delete: give it a lifecycle rule.
///
/// # Errors
/// A fault that names the setting at fault.
pub(super) fn open(bucket: &Bucket) -> Outcome<Arc<dyn ObjectStore>> {
    let secret = std::fs::read_to_string(&bucket.secret_file)
        .map_err(|e| Fault::new(format!("storage_secret_file {}: {e}", bucket.secret_file.display())))?;
    let mut builder = AmazonS3Builder::new()
        .with_bucket_name(&bucket.name)
        .with_region(&bucket.region)
        .with_access_key_id(&bucket.key_id)
        .with_secret_access_key(secret.trim())
        .with_crypto_provider(Arc::new(Ours));
    if !bucket.endpoint.is_empty() {
        // Within a closed network a storage may have no certificate: whoever writes http:// means it.
        builder = builder.with_endpoint(&bucket.endpoint).with_allow_http(bucket.endpoint.starts_with("http://"));
    }
    let store = builder.build().map_err(|e| Fault::new(format!("storage_url: {e}")))?;
    Ok(Arc::new(store))
}

/// SHA-256 and HMAC of the crates `sha2` and `hmac`. S3 needs no other.
#[derive(Debug)]
struct Ours;

impl CryptoProvider for Ours {
    fn digest(&self, algorithm: DigestAlgorithm) -> object_store::Result<Box<dyn DigestContext>> {
        match algorithm {
            DigestAlgorithm::Sha256 => Ok(Box::new(Hashing { state: Sha256::new(), done: Vec::new() })),
            other => Err(unsupported(&format!("{other:?}"))),
        }
    }

    fn hmac(&self, algorithm: DigestAlgorithm, secret: &[u8]) -> object_store::Result<Box<dyn HmacContext>> {
        match algorithm {
            DigestAlgorithm::Sha256 => {
                let state = Hmac::<Sha256>::new_from_slice(secret).map_err(|e| unsupported(&e.to_string()))?;
                Ok(Box::new(Signing { state, done: Vec::new() }))
            }
            other => Err(unsupported(&format!("{other:?}"))),
        }
    }

    fn sign(&self, algorithm: SigningAlgorithm, _: &[u8]) -> object_store::Result<Box<dyn Signer>> {
        Err(unsupported(&format!("{algorithm:?}")))
    }
}

fn unsupported(what: &str) -> object_store::Error {
    object_store::Error::NotSupported { source: what.to_owned().into() }
}

struct Hashing {
    state: Sha256,
    done: Vec<u8>,
}

impl DigestContext for Hashing {
    fn update(&mut self, data: &[u8]) {
        self.state.update(data);
    }

    fn finish(&mut self) -> object_store::Result<&[u8]> {
        self.done = self.state.finalize_reset().to_vec();
        Ok(&self.done)
    }
}

struct Signing {
    state: Hmac<Sha256>,
    done: Vec<u8>,
}

impl HmacContext for Signing {
    fn update(&mut self, data: &[u8]) {
        self.state.update(data);
    }

    fn finish(&mut self) -> object_store::Result<&[u8]> {
        self.done = self.state.clone().finalize().into_bytes().to_vec();
        Ok(&self.done)
    }
}
