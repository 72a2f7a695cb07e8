//! The order of the Kazakh alphabet, and how names are matched. By code points Ә would come after Я.

/// The alphabet of 42 letters in its order.
const ALPHABET: &str = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя";
/// Where the letters' ranks begin: after every digit and Latin letter, before every other script.
const RANK_BASE: u32 = 0x400;

/// A text that sorts, byte by byte, as the alphabet does; case does not count.
pub fn sort_key(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).map(|letter| rank(letter).unwrap_or(letter)).collect()
}

fn rank(letter: char) -> Option<char> {
    let place = ALPHABET.chars().position(|known| known == letter)?;
    char::from_u32(RANK_BASE + u32::try_from(place).ok()?)
}

/// A text as it is searched in: lower case, ё as е, single spaces.
pub fn fold(text: &str) -> String {
    let lower: String = text.chars().flat_map(char::to_lowercase).map(|c| if c == 'ё' { 'е' } else { c }).collect();
    lower.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_sort_as_the_kazakh_alphabet_does() {
        let mut names =
            vec!["Шымкент", "Қостанай", "Әділет", "Кеңес", "Ұлытау", "Алматы", "Байқоңыр", "9-мектеп", "Іле", "Ырғыз"];
        names.sort_by_key(|name| sort_key(name));
        assert_eq!(
            names,
            ["9-мектеп", "Алматы", "Әділет", "Байқоңыр", "Кеңес", "Қостанай", "Ұлытау", "Шымкент", "Ырғыз", "Іле"]
        );
    }

    #[test]
    fn the_alphabet_has_42_letters_each_once() {
        let mut letters: Vec<char> = ALPHABET.chars().collect();
        letters.sort_unstable();
        letters.dedup();
        assert_eq!(letters.len(), 42);
    }

    #[test]
    fn case_space_and_yo_do_not_matter_in_a_search() {
        assert_eq!(fold("  Зелёный   МИР "), "зеленый мир");
    }
}
