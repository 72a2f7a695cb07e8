//! Closing a poll: what the ballots decide under the council's charter, told by the API.

use super::hall::{Hall, Town, cast, charter, close, events, look, poll_on, review_in, seats, totals};
use crate::support::{Client, Personas, World};
use kenes::access::viewer::Position;
use kenes::features::councils::{Category, Charter, MajorityBase};
use kenes::kernel::fraction::Fraction;
use serde_json::{Value, json};

/// A council under a charter, and what it votes on.
struct Session<'a> {
    personas: &'a Personas<'a>,
    hall: Hall,
    review: String,
}

impl<'a> Session<'a> {
    fn of(personas: &'a Personas<'a>, town: &Town, charter: &Charter, members: &[super::hall::Seat]) -> Self {
        let hall = town.council(charter, members);
        let review = review_in(personas, &hall);
        Self { personas, hall, review }
    }

    fn chair(&self) -> Client {
        self.personas.get(self.hall.chair())
    }

    /// A poll in which the members choose in the order of their seats: `+` for, `-` against, `0` abstain, `.` absent.
    fn decide(&self, mode: &str, choices: &str) -> Value {
        let poll = poll_on(&self.chair(), &self.review, mode);
        for (who, choice) in self.hall.members.iter().zip(choices.chars()) {
            let choice = match choice {
                '+' => "FOR",
                '-' => "AGAINST",
                '0' => "ABSTAIN",
                _ => continue,
            };
            cast(&self.personas.get(who), &poll, choice).done();
        }
        close(&self.chair(), &poll).done()["poll"].clone()
    }

    /// Outcome and what decided it.
    fn outcome(&self, mode: &str, choices: &str) -> (String, String) {
        let poll = self.decide(mode, choices);
        let of = |name: &str| poll["result"][name].as_str().expect("a result").to_owned();
        (of("outcome"), of("decidedBy"))
    }
}

fn said(outcome: &str, decided_by: &str) -> (String, String) {
    (outcome.to_owned(), decided_by.to_owned())
}

fn usual<'a>(personas: &'a Personas<'a>, world: &World) -> Session<'a> {
    Session::of(personas, &Town::of(world), &charter(), &seats(9))
}

on_both! {
    fn a_poll_is_adopted_by_more_than_half_of_those_present(world) {
        let personas = Personas::of(world);
        let poll = usual(&personas, world).decide("ROLL_CALL", "+++0+--..");
        let result = &poll["result"];
        assert_eq!((&result["outcome"], &result["decidedBy"]), (&json!("ADOPTED"), &json!("MAJORITY")));
        assert_eq!((&result["quorum"], &result["quorumNeeded"]), (&json!("MET"), &json!(6)));
        assert_eq!(result["rule"]["key"], "poll.majority");
        let tally = json!({ "present": 7, "presentPublic": 7, "for": 4, "against": 2, "abstain": 1 });
        assert_eq!((&result["tally"], &poll["tally"]), (&tally, &tally));
        assert_eq!((&poll["state"], &poll["closedAt"]), (&json!("CLOSED"), &json!("2026-11-22T06:00:00Z")));
        let logged = events(&personas.get("auditor"), poll["id"].as_str().expect("an id"), &["POLL_CLOSED"]);
        assert_eq!(logged.len(), 1);
        let payload = json!({
            "cause": "BY_HAND", "closedAt": "2026-11-22T06:00:00Z", "present": 7, "presentPublic": 7, "for": 4,
            "against": 2, "abstain": 1, "quorum": "MET", "outcome": "ADOPTED", "decidedBy": "MAJORITY",
        });
        assert_eq!(logged[0]["payload"], payload);
    }

    fn half_of_those_present_is_not_enough_and_abstentions_weigh_against(world) {
        let personas = Personas::of(world);
        let session = usual(&personas, world);
        assert_eq!(session.outcome("ROLL_CALL", "+++-00..."), said("REJECTED", "MAJORITY"));
        assert_eq!(session.outcome("ROLL_CALL", "---++-..."), said("REJECTED", "MAJORITY"));
        assert_eq!(session.outcome("ROLL_CALL", "000000..."), said("REJECTED", "MAJORITY"));
        assert_eq!(session.outcome("ROLL_CALL", "++++00..."), said("ADOPTED", "MAJORITY"));
    }

    fn fewer_than_two_thirds_are_no_quorum_however_they_vote(world) {
        let personas = Personas::of(world);
        let session = usual(&personas, world);
        let poll = session.decide("ROLL_CALL", "+++++....");
        assert_eq!(poll["result"]["outcome"], "NO_QUORUM");
        assert_eq!((&poll["result"]["quorum"], &poll["result"]["rule"]["key"]), (&json!("NOT_MET"), &json!("council.quorum")));
        assert_eq!(session.outcome("ROLL_CALL", "........."), said("NO_QUORUM", "QUORUM"));
        assert_eq!(session.outcome("ROLL_CALL", "++++++..."), said("ADOPTED", "MAJORITY"));
        assert_eq!(session.outcome("SECRET", "+++++...."), said("NO_QUORUM", "QUORUM"));
    }

    fn a_secret_poll_without_a_quorum_does_not_tell_what_few_chose(world) {
        let personas = Personas::of(world);
        let session = usual(&personas, world);
        let early = session.decide("SECRET", "-........");
        assert_eq!((&early["tally"], &early["result"]["tally"]), (&Value::Null, &Value::Null), "{early:#}");
        let counted = session.decide("SECRET", "-+++++...");
        assert_eq!(counted["result"]["tally"]["against"], 1, "{counted:#}");
        let open = session.decide("ROLL_CALL", "-........");
        assert_eq!(open["tally"]["against"], 1);
        let told = |poll: &Value| {
            let closed = events(&personas.get("auditor"), poll["id"].as_str().expect("an id"), &["POLL_CLOSED"]);
            closed[0]["payload"]["against"].clone()
        };
        assert_eq!((told(&early), told(&counted), told(&open)), (Value::Null, json!(1), json!(1)));
    }

    fn a_quorum_of_two_parts_needs_the_public_side_to_be_half_of_those_present(world) {
        let personas = Personas::of(world);
        let mut members = seats(9);
        for (seat, category) in members.iter_mut().skip(4).zip([Category::State, Category::State, Category::State, Category::Deputy, Category::Deputy]) {
            seat.2 = category;
        }
        let land = Charter { public_quorum: Some(Fraction::HALF), ..charter() };
        let session = Session::of(&personas, &Town::of(world), &land, &members);
        let poll = session.decide("ROLL_CALL", "+++.++++.");
        assert_eq!(poll["result"]["outcome"], "NO_QUORUM", "{poll:#}");
        assert_eq!(poll["result"]["tally"]["presentPublic"], 3);
        assert_eq!(session.outcome("ROLL_CALL", "++++++++."), said("ADOPTED", "MAJORITY"));
        assert_eq!(session.outcome("SECRET", "+++.++++."), said("NO_QUORUM", "QUORUM"));
        assert_eq!(session.outcome("SECRET", "++++++++."), said("ADOPTED", "MAJORITY"));
        assert_eq!(session.outcome("ROLL_CALL", "++++....."), said("NO_QUORUM", "QUORUM"));
    }

    fn the_chairs_ballot_decides_a_tie_in_a_roll_call(world) {
        let personas = Personas::of(world);
        let session = usual(&personas, world);
        let adopted = session.decide("ROLL_CALL", "+---++...");
        assert_eq!((&adopted["result"]["outcome"], &adopted["result"]["decidedBy"]), (&json!("ADOPTED"), &json!("CHAIR_TIE_BREAK")));
        assert_eq!(adopted["result"]["rule"]["key"], "poll.tie_break");
        assert_eq!(totals(&adopted), (3, 3, 0), "the ballot is not counted twice");
        assert_eq!(session.outcome("ROLL_CALL", "-+++--..."), said("REJECTED", "CHAIR_TIE_BREAK"));
        assert_eq!(session.outcome("ROLL_CALL", "-+++--0.."), said("REJECTED", "CHAIR_TIE_BREAK"));
    }

    fn the_deputy_decides_a_tie_when_the_chair_took_no_part(world) {
        let personas = Personas::of(world);
        let session = usual(&personas, world);
        assert_eq!(session.outcome("ROLL_CALL", ".+++---.."), said("ADOPTED", "CHAIR_TIE_BREAK"));
        assert_eq!(session.outcome("ROLL_CALL", ".---+++.."), said("REJECTED", "CHAIR_TIE_BREAK"));
    }

    fn a_tie_that_nobody_breaks_is_rejected(world) {
        let personas = Personas::of(world);
        let town = Town::of(world);
        let session = Session::of(&personas, &town, &charter(), &seats(9));
        let unbroken = said("REJECTED", "UNBROKEN_TIE");
        assert_eq!(session.outcome("ROLL_CALL", "..+++---."), unbroken, "neither chair nor deputy took part");
        assert_eq!(session.outcome("ROLL_CALL", "0+++---.."), unbroken, "a chair who abstained did not decide");
        assert_eq!(session.outcome("SECRET", "+---++..."), unbroken, "nobody knows the chair's secret ballot");
        let mut members = seats(9);
        members[2].1 = Position::DeputyChair;
        let session = Session::of(&personas, &town, &charter(), &members);
        assert_eq!(session.outcome("ROLL_CALL", ".++-++---"), unbroken, "of two deputies neither presides");
        assert_eq!(session.outcome("ROLL_CALL", ".+.-++--."), said("ADOPTED", "CHAIR_TIE_BREAK"), "the only one present");
    }

    fn a_majority_of_the_votes_cast_leaves_abstentions_out(world) {
        let personas = Personas::of(world);
        let by_cast = Charter { majority_base: MajorityBase::Cast, ..charter() };
        let session = Session::of(&personas, &Town::of(world), &by_cast, &seats(9));
        assert_eq!(session.outcome("ROLL_CALL", "00+00++-."), said("ADOPTED", "MAJORITY"));
        assert_eq!(session.outcome("ROLL_CALL", "0+00+---."), said("REJECTED", "MAJORITY"));
        assert_eq!(session.outcome("ROLL_CALL", "+0000-..."), said("ADOPTED", "CHAIR_TIE_BREAK"));
        assert_eq!(session.outcome("SECRET", "00+00++-."), said("ADOPTED", "MAJORITY"));
    }

    fn a_majority_of_all_members_counts_the_absent_and_knows_no_casting_vote(world) {
        let personas = Personas::of(world);
        let town = Town::of(world);
        let of_all = Charter { majority_base: MajorityBase::All, ..charter() };
        let session = Session::of(&personas, &town, &of_all, &seats(8));
        assert_eq!(session.outcome("ROLL_CALL", "++++0-.."), said("REJECTED", "MAJORITY"), "4 of 8");
        assert_eq!(session.outcome("ROLL_CALL", "++++----"), said("REJECTED", "MAJORITY"), "no casting vote");
        assert_eq!(session.outcome("ROLL_CALL", "+++++-.."), said("ADOPTED", "MAJORITY"), "5 of 8");
        assert_eq!(session.outcome("SECRET", "+++++-.."), said("ADOPTED", "MAJORITY"));
    }

    fn a_qualified_majority_is_reached_and_need_not_be_exceeded(world) {
        let personas = Personas::of(world);
        let qualified = Charter { majority: Fraction::TWO_THIRDS, ..charter() };
        let session = Session::of(&personas, &Town::of(world), &qualified, &seats(9));
        assert_eq!(session.outcome("ROLL_CALL", "++++--..."), said("ADOPTED", "MAJORITY"));
        assert_eq!(session.outcome("ROLL_CALL", "++++---.."), said("REJECTED", "MAJORITY"));
        assert_eq!(session.outcome("ROLL_CALL", "+++---..."), said("REJECTED", "MAJORITY"), "and no tie to break");
    }

    fn who_recused_themselves_is_not_in_the_whole_of_which_quorum_is_a_share(world) {
        let personas = Personas::of(world);
        let session = usual(&personas, world);
        assert_eq!(session.outcome("ROLL_CALL", "++++....."), said("NO_QUORUM", "QUORUM"));
        for who in ["hall-06", "hall-07", "hall-08"] {
            let input = json!({ "reviewId": session.review, "reason": "A conflict" });
            personas.get(who).mutate("declareRecusal", &input, "recusal { id }").done();
        }
        let poll = session.decide("ROLL_CALL", "++++.....");
        assert_eq!((&poll["result"]["outcome"], &poll["result"]["quorumNeeded"]), (&json!("ADOPTED"), &json!(4)));
    }

    fn the_rules_of_a_running_poll_are_those_it_was_opened_under(world) {
        let personas = Personas::of(world);
        let session = usual(&personas, world);
        let poll = poll_on(&session.chair(), &session.review, "ROLL_CALL");
        let stricter = json!({
            "key": "council.quorum", "numerator": 1, "denominator": 1, "startsOn": "2026-11-22", "confirmed": true,
            "citation": crate::support::builders::text("A stricter law"),
        });
        personas.get("admin").mutate("amendLegalRule", &stricter, "rule { key }").done();
        for who in session.hall.members.iter().take(6) {
            cast(&personas.get(who), &poll, "FOR").done();
        }
        let closed = close(&session.chair(), &poll).done()["poll"].clone();
        assert_eq!((&closed["result"]["outcome"], &closed["result"]["quorumNeeded"]), (&json!("ADOPTED"), &json!(6)));
        let query = "query($id: ID!) { node(id: $id) { ... on Poll { rules { quorumRule { citation { text(locale: EN) } } } } } }";
        let citation = |poll: &str| {
            let reply = world.anonymous().ask(query, &json!({ "id": poll }));
            reply.at("/node/rules/quorumRule/citation/text").clone()
        };
        assert_eq!(citation(&poll), "Law No. 383-V On Public Councils, Art. 13(2)");
        let next = poll_on(&session.chair(), &session.review, "ROLL_CALL");
        assert_eq!(citation(&next), "A stricter law");
    }

    fn the_chair_a_deputy_and_the_secretary_close_polls_once_and_nobody_else(world) {
        let personas = Personas::of(world);
        let review = personas.review("A road");
        let poll = personas.poll_of(&review, "ROLL_CALL");
        for who in ["member-01", "admin", "registrar", "officer", "citizen", "local-chair"] {
            assert_eq!(close(&personas.get(who), &poll).denied(), "FORBIDDEN", "{who}");
        }
        assert_eq!(look(&world.anonymous(), &poll)["state"], "OPEN");
        close(&personas.get("secretary"), &poll).done();
        let frozen = look(&world.anonymous(), &poll);
        world.advance(chrono::Duration::minutes(5));
        assert_eq!(close(&personas.get("chair"), &poll).refused(), "POLL_CLOSED");
        assert_eq!(look(&world.anonymous(), &poll), frozen);
        assert_eq!(events(&personas.get("auditor"), &poll, &["POLL_CLOSED"]).len(), 1);
        let second = personas.poll_of(&review, "ROLL_CALL");
        close(&personas.get("deputy"), &second).done();
    }
}
