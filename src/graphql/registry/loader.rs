//! Batched loads of what the registry does not keep in memory: heads and seats.

use crate::access::act::Reading;
use crate::features::bodies::{self, Head};
use crate::features::councils::store::Span;
use crate::features::councils::{self, Membership};
use crate::graphql::batch::Loader;
use crate::kernel::failure::Outcome;
use crate::kernel::id::{CouncilId, HeadId, MembershipId, PersonId, StateBodyId};
use chrono::NaiveDate;
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

/// Many of one thing's rows, shared.
pub type Rows<T> = Arc<Vec<Arc<T>>>;

/// The seats of a council: held on a day, or all there ever were.
pub struct SeatsOfCouncil;

impl Loader for SeatsOfCouncil {
    type Key = (CouncilId, Span);
    type Value = Rows<Membership>;

    fn load(r: &mut Reading<'_>, keys: &[Self::Key]) -> Outcome<HashMap<Self::Key, Self::Value>> {
        in_groups(keys, |span, ids| {
            let seats = councils::store::of_councils(r.conn, ids, span)?;
            Ok(seats.into_iter().map(|seat| (seat.council_id, seat)).collect())
        })
    }
}

/// The seats of a person: held on a day, or all there ever were.
pub struct SeatsOfPerson;

impl Loader for SeatsOfPerson {
    type Key = (PersonId, Span);
    type Value = Rows<Membership>;

    fn load(r: &mut Reading<'_>, keys: &[Self::Key]) -> Outcome<HashMap<Self::Key, Self::Value>> {
        in_groups(keys, |span, ids| {
            let seats = councils::store::of_persons(r.conn, ids, span)?;
            Ok(seats.into_iter().map(|seat| (seat.person_id, seat)).collect())
        })
    }
}

/// Memberships by their ids.
pub struct MembershipById;

impl Loader for MembershipById {
    type Key = MembershipId;
    type Value = Arc<Membership>;

    fn load(r: &mut Reading<'_>, keys: &[Self::Key]) -> Outcome<HashMap<Self::Key, Self::Value>> {
        let found = councils::store::memberships(r.conn, keys)?;
        Ok(found.into_iter().map(|seat| (seat.id, Arc::new(seat))).collect())
    }
}

/// The heads of a body over time, earliest first.
pub struct HeadsOfBody;

impl Loader for HeadsOfBody {
    type Key = StateBodyId;
    type Value = Rows<Head>;

    fn load(r: &mut Reading<'_>, keys: &[Self::Key]) -> Outcome<HashMap<Self::Key, Self::Value>> {
        Ok(grouped(bodies::store::heads_of(r.conn, keys)?.into_iter().map(|head| (head.body_id, head))))
    }
}

/// Who leads a body on a day.
pub struct HeadOnDay;

impl Loader for HeadOnDay {
    type Key = (StateBodyId, NaiveDate);
    type Value = Arc<Head>;

    fn load(r: &mut Reading<'_>, keys: &[Self::Key]) -> Outcome<HashMap<Self::Key, Self::Value>> {
        let heads: HashMap<Self::Key, Rows<Head>> = in_groups(keys, |day, ids| {
            let heads = bodies::store::head_on(r.conn, ids, day)?;
            Ok(heads.into_iter().map(|head| (head.body_id, head)).collect())
        })?;
        Ok(heads.into_iter().filter_map(|(key, heads)| heads.first().cloned().map(|head| (key, head))).collect())
    }
}

/// Heads by their ids.
pub struct HeadById;

impl Loader for HeadById {
    type Key = HeadId;
    type Value = Arc<Head>;

    fn load(r: &mut Reading<'_>, keys: &[Self::Key]) -> Outcome<HashMap<Self::Key, Self::Value>> {
        let found = bodies::store::heads(r.conn, keys)?;
        Ok(found.into_iter().map(|head| (head.id, Arc::new(head))).collect())
    }
}

/// Asks once per distinct second part of the keys: a page asks for one day, seldom for two.
fn in_groups<K, S, T>(
    keys: &[(K, S)],
    mut ask: impl FnMut(S, &[K]) -> Outcome<Vec<(K, T)>>,
) -> Outcome<HashMap<(K, S), Rows<T>>>
where
    K: Copy + Eq + Hash,
    S: Copy + Eq + Hash,
{
    let mut ids: HashMap<S, Vec<K>> = HashMap::new();
    for (id, same) in keys {
        ids.entry(*same).or_default().push(*id);
    }
    let mut answers = HashMap::new();
    for (same, ids) in ids {
        let rows = grouped(ask(same, &ids)?.into_iter());
        answers.extend(rows.into_iter().map(|(id, rows)| ((id, same), rows)));
    }
    Ok(answers)
}

/// Rows by what they belong to, in the order they came.
fn grouped<K: Eq + Hash, T>(rows: impl Iterator<Item = (K, T)>) -> HashMap<K, Rows<T>> {
    let mut groups: HashMap<K, Vec<Arc<T>>> = HashMap::new();
    for (id, row) in rows {
        groups.entry(id).or_default().push(Arc::new(row));
    }
    groups.into_iter().map(|(id, rows)| (id, Arc::new(rows))).collect()
}
