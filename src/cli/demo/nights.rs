//! What happens without anybody doing it: every midnight the terms of the law that ended become overdue, and who follows
//! something is told of the day. A server's workers do so within a second; the demonstration's past had none.

use super::content::{Content, Follower, today};
use super::script::{Rank, Script};
use super::world::{World, known};
use crate::features::deadlines::overdue;
use crate::features::notices::follow::follow;
use crate::features::notices::mark_read::mark_read;
use crate::features::notices::set_delivery::set_delivery;
use crate::features::notices::{Delivery, Subject, SubjectKind, tell};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use crate::kernel::zone::Zone;
use chrono::Duration;

/// Terms that become overdue at one midnight, at most.
const TERMS: i64 = 500;

/// Adds the midnights from the first conclusion of a review on, and what people follow.
pub fn tell<'c>(script: &mut Script<'c>, content: &'c Content) {
    let reviews = content.decisions.iter().flat_map(|decision| &decision.review);
    let first = reviews.filter_map(|review| review.state_at).min().unwrap_or_else(today);
    // A minute after it, when what ended is called so.
    let mut midnight = Zone::default().end_of(first.day()).plus(Duration::minutes(1));
    while midnight < today() {
        night(script, midnight);
        midnight = midnight.plus(Duration::days(1));
    }
    night(script, today());
    content.followers.iter().for_each(|follower| tell_follower(script, follower));
}

fn night(script: &mut Script<'_>, at: Timestamp) {
    script.add(at, Rank::Settle, "midnight", |_, scene| {
        scene.operate(|tx| overdue::mark_past_in(tx, TERMS))?;
        while scene.operate(tell::tell_in)?.events > 0 {}
        Ok(())
    });
}

/// Until today everybody looks into their inbox only, so that the first start has no mails of the past to send.
fn tell_follower<'c>(script: &mut Script<'c>, follower: &'c Follower) {
    let person = follower.person.as_str();
    script.add(follower.since, Rank::Talk, format!("{person} follows"), move |world, scene| {
        scene.play(world, person, |tx| set_delivery(tx, Delivery::None))?;
        for subject in subjects(world, follower)? {
            scene.play(world, person, |tx| follow(tx, subject))?;
        }
        Ok(())
    });
    if let Some(read_at) = follower.read_at {
        script.add(read_at, Rank::Talk, format!("{person} reads"), move |world, scene| {
            scene.play(world, person, |tx| mark_read(tx, None)).map(|_| ())
        });
    }
    if let Some(delivery) = follower.delivery {
        script.add(
            today().plus(Duration::hours(-1)),
            Rank::Settle,
            format!("{person} chooses"),
            move |world, scene| scene.play(world, person, |tx| set_delivery(tx, delivery)).map(|_| ()),
        );
    }
}

fn subjects<'c>(world: &World<'c>, follower: &'c Follower) -> Outcome<Vec<Subject>> {
    let mut subjects = Vec::new();
    for slug in &follower.bodies {
        let id = known(&world.bodies, &slug.as_str())?.uuid();
        subjects.push(Subject { kind: SubjectKind::Body, id });
    }
    for slug in &follower.councils {
        let id = known(&world.councils, &slug.as_str())?.uuid();
        subjects.push(Subject { kind: SubjectKind::Council, id });
    }
    for slug in &follower.decisions {
        let id = known(&world.decisions, &slug.as_str())?.id.uuid();
        subjects.push(Subject { kind: SubjectKind::Decision, id });
    }
    Ok(subjects)
}
