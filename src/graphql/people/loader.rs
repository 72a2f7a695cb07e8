//! Batched loads of people, accounts and roles.

use crate::access::act::Reading;
use crate::features::people::{self, model, store};
use crate::graphql::batch::Loader;
use crate::kernel::failure::Outcome;
use crate::kernel::id::{PersonId, RoleGrantId};
use std::collections::HashMap;
use std::sync::Arc;

/// Persons by id.
pub struct PersonById;

impl Loader for PersonById {
    type Key = PersonId;
    type Value = Arc<model::Person>;

    fn load(r: &mut Reading<'_>, keys: &[PersonId]) -> Outcome<HashMap<PersonId, Arc<model::Person>>> {
        Ok(store::names(r.conn, keys)?.into_iter().map(|person| (person.id, Arc::new(person))).collect())
    }
}

/// Accounts by their person, as far as the viewer may read them.
pub struct AccountById;

impl Loader for AccountById {
    type Key = PersonId;
    type Value = Arc<model::Account>;

    fn load(r: &mut Reading<'_>, keys: &[PersonId]) -> Outcome<HashMap<PersonId, Arc<model::Account>>> {
        let found = people::accounts::find(r, keys)?;
        Ok(found.into_iter().map(|account| (account.id, Arc::new(account))).collect())
    }
}

/// Every grant of an account, oldest first. Asked only by account objects, which the viewer was allowed to read, or
/// has just proved to be theirs.
pub struct GrantsOfAccount;

impl Loader for GrantsOfAccount {
    type Key = PersonId;
    type Value = Arc<Vec<model::RoleGrant>>;

    fn load(r: &mut Reading<'_>, keys: &[PersonId]) -> Outcome<HashMap<PersonId, Self::Value>> {
        let mut sorted: HashMap<PersonId, Vec<model::RoleGrant>> = HashMap::new();
        for grant in store::grants::of_accounts(r.conn, keys)? {
            sorted.entry(grant.account).or_default().push(grant);
        }
        Ok(sorted.into_iter().map(|(account, grants)| (account, Arc::new(grants))).collect())
    }
}

/// Grants by id, as far as the viewer may read the accounts they belong to.
pub struct GrantById;

impl Loader for GrantById {
    type Key = RoleGrantId;
    type Value = Arc<model::RoleGrant>;

    fn load(r: &mut Reading<'_>, keys: &[RoleGrantId]) -> Outcome<HashMap<RoleGrantId, Self::Value>> {
        let found = people::accounts::grants(r, keys)?;
        Ok(found.into_iter().map(|grant| (grant.id, Arc::new(grant))).collect())
    }
}
