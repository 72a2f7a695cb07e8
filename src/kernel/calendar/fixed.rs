//! The holidays that have a date of their own: all that is known of a year whose calendar has not been entered yet.
//! Kurban Ait has no fixed date, and which free days move is not foreseen here.
//!
//! **Constitution Day.** Two sources we were given disagree: one lists 30 August without an end, the table of days from
//! which the calendar is seeded has 30 August until 2025 and 15 March from 2027, and neither in 2026. We follow the table,
//! which tells of each year by itself, and hold the later years to its last word. Either way it is rows that decide: an
//! operator who knows better imports the year, and the running deadlines move.

use crate::kernel::localized::Localized;
use chrono::{Datelike, NaiveDate};

/// First year, last year, month, day; the name in Kazakh, Russian and English.
type Fixed = (i32, i32, u32, u32, [&'static str; 3]);
const FIXED: &[Fixed] = &[
    (0, 9999, 1, 1, ["Жаңа жыл", "Новый год", "New Year's Day"]),
    (0, 9999, 1, 2, ["Жаңа жыл", "Новый год", "New Year's Day"]),
    (0, 9999, 1, 7, ["Православиелік Рождество", "Православное Рождество", "Orthodox Christmas"]),
    (0, 9999, 3, 8, ["Халықаралық әйелдер күні", "Международный женский день", "International Women's Day"]),
    (2027, 9999, 3, 15, CONSTITUTION_DAY),
    (0, 9999, 3, 21, NAURYZ),
    (0, 9999, 3, 22, NAURYZ),
    (0, 9999, 3, 23, NAURYZ),
    (
        0,
        9999,
        5,
        1,
        ["Қазақстан халқының бірлігі мерекесі", "Праздник единства народа Казахстана", "People's Unity Day"],
    ),
    (0, 9999, 5, 7, ["Отан Қорғаушы күні", "День защитника Отечества", "Defender of the Fatherland Day"]),
    (0, 9999, 5, 9, ["Жеңіс күні", "День Победы", "Victory Day"]),
    (0, 9999, 7, 6, ["Астана күні", "День столицы", "Capital Day"]),
    (0, 2025, 8, 30, CONSTITUTION_DAY),
    (2022, 9999, 10, 25, ["Республика күні", "День Республики", "Republic Day"]),
    (0, 9999, 12, 16, ["Тәуелсіздік күні", "День Независимости", "Independence Day"]),
];
const NAURYZ: [&str; 3] = ["Наурыз мейрамы", "Наурыз мейрамы", "Nauryz"];
const CONSTITUTION_DAY: [&str; 3] =
    ["Қазақстан Республикасының Конституциясы күні", "День Конституции Республики Казахстан", "Constitution Day"];

/// The fixed holiday of a day.
pub(super) fn fixed_holiday(date: NaiveDate) -> Option<Localized> {
    let found = FIXED.iter().find(|(from, until, month, day, _)| {
        (*from..=*until).contains(&date.year()) && *month == date.month() && *day == date.day()
    })?;
    let [kk, ru, en] = found.4;
    Some(Localized { kk: kk.to_owned(), ru: Some(ru.to_owned()), en: Some(en.to_owned()) })
}
