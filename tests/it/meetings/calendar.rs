//! The calendar of a council, as calendar programs fetch it.

use super::room::{call_input, in_minutes};
use crate::support::Personas;
use crate::support::{Client, World};
use serde_json::json;

struct Fetched {
    status: u16,
    tag: String,
    kind: String,
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
    let (tag, kind) = (header("ETag"), header("Content-Type"));
    let text = response.body_mut().read_to_string().unwrap_or_default();
    Fetched { status: response.status().as_u16(), tag, kind, text }
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
}
