//! The count against a second opinion: generated councils, rules and ballots, through `polls::tally` and then all the
//! way from HTTP through the database.

use super::hall::{Town, cast, charter, close, look, poll_on, review_in, seats};
use crate::support::{Personas, World};
use kenes::access::viewer::Position;
use kenes::features::councils::{Category, Charter, MajorityBase};
use kenes::features::polls::Choice;
use kenes::features::polls::tally::{BallotBox, Voice, rule};
use kenes::kernel::fraction::Fraction;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::json;

/// What a member does: votes, stays away, or had recused themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Deed {
    Votes(Choice),
    Stays,
    Recused,
}

type Member = (Position, Category, Deed);

/// A whole vote.
#[derive(Clone, Debug)]
struct Vote {
    charter: Charter,
    members: Vec<Member>,
    secret: bool,
}

/// The second opinion: weights on a balance instead of fractions. Each member puts `den` grains on their side, and a
/// share of a whole is `num` grains for each of it.
fn opinion(vote: &Vote) -> (&'static str, &'static str) {
    let Charter { quorum, public_quorum, majority, majority_base, .. } = &vote.charter;
    let heavy = |count: usize, share: &Fraction| count as u64 * u64::from(share.den());
    let asked = |whole: usize, share: &Fraction| whole as u64 * u64::from(share.num());
    let (mut entitled, mut present, mut public, mut sides) = (0, 0, 0, [0_usize; 3]);
    for (_, category, deed) in &vote.members {
        entitled += usize::from(*deed != Deed::Recused);
        if let Deed::Votes(choice) = deed {
            present += 1;
            public += usize::from(!["STATE", "DEPUTY"].contains(&category.as_str()));
            sides[["FOR", "AGAINST", "ABSTAIN"]
                .iter()
                .position(|word| *word == choice.as_str())
                .expect("one of three")] += 1;
        }
    }
    let quorate = present > 0 && heavy(present, quorum) >= asked(entitled, quorum);
    if !quorate || public_quorum.as_ref().is_some_and(|share| heavy(public, share) < asked(present, share)) {
        return ("NO_QUORUM", "QUORUM");
    }
    let [pro, contra, abstained] = sides;
    let whole = match majority_base.as_str() {
        "PRESENT" => present,
        "CAST" => present - abstained,
        _ => entitled,
    };
    let simple = majority.num() + majority.num() == majority.den();
    // A simple majority must tip the balance, a qualified one may rest level.
    let tips = heavy(pro, majority) >= asked(whole, majority) + u64::from(simple);
    match (pro > 0 && tips, simple && pro > 0 && pro == contra && majority_base.as_str() != "ALL") {
        (true, _) => ("ADOPTED", "MAJORITY"),
        (false, false) => ("REJECTED", "MAJORITY"),
        (false, true) if vote.secret => ("REJECTED", "UNBROKEN_TIE"),
        (false, true) => tie_break(&vote.members),
    }
}

fn tie_break(members: &[Member]) -> (&'static str, &'static str) {
    let voices = |of: Position| -> Vec<Choice> {
        let of_them = members.iter().filter(|(position, ..)| *position == of);
        of_them.filter_map(|(_, _, deed)| if let Deed::Votes(choice) = deed { Some(*choice) } else { None }).collect()
    };
    let (chair, deputies) = (voices(Position::Chair), voices(Position::DeputyChair));
    let presiding = if chair.is_empty() { deputies } else { chair };
    match presiding.as_slice() {
        [Choice::For] => ("ADOPTED", "CHAIR_TIE_BREAK"),
        [Choice::Against] => ("REJECTED", "CHAIR_TIE_BREAK"),
        _ => ("REJECTED", "UNBROKEN_TIE"),
    }
}

fn a_deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        5 => Just(Deed::Votes(Choice::For)),
        5 => Just(Deed::Votes(Choice::Against)),
        2 => Just(Deed::Votes(Choice::Abstain)),
        2 => Just(Deed::Stays),
        1 => Just(Deed::Recused),
    ]
}

fn share(of: &'static [(u32, u32)]) -> impl Strategy<Value = Fraction> {
    prop::sample::select(of).prop_map(|(num, den)| Fraction::new(num, den).expect("a share"))
}

/// Charters that the law admits.
fn a_charter() -> impl Strategy<Value = Charter> {
    let base = prop::sample::select(MajorityBase::ALL);
    let public = prop::option::weighted(0.3, share(&[(1, 2), (2, 3)]));
    (share(&[(2, 3), (3, 4), (4, 6)]), public, share(&[(1, 2), (2, 4), (2, 3), (3, 5)]), base).prop_map(
        |(quorum, public_quorum, majority, majority_base)| Charter {
            quorum,
            public_quorum,
            majority,
            majority_base,
            ..charter()
        },
    )
}

/// A chair, none to two deputies and plain members; the chair is not in public service, and few others are.
fn a_council(size: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Member>> {
    let category = prop::sample::select(vec![Category::Citizen, Category::Deputy, Category::Expert, Category::Citizen]);
    let member = (category, a_deed());
    (prop::collection::vec(member, size), 0..3_usize).prop_map(|(members, deputies)| {
        let position = |number| match number {
            0 => Position::Chair,
            n if n <= deputies => Position::DeputyChair,
            _ => Position::Member,
        };
        let state = |number: usize, category| if number % 4 == 3 { Category::State } else { category };
        members.into_iter().enumerate().map(|(n, (category, deed))| (position(n), state(n, category), deed)).collect()
    })
}

fn a_vote(size: std::ops::Range<usize>) -> impl Strategy<Value = Vote> {
    (a_charter(), a_council(size), any::<bool>()).prop_map(|(charter, members, secret)| Vote {
        charter,
        members,
        secret,
    })
}

fn config(cases: u32) -> Config {
    Config { cases, failure_persistence: None, ..Config::default() }
}

#[test]
fn the_count_agrees_with_a_second_opinion() {
    let mut seen = std::collections::BTreeSet::new();
    let mut runner = TestRunner::new(config(4000));
    let agreed = runner.run(&a_vote(1..16), |vote| {
        let voices = vote.members.iter().filter_map(|(position, category, deed)| match deed {
            Deed::Votes(choice) => Some(Voice { category: *category, position: *position, choice: *choice }),
            Deed::Stays | Deed::Recused => None,
        });
        let voices: Vec<Voice> = voices.collect();
        let ballots = if vote.secret {
            let present = voices.iter().map(|voice| voice.category).collect();
            BallotBox::Secret { present, choices: voices.iter().rev().map(|voice| voice.choice).collect() }
        } else {
            BallotBox::RollCall(voices)
        };
        let entitled = vote.members.iter().filter(|(_, _, deed)| *deed != Deed::Recused).count();
        let ruling = rule(&vote.charter, u32::try_from(entitled).expect("few"), &ballots);
        prop_assert_eq!((ruling.verdict.as_str(), ruling.decided_by.as_str()), opinion(&vote));
        Ok(())
    });
    agreed.expect("they agree");
    // The generator reaches every corner, or it would prove little.
    let mut runner = TestRunner::new(config(4000));
    for _ in 0..4000 {
        let vote = a_vote(1..16).new_tree(&mut runner).expect("generates");
        seen.insert(opinion(&proptest::strategy::ValueTree::current(&vote)));
    }
    let corners = [
        ("ADOPTED", "CHAIR_TIE_BREAK"),
        ("ADOPTED", "MAJORITY"),
        ("NO_QUORUM", "QUORUM"),
        ("REJECTED", "CHAIR_TIE_BREAK"),
        ("REJECTED", "MAJORITY"),
        ("REJECTED", "UNBROKEN_TIE"),
    ];
    assert_eq!(seen.into_iter().collect::<Vec<_>>(), corners);
}

/// Holds the vote over HTTP and returns what the API then says.
fn hold(personas: &Personas<'_>, town: &Town, vote: &Vote) -> (String, String) {
    let filled = seats(vote.members.len()).into_iter().zip(&vote.members).map(|((who, ..), (p, c, _))| (who, *p, *c));
    let hall = town.council(&vote.charter, &filled.collect::<Vec<_>>());
    let (chair, review) = (personas.get(hall.chair()), review_in(personas, &hall));
    let deeds = || hall.members.iter().zip(vote.members.iter().map(|(_, _, deed)| *deed));
    for (who, _) in deeds().filter(|(_, deed)| *deed == Deed::Recused) {
        let input = json!({ "reviewId": review, "reason": "A conflict" });
        personas.get(who).mutate("declareRecusal", &input, "recusal { id }").done();
    }
    let poll = poll_on(&chair, &review, if vote.secret { "SECRET" } else { "ROLL_CALL" });
    for (who, deed) in deeds() {
        if let Deed::Votes(choice) = deed {
            cast(&personas.get(who), &poll, choice.as_str()).done();
        }
    }
    close(&chair, &poll).done();
    let result = look(&chair, &poll)["result"].clone();
    let of = |name: &str| result[name].as_str().expect("a result").to_owned();
    (of("outcome"), of("decidedBy"))
}

fn agrees(world: &World, cases: u32) {
    let (personas, town) = (Personas::of(world), Town::of(world));
    let votes = a_vote(4..9).prop_filter("a secret poll needs five", |vote| {
        !vote.secret || vote.members.iter().filter(|(_, _, deed)| *deed != Deed::Recused).count() >= 5
    });
    let held = TestRunner::new(config(cases)).run(&votes, |vote| {
        let (outcome, decided_by) = hold(&personas, &town, &vote);
        prop_assert_eq!((outcome.as_str(), decided_by.as_str()), opinion(&vote));
        Ok(())
    });
    held.expect("they agree");
}

on_both! {
    fn what_the_api_tells_agrees_with_a_second_opinion(world) {
        agrees(world, 10);
    }
}
