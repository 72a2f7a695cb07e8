//! Texts people write, made ready for storing: trimmed, not blank, not too long.
//!
//! Every slice that takes a text passes it through here, so that a field behaves alike wherever it stands. Lengths
//! are counted in characters, not bytes: a Kazakh letter must not cost twice what an English one costs.

use crate::kernel::localized::Localized;
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;

/// The longest name of a person, body, organisation or council, in characters per language.
pub const NAME_CHARS: usize = 300;
/// The longest reason (of a withdrawal, a recusal, an annulment, a hidden comment), in characters.
pub const REASON_CHARS: usize = 2_000;

/// One text in one language, trimmed. `field` is its path in the input.
///
/// # Errors
/// BLANK, TOO_LONG.
pub fn text(text: &str, field: &str, limit: usize) -> Result<String, Refusal> {
    let text: String = text.chars().filter(|character| !is_unwritten(*character)).collect();
    let trimmed = text.trim();
    if trimmed.is_empty() || trimmed.chars().all(is_invisible) {
        return Err(Refusal::new(Code::Blank).at(field));
    }
    within(trimmed.chars().count(), field, limit)?;
    Ok(trimmed.to_owned())
}

/// A text that may be left out; blank counts as left out.
///
/// # Errors
/// TOO_LONG.
pub fn optional(given: Option<&str>, field: &str, limit: usize) -> Result<Option<String>, Refusal> {
    let given = given.map(str::trim).filter(|text| !text.chars().all(is_invisible));
    given.map(|given| text(given, field, limit)).transpose()
}

/// A text in three languages, each trimmed; Kazakh must be there, empty translations are dropped.
///
/// # Errors
/// BLANK at `field.kk`, TOO_LONG at the translation that is.
pub fn required(given: &Localized, field: &str, limit: usize) -> Result<Localized, Refusal> {
    let at = |language: &str| format!("{field}.{language}");
    Ok(Localized {
        kk: text(&given.kk, &at("kk"), limit)?,
        ru: optional(given.ru.as_deref(), &at("ru"), limit)?,
        en: optional(given.en.as_deref(), &at("en"), limit)?,
    })
}

fn within(length: usize, field: &str, limit: usize) -> Result<(), Refusal> {
    if length > limit {
        return Err(Refusal::new(Code::TooLong).at(field).with("limit", limit).with("length", length));
    }
    Ok(())
}

/// Characters nobody writes, which are left out: control characters other than line breaks and tabs (PostgreSQL stores no
/// NUL), and those that turn the direction of what follows, by which a name is made to read as another.
fn is_unwritten(character: char) -> bool {
    (character.is_control() && !matches!(character, '\n' | '\r' | '\t'))
        || matches!(character, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Characters a reader does not see: a text of them alone is blank.
fn is_invisible(character: char) -> bool {
    character.is_whitespace()
        || character.is_control()
        || matches!(character, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{00AD}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn code<T: std::fmt::Debug>(result: Result<T, Refusal>) -> Code {
        result.expect_err("refused").code
    }

    #[test]
    fn a_text_nobody_can_see_is_blank() {
        for blank in ["", "   ", "\n\t", "\u{200B}\u{FEFF}"] {
            assert_eq!(code(text(blank, "reason", 10)), Code::Blank, "{blank:?}");
            assert_eq!(optional(Some(blank), "reason", 10), Ok(None), "{blank:?}");
        }
    }

    #[test]
    fn what_nobody_writes_is_left_out_and_line_breaks_stay() {
        assert_eq!(text("a\0b\u{7}c\u{202E}d\r\n\te\u{2069}", "reason", 20), Ok("abcd\r\n\te".to_owned()));
        assert_eq!(code(text("\u{202E}\u{2066}", "reason", 20)), Code::Blank);
    }

    #[test]
    fn length_is_counted_in_characters() {
        assert_eq!(text(" әөүқң ", "title", 5), Ok("әөүқң".to_owned()));
        assert_eq!(code(text("әөүқңі", "title", 5)), Code::TooLong);
    }

    #[test]
    fn the_refusal_names_the_translation() {
        let given =
            Localized { kk: "кеңес".into(), ru: Some("совет по делам".into()), en: Some("  ".into()) };
        assert_eq!(required(&given, "title", 8).expect_err("long").field, ["title", "ru"]);
        assert_eq!(required(&given, "title", 20).expect("good").en, None);
        let blank = Localized { kk: " ".into(), ..given };
        assert_eq!(required(&blank, "title", 20).expect_err("blank").field, ["title", "kk"]);
    }

    proptest! {
        #[test]
        fn what_is_accepted_is_trimmed_and_within_the_limit(given in ".{0,40}", limit in 1_usize..30) {
            if let Ok(kept) = text(&given, "text", limit) {
                prop_assert!(!kept.is_empty() && kept.trim() == kept && kept.chars().count() <= limit);
                let written: String = given.chars().filter(|character| !is_unwritten(*character)).collect();
                prop_assert!(written.contains(&kept));
            }
        }
    }
}
