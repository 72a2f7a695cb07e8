//! The calendar as a CSV file (RFC 4180): a header, then a row per day. `date`, `kind` and `name_kk` must be there,
//! `name_ru` and `name_en` may; the order of the columns is free, other columns are not read.

use super::model;
use crate::features::check;
use crate::kernel::calendar::Day;
use crate::kernel::localized::Localized;
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;

/// The longest file: a hundred years of days.
pub(super) const CHARS_MAX: usize = 2_000_000;

/// The rows of a file.
///
/// # Errors
/// CALENDAR_FILE_INVALID naming the line and what is wrong; the refusals of [`model::admit`] for a row that makes no
/// sense.
pub(super) fn read(text: &str) -> Result<Vec<Day>, Refusal> {
    let mut lines =
        text.trim_start_matches('\u{feff}').lines().zip(1_usize..).filter(|(line, _)| !line.trim().is_empty());
    let (header, _) = lines.next().ok_or_else(|| bad(1, "date,kind,name_kk"))?;
    let names = fields(header).ok_or_else(|| bad(1, "\""))?;
    let column = |name: &str| names.iter().position(|found| found.trim().eq_ignore_ascii_case(name));
    let needed = |name| column(name).ok_or_else(|| bad(1, name));
    let columns = Columns {
        date: needed("date")?,
        kind: needed("kind")?,
        kk: needed("name_kk")?,
        ru: column("name_ru"),
        en: column("name_en"),
    };
    let days: Vec<Day> = lines.map(|(line, number)| row(line, number, &columns)).collect::<Result<_, _>>()?;
    let mut seen = std::collections::BTreeSet::new();
    if let Some(twice) = days.iter().find(|day| !seen.insert(day.date)) {
        return Err(bad(1, &twice.date.to_string()));
    }
    Ok(days)
}

struct Columns {
    date: usize,
    kind: usize,
    kk: usize,
    ru: Option<usize>,
    en: Option<usize>,
}

fn row(line: &str, number: usize, columns: &Columns) -> Result<Day, Refusal> {
    let fields = fields(line).ok_or_else(|| bad(number, "\""))?;
    let field = |index: usize| fields.get(index).map(|field| field.trim());
    let (date, kind) = (field(columns.date).unwrap_or_default(), field(columns.kind).unwrap_or_default());
    let name = Localized {
        kk: field(columns.kk).unwrap_or_default().to_owned(),
        ru: columns.ru.and_then(field).map(str::to_owned),
        en: columns.en.and_then(field).map(str::to_owned),
    };
    let day = Day {
        date: date.parse().map_err(|_| bad(number, date))?,
        kind: kind.parse().map_err(|_| bad(number, kind))?,
        name: check::required(&name, "csv", check::NAME_CHARS).map_err(|_| bad(number, "name_kk"))?,
    };
    model::admit(&day).map_err(|refusal| refusal.at("csv"))?;
    Ok(day)
}

/// The fields of a line, quotes taken off; `None` when a quote is left open.
fn fields(line: &str) -> Option<Vec<String>> {
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
    fields.push(field);
    (!quoted).then_some(fields)
}

fn bad(line: usize, why: &str) -> Refusal {
    let why: String = why.chars().take(40).collect();
    Refusal::new(Code::CalendarFileInvalid).at("csv").with("line", line).with("why", why)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::calendar::DayKind;

    #[test]
    fn columns_are_found_by_name_and_quotes_are_taken_off() {
        let text = "\u{feff}kind,name_kk,date,name_en\r\nHOLIDAY,\"Наурыз, \"\"ұлы\"\" күн\",2026-03-22,\r\n\r\n";
        let days = read(text).expect("reads");
        let [day] = days.as_slice() else { panic!("{days:?}") };
        assert_eq!((day.kind, day.name.kk.as_str()), (DayKind::Holiday, "Наурыз, \"ұлы\" күн"));
        assert_eq!((day.date.to_string().as_str(), &day.name.en), ("2026-03-22", &None));
    }

    #[test]
    fn a_line_that_cannot_be_read_is_named() {
        let head = "date,kind,name_kk\n";
        for (rest, line) in [
            ("2026-02-30,HOLIDAY,күн", "2"),
            ("2026-01-01,HOLIDAY,күн\n2026-01-02,PARTY,күн", "3"),
            ("2026-01-01,HOLIDAY,\"күн", "2"),
            ("2026-01-01,HOLIDAY,", "2"),
            ("2026-01-01,HOLIDAY,күн\n2026-01-01,HOLIDAY,күн", "1"),
        ] {
            let refusal = read(&format!("{head}{rest}")).expect_err(rest);
            assert_eq!(refusal.code, Code::CalendarFileInvalid, "{rest}");
            assert!(refusal.message(crate::kernel::localized::Locale::En).contains(&format!("Line {line} ")), "{rest}");
        }
        assert_eq!(read("date,kind\n").expect_err("no name").code, Code::CalendarFileInvalid);
        assert_eq!(read("").expect_err("empty").code, Code::CalendarFileInvalid);
        assert_eq!(
            read(&format!("{head}2026-05-09,OBSERVED,күн")).expect_err("a Saturday").code,
            Code::CalendarDayUnfit
        );
    }
}
