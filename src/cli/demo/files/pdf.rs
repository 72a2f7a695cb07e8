//! A page of text as the smallest PDF that every reader opens. Its letters are those of the fonts that readers bring
//! themselves, which have no Cyrillic.

const PAGE: &str = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>";

/// One page with these lines.
pub fn page(lines: &[String]) -> Vec<u8> {
    let mut text = String::from("BT /F 14 Tf 20 TL 72 760 Td\n");
    for line in lines {
        text.push_str(&format!("({}) Tj T*\n", escaped(line)));
    }
    text.push_str("ET");
    let objects = [
        "<</Type/Catalog/Pages 2 0 R/Lang(en)>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        PAGE.to_owned(),
        format!("<</Length {}>>stream\n{text}\nendstream", text.len()),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_owned(),
    ];
    let mut file = String::from("%PDF-1.4\n");
    let mut table = String::from("0000000000 65535 f \n");
    for (number, object) in (1..).zip(&objects) {
        table.push_str(&format!("{:010} 00000 n \n", file.len()));
        file.push_str(&format!("{number} 0 obj{object}endobj\n"));
    }
    let (begins, size) = (file.len(), objects.len() + 1);
    file.push_str(&format!("xref\n0 {size}\n{table}trailer<</Size {size}/Root 1 0 R>>\nstartxref\n{begins}\n%%EOF\n"));
    file.into_bytes()
}

/// Within parentheses a line of printable ASCII means itself, but for three characters.
fn escaped(line: &str) -> String {
    let mut safe = String::new();
    for character in line.chars().filter(|character| matches!(character, ' '..='~')) {
        if matches!(character, '(' | ')' | '\\') {
            safe.push('\\');
        }
        safe.push(character);
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_says_where_the_objects_are() {
        let file = String::from_utf8(page(&["Noise (dB) \\ day".into(), "Төбе".into()])).expect("ASCII");
        let begins: usize = file
            .rsplit("startxref\n")
            .next()
            .and_then(|rest| rest.lines().next())
            .expect("it")
            .parse()
            .expect("a number");
        assert!(file[begins..].starts_with("xref\n0 6\n"));
        let entries = file[begins..].lines().skip(3).take(5);
        for (number, entry) in (1..).zip(entries) {
            let at: usize = entry[..10].parse().expect("an offset");
            assert!(file[at..].starts_with(&format!("{number} 0 obj")), "{entry}");
        }
        assert!(file.contains(r"(Noise \(dB\) \\ day) Tj"));
    }
}
