//! A town of our own: councils of any size and charter, whose members may sit in several of them, and what is done in
//! their polls.

use crate::support::builders::{content, text};
use crate::support::{Backend, Client, Personas, Reply, World, cast};
use kenes::access::act::{Act, Writing};
use kenes::access::viewer::{AccountKind, Position, Role, Scope};
use kenes::features::bodies::{self, Eligibility};
use kenes::features::councils::{self, Category, Charter, MajorityBase};
use kenes::features::people::bootstrap;
use kenes::http::instance::Instance;
use kenes::kernel::failure::Outcome;
use kenes::kernel::fraction::Fraction;
use kenes::kernel::id::{PersonId, RegionId, StateBodyId};
use serde_json::{Value, json};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A seat to fill: who, as what, from where.
pub type Seat = (String, Position, Category);

/// A place where bodies and councils are made as a test needs them.
pub struct Town {
    instance: Arc<Instance>,
    region: RegionId,
    people: RefCell<BTreeMap<String, PersonId>>,
    councils: Cell<u32>,
}

/// A council with its body. Everybody signs in as `<name>@test.kenes`.
#[derive(Clone, Debug)]
pub struct Hall {
    pub body: String,
    pub council: String,
    /// Submits the body's decisions.
    pub officer: String,
    pub members: Vec<String>,
    /// Memberships by the name of their member.
    pub seats: BTreeMap<String, String>,
}

impl Hall {
    /// Whoever was given the first seat.
    pub fn chair(&self) -> &str {
        &self.members[0]
    }
}

/// A chair, a deputy, a secretary and as many citizens as are missing to `size`.
pub fn seats(size: usize) -> Vec<Seat> {
    let position = |number| match number {
        0 => Position::Chair,
        1 => Position::DeputyChair,
        2 => Position::Secretary,
        _ => Position::Member,
    };
    (0..size).map(|number| (format!("hall-{number:02}"), position(number), Category::Citizen)).collect()
}

/// The usual charter: two thirds are a quorum, more than half of those present decide.
pub fn charter() -> Charter {
    Charter {
        seats_min: 4,
        seats_max: 100,
        quorum: Fraction::TWO_THIRDS,
        public_quorum: None,
        majority: Fraction::HALF,
        majority_base: MajorityBase::Present,
    }
}

impl Town {
    pub fn of(world: &World) -> Self {
        Self::at(&world.instance, world.cast.city)
    }

    /// The same on another instance, which may have another clock.
    pub fn at(instance: &Arc<Instance>, region: RegionId) -> Self {
        Self { instance: Arc::clone(instance), region, people: RefCell::default(), councils: Cell::new(0) }
    }

    /// A body with an officer, and its council.
    pub fn council(&self, charter: &Charter, seats: &[Seat]) -> Hall {
        let number = self.councils.replace(self.councils.get() + 1);
        let officer = format!("town-officer-{number}");
        as_registrar(&self.instance, |tx| {
            let body = body(tx, self.region, number)?;
            let person = cast::account(tx, &officer, AccountKind::Person)?;
            bootstrap::grant_directly(tx, person, Role::Officer, Scope::Body(body))?;
            let council = council(tx, body, charter)?;
            let mut filled = BTreeMap::new();
            for (who, position, category) in seats {
                let input = councils::appoint::Appointment {
                    council_id: council.id,
                    person_id: self.person(tx, who)?,
                    category: *category,
                    position: *position,
                    organization_id: None,
                    since_on: council.term_starts_on,
                };
                filled.insert(who.clone(), councils::appoint::appoint(tx, &input)?.id.wire());
            }
            let members = seats.iter().map(|(who, _, _)| who.clone()).collect();
            let (body, council) = (body.wire(), council.id.wire());
            Ok(Hall { body, council, officer: officer.clone(), members, seats: filled })
        })
    }

    fn person(&self, tx: &mut Writing<'_>, who: &str) -> Outcome<PersonId> {
        if let Some(known) = self.people.borrow().get(who) {
            return Ok(*known);
        }
        let id = cast::account(tx, who, AccountKind::Person)?;
        self.people.borrow_mut().insert(who.to_owned(), id);
        Ok(id)
    }
}

fn as_registrar<T>(instance: &Arc<Instance>, work: impl FnMut(&mut Writing<'_>) -> Outcome<T>) -> T {
    let act = Act::new(Arc::clone(&instance.core), cast::registrar(instance));
    act.write_now(work).expect("the town is built")
}

fn body(tx: &mut Writing<'_>, region_id: RegionId, number: u32) -> Outcome<StateBodyId> {
    let input = bodies::create::NewStateBody {
        kind: bodies::Kind::Akimat,
        region_id,
        parent_id: None,
        predecessor_id: None,
        name: cast::text(&format!("Akimat {number}")),
        council_eligibility: Eligibility::Eligible,
        valid_from: "2016-01-01".parse().expect("a day"),
        time_zone: None,
    };
    bodies::create::create(tx, &input).map(|body| body.id)
}

/// The term began 100 days ago and lasts 900 more, whenever that is.
fn council(tx: &mut Writing<'_>, body_id: StateBodyId, charter: &Charter) -> Outcome<councils::Council> {
    let today = tx.now.day();
    let (starts_on, ends_on) = (today - chrono::Duration::days(100), today + chrono::Duration::days(900));
    let input = councils::create::NewCouncil {
        body_id,
        kind: councils::Kind::Local,
        name: cast::text("Public council"),
        term: councils::charter::Term { starts_on, ends_on },
        charter: charter.clone(),
    };
    councils::create::create(tx, &input)
}

/// Somebody signs a whole hall in: as many at once as the machine has threads for.
pub fn sign_in_all(base: &str, names: &[String]) -> Vec<Client> {
    let one = |name: &String| cast::sign_in(&Client::anonymous(base), name);
    std::thread::scope(|scope| {
        let lots: Vec<_> = names.chunks(names.len().div_ceil(4).max(1)).collect();
        let hands: Vec<_> =
            lots.into_iter().map(|lot| scope.spawn(move || lot.iter().map(one).collect::<Vec<_>>())).collect();
        hands.into_iter().flat_map(|hand| hand.join().expect("signs in")).collect()
    })
}

/// A published decision of the hall's body.
pub fn decision_in(officer: &Client, hall: &Hall) -> String {
    let mut input = content("A plot of land");
    input["bodyId"] = json!(hall.body);
    let decision = officer.mutate("draftDecision", &input, "decision { id }").text("/decision/id");
    officer.mutate("publishDecision", &json!({ "decisionId": decision }), "decision { id }").done();
    decision
}

/// The hall's review of a decision.
pub fn review_by(chair: &Client, decision: &str, hall: &Hall) -> String {
    let input = json!({ "decisionId": decision, "councilId": hall.council, "form": "HEARING" });
    chair.mutate("openReview", &input, "review { id }").text("/review/id")
}

/// A review of a new decision in a hall.
pub fn review_in(personas: &Personas<'_>, hall: &Hall) -> String {
    let decision = decision_in(&personas.get(&hall.officer), hall);
    review_by(&personas.get(hall.chair()), &decision, hall)
}

/// Asks for a poll; `more` may hold `closesAt` and `replacesId`.
pub fn open(client: &Client, review: &str, mode: &str, more: &Value) -> Reply {
    let mut input = more.clone();
    input["reviewId"] = json!(review);
    input["mode"] = json!(mode);
    input["question"] = text("Shall it be so?");
    client.mutate("openPoll", &input, "poll { id state electorateSize }")
}

/// A poll that must be opened.
pub fn poll_on(client: &Client, review: &str, mode: &str) -> String {
    open(client, review, mode, &json!({})).text("/poll/id")
}

const BALLOT: &str = "ballot { choice revision castAt changes { choice revision castAt } }";
const TALLY: &str = "present presentPublic for against abstain";

/// Hands a ballot in.
pub fn cast(client: &Client, poll: &str, choice: &str) -> Reply {
    client.mutate("castBallot", &json!({ "pollId": poll, "choice": choice }), BALLOT)
}

fn poll_fields() -> String {
    let result = "outcome decidedBy quorum quorumNeeded rule { key }";
    format!(
        "id state mode electorateSize closesAt closedAt tally {{ {TALLY} }} result {{ {result} tally {{ {TALLY} }} }} \
         annulment {{ annulledAt reason annulledBy {{ id }} }} replaces {{ id }} review {{ id state }} version {{ number }} \
         dissents {{ text person {{ name }} attachedAt }} \
         electors {{ person {{ name }} entitlement category position {BALLOT} }}"
    )
}

/// Closes a poll.
pub fn close(client: &Client, poll: &str) -> Reply {
    client.mutate("closePoll", &json!({ "pollId": poll }), &format!("poll {{ {} }}", poll_fields()))
}

/// Annuls a poll.
pub fn annul(client: &Client, poll: &str, reason: &str) -> Reply {
    let input = json!({ "pollId": poll, "reason": reason });
    client.mutate("annulPoll", &input, &format!("poll {{ {} }}", poll_fields()))
}

/// Everything about a poll, as this client sees it.
#[track_caller]
pub fn look(client: &Client, poll: &str) -> Value {
    let query = format!("query($id: ID!) {{ node(id: $id) {{ ... on Poll {{ {} }} }} }}", poll_fields());
    let reply = client.ask(&query, &json!({ "id": poll }));
    assert!(reply.at("/node").is_object(), "{poll} is seen: {:#}", reply.json);
    reply.at("/node").clone()
}

/// Ballots by the name of the elector: choice and revision.
pub fn ballots(poll: &Value) -> BTreeMap<String, (String, u64)> {
    let electors = poll["electors"].as_array().expect("electors").iter();
    let cast = electors.filter(|elector| elector["ballot"].is_object());
    let ballot = |elector: &Value| {
        let (name, ballot) = (elector["person"]["name"].as_str().expect("a name"), &elector["ballot"]);
        let choice = ballot["choice"].as_str().unwrap_or("SECRET").to_owned();
        (name.to_owned(), (choice, ballot["revision"].as_u64().expect("a revision")))
    };
    cast.map(ballot).collect()
}

/// The totals for, against and abstained.
#[track_caller]
pub fn totals(poll: &Value) -> (u64, u64, u64) {
    let of = |name: &str| poll["tally"][name].as_u64().unwrap_or_else(|| panic!("no tally: {poll:#}"));
    (of("for"), of("against"), of("abstain"))
}

/// The events of some kinds about a subject, oldest first.
pub fn events(auditor: &Client, subject: &str, kinds: &[&str]) -> Vec<Value> {
    let query = "query($filter: EventFilter!) { events: auditLog(filter: $filter, first: 100, direction: ASC) { nodes { kind body actor { id } payload } } }";
    let reply = auditor.ask(query, &json!({ "filter": { "subjectId": subject, "kinds": kinds } }));
    reply.at("/events/nodes").as_array().expect("a list").clone()
}

/// An id of the API as the database writes it.
pub fn literal(world: &World, wire: &str) -> String {
    let (_, uuid) = kenes::kernel::id::split(wire).expect("an id");
    match world.backend {
        Backend::Sqlite => format!("x'{}'", uuid.simple()),
        Backend::Postgres => format!("'{uuid}'"),
    }
}

/// Texts from the database, by raw SQL with one column `t`.
pub fn texts(world: &World, sql: &str) -> Vec<String> {
    use diesel::{RunQueryDsl, sql_types::Text};
    #[derive(diesel::QueryableByName)]
    struct Row {
        #[diesel(sql_type = Text)]
        t: String,
    }
    let mut conn = world.instance.core.db.get().expect("a connection");
    let rows: Vec<Row> = diesel::sql_query(sql).load(&mut *conn).unwrap_or_else(|error| panic!("{sql}: {error}"));
    rows.into_iter().map(|row| row.t).collect()
}
