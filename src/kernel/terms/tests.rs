use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;

/// What both databases do with the terms, in a few lines.
struct Index(BTreeSet<String>);

impl Index {
    fn of(text: &str) -> Self {
        Self(index_terms(&[text]).split_whitespace().map(str::to_owned).collect())
    }

    fn holds(&self, term: &Term) -> bool {
        if !term.prefix {
            return self.0.contains(&term.text);
        }
        self.0.range(term.text.clone()..).next().is_some_and(|first| first.starts_with(&term.text))
    }

    fn finds(&self, query: &str) -> bool {
        let words = query_terms(query);
        !words.is_empty() && words.iter().all(|readings| readings.iter().any(|term| self.holds(term)))
    }
}

fn finds(query: &str, text: &str) -> bool {
    Index::of(text).finds(query)
}

/// Each form of a word finds each other form of it.
fn all_meet(forms: &[&str]) {
    for query in forms {
        for text in forms {
            assert!(finds(query, text), "{query} does not find {text}");
        }
    }
}

#[test]
fn kazakh_nouns_meet_in_all_their_forms() {
    all_meet(&["балабақша", "балабақшаға", "балабақшаның", "балабақшаларға", "балабақшасында", "Балабақшамыздан"]);
    all_meet(&["аудан", "ауданы", "ауданның", "ауданында", "аудандарға", "аудандарының"]);
    all_meet(&["жұмыс", "жұмысы", "жұмысты", "жұмыстары", "жұмысының", "жұмысынан"]);
    all_meet(&["құқық", "құқығы", "құқықтар", "құқықтарын", "құқығына"]);
    all_meet(&["мектеп", "мектебі", "мектептің", "мектептерде", "мектептегі"]);
    all_meet(&["жер", "жердің", "жерге", "жері", "жерінде", "жерлерді", "жермен"]);
    all_meet(&["заң", "заңы", "заңның", "заңға", "заңында", "заңдар"]);
    all_meet(&["үй", "үйі", "үйде", "үйлер", "үйлеріміздің"]);
    all_meet(&["халық", "халқы", "халқының", "халыққа"]);
    all_meet(&["орын", "орны", "орында", "орнында", "орындар"]);
    all_meet(&["фонд", "фонды", "фондының", "фондқа"]);
    all_meet(&["әкімдік", "әкімдігі", "әкімдікке", "әкімдіктердің"]);
    all_meet(&["бап", "бабы", "баптың", "бабында"]);
    all_meet(&["кеңес", "кеңесі", "кеңестің", "кеңестер", "кеңесінің"]);
}

#[test]
fn russian_words_meet_in_all_their_forms() {
    all_meet(&["бюджет", "бюджета", "бюджету", "бюджетом", "бюджеты"]);
    all_meet(&["ёлка", "елки", "ЁЛКУ", "е\u{308}лкой"]);
    all_meet(&["решение", "решения", "решением", "решений"]);
    all_meet(&["закупка", "закупки", "закупке"]);
}

#[test]
fn english_words_meet_in_all_their_forms() {
    all_meet(&["council", "councils", "Council's"]);
    all_meet(&["voting", "voted", "votes"]);
}

#[test]
fn a_long_kazakh_root_finds_what_is_built_on_it() {
    assert!(finds("облыс", "облыстық бюджет"));
    assert!(finds("министр", "министрлік"));
    assert!(finds("бюджет", "бюджеттік"));
    assert!(finds("тендер", "тендерлер өткізу"));
    assert!(finds("тендер", "проведение тендера"));
}

#[test]
fn a_root_does_not_find_strangers_that_begin_like_it() {
    for (query, text) in [
        ("орган", "организация"),
        ("үкім", "үкімет"),
        ("жер", "жергілікті"),
        ("страна", "страхование"),
        ("документа", "докука"),
        ("аудан", "аударма"),
        ("2025", "20251231"),
        ("бюджета", "бюджетный"),
        ("тендер", "он млн теңге"),
        ("тендер", "27 миллиардов тенге"),
    ] {
        assert!(!finds(query, text), "{query} finds {text}");
    }
}

#[test]
fn russian_words_keep_what_only_looks_like_a_kazakh_ending() {
    for word in ["бюджета", "документа", "комитета", "работа", "страна", "политике"]
    {
        assert_eq!(kazakh::roots(word), [word]);
    }
}

#[test]
fn every_word_of_a_query_is_wanted() {
    let text = "Балабақшаға кезек: Астана қаласы, 2025 жыл";
    assert!(finds("кезек балабақша 2025", text));
    assert!(!finds("кезек балабақша 2024", text));
}

#[test]
fn latin_lookalikes_in_cyrillic_words_are_mended() {
    assert!(finds("білім", "бiлiм"));
    assert!(finds("əкiмдiк", "әкімдігі"));
    assert!(finds("wifi", "WiFi"));
}

#[test]
fn stress_marks_and_soft_hyphens_do_not_cut_words() {
    assert!(finds("замок", "за\u{301}мок"));
    assert!(finds("бюджет", "бюд\u{ad}жет"));
}

#[test]
fn single_letters_are_dropped_and_single_digits_kept() {
    assert_eq!(index_terms(&["а и b, 5"]), "5");
    assert!(query_terms("а! b?").is_empty());
    assert!(query_terms("").is_empty());
    assert_eq!(query_terms("5"), [[Term { text: "5".to_owned(), prefix: false }]]);
}

#[test]
fn terms_are_sorted_distinct_and_from_all_texts() {
    assert_eq!(index_terms(&["votes 7", "кеңес", "7 votes"]), "7 qevote qzкеңес votes кеңес");
    assert_eq!(index_terms(&[]), "");
}

#[test]
fn limits_hold() {
    let long = "ұ".repeat(TOKEN_CHARS + 20);
    assert!(finds(&long, &long));
    assert!(index_terms(&[&long]).split(' ').all(|term| term.chars().count() <= TOKEN_CHARS + 2));

    let words: Vec<String> = (0..40).map(|n| format!("w{n}")).collect();
    assert_eq!(query_terms(&words.join(" ")).len(), QUERY_WORDS);
    assert_eq!(query_terms("сот заң соты сот").len(), 2, "forms of one word are asked once");

    let word = |n: usize| format!("w{n:039}");
    let huge: Vec<String> = (0..25_000).map(word).collect();
    let huge = huge.join(" ");
    let index = Index::of(&huge);
    assert!(index.finds(&word(0)) && !index.finds(&word(24_999)));
    assert!((INDEX_BYTES - 50..=INDEX_BYTES).contains(&index_terms(&[&huge]).len()));
}

#[test]
fn hostile_tokens_have_few_readings() {
    for syllable in ["ны", "сы", "ының", "дыты", "нысы", "лар", "н", "ы"] {
        let token: String = syllable.repeat(TOKEN_CHARS).chars().take(TOKEN_CHARS).collect();
        let readings: usize = query_terms(&token).iter().map(Vec::len).sum();
        assert!((1..=9).contains(&readings), "{token}: {readings}");
    }
}

#[test]
fn folding_any_letter_twice_changes_nothing() {
    for c in ('\0'..=char::MAX).filter(|c| c.is_alphanumeric()) {
        let once = fold(&c.to_string());
        assert_eq!(fold(&once), once, "{c:?}");
    }
}

#[test]
fn the_short_way_of_folding_is_the_long_way() {
    for c in ('\0'..=char::MAX).filter(|c| is_plain(*c)) {
        let text = format!("{c}x{c}{c}ж");
        assert_eq!(fold_plain(&text), fold_any(&text), "{c:?}");
    }
}

/// Words of the three languages, and anything else.
fn text() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        "[А-Яа-яЁё]{1,14}",
        "[а-яәғқңөұүһі]{1,14}",
        "[бд][ауы](лар|ның|да|сы|ны|н|ға|ымыз){0,5}",
        "[A-Za-z]{1,14}",
        "[0-9]{1,12}",
        "\\PC{0,12}",
        any::<String>(),
    ];
    proptest::collection::vec(word, 0..12).prop_map(|words| words.join(" "))
}

proptest! {
    #[test]
    fn each_piece_of_a_text_finds_the_text(text in text()) {
        let index = Index::of(&text);
        for piece in text.split_whitespace().chain([text.as_str()]) {
            prop_assert!(query_terms(piece).is_empty() || index.finds(piece), "{:?} does not find {:?}", piece, text);
        }
    }

    #[test]
    fn folding_twice_changes_nothing(text in text()) {
        let once = fold(&text);
        prop_assert_eq!(fold(&once), once);
    }

    #[test]
    fn terms_are_letters_and_digits_only(text in text()) {
        let stored = index_terms(&[&text]);
        let stored = stored.split_whitespace().map(str::to_owned);
        let asked = query_terms(&text).into_iter().flatten().map(|term| term.text);
        for term in stored.chain(asked) {
            prop_assert!(!term.is_empty() && term.chars().all(is_word_char), "{:?}", term);
            prop_assert_eq!(fold(&term), term);
        }
    }

    #[test]
    fn indexed_terms_are_sorted_and_distinct(text in text()) {
        let stored = index_terms(&[&text]);
        let terms: Vec<&str> = stored.split_whitespace().collect();
        prop_assert!(terms.is_sorted_by(|a, b| a < b));
        prop_assert_eq!(terms.join(" "), stored);
    }
}
