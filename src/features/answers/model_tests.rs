use super::*;
use crate::features::reviews::ReviewForm;
use crate::kernel::id::Id;
use uuid::Uuid;

fn now() -> Timestamp {
    Timestamp::parse("2026-11-22T06:00:00Z").expect("valid")
}

fn id<K>(n: u128) -> Id<K> {
    Id::from_uuid(Uuid::from_u128(n))
}

fn review(state: ReviewState) -> Review {
    Review {
        id: id(1),
        decision_id: id(2),
        council_id: id(3),
        form: ReviewForm::Discussion,
        state,
        opened_by_id: id(4),
        opened_at: now(),
        concluded_at: None,
    }
}

fn addressee(state: AddresseeState) -> Addressee {
    Addressee {
        id: id(5),
        recommendation_id: id(6),
        document_id: id(7),
        review_id: id(1),
        decision_id: id(2),
        council_id: id(3),
        body_id: id(8),
        state,
        sent_at: now(),
    }
}

#[test]
fn body_and_council_talk_from_the_sending_until_the_review_is_closed() {
    for state in ReviewState::ALL {
        let talks = matches!(state, ReviewState::Sent | ReviewState::Answered);
        assert_eq!(admit_dialogue(&review(*state)).is_ok(), talks, "{state:?}");
    }
    let refusal = admit_dialogue(&review(ReviewState::Closed)).expect_err("refused");
    assert_eq!(refusal.code, Code::WrongState);
}

#[test]
fn a_recommendation_is_answered_once_and_then_corrected() {
    assert!(admit_first(&addressee(AddresseeState::Pending)).is_ok());
    let refusal = admit_first(&addressee(AddresseeState::Answered)).expect_err("refused");
    assert_eq!((refusal.code, refusal.field), (Code::AlreadyAnswered, vec!["addresseeId".to_owned()]));
}
