//! The count against a plain reference: lists of people, filtered and counted one by one, rationals over `u128`.

use super::*;
use crate::kernel::fraction::Fraction;
use proptest::prelude::*;

/// A member of a generated electorate; `None` did not take part.
type Member = (Category, Position, Option<Choice>);

fn charter(quorum: Fraction, public: Option<Fraction>, majority: Fraction, base: MajorityBase) -> Charter {
    Charter { seats_min: 1, seats_max: 100, quorum, public_quorum: public, majority, majority_base: base }
}

fn simple() -> Charter {
    charter(Fraction::TWO_THIRDS, None, Fraction::HALF, MajorityBase::Present)
}

fn roll_call(members: &[Member]) -> BallotBox {
    let voice = |(category, position, choice): &Member| {
        choice.map(|choice| Voice { category: *category, position: *position, choice })
    };
    BallotBox::RollCall(members.iter().filter_map(voice).collect())
}

fn secret(members: &[Member]) -> BallotBox {
    let took_part = || members.iter().filter(|(_, _, choice)| choice.is_some());
    BallotBox::Secret {
        present: took_part().map(|(category, _, _)| *category).collect(),
        choices: took_part().filter_map(|(_, _, choice)| *choice).collect(),
    }
}

fn electorate(members: &[Member]) -> u32 {
    u32::try_from(members.len()).expect("small")
}

/// a/b compared with num/den, as a schoolbook would: both over the common denominator.
fn compare(part: usize, whole: usize, share: Fraction) -> std::cmp::Ordering {
    let left = part as u128 * u128::from(share.den());
    left.cmp(&(whole as u128 * u128::from(share.num())))
}

/// The rules of the module's story once more, word by word, over lists.
fn reference(charter: &Charter, members: &[Member], mode_is_secret: bool) -> (Verdict, DecidedBy) {
    let present: Vec<&Member> = members.iter().filter(|m| m.2.is_some()).collect();
    let public: Vec<&&Member> = present.iter().filter(|m| !matches!(m.0, Category::State | Category::Deputy)).collect();
    let chose = |choice: Choice| present.iter().filter(|m| m.2 == Some(choice)).count();
    let (pro, contra) = (chose(Choice::For), chose(Choice::Against));
    let short = present.is_empty() || compare(present.len(), members.len(), charter.quorum).is_lt();
    let few_public = charter.public_quorum.is_some_and(|share| compare(public.len(), present.len(), share).is_lt());
    if short || few_public {
        return (Verdict::NoQuorum, DecidedBy::Quorum);
    }
    let whole = match charter.majority_base {
        MajorityBase::Present => present.len(),
        MajorityBase::Cast => present.len() - chose(Choice::Abstain),
        MajorityBase::All => members.len(),
    };
    let half = charter.majority.num() * 2 == charter.majority.den();
    let against_share = compare(pro, whole, charter.majority);
    if pro > 0 && (against_share.is_gt() || (against_share.is_eq() && !half)) {
        return (Verdict::Adopted, DecidedBy::Majority);
    }
    if pro == 0 || pro != contra || !half || charter.majority_base == MajorityBase::All {
        return (Verdict::Rejected, DecidedBy::Majority);
    }
    let of = |position| present.iter().filter(|m| m.1 == position).map(|m| m.2).collect::<Vec<_>>();
    let (chairs, deputies) = (of(Position::Chair), of(Position::DeputyChair));
    let decisive = match (chairs.as_slice(), deputies.as_slice()) {
        _ if mode_is_secret => None,
        ([chair, ..], _) => *chair,
        ([], [deputy]) => *deputy,
        _ => None,
    };
    match decisive {
        Some(Choice::For) => (Verdict::Adopted, DecidedBy::ChairTieBreak),
        Some(Choice::Against) => (Verdict::Rejected, DecidedBy::ChairTieBreak),
        _ => (Verdict::Rejected, DecidedBy::UnbrokenTie),
    }
}

fn a_choice() -> impl Strategy<Value = Option<Choice>> {
    prop_oneof![
        4 => Just(Some(Choice::For)),
        4 => Just(Some(Choice::Against)),
        1 => Just(Some(Choice::Abstain)),
        1 => Just(None),
    ]
}

fn a_category() -> impl Strategy<Value = Category> {
    prop::sample::select(vec![Category::State, Category::Ngo, Category::Media, Category::Citizen, Category::Deputy])
}

/// A chair, up to two deputies, and the rest: small enough that ties, quorums and bare majorities are common.
fn some_members() -> impl Strategy<Value = Vec<Member>> {
    let plain = prop::collection::vec((a_category(), Just(Position::Member), a_choice()), 0..14);
    let deputies = prop::collection::vec((a_category(), Just(Position::DeputyChair), a_choice()), 0..3);
    let chair = prop::option::of((a_category(), Just(Position::Chair), a_choice()));
    (chair, deputies, plain)
        .prop_map(|(chair, deputies, plain)| chair.into_iter().chain(deputies).chain(plain).collect())
}

fn some_share() -> impl Strategy<Value = Fraction> {
    prop::sample::select(vec![(0, 1), (1, 2), (2, 4), (2, 3), (3, 5), (3, 4), (1, 1)])
        .prop_map(|(num, den)| Fraction::new(num, den).expect("a share"))
}

fn some_charter() -> impl Strategy<Value = Charter> {
    let base = prop::sample::select(vec![MajorityBase::Present, MajorityBase::Cast, MajorityBase::All]);
    (some_share(), prop::option::of(some_share()), some_share(), base)
        .prop_map(|(quorum, public, majority, base)| charter(quorum, public, majority, base))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn a_roll_call_decides_as_the_reference_does(charter in some_charter(), members in some_members()) {
        let ruling = rule(&charter, electorate(&members), &roll_call(&members));
        prop_assert_eq!((ruling.verdict, ruling.decided_by), reference(&charter, &members, false));
    }

    #[test]
    fn a_secret_poll_decides_as_the_reference_does(charter in some_charter(), members in some_members()) {
        let ruling = rule(&charter, electorate(&members), &secret(&members));
        prop_assert_eq!((ruling.verdict, ruling.decided_by), reference(&charter, &members, true));
    }

    #[test]
    fn every_participant_is_counted_once_and_quorum_says_what_the_verdict_says(charter in some_charter(), members in some_members()) {
        let ballots = roll_call(&members);
        let (tally, ruling) = (ballots.tally(), rule(&charter, electorate(&members), &ballots));
        prop_assert_eq!(tally, secret(&members).tally());
        prop_assert_eq!(tally.votes_for + tally.votes_against + tally.votes_abstain, tally.present);
        prop_assert!(tally.present_public <= tally.present && tally.present <= electorate(&members));
        prop_assert_eq!(ruling.quorum == QuorumState::NotMet, ruling.verdict == Verdict::NoQuorum);
    }

    #[test]
    fn the_order_of_ballots_does_not_matter(charter in some_charter(), members in some_members()) {
        let backwards: Vec<Member> = members.iter().rev().copied().collect();
        let size = electorate(&members);
        prop_assert_eq!(rule(&charter, size, &roll_call(&members)), rule(&charter, size, &roll_call(&backwards)));
    }

    /// Of what a majority adopted, or under the base CAST. A casting vote among those present is the exception: see
    /// `abstentions_do_not_undo_a_tie_and_that_has_a_price`.
    #[test]
    fn one_more_voice_for_it_never_sinks_it(charter in some_charter(), members in some_members(), who in any::<prop::sample::Index>()) {
        prop_assume!(!members.is_empty());
        let mut swayed = members.clone();
        let who = who.index(members.len());
        prop_assume!(swayed[who].2.is_some());
        swayed[who].2 = Some(Choice::For);
        let size = electorate(&members);
        let before = rule(&charter, size, &roll_call(&members));
        let firm = before.decided_by == DecidedBy::Majority || charter.majority_base == MajorityBase::Cast;
        if before.verdict == Verdict::Adopted && firm {
            prop_assert_eq!(rule(&charter, size, &roll_call(&swayed)).verdict, Verdict::Adopted);
        }
    }
}

/// `n` plain citizens with one choice.
fn citizens(n: usize, choice: Option<Choice>) -> Vec<Member> {
    vec![(Category::Citizen, Position::Member, choice); n]
}

fn decide(charter: &Charter, groups: &[Vec<Member>]) -> (Verdict, DecidedBy) {
    let members = groups.concat();
    let ruling = rule(charter, electorate(&members), &roll_call(&members));
    (ruling.verdict, ruling.decided_by)
}

const PRO: Option<Choice> = Some(Choice::For);
const CONTRA: Option<Choice> = Some(Choice::Against);
const ABSTAINED: Option<Choice> = Some(Choice::Abstain);

#[test]
fn two_thirds_of_fifteen_is_ten_and_nine_is_no_quorum() {
    let with = |present: usize| decide(&simple(), &[citizens(present, PRO), citizens(15 - present, None)]).0;
    assert_eq!(with(10), Verdict::Adopted);
    assert_eq!(with(9), Verdict::NoQuorum);
}

#[test]
fn a_two_part_quorum_needs_the_public_side_too() {
    let land = charter(Fraction::TWO_THIRDS, Some(Fraction::HALF), Fraction::HALF, MajorityBase::Present);
    let officials = |n| vec![(Category::State, Position::Member, PRO); n];
    assert_eq!(decide(&land, &[officials(4), citizens(4, PRO)]).0, Verdict::Adopted);
    assert_eq!(decide(&land, &[officials(5), citizens(4, PRO)]).0, Verdict::NoQuorum);
}

#[test]
fn an_abstention_weighs_against_among_the_present_and_not_among_the_cast() {
    let groups = [citizens(5, PRO), citizens(4, CONTRA), citizens(2, ABSTAINED)];
    let cast = charter(Fraction::TWO_THIRDS, None, Fraction::HALF, MajorityBase::Cast);
    assert_eq!(decide(&simple(), &groups), (Verdict::Rejected, DecidedBy::Majority));
    assert_eq!(decide(&cast, &groups), (Verdict::Adopted, DecidedBy::Majority));
}

#[test]
fn the_chair_breaks_a_tie_and_a_single_deputy_in_the_chairs_absence() {
    let seat = |position, choice| vec![(Category::Citizen, position, choice)];
    let tie = |chair, deputies: &[Option<Choice>]| {
        let mut groups = vec![seat(Position::Chair, chair)];
        groups.extend(deputies.iter().map(|choice| seat(Position::DeputyChair, *choice)));
        let missing = |choice| 5 - groups.concat().iter().filter(|m| m.2 == choice).count();
        groups.extend([citizens(missing(PRO), PRO), citizens(missing(CONTRA), CONTRA)]);
        decide(&simple(), &groups)
    };
    assert_eq!(tie(PRO, &[]), (Verdict::Adopted, DecidedBy::ChairTieBreak));
    assert_eq!(tie(CONTRA, &[PRO]), (Verdict::Rejected, DecidedBy::ChairTieBreak));
    assert_eq!(tie(ABSTAINED, &[PRO]), (Verdict::Rejected, DecidedBy::UnbrokenTie));
    assert_eq!(tie(None, &[PRO]), (Verdict::Adopted, DecidedBy::ChairTieBreak));
    assert_eq!(tie(None, &[PRO, CONTRA]), (Verdict::Rejected, DecidedBy::UnbrokenTie));
    assert_eq!(tie(None, &[PRO, None]), (Verdict::Adopted, DecidedBy::ChairTieBreak));
    assert_eq!(tie(None, &[]), (Verdict::Rejected, DecidedBy::UnbrokenTie));
}

#[test]
fn abstentions_do_not_undo_a_tie_and_that_has_a_price() {
    let chair = || vec![(Category::Citizen, Position::Chair, PRO)];
    let tie = [chair(), citizens(4, PRO), citizens(5, CONTRA), citizens(2, ABSTAINED)];
    let one_more = [chair(), citizens(5, PRO), citizens(5, CONTRA), citizens(1, ABSTAINED)];
    assert_eq!(decide(&simple(), &tie), (Verdict::Adopted, DecidedBy::ChairTieBreak));
    assert_eq!(
        decide(&simple(), &one_more),
        (Verdict::Rejected, DecidedBy::Majority),
        "six of twelve are not more than half"
    );
}

#[test]
fn no_casting_vote_makes_half_of_all_members_more_than_half() {
    let all = charter(Fraction::TWO_THIRDS, None, Fraction::HALF, MajorityBase::All);
    let chair = vec![(Category::Citizen, Position::Chair, PRO)];
    assert_eq!(decide(&all, &[chair, citizens(4, PRO), citizens(5, CONTRA)]), (Verdict::Rejected, DecidedBy::Majority));
}

#[test]
fn nothing_is_adopted_without_a_vote_for_it() {
    let cast = charter(Fraction::TWO_THIRDS, None, Fraction::TWO_THIRDS, MajorityBase::Cast);
    assert_eq!(decide(&cast, &[citizens(10, ABSTAINED)]), (Verdict::Rejected, DecidedBy::Majority));
    assert_eq!(decide(&simple(), &[]), (Verdict::NoQuorum, DecidedBy::Quorum));
}

#[test]
fn who_is_in_the_hall_without_a_ballot_weighs_like_an_abstention_and_makes_a_quorum() {
    let voters = roll_call(&[citizens(3, PRO), citizens(2, CONTRA)].concat());
    let silent = |n: usize| vec![Category::Citizen; n];
    let judged = |base, n| {
        let charter = charter(Fraction::TWO_THIRDS, None, Fraction::HALF, base);
        let ruling = rule_on(&charter, 9, &voters.tally_among(&silent(n)), &voters);
        (ruling.verdict, ruling.decided_by)
    };
    assert_eq!(judged(MajorityBase::Present, 0), (Verdict::NoQuorum, DecidedBy::Quorum));
    assert_eq!(judged(MajorityBase::Present, 1), (Verdict::Rejected, DecidedBy::Majority), "three of six");
    assert_eq!(judged(MajorityBase::Cast, 1), (Verdict::Adopted, DecidedBy::Majority), "three of five");
    assert_eq!(voters.tally_among(&silent(4)).present, 9);
    assert_eq!(voters.tally(), voters.tally_among(&[]));
}

#[test]
fn officials_in_the_hall_without_a_ballot_can_cost_the_quorum_of_two_parts() {
    let land = charter(Fraction::TWO_THIRDS, Some(Fraction::HALF), Fraction::HALF, MajorityBase::Present);
    let voters = roll_call(&citizens(4, PRO));
    let quorum = |officials| rule_on(&land, 9, &voters.tally_among(&vec![Category::State; officials]), &voters).quorum;
    assert_eq!(quorum(4), QuorumState::Met);
    assert_eq!(quorum(5), QuorumState::NotMet);
}
