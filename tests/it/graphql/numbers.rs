//! `Int` has 32 bits: what does not fit is refused by name, and nothing larger is ever answered.

use crate::support::Personas;
use crate::support::builders::{draft_input, text};
use serde_json::{Value, json};

const MAX: i64 = 2_147_483_647;

on_both! {
    fn a_number_beyond_32_bits_is_refused_at_its_field_with_the_limit(world) {
        let officer = world.sign_in("officer");
        let draft = |details: &Value| {
            let mut input = draft_input(world, "With numbers");
            input["details"] = details.clone();
            officer.mutate("draftDecision", &input, "decision { details {
                ... on LandAllotmentDetails { areaM2 } ... on ProcurementDetails { lots { quantity } } } }")
        };
        let land = |area: i64| json!({ "landAllotment": { "areaM2": area, "address": text("A steppe"), "purpose": text("A reserve"), "right": "PERMANENT_USE" } });
        let lots = |quantity: i64| {
            let price = json!({ "amount": "0.01", "currency": "KZT" });
            json!({ "procurement": { "method": "OPEN_TENDER", "buyer": "OTHER", "lots": [{ "name": text("Power"), "quantity": quantity, "unit": "kWh", "price": price }] } })
        };
        for (details, path) in [
            (land(MAX + 1), json!(["details", "landAllotment", "areaM2"])),
            (lots(MAX + 1), json!(["details", "procurement", "lots", "0", "quantity"])),
        ] {
            let refused = draft(&details);
            assert_eq!((refused.refused(), refused.at("/payload/userErrors/0/field")), ("OUT_OF_RANGE", &path));
            assert!(refused.at("/payload/userErrors/0/message").as_str().expect("a text").contains("2147483647"));
        }
        assert_eq!(draft(&land(MAX)).done()["decision"]["details"]["areaM2"], MAX);
        assert_eq!(draft(&lots(MAX)).done()["decision"]["details"]["lots"][0]["quantity"], MAX);
    }

    fn a_revision_or_a_share_beyond_32_bits_is_bad_input(world) {
        let p = Personas::of(world);
        let comment = p.comment("citizen", &p.review("A decision"));
        let edit = |revision: i64| {
            let input = json!({ "commentId": comment, "expectedRevision": revision, "body": "A second thought" });
            p.get("citizen").mutate("editComment", &input, "comment { revision }")
        };
        assert_eq!(edit(MAX + 1).denied(), "BAD_INPUT");
        assert_eq!(edit(MAX).refused(), "STALE_REVISION");
        assert_eq!(edit(1).done()["comment"]["revision"], 2);
        let citation = text("A new law");
        let amend = |numerator: i64, denominator: i64| {
            let input = json!({ "key": "council.quorum", "numerator": numerator, "denominator": denominator, "citation": citation, "startsOn": "2027-01-01", "confirmed": false });
            p.get("admin").mutate("amendLegalRule", &input, "rule { numerator denominator }")
        };
        for (numerator, denominator) in [(MAX + 1, MAX + 1), (3, 9_007_199_254_740_991)] {
            assert_eq!(amend(numerator, denominator).refused(), "OUT_OF_RANGE");
        }
        assert_eq!(amend(3, 4).done()["rule"], json!({ "numerator": 3, "denominator": 4 }));
    }
}
