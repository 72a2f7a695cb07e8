use super::*;
use crate::features::documents::content::sha256;

fn text(kk: &str) -> Localized {
    Localized { kk: kk.into(), ru: None, en: None }
}

fn at(text: &str) -> At {
    At(Timestamp::parse(text).expect("an instant"))
}

fn member(name: &str, position: Position) -> Member {
    Member { membership: format!("mem_{name}"), name: name.into(), category: Category::Ngo, position }
}

/// A small meeting with one vote and everything that a protocol can tell of it.
pub(in super::super::super) fn content() -> Content {
    let vote = Vote {
        poll: "poll_1".into(),
        mode: PollMode::RollCall,
        state: PollState::Closed,
        question: text("Қолдайсыз ба?"),
        version: 2,
        sha256: "ab".into(),
        electorate: 3,
        opened_at: at("2026-11-25T05:10:00Z"),
        closed_at: Some(at("2026-11-25T05:20:00Z")),
        result: Some(Decided {
            quorum: QuorumState::Met,
            outcome: Verdict::Adopted,
            decided_by: DecidedBy::ChairTieBreak,
        }),
        count: Some(Count { present: 2, present_public: 2, votes_for: 1, votes_against: 1, votes_abstain: 0 }),
        annulled_because: None,
        votes: vec![Voice { membership: "mem_A".into(), name: "A".into(), choice: Choice::For }],
        dissents: vec![Dissent {
            name: "B <b>".into(),
            text: "Жоқ & тағы жоқ".into(),
            attached_at: at("2026-11-25T05:30:00Z"),
        }],
    };
    let item = Item {
        number: 1,
        review: "rev_1".into(),
        form: ReviewForm::Hearing,
        decision: Subject { id: "dec_1".into(), title: text("Жер учаскесі") },
        recused: vec![Recused { name: "C".into(), reason: "Туысы".into() }],
        polls: vec![vote],
    };
    let stays = vec![Span { came_at: at("2026-11-25T04:50:00Z"), left_at: at("2026-11-25T06:00:00Z") }];
    Content {
        meeting: "mee_1".into(),
        form: MeetingForm::Hearing,
        title: text("Тыңдау"),
        place: text("Астана"),
        time_zone: "Asia/Almaty".into(),
        openness: Openness::Public,
        openness_reason: None,
        council: Named { id: "cou_1".into(), name: text("Кеңес") },
        body: Named { id: "bod_1".into(), name: text("Әкімдік") },
        called_at: at("2026-11-18T05:00:00Z"),
        starts_at: at("2026-11-25T05:00:00Z"),
        opened_at: at("2026-11-25T05:00:00Z"),
        closed_at: at("2026-11-25T06:00:00Z"),
        presided_by: Some(member("A", Position::Chair)),
        quorum: QuorumState::Met,
        turnout: vec![Line { category: Category::Ngo, members: 3, attended: 2 }],
        present: vec![Present { member: member("A", Position::Chair), stays }],
        absent: vec![member("D", Position::Member)],
        agenda: vec![item],
    }
}

#[test]
fn what_is_stored_reads_back_and_hashes_alike() {
    let canonical = content().canonical().expect("canonical");
    let read: Content = serde_json::from_str(&canonical).expect("reads");
    assert_eq!(read, content());
    assert_eq!(sha256(&read.canonical().expect("canonical")), sha256(&canonical));
}

#[test]
fn the_canonical_form_is_the_documented_one() {
    let canonical = content().canonical().expect("canonical");
    assert!(canonical.starts_with(
        r#"{"absent":[{"category":"NGO","membership":"mem_D","name":"D","position":"MEMBER"}],"agenda":["#
    ));
    assert!(canonical.contains(r#""stays":[{"cameAt":"2026-11-25T04:50:00Z","leftAt":"2026-11-25T06:00:00Z"}]"#));
    assert!(canonical.contains(r#""votes":[{"choice":"FOR","membership":"mem_A","name":"A"}]"#));
    assert!(!canonical.contains("opennessReason") && !canonical.contains("null"), "what there is none of is left out");
}
