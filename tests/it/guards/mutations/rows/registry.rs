//! Bodies, councils, organisations, accounts, legal rules and the calendar.

use super::{CITIZEN, Row, STRANGER, forbidden};
use crate::support::Personas;
use crate::support::builders::text;
use crate::support::cast::{PASSWORD, bin};
use serde_json::{Value, json};

fn registered(p: &Personas<'_>, number: u32) -> String {
    let input = json!({ "kind": "NGO", "bin": bin(number), "name": text("A new organisation") });
    p.get("registrar").mutate("registerOrganization", &input, "organization { id }").text("/organization/id")
}

fn new_body(p: &Personas<'_>, name: &str) -> Value {
    let region = p.world.cast.republic.wire();
    json!({ "kind": "AGENCY", "regionId": region, "name": text(name), "councilEligibility": "ELIGIBLE", "establishedOn": "2020-01-01" })
}

pub const ROWS: &[Row] = &[
    Row {
        mutation: "accreditOrganization",
        allowed: "registrar",
        denied: &[STRANGER, CITIZEN, forbidden("press"), forbidden("admin")],
        input: |p| json!({ "organizationId": p.world.cast.organizations["media-2"].wire(), "accreditation": "ACCREDITED" }),
    },
    Row {
        mutation: "amendLegalRule",
        allowed: "admin",
        denied: &[STRANGER, CITIZEN, forbidden("registrar")],
        input: |_| {
            let citation = text("A new law");
            json!({ "key": "council.renewal.months", "numerator": 3, "citation": citation, "startsOn": "2027-01-01", "confirmed": false })
        },
    },
    Row {
        mutation: "appointHead",
        allowed: "registrar",
        denied: &[STRANGER, CITIZEN, forbidden("local-officer"), forbidden("admin")],
        input: |p| {
            let akimat = p.world.cast.akimat.wire();
            json!({ "bodyId": akimat, "personName": "A new akim", "title": text("Akim"), "sinceOn": "2026-01-01" })
        },
    },
    Row {
        mutation: "appointMember",
        allowed: "registrar",
        denied: &[STRANGER, CITIZEN, forbidden("chair"), forbidden("admin")],
        input: |p| {
            let (council, person) = (p.world.cast.council.wire(), p.world.cast.person("press"));
            json!({ "councilId": council, "personId": person, "category": "CITIZEN", "position": "MEMBER" })
        },
    },
    Row {
        mutation: "changePassword",
        allowed: "local-secretary",
        denied: &[STRANGER, forbidden("robot")],
        input: |_| json!({ "currentPassword": PASSWORD, "newPassword": "another long secret" }),
    },
    Row {
        mutation: "clearCalendarDay",
        allowed: "admin",
        denied: &[STRANGER, CITIZEN, forbidden("chair"), forbidden("registrar"), forbidden("officer")],
        input: |_| json!({ "date": "2027-12-16", "reason": "A mistake" }),
    },
    Row {
        mutation: "createCouncil",
        allowed: "registrar",
        denied: &[STRANGER, CITIZEN, forbidden("officer"), forbidden("admin")],
        input: |p| {
            let share =
                |numerator: i32, denominator: i32| json!({ "numerator": numerator, "denominator": denominator });
            let charter = json!({ "seatsMin": 5, "seatsMax": 9, "quorum": share(2, 3), "majority": share(1, 2), "majorityBase": "PRESENT" });
            json!({
                "bodyId": p.world.cast.akimat.wire(), "kind": "LOCAL", "name": text("The next council"), "charter": charter,
                "termStartsOn": "2028-06-01", "termEndsOn": "2031-05-31",
            })
        },
    },
    Row {
        mutation: "createRegion",
        allowed: "registrar",
        denied: &[STRANGER, CITIZEN, forbidden("admin")],
        input: |p| {
            let republic = p.world.cast.republic.wire();
            json!({ "kato": "750000000", "level": "REGION", "parentId": republic, "name": text("Almaty") })
        },
    },
    Row {
        mutation: "createStateBody",
        allowed: "registrar",
        denied: &[STRANGER, CITIZEN, forbidden("officer"), forbidden("admin")],
        input: |p| new_body(p, "A new agency"),
    },
    Row {
        mutation: "endMembership",
        allowed: "registrar",
        denied: &[STRANGER, CITIZEN, forbidden("local-chair"), forbidden("admin")],
        input: |p| json!({ "membershipId": p.world.cast.seats["local-05"], "reason": "OWN_REQUEST" }),
    },
    Row {
        mutation: "endStateBody",
        allowed: "registrar",
        denied: &[STRANGER, CITIZEN, forbidden("officer"), forbidden("admin")],
        input: |p| {
            let created =
                p.get("registrar").mutate("createStateBody", &new_body(p, "A short-lived agency"), "body { id }");
            json!({ "bodyId": created.text("/body/id"), "endedOn": "2026-12-01" })
        },
    },
    Row {
        mutation: "grantRole",
        allowed: "admin",
        denied: &[STRANGER, CITIZEN, forbidden("registrar"), forbidden("auditor")],
        input: |p| json!({ "accountId": p.world.cast.person("local-04"), "role": "MODERATOR" }),
    },
    Row {
        mutation: "importCalendar",
        allowed: "admin",
        denied: &[STRANGER, CITIZEN, forbidden("chair"), forbidden("registrar"), forbidden("officer")],
        input: |_| json!({ "csv": "date,kind,name_kk\n2029-01-01,HOLIDAY,Жаңа жыл", "reason": "Decree 8" }),
    },
    Row {
        mutation: "inviteAccount",
        allowed: "registrar",
        denied: &[STRANGER, CITIZEN, forbidden("chair"), forbidden("officer")],
        input: |_| json!({ "email": "newcomer@test.kenes", "name": "A newcomer" }),
    },
    Row {
        mutation: "registerOrganization",
        allowed: "registrar",
        denied: &[STRANGER, CITIZEN, forbidden("ngo"), forbidden("admin")],
        input: |_| json!({ "kind": "NGO", "bin": bin(50), "name": text("Registered") }),
    },
    Row {
        mutation: "restoreAccount",
        allowed: "admin",
        denied: &[STRANGER, CITIZEN, forbidden("registrar")],
        input: |p| {
            let input = json!({ "accountId": p.world.cast.person("local-03") });
            p.get("admin").mutate("suspendAccount", &input, "").done();
            input
        },
    },
    Row {
        mutation: "revokeRole",
        allowed: "admin",
        denied: &[STRANGER, CITIZEN, forbidden("registrar"), forbidden("auditor")],
        input: |p| {
            let grant = json!({ "accountId": p.world.cast.person("local-01"), "role": "AUDITOR" });
            json!({ "roleGrantId": p.get("admin").mutate("grantRole", &grant, "roleGrant { id }").text("/roleGrant/id") })
        },
    },
    Row {
        mutation: "setCalendarDay",
        allowed: "admin",
        denied: &[STRANGER, CITIZEN, forbidden("chair"), forbidden("registrar"), forbidden("officer")],
        input: |_| json!({ "date": "2027-06-15", "kind": "DAY_OFF_BY_DECREE", "name": text("A day off"), "reason": "Decree 7" }),
    },
    Row {
        mutation: "setLocale",
        allowed: "citizen",
        denied: &[STRANGER, forbidden("robot")],
        input: |_| json!({ "locale": "RU" }),
    },
    Row {
        mutation: "signOut",
        allowed: "press",
        denied: &[STRANGER, forbidden("robot")],
        input: |_| json!({ "extent": "THIS" }),
    },
    Row {
        mutation: "suspendAccount",
        allowed: "admin",
        denied: &[STRANGER, CITIZEN, forbidden("registrar")],
        input: |p| json!({ "accountId": p.world.cast.person("local-02") }),
    },
    Row {
        mutation: "verifyOrganization",
        allowed: "registrar",
        denied: &[STRANGER, CITIZEN, forbidden("ngo"), forbidden("admin")],
        input: |p| json!({ "organizationId": registered(p, 51) }),
    },
    Row {
        mutation: "withdrawLegalRule",
        allowed: "admin",
        denied: &[STRANGER, CITIZEN, forbidden("registrar"), forbidden("auditor")],
        input: |p| {
            let amended = json!({ "key": "council.term.years", "numerator": 4, "citation": text("A bill"), "startsOn": "2030-01-01", "confirmed": false });
            let rule = p.get("admin").mutate("amendLegalRule", &amended, "rule { id }").text("/rule/id");
            json!({ "ruleId": rule, "reason": "The bill was not passed" })
        },
    },
];
