//! The signature of a webhook's delivery, checked as a receiver does who has read nothing but the Standard Webhooks specification and
//! RFC 2104.

use super::bytes::Bytes;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use kenes::features::webhooks::signature::{shown, signatures};
use sha2::{Digest, Sha256};

/// What a receiver has before it.
#[derive(Clone, Debug)]
struct Received {
    id: String,
    seconds: i64,
    body: Vec<u8>,
}

/// Asserts that what is signed with any secret is accepted by a receiver who knows it, that nothing else is, and that a receiver is not
/// brought down by any secret or header.
pub fn webhook_signature(data: &[u8]) {
    let mut bytes = Bytes::new(data);
    let [lengths, place, flip, ..] = bytes.array::<4>();
    let (secret, older) =
        (bytes.some(usize::from(lengths) * 2).to_vec(), bytes.some(usize::from(lengths) / 4).to_vec());
    let id = String::from_utf8_lossy(bytes.some(usize::from(place % 40))).into_owned();
    let seconds = i64::from_be_bytes(bytes.array());
    let sent = Received { id, seconds, body: bytes.rest().to_vec() };
    let header =
        signatures(&[secret.clone(), older.clone()], &sent.id, sent.seconds, &sent.body).expect("any key will do");
    assert_eq!(header.split(' ').count(), 2);
    for good in [&secret, &older] {
        assert!(is_signed(&shown(good), &sent, &header), "{sent:?} {header}");
        let alone =
            signatures(std::slice::from_ref(good), &sent.id, sent.seconds, &sent.body).expect("any key will do");
        assert!(header.split(' ').any(|one| one == alone));
    }
    changed_is_refused(&secret, &sent, usize::from(place), flip.max(1));
    anything_is_refused(&secret, &sent, &String::from_utf8_lossy(data));
}

/// Whatever one changes, it is not what was signed.
fn changed_is_refused(secret: &[u8], sent: &Received, place: usize, flip: u8) {
    let header = signatures(&[secret.to_vec()], &sent.id, sent.seconds, &sent.body).expect("any key will do");
    let mut body = sent.body.clone();
    if let Some(byte) = spoil(&mut body, place, flip) {
        assert!(!is_signed(&shown(secret), &Received { body, ..sent.clone() }, &header), "byte {byte} of the body");
    }
    let mut longer = sent.body.clone();
    longer.push(flip);
    assert!(!is_signed(&shown(secret), &Received { body: longer, ..sent.clone() }, &header), "a byte more");
    let later = Received { seconds: sent.seconds.wrapping_add(flip.into()), ..sent.clone() };
    assert!(!is_signed(&shown(secret), &later, &header), "another time");
    let other = Received { id: format!("{}x", sent.id), ..sent.clone() };
    assert!(!is_signed(&shown(secret), &other, &header), "another id");
    let mut key = secret.to_vec();
    if let Some(byte) = spoil(&mut key, place, flip) {
        assert!(!is_signed(&shown(&key), sent, &header), "byte {byte} of the secret");
    }
    let mut sum = header.clone().into_bytes();
    let byte = spoil(&mut sum, place, flip % 128).unwrap_or_default();
    let spoilt = String::from_utf8_lossy(&sum);
    assert!(flip.is_multiple_of(128) || !is_signed(&shown(secret), sent, &spoilt), "byte {byte} of the header");
}

/// Secrets and headers that are none.
fn anything_is_refused(secret: &[u8], sent: &Received, text: &str) {
    let signed = |secret: &str, header: &str| is_signed(secret, sent, header);
    assert!(!signed(&shown(secret), text));
    assert!(!signed(&shown(secret), &format!("v1,{text}")));
    let header = signatures(&[secret.to_vec()], &sent.id, sent.seconds, &sent.body).expect("any key will do");
    for other in [text.to_owned(), format!("whsec_{text}")] {
        assert_eq!(signed(&other, &header), key(&other).is_some_and(|key| block(&key) == block(secret)));
    }
}

/// Changes one byte, and says which; `None` where there is none.
fn spoil(bytes: &mut [u8], place: usize, flip: u8) -> Option<usize> {
    let place = place.checked_rem(bytes.len())?;
    bytes[place] ^= flip;
    Some(place)
}

/// What the specification has a receiver do: any signature of version 1 in the header is the one it makes itself.
fn is_signed(secret: &str, received: &Received, header: &str) -> bool {
    let Some(key) = key(secret) else { return false };
    let mut content = format!("{}.{}.", received.id, received.seconds).into_bytes();
    content.extend(&received.body);
    let made = STANDARD.encode(hmac(&key, &content));
    header.split(' ').any(|one| one.split_once(',').is_some_and(|(version, sum)| version == "v1" && sum == made))
}

fn key(secret: &str) -> Option<Vec<u8>> {
    STANDARD.decode(secret.strip_prefix("whsec_")?).ok()
}

/// HMAC-SHA256 (RFC 2104, section 2).
fn hmac(key: &[u8], content: &[u8]) -> [u8; 32] {
    let block = block(key);
    let inner = Sha256::new_with_prefix(block.map(|byte| byte ^ 0x36)).chain_update(content).finalize();
    Sha256::new_with_prefix(block.map(|byte| byte ^ 0x5c)).chain_update(inner).finalize().into()
}

/// A key as long as a block: hashed where it is longer, filled up with zeroes where it is shorter.
fn block(key: &[u8]) -> [u8; 64] {
    let hashed = Sha256::digest(key);
    let key = if key.len() > 64 { hashed.as_slice() } else { key };
    let mut block = [0; 64];
    block[..key.len()].copy_from_slice(key);
    block
}
