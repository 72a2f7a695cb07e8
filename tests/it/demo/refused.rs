//! What everybody whose sign-in is printed is refused, before anything is changed.

use super::allowed::{body, council_of};
use super::stage::{Stage, found, poll, read, review};
use crate::support::builders;
use serde_json::{Value, json};

/// What is not for everybody: found by those who may see it.
struct Scene {
    parking: Value,
    roll_call: Value,
    restricted: Value,
    embargoed: Value,
    draft: Value,
}

fn scene(stage: &Stage) -> Scene {
    let officer = stage.sign_in("officer");
    Scene {
        parking: found(&officer, "courtyard parking"),
        roll_call: poll(&found(&officer, "upkeep of playgrounds")),
        restricted: found(&officer, "water treatment plant"),
        embargoed: found(&officer, "wear of the heating network"),
        draft: found(&officer, "quiet at night"),
    }
}

/// One write each, and what they may not see.
pub fn to_everybody_what_is_not_theirs(stage: &Stage) {
    let scene = scene(stage);
    let (review, roll_call) = (review(&scene.parking), &scene.roll_call);
    let comment = json!({ "reviewId": review["id"], "stance": "FOR", "body": "A word" });
    let ballot = json!({ "pollId": roll_call["id"], "choice": "FOR" });
    let publication = json!({ "decisionId": scene.draft["id"] });
    let annulment = json!({ "pollId": roll_call["id"], "reason": "A reason" });
    let hiding = json!({ "commentId": review["threads"]["nodes"][0]["id"], "reason": "A reason" });
    let mut draft = builders::content("A draft");
    draft["bodyId"] = scene.parking["body"]["id"].clone();
    let refused = [
        ("citizen-01", "castBallot", &ballot, "ballot { castAt }"),
        ("ngo", "castBallot", &ballot, "ballot { castAt }"),
        ("media", "castBallot", &ballot, "ballot { castAt }"),
        ("member", "closePoll", &json!({ "pollId": roll_call["id"] }), "poll { id }"),
        ("chair", "publishDecision", &json!({ "decisionId": scene.parking["id"] }), "decision { id }"),
        ("deputy-chair", "draftDecision", &draft, "decision { id }"),
        ("secretary", "annulPoll", &annulment, "poll { id }"),
        ("officer", "castBallot", &ballot, "ballot { castAt }"),
        ("moderator", "publishDecision", &json!({ "decisionId": scene.parking["id"] }), "decision { id }"),
        ("registrar", "addComment", &comment, "comment { id }"),
        ("admin", "castBallot", &ballot, "ballot { castAt }"),
        ("admin", "publishDecision", &publication, "decision { id }"),
        ("auditor", "addComment", &comment, "comment { id }"),
        ("chair", "hideComment", &hiding, "comment { id }"),
    ];
    for (who, mutation, input, selection) in refused {
        assert_eq!(stage.sign_in(who).mutate(mutation, input, selection).denied(), "FORBIDDEN", "{who}: {mutation}");
    }
    assert_eq!(stage.anonymous().mutate("addComment", &comment, "comment { id }").denied(), "UNAUTHENTICATED");
    sees(stage, &scene);
}

/// Who reads the restricted, the embargoed and the drafted decision.
fn sees(stage: &Stage, scene: &Scene) {
    let council = ["member", "chair", "deputy-chair", "secretary", "officer", "admin", "moderator"];
    let everybody = council.into_iter().chain(["citizen-01", "ngo", "media", "registrar", "auditor"]);
    for who in everybody {
        let client = stage.sign_in(who);
        let reads = |decision: &Value| !read(&client, decision).at("/node").is_null();
        assert_eq!(reads(&scene.restricted), council.contains(&who), "{who}: restricted");
        assert_eq!(reads(&scene.embargoed), council.contains(&who) || who == "media", "{who}: under embargo");
        assert_eq!(reads(&scene.draft), ["officer", "admin"].contains(&who), "{who}: draft");
    }
}

/// The visible example: the law's article comes with the refusal.
pub fn a_council_to_a_body_that_may_have_none(stage: &Stage) {
    let registrar = stage.sign_in("registrar");
    for name in ["Ministry of Defence", "National Bank", "Presidential Administration"] {
        let refused = registrar.mutate("createCouncil", &council_of(&body(&registrar, name)), "council { id }");
        assert_eq!(refused.refused(), "COUNCIL_EXCLUDED", "{name}");
        assert_eq!(refused.at("/payload/userErrors/0/rule/key"), "council.excluded_bodies");
    }
}
