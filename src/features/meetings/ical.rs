//! The meetings of a council as a calendar to subscribe to: iCalendar, RFC 5545. Pure.
//!
//! Every meeting is one event under an identity that never changes, with the number of its revision: a calendar program
//! that has it replaces what it has. What is cancelled stays, as cancelled, because otherwise it would stay announced
//! in the calendars of everybody who fetched it before. Times are instants in UTC; each program shows them in its own
//! zone. How long a meeting will last nobody knows; once it is closed its end is given.
//!
//! The calendar is fetched, not sent, so it has no METHOD: DTSTAMP then says when an event was last revised, and the
//! same meetings make the same bytes. A text says in which language it is, also where a translation is missing.

use super::model::{Meeting, MeetingForm, MeetingState, Openness};
use super::read::Diary;
use crate::kernel::clock::Timestamp;
use crate::kernel::localized::{Locale, Localized};

/// The longest line, in octets without its end (RFC 5545, 3.1).
const LINE_OCTETS: usize = 75;

/// The calendar in a language; a text without that translation stands in Kazakh.
pub fn calendar(diary: &Diary, locale: Locale) -> String {
    let name = diary.council.name.best(&[locale]);
    let mut out = String::new();
    for line in [
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        format!("PRODID:-//Kenes//Public councils//{}", locale.code().to_uppercase()),
        "CALSCALE:GREGORIAN".to_owned(),
        format!("NAME:{}", escape(name)),
        format!("X-WR-CALNAME:{}", escape(name)),
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H".to_owned(),
        "X-PUBLISHED-TTL:PT1H".to_owned(),
    ] {
        push(&mut out, &line);
    }
    for (meeting, agenda) in &diary.meetings {
        event(&mut out, meeting, agenda, locale);
    }
    push(&mut out, "END:VCALENDAR");
    out
}

fn event(out: &mut String, meeting: &Meeting, agenda: &[Localized], locale: Locale) {
    let language = locale.code();
    let status = if meeting.state == MeetingState::Cancelled { "CANCELLED" } else { "CONFIRMED" };
    push(out, "BEGIN:VEVENT");
    push(out, &format!("UID:{}@kenes", meeting.id.wire()));
    push(out, &format!("DTSTAMP:{}", utc(meeting.changed_at)));
    push(out, &format!("LAST-MODIFIED:{}", utc(meeting.changed_at)));
    push(out, &format!("CREATED:{}", utc(meeting.called_at)));
    push(out, &format!("SEQUENCE:{}", meeting.revision.saturating_sub(1)));
    push(out, &format!("DTSTART:{}", utc(meeting.starts_at)));
    if let Some(end) = meeting.closed_at.filter(|end| *end > meeting.starts_at) {
        push(out, &format!("DTEND:{}", utc(end)));
    }
    push(out, &format!("STATUS:{status}"));
    push(out, &text("SUMMARY", &meeting.title, locale));
    push(out, &text("LOCATION", &meeting.place, locale));
    push(out, &format!("DESCRIPTION;LANGUAGE={language}:{}", escape(&description(meeting, agenda, locale))));
    push(out, &format!("CATEGORIES;LANGUAGE={language}:{}", escape(kind(meeting.form, locale))));
    push(out, "END:VEVENT");
}

/// A property that somebody wrote, marked with the language in which it stands here.
fn text(property: &str, written: &Localized, locale: Locale) -> String {
    let language = if written.get(locale).is_some() { locale } else { Locale::Kk };
    format!("{property};LANGUAGE={}:{}", language.code(), escape(written.best(&[locale])))
}

/// What it is, whether everybody may come, and what is on the agenda.
fn description(meeting: &Meeting, agenda: &[Localized], locale: Locale) -> String {
    let openness = match (meeting.openness, &meeting.openness_reason) {
        (Openness::Closed, Some(reason)) => format!("{}: {reason}", said(locale, CLOSED)),
        (Openness::Closed, None) => said(locale, CLOSED).to_owned(),
        (Openness::Public, _) => said(locale, PUBLIC).to_owned(),
    };
    let items = agenda.iter().zip(1..).map(|(title, number): (_, u32)| format!("{number}. {}", title.best(&[locale])));
    let head = [kind(meeting.form, locale).to_owned(), openness];
    head.into_iter().chain(items).collect::<Vec<_>>().join("\n")
}

/// Kazakh, Russian, English.
type Words = [&'static str; 3];
const PUBLIC: Words = ["Ашық", "Открытое для всех", "Open to the public"];
const CLOSED: Words = ["Жабық", "Закрытое", "Closed"];
const MEETING: Words = ["Кеңес отырысы", "Заседание совета", "Council meeting"];
const HEARING: Words = ["Қоғамдық тыңдау", "Общественное слушание", "Public hearing"];

const fn said(locale: Locale, [kk, ru, en]: Words) -> &'static str {
    match locale {
        Locale::Kk => kk,
        Locale::Ru => ru,
        Locale::En => en,
    }
}

const fn kind(form: MeetingForm, locale: Locale) -> &'static str {
    match form {
        MeetingForm::Meeting => said(locale, MEETING),
        MeetingForm::Hearing => said(locale, HEARING),
    }
}

/// Date and time with the mark of UTC; fractions of a second have no place in the format.
fn utc(at: Timestamp) -> String {
    at.datetime().format("%Y%m%dT%H%M%SZ").to_string()
}

/// A text value: backslash, semicolon, comma and line break are written with a backslash; other control characters have
/// no place in the format.
fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.replace("\r\n", "\n").chars() {
        match character {
            '\\' | ';' | ',' => safe.extend(['\\', character]),
            '\n' => safe.push_str("\\n"),
            control if control.is_control() && control != '\t' => {}
            other => safe.push(other),
        }
    }
    safe
}

/// Adds a line, folded where it is too long: a line break and a space, never within a character.
fn push(out: &mut String, line: &str) {
    let mut room = LINE_OCTETS;
    for character in line.chars() {
        if character.len_utf8() > room {
            out.push_str("\r\n ");
            room = LINE_OCTETS - 1;
        }
        out.push(character);
        room -= character.len_utf8();
    }
    out.push_str("\r\n");
}

#[cfg(test)]
#[path = "ical_tests.rs"]
mod tests;
