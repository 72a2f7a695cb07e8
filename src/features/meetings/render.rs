//! A protocol as a page: read on a screen or printed, in Kazakh or in Russian, of the same pieces as a final document
//! (`features/documents/render`). Everything on it comes from the text that was hashed and from the signatures.

mod labels;
mod vote;

use super::protocol::content::{At, Content, Item, Line, Member, Present, Recused, Span};
use super::protocol::{Protocol, Signature};
use crate::db::log::hex;
use crate::features::documents::render::html::{escape, head_cell, pair, said, section, whole};
use crate::features::documents::render::labels::{day, form};
use crate::features::documents::render::{Language, Medium};
use crate::kernel::zone::Zone;
use labels::Pair;

/// In which language and with whose clocks a page is written.
#[derive(Clone, Copy, Debug)]
struct Pen {
    language: Language,
    zone: Zone,
}

impl Pen {
    fn word(self, pair: Pair) -> &'static str {
        self.language.of_pair(pair)
    }

    /// A day and the time of that day, as clocks showed it there.
    fn instant(self, at: At) -> String {
        let local = self.zone.local(at.0);
        format!("{}, {}", day(local.date(), self.language), local.format("%H:%M"))
    }

    fn time(self, at: At) -> String {
        self.zone.local(at.0).format("%H:%M").to_string()
    }
}

/// The page of a protocol, of which `content` is what it says.
pub fn page(protocol: &Protocol, content: &Content, language: Language, medium: Medium) -> String {
    let pen = Pen { language, zone: content.time_zone.parse().unwrap_or_default() };
    let kind = pen.word(labels::title(content.form));
    let draft = if protocol.is_sealed() {
        String::new()
    } else {
        format!("<p class=\"draft\" role=\"note\">{}</p>\n", pen.word(labels::UNSIGNED))
    };
    let (council, title) = (said(&content.council.name, language), said(&content.title, language));
    let parts = [
        format!("<header>\n<p>{council}</p>\n<h1>{kind}: {title}</h1>\n{draft}</header>\n"),
        particulars(content, pen),
        turnout(&content.turnout, pen),
        people("present", labels::PRESENT, &content.present, pen, came),
        people("absent", labels::ABSENT, &content.absent, pen, named),
        agenda(&content.agenda, pen),
        signatures(&protocol.signatures, pen),
        proof(protocol, pen),
    ];
    whole(&format!("{kind} {}", escape(&content.meeting)), &parts.concat(), language, medium)
}

fn particulars(content: &Content, pen: Pen) -> String {
    let line = |label: Pair, value: String| pair(pen.word(label), &value);
    let mut pairs = vec![
        line(labels::BODY, said(&content.body.name, pen.language)),
        line(labels::PLACE, said(&content.place, pen.language)),
        line(labels::OPENNESS, pen.word(labels::openness(content.openness)).to_owned()),
    ];
    if let Some(reason) = &content.openness_reason {
        pairs.push(line(labels::REASON, escape(reason)));
    }
    pairs.extend([
        line(labels::CALLED, pen.instant(content.called_at)),
        line(labels::OPENED, pen.instant(content.opened_at)),
        line(labels::CLOSED, pen.instant(content.closed_at)),
    ]);
    pairs.extend(content.presided_by.iter().map(|chair| line(labels::PRESIDED, named(chair, pen))));
    pairs.push(line(labels::QUORUM, pen.word(labels::quorum(content.quorum)).to_owned()));
    format!("<dl>\n{}</dl>\n", pairs.concat())
}

fn turnout(lines: &[Line], pen: Pen) -> String {
    let heads: String =
        [labels::CATEGORY, labels::MEMBERS, labels::ATTENDED].map(|label| head_cell(pen.word(label))).concat();
    let row = |line: &Line| {
        let category = pen.word(labels::category(line.category));
        format!("<tr><th scope=\"row\">{category}</th><td>{}</td><td>{}</td></tr>\n", line.members, line.attended)
    };
    let rows: String = lines.iter().map(row).collect();
    let table = format!("<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n");
    section("turnout", pen.word(labels::TURNOUT), &table)
}

fn people<T>(id: &str, label: Pair, all: &[T], pen: Pen, one: fn(&T, Pen) -> String) -> String {
    let items: String = all.iter().map(|person| format!("<li>{}</li>\n", one(person, pen))).collect();
    let body = if items.is_empty() {
        format!("<p>{}</p>\n", pen.word(labels::NOBODY))
    } else {
        format!("<ul>\n{items}</ul>\n")
    };
    section(id, pen.word(label), &body)
}

fn named(member: &Member, pen: Pen) -> String {
    let (position, category) = (labels::position(member.position), labels::category(member.category));
    format!("{}, {} ({})", escape(&member.name), pen.word(position), pen.word(category))
}

fn came(present: &Present, pen: Pen) -> String {
    let span = |span: &Span| format!("{}–{}", pen.time(span.came_at), pen.time(span.left_at));
    let spans: Vec<String> = present.stays.iter().map(span).collect();
    format!("{}: {}", named(&present.member, pen), spans.join("; "))
}

fn agenda(items: &[Item], pen: Pen) -> String {
    if items.is_empty() {
        return section("agenda", pen.word(labels::AGENDA), &format!("<p>{}</p>\n", pen.word(labels::NO_AGENDA)));
    }
    let items: String = items.iter().map(|one| item(one, pen)).collect();
    section("agenda", pen.word(labels::AGENDA), &items)
}

fn item(item: &Item, pen: Pen) -> String {
    let recused =
        |one: &Recused| pair(pen.word(labels::RECUSED), &format!("{}: {}", escape(&one.name), escape(&one.reason)));
    let recusals: String = item.recused.iter().map(recused).collect();
    let recusals = if recusals.is_empty() { recusals } else { format!("<dl>\n{recusals}</dl>\n") };
    let votes: String = item.polls.iter().map(|one| vote::vote(one, pen)).collect();
    format!(
        "<article aria-labelledby=\"i{number}\">\n<h3 id=\"i{number}\">{number}. {} ({})</h3>\n{recusals}{votes}</article>\n",
        said(&item.decision.title, pen.language),
        form(item.form, pen.language),
        number = item.number,
    )
}

fn signatures(given: &[Signature], pen: Pen) -> String {
    let line = |one: &Signature| {
        let value = format!("{}, {}", escape(&one.name), pen.instant(At(one.signed_at)));
        pair(pen.word(labels::capacity(one.capacity)), &value)
    };
    let lines: String = given.iter().map(line).collect();
    let body = if lines.is_empty() {
        format!("<p>{}</p>\n", pen.word(labels::NO_SIGNATURES))
    } else {
        format!("<dl>\n{lines}</dl>\n")
    };
    section("signatures", pen.word(labels::SIGNATURES), &body)
}

fn proof(protocol: &Protocol, pen: Pen) -> String {
    let words = pen.word(labels::PROOF).replace("{}", &protocol.number.to_string());
    format!("<footer>\n<p>{words}: <code>{}</code></p>\n</footer>\n", hex(&protocol.sha256))
}

#[cfg(test)]
#[path = "render/tests.rs"]
mod tests;
