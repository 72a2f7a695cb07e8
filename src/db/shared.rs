//! JSON documents that many rows repeat, such as the rules frozen into each poll of a council: read once per thread and
//! shared, instead of being taken apart for each of the hundred rows of a page.

use super::conn::MultiBackend;
use crate::value_of;
use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql};
use diesel::pg::Pg;
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types::Text;
use diesel::sqlite::Sqlite;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::any::Any;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::ops::Deref;
use std::sync::Arc;

/// Texts remembered per thread: a few per council that votes.
const REMEMBERED: usize = 64;

/// A document that may be shared with other rows. It never changes.
#[derive(Debug, PartialEq, Eq)]
pub struct Shared<T>(Arc<T>);

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> From<T> for Shared<T> {
    fn from(document: T) -> Self {
        Self(Arc::new(document))
    }
}

impl<T> Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

type Memory = VecDeque<(String, Arc<dyn Any + Send + Sync>)>;

thread_local! {
    static MEMORY: RefCell<Memory> = const { RefCell::new(VecDeque::new()) };
}

/// The document of a text: what is remembered is a pure function of the text, so it cannot become untrue.
fn read<T: DeserializeOwned + Send + Sync + 'static>(text: String) -> serde_json::Result<Shared<T>> {
    MEMORY.with_borrow_mut(|memory| {
        let known = memory.iter().filter(|(known, _)| *known == text);
        if let Some(document) = known.filter_map(|(_, any)| Arc::clone(any).downcast::<T>().ok()).next() {
            return Ok(Shared(document));
        }
        let document: Arc<T> = Arc::new(serde_json::from_str(&text)?);
        memory.truncate(REMEMBERED - 1);
        memory.push_front((text, Arc::clone(&document) as _));
        Ok(Shared(document))
    })
}

value_of!([T: Serialize + DeserializeOwned + std::fmt::Debug + Send + Sync + 'static] Shared<T>, Text);

impl<T: Serialize + std::fmt::Debug> ToSql<Text, Pg> for Shared<T> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        let text = serde_json::to_string(&*self.0)?;
        <str as ToSql<Text, Pg>>::to_sql(&text, &mut out.reborrow())
    }
}
impl<T: Serialize + std::fmt::Debug> ToSql<Text, Sqlite> for Shared<T> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(serde_json::to_string(&*self.0)?);
        Ok(IsNull::No)
    }
}
impl<T: Serialize + std::fmt::Debug + Send + Sync + 'static> ToSql<Text, MultiBackend> for Shared<T> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, MultiBackend>) -> serialize::Result {
        out.set_value((Text, self));
        Ok(IsNull::No)
    }
}
impl<DB: Backend, T: DeserializeOwned + Send + Sync + 'static> FromSql<Text, DB> for Shared<T>
where
    String: FromSql<Text, DB>,
{
    fn from_sql(raw: DB::RawValue<'_>) -> deserialize::Result<Self> {
        Ok(read(<String as FromSql<Text, DB>>::from_sql(raw)?)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_with_the_same_text_share_one_document() {
        let text = || "[1,2,3]".to_owned();
        let (first, second): (Shared<Vec<u8>>, Shared<Vec<u8>>) = (read(text()).unwrap(), read(text()).unwrap());
        assert!(Arc::ptr_eq(&first.0, &second.0));
        let of_another_type: Shared<Vec<u64>> = read(text()).unwrap();
        assert_eq!(*of_another_type, [1, 2, 3]);
        assert!(read::<Vec<u8>>("no JSON".to_owned()).is_err());
    }

    #[test]
    fn what_is_remembered_is_bounded() {
        for number in 0..1_000 {
            drop(read::<u32>(number.to_string()).unwrap());
        }
        assert_eq!(MEMORY.with_borrow(VecDeque::len), REMEMBERED);
    }
}
