//! The typed details of all nine kinds: what is written is read back, and what cannot be is refused at its field.

use crate::support::builders::{draft_input, text};
use crate::support::{Client, Reply, World};
use serde_json::{Value, json};

const TEXT: &str = "{ translations { locale text } }";

fn money(amount: &str) -> Value {
    json!({ "amount": amount, "currency": "KZT" })
}

/// How a text in three languages is read back.
fn read(word: &str) -> Value {
    let input = text(word);
    let translation = |locale: &str, key: &str| json!({ "locale": locale, "text": input[key] });
    json!({ "translations": [translation("KK", "kk"), translation("RU", "ru"), translation("EN", "en")] })
}

/// Field of the input, kind, type and selection of what is read, what is written, what comes back.
struct Sample {
    field: &'static str,
    kind: &'static str,
    selection: String,
    written: Value,
    read: Value,
}

#[rustfmt::skip]
fn samples() -> Vec<Sample> {
    let sample = |field, kind, selection: &str, written, read| Sample { field, kind, selection: selection.replace("TEXT", TEXT), written, read };
    vec![
        sample("landAllotment", "LAND_ALLOTMENT",
            "... on LandAllotmentDetails { cadastralNumber areaM2 address TEXT purpose TEXT right termYears }",
            json!({ "cadastralNumber": " 21-318-001 ", "areaM2": 6_000, "address": text("Mangilik El"), "purpose": text("A school"), "right": "TEMPORARY_USE", "termYears": 49 }),
            json!({ "cadastralNumber": "21-318-001", "areaM2": 6_000, "address": read("Mangilik El"), "purpose": read("A school"), "right": "TEMPORARY_USE", "termYears": 49 })),
        sample("kindergartenQueue", "KINDERGARTEN_QUEUE",
            "... on KindergartenQueueDetails { birthYear ageGroup places waiting }",
            json!({ "birthYear": 2022, "ageGroup": "AGE_3_4", "places": 120, "waiting": 4_310 }),
            json!({ "birthYear": 2022, "ageGroup": "AGE_3_4", "places": 120, "waiting": 4_310 })),
        sample("budgetProgramme", "BUDGET_PROGRAMME",
            "... on BudgetProgrammeDetails { budgetLevel stage fiscalYear amount { amount currency } previousAmount { amount currency } }",
            json!({ "budgetLevel": "REPUBLICAN", "stage": "REFINEMENT", "fiscalYear": 2026, "amount": money("27700000000.5"), "previousAmount": money("0.07") }),
            json!({ "budgetLevel": "REPUBLICAN", "stage": "REFINEMENT", "fiscalYear": 2026, "amount": money("27700000000.50"), "previousAmount": money("0.07") })),
        sample("procurement", "PROCUREMENT",
            "... on ProcurementDetails { method buyer lots { name TEXT quantity unit price { amount currency } } total { amount currency } }",
            json!({ "method": "OPEN_TENDER", "buyer": "SCHOOL", "lots": [
                { "name": text("Desks"), "quantity": 30, "unit": "pcs", "price": money("35000.00") },
                { "name": text("Chairs"), "quantity": 60, "unit": "pcs", "price": money("12000.25") } ] }),
            json!({ "method": "OPEN_TENDER", "buyer": "SCHOOL", "lots": [
                { "name": read("Desks"), "quantity": 30, "unit": "pcs", "price": money("35000.00") },
                { "name": read("Chairs"), "quantity": 60, "unit": "pcs", "price": money("12000.25") } ], "total": money("1770015.00") })),
        sample("draftAct", "DRAFT_ACT",
            "... on DraftActDetails { actType discussionUntilOn }",
            json!({ "actType": "MASLIKHAT_DECISION", "discussionUntilOn": "2026-12-31" }),
            json!({ "actType": "MASLIKHAT_DECISION", "discussionUntilOn": "2026-12-31" })),
        sample("functionTransfer", "FUNCTION_TRANSFER",
            "... on FunctionTransferDetails { function TEXT recipient TEXT transferOn }",
            json!({ "function": text("Attestation"), "recipient": text("The chamber"), "transferOn": "2027-01-01" }),
            json!({ "function": read("Attestation"), "recipient": read("The chamber"), "transferOn": "2027-01-01" })),
        sample("serviceDigitalisation", "SERVICE_DIGITALISATION",
            "... on ServiceDigitalisationDetails { service TEXT databasesIntegrated databasesTotal mobile }",
            json!({ "service": text("School places"), "databasesIntegrated": 4, "databasesTotal": 12, "mobile": "PLANNED" }),
            json!({ "service": read("School places"), "databasesIntegrated": 4, "databasesTotal": 12, "mobile": "PLANNED" })),
        sample("headAccountability", "HEAD_ACCOUNTABILITY",
            "... on HeadAccountabilityDetails { courtActNumber courtActOn letterDueOn }",
            json!({ "courtActNumber": "7199-26-00-1/15", "courtActOn": "2026-10-01", "letterDueOn": "2026-10-01" }),
            json!({ "courtActNumber": "7199-26-00-1/15", "courtActOn": "2026-10-01", "letterDueOn": "2026-10-01" })),
        sample("other", "OTHER",
            "... on OtherDetails { subject TEXT }",
            json!({ "subject": text("A subject") }),
            json!({ "subject": read("A subject") })),
    ]
}

fn draft(world: &World, officer: &Client, details: &Value) -> Reply {
    let mut input = draft_input(world, "With details");
    input["details"] = details.clone();
    officer.mutate("draftDecision", &input, "decision { id kind }")
}

/// Drafts a kind with one value changed at a JSON pointer.
fn changed(world: &World, officer: &Client, field: &str, pointer: &str, value: &Value) -> Reply {
    let sample = samples().into_iter().find(|sample| sample.field == field).expect("a kind");
    let mut written = sample.written;
    *written.pointer_mut(pointer).expect("a field") = value.clone();
    draft(world, officer, &json!({ field: written }))
}

on_both! {
    fn the_details_of_every_kind_are_read_back_as_they_were_written(world) {
        let officer = world.sign_in("officer");
        for Sample { field, kind, selection, written, read } in samples() {
            let drafted = draft(world, &officer, &json!({ field: written }));
            assert_eq!(drafted.text("/decision/kind"), kind);
            officer.mutate("publishDecision", &json!({ "decisionId": drafted.text("/decision/id") }), "").done();
            let query = format!(
                "query($id: ID!) {{ node(id: $id) {{ ... on Decision {{ details {{ {selection} }} version {{ details {{ {selection} }} }} }} }} }}"
            );
            let node = world.anonymous().ask(&query, &json!({ "id": drafted.text("/decision/id") })).at("/node").clone();
            assert_eq!(node, json!({ "details": read, "version": { "details": read } }), "{kind}");
        }
    }

    fn a_value_that_cannot_be_is_refused_at_its_field(world) {
        let officer = world.sign_in("officer");
        let long = json!("x".repeat(101));
        for (field, pointer, value, code) in [
            ("landAllotment", "/areaM2", json!(0), "OUT_OF_RANGE"),
            ("landAllotment", "/areaM2", json!(9_007_199_254_740_992_i64), "OUT_OF_RANGE"),
            ("landAllotment", "/termYears", json!(100), "OUT_OF_RANGE"),
            ("kindergartenQueue", "/places", json!(0), "OUT_OF_RANGE"),
            ("kindergartenQueue", "/birthYear", json!(2027), "OUT_OF_RANGE"),
            ("procurement", "/lots/0/price", money("0"), "OUT_OF_RANGE"),
            ("draftAct", "/discussionUntilOn", json!("9999-12-31"), "OUT_OF_RANGE"),
            ("functionTransfer", "/transferOn", json!("0027-01-01"), "OUT_OF_RANGE"),
            ("headAccountability", "/courtActOn", json!("2026-11-23"), "OUT_OF_RANGE"),
            ("landAllotment", "/cadastralNumber", long.clone(), "TOO_LONG"),
            ("landAllotment", "/address/kk", json!(" "), "BLANK"),
            ("landAllotment", "/purpose/en", json!("x".repeat(1_001)), "TOO_LONG"),
            ("kindergartenQueue", "/birthYear", json!(1990), "OUT_OF_RANGE"),
            ("kindergartenQueue", "/places", json!(-1), "OUT_OF_RANGE"),
            ("kindergartenQueue", "/waiting", json!(10_000_001), "OUT_OF_RANGE"),
            ("budgetProgramme", "/fiscalYear", json!(2101), "OUT_OF_RANGE"),
            ("budgetProgramme", "/amount", money("-0.01"), "OUT_OF_RANGE"),
            ("budgetProgramme", "/previousAmount", money("90071992547409.92"), "OUT_OF_RANGE"),
            ("procurement", "/lots", json!([]), "OUT_OF_RANGE"),
            ("procurement", "/lots/1/quantity", json!(0), "OUT_OF_RANGE"),
            ("procurement", "/lots/0/unit", json!(""), "BLANK"),
            ("procurement", "/lots/1/name/kk", json!(""), "BLANK"),
            ("procurement", "/lots/0/price", money("-1"), "OUT_OF_RANGE"),
            ("functionTransfer", "/recipient/kk", json!(""), "BLANK"),
            ("serviceDigitalisation", "/databasesIntegrated", json!(13), "OUT_OF_RANGE"),
            ("serviceDigitalisation", "/service/kk", json!(""), "BLANK"),
            ("headAccountability", "/letterDueOn", json!("2026-09-30"), "INVALID_PERIOD"),
            ("headAccountability", "/courtActNumber", long, "TOO_LONG"),
            ("other", "/subject/kk", json!("\t"), "BLANK"),
        ] {
            let refused = changed(world, &officer, field, pointer, &value);
            let path: Vec<&str> = ["details", field].into_iter().chain(pointer.split('/').skip(1)).collect();
            assert_eq!((refused.refused(), refused.at("/payload/userErrors/0/field")), (code, &json!(path)), "{field}{pointer}");
        }
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM decisions"), 0);
        changed(world, &officer, "landAllotment", "/termYears", &json!(99)).done();
        changed(world, &officer, "budgetProgramme", "/amount", &money("90071992547409.91")).done();
    }

    fn an_amount_that_is_no_amount_is_bad_input(world) {
        let officer = world.sign_in("officer");
        for amount in ["", "abc", "1.234", "1,5", "1.", ".5", "--1", "1e3", "99999999999999999999", "-"] {
            let reply = changed(world, &officer, "budgetProgramme", "/amount", &money(amount));
            assert_eq!(reply.denied(), "BAD_INPUT", "{amount}");
            assert_eq!(reply.json["errors"][0]["extensions"]["argument"], "details.budgetProgramme.amount", "{amount}");
        }
        for amount in ["0", "1.5", "1500.00"] {
            changed(world, &officer, "budgetProgramme", "/amount", &money(amount)).done();
        }
    }

    fn exactly_one_kind_is_given(world) {
        let officer = world.sign_in("officer");
        let (act, other) = (json!({ "actType": "ORDER", "discussionUntilOn": "2026-12-31" }), json!({ "subject": text("A subject") }));
        for details in [json!({}), json!({ "draftAct": act, "other": other }), json!({ "draftAct": null }), json!({ "moon": {} })] {
            assert_eq!(draft(world, &officer, &details).denied(), "BAD_INPUT", "{details}");
        }
        for (pointer, value) in [("/discussionUntilOn", "2026-02-30"), ("/discussionUntilOn", "31.12.2026"), ("/actType", "SONG")] {
            assert_eq!(changed(world, &officer, "draftAct", pointer, &json!(value)).denied(), "BAD_INPUT", "{value}");
        }
        draft(world, &officer, &json!({ "draftAct": act })).done();
    }

    fn details_that_contradict_each_other_are_refused(world) {
        let officer = world.sign_in("officer");
        // The sample has a term of 49 years.
        for right in ["OWNERSHIP", "PERMANENT_USE"] {
            let refused = changed(world, &officer, "landAllotment", "/right", &json!(right));
            assert_eq!((refused.refused(), refused.at("/payload/userErrors/0/field")), ("TERM_UNFIT", &json!(["details", "landAllotment", "termYears"])));
        }
        changed(world, &officer, "landAllotment", "/right", &json!("TEMPORARY_USE")).done();
        // The sample asks for more than there was.
        let refused = changed(world, &officer, "budgetProgramme", "/stage", &json!("SEQUESTRATION"));
        assert_eq!((refused.refused(), refused.at("/payload/userErrors/0/field")), ("OUT_OF_RANGE", &json!(["details", "budgetProgramme", "amount"])));
        assert_eq!(*refused.at("/payload/userErrors/0/message"), "The value must be between 0.00 and 0.07.");
        changed(world, &officer, "budgetProgramme", "/stage", &json!("CORRECTION")).done();
    }
}
