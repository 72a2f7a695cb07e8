use super::super::protocol::Capacity;
use super::super::protocol::content::tests::content;
use super::*;
use crate::features::documents::content::sha256;
use crate::kernel::clock::Timestamp;
use crate::kernel::id::Id;
use uuid::Uuid;

fn protocol(capacities: &[Capacity]) -> Protocol {
    let canonical = content().canonical().expect("canonical");
    let at = Timestamp::parse("2026-11-26T05:00:00Z").expect("an instant");
    let person_id = Id::from_uuid(Uuid::from_u128(3));
    let signature = |capacity: &Capacity| Signature { capacity: *capacity, person_id, name: "A".into(), signed_at: at };
    Protocol {
        id: Id::from_uuid(Uuid::from_u128(1)),
        meeting_id: Id::from_uuid(Uuid::from_u128(2)),
        number: 2,
        sha256: sha256(&canonical),
        canonical,
        author_id: person_id,
        author_name: "A".into(),
        created_at: at,
        signatures: capacities.iter().map(signature).collect(),
    }
}

#[test]
fn a_page_tells_who_what_the_votes_and_the_dissent_in_the_time_of_the_place() {
    let protocol = protocol(&[]);
    let page = page(&protocol, &protocol.content().expect("reads"), Language::Ru, Medium::Screen);
    for told in [
        "09:50–11:00",
        "Председательствовал(а)</dt><dd>A, председатель",
        "Отсутствовали",
        "решающий голос председателя",
        "A: за",
        "Особое мнение",
    ] {
        assert!(page.contains(told), "{told}");
    }
    assert!(page.contains("B &lt;b&gt;") && page.contains("Жоқ &amp; тағы жоқ") && !page.contains("<b>"));
    assert!(page.contains("<span lang=\"kk\">Жер учаскесі</span>"), "what has no translation says its language");
}

#[test]
fn only_what_both_have_signed_is_not_called_a_draft() {
    let drawn = |capacities: &[Capacity]| {
        let protocol = protocol(capacities);
        page(&protocol, &content(), Language::Kk, Medium::Print)
    };
    assert!(drawn(&[]).contains("class=\"draft\""));
    assert!(drawn(&[Capacity::Chair]).contains("class=\"draft\""));
    assert!(!drawn(Capacity::ALL).contains("class=\"draft\""));
}
