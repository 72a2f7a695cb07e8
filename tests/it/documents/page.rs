//! The page of a final document, as a browser gets it.

use super::{adopt, concluded, draft, read, send, sent, words};
use crate::support::{Client, Personas};
use serde_json::json;
use std::collections::BTreeMap;

struct Page {
    status: u16,
    headers: BTreeMap<String, String>,
    text: String,
}

fn fetch(client: &Client, document: &str, query: &str) -> Page {
    let address = format!("{}/documents/{document}.html{query}", client.base);
    let mut request = client.agent.get(address).header("Accept-Language", client.language);
    if let Some(token) = &client.token {
        request = request.header("Authorization", format!("Bearer {token}"));
    }
    let mut response = request.call().expect("the server answers");
    let header = |(name, value): (&ureq::http::HeaderName, &ureq::http::HeaderValue)| {
        (name.as_str().to_owned(), value.to_str().unwrap_or_default().to_owned())
    };
    let headers = response.headers().iter().map(header).collect();
    Page { status: response.status().as_u16(), headers, text: response.body_mut().read_to_string().unwrap_or_default() }
}

on_both! {
    fn everybody_reads_a_sent_document_in_kazakh_and_in_russian(world) {
        let p = Personas::of(world);
        let document = sent(&p, &p.decision("A decision"));
        let kk = fetch(&world.anonymous(), &document, "?lang=kk");
        assert_eq!((kk.status, kk.headers["content-type"].as_str(), kk.headers["content-language"].as_str()), (200, "text/html; charset=utf-8", "kk"));
        for piece in ["<html lang=\"kk\">", "№ 2026/1 қорытынды құжат", "The facts (қаз)", "1-ұсыным", "Publish it (қаз)", "2026 жылғы 22 қараша"] {
            assert!(kk.text.contains(piece), "{piece}\n{}", kk.text);
        }
        let ru = fetch(&world.anonymous(), &document, "?lang=ru");
        for piece in ["<html lang=\"ru\">", "Итоговый документ № 2026/1", "The facts (рус)", "Рекомендация 1", "1 января 2027 года"] {
            assert!(ru.text.contains(piece), "{piece}\n{}", ru.text);
        }
        // Without a wish: the first of the reader's languages that documents are set in.
        assert_eq!(fetch(&world.anonymous().speaking("en, ru;q=0.5"), &document, "").headers["content-language"], "ru");
        assert_eq!(fetch(&world.anonymous().speaking("en"), &document, "").headers["content-language"], "kk");
        let hash = read(&world.anonymous(), &document)["version"]["sha256"].as_str().expect("a hash").to_owned();
        assert!(kk.text.contains(&hash) && ru.text.contains(&hash));
    }

    fn the_print_sheet_sets_the_same_words_for_paper(world) {
        let p = Personas::of(world);
        let document = sent(&p, &p.decision("A decision"));
        let (screen, print) = (fetch(&world.anonymous(), &document, "?lang=ru"), fetch(&world.anonymous(), &document, "?lang=ru&print=1"));
        let body = |page: &Page| page.text.split("</style>").nth(1).expect("a body").to_owned();
        assert_eq!(body(&screen), body(&print));
        assert!(print.text.contains("@page{size:A4") && !screen.text.contains("@page"));
        assert_ne!(screen.headers["content-security-policy"], print.headers["content-security-policy"]);
    }

    fn the_page_can_do_nothing_but_be_read(world) {
        let p = Personas::of(world);
        let review = concluded(&p, &p.decision("<script>alert(1)</script>"));
        let mut words = words(&p);
        let evil = "</p><script>alert('x')</script><img src=x onerror=alert(1)> & \"quoted\"";
        words["facts"] = json!({ "kk": evil });
        words["participants"] = json!([{ "name": evil }]);
        let document = adopt(&p.get("chair"), &review, &words).text("/document/id");
        send(&p.get("chair"), &document, 1).done();
        let page = fetch(&world.anonymous(), &document, "?lang=kk");
        assert!(!page.text.contains("<script") && !page.text.contains("<img"), "{}", page.text);
        assert!(page.text.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;"));
        let policy = &page.headers["content-security-policy"];
        assert!(policy.starts_with("default-src 'none'; style-src 'sha256-") && !policy.contains("unsafe"), "{policy}");
        assert_eq!((page.headers["x-content-type-options"].as_str(), page.headers["cache-control"].as_str()), ("nosniff", "no-store"));
    }

    fn the_page_is_seen_by_whoever_sees_the_document(world) {
        let p = Personas::of(world);
        let document = draft(&p, &p.decision("A decision"));
        let member = fetch(&p.get("member-01"), &document, "?lang=ru");
        assert!(member.status == 200 && member.text.contains("Проект: документ ещё не направлен."), "{}", member.text);
        let absent = fetch(&world.anonymous(), "doc_00000000000000000000000000", "");
        for who in ["anonymous", "citizen", "officer"] {
            let hidden = fetch(&p.get(who), &document, "");
            assert_eq!((hidden.status, &hidden.text), (404, &absent.text), "{who}");
        }
        assert_eq!(absent.status, 404);
        send(&p.get("chair"), &document, 1).done();
        let shown = fetch(&world.anonymous(), &document, "?lang=ru");
        assert!(shown.status == 200 && !shown.text.contains("Проект:"));
        assert_eq!(fetch(&world.anonymous().with_token("nonsense"), &document, "").status, 401);
    }

    fn the_media_open_the_page_of_an_embargoed_decision_only_on_record(world) {
        let p = Personas::of(world);
        let decision = p.draft("Embargoed");
        p.publish(&decision, &json!({ "embargoedUntil": "2026-11-22T07:00:00Z" }));
        let document = sent(&p, &decision);
        assert_eq!(fetch(&world.anonymous(), &document, "").status, 404);
        assert_eq!(fetch(&p.get("chair"), &document, "").status, 200);
        assert_eq!(p.events("EMBARGOED_DECISION_READ").len(), 0);
        assert_eq!(fetch(&p.get("media"), &document, "").status, 200);
        assert_eq!(p.event_about("EMBARGOED_DECISION_READ", &decision)["actor"]["id"], json!(world.cast.person("media")));
    }

    fn what_is_not_understood_is_said_so(world) {
        let p = Personas::of(world);
        let document = sent(&p, &p.decision("A decision"));
        for query in ["?lang=en", "?lang=xx", "?print=yes"] {
            assert_eq!(fetch(&world.anonymous(), &document, query).status, 400, "{query}");
        }
        for id in ["nonsense", "dec_00000000000000000000000000"] {
            assert_eq!(fetch(&world.anonymous(), id, "").status, 404, "{id}");
        }
        assert_eq!(fetch(&world.anonymous(), &document, "?lang=ru-KZ&print=0").status, 200);
    }
}
