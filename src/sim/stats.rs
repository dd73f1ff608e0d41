//! What the simulator has seen, for tests to demand and for people to read.

use std::collections::BTreeMap;

use super::token::Logins;

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

    /// Violations of all limits.
    pub fn total_violations(&self) -> u64 {
        self.limit_violations.values().sum()
    }
}
