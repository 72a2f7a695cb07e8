//! A final document as a page: one template, read on a screen or printed, in Kazakh or in Russian.
//!
//! Everything on the page comes from the version that was hashed and from the document's own number and day, so a page
//! made in ten years says what it said on the day of the sending. A text that has no Russian translation is shown in
//! Kazakh and marked as such (`lang="kk"`), so that a screen reader pronounces it rightly.
//!
//! The page needs nothing but itself: no script, no picture, no font, one style sheet within, whose hash the
//! content security policy names. The print sheet sets the page for A4, so that a browser prints or saves it as PDF.

pub mod html;
pub mod labels;

pub use labels::Language;

use super::content::{Content, DocumentVersion, Minutes, Participant, Proposal, Vote};
use super::model::{DocumentState, FinalDocument};
use crate::features::decisions::Decision;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use html::{cell, escape, head_cell, pair, paragraphs, said, section};
use labels::{Labels, day, form, labels, mode, priority};
use sha2::{Digest, Sha256};

/// What a page is made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Medium {
    Screen,
    Print,
}

/// A document with what it says, and the decision it speaks about.
#[derive(Clone, Debug)]
pub struct Sheet {
    pub document: FinalDocument,
    pub version: DocumentVersion,
    pub decision: Decision,
}

const SCREEN: &str = include_str!("render/screen.css");
const PRINT: &str = include_str!("render/print.css");

impl Medium {
    /// The style sheet within the page.
    pub const fn style(self) -> &'static str {
        match self {
            Self::Screen => SCREEN,
            Self::Print => PRINT,
        }
    }

    /// The content security policy of the page: it may use its own style sheet, and nothing else at all.
    pub fn security_policy(self) -> String {
        let hash = STANDARD.encode(Sha256::digest(self.style()));
        format!(
            "default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        )
    }
}

/// The page of a document.
pub fn page(document: &FinalDocument, version: &DocumentVersion, language: Language, medium: Medium) -> String {
    let (words, content) = (labels(language), &version.content);
    let title = escape(&words.title(document.number));
    let draft = match document.state {
        DocumentState::Draft => format!("<p class=\"draft\" role=\"note\">{}</p>\n", words.draft),
        DocumentState::Sent => String::new(),
    };
    let parts = [
        format!("<header>\n<p>{}</p>\n<h1>{title}</h1>\n{draft}</header>\n", said(&content.council.name, language)),
        particulars(document, content, words, language),
        participants(&content.participants, words, language),
        section("facts", words.facts, &paragraphs(&content.facts, language)),
        content.vote.as_ref().map(|vote| ballot(vote, words, language)).unwrap_or_default(),
        content.protocol.as_ref().map(|minutes| heard(minutes, words, language)).unwrap_or_default(),
        section("conclusion", words.conclusion, &paragraphs(&content.conclusion, language)),
        recommendations(&content.recommendations, words, language),
        proof(version, words),
    ];
    let council = content.council.name.get(language.locale()).unwrap_or(&content.council.name.kk);
    html::whole(&format!("{title} · {}", escape(council)), &parts.concat(), language, medium)
}

fn particulars(document: &FinalDocument, content: &Content, words: &Labels, language: Language) -> String {
    let decision = &content.decision;
    let reviewed = format!("{} ({})", said(&decision.title, language), escape(&words.version(decision.version)));
    let mut pairs = vec![
        pair(words.body, &said(&content.body.name, language)),
        pair(words.decision, &reviewed),
        pair(words.held_on, &day(content.held_on, language)),
        pair(words.place, &said(&content.place, language)),
        pair(words.form, form(content.form, language)),
    ];
    if let Some(sent_at) = document.sent_at {
        pairs.push(pair(words.sent_on, &day(sent_at.day(), language)));
    }
    format!("<dl>\n{}</dl>\n", pairs.concat())
}

fn participants(participants: &[Participant], words: &Labels, language: Language) -> String {
    if participants.is_empty() {
        return String::new();
    }
    let item = |one: &Participant| match &one.standing {
        Some(standing) => format!("<li>{} — {}</li>\n", escape(&one.name), said(standing, language)),
        None => format!("<li>{}</li>\n", escape(&one.name)),
    };
    let items: String = participants.iter().map(item).collect();
    section("participants", words.participants, &format!("<ul>\n{items}</ul>\n"))
}

fn ballot(vote: &Vote, words: &Labels, language: Language) -> String {
    let columns = [
        (words.electorate, vote.electorate),
        (words.present, vote.present),
        (words.votes_for, vote.votes_for),
        (words.votes_against, vote.votes_against),
        (words.votes_abstain, vote.votes_abstain),
    ];
    let heads: String = columns.iter().map(|(word, _)| head_cell(word)).collect();
    let cells: String = columns.iter().map(|(_, number)| cell(*number)).collect();
    let table = format!(
        "<table>\n<caption>{}</caption>\n<thead><tr>{heads}</tr></thead>\n<tbody><tr>{cells}</tr></tbody>\n</table>\n",
        mode(vote.mode, language)
    );
    section("vote", words.vote, &table)
}

/// The hearing the document rests on, with what proves its protocol.
fn heard(minutes: &Minutes, words: &Labels, language: Language) -> String {
    let hash = format!("<code>{}</code>", escape(&minutes.sha256));
    let pairs = [
        pair(words.hearing, &said(&minutes.title, language)),
        pair(words.minutes, &escape(&words.version(minutes.version))),
        pair(words.hash, &hash),
    ];
    section("hearing", words.heard, &format!("<dl>\n{}</dl>\n", pairs.concat()))
}

fn recommendations(proposals: &[Proposal], words: &Labels, language: Language) -> String {
    if proposals.is_empty() {
        return section("recommendations", words.recommendations, &format!("<p>{}</p>\n", words.no_recommendations));
    }
    let items: String = proposals.iter().map(|proposal| recommendation(proposal, words, language)).collect();
    section("recommendations", words.recommendations, &items)
}

fn recommendation(proposal: &Proposal, words: &Labels, language: Language) -> String {
    let bodies: Vec<String> = proposal.addressees.iter().map(|body| said(&body.name, language)).collect();
    let mut pairs =
        vec![pair(words.addressees, &bodies.join("; ")), pair(words.priority, priority(proposal.priority, language))];
    if let Some(wished_on) = proposal.wished_on {
        pairs.push(pair(words.wished_on, &day(wished_on, language)));
    }
    format!(
        "<article aria-labelledby=\"r{number}\">\n<h3 id=\"r{number}\">{}</h3>\n{}<dl>\n{}</dl>\n</article>\n",
        escape(&words.recommendation(proposal.number)),
        paragraphs(&proposal.text, language),
        pairs.concat(),
        number = proposal.number,
    )
}

fn proof(version: &DocumentVersion, words: &Labels) -> String {
    let hash = crate::db::log::hex(&version.sha256);
    format!("<footer>\n<p>{}: <code>{hash}</code></p>\n</footer>\n", escape(&words.proof(version.number)))
}

#[cfg(test)]
mod tests;
