//! What everybody whose sign-in is printed finds to do.

use super::stage::{Stage, found, poll, read, review};
use crate::support::{Client, builders};
use serde_json::{Value, json};

fn say(client: &Client, review: &Value, body: &str) -> String {
    let input = json!({ "reviewId": review["id"], "stance": "NEUTRAL", "body": body });
    client.mutate("addComment", &input, "comment { capacity }").text("/comment/capacity")
}

/// The comment of a review that a flag of the viewer picks out, by its words.
fn comment(review: &Value, flag: &str, words: &str) -> Value {
    let threads = review["threads"]["nodes"].as_array().cloned().unwrap_or_default();
    let wanted = |comment: &Value| comment[flag] == true && comment["body"].as_str().is_some_and(|b| b.contains(words));
    threads.into_iter().find(wanted).unwrap_or_else(|| panic!("no comment with {flag}: {review:#}"))
}

/// A citizen, an NGO and a newsroom join the discussion; the citizen edits, the newsroom looks under an embargo.
pub fn to_the_public(stage: &Stage) {
    for (who, capacity) in [("citizen-01", "CITIZEN"), ("ngo", "NGO"), ("media", "MEDIA")] {
        let client = stage.sign_in(who);
        let review = review(&found(&client, "courtyard parking"));
        assert_eq!(review["viewerCanComment"], true, "{who}");
        assert_eq!(say(&client, &review, "A word of mine"), capacity);
    }
    let citizen = stage.sign_in("citizen-01");
    let own = comment(&review(&found(&citizen, "courtyard parking")), "viewerCanEdit", "машины");
    let edit = json!({ "commentId": own["id"], "expectedRevision": own["revision"], "body": "Or rather" });
    citizen.mutate("editComment", &edit, "comment { id }").done();
    let media = stage.sign_in("media");
    let embargoed = found(&media, "wear of the heating network");
    assert!(!read(&media, &embargoed).at("/node/title").is_null());
}

/// A member reads what is restricted, votes in both polls, dissents from a third, and recuses themselves.
pub fn to_the_council(stage: &Stage) {
    let member = stage.sign_in("member");
    let restricted = found(&member, "water treatment plant");
    assert_eq!(say(&member, &review(&restricted), "Among us"), "MEMBER");
    for (words, mode) in [("upkeep of playgrounds", "ROLL_CALL"), ("stray animals", "SECRET")] {
        for who in ["member", "chair", "deputy-chair", "secretary"] {
            let client = stage.sign_in(who);
            let poll = poll(&found(&client, words));
            assert_eq!((&poll["mode"], &poll["state"]), (&json!(mode), &json!("OPEN")), "{who}");
            assert_eq!(poll["viewerCanVote"], true, "{who}");
            let ballot = json!({ "pollId": poll["id"], "choice": "FOR" });
            client.mutate("castBallot", &ballot, "ballot { castAt }").done();
        }
    }
    let lost = poll(&found(&member, "single city queue"));
    assert_eq!(lost["viewerCanDissent"], true);
    member.mutate("attachDissent", &json!({ "pollId": lost["id"], "text": "Not so" }), "dissent { id }").done();
    let parking = review(&found(&member, "courtyard parking"));
    let reason = json!({ "reviewId": parking["id"], "reason": "My own courtyard" });
    member.mutate("declareRecusal", &reason, "recusal { id }").done();
}

/// The chair closes both polls, which have their quorum now, and opens a review; the secretary opens a poll, the deputy
/// annuls it and concludes a review.
pub fn to_those_who_preside(stage: &Stage) {
    let [chair, deputy, secretary] = ["chair", "deputy-chair", "secretary"].map(|who| stage.sign_in(who));
    for words in ["upkeep of playgrounds", "stray animals"] {
        let id = poll(&found(&chair, words))["id"].clone();
        let closed = chair.mutate("closePoll", &json!({ "pollId": id }), "poll { result { quorum } }");
        assert_eq!(closed.text("/poll/result/quorum"), "MET", "{words}");
    }
    let parking = review(&found(&deputy, "courtyard parking"));
    let unreviewed = found(&chair, "snow melting plants");
    assert_eq!(unreviewed["reviews"]["nodes"], json!([]));
    let opening = json!({ "decisionId": unreviewed["id"], "councilId": parking["council"]["id"], "form": "EXPERTISE" });
    chair.mutate("openReview", &opening, "review { id }").done();
    let budget = review(&found(&secretary, "approving city budget"));
    assert_eq!((&budget["state"], &budget["viewerCanOpenPoll"]), (&json!("DELIBERATION"), &json!(true)));
    let question = json!({ "reviewId": budget["id"], "mode": "ROLL_CALL", "question": builders::text("Shall it?") });
    let poll = secretary.mutate("openPoll", &question, "poll { id }").text("/poll/id");
    deputy.mutate("annulPoll", &json!({ "pollId": poll, "reason": "Too early" }), "poll { id }").done();
    assert_eq!(parking["viewerCanConclude"], true);
    deputy.mutate("concludeReview", &json!({ "reviewId": parking["id"] }), "review { id }").done();
}

/// The officer revises and publishes a draft; the moderator hides a comment.
pub fn to_officials(stage: &Stage) {
    let officer = stage.sign_in("officer");
    let draft = found(&officer, "quiet at night");
    assert_eq!((&draft["state"], &draft["viewerCanRevise"]), (&json!("DRAFT"), &json!(true)));
    let mut revision = builders::content("Quiet at night");
    revision["decisionId"] = draft["id"].clone();
    revision["expectedRevision"] = draft["revision"].clone();
    revision["details"] = json!({ "draftAct": { "actType": "RULES", "discussionUntilOn": "2027-01-20" } });
    officer.mutate("reviseDecision", &revision, "decision { id }").done();
    officer.mutate("publishDecision", &json!({ "decisionId": draft["id"] }), "decision { id }").done();
    let moderator = stage.sign_in("moderator");
    let number = comment(&review(&found(&moderator, "courtyard parking")), "viewerCanHide", "+7 700");
    let hiding = json!({ "commentId": number["id"], "reason": "Somebody's number" });
    moderator.mutate("hideComment", &hiding, "comment { id }").done();
}

/// The registrar founds a council, the administrator confirms a rule and sees the accounts, the auditor reads the log.
pub fn to_those_who_run_the_system(stage: &Stage) {
    let [registrar, admin, auditor] = ["registrar", "admin", "auditor"].map(|who| stage.sign_in(who));
    let culture = body(&registrar, "Ministry of Culture and Information");
    registrar.mutate("createCouncil", &council_of(&culture), "council { id }").done();
    let rules = stage.all(&admin, "legalRules", ", filter: { confirmed: false }", "key numerator denominator", 50);
    let rule = rules.iter().find(|rule| rule["key"] == "poll.tie_break").expect("a rule to confirm");
    let amendment = json!({
        "key": rule["key"], "numerator": rule["numerator"], "denominator": rule["denominator"],
        "citation": builders::text("As read"), "confirmed": true, "startsOn": "2026-12-01",
    });
    admin.mutate("amendLegalRule", &amendment, "rule { id }").done();
    assert!(stage.all(&admin, "accounts", "", "email", 100).len() > 250);
    let events = |kind: &str| {
        let query = format!(
            "{{ events: auditLog(first: 5, filter: {{ kinds: [{kind}] }}) {{ nodes {{ actor {{ name }} }} }} }}"
        );
        auditor.ask(&query, &json!({})).at("/events/nodes").as_array().map_or(0, Vec::len)
    };
    assert!(events("POLL_ANNULLED") > 0 && events("EMBARGOED_DECISION_READ") > 0);
}

/// A body by its English name.
pub fn body(client: &Client, name: &str) -> String {
    let query =
        "query($text: String) { stateBodies(first: 5, filter: { text: $text }) { nodes { id name { text } } } }";
    let reply = client.ask(query, &json!({ "text": name }));
    let nodes = reply.at("/stateBodies/nodes").as_array().cloned().unwrap_or_default();
    let body = nodes.iter().find(|body| body["name"]["text"] == name).expect(name);
    body["id"].as_str().expect("an id").to_owned()
}

/// The input of `createCouncil` for a body of the republic.
pub fn council_of(body: &str) -> Value {
    json!({
        "bodyId": body, "kind": "REPUBLICAN", "name": builders::text("Public council"),
        "termStartsOn": "2026-12-01", "termEndsOn": "2029-11-30",
        "charter": {
            "seatsMin": 15, "seatsMax": 21, "majorityBase": "PRESENT",
            "quorum": { "numerator": 2, "denominator": 3 }, "majority": { "numerator": 1, "denominator": 2 },
        },
    })
}
