//! The four reads and two writes of the project's speed goals, scorecards, and how they run in process.

use super::samples::Samples;
use super::writes::Target;
use super::{OrStop, stop};
use kenes::access::act::Act;
use kenes::graphql::batch::Batches;
use kenes::graphql::limits;
use kenes::http::instance::Instance;
use serde_json::{Value, json};
use std::sync::Arc;

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// 20 latest decisions with body, author, council, open or frozen tally, the first 5 comments with authors.
    Page,
    /// A decision with everything a detail page shows.
    Detail,
    /// 10 bodies, their councils, the 10 latest decisions of each, their tallies.
    Nested,
    /// A filtered and searched list with its total.
    Search,
    /// The scorecards of 10 bodies over all time.
    Scorecards,
    /// All bodies, ranked: every recommendation of the country is counted.
    Ranked,
    /// All councils, ranked: every concluded review of the country is counted.
    Councils,
    /// A first ballot in a roll call.
    Ballot,
    /// A comment.
    Comment,
}

pub const READS: [Operation; 4] = [Operation::Page, Operation::Detail, Operation::Nested, Operation::Search];
/// Not of the speed goals, and without a floor to compare with.
pub const COUNTS: [Operation; 3] = [Operation::Scorecards, Operation::Ranked, Operation::Councils];
pub const WRITES: [Operation; 2] = [Operation::Ballot, Operation::Comment];

impl Operation {
    pub fn name(self) -> &'static str {
        match self {
            Self::Page => "1 page of 20 decisions",
            Self::Detail => "2 one decision, whole",
            Self::Nested => "3 bodies, councils, decisions",
            Self::Search => "4 searched list, total",
            Self::Scorecards => "scorecards of 10 bodies",
            Self::Ranked => "scorecards of all, ranked",
            Self::Councils => "councils, ranked",
            Self::Ballot => "write: cast a ballot",
            Self::Comment => "write: add a comment",
        }
    }

    pub fn document(self) -> &'static str {
        match self {
            Self::Page => PAGE,
            Self::Detail => DETAIL,
            Self::Nested => NESTED,
            Self::Search => SEARCH,
            Self::Scorecards => SCORECARDS,
            Self::Ranked => RANKED,
            Self::Councils => COUNCILS,
            Self::Ballot => BALLOT,
            Self::Comment => COMMENT,
        }
    }

    /// The arguments of the n-th read.
    pub fn read_variables(self, samples: &Samples, number: usize) -> Value {
        match self {
            Self::Page => json!({ "after": Samples::turn(&samples.places, number).cursor }),
            Self::Detail => json!({ "id": Samples::turn(&samples.details, number).wire() }),
            Self::Ranked | Self::Councils => json!({}),
            Self::Nested | Self::Scorecards => {
                json!({ "ids": samples.ten_bodies(number).iter().map(|id| id.wire()).collect::<Vec<_>>() })
            }
            Self::Search => json!({ "text": Samples::turn(&samples.searches, number).text }),
            Self::Ballot | Self::Comment => stop("a write is no read"),
        }
    }

    /// The arguments of a write.
    pub fn write_variables(self, target: Target, number: usize) -> Value {
        match self {
            Self::Ballot => json!({ "input": { "pollId": target.poll.wire(), "choice": choice(number) } }),
            _ => json!({ "input": { "reviewId": target.review.wire(), "stance": "NEUTRAL", "body": body(number) } }),
        }
    }
}

/// The n-th choice.
pub fn choice(number: usize) -> &'static str {
    match number % 3 {
        0 => "FOR",
        1 => "AGAINST",
        _ => "ABSTAIN",
    }
}

/// The n-th comment.
pub fn body(number: usize) -> String {
    format!("Прошу приложить расчёт стоимости и сроки, замечание {number}. Жобаның құнын түсіндіріңіз.")
}

pub const PAGE: &str = "query($after: String) { decisions(first: 20, after: $after) { nodes {
  id title { text } kind state publishedAt body { id name { text } } author { id name }
  reviews(first: 1) { nodes { id state council { id name { text } }
    polls(first: 1) { nodes { id state electorateSize tally { present for against abstain } } } } }
  comments(first: 5) { nodes { id body stance createdAt author { id name } } } }
  pageInfo { hasNextPage endCursor } } }";

pub const DETAIL: &str = "query($id: ID!) { node(id: $id) { ... on Decision {
  id title { text } summary { text } text { text } kind state publishedAt revision body { id name { text } } author { id name }
  reviews(first: 1) { nodes { id state form openedAt
    council { id name { text } members(first: 50) { nodes { id position category person { id name } organization { id name { text } } } } }
    polls(first: 1) { nodes { id state question { text } electorateSize closedAt tally { present for against abstain }
      result { outcome decidedBy }
      electors { person { id name } position category entitlement ballot { choice castAt } } } }
    threads(first: 20) { nodes { id body stance createdAt author { id name }
      replies(first: 5) { nodes { id body stance createdAt author { id name } } } } } } } } } }";

pub const NESTED: &str = "query($ids: [ID!]!) { nodes(ids: $ids) { ... on StateBody { id name { text }
  councils(first: 5) { nodes { id name { text }
    decisions(first: 10) { nodes { id title { text } kind state publishedAt
      reviews(first: 1) { nodes { id polls(first: 1) { nodes { id state tally { present for against abstain } } } } } } } } } } } }";

pub const SEARCH: &str =
    "query($text: String!) { decisions(first: 20, filter: { text: $text, states: [PUBLISHED, ADOPTED] }) {
  totalCount totalCountPrecision
  nodes { id title { text } summary { text } kind state publishedAt body { id name { text } } author { id name } }
  pageInfo { hasNextPage endCursor } } }";

pub const SCORECARDS: &str = "query($ids: [ID!]!) { nodes(ids: $ids) { ... on StateBody { id name { text }
  scorecard { sent answeredOnTime answeredLate overdue running refusedShare { numerator denominator } medianWorkingDays p90WorkingDays
    milestonesKept milestonesKeptShare { numerator denominator } } } } }";

pub const RANKED: &str = "{ scorecards(first: 20, orderBy: { field: ON_TIME_SHARE, direction: ASC }) {
  nodes { body { id name { text } } scorecard { sent onTimeShare { numerator denominator } medianWorkingDays p90WorkingDays } }
  pageInfo { hasNextPage endCursor } } }";

pub const COUNCILS: &str = "{ councilScorecards(first: 20, orderBy: { field: REVIEWS_CONCLUDED, direction: DESC }) {
  nodes { council { id name { text } } scorecard { meetings reviewsConcluded pollsClosed dissents } }
  pageInfo { hasNextPage endCursor } } }";

pub const BALLOT: &str = "mutation($input: CastBallotInput!) { castBallot(input: $input) {
  ballot { choice revision castAt } userErrors { code } } }";

pub const COMMENT: &str = "mutation($input: AddCommentInput!) { addComment(input: $input) {
  comment { id body stance createdAt author { id name } } userErrors { code } } }";

/// Runs a document as the HTTP handler does: parse, judge, execute, write the answer.
pub async fn execute(instance: &Instance, act: &Act, query: &str, variables: Value) -> Vec<u8> {
    let variables = async_graphql::Variables::from_json(variables);
    let document = async_graphql::parser::parse_query(query).or_stop("the document parses");
    limits::judge(&document, None, &variables, &instance.limits).or_stop("the document is within the limits");
    let mut request = async_graphql::Request::new(query).variables(variables);
    request.set_parsed_query(document);
    let request = request.data(act.clone()).data(Arc::new(Batches::default()));
    serde_json::to_vec(&instance.schema.execute(request).await).or_stop("the answer is JSON")
}
