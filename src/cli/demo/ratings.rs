//! What councils think of answers, told: a rating is always the work of a poll. Either a poll of the review that is told
//! anyway decided it and the chair wrote it down, or the council voted on just that, in a sitting.

use super::content::Rated;
use super::script::{Rank, Script};
use super::stories::Hearing;
use super::voting::seated;
use super::world::{AnswerKey, known};
use crate::features::answers::RatingVerdict;
use crate::features::answers::motion::Proposal;
use crate::features::answers::rate::{Judging, rate};
use crate::features::polls::cast::{Casting, cast};
use crate::features::polls::{Choice, PollMode, close, open};
use crate::kernel::localized::Localized;
use chrono::Duration;

/// How long such a vote takes.
const MINUTES: i64 = 10;

/// A rating with what it needs to be told.
#[derive(Clone, Copy)]
pub struct Verdict<'c> {
    pub hearing: Hearing<'c>,
    pub answer: AnswerKey<'c>,
    pub rated: &'c Rated,
}

/// Adds the steps of a rating.
pub fn tell<'c>(script: &mut Script<'c>, verdict: Verdict<'c>) {
    match verdict.rated.poll {
        Some(number) => verdict.written_down(script, number),
        None => {
            verdict.opening(script);
            verdict.ballots(script);
            verdict.closing(script);
        }
    }
}

impl<'c> Verdict<'c> {
    fn label(&self, what: &str) -> String {
        format!("{what} of a rating of {}", self.hearing.decision.slug)
    }

    fn written_down(self, script: &mut Script<'c>, number: usize) {
        let Self { hearing, answer, rated } = self;
        script.add(rated.at, Rank::Aftermath, self.label("note"), move |world, scene| {
            let (answer, poll) = (known(&world.answers, &answer)?, known(&world.polls, &(hearing.key, number))?);
            let input = Judging { answer, verdict: rated.verdict, reason: rated.reason.clone(), poll };
            scene.play(world, hearing.chair(rated.at), |tx| rate(tx, &input)).map(|_| ())
        });
    }

    fn opening(self, script: &mut Script<'c>) {
        let Self { hearing, answer, rated } = self;
        let at = rated.at.plus(Duration::minutes(-MINUTES));
        script.add(at, Rank::Poll, self.label("opening"), move |world, scene| {
            let motion = Proposal {
                answer: known(&world.answers, &answer)?,
                verdict: rated.verdict,
                reason: rated.reason.clone(),
            };
            let opening = open::Opening {
                review_id: known(&world.reviews, &hearing.key)?,
                mode: PollMode::RollCall,
                question: question(rated.verdict),
                closes_at: None,
                replaces_id: None,
                meeting_id: None,
                motion: Some(motion),
            };
            let id = scene.play(world, hearing.chair(at), |tx| open::open(tx, &opening))?.id;
            world.motions.insert(answer, id);
            Ok(())
        });
    }

    /// Everybody who did not recuse themselves agrees, one after the other.
    fn ballots(self, script: &mut Script<'c>) {
        let Self { hearing, answer, rated } = self;
        let opened_at = rated.at.plus(Duration::minutes(-MINUTES));
        let recused = |person: &str| hearing.review.recusals.iter().any(|recusal| recusal.person == person);
        let voters = seated(hearing.council, opened_at).filter(|seat| !recused(&seat.person));
        for (seat, seconds) in voters.zip((15..).step_by(11)) {
            script.add(
                opened_at.plus(Duration::seconds(seconds)),
                Rank::Ballot,
                self.label("ballot"),
                move |world, scene| {
                    let casting = Casting { poll_id: known(&world.motions, &answer)?, choice: Choice::For };
                    scene.play(world, &seat.person, |tx| cast(tx, &casting)).map(|_| ())
                },
            );
        }
    }

    fn closing(self, script: &mut Script<'c>) {
        let Self { hearing, answer, rated } = self;
        script.add(rated.at, Rank::Close, self.label("close"), move |world, scene| {
            let id = known(&world.motions, &answer)?;
            scene.play(world, hearing.chair(rated.at), |tx| close::close(tx, id)).map(|_| ())
        });
    }
}

fn question(verdict: RatingVerdict) -> Localized {
    let (kk, ru, en) = match verdict {
        RatingVerdict::ToThePoint => (
            "Жауап мәні бойынша берілген деп танылсын ба?",
            "Признать, что ответ дан по существу?",
            "Shall the answer be found to the point?",
        ),
        RatingVerdict::NotToThePoint => (
            "Жауап мәні бойынша берілмеген деп танылсын ба?",
            "Признать, что ответ дан не по существу?",
            "Shall the answer be found not to the point?",
        ),
    };
    Localized { kk: kk.into(), ru: Some(ru.into()), en: Some(en.into()) }
}
