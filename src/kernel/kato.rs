//! KATO (ӘАОЖ, КАТО): the classifier of Kazakhstan's administrative units, from a region down to a village.
//!
//! Nine digits in groups AB-CD-EF-HIJ. A unit's code is its parent's with one more group filled in, and zeros after that:
//!
//! | code | unit |
//! |------|------|
//! | `100000000` | Abai region (AB) |
//! | `101000000` | the administration of the city of Semey (CD) |
//! | `101033000` | the rural district of Abraly (EF) |
//! | `101033100` | the village of Abraly (H) |
//! | `101033102` | the village of Akshabay, counted with Abraly (IJ) |
//!
//! So HIJ is really two groups, H and IJ. But a group in the middle may be left out (`631000200` lies directly under `630000000`
//! or under `631000000`, whichever exists), which is why a code alone gives only *candidates* for its parent:
//! the nearest one that exists is the parent. On the bureau's file of October 2022 that rule agrees with the recorded
//! parent of all 16,244 units that have one.
//!
//! AB is the number of the region in ISO 3166-2:KZ. The classifier has no record for the republic itself; Kenes writes
//! it as nine zeros.
//!
//! Sources: groups and columns, Bureau of National Statistics, file ESTAT442785 \[V\]; the levels and the count, a copy of that
//! file with parents, `nikita-astakhnovich-idf/CsvParser`, `KATO_17.10.2022_ru.csv` at commit `acb57517`.

/// The code of an administrative unit: nine digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Kato(String);

/// Why a text is not a [`Kato`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KatoError {
    /// Not nine characters.
    Length,
    /// Nine characters, but not all of them ASCII digits.
    Digits,
    /// A unit below the republic that names no region: `00`, and then something other than zeros.
    Region,
}

const DIGITS: usize = 9;
const REPUBLIC: &str = "000000000";
const NO_REGION: &str = "00";
/// Lengths of what is kept when the last groups are cut off, the smallest cut first: IJ, HIJ, EF-HIJ, CD-EF-HIJ.
const CUTS: [usize; 4] = [7, 6, 4, 2];

impl Kato {
    /// Reads a code: exactly nine ASCII digits, without spaces or separators. Whether such a unit exists is data, and not
    /// asked here.
    ///
    /// # Errors
    /// The first that applies of [`KatoError::Length`], [`KatoError::Digits`], [`KatoError::Region`].
    pub fn parse(text: &str) -> Result<Self, KatoError> {
        if text.chars().count() != DIGITS {
            return Err(KatoError::Length);
        }
        if !text.chars().all(|c| c.is_ascii_digit()) {
            return Err(KatoError::Digits);
        }
        if text.starts_with(NO_REGION) && text != REPUBLIC {
            return Err(KatoError::Region);
        }
        Ok(Self(text.to_owned()))
    }

    /// The nine digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The codes that may be this unit's parent, the nearest first: the parent is the first that exists. Each is
    /// shorter than the one before in what is not zero; none is the code itself. Empty for a region and for the
    /// republic: that a region lies in the republic needs no looking up.
    #[must_use]
    pub fn parent_candidates(&self) -> Vec<Self> {
        let mut candidates: Vec<Self> = Vec::new();
        for kept in CUTS {
            let head: String = self.0.chars().take(kept).collect();
            let candidate = Self(format!("{head:0<DIGITS$}"));
            if candidate != *self && !candidates.contains(&candidate) {
                candidates.push(candidate);
            }
        }
        candidates
    }

    /// The ISO 3166 code of the region in which the unit lies, such as `KZ-10`; `KZ` for the republic. The number is
    /// taken from the code as it is: whether there is such a region is data.
    #[must_use]
    pub fn region_iso(&self) -> String {
        if self.0 == REPUBLIC {
            return "KZ".to_owned();
        }
        let region: String = self.0.chars().take(2).collect();
        format!("KZ-{region}")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn kato(text: &str) -> Kato {
        Kato::parse(text).unwrap()
    }

    fn candidates(text: &str) -> Vec<String> {
        kato(text).parent_candidates().iter().map(|parent| parent.as_str().to_owned()).collect()
    }

    #[test]
    fn a_village_climbs_to_its_region_group_by_group() {
        assert_eq!(candidates("101033102"), ["101033100", "101033000", "101000000", "100000000"]);
        assert_eq!(candidates("101033100"), ["101033000", "101000000", "100000000"]);
        assert_eq!(candidates("101033000"), ["101000000", "100000000"]);
        assert_eq!(candidates("101000000"), ["100000000"]);
    }

    #[test]
    fn a_group_left_out_gives_no_candidate_twice() {
        assert_eq!(candidates("631000200"), ["631000000", "630000000"]);
        assert_eq!(candidates("611600000"), ["610000000"]);
        assert_eq!(candidates("613865980"), ["613865900", "613865000", "613800000", "610000000"]);
    }

    #[test]
    fn a_region_and_the_republic_have_no_candidates() {
        assert!(candidates("710000000").is_empty());
        assert!(candidates(REPUBLIC).is_empty());
    }

    #[test]
    fn the_region_is_the_iso_number() {
        for (code, iso) in [("101033102", "KZ-10"), ("621039202", "KZ-62"), ("750000000", "KZ-75"), (REPUBLIC, "KZ")] {
            assert_eq!(kato(code).region_iso(), iso);
        }
    }

    #[test]
    fn length_comes_before_digits_and_digits_before_the_region() {
        for text in ["", "10103310", "1010331020", " 101033102", "10-10-33-102"] {
            assert_eq!(Kato::parse(text), Err(KatoError::Length), "{text:?}");
        }
        for text in ["10103310x", "00103310 ", "+01033102", "１01033102"] {
            assert_eq!(Kato::parse(text), Err(KatoError::Digits), "{text:?}");
        }
        for text in ["001033102", "000000001", "001000000"] {
            assert_eq!(Kato::parse(text), Err(KatoError::Region), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(text in "[1-9][0-9]{8}") {
            let code = kato(&text);
            prop_assert_eq!(code.as_str(), text);
        }

        #[test]
        fn each_candidate_is_a_code_of_the_same_region_and_an_ancestor_of_those_before_it(text in "[1-9][0-9]{8}") {
            let code = kato(&text);
            let parents = code.parent_candidates();
            for (place, parent) in parents.iter().enumerate() {
                prop_assert_eq!(&kato(parent.as_str()), parent);
                prop_assert_eq!(parent.region_iso(), code.region_iso());
                let above = parent.parent_candidates();
                prop_assert_eq!(&above[..], &parents[place + 1..]);
            }
            prop_assert_eq!(parents.is_empty(), text.ends_with("0000000"));
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC*") {
            prop_assert!(Kato::parse(&text).is_err() || text.len() == DIGITS);
        }
    }
}
