//! The few pieces a picture is made of. Whatever people wrote passes through [`escape`] here and nowhere else.

use std::fmt::Write as _;

/// A text as XML shows it: nothing in it is markup, and nothing in it makes the document unreadable.
pub(super) fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            // XML allows neither these nor a reference to them.
            '\u{FFFE}' | '\u{FFFF}' => safe.push('\u{FFFD}'),
            control if control.is_control() => safe.push(' '),
            other => safe.push(other),
        }
    }
    safe
}

/// A line of text.
pub(super) fn text(x: u32, y: u32, size: u32, weight: &str, line: &str) -> String {
    format!(
        "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\" font-weight=\"{weight}\" fill=\"#1a1a1a\">{}</text>\n",
        escape(line)
    )
}

/// A square of a colour, before the line that explains it.
pub(super) fn square(x: u32, y: u32, colour: &str) -> String {
    format!("<rect x=\"{x}\" y=\"{y}\" width=\"14\" height=\"14\" fill=\"{colour}\"/>\n")
}

/// A bar cut into parts, each as wide as its share, in whole pixels that add up; an empty frame where there is nothing.
pub(super) fn bar(x: u32, y: u32, width: u32, parts: &[(u32, &'static str)]) -> String {
    let all: u64 = parts.iter().map(|(count, _)| u64::from(*count)).sum();
    let mut drawn =
        format!("<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"28\" fill=\"#f2f2f2\" stroke=\"#767676\"/>\n");
    let mut before = 0_u64;
    for (count, colour) in parts {
        let edge = |counted: u64| (u64::from(width) * counted).checked_div(all).unwrap_or_default();
        let (left, right) = (edge(before), edge(before + u64::from(*count)));
        before += u64::from(*count);
        if right > left {
            let left_x = u64::from(x) + left;
            // Writing into a String cannot fail.
            let _written = writeln!(
                drawn,
                "<rect x=\"{left_x}\" y=\"{y}\" width=\"{}\" height=\"28\" fill=\"{colour}\" stroke=\"#ffffff\"/>",
                right - left
            );
        }
    }
    drawn
}

/// A text in at most two lines of so many characters, broken at spaces, with an ellipsis where it goes on.
pub(super) fn wrap(text: &str, chars: usize) -> Vec<String> {
    let mut lines: Vec<String> = vec![String::new()];
    for word in text.split_whitespace() {
        let fits = |line: &String| line.is_empty() || line.chars().count() + 1 + word.chars().count() <= chars;
        match lines.last_mut().filter(|line| fits(line)) {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) => {
                line.push(' ');
                line.push_str(word);
            }
            None => lines.push(word.to_owned()),
        }
    }
    if lines.len() > 2 {
        lines.truncate(2);
        lines.iter_mut().skip(1).for_each(|line| line.push('…'));
    }
    lines.iter().map(|line| clip(line, chars)).collect()
}

fn clip(line: &str, chars: usize) -> String {
    if line.chars().count() <= chars {
        return line.to_owned();
    }
    line.chars().take(chars.saturating_sub(1)).chain(['…']).collect()
}
