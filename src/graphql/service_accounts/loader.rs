//! Batched loads of service accounts and their tokens.

use crate::access::act::Reading;
use crate::features::service_accounts::{self, list};
use crate::graphql::batch::Loader;
use crate::kernel::failure::Outcome;
use crate::kernel::id::ServiceAccountId;
use std::collections::HashMap;
use std::sync::Arc;

/// Service accounts by id, as far as the viewer may read them.
pub struct ServiceAccountById;

impl Loader for ServiceAccountById {
    type Key = ServiceAccountId;
    type Value = Arc<service_accounts::ServiceAccount>;

    fn load(r: &mut Reading<'_>, keys: &[ServiceAccountId]) -> Outcome<HashMap<ServiceAccountId, Self::Value>> {
        Ok(list::find(r, keys)?.into_iter().map(|account| (account.id, Arc::new(account))).collect())
    }
}

/// The tokens of a service account that are good now. Asked only by accounts, which the viewer was allowed to read.
pub struct TokensOfServiceAccount;

impl Loader for TokensOfServiceAccount {
    type Key = ServiceAccountId;
    type Value = Arc<Vec<service_accounts::Token>>;

    fn load(r: &mut Reading<'_>, keys: &[ServiceAccountId]) -> Outcome<HashMap<ServiceAccountId, Self::Value>> {
        let mut sorted: HashMap<ServiceAccountId, Vec<service_accounts::Token>> = HashMap::new();
        for token in list::tokens(r, keys)? {
            sorted.entry(token.service_account_id).or_default().push(token);
        }
        Ok(sorted.into_iter().map(|(account, tokens)| (account, Arc::new(tokens))).collect())
    }
}
