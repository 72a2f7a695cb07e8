//! What bodies answer to recommendations, told: answers and corrections, what the council thinks of them, and how far
//! the plans have come.

use super::content::{Answered, Content, Promised, Recommended, Reported};
use super::documents::Letter;
use super::ratings;
use super::script::{Rank, Script};
use super::world::{AnswerKey, known};
use crate::features::answers::answer::{Answering, answer};
use crate::features::answers::confirm::{Confirmation, confirm};
use crate::features::answers::correct::{Correction, correct};
use crate::features::answers::dispute::{Objection, dispute};
use crate::features::answers::milestone::JudgementVerdict;
use crate::features::answers::report::{Reporting, report};
use crate::features::answers::{Promise, Statement, store};

/// An answer with what it needs to be told.
#[derive(Clone, Copy)]
struct Reply<'c> {
    letter: Letter<'c>,
    wished: &'c Recommended,
    answered: &'c Answered,
    key: AnswerKey<'c>,
    officer: &'c str,
}

/// Adds every step of the answers to a final document.
///
/// # Errors
/// An answer of a body nobody speaks for.
pub fn tell<'c>(script: &mut Script<'c>, content: &'c Content, letter: Letter<'c>) -> Result<(), String> {
    for (place, wished) in letter.document.recommendation.iter().enumerate() {
        for (number, answered) in wished.answer.iter().enumerate() {
            let officer = content.officer_of(wished.body_of(answered))?;
            let key = ((letter.hearing.key, place), number);
            let reply = Reply { letter, wished, answered, key, officer };
            reply.answer(script);
            reply.rating(script);
            for (step, promised) in answered.plan.iter().enumerate() {
                promised.reports.iter().for_each(|reported| reply.milestone(script, step, reported));
            }
        }
    }
    Ok(())
}

impl<'c> Reply<'c> {
    fn body(&self) -> &'c str {
        self.wished.body_of(self.answered)
    }

    /// The answer of the same body before this one, which it corrects.
    fn before(&self) -> Option<usize> {
        let (_, number) = self.key;
        self.wished.answer.iter().take(number).rposition(|other| self.wished.body_of(other) == self.body())
    }

    fn statement(&self) -> Statement {
        let promise = |promised: &Promised| Promise { title: promised.title.clone(), due_on: promised.due_on };
        Statement {
            verdict: self.answered.verdict,
            reasons: self.answered.reasons.clone(),
            plan: self.answered.plan.iter().map(promise).collect(),
        }
    }

    fn answer(self, script: &mut Script<'c>) {
        let ((wish, _), officer) = (self.key, self.officer);
        script.add(self.answered.at, Rank::Aftermath, self.letter.label("answer"), move |world, scene| {
            let statement = self.statement();
            let said = match self.before() {
                None => {
                    let addressee = known(&world.addressees, &(wish, self.body()))?;
                    let input = Answering { addressee, statement };
                    scene.play(world, officer, |tx| answer(tx, &input))?
                }
                Some(before) => {
                    let input = Correction { answer: known(&world.answers, &(wish, before))?, statement };
                    scene.play(world, officer, |tx| correct(tx, &input))?
                }
            };
            let plan = scene.operate(|tx| store::plans_of(tx.conn, &[said.id]))?;
            world.answers.insert(self.key, said.id);
            for milestone in plan {
                let step = usize::try_from(milestone.number).unwrap_or(0).saturating_sub(1);
                world.milestones.insert((self.key, step), milestone.id);
            }
            Ok(())
        });
    }

    fn rating(self, script: &mut Script<'c>) {
        let Some(rated) = &self.answered.rated else { return };
        ratings::tell(script, ratings::Verdict { hearing: self.letter.hearing, answer: self.key, rated });
    }

    /// A report of a milestone, and what the council says to it.
    fn milestone(self, script: &mut Script<'c>, step: usize, reported: &'c Reported) {
        let (key, officer, hearing) = ((self.key, step), self.officer, self.letter.hearing);
        script.add(reported.at, Rank::Aftermath, self.letter.label("report"), move |world, scene| {
            let (evidence, url) = (reported.evidence.clone(), reported.url.clone());
            let input = Reporting { milestone: known(&world.milestones, &key)?, evidence, url };
            scene.play(world, officer, |tx| report(tx, &input)).map(|_| ())
        });
        let Some(judged) = &reported.judged else { return };
        script.add(judged.at, Rank::Settle, self.letter.label("judgement"), move |world, scene| {
            let (milestone, reason) = (known(&world.milestones, &key)?, judged.reason.clone());
            let by = hearing.chair(judged.at);
            match judged.verdict {
                JudgementVerdict::Confirmed => {
                    let input = Confirmation { milestone, reason };
                    scene.play(world, by, |tx| confirm(tx, &input)).map(|_| ())
                }
                JudgementVerdict::Disputed => {
                    let input = Objection { milestone, reason: reason.unwrap_or_default() };
                    scene.play(world, by, |tx| dispute(tx, &input)).map(|_| ())
                }
            }
        });
    }
}
