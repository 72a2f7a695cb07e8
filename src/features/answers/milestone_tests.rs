use super::*;
use crate::kernel::id::Id;
use proptest::prelude::*;
use uuid::Uuid;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn milestone(state: MilestoneState, reported_on: Option<&str>) -> Milestone {
    let id = |n| Uuid::from_u128(n);
    Milestone {
        id: Id::from_uuid(id(1)),
        answer_id: Id::from_uuid(id(2)),
        addressee_id: Id::from_uuid(id(3)),
        review_id: Id::from_uuid(id(4)),
        decision_id: Id::from_uuid(id(5)),
        council_id: Id::from_uuid(id(6)),
        body_id: Id::from_uuid(id(7)),
        number: 1,
        title: Localized { kk: "Кезең".into(), ru: None, en: None },
        due_on: day("2026-12-10"),
        state,
        planned_at: Timestamp::parse("2026-11-22T06:00:00Z").expect("valid"),
        reported_on: reported_on.map(day),
    }
}

#[test]
fn what_is_confirmed_or_superseded_moves_no_more() {
    for (from, _, _) in LIFECYCLE {
        assert!(UNFINISHED.contains(from), "{from:?} has a next step");
    }
    for state in MilestoneState::ALL {
        let superseded = LIFECYCLE.contains(&(*state, Step::Supersede, MilestoneState::Superseded));
        assert_eq!(superseded, UNFINISHED.contains(state), "{state:?}");
    }
}

#[test]
fn the_council_judges_only_what_was_reported() {
    for state in MilestoneState::ALL {
        for step in [Step::Confirm, Step::Dispute] {
            let judged = milestone(*state, None).after(step).is_ok();
            assert_eq!(judged, *state == MilestoneState::Reported, "{state:?} {step:?}");
        }
    }
    let refusal = milestone(MilestoneState::Planned, None).after(Step::Confirm).expect_err("refused");
    assert_eq!(refusal.code, Code::WrongState);
}

#[test]
fn a_promise_is_kept_by_the_day_of_the_report_that_convinced() {
    let on = |state, reported, today: &str| milestone(state, reported).punctuality(day(today));
    let (pending, kept, late) = (Some(Punctuality::Pending), Some(Punctuality::Kept), Some(Punctuality::Late));
    use MilestoneState::{Confirmed, Disputed, Planned, Reported, Superseded};
    assert_eq!(on(Planned, None, "2026-12-10"), pending);
    assert_eq!(on(Planned, None, "2026-12-11"), late);
    assert_eq!(on(Reported, Some("2026-12-10"), "2026-12-30"), pending, "the council takes its time");
    assert_eq!(on(Reported, Some("2026-12-11"), "2026-12-11"), late);
    assert_eq!(on(Disputed, Some("2026-12-01"), "2026-12-10"), pending);
    assert_eq!(on(Disputed, Some("2026-12-01"), "2026-12-11"), late);
    assert_eq!(on(Confirmed, Some("2026-12-10"), "2027-06-01"), kept);
    assert_eq!(on(Confirmed, Some("2026-12-11"), "2027-06-01"), late);
    assert_eq!(on(Superseded, None, "2027-06-01"), None);
}

#[test]
fn a_link_is_one_that_a_browser_opens_and_does_not_run() {
    let url = |url| admit_evidence("Done", Some(url)).map(|(_, url)| url).map_err(|refusal| refusal.code);
    for good in ["https://gov.kz/order/12?lang=kk", " http://[2001:db8::1]/a ", "https://әкімдік.қаз/"] {
        assert_eq!(url(good), Ok(Some(good.trim().to_owned())));
    }
    for bad in
        ["javascript:alert(1)", "gov.kz", "https://", "http:// gov.kz", "https://gov.kz/\"onclick", "ftp://gov.kz/a"]
    {
        assert_eq!(url(bad), Err(Code::UrlInvalid), "{bad}");
    }
    assert_eq!(url("  "), Ok(None), "blank is left out");
    assert_eq!(admit_evidence(" ", None).expect_err("refused").code, Code::Blank);
}

proptest! {
    #[test]
    fn nothing_is_kept_that_was_not_confirmed(state in proptest::sample::select(MilestoneState::ALL), reported in 0_u64..60, today in 0_u64..60) {
        let start = day("2026-11-22");
        let mut milestone = milestone(state, None);
        milestone.reported_on = Some(start + chrono::Days::new(reported));
        let kept = milestone.punctuality(start + chrono::Days::new(today)) == Some(Punctuality::Kept);
        prop_assert_eq!(kept, state == MilestoneState::Confirmed && milestone.reported_on <= Some(milestone.due_on));
    }
}
