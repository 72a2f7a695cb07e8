//! What a council and a body say to each other after the vote, made through the API: a final document that was sent, its
//! answers, and the milestones of their plans.

use super::builders::text;
use super::bulk::{together, viewer};
use super::{Cast, Client, Personas, Reply};
use kenes::features::polls::{Choice, cast};
use kenes::kernel::id::Id;
use serde_json::{Value, json};

/// The fields that tests of answers look at.
pub const ANSWER: &str =
    "answer { id number verdict reasons { text(locale: KK) } author { id name } answeredAt answeredOn
    corrects { id } correctedBy { id } addressee { id state } deadline { state dueOn metOn }
    plan { id number title { text(locale: EN) } dueOn state } }";

/// A review whose final document was sent, by the ids of what hangs on it.
pub struct Dialogue<'a> {
    pub p: &'a Personas<'a>,
    pub review: String,
    pub document: String,
    pub recommendations: Vec<String>,
    /// Of every recommendation, in the order in which the document names them.
    pub addressees: Vec<Vec<String>>,
}

/// An answer that accepts, by milestones due on these days.
pub fn accepted(days: &[&str]) -> Value {
    let step = |(number, on): (usize, &&str)| json!({ "title": text(&format!("Step {}", number + 1)), "dueOn": on });
    let plan: Vec<Value> = days.iter().enumerate().map(step).collect();
    json!({ "verdict": "ACCEPTED", "reasons": text("We shall do it"), "plan": plan })
}

/// An answer that refuses.
pub fn refused() -> Value {
    json!({ "verdict": "REFUSED", "reasons": text("The law does not allow it") })
}

/// A poll on a review that twelve of fifteen members adopt.
pub fn adopted_poll(p: &Personas<'_>, review: &str) -> String {
    decided_poll(p, review, Choice::For)
}

/// A poll on a review that twelve of fifteen members reject.
pub fn rejected_poll(p: &Personas<'_>, review: &str) -> String {
    decided_poll(p, review, Choice::Against)
}

fn decided_poll(p: &Personas<'_>, review: &str, choice: Choice) -> String {
    let poll = p.poll_of(review, "ROLL_CALL");
    decide(p, &poll, choice);
    poll
}

/// Twelve of fifteen members vote alike in an open poll, and the chair closes it.
pub fn decide(p: &Personas<'_>, poll: &str, choice: Choice) {
    let poll_id = Id::parse(poll).expect("a poll");
    together(p.world, |batch| {
        for who in Cast::members().iter().take(12) {
            let casting = cast::Casting { poll_id, choice };
            batch.act(&viewer(p.world, who), |tx| cast::cast(tx, &casting))?;
        }
        Ok(())
    });
    p.get("chair").mutate("closePoll", &json!({ "pollId": poll }), "poll { id }").done();
}

/// Tries to open a poll that is to rate an answer.
pub fn move_rating(who: &Client, review: &str, answer: &str, verdict: &str) -> Reply {
    let motion = json!({ "answerId": answer, "verdict": verdict, "reason": " It says nothing about the money " });
    let question = text("Is it to the point?");
    let input = json!({ "reviewId": review, "mode": "ROLL_CALL", "question": question, "motion": motion });
    who.mutate("openPoll", &input, "poll { id motion { answer { id } verdict reason } }")
}

impl<'a> Dialogue<'a> {
    /// One recommendation to the ministry, sent.
    pub fn begin(p: &'a Personas<'a>) -> Self {
        Self::with(p, &p.decision("Recommended on"), &[&["ministry"]])
    }

    /// Recommendations to these bodies on a decision, sent.
    pub fn with(p: &'a Personas<'a>, decision: &str, recommendations: &[&[&str]]) -> Self {
        let (chair, review) = (p.get("chair"), p.review_of(decision));
        adopted_poll(p, &review);
        chair.mutate("concludeReview", &json!({ "reviewId": review }), "").done();
        let adopted =
            chair.mutate("adoptFinalDocument", &document(p, &review, recommendations), "document { id revision }");
        let document = adopted.text("/document/id");
        let sending = json!({ "documentId": document, "expectedRevision": adopted.done()["document"]["revision"] });
        chair.mutate("sendFinalDocument", &sending, "").done();
        let query =
            "query($review: ID!) { recommendations(filter: { reviewId: $review }, orderBy: { direction: ASC }) {
            nodes { id number addressees { id body { id } } } } }";
        let found = p.get("chair").ask(query, &json!({ "review": review }));
        let mut nodes = found.at("/recommendations/nodes").as_array().cloned().expect("a list");
        nodes.sort_by_key(|node| node["number"].as_i64());
        let id = |node: &Value| node["id"].as_str().expect("an id").to_owned();
        let addressees =
            |node: &Value| -> Vec<String> { node["addressees"].as_array().expect("a list").iter().map(id).collect() };
        let (recommendations, addressees) = (nodes.iter().map(id).collect(), nodes.iter().map(addressees).collect());
        Self { p, review, document, recommendations, addressees }
    }

    /// The same to people who signed in later.
    pub fn with_people<'b>(&self, p: &'b Personas<'b>) -> Dialogue<'b> {
        let (review, document) = (self.review.clone(), self.document.clone());
        let (recommendations, addressees) = (self.recommendations.clone(), self.addressees.clone());
        Dialogue { p, review, document, recommendations, addressees }
    }

    /// The only addressee.
    pub fn addressee(&self) -> &str {
        &self.addressees[0][0]
    }

    /// Tries to answer for an addressee.
    pub fn answer(&self, who: &Client, addressee: &str, statement: &Value) -> Reply {
        answer(who, addressee, statement)
    }

    /// Tries to correct an answer.
    pub fn correct(&self, who: &Client, answer: &str, statement: &Value) -> Reply {
        correct(who, answer, statement)
    }

    /// The ministry answers the only recommendation; the id of the answer.
    pub fn answered(&self, statement: &Value) -> String {
        self.answer(&self.p.get("officer"), self.addressee(), statement).text("/answer/id")
    }

    /// The ministry promises one milestone; its id.
    pub fn promised(&self, due_on: &str) -> String {
        self.answer(&self.p.get("officer"), self.addressee(), &accepted(&[due_on])).text("/answer/plan/0/id")
    }

    /// The council rates an answer by a poll on just that.
    pub fn rated(&self, answer: &str, verdict: &str) -> String {
        let poll = move_rating(&self.p.get("chair"), &self.review, answer, verdict).text("/poll/id");
        decide(self.p, &poll, Choice::For);
        poll
    }

    /// The ministry reports a milestone.
    pub fn report(&self, milestone: &str) {
        let input = json!({ "milestoneId": milestone, "evidence": "Order No. 12" });
        self.p.get("officer").mutate("reportMilestone", &input, "").done();
    }

    /// The chair confirms a milestone.
    pub fn confirm(&self, milestone: &str) {
        self.p.get("chair").mutate("confirmMilestone", &json!({ "milestoneId": milestone }), "").done();
    }

    /// The state of the review.
    pub fn state(&self) -> Value {
        let query = "query($id: ID!) { node(id: $id) { ... on Review { state } } }";
        self.p.get("chair").ask(query, &json!({ "id": self.review })).at("/node/state").clone()
    }

    /// Tries to close the review.
    pub fn close(&self, who: &Client) -> Reply {
        who.mutate("closeReview", &json!({ "reviewId": self.review, "reason": "All is done" }), "review { state }")
    }
}

/// Tries to answer for an addressee; for threads, which cannot share a [`Dialogue`].
pub fn answer(who: &Client, addressee: &str, statement: &Value) -> Reply {
    who.mutate("answerRecommendation", &with("addresseeId", addressee, statement), ANSWER)
}

/// Tries to correct an answer.
pub fn correct(who: &Client, answer: &str, statement: &Value) -> Reply {
    who.mutate("correctAnswer", &with("answerId", answer, statement), ANSWER)
}

fn with(field: &str, id: &str, statement: &Value) -> Value {
    let mut input = statement.clone();
    input[field] = json!(id);
    input
}

/// The input of `adoptFinalDocument`, with a recommendation to each group of bodies.
fn document(p: &Personas<'_>, review: &str, recommendations: &[&[&str]]) -> Value {
    let body = |name: &&str| match *name {
        "akimat" => p.world.cast.akimat.wire(),
        _ => p.world.cast.ministry.wire(),
    };
    let recommend = |(number, bodies): (usize, &&[&str])| {
        let bodies: Vec<String> = bodies.iter().map(body).collect();
        json!({ "text": text(&format!("Do {}", number + 1)), "addresseeIds": bodies, "priority": "NORMAL" })
    };
    json!({
        "reviewId": review, "heldOn": p.world.clock.now().day().to_string(), "place": text("Astana"), "form": "DISCUSSION",
        "participants": [{ "name": "A witness" }], "facts": text("The facts"), "conclusion": text("The conclusion"),
        "recommendations": recommendations.iter().enumerate().map(recommend).collect::<Vec<Value>>(),
    })
}
