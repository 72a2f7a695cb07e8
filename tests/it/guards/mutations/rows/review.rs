//! Decisions, reviews, comments and polls.

use super::{CITIZEN, Row, STRANGER, blind, forbidden};
use crate::support::builders::{content, draft_input, text};
use crate::support::{Cast, Personas};
use serde_json::json;

/// A closed poll that `member-11` lost against all others who were needed for the quorum.
fn lost_poll(p: &Personas<'_>) -> String {
    let poll = p.poll("A lost cause", "ROLL_CALL");
    for who in Cast::members().iter().take(10) {
        p.vote(who, &poll, "FOR");
    }
    p.vote("member-11", &poll, "AGAINST");
    p.get("chair").mutate("closePoll", &json!({ "pollId": poll }), "").done();
    poll
}

pub const ROWS: &[Row] = &[
    Row {
        mutation: "addComment",
        allowed: "citizen",
        denied: &[STRANGER, forbidden("robot"), forbidden("registrar"), forbidden("auditor")],
        input: |p| json!({ "reviewId": p.review("Commented on"), "stance": "NEUTRAL", "body": "A thought" }),
    },
    Row {
        mutation: "adoptDecision",
        allowed: "officer",
        denied: &[STRANGER, CITIZEN, forbidden("local-officer"), forbidden("admin")],
        input: |p| json!({ "decisionId": p.decision("Adopted"), "reason": "Order No. 1" }),
    },
    Row {
        mutation: "advanceReview",
        allowed: "chair",
        denied: &[STRANGER, CITIZEN, forbidden("member-05"), forbidden("local-chair")],
        input: |p| json!({ "reviewId": p.review("Advanced") }),
    },
    Row {
        mutation: "annulPoll",
        allowed: "deputy",
        denied: &[STRANGER, CITIZEN, forbidden("secretary"), forbidden("admin")],
        input: |p| json!({ "pollId": p.poll("Annulled", "ROLL_CALL"), "reason": "A mistake" }),
    },
    Row {
        mutation: "attachDissent",
        allowed: "member-11",
        denied: &[STRANGER, CITIZEN, forbidden("admin"), forbidden("robot")],
        input: |p| json!({ "pollId": lost_poll(p), "text": "I still disagree" }),
    },
    Row {
        mutation: "castBallot",
        allowed: "member-05",
        denied: &[
            STRANGER,
            CITIZEN,
            forbidden("admin"),
            forbidden("robot"),
            forbidden("local-chair"),
            forbidden("officer"),
        ],
        input: |p| json!({ "pollId": p.poll("Voted on", "ROLL_CALL"), "choice": "FOR" }),
    },
    Row {
        mutation: "closePoll",
        allowed: "secretary",
        denied: &[STRANGER, CITIZEN, forbidden("member-05"), forbidden("admin")],
        input: |p| json!({ "pollId": p.poll("Closed", "SECRET") }),
    },
    Row {
        mutation: "concludeReview",
        allowed: "deputy",
        denied: &[STRANGER, CITIZEN, forbidden("secretary"), forbidden("local-chair")],
        input: |p| json!({ "reviewId": p.review("Concluded") }),
    },
    Row {
        mutation: "declareRecusal",
        allowed: "member-06",
        denied: &[STRANGER, CITIZEN, forbidden("local-01"), forbidden("admin"), forbidden("robot")],
        input: |p| json!({ "reviewId": p.review("Recused from"), "reason": "My brother builds it" }),
    },
    Row {
        mutation: "draftDecision",
        allowed: "officer",
        denied: &[STRANGER, CITIZEN, forbidden("local-officer"), forbidden("chair"), forbidden("admin")],
        input: |p| draft_input(p.world, "Drafted"),
    },
    Row {
        mutation: "editComment",
        allowed: "citizen",
        denied: &[STRANGER, forbidden("citizen-2"), forbidden("moderator"), forbidden("admin")],
        input: |p| {
            let comment = p.comment("citizen", &p.review("Edited on"));
            json!({ "commentId": comment, "expectedRevision": 1, "body": "A second thought" })
        },
    },
    Row {
        mutation: "hideComment",
        allowed: "moderator",
        denied: &[STRANGER, CITIZEN, forbidden("chair"), forbidden("officer"), forbidden("admin")],
        input: |p| json!({ "commentId": p.comment("citizen", &p.review("Hidden on")), "reason": "An insult" }),
    },
    Row {
        mutation: "openPoll",
        allowed: "secretary",
        denied: &[STRANGER, CITIZEN, forbidden("member-05"), forbidden("local-chair"), forbidden("admin")],
        input: |p| json!({ "reviewId": p.review("Put to the vote"), "mode": "ROLL_CALL", "question": text("Shall it be so?") }),
    },
    Row {
        mutation: "openReview",
        allowed: "chair",
        denied: &[STRANGER, CITIZEN, forbidden("member-05"), forbidden("local-chair"), forbidden("officer")],
        input: |p| {
            let (decision, council) = (p.decision("Reviewed"), p.world.cast.council.wire());
            json!({ "decisionId": decision, "councilId": council, "form": "HEARING" })
        },
    },
    Row {
        mutation: "publishDecision",
        allowed: "officer",
        // Administrators see drafts and still may not publish them.
        denied: &[blind("anonymous"), blind("citizen"), blind("local-officer"), forbidden("admin")],
        input: |p| json!({ "decisionId": p.draft("Published") }),
    },
    Row {
        mutation: "reviseDecision",
        allowed: "officer",
        denied: &[STRANGER, CITIZEN, forbidden("local-officer"), forbidden("admin")],
        input: |p| {
            let mut input = content("Revised");
            input["decisionId"] = json!(p.decision("To be revised"));
            input["expectedRevision"] = json!(1);
            input
        },
    },
    Row {
        mutation: "supersedeDecision",
        allowed: "officer",
        denied: &[STRANGER, CITIZEN, forbidden("local-officer"), forbidden("admin")],
        input: |p| json!({ "decisionId": p.decision("The old"), "supersededById": p.decision("The new") }),
    },
    Row {
        mutation: "withdrawDecision",
        allowed: "officer",
        denied: &[STRANGER, CITIZEN, forbidden("local-officer"), forbidden("admin")],
        input: |p| json!({ "decisionId": p.decision("Withdrawn"), "reason": "A mistake in the figures" }),
    },
];
