//! A refusal: a rule of the domain said no, to whom it may be explained in three languages.

use super::localized::{Locale, Localized};
use super::vocabulary::vocabulary;
use super::words::Code;

/// The legal rule a refusal or a check rests on: its key in `legal_rules` and the place in the law.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RuleRef {
    pub key: String,
    pub citation: Localized,
    /// Read in the law's text; `false` means an operator has still to confirm it before production.
    pub confirmed: bool,
}

/// Why a rule said no. Programs read `code`, people read [`Refusal::message`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    pub code: Code,
    /// Path in the mutation's input, outermost first; empty when it concerns the whole.
    pub field: Vec<String>,
    /// Boxed, because most refusals have none and every `Result` of a rule carries the room for one.
    pub rule: Option<Box<RuleRef>>,
    params: Vec<(&'static str, String)>,
}

impl Refusal {
    pub fn new(code: Code) -> Self {
        Self { code, field: Vec::new(), rule: None, params: Vec::new() }
    }

    /// Names the input field, a dotted path such as `charter.quorum`.
    #[must_use]
    pub fn at(mut self, path: &str) -> Self {
        self.field = path.split('.').map(str::to_owned).collect();
        self
    }

    /// Fills the placeholder `{name}` of the message.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.params.push((name, value.to_string()));
        self
    }

    #[must_use]
    pub fn under(mut self, rule: RuleRef) -> Self {
        self.rule = Some(Box::new(rule));
        self
    }

    /// The message for people.
    pub fn message(&self, locale: Locale) -> String {
        let spoken: Vec<(&'static str, String)> =
            self.params.iter().map(|(name, value)| (*name, speak(value, locale))).collect();
        fill(self.code.text(locale), &spoken)
    }
}

/// Says the API's words (`PUBLISHED`) in the viewer's language where a message mentions them.
fn speak(value: &str, locale: Locale) -> String {
    let word = |token: &str| {
        let bare = token.trim_end_matches([',', ';']);
        match vocabulary(bare, locale) {
            Some(spoken) => token.replacen(bare, spoken, 1),
            None => token.to_owned(),
        }
    };
    value.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// Puts the parameters into the placeholders of a message.
pub fn fill(template: &str, params: &[(&'static str, String)]) -> String {
    params.iter().fold(template.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_carries_its_numbers_in_every_language() {
        let refusal = Refusal::new(Code::TooLong).at("input.text").with("limit", 10).with("length", 12);
        for locale in Locale::ALL {
            let message = refusal.message(locale);
            assert!(message.contains("10") && message.contains("12"), "{message}");
            assert!(!message.contains('{'), "{message}");
        }
        assert_eq!(refusal.field, ["input", "text"]);
    }

    #[test]
    fn every_translation_has_the_same_placeholders() {
        let names = |text: &str| {
            let mut found: Vec<String> =
                text.split('{').skip(1).filter_map(|p| p.split_once('}')).map(|(n, _)| n.to_owned()).collect();
            found.sort();
            found
        };
        for code in Code::ALL {
            let kk = names(code.text(Locale::Kk));
            assert_eq!(kk, names(code.text(Locale::Ru)), "{code:?}");
            assert_eq!(kk, names(code.text(Locale::En)), "{code:?}");
        }
    }
}
