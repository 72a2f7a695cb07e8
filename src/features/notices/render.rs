//! A mail as plain text and as HTML, and the page behind its way out.

use super::model::Notice;
use super::words::{self, say};
use crate::features::decisions::Decision;
use crate::features::documents::render::html::escape;
use crate::kernel::id::DecisionId;
use crate::kernel::localized::Locale;
use crate::kernel::refusal::fill;
use chrono::NaiveDate;
use std::collections::HashMap;

/// What one mail tells.
pub struct News<'a> {
    pub name: &'a str,
    /// At least one.
    pub notices: &'a [Notice],
    pub titles: &'a HashMap<DecisionId, Decision>,
    pub rest: Rest,
    pub digest_on: Option<NaiveDate>,
    /// The address of a page about a thing, with `{id}` in it; empty where there is none.
    pub link: &'a str,
    pub unsubscribe_url: &'a str,
}

/// Whether there is more than a mail tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rest {
    None,
    InTheInbox,
}

/// What a mail says.
pub struct Page {
    pub subject: String,
    pub text: String,
    pub html: String,
}

/// One line of a mail, with the address of a page where there is one.
struct Line {
    headline: String,
    link: Option<String>,
}

/// The mail in a language.
pub fn mail(news: &News<'_>, locale: Locale) -> Page {
    let lines: Vec<Line> = news.notices.iter().filter_map(|notice| line(notice, news, locale)).collect();
    let greeting = fill(say(&words::GREETING, locale), &[("name", news.name.to_owned())]);
    Page {
        subject: subject(news, &lines, locale),
        text: text(news, &greeting, &lines, locale),
        html: html(news, &greeting, &lines, locale),
    }
}

fn line(notice: &Notice, news: &News<'_>, locale: Locale) -> Option<Line> {
    let title = &news.titles.get(&notice.decision_id)?.title;
    let link = (!news.link.is_empty()).then(|| news.link.replace("{id}", &notice.subject_wire()));
    Some(Line { headline: words::headline(notice.kind, &notice.facts, title, locale), link })
}

fn subject(news: &News<'_>, lines: &[Line], locale: Locale) -> String {
    match (news.digest_on, lines) {
        (Some(on), _) => fill(say(&words::DIGEST, locale), &[("day", words::day(on, locale))]),
        (None, [one]) => one.headline.clone(),
        (None, several) => fill(say(&words::SEVERAL, locale), &[("count", several.len().to_string())]),
    }
}

fn text(news: &News<'_>, greeting: &str, lines: &[Line], locale: Locale) -> String {
    let item = |line: &Line| match &line.link {
        Some(link) => format!("* {}\n  {link}\n", line.headline),
        None => format!("* {}\n", line.headline),
    };
    let items: String = lines.iter().map(item).collect();
    let rest = match news.rest {
        Rest::None => String::new(),
        Rest::InTheInbox => format!("\n{}\n", say(&words::REST, locale)),
    };
    let (why, stop) = (say(&words::WHY, locale), say(&words::STOP, locale));
    format!("{greeting}\n\n{items}{rest}\n-- \n{why}\n{stop}: {}\n", news.unsubscribe_url)
}

fn html(news: &News<'_>, greeting: &str, lines: &[Line], locale: Locale) -> String {
    let item = |line: &Line| match &line.link {
        Some(link) => format!("<li><a href=\"{}\">{}</a></li>\n", escape(link), escape(&line.headline)),
        None => format!("<li>{}</li>\n", escape(&line.headline)),
    };
    let items: String = lines.iter().map(item).collect();
    let rest = match news.rest {
        Rest::None => String::new(),
        Rest::InTheInbox => format!("<p>{}</p>\n", say(&words::REST, locale)),
    };
    let (why, stop) = (say(&words::WHY, locale), say(&words::STOP, locale));
    let body = format!(
        "<p>{}</p>\n<ul>\n{items}</ul>\n{rest}<hr>\n<p>{why}<br><a href=\"{}\">{stop}</a></p>\n",
        escape(greeting),
        escape(news.unsubscribe_url),
    );
    whole("Kenes", &body, locale)
}

/// What the page behind the way out says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WayOut {
    /// Whether to; a look alone changes nothing, for mail servers look at every link.
    Ask,
    Done,
    Invalid,
}

/// The page behind the way out.
pub fn way_out(what: WayOut, locale: Locale) -> String {
    let body = match what {
        WayOut::Ask => format!(
            "<form method=\"post\">\n<p>{}</p>\n<p><button type=\"submit\">{}</button></p>\n</form>\n",
            say(&words::ASK, locale),
            say(&words::YES, locale)
        ),
        WayOut::Done => format!("<p role=\"status\">{}</p>\n", say(&words::DONE, locale)),
        WayOut::Invalid => format!("<p role=\"alert\">{}</p>\n", say(&words::INVALID, locale)),
    };
    whole("Kenes", &format!("<main>\n<h1>Kenes</h1>\n{body}</main>\n"), locale)
}

fn whole(title: &str, body: &str, locale: Locale) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n</head>\n<body>\n{body}</body>\n</html>\n",
        locale.code()
    )
}
