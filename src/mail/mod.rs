//! Floor 2, beside the database: letters on their way out.
//!
//! A [`Post`] hands a [`Letter`] to a mail server, or, where none is configured, writes it to a folder as an `.eml` file that any
//! mail program opens. It knows addresses and texts and nothing of what they mean; when a letter is sent, and that none is lost,
//! is the outbox's to see to (`features/notices`). So it takes one letter at a time and says what became of it.

mod folder;
mod letter;
mod relay;
mod smtp;

pub use letter::Letter;
pub use relay::{Relay, Tls};
pub use smtp::STEPS;

use crate::kernel::failure::{Fault, Outcome};
use lettre::message::Mailbox;
use std::path::PathBuf;

/// Who sends, and by which way.
#[derive(Clone, Debug)]
pub struct Sender {
    /// `Name <address>`, or an address.
    pub from: String,
    pub place: Place,
}

/// A folder, or a mail server.
#[derive(Clone, Debug)]
pub enum Place {
    Folder(PathBuf),
    Relay(Relay),
}

/// The way out of one installation.
#[derive(Clone, Debug)]
pub struct Post {
    from: Mailbox,
    way: Way,
}

#[derive(Clone, Debug)]
enum Way {
    Folder(PathBuf),
    Smtp(relay::Way),
}

/// That a letter was not taken, and why, for the log and the outbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotTaken {
    /// It may be taken at another time.
    Now(String),
    /// It will not: the server's last word, or no server would take it.
    Ever(String),
}

impl NotTaken {
    /// The same without an address: logs name nobody.
    fn without(self, address: &str) -> Self {
        let hide = |why: String| why.replace(address, "…");
        match self {
            Self::Now(why) => Self::Now(hide(why)),
            Self::Ever(why) => Self::Ever(hide(why)),
        }
    }
}

impl Post {
    /// Opens the way out. No mail server is spoken to yet, and no folder made.
    ///
    /// # Errors
    /// A fault that names what cannot be used.
    pub fn open(sender: &Sender) -> Outcome<Self> {
        let from: Mailbox = sender.from.parse().map_err(|e| Fault::new(format!("mail_from: {e}")))?;
        let way = match &sender.place {
            Place::Folder(folder) => Way::Folder(folder.clone()),
            Place::Relay(relay) => Way::Smtp(relay::Way::to(relay, from.email.domain())?),
        };
        Ok(Self { from, way })
    }

    /// What Message-IDs end in.
    pub fn domain(&self) -> &str {
        self.from.email.domain()
    }

    /// Hands a letter over: when this returns, the mail server has taken responsibility for it, or it is on disk.
    ///
    /// # Errors
    /// Why it was not taken. After an error the server may have taken it all the same, when the connection broke before its word
    /// came: whoever tries again does so with the same Message-ID.
    pub fn send(&self, letter: &Letter) -> Result<(), NotTaken> {
        self.hand_over(letter).map_err(|not| not.without(&letter.to_address))
    }

    fn hand_over(&self, letter: &Letter) -> Result<(), NotTaken> {
        let message = letter::message(letter, &self.from)?;
        match &self.way {
            Way::Folder(folder) => folder::write(folder, &letter.message_id, &message.formatted()),
            Way::Smtp(way) => smtp::send(way, &message),
        }
    }
}
