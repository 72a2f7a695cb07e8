//! Named steps at which a test may have this process die, as a power cut would, to see what remains.
//!
//! Only a build with debug assertions listens, and only to `KENES_TEST_DIE_AT`; in a release build a step is nothing.

/// Dies here when the environment says so: nothing is unwound, closed or written any more.
pub fn reach(step: &str) {
    if cfg!(debug_assertions) && is_last(step) {
        std::process::abort();
    }
}

#[expect(clippy::disallowed_methods, reason = "no setting: tests alone ask for it, of debug builds alone")]
fn is_last(step: &str) -> bool {
    std::env::var("KENES_TEST_DIE_AT").is_ok_and(|last| last == step)
}
