//! The event feed: nothing missed, nothing twice, nothing that somebody may not know.

use crate::meetings::room;
use crate::support::dialogue::{Dialogue, accepted};
use crate::support::{Client, Personas, World};
use kenes::access::act::Act;
use kenes::access::viewer::Viewer;
use kenes::features::feed::model::Showing;
use kenes::features::feed::store::LOOKS_AT;
use kenes::features::feed::{Filter, place, store};
use kenes::kernel::clock::Timestamp;
use kenes::kernel::page::Window;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

const PAGE: &str = "query($after: String, $first: Int, $kinds: [EventKind!], $subject: ID) {
    events(after: $after, first: $first, kinds: $kinds, subject: $subject) {
        nodes { id kind subject isRelease } pageInfo { hasNextPage endCursor } } }";

const EMBARGO: &str = "2026-11-22T18:00:00Z";

/// Waits until everything that happened has its place.
fn settled(world: &World) {
    world.eventually("events to be placed", || world.count("SELECT count(*) AS n FROM feed_queue") == 0);
}

/// A reader who keeps its cursor.
struct Reader {
    client: Client,
    only: Value,
    cursor: Option<String>,
    met: Vec<Value>,
}

impl Reader {
    fn new(client: Client, only: Value) -> Self {
        Self { client, only, cursor: None, met: Vec::new() }
    }

    /// Reads on, in small pages, to where the feed ends now; what it met on the way.
    fn read_on(&mut self) -> Vec<Value> {
        let before = self.met.len();
        loop {
            let mut variables = self.only.clone();
            variables["after"] = json!(self.cursor);
            variables["first"] = json!(7);
            let page = self.client.ask(PAGE, &variables);
            self.met.extend(page.at("/events/nodes").as_array().cloned().expect("a list"));
            self.cursor =
                Some(page.at("/events/pageInfo/endCursor").as_str().expect("a cursor, rows or none").to_owned());
            if page.at("/events/pageInfo/hasNextPage") == &json!(false) {
                return self.met[before..].to_vec();
            }
        }
    }
}

/// Everything there is for somebody, of some events.
fn all(client: &Client, only: &Value) -> Vec<Value> {
    Reader::new(client.clone(), only.clone()).read_on()
}

fn kinds(events: &[Value]) -> Vec<&str> {
    events.iter().map(|event| event["kind"].as_str().expect("a kind")).collect()
}

fn embargoed(p: &Personas<'_>) -> String {
    let decision = p.draft("Under embargo");
    p.publish(&decision, &json!({ "embargoedUntil": EMBARGO }));
    decision
}

on_both! {
    fn who_keeps_the_cursor_misses_nothing_and_meets_nothing_twice(world) {
        let p = Personas::of(world);
        let review = p.review("Much discussed");
        let writers: Vec<Client> = ["member-01", "member-02", "member-03", "citizen"].iter().map(|who| p.get(who)).collect();
        let input = json!({ "reviewId": review, "stance": "FOR", "body": "A thought" });
        let (done, ids) = (AtomicBool::new(false), std::sync::Mutex::new(BTreeSet::new()));
        let mut reader = Reader::new(world.anonymous(), json!({ "kinds": ["COMMENT_ADDED"] }));
        let placing = || Act::new(Arc::clone(&world.instance.core), Viewer::anonymous(world.instance.core.clock.now()));
        std::thread::scope(|threads| {
            let writing: Vec<_> = writers.iter().map(|client| threads.spawn(|| for _ in 0..10 {
                let id = client.mutate("addComment", &input, "comment { id }").text("/comment/id");
                ids.lock().expect("not poisoned").insert(id);
            })).collect();
            // The worker places too.
            for _ in 0..2 {
                threads.spawn(|| while !done.load(Ordering::SeqCst) { place::place(&placing(), 3).expect("placed"); });
            }
            while writing.iter().any(|one| !one.is_finished()) { reader.read_on(); }
            done.store(true, Ordering::SeqCst);
        });
        settled(world);
        reader.read_on();
        let met: Vec<String> = reader.met.iter().map(|event| event["subject"].as_str().expect("an id").to_owned()).collect();
        assert_eq!(met.len(), 40);
        assert_eq!(met.iter().cloned().collect::<BTreeSet<_>>(), ids.into_inner().expect("not poisoned"));
        assert_eq!(all(&world.anonymous(), &json!({ "kinds": ["COMMENT_ADDED"] })), reader.met, "whoever reads later reads the same");
        assert!(reader.read_on().is_empty());
    }

    fn what_happened_under_an_embargo_is_told_when_it_ends_and_to_each_once(world) {
        let p = Personas::of(world);
        let decision = embargoed(&p);
        let only = json!({ "subject": decision });
        p.review_of(&decision);
        settled(world);
        // Accredited media may look at it, and each look is logged; the feed is no look.
        for who in ["anonymous", "citizen", "media", "auditor"] {
            assert_eq!(all(&p.get(who), &only), Vec::<Value>::new(), "{who}");
        }
        let mut early: BTreeMap<&str, Reader> =
            ["officer", "member-01", "admin", "anonymous"].into_iter().map(|who| (who, Reader::new(p.get(who), only.clone()))).collect();
                for who in ["officer", "member-01", "admin"] {
            let met = early.get_mut(who).expect("there").read_on();
            assert_eq!(kinds(&met), ["DECISION_PUBLISHED", "REVIEW_OPENED"], "{who}");
        }
        assert!(early.get_mut("anonymous").expect("there").read_on().is_empty());
        world.clock.set(Timestamp::parse(EMBARGO).expect("an instant"));
        let p = Personas::of(world);
        world.eventually("the release", || all(&p.get("anonymous"), &only).iter().any(|event| event["kind"] == "REVIEW_OPENED"));
        for (who, reader) in &mut early {
            reader.client = p.get(who);
            let met = reader.read_on();
            if *who == "anonymous" {
                assert_eq!(kinds(&met), ["DECISION_PUBLISHED", "REVIEW_OPENED"]);
                assert!(met.iter().all(|event| event["isRelease"] == true));
            } else {
                assert!(met.is_empty(), "{who} meets it twice: {met:?}");
            }
            let ids: BTreeSet<_> = reader.met.iter().map(|event| event["id"].to_string()).collect();
            assert_eq!(ids.len(), reader.met.len(), "{who}");
            assert_eq!(all(&reader.client, &only), reader.met, "{who} reads the same from the beginning");
        }
    }

    fn what_is_restricted_is_told_to_those_who_see_it_and_a_draft_to_nobody(world) {
        let p = Personas::of(world);
        let secret = p.draft("Restricted");
        settled(world);
        p.publish(&secret, &json!({ "access": "RESTRICTED" }));
        p.review_of(&secret);
        let draft = p.draft("Not published");
        settled(world);
        for who in ["anonymous", "citizen", "media", "local-officer", "auditor", "robot"] {
            for id in [&secret, &draft] {
                assert!(all(&p.get(who), &json!({ "subject": id })).is_empty(), "{who}");
            }
        }
        for who in ["officer", "member-01", "admin"] {
            assert!(all(&p.get(who), &json!({ "subject": draft })).is_empty(), "{who}");
            assert_eq!(kinds(&all(&p.get(who), &json!({ "subject": secret }))), ["DECISION_PUBLISHED", "REVIEW_OPENED"], "{who}");
        }
        assert_eq!(p.events("DECISION_DRAFTED").len(), 2, "the audit log has it");
        // Publishing it tells nobody of its drafting.
        p.publish(&draft, &json!({}));
        settled(world);
        for who in ["anonymous", "officer"] {
            assert_eq!(kinds(&all(&p.get(who), &json!({ "subject": draft }))), ["DECISION_PUBLISHED"], "{who}");
        }
    }

    fn the_feed_is_narrowed_by_kind_and_by_what_it_happened_at(world) {
        let p = Personas::of(world);
        let d = Dialogue::with(&p, &p.decision("Public"), &[&["ministry"], &["akimat"]]);
        let answer = d.answer(&p.get("officer"), &d.addressees[0][0], &accepted(&["2026-12-20"]));
        let other = p.review("Another");
        let comment = p.comment("citizen", &other);
        settled(world);
        let client = world.anonymous();
        let answered = all(&client, &json!({ "kinds": ["RECOMMENDATION_ANSWERED"] }));
        assert_eq!((answered.len(), answered[0]["subject"].as_str()), (1, Some(answer.text("/answer/id").as_str())));
        assert_eq!(all(&client, &json!({ "subject": answer.text("/answer/id") })), answered);
        let of_review = all(&client, &json!({ "subject": other }));
        assert_eq!(kinds(&of_review), ["REVIEW_OPENED"], "of the review itself");
        let council = all(&client, &json!({ "subject": world.cast.council.wire() }));
        for kind in ["COUNCIL_CREATED", "MEMBER_APPOINTED", "REVIEW_OPENED", "COMMENT_ADDED", "POLL_CLOSED", "DEADLINE_STARTED", "FINAL_DOCUMENT_SENT"] {
            assert!(kinds(&council).contains(&kind), "{kind} at the council");
        }
        let body = all(&client, &json!({ "subject": world.cast.ministry.wire(), "kinds": ["RECOMMENDATION_ANSWERED", "COUNCIL_CREATED"] }));
        assert_eq!(kinds(&body), ["COUNCIL_CREATED", "RECOMMENDATION_ANSWERED"]);
        // A term stands at the body that owes, which need not be the one that decided.
        let owes = all(&client, &json!({ "subject": world.cast.akimat.wire(), "kinds": ["DEADLINE_STARTED"] }));
        assert_eq!(owes.len(), 1, "{owes:?}");
        let query = "query($subject: ID) { events(subject: $subject) { totalCount nodes { node { id ... on Comment { body } } decisionId councilId bodyId } } }";
        let told = client.ask(query, &json!({ "subject": comment }));
        assert_eq!((told.at("/events/totalCount"), told.at("/events/nodes/0/node/body")), (&json!(1), &json!("A thought")));
        assert_eq!(told.at("/events/nodes/0/councilId"), &json!(world.cast.council.wire()));
        assert_eq!(told.at("/events/nodes/0/bodyId"), &json!(world.cast.ministry.wire()));
    }

    fn what_concerns_persons_and_open_polls_is_in_nobodys_feed(world) {
        let p = Personas::of(world);
        let poll = p.poll("Voted on", "ROLL_CALL");
        p.vote("member-01", &poll, "FOR");
        p.get("citizen").mutate("follow", &json!({ "subjectId": world.cast.ministry.wire() }), "").done();
        settled(world);
        for who in ["admin", "auditor", "chair", "anonymous"] {
            for kind in ["BALLOT_CAST", "FOLLOWED", "SESSION_STARTED", "ACCOUNT_OPENED", "ROLE_GRANTED"] {
                assert!(all(&p.get(who), &json!({ "kinds": [kind] })).is_empty(), "{kind} to {who}");
            }
            assert_eq!(all(&p.get(who), &json!({ "kinds": ["POLL_OPENED"] })).len(), 1, "{who}");
        }
        assert_eq!(p.events("BALLOT_CAST").len(), 1, "the audit log has it");
    }

    fn a_cursor_belongs_to_its_feed_and_nonsense_is_refused(world) {
        let p = Personas::of(world);
        p.decision("Public");
        settled(world);
        let client = world.anonymous();
        let page = client.ask(PAGE, &json!({ "kinds": ["DECISION_PUBLISHED"] }));
        let cursor = page.at("/events/pageInfo/endCursor").clone();
        assert!(client.ask(PAGE, &json!({ "kinds": ["DECISION_PUBLISHED"], "after": cursor })).at("/events/nodes").as_array().is_some_and(Vec::is_empty));
        assert_eq!(client.ask(PAGE, &json!({ "kinds": ["COMMENT_ADDED"], "after": cursor })).denied(), "BAD_INPUT");
        assert_eq!(client.ask(PAGE, &json!({ "subject": "nobody" })).denied(), "BAD_INPUT");
        // The same kinds in another order are the same feed.
        let both = client.ask(PAGE, &json!({ "kinds": ["DECISION_PUBLISHED", "COMMENT_ADDED"] })).at("/events/pageInfo/endCursor").clone();
        client.ask(PAGE, &json!({ "kinds": ["COMMENT_ADDED", "DECISION_PUBLISHED"], "after": both })).at("/events/nodes");
        let end = client.ask("{ events(last: 1) { nodes { kind } pageInfo { endCursor } } }", &Value::Null);
        assert_eq!(end.at("/events/nodes/0/kind"), &json!("DECISION_PUBLISHED"));
    }

    fn a_page_costs_the_same_however_much_happened(world) {
        let p = Personas::of(world);
        let review = p.review("Discussed");
        p.comment("citizen", &review);
        settled(world);
        let cost = |client: &Client| {
            (0..4).map(|_| client.ask(PAGE, &json!({ "first": 100 })).statements).min().expect("four")
        };
        let (few, few_signed) = (cost(&world.anonymous()), cost(&p.get("officer")));
        (0..12).for_each(|_| { p.comment("citizen", &review); });
        settled(world);
        assert_eq!((cost(&world.anonymous()), cost(&p.get("officer"))), (few, few_signed));
        // Where the feed ends, and what is there.
        assert_eq!(few, 2);
    }

    fn what_fits_nothing_is_passed_in_steps_and_never_twice(world) {
        let p = Personas::of(world);
        p.decision("First");
        settled(world);
        let mut reader = Reader::new(world.anonymous(), json!({ "kinds": ["DECISION_PUBLISHED"] }));
        assert_eq!(reader.read_on().len(), 1);
        // A long stretch of what nobody is shown.
        let end = world.count("SELECT position AS n FROM feed_end");
        let far = end + 2 * LOOKS_AT + 7;
        world.raw(&format!("UPDATE feed_end SET position = {far}")).expect("written");
        p.decision("Second");
        settled(world);
        let page = |variables: Value| world.anonymous().ask(PAGE, &variables).at("/events").clone();
        let first = page(json!({ "kinds": ["DECISION_PUBLISHED"], "after": reader.cursor }));
        assert_eq!((&first["nodes"], &first["pageInfo"]["hasNextPage"]), (&json!([]), &json!(true)));
        let cursor = first["pageInfo"]["endCursor"].clone();
        assert_ne!(cursor, json!(reader.cursor), "it says how far it looked");
        assert_eq!(kinds(&reader.read_on()), ["DECISION_PUBLISHED"]);
        assert_eq!(all(&world.anonymous(), &reader.only), reader.met);
        let last = "query($before: String) { events(kinds: [DECISION_PUBLISHED], last: 5, before: $before) { nodes { subject } pageInfo { hasPreviousPage startCursor endCursor } } }";
        let (mut before, mut met, mut steps) = (Value::Null, 0, 0);
        loop {
            let page = world.anonymous().ask(last, &json!({ "before": before })).at("/events").clone();
            met += page["nodes"].as_array().expect("a list").len();
            steps += 1;
            before = page["pageInfo"]["startCursor"].clone();
            if page["pageInfo"]["hasPreviousPage"] == false { break; }
        }
        assert_eq!((met, steps), (2, 3), "backwards too");
    }

    fn a_request_that_began_before_the_end_of_an_embargo_passes_nothing_by(world) {
        let p = Personas::of(world);
        let decision = embargoed(&p);
        settled(world);
        let before = Viewer::anonymous(world.instance.core.clock.now());
        world.clock.set(Timestamp::parse(EMBARGO).expect("an instant"));
        world.eventually("the release", || !all(&world.anonymous(), &json!({ "subject": decision })).is_empty());
        // The viewer's time is that of the beginning of the request.
        let act = Act::new(Arc::clone(&world.instance.core), before);
        let window = Window::head(100, 0);
        let passage = act.read_now(|r| store::page(r.conn, &r.sight, &Filter::default(), &window)).expect("read");
        assert!(passage.page.rows.iter().any(|entry| entry.showing == Showing::Released), "{passage:?}");
    }

    fn files_of_meetings_and_of_documents_that_were_not_sent_are_told_to_nobody(world) {
        let p = Personas::of(world);
        let decision = p.decision("With an annex");
        p.attach("officer", &decision, "PUBLIC");
        p.attach("officer", &decision, "RESTRICTED");
        let document = crate::documents::draft(&p, &p.decision("Concluded on"));
        p.attach("secretary", &document, "PUBLIC");
        settled(world);
        let told = all(&world.anonymous(), &json!({ "kinds": ["ATTACHMENT_UPLOADED"] }));
        assert_eq!(told.len(), 1, "{told:?}");
        assert_eq!(p.events("ATTACHMENT_UPLOADED").len(), 3, "the audit log has all");
    }

    fn a_closed_meeting_is_told_of_but_not_its_protocol(world) {
        let p = Personas::of(world);
        let chair = p.get("chair");
        let open = room::opened(&p, &[]);
        room::act(&chair, "closeMeeting", &open).done();
        let closed = room::called_in_private(&p, &[]);
        room::open(&p, &closed);
        room::act(&chair, "closeMeeting", &closed).done();
        settled(world);
        let of = |meeting: &str| all(&world.anonymous(), &json!({ "subject": meeting }));
        assert_eq!(kinds(&of(&open)), ["MEETING_CALLED", "MEETING_OPENED", "MEETING_CLOSED", "PROTOCOL_DRAWN_UP"]);
        assert_eq!(kinds(&of(&closed)), ["MEETING_CALLED", "MEETING_OPENED", "MEETING_CLOSED"]);
        assert_eq!(p.events("PROTOCOL_DRAWN_UP").len(), 2, "the audit log has both");
    }
}
