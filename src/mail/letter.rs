//! One letter, and how it becomes a message after RFC 5322: plain text and HTML, the reader's program shows one of them.

use super::NotTaken;
use crate::kernel::clock::Timestamp;
use lettre::message::header::{Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::{Address, Message};
use std::error::Error;
use std::time::{Duration, SystemTime};

/// A letter to one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// Without the angle brackets.
    pub message_id: String,
    pub to_name: String,
    pub to_address: String,
    pub subject: String,
    pub text: String,
    pub html: String,
    /// Where a mail program may ask, without a person's doing more, that no more be sent (RFC 8058).
    pub unsubscribe_url: String,
    pub written_at: Timestamp,
}

/// A header whose value is ASCII of ours and needs no encoding.
macro_rules! plain_header {
    ($name:ident $wire:literal) => {
        #[derive(Clone)]
        struct $name(String);
        impl Header for $name {
            fn name() -> HeaderName {
                HeaderName::new_from_ascii_str($wire)
            }
            fn parse(text: &str) -> Result<Self, Box<dyn Error + Send + Sync>> {
                Ok(Self(text.to_owned()))
            }
            fn display(&self) -> HeaderValue {
                // Not folded: a link that a mail program cannot put together again is none.
                HeaderValue::dangerous_new_pre_encoded(Self::name(), self.0.clone(), self.0.clone())
            }
        }
    };
}
plain_header!(ListUnsubscribe "List-Unsubscribe");
plain_header!(ListUnsubscribePost "List-Unsubscribe-Post");
plain_header!(AutoSubmitted "Auto-Submitted");

/// The letter as a message.
///
/// # Errors
/// Why it cannot be written: an address no mail server would take.
pub(super) fn message(letter: &Letter, from: &Mailbox) -> Result<Message, NotTaken> {
    let address: Address = letter.to_address.parse().map_err(|e| NotTaken::Ever(format!("the address: {e}")))?;
    let link = &letter.unsubscribe_url;
    if !link.chars().all(|c| c.is_ascii_graphic() && !matches!(c, '<' | '>')) {
        return Err(NotTaken::Now("token_issuer is no address that a mail can hold".into()));
    }
    let seconds = u64::try_from(letter.written_at.micros() / 1_000_000).unwrap_or(0);
    Message::builder()
        .message_id(Some(format!("<{}>", letter.message_id)))
        .date(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds))
        .from(from.clone())
        .to(Mailbox::new(Some(one_line(&letter.to_name)), address))
        .subject(one_line(&letter.subject))
        // So that no absent person's program answers it.
        .header(AutoSubmitted("auto-generated".into()))
        .header(ListUnsubscribe(format!("<{link}>")))
        .header(ListUnsubscribePost("List-Unsubscribe=One-Click".into()))
        .multipart(MultiPart::alternative_plain_html(letter.text.clone(), letter.html.clone()))
        .map_err(|e| NotTaken::Ever(e.to_string()))
}

/// A text as it may stand in a header: lettre panics at a name of two lines.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter() -> Letter {
        Letter {
            message_id: "0193.mail@kenes.test".into(),
            to_name: "Әсел \"А\" <x>\r\nBcc: all@kenes.test".into(),
            to_address: "asel@kenes.test".into(),
            subject: "Жаңа шешім: жол\r\nBcc: all@kenes.test".into(),
            text: "Сәлем".into(),
            html: "<p>Сәлем</p>".into(),
            unsubscribe_url: format!("https://kenes.test/unsubscribe/{}", "A".repeat(107)),
            written_at: Timestamp::parse("2026-11-22T10:00:00Z").expect("valid"),
        }
    }

    #[test]
    fn a_message_has_both_parts_its_id_and_a_way_out_and_nothing_smuggled_in() {
        let from: Mailbox = "Kenes <kenes@kenes.test>".parse().expect("a mailbox");
        let message = message(&letter(), &from).expect("written");
        let text = String::from_utf8(message.formatted()).expect("ASCII");
        assert!(text.is_ascii());
        assert!(text.contains("Message-ID: <0193.mail@kenes.test>\r\n"), "{text}");
        assert!(text.contains("Date: Sun, 22 Nov 2026 10:00:00 +0000\r\n"), "{text}");
        let way_out = format!("List-Unsubscribe: <https://kenes.test/unsubscribe/{}>\r\n", "A".repeat(107));
        assert!(text.contains(&way_out), "{text}");
        assert!(text.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"), "{text}");
        assert!(text.contains("multipart/alternative") && text.contains("text/plain") && text.contains("text/html"));
        assert!(!text.contains("\r\nBcc:"), "{text}");
        assert_eq!(message.envelope().to().len(), 1);
    }

    #[test]
    fn what_no_mail_can_hold_is_not_taken() {
        let from: Mailbox = "kenes@kenes.test".parse().expect("a mailbox");
        assert!(message(&Letter { to_address: "nobody".into(), ..letter() }, &from).is_err());
        assert!(
            message(&Letter { unsubscribe_url: "https://kenes.test/>\r\nX: y".into(), ..letter() }, &from).is_err()
        );
    }
}
