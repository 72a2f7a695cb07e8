//! Under which name a browser saves a file: `Content-Disposition`, after RFC 6266.

use std::fmt::Write;

/// Always `attachment`: a file of somebody's is saved, not opened in our name. The name comes twice, for old clients
/// without what is not ASCII.
pub fn attachment(name: &str) -> String {
    let plain: String =
        name.chars().map(|c| if c.is_ascii_graphic() && !"\"\\%;".contains(c) || c == ' ' { c } else { '_' }).collect();
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{}", encoded(name))
}

/// The characters of RFC 8187, everything else as bytes of UTF-8 in hexadecimal.
fn encoded(name: &str) -> String {
    let mut out = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a string does not fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_name_in_kazakh_survives_and_old_clients_get_something() {
        let expected = "attachment; filename=\"____ 1.pdf\"; filename*=UTF-8''%D0%95%D1%81%D0%B5%D0%BF%201.pdf";
        assert_eq!(attachment("Есеп 1.pdf"), expected);
    }

    proptest! {
        #[test]
        fn no_name_breaks_out_of_the_header(name in ".{0,40}") {
            let header = attachment(&name);
            prop_assert!(header.bytes().all(|byte| (32..127).contains(&byte)));
            prop_assert_eq!(header.matches('"').count(), 2);
            prop_assert_eq!(header.matches(';').count(), 2);
        }
    }
}
