//! The review of a multiplied decision: its states, its recusals and its comments.

use super::Amount;
use super::ballots::{self, Window};
use super::ground::Ground;
use super::plot::{Plot, Span};
use super::volume::{Move, Volume};
use crate::access::viewer::{Position, Viewer};
use crate::cli::demo::content::today;
use crate::features::comments::event as comment_event;
use crate::features::comments::model::{Comment, CommentEdit, Hiding, Setting, Stance, capacity};
use crate::features::decisions::model::Access;
use crate::features::polls::event as poll_event;
use crate::features::polls::model::Recusal;
use crate::features::reviews::event;
use crate::features::reviews::{Review, ReviewForm, ReviewState};
use crate::features::transitions::model::Actor;
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::{Failure, Outcome};
use crate::kernel::id::DecisionVersionId;
use chrono::Duration;

/// The deepest reply.
const DEPTH: i64 = 4;

/// Writes the review of a decision down; returns what it used of the comments and ballots that are left. `share` is
/// what one decision gets on average.
///
/// # Errors
/// A fault when an event cannot be written.
pub fn hear(
    volume: &mut Volume,
    ground: &Ground<'_>,
    plot: &mut Plot<'_>,
    (span, version): (Span, DecisionVersionId),
    share: Amount,
) -> Outcome<Amount> {
    let chair = plot.assembly.chair(span.from.day())?;
    let form = *plot.chance.pick(ReviewForm::ALL).ok_or_else(|| Failure::fault("no forms"))?;
    let mut review = Review {
        id: plot.chance.id(span.from),
        decision_id: plot.id,
        council_id: plot.assembly.council.id,
        form,
        state: ReviewState::Open,
        opened_by_id: chair.id,
        opened_at: span.from,
        concluded_at: None,
    };
    volume.record(&mut plot.chance, &event::opened(&review), Some(&chair), span.from)?;
    let recused = recuse(volume, plot, &review)?;
    let windows = ballots::windows(plot, span, share.ballots);
    walk(volume, plot, &mut review, &windows, span)?;
    let mut ballots = 0;
    for (number, window) in windows.iter().enumerate() {
        ballots += ballots::hold(volume, plot, (&review, version), *window, number, recused.as_ref())?;
    }
    // Nine reviews in ten have comments, so each takes a little more than the average decision.
    let most = share.comments.saturating_mul(26).div_ceil(10);
    let count = plot.chance.below(most.saturating_add(1));
    comment(volume, ground, plot, &review, span, count)?;
    volume.reviews.push(review);
    Ok(Amount { decisions: 1, comments: count, ballots })
}

/// One review in sixteen has a member with a conflict of interest.
fn recuse(volume: &mut Volume, plot: &mut Plot<'_>, review: &Review) -> Outcome<Option<Recusal>> {
    if !plot.chance.percent(6) {
        return Ok(None);
    }
    let at = review.opened_at.plus(Duration::hours(plot.chance.between(2, 40))).min(today());
    let day = review.opened_at.day();
    let members: Vec<_> = plot.assembly.seated(day).filter(|seat| seat.position == Position::Member).collect();
    let Some(seat) = plot.chance.pick(&members) else { return Ok(None) };
    let recusal = Recusal {
        id: plot.chance.id(at),
        review_id: review.id,
        membership_id: seat.id,
        person_id: seat.person_id,
        name: seat.person_name.clone(),
        reason: "Жақын туысым осы іске қатысады.".to_owned(),
        declared_at: at,
    };
    let by = Actor { id: seat.person_id, name: seat.person_name.clone() };
    volume.record(&mut plot.chance, &poll_event::recusal_declared(&recusal), Some(&by), at)?;
    volume.recusals.push(recusal.clone());
    Ok(Some(recusal))
}

/// Walks the review through its states.
fn walk(volume: &mut Volume, plot: &mut Plot<'_>, review: &mut Review, windows: &[Window], span: Span) -> Outcome<()> {
    let chair = plot.assembly.chair(span.from.day())?;
    let begun = Move {
        subject: review.id.uuid(),
        from: None,
        to: ReviewState::Open.as_str(),
        actor: Some(&chair),
        at: span.from,
        reason: None,
    };
    volume.transit(&mut plot.chance, begun);
    let half = Timestamp::from_micros(i64::midpoint(span.from.micros(), span.last().micros())).unwrap_or(span.from);
    let deliberation = windows.first().map_or(half, |window| window.opened_at.plus(Duration::hours(-5)));
    if plot.chance.percent(70) && deliberation > span.from {
        step(volume, plot, review, ReviewState::Deliberation, deliberation, Some(&chair))?;
    }
    for window in windows {
        let presides = plot.assembly.chair(window.opened_at.day())?;
        step(volume, plot, review, ReviewState::Voting, window.opened_at, Some(&presides))?;
        if let Some(closed_at) = window.closed_at {
            let by = Some(&presides).filter(|_| window.by_hand());
            step(volume, plot, review, ReviewState::Deliberation, closed_at, by)?;
        }
    }
    if let Some(to) = span.to {
        let presides = plot.assembly.chair(to.day())?;
        review.concluded_at = Some(to);
        step(volume, plot, review, ReviewState::Concluded, to, Some(&presides))?;
    }
    Ok(())
}

fn step(
    volume: &mut Volume,
    plot: &mut Plot<'_>,
    review: &mut Review,
    to: ReviewState,
    at: Timestamp,
    actor: Option<&Actor>,
) -> Outcome<()> {
    let from = review.state;
    review.state = to;
    let (subject, reason) = (review.id.uuid(), None);
    volume.transit(&mut plot.chance, Move { subject, from: Some(from.as_str()), to: to.as_str(), actor, at, reason });
    let event = match to {
        ReviewState::Concluded => event::concluded(review, from),
        _ => event::moved(review, from),
    };
    volume.record(&mut plot.chance, &event, actor, at)
}

/// As many comments, in threads, by members, officials and the public.
fn comment(
    volume: &mut Volume,
    ground: &Ground<'_>,
    plot: &mut Plot<'_>,
    review: &Review,
    span: Span,
    count: usize,
) -> Outcome<()> {
    let mut instants: Vec<Timestamp> = (0..count).map(|_| plot.chance.instant(span.from, span.last())).collect();
    instants.sort_unstable();
    let setting = Setting {
        review_id: review.id,
        decision_id: plot.id,
        council_id: review.council_id,
        body_id: plot.assembly.body,
        state: ReviewState::Open,
    };
    let begins = volume.comments.len();
    for at in instants {
        let author = author(ground, plot, at)?;
        let thread = volume.comments.get(begins..).unwrap_or_default();
        let parent = if plot.chance.percent(40) { plot.chance.pick(thread).cloned() } else { None };
        let parent = parent.filter(|parent| parent.depth < DEPTH);
        let comment = written(ground, plot, &setting, &author, parent.as_ref(), at)?;
        let by = Actor { id: comment.author_id, name: comment.author_name.clone() };
        volume.record(&mut plot.chance, &comment_event::added(&comment), Some(&by), at)?;
        let comment = afterwards(volume, ground, plot, &setting, comment, span)?;
        volume.comments.push(comment);
    }
    Ok(())
}

/// Who comments: what is restricted is seen by members and the officer only.
fn author(ground: &Ground<'_>, plot: &mut Plot<'_>, at: Timestamp) -> Outcome<Viewer> {
    let restricted = plot.published.as_ref().is_some_and(|published| published.access == Access::Restricted);
    let members: Vec<_> = plot.assembly.seated(at.day()).collect();
    let lot = plot.chance.between(1, 100);
    if lot <= 8 {
        return ground.world.viewer(plot.assembly.officer, at);
    }
    match (plot.chance.pick(&members), plot.chance.pick(&ground.public)) {
        (Some(seat), _) if restricted || lot <= 50 => ground.member(seat, at),
        (_, Some(slug)) => ground.world.viewer(slug, at),
        _ => Err(Failure::fault("nobody to comment")),
    }
}

fn written(
    ground: &Ground<'_>,
    plot: &mut Plot<'_>,
    setting: &Setting,
    author: &Viewer,
    parent: Option<&Comment>,
    at: Timestamp,
) -> Outcome<Comment> {
    let nobody = || Failure::fault("a comment by nobody");
    let standing = author.standing.as_ref().ok_or_else(nobody)?;
    let (capacity, organization_id) = capacity(author, setting);
    let stance = *plot.chance.pick(Stance::ALL).ok_or_else(nobody)?;
    let remark = plot.chance.pick(&ground.remarks(standing.locale, stance)).map(|remark| remark.text.clone());
    Ok(Comment {
        id: plot.chance.id(at),
        review_id: setting.review_id,
        decision_id: setting.decision_id,
        parent_id: parent.map(|parent| parent.id),
        depth: parent.map_or(0, |parent| parent.depth + 1),
        author_id: standing.account,
        author_name: standing.name.clone(),
        capacity,
        organization_id,
        stance,
        body: Some(remark.ok_or_else(nobody)?),
        revision: 1,
        created_at: at,
        edited_at: None,
        hidden: None,
    })
}

/// Three comments in a hundred are edited, one is hidden.
fn afterwards(
    volume: &mut Volume,
    ground: &Ground<'_>,
    plot: &mut Plot<'_>,
    setting: &Setting,
    mut comment: Comment,
    span: Span,
) -> Outcome<Comment> {
    let by = Actor { id: comment.author_id, name: comment.author_name.clone() };
    let later = comment.created_at.plus(Duration::minutes(plot.chance.between(3, 90)));
    let body = comment.body.clone().filter(|_| plot.chance.percent(3) && later < span.last());
    if let Some(body) = body {
        let (comment_id, written_at) = (comment.id, comment.created_at);
        comment.body = Some(format!("{body} *"));
        comment.revision = 2;
        comment.edited_at = Some(later);
        volume.edits.push(CommentEdit { comment_id, revision: 1, body, written_at });
        volume.record(&mut plot.chance, &comment_event::edited(&comment), Some(&by), later)?;
    }
    let at = later.plus(Duration::hours(2));
    if plot.chance.percent(1) && at < today() {
        volume.record(&mut plot.chance, &comment_event::hidden(&comment, setting), Some(&ground.moderator), at)?;
        comment.hidden =
            Some(Hiding { at, by_id: ground.moderator.id, reason: "Жеке бас туралы сөз.".to_owned() });
    }
    Ok(comment)
}
