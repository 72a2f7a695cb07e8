//! The calendar as a CSV file (RFC 4180): a header, then a row per day. `date`, `kind` and `name_kk` must be there,
//! `name_ru` and `name_en` may; the order of the columns is free, other columns are not read.
//!
//! What is refused is found by its line and column: a refusal's field is `csv`, the number of the line, the column.

use super::model;
use crate::features::check;
use crate::kernel::calendar::Day;
use crate::kernel::localized::Localized;
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;
use std::collections::BTreeSet;

/// The longest file, in characters: twice what a hundred years with their holidays in three languages take.
pub const CHARS_MAX: usize = 500_000;

/// The rows of a file.
///
/// # Errors
/// CALENDAR_FILE_INVALID naming the line, the column and what stands there; the refusals of [`model::admit`] for a row
/// that makes no sense.
pub fn read(text: &str) -> Result<Vec<Day>, Refusal> {
    let mut lines =
        text.trim_start_matches('\u{feff}').lines().zip(1_usize..).filter(|(line, _)| !line.trim().is_empty());
    let (header, number) = lines.next().unwrap_or(("", 1));
    let columns = Columns::of(header, number)?;
    let mut seen = BTreeSet::new();
    let mut days = Vec::new();
    for (line, number) in lines {
        let day = row(line, number, &columns)?;
        if !seen.insert(day.date) {
            return Err(bad(number, DATE, &day.date.to_string()));
        }
        days.push(day);
    }
    Ok(days)
}

const DATE: &str = "date";
const KIND: &str = "kind";
const NAME_KK: &str = "name_kk";

/// Where the columns stand.
struct Columns {
    names: Vec<String>,
    date: usize,
    kind: usize,
    kk: usize,
    ru: Option<usize>,
    en: Option<usize>,
}

impl Columns {
    fn of(header: &str, line: usize) -> Result<Self, Refusal> {
        let names = fields(header).map_err(|open| bad(line, &(open + 1).to_string(), header))?;
        let names: Vec<String> = names.iter().map(|name| name.trim().to_ascii_lowercase()).collect();
        let column = |name: &str| names.iter().position(|found| found == name);
        let needed = |name| column(name).ok_or_else(|| bad(line, name, header));
        let (date, kind, kk) = (needed(DATE)?, needed(KIND)?, needed(NAME_KK)?);
        let (ru, en) = (column("name_ru"), column("name_en"));
        Ok(Self { names, date, kind, kk, ru, en })
    }

    fn name(&self, index: usize) -> String {
        self.names.get(index).cloned().unwrap_or_else(|| (index + 1).to_string())
    }
}

fn row(line: &str, number: usize, columns: &Columns) -> Result<Day, Refusal> {
    let fields = fields(line).map_err(|open| bad(number, &columns.name(open), line))?;
    let field = |index: usize| fields.get(index).map(|field| field.trim());
    let (date, kind) = (field(columns.date).unwrap_or_default(), field(columns.kind).unwrap_or_default());
    let kk = field(columns.kk).unwrap_or_default();
    let name = Localized {
        kk: kk.to_owned(),
        ru: columns.ru.and_then(field).map(str::to_owned),
        en: columns.en.and_then(field).map(str::to_owned),
    };
    let day = Day {
        date: date.parse().map_err(|_| bad(number, DATE, date))?,
        kind: kind.parse().map_err(|_| bad(number, KIND, kind))?,
        name: check::required(&name, "name", check::NAME_CHARS).map_err(|refusal| bad_name(number, &refusal, &name))?,
    };
    model::admit(&day).map_err(|refusal| {
        let column = refusal.field.last().cloned().unwrap_or_default();
        refusal.at(&place(number, &column))
    })?;
    Ok(day)
}

/// The fields of a line, quotes taken off; the number of the field, from 0, whose quote is left open.
fn fields(line: &str) -> Result<Vec<String>, usize> {
    let (mut fields, mut field, mut quoted) = (Vec::new(), String::new(), false);
    let mut chars = line.trim_end_matches('\r').chars().peekable();
    while let Some(char) = chars.next() {
        match char {
            '"' if quoted && chars.peek() == Some(&'"') => field.extend(chars.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(std::mem::take(&mut field)),
            other => field.push(other),
        }
    }
    if quoted {
        return Err(fields.len());
    }
    fields.push(field);
    Ok(fields)
}

/// A name that is missing or too long, in one of its languages.
fn bad_name(line: usize, refusal: &Refusal, name: &Localized) -> Refusal {
    let language = refusal.field.last().map_or("kk", String::as_str);
    let text = match language {
        "ru" => name.ru.as_deref(),
        "en" => name.en.as_deref(),
        _ => Some(name.kk.as_str()),
    };
    bad(line, &format!("name_{language}"), text.unwrap_or_default())
}

fn bad(line: usize, column: &str, found: &str) -> Refusal {
    let found: String = found.chars().take(40).collect();
    let refusal = Refusal::new(Code::CalendarFileInvalid).at(&place(line, column));
    refusal.with("line", line).with("column", column).with("found", format!("«{found}»"))
}

fn place(line: usize, column: &str) -> String {
    format!("csv.{line}.{column}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::calendar::DayKind;
    use crate::kernel::localized::Locale;

    const HEAD: &str = "date,kind,name_kk,name_ru\n";

    #[test]
    fn columns_are_found_by_name_and_quotes_are_taken_off() {
        let text = "\u{feff}kind,name_kk,date,name_en\r\nHOLIDAY,\"Наурыз, \"\"ұлы\"\" күн\",2026-03-22,\r\n\r\n";
        let days = read(text).expect("reads");
        let [day] = days.as_slice() else { panic!("{days:?}") };
        assert_eq!((day.kind, day.name.kk.as_str()), (DayKind::Holiday, "Наурыз, \"ұлы\" күн"));
        assert_eq!((day.date.to_string().as_str(), &day.name.en), ("2026-03-22", &None));
    }

    #[test]
    fn what_cannot_be_read_is_named_by_its_line_and_column() {
        let long = "ы".repeat(check::NAME_CHARS + 1);
        let with_long = format!("2026-01-01,HOLIDAY,күн,{long}");
        for (rest, line, column, found) in [
            ("2026-02-30,HOLIDAY,күн", "2", "date", "2026-02-30"),
            ("\n2026-01-01,HOLIDAY,күн\n2026-01-02,PARTY,күн", "4", "kind", "PARTY"),
            ("2026-01-01,HOLIDAY,\"күн", "2", "name_kk", "2026-01-01,HOLIDAY,\"күн"),
            ("2026-01-01,HOLIDAY,күн,,\"", "2", "5", "2026-01-01,HOLIDAY,күн,,\""),
            ("2026-01-01,HOLIDAY,", "2", "name_kk", ""),
            ("2026-01-01", "2", "kind", ""),
            (with_long.as_str(), "2", "name_ru", &long[..80]),
            ("2026-01-01,HOLIDAY,күн\n2026-01-01,HOLIDAY,күн", "3", "date", "2026-01-01"),
        ] {
            let refusal = read(&format!("{HEAD}{rest}")).expect_err(rest);
            assert_eq!(refusal.code, Code::CalendarFileInvalid, "{rest}");
            assert_eq!(refusal.field, ["csv", line, column], "{rest}");
            for locale in Locale::ALL {
                let message = refusal.message(locale);
                assert!([line, column, &format!("«{found}»")].iter().all(|word| message.contains(word)), "{message}");
            }
        }
    }

    #[test]
    fn a_header_that_lacks_a_column_names_it() {
        for (text, column) in [("date,kind\n", "name_kk"), ("", "date"), ("date;kind;name_kk\n", "date")] {
            let refusal = read(text).expect_err(text);
            assert_eq!((refusal.code, refusal.field.join(".")), (Code::CalendarFileInvalid, format!("csv.1.{column}")));
        }
    }

    #[test]
    fn a_row_that_makes_no_sense_is_refused_for_what_it_is_at_its_place() {
        let refused = |rest: &str| read(&format!("{HEAD}{rest}")).expect_err(rest);
        let saturday = refused("2026-05-09,OBSERVED,күн");
        assert_eq!((saturday.code, saturday.field.join(".")), (Code::CalendarDayUnfit, "csv.2.kind".to_owned()));
        let far = refused("2026-05-09,HOLIDAY,күн\n2101-05-09,HOLIDAY,күн");
        assert_eq!((far.code, far.field.join(".")), (Code::OutOfRange, "csv.3.date".to_owned()));
    }
}
