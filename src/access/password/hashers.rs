//! The threads that hash.
//!
//! They are always the same: a hash takes 19 MiB, and given back on one of many threads it would stay in that thread's arena, of which
//! the allocator has eight for each core. The soak (`benches/soak`) saw the memory of a server grow by that step for minutes.

use crate::kernel::failure::{Fault, Outcome};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use tokio::sync::oneshot;

type Job = Box<dyn FnOnce() + Send>;

/// Threads that do one job after the other; they end with this.
#[derive(Debug)]
pub(super) struct Hashers(Sender<Job>);

impl Hashers {
    /// # Errors
    /// A fault when the machine has no thread to give.
    pub(super) fn start(count: usize) -> Outcome<Self> {
        let (send, receive) = channel();
        let jobs = Arc::new(Mutex::new(receive));
        for _ in 0..count {
            let jobs = Arc::clone(&jobs);
            let started = thread::Builder::new().name("passwords".to_owned()).spawn(move || serve(&jobs));
            started.map_err(|error| Fault::new(format!("a thread for passwords: {error}")))?;
        }
        Ok(Self(send))
    }

    /// What a job returns, done on one of the threads; also done when nobody waits for it any more.
    ///
    /// # Errors
    /// A fault when the job panicked.
    pub(super) async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Outcome<T> {
        let (tell, told) = oneshot::channel();
        let job = Box::new(move || drop(tell.send(work())));
        self.0.send(job).map_err(|_| Fault::new("the threads for passwords are gone"))?;
        Ok(told.await.map_err(|_| Fault::new("a thread for passwords panicked"))?)
    }
}

fn serve(jobs: &Mutex<Receiver<Job>>) {
    loop {
        let job = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(job) = job else { return };
        // Its asker learns of a panic by the end of the channel; the thread does the next job.
        drop(catch_unwind(AssertUnwindSafe(job)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_panic_is_told_and_the_next_job_is_done() {
        let hashers = Hashers::start(1).expect("starts");
        assert!(hashers.run(|| panic!("of a test")).await.is_err());
        assert_eq!(hashers.run(|| 7).await.expect("done"), 7);
    }
}
