//! Protocols as pages.

use super::room::{act, come, opened, poll_in};
use crate::support::Personas;
use serde_json::json;

on_both! {
    fn a_protocol_is_a_page_in_kazakh_and_russian_for_the_screen_and_for_paper(world) {
        let p = Personas::of(world);
        let review = p.review("<b>A road</b>");
        let meeting = opened(&p, &[&review]);
        come(&p, "member-05", &meeting);
        let poll = poll_in(&p, &meeting, &review, "ROLL_CALL");
        p.vote("member-05", &poll, "AGAINST");
        p.get("chair").mutate("closePoll", &json!({ "pollId": poll }), "").done();
        let path = format!("/meetings/{meeting}/protocol.html");
        assert_eq!(world.anonymous().get(&path).0, 404, "there is none before the close");
        act(&p.get("chair"), "closeMeeting", &meeting).done();
        let (status, kk) = world.anonymous().get(&format!("{path}?lang=kk"));
        assert_eq!(status, 200);
        assert!(kk.contains("<html lang=\"kk\">") && kk.contains("Отырыс хаттамасы") && kk.contains("member-05: қарсы"), "{kk}");
        assert!(kk.contains("&lt;b&gt;A road&lt;/b&gt;") && !kk.contains("<b>"), "what people wrote is text");
        assert!(kk.contains("11:01"), "times are those of the place");
        let (_, ru) = world.anonymous().get(&format!("{path}?lang=ru&print=1"));
        assert!(ru.contains("Протокол заседания") && ru.contains("member-05: против") && ru.contains("@page"), "{ru}");
        assert_eq!(world.anonymous().get(&format!("{path}?lang=en")).0, 400);
        assert_eq!(world.anonymous().get("/meetings/nonsense/protocol.html").0, 404);
    }
}
