//! Floor 6: HTTP. [`server`] binds and serves an [`instance`], [`session`] turns headers into a viewer (the only
//! door), [`graphql`] takes GraphQL requests over HTTP in, [`live`] those over connections that stay, both as far as [`rates`] and [`places`] let them; [`answer`] gives answers
//! out in the [`media`] type asked for, [`cors`] says to which sites, [`trusted`] are documents that clients name instead of sending them, [`attachments`] takes files in and gives them out, [`documents`] shows final documents as pages, [`meetings`]
//! protocols and calendars, both of [`page`]'s making, [`scorecards`] pictures to embed, [`unsubscribe`] is the way out of mails, [`oauth`] gives programs access tokens, [`ide`] is a page to try all this on, [`probes`] answers the operator, [`metrics`] counts.

pub mod answer;
pub mod attachments;
pub mod cors;
pub mod documents;
pub mod graphql;
pub mod ide;
pub mod instance;
pub mod live;
pub mod media;
pub mod meetings;
pub mod metrics;
pub mod oauth;
mod operation;
pub mod page;
pub mod places;
pub mod probes;
pub mod rates;
pub mod scorecards;
pub mod server;
pub mod session;
pub mod trusted;
pub mod unsubscribe;
