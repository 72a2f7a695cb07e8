//! What follows the vote, for the scorecards: three recommendations of every concluded review, most of them answered, with
//! milestones. The multiplier of the demonstration ends with the vote, so these rows are entered here, in the working copy
//! only, and of them only what a scorecard counts: what they hang on is not there.

use super::database;
use super::writes::count;
use kenes::db::AnyConn;

/// Both databases' words for what differs.
struct Dialect {
    begin: &'static str,
    end: &'static str,
    id: &'static str,
    /// A pseudo-random number below a hundred, the same for a row wherever it is asked.
    dice: &'static str,
    /// The day so many days after the conclusion; `{n}` is an expression.
    day: &'static str,
    /// The instant two weeks after it.
    overdue_at: &'static str,
    no: &'static str,
}

const POSTGRES: Dialect = Dialect {
    begin: "SET session_replication_role = replica",
    end: "SET session_replication_role = origin; ANALYZE deadlines; ANALYZE answers; ANALYZE milestones; \
        INSERT INTO scorecard_marks (subject_kind, subject_id, month_on) SELECT 'BODY', body_id, date_trunc('month', started_on)::date \
        FROM deadlines UNION SELECT 'BODY', body_id, date_trunc('month', due_on)::date FROM milestones",
    id: "gen_random_uuid()",
    dice: "(abs(hashtext(r.id::text || n.k::text)) % 100)",
    day: "(r.concluded_at::date + ({n})::integer)",
    overdue_at: "(r.concluded_at + interval '15 days')",
    no: "false",
};

const SQLITE: Dialect = Dialect {
    begin: "PRAGMA foreign_keys = OFF",
    end: "PRAGMA foreign_keys = ON",
    id: "randomblob(16)",
    dice: "((r.concluded_at / 1000003 + n.k * 37) % 100)",
    day: "date(r.concluded_at / 1000000 + ({n}) * 86400, 'unixepoch')",
    overdue_at: "(r.concluded_at + 15 * 86400000000)",
    no: "0",
};

/// Enters them, unless there are as many as there would be.
pub fn fill(conn: &mut AnyConn) {
    if count(conn, "SELECT count(*) AS n FROM deadlines WHERE rule_key = 'answer.reply'") > 1_000 {
        return;
    }
    let words = match conn {
        AnyConn::Pg(_) => POSTGRES,
        AnyConn::Sqlite(_) => SQLITE,
    };
    database::run(conn, words.begin);
    for sql in [DRAWN, DEADLINES, ANSWERS, MILESTONES] {
        database::run(conn, &said(sql, &words));
    }
    database::run(conn, words.end);
}

fn said(sql: &str, words: &Dialect) -> String {
    let sql = sql.replace("{id}", words.id).replace("{dice}", words.dice).replace("{no}", words.no);
    let day = |n: &str| words.day.replace("{n}", n);
    sql.replace("{day}", &day("0"))
        .replace("{due}", &day("14"))
        .replace("{met}", &day("n.k * 3 + dice_of / 10"))
        .replace("{promised}", &day("60 + n.k * 30"))
        .replace("{reported}", &day("70"))
        .replace("{overdue_at}", words.overdue_at)
}

/// A body for each of three recommendations of every concluded review, and a throw of dice.
const DRAWN: &str = "CREATE TEMPORARY TABLE drawn AS SELECT {id} AS subject, r.id AS review, n.k AS k, {dice} AS dice_of, \
    (SELECT id FROM (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM state_bodies) AS b \
     WHERE b.place = (n.k * 7 + {dice}) % (SELECT count(*) FROM state_bodies)) AS body \
    FROM reviews AS r CROSS JOIN (SELECT 0 AS k UNION SELECT 1 UNION SELECT 2) AS n WHERE r.concluded_at IS NOT NULL";

const DEADLINES: &str = "INSERT INTO deadlines (id, rule_key, rule_id, subject_kind, subject_id, owed_by_body_id, review_id, \
    decision_id, council_id, body_id, started_on, amount, unit, due_on, overdue_at, time_zone, skipped, provisional, state, met_on, \
    calendar_version, created_at) SELECT {id}, 'answer.reply', (SELECT id FROM legal_rules WHERE key = 'answer.reply'), 'adr', \
    n.subject, n.body, r.id, r.decision_id, r.council_id, n.body, {day}, 10, 'WORKING_DAYS', {due}, {overdue_at}, 'Asia/Almaty', '[]', \
    {no}, CASE WHEN dice_of < 70 THEN 'MET' WHEN dice_of < 85 THEN 'MET_LATE' WHEN dice_of < 97 THEN 'OVERDUE' ELSE 'RUNNING' END, \
    CASE WHEN dice_of < 85 THEN {met} END, 1, r.concluded_at FROM drawn AS n JOIN reviews AS r ON r.id = n.review";

const ANSWERS: &str = "INSERT INTO answers (id, addressee_id, recommendation_id, document_id, review_id, decision_id, council_id, \
    body_id, number, verdict, reasons, author_id, author_name, answered_at, answered_on) SELECT {id}, n.subject, n.subject, n.subject, \
    r.id, r.decision_id, r.council_id, n.body, 1, CASE dice_of % 3 WHEN 0 THEN 'ACCEPTED' WHEN 1 THEN 'PARTLY' ELSE 'REFUSED' END, \
    '{\"kk\":\"bench\"}', r.opened_by_id, 'bench', r.concluded_at, {met} FROM drawn AS n JOIN reviews AS r ON r.id = n.review \
    WHERE dice_of < 85";

const MILESTONES: &str = "INSERT INTO milestones (id, answer_id, addressee_id, review_id, decision_id, council_id, body_id, number, \
    title, due_on, state, planned_at, reported_on) SELECT {id}, a.id, a.addressee_id, r.id, r.decision_id, r.council_id, a.body_id, \
    1 + n.k, '{\"kk\":\"bench\"}', {promised}, CASE n.k WHEN 0 THEN 'CONFIRMED' ELSE 'REPORTED' END, a.answered_at, {reported} \
    FROM answers AS a JOIN reviews AS r ON r.id = a.review_id CROSS JOIN (SELECT 0 AS k UNION SELECT 1) AS n WHERE a.verdict <> 'REFUSED' \
    AND a.author_name = 'bench'";
