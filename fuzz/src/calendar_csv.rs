//! A calendar of working days as a CSV file, as somebody brings it.

use kenes::features::calendar::{csv, model};
use kenes::features::check;
use kenes::kernel::calendar::{Calendar, Day};
use kenes::kernel::localized::Locale;
use kenes::kernel::refusal::Refusal;
use kenes::kernel::words::Code;
use std::collections::BTreeSet;
use std::fmt::Write;

/// The longest refusal, in characters: its own words and the beginning of what was found.
const MESSAGE: usize = 300;

/// Asserts that a file is refused with its line and column and in few words, or read as days that make sense and, written again, are the
/// same.
pub fn calendar_csv(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    file(&text);
    // The import leaves out first what nobody writes.
    if let Ok(text) = check::text(&text, "csv", csv::CHARS_MAX) {
        file(&text);
    }
}

fn file(text: &str) {
    let read = csv::read(text);
    assert_eq!(read, csv::read(text));
    match read {
        Ok(days) => make_sense(text, &days),
        Err(refusal) => is_placed(text, &refusal),
    }
}

fn make_sense(text: &str, days: &[Day]) {
    assert!(days.len() < text.lines().count(), "more days than lines");
    for day in days {
        assert_eq!(model::admit(day), Ok(()));
        for (_, name) in day.name.iter() {
            assert!(!name.is_empty() && name.trim() == name && name.chars().count() <= check::NAME_CHARS, "{name:?}");
        }
    }
    assert_eq!(days.iter().map(|day| day.date).collect::<BTreeSet<_>>().len(), days.len(), "a day twice");
    assert_eq!(csv::read(&written(days)).as_deref(), Ok(days));
    imported(days);
}

/// A file of these days.
fn written(days: &[Day]) -> String {
    let mut file = "date,kind,name_kk,name_ru,name_en\n".to_owned();
    let quoted = |name: Option<&str>| format!("\"{}\"", name.unwrap_or_default().replace('"', "\"\""));
    for day in days {
        let names = Locale::ALL.map(|locale| quoted(day.name.get(locale))).join(",");
        writeln!(file, "{},{},{names}", day.date, day.kind.as_str()).expect("into memory");
    }
    file
}

/// Imported into an empty calendar it is that calendar, and imported again it changes nothing.
fn imported(days: &[Day]) {
    let code = |calendar: &Calendar| model::importing(calendar, days.to_vec()).map_err(|refusal| refusal.code);
    let fresh = code(&Calendar::default());
    assert_eq!(fresh.as_ref().map(|difference| difference.set.len()).unwrap_or_default(), days.len());
    assert!(fresh.is_ok_and(|difference| difference.cleared.is_empty()) || days.is_empty());
    assert_eq!(code(&Calendar::new(days.to_vec())), Err(Code::NothingChanged));
}

fn is_placed(text: &str, refusal: &Refusal) {
    let expected = [Code::CalendarFileInvalid, Code::CalendarDayUnfit, Code::OutOfRange];
    assert!(expected.contains(&refusal.code), "{refusal:?}");
    let [file, line, column] = refusal.field.as_slice() else { panic!("not a line and a column: {refusal:?}") };
    let line: usize = line.parse().expect("a number");
    assert!(file == "csv" && (1..=text.lines().count().max(1)).contains(&line) && !column.is_empty(), "{refusal:?}");
    for locale in Locale::ALL {
        let message = refusal.message(locale);
        assert!(message.chars().count() <= MESSAGE, "{} characters", message.chars().count());
        assert!(refusal.code != Code::CalendarFileInvalid || message.contains(&line.to_string()), "{message}");
    }
}
