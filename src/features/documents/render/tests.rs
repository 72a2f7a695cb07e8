use super::super::content::tests::{content, heard};
use super::super::content::{DocumentVersion, sha256};
use super::super::model::DocumentState;
use super::super::model::tests::document;
use super::*;
use crate::kernel::id::Id;
use crate::kernel::localized::Localized;
use proptest::prelude::*;
use uuid::Uuid;

fn version(content: Content) -> DocumentVersion {
    let canonical = content.canonical().expect("writes");
    let document = document(DocumentState::Sent);
    DocumentVersion {
        id: document.version_id,
        document_id: document.id,
        number: 2,
        sha256: sha256(&canonical),
        canonical,
        content,
        author_id: Id::from_uuid(Uuid::from_u128(9)),
        created_at: document.adopted_at,
    }
}

fn rendered(content: Content, state: DocumentState, language: Language, medium: Medium) -> String {
    page(&document(state), &version(content), language, medium)
}

#[test]
fn the_page_says_what_the_version_says_in_the_language_asked_for() {
    let mut content = content();
    content.facts.ru = Some("Факты".into());
    let kk = rendered(content.clone(), DocumentState::Sent, Language::Kk, Medium::Screen);
    let ru = rendered(content, DocumentState::Sent, Language::Ru, Medium::Screen);
    for piece in
        ["<html lang=\"kk\">", "№ 2026/7 қорытынды құжат", "Фактілер", "2026 жылғы 20 қараша", "қоғамдық тыңдау"]
    {
        assert!(kk.contains(piece), "{piece}\n{kk}");
    }
    for piece in ["<html lang=\"ru\">", "Итоговый документ № 2026/7", "<p>Факты</p>", "20 ноября 2026 года", "высокий"]
    {
        assert!(ru.contains(piece), "{piece}\n{ru}");
    }
    assert!(!ru.contains("Фактілер"));
}

#[test]
fn a_document_that_rests_on_a_hearing_names_its_protocol_in_place_of_the_vote() {
    let ru = rendered(heard(), DocumentState::Sent, Language::Ru, Medium::Screen);
    for piece in ["<h2 id=\"hearing\">Общественное слушание</h2>", "<span lang=\"kk\">Тыңдау</span>", "<code>cd</code>"]
    {
        assert!(ru.contains(piece), "{piece}\n{ru}");
    }
    assert!(!ru.contains("<table>"));
    let voted = rendered(content(), DocumentState::Sent, Language::Ru, Medium::Screen);
    assert!(voted.contains("<table>") && !voted.contains("id=\"hearing\""));
}

#[test]
fn a_text_that_is_not_translated_is_marked_as_kazakh() {
    let ru = rendered(content(), DocumentState::Sent, Language::Ru, Medium::Screen);
    assert!(ru.contains("<p lang=\"kk\">Қорытынды</p>"), "{ru}");
    assert!(ru.contains("<span lang=\"kk\">Астана</span>"), "{ru}");
    let kk = rendered(content(), DocumentState::Sent, Language::Kk, Medium::Screen);
    assert_eq!(kk.matches("lang=\"kk\"").count(), 1);
}

#[test]
fn a_draft_says_that_it_is_one_and_no_day_of_sending() {
    let draft = rendered(content(), DocumentState::Draft, Language::Ru, Medium::Screen);
    assert!(draft.contains("class=\"draft\"") && !draft.contains("Дата направления"));
    let sent = rendered(content(), DocumentState::Sent, Language::Ru, Medium::Screen);
    assert!(!sent.contains("class=\"draft\"") && sent.contains("Дата направления"));
}

#[test]
fn screen_and_print_differ_in_their_style_alone() {
    let body = |page: &str| page.split("</style>").nth(1).map(str::to_owned);
    let screen = rendered(content(), DocumentState::Sent, Language::Kk, Medium::Screen);
    let print = rendered(content(), DocumentState::Sent, Language::Kk, Medium::Print);
    assert_eq!(body(&screen), body(&print));
    assert!(print.contains("@page{size:A4") && !screen.contains("@page"));
}

#[test]
fn the_policy_names_the_hash_of_the_style_on_the_page() {
    for medium in [Medium::Screen, Medium::Print] {
        let page = rendered(content(), DocumentState::Sent, Language::Kk, medium);
        let style = page.split("<style>").nth(1).and_then(|rest| rest.split("</style>").next()).expect("a style");
        let hash = STANDARD.encode(Sha256::digest(style));
        assert!(medium.security_policy().contains(&format!("style-src 'sha256-{hash}';")));
    }
}

proptest! {
    /// Whatever is written into every field, the page has the elements it would have with harmless words.
    #[test]
    fn nothing_that_is_written_becomes_markup(text in "[a-zә<>&\"'/=!-]{1,40}") {
        let word = Localized { kk: text.clone(), ru: Some(text.clone()), en: None };
        let harmless = Localized { kk: "сөз".into(), ru: Some("слово".into()), en: None };
        let with = |word: &Localized| {
            let mut content = content();
            content.council.name = word.clone();
            content.body.name = word.clone();
            content.decision.title = word.clone();
            content.place = word.clone();
            content.facts = word.clone();
            content.conclusion = word.clone();
            content.participants = vec![Participant { name: word.kk.clone(), standing: Some(word.clone()) }];
            for proposal in &mut content.recommendations {
                proposal.text = word.clone();
                proposal.addressees.iter_mut().for_each(|body| body.name = word.clone());
            }
            rendered(content, DocumentState::Sent, Language::Ru, Medium::Screen)
        };
        let tags = |page: &str| page.matches('<').count();
        prop_assert_eq!(tags(&with(&word)), tags(&with(&harmless)));
    }
}
