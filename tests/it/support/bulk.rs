//! Much at once: many rows in one transaction, through the same use cases as requests, and real concurrency.

use super::{Backend, World, cast};
use kenes::access::act::{Batch, Writing};
use kenes::access::viewer::{
    AccountKind, Accreditation, Grant, Position, Represented, Role, Scope, Seat, Standing, Viewer,
};
use kenes::kernel::failure::Outcome;
use kenes::kernel::id::{Id, PersonId, StateBodyId};
use kenes::kernel::localized::Locale;
use std::sync::{Arc, Barrier};

/// Runs `work` as often as said, all at the same moment; the answers in the order of their numbers.
pub fn at_once<T: Send>(times: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let barrier = Barrier::new(times);
    let (barrier, work) = (&barrier, &work);
    std::thread::scope(|scope| {
        let runner = |number| {
            scope.spawn(move || {
                barrier.wait();
                work(number)
            })
        };
        let threads: Vec<_> = (0..times).map(runner).collect();
        threads.into_iter().map(|thread| thread.join().expect("no thread panics")).collect()
    })
}

/// Somebody of the cast as the use cases see them, without signing in.
pub fn viewer(world: &World, who: &str) -> Viewer {
    let cast = &world.cast;
    let representing = |name: &str, medium| {
        let represented = Represented { medium, accreditation: Accreditation::None };
        (Role::Representative, Scope::Organization(cast.organizations[name]), Some(represented))
    };
    let grants = match who {
        "registrar" => vec![(Role::Registrar, Scope::Global, None)],
        "officer" => vec![(Role::Officer, Scope::Body(cast.ministry), None)],
        "local-officer" => vec![(Role::Officer, Scope::Body(cast.akimat), None)],
        "ngo" => vec![representing("ngo-6", false)],
        "press" => vec![representing("media-2", true)],
        _ => Vec::new(),
    };
    let seat = cast.seats.get(who).map(|seat| Seat {
        membership: Id::parse(seat).expect("a seat"),
        council: if who.starts_with("local-") { cast.local_council } else { cast.council },
        position: cast::position(who),
        organization: (cast::position(who) == Position::Chair && who == "chair").then(|| cast.organizations["ngo-1"]),
        since: "2025-06-01".parse().expect("a day"),
        until: None,
    });
    standing(world, who, grants, seat.into_iter().collect())
}

/// The officer of any body.
pub fn officer_of(world: &World, body: StateBodyId) -> Viewer {
    standing(world, "officer", vec![(Role::Officer, Scope::Body(body), None)], Vec::new())
}

fn standing(world: &World, who: &str, grants: Vec<(Role, Scope, Option<Represented>)>, seats: Vec<Seat>) -> Viewer {
    let now = world.clock.now();
    let grant = |(role, scope, organization)| Grant { role, scope, from: now, until: None, organization };
    let mut viewer = Viewer::anonymous(now);
    viewer.standing = Some(Arc::new(Standing {
        account: world.cast.people[who],
        name: who.to_owned(),
        locale: Locale::En,
        session: Id::from_uuid(uuid::Uuid::from_u128(7)),
        session_expires: now,
        grants: grants.into_iter().map(grant).collect(),
        seats,
        service: None,
    }));
    viewer
}

/// Many acts of many viewers in one transaction.
#[track_caller]
pub fn together<T>(world: &World, work: impl FnMut(&mut Batch<'_>) -> Outcome<T>) -> T {
    world.instance.core.batch(work).expect("everything is done")
}

/// New people with accounts, by their wire ids.
pub fn people(world: &World, name: &str, count: usize) -> Vec<String> {
    let registrar = viewer(world, "registrar");
    let open = |tx: &mut Writing<'_>, number| cast::account(tx, &format!("{name}-{number}"), AccountKind::Person);
    together(world, |batch| (0..count).map(|n| batch.act(&registrar, |tx| open(tx, n)).map(Id::wire)).collect())
}

/// Lets everybody whose name begins so follow a body, since now.
pub fn follow_all(world: &World, name: &str, body: StateBodyId) {
    follow_where(world, &format!("email LIKE '{name}-%'"), body);
}

/// Lets one person follow a body, since now.
pub fn follow_as(world: &World, person: PersonId, body: StateBodyId) {
    follow_where(world, &format!("id = {}", literal(world, person.uuid())), body);
}

fn follow_where(world: &World, who: &str, body: StateBodyId) {
    let now = world.clock.now();
    let (id, since) = match world.backend {
        Backend::Sqlite => ("randomblob(16)", now.micros().to_string()),
        Backend::Postgres => ("gen_random_uuid()", format!("timestamptz '{}'", now.rfc3339())),
    };
    let body = literal(world, body.uuid());
    world
        .raw(&format!("INSERT INTO follows SELECT {id}, id, 'BODY', {body}, NULL, {since} FROM accounts WHERE {who}"))
        .expect("follows");
}

/// An id as it stands in raw SQL.
pub fn literal(world: &World, id: uuid::Uuid) -> String {
    match world.backend {
        Backend::Sqlite => format!("X'{}'", id.simple()),
        Backend::Postgres => format!("'{id}'::uuid"),
    }
}
