//! Multiplied decisions too must be such as their body takes: ministries do not allot land.

use super::stage::Stage;
use serde_json::Value;

const SELECTION: &str = "kind title { text } body { kind level }
    details {
        ... on BudgetProgrammeDetails { budgetLevel stage fiscalYear }
        ... on HeadAccountabilityDetails { courtActOn letterDueOn }
        ... on DraftActDetails { actType }
        ... on ProcurementDetails { lots { name { text } quantity price { amount } } }
    }";

/// Kind, body and details go together.
pub fn every_decision_suits_its_body(stage: &Stage) {
    let all = stage.all(&stage.sign_in("admin"), "decisions", "", SELECTION, 50);
    for decision in &all {
        let kind = decision["kind"].as_str().unwrap_or_default();
        let (body, level) = (&decision["body"]["kind"], &decision["body"]["level"]);
        let details = &decision["details"];
        match kind {
            "LAND_ALLOTMENT" | "KINDERGARTEN_QUEUE" => assert_eq!(body, "AKIMAT", "{decision:#}"),
            "BUDGET_PROGRAMME" => budget(decision, details, level),
            "HEAD_ACCOUNTABILITY" => {
                let day = |field: &str| details[field].as_str().unwrap_or_default().to_owned();
                assert!(body != "MASLIKHAT" && day("courtActOn") < day("letterDueOn"), "{decision:#}");
            }
            "DRAFT_ACT" if details["actType"] == "MASLIKHAT_DECISION" => {
                assert!(body == "MASLIKHAT" || body == "AKIMAT", "{decision:#}");
            }
            "PROCUREMENT" => assert!(details["lots"].as_array().is_some_and(|lots| !lots.is_empty())),
            _ => {}
        }
        assert!(body != "MASLIKHAT" || ["BUDGET_PROGRAMME", "DRAFT_ACT"].contains(&kind), "{decision:#}");
    }
    let adopts = |decision: &&Value| decision["details"]["stage"] == "APPROVAL";
    assert!(all.iter().filter(adopts).count() > 0);
    assert!(all.iter().filter(adopts).all(|decision| decision["body"]["kind"] == "MASLIKHAT"), "who adopts a budget");
}

fn budget(decision: &Value, details: &Value, level: &Value) {
    let fits = match details["budgetLevel"].as_str().unwrap_or_default() {
        "REPUBLICAN" => level == "REPUBLIC",
        "REGIONAL" => level == "REGION",
        _ => level == "DISTRICT",
    };
    assert!(fits, "{decision:#}");
}
