//! A vote on the page: the question, the count, who chose what, who dissents.

use super::Pen;
use super::labels::{self, Pair};
use crate::features::documents::render::html::{cell, escape, head_cell, pair, said};
use crate::features::documents::render::labels::mode;
use crate::features::meetings::protocol::content::{Count, Dissent, Voice, Vote};

/// A vote, as part of its item.
pub(super) fn vote(vote: &Vote, pen: Pen) -> String {
    let line = |label: Pair, value: String| pair(pen.word(label), &value);
    let hash = escape(&vote.sha256);
    let mut pairs = vec![
        line(labels::QUESTION, said(&vote.question, pen.language)),
        line(labels::VERSION, format!("{} (SHA-256: <code>{hash}</code>)", vote.version)),
    ];
    if let Some(result) = &vote.result {
        pairs.push(line(labels::OUTCOME, pen.word(labels::verdict(result.outcome)).to_owned()));
        pairs.push(line(labels::DECIDED_BY, pen.word(labels::decided_by(result.decided_by)).to_owned()));
    }
    if let Some(reason) = &vote.annulled_because {
        pairs.push(line(labels::ANNULLED, escape(reason)));
    }
    let totals = vote.count.as_ref().map(|count| totals(vote, count, pen)).unwrap_or_default();
    let dissents: String = vote.dissents.iter().map(|one| dissent(one, pen)).collect();
    format!("<dl>\n{}</dl>\n{totals}{}{dissents}", pairs.concat(), voices(&vote.votes, pen))
}

fn totals(vote: &Vote, count: &Count, pen: Pen) -> String {
    let columns = [
        (labels::ELECTORATE, vote.electorate),
        (labels::IN_THE_HALL, count.present),
        (labels::FOR, count.votes_for),
        (labels::AGAINST, count.votes_against),
        (labels::ABSTAIN, count.votes_abstain),
    ];
    let heads: String = columns.iter().map(|(label, _)| head_cell(pen.word(*label))).collect();
    let cells: String = columns.iter().map(|(_, number)| cell(*number)).collect();
    format!(
        "<table>\n<caption>{}</caption>\n<thead><tr>{heads}</tr></thead>\n<tbody><tr>{cells}</tr></tbody>\n</table>\n",
        mode(vote.mode, pen.language)
    )
}

fn voices(voices: &[Voice], pen: Pen) -> String {
    if voices.is_empty() {
        return String::new();
    }
    let item = |voice: &Voice| {
        let choice = pen.word(labels::choice(voice.choice));
        format!("<li>{}: {choice}</li>\n", escape(&voice.name))
    };
    let items: String = voices.iter().map(item).collect();
    format!("<p>{}:</p>\n<ul>\n{items}</ul>\n", pen.word(labels::VOTES))
}

fn dissent(dissent: &Dissent, pen: Pen) -> String {
    let text = escape(&dissent.text).replace('\n', "<br>\n");
    let who = format!("{}, {}", escape(&dissent.name), pen.instant(dissent.attached_at));
    format!("<p>{} ({who}):</p>\n<blockquote>\n<p>{text}</p>\n</blockquote>\n", pen.word(labels::DISSENT))
}
