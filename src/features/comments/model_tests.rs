use super::*;
use crate::access::viewer::{Accreditation, Grant, Position, Represented, Seat, Standing};
use crate::kernel::id::Id;
use crate::kernel::localized::Locale;
use proptest::prelude::*;
use std::sync::Arc;
use uuid::Uuid;

fn id<K>(n: u128) -> Id<K> {
    Id::from_uuid(Uuid::from_u128(n))
}

fn setting() -> Setting {
    Setting { review_id: id(1), decision_id: id(2), council_id: id(3), body_id: id(4), state: ReviewState::Open }
}

fn viewer(grants: Vec<(Role, Scope, Option<Represented>)>, council: Option<CouncilId>) -> Viewer {
    let now = Timestamp::parse("2026-11-22T10:00:00Z").expect("valid");
    let grant = |(role, scope, organization)| Grant { role, scope, from: now, until: None, organization };
    let seat = |council| Seat {
        membership: id(9),
        council,
        position: Position::Member,
        organization: Some(id(8)),
        since: now.day(),
        until: None,
    };
    let standing = Standing {
        account: id(5),
        name: "Айгүл".into(),
        locale: Locale::Kk,
        session: id(6),
        session_expires: now,
        grants: grants.into_iter().map(grant).collect(),
        seats: council.into_iter().map(seat).collect(),
        service: None,
    };
    Viewer { standing: Some(Arc::new(standing)), ..Viewer::anonymous(now) }
}

fn represents(medium: bool) -> (Role, Scope, Option<Represented>) {
    let organization = Represented { medium, accreditation: Accreditation::None };
    (Role::Representative, Scope::Organization(id(7)), Some(organization))
}

#[test]
fn who_holds_several_hats_writes_under_the_nearest() {
    let office = (Role::Officer, Scope::Body(id(4)), None);
    let all = vec![office, represents(true)];
    assert_eq!(capacity(&viewer(all.clone(), Some(id(3))), &setting()), (Capacity::Member, Some(id(8))));
    assert_eq!(capacity(&viewer(all.clone(), Some(id(99))), &setting()), (Capacity::Official, None));
    assert_eq!(capacity(&viewer(vec![represents(true)], None), &setting()), (Capacity::Media, Some(id(7))));
    assert_eq!(capacity(&viewer(vec![represents(false)], None), &setting()), (Capacity::Ngo, Some(id(7))));
    assert_eq!(capacity(&viewer(vec![], None), &setting()), (Capacity::Citizen, None));
}

#[test]
fn an_office_elsewhere_and_an_unverified_organisation_speak_for_nobody() {
    let elsewhere = (Role::Officer, Scope::Body(id(44)), None);
    let unverified = (Role::Representative, Scope::Organization(id(7)), None);
    assert_eq!(capacity(&viewer(vec![elsewhere, unverified], None), &setting()), (Capacity::Citizen, None));
}

#[test]
fn a_reply_stays_within_its_review() {
    let parent = Parent { id: id(10), review_id: id(77), depth: 0 };
    assert_eq!(depth(id(1), Some(&parent), 4).map_err(|refusal| refusal.code), Err(Code::ParentElsewhere));
}

#[test]
fn comments_end_with_the_review() {
    for state in ReviewState::ALL {
        assert_eq!(admit_discussion(*state).is_ok(), state.is_running(), "{state:?}");
    }
}

proptest! {
    #[test]
    fn no_thread_is_deeper_than_the_limit(limit in 0_u32..10, below in 0_i64..12) {
        let parent = Parent { id: id(10), review_id: id(1), depth: below };
        match depth(id(1), Some(&parent), limit) {
            Ok(depth) => prop_assert!(depth == below + 1 && depth <= i64::from(limit)),
            Err(refusal) => prop_assert!(refusal.code == Code::CommentTooDeep && below >= i64::from(limit)),
        }
    }
}
