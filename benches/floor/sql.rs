//! The floor's statements: one per operation, the whole JSON built in PostgreSQL. They are written as well as we can:
//! LATERAL joins that walk the same indexes, frozen totals where a poll is closed, ballots counted where it is open.
//! Ids travel as text, because tokio-postgres is built without its uuid feature; the cast is to a parameter, once.

/// A text in the language of the reader, as `LocalizedText.text` gives it.
macro_rules! ru {
    ($column:literal) => {
        concat!("json_build_object('text', coalesce(", $column, "::json->>'ru', ", $column, "::json->>'kk'))")
    };
}

/// The totals of a poll `p`.
macro_rules! tally {
    () => {
        "CASE WHEN p.state = 'OPEN' AND p.mode = 'ROLL_CALL' THEN (SELECT json_build_object('present', count(*), \
         'for', count(*) FILTER (WHERE b.choice = 'FOR'), 'against', count(*) FILTER (WHERE b.choice = 'AGAINST'), \
         'abstain', count(*) FILTER (WHERE b.choice = 'ABSTAIN')) FROM ballots b WHERE b.poll_id = p.id) \
         WHEN p.present IS NULL THEN NULL ELSE json_build_object('present', p.present, 'for', p.votes_for, \
         'against', p.votes_against, 'abstain', p.votes_abstain) END"
    };
}

/// A comment `c` with its author.
macro_rules! comment {
    () => {
        "'id', c.id, 'body', CASE WHEN c.hidden_at IS NULL THEN c.body END, 'stance', c.stance, 'createdAt', c.created_at, \
         'author', json_build_object('id', c.author_id, 'name', c.author_name)"
    };
}

/// 1: `$1` and `$2` are the end of the page before, in microseconds and as an id.
pub const PAGE: &str = concat!(
    "SELECT json_build_object('nodes', coalesce(json_agg(node ORDER BY listed_at DESC, id DESC) FILTER (WHERE place <= 20), '[]'), \
     'hasNextPage', count(*) > 20)::text FROM (SELECT d.listed_at, d.id, row_number() OVER (ORDER BY d.listed_at DESC, d.id DESC) AS place, \
     json_build_object('id', d.id, 'title', ",
    ru!("d.title"),
    ", 'kind', d.kind, 'state', d.state, 'publishedAt', d.published_at, \
     'body', json_build_object('id', sb.id, 'name', ",
    ru!("sb.name"),
    "), \
     'author', json_build_object('id', d.author_id, 'name', d.author_name), 'review', r.review, 'comments', k.comments) AS node \
     FROM (SELECT * FROM decisions WHERE (listed_at, id) < (to_timestamp(0) + $1::int8 * interval '1 microsecond', $2::text::uuid) \
     AND public_from <= now() ORDER BY listed_at DESC, id DESC LIMIT 21) AS d \
     JOIN state_bodies sb ON sb.id = d.body_id \
     LEFT JOIN LATERAL (SELECT json_build_object('id', r.id, 'state', r.state, \
       'council', json_build_object('id', cl.id, 'name', ",
    ru!("cl.name"),
    "), 'poll', q.poll) AS review \
       FROM (SELECT * FROM reviews WHERE decision_id = d.id ORDER BY opened_at DESC, id DESC LIMIT 1) AS r \
       JOIN councils cl ON cl.id = r.council_id \
       LEFT JOIN LATERAL (SELECT json_build_object('id', p.id, 'state', p.state, 'electorateSize', p.electorate_size, 'tally', ",
    tally!(),
    ") AS poll \
         FROM polls p WHERE p.review_id = r.id ORDER BY p.opened_at DESC, p.id DESC LIMIT 1) AS q ON true) AS r ON true \
     LEFT JOIN LATERAL (SELECT coalesce(json_agg(json_build_object(",
    comment!(),
    ") ORDER BY c.created_at, c.id), '[]') AS comments \
       FROM (SELECT * FROM comments WHERE decision_id = d.id ORDER BY created_at, id LIMIT 5) AS c) AS k ON true) AS page"
);

/// 2: `$1` is the decision.
pub const DETAIL: &str = concat!(
    "SELECT json_build_object('id', d.id, 'title', ",
    ru!("d.title"),
    ", 'summary', ",
    ru!("d.summary"),
    ", 'text', ",
    ru!("v.text"),
    ", \
     'kind', d.kind, 'state', d.state, 'publishedAt', d.published_at, 'revision', d.revision, \
     'body', json_build_object('id', sb.id, 'name', ",
    ru!("sb.name"),
    "), \
     'author', json_build_object('id', d.author_id, 'name', d.author_name), 'review', r.review)::text \
     FROM decisions d JOIN state_bodies sb ON sb.id = d.body_id JOIN decision_versions v ON v.id = d.version_id \
     LEFT JOIN LATERAL (SELECT json_build_object('id', r.id, 'state', r.state, 'form', r.form, 'openedAt', r.opened_at, \
       'council', json_build_object('id', cl.id, 'name', ",
    ru!("cl.name"),
    ", 'members', \
         (SELECT json_agg(json_build_object('id', m.id, 'position', m.position, 'category', m.category, \
           'person', json_build_object('id', n.id, 'name', n.name), \
           'organization', CASE WHEN o.id IS NOT NULL THEN json_build_object('id', o.id, 'name', ",
    ru!("o.name"),
    ") END) \
           ORDER BY CASE m.position WHEN 'CHAIR' THEN 0 WHEN 'DEPUTY_CHAIR' THEN 1 WHEN 'SECRETARY' THEN 2 ELSE 3 END, n.name) \
          FROM memberships m JOIN people n ON n.id = m.person_id LEFT JOIN organizations o ON o.id = m.organization_id \
          WHERE m.council_id = cl.id AND m.since_on <= current_date AND (m.until_on IS NULL OR m.until_on > current_date))), \
       'poll', q.poll, 'threads', t.threads) AS review \
       FROM (SELECT * FROM reviews WHERE decision_id = d.id ORDER BY opened_at DESC, id DESC LIMIT 1) AS r \
       JOIN councils cl ON cl.id = r.council_id \
       LEFT JOIN LATERAL (SELECT json_build_object('id', p.id, 'state', p.state, 'question', ",
    ru!("p.question"),
    ", \
         'electorateSize', p.electorate_size, 'closedAt', p.closed_at, 'tally', ",
    tally!(),
    ", \
         'result', json_build_object('outcome', p.outcome, 'decidedBy', p.decided_by), \
         'electors', (SELECT json_agg(json_build_object('person', json_build_object('id', e.person_id, 'name', e.name), \
           'position', e.position, 'category', e.category, 'entitlement', e.entitlement, \
           'ballot', CASE WHEN b.choice IS NOT NULL THEN json_build_object('choice', b.choice, 'castAt', b.cast_at) END) ORDER BY e.name) \
          FROM poll_electors e LEFT JOIN ballots b ON b.poll_id = e.poll_id AND b.membership_id = e.membership_id WHERE e.poll_id = p.id)) AS poll \
         FROM polls p WHERE p.review_id = r.id ORDER BY p.opened_at DESC, p.id DESC LIMIT 1) AS q ON true \
       LEFT JOIN LATERAL (SELECT coalesce(json_agg(json_build_object(",
    comment!(),
    ", 'replies', \
         (SELECT coalesce(json_agg(json_build_object(",
    comment!(),
    ") ORDER BY c.created_at, c.id), '[]') \
          FROM (SELECT * FROM comments WHERE parent_id = t.id ORDER BY created_at, id LIMIT 5) AS c)) ORDER BY c.created_at, c.id), '[]') AS threads \
         FROM (SELECT *, id AS thread FROM comments WHERE review_id = r.id AND parent_id IS NULL ORDER BY created_at, id LIMIT 20) AS c \
         JOIN LATERAL (SELECT c.id) AS t ON true) AS t ON true) AS r ON true \
     WHERE d.id = $1::text::uuid"
);

/// 3: `$1` are ten bodies.
pub const NESTED: &str = concat!(
    "SELECT json_agg(json_build_object('id', sb.id, 'name', ",
    ru!("sb.name"),
    ", 'councils', c.councils) ORDER BY wanted.place)::text \
     FROM unnest($1::text[]) WITH ORDINALITY AS wanted(id, place) JOIN state_bodies sb ON sb.id = wanted.id::uuid \
     LEFT JOIN LATERAL (SELECT json_agg(json_build_object('id', cl.id, 'name', ",
    ru!("cl.name"),
    ", 'decisions', l.decisions) ORDER BY cl.term_starts_on DESC) AS councils \
       FROM councils cl LEFT JOIN LATERAL (SELECT json_agg(json_build_object('id', d.id, 'title', ",
    ru!("d.title"),
    ", 'kind', d.kind, \
         'state', d.state, 'publishedAt', d.published_at, 'review', r.review) ORDER BY d.listed_at DESC, d.id DESC) AS decisions \
         FROM (SELECT * FROM decisions WHERE body_id = cl.body_id AND public_from <= now() ORDER BY listed_at DESC, id DESC LIMIT 10) AS d \
         LEFT JOIN LATERAL (SELECT json_build_object('id', r.id, 'poll', q.poll) AS review \
           FROM (SELECT id FROM reviews WHERE decision_id = d.id ORDER BY opened_at DESC, id DESC LIMIT 1) AS r \
           LEFT JOIN LATERAL (SELECT json_build_object('id', p.id, 'state', p.state, 'tally', ",
    tally!(),
    ") AS poll \
             FROM polls p WHERE p.review_id = r.id ORDER BY p.opened_at DESC, p.id DESC LIMIT 1) AS q ON true) AS r ON true) AS l ON true \
       WHERE cl.body_id = sb.id) AS c ON true"
);

/// 4: `$1` is the search in PostgreSQL's terms. One search for the page and the total; the total stops at the same cap.
pub const SEARCH: &str = concat!(
    "WITH hits AS MATERIALIZED (SELECT d.id, d.listed_at FROM decision_search s JOIN decisions d ON d.id = s.decision_id \
     WHERE s.terms @@ $1::text::tsquery AND d.state IN ('PUBLISHED', 'ADOPTED') AND d.public_from <= now()) \
     SELECT json_build_object('totalCount', (SELECT least(count(*), 10000) FROM hits), 'nodes', \
     (SELECT coalesce(json_agg(json_build_object('id', d.id, 'title', ",
    ru!("d.title"),
    ", 'summary', ",
    ru!("d.summary"),
    ", 'kind', d.kind, \
      'state', d.state, 'publishedAt', d.published_at, 'body', json_build_object('id', sb.id, 'name', ",
    ru!("sb.name"),
    "), \
      'author', json_build_object('id', d.author_id, 'name', d.author_name)) ORDER BY d.listed_at DESC, d.id DESC), '[]') \
      FROM (SELECT id FROM hits ORDER BY listed_at DESC, id DESC LIMIT 20) AS h JOIN decisions d ON d.id = h.id \
      JOIN state_bodies sb ON sb.id = d.body_id))::text"
);

/// A ballot: `$1` poll, `$2` person, `$3` choice. Only into an open poll, only by an elector; that is no authorisation
/// but what keeps a ballot from being cast after the close.
pub const BALLOT: &str = "INSERT INTO ballots (poll_id, membership_id, revision, choice, cast_at) \
    SELECT p.id, e.membership_id, 1, $3::text, now() FROM polls p JOIN poll_electors e ON e.poll_id = p.id \
    WHERE p.id = $1::text::uuid AND e.person_id = $2::text::uuid AND e.entitlement = 'ELIGIBLE' AND p.state = 'OPEN' FOR SHARE OF p \
    RETURNING json_build_object('choice', choice, 'revision', revision, 'castAt', cast_at)::text";

/// A comment: `$1` its id, `$2` review, `$3` author, `$4` what it says.
pub const COMMENT: &str = "INSERT INTO comments (id, review_id, decision_id, depth, author_id, author_name, capacity, stance, body, revision, created_at) \
    SELECT $1::text::uuid, r.id, r.decision_id, 0, n.id, n.name, 'MEMBER', 'NEUTRAL', $4::text, 1, now() \
    FROM reviews r, people n WHERE r.id = $2::text::uuid AND n.id = $3::text::uuid AND r.concluded_at IS NULL \
    RETURNING json_build_object('id', id, 'body', body, 'stance', stance, 'createdAt', created_at, \
    'author', json_build_object('id', author_id, 'name', author_name))::text";
