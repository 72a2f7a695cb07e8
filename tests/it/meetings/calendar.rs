//! The calendar of a council, as calendar programs fetch it.

use super::room::{act, call_input, in_minutes};
use crate::support::Personas;
use crate::support::{Client, World};
use serde_json::json;

struct Fetched {
    status: u16,
    tag: String,
    kind: String,
    /// `Cache-Control` and `Content-Language`.
    keeping: (String, String),
    text: String,
}

fn fetch(world: &World, query: &str, known: Option<&str>) -> Fetched {
    let client: Client = world.anonymous();
    let mut request = client.agent.get(format!("{}/councils/{}.ics{query}", client.base, world.cast.council.wire()));
    if let Some(tag) = known {
        request = request.header("If-None-Match", tag);
    }
    let mut response = request.call().expect("the server answers");
    let header = |name: &str| response.headers().get(name).and_then(|v| v.to_str().ok()).unwrap_or_default().to_owned();
    let (tag, kind, keeping) =
        (header("ETag"), header("Content-Type"), (header("Cache-Control"), header("Content-Language")));
    let text = response.body_mut().read_to_string().unwrap_or_default();
    Fetched { status: response.status().as_u16(), tag, kind, keeping, text }
}

/// Folded lines put together again.
fn lines(calendar: &str) -> Vec<String> {
    calendar.replace("\r\n ", "").split("\r\n").map(str::to_owned).collect()
}

on_both! {
    fn a_council_has_a_calendar_in_three_languages_of_what_everybody_may_know(world) {
        let p = Personas::of(world);
        let (open_review, hidden) = (p.review("A road"), {
            let decision = p.draft("A secret road");
            p.publish(&decision, &json!({ "access": "RESTRICTED" }));
            p.review_of(&decision)
        });
        let input = call_input(world, "HEARING", "2026-11-27T05:00:00Z", &[&open_review, &hidden]);
        let meeting = p.get("chair").mutate("callMeeting", &input, "meeting { id }").text("/meeting/id");
        for (query, summary, item) in [
            ("", "SUMMARY;LANGUAGE=kk:A meeting (қаз)", "A road (қаз)"),
            ("?lang=ru", "SUMMARY;LANGUAGE=ru:A meeting (рус)", "A road (рус)"),
            ("?lang=en", "SUMMARY;LANGUAGE=en:A meeting", "1. A road"),
        ] {
            let calendar = fetch(world, query, None);
            assert_eq!((calendar.status, calendar.kind.as_str()), (200, "text/calendar; charset=utf-8"));
            assert!(calendar.text.split("\r\n").all(|line| line.len() <= 75), "folded at 75 octets");
            let lines = lines(&calendar.text);
            assert!(lines.contains(&format!("UID:{meeting}@kenes")) && lines.contains(&summary.to_owned()), "{lines:#?}");
            assert!(lines.contains(&"DTSTART:20261127T050000Z".to_owned()));
            let whole = lines.join("\n");
            assert!(whole.contains(item) && !whole.contains("secret"), "{whole}");
        }
        assert_eq!(fetch(world, "?lang=de", None).status, 400);
        assert_eq!(world.anonymous().get("/councils/cou_01h455vb4pex5vsknk084sn02q.ics").0, 404);
        assert_eq!(world.anonymous().get("/councils/nonsense.ics").0, 404);
    }

    fn a_calendar_is_fetched_again_only_when_it_changed_and_what_is_cancelled_is_told(world) {
        let p = Personas::of(world);
        let input = call_input(world, "MEETING", &in_minutes(world, 60), &[]);
        let meeting = p.get("chair").mutate("callMeeting", &input, "meeting { id }").text("/meeting/id");
        let first = fetch(world, "", None);
        assert!(lines(&first.text).contains(&"STATUS:CONFIRMED".to_owned()));
        let again = fetch(world, "", Some(&first.tag));
        assert_eq!((again.status, again.text.as_str()), (304, ""));
        world.advance(chrono::Duration::minutes(1));
        p.get("chair").mutate("cancelMeeting", &json!({ "meetingId": meeting, "reason": "No hall" }), "").done();
        let changed = fetch(world, "", Some(&first.tag));
        assert_eq!(changed.status, 200);
        let lines = lines(&changed.text);
        assert!(lines.contains(&"STATUS:CANCELLED".to_owned()) && lines.contains(&"SEQUENCE:1".to_owned()), "{lines:#?}");
    }

    fn a_closed_meeting_stands_in_the_calendar_without_its_agenda(world) {
        let p = Personas::of(world);
        let (open_review, closed_review) = (p.review("A road"), p.review("A bridge"));
        let mut input = call_input(world, "MEETING", "2026-11-27T05:00:00Z", &[&closed_review]);
        (input["openness"], input["opennessReason"]) = (json!("CLOSED"), json!("Personal data; a child's"));
        let closed = p.get("chair").mutate("callMeeting", &input, "meeting { id }").text("/meeting/id");
        let public = call_input(world, "MEETING", "2026-11-26T05:00:00Z", &[&open_review]);
        p.get("chair").mutate("callMeeting", &public, "").done();
        let lines = lines(&fetch(world, "?lang=en", None).text);
        assert!(lines.contains(&format!("UID:{closed}@kenes")), "that it is held everybody may know");
        assert!(lines.contains(&"DESCRIPTION;LANGUAGE=en:Council meeting\\nClosed: Personal data\\; a child's".to_owned()), "{lines:#?}");
        let whole = lines.join("\n");
        assert!(whole.contains("1. A road") && !whole.contains("bridge"), "{whole}");
    }

    fn a_meeting_keeps_its_identity_and_counts_its_revisions_until_it_is_over(world) {
        let p = Personas::of(world);
        let (first, second) = (p.review("A road"), p.review("A bridge"));
        let meeting = p.get("chair").mutate("callMeeting", &call_input(world, "MEETING", &in_minutes(world, 3), &[&first]), "meeting { id }").text("/meeting/id");
        let seen = || {
            let lines = lines(&fetch(world, "", None).text);
            let of = |name: &str| lines.iter().find_map(|line| line.strip_prefix(&format!("{name}:"))).unwrap_or_default().to_owned();
            (of("UID"), of("SEQUENCE"), of("DTSTAMP"), of("STATUS"), of("DTEND"))
        };
        let uid = format!("{meeting}@kenes");
        let is = |sequence: &str, stamp: &str, end: &str| (uid.clone(), sequence.to_owned(), stamp.to_owned(), "CONFIRMED".to_owned(), end.to_owned());
        assert_eq!(seen(), is("0", "20261122T060000Z", ""));
        world.advance(chrono::Duration::minutes(1));
        let change = json!({ "meetingId": meeting, "expectedRevision": 1, "reviewIds": [first, second] });
        p.get("secretary").mutate("changeAgenda", &change, "").done();
        assert_eq!(seen(), is("1", "20261122T060100Z", ""));
        world.advance(chrono::Duration::minutes(2));
        act(&p.get("chair"), "openMeeting", &meeting).done();
        world.advance(chrono::Duration::minutes(5));
        act(&p.get("chair"), "closeMeeting", &meeting).done();
        assert_eq!(seen(), is("2", "20261122T060800Z", "20261122T060800Z"));
    }

    fn a_calendar_may_be_kept_for_minutes_by_anybody_and_says_its_language(world) {
        let p = Personas::of(world);
        p.get("chair").mutate("callMeeting", &call_input(world, "MEETING", &in_minutes(world, 60), &[]), "").done();
        let (kk, ru) = (fetch(world, "", None), fetch(world, "?lang=ru", None));
        assert_eq!((kk.keeping.0.as_str(), kk.keeping.1.as_str(), ru.keeping.1.as_str()), ("public, max-age=300", "kk", "ru"));
        assert!(kk.tag.starts_with('"') && kk.tag != ru.tag, "each language has a tag of its own: {}", kk.tag);
        assert!(!kk.text.replace("\r\n", "").contains(['\r', '\n']), "lines end as the format says");
        let again = fetch(world, "", Some(&format!("\"old\", W/{}", kk.tag)));
        assert_eq!((again.status, again.tag.as_str()), (304, kk.tag.as_str()), "also in a list, and weak after compression");
        assert_eq!(fetch(world, "", Some(&ru.tag)).status, 200);
        let client = world.anonymous();
        let head = client.agent.head(format!("{}/councils/{}.ics", client.base, world.cast.council.wire())).call().expect("the server answers");
        assert_eq!((head.status().as_u16(), head.headers().get("ETag").and_then(|tag| tag.to_str().ok())), (200, Some(kk.tag.as_str())));
        let signed_in = p.get("admin").get(&format!("/councils/{}.ics", world.cast.council.wire()));
        assert_eq!(signed_in, (200, kk.text), "whoever asks");
    }
}
