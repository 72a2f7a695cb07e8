use super::*;
use crate::features::decisions::model::DecisionState;
use crate::features::polls::model::Choice;
use std::collections::{HashMap, HashSet};

fn content() -> Content {
    Content::read().expect("reads")
}

fn unique<'a>(what: &str, slugs: impl Iterator<Item = &'a String>) -> HashSet<&'a str> {
    let mut seen = HashSet::new();
    for slug in slugs {
        assert!(seen.insert(slug.as_str()), "{what} {slug} twice");
    }
    seen
}

fn seated(council: &Council, at: Timestamp) -> Vec<&Seat> {
    let day = at.day();
    let held = |seat: &&Seat| seat.since_on <= day && seat.until_on.is_none_or(|until| day < until);
    council.seat.iter().filter(held).collect()
}

#[test]
fn every_slug_of_the_registry_resolves() {
    let content = content();
    let regions = unique("region", content.regions.iter().map(|region| &region.kato));
    let bodies = unique("body", content.bodies.iter().map(|body| &body.slug));
    let organizations = unique("organization", content.organizations.iter().map(|o| &o.slug));
    let people = unique("person", content.people.iter().map(|person| &person.slug));
    let levels: HashMap<&str, Level> = content.regions.iter().map(|r| (r.kato.as_str(), r.level)).collect();
    for region in &content.regions {
        assert!(region.parent_kato.as_deref().is_none_or(|parent| regions.contains(parent)), "{}", region.kato);
    }
    for body in &content.bodies {
        let region = body.region.as_deref().unwrap_or(REPUBLIC);
        assert_eq!(levels.get(region), Some(&body.level), "{}", body.slug);
        for other in body.parent.iter().chain(&body.predecessor) {
            assert!(bodies.contains(other.as_str()), "{}: {other}", body.slug);
        }
    }
    for organization in &content.organizations {
        assert!(organization.region.as_deref().is_none_or(|region| regions.contains(region)), "{}", organization.slug);
    }
    for granted in content.people.iter().flat_map(|person| &person.roles) {
        assert!(granted.body.as_deref().is_none_or(|body| bodies.contains(body)), "{granted:?}");
        assert!(granted.organization.as_deref().is_none_or(|o| organizations.contains(o)), "{granted:?}");
    }
    for council in &content.councils {
        assert!(bodies.contains(council.body.as_str()), "{}", council.slug);
        for seat in &council.seat {
            assert!(people.contains(seat.person.as_str()), "{}: {}", council.slug, seat.person);
            assert!(seat.organization.as_deref().is_none_or(|o| organizations.contains(o)), "{}", seat.person);
        }
    }
}

#[test]
fn it_is_as_large_as_a_newcomer_was_promised() {
    let content = content();
    let first_level = content.regions.iter().filter(|region| region.level == Level::Region).count();
    let members: HashSet<&str> =
        content.councils.iter().flat_map(|council| &council.seat).map(|seat| seat.person.as_str()).collect();
    assert_eq!(first_level, 20);
    assert!(content.councils.len() >= 13 && members.len() >= 150 && content.organizations.len() >= 25);
    assert!(content.bodies.iter().any(|body| body.slug == "defence" && body.council == Eligibility::Excluded));
    for kind in crate::features::decisions::details::DecisionKind::ALL {
        for state in DecisionState::ALL {
            let there = content.decisions.iter().any(|d| d.kind == *kind && d.state == *state);
            assert!(there, "no {} that is {}", kind.as_str(), state.as_str());
        }
    }
}

#[test]
fn every_story_can_be_told() {
    let content = content();
    let bodies = unique("body", content.bodies.iter().map(|body| &body.slug));
    let decisions = unique("decision", content.decisions.iter().map(|decision| &decision.slug));
    let people: HashMap<&str, &Person> = content.people.iter().map(|p| (p.slug.as_str(), p)).collect();
    let councils: HashMap<&str, &Council> = content.councils.iter().map(|c| (c.slug.as_str(), c)).collect();
    for decision in &content.decisions {
        decision.content().expect("details fit");
        assert!(bodies.contains(decision.body.as_str()), "{}", decision.slug);
        let author = people.get(decision.author.as_str()).expect("author");
        let officer = |granted: &Granted| granted.body.as_deref() == Some(decision.body.as_str());
        assert!(author.roles.iter().any(officer), "{}: {} is no officer", decision.slug, author.slug);
        assert!(decision.superseded_by.as_deref().is_none_or(|by| decisions.contains(by)), "{}", decision.slug);
        assert_eq!(decision.published_at.is_none(), decision.state == DecisionState::Draft, "{}", decision.slug);
        for review in &decision.review {
            let council = councils.get(review.council.as_str()).expect("council");
            check_review(&decision.slug, review, council, &people);
        }
    }
}

fn check_review(slug: &str, review: &Review, council: &Council, people: &HashMap<&str, &Person>) {
    let opener = seated(council, review.opened_at).into_iter().find(|seat| seat.person == review.opened_by);
    assert!(opener.is_some_and(|seat| seat.position != Position::Member), "{slug}: {}", review.opened_by);
    let ids = unique("comment", review.comments.iter().map(|comment| &comment.id));
    for comment in &review.comments {
        let author = people.get(comment.author.as_str());
        assert!(author.is_some_and(|author| author.email.is_some()), "{slug}: {}", comment.author);
        assert!(comment.reply_to.as_deref().is_none_or(|to| ids.contains(to)), "{slug}: {}", comment.id);
        assert!(comment.at > review.opened_at, "{slug}: {}", comment.id);
    }
    for poll in &review.polls {
        let recused = |seat: &&Seat| !review.recusals.iter().any(|r| r.person == seat.person && r.at <= poll.opened_at);
        let electors: Vec<&Seat> = seated(council, poll.opened_at).into_iter().filter(recused).collect();
        assert!(poll.in_favour + poll.against + poll.abstain <= electors.len(), "{slug}: too many votes");
        let of_chair = poll.chair.map_or(1, |choice| count(poll, choice));
        assert!(of_chair > 0, "{slug}: the chair's vote is not among the totals");
        for (person, told) in &poll.votes {
            assert!(electors.iter().any(|seat| seat.person == *person), "{slug}: {person} has no vote");
            let alike = poll.votes.values().filter(|other| *other == told).count();
            assert!(told.is_none_or(|choice| alike <= count(poll, choice)), "{slug}: {person} is not among the totals");
        }
        for dissent in &poll.dissent {
            assert!(electors.iter().any(|seat| seat.person == dissent.person), "{slug}: {}", dissent.person);
        }
    }
}

fn count(poll: &Poll, choice: Choice) -> usize {
    match choice {
        Choice::For => poll.in_favour,
        Choice::Against => poll.against,
        Choice::Abstain => poll.abstain,
    }
}

#[test]
fn a_template_is_somebodys_and_says_what_its_kind_needs() {
    use crate::features::decisions::details::DecisionKind;
    let content = content();
    for template in &content.templates.template {
        let title = template.title.kk.as_str();
        for by in &template.by {
            assert!(content.bodies.iter().any(|b| b.slug == *by || b.kind.as_str() == by), "{title}: {by}");
        }
        assert!(template.n.0 <= template.n.1 && template.millions.0 <= template.millions.1, "{title}");
        let said = match template.kind {
            DecisionKind::LandAllotment => template.right.is_some() && template.subject.is_some(),
            DecisionKind::BudgetProgramme => !template.stages.is_empty(),
            DecisionKind::Procurement => template.buyer.is_some() && template.subject.is_some(),
            DecisionKind::DraftAct => template.act_type.is_some(),
            DecisionKind::FunctionTransfer => template.recipient.is_some() && template.subject.is_some(),
            DecisionKind::ServiceDigitalisation | DecisionKind::Other => template.subject.is_some(),
            DecisionKind::KindergartenQueue | DecisionKind::HeadAccountability => true,
        };
        assert!(said, "{title}: something is missing");
        let land = template.by.iter().all(|by| by == "AKIMAT" || by.ends_with("-akimat"));
        let local = matches!(template.kind, DecisionKind::LandAllotment | DecisionKind::KindergartenQueue);
        assert!(land || !local, "{title}: only akimats allot land and keep queues");
    }
}

#[test]
fn the_templates_have_placeholders_that_the_multiplier_knows() {
    let content = content();
    let known = ["{place}", "{year}", "{number}", "{amount}", "{n}"];
    for template in &content.templates.template {
        for (_, text) in [&template.title, &template.summary, &template.text].into_iter().flat_map(Localized::iter) {
            let left = known.iter().fold(text.to_owned(), |text, name| text.replace(name, ""));
            assert!(!left.contains(['{', '}']), "{text}");
        }
    }
    for place in &content.templates.place {
        assert!(content.regions.iter().any(|region| region.kato == place.region), "{place:?}");
    }
    assert!(content.templates.remark.len() >= 50 && content.templates.place.len() >= 50);
}
