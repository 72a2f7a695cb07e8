//! Batched loads without a timer.
//!
//! The usual DataLoader waits about a millisecond for more keys. This one needs no wait: the first key of a batch
//! spawns a task, and on the server's single-threaded workers that task runs only after the executor has polled all
//! sibling fields, each of which has added its key by then (measured: 0.85 ms against 3.7 ms for a page).

use crate::access::act::{Act, Reading};
use crate::features::reference::{Reference, ReferenceCache};
use crate::kernel::failure::{Failure, Outcome};
use crate::kernel::id::DecisionId;
use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{OnceCell, oneshot};

/// One kind of batched load: a statement (or a fixed number of them) for any number of keys.
pub trait Loader: Send + Sync + 'static {
    type Key: Clone + Eq + Hash + Send + Sync + 'static;
    type Value: Clone + Send + Sync + 'static;

    /// Loads the values of all keys. Keys without a value are simply missing from the map.
    ///
    /// # Errors
    /// A failure fails every key of the batch.
    fn load(reading: &mut Reading<'_>, keys: &[Self::Key]) -> Outcome<HashMap<Self::Key, Self::Value>>;

    /// How a batch is brought in: by one read. Only who must write what was read says otherwise.
    ///
    /// # Errors
    /// A failure fails every key of the batch.
    fn fetch(act: &Act, keys: Vec<Self::Key>) -> impl Future<Output = Outcome<HashMap<Self::Key, Self::Value>>> + Send {
        act.read(move |reading| Self::load(reading, &keys))
    }
}

/// The parents of each limit: one statement serves all parents of which equally many rows are wanted.
pub fn by_limit<P: Copy>(keys: &[(P, i64)]) -> HashMap<i64, Vec<P>> {
    let mut groups: HashMap<i64, Vec<P>> = HashMap::new();
    for (parent, limit) in keys {
        groups.entry(*limit).or_default().push(*parent);
    }
    groups
}

type Waiting<L> = Vec<(<L as Loader>::Key, oneshot::Sender<Outcome<Option<<L as Loader>::Value>>>)>;

struct Queue<L: Loader>(Mutex<Waiting<L>>);

impl<L: Loader> Queue<L> {
    /// Waits until all siblings have joined: one turn of the runtime is not enough for a long list, because tokio lets a
    /// task poll only 128 channels in one turn before others get theirs. So: until a turn passes in which nobody joins.
    async fn complete(&self) {
        let mut before = 0;
        loop {
            tokio::task::yield_now().await;
            let joined = self.0.lock().unwrap_or_else(PoisonError::into_inner).len();
            if joined == before {
                return;
            }
            before = joined;
        }
    }

    fn take(&self) -> Waiting<L> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The queues of one request, one per kind of load.
#[derive(Default)]
pub struct Batches {
    queues: Mutex<HashMap<TypeId, Arc<dyn Any + Send + Sync>>>,
    /// The registry as this request read it after its n-th write, for the time when no instance may remember it.
    registry: tokio::sync::Mutex<Option<(u64, Arc<Reference>)>>,
    /// The looks at decisions: one entry in the log tells of all that a request sees of a decision.
    looks: Mutex<HashMap<DecisionId, Arc<OnceCell<()>>>>,
}

impl Batches {
    /// Joins the batch of this breath and waits for its value.
    ///
    /// # Errors
    /// What the loader returns.
    pub async fn load<L: Loader>(&self, act: &Act, key: L::Key) -> Outcome<Option<L::Value>> {
        let (send, receive) = oneshot::channel();
        let queue = self.queue::<L>()?;
        let first = {
            let mut waiting = queue.0.lock().unwrap_or_else(PoisonError::into_inner);
            waiting.push((key, send));
            waiting.len() == 1
        };
        if first {
            let act = act.clone();
            tokio::spawn(async move {
                queue.complete().await;
                flush::<L>(&act, queue.take()).await;
            });
        }
        receive.await.map_err(|_| Failure::fault("a batch was dropped"))?
    }

    /// The registry: from the instance's memory, or read once for this request while the bus is down.
    ///
    /// # Errors
    /// A fault when the database cannot be read.
    pub async fn registry(&self, act: &Act, cache: &ReferenceCache) -> Outcome<Arc<Reference>> {
        if act.core.registry_version().is_some() {
            return cache.get(act).await;
        }
        let mut kept = self.registry.lock().await;
        let writes = act.writes();
        if let Some((_, reference)) = kept.as_ref().filter(|(at, _)| *at == writes) {
            return Ok(Arc::clone(reference));
        }
        let reference = cache.get(act).await?;
        *kept = Some((writes, Arc::clone(&reference)));
        Ok(reference)
    }

    /// Where it is kept whether this request's look at a decision is settled: logged, or found to need no log.
    pub fn look(&self, id: DecisionId) -> Arc<OnceCell<()>> {
        Arc::clone(self.looks.lock().unwrap_or_else(PoisonError::into_inner).entry(id).or_default())
    }

    fn queue<L: Loader>(&self) -> Outcome<Arc<Queue<L>>> {
        let mut queues = self.queues.lock().unwrap_or_else(PoisonError::into_inner);
        let entry = queues.entry(TypeId::of::<L>()).or_insert_with(|| Arc::new(Queue::<L>(Mutex::new(Vec::new()))));
        Arc::clone(entry).downcast::<Queue<L>>().map_err(|_| Failure::fault("a queue of another loader"))
    }
}

async fn flush<L: Loader>(act: &Act, waiting: Waiting<L>) {
    let mut keys: Vec<L::Key> = Vec::with_capacity(waiting.len());
    let mut seen = std::collections::HashSet::with_capacity(waiting.len());
    for (key, _) in &waiting {
        if seen.insert(key.clone()) {
            keys.push(key.clone());
        }
    }
    let result = L::fetch(act, keys).await;
    for (key, send) in waiting {
        let answer = match &result {
            Ok(values) => Ok(values.get(&key).cloned()),
            Err(failure) => Err(failure.clone()),
        };
        // The receiver is gone when the client has disconnected: nobody to tell.
        drop(send.send(answer));
    }
}
