//! Floor 1: the words everything else is said in. No IO, no async, no framework, no clock of its own.

pub mod bin;
pub mod calendar;
pub mod clock;
pub mod event;
pub mod failpoint;
pub mod failure;
pub mod fraction;
pub mod id;
pub mod kato;
pub mod localized;
pub mod media;
pub mod page;
pub mod refusal;
pub mod terms;
pub mod vocabulary;
pub mod words;
pub mod zone;
