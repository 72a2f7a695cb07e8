//! SQL types that exist on both databases, and how the kernel's values travel in them.
//!
//! | value | PostgreSQL | SQLite |
//! |---|---|---|
//! | [`Id`] | `uuid` | 16-byte blob |
//! | [`Timestamp`] | `timestamptz` | integer, microseconds since 1970 UTC |
//! | [`Localized`] and other documents | `text` holding JSON | the same |
//! | enums | `text` | the same |

use super::conn::MultiBackend;
use crate::kernel::calendar::{DayKind, LengthUnit};
use crate::kernel::clock::Timestamp;
use crate::kernel::fraction::Fraction;
use crate::kernel::id::Id;
use crate::kernel::localized::Localized;
use crate::kernel::zone::Zone;
use chrono::{DateTime, Utc};
use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql};
use diesel::pg::{Pg, PgValue};
use diesel::query_builder::QueryId;
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types::{self as st, HasSqlType, SqlType};
use diesel::sqlite::Sqlite;

/// `uuid`, or a blob of 16 bytes.
#[derive(SqlType, QueryId, Clone, Copy, Debug, Default)]
#[diesel(postgres_type(oid = 2950, array_oid = 2951), sqlite_type(name = "Binary"))]
pub struct Uid;
/// `timestamptz`, or integer microseconds since the epoch.
#[derive(SqlType, QueryId, Clone, Copy, Debug, Default)]
#[diesel(postgres_type(oid = 1184, array_oid = 1185), sqlite_type(name = "Long"))]
pub struct Instant;
impl st::SqlOrd for Uid {}
impl st::SqlOrd for Instant {}

macro_rules! multi_sql_type {
    ($($sql:ty),+) => { $(
        impl HasSqlType<$sql> for MultiBackend {
            fn metadata(lookup: &mut Self::MetadataLookup) -> Self::TypeMetadata {
                MultiBackend::lookup_sql_type::<$sql>(lookup)
            }
        }
    )+ };
}
multi_sql_type!(Uid, Instant);

/// What diesel's derives would write, for a type of the kernel, which must not know diesel.
#[macro_export]
macro_rules! value_of {
    ([$($generics:tt)*] $value:ty, $sql:ty) => {
        impl<$($generics)*> diesel::expression::AsExpression<$sql> for $value {
            type Expression = diesel::internal::derives::as_expression::Bound<$sql, Self>;
            fn as_expression(self) -> Self::Expression { diesel::internal::derives::as_expression::Bound::new(self) }
        }
        impl<'a, $($generics)*> diesel::expression::AsExpression<$sql> for &'a $value {
            type Expression = diesel::internal::derives::as_expression::Bound<$sql, Self>;
            fn as_expression(self) -> Self::Expression { diesel::internal::derives::as_expression::Bound::new(self) }
        }
        impl<$($generics)*> diesel::expression::AsExpression<diesel::sql_types::Nullable<$sql>> for $value {
            type Expression = diesel::internal::derives::as_expression::Bound<diesel::sql_types::Nullable<$sql>, Self>;
            fn as_expression(self) -> Self::Expression { diesel::internal::derives::as_expression::Bound::new(self) }
        }
        impl<'a, $($generics)*> diesel::expression::AsExpression<diesel::sql_types::Nullable<$sql>> for &'a $value {
            type Expression = diesel::internal::derives::as_expression::Bound<diesel::sql_types::Nullable<$sql>, Self>;
            fn as_expression(self) -> Self::Expression { diesel::internal::derives::as_expression::Bound::new(self) }
        }
        impl<DB, $($generics)*> diesel::serialize::ToSql<diesel::sql_types::Nullable<$sql>, DB> for $value
        where DB: diesel::backend::Backend, Self: diesel::serialize::ToSql<$sql, DB>, $sql: diesel::sql_types::SqlType<IsNull = diesel::sql_types::is_nullable::NotNull>,
        {
            fn to_sql<'b>(&'b self, out: &mut diesel::serialize::Output<'b, '_, DB>) -> diesel::serialize::Result  {
                <Self as diesel::serialize::ToSql<$sql, DB>>::to_sql(self, out)
            }
        }
        impl<DB, ST, $($generics)*> diesel::deserialize::Queryable<ST, DB> for $value
        where DB: diesel::backend::Backend, ST: diesel::sql_types::SingleValue, Self: diesel::deserialize::FromSql<ST, DB>,
        {
            type Row = Self;
            fn build(row: Self) -> diesel::deserialize::Result<Self> { Ok(row) }
        }
    };
}

/// A value with a native type of its own on each database.
macro_rules! native_value {
    ([$($generics:tt)*] $value:ty, $sql:ident, pg $pg_sql:ty as $pg:ty: $to_pg:expr, $from_pg:expr;
     sqlite $lite_sql:ty as $lite:ty: $to_lite:expr, $from_lite:expr) => {
        value_of!([$($generics)*] $value, $sql);
        impl<$($generics)*> ToSql<$sql, Pg> for $value {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
                let convert: fn(&Self) -> $pg = $to_pg;
                <$pg as ToSql<$pg_sql, Pg>>::to_sql(&convert(self), &mut out.reborrow())
            }
        }
        impl<$($generics)*> FromSql<$sql, Pg> for $value {
            fn from_sql(raw: PgValue<'_>) -> deserialize::Result<Self> {
                let convert: fn($pg) -> deserialize::Result<Self> = $from_pg;
                convert(<$pg as FromSql<$pg_sql, Pg>>::from_sql(raw)?)
            }
        }
        impl<$($generics)*> ToSql<$sql, Sqlite> for $value {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
                let convert: fn(&Self) -> $lite = $to_lite;
                out.set_value(convert(self));
                Ok(IsNull::No)
            }
        }
        impl<$($generics)*> FromSql<$sql, Sqlite> for $value {
            fn from_sql(raw: <Sqlite as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
                let convert: fn($lite) -> deserialize::Result<Self> = $from_lite;
                convert(<$lite as FromSql<$lite_sql, Sqlite>>::from_sql(raw)?)
            }
        }
        impl<$($generics)*> ToSql<$sql, MultiBackend> for $value {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, MultiBackend>) -> serialize::Result {
                out.set_value(($sql, self));
                Ok(IsNull::No)
            }
        }
        impl<$($generics)*> FromSql<$sql, MultiBackend> for $value {
            fn from_sql(raw: <MultiBackend as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
                raw.from_sql::<Self, $sql>()
            }
        }
    };
}

native_value!([K: Copy + std::fmt::Debug + 'static] Id<K>, Uid,
    pg st::Uuid as uuid::Uuid: |id| id.uuid(), |uuid| Ok(Id::from_uuid(uuid));
    sqlite st::Binary as Vec<u8>: |id| id.uuid().as_bytes().to_vec(), |bytes| Ok(Id::from_uuid(uuid::Uuid::from_slice(&bytes)?)));

native_value!([] Timestamp, Instant,
    pg st::Timestamptz as DateTime<Utc>: |at| at.datetime(), |at| Ok(Timestamp::from_datetime(at));
    sqlite st::BigInt as i64: |at| at.micros(), |micros| Timestamp::from_micros(micros).ok_or_else(|| "time out of range".into()));

/// Words of the kernel travel as text: `as_str` out, `FromStr` in.
macro_rules! text_value {
    ($($value:ty),+ $(,)?) => { $(
        value_of!([] $value, st::Text);
        impl<DB> ToSql<st::Text, DB> for $value
        where DB: Backend, str: ToSql<st::Text, DB>,
        {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
                self.as_str().to_sql(out)
            }
        }
        impl<DB: Backend> FromSql<st::Text, DB> for $value where String: FromSql<st::Text, DB> {
            fn from_sql(raw: DB::RawValue<'_>) -> deserialize::Result<Self> {
                Ok(<String as FromSql<st::Text, DB>>::from_sql(raw)?.parse()?)
            }
        }
    )+ };
}
text_value!(DayKind, LengthUnit, Zone);

/// Documents travel as JSON text on every backend alike. The three impls differ only in how a backend takes an
/// owned string.
#[macro_export]
macro_rules! json_text {
    ($($value:ty),+ $(,)?) => { $(
        $crate::value_of!([] $value, diesel::sql_types::Text);
        impl diesel::serialize::ToSql<diesel::sql_types::Text, diesel::pg::Pg> for $value {
            fn to_sql<'b>(&'b self, out: &mut diesel::serialize::Output<'b, '_, diesel::pg::Pg>) -> diesel::serialize::Result {
                let text = serde_json::to_string(self)?;
                <str as diesel::serialize::ToSql<diesel::sql_types::Text, diesel::pg::Pg>>::to_sql(&text, &mut out.reborrow())
            }
        }
        impl diesel::serialize::ToSql<diesel::sql_types::Text, diesel::sqlite::Sqlite> for $value {
            fn to_sql<'b>(&'b self, out: &mut diesel::serialize::Output<'b, '_, diesel::sqlite::Sqlite>) -> diesel::serialize::Result {
                out.set_value(serde_json::to_string(self)?);
                Ok(diesel::serialize::IsNull::No)
            }
        }
        impl diesel::serialize::ToSql<diesel::sql_types::Text, $crate::db::conn::MultiBackend> for $value {
            fn to_sql<'b>(&'b self, out: &mut diesel::serialize::Output<'b, '_, $crate::db::conn::MultiBackend>) -> diesel::serialize::Result {
                out.set_value((diesel::sql_types::Text, self));
                Ok(diesel::serialize::IsNull::No)
            }
        }
        impl<DB: diesel::backend::Backend> diesel::deserialize::FromSql<diesel::sql_types::Text, DB> for $value where String: diesel::deserialize::FromSql<diesel::sql_types::Text, DB> {
            fn from_sql(raw: DB::RawValue<'_>) -> diesel::deserialize::Result<Self> {
                Ok(serde_json::from_str(&<String as diesel::deserialize::FromSql<diesel::sql_types::Text, DB>>::from_sql(raw)?)?)
            }
        }
    )+ };
}

json_text!(Localized, Fraction);

/// An enum stored as text, in the words of the API (`ROLL_CALL`), and written in events the same way.
#[macro_export]
macro_rules! text_enum {
    ($(#[$meta:meta])* $vis:vis enum $name:ident { $($(#[$vmeta:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
            diesel::expression::AsExpression, diesel::deserialize::FromSqlRow)]
        #[diesel(sql_type = diesel::sql_types::Text)]
        $vis enum $name { $($(#[$vmeta])* #[serde(rename = $text)] $variant),+ }
        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            pub const fn as_str(self) -> &'static str { match self { $(Self::$variant => $text),+ } }
        }
        impl std::str::FromStr for $name {
            type Err = String;
            fn from_str(text: &str) -> Result<Self, String> {
                match text { $($text => Ok(Self::$variant),)+ other => Err(format!("{}: {other:?}", stringify!($name))) }
            }
        }
        impl<DB> diesel::serialize::ToSql<diesel::sql_types::Text, DB> for $name
        where DB: diesel::backend::Backend, str: diesel::serialize::ToSql<diesel::sql_types::Text, DB>,
        {
            fn to_sql<'b>(&'b self, out: &mut diesel::serialize::Output<'b, '_, DB>) -> diesel::serialize::Result {
                self.as_str().to_sql(out)
            }
        }
        impl<DB> diesel::deserialize::FromSql<diesel::sql_types::Text, DB> for $name
        where DB: diesel::backend::Backend, String: diesel::deserialize::FromSql<diesel::sql_types::Text, DB>,
        {
            fn from_sql(raw: DB::RawValue<'_>) -> diesel::deserialize::Result<Self> {
                Ok(<String as diesel::deserialize::FromSql<diesel::sql_types::Text, DB>>::from_sql(raw)?.parse()?)
            }
        }
    };
}
