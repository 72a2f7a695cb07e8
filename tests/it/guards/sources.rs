//! The source files, as guards read them.

use std::path::{Path, PathBuf};

/// A file of `src/` with its path relative to it and its text.
pub struct Source {
    pub path: String,
    pub text: String,
}

pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every Rust file of `src/`.
pub fn all() -> Vec<Source> {
    let mut found = Vec::new();
    walk(&root().join("src"), &mut found);
    assert!(found.len() > 50, "the guard does not see the sources");
    found
}

fn walk(dir: &Path, found: &mut Vec<Source>) {
    for entry in std::fs::read_dir(dir).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            walk(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            let text = std::fs::read_to_string(&path).expect("text");
            let relative = path.strip_prefix(root().join("src")).expect("below src").to_string_lossy().into_owned();
            found.push(Source { path: relative, text });
        }
    }
}

impl Source {
    /// The part of the file that is compiled into the program: without comments and without its tests.
    pub fn code(&self) -> String {
        let program = self.text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        program.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
    }

    pub fn is_test(&self) -> bool {
        self.path.contains("tests") || self.path.contains("fixtures")
    }
}
