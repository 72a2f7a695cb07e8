//! What follows the vote, told: the final document of a review, from its adoption to the end of the review. What bodies
//! answer is told in `answers.rs`.

use super::answers;
use super::content::{Content, Document, Recommended};
use super::script::{Rank, Scene, Script};
use super::stories::Hearing;
use super::world::{World, known};
use crate::features::answers::close::Closing;
use crate::features::documents::acknowledge::Acknowledging;
use crate::features::documents::adopt::Adoption;
use crate::features::documents::send::Sending;
use crate::features::documents::wording::{Wish, Wording};
use crate::features::{answers as dialogue, documents, meetings};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use crate::kernel::id::{FinalDocumentId, ProtocolId};

/// A final document with what it needs to be told.
#[derive(Clone, Copy)]
pub struct Letter<'c> {
    pub hearing: Hearing<'c>,
    pub document: &'c Document,
}

/// Adds every step of every final document.
///
/// # Errors
/// A document of a review that there is not, or one that asks a body nobody answers for.
pub fn tell<'c>(script: &mut Script<'c>, content: &'c Content) -> Result<(), String> {
    for document in &content.documents {
        let letter = Letter { hearing: Hearing::of(content, &document.decision, document.review)?, document };
        letter.adoption(script);
        if let Some(at) = document.sent_at {
            letter.sending(script, at);
        }
        letter.receipts(script, content)?;
        answers::tell(script, content, letter)?;
        if let Some(at) = document.closed_at {
            letter.end(script, at);
        }
    }
    Ok(())
}

impl<'c> Letter<'c> {
    pub fn label(&self, what: &str) -> String {
        format!("{what} of {}", self.hearing.decision.slug)
    }

    fn adoption(self, script: &mut Script<'c>) {
        let Self { hearing, document } = self;
        let at = document.adopted_at;
        script.add(at, Rank::Aftermath, self.label("final document"), move |world, scene| {
            let review = known(&world.reviews, &hearing.key)?;
            let adoption = Adoption { review, protocol: self.protocol(world, scene)?, wording: self.wording(world)? };
            let id = scene.play(world, hearing.chair(at), |tx| documents::adopt::adopt(tx, &adoption))?.id;
            world.documents.insert(hearing.key, id);
            Ok(())
        });
    }

    /// The protocol of the hearing, as it was signed.
    fn protocol(&self, world: &World<'c>, scene: &mut Scene<'_, '_>) -> Outcome<Option<ProtocolId>> {
        let Some(hearing) = self.document.hearing.as_deref() else { return Ok(None) };
        let meeting = known(&world.meetings, &hearing)?;
        let latest = scene.operate(|tx| meetings::store::latest_protocol(tx.conn, meeting))?;
        Ok(latest.map(|protocol| protocol.id))
    }

    fn wording(&self, world: &World<'c>) -> Outcome<Wording> {
        let document = self.document;
        let wish = |wished: &'c Recommended| {
            let addressees = wished.to.iter().map(|body| known(&world.bodies, &body.as_str()));
            Ok(Wish {
                text: wished.text.clone(),
                addressees: addressees.collect::<Outcome<_>>()?,
                priority: wished.priority,
                wished_on: wished.wished_on,
            })
        };
        Ok(Wording {
            held_on: document.held_on,
            place: document.place.clone(),
            form: None,
            participants: document.participants.clone(),
            facts: document.facts.clone(),
            conclusion: document.conclusion.clone(),
            recommendations: document.recommendation.iter().map(wish).collect::<Outcome<_>>()?,
        })
    }

    fn sending(self, script: &mut Script<'c>, at: Timestamp) {
        let Self { hearing, .. } = self;
        script.add(at, Rank::Aftermath, self.label("sending"), move |world, scene| {
            let sending = Sending { document: known(&world.documents, &hearing.key)?, expected: 1 };
            scene.play(world, hearing.chair(at), |tx| documents::send::send(tx, &sending))?;
            self.remember(world, scene, sending.document)
        });
    }

    /// Keeps the ids of those who are asked, which come to be with the sending.
    fn remember(&self, world: &mut World<'c>, scene: &mut Scene<'_, '_>, sent: FinalDocumentId) -> Outcome<()> {
        let found = scene.operate(|tx| {
            let recommendations = documents::store::recommendations_of(tx.conn, &[sent])?;
            let ids: Vec<_> = recommendations.iter().map(|recommendation| recommendation.id).collect();
            Ok((recommendations, documents::store::addressees_of(tx.conn, &ids)?))
        })?;
        let (recommendations, addressees) = found;
        for recommendation in recommendations {
            let place = usize::try_from(recommendation.number).unwrap_or(0).saturating_sub(1);
            let Some(wished) = self.document.recommendation.get(place) else { continue };
            for body in &wished.to {
                let id = known(&world.bodies, &body.as_str())?;
                let of_body =
                    |one: &&documents::Addressee| one.recommendation_id == recommendation.id && one.body_id == id;
                if let Some(addressee) = addressees.iter().find(of_body) {
                    world.addressees.insert(((self.hearing.key, place), body), addressee.id);
                }
            }
        }
        Ok(())
    }

    fn receipts(self, script: &mut Script<'c>, content: &'c Content) -> Result<(), String> {
        for receipt in &self.document.acknowledged {
            let officer = content.officer_of(&receipt.body)?;
            script.add(receipt.at, Rank::Aftermath, self.label("receipt"), move |world, scene| {
                let document = known(&world.documents, &self.hearing.key)?;
                let input = Acknowledging { document, body: known(&world.bodies, &receipt.body.as_str())? };
                scene.play(world, officer, |tx| documents::acknowledge::acknowledge(tx, &input)).map(|_| ())
            });
        }
        Ok(())
    }

    fn end(self, script: &mut Script<'c>, at: Timestamp) {
        let Self { hearing, document } = self;
        script.add(at, Rank::Settle, self.label("end"), move |world, scene| {
            let input =
                Closing { review: known(&world.reviews, &hearing.key)?, reason: document.closed_because.clone() };
            scene.play(world, hearing.chair(at), |tx| dialogue::close::close(tx, &input)).map(|_| ())
        });
    }
}
