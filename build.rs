//! Tells cargo that the embedded migrations are sources too: `embed_migrations!` alone does not notice a new file.

fn main() {
    println!("cargo:rerun-if-changed=migrations");
}
