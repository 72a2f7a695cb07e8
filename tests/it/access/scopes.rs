//! A right holds where it was given and nowhere else.

use crate::support::builders::content;
use crate::support::{Client, Personas};
use serde_json::json;

fn sees(client: &Client, decision: &str) -> bool {
    let reply = client.ask("query($id: ID!) { node(id: $id) { id } }", &json!({ "id": decision }));
    !reply.at("/node").is_null()
}

on_both! {
    fn an_officer_and_a_member_see_what_is_not_public_of_their_own_body_only(world) {
        let p = Personas::of(world);
        let (draft, restricted) = (p.draft("A draft"), p.draft("Restricted"));
        p.publish(&restricted, &json!({ "access": "RESTRICTED" }));
        assert!(sees(&p.get("officer"), &draft) && sees(&p.get("officer"), &restricted));
        assert!(sees(&p.get("member-05"), &restricted));
        for stranger in ["local-officer", "local-chair"] {
            assert!(!sees(&p.get(stranger), &draft) && !sees(&p.get(stranger), &restricted), "{stranger}");
        }
        // What the viewer may not know to exist is answered like what does not exist.
        let unseen = p.get("local-officer").mutate("withdrawDecision", &json!({ "decisionId": restricted, "reason": "No" }), "");
        assert_eq!(unseen.denied(), "NOT_FOUND");
        p.get("officer").mutate("withdrawDecision", &json!({ "decisionId": restricted, "reason": "Yes" }), "").done();
    }

    fn an_officer_decides_for_the_own_body_only(world) {
        let p = Personas::of(world);
        let mut input = content("Of the akimat");
        input["bodyId"] = json!(world.cast.akimat.wire());
        assert_eq!(p.get("officer").mutate("draftDecision", &input, "").denied(), "FORBIDDEN");
        p.get("local-officer").mutate("draftDecision", &input, "").done();
    }

    fn a_moderator_of_one_council_moderates_its_reviews_only(world) {
        let p = Personas::of(world);
        let of = |council: &str| json!({ "accountId": world.cast.person("citizen-2"), "role": "MODERATOR", "scope": { "councilId": council } });
        let comment = p.comment("citizen", &p.review("Commented on"));
        let hiding = json!({ "commentId": comment, "reason": "An insult" });
        p.get("admin").mutate("grantRole", &of(&world.cast.local_council.wire()), "").done();
        assert_eq!(p.get("citizen-2").mutate("hideComment", &hiding, "").denied(), "FORBIDDEN");
        p.get("admin").mutate("grantRole", &of(&world.cast.council.wire()), "").done();
        p.get("citizen-2").mutate("hideComment", &hiding, "").done();
    }

    fn accredited_media_read_under_embargo_and_each_look_is_logged(world) {
        let p = Personas::of(world);
        let decision = p.draft("Embargoed");
        p.publish(&decision, &json!({ "embargoedUntil": "2026-11-23T00:00:00Z" }));
        let looks = || world.count("SELECT COUNT(*) AS n FROM events WHERE kind = 'EmbargoedDecisionRead'");
        assert!(!sees(&p.get("press"), &decision) && !sees(&p.get("citizen"), &decision));
        assert!(sees(&p.get("officer"), &decision));
        assert_eq!(looks(), 0);
        assert!(sees(&p.get("media"), &decision) && sees(&p.get("media"), &decision));
        assert_eq!(looks(), 2);
        // Afterwards everybody reads it, and looks are nobody's business.
        world.advance(chrono::Duration::hours(20));
        assert!(sees(&world.anonymous(), &decision) && sees(&world.sign_in("media"), &decision));
        assert_eq!(looks(), 2);
    }

    fn accreditation_taken_away_closes_the_embargo_at_once(world) {
        let p = Personas::of(world);
        let decision = p.draft("Embargoed");
        p.publish(&decision, &json!({ "embargoedUntil": "2026-12-01T00:00:00Z" }));
        assert!(sees(&p.get("media"), &decision));
        let media = world.cast.organizations["media-1"].wire();
        p.get("registrar").mutate("accreditOrganization", &json!({ "organizationId": media, "accreditation": "NONE" }), "").done();
        assert!(!sees(&p.get("media"), &decision));
    }

    fn a_seat_gives_its_rights_from_its_first_day_to_its_last(world) {
        let p = Personas::of(world);
        let restricted = p.draft("Restricted");
        p.publish(&restricted, &json!({ "access": "RESTRICTED" }));
        let seat = world.cast.seats["member-09"].clone();
        assert!(sees(&p.get("member-09"), &restricted));
        let ending = json!({ "membershipId": seat, "untilOn": "2026-11-24", "reason": "OWN_REQUEST" });
        p.get("registrar").mutate("endMembership", &ending, "").done();
        assert!(sees(&p.get("member-09"), &restricted), "the last day has not passed");
        // Midnight of Kazakhstan, not of Greenwich, ends the day.
        world.clock.set(kenes::kernel::clock::Timestamp::parse("2026-11-23T18:59:00Z").expect("valid"));
        assert!(sees(&world.sign_in("member-09"), &restricted));
        world.advance(chrono::Duration::minutes(2));
        assert!(!sees(&world.sign_in("member-09"), &restricted));
    }
}
