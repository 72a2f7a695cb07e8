//! Bulk inserts of the multiplier. Not a slice's store: it takes no permits, because nobody asks for it; it fills an
//! empty demonstration. PostgreSQL takes `COPY`, SQLite statements of many rows.

mod rows;

use super::Amount;
use super::volume::{Round, Volume};
use crate::db::schema::{
    ballot_changes, ballots, comment_edits, comments, decision_versions, decisions, events, participations,
    poll_electors, polls, recusals, reviews, secret_choices, transitions,
};
use crate::db::{AnyConn, search};
use crate::features::comments::model::CommentEdit;
use crate::features::polls::model::{Ballot, BallotChange, Choice, Participation, PollState, Recusal};
use crate::features::polls::store::Closing;
use crate::kernel::failure::Outcome;
use crate::kernel::id::{PollId, SecretChoiceId};
use diesel::prelude::*;
use rows::{CommentRow, DecisionRow, ElectorRow, PollRow, ReviewRow, TransitionRow, VersionRow};

/// Values in one statement on SQLite, which takes 32,766 at most; more than this makes nothing faster.
const BINDS: usize = 8_000;

/// Inserts rows, however many. `$columns` is how many values one of them binds.
macro_rules! insert {
    ($conn:expr, $table:ident, $columns:expr, $rows:expr) => {{
        let rows: Vec<_> = $rows;
        match &mut *$conn {
            _ if rows.is_empty() => {}
            AnyConn::Pg(pg) => {
                diesel::copy_from($table::table).from_insertable(rows).execute(pg)?;
            }
            AnyConn::Sqlite(lite) => {
                for chunk in rows.chunks(BINDS / $columns) {
                    diesel::insert_into($table::table).values(chunk).execute(lite)?;
                }
            }
        }
    }};
}

/// How much there is already.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn amount(conn: &mut AnyConn) -> Outcome<Amount> {
    let whole = |count: i64| usize::try_from(count).unwrap_or(0);
    let open: i64 = ballots::table.count().get_result(conn)?;
    let secret: i64 = participations::table.count().get_result(conn)?;
    Ok(Amount {
        decisions: whole(decisions::table.count().get_result(conn)?),
        comments: whole(comments::table.count().get_result(conn)?),
        ballots: whole(open.saturating_add(secret)),
    })
}

/// Tells PostgreSQL's planner what there is now, which its own housekeeping would do a minute later.
///
/// # Errors
/// A fault when the database refuses.
pub fn analyze(conn: &mut AnyConn) -> Outcome<()> {
    if let AnyConn::Pg(pg) = conn {
        diesel::sql_query("ANALYZE").execute(pg)?;
    }
    Ok(())
}

/// Writes a volume, parents before children.
///
/// # Errors
/// A fault when the database refuses.
pub fn insert(conn: &mut AnyConn, volume: &Volume) -> Outcome<()> {
    insert!(conn, decisions, DecisionRow::COLUMNS, volume.decisions.iter().cloned().map(DecisionRow::from).collect());
    insert!(
        conn,
        decision_versions,
        VersionRow::COLUMNS,
        volume.versions.iter().cloned().map(VersionRow::from).collect()
    );
    for (decision, terms) in &volume.terms {
        search::store_terms(conn, *decision, terms)?;
    }
    insert!(
        conn,
        transitions,
        TransitionRow::COLUMNS,
        volume.transitions.iter().cloned().map(TransitionRow::from).collect()
    );
    insert!(conn, reviews, ReviewRow::COLUMNS, volume.reviews.iter().cloned().map(ReviewRow::from).collect());
    insert!(conn, comments, CommentRow::COLUMNS, volume.comments.iter().cloned().map(CommentRow::from).collect());
    let edit = |edit: &CommentEdit| {
        (
            comment_edits::comment_id.eq(edit.comment_id),
            comment_edits::revision.eq(edit.revision),
            comment_edits::body.eq(edit.body.clone()),
            comment_edits::written_at.eq(edit.written_at),
        )
    };
    insert!(conn, comment_edits, 4, volume.edits.iter().map(edit).collect());
    let recusal = |recusal: &Recusal| {
        (
            recusals::id.eq(recusal.id),
            recusals::review_id.eq(recusal.review_id),
            recusals::membership_id.eq(recusal.membership_id),
            recusals::reason.eq(recusal.reason.clone()),
            recusals::declared_at.eq(recusal.declared_at),
        )
    };
    insert!(conn, recusals, 5, volume.recusals.iter().map(recusal).collect());
    for round in &volume.rounds {
        vote(conn, round)?;
    }
    insert!(conn, events, 6, volume.events.clone());
    Ok(())
}

/// Polls are entered open, take their ballots, and are closed: the triggers would have it no other way.
fn vote(conn: &mut AnyConn, round: &Round) -> Outcome<()> {
    insert!(conn, polls, PollRow::COLUMNS, round.polls.iter().cloned().map(PollRow::from).collect());
    insert!(conn, poll_electors, ElectorRow::COLUMNS, round.electors.iter().cloned().map(ElectorRow::from).collect());
    let ballot = |ballot: &Ballot| {
        (
            ballots::poll_id.eq(ballot.poll_id),
            ballots::membership_id.eq(ballot.membership_id),
            ballots::choice.eq(ballot.choice),
            ballots::revision.eq(i64::from(ballot.revision)),
            ballots::cast_at.eq(ballot.cast_at),
        )
    };
    insert!(conn, ballots, 5, round.ballots.iter().map(ballot).collect());
    let change = |change: &BallotChange| {
        (
            ballot_changes::poll_id.eq(change.poll_id),
            ballot_changes::membership_id.eq(change.membership_id),
            ballot_changes::revision.eq(i64::from(change.revision)),
            ballot_changes::choice.eq(change.choice),
            ballot_changes::cast_at.eq(change.cast_at),
        )
    };
    insert!(conn, ballot_changes, 5, round.changes.iter().map(change).collect());
    let participation = |participation: &Participation| {
        (
            participations::poll_id.eq(participation.poll_id),
            participations::membership_id.eq(participation.membership_id),
            participations::participated_at.eq(participation.participated_at),
        )
    };
    insert!(conn, participations, 3, round.participations.iter().map(participation).collect());
    let slip = |(id, poll, choice): &(SecretChoiceId, PollId, Choice)| {
        (secret_choices::id.eq(*id), secret_choices::poll_id.eq(*poll), secret_choices::choice.eq(*choice))
    };
    insert!(conn, secret_choices, 3, round.slips.iter().map(slip).collect());
    for (poll, closing) in &round.closings {
        freeze(conn, *poll, closing)?;
    }
    Ok(())
}

fn freeze(conn: &mut AnyConn, poll: PollId, closing: &Closing) -> Outcome<()> {
    let Closing { closed_at, tally, ruling, votes } = closing;
    let told = |count| votes.told(count).map(i64::from);
    let totals = (
        polls::present.eq(i64::from(tally.present)),
        polls::present_public.eq(i64::from(tally.present_public)),
        polls::votes_for.eq(told(tally.votes_for)),
        polls::votes_against.eq(told(tally.votes_against)),
        polls::votes_abstain.eq(told(tally.votes_abstain)),
    );
    let decided =
        (polls::quorum.eq(ruling.quorum), polls::outcome.eq(ruling.verdict), polls::decided_by.eq(ruling.decided_by));
    diesel::update(polls::table.find(poll))
        .set((polls::state.eq(PollState::Closed), polls::closed_at.eq(*closed_at), totals, decided))
        .execute(conn)?;
    Ok(())
}
