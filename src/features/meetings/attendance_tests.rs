use super::super::model::tests::at;
use super::*;
use crate::features::councils::MajorityBase;
use crate::kernel::fraction::Fraction;
use crate::kernel::id::Id;
use chrono::Duration;
use proptest::prelude::*;
use uuid::Uuid;

fn minute(n: i64) -> Timestamp {
    at("2026-11-25T05:00:00Z").plus(Duration::minutes(n))
}

const SESSION_MINUTES: i64 = 60;

fn session() -> Session {
    Session { opened_at: minute(0), closed_at: minute(SESSION_MINUTES) }
}

fn stay(member: u128, category: Category, from: i64, until: Option<i64>) -> Stay {
    Stay {
        id: Id::from_uuid(Uuid::from_u128(member)),
        meeting_id: Id::from_uuid(Uuid::nil()),
        membership_id: Id::from_uuid(Uuid::from_u128(member)),
        person_id: Id::from_uuid(Uuid::from_u128(member)),
        name: format!("member {member}"),
        category,
        position: Position::Member,
        came_at: minute(from),
        entered_by_id: Id::from_uuid(Uuid::from_u128(1)),
        left_at: until.map(minute),
    }
}

fn charter(public_quorum: Option<Fraction>) -> Charter {
    Charter {
        seats_min: 1,
        seats_max: 30,
        quorum: Fraction::TWO_THIRDS,
        public_quorum,
        majority: Fraction::HALF,
        majority_base: MajorityBase::Present,
    }
}

fn met(members: u32, stays: &[Stay]) -> bool {
    quorum(&charter(None), members, stays, session()) == QuorumState::Met
}

#[test]
fn who_comes_after_another_has_left_does_not_make_two() {
    let shifts = [stay(1, Category::Ngo, 0, Some(20)), stay(2, Category::Ngo, 30, None)];
    assert!(!met(3, &shifts));
    let together = [stay(1, Category::Ngo, 0, Some(31)), stay(2, Category::Ngo, 30, None)];
    assert!(met(3, &together));
}

#[test]
fn only_the_time_in_which_the_meeting_is_open_counts() {
    assert!(!met(1, &[stay(1, Category::Ngo, -30, Some(-1))]));
    assert!(met(1, &[stay(1, Category::Ngo, -30, None)]));
    assert!(!met(1, &[]));
}

#[test]
fn a_quorum_of_two_parts_may_come_about_when_the_state_leaves() {
    let land = charter(Some(Fraction::HALF));
    let mut stays = vec![stay(1, Category::Ngo, 0, None), stay(2, Category::Citizen, 0, None)];
    stays.extend((3..6).map(|member| stay(member, Category::State, 0, None)));
    let judged = |stays: &[Stay]| quorum(&land, 6, stays, session());
    assert_eq!(judged(&stays), QuorumState::NotMet);
    stays[4].left_at = Some(minute(10));
    assert_eq!(judged(&stays), QuorumState::Met);
}

proptest! {
    #[test]
    fn the_quorum_is_that_of_the_fullest_minute(
        spans in prop::collection::vec((-20_i64..80, 0_i64..60), 0..12), members in 1_u32..12,
    ) {
        let stays: Vec<Stay> =
            spans.iter().zip(1..).map(|((from, length), member)| stay(member, Category::Ngo, *from, Some(from + length))).collect();
        // Every boundary is a whole minute, so looking at each minute misses nobody.
        let there = |n: i64| spans.iter().filter(|(from, length)| *from <= n && n <= from + length).count();
        let fullest = (0..=SESSION_MINUTES).map(there).max().unwrap_or(0);
        let enough = fullest > 0 && fullest * 3 >= usize::try_from(members).expect("small") * 2;
        prop_assert_eq!(met(members, &stays), enough);
    }
}
