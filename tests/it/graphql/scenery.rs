//! Many decisions with all that hangs on them, entered through the use cases in one transaction.

use crate::support::World;
use crate::support::bulk::{officer_of, together, viewer};
use kenes::access::act::Batch;
use kenes::access::viewer::Viewer;
use kenes::features::bodies::{self, Eligibility};
use kenes::features::comments::Stance;
use kenes::features::comments::add::{self, Addition};
use kenes::features::comments::edit::{self, Edit};
use kenes::features::councils::{self, Charter, MajorityBase};
use kenes::features::decisions::details::{Details, Other};
use kenes::features::decisions::draft::{self, Draft};
use kenes::features::decisions::publish::{self, Publication};
use kenes::features::decisions::revise::{self, Revision};
use kenes::features::decisions::version::Content;
use kenes::features::decisions::{Access, Decision};
use kenes::features::polls::cast::{self, Casting};
use kenes::features::polls::model::{Choice, PollMode};
use kenes::features::polls::{close, open as open_poll};
use kenes::features::reviews::ReviewForm;
use kenes::features::reviews::open::{self as open_review, Opening};
use kenes::kernel::failure::Outcome;
use kenes::kernel::fraction::Fraction;
use kenes::kernel::id::{CouncilId, ReviewId, StateBodyId};
use kenes::kernel::localized::Localized;
use std::collections::BTreeMap;

/// Everybody who takes part, as the use cases see them.
pub struct Company(BTreeMap<&'static str, Viewer>);

const NAMES: [&str; 12] = [
    "registrar",
    "officer",
    "chair",
    "deputy",
    "member-01",
    "member-05",
    "member-06",
    "ngo",
    "press",
    "citizen",
    "citizen-2",
    "local-chair",
];

impl Company {
    pub fn of(world: &World) -> Self {
        Self(NAMES.into_iter().map(|name| (name, viewer(world, name))).collect())
    }

    fn get(&self, who: &str) -> &Viewer {
        &self.0[who]
    }
}

/// How much hangs on one decision.
#[derive(Clone, Copy)]
pub struct Story {
    pub versions: usize,
    /// Each by somebody else; every second one is replied to and edited.
    pub comments: usize,
    pub ballots: usize,
}

pub fn text(word: &str) -> Localized {
    Localized {
        kk: format!("{word} қазақша"), ru: Some(format!("{word} по-русски")), en: Some(word.to_owned())
    }
}

fn content(title: &str, version: usize) -> Content {
    let details = Details::Other(Other { subject: text("A subject") });
    Content {
        title: text(title),
        summary: text(&format!("Summary {version}")),
        text: text("The budget of the city"),
        details,
    }
}

/// A published decision, with its versions.
pub fn published(
    batch: &mut Batch<'_>,
    officer: &Viewer,
    body: StateBodyId,
    title: &str,
    versions: usize,
) -> Outcome<Decision> {
    let drafted = batch.act(officer, |tx| draft::draft(tx, &Draft { body, content: content(title, 1) }))?;
    for number in 1..versions {
        let expected = i64::try_from(number).expect("few");
        let revision = Revision { decision: drafted.id, expected, content: content(title, number + 1) };
        batch.act(officer, |tx| revise::revise(tx, &revision))?;
    }
    let publication = Publication { decision: drafted.id, access: Access::Public, embargoed_until: None };
    batch.act(officer, |tx| publish::publish(tx, &publication))
}

/// A review of a decision by the ministry's council, with comments and a poll; every second poll is closed.
pub fn reviewed(
    batch: &mut Batch<'_>,
    company: &Company,
    council: CouncilId,
    decision: &Decision,
    number: usize,
    story: Story,
) -> Outcome<ReviewId> {
    let opening = Opening { decision: decision.id, council, form: ReviewForm::Discussion };
    let review = batch.act(company.get("chair"), |tx| open_review::open(tx, &opening))?.id;
    commented(batch, company, review, story.comments)?;
    let poll = open_poll::Opening {
        review_id: review,
        mode: PollMode::RollCall,
        question: text("Shall it be so?"),
        closes_at: None,
        replaces_id: None,
        meeting_id: None,
        motion: None,
    };
    let poll = batch.act(company.get("chair"), |tx| open_poll::open(tx, &poll))?;
    for who in ["chair", "deputy", "member-01", "member-05", "member-06"].into_iter().take(story.ballots) {
        let casting = Casting { poll_id: poll.id, choice: if who == "deputy" { Choice::Against } else { Choice::For } };
        batch.act(company.get(who), |tx| cast::cast(tx, &casting))?;
    }
    if number.is_multiple_of(2) {
        batch.act(company.get("chair"), |tx| close::close(tx, poll.id))?;
    }
    Ok(review)
}

fn commented(batch: &mut Batch<'_>, company: &Company, review: ReviewId, comments: usize) -> Outcome<()> {
    let authors = ["citizen", "chair", "ngo", "press", "officer", "member-05", "citizen-2"];
    for number in 0..comments {
        let who = company.get(authors[number % authors.len()]);
        let addition = Addition { review, parent: None, stance: Stance::For, body: format!("Thought {number}") };
        let comment = batch.act(who, |tx| add::add(tx, &addition))?;
        if number.is_multiple_of(2) {
            let reply = Addition { parent: Some(comment.id), stance: Stance::Against, ..addition };
            batch.act(company.get("citizen-2"), |tx| add::add(tx, &reply))?;
            let edit = Edit { comment: comment.id, expected: 1, body: format!("Second thought {number}") };
            batch.act(who, |tx| edit::edit(tx, &edit))?;
        }
    }
    Ok(())
}

/// So many decisions of the ministry, all with the same story.
pub fn decisions(world: &World, count: usize, story: Story) -> Vec<String> {
    let (company, council, body) = (Company::of(world), world.cast.council, world.cast.ministry);
    together(world, |batch| {
        (0..count)
            .map(|number| {
                let decision =
                    published(batch, company.get("officer"), body, &format!("Decision {number}"), story.versions)?;
                reviewed(batch, &company, council, &decision, number, story)?;
                Ok(decision.id.wire())
            })
            .collect()
    })
}

/// So many further bodies, each with a council and decisions that the ministry's council reviews.
pub fn bodies(world: &World, count: usize, decisions_each: usize, story: Story) {
    let company = Company::of(world);
    together(world, |batch| {
        for number in 0..count {
            let body = body(batch, company.get("registrar"), world, number)?;
            for n in 0..decisions_each {
                let decision =
                    published(batch, &officer_of(world, body), body, &format!("Decision {n} of body {number}"), 1)?;
                reviewed(batch, &company, world.cast.council, &decision, n, story)?;
            }
        }
        Ok(())
    });
}

fn body(batch: &mut Batch<'_>, registrar: &Viewer, world: &World, number: usize) -> Outcome<StateBodyId> {
    let day = |text: &str| text.parse().expect("a day");
    let new = bodies::create::NewStateBody {
        kind: bodies::Kind::Ministry,
        region_id: world.cast.republic,
        parent_id: None,
        predecessor_id: None,
        name: text(&format!("Ministry {number}")),
        council_eligibility: Eligibility::Eligible,
        valid_from: day("2016-01-01"),
        time_zone: None,
    };
    let body = batch.act(registrar, |tx| bodies::create::create(tx, &new))?.id;
    let council = councils::create::NewCouncil {
        body_id: body,
        kind: councils::Kind::Republican,
        name: text("Public council"),
        term: councils::charter::Term { starts_on: day("2025-06-01"), ends_on: day("2028-05-31") },
        charter: Charter {
            seats_min: 15,
            seats_max: 30,
            quorum: Fraction::TWO_THIRDS,
            public_quorum: None,
            majority: Fraction::HALF,
            majority_base: MajorityBase::Present,
        },
    };
    batch.act(registrar, |tx| councils::create::create(tx, &council))?;
    Ok(body)
}
