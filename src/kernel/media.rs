//! What a file is, told by its content and never by its name.
//!
//! The list is closed: documents, pictures, recordings and plain text, which is what public oversight hands in. What is not on
//! it is refused, and so is what only pretends: a web page called `report.pdf` is a web page. Left out on purpose are
//! archives (nobody sees what is inside), programs, web pages and SVG (they run scripts), and the binary Office formats
//! from before 2007 (they share their container with installers and hide macros).
//!
//! A file is looked at while it passes by: its first bytes decide, and a text is read to its end, because a text is one
//! only if all of it is.

/// How much of the beginning is looked at. Office documents name their parts late.
pub const HEAD_BYTES: usize = 32 * 1024;

/// A kind of file that is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MediaType {
    /// The name registered with IANA.
    pub mime: &'static str,
    /// How its files are called; the first is given to a file whose name ends otherwise.
    pub extensions: &'static [&'static str],
}

const fn media(mime: &'static str, extensions: &'static [&'static str]) -> MediaType {
    MediaType { mime, extensions }
}

const PLAIN: MediaType = media("text/plain", &["txt", "md", "srt", "vtt", "log"]);
const CSV: MediaType = media("text/csv", &["csv"]);
const JSON: MediaType = media("application/json", &["json", "geojson"]);

const TAKEN: &[MediaType] = &[
    media("application/pdf", &["pdf"]),
    media("application/vnd.openxmlformats-officedocument.wordprocessingml.document", &["docx"]),
    media("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", &["xlsx"]),
    media("application/vnd.openxmlformats-officedocument.presentationml.presentation", &["pptx"]),
    media("application/vnd.oasis.opendocument.text", &["odt"]),
    media("application/vnd.oasis.opendocument.spreadsheet", &["ods"]),
    media("application/vnd.oasis.opendocument.presentation", &["odp"]),
    media("image/png", &["png"]),
    media("image/jpeg", &["jpg", "jpeg"]),
    media("image/webp", &["webp"]),
    media("image/gif", &["gif"]),
    media("image/tiff", &["tif", "tiff"]),
    media("audio/mpeg", &["mp3"]),
    media("audio/mp4", &["m4a"]),
    media("audio/ogg", &["ogg", "oga", "opus"]),
    media("audio/wav", &["wav"]),
    media("audio/flac", &["flac"]),
    media("video/mp4", &["mp4", "m4v"]),
    media("video/webm", &["webm"]),
    media("video/quicktime", &["mov"]),
    PLAIN,
    CSV,
    JSON,
];

/// Why a file is not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// It has no bytes.
    Empty,
    /// It is of a kind that is not taken, as far as can be told.
    Kind(String),
}

impl MediaType {
    /// A kind that is taken, by its registered name.
    pub fn of(mime: &str) -> Option<&'static Self> {
        TAKEN.iter().find(|media| media.mime == mime)
    }

    /// The name under which a file of this kind is handed out: never one that ends like something else.
    pub fn file_name(&self, name: &str) -> String {
        let extension = self.extensions.first().copied().unwrap_or("bin");
        match name.rsplit_once('.') {
            Some((stem, last)) if !stem.is_empty() && self.extensions.contains(&last.to_lowercase().as_str()) => {
                name.to_owned()
            }
            _ => format!("{name}.{extension}"),
        }
    }
}

/// Looks at a file that passes by in pieces.
#[derive(Debug)]
pub struct Sniffer {
    stage: Stage,
    /// Among the kinds of text the content does not decide; the name's end does.
    text: &'static MediaType,
}

#[derive(Debug)]
enum Stage {
    Head(Vec<u8>),
    Known(&'static MediaType),
    /// The bytes of a character that is not complete yet.
    Text(Vec<u8>),
}

impl Sniffer {
    /// For a file of this name.
    pub fn new(name: &str) -> Self {
        let extension = name.rsplit_once('.').map(|(_, last)| last.to_lowercase()).unwrap_or_default();
        let text = [&CSV, &JSON].into_iter().find(|media| media.extensions.contains(&extension.as_str()));
        Self { stage: Stage::Head(Vec::new()), text: text.unwrap_or(&PLAIN) }
    }

    /// The next piece.
    ///
    /// # Errors
    /// As soon as it is clear that the file is not taken.
    pub fn see(&mut self, bytes: &[u8]) -> Result<(), Unfit> {
        match &mut self.stage {
            Stage::Known(_) => Ok(()),
            Stage::Text(rest) => read_text(rest, bytes),
            Stage::Head(head) => {
                head.extend_from_slice(bytes);
                if head.len() < HEAD_BYTES { Ok(()) } else { self.decide() }
            }
        }
    }

    /// What it was.
    ///
    /// # Errors
    /// When it is not taken.
    pub fn finish(mut self) -> Result<&'static MediaType, Unfit> {
        if let Stage::Head(head) = &self.stage {
            if head.is_empty() {
                return Err(Unfit::Empty);
            }
            self.decide()?;
        }
        match self.stage {
            Stage::Known(media) => Ok(media),
            Stage::Text(rest) if rest.is_empty() => Ok(self.text),
            Stage::Text(_) | Stage::Head(_) => Err(unknown()),
        }
    }

    fn decide(&mut self) -> Result<(), Unfit> {
        let Stage::Head(head) = &mut self.stage else { return Ok(()) };
        let head = std::mem::take(head);
        self.stage = match binary(&head)? {
            Some(media) => Stage::Known(media),
            None => {
                let mut rest = Vec::new();
                read_text(&mut rest, &head)?;
                Stage::Text(rest)
            }
        };
        Ok(())
    }
}

fn unknown() -> Unfit {
    Unfit::Kind("application/octet-stream".to_owned())
}

/// How every entry of a ZIP archive begins.
const ENTRY: &[u8] = b"PK\x03\x04";
/// From there to the entry's name.
const NAME_AT: usize = 30;

/// The kind of what is not text; `None` when the first bytes are no known signature.
fn binary(head: &[u8]) -> Result<Option<&'static MediaType>, Unfit> {
    if head.starts_with(ENTRY) {
        let office = open_xml(head).or_else(|| open_document(head));
        return office.map(Some).ok_or_else(|| Unfit::Kind("application/zip".to_owned()));
    }
    let Some(found) = infer::get(head) else { return markup(head).map(|()| None) };
    let mime = match found.mime_type() {
        "audio/m4a" => "audio/mp4",
        "audio/opus" => "audio/ogg",
        "audio/x-wav" => "audio/wav",
        "audio/x-flac" => "audio/flac",
        "video/x-m4v" => "video/mp4",
        other => other,
    };
    MediaType::of(mime).map(Some).ok_or_else(|| Unfit::Kind(mime.to_owned()))
}

/// A text that begins with a tag is a page or a picture that may run scripts, whatever the tag.
fn markup(head: &[u8]) -> Result<(), Unfit> {
    let text = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
    match text.strip_prefix(b"<") {
        Some([b'!' | b'?' | b'a'..=b'z' | b'A'..=b'Z', ..]) => {
            let svg = text.get(..4).is_some_and(|tag| tag.eq_ignore_ascii_case(b"<svg"));
            Err(Unfit::Kind(if svg { "image/svg+xml" } else { "text/html" }.to_owned()))
        }
        _ => Ok(()),
    }
}

/// Documents of Microsoft Office are archives with parts of known names, in an order that every program chooses itself.
fn open_xml(head: &[u8]) -> Option<&'static MediaType> {
    let entries = head.windows(ENTRY.len()).enumerate().filter(|(_, window)| *window == ENTRY);
    let mut names = entries.filter_map(|(at, _)| head.get(at.saturating_add(NAME_AT)..));
    let kind = names.find_map(|name| match name {
        [b'w', b'o', b'r', b'd', b'/', ..] => Some("wordprocessingml.document"),
        [b'x', b'l', b'/', ..] => Some("spreadsheetml.sheet"),
        [b'p', b'p', b't', b'/', ..] => Some("presentationml.presentation"),
        _ => None,
    });
    MediaType::of(&format!("application/vnd.openxmlformats-officedocument.{}", kind?))
}

/// OpenDocument says what it is in its first entry, `mimetype`, uncompressed.
fn open_document(head: &[u8]) -> Option<&'static MediaType> {
    let said = head.get(NAME_AT..)?.strip_prefix(b"mimetype")?;
    TAKEN.iter().find(|media| said.strip_prefix(media.mime.as_bytes()).is_some_and(|rest| rest.starts_with(b"PK")))
}

/// Reads on in a text: UTF-8 throughout, without characters that no text has.
fn read_text(rest: &mut Vec<u8>, bytes: &[u8]) -> Result<(), Unfit> {
    if bytes.iter().any(|byte| matches!(byte, 0..=8 | 11 | 14..=31 | 127)) {
        return Err(unknown());
    }
    rest.extend_from_slice(bytes);
    match std::str::from_utf8(rest) {
        Ok(_) => rest.clear(),
        // Cut within a character: its beginning waits for the next piece.
        Err(error) if error.error_len().is_none() => drop(rest.drain(..error.valid_up_to())),
        Err(_) => return Err(unknown()),
    }
    Ok(())
}

#[cfg(test)]
mod tests;
