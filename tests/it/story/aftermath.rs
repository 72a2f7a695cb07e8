//! From the answers of the bodies until all that was promised is done and the review is closed.

use super::stage::{Asked, Stage};
use crate::support::Reply;
use crate::support::builders::text;
use crate::support::dialogue::{accepted, answer as try_answer, correct, move_rating, refused};
use serde_json::{Value, json};

/// An answer that was given: its id and the ids of what it promises.
pub struct Given {
    pub id: String,
    pub plan: Vec<String>,
}

impl Given {
    fn of(reply: &Reply) -> Self {
        let plan = reply.done()["answer"]["plan"].as_array().cloned().expect("a plan");
        let id = |value: &Value| value["id"].as_str().expect("an id").to_owned();
        Self { id: reply.text("/answer/id"), plan: plan.iter().map(id).collect() }
    }
}

fn state(stage: &Stage<'_>, review: &str) -> Value {
    stage.look("anonymous", "Review", review, "state")["state"].clone()
}

/// Three of the four answer on the last day; one of them thinks better of it. The answers that hold: accepted, accepted
/// in another way, refused.
pub fn answer(stage: &mut Stage<'_>, review: &str, asked: &[Asked]) -> Vec<Given> {
    let due_on = stage.clock(&asked[0])["dueOn"].as_str().expect("a day").to_owned();
    stage.on(&due_on);
    stage.only(
        &["officer"],
        &["local-officer", "chair", "citizen"],
        "RecommendationAddressee",
        &asked[0].id,
        "viewerCanAnswer",
    );
    let (soon, later) = (stage.in_days(10), stage.in_days(20));
    let mut partly = accepted(&[&soon]);
    partly["verdict"] = json!("PARTLY");
    let mut given = Vec::new();
    for (one, statement) in asked.iter().zip([accepted(&[&soon, &later]), partly, refused()]) {
        let reply = try_answer(&stage.who(one.officer), &one.id, &statement);
        stage.stands(one, "MET", &due_on, Some(&due_on));
        let told = stage.told("RECOMMENDATION_ANSWERED", &reply.text("/answer/id"), Some(one.officer));
        assert_eq!((&told["clock"], &told["verdict"]), (&json!("MET"), &statement["verdict"]));
        given.push(Given::of(&reply));
    }
    stage.only(&[], &["officer"], "RecommendationAddressee", &asked[0].id, "viewerCanAnswer");
    assert_eq!(state(stage, review), json!("SENT"), "one is still waited for");
    let early = stage.who("chair").mutate("closeReview", &json!({ "reviewId": review }), "");
    assert_eq!(early.refused(), "ANSWERS_MISSING");
    stage.only(&["officer"], &["local-officer", "chair"], "Answer", &given[1].id, "viewerCanCorrect");
    let corrected = correct(&stage.who("officer"), &given[1].id, &accepted(&[&later]));
    stage.told("ANSWER_CORRECTED", &corrected.text("/answer/id"), Some("officer"));
    stage.stands(&asked[1], "MET", &due_on, Some(&due_on));
    let superseded =
        stage.look("anonymous", "Answer", &given[1].id, "plan { state } correctedBy { verdict } viewerCanCorrect");
    assert_eq!(
        superseded,
        json!({ "plan": [{ "state": "SUPERSEDED" }], "correctedBy": { "verdict": "ACCEPTED" }, "viewerCanCorrect": false })
    );
    stage.only(&[], &["officer"], "Milestone", &given[1].plan[0], "viewerCanReport");
    given[1] = Given::of(&corrected);
    given
}

/// The last one lets the term pass, is overdue by itself, and answers days after.
pub fn miss_and_answer_late(stage: &mut Stage<'_>, review: &str, asked: &[Asked]) -> Given {
    let late = &asked[3];
    let due_on = stage.today();
    stage.stands(late, "RUNNING", &due_on, None);
    // Midnight in Astana, and the minute the clock gives whoever acts at midnight.
    stage.at(&format!("{due_on}T19:01:00Z"));
    stage.world.eventually("the clock notices", || stage.clock(late)["state"] == json!("OVERDUE"));
    stage.told("DEADLINE_OVERDUE", stage.clock(late)["id"].as_str().expect("an id"), None);
    assert_eq!(stage.p.events("DEADLINE_OVERDUE").len(), 1);
    let query = "query($council: ID!) { recommendations(filter: { councilId: $council, deadlines: [OVERDUE] }) { nodes { number } } }";
    let waiting = stage.world.anonymous().ask(query, &json!({ "council": stage.world.cast.council.wire() }));
    assert_eq!(*waiting.at("/recommendations/nodes"), json!([{ "number": 3 }]));
    stage.on(&stage.in_days(3));
    stage.only(&["local-officer"], &["officer", "chair"], "RecommendationAddressee", &late.id, "viewerCanAnswer");
    let reply = try_answer(&stage.who("local-officer"), &late.id, &accepted(&[&stage.in_days(30)]));
    stage.stands(late, "MET_LATE", &due_on, Some(&stage.today()));
    let told = stage.told("RECOMMENDATION_ANSWERED", &reply.text("/answer/id"), Some("local-officer"));
    assert_eq!(told["clock"], json!("MET_LATE"));
    assert_eq!(stage.p.events("DEADLINE_OVERDUE").len(), 1, "it was overdue once");
    assert_eq!(state(stage, review), json!("ANSWERED"));
    for one in &asked[..3] {
        stage.stands(one, "MET", &due_on, Some(&due_on));
    }
    Given::of(&reply)
}

/// One answer is rated by a poll on just that, another by the chair after a poll.
pub fn rate(stage: &Stage<'_>, review: &str, given: &[Given]) {
    let evasive = &given[2].id;
    stage.only(&["chair", "deputy"], &["secretary", "officer"], "Answer", evasive, "viewerCanRate");
    let poll = move_rating(&stage.who("secretary"), review, evasive, "NOT_TO_THE_POINT").text("/poll/id");
    stage.adopt(&poll);
    let rating = stage.look("anonymous", "Answer", evasive, "rating { verdict poll { id } ratedBy { name } }");
    assert_eq!(rating, json!({ "rating": { "verdict": "NOT_TO_THE_POINT", "poll": { "id": poll }, "ratedBy": null } }));
    stage.told("ANSWER_RATED", evasive, Some("chair"));
    stage.only(&[], &["chair"], "Answer", evasive, "viewerCanRate");
    let input = json!({ "reviewId": review, "mode": "ROLL_CALL", "question": text("Is the plan of the ministry to the point?") });
    let poll = stage.who("chair").mutate("openPoll", &input, "poll { id }").text("/poll/id");
    stage.adopt(&poll);
    let input =
        json!({ "answerId": given[0].id, "verdict": "TO_THE_POINT", "reason": "It names days", "pollId": poll });
    stage.who("deputy").mutate("rateAnswer", &input, "").done();
    stage.told("ANSWER_RATED", &given[0].id, Some("deputy"));
    assert_eq!(state(stage, review), json!("ANSWERED"), "a rating moves nothing");
}

fn report(stage: &Stage<'_>, officer: &str, milestone: &str) {
    stage.only(&[officer], &["chair", "citizen"], "Milestone", milestone, "viewerCanReport");
    stage.only(&[], &["chair", officer], "Milestone", milestone, "viewerCanConfirm");
    let input = json!({ "milestoneId": milestone, "evidence": "Order No. 12", "url": "https://gov.kz/order/12" });
    stage.who(officer).mutate("reportMilestone", &input, "").done();
    for step in ["viewerCanConfirm", "viewerCanDispute"] {
        stage.only(&["chair", "deputy"], &["secretary", officer], "Milestone", milestone, step);
    }
    stage.only(&[], &[officer], "Milestone", milestone, "viewerCanReport");
}

fn confirm(stage: &Stage<'_>, milestone: &str) {
    stage.who("chair").mutate("confirmMilestone", &json!({ "milestoneId": milestone }), "").done();
    stage.told("MILESTONE_CONFIRMED", milestone, Some("chair"));
}

/// What was promised is done: one promise is disputed first, one is late.
pub fn carry_out(stage: &mut Stage<'_>, review: &str, given: &[Given], late: &Given) {
    let (first, second, third, fourth) = (&given[0].plan[0], &given[0].plan[1], &given[1].plan[0], &late.plan[0]);
    report(stage, "officer", first);
    let input = json!({ "milestoneId": first, "reason": "The order is a draft" });
    stage.who("deputy").mutate("disputeMilestone", &input, "").done();
    stage.told("MILESTONE_DISPUTED", first, Some("deputy"));
    report(stage, "officer", first);
    assert_eq!(stage.p.events("MILESTONE_REPORTED").len(), 2);
    confirm(stage, first);
    report(stage, "officer", third);
    confirm(stage, third);
    let open = stage.who("chair").mutate("closeReview", &json!({ "reviewId": review }), "");
    assert_eq!(open.refused(), "MILESTONES_OPEN");
    // The second was promised for twenty days after the answer; it comes a week later.
    stage.on(&stage.in_days(24));
    for (officer, milestone) in [("officer", second), ("local-officer", fourth)] {
        report(stage, officer, milestone);
        confirm(stage, milestone);
    }
    let kept = |milestone: &str| stage.look("anonymous", "Milestone", milestone, "state punctuality");
    let confirmed = |punctuality: &str| json!({ "state": "CONFIRMED", "punctuality": punctuality });
    assert_eq!([first, second, third, fourth].map(|one| kept(one)), ["KEPT", "LATE", "KEPT", "KEPT"].map(confirmed));
}

pub fn close(stage: &Stage<'_>, review: &str, given: &[Given]) {
    stage.only(&["chair", "deputy"], &["secretary", "officer", "admin"], "Review", review, "viewerCanClose");
    let input = json!({ "reviewId": review, "reason": "All is done" });
    let closed =
        stage.who("chair").mutate("closeReview", &input, "review { state transitions { toState actor { name } } }");
    let steps: Vec<Value> = closed.done()["review"]["transitions"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|step| json!([step["toState"], step["actor"]["name"]]))
        .collect();
    let expected = [
        ("OPEN", "chair"),
        ("VOTING", "secretary"),
        ("DELIBERATION", "chair"),
        ("CONCLUDED", "chair"),
        ("SENT", "chair"),
        ("ANSWERED", "local-officer"),
        ("CLOSED", "chair"),
    ];
    assert_eq!(steps, expected.map(|(state, by)| json!([state, by])));
    stage.told("REVIEW_CLOSED", review, Some("chair"));
    stage.only(&[], &["officer"], "Answer", &given[0].id, "viewerCanCorrect");
    stage.only(&[], &["chair"], "Answer", &given[1].id, "viewerCanRate");
    let again = correct(&stage.who("officer"), &given[0].id, &refused());
    assert_eq!(again.refused(), "WRONG_STATE");
}
