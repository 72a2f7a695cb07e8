//! Search terms made in Rust, so that SQLite and PostgreSQL find the same rows.
//!
//! Each engine has a tokenizer, a case folding and stemmers of its own, and they disagree: FTS5 has no Russian stemmer,
//! PostgreSQL none for Kazakh, both see different word borders. So neither is asked to understand a language. This
//! module turns a text into plain terms and a query into plain terms; the engine only compares bytes.
//!
//! # From a text to terms
//! 1. **Fold**: NFC, lower case by way of upper case (so that `ß` is `ss` and a final `ς` is `σ`), stress marks and soft hyphens
//!    out, `ё` is `е`.
//! 2. **Cut** into runs of letters and digits, drop single letters, keep the first [`TOKEN_CHARS`] characters of a run.
//! 3. **Mend** Latin lookalikes in Cyrillic words: older Kazakh texts are full of Latin `i`, `ə` and `h`.
//! 4. **Mark** each token with its stems. A mark is two Latin letters before the stem:
//!
//! | mark | holds | stored for | asked by |
//! |------|-------|------------|----------|
//! | none | the folded token | every token | tokens that have no stem: numbers, `covid19`, Greek |
//! | `qe` | the English stem | a–z | a–z |
//! | `qr` | the Russian stem | а–я, no Kazakh letter | the same |
//! | `qk` | the Kazakh root | Cyrillic, no Kazakh letter: may be either language | any Cyrillic |
//! | `qz` | the Kazakh root | Cyrillic with a Kazakh letter: surely Kazakh | any Cyrillic, as a *prefix* when long enough |
//!
//! `ауданы` ("its district") holds no Kazakh letter and must be read in both languages; `ауылға` cannot be Russian. The
//! prefix covers the endings that the light stripper in [`kazakh`] does not know (`облыс` finds `облыстық`), and because it
//! looks only among the `qz` terms, a Russian `орган` does not drag in every `организация`.
//!
//! The marks need no punctuation and cannot be mistaken for words: nothing Cyrillic begins with a Latin letter once it is
//! mended, and no English or Kazakh word in Latin script begins with `qe`.
//!
//! # What the stores do with it
//! * SQLite: `fts5(terms, tokenize = "unicode61 remove_diacritics 0")`; a term is `"text"` or `"text"*`; OR in brackets, AND between.
//! * PostgreSQL: `array_to_tsvector(string_to_array(terms, ' '))`; a term is `'text'` or `'text':*`; `|` in brackets, `&` between.
//!
//! Every term is one token to both, and neither folds it further: checked for every alphanumeric character on SQLite 3.53
//! and PostgreSQL 15, which gave the same rows for 3,990 queries. No term holds a quote, so nothing needs escaping. The prefixes
//! have seven characters or more, so FTS5's `prefix=` option would only enlarge the index.

mod kazakh;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use rust_stemmers::{Algorithm, Stemmer};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Longest token, in characters. What follows is ignored in texts and queries alike.
pub const TOKEN_CHARS: usize = 40;

/// Most words one query may hold; the words after them are ignored.
pub const QUERY_WORDS: usize = 16;

/// Most bytes of terms stored for one row; words that come later in a text that needs more are not indexed. A tsvector
/// addresses 2^20 bytes of lexemes, and `array_to_tsvector` does not complain about more.
pub const INDEX_BYTES: usize = 800_000;

/// Shortest Kazakh root, in characters, that is searched as a prefix: `үкім` (verdict) must not find `үкімет` (government).
const PREFIX_CHARS: usize = 5;

const ENGLISH: &str = "qe";
const RUSSIAN: &str = "qr";
const EITHER: &str = "qk";
const KAZAKH: &str = "qz";

/// One thing to look up in the index: letters and digits only, never empty.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Term {
    /// The term, in the form in which [`index_terms`] stores it.
    pub text: String,
    /// Whether a stored term that merely begins with `text` is a hit.
    pub prefix: bool,
}

/// The terms to store for a row: distinct, sorted by bytes, separated by single spaces; empty if no text has a word.
///
/// `texts` are the row's searchable texts in any of the three languages, the most important first: past
/// [`INDEX_BYTES`] the rest is dropped.
#[must_use]
pub fn index_terms(texts: &[&str]) -> String {
    let mut terms = BTreeSet::new();
    let mut bytes = 0_usize;
    for token in texts.iter().flat_map(|text| tokens(text)) {
        for term in stored(&token) {
            let after = bytes.saturating_add(term.len()).saturating_add(1);
            if terms.contains(&term) {
                continue;
            }
            if after > INDEX_BYTES {
                return joined(&terms);
            }
            terms.insert(term);
            bytes = after;
        }
    }
    joined(&terms)
}

/// The terms to look up: a row is a hit if it has, for **each** inner list, at least **one** of its terms.
///
/// One inner list is one word of the query, and its terms are the readings of that word; inner lists are never empty,
/// and a word that repeats an earlier one is left out. The outer list **is** empty when the query holds no word
/// (`"а!"`): that is a question without content, for the caller to refuse or ignore, and not "everything".
#[must_use]
pub fn query_terms(text: &str) -> Vec<Vec<Term>> {
    let mut words: Vec<Vec<Term>> = Vec::new();
    for token in tokens(text) {
        if words.len() == QUERY_WORDS {
            break;
        }
        let readings = asked(&token);
        if !words.contains(&readings) {
            words.push(readings);
        }
    }
    words
}

/// Which languages a token can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script {
    /// a–z only.
    English,
    /// Cyrillic without a Kazakh letter: Russian, or Kazakh that happens to need none.
    Either,
    /// Cyrillic with a letter that only Kazakh has.
    Kazakh,
    /// Numbers, mixtures, other alphabets: compared as they are.
    Other,
}

impl Script {
    fn of(token: &str) -> Self {
        if token.chars().all(|c| c.is_ascii_lowercase()) {
            Self::English
        } else if !token.chars().all(is_cyrillic) {
            Self::Other
        } else if token.chars().any(kazakh::is_own_letter) {
            Self::Kazakh
        } else {
            Self::Either
        }
    }
}

fn stored(token: &str) -> Vec<String> {
    let mut terms = vec![token.to_owned()];
    match Script::of(token) {
        Script::English => terms.push(stem(ENGLISH, Algorithm::English, token)),
        Script::Either => {
            terms.push(stem(RUSSIAN, Algorithm::Russian, token));
            terms.extend(kazakh::roots(token).iter().map(|root| format!("{EITHER}{root}")));
        }
        Script::Kazakh => terms.extend(kazakh::roots(token).iter().map(|root| format!("{KAZAKH}{root}"))),
        Script::Other => {}
    }
    terms
}

fn asked(token: &str) -> Vec<Term> {
    let exact = |text| Term { text, prefix: false };
    match Script::of(token) {
        Script::English => vec![exact(stem(ENGLISH, Algorithm::English, token))],
        Script::Either => {
            let mut terms = vec![exact(stem(RUSSIAN, Algorithm::Russian, token))];
            terms.extend(kazakh_readings(token));
            terms
        }
        Script::Kazakh => kazakh_readings(token),
        Script::Other => vec![exact(token.to_owned())],
    }
}

fn kazakh_readings(token: &str) -> Vec<Term> {
    let mut terms = Vec::new();
    for root in kazakh::roots(token) {
        terms.push(Term { text: format!("{EITHER}{root}"), prefix: false });
        terms.push(Term { text: format!("{KAZAKH}{root}"), prefix: root.chars().count() >= PREFIX_CHARS });
    }
    terms
}

fn stem(mark: &str, language: Algorithm, token: &str) -> String {
    format!("{mark}{}", Stemmer::create(language).stem(token))
}

/// Folded words of a text in the order in which they occur, repeats included.
fn tokens(text: &str) -> impl Iterator<Item = String> {
    // Nothing composes across a space, and piece by piece one foreign letter does not slow down the whole text.
    text.split_whitespace().flat_map(|piece| words(&fold(piece)))
}

fn words(folded: &str) -> Vec<String> {
    folded
        .split(|c: char| !is_word_char(c))
        .filter(|run| run.chars().nth(1).is_some() || run.chars().any(char::is_numeric))
        .map(|run| mended(run.chars().take(TOKEN_CHARS)))
        .collect()
}

/// Folding is idempotent, and what it yields FTS5's own folding leaves alone.
fn fold(text: &str) -> String {
    if text.chars().all(is_plain) { fold_plain(text) } else { fold_any(text) }
}

/// The short way, for nearly every word there is here: nothing in it composes, and its letters have one lower case each.
fn fold_plain(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).map(without_dots).collect()
}

fn fold_any(text: &str) -> String {
    text.nfc()
        .flat_map(char::to_lowercase)
        .flat_map(char::to_uppercase)
        .flat_map(char::to_lowercase)
        .nfc()
        .filter(|c| !is_combining_mark(*c) && !is_invisible(*c))
        .nfc()
        .map(without_dots)
        .collect()
}

/// ASCII, Cyrillic letters, guillemets, dashes, quotation marks and `№`.
fn is_plain(c: char) -> bool {
    let punctuation = matches!(c, '«' | '»' | '\u{2010}'..='\u{2027}' | '№');
    c.is_ascii() || punctuation || (is_cyrillic(c) && !matches!(c, '\u{483}'..='\u{489}'))
}

const fn without_dots(c: char) -> char {
    if c == 'ё' { 'е' } else { c }
}

/// Soft hyphens and joiners: copied out of PDF files and web pages, they would cut a word in two.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200c}' | '\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// Letters and digits, without the few that are letters to Unicode's `Alphabetic` and separators to FTS5: circled and
/// squared letters, and vowel signs that were once marks.
fn is_word_char(c: char) -> bool {
    let separates = matches!(
        c,
        '\u{19b0}'..='\u{19c9}' | '\u{1cf2}' | '\u{1cf3}' | '\u{24b6}'..='\u{24e9}' | '\u{1f130}'..='\u{1f189}'
    );
    c.is_alphanumeric() && !separates
}

fn is_cyrillic(c: char) -> bool {
    matches!(c, '\u{400}'..='\u{52f}')
}

/// A word with a Cyrillic letter in it has its Latin lookalikes replaced: `бiлiм` typed with a Latin `i` is `білім`.
fn mended(run: impl Iterator<Item = char> + Clone) -> String {
    if run.clone().any(is_cyrillic) { run.map(cyrillic_lookalike).collect() } else { run.collect() }
}

fn cyrillic_lookalike(c: char) -> char {
    match c {
        'a' => 'а',
        'c' => 'с',
        'e' => 'е',
        'h' => 'һ',
        'i' => 'і',
        'k' => 'к',
        'm' => 'м',
        'o' => 'о',
        'p' => 'р',
        't' => 'т',
        'x' => 'х',
        'y' => 'у',
        'ə' => 'ә',
        'ɵ' => 'ө',
        other => other,
    }
}

fn joined(terms: &BTreeSet<String>) -> String {
    terms.iter().map(String::as_str).collect::<Vec<_>>().join(" ")
}
