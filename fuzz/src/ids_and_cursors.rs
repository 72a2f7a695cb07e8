//! What clients are given to bring back: ids, the cursors of lists and of the feed, and the tokens of programs.

use super::bytes::Bytes;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kenes::access::service_token;
use kenes::features::feed::{Entry, Filter};
use kenes::graphql::events::filter;
use kenes::kernel::event::EventKind;
use kenes::kernel::failure::{Denied, Failure};
use kenes::kernel::id::{DecisionId, IdError, PREFIXES, join, split};
use kenes::kernel::page::{MAX_PAGE, PageArgs, Position, SortKey, Window, cursor};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// Asserts that any text is read as what it is or refused, and that what was made is read back and stands for nothing else once it is
/// changed.
pub fn ids_and_cursors(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    id_read(&text);
    cursor_read(&text);
    cursor_read(&URL_SAFE_NO_PAD.encode(data));
    token_read(&text);
    let mut bytes = Bytes::new(data);
    let (uuid, place, letter) = (Uuid::from_bytes(bytes.array()), bytes.byte(), bytes.byte());
    ids_made(uuid, place.into(), letter);
    token_made(uuid, &bytes.array(), letter);
    page_sizes(i32::from_be_bytes(bytes.array()), i32::from_be_bytes(bytes.array()));
    let (number, fingerprint) = (i64::from_be_bytes(bytes.array()), u64::from_be_bytes(bytes.array()));
    let (kinds, rest) = (bytes.some(4), String::from_utf8_lossy(bytes.rest()));
    cursor_made(fingerprint, Position { key: SortKey::At(number), id: uuid });
    cursor_made(fingerprint, Position { key: SortKey::Text(rest.clone().into_owned()), id: uuid });
    feed(kinds, &rest, number);
}

/// An id is written in one way only, and is of one kind only.
fn id_read(text: &str) {
    let found = split(text);
    let decision = DecisionId::parse(text);
    match &found {
        None => assert_eq!(decision, Err(IdError::Malformed { expected: "dec" })),
        Some((prefix, uuid)) => {
            assert_eq!(join(prefix, *uuid), text);
            match decision {
                Ok(id) => assert_eq!((prefix.as_str(), id.uuid(), id.wire().as_str()), ("dec", *uuid, text)),
                Err(IdError::OtherKind { found, .. }) => assert!(found == *prefix && prefix != "dec"),
                Err(malformed) => panic!("{malformed:?} is an id"),
            }
        }
    }
}

fn ids_made(uuid: Uuid, place: usize, letter: u8) {
    for (prefix, _) in PREFIXES {
        let wire = join(prefix, uuid);
        assert_eq!(split(&wire), Some(((*prefix).to_owned(), uuid)));
        assert_ne!(split(&changed(&wire, place, letter)), split(&wire));
    }
}

/// A cursor holds a position and the list it was made for; of any other it is refused.
fn cursor_read(text: &str) {
    let told =
        URL_SAFE_NO_PAD.decode(text).ok().and_then(|json| serde_json::from_slice::<serde_json::Value>(&json).ok());
    let fingerprint = told.as_ref().and_then(|told| told.get("f")?.as_u64()).unwrap_or(7);
    let Some(position) = position_after(text, fingerprint) else { return };
    assert!(told.is_some(), "{position:?} was read out of nothing");
    kenes::db::page::time_and_id(&position);
    cursor_made(fingerprint, position);
}

fn cursor_made(fingerprint: u64, position: Position) {
    let made = cursor(fingerprint, position.clone());
    assert_eq!(position_after(&made, fingerprint).as_ref(), Some(&position));
    assert_eq!(position_after(&made, fingerprint ^ 1), None);
    let before = PageArgs { before: Some(made), ..PageArgs::default() };
    assert_eq!(Window::new(&before, fingerprint).expect("was made here").before, Some(position));
}

/// The position a list would go on after. A refusal says which argument, and does not repeat it.
fn position_after(cursor: &str, fingerprint: u64) -> Option<Position> {
    let after = PageArgs { after: Some(cursor.to_owned()), ..PageArgs::default() };
    match Window::new(&after, fingerprint) {
        Ok(window) => Some(window.after.expect("a position was given")),
        Err(Failure::Denied(Denied::BadInput { field, why })) => {
            assert!(field == "after" && why.len() < 100, "{field}: {why}");
            None
        }
        Err(other) => panic!("{other:?}"),
    }
}

fn page_sizes(first: i32, last: i32) {
    let most = i32::try_from(MAX_PAGE).unwrap_or(i32::MAX);
    for (size, args) in [
        (first, PageArgs { first: Some(first), ..PageArgs::default() }),
        (last, PageArgs { last: Some(last), ..PageArgs::default() }),
    ] {
        let window = Window::new(&args, 7).ok();
        assert_eq!(window.is_some(), (1..=most).contains(&size), "{size}");
        assert!(window.is_none_or(|window| window.fetch() == i64::from(size) + 1));
    }
    assert!(Window::new(&PageArgs { first: Some(first), last: Some(last), ..PageArgs::default() }, 7).is_err());
}

/// A cursor of the feed is of its filter, however that was put.
fn feed(kinds: &[u8], subject: &str, position: i64) {
    let kinds: Vec<EventKind> =
        kinds.iter().filter_map(|kind| EventKind::ALL.get(usize::from(*kind))).copied().collect();
    let filtered = |kinds: Vec<EventKind>, subject: Option<&str>| filter(kinds, subject.map(Into::into));
    let all = filtered(kinds.clone(), None).expect("no subject");
    let turned = filtered(kinds.iter().rev().chain(&kinds).copied().collect(), None).expect("no subject");
    assert_eq!((&all, all.identity()), (&turned, turned.identity()));
    let of_subject = filtered(kinds, Some(subject));
    assert_eq!(of_subject.is_ok(), split(subject).is_some());
    let filter: Filter = of_subject.unwrap_or_default();
    assert_eq!(filter == all, filter.identity() == all.identity());
    let made = cursor(filter.identity(), Entry::at(position));
    assert_eq!(position_after(&made, filter.identity()), Some(Entry::at(position)));
    assert_eq!(position_after(&made, all.identity()).is_some(), filter == all);
}

/// A token is read only if its checksum is right, as reckoned here.
fn token_read(text: &str) {
    let read = service_token::read(text);
    assert!(read.is_none() || service_token::is_one(text));
    let Some(presented) = read else { return };
    let (body, sum) = text.split_at(text.len() - 8);
    assert_eq!((text.len(), sum), (114, crc32(body.as_bytes()).as_str()));
    assert!(body.starts_with(&format!("kenes_svc_{}", presented.id.uuid().simple())));
    assert_eq!(presented.hash, Sha256::digest(text.as_bytes()).to_vec());
}

fn token_made(id: Uuid, secret: &[u8; 32], letter: u8) {
    let secret: String = secret.iter().map(|byte| format!("{byte:02x}")).collect();
    let body = format!("kenes_svc_{}{secret}", id.simple());
    let token = format!("{body}{}", crc32(body.as_bytes()));
    assert_eq!(service_token::read(&token).expect("was made here").id.uuid(), id);
    for place in 0..token.len() {
        assert!(service_token::read(&changed(&token, place, letter)).is_none(), "{place}");
    }
    assert!(service_token::read(&token[1..]).is_none() && service_token::read(&format!("{token}0")).is_none());
}

/// The same ASCII text with another letter at a place.
fn changed(text: &str, place: usize, letter: u8) -> String {
    let place = place % text.len();
    let was = text.as_bytes()[place];
    let other = if was == letter % 128 { (letter + 1) % 128 } else { letter % 128 };
    format!("{}{}{}", &text[..place], char::from(other), &text[place + 1..])
}

/// CRC-32 (IEEE 802.3), bit by bit.
fn crc32(bytes: &[u8]) -> String {
    let sum = bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| (sum >> 1) ^ (0xEDB8_8320 & (0_u32.wrapping_sub(sum & 1))))
    });
    format!("{:08x}", !sum)
}
