//! What the workers of one instance count, for the metrics that `http` serves.

use crate::features::notices::MailState;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::{Registry, Unit};

/// The meters of one instance; clones count together.
#[derive(Clone, Debug, Default)]
pub struct Meters {
    /// Polls closed by their deadline.
    pub polls_closed: Counter,
    notices: Counter,
    mails: Family<Became, Counter>,
    waiting: Gauge,
    oldest: Gauge,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Became {
    /// `SENT`, `DROPPED`, `FAILED`, or `QUEUED` for one that is tried again.
    state: &'static str,
}

impl Meters {
    /// Names them.
    pub fn register(&self, registry: &mut Registry) {
        registry.register(
            "polls_closed_by_deadline",
            "Polls closed because their deadline passed",
            self.polls_closed.clone(),
        );
        registry.register("notices", "Notices made by this instance", self.notices.clone());
        registry.register("mails", "Mails this instance tried, by what became of them", self.mails.clone());
        registry.register("mails_waiting", "Mails of all instances that wait to be sent", self.waiting.clone());
        registry.register_with_unit(
            "mails_waiting_age",
            "How long the mail that is due next has waited",
            Unit::Seconds,
            self.oldest.clone(),
        );
    }

    pub(super) fn told(&self, notices: usize) {
        self.notices.inc_by(u64::try_from(notices).unwrap_or(u64::MAX));
    }

    pub(super) fn tried(&self, became: MailState) {
        self.mails.get_or_create(&Became { state: became.as_str() }).inc();
    }

    pub(super) fn wait(&self, mails: i64, oldest_seconds: i64) {
        self.waiting.set(mails);
        self.oldest.set(oldest_seconds);
    }
}
