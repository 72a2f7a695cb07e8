use super::{at_ngo, enter, of, rotate};
use crate::support::builders::draft_input;
use crate::support::{Client, Personas, Reply};
use serde_json::{Value, json};

fn comment(who: &Client, review: &str) -> Reply {
    let input = json!({ "reviewId": review, "stance": "NEUTRAL", "body": "Counted by a program" });
    who.mutate("addComment", &input, "comment { id author { name kind } capacity organization { id } }")
}

fn sees(who: &Client, id: &str) -> bool {
    !who.ask("query($id: ID!) { node(id: $id) { id } }", &json!({ "id": id })).at("/node").is_null()
}

on_both! {
    fn a_program_comments_for_its_organisation_and_changes_only_its_own(world) {
        let p = Personas::of(world);
        let (review, ngo) = (p.review("A decision"), p.get("ngo"));
        let program = world.anonymous().with_token(&enter(&ngo, &at_ngo(world), &["COMMENTS_WRITE"]).text("/token"));
        let written = comment(&program, &review);
        let shown = written.done()["comment"].clone();
        assert_eq!(shown["author"], json!({ "name": "A program", "kind": "SERVICE" }));
        assert_eq!((&shown["capacity"], &shown["organization"]["id"]), (&json!("NGO"), &at_ngo(world)["organizationId"]));
        let edit = |who: &Client, id: &str| {
            who.mutate("editComment", &json!({ "commentId": id, "expectedRevision": 1, "body": "Counted again" }), "")
        };
        let owners = p.comment("ngo", &review);
        assert_eq!(edit(&program, &owners).denied(), "FORBIDDEN");
        assert_eq!(edit(&ngo, &written.text("/comment/id")).denied(), "FORBIDDEN");
        edit(&program, &written.text("/comment/id")).done();
        let reader = world.anonymous().with_token(&enter(&ngo, &at_ngo(world), &["DECISIONS_READ"]).text("/token"));
        assert_eq!(comment(&reader, &review).denied(), "FORBIDDEN");
    }

    fn when_its_owner_leaves_nothing_is_left_of_its_rights(world) {
        let p = Personas::of(world);
        let review = p.review("A decision");
        let entered = enter(&p.get("ngo"), &at_ngo(world), &["COMMENTS_WRITE"]);
        let (id, program) = (entered.text("/serviceAccount/id"), world.anonymous().with_token(&entered.text("/token")));
        comment(&program, &review).done();
        let roles = "query($id: ID!) { node(id: $id) { ... on Person { account { roles { id } } } } }";
        let role = p.get("admin").ask(roles, &json!({ "id": world.cast.person("ngo") })).at("/node/account/roles/0/id").clone();
        p.get("admin").mutate("revokeRole", &json!({ "roleGrantId": role }), "").done();
        assert_eq!(comment(&program, &review).denied(), "FORBIDDEN");
        assert_eq!(program.ask("{ viewer { locale } }", &Value::Null).denied(), "FORBIDDEN");
        assert_eq!(rotate(&p.get("ngo"), &id, 0).refused(), "SERVICE_OWNER_WITHOUT_RIGHTS");
        comment(&p.get("ngo"), &review).done();
    }

    fn a_program_of_a_body_drafts_there_with_the_scope_and_nowhere_else(world) {
        let p = Personas::of(world);
        let ministry = json!({ "stateBodyId": world.cast.ministry.wire() });
        let (_, writer) = of(&p, "officer", &ministry, &["DECISIONS_WRITE", "DECISIONS_READ"]);
        let (_, reader) = of(&p, "officer", &ministry, &["DECISIONS_READ"]);
        let (_, blind) = of(&p, "officer", &ministry, &["REGISTRY_READ", "DECISIONS_WRITE"]);
        let draft = writer.mutate("draftDecision", &draft_input(world, "Imported"), "decision { id }").text("/decision/id");
        assert!(sees(&writer, &draft) && sees(&reader, &draft));
        assert_eq!(reader.mutate("draftDecision", &draft_input(world, "Refused"), "").denied(), "FORBIDDEN");
        assert_eq!(blind.ask("query($id: ID!) { node(id: $id) { id } }", &json!({ "id": draft })).denied(), "FORBIDDEN");
        let mut elsewhere = draft_input(world, "Elsewhere");
        elsewhere["bodyId"] = json!(world.cast.akimat.wire());
        assert_eq!(writer.mutate("draftDecision", &elsewhere, "").denied(), "FORBIDDEN");
        assert!(!sees(&world.anonymous(), &draft));
    }

    fn a_program_has_no_citizens_voice_and_none_that_its_owner_does_not_have(world) {
        let p = Personas::of(world);
        let review = p.review("A decision of the ministry");
        let (_, of_akimat) = of(&p, "local-officer", &json!({ "stateBodyId": world.cast.akimat.wire() }), &["COMMENTS_WRITE"]);
        let (_, of_ministry) = of(&p, "officer", &json!({ "stateBodyId": world.cast.ministry.wire() }), &["COMMENTS_WRITE"]);
        assert_eq!(comment(&of_akimat, &review).denied(), "FORBIDDEN");
        assert_eq!(comment(&p.get("local-officer"), &review).text("/comment/capacity"), "CITIZEN");
        assert_eq!(comment(&of_ministry, &review).text("/comment/capacity"), "OFFICIAL");
        // Auditors keep out of the debate, and so do their programs, whomever they represent.
        let role = json!({ "accountId": world.cast.person("auditor"), "role": "REPRESENTATIVE", "scope": at_ngo(world) });
        p.get("admin").mutate("grantRole", &role, "").done();
        let entered = enter(&p.get("auditor"), &at_ngo(world), &["COMMENTS_WRITE"]);
        assert_eq!(comment(&world.anonymous().with_token(&entered.text("/token")), &review).denied(), "FORBIDDEN");
        assert_eq!(comment(&p.get("auditor"), &review).denied(), "FORBIDDEN");
    }

    fn a_program_bound_to_one_thing_has_nothing_of_its_owners_other_rights(world) {
        let p = Personas::of(world);
        // An officer of the ministry who represents a medium, too.
        let role = json!({ "accountId": world.cast.person("media"), "role": "OFFICER", "scope": { "stateBodyId": world.cast.ministry.wire() } });
        p.get("admin").mutate("grantRole", &role, "").done();
        let draft = p.draft("A draft");
        let medium = json!({ "organizationId": world.cast.organizations["media-1"].wire() });
        let (_, of_medium) = of(&p, "media", &medium, &["DECISIONS_READ"]);
        let (_, of_body) = of(&p, "media", &json!({ "stateBodyId": world.cast.ministry.wire() }), &["DECISIONS_READ"]);
        assert!(sees(&p.get("media"), &draft) && sees(&of_body, &draft) && !sees(&of_medium, &draft));
        // What is under embargo accredited media see, and so does their program, which is logged.
        let embargoed = p.draft("Under embargo");
        p.publish(&embargoed, &json!({ "embargoedUntil": "2026-12-01T00:00:00Z" }));
        assert!(sees(&of_medium, &embargoed) && !sees(&p.get("robot"), &embargoed));
        assert_eq!(p.events("EMBARGOED_DECISION_READ").len(), 1);
    }

    fn a_program_of_the_chairs_votes_and_presides_in_nothing(world) {
        let p = Personas::of(world);
        let all = ["REGISTRY_READ", "DECISIONS_READ", "COMMENTS_WRITE", "DECISIONS_WRITE", "FINDINGS_WRITE", "ANSWERS_WRITE", "EVENTS_READ", "WEBHOOKS_MANAGE"];
        let (_, program) = of(&p, "chair", &json!({ "councilId": world.cast.council.wire() }), &all);
        let poll = p.poll("A poll", "ROLL_CALL");
        let vote = |who: &Client| who.mutate("castBallot", &json!({ "pollId": poll, "choice": "FOR" }), "");
        assert_eq!(vote(&program).denied(), "FORBIDDEN");
        vote(&p.get("chair")).done();
        assert_eq!(program.mutate("closePoll", &json!({ "pollId": poll }), "").denied(), "FORBIDDEN");
        let shown = program.ask("query($id: ID!) { node(id: $id) { ... on Poll { viewerCanVote viewerCanClose } } }", &json!({ "id": poll }));
        assert_eq!(shown.at("/node"), &json!({ "viewerCanVote": false, "viewerCanClose": false }));
        // It comments as the member whose program it is, and follows nothing.
        let review = p.review("Another");
        assert_eq!(comment(&program, &review).text("/comment/capacity"), "MEMBER");
        assert_eq!(program.ask("{ notifications { nodes { id } } }", &Value::Null).denied(), "FORBIDDEN");
    }
}
