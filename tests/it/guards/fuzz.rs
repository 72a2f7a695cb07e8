//! What the fuzz targets assert holds in the ordinary tests too, on the stable compiler: of their seeds, of what is a little off them, and of any
//! bytes.

use super::sources::root;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use std::path::PathBuf;

#[path = "../../../fuzz/src/lib.rs"]
mod targets;

/// Seeds are looked at by people: none is longer, in bytes.
const SEED: u64 = 4_096;
/// Inputs tried of each target, besides the seeds.
const CASES: u32 = 300;

fn seeds(target: &str) -> Vec<Vec<u8>> {
    let folder = root().join("fuzz/seeds").join(target);
    let mut files: Vec<PathBuf> = folder.read_dir().expect("a folder").flatten().map(|file| file.path()).collect();
    files.sort();
    files.iter().map(|file| std::fs::read(file).expect("a seed")).collect()
}

/// Runs a target over its seeds, then over seeds of which something was cut out and put elsewhere, and over bytes.
fn hold(name: &str) {
    let (_, target) = targets::TARGETS.into_iter().find(|(one, _)| *one == name).expect("a target of this name");
    let seeds = seeds(name);
    seeds.iter().for_each(|seed| target(seed));
    let near = (prop::sample::select(seeds), any::<(u16, u16, u16)>(), prop::collection::vec(any::<u8>(), 0..4));
    let near = near.prop_map(|(seed, (from, until, to), new)| moved(seed, [from, until, to].map(usize::from), &new));
    let any = prop_oneof![2 => near, 1 => prop::collection::vec(any::<u8>(), 0..200)];
    let config = Config { cases: CASES, failure_persistence: None, ..Config::default() };
    TestRunner::new(config)
        .run(&any, |bytes| {
            target(&bytes);
            Ok(())
        })
        .expect("holds");
}

fn moved(mut seed: Vec<u8>, [from, until, to]: [usize; 3], new: &[u8]) -> Vec<u8> {
    let place = |at: usize, length: usize| at % (length + 1);
    let (from, until) = (place(from, seed.len()), place(until, seed.len()));
    let cut: Vec<u8> = seed.drain(from.min(until)..from.max(until)).collect();
    let to = place(to, seed.len());
    seed.splice(to..to, cut.iter().chain(new).chain(&cut).copied());
    seed
}

#[test]
fn a_calendar_is_read_or_refused_with_its_place() {
    hold("calendar_csv");
}

#[test]
fn a_document_is_refused_by_a_limit_or_within_all() {
    hold("document_limits");
}

#[test]
fn an_address_of_a_network_is_refused_however_it_is_spelt() {
    hold("webhook_address");
}

#[test]
fn a_signature_is_good_for_what_was_signed_alone() {
    hold("webhook_signature");
}

#[test]
fn a_target_has_a_function_a_program_and_seeds() {
    let manifest = std::fs::read_to_string(root().join("fuzz/Cargo.toml")).expect("a manifest");
    let manifest: toml::Table = manifest.parse().expect("TOML");
    let programs = manifest["bin"].as_array().expect("programs");
    let mut names: Vec<&str> = programs.iter().filter_map(|program| program["name"].as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, targets::TARGETS.map(|(name, _)| name));
    for name in names {
        let program = std::fs::read_to_string(root().join(format!("fuzz/fuzz_targets/{name}.rs"))).expect("a program");
        assert!(program.contains(&format!("fuzz_target!(|data: &[u8]| kenes_fuzz::{name}(data));")), "{name}");
        let seeds = seeds(name);
        assert!(seeds.len() > 2, "{name} has {} seeds", seeds.len());
        assert!(seeds.iter().all(|seed| u64::try_from(seed.len()).is_ok_and(|length| length <= SEED)), "{name}");
    }
}

#[test]
fn the_fuzz_targets_are_compiled_in_the_versions_of_kenes() {
    let table = |path: &str| {
        let text = std::fs::read_to_string(root().join(path)).expect("a manifest");
        text.parse::<toml::Table>().expect("TOML")["dependencies"].as_table().expect("dependencies").clone()
    };
    let version = |one: &toml::Value| one.as_str().or_else(|| one.get("version")?.as_str()).map(str::to_owned);
    let (ours, theirs) = (table("Cargo.toml"), table("fuzz/Cargo.toml"));
    for (name, wanted) in theirs.iter().filter(|(name, _)| !["kenes", "libfuzzer-sys"].contains(&name.as_str())) {
        assert_eq!(version(wanted), ours.get(name).and_then(version), "{name}");
    }
}
