//! What follows the vote: final documents, answers, milestones, files, and being told of it.

use super::{CITIZEN, Row, STRANGER, blind, forbidden};
use crate::documents;
use crate::support::Personas;
use crate::support::builders::text;
use crate::support::dialogue::{Dialogue, accepted, adopted_poll, refused};
use serde_json::json;

/// A milestone that the ministry reports and the council has not judged.
fn reported_milestone(p: &Personas<'_>) -> String {
    let dialogue = Dialogue::begin(p);
    let milestone = dialogue.promised("2026-12-20");
    dialogue.report(&milestone);
    milestone
}

pub const ROWS: &[Row] = &[
    Row {
        mutation: "acknowledgeDocument",
        allowed: "officer",
        denied: &[STRANGER, CITIZEN, forbidden("local-officer"), forbidden("chair"), forbidden("admin")],
        input: |p| {
            let document = documents::sent(p, &p.decision("Received"));
            json!({ "documentId": document, "bodyId": p.world.cast.ministry.wire() })
        },
    },
    Row {
        mutation: "adoptFinalDocument",
        allowed: "deputy",
        denied: &[STRANGER, CITIZEN, forbidden("secretary"), forbidden("local-chair"), forbidden("admin")],
        input: |p| {
            let mut input = documents::words(p);
            input["reviewId"] = json!(documents::concluded(p, &p.decision("Concluded on")));
            input
        },
    },
    Row {
        mutation: "follow",
        allowed: "citizen",
        denied: &[STRANGER, forbidden("robot")],
        input: |p| json!({ "subjectId": p.world.cast.local_council.wire() }),
    },
    Row {
        mutation: "markRead",
        allowed: "citizen-2",
        denied: &[STRANGER, forbidden("robot")],
        input: |p| {
            crate::notices::follow(&p.get("citizen-2"), &p.world.cast.ministry.wire()).done();
            p.decision("Told of");
            crate::notices::told(p, "citizen-2", 1);
            json!({})
        },
    },
    Row {
        mutation: "reviseFinalDocument",
        allowed: "chair",
        // Before it is sent only the council knows of it, and who administers.
        denied: &[
            blind("anonymous"),
            blind("citizen"),
            blind("local-chair"),
            forbidden("secretary"),
            forbidden("admin"),
        ],
        input: |p| {
            let mut input = documents::words(p);
            input["facts"] = text("Other facts");
            input["documentId"] = json!(documents::draft(p, &p.decision("Worded anew")));
            input["expectedRevision"] = json!(1);
            input
        },
    },
    Row {
        mutation: "sendFinalDocument",
        allowed: "deputy",
        denied: &[blind("anonymous"), blind("citizen"), blind("officer"), forbidden("secretary"), forbidden("admin")],
        input: |p| json!({ "documentId": documents::draft(p, &p.decision("Sent")), "expectedRevision": 1 }),
    },
    Row {
        mutation: "answerRecommendation",
        allowed: "officer",
        denied: &[STRANGER, CITIZEN, forbidden("chair"), forbidden("local-officer"), forbidden("admin")],
        input: |p| {
            let mut input = refused();
            input["addresseeId"] = json!(Dialogue::begin(p).addressee());
            input
        },
    },
    Row {
        mutation: "closeReview",
        allowed: "deputy",
        denied: &[STRANGER, CITIZEN, forbidden("secretary"), forbidden("officer"), forbidden("admin")],
        input: |p| {
            let dialogue = Dialogue::begin(p);
            dialogue.answered(&refused());
            json!({ "reviewId": dialogue.review })
        },
    },
    Row {
        mutation: "confirmMilestone",
        allowed: "chair",
        denied: &[STRANGER, CITIZEN, forbidden("officer"), forbidden("local-chair"), forbidden("admin")],
        input: |p| json!({ "milestoneId": reported_milestone(p) }),
    },
    Row {
        mutation: "correctAnswer",
        allowed: "officer",
        denied: &[STRANGER, CITIZEN, forbidden("chair"), forbidden("local-officer"), forbidden("admin")],
        input: |p| {
            let mut input = refused();
            input["answerId"] = json!(Dialogue::begin(p).answered(&accepted(&["2026-12-20"])));
            input
        },
    },
    Row {
        mutation: "createUpload",
        allowed: "officer",
        denied: &[
            STRANGER,
            CITIZEN,
            forbidden("chair"),
            forbidden("local-officer"),
            forbidden("admin"),
            forbidden("robot"),
        ],
        input: |p| json!({ "subjectId": p.decision("Announced to"), "name": "a.pdf", "access": "PUBLIC" }),
    },
    Row {
        mutation: "disputeMilestone",
        allowed: "deputy",
        denied: &[STRANGER, CITIZEN, forbidden("officer"), forbidden("secretary"), forbidden("admin")],
        input: |p| json!({ "milestoneId": reported_milestone(p), "reason": "The order is a draft" }),
    },
    Row {
        mutation: "rateAnswer",
        allowed: "chair",
        denied: &[STRANGER, CITIZEN, forbidden("officer"), forbidden("member-05"), forbidden("admin")],
        input: |p| {
            let d = Dialogue::begin(p);
            let answer = d.answered(&refused());
            let poll = adopted_poll(p, &d.review);
            json!({ "answerId": answer, "verdict": "NOT_TO_THE_POINT", "reason": "It evades the question", "pollId": poll })
        },
    },
    Row {
        mutation: "reportMilestone",
        allowed: "officer",
        denied: &[STRANGER, CITIZEN, forbidden("chair"), forbidden("local-officer"), forbidden("admin")],
        input: |p| json!({ "milestoneId": Dialogue::begin(p).promised("2026-12-20"), "evidence": "Order No. 12" }),
    },
    Row {
        mutation: "restrictAttachment",
        allowed: "officer",
        denied: &[STRANGER, CITIZEN, forbidden("chair"), forbidden("local-officer"), forbidden("admin")],
        input: |p| {
            let attachment = p.attach("officer", &p.decision("Restricted"), "PUBLIC");
            json!({ "attachmentId": attachment, "reason": "It names a child" })
        },
    },
    Row {
        mutation: "setNoticeDelivery",
        allowed: "citizen",
        denied: &[STRANGER, forbidden("robot")],
        input: |_| json!({ "delivery": "DAILY" }),
    },
    Row {
        mutation: "unfollow",
        allowed: "citizen-2",
        denied: &[STRANGER, forbidden("robot")],
        input: |p| {
            let subject = p.world.cast.akimat.wire();
            crate::notices::follow(&p.get("citizen-2"), &subject).done();
            json!({ "subjectId": subject })
        },
    },
    Row {
        mutation: "uploadAttachment",
        allowed: "officer",
        denied: &[
            STRANGER,
            CITIZEN,
            forbidden("chair"),
            forbidden("local-officer"),
            forbidden("admin"),
            forbidden("robot"),
        ],
        input: |p| json!({ "subjectId": p.decision("Attached to"), "file": "%PDF-1.7", "name": "a.pdf", "access": "PUBLIC" }),
    },
];
