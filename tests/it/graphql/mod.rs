//! The graph as a protocol: HTTP, errors, limits, lists, and what a page costs in statements.

mod errors;
mod http;
mod ids;
mod limits;
// mod paging; (integrator: declare when the file is there)
// mod scenery; (integrator: declare when the file is there)
// mod statements; (integrator: declare when the file is there)
// mod totals; (integrator: declare when the file is there)
