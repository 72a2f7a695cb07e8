//! The floor's handlers: a statement prepared once per connection, its text straight into the answer.

use crate::sql;
use crate::support::{OrStop, stop};
use actix_web::dev::Server;
use actix_web::web::{self, Data, Json};
use actix_web::{App, HttpResponse, HttpServer};
use serde::Deserialize;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, NoTls, Statement};
use uuid::Uuid;

/// Connections, as many as the pool of Kenes has on two cores.
const POOL: usize = 4;

/// A connection with its statements.
struct Link {
    client: Client,
    page: Statement,
    detail: Statement,
    nested: Statement,
    search: Statement,
    ballot: Statement,
    comment: Statement,
}

/// The connections, taken in turn.
struct Pool {
    links: Vec<Link>,
    next: AtomicUsize,
}

impl Pool {
    fn link(&self) -> &Link {
        let turn = self.next.fetch_add(1, Ordering::Relaxed) % self.links.len();
        self.links.get(turn).or_stop("a connection")
    }
}

async fn connect(url: &str) -> Link {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.or_stop("connecting to PostgreSQL");
    tokio::spawn(connection);
    let prepare =
        async |text: &str| client.prepare(text).await.unwrap_or_else(|error| stop(format!("{error:?}: {text}")));
    let (page, detail, nested) = (prepare(sql::PAGE).await, prepare(sql::DETAIL).await, prepare(sql::NESTED).await);
    let (search, ballot, comment) =
        (prepare(sql::SEARCH).await, prepare(sql::BALLOT).await, prepare(sql::COMMENT).await);
    Link { client, page, detail, nested, search, ballot, comment }
}

/// Starts the floor on a port of the system's choice.
pub async fn start(url: &str) -> (SocketAddr, Server) {
    let mut links = Vec::new();
    for _ in 0..POOL {
        links.push(connect(url).await);
    }
    let pool = Data::from(Arc::new(Pool { links, next: AtomicUsize::new(0) }));
    let server = HttpServer::new(move || {
        App::new()
            .app_data(pool.clone())
            .route("/page", web::post().to(page))
            .route("/detail", web::post().to(detail))
            .route("/nested", web::post().to(nested))
            .route("/search", web::post().to(search))
            .route("/ballot", web::post().to(ballot))
            .route("/comment", web::post().to(comment))
    });
    let workers = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let server = server.workers(workers).bind("127.0.0.1:0").or_stop("a port");
    let address = server.addrs().first().copied().or_stop("an address");
    (address, server.run())
}

async fn answer(link: &Link, statement: &Statement, arguments: &[&(dyn ToSql + Sync)]) -> HttpResponse {
    match link.client.query_one(statement, arguments).await {
        Ok(row) => HttpResponse::Ok().content_type("application/json").body(row.get::<_, String>(0)),
        Err(error) => HttpResponse::InternalServerError().body(format!("{error:?}")),
    }
}

#[derive(Deserialize)]
struct PageOf {
    at: i64,
    id: Uuid,
}

async fn page(pool: Data<Pool>, wanted: Json<PageOf>) -> HttpResponse {
    let (link, id) = (pool.link(), wanted.id.to_string());
    answer(link, &link.page, &[&wanted.at, &id]).await
}

#[derive(Deserialize)]
struct DetailOf {
    id: Uuid,
}

async fn detail(pool: Data<Pool>, wanted: Json<DetailOf>) -> HttpResponse {
    let (link, id) = (pool.link(), wanted.id.to_string());
    answer(link, &link.detail, &[&id]).await
}

#[derive(Deserialize)]
struct NestedOf {
    ids: Vec<Uuid>,
}

async fn nested(pool: Data<Pool>, wanted: Json<NestedOf>) -> HttpResponse {
    let ids: Vec<String> = wanted.ids.iter().map(Uuid::to_string).collect();
    let link = pool.link();
    answer(link, &link.nested, &[&ids]).await
}

#[derive(Deserialize)]
struct SearchFor {
    tsquery: String,
}

async fn search(pool: Data<Pool>, wanted: Json<SearchFor>) -> HttpResponse {
    let link = pool.link();
    answer(link, &link.search, &[&wanted.tsquery]).await
}

#[derive(Deserialize)]
struct Ballot {
    poll: Uuid,
    person: Uuid,
    choice: String,
}

async fn ballot(pool: Data<Pool>, cast: Json<Ballot>) -> HttpResponse {
    let link = pool.link();
    answer(link, &link.ballot, &[&cast.poll.to_string(), &cast.person.to_string(), &cast.choice]).await
}

#[derive(Deserialize)]
struct Comment {
    review: Uuid,
    person: Uuid,
    body: String,
}

async fn comment(pool: Data<Pool>, new: Json<Comment>) -> HttpResponse {
    let link = pool.link();
    let id = Uuid::new_v4().to_string();
    answer(link, &link.comment, &[&id, &new.review.to_string(), &new.person.to_string(), &new.body]).await
}
