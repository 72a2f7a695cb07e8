//! Polls in the graph.
pub mod object;
pub use object::Poll;
