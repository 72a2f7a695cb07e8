use super::*;

fn name(text: &str) -> Localized {
    Localized { kk: text.into(), ru: None, en: None }
}

fn drawn(name: &Localized, card: &Scorecard, locale: Locale) -> String {
    let day = |text: &str| text.parse().expect("a day");
    let period = Period::new(Some(day("2026-01-01")), Some(day("2026-04-01"))).expect("good");
    draw(Caption { name, period, today: day("2026-11-22") }, card, locale)
}

fn card() -> Scorecard {
    Scorecard {
        on_time: 7,
        late: 2,
        overdue: 3,
        running: 1,
        refused: 2,
        accepted: 7,
        milestones_kept: 3,
        milestones_late: 1,
        ..Scorecard::default()
    }
}

#[test]
fn every_number_is_spoken_and_shown_in_each_language() {
    for (locale, pieces) in [
        (
            Locale::Kk,
            [
                "Жіберілген ұсынымдар: 13",
                "Мерзімінде жауап берілді: 7",
                "01.01.2026 – 31.03.2026",
                "Бас тартылған жауаптар: 2 / 9",
            ],
        ),
        (
            Locale::Ru,
            [
                "Направлено рекомендаций: 13",
                "Срок истёк, ответа нет: 3",
                "По состоянию на 22.11.2026",
                "Этапов выполнено в срок: 3 / 4",
            ],
        ),
        (
            Locale::En,
            ["Recommendations sent: 13", "Answered late: 2", "2026-01-01 – 2026-03-31", "Milestones kept: 3 / 4"],
        ),
    ] {
        let picture = drawn(&name("Министрлік"), &card(), locale);
        let (spoken, shown) = picture.split_once("</desc>").expect("a description");
        for piece in pieces {
            assert!(spoken.contains(piece) && shown.contains(piece), "{piece}\n{picture}");
        }
        assert!(
            spoken.contains("<title id=\"title\">Министрлік: ")
                && spoken.contains(&format!("lang=\"{}\"", locale.code()))
        );
    }
}

#[test]
fn a_name_is_never_markup_and_never_too_long() {
    let evil = name("</title><script>alert('x')</script> & \"q\" \u{1}\u{FFFF}");
    let picture = drawn(&evil, &card(), Locale::En);
    assert!(
        !picture.contains("<script")
            && picture.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;q&quot;")
    );
    assert!(!picture.contains('\u{1}') && !picture.contains('\u{FFFF}'));
    let long = drawn(&name(&"Өңірлік даму министрлігі ".repeat(20)), &card(), Locale::Kk);
    let shown = long.split_once("</desc>").expect("a description").1;
    assert!(shown.lines().filter(|line| line.contains("bold")).count() == 2 && shown.contains('…'));
}

#[test]
fn nothing_but_text_and_rectangles_is_drawn_and_nothing_is_loaded() {
    let picture = drawn(&name("Министрлік"), &Scorecard::default(), Locale::En);
    assert!(picture.contains("No recommendations sent") && picture.contains("median –, 90th percentile –"));
    for tag in picture.split('<').skip(1).filter_map(|tag| tag.split([' ', '>', '/']).find(|word| !word.is_empty())) {
        assert!(["svg", "title", "desc", "rect", "text"].contains(&tag), "{tag}");
    }
    for word in ["href", "style", "url(", "script", "<?", "<!"] {
        assert!(!picture.contains(word), "{word}");
    }
}

#[test]
fn the_parts_of_the_bar_fill_it() {
    let width = |picture: &str| -> u32 {
        let parts =
            picture.lines().filter(|line| line.contains("height=\"28\"") && line.contains("stroke=\"#ffffff\""));
        parts.filter_map(|line| line.split("width=\"").nth(1)?.split('"').next()?.parse::<u32>().ok()).sum()
    };
    assert_eq!(width(&drawn(&name("М"), &card(), Locale::Kk)), 600);
    assert_eq!(width(&drawn(&name("М"), &Scorecard { late: 1, ..Scorecard::default() }, Locale::Kk)), 600);
    assert_eq!(width(&drawn(&name("М"), &Scorecard::default(), Locale::Kk)), 0);
}
