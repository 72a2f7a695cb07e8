//! Where the story is played: a clock that goes from day to day, people who sign in each day, and the almanac.

use crate::deadlines::almanac::Almanac;
use crate::deadlines::clocks::set_day;
use crate::support::{Client, Personas, World};
use kenes::kernel::clock::Timestamp;
use serde_json::{Value, json};

/// The ids of a recommendation's addressee: of which recommendation, of which body, who speaks for it.
pub struct Asked {
    pub id: String,
    pub number: i64,
    pub body: String,
    pub officer: &'static str,
}

pub struct Stage<'w> {
    pub world: &'w World,
    pub almanac: Almanac,
    pub p: Personas<'w>,
}

impl<'w> Stage<'w> {
    /// The stage on the first day, under these decrees.
    pub fn set(world: &'w World, begins: &str, decrees: &[(&str, &str)]) -> Self {
        let mut stage = Self { world, almanac: Almanac::new(), p: Personas::of(world) };
        stage.on(begins);
        for (date, kind) in decrees {
            stage.decree(date, kind);
        }
        stage
    }

    /// Goes to eleven in the morning of a day, in Astana. Everybody signs in anew.
    pub fn on(&mut self, date: &str) {
        self.at(&format!("{date}T06:00:00Z"));
    }

    /// Goes to an instant.
    pub fn at(&mut self, instant: &str) {
        self.world.clock.set(Timestamp::parse(instant).expect("a time"));
        self.p = Personas::of(self.world);
    }

    pub fn decree(&mut self, date: &str, kind: &str) {
        set_day(&self.who("admin"), date, kind).done();
        self.almanac.decree(date, kind);
    }

    pub fn who(&self, name: &str) -> Client {
        self.p.get(name)
    }

    pub fn today(&self) -> String {
        self.world.clock.now().day().to_string()
    }

    /// The day so many days from now.
    pub fn in_days(&self, days: usize) -> String {
        self.almanac.date(self.almanac.number(&self.today()) + days)
    }

    /// The last day of a term of so many working days that begins on a day, by the almanac.
    pub fn due(&self, started_on: &str, working_days: usize) -> String {
        self.almanac.working_days(self.almanac.number(started_on), working_days).0
    }

    /// What somebody sees of a thing.
    #[track_caller]
    pub fn look(&self, who: &str, kind: &str, id: &str, selection: &str) -> Value {
        let query = format!("query($id: ID!) {{ node(id: $id) {{ ... on {kind} {{ {selection} }} }} }}");
        self.who(who).ask(&query, &json!({ "id": id })).at("/node").clone()
    }

    /// Of these people only the first may take a step, as the field says.
    #[track_caller]
    pub fn only(&self, may: &[&str], may_not: &[&str], kind: &str, id: &str, field: &str) {
        for (people, expected) in [(may, true), (may_not, false)] {
            for who in people {
                let told = self.look(who, kind, id, field)[field].clone();
                assert_eq!(told, json!(expected), "{field} of {who}");
            }
        }
    }

    /// The one event of a kind that happened to this, done by somebody or, by the clock, by nobody.
    #[track_caller]
    pub fn told(&self, kind: &str, subject: &str, by: Option<&str>) -> Value {
        let event = self.p.event_about(kind, subject);
        let actor = by.map_or(Value::Null, |who| json!({ "id": self.world.cast.person(who) }));
        assert_eq!(event["actor"], actor, "{kind}");
        event["payload"].clone()
    }

    /// The clock of an answer: id, state, first and last day, the day on which it was met.
    pub fn clock(&self, asked: &Asked) -> Value {
        let seen = self.look(
            "anonymous",
            "RecommendationAddressee",
            &asked.id,
            "deadline { id state startedOn dueOn metOn provisional }",
        );
        seen["deadline"].clone()
    }

    /// Says how the clock of an answer stands.
    #[track_caller]
    pub fn stands(&self, asked: &Asked, state: &str, due_on: &str, met_on: Option<&str>) {
        let clock = self.clock(asked);
        assert_eq!(
            json!([clock["state"], clock["dueOn"], clock["metOn"], clock["provisional"]]),
            json!([state, due_on, met_on, false])
        );
    }

    /// Twelve of the fifteen members vote for it.
    pub fn adopt(&self, poll: &str) {
        for who in crate::support::Cast::members().iter().take(12) {
            self.p.vote(who, poll, "FOR");
        }
        let closed = self.who("chair").mutate("closePoll", &json!({ "pollId": poll }), "poll { result { outcome } }");
        assert_eq!(closed.text("/poll/result/outcome"), "ADOPTED");
    }
}
