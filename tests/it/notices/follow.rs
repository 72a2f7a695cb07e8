//! Following: what one sees, until one does not want to any more, and nobody else's business.

use super::follow;
use crate::support::Personas;
use crate::support::dialogue::Dialogue;
use serde_json::json;

fn unfollow(client: &crate::support::Client, subject: &str) -> crate::support::Reply {
    client.mutate("unfollow", &json!({ "subjectId": subject }), "follow { id }")
}

on_both! {
    fn somebody_signed_in_follows_what_they_see_and_ceases_to(world) {
        let p = Personas::of(world);
        let (citizen, decision) = (p.get("citizen"), p.decision("A road"));
        let subjects = [world.cast.ministry.wire(), world.cast.council.wire(), decision.clone()];
        let ids: Vec<String> = subjects.iter().map(|subject| follow(&citizen, subject).text("/follow/id")).collect();
        assert_eq!(follow(&citizen, &decision).text("/follow/id"), ids[2], "the running one");
        let query = "query($id: ID!) { follows { totalCount nodes { id subject { id } viewerCanUnfollow } }
            node(id: $id) { ... on Decision { viewerFollow { id } } } viewer { viewerCanFollow } }";
        let seen = citizen.ask(query, &json!({ "id": decision }));
        assert_eq!(seen.at("/follows/totalCount"), 3);
        assert_eq!(seen.at("/follows/nodes/0"), &json!({ "id": ids[2], "subject": { "id": decision }, "viewerCanUnfollow": true }));
        assert_eq!(seen.at("/node/viewerFollow/id"), &json!(ids[2]));
        assert_eq!(seen.at("/viewer/viewerCanFollow"), true);
        assert_eq!(unfollow(&citizen, &decision).text("/follow/id"), ids[2]);
        assert_eq!(unfollow(&citizen, &decision).refused(), "NOTHING_CHANGED");
        let seen = citizen.ask(query, &json!({ "id": decision }));
        assert_eq!((seen.at("/follows/totalCount"), seen.at("/node/viewerFollow")), (&json!(2), &json!(null)));
    }

    fn the_log_says_that_somebody_follows_and_not_what(world) {
        let p = Personas::of(world);
        let council = world.cast.council.wire();
        follow(&p.get("citizen"), &council).done();
        unfollow(&p.get("citizen"), &council).done();
        for kind in ["FOLLOWED", "UNFOLLOWED"] {
            let event = p.event_about(kind, &world.cast.person("citizen"));
            assert!(!event.to_string().contains(&council), "{event:#}");
        }
        assert_eq!(world.count("SELECT count(*) AS n FROM events WHERE kind LIKE '%ollowed' AND body LIKE '%cou\\_%' ESCAPE '\\'"), 0);
    }

    fn what_may_not_be_seen_cannot_be_followed(world) {
        let p = Personas::of(world);
        let draft = p.draft("Not yet");
        assert_eq!(follow(&p.get("citizen"), &draft).denied(), "NOT_FOUND");
        follow(&p.get("officer"), &draft).done();
        assert_eq!(follow(&p.get("citizen"), &p.review("A review")).denied(), "BAD_INPUT");
        assert_eq!(follow(&world.anonymous(), &world.cast.council.wire()).denied(), "UNAUTHENTICATED");
        assert_eq!(follow(&p.get("robot"), &world.cast.council.wire()).denied(), "FORBIDDEN");
        for list in ["{ follows { totalCount } }", "{ notifications { totalCount } }", "{ noticeDelivery }"] {
            assert_eq!(world.anonymous().ask(list, &json!({})).denied(), "UNAUTHENTICATED", "{list}");
        }
    }

    fn a_recommendation_is_followed_and_followed_no_more(world) {
        let p = Personas::of(world);
        let dialogue = Dialogue::begin(&p);
        let (citizen, recommendation) = (p.get("citizen"), &dialogue.recommendations[0]);
        let id = follow(&citizen, recommendation).text("/follow/id");
        let query = "query($id: ID!) { node(id: $id) { ... on Recommendation { viewerFollow { id subject { id } } } } }";
        let seen = citizen.ask(query, &json!({ "id": recommendation }));
        assert_eq!(seen.at("/node/viewerFollow"), &json!({ "id": id, "subject": { "id": recommendation } }));
        assert_eq!(p.get("ngo").ask(query, &json!({ "id": recommendation })).at("/node/viewerFollow"), &json!(null));
        unfollow(&citizen, recommendation).done();
        assert_eq!(citizen.ask(query, &json!({ "id": recommendation })).at("/node/viewerFollow"), &json!(null));
    }

    fn what_may_not_be_seen_any_more_is_followed_without_a_name_until_one_ceases_to(world) {
        let p = Personas::of(world);
        let member = p.get("member-01");
        let decision = p.draft("A secret site");
        p.publish(&decision, &json!({ "access": "RESTRICTED" }));
        follow(&member, &decision).done();
        let ending = json!({ "membershipId": world.cast.seats["member-01"], "reason": "OWN_REQUEST", "untilOn": world.clock.now().day().to_string() });
        p.get("registrar").mutate("endMembership", &ending, "").done();
        let query = "{ follows { totalCount nodes { subject { id } viewerCanUnfollow } } }";
        let seen = member.ask(query, &json!({}));
        assert_eq!(seen.at("/follows/nodes"), &json!([{ "subject": null, "viewerCanUnfollow": true }]));
        unfollow(&member, &decision).done();
        assert_eq!(follow(&member, &decision).denied(), "NOT_FOUND");
        assert_eq!(follow(&p.get("member-02"), &decision).done()["follow"]["subject"]["id"], json!(decision));
    }

    fn who_follows_the_same_twice_at_once_follows_it_once(world) {
        let p = Personas::of(world);
        let (citizen, council) = (p.get("citizen"), world.cast.council.wire());
        let ids = crate::support::bulk::at_once(6, |_| follow(&citizen, &council).text("/follow/id"));
        assert!(ids.iter().all(|id| *id == ids[0]));
        assert_eq!(world.count("SELECT count(*) AS n FROM follows"), 1);
        assert_eq!(world.count("SELECT count(*) AS n FROM events WHERE kind = 'Followed'"), 1);
    }
}

on_both_with! { |settings| settings.follow_limit = 2;
    fn nobody_follows_more_than_the_limit(world) {
        let p = Personas::of(world);
        let citizen = p.get("citizen");
        let subjects = [world.cast.ministry.wire(), world.cast.akimat.wire(), world.cast.council.wire()];
        follow(&citizen, &subjects[0]).done();
        follow(&citizen, &subjects[1]).done();
        assert_eq!(follow(&citizen, &subjects[2]).refused(), "TOO_MANY_FOLLOWS");
        unfollow(&citizen, &subjects[0]).done();
        follow(&citizen, &subjects[2]).done();
        follow(&p.get("citizen-2"), &subjects[0]).done();
    }
}
