//! Scorecards: that they are what a plain recount gives, over which days, of what everybody may know, ranked and drawn.

mod chart;
mod councils;
mod kept;
mod periods;
mod rank;
mod recount;
mod visibility;

use crate::support::Client;
use serde_json::{Value, json};

/// All numbers of a scorecard.
const CARD: &str = "sent answeredOnTime answeredLate overdue running accepted partlyAccepted refused medianWorkingDays p90WorkingDays
    milestonesKept milestonesLate milestonesPending onTimeShare { numerator denominator } refusedShare { numerator denominator }
    milestonesKeptShare { numerator denominator }";

/// The scorecard of a body, of a region, or with no id of the republic, over the days from the first to before the second.
fn card(client: &Client, id: Option<&str>, from: Option<&str>, until: Option<&str>) -> Value {
    let variables = json!({ "id": id, "period": { "fromOn": from, "untilOn": until } });
    match id {
        Some(_) => {
            let query = format!(
                "query($id: ID!, $period: ScorecardPeriodInput) {{ node(id: $id) {{
                    ... on StateBody {{ scorecard(period: $period) {{ {CARD} }} }} ... on Region {{ scorecard(period: $period) {{ {CARD} }} }} }} }}"
            );
            client.ask(&query, &variables).at("/node/scorecard").clone()
        }
        None => {
            let query =
                format!("query($period: ScorecardPeriodInput) {{ republicScorecard(period: $period) {{ {CARD} }} }}");
            client.ask(&query, &json!({ "period": variables["period"] })).at("/republicScorecard").clone()
        }
    }
}

/// The same of all time.
fn all(client: &Client, id: Option<&str>) -> Value {
    card(client, id, None, None)
}

/// The scorecard of which there is nothing to tell.
fn nothing() -> Value {
    recount::Count::default().card()
}
