//! What a newcomer is told once the demonstration is served.

use super::PASSWORD;
use crate::config::Settings;
use std::net::SocketAddr;

/// One sign-in per role.
const SIGN_INS: &[(&str, &str)] = &[
    ("citizen", "citizen-01"),
    ("council member", "member"),
    ("chair", "chair"),
    ("deputy chair", "deputy-chair"),
    ("secretary", "secretary"),
    ("NGO", "ngo"),
    ("accredited media", "media"),
    ("officer of Astana's akimat", "officer"),
    ("moderator", "moderator"),
    ("registrar", "registrar"),
    ("administrator", "admin"),
    ("auditor", "auditor"),
];

/// Prints it.
pub fn print(address: SocketAddr, settings: &Settings) {
    println!(
        "\nKenes, with a demonstration: everything in it is invented but the names of places and of state bodies.\n"
    );
    println!("Sign in as         e-mail                               password");
    for (role, name) in SIGN_INS {
        println!("  {role:<28} {:<34} {PASSWORD}", format!("{name}@demo.kenes.example"));
    }
    println!("\nThe address        http://{address}/graphql   (data: {})", settings.data_dir().display());
    println!("\nA first query, to paste:\n\n{}", first_query(address));
    println!("\nSign in, and see who you are:\n\n{}", sign_in(address, "member"));
    println!("\nSome bodies may have no council. Sign in as the registrar and ask for one of the Ministry of Defence");
    println!("(createCouncil): the answer is a user error COUNCIL_EXCLUDED with the law's article.");
    println!("\nStart again with --reset for a fresh demonstration; stop with Ctrl-C.");
    if !address.ip().is_loopback() {
        eprintln!("kenes: {address} can be reached from other machines, and these passwords are known to everybody");
    }
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
