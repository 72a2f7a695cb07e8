//! The graph as a protocol: HTTP, errors, limits, lists, and what a page costs in statements.

mod clients;
mod errors;
mod faults;
mod hostile;
mod http;
mod ide;
mod ids;
mod limits;
mod nullable;
mod numbers;
mod once;
mod paging;
mod pursuit;
mod scenery;
mod statements;
mod totals;
mod trusted;
