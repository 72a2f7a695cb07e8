use super::*;
use crate::kernel::id::Id;
use chrono::Duration;
use proptest::prelude::*;
use uuid::Uuid;

fn at(day: i64) -> Timestamp {
    Timestamp::parse("2026-01-01T00:00:00Z").expect("valid").plus(Duration::days(day))
}

fn id<K>(n: u128) -> Id<K> {
    Id::from_uuid(Uuid::from_u128(n))
}

fn administrator(n: u128, until: Option<i64>) -> RoleGrant {
    RoleGrant {
        id: id(n),
        account: id(n + 100),
        role: Role::Administrator,
        scope: Scope::Global,
        valid_from: at(0),
        valid_until: until.map(at),
        granted_by: None,
        granted_at: at(0),
        revoked_by: None,
        revoked_at: None,
    }
}

#[test]
fn an_address_is_kept_trimmed_and_in_lower_case() {
    assert_eq!(
        Email::parse("  Aigerim@Example.KZ ").map(|e| e.as_str().to_owned()),
        Ok("aigerim@example.kz".to_owned())
    );
    assert!(Email::parse("айгерім@пошта.қаз").is_ok());
}

#[test]
fn what_is_no_address_is_refused_at_its_field() {
    for bad in ["", "a", "a@", "@b.kz", "a@b", "a b@c.kz", "a@b..kz", "a@-b.kz", "a@b@c.kz", "a@b.kz\n<x>", "a,b@c.kz"]
    {
        let refusal = Email::parse(bad).expect_err(bad);
        assert_eq!((refusal.code, refusal.field), (Code::InvalidEmail, vec!["email".to_owned()]), "{bad}");
    }
    assert!(Email::parse(&format!("{}@example.kz", "a".repeat(65))).is_err());
}

#[test]
fn names_are_searched_without_case_and_dots() {
    assert_eq!(search_form("  Пётр   ӘЛІМОВ "), "петр әлімов");
}

#[test]
fn every_role_has_exactly_the_scopes_of_the_design() {
    let scopes = [Scope::Global, Scope::Body(id(1)), Scope::Council(id(2)), Scope::Organization(id(3))];
    let table: Vec<(Role, Vec<bool>)> =
        Role::ALL.iter().map(|role| (*role, scopes.iter().map(|scope| fits(*role, *scope)).collect())).collect();
    let expected = vec![
        (Role::Administrator, vec![true, false, false, false]),
        (Role::Registrar, vec![true, false, false, false]),
        (Role::Moderator, vec![true, true, true, false]),
        (Role::Auditor, vec![true, false, false, false]),
        (Role::Officer, vec![false, true, false, false]),
        (Role::Representative, vec![false, false, false, true]),
    ];
    assert_eq!(table, expected);
}

#[test]
fn a_temporary_administrator_does_not_replace_a_permanent_one() {
    let all = [administrator(1, None), administrator(2, Some(7))];
    assert!(!keeps_an_administrator(&all, &[id(1)], at(1)));
    assert!(keeps_an_administrator(&all, &[id(2)], at(1)));
    assert!(!keeps_an_administrator(&all, &[id(1), id(2)], at(1)));
}

#[test]
fn who_no_longer_or_not_yet_administers_does_not_count() {
    let mut future = administrator(3, None);
    future.valid_from = at(30);
    let mut revoked = administrator(4, None);
    revoked.revoked_at = Some(at(0));
    let all = [administrator(1, None), future, revoked];
    assert!(!keeps_an_administrator(&all, &[id(1)], at(1)));
    // To revoke what is not in force takes nothing away.
    assert!(keeps_an_administrator(&all, &[id(3)], at(1)));
}

proptest! {
    #[test]
    fn somebody_in_force_is_left_whenever_leaving_is_allowed(
        untils in proptest::collection::vec(proptest::option::of(1_i64..20), 1..6),
        leaves in proptest::collection::vec(any::<bool>(), 6),
    ) {
        let all: Vec<RoleGrant> = (1_u128..).zip(&untils).map(|(n, until)| administrator(n, *until)).collect();
        let leaving: Vec<RoleGrantId> = all.iter().zip(&leaves).filter(|(_, goes)| **goes).map(|(g, _)| g.id).collect();
        let now = at(0);
        let left = all.iter().filter(|grant| !leaving.contains(&grant.id)).count();
        if keeps_an_administrator(&all, &leaving, now) {
            prop_assert!(left > 0);
        } else {
            prop_assert!(!leaving.is_empty());
        }
    }

    #[test]
    fn a_stored_address_reads_back_as_itself(local in "[a-z0-9.+-]{1,20}", domain in "[a-z0-9]{1,10}\\.kz") {
        let email = Email::parse(&format!("{local}@{domain}")).expect("well formed");
        prop_assert_eq!(Email::parse(email.as_str()), Ok(email));
    }
}
