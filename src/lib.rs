//! # Kenes, from the inside
//!
//! Kenes (кеңес, "council") is the system of record for public oversight of the state: a state body publishes a
//! **decision**, its public **council** opens a **review**, people **comment**, members with a conflict of interest
//! **recuse** themselves, the rest vote in a **poll**, often in a **meeting**, and the **result** stands. The council sends
//! its **final document**; each **recommendation** in it must be **answered** before its **deadline**, what was promised is
//! kept in **milestones**, and **scorecards** tell who does. Everything leaves an **event**, and who follows is told.
//!
//! This page is the map. Ten minutes here should tell where everything is.
//!
//! ## The floors
//!
//! A module uses only floors below its own; a test reads the `use` lines and holds us to it.
//!
//! | floor | module | what lives there |
//! |---|---|---|
//! | 1 | [`kernel`] | words without IO: ids, time, pages, failures, refusals and their texts, events, fractions, the calendar, search terms |
//! | 2 | [`blobs`] | the contents of files: a folder or a bucket, written once as a whole or not at all |
//! | 2 | [`mail`] | letters on their way out: to a mail server, or to a folder |
//! | 2 | [`outbound`] | requests to addresses that others chose, of the public internet only |
//! | 2 | [`db`] | the only place that knows SQLite from PostgreSQL: connections, units of work, dialect, schema, event log |
//! | 3 | [`access`] | who asks ([`access::viewer`]), what they may do ([`access::policy`], THE table), the only door to data ([`access::act`]) |
//! | 4 | [`features`] | the subjects, one slice each: people, regions, bodies, organizations, councils, decisions, reviews, comments, polls, rules, calendar, deadlines, meetings, documents, answers, attachments, scorecard, notices, service accounts, webhooks |
//! | 5a | [`graphql`] | the graph over all of them: objects, queries, mutations, batched loads, limits, errors |
//! | 5b | [`worker`] | what happens without a request: the bus between instances, deadlines, notices and mails, webhooks, sweeping |
//! | 6 | [`http`] | actix: GraphQL over HTTP, sessions, files in and out, pages and feeds, probes, metrics |
//! | 7 | [`cli`] | one file per command; [`config`] beside it has every setting |
//!
//! ## One way down, one way up: `castBallot`
//!
//! 1. `http/graphql.rs` reads the request and judges its document (`graphql/limits.rs`);
//! 2. `http/session.rs` turns the token into a [`access::viewer::Viewer`], once, mostly from memory;
//! 3. `graphql/polls/mutation.rs` takes the ids in and gives the payload out;
//! 4. [`access::act::Act::write`] hops off the async threads, once, and opens one transaction;
//! 5. `features/polls/cast.rs` reads as five sentences: **load** (under the viewer's [`access::sight::Sight`]),
//!    **authorize** ([`access::permit::authorize`] gives a `Permit` or a denial), **admit** (the pure rule in
//!    `model.rs`), **write** (the store takes the permit), **record** (an event in the same transaction);
//! 6. after the commit, caches here and on the other instances forget what is no longer true (`worker/bus.rs`).
//!
//! On the way up a failure is one of three and never another: a **rule** refused (`userErrors`), the **policy** or
//! the request's shape was denied (a top-level code), or **we** broke (`INTERNAL`, details in the log only). See
//! [`kernel::failure`].
//!
//! ## How to add a mutation
//!
//! 1. `kernel/event.rs`: what will have happened. `kernel/words.rs`: how it may be refused, in three languages.
//! 2. `access/policy.rs`: the action, and who may do it. The compiler insists.
//! 3. `features/<subject>/`: the rule in `model.rs`, the SQL in `store`, the verb in a file of its own.
//! 4. `graphql/<subject>/mutation.rs`: the input, the payload, the resolver.
//! 5. `tests/it/<subject>/`: the sentence it makes true, and its refusals, on both databases.
//! 6. Renew the two reviewed snapshots: `kenes schema print > schema.graphql`,
//!    `kenes access matrix > tests/it/guards/access-matrix.txt`.
//!
//! ## Where we left the first design, and why
//!
//! * Localised text is one JSON column, not three: nothing searches it in place (search has terms of its own), and a
//!   row carries a third of the columns.
//! * A review may go from OPEN to voting or to its conclusion without a stage of deliberation between: councils decide
//!   small matters in one sitting. The comments have been open since the beginning.
//! * Presence in a poll is taking part in it, unless it was opened in a meeting: there attendance is recorded.
//! * `serve` runs the workers inside the server process: each instance may close polls and hear events, because the
//!   database arbitrates; there is no leader to elect.
//! * The catalogue of refusals is one file in the kernel instead of one per feature, because the people who
//!   translate it read it whole, and because the GraphQL enum is made from the same lines.

pub mod access;
pub mod blobs;
pub mod cli;
pub mod config;
pub mod db;
pub mod features;
pub mod graphql;
pub mod http;
pub mod kernel;
pub mod mail;
pub mod outbound;
pub mod worker;
