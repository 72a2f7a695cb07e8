//! A WebSocket: who it is, what it asks, and how it ends.

use super::frames::{self, TooLong};
use super::holding::{Holding, LastWord};
use super::message::{self, End, PROTOCOL, Said};
use super::outbox::Outbox;
use super::run::run;
use super::stopped;
use super::watchman::Watchman;
use crate::access::identify::Caller;
use crate::access::viewer::Viewer;
use crate::graphql::limits::Exceeded;
use crate::http::answer::{limit_error, refuse};
use crate::http::cors;
use crate::http::instance::Instance;
use crate::http::metrics::Under;
use crate::http::operation::Body;
use crate::http::places::Place;
use crate::http::rates::Client;
use crate::http::session;
use crate::kernel::failure::{Denied, Failure};
use actix_web::body::BoxBody;
use actix_web::guard::GuardContext;
use actix_web::http::{StatusCode, header};
use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse};
use actix_ws::{AggregatedMessage, AggregatedMessageStream};
use async_graphql::Response;
use serde_json::{Map, Value};
use std::collections::HashMap;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::mpsc;
use tokio::task::AbortHandle;
use tokio::time::{MissedTickBehavior, interval};
use tracing::Instrument;

/// How often it is looked whether everything is in order.
const LOOK: Duration = Duration::from_secs(1);
/// Of the time a client may be silent, after which part it is asked whether it is there.
const ASK_AFTER: u32 = 3;

/// Whether a request asks for a WebSocket.
pub fn is_asked(context: &GuardContext<'_>) -> bool {
    let said = context.head().headers().get(header::UPGRADE).and_then(|value| value.to_str().ok());
    said.is_some_and(|said| said.eq_ignore_ascii_case("websocket"))
}

/// `GET /graphql` as the handshake of a WebSocket.
pub async fn open(instance: Data<Arc<Instance>>, request: HttpRequest, payload: Payload) -> HttpResponse {
    let (token, stranger, place) = match receive(&instance, &request) {
        Ok(received) => received,
        Err((status, why)) => return refuse(&request, status, &why),
    };
    let Some((payload, too_long)) = frames::bounded(&request, payload, instance.body_bytes).await else {
        return refuse(&request, StatusCode::BAD_REQUEST, "the body could not be read");
    };
    let (response, session, messages) = match actix_ws::handle_with_protocols(&request, payload, &[PROTOCOL]) {
        Ok(shaken) => shaken,
        Err(error) => return error.error_response(),
    };
    let messages = messages.max_frame_size(instance.body_bytes).aggregate_continuations();
    let messages = messages.max_continuation_size(instance.body_bytes);
    let (place, last) = (Arc::new(Mutex::new(place)), LastWord::default());
    let (finished, ended) = mpsc::unbounded_channel();
    let socket = Socket {
        instance: Arc::clone(&instance),
        stranger,
        token,
        known: None,
        running: HashMap::new(),
        begun: 0,
        finished,
        opened: Instant::now(),
        heard: Instant::now(),
        out: Outbox::new(session, instance.connections.patience),
        place: Arc::clone(&place),
        too_long,
        last: last.clone(),
        _open: instance.metrics.connect(),
    };
    actix_web::rt::spawn(socket.live(messages, ended));
    // The place is free when the client has what was sent to it, or is cut off; not when we cease to listen.
    response.map_body(|_, body| BoxBody::new(Holding { body, last, _place: place }))
}

/// Who knocks, with which token, and a place for them; or why they may not come in.
fn receive(
    instance: &Instance,
    request: &HttpRequest,
) -> Result<(Option<String>, Viewer, Place), (StatusCode, String)> {
    if !offers(request) {
        let why = format!("offer the subprotocol {PROTOCOL}; graphql-ws, which came before it, is not spoken here");
        return Err((StatusCode::BAD_REQUEST, why));
    }
    if !cors::admits(request, &instance.cors_origins) {
        let why = "scripts of this origin may not connect (cors_origins)";
        return Err((StatusCode::FORBIDDEN, why.to_owned()));
    }
    let token = session::token(request)
        .map_err(|_| (StatusCode::UNAUTHORIZED, "Authorization is not a bearer token".to_owned()))?
        .map(str::to_owned);
    let stranger = session::stranger(instance, request, instance.core.clock.now());
    let place = instance.connections.places.take(Client::of(&stranger).key());
    let full = || (StatusCode::TOO_MANY_REQUESTS, "too many connections: live_connections_each".to_owned());
    Ok((token, stranger, place.ok_or_else(full)?))
}

fn offers(request: &HttpRequest) -> bool {
    let lines = request.headers().get_all(header::SEC_WEBSOCKET_PROTOCOL).filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(',')).any(|offered| offered.trim() == PROTOCOL)
}

fn too_many(most: usize) -> Response {
    let allowed = u64::try_from(most).unwrap_or(u64::MAX);
    let exceeded = Exceeded { limit: "liveOperations", allowed, asked: allowed.saturating_add(1) };
    Response::from_errors(vec![limit_error(&exceeded)])
}

/// An operation has ended: its id, its number, and why the connection must end too, if it must.
type Finished = (String, u64, Option<End>);

struct Socket {
    instance: Arc<Instance>,
    /// As they were before anybody looked at their token.
    stranger: Viewer,
    /// The token of the handshake, where a client can send one there.
    token: Option<String>,
    /// Who it is, since `connection_init`.
    known: Option<(Caller, Watchman)>,
    running: HashMap<String, (u64, AbortHandle)>,
    begun: u64,
    finished: mpsc::UnboundedSender<Finished>,
    opened: Instant,
    /// When the client last said anything.
    heard: Instant,
    out: Outbox,
    place: Arc<Mutex<Place>>,
    too_long: TooLong,
    last: LastWord,
    _open: Under,
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.running.values().for_each(|(_, task)| task.abort());
    }
}

impl Socket {
    async fn live(mut self, mut messages: AggregatedMessageStream, mut ended: mpsc::UnboundedReceiver<Finished>) {
        let end = self.talk(&mut messages, &mut ended).await;
        tracing::debug!(?end, seconds = self.opened.elapsed().as_secs(), "a socket ends");
        let (out, last) = (self.out.clone(), self.last.clone());
        // What runs for it ends before it learns why.
        drop(self);
        out.close(end, &last).await;
    }

    /// Until it ends; `None` when the client has left.
    async fn talk(
        &mut self,
        messages: &mut AggregatedMessageStream,
        ended: &mut mpsc::UnboundedReceiver<Finished>,
    ) -> Option<End> {
        let mut closing = self.instance.connections.closing();
        let mut looks = interval(LOOK);
        looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let went = tokio::select! {
                biased;
                () = stopped(&mut closing) => Err(End::new(1001, "the server stops; come back with your cursors")),
                Some(finished) = ended.recv() => self.finish(finished),
                _ = looks.tick() => self.look().await,
                message = messages.recv() => match message {
                    None | Some(Ok(AggregatedMessage::Close(_))) => return None,
                    Some(Err(_)) if self.too_long.load(Ordering::SeqCst) => Err(End::new(1009, "a message is too long: body_bytes")),
                    Some(Err(_)) => Err(End::new(1002, "not a WebSocket frame")),
                    Some(Ok(message)) => self.hear(message).await,
                },
            };
            if let Err(end) = went {
                return Some(end);
            }
        }
    }

    /// Whether everything is in order: it has said who it is, is still that, and is there.
    async fn look(&mut self) -> Result<(), End> {
        let silent = self.heard.elapsed();
        let is_over = match &mut self.known {
            Some((_, watchman)) => watchman.is_over().await,
            None => false,
        };
        if is_over {
            return Err(End::forbidden());
        }
        if self.known.is_none() && self.opened.elapsed() >= self.instance.connections.init {
            return Err(End::new(4408, "Connection initialisation timeout"));
        }
        let patience = self.instance.connections.patience;
        if silent >= patience {
            return Err(End::new(1013, "Try again later: nothing was heard from you"));
        }
        if silent >= patience / ASK_AFTER {
            self.out.ping().await?;
        }
        Ok(())
    }

    async fn hear(&mut self, message: AggregatedMessage) -> Result<(), End> {
        self.heard = Instant::now();
        match message {
            AggregatedMessage::Text(text) => self.take(message::read(&text)?).await,
            AggregatedMessage::Ping(bytes) => self.out.pong(&bytes).await,
            AggregatedMessage::Binary(_) => Err(End::invalid("Invalid message: messages are text")),
            AggregatedMessage::Pong(_) | AggregatedMessage::Close(_) => Ok(()),
        }
    }

    async fn take(&mut self, said: Said) -> Result<(), End> {
        match said {
            Said::ConnectionInit { payload } => self.init(payload.unwrap_or_default()).await,
            Said::Ping { payload } => self.out.send(message::pong(payload)).await,
            Said::Pong { .. } => Ok(()),
            Said::Complete { id } => {
                if let Some((_, task)) = self.running.remove(&id) {
                    task.abort();
                }
                Ok(())
            }
            Said::Subscribe { id, payload } => self.begin(id, *payload).await,
        }
    }

    /// Learns who it is: by the token of the message, or of the handshake.
    async fn init(&mut self, payload: Map<String, Value>) -> Result<(), End> {
        if self.known.is_some() {
            return Err(End::new(4429, "Too many initialisation requests"));
        }
        let said = payload.iter().find(|(name, _)| name.eq_ignore_ascii_case("authorization"));
        let token = match said {
            None => self.token.take(),
            Some((_, Value::String(said))) => Some(session::bearer_token(said).ok_or_else(End::forbidden)?.to_owned()),
            Some(_) => return Err(End::forbidden()),
        };
        let viewer = Viewer { now: self.instance.core.clock.now(), ..self.stranger.clone() };
        let viewer = match session::identified(&self.instance, viewer, token.as_deref()).await {
            Ok(viewer) => viewer,
            Err(Failure::Denied(Denied::Unauthenticated)) => return Err(End::forbidden()),
            Err(_) => return Err(End::new(1013, "Try again later: nobody can be identified now")),
        };
        // From now on it counts among the connections of its account, not of its address.
        let is_room = {
            let mut place = self.place.lock().unwrap_or_else(PoisonError::into_inner);
            self.instance.connections.places.pass(&mut place, Client::of(&viewer).key())
        };
        if !is_room {
            return Err(End::new(4429, "Too many connections: live_connections_each"));
        }
        let caller = Caller::new(Arc::clone(&self.instance.core), viewer, token.map(Arc::from));
        self.known = Some((caller.clone(), Watchman::new(caller)));
        self.out.send(message::ack()).await
    }

    async fn begin(&mut self, id: String, body: Body) -> Result<(), End> {
        let Some((caller, _)) = &self.known else { return Err(End::unauthorized()) };
        if self.running.contains_key(&id) {
            return Err(End::new(4409, format!("Subscriber for {id} already exists")));
        }
        let most = self.instance.connections.operations;
        if self.running.len() >= most {
            return self.out.send(message::error(&id, &too_many(most))).await;
        }
        let request_id = uuid::Uuid::new_v4().simple().to_string();
        let span = tracing::info_span!("operation", id = %request_id);
        let caller = caller.for_request(request_id);
        self.begun += 1;
        let (number, name) = (self.begun, id.clone());
        let (instance, finished, mut out) = (Arc::clone(&self.instance), self.finished.clone(), self.out.clone());
        let work = async move {
            let done = run(&instance, &caller, &name, body, &mut out).await;
            // Nobody listens any more when the connection has ended.
            drop(finished.send((name, number, done.err())));
        };
        let task = actix_web::rt::spawn(work.instrument(span));
        self.running.insert(id, (number, task.abort_handle()));
        Ok(())
    }

    /// An operation has ended. If it was stopped before, its id may be another's now.
    fn finish(&mut self, (id, number, end): Finished) -> Result<(), End> {
        if self.running.get(&id).is_some_and(|(running, _)| *running == number) {
            self.running.remove(&id);
        }
        end.map_or(Ok(()), Err)
    }
}
