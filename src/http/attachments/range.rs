//! Which part of a file is asked for: `Range`, after RFC 9110, section 14.

use std::ops::Range;

/// What to send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    Whole,
    Part(Range<u64>),
    /// Only what is not there.
    Beyond,
}

/// Reads the header for a file of `size` bytes. What cannot be understood, and more than one range, asks for the whole: that
/// is always a right answer.
pub fn asked(header: Option<&str>, size: u64) -> Asked {
    let Some(range) = header.and_then(|header| header.trim().strip_prefix("bytes=")) else { return Asked::Whole };
    let Some((first, last)) = range.split_once('-') else { return Asked::Whole };
    match (number(first), number(last), first.trim().is_empty(), last.trim().is_empty()) {
        // The last so many bytes.
        (None, Some(0), true, false) => Asked::Beyond,
        (None, Some(count), true, false) => Asked::Part(size.saturating_sub(count)..size),
        (Some(first), None, false, true) if first < size => Asked::Part(first..size),
        (Some(first), Some(last), ..) if first <= last && first < size => {
            Asked::Part(first..last.saturating_add(1).min(size))
        }
        (Some(first), Some(last), ..) if first > last => Asked::Whole,
        (Some(_), Some(_), ..) | (Some(_), None, false, true) => Asked::Beyond,
        _ => Asked::Whole,
    }
}

fn number(text: &str) -> Option<u64> {
    let text = text.trim();
    // A sign is no digit.
    if text.bytes().all(|byte| byte.is_ascii_digit()) { text.parse().ok() } else { None }
}

/// Whether a header of entity tags (`If-None-Match`) names this one, weakly compared.
pub fn names(header: &str, tag: &str) -> bool {
    header.split(',').map(str::trim).any(|one| one == "*" || one.strip_prefix("W/").unwrap_or(one) == tag)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_range_is_cut_to_the_file() {
        for (header, expected) in [
            ("bytes=0-0", Asked::Part(0..1)),
            ("bytes=2-4", Asked::Part(2..5)),
            ("bytes=2-", Asked::Part(2..10)),
            ("bytes=-3", Asked::Part(7..10)),
            ("bytes=-30", Asked::Part(0..10)),
            ("bytes=0-99", Asked::Part(0..10)),
            ("bytes=9-9", Asked::Part(9..10)),
            ("bytes=10-", Asked::Beyond),
            ("bytes=10-12", Asked::Beyond),
            ("bytes=-0", Asked::Beyond),
        ] {
            assert_eq!(asked(Some(header), 10), expected, "{header}");
        }
    }

    #[test]
    fn what_is_no_single_range_asks_for_the_whole() {
        for header in ["bytes=4-2", "bytes=0-1,3-4", "bytes=a-b", "bytes=", "bytes=-", "pages=1-2", "bytes=+1-2", "0-1"]
        {
            assert_eq!(asked(Some(header), 10), Asked::Whole, "{header}");
        }
        assert_eq!(asked(None, 10), Asked::Whole);
    }

    #[test]
    fn tags_are_compared_weakly() {
        assert!(names("\"a\", W/\"b\"", "\"b\"") && names("*", "\"b\""));
        assert!(!names("\"a\"", "\"b\"") && !names("", "\"b\""));
    }

    proptest! {
        #[test]
        fn a_part_is_never_empty_and_lies_in_the_file(first in 0_u64..30, last in 0_u64..30, size in 1_u64..20) {
            for header in [format!("bytes={first}-{last}"), format!("bytes={first}-"), format!("bytes=-{last}")] {
                if let Asked::Part(part) = asked(Some(&header), size) {
                    prop_assert!(part.start < part.end && part.end <= size, "{header}");
                }
            }
        }

        #[test]
        fn no_header_makes_it_panic(header in "\\PC{0,40}") {
            let _ = asked(Some(&header), 10);
            let _ = asked(Some(&format!("bytes={header}")), 10);
        }
    }
}
