//! How long messages may be, judged on the headers of their frames: before anything of them is kept.
//!
//! The library judges a frame when it has come whole, and keeps what has come of it until then.

use actix_web::error::PayloadError;
use actix_web::web::{Bytes, Payload};
use actix_web::{FromRequest, HttpRequest, dev};
use futures_util::StreamExt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Bits of a frame's first two bytes (RFC 6455, section 5.2).
const FIN: u8 = 0x80;
const OPCODE: u8 = 0x0f;
const CONTROL: u8 = 0x08;
const MASKED: u8 = 0x80;
const LENGTH: u8 = 0x7f;
const LENGTH_IN_2: u8 = 126;
const LENGTH_IN_8: u8 = 127;
const MASK_BYTES: usize = 4;
/// What each piece of a message that comes in pieces counts besides its length: the library keeps every one on its own, and
/// two million pieces of a byte would cost it a hundred million.
const PIECE: u64 = 64;

/// Whether a message was longer than it may be.
pub type TooLong = Arc<AtomicBool>;

/// The same payload, which ends with an error where a frame announces more than a message may hold.
pub async fn bounded(request: &HttpRequest, payload: Payload, most: usize) -> Option<(Payload, TooLong)> {
    let too_long = TooLong::default();
    let flag = Arc::clone(&too_long);
    let mut frames = Frames::new(u64::try_from(most).unwrap_or(u64::MAX));
    let watched = payload.into_inner().map(move |piece: Result<Bytes, PayloadError>| {
        let piece = piece?;
        if flag.load(Ordering::SeqCst) || !frames.pass(&piece) {
            flag.store(true, Ordering::SeqCst);
            return Err(PayloadError::Overflow);
        }
        Ok(piece)
    });
    let mut watched = dev::Payload::Stream { payload: watched.boxed_local() };
    Some((Payload::from_request(request, &mut watched).await.ok()?, too_long))
}

/// What is known of the frame that is coming.
struct Frames {
    most: u64,
    /// The header as far as it has come.
    header: Vec<u8>,
    /// Bytes of the frame's content that are still to come.
    to_come: u64,
    /// Bytes of the message that have been announced, in all its frames.
    message: u64,
}

impl Frames {
    const fn new(most: u64) -> Self {
        Self { most, header: Vec::new(), to_come: 0, message: 0 }
    }

    /// Takes some bytes; false when a message is too long.
    fn pass(&mut self, mut bytes: &[u8]) -> bool {
        while !bytes.is_empty() {
            let skipped = usize::try_from(self.to_come).unwrap_or(usize::MAX).min(bytes.len());
            self.to_come = self.to_come.saturating_sub(u64::try_from(skipped).unwrap_or(u64::MAX));
            let Some((next, rest)) = bytes.get(skipped..).and_then(<[u8]>::split_first) else { return true };
            self.header.push(*next);
            bytes = rest;
            if !self.begin() {
                return false;
            }
        }
        true
    }

    /// Begins a frame, when its header is whole.
    fn begin(&mut self) -> bool {
        let &[first, second, ref rest @ ..] = self.header.as_slice() else { return true };
        let extended = match second & LENGTH {
            LENGTH_IN_2 => 2,
            LENGTH_IN_8 => 8,
            _ => 0,
        };
        let mask = if second & MASKED == 0 { 0 } else { MASK_BYTES };
        if rest.len() < extended + mask {
            return true;
        }
        let said = rest.iter().take(extended).fold(0_u64, |sum, byte| (sum << 8) | u64::from(*byte));
        let length = if extended == 0 { u64::from(second & LENGTH) } else { said };
        self.header.clear();
        self.to_come = length;
        if first & OPCODE & CONTROL != 0 {
            // Control frames stand between those of a message; their length is the library's to judge.
            return length <= self.most;
        }
        let is_last = first & FIN != 0;
        let is_whole = is_last && first & OPCODE != 0;
        self.message = self.message.saturating_add(length).saturating_add(if is_whole { 0 } else { PIECE });
        let fits = self.message <= self.most;
        if is_last {
            self.message = 0;
        }
        fits
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn frame(first: u8, length: usize) -> Vec<u8> {
        let mut frame = vec![first];
        match u16::try_from(length) {
            Ok(short) if short < 126 => frame.push(MASKED | u8::try_from(short).expect("short")),
            Ok(short) => {
                frame.push(MASKED | LENGTH_IN_2);
                frame.extend(short.to_be_bytes());
            }
            Err(_) => {
                frame.push(MASKED | LENGTH_IN_8);
                frame.extend(u64::try_from(length).expect("fits").to_be_bytes());
            }
        }
        frame.extend([1, 2, 3, 4]);
        frame.resize(frame.len() + length, b'x');
        frame
    }

    #[test]
    fn what_is_announced_is_judged_before_it_comes() {
        let announced = [&[0x81, 0xff][..], &(1_u64 << 40).to_be_bytes(), &[0; 4]].concat();
        assert!(!Frames::new(2_000_000).pass(&announced));
        assert!(!Frames::new(10).pass(&[0x81, 0x80 | 11, 0, 0, 0, 0]));
        assert!(Frames::new(10).pass(&[0x81, 0x80 | 10, 0, 0, 0, 0]));
    }

    #[test]
    fn the_frames_of_a_message_count_together_and_control_frames_do_not() {
        let mut frames = Frames::new(200);
        assert!(frames.pass(&frame(0x01, 6)) && frames.pass(&frame(0x89, 99)) && frames.pass(&frame(0x80, 66)));
        assert!(frames.pass(&frame(0x01, 6)), "the next message begins anew");
        assert!(!frames.pass(&frame(0x80, 67)));
    }

    #[test]
    fn a_message_in_very_many_pieces_is_too_long() {
        let mut frames = Frames::new(6_500);
        assert!(frames.pass(&frame(0x01, 1)));
        assert_eq!((1..1_000).find(|_| !frames.pass(&frame(0x00, 1))), Some(100));
    }

    proptest! {
        #[test]
        fn pieces_of_any_size_are_judged_alike(lengths in prop::collection::vec(0_usize..70_000, 1..6), size in 1_usize..5_000) {
            let stream: Vec<u8> = lengths.iter().flat_map(|length| frame(0x81, *length)).collect();
            let mut frames = Frames::new(50_000);
            let fits = stream.chunks(size).all(|piece| frames.pass(piece));
            prop_assert_eq!(fits, lengths.iter().all(|length| *length <= 50_000));
        }
    }
}
