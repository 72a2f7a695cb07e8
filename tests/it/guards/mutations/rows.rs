//! One row per mutation: a valid input, who may do it, and who may not. The rows share a world and leave each other
//! alone; the input is made anew for each.

use crate::documents;
use crate::support::builders::{content, draft_input, text};
use crate::support::cast::{PASSWORD, bin};
use crate::support::dialogue::{Dialogue, accepted, adopted_poll, refused};
use crate::support::{Cast, Personas};
use serde_json::{Value, json};

/// How a mutation is tried.
pub struct Row {
    pub mutation: &'static str,
    pub allowed: &'static str,
    /// Who is denied it, and with which code.
    pub denied: &'static [(&'static str, &'static str)],
    pub input: fn(&Personas<'_>) -> Value,
}

const STRANGER: (&str, &str) = ("anonymous", "UNAUTHENTICATED");
const CITIZEN: (&str, &str) = forbidden("citizen");

const fn forbidden(who: &'static str) -> (&'static str, &'static str) {
    (who, "FORBIDDEN")
}

/// Who may not know that the thing exists is told that it does not.
const fn blind(who: &'static str) -> (&'static str, &'static str) {
    (who, "NOT_FOUND")
}

fn registered(p: &Personas<'_>, number: u32) -> String {
    let input = json!({ "kind": "NGO", "bin": bin(number), "name": text("A new organisation") });
    p.get("registrar").mutate("registerOrganization", &input, "organization { id }").text("/organization/id")
}

fn new_body(p: &Personas<'_>, name: &str) -> Value {
    let region = p.world.cast.republic.wire();
    json!({ "kind": "AGENCY", "regionId": region, "name": text(name), "councilEligibility": "ELIGIBLE", "establishedOn": "2020-01-01" })
}

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

/// A milestone that the ministry reports and the council has not judged.
fn reported_milestone(p: &Personas<'_>) -> String {
    let dialogue = Dialogue::begin(p);
    let milestone = dialogue.promised("2026-12-20");
    dialogue.report(&milestone);
    milestone
}

/// A meeting of a council that begins in a second.
fn meeting(p: &Personas<'_>, chair: &str, council: &str, reviews: &[String]) -> String {
    let input = call(p, council, reviews);
    p.get(chair).mutate("callMeeting", &input, "meeting { id }").text("/meeting/id")
}

fn call(p: &Personas<'_>, council: &str, reviews: &[String]) -> Value {
    let starts_at = p.world.clock.now().plus(chrono::Duration::seconds(1)).rfc3339();
    json!({ "councilId": council, "form": "MEETING", "title": text("A meeting"), "place": text("Room 1"), "startsAt": starts_at, "reviewIds": reviews })
}

/// A meeting of the ministry's council that is under way; whoever asks for it closes it.
fn opened_meeting(p: &Personas<'_>, reviews: &[String]) -> String {
    let meeting = meeting(p, "chair", &p.world.cast.council.wire(), reviews);
    p.world.advance(chrono::Duration::seconds(1));
    p.get("chair").mutate("openMeeting", &json!({ "meetingId": meeting }), "").done();
    meeting
}

/// A meeting that is over, of whose polls one was annulled afterwards.
fn closed_meeting(p: &Personas<'_>) -> String {
    let review = p.review("Met about");
    let meeting = opened_meeting(p, std::slice::from_ref(&review));
    let poll =
        json!({ "reviewId": review, "mode": "ROLL_CALL", "question": text("Shall it be so?"), "meetingId": meeting });
    let poll = p.get("chair").mutate("openPoll", &poll, "poll { id }").text("/poll/id");
    p.get("chair").mutate("closePoll", &json!({ "pollId": poll }), "").done();
    p.get("chair").mutate("closeMeeting", &json!({ "meetingId": meeting }), "").done();
    p.get("chair").mutate("annulPoll", &json!({ "pollId": poll, "reason": "A mistake" }), "").done();
    meeting
}

pub const ALL: &[Row] = &[
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
        mutation: "accreditOrganization",
        allowed: "registrar",
        denied: &[STRANGER, CITIZEN, forbidden("press"), forbidden("admin")],
        input: |p| json!({ "organizationId": p.world.cast.organizations["media-2"].wire(), "accreditation": "ACCREDITED" }),
    },
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
        mutation: "amendLegalRule",
        allowed: "admin",
        denied: &[STRANGER, CITIZEN, forbidden("registrar")],
        input: |_| {
            let citation = text("A new law");
            json!({ "key": "council.renewal.months", "numerator": 3, "citation": citation, "startsOn": "2027-01-01", "confirmed": false })
        },
    },
    Row {
        mutation: "annulPoll",
        allowed: "deputy",
        denied: &[STRANGER, CITIZEN, forbidden("secretary"), forbidden("admin")],
        input: |p| json!({ "pollId": p.poll("Annulled", "ROLL_CALL"), "reason": "A mistake" }),
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
        mutation: "appointHead",
        allowed: "registrar",
        denied: &[STRANGER, CITIZEN, forbidden("local-officer"), forbidden("admin")],
        input: |p| {
            let akimat = p.world.cast.akimat.wire();
            json!({ "bodyId": akimat, "personName": "A new akim", "title": text("Akim"), "sinceOn": "2026-01-01" })
        },
    },
    Row {
        mutation: "appointMember",
        allowed: "registrar",
        denied: &[STRANGER, CITIZEN, forbidden("chair"), forbidden("admin")],
        input: |p| {
            let (council, person) = (p.world.cast.council.wire(), p.world.cast.person("press"));
            json!({ "councilId": council, "personId": person, "category": "CITIZEN", "position": "MEMBER" })
        },
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
        mutation: "changePassword",
        allowed: "local-secretary",
        denied: &[STRANGER, forbidden("robot")],
        input: |_| json!({ "currentPassword": PASSWORD, "newPassword": "another long secret" }),
    },
    Row {
        mutation: "clearCalendarDay",
        allowed: "admin",
        denied: &[STRANGER, CITIZEN, forbidden("chair"), forbidden("registrar"), forbidden("officer")],
        input: |_| json!({ "date": "2027-12-16", "reason": "A mistake" }),
    },
    Row {
        mutation: "closePoll",
        allowed: "secretary",
        denied: &[STRANGER, CITIZEN, forbidden("member-05"), forbidden("admin")],
        input: |p| json!({ "pollId": p.poll("Closed", "SECRET") }),
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
        mutation: "concludeReview",
        allowed: "deputy",
        denied: &[STRANGER, CITIZEN, forbidden("secretary"), forbidden("local-chair")],
        input: |p| json!({ "reviewId": p.review("Concluded") }),
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
        mutation: "createCouncil",
        allowed: "registrar",
        denied: &[STRANGER, CITIZEN, forbidden("officer"), forbidden("admin")],
        input: |p| {
            let share =
                |numerator: i32, denominator: i32| json!({ "numerator": numerator, "denominator": denominator });
            let charter = json!({ "seatsMin": 5, "seatsMax": 9, "quorum": share(2, 3), "majority": share(1, 2), "majorityBase": "PRESENT" });
            json!({
                "bodyId": p.world.cast.akimat.wire(), "kind": "LOCAL", "name": text("The next council"), "charter": charter,
                "termStartsOn": "2028-06-01", "termEndsOn": "2031-05-31",
            })
        },
    },
    Row {
        mutation: "createRegion",
        allowed: "registrar",
        denied: &[STRANGER, CITIZEN, forbidden("admin")],
        input: |p| {
            let republic = p.world.cast.republic.wire();
            json!({ "kato": "750000000", "level": "REGION", "parentId": republic, "name": text("Almaty") })
        },
    },
    Row {
        mutation: "createStateBody",
        allowed: "registrar",
        denied: &[STRANGER, CITIZEN, forbidden("officer"), forbidden("admin")],
        input: |p| new_body(p, "A new agency"),
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
        mutation: "declareRecusal",
        allowed: "member-06",
        denied: &[STRANGER, CITIZEN, forbidden("local-01"), forbidden("admin"), forbidden("robot")],
        input: |p| json!({ "reviewId": p.review("Recused from"), "reason": "My brother builds it" }),
    },
    Row {
        mutation: "disputeMilestone",
        allowed: "deputy",
        denied: &[STRANGER, CITIZEN, forbidden("officer"), forbidden("secretary"), forbidden("admin")],
        input: |p| json!({ "milestoneId": reported_milestone(p), "reason": "The order is a draft" }),
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
        mutation: "endMembership",
        allowed: "registrar",
        denied: &[STRANGER, CITIZEN, forbidden("local-chair"), forbidden("admin")],
        input: |p| json!({ "membershipId": p.world.cast.seats["local-05"], "reason": "OWN_REQUEST" }),
    },
    Row {
        mutation: "endStateBody",
        allowed: "registrar",
        denied: &[STRANGER, CITIZEN, forbidden("officer"), forbidden("admin")],
        input: |p| {
            let created =
                p.get("registrar").mutate("createStateBody", &new_body(p, "A short-lived agency"), "body { id }");
            json!({ "bodyId": created.text("/body/id"), "endedOn": "2026-12-01" })
        },
    },
    Row {
        mutation: "grantRole",
        allowed: "admin",
        denied: &[STRANGER, CITIZEN, forbidden("registrar"), forbidden("auditor")],
        input: |p| json!({ "accountId": p.world.cast.person("local-04"), "role": "MODERATOR" }),
    },
    Row {
        mutation: "hideComment",
        allowed: "moderator",
        denied: &[STRANGER, CITIZEN, forbidden("chair"), forbidden("officer"), forbidden("admin")],
        input: |p| json!({ "commentId": p.comment("citizen", &p.review("Hidden on")), "reason": "An insult" }),
    },
    Row {
        mutation: "importCalendar",
        allowed: "admin",
        denied: &[STRANGER, CITIZEN, forbidden("chair"), forbidden("registrar"), forbidden("officer")],
        input: |_| json!({ "csv": "date,kind,name_kk\n2029-01-01,HOLIDAY,Жаңа жыл", "reason": "Decree 8" }),
    },
    Row {
        mutation: "inviteAccount",
        allowed: "registrar",
        denied: &[STRANGER, CITIZEN, forbidden("chair"), forbidden("officer")],
        input: |_| json!({ "email": "newcomer@test.kenes", "name": "A newcomer" }),
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
        mutation: "registerOrganization",
        allowed: "registrar",
        denied: &[STRANGER, CITIZEN, forbidden("ngo"), forbidden("admin")],
        input: |_| json!({ "kind": "NGO", "bin": bin(50), "name": text("Registered") }),
    },
    Row {
        mutation: "reportMilestone",
        allowed: "officer",
        denied: &[STRANGER, CITIZEN, forbidden("chair"), forbidden("local-officer"), forbidden("admin")],
        input: |p| json!({ "milestoneId": Dialogue::begin(p).promised("2026-12-20"), "evidence": "Order No. 12" }),
    },
    Row {
        mutation: "restoreAccount",
        allowed: "admin",
        denied: &[STRANGER, CITIZEN, forbidden("registrar")],
        input: |p| {
            let input = json!({ "accountId": p.world.cast.person("local-03") });
            p.get("admin").mutate("suspendAccount", &input, "").done();
            input
        },
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
        mutation: "revokeRole",
        allowed: "admin",
        denied: &[STRANGER, CITIZEN, forbidden("registrar"), forbidden("auditor")],
        input: |p| {
            let grant = json!({ "accountId": p.world.cast.person("local-01"), "role": "AUDITOR" });
            json!({ "roleGrantId": p.get("admin").mutate("grantRole", &grant, "roleGrant { id }").text("/roleGrant/id") })
        },
    },
    Row {
        mutation: "setCalendarDay",
        allowed: "admin",
        denied: &[STRANGER, CITIZEN, forbidden("chair"), forbidden("registrar"), forbidden("officer")],
        input: |_| json!({ "date": "2027-06-15", "kind": "DAY_OFF_BY_DECREE", "name": text("A day off"), "reason": "Decree 7" }),
    },
    Row {
        mutation: "setLocale",
        allowed: "citizen",
        denied: &[STRANGER, forbidden("robot")],
        input: |_| json!({ "locale": "RU" }),
    },
    Row {
        mutation: "setNoticeDelivery",
        allowed: "citizen",
        denied: &[STRANGER, forbidden("robot")],
        input: |_| json!({ "delivery": "DAILY" }),
    },
    Row {
        mutation: "signOut",
        allowed: "press",
        denied: &[STRANGER, forbidden("robot")],
        input: |_| json!({ "extent": "THIS" }),
    },
    Row {
        mutation: "supersedeDecision",
        allowed: "officer",
        denied: &[STRANGER, CITIZEN, forbidden("local-officer"), forbidden("admin")],
        input: |p| json!({ "decisionId": p.decision("The old"), "supersededById": p.decision("The new") }),
    },
    Row {
        mutation: "suspendAccount",
        allowed: "admin",
        denied: &[STRANGER, CITIZEN, forbidden("registrar")],
        input: |p| json!({ "accountId": p.world.cast.person("local-02") }),
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
    Row {
        mutation: "verifyOrganization",
        allowed: "registrar",
        denied: &[STRANGER, CITIZEN, forbidden("ngo"), forbidden("admin")],
        input: |p| json!({ "organizationId": registered(p, 51) }),
    },
    Row {
        mutation: "withdrawLegalRule",
        allowed: "admin",
        denied: &[STRANGER, CITIZEN, forbidden("registrar"), forbidden("auditor")],
        input: |p| {
            let amended = json!({ "key": "council.term.years", "numerator": 4, "citation": text("A bill"), "startsOn": "2030-01-01", "confirmed": false });
            let rule = p.get("admin").mutate("amendLegalRule", &amended, "rule { id }").text("/rule/id");
            json!({ "ruleId": rule, "reason": "The bill was not passed" })
        },
    },
    Row {
        mutation: "withdrawDecision",
        allowed: "officer",
        denied: &[STRANGER, CITIZEN, forbidden("local-officer"), forbidden("admin")],
        input: |p| json!({ "decisionId": p.decision("Withdrawn"), "reason": "A mistake in the figures" }),
    },
    Row {
        mutation: "callMeeting",
        allowed: "chair",
        denied: &[STRANGER, CITIZEN, forbidden("secretary"), forbidden("local-chair"), forbidden("admin")],
        input: |p| call(p, &p.world.cast.council.wire(), &[]),
    },
    Row {
        mutation: "cancelMeeting",
        allowed: "deputy",
        denied: &[STRANGER, CITIZEN, forbidden("secretary"), forbidden("local-chair"), forbidden("admin")],
        input: |p| json!({ "meetingId": meeting(p, "chair", &p.world.cast.council.wire(), &[]), "reason": "No hall" }),
    },
    Row {
        mutation: "changeAgenda",
        allowed: "secretary",
        denied: &[STRANGER, CITIZEN, forbidden("member-05"), forbidden("local-chair"), forbidden("admin")],
        input: |p| {
            let called = meeting(p, "chair", &p.world.cast.council.wire(), &[]);
            json!({ "meetingId": called, "expectedRevision": 1, "reviewIds": [p.review("Met about")] })
        },
    },
    Row {
        mutation: "checkIn",
        allowed: "member-05",
        denied: &[STRANGER, CITIZEN, forbidden("member-06"), forbidden("local-chair"), forbidden("admin")],
        input: |p| {
            let called = meeting(p, "chair", &p.world.cast.council.wire(), &[]);
            json!({ "meetingId": called, "membershipId": p.world.cast.seats["member-05"] })
        },
    },
    Row {
        mutation: "checkOut",
        allowed: "secretary",
        denied: &[STRANGER, CITIZEN, forbidden("member-06"), forbidden("local-chair"), forbidden("admin")],
        input: |p| {
            let called = meeting(p, "chair", &p.world.cast.council.wire(), &[]);
            let input = json!({ "meetingId": called, "membershipId": p.world.cast.seats["member-05"] });
            p.get("member-05").mutate("checkIn", &input, "").done();
            input
        },
    },
    Row {
        mutation: "closeMeeting",
        allowed: "deputy",
        denied: &[STRANGER, CITIZEN, forbidden("secretary"), forbidden("local-chair"), forbidden("admin")],
        input: |p| json!({ "meetingId": opened_meeting(p, &[]) }),
    },
    Row {
        mutation: "openMeeting",
        allowed: "local-chair",
        denied: &[STRANGER, CITIZEN, forbidden("chair"), forbidden("admin")],
        input: |p| {
            let called = meeting(p, "local-chair", &p.world.cast.local_council.wire(), &[]);
            p.world.advance(chrono::Duration::seconds(1));
            json!({ "meetingId": called })
        },
    },
    Row {
        mutation: "redrawProtocol",
        allowed: "secretary",
        denied: &[STRANGER, CITIZEN, forbidden("member-05"), forbidden("local-chair"), forbidden("admin")],
        input: |p| json!({ "meetingId": closed_meeting(p) }),
    },
    Row {
        mutation: "signProtocol",
        allowed: "chair",
        denied: &[STRANGER, CITIZEN, forbidden("member-05"), forbidden("local-chair"), forbidden("admin")],
        input: |p| {
            let meeting = closed_meeting(p);
            let query = "query($id: ID!) { node(id: $id) { ... on Meeting { protocol { sha256 } } } }";
            let sha256 = p.get("chair").ask(query, &json!({ "id": meeting })).at("/node/protocol/sha256").clone();
            json!({ "meetingId": meeting, "sha256": sha256 })
        },
    },
];
