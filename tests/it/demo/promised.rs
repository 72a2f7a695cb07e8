//! What the issue promised a newcomer, counted over GraphQL by somebody who sees everything.

use super::stage::{Stage, found};
use kenes::cli::demo::{PASSWORD, greeting};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// The central bodies of the data file, in English.
const CENTRAL: &[&str] = &[
    "Ministry of Finance",
    "Ministry of National Economy",
    "Ministry of Justice",
    "Ministry of Healthcare",
    "Ministry of Labour and Social Protection of the Population",
    "Ministry of Enlightenment",
    "Ministry of Science and Higher Education",
    "Ministry of Agriculture",
    "Ministry of Transport",
    "Ministry of Energy",
    "Ministry of Ecology and Natural Resources",
    "Ministry of Water Resources and Irrigation",
    "Ministry of Culture and Information",
    "Ministry of Artificial Intelligence and Digital Development",
    "Ministry of Digital Development, Defence and Aerospace Industry",
    "Ministry of Defence",
    "Agency for Civil Service Affairs",
    "Agency for Protection and Development of Competition",
    "National Bank",
    "Presidential Administration",
];
const EXCLUDED: &[&str] = &["Ministry of Defence", "National Bank", "Presidential Administration"];

fn words<'v>(nodes: impl IntoIterator<Item = &'v Value>, pointer: &str) -> BTreeSet<String> {
    nodes.into_iter().filter_map(|node| node.pointer(pointer)?.as_str().map(str::to_owned)).collect()
}

/// The 20 regions, the central bodies, akimats with maslikhats, a national company.
pub fn regions_and_bodies(stage: &Stage) {
    let anyone = stage.anonymous();
    assert_eq!(stage.all(&anyone, "regions", ", filter: { levels: [REGION] }", "kato", 50).len(), 20);
    let selection = "name { text } kind level councilEligibility region { kato } councils(first: 1) { totalCount }";
    let bodies = stage.all(&anyone, "stateBodies", "", selection, 50);
    let names = words(&bodies, "/name/text");
    assert!(CENTRAL.iter().all(|name| names.contains(*name)), "{names:?}");
    let excluded: Vec<&Value> = bodies.iter().filter(|body| body["councilEligibility"] == "EXCLUDED").collect();
    assert_eq!(words(excluded.iter().copied(), "/name/text"), EXCLUDED.iter().map(|name| (*name).to_owned()).collect());
    assert!(excluded.iter().all(|body| body["councils"]["totalCount"] == 0));
    let of = |kind: &str| {
        let local = bodies.iter().filter(|body| body["kind"] == kind && body["level"] == "REGION");
        words(local, "/region/kato")
    };
    assert!(of("AKIMAT").intersection(&of("MASLIKHAT")).count() >= 5);
    assert!(bodies.iter().any(|body| body["kind"] == "QUASI_PUBLIC"));
}

/// Twelve councils as the law asks and one that is not; 150 members of all categories.
pub fn councils_and_members(stage: &Stage) {
    let selection = "compositionReport { status checks { verdict } }
        members(first: 60, scope: ALL) { nodes { category person { id } } }";
    let councils = stage.all(&stage.anonymous(), "councils", "", selection, 10);
    let of = |status: &str| councils.iter().filter(|c| c["compositionReport"]["status"] == status).collect::<Vec<_>>();
    assert!(of("COMPLIANT").len() >= 12);
    let [broken] = of("BROKEN")[..] else { panic!("one council does not satisfy its rules") };
    let checks = broken["compositionReport"]["checks"].as_array().expect("checks");
    assert!(checks.iter().any(|check| check["verdict"] == "BROKEN"));
    let members = || councils.iter().filter_map(|c| c["members"]["nodes"].as_array()).flatten();
    assert!(words(members(), "/person/id").len() >= 150);
    assert_eq!(words(members(), "/category").len(), 7, "every category");
}

/// 25 NGOs and newsrooms, verified or not, accredited or not.
pub fn organizations(stage: &Stage) {
    let filter = ", filter: { kinds: [NGO, MEDIA] }";
    let all = stage.all(&stage.anonymous(), "organizations", filter, "verification accreditation", 50);
    assert!(all.len() >= 25, "{}", all.len());
    assert_eq!(words(&all, "/verification").len(), 2);
    assert_eq!(words(&all, "/accreditation").len(), 2);
}

/// Every kind in every state, in three languages.
pub fn decisions(stage: &Stage) {
    let text = "{ translations { locale text } }";
    let selection = format!("kind state title {text} summary {text} text {text} body {{ name {text} }}");
    let all = stage.all(&stage.sign_in("admin"), "decisions", "", &selection, 50);
    assert_eq!(all.len(), 200);
    let mut there: BTreeMap<(String, String), usize> = BTreeMap::new();
    for decision in &all {
        let word = |field: &str| decision[field].as_str().unwrap_or_default().to_owned();
        *there.entry((word("kind"), word("state"))).or_default() += 1;
        for text in ["/title", "/summary", "/text", "/body/name"] {
            let translations = decision.pointer(text).expect(text)["translations"].as_array().expect("translations");
            assert_eq!(words(translations, "/text").len(), 3, "{text} of {decision:#}");
            assert!(translations.iter().all(|t| !t["text"].as_str().unwrap_or_default().contains(['{', '}'])));
        }
    }
    assert_eq!(there.len(), 9 * 5, "{there:#?}");
}

/// Reviews in every form and state there is so far, with threads of replies.
pub fn reviews_and_threads(stage: &Stage) {
    let admin = stage.sign_in("admin");
    let selection = "form state comments(first: 100) { nodes { depth stance capacity hiddenAt editedAt } }";
    let reviews = stage.all(&admin, "reviews", "", selection, 25);
    assert_eq!(words(&reviews, "/form").len(), 5);
    assert_eq!(words(&reviews, "/state").len(), 7, "every state a review can be in");
    let comments = || reviews.iter().filter_map(|review| review["comments"]["nodes"].as_array()).flatten();
    assert_eq!((words(comments(), "/stance").len(), words(comments(), "/capacity").len()), (3, 5));
    assert!(comments().any(|comment| comment["depth"].as_i64() >= Some(2)));
    assert!(comments().any(|comment| !comment["hiddenAt"].is_null()));
    assert!(comments().any(|comment| !comment["editedAt"].is_null()));
}

/// Polls open, closed, secret, without quorum, decided by the chair, annulled and held again, dissented from.
pub fn polls(stage: &Stage) {
    let selection = "state mode annulment { reason } replaces { id } dissents { text }
        result { outcome quorum decidedBy tally { present } }";
    let all = stage.all(&stage.sign_in("admin"), "polls", "", selection, 50);
    for word in ["OPEN", "CLOSED", "ANNULLED"] {
        for mode in ["ROLL_CALL", "SECRET"] {
            let there = all.iter().any(|poll| poll["state"] == word && poll["mode"] == mode);
            assert!(there || (word, mode) == ("ANNULLED", "SECRET"), "{mode} {word}");
        }
    }
    for word in ["ADOPTED", "REJECTED", "NO_QUORUM"] {
        assert!(all.iter().any(|poll| poll["result"]["outcome"] == word), "{word}");
    }
    assert!(all.iter().any(|poll| poll["result"]["decidedBy"] == "CHAIR_TIE_BREAK"));
    assert!(all.iter().any(|poll| !poll["replaces"].is_null()));
    assert!(all.iter().any(|poll| poll["dissents"] != json!([])));
}

/// Every sign-in is printed and works; what stands in quotes finds a decision for whom it is printed.
pub fn the_greeting(stage: &Stage) {
    let address = stage.base.trim_start_matches("http://").parse().expect("an address");
    let text = greeting::text(address, &stage.settings);
    assert!(text.contains(&stage.base) && text.contains("COUNCIL_EXCLUDED") && text.contains("Ministry of Defence"));
    assert!(text.contains(&*stage.settings.mail_folder().to_string_lossy()), "where mails go");
    for sign_in in greeting::SIGN_INS {
        let line = text.lines().find(|line| line.contains(sign_in.email)).expect(sign_in.email);
        assert!(line.contains(sign_in.role) && line.ends_with(PASSWORD), "{line}");
        let client = stage.sign_in(sign_in.email.split('@').next().expect("a name"));
        for words in sign_in.finds.iter().flat_map(|find| find.split('"').skip(1).step_by(2)) {
            let title = found(&client, words)["title"]["text"].as_str().unwrap_or_default().to_lowercase();
            let named = words.split(' ').all(|word| title.contains(word));
            assert!(named, "{words:?} finds {title:?} as {}", sign_in.role);
        }
    }
}
