//! Prometheus metrics, served on an address of their own so that they are never public by accident.

use crate::worker::Meters;
use prometheus_client::encoding::{EncodeLabelSet, text::encode};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::{Registry, Unit};
use std::time::Duration;

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Outcome {
    /// `ok`, or the code of the first top-level error.
    code: String,
}

/// Something that goes on; it counts until it is dropped.
pub struct Under(Gauge);

impl Under {
    fn way(gauge: &Gauge) -> Self {
        gauge.inc();
        Self(gauge.clone())
    }
}

impl Drop for Under {
    fn drop(&mut self) {
        self.0.dec();
    }
}

/// The counters of one instance.
pub struct Metrics {
    registry: Registry,
    requests: Family<Outcome, Counter>,
    seconds: Histogram,
    statements: Histogram,
    in_flight: Gauge,
    connections: Gauge,
    told: Family<Outcome, Counter>,
    /// What the workers count.
    pub workers: Meters,
}

impl Default for Metrics {
    fn default() -> Self {
        Self::new()
    }
}

impl Metrics {
    pub fn new() -> Self {
        let mut registry = Registry::with_prefix("kenes");
        let requests = Family::default();
        let seconds = Histogram::new(exponential_buckets(0.0005, 2.0, 16));
        let statements = Histogram::new([0.0, 1.0, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 20.0, 40.0]);
        let (in_flight, workers) = (Gauge::default(), Meters::default());
        let (connections, told) = (Gauge::default(), Family::default());
        registry.register("graphql_requests", "GraphQL requests by outcome", requests.clone());
        registry.register_with_unit(
            "graphql_duration",
            "Time to answer a GraphQL request",
            Unit::Seconds,
            seconds.clone(),
        );
        registry.register("graphql_sql_statements", "SQL statements per GraphQL request", statements.clone());
        registry.register("graphql_in_flight", "GraphQL requests being answered", in_flight.clone());
        registry.register("live_connections", "WebSockets and event streams that are open", connections.clone());
        registry.register("live_told", "Events told to subscribers, by outcome", told.clone());
        workers.register(&mut registry);
        Self { registry, requests, seconds, statements, in_flight, connections, told, workers }
    }

    /// A request is being answered, until this is dropped.
    pub fn enter(&self) -> Under {
        Under::way(&self.in_flight)
    }

    /// A connection is open, until this is dropped.
    pub fn connect(&self) -> Under {
        Under::way(&self.connections)
    }

    /// A subscriber was told something.
    pub fn told(&self, code: &str) {
        self.told.get_or_create(&Outcome { code: code.to_owned() }).inc();
    }

    /// One request was answered.
    pub fn answered(&self, code: &str, took: Duration, statements: u64) {
        self.requests.get_or_create(&Outcome { code: code.to_owned() }).inc();
        self.seconds.observe(took.as_secs_f64());
        self.statements.observe(f64::from(u32::try_from(statements).unwrap_or(u32::MAX)));
    }

    /// OpenMetrics text.
    pub fn text(&self) -> String {
        let mut out = String::new();
        match encode(&mut out, &self.registry) {
            Ok(()) => out,
            Err(_) => String::new(),
        }
    }
}
