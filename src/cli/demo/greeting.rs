//! What a newcomer is told once the demonstration is served.

use super::PASSWORD;
use crate::config::Settings;
use std::net::SocketAddr;

/// Somebody whose sign-in is printed.
#[derive(Debug)]
pub struct SignIn {
    pub role: &'static str,
    pub email: &'static str,
    /// What is there for them to try. What stands in quotes finds a decision.
    pub finds: &'static [&'static str],
}

const fn sign_in_as(role: &'static str, email: &'static str, finds: &'static [&'static str]) -> SignIn {
    SignIn { role, email, finds }
}

/// One per role.
pub const SIGN_INS: &[SignIn] = &[
    sign_in_as(
        "citizen",
        "citizen-01@demo.kenes.example",
        &["a discussion to join, and an own comment to edit: \"courtyard parking\""],
    ),
    sign_in_as(
        "council member",
        "member@demo.kenes.example",
        &[
            "a roll call to vote in: \"upkeep of playgrounds\"; a secret one: \"stray animals\"",
            "what the public does not see: \"water treatment plant\"",
            "a result to dissent from: \"single city queue\"",
        ],
    ),
    sign_in_as(
        "chair",
        "chair@demo.kenes.example",
        &["the same polls, to vote in and to close; a review to open: \"snow melting plants\""],
    ),
    sign_in_as(
        "deputy chair",
        "deputy-chair@demo.kenes.example",
        &["the same polls, to vote in and to annul; a review to conclude: \"courtyard parking\""],
    ),
    sign_in_as(
        "secretary",
        "secretary@demo.kenes.example",
        &["the same polls; one to open, after the deliberation: \"approving city budget\""],
    ),
    sign_in_as("NGO", "ngo@demo.kenes.example", &["a discussion to join for an organisation: \"courtyard parking\""]),
    sign_in_as(
        "accredited media",
        "media@demo.kenes.example",
        &["a decision under embargo, each look at it is logged: \"wear of the heating network\""],
    ),
    sign_in_as(
        "officer of Astana's akimat",
        "officer@demo.kenes.example",
        &["a draft to revise and to publish: \"quiet at night\""],
    ),
    sign_in_as(
        "moderator",
        "moderator@demo.kenes.example",
        &["a comment with somebody's telephone number, to hide: \"courtyard parking\""],
    ),
    sign_in_as(
        "registrar",
        "registrar@demo.kenes.example",
        &["a body that has no council yet: the Ministry of Culture and Information; one that may have none, see below"],
    ),
    sign_in_as(
        "administrator",
        "admin@demo.kenes.example",
        &["legal rules to confirm: legalRules(filter: {confirmed: false}); all accounts; no vote"],
    ),
    sign_in_as(
        "auditor",
        "auditor@demo.kenes.example",
        &["the event log, for example auditLog(filter: {kinds: [POLL_ANNULLED]}); nothing to write"],
    ),
];

/// Prints it.
pub fn print(address: SocketAddr, settings: &Settings) {
    println!("\n{}", text(address, settings));
    if !address.ip().is_loopback() {
        eprintln!("kenes: {address} can be reached from other machines, and these passwords are known to everybody");
    }
}

/// What is printed.
pub fn text(address: SocketAddr, settings: &Settings) -> String {
    format!(
        r#"Kenes, with a demonstration: everything in it is invented but the names of places and of state bodies.

{}
What is there for each of them (decisions(filter: {{text: "…"}}) finds what stands in quotes):
{}
The address        http://{address}/graphql   (to try it in a browser: http://{address}/; data: {})
Mails              {}   (who follows something is told; here nothing leaves this machine)

A first query, to paste:

{}

Sign in, and see who you are:

{}

Some bodies may have no council: stateBodies(filter: {{councilEligibility: EXCLUDED}}). Ask as the registrar for one
of the Ministry of Defence (createCouncil): the answer is the user error COUNCIL_EXCLUDED with the law's article.

Start again with --reset for a fresh demonstration; stop with Ctrl-C."#,
        sign_ins(),
        findings(),
        settings.data_dir().display(),
        settings.mail_folder().display(),
        first_query(address),
        sign_in(address, "member"),
    )
}

fn sign_ins() -> String {
    let line = |role: &str, email: &str, password: &str| format!("  {role:<28} {email:<34} {password}\n");
    let all: String = SIGN_INS.iter().map(|SignIn { role, email, .. }| line(role, email, PASSWORD)).collect();
    line("Sign in as", "e-mail", "password") + &all
}

fn findings() -> String {
    let lines = |SignIn { role, finds, .. }: &SignIn| -> String {
        let first = std::iter::once(*role).chain(std::iter::repeat(""));
        first.zip(*finds).map(|(role, find)| format!("  {role:<28} {find}\n")).collect()
    };
    SIGN_INS.iter().map(lines).collect()
}

fn first_query(address: SocketAddr) -> String {
    let query = "{ decisions(first: 3) { totalCount nodes { title { text(locale: EN) } body { name { text(locale: EN) } } state publishedAt } } }";
    curl(address, &[], query)
}

fn sign_in(address: SocketAddr, name: &str) -> String {
    let query = format!(
        "mutation {{ signIn(input: {{ email: \\\"{name}@demo.kenes.example\\\", password: \\\"{PASSWORD}\\\" }}) {{ accessToken userErrors {{ message }} }} }}"
    );
    curl(address, &[], &query)
}

fn curl(address: SocketAddr, headers: &[&str], query: &str) -> String {
    let more: String = headers.iter().map(|header| format!(" -H '{header}'")).collect();
    format!(
        "  curl -s http://{address}/graphql -H 'content-type: application/json'{more} \\\n    -d '{{\"query\": \"{query}\"}}'"
    )
}
