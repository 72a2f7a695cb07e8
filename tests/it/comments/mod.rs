//! Comments: threads, capacities, edits, and what moderation leaves.

mod add;
mod capacity;
mod edit;
mod hide;
