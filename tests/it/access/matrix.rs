//! The base matrix of `domain.md`, section 7, tried cell by cell: what somebody may not, they are denied; what they may
//! is done. What `viewerCan…` promises a front end is the same.

use crate::support::builders::{draft_input, text};
use crate::support::cast::bin;
use crate::support::{Client, Personas, Reply, World};
use serde_json::{Value, json};
use std::fmt::Write;

/// `yes` is done or read, `-` is denied or not there. Under `draft`, `restricted` and `embargoed` stands who reads such
/// decisions, under `organ.` who registers an organisation, under `decide` who acts for the body.
const MATRIX: &str = "
           public draft restricted embargoed comment vote poll hide organ. decide roles invite events accounts
anonymous  yes    -     -          -         -       -    -    -    -      -      -     -      -      -
citizen    yes    -     -          -         yes     -    -    -    -      -      -     -      -      -
member-05  yes    -     yes        yes       yes     yes  -    -    -      -      -     -      -      -
chair      yes    -     yes        yes       yes     yes  yes  -    -      -      -     -      -      -
deputy     yes    -     yes        yes       yes     yes  yes  -    -      -      -     -      -      -
secretary  yes    -     yes        yes       yes     yes  yes  -    -      -      -     -      -      -
ngo        yes    -     -          -         yes     -    -    -    -      -      -     -      -      -
media      yes    -     -          yes       yes     -    -    -    -      -      -     -      -      -
press      yes    -     -          -         yes     -    -    -    -      -      -     -      -      -
robot      yes    -     -          -         -       -    -    -    -      -      -     -      -      -
officer    yes    yes   yes        yes       yes     -    -    -    -      yes    -     -      -      -
moderator  yes    -     yes        yes       yes     -    -    yes  -      -      -     -      -      -
registrar  yes    -     -          -         -       -    -    -    yes    -      -     yes    -      -
admin      yes    yes   yes        yes       -       -    -    -    -      -      yes   yes    yes    yes
auditor    yes    -     -          -         -       -    -    -    -      -      -     -      yes    -
";

/// Everything the cells are tried on.
struct Stage<'a> {
    personas: Personas<'a>,
    public: String,
    draft: String,
    restricted: String,
    embargoed: String,
    /// With a comment, and no poll.
    review: String,
    comment: String,
    poll: String,
}

impl<'a> Stage<'a> {
    fn set(world: &'a World) -> Self {
        let p = Personas::of(world);
        let (public, draft) = (p.decision("Public"), p.draft("A draft"));
        let (restricted, embargoed) = (p.draft("Restricted"), p.draft("Embargoed"));
        p.publish(&restricted, &json!({ "access": "RESTRICTED" }));
        p.publish(&embargoed, &json!({ "embargoedUntil": "2026-12-01T00:00:00Z" }));
        let review = p.review_of(&public);
        let comment = p.comment("citizen", &review);
        let poll = p.poll("Voted on", "ROLL_CALL");
        Self { public, draft, restricted, embargoed, review, comment, poll, personas: p }
    }

    fn try_all(&self, who: &str, number: u32) -> [&'static str; 14] {
        let client = self.personas.get(who);
        let organization = json!({ "kind": "NGO", "bin": bin(100 + number), "name": text("New") });
        let person = self.personas.world.cast.person("citizen-2");
        [
            reads(&client, &self.public),
            reads(&client, &self.draft),
            reads(&client, &self.restricted),
            reads(&client, &self.embargoed),
            done(
                who,
                &client.mutate("addComment", &json!({ "reviewId": self.review, "stance": "FOR", "body": "Yes" }), ""),
            ),
            done(who, &client.mutate("castBallot", &json!({ "pollId": self.poll, "choice": "FOR" }), "")),
            self.opens_a_poll(who, &client),
            done(who, &client.mutate("hideComment", &json!({ "commentId": self.comment, "reason": "Insult" }), "")),
            done(who, &client.mutate("registerOrganization", &organization, "")),
            done(who, &client.mutate("draftDecision", &draft_input(self.personas.world, "Another"), "")),
            done(who, &client.mutate("grantRole", &json!({ "accountId": person, "role": "AUDITOR" }), "")),
            done(who, &client.mutate("inviteAccount", &json!({ "email": "new@test.kenes", "name": "New" }), "")),
            done(who, &client.ask("{ payload: auditLog(first: 1) { nodes { id } } }", &Value::Null)),
            done(who, &client.ask("{ payload: accounts(first: 1) { nodes { email } } }", &Value::Null)),
        ]
    }

    /// Whoever may open one: the chair annuls it, so that the next can be tried.
    fn opens_a_poll(&self, who: &str, client: &Client) -> &'static str {
        let input = json!({ "reviewId": self.review, "mode": "ROLL_CALL", "question": text("Shall it be so?") });
        let reply = client.mutate("openPoll", &input, "poll { id }");
        let cell = done(who, &reply);
        if cell == "yes" {
            let annulment = json!({ "pollId": reply.text("/poll/id"), "reason": "Only tried" });
            self.personas.get("chair").mutate("annulPoll", &annulment, "").done();
        }
        cell
    }

    /// The same columns, as `viewerCan…` promises them.
    fn promises(&self, who: &str) -> [&'static str; 10] {
        let query = "query($review: ID!, $poll: ID!, $comment: ID!, $body: ID!) {
            review: node(id: $review) { ... on Review { viewerCanComment viewerCanOpenPoll } }
            poll: node(id: $poll) { ... on Poll { viewerCanVote } }
            comment: node(id: $comment) { ... on Comment { viewerCanHide } }
            body: node(id: $body) { ... on StateBody { viewerCanDraftDecision } }
            viewer { viewerCanRegisterOrganization viewerCanGrantRole viewerCanInviteAccount viewerCanReadEvents viewerCanReadAccounts }
        }";
        let body = self.personas.world.cast.ministry.wire();
        let variables = json!({ "review": self.review, "poll": self.poll, "comment": self.comment, "body": body });
        let reply = self.personas.get(who).ask(query, &variables);
        let data = reply.at("").clone();
        let cell = |pointer: &str| if data.pointer(pointer) == Some(&json!(true)) { "yes" } else { "-" };
        [
            cell("/review/viewerCanComment"),
            cell("/poll/viewerCanVote"),
            cell("/review/viewerCanOpenPoll"),
            cell("/comment/viewerCanHide"),
            cell("/viewer/viewerCanRegisterOrganization"),
            cell("/body/viewerCanDraftDecision"),
            cell("/viewer/viewerCanGrantRole"),
            cell("/viewer/viewerCanInviteAccount"),
            cell("/viewer/viewerCanReadEvents"),
            cell("/viewer/viewerCanReadAccounts"),
        ]
    }
}

fn reads(client: &Client, decision: &str) -> &'static str {
    let reply = client.ask("query($id: ID!) { node(id: $id) { id } }", &json!({ "id": decision }));
    if reply.at("/node").is_null() { "-" } else { "yes" }
}

/// A denial must be the right one: whoever is not signed in is told to sign in.
fn done(who: &str, reply: &Reply) -> &'static str {
    if reply.json.get("errors").is_some() {
        assert_eq!(
            reply.denied(),
            if who == "anonymous" { "UNAUTHENTICATED" } else { "FORBIDDEN" },
            "{who}: {:#}",
            reply.json
        );
        return "-";
    }
    if reply.at("/payload").get("userErrors").is_some() {
        reply.done();
    }
    "yes"
}

fn roles() -> Vec<&'static str> {
    MATRIX.lines().skip(2).filter_map(|line| line.split_whitespace().next()).collect()
}

/// The matrix without its spaces, and without the columns of reads unless `from` is 1.
fn cells(text: &str, from: usize) -> Vec<Vec<String>> {
    let words = |line: &str| line.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let rows = text.lines().skip(2).filter(|line| !line.is_empty()).map(words);
    rows.map(|row| row.iter().take(1).chain(row.iter().skip(from)).cloned().collect()).collect()
}

fn render(rows: impl Iterator<Item = (&'static str, Vec<&'static str>)>) -> String {
    let mut out = String::from("\n\n");
    for (who, row) in rows {
        let _ = writeln!(out, "{who} {}", row.join(" "));
    }
    out
}

on_both! {
    fn every_role_does_what_the_matrix_says_and_nothing_else(world) {
        let stage = Stage::set(world);
        let tried = roles().into_iter().zip(0_u32..).map(|(who, number)| (who, stage.try_all(who, number).to_vec()));
        assert_eq!(cells(&render(tried), 1), cells(MATRIX, 1));
    }

    fn what_viewer_can_promises_is_the_matrix(world) {
        let stage = Stage::set(world);
        let promised = roles().into_iter().map(|who| (who, stage.promises(who).to_vec()));
        assert_eq!(cells(&render(promised), 1), cells(MATRIX, 5));
    }
}
