//! Files in and out.
//!
//! | request | what it does | file |
//! |---|---|---|
//! | `PUT /uploads/{token}` | the content of a file announced by `createUpload` | `upload.rs` |
//! | `POST /graphql`, multipart | a GraphQL request with files, after the GraphQL multipart request specification | `multipart.rs` |
//! | `GET /attachments/{id}` | a file, whole or a range of it | `download.rs`, `range.rs` |
//!
//! A body is passed on as it comes, piece by piece, and the sender waits while a piece is stored: a request with a file
//! costs the memory of a few pieces, however large the file is ([`body`]).

mod answer;
mod body;
mod disposition;
mod download;
mod multipart;
mod range;
mod upload;

pub use download::get;
pub use multipart::{is_multipart, post as multipart};
pub use upload::put;
