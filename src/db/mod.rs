//! Floor 2: storage. The only place that knows SQLite from PostgreSQL.
//!
//! Everything above writes one query text for both; what the two cannot share is a small fragment in [`dialect`]
//! or [`search`]. One unit of work is one blocking hop and, for writes, one transaction ([`uow`]).

pub mod any;
pub mod conn;
pub mod dialect;
pub mod installation;
pub mod list;
pub mod log;
pub mod migrate;
pub mod page;
pub mod pool;
pub mod private;
pub mod schema;
pub mod search;
pub mod shared;
pub mod types;
pub mod uow;

pub use conn::AnyConn;
pub use pool::Db;
