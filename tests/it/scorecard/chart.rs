//! The picture of a scorecard, as a newspaper's page fetches it.

use crate::support::Personas;
use crate::support::dialogue::{Dialogue, refused};
use crate::support::files::Answer;
use kenes::kernel::id::Id;
use serde_json::json;

fn text(answer: &Answer) -> String {
    String::from_utf8(answer.body.clone()).expect("UTF-8")
}

on_both! {
    fn a_body_and_a_region_are_drawn_in_three_languages(world) {
        let p = Personas::of(world);
        let d = Dialogue::with(&p, &p.decision("Public"), &[&["ministry", "akimat"], &["ministry"]]);
        d.answer(&p.get("officer"), &d.addressees[0][0], &refused()).done();
        let client = world.anonymous();
        let fetch = |id: &str, query: &str| client.fetch(&format!("/scorecards/{id}.svg{query}"), &[]);
        let ministry = fetch(&world.cast.ministry.wire(), "?lang=en");
        assert_eq!((ministry.status, ministry.header("content-type"), ministry.header("content-language")), (200, "image/svg+xml; charset=utf-8", "en"));
        let picture = text(&ministry);
        for piece in ["role=\"img\"", "<title id=\"title\">Ministry of Digital Development: ", "Recommendations sent: 2. All time", "Answered on time: 1", "Term still running: 1",
            "Answers that refuse: 1 / 1", "median 0, 90th percentile 0", "As of 2026-11-22"] {
            assert!(picture.contains(piece), "{piece}\n{picture}");
        }
        let city = text(&fetch(&world.cast.city.wire(), "?lang=ru&from=2026-11-22&until=2026-11-23"));
        assert!(city.contains("Направлено рекомендаций: 1. Период: 22.11.2026 – 22.11.2026") && city.contains("Astana (рус)"), "{city}");
        // The address alone says what is fetched: without a wish Kazakh, whatever the reader speaks.
        let default = client.fetch(&format!("/scorecards/{}.svg", world.cast.republic.wire()), &[("Accept-Language", "ru")]);
        assert!(default.header("content-language") == "kk" && text(&default).contains("Жіберілген ұсынымдар: 3. Барлық уақыт"));
        let before = text(&fetch(&world.cast.ministry.wire(), "?lang=en&until=2026-11-22"));
        assert!(before.contains("No recommendations sent"));
    }

    fn the_picture_can_do_nothing_and_may_be_embedded_and_kept(world) {
        let client = world.anonymous();
        let path = format!("/scorecards/{}.svg?lang=kk", world.cast.ministry.wire());
        let fetched = client.fetch(&path, &[]);
        assert_eq!(fetched.header("content-security-policy"), "default-src 'none'; sandbox");
        assert_eq!((fetched.header("x-content-type-options"), fetched.header("cache-control")), ("nosniff", "public, max-age=300"));
        assert_eq!((fetched.header("access-control-allow-origin"), fetched.header("cross-origin-resource-policy")), ("*", "cross-origin"));
        for word in ["<script", "href", "style", "<!", "url("] {
            assert!(!text(&fetched).contains(word), "{word}");
        }
        let again = client.fetch(&path, &[("If-None-Match", fetched.header("etag"))]);
        assert_eq!((again.status, again.body.len(), again.header("etag")), (304, 0, fetched.header("etag")));
        assert_eq!(client.fetch(&path, &[("If-None-Match", "\"other\"")]).status, 200);
        // A token is not looked at, not even a bad one: what is kept for one is right for all.
        assert_eq!(client.with_token("nonsense").fetch(&path, &[]).body, fetched.body);
    }

    fn a_name_is_shown_as_it_is_and_never_run(world) {
        let p = Personas::of(world);
        let name = "</title><script>alert(1)</script> \"A & B\"";
        let input = json!({ "kind": "MINISTRY", "regionId": world.cast.republic.wire(), "name": { "kk": name }, "councilEligibility": "ELIGIBLE", "establishedOn": "2020-01-01" });
        let body = p.get("registrar").mutate("createStateBody", &input, "body { id }").text("/body/id");
        let picture = text(&world.anonymous().fetch(&format!("/scorecards/{body}.svg"), &[]));
        assert!(!picture.contains("<script") && picture.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), "{picture}");
    }

    fn what_is_not_there_or_not_understood_is_said_so(world) {
        let client = world.anonymous();
        let status = |path: &str| client.fetch(path, &[]).status;
        let ministry = world.cast.ministry.wire();
        for query in ["?lang=xx", "?from=yesterday", "?from=2026-11-23&until=2026-11-23", "?until=1999-01-01"] {
            assert_eq!(status(&format!("/scorecards/{ministry}.svg{query}")), 400, "{query}");
        }
        let nobody: kenes::kernel::id::StateBodyId = Id::from_uuid(uuid::Uuid::nil());
        for id in [nobody.wire(), world.cast.council.wire(), "nonsense".to_owned()] {
            assert_eq!(status(&format!("/scorecards/{id}.svg")), 404, "{id}");
        }
    }
}
