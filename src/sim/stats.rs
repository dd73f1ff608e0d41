//! What the simulator has seen, for tests to demand and for people to read.

use std::collections::BTreeMap;

use super::token::Logins;

/// What became of one write, by its method and path.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WriteCount {
    /// Requests that came in whole, whatever became of them.
    pub received: u64,
    /// Those that took effect.
    pub applied: u64,
}

/// Counters since the start; they survive a stop and a restart of the server.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// Requests per method and route template, such as `GET /api/v1/order/{reference}/`, whatever became of them.
    pub requests: BTreeMap<String, u64>,
    /// Requests for paths that no route serves.
    pub unknown_paths: u64,
    /// Answers per status code, those included that a fault kept from arriving.
    pub statuses: BTreeMap<u16, u64>,
    /// Writes that took effect, per route segment and target, such as `terminate CMD_X_00009444`.
    pub writes: BTreeMap<String, u64>,
    /// Writes per method and path as sent, such as `PATCH /api/v1/quote_item/123e4567/accept/`.
    pub writes_to: BTreeMap<String, WriteCount>,
    /// Refused requests per limited class; faults do not count.
    pub limit_violations: BTreeMap<String, u64>,
    /// Calls of the token endpoint.
    pub logins: Logins,
    /// Most requests that were in the server at one time.
    pub peak_in_flight: u64,
}

impl Stats {
    /// Requests of one method and template.
    pub fn requests_of(&self, route: &str) -> u64 {
        self.requests.get(route).copied().unwrap_or(0)
    }

    /// Requests of all routes, the token endpoint included.
    pub fn total_requests(&self) -> u64 {
        self.requests.values().sum()
    }

    /// 429 answers, whether from a limit or from a fault.
    pub fn throttled(&self) -> u64 {
        self.statuses.get(&429).copied().unwrap_or(0)
    }

    /// Writes that took effect on one target.
    pub fn writes_of(&self, target: &str) -> u64 {
        self.writes.get(target).copied().unwrap_or(0)
    }

    /// What became of the writes sent to one method and path.
    pub fn writes_to(&self, call: &str) -> WriteCount {
        self.writes_to.get(call).copied().unwrap_or_default()
    }

    /// Violations of all limits.
    pub fn total_violations(&self) -> u64 {
        self.limit_violations.values().sum()
    }
}
