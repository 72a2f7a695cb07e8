//! Builders: what a test needs before it begins, made through the API by whoever may make it.

use super::{Client, World};
use serde_json::{Value, json};
use std::cell::RefCell;
use std::collections::BTreeMap;

/// One text in three languages, as input.
pub fn text(word: &str) -> Value {
    json!({ "kk": format!("{word} (қаз)"), "ru": format!("{word} (рус)"), "en": word })
}

/// The content of a decision, without the body it is of.
pub fn content(title: &str) -> Value {
    json!({
        "title": text(title),
        "summary": text("A summary"),
        "text": text("The text"),
        "details": { "other": { "subject": text("A subject") } },
    })
}

/// The input of `draftDecision` for the ministry.
pub fn draft_input(world: &World, title: &str) -> Value {
    let mut input = content(title);
    input["bodyId"] = json!(world.cast.ministry.wire());
    input
}

/// The people of the cast, each signed in once, when first needed.
pub struct Personas<'a> {
    pub world: &'a World,
    known: RefCell<BTreeMap<String, Client>>,
}

impl<'a> Personas<'a> {
    pub fn of(world: &'a World) -> Self {
        Self { world, known: RefCell::default() }
    }

    /// Somebody of the cast; `anonymous` is nobody.
    pub fn get(&self, who: &str) -> Client {
        if who == "anonymous" {
            return self.world.anonymous();
        }
        self.known.borrow_mut().entry(who.to_owned()).or_insert_with(|| self.world.sign_in(who)).clone()
    }

    /// A draft of the ministry.
    pub fn draft(&self, title: &str) -> String {
        let drafted = self.get("officer").mutate("draftDecision", &draft_input(self.world, title), "decision { id }");
        drafted.text("/decision/id")
    }

    /// Publishes a draft; `how` holds `access` and `embargoedUntil` where they are not the usual ones.
    pub fn publish(&self, decision: &str, how: &Value) {
        let mut input = how.clone();
        input["decisionId"] = json!(decision);
        self.get("officer").mutate("publishDecision", &input, "decision { id }").done();
    }

    /// A decision of the ministry that everybody reads.
    pub fn decision(&self, title: &str) -> String {
        let decision = self.draft(title);
        self.publish(&decision, &json!({}));
        decision
    }

    /// A review of a decision by the ministry's council, open to comments.
    pub fn review_of(&self, decision: &str) -> String {
        let council = self.world.cast.council.wire();
        let input = json!({ "decisionId": decision, "councilId": council, "form": "DISCUSSION" });
        self.get("chair").mutate("openReview", &input, "review { id }").text("/review/id")
    }

    /// A review of a new decision.
    pub fn review(&self, title: &str) -> String {
        self.review_of(&self.decision(title))
    }

    /// A comment on a review.
    pub fn comment(&self, who: &str, review: &str) -> String {
        let input = json!({ "reviewId": review, "stance": "FOR", "body": "A thought" });
        self.get(who).mutate("addComment", &input, "comment { id }").text("/comment/id")
    }

    /// A poll on a review: `ROLL_CALL` or `SECRET`.
    pub fn poll_of(&self, review: &str, mode: &str) -> String {
        let input = json!({ "reviewId": review, "mode": mode, "question": text("Shall it be so?") });
        self.get("chair").mutate("openPoll", &input, "poll { id }").text("/poll/id")
    }

    /// An open poll on a new decision.
    pub fn poll(&self, title: &str, mode: &str) -> String {
        self.poll_of(&self.review(title), mode)
    }

    /// Casts a ballot that must be taken.
    pub fn vote(&self, who: &str, poll: &str, choice: &str) {
        let input = json!({ "pollId": poll, "choice": choice });
        self.get(who).mutate("castBallot", &input, "ballot { revision }").done();
    }

    /// The events of a kind, newest first, as the auditor reads them.
    pub fn events(&self, kind: &str) -> Vec<Value> {
        let query = "query($kinds: [EventKind!]) { events: auditLog(first: 100, filter: { kinds: $kinds }) {
            nodes { kind subject actor { id } occurredAt payload } } }";
        let reply = self.get("auditor").ask(query, &json!({ "kinds": [kind] }));
        reply.at("/events/nodes").as_array().cloned().unwrap_or_default()
    }

    /// The one event of a kind that happened to this.
    #[track_caller]
    pub fn event_about(&self, kind: &str, subject: &str) -> Value {
        let mut events = self.events(kind);
        events.retain(|event| event["subject"] == json!(subject));
        assert_eq!(events.len(), 1, "{kind} of {subject}");
        events.remove(0)
    }
}
