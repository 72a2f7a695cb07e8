//! A document is looked over before it is parsed: how many tokens it has and how long its longest name is.
//!
//! Parsing costs time and memory per token, and whoever sends a name of sixty kilobytes wants it compared with every name
//! of the schema, or echoed. This walks the bytes once, by the lexical grammar of the GraphQL specification (section 2.1), and
//! allocates nothing. What is no GraphQL is counted somehow: the parser will say what is wrong.

/// What was seen of a document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scan {
    /// Names, numbers, strings and punctuators; commas, blanks and comments are none.
    pub tokens: u64,
    /// The length of the longest name, in bytes.
    pub longest_name: u64,
}

/// Looks a document over.
pub fn scan(document: &str) -> Scan {
    let mut seen = Scan::default();
    let mut rest = document.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        rest = match first {
            b' ' | b'\t' | b'\n' | b'\r' | b',' | 0xEF | 0xBB | 0xBF => after,
            b'#' => after.get(length(after, |byte| byte != b'\n' && byte != b'\r')..).unwrap_or_default(),
            _ => {
                seen.tokens += 1;
                let token = token(rest);
                if is_name(*first) {
                    seen.longest_name = seen.longest_name.max(u64::try_from(token).unwrap_or(u64::MAX));
                }
                rest.get(token..).unwrap_or_default()
            }
        };
    }
    seen
}

/// The length of the token that the bytes begin with; at least 1.
fn token(bytes: &[u8]) -> usize {
    match bytes {
        [b'"', b'"', b'"', inside @ ..] => 3 + block(inside),
        [b'"', inside @ ..] => 1 + string(inside),
        [b'.', b'.', b'.', ..] => 3,
        [first, ..] if is_name(*first) => length(bytes, |byte| is_name(byte) || byte.is_ascii_digit()),
        [first, ..] if first.is_ascii_digit() || *first == b'-' => {
            1 + length(bytes.get(1..).unwrap_or_default(), |byte| {
                byte.is_ascii_alphanumeric() || b"+-.".contains(&byte)
            })
        }
        _ => 1,
    }
}

/// The rest of a string with its closing quote; it ends with its line in any case.
fn string(inside: &[u8]) -> usize {
    let mut escaped = false;
    let end = inside.iter().position(|byte| {
        let ends = !escaped && matches!(byte, b'"' | b'\n' | b'\r');
        escaped = !escaped && *byte == b'\\';
        ends
    });
    end.map_or(inside.len(), |end| end + 1)
}

/// The rest of a block string with its closing quotes.
fn block(inside: &[u8]) -> usize {
    let closing = |(place, three): (usize, &[u8])| {
        let escaped = place > 0 && inside.get(place - 1) == Some(&b'\\');
        three == b"\"\"\"" && !escaped
    };
    inside.windows(3).enumerate().position(closing).map_or(inside.len(), |end| end + 3)
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_'
}

fn length(bytes: &[u8], belongs: impl Fn(u8) -> bool) -> usize {
    bytes.iter().position(|byte| !belongs(*byte)).unwrap_or(bytes.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn seen(document: &str, tokens: u64, longest_name: u64) {
        assert_eq!(scan(document), Scan { tokens, longest_name }, "{document}");
    }

    #[test]
    fn tokens_are_those_of_the_specification() {
        seen("", 0, 0);
        seen("{ viewer { locale } }", 6, 6);
        seen("{viewer{locale}}", 6, 6);
        seen("query Q($a: [Int!]! = 1) { f(a: $a) @include(if: true) ...F }", 32, 7);
        seen("# a comment { } \n{a}#another", 3, 1);
        seen(",,, \u{FEFF} ,", 0, 0);
        seen("-1.5e+10 2", 2, 0);
    }

    #[test]
    fn a_string_is_one_token_whatever_is_in_it() {
        seen(r#"{ a(x: "b { c } # d \" e") }"#, 8, 1);
        seen(r#"{ a(x: """b "c" \""" d""", y: 1) }"#, 11, 1);
        seen("\"never closed { a }\nb", 2, 1);
        seen("\"\"\"never closed { a }", 1, 0);
        seen(r#""" """""" "#, 2, 0);
    }

    proptest! {
        #[test]
        fn any_bytes_are_walked_to_their_end(document in "[ -~\n\"\\\\қ]{0,80}") {
            let seen = scan(&document);
            prop_assert!(seen.tokens <= document.len() as u64 && seen.longest_name <= document.len() as u64);
        }

        #[test]
        fn names_and_punctuators_are_counted_one_by_one(names in prop::collection::vec("[_a-z][_a-z0-9]{0,9}", 0..40)) {
            let seen = scan(&format!("{{ {} }}", names.join(" , ")));
            prop_assert_eq!(seen.tokens, names.len() as u64 + 2);
            prop_assert_eq!(seen.longest_name, names.iter().map(String::len).max().unwrap_or(0) as u64);
        }
    }
}
