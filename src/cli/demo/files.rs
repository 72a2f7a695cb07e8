//! The files of the demonstration: made of a few lines each, attached by the same way as anybody's.

mod pdf;
mod png;

use super::content::{Content, File, Owner, Says};
use super::script::Script;
use super::stories::Hearing;
use super::voting::seated;
use super::world::{World, known};
use crate::access::act::Act;
use crate::access::core::Core;
use crate::access::viewer::{Position, Viewer};
use crate::features::attachments::transfer::{Door, transfer};
use crate::features::attachments::{NewFile, Subject, SubjectKind};
use crate::kernel::failure::{Failure, Outcome};
use crate::kernel::id::AttachmentId;
use bytes::Bytes;
use futures_util::stream;
use std::convert::Infallible;
use std::sync::Arc;

/// A file, and who attaches it.
pub struct Upload<'c> {
    pub slug: &'c str,
    pub by: &'c str,
    pub file: NewFile,
    pub content: Vec<u8>,
}

/// Adds the steps in which files are attached.
///
/// # Errors
/// A file on something that there is not.
pub fn tell<'c>(script: &mut Script<'c>, content: &'c Content) -> Result<(), String> {
    for file in &content.files {
        let by = author(content, file)?;
        script.attach(file.at, format!("file {}", file.slug), move |world| {
            let redacted_of = file.copy_of.as_deref().map(|slug| known(&world.files, &slug)).transpose()?;
            let (name, access) = (file.name.clone(), file.access);
            let new = NewFile { subject: subject(world, &file.on)?, name, access, redacted_of };
            Ok(Upload { slug: &file.slug, by, file: new, content: bytes(&file.says) })
        });
    }
    Ok(())
}

/// Who attaches: an officer to what the body says, the secretary to what the council says.
fn author<'c>(content: &'c Content, file: &File) -> Result<&'c str, String> {
    let secretary = |council: &str| {
        let council = content.councils.iter().find(|one| one.slug == council);
        let seat =
            council.and_then(|council| seated(council, file.at).find(|seat| seat.position == Position::Secretary));
        seat.map(|seat| seat.person.as_str()).ok_or_else(|| format!("{}: no secretary", file.slug))
    };
    match &file.on {
        Owner::Decision(slug) => Ok(&Hearing::of(content, slug, 0)?.decision.author),
        Owner::Document(slug) => secretary(&Hearing::of(content, slug, 0)?.council.slug),
        Owner::Meeting(slug) => secretary(&super::meetings::named(content, slug)?.council),
        Owner::Answer { decision, recommendation, answer } => {
            let document = content.documents.iter().find(|document| document.decision == *decision);
            let wished = document.and_then(|document| document.recommendation.get(*recommendation));
            let answered = wished.and_then(|wished| Some((wished, wished.answer.get(*answer)?)));
            let (wished, answered) = answered.ok_or_else(|| format!("{}: no such answer", file.slug))?;
            content.officer_of(wished.body_of(answered))
        }
    }
}

fn subject<'c>(world: &World<'c>, on: &'c Owner) -> Outcome<Subject> {
    Ok(match on {
        Owner::Decision(slug) => {
            Subject { kind: SubjectKind::Decision, id: known(&world.decisions, &slug.as_str())?.id.uuid() }
        }
        Owner::Document(slug) => {
            Subject { kind: SubjectKind::FinalDocument, id: known(&world.documents, &(slug.as_str(), 0))?.uuid() }
        }
        Owner::Answer { decision, recommendation, answer } => {
            let key = (((decision.as_str(), 0), *recommendation), *answer);
            Subject { kind: SubjectKind::Answer, id: known(&world.answers, &key)?.uuid() }
        }
        Owner::Meeting(slug) => {
            Subject { kind: SubjectKind::Meeting, id: known(&world.meetings, &slug.as_str())?.uuid() }
        }
    })
}

fn bytes(says: &Says) -> Vec<u8> {
    match says {
        Says::Pdf(lines) => pdf::page(lines),
        Says::Png(columns) => png::diagram(columns),
        Says::Csv(rows) => {
            let lines = rows.iter().map(|row| row.join(";") + "\r\n");
            // The mark by which spreadsheets know that it is UTF-8.
            format!("\u{feff}{}", lines.collect::<String>()).into_bytes()
        }
    }
}

/// Attaches a file as its author, at the author's time.
///
/// # Errors
/// What the use cases say.
pub fn attach<'c>(core: &Arc<Core>, by: &Viewer, upload: Upload<'c>) -> Outcome<(&'c str, AttachmentId)> {
    let Upload { slug, file, content, .. } = upload;
    let act = Act::new(Arc::clone(core), by.clone());
    let whole = stream::iter([Ok::<_, Infallible>(Bytes::from(content))]);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Failure::fault(format!("a runtime: {error}")))?;
    let attached = runtime.block_on(transfer(&act, Door::AtOnce(file), whole))?;
    Ok((slug, attached.id))
}
