//! What administrators do with the calendar, and what is refused.

use crate::support::builders::text;
use crate::support::{Client, Personas, Reply};
use serde_json::{Value, json};
use std::fmt::Write as _;

fn set(client: &Client, date: &str, kind: &str) -> Reply {
    let input = json!({ "date": date, "kind": kind, "name": text("A day"), "reason": "Decree 7" });
    client.mutate("setCalendarDay", &input, "version { number } calendar { workingDays }")
}

fn import(client: &Client, csv: &str) -> Reply {
    client.mutate(
        "importCalendar",
        &json!({ "csv": csv, "reason": "Decree 8" }),
        "version { number } calendar { year workingDays }",
    )
}

on_both! {
    fn a_day_is_set_changed_and_cleared(world) {
        let p = Personas::of(world);
        let admin = p.get("admin");
        assert_eq!(set(&admin, "2026-12-15", "DAY_OFF_BY_DECREE").done()["calendar"][0]["workingDays"], 246);
        assert_eq!(set(&admin, "2026-12-19", "WORKING_DAY_BY_DECREE").done()["calendar"][0]["workingDays"], 247);
        assert_eq!(set(&admin, "2026-12-15", "HOLIDAY").done()["calendar"][0]["workingDays"], 247);
        let clear = json!({ "date": "2026-12-15", "reason": "A mistake" });
        let cleared = admin.mutate("clearCalendarDay", &clear, "version { number } calendar { workingDays }");
        assert_eq!(cleared.done(), &json!({ "version": { "number": 5 }, "calendar": [{ "workingDays": 248 }], "userErrors": [] }));
        let event = p.events("CALENDAR_DAY_CLEARED").remove(0);
        assert_eq!((&event["payload"]["number"], &event["payload"]["cleared"]), (&json!(5), &json!(["2026-12-15"])));
        assert_eq!(event["actor"]["id"], json!(world.cast.person("admin")));
    }

    fn a_day_that_makes_no_sense_is_refused(world) {
        let admin = world.sign_in("admin");
        // 19 December 2026 is a Saturday, 21 December a Monday.
        assert_eq!(set(&admin, "2026-12-19", "DAY_OFF_BY_DECREE").refused(), "CALENDAR_DAY_UNFIT");
        assert_eq!(set(&admin, "2026-12-19", "OBSERVED").refused(), "CALENDAR_DAY_UNFIT");
        assert_eq!(set(&admin, "2026-12-21", "WORKING_DAY_BY_DECREE").refused(), "CALENDAR_DAY_UNFIT");
        assert_eq!(set(&admin, "2031-12-16", "HOLIDAY").refused(), "CALENDAR_YEAR_UNKNOWN");
        assert_eq!(set(&admin, "1999-12-16", "HOLIDAY").refused(), "OUT_OF_RANGE");
        set(&admin, "2026-12-21", "DAY_OFF_BY_DECREE").done();
        assert_eq!(set(&admin, "2026-12-21", "DAY_OFF_BY_DECREE").refused(), "NOTHING_CHANGED");
        let blank = json!({ "date": "2026-12-21", "reason": " " });
        let refused = admin.mutate("clearCalendarDay", &blank, "");
        assert_eq!((refused.refused(), refused.at("/payload/userErrors/0/field")), ("BLANK", &json!(["reason"])));
        let unknown = json!({ "date": "2026-12-22", "reason": "A mistake" });
        assert_eq!(admin.mutate("clearCalendarDay", &unknown, "").refused(), "CALENDAR_DAY_UNKNOWN");
        assert_eq!(world.count("SELECT max(number) AS n FROM calendar_versions"), 2);
    }

    fn an_import_replaces_whole_years_and_leaves_the_others(world) {
        let admin = world.sign_in("admin");
        let csv = "date,kind,name_kk,name_ru,name_en\n2027-01-01,HOLIDAY,Жаңа жыл,Новый год,New Year's Day\n2028-01-03,HOLIDAY,\"Күн, бір\",,\n";
        let done = import(&admin, csv);
        // 2027 has 261 weekdays and one holiday on a Friday, 2028 has 260 and one on a Monday.
        let years = json!([{ "year": 2027, "workingDays": 260 }, { "year": 2028, "workingDays": 259 }]);
        assert_eq!((&done.done()["version"]["number"], &done.done()["calendar"]), (&json!(2), &years));
        assert_eq!(import(&admin, csv).refused(), "NOTHING_CHANGED");
        let other = admin.ask("{ calendar(year: 2026) { workingDays } }", &Value::Null);
        assert_eq!(other.at("/calendar/workingDays"), &json!(247));
        assert_eq!(world.count("SELECT count(*) AS n FROM calendar_days WHERE until_version IS NULL AND date_on >= '2027-01-01'"), 2);
    }

    fn a_file_that_cannot_be_read_is_refused_with_its_line_and_column_and_changes_nothing(world) {
        let admin = world.sign_in("admin");
        let head = "date,kind,name_kk\n2028-01-03,HOLIDAY,Күн\n";
        for (csv, code, field) in [
            (format!("{head}2028-13-01,HOLIDAY,Күн"), "CALENDAR_FILE_INVALID", json!(["csv", "3", "date"])),
            (format!("{head}\n2028-01-04,PARTY,Күн"), "CALENDAR_FILE_INVALID", json!(["csv", "4", "kind"])),
            (format!("{head}2028-01-04,HOLIDAY, "), "CALENDAR_FILE_INVALID", json!(["csv", "3", "name_kk"])),
            (format!("{head}2028-01-03,HOLIDAY,Күн"), "CALENDAR_FILE_INVALID", json!(["csv", "3", "date"])),
            (format!("{head}2028-01-08,OBSERVED,Күн"), "CALENDAR_DAY_UNFIT", json!(["csv", "3", "kind"])),
            (format!("{head}2101-01-01,HOLIDAY,Күн"), "OUT_OF_RANGE", json!(["csv", "3", "date"])),
            ("date,kind\n2028-01-03,HOLIDAY".into(), "CALENDAR_FILE_INVALID", json!(["csv", "1", "name_kk"])),
            (String::new(), "BLANK", json!(["csv"])),
        ] {
            let reply = import(&admin, &csv);
            assert_eq!((reply.refused(), reply.at("/payload/userErrors/0/field")), (code, &field), "{csv}");
        }
        let file = format!("{head}2028-13-01,HOLIDAY,Күн");
        for (language, message) in [
            ("en", "Line 3 of the file, column date: «2028-13-01» cannot be read."),
            ("ru", "Строка 3 файла, столбец date: не читается «2028-13-01»."),
            ("kk", "Файлдың 3-жолындағы date бағаны түсініксіз: «2028-13-01»."),
        ] {
            let refused = import(&admin.speaking(language), &file);
            assert_eq!(refused.at("/payload/userErrors/0/message"), &json!(message));
        }
        assert_eq!(world.count("SELECT count(*) AS n FROM calendar_versions"), 1);
    }

    fn a_century_is_imported_at_once_and_a_longer_file_is_refused(world) {
        let admin = world.sign_in("admin");
        let mut csv = "date,kind,name_kk\n".to_owned();
        for year in 2028..=2100 {
            for month in 1..=12 {
                for day in [1, 7, 13, 19, 25] {
                    writeln!(csv, "{year}-{month:02}-{day:02},HOLIDAY,Мереке күні").expect("a string takes it");
                }
            }
        }
        assert!(csv.chars().count() < 500_000);
        let done = import(&admin, &csv);
        assert_eq!(done.done()["calendar"].as_array().map(Vec::len), Some(73));
        assert_eq!(world.count("SELECT count(*) AS n FROM calendar_days WHERE since_version = 2"), 73 * 60);
        // Other names for all of them: the rows they replace are kept.
        assert_eq!(import(&admin, &csv.replace("Мереке", "Демалыс")).done()["version"]["number"], 3);
        assert_eq!(world.count("SELECT count(*) AS n FROM calendar_days WHERE until_version = 3"), 73 * 60);
        let long = format!("{csv}{}", "x".repeat(500_000));
        let refused = import(&admin, &long);
        assert_eq!((refused.refused(), refused.at("/payload/userErrors/0/field")), ("TOO_LONG", &json!(["csv"])));
        let message = refused.at("/payload/userErrors/0/message").as_str().expect("a message").to_owned();
        assert!(message.contains("500000"), "{message}");
    }

    fn a_year_whose_last_row_is_cleared_is_provisional_again(world) {
        let admin = world.sign_in("admin");
        import(&admin, "date,kind,name_kk\n2028-01-03,HOLIDAY,Күн\n").done();
        let clear = json!({ "date": "2028-01-03", "reason": "A mistake" });
        let cleared = admin.mutate("clearCalendarDay", &clear, "calendar { provisional }");
        assert_eq!(cleared.done()["calendar"], json!([{ "provisional": true }]));
    }
}
