//! Organisations: their number, their verification, their accreditation.

use crate::support::builders::text;
use crate::support::cast::bin;
use crate::support::{Client, Personas, Reply};
use serde_json::json;

fn register(client: &Client, kind: &str, bin: &str) -> Reply {
    let input = json!({ "kind": kind, "bin": bin, "name": text("Adal") });
    client.mutate("registerOrganization", &input, "organization { id bin verification accreditation }")
}

/// Eleven digits with the check digit that the rules of Resolution 406 give them, worked out here once more.
fn with_check(eleven: &str) -> Option<String> {
    let digits: Vec<usize> = eleven.bytes().map(|b| usize::from(b - b'0')).collect();
    let sum = |shift: usize| digits.iter().enumerate().map(|(i, d)| d * ((i + shift) % 11 + 1)).sum::<usize>() % 11;
    [sum(0), sum(2)].into_iter().find(|check| *check < 10).map(|check| format!("{eleven}{check}"))
}

on_both! {
    fn an_organisation_needs_a_number_with_a_right_check_digit(world) {
        let p = Personas::of(world);
        let registrar = p.get("registrar");
        let good = bin(901);
        assert_eq!(with_check(&good[..11]).as_deref(), Some(good.as_str()), "the two ways to compute it agree");
        let last = good.bytes().last().expect("twelve digits") - b'0';
        let wrong = format!("{}{}", &good[..11], (last + 1) % 10);
        for bad in [wrong.as_str(), "", "12", "abcdefghijkl", &format!("{good}0"), "１１０５４０００９０１０"] {
            let reply = register(&registrar, "NGO", bad);
            assert_eq!(reply.refused(), "BIN_INVALID", "{bad}");
            assert_eq!(*reply.at("/payload/userErrors/0/field"), json!(["bin"]));
        }
        let done = register(&registrar, "NGO", &good);
        assert_eq!(done.done()["organization"]["verification"], "UNVERIFIED");
        let event = p.event_about("ORGANIZATION_REGISTERED", &done.text("/organization/id"));
        assert_eq!(event["payload"]["bin"], json!(good));
        assert_eq!(register(&registrar, "MEDIA", &good).refused(), "BIN_TAKEN");
    }

    fn the_number_of_a_person_is_refused_though_its_check_digit_is_right(world) {
        let registrar = world.sign_in("registrar");
        let before = world.count("SELECT COUNT(*) AS n FROM organizations");
        let born = ["900115", "850731", "010101", "991230"];
        let iins = born.iter().filter_map(|day| (0..10).find_map(|n| with_check(&format!("{day}3001{n}"))));
        let mut tried = 0;
        for iin in iins {
            assert_eq!(iin.len(), 12);
            assert_eq!(register(&registrar, "NGO", &iin).refused(), "BIN_INVALID", "{iin}");
            tried += 1;
        }
        assert_eq!(tried, 4);
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM organizations"), before);
        // The same serial of a legal entity is taken: the fifth digit makes the difference.
        let entity = (0..10).find_map(|serial| with_check(&format!("90014530{serial:03}"))).expect("one of ten");
        register(&registrar, "NGO", &entity).done();
    }

    fn an_organisation_is_verified_once(world) {
        let p = Personas::of(world);
        let registrar = p.get("registrar");
        let id = register(&registrar, "NGO", &bin(902)).text("/organization/id");
        let verify = |client: &Client| {
            client.mutate("verifyOrganization", &json!({ "organizationId": id }), "organization { verification }")
        };
        assert_eq!(verify(&p.get("ngo")).denied(), "FORBIDDEN");
        assert_eq!(verify(&registrar).text("/organization/verification"), "VERIFIED");
        assert_eq!(verify(&registrar).refused(), "NOTHING_CHANGED");
        p.event_about("ORGANIZATION_VERIFIED", &id);
    }

    fn only_verified_media_are_accredited(world) {
        let p = Personas::of(world);
        let registrar = p.get("registrar");
        let accredit = |id: &str, to: &str| {
            let input = json!({ "organizationId": id, "accreditation": to });
            registrar.mutate("accreditOrganization", &input, "organization { accreditation }")
        };
        assert_eq!(accredit(&world.cast.organizations["ngo-1"].wire(), "ACCREDITED").refused(), "NOT_MEDIA");
        let fresh = register(&registrar, "MEDIA", &bin(903)).text("/organization/id");
        assert_eq!(accredit(&fresh, "ACCREDITED").refused(), "ORGANIZATION_UNVERIFIED");
        registrar.mutate("verifyOrganization", &json!({ "organizationId": fresh }), "").done();
        assert_eq!(accredit(&fresh, "NONE").refused(), "NOTHING_CHANGED");
        assert_eq!(accredit(&fresh, "ACCREDITED").text("/organization/accreditation"), "ACCREDITED");
        assert_eq!(accredit(&fresh, "ACCREDITED").refused(), "NOTHING_CHANGED");
        assert_eq!(accredit(&fresh, "NONE").text("/organization/accreditation"), "NONE");
        let mut said = p.events("ORGANIZATION_ACCREDITED");
        said.retain(|event| event["subject"] == json!(fresh));
        let mut said: Vec<&str> = said.iter().filter_map(|event| event["payload"]["accreditation"].as_str()).collect();
        said.sort_unstable();
        assert_eq!(said, ["ACCREDITED", "NONE"]);
    }
}
