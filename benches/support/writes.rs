//! What the writes need: members of one council who are signed in, and open reviews and polls they have not voted in.
//! Entered in bulk beside the measured path, with the rows the use cases would have written.

use super::samples::Number;
use super::{OrStop, database, stop};
use diesel::prelude::*;
use diesel::sql_types::Text;
use kenes::access::core::Core;
use kenes::access::identify;
use kenes::access::viewer::Viewer;
use kenes::db::AnyConn;
use kenes::db::types::Uid;
use kenes::kernel::id::{CouncilId, Id, PersonId, PollId, ReviewId, SessionId};
use serde_json::Value;
use std::sync::Arc;

/// A member of the council with a session and its access token.
#[derive(Clone, Debug)]
pub struct Member {
    pub person: PersonId,
    pub session: SessionId,
    pub token: String,
}

/// An open poll and the review it belongs to.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    pub poll: PollId,
    pub review: ReviewId,
}

#[derive(QueryableByName)]
struct CouncilRow {
    #[diesel(sql_type = Uid)]
    id: CouncilId,
    #[diesel(sql_type = Text)]
    rules: String,
}

#[derive(QueryableByName)]
struct PersonRow {
    #[diesel(sql_type = Uid)]
    id: PersonId,
}

#[derive(QueryableByName)]
struct TargetRow {
    #[diesel(sql_type = Uid)]
    poll: PollId,
    #[diesel(sql_type = Uid)]
    review: ReviewId,
}

/// How many rows there are.
pub fn count(conn: &mut AnyConn, sql: &str) -> i64 {
    let row: Number = diesel::sql_query(sql).get_result(conn).or_stop(sql);
    row.n
}

/// What both databases say differently.
fn dialect(conn: &AnyConn, sql: &str) -> String {
    let (id, now, later, argument) = match conn {
        AnyConn::Pg(_) => ("gen_random_uuid()", "now()", "now() + interval '1 day'", "$"),
        // To SQLite $2 is a name: it would be the first argument if it came first.
        AnyConn::Sqlite(_) => ("randomblob(16)", "(unixepoch() * 1000000)", "((unixepoch() + 86400) * 1000000)", "?"),
    };
    sql.replace("{id}", id).replace("{now}", now).replace("{later}", later).replace('$', argument)
}

/// The council that votes most, with its rules in a term without end.
fn council(conn: &mut AnyConn) -> CouncilRow {
    let sql = "SELECT council_id AS id, min(rules) AS rules FROM polls GROUP BY council_id ORDER BY count(*) DESC, council_id LIMIT 1";
    let mut row: CouncilRow = diesel::sql_query(sql).get_result(conn).or_stop("a council that votes");
    let mut rules: Value = serde_json::from_str(&row.rules).or_stop("the rules of a poll");
    rules.as_object_mut().or_stop("rules are an object").insert("termEndsOn".to_owned(), Value::from("2999-12-31"));
    row.rules = rules.to_string();
    row
}

/// Signs the members of the busiest council in.
pub fn members(conn: &mut AnyConn, core: &Core) -> Vec<Member> {
    let council = council(conn).id;
    let sql = "SELECT person_id AS id FROM memberships WHERE council_id = $1 AND until_on IS NULL ORDER BY person_id";
    let people: Vec<PersonRow> = diesel::sql_query(sql).bind::<Uid, _>(council).load(conn).or_stop("members");
    people.into_iter().map(|row| sign_in(conn, core, row.id)).collect()
}

fn sign_in(conn: &mut AnyConn, core: &Core, person: PersonId) -> Member {
    let now = core.clock.now();
    let session: SessionId = Id::from_uuid(uuid::Uuid::new_v4());
    let account = dialect(
        conn,
        "INSERT INTO accounts (id, kind, email, password_hash, locale, state, created_at) \
         VALUES ($1, 'PERSON', $2, '-', 'ru', 'ACTIVE', {now}) ON CONFLICT DO NOTHING",
    );
    let email = format!("{}@bench.kenes.example", person.wire());
    let made = diesel::sql_query(account).bind::<Uid, _>(person).bind::<Text, _>(email).execute(conn);
    made.or_stop("an account");
    let opened =
        dialect(conn, "INSERT INTO sessions (id, account_id, started_at, expires_at) VALUES ($1, $2, {now}, {later})");
    diesel::sql_query(opened).bind::<Uid, _>(session).bind::<Uid, _>(person).execute(conn).or_stop("a session");
    let token = core.keys.sign((person, session), None, now, "bench".to_owned()).or_stop("a token");
    Member { person, session, token }
}

/// A viewer as a request of the member would have.
pub async fn viewer(core: &Arc<Core>, member: &Member) -> Viewer {
    let now = core.clock.now();
    let standing = identify::standing(core, member.session, now).await.or_stop("a session").or_stop("a session");
    let locales = vec![standing.locale];
    Viewer { standing: Some(standing), locales, ..Viewer::anonymous(now) }
}

/// Opens up to `limit` reviews with a poll each, in which every member of the busiest council may vote.
pub fn open(conn: &mut AnyConn, limit: usize) -> Vec<Target> {
    let CouncilRow { id, rules } = council(conn);
    let reviews = dialect(
        conn,
        &format!(
            "INSERT INTO reviews (id, decision_id, council_id, form, state, opened_by_id, opened_at) \
             SELECT {{id}}, d.id, $1, 'DISCUSSION', 'VOTING', d.author_id, {{now}} FROM decisions AS d \
             WHERE d.state <> 'DRAFT' AND d.public_from <= {{now}} AND NOT EXISTS (SELECT 1 FROM reviews AS r \
             WHERE r.decision_id = d.id AND r.council_id = $1 AND r.concluded_at IS NULL) ORDER BY d.id LIMIT {limit}"
        ),
    );
    diesel::sql_query(reviews).bind::<Uid, _>(id).execute(conn).or_stop("reviews");
    let polls = dialect(
        conn,
        "INSERT INTO polls (id, review_id, decision_id, council_id, version_id, mode, state, question, rules, \
         electorate_size, opened_by_id, opened_at) SELECT {id}, r.id, r.decision_id, r.council_id, d.version_id, \
         'ROLL_CALL', 'OPEN', '{\"kk\":\"bench\"}', $2, (SELECT count(*) FROM memberships AS m \
         WHERE m.council_id = $1 AND m.until_on IS NULL), r.opened_by_id, {now} FROM reviews AS r \
         JOIN decisions AS d ON d.id = r.decision_id WHERE r.council_id = $1 AND r.state = 'VOTING' \
         AND r.concluded_at IS NULL AND NOT EXISTS (SELECT 1 FROM polls AS p WHERE p.review_id = r.id)",
    );
    diesel::sql_query(polls).bind::<Uid, _>(id).bind::<Text, _>(rules).execute(conn).or_stop("polls");
    let electors = "INSERT INTO poll_electors (poll_id, membership_id, person_id, name, category, position, organization_id, entitlement) \
        SELECT p.id, m.id, m.person_id, n.name, m.category, m.position, m.organization_id, 'ELIGIBLE' FROM polls AS p \
        JOIN memberships AS m ON m.council_id = p.council_id AND m.until_on IS NULL JOIN people AS n ON n.id = m.person_id \
        WHERE p.question = '{\"kk\":\"bench\"}'";
    database::run(conn, electors);
    if matches!(conn, AnyConn::Pg(_)) {
        database::run(conn, "ANALYZE reviews; ANALYZE polls; ANALYZE poll_electors");
    }
    let targets = "SELECT id AS poll, review_id AS review FROM polls WHERE question = '{\"kk\":\"bench\"}' ORDER BY id";
    let rows: Vec<TargetRow> = diesel::sql_query(targets).load(conn).or_stop("polls");
    if rows.is_empty() {
        stop("no decision is left to open a poll on");
    }
    rows.into_iter().map(|row| Target { poll: row.poll, review: row.review }).collect()
}
