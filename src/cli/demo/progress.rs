//! How far the filling is: a bar on a terminal, a line per part elsewhere.

use indicatif::{ProgressBar, ProgressStyle};
use std::cell::{Cell, RefCell};
use std::io::IsTerminal;
use std::time::Instant;

/// Told about parts of work and how much of each is done.
pub struct Progress {
    terminal: bool,
    bar: RefCell<ProgressBar>,
    part: Cell<&'static str>,
    since: Cell<Instant>,
}

impl Progress {
    /// On the terminal, if standard error is one.
    pub fn new() -> Self {
        let (bar, part, since) = (RefCell::new(ProgressBar::hidden()), Cell::new(""), Cell::new(Instant::now()));
        Self { terminal: std::io::stderr().is_terminal(), bar, part, since }
    }

    /// Begins a part of so many pieces.
    pub fn begin(&self, part: &'static str, pieces: usize) {
        self.part.set(part);
        self.since.set(Instant::now());
        let pieces = u64::try_from(pieces).unwrap_or(u64::MAX);
        if self.terminal {
            let bar = ProgressBar::new(pieces).with_prefix(part);
            if let Ok(style) = ProgressStyle::with_template("{prefix:>12} [{bar:40}] {pos}/{len} {eta}") {
                bar.set_style(style);
            }
            self.bar.replace(bar);
        } else {
            eprintln!("kenes: filling: {part}, {pieces} …");
        }
    }

    /// So many more pieces are done.
    pub fn advance(&self, pieces: usize) {
        self.bar.borrow().inc(u64::try_from(pieces).unwrap_or(0));
    }

    /// The part is done.
    pub fn end(&self) {
        self.bar.borrow().finish_and_clear();
        eprintln!("kenes: filled: {} in {:.1} s", self.part.get(), self.since.get().elapsed().as_secs_f32());
    }
}
