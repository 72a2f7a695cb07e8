//! What a request costs in SQL statements: bounded, however much the page holds.

use super::scenery::{Story, bodies, decisions};
use crate::support::{Client, Personas, Reply};
use serde_json::{Value, json};

const SMALL: Story = Story { versions: 1, comments: 2, ballots: 1 };
const LARGE: Story = Story { versions: 6, comments: 24, ballots: 5 };
/// What hangs on each of many decisions.
const MANY: Story = Story { versions: 1, comments: 7, ballots: 3 };

/// The statements of a request that must succeed. It is sent before, so that what is remembered is remembered; and more
/// than once, because two loads of one kind that happen to be asked for in the same breath share a statement. What
/// grows with the rows grows every time.
#[track_caller]
pub fn statements(client: &Client, query: &str, variables: &Value) -> u64 {
    client.ask(query, variables).at("");
    let costs: Vec<u64> = (0..12).map(|_| client.ask(query, variables)).map(|reply| reply.statements).collect();
    let least = costs.into_iter().min().expect("twelve");
    assert!(least > 0, "the request was not counted");
    least
}

/// (1) A page of latest decisions.
const LATEST: &str = "query($first: Int!) { decisions(first: $first) { nodes {
    id title { text } kind state publishedAt
    body { name { text } }
    author { name }
    reviews(first: 1) { nodes { state council { name { text } } polls(first: 1) { nodes { state tally { for against abstain present } } } } }
    comments(first: 5) { nodes { body stance capacity author { name } } }
} } }";

/// (2) Everything a detail page shows.
const DETAIL: &str = "query($id: ID!) { node(id: $id) { ... on Decision {
    id title { text } summary { text } text { text } kind state access revision publishedAt
    body { name { text } region { name { text } } }
    author { name }
    details { __typename ... on OtherDetails { subject { text } } }
    version { sha256 }
    versions(first: 20) { totalCount nodes { number sha256 author { name } } }
    transitions { toState occurredAt actor { name } }
    reviews(first: 5) { nodes {
        state form openedBy { name } stanceCounts { for against neutral } transitions { toState } recusals { person { name } }
        council { name { text } members(first: 50) { totalCount nodes { person { name } category position organization { name { text } } } }
            compositionReport { status checks { name verdict } } }
        polls(first: 3) { nodes {
            state question { text } openedBy { name } tally { for against abstain } result { outcome decidedBy }
            version { number } dissents { text }
            electors { person { name } organization { name { text } } ballot { choice castAt changes { choice } } }
        } }
        threads(first: 20) { totalCount nodes {
            body author { name } organization { name { text } } edits { body } viewerCanEdit
            replies(first: 5) { totalCount nodes { body author { name } edits { body } } }
        } }
    } }
} } }";

/// (3) Bodies, their councils, their latest decisions, their tallies.
const NESTED: &str = "query($bodies: Int!, $decisions: Int!) { stateBodies(first: $bodies) { nodes {
    name { text }
    councils(first: 1) { nodes {
        name { text }
        decisions(first: $decisions) { nodes { title { text } reviews(first: 1) { nodes { polls(first: 1) { nodes { state tally { for against } } } } } } }
    } }
} } }";

/// (4) A filtered and searched list with its total.
const SEARCH: &str = "query($first: Int!, $region: ID!) { decisions(first: $first, filter: {
    text: \"budgets city\", states: [PUBLISHED], kinds: [OTHER], regionId: $region }) {
    totalCount totalCountPrecision
    nodes { title { text } summary { text } body { name { text } } author { name } }
} }";

/// Rows at a pointer: the page must hold what the count is about.
#[track_caller]
fn rows(reply: &Reply, pointer: &str) -> usize {
    reply.at(pointer).as_array().expect("a list").len()
}

on_both! {
    fn a_page_of_latest_decisions_costs_at_most_four_statements(world) {
        let client = world.anonymous();
        decisions(world, 2, MANY);
        let few = statements(&client, LATEST, &json!({ "first": 20 }));
        decisions(world, 98, MANY);
        let reply = client.ask(LATEST, &json!({ "first": 20 }));
        let full = (rows(&reply, "/decisions/nodes"), rows(&reply, "/decisions/nodes/19/comments/nodes"), rows(&reply, "/decisions/nodes/19/reviews/nodes/0/polls/nodes"));
        assert_eq!(full, (20, 5, 1));
        let many = statements(&client, LATEST, &json!({ "first": 20 }));
        assert_eq!((few, many), (4, 4));
        let hundred = json!({ "first": 100 });
        assert_eq!(rows(&client.ask(LATEST, &hundred), "/decisions/nodes"), 100);
        assert_eq!(statements(&client, LATEST, &hundred), 4);
        // Who is signed in and sees more pays no more.
        for who in ["citizen", "member-01", "officer", "admin"] {
            assert!(statements(&world.sign_in(who), LATEST, &json!({ "first": 20 })) <= 4, "{who}");
        }
    }

    fn a_detail_page_costs_the_same_however_much_hangs_on_the_decision(world) {
        let (small, large) = (decisions(world, 1, SMALL), decisions(world, 1, LARGE));
        for client in [world.anonymous(), world.sign_in("member-01")] {
            let few = statements(&client, DETAIL, &json!({ "id": small[0] }));
            let reply = client.ask(DETAIL, &json!({ "id": large[0] }));
            let review = "/node/reviews/nodes/0";
            assert_eq!(rows(&reply, "/node/versions/nodes"), 6);
            assert_eq!((rows(&reply, &format!("{review}/threads/nodes")), rows(&reply, &format!("{review}/polls/nodes/0/electors"))), (20, 15));
            let replies = (0..20).map(|n| rows(&reply, &format!("{review}/threads/nodes/{n}/replies/nodes"))).sum::<usize>();
            assert!(replies >= 8, "{replies}");
            let mut least = (few, statements(&client, DETAIL, &json!({ "id": large[0] })));
            // The page has many loads of one kind: how many meet in a breath varies, so the least takes looking for.
            for _ in 0..12 {
                if least.0 != least.1 {
                    least.0 = least.0.min(statements(&client, DETAIL, &json!({ "id": small[0] })));
                    least.1 = least.1.min(statements(&client, DETAIL, &json!({ "id": large[0] })));
                }
            }
            assert_eq!(least.0, least.1);
        }
    }

    fn bodies_councils_decisions_and_tallies_cost_the_same_for_one_and_for_ten(world) {
        let client = world.anonymous();
        bodies(world, 8, 10, Story { versions: 1, comments: 0, ballots: 2 });
        let few = statements(&client, NESTED, &json!({ "bodies": 2, "decisions": 2 }));
        let ten = json!({ "bodies": 10, "decisions": 10 });
        let reply = client.ask(NESTED, &ten);
        let shown = reply.at("/stateBodies/nodes").as_array().expect("a list");
        let tallies = shown.iter().filter(|body| body.pointer("/councils/nodes/0/decisions/nodes/9/reviews/nodes/0/polls/nodes/0/tally/for").is_some());
        assert_eq!((shown.len(), tallies.count()), (10, 8));
        assert_eq!(few, statements(&client, NESTED, &ten));
    }

    fn a_searched_list_with_its_total_costs_the_same_for_few_hits_and_for_many(world) {
        let client = world.anonymous();
        let page = json!({ "first": 20, "region": world.cast.republic.wire() });
        decisions(world, 2, SMALL);
        let few = statements(&client, SEARCH, &page);
        decisions(world, 48, Story { versions: 1, comments: 0, ballots: 0 });
        let reply = client.ask(SEARCH, &page);
        assert_eq!((rows(&reply, "/decisions/nodes"), reply.at("/decisions/totalCount")), (20, &json!(50)));
        let many = statements(&client, SEARCH, &page);
        assert!(few == many && many <= 2, "{few} {many}");
    }

    fn a_ballot_and_a_comment_cost_the_same_after_few_and_after_many(world) {
        let p = Personas::of(world);
        let small = decisions(world, 2, Story { versions: 1, comments: 1, ballots: 0 });
        let large = decisions(world, 2, Story { versions: 1, comments: 60, ballots: 5 });
        let parts = "query($id: ID!) { node(id: $id) { ... on Decision { reviews { nodes { id polls { nodes { id } } } } } } }";
        // The second decision of each pair has its poll still open.
        let of = |decision: &str| {
            let reply = world.anonymous().ask(parts, &json!({ "id": decision }));
            let id = |pointer: &str| reply.at(pointer).as_str().expect("an id").to_owned();
            (id("/node/reviews/nodes/0/id"), id("/node/reviews/nodes/0/polls/nodes/0/id"))
        };
        let cost = |decision: &str| {
            let (review, poll) = of(decision);
            let vote = |who: &str, choice: &str| {
                let input = json!({ "pollId": poll, "choice": choice });
                let reply = p.get(who).mutate("castBallot", &input, "ballot { choice poll { state tally { for } } }");
                reply.done();
                reply.statements
            };
            let comment = |who: &str| {
                let input = json!({ "reviewId": review, "stance": "FOR", "body": "A thought" });
                let reply = p.get(who).mutate("addComment", &input, "comment { id author { name } capacity organization { name { text } } }");
                reply.done();
                reply.statements
            };
            // The first vote on a poll reads its roster; from then on it is remembered.
            vote("member-09", "FOR");
            (vote("member-10", "FOR"), vote("member-10", "AGAINST"), comment("citizen"), comment("member-01"))
        };
        let (few, many) = (cost(&small[1]), cost(&large[1]));
        assert_eq!(few, many);
        assert!(few.0 <= 6 && few.2 <= 6, "{few:?}");
    }
}
