//! A light Kazakh stemmer: from an inflected noun to the root under which it is indexed.
//!
//! Kazakh glues endings to a noun in a fixed order, plural, then possession, then case: `бала-лар-ымыз-ға`, "to our
//! children". So endings are taken off from the back until none fits. Two things keep that from eating whole words:
//!
//! * **Assimilation.** The first letter of an ending depends on the sound before it: `сот-қа` but `заң-ға`, `сот-тың`
//!   but `жол-дың`. An ending after the wrong sound is no ending. Kazakh spelling is strict here, and Russian is
//!   not Kazakh: `бюджета` and `документа` keep their `та`, which could only follow a voiceless consonant.
//! * **Length.** Three letters must remain, or one of the two-letter nouns of [`SHORT`].
//!
//! Vowel harmony is deliberately not checked: loanwords break it (`факт-іге`, `банк-ке`).
//!
//! `ауданы` is `аудан-ы` ("its district"), `қаланы` is `қала-ны` ("the city", object). Nothing but a dictionary tells them
//! apart, so such words get both roots; one of the two meets the other forms of the word, and the other meets nearly nothing.
//!
//! # What it is worth
//! On the nouns of the treebank UD Kazakh-KTB (1,470 pairs of an inflected form and its dictionary form) 96 % of the pairs find each
//! other both ways; the word lists below were drawn up with a look at what was missed, so expect a little less elsewhere.
//! On Russian text the Kazakh readings add one wrong hit in a thousand. Not covered:
//! * verbs (12 % meet): `қабылдады` does not find `қабылдау`;
//! * "my" and "your" of one person (`балам`): their endings cannot be told from the many nouns in -ым, `білім`, `шешім`;
//! * word formation (`облыс-тық`), except by the prefix search of the parent module.

/// At most this many readings of one token.
const ROOTS: usize = 4;

/// What an ending may follow, as a set of sounds.
type Sounds = u8;

const VOWEL: Sounds = 1;
/// р л й, and у and и, which are half vowels.
const GLIDE: Sounds = 1 << 1;
const NASAL: Sounds = 1 << 2;
const BUZZ: Sounds = 1 << 3;
/// Voiceless consonants, and б в г д, which loanwords end in and Kazakh hears as voiceless.
const VOICELESS: Sounds = 1 << 4;
/// ы and і, after which an н shows that they mean "his, her, its": `бала-сы-нда`.
const THIRD: Sounds = 1 << 5;
const VOICED: Sounds = GLIDE | NASAL | BUZZ;
const CONSONANT: Sounds = VOICED | VOICELESS;

/// The endings, by what they may follow.
const ENDINGS: &[(Sounds, &[&str])] = &[
    // Plural.
    (VOWEL | GLIDE, &["лар", "лер"]),
    (VOICED, &["дар", "дер"]),
    (VOICELESS, &["тар", "тер"]),
    // Possession: his, her, its; our; your (polite).
    (VOWEL, &["сы", "сі", "мыз", "міз", "ңыз", "ңіз"]),
    (CONSONANT, &["ы", "і", "ымыз", "іміз", "ыңыз", "іңіз"]),
    // Genitive, "of".
    (VOWEL | NASAL, &["ның", "нің"]),
    (GLIDE | BUZZ, &["дың", "дің"]),
    (VOICELESS, &["тың", "тің"]),
    // Dative, "to".
    (VOWEL | VOICED, &["ға", "ге"]),
    (VOICELESS, &["қа", "ке"]),
    (THIRD, &["на", "не"]),
    // Accusative, the object.
    (VOWEL, &["ны", "ні"]),
    (VOICED, &["ды", "ді"]),
    (VOICELESS, &["ты", "ті"]),
    (THIRD, &["н"]),
    // Locative, "in", and "that is in".
    (VOWEL | VOICED, &["да", "де", "дағы", "дегі"]),
    (VOICELESS, &["та", "те", "тағы", "тегі"]),
    (THIRD, &["нда", "нде", "ндағы", "ндегі"]),
    // Ablative, "from".
    (VOWEL | GLIDE | BUZZ, &["дан", "ден"]),
    (VOICELESS, &["тан", "тен"]),
    (NASAL | THIRD, &["нан", "нен"]),
    // Instrumental, "with".
    (VOWEL | GLIDE | NASAL, &["мен"]),
    (BUZZ, &["бен"]),
    (VOICELESS, &["пен"]),
];

/// Accusative after a vowel, or the last consonant of the word and "its"?
const TWO_WAYS: &[&str] = &["ны", "ні", "сы", "сі", "ды", "ді", "ты", "ті"];

/// The only two-letter words to which endings are believed to be glued.
const SHORT: &[&str] = &[
    "ай", "ас", "ат", "аң", "ел", "ем", "ер", "ес", "ет", "ие", "ит", "ой", "от", "оқ", "су", "ту", "іс", "іш", "үй",
    "үн", "ұл", "ұн", "ұя", "әл", "ән", "өз",
];

/// Words that look inflected and are not, among those that council papers are full of.
const WHOLE: &[&str] = &[
    "тендер",
    "лидер",
    "брендер",
    "айқын",
    "ақын",
    "алтын",
    "ағын",
    "басқа",
    "бұрын",
    "бүгін",
    "дайын",
    "дейін",
    "еркін",
    "жақын",
    "жиын",
    "кейін",
    "келін",
    "қазақстан",
    "қаржы",
    "қиын",
    "мүмкін",
    "пайда",
    "тасқын",
    "теңге",
    "түркістан",
    "түтін",
    "тұрғын",
];

/// Words that lose a vowel before some endings (`халық`, `халқы`): without it, and whole.
const ELIDED: &[(&str, &str)] = &[
    ("ауз", "ауыз"),
    ("ерк", "ерік"),
    ("көрк", "көрік"),
    ("қалп", "қалып"),
    ("қарн", "қарын"),
    ("мойн", "мойын"),
    ("мұрн", "мұрын"),
    ("мүлк", "мүлік"),
    ("орн", "орын"),
    ("парқ", "парық"),
    ("халқ", "халық"),
    ("ғұрп", "ғұрып"),
    ("әрп", "әріп"),
];

/// Whether only Kazakh, and not Russian, writes this (lower-case) letter.
pub(super) const fn is_own_letter(c: char) -> bool {
    matches!(c, 'ә' | 'ғ' | 'қ' | 'ң' | 'ө' | 'ұ' | 'ү' | 'һ' | 'і')
}

/// The roots a folded Cyrillic token may have: at least one, at most [`ROOTS`], distinct, in a fixed order.
pub(super) fn roots(token: &str) -> Vec<String> {
    let mut seen = vec![token];
    let mut roots: Vec<String> = Vec::new();
    let mut next = 0;
    // All that is ever seen is a beginning of the token, so this ends after as many rounds as the token has letters.
    while let Some(&word) = seen.get(next) {
        next += 1;
        let shorter = without_ending(word);
        if shorter.is_empty() {
            let root = canonical(word);
            if !roots.contains(&root) {
                roots.push(root);
            }
        }
        for rest in shorter {
            if !seen.contains(&rest) {
                seen.push(rest);
            }
        }
    }
    roots.truncate(ROOTS);
    roots
}

/// What is left when one ending is taken off: nothing if no ending fits, two readings for [`TWO_WAYS`].
fn without_ending(word: &str) -> Vec<&str> {
    if is_whole(word) {
        return Vec::new();
    }
    let mut rests: Vec<&str> = ENDINGS
        .iter()
        .flat_map(|(after, endings)| endings.iter().map(move |ending| (*after, *ending)))
        .filter_map(|(after, ending)| word.strip_suffix(ending).filter(|rest| can_follow(rest, after)))
        .collect();
    if let Some(whole) = rests.iter().copied().find(|rest| is_whole(rest)) {
        return vec![whole];
    }
    // The longest ending first.
    rests.sort_by_key(|rest| rest.len());
    let readings = if TWO_WAYS.iter().any(|ending| word.ends_with(ending)) { 2 } else { 1 };
    rests.truncate(readings);
    rests
}

fn can_follow(rest: &str, after: Sounds) -> bool {
    let long_enough = rest.chars().nth(2).is_some() || SHORT.contains(&rest);
    let fits = rest.chars().next_back().is_some_and(|last| sounds(last) & after != 0);
    long_enough && fits && rest.chars().any(|c| sounds(c) & VOWEL != 0)
}

const fn sounds(c: char) -> Sounds {
    match c {
        'а' | 'ә' | 'е' | 'о' | 'ө' | 'ұ' | 'ү' | 'э' | 'ю' | 'я' => VOWEL,
        'ы' | 'і' => VOWEL | THIRD,
        'и' | 'у' => VOWEL | GLIDE,
        'р' | 'л' | 'й' => GLIDE,
        'м' | 'н' | 'ң' => NASAL,
        'з' | 'ж' => BUZZ,
        'ь' => CONSONANT,
        _ => VOICELESS,
    }
}

fn is_whole(word: &str) -> bool {
    WHOLE.contains(&word) || ELIDED.iter().any(|(_, whole)| *whole == word)
}

/// One spelling per root: `ь` off (`модель`, `моделі`), the lost vowel back, and the last consonant as it sounds when
/// nothing follows it (`мектеб-і` is `мектеп`, `құқығ-ы` is `құқық`).
fn canonical(word: &str) -> String {
    let word = word.trim_end_matches('ь');
    if let Some((_, whole)) = ELIDED.iter().find(|(short, _)| *short == word) {
        return (*whole).to_owned();
    }
    for (voiced, voiceless) in [('б', 'п'), ('г', 'к'), ('ғ', 'қ')] {
        if let Some(rest) = word.strip_suffix(voiced) {
            return format!("{rest}{voiceless}");
        }
    }
    word.to_owned()
}
