//! The BIN (бизнес-сәйкестендіру нөмірі, бизнес-идентификационный номер): the number of a legal entity in Kazakhstan.
//!
//! Twelve digits a1 … a12. a1–a4 are the year and month of registration, a5 the kind of entity, a6 its place in the group (head
//! office, branch, …), a7–a11 a serial number and a12 the check digit:
//!
//! * s = (1·a1 + 2·a2 + … + 11·a11) mod 11. If s is not 10, a12 = s.
//! * If s is 10, it is computed again with the weights 3 4 5 6 7 8 9 10 11 1 2. If it is 10 again, no such number is issued.
//!
//! Source: Rules for forming identification numbers, Government Resolution № 406 of 22 May 2007. \[R\] (the text of the
//! rules was not at hand; several open implementations agree, and numbers in use pass).
//!
//! # What the check digit is worth
//! Less than one expects. The weight 11 is 0 modulo 11, so under the first weights a **wrong a11 is never noticed**. A wrong
//! digit at a1 … a10 is noticed as long as the true and the wrong number are checked by the same weights; where the mistake
//! changes the weights, about one in ten slips through. A wrong a12 is always noticed. All in all one single-digit
//! mistake in eleven goes unnoticed. A valid BIN is therefore well-formed, and no more: only a register says that it exists.
//!
//! # A person's number is not a BIN
//! The IIN of a person has the same length and the same check digit, and Kenes must never store one. The fifth digit tells them
//! apart: see [`Bin::may_be_personal`]. Ask it before anything is written.

/// The number of a legal entity: twelve digits with a right check digit.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Bin(String);

/// Why a text is not a [`Bin`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BinError {
    /// Not twelve characters.
    Length,
    /// Twelve characters, but not all of them ASCII digits.
    Digits,
    /// Twelve digits, but the last one does not follow from the others, or no last one could.
    Checksum,
}

const DIGITS: usize = 12;
const MODULUS: u32 = 11;
/// What no single digit can express.
const NO_DIGIT: u32 = 10;
const FIRST_WEIGHTS: [u32; 11] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
const SECOND_WEIGHTS: [u32; 11] = [3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2];

impl Bin {
    /// Reads a BIN: exactly twelve ASCII digits, without spaces or separators.
    ///
    /// # Errors
    /// The first that applies of [`BinError::Length`], [`BinError::Digits`], [`BinError::Checksum`].
    pub fn parse(text: &str) -> Result<Self, BinError> {
        if text.chars().count() != DIGITS {
            return Err(BinError::Length);
        }
        let digits: Vec<u32> = text.chars().map_while(|c| c.to_digit(10)).collect();
        if digits.len() != DIGITS {
            return Err(BinError::Digits);
        }
        let (check, payload) = digits.split_last().ok_or(BinError::Length)?;
        if check_digit(payload) == Some(*check) { Ok(Self(text.to_owned())) } else { Err(BinError::Checksum) }
    }

    /// The twelve digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this has the shape of a *person's* number (IIN), which Kenes never stores.
    ///
    /// The fifth digit of an IIN is the tens of a day of birth, 0 to 3; that of a BIN is the kind of entity: 4 resident,
    /// 5 non-resident, 6 joint enterprise of individuals. 7 to 9 are not in use and count as not personal.
    #[must_use]
    pub fn may_be_personal(&self) -> bool {
        self.0.chars().nth(4).is_some_and(|kind| matches!(kind, '0'..='3'))
    }
}

/// The digit that makes the eleven digits of `payload` a BIN; `None` if no digit does.
fn check_digit(payload: &[u32]) -> Option<u32> {
    [FIRST_WEIGHTS, SECOND_WEIGHTS].iter().map(|weights| remainder(payload, weights)).find(|rest| *rest != NO_DIGIT)
}

fn remainder(payload: &[u32], weights: &[u32; 11]) -> u32 {
    payload.iter().zip(weights).map(|(digit, weight)| digit * weight).sum::<u32>() % MODULUS
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Eleven digits for which a check digit exists, and the whole number.
    fn valid() -> impl Strategy<Value = (Vec<u32>, String)> {
        proptest::collection::vec(0_u32..10, 11).prop_filter_map("no check digit exists", |payload| {
            let check = check_digit(&payload)?;
            let text = text_of(&payload, check);
            Some((payload, text))
        })
    }

    fn text_of(payload: &[u32], check: u32) -> String {
        payload.iter().chain([&check]).map(u32::to_string).collect()
    }

    fn uses_second_weights(payload: &[u32]) -> bool {
        remainder(payload, &FIRST_WEIGHTS) == NO_DIGIT
    }

    #[test]
    fn numbers_in_use_are_valid() {
        for text in ["941240000193", "971240001315", "020240000555", "940140000385"] {
            let bin = Bin::parse(text).unwrap();
            assert_eq!(bin.as_str(), text);
            assert!(!bin.may_be_personal());
        }
    }

    #[test]
    fn the_second_weights_decide_when_the_first_give_ten() {
        // First sum: 10·1 = 10. Second: weight 1 at the tenth place gives 1.
        assert_eq!(Bin::parse("000000000101").map(|bin| bin.as_str().to_owned()), Ok("000000000101".to_owned()));
        assert_eq!(Bin::parse("000000000100"), Err(BinError::Checksum));
    }

    #[test]
    fn a_number_for_which_both_weights_give_ten_is_refused_whatever_its_last_digit() {
        let payload = (0_u32..1_000_000)
            .map(|n| format!("{n:011}").chars().filter_map(|c| c.to_digit(10)).collect::<Vec<_>>())
            .find(|payload| check_digit(payload).is_none())
            .unwrap();
        for last in 0..10 {
            assert_eq!(Bin::parse(&text_of(&payload, last)), Err(BinError::Checksum));
        }
    }

    #[test]
    fn length_comes_before_digits_and_digits_before_the_check() {
        for text in ["", "94124000019", "9412400001930", " 941240000193", "94124000019a1"] {
            assert_eq!(Bin::parse(text), Err(BinError::Length), "{text:?}");
        }
        for text in ["94124000019x", "94124000019 ", "-41240000193", "９41240000193", "94124000019\u{663}"] {
            assert_eq!(Bin::parse(text), Err(BinError::Digits), "{text:?}");
        }
        assert_eq!(Bin::parse("941240000194"), Err(BinError::Checksum));
    }

    #[test]
    fn a_person_is_told_from_an_entity_by_the_fifth_digit() {
        let born_on_the_31st = text_with_check("90123130012");
        let entity = text_with_check("90124130012");
        assert!(Bin::parse(&born_on_the_31st).unwrap().may_be_personal());
        assert!(!Bin::parse(&entity).unwrap().may_be_personal());
    }

    fn text_with_check(payload: &str) -> String {
        let digits: Vec<u32> = payload.chars().filter_map(|c| c.to_digit(10)).collect();
        text_of(&digits, check_digit(&digits).unwrap())
    }

    proptest! {
        #[test]
        fn what_is_generated_is_read_back((_, text) in valid()) {
            let bin = Bin::parse(&text).unwrap();
            prop_assert_eq!(bin.as_str(), text);
        }

        #[test]
        fn a_wrong_last_digit_is_always_noticed((payload, text) in valid(), last in 0_u32..10) {
            let other = text_of(&payload, last);
            prop_assert_eq!(Bin::parse(&other).is_ok(), other == text);
        }

        /// The property that truly holds, and not "every single mistake is noticed": see the module's text.
        #[test]
        fn one_wrong_digit_is_noticed_if_the_same_weights_check_it_and_weigh_it(
            (payload, text) in valid(), place in 0_usize..11, step in 1_u32..10,
        ) {
            let mut wrong = payload.clone();
            wrong[place] = (wrong[place] + step) % 10;
            let wrong_text = text_of(&wrong, text.chars().last().unwrap().to_digit(10).unwrap());
            let noticed = Bin::parse(&wrong_text).is_err();
            match (uses_second_weights(&payload), uses_second_weights(&wrong)) {
                (false, false) => prop_assert_eq!(noticed, place != 10, "a11 has the weight 11, which is 0"),
                // Only a11 can change without changing the first sum, and the second weight of a11 is 2.
                (true, true) => prop_assert!(place == 10 && noticed),
                // The weights changed with the digit: nothing is promised.
                (true, false) | (false, true) => prop_assert_ne!(place, 10),
            }
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC*") {
            prop_assert!(Bin::parse(&text).is_err() || text.len() == DIGITS);
        }
    }
}
