//! The commonest passwords, by the words they are made of.
//!
//! Lists of stolen passwords hold few words in many decorations: `password1234`, `Qwerty!2026`, `p@ssw0rd-2026`. So the
//! words are listed, and a password is common when nothing but digits and signs stands between and around them. A list
//! of whole passwords would be longer and still miss next year's. Digits alone are common too: twelve of them are
//! mostly a telephone number or somebody's IIN.

use std::collections::BTreeSet;

/// Lower case, letters only: words in English, Russian and Kazakh, and rows of their keyboards.
const WORDS: &str = "
    password passwd pass pwd secret letmein welcome login admin administrator root user guest test demo default
    changeme master access account hello iloveyou love sunshine princess dragon monkey football superman batman
    shadow freedom google facebook instagram computer internet summer winter spring autumn kenes government
    ministry council astana almaty shymkent kazakhstan qazaqstan qwerty qwertyui qwertyuiop asdfgh asdfghjkl
    zxcvbn zxcvbnm qaz wsx edc rfv zaq xsw abc abcd abcdef abcdefgh xyz gfhjkm ghbdtn пароль секрет админ
    администратор привет любовь солнышко здравствуйте казахстан астана алматы шымкент совет министерство акимат
    весна лето осень зима йцукен йцукенгшщз фыва фывапролдж ячсмит абв абвгд құпиясөз құпия сөз сәлем қазақстан
    әкімдік кеңес министрлік махаббат көктем жаз күз қыс бақыт
";

fn words() -> impl Iterator<Item = &'static str> {
    WORDS.split_whitespace()
}

/// Whether a password, in lower case, is nothing but common words, digits and signs.
pub(super) fn is_common(lower: &str) -> bool {
    let trimmed = lower.trim_matches(|c| !is_letter(c));
    let spelled: String = trimmed.chars().map(unmasked).collect();
    is_made_of_words(&letters(lower)) || is_made_of_words(&letters(&spelled))
}

/// Beyond ASCII everything tells passwords apart as letters do.
fn is_letter(c: char) -> bool {
    !c.is_ascii() || c.is_ascii_alphabetic()
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| is_letter(*c)).collect()
}

/// The letter that a digit or sign within a word stands for.
fn unmasked(c: char) -> char {
    match c {
        '0' => 'o',
        '1' | '!' => 'i',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        other => other,
    }
}

/// Whether the letters can be cut into common words; none at all can.
fn is_made_of_words(letters: &str) -> bool {
    let mut cuts = BTreeSet::from([0]);
    while let Some(at) = cuts.pop_first() {
        let rest = letters.get(at..).unwrap_or_default();
        if rest.is_empty() {
            return true;
        }
        cuts.extend(words().filter(|word| rest.starts_with(word)).map(|word| at + word.len()));
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_words_with_decorations_are_common() {
        for common in [
            "password1234",
            "p@ssw0rd-2026",
            "1234password!",
            "qwerty123456",
            "1q2w3e4r5t6y",
            "1qaz2wsx3edc",
            "admin-admin-admin",
            "welcome.astana.2026",
            "пароль123456",
            "йцукен-123456",
            "құпиясөз2026",
            "abc123abc123",
            "850101300123",
            "gfhjkm-gfhjkm",
            "------------",
        ] {
            assert!(is_common(common), "{common}");
        }
    }

    #[test]
    fn a_word_of_ones_own_makes_the_difference() {
        for uncommon in [
            "password of the shepherd",
            "a tea house in almaty",
            "kenes demonstration 2026",
            "әөүқңғұһійыэ",
            "қымыз бен наурыз",
            "x7#kq9!vm2pz",
            "🐪🐎🦅🐺🐪🐎🦅🐺🐪🐎🦅🐺",
        ] {
            assert!(!is_common(uncommon), "{uncommon}");
        }
    }

    #[test]
    fn a_long_password_is_judged_at_once() {
        assert!(is_common(&"qazwsxedc".repeat(110)));
        assert!(!is_common(&format!("{}ж", "qwertyuiop".repeat(100))));
    }

    #[test]
    fn every_word_is_listed_once_in_lower_case_letters() {
        let listed: BTreeSet<&str> = words().collect();
        assert_eq!(listed.len(), words().count());
        assert!(words().all(|word| word.chars().all(char::is_alphabetic) && word == word.to_lowercase()));
    }
}
