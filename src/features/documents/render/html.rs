//! The few pieces of HTML a page is made of. Whatever people wrote passes through [`escape`] here and nowhere else.

use super::Medium;
use super::labels::Language;
use crate::kernel::localized::Localized;

/// A text as HTML shows it: nothing in it is markup, in an element or in a quoted attribute.
pub fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            // Not allowed in HTML, not even as a reference; PostgreSQL and check.rs let no NUL through.
            control if control.is_control() && !matches!(control, '\n' | '\t') => safe.push('\u{FFFD}'),
            other => safe.push(other),
        }
    }
    safe
}

/// The text in the page's language, or in Kazakh where it has none, with the attribute that says so.
fn spoken(text: &Localized, language: Language) -> (&str, &'static str) {
    match text.get(language.locale()) {
        Some(found) => (found, ""),
        None => (&text.kk, " lang=\"kk\""),
    }
}

/// A short text within a line.
pub fn said(text: &Localized, language: Language) -> String {
    match spoken(text, language) {
        (text, "") => escape(text),
        (text, lang) => format!("<span{lang}>{}</span>", escape(text)),
    }
}

/// A long text: a paragraph for each piece between empty lines, a line break for each line.
pub fn paragraphs(text: &Localized, language: Language) -> String {
    let (text, lang) = spoken(text, language);
    let text = text.replace("\r\n", "\n");
    let pieces = text.split("\n\n").map(str::trim).filter(|piece| !piece.is_empty());
    pieces.map(|piece| format!("<p{lang}>{}</p>\n", escape(piece).replace('\n', "<br>\n"))).collect()
}

/// A part of the page under a heading. `id` and `heading` are ours; `body` is HTML already.
pub fn section(id: &str, heading: &str, body: &str) -> String {
    format!("<section aria-labelledby=\"{id}\">\n<h2 id=\"{id}\">{heading}</h2>\n{body}</section>\n")
}

/// A line of a description list; `value` is HTML already.
pub fn pair(label: &str, value: &str) -> String {
    format!("<div><dt>{label}</dt><dd>{value}</dd></div>\n")
}

/// A heading of a column.
pub fn head_cell(label: &str) -> String {
    format!("<th scope=\"col\">{label}</th>")
}

/// A number in a table.
pub fn cell(number: u32) -> String {
    format!("<td>{number}</td>")
}

/// The whole page: nothing outside of it is loaded. `title` and `main` are HTML already.
pub fn whole(title: &str, main: &str, language: Language, medium: Medium) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <style>{}</style>\n</head>\n<body>\n<main>\n{main}</main>\n</body>\n</html>\n",
        language.code(),
        medium.style(),
    )
}
