//! A year as it counts, and the history of the calendar.

use serde_json::{Value, json};

const YEAR: &str =
    "query($year: Int!) { calendar(year: $year) { year version provisional workingDays days { date kind name { text } }
    viewerCanSetDay viewerCanClearDay viewerCanImport } }";

on_both! {
    fn a_year_says_which_days_are_not_what_their_weekday_makes_them(world) {
        let anyone = world.anonymous();
        let year = |year: i32| anyone.ask(YEAR, &json!({ "year": year })).at("/calendar").clone();
        let known = year(2026);
        assert_eq!((&known["workingDays"], &known["provisional"], &known["version"]), (&json!(247), &json!(false), &json!(1)));
        assert_eq!(known["days"].as_array().map(Vec::len), Some(19));
        assert_eq!(known["days"][4], json!({ "date": "2026-03-09", "kind": "OBSERVED", "name": { "text": "International Women's Day (observed)" } }));
        // Saturday 4 May 2024 was worked for Wednesday 8 May.
        let days = year(2024)["days"].as_array().cloned().expect("days");
        let kind = |date: &str| days.iter().find(|day| day["date"] == date).map(|day| day["kind"].clone());
        assert_eq!((kind("2024-05-04"), kind("2024-05-08")), (Some(json!("WORKING_DAY_BY_DECREE")), Some(json!("DAY_OFF_BY_DECREE"))));
    }

    fn a_year_without_rows_has_the_fixed_holidays_and_is_provisional(world) {
        let year = world.anonymous().ask(YEAR, &json!({ "year": 2030 })).at("/calendar").clone();
        assert_eq!(year["provisional"], json!(true));
        let dates: Vec<&str> = year["days"].as_array().expect("days").iter().filter_map(|day| day["date"].as_str()).collect();
        assert_eq!(dates.len(), 14);
        assert_eq!(dates[..5], ["2030-01-01", "2030-01-02", "2030-01-07", "2030-03-08", "2030-03-15"]);
        assert_eq!(world.anonymous().ask(YEAR, &json!({ "year": 1999 })).denied(), "BAD_INPUT");
    }

    fn everybody_reads_the_calendar_and_administrators_are_told_that_they_may_change_it(world) {
        for (who, may) in [("citizen", false), ("chair", false), ("registrar", false), ("auditor", false), ("admin", true)] {
            let year = world.sign_in(who).ask(YEAR, &json!({ "year": 2026 })).at("/calendar").clone();
            for field in ["viewerCanSetDay", "viewerCanClearDay", "viewerCanImport"] {
                assert_eq!(year[field], json!(may), "{who} {field}");
            }
        }
    }

    fn every_change_of_the_calendar_is_a_version_with_its_author_and_reason(world) {
        let admin = world.sign_in("admin");
        world.advance(chrono::Duration::minutes(1));
        let clear = json!({ "date": "2027-12-16", "reason": "A mistake" });
        let id = admin.mutate("clearCalendarDay", &clear, "version { id }").text("/version/id");
        let query = "query($id: ID!) { calendarVersions { totalCount nodes { number reason author { id } createdAt } }
            node(id: $id) { ... on CalendarVersion { number } } }";
        let read = world.anonymous().ask(query, &json!({ "id": id }));
        let nodes = read.at("/calendarVersions/nodes");
        let newest = json!({ "number": 2, "reason": "A mistake", "author": { "id": world.cast.person("admin") }, "createdAt": "2026-11-22T06:01:00Z" });
        assert_eq!((&nodes[0], &nodes[1]["number"], &nodes[1]["author"]), (&newest, &json!(1), &Value::Null));
        assert_eq!((read.at("/calendarVersions/totalCount"), read.at("/node/number")), (&json!(2), &json!(2)));
        assert_eq!(world.count("SELECT count(*) AS n FROM calendar_days WHERE until_version = 2"), 1, "the row is kept");
    }
}
