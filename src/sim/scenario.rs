//! What a run of the simulator is like: its size, its seed, its clock-driven play, the form of its answers, its limits and its
//! faults. Read from TOML or built in code; every field has a default, and the default is a well-behaved server.

mod eligibility;
mod fault;
mod quotes;
mod shape;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::routes;

pub use eligibility::{
    EligibilityRules, ItemShape, ItemsKey, Outcome, QueuedShape, SiteConflict, SiteMissing,
    SiteShape, ZoneShape,
};
pub use fault::{Fault, FaultError, FaultRule};
pub use quotes::{OfferShape, QuoteRules};
pub use shape::{
    ContactShape, EmptyList, ErrorShape, ListShape, ManagerShape, NumberStyle, PageLink, Paging,
    PastEnd, ProductShape, Shape, WriteAnswer,
};

/// A limit: at most `max` requests in any `window_secs` seconds, per user.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    /// Requests allowed in a window.
    pub max: usize,
    /// Length of the window in seconds.
    pub window_secs: u64,
}

/// What a 429 caused by a limit says about when to come back (row `G10`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RetryAfter {
    /// Seconds, rounded up.
    #[default]
    Seconds,
    /// An HTTP date.
    Date,
    /// Nothing.
    Absent,
}

/// Life of tokens and what the token endpoint is like (rows `A2`, `A3`).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TokenRules {
    /// Life of an access token in seconds.
    pub access_secs: u64,
    /// Life of a refresh token in seconds.
    pub refresh_secs: u64,
    /// Whether the refresh grant works at all.
    pub refresh_works: bool,
    /// Writes lifetimes as `3600.5` rather than `3600`.
    pub fractional_lifetimes: bool,
    /// The word in `token_type`.
    pub token_type: String,
}

impl Default for TokenRules {
    fn default() -> Self {
        Self {
            access_secs: 3_600,
            refresh_secs: 7_200,
            refresh_works: true,
            fractional_lifetimes: false,
            token_type: "Bearer".to_owned(),
        }
    }
}

/// Time every answer takes, drawn evenly between two bounds in milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Latency {
    /// Lower bound.
    pub min_ms: u64,
    /// Upper bound.
    pub max_ms: u64,
}

/// What CSV exports are like (row `O17`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ExportRules {
    /// Seconds from the request to the file.
    pub takes_secs: u64,
    /// Every export fails.
    pub fails: bool,
    /// Character between cells.
    pub separator: char,
    /// Latin-1 instead of UTF-8; characters outside it become `?`.
    pub latin1: bool,
    /// Starts with a byte order mark (UTF-8 only).
    pub bom: bool,
}

impl Default for ExportRules {
    fn default() -> Self {
        Self {
            takes_secs: 6,
            fails: false,
            separator: ';',
            latin1: false,
            bom: true,
        }
    }
}

/// A whole scenario.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Scenario {
    /// Seed of the world, of latencies and of faults.
    pub seed: u64,
    /// Number of orders at the start.
    pub orders: usize,
    /// Whether something happens every few seconds.
    pub live: bool,
    /// How many rows at the top of the list the live play is about.
    pub live_rows: usize,
    /// Seconds until the live play begins.
    pub live_from_secs: u64,
    /// Seconds until it ends; it never does when left out.
    pub live_until_secs: Option<u64>,
    /// Login of the account.
    pub username: String,
    /// Password of the account.
    pub password: String,
    /// Rows in a page.
    pub page_size: usize,
    /// Whether a production step moves `modification_date`; nothing promises it.
    pub step_moves_modification_date: bool,
    /// Seconds until a termination or change request settles.
    pub requests_settle_secs: u64,
    /// Route templates that answer only without their final slash (row `G1`).
    pub unslashed: Vec<String>,
    /// Route templates that do not exist at all, for example one of the two reason lists (row `R3`).
    pub missing: Vec<String>,
    /// Life of tokens.
    pub token: TokenRules,
    /// Time every answer takes.
    pub latency: Latency,
    /// Form of answers.
    pub shape: Shape,
    /// CSV exports.
    pub export: ExportRules,
    /// Quote baskets and lines.
    pub quotes: QuoteRules,
    /// Sites, eligibility requests and the catalogue.
    pub eligibility: EligibilityRules,
    /// Limits per route class; the documented ones are always there unless given another value here.
    pub limits: BTreeMap<String, Limit>,
    /// What a limit's 429 says.
    pub retry_after: RetryAfter,
    /// What goes wrong.
    pub faults: Vec<FaultRule>,
}

impl Default for Scenario {
    fn default() -> Self {
        Self {
            seed: 1,
            orders: 400,
            live: false,
            live_rows: 24,
            live_from_secs: 2,
            live_until_secs: None,
            username: "demo@covage.example".to_owned(),
            password: "demo".to_owned(),
            page_size: 100,
            step_moves_modification_date: true,
            requests_settle_secs: 90,
            unslashed: Vec::new(),
            missing: Vec::new(),
            token: TokenRules::default(),
            latency: Latency::default(),
            shape: Shape::default(),
            export: ExportRules::default(),
            quotes: QuoteRules::default(),
            eligibility: EligibilityRules::default(),
            limits: documented_limits(),
            retry_after: RetryAfter::default(),
            faults: Vec::new(),
        }
    }
}

/// The limits the documentation states or suggests for the routes served here.
fn documented_limits() -> BTreeMap<String, Limit> {
    let limit = |max, window_secs| Limit { max, window_secs };
    BTreeMap::from(
        [
            ("order_export", limit(1, 300)),
            // Assumed to be that of orders (row `Q18`).
            ("quote_export", limit(1, 300)),
            ("eligibility_sync", limit(1, 1)),
            ("eligibility_async", limit(10, 60)),
        ]
        .map(|(class, limit)| (class.to_owned(), limit)),
    )
}

/// Why a scenario file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ScenarioError {
    /// Not TOML, an unknown key or a wrong type; the text names line and column.
    #[error("scenario: {0}")]
    Toml(#[from] toml::de::Error),
    /// A value that makes no sense.
    #[error("scenario: `{key}` {problem}")]
    Value {
        /// Where it stands.
        key: &'static str,
        /// What is wrong and what would be right.
        problem: String,
    },
}

impl Scenario {
    /// Reads a scenario; keys that are left out keep their defaults.
    ///
    /// # Errors
    /// [`ScenarioError`] for text that is not a scenario, and for values outside their ranges.
    pub fn from_toml(text: &str) -> Result<Self, ScenarioError> {
        let mut scenario: Self = toml::from_str(text)?;
        for (class, limit) in documented_limits() {
            scenario.limits.entry(class).or_insert(limit);
        }
        scenario.checked()
    }

    fn checked(self) -> Result<Self, ScenarioError> {
        let wrong = |key, problem: &str| {
            Err(ScenarioError::Value {
                key,
                problem: problem.to_owned(),
            })
        };
        if self.page_size == 0 {
            return wrong("page_size", "must be at least 1");
        }
        if self.shape.missing_percent > 100 {
            return wrong("shape.missing_percent", "must be from 0 to 100");
        }
        if self.quotes.orderless_percent > 100 {
            return wrong("quotes.orderless_percent", "must be from 0 to 100");
        }
        if self.latency.max_ms < self.latency.min_ms {
            return wrong("latency.max_ms", "must not be below latency.min_ms");
        }
        if self
            .faults
            .iter()
            .any(|rule| !(0.0..=1.0).contains(&rule.probability))
        {
            return wrong("faults.probability", "must be from 0 to 1");
        }
        let unknown_class = self
            .limits
            .keys()
            .find(|class| !routes::all().any(|route| route.class == class.as_str()));
        if let Some(class) = unknown_class {
            let mut known: Vec<&str> = routes::all().map(|route| route.class).collect();
            known.sort_unstable();
            known.dedup();
            return wrong(
                "limits",
                &format!("has no class `{class}`; known: {}", known.join(", ")),
            );
        }
        if let Some(route) = self.unknown_template() {
            return wrong(
                "faults.route, unslashed and missing",
                &format!("must name a route template; `{route}` is none"),
            );
        }
        if self.faults.iter().any(|rule| rule.nth == Some(0)) {
            return wrong("faults.nth", "counts from 1");
        }
        Ok(self)
    }

    /// A template named somewhere in the scenario that no route has.
    fn unknown_template(&self) -> Option<&str> {
        let mut of_faults = self.faults.iter().filter_map(|rule| rule.route.as_ref());
        let unknown = of_faults.find(|named| {
            !routes::all().any(|route| route.template == **named || route.name() == **named)
        });
        let mut templates = self.unslashed.iter().chain(&self.missing);
        unknown
            .or_else(|| {
                templates.find(|named| !routes::all().any(|route| route.template == **named))
            })
            .map(String::as_str)
    }

    /// The world of `--demo`: some hundred orders that move, behind a network of ordinary speed.
    #[must_use]
    pub fn demo() -> Self {
        Self {
            orders: 600,
            live: true,
            // What moves is what a small terminal shows.
            live_rows: 10,
            // Someone who tries it out waits for what follows.
            quotes: QuoteRules {
                answer_secs: 30,
                order_secs: 20,
                ..QuoteRules::default()
            },
            eligibility: EligibilityRules {
                takes_secs: 15,
                ..EligibilityRules::default()
            },
            latency: Latency {
                min_ms: 15,
                max_ms: 60,
            },
            ..Self::default()
        }
    }

    /// The same for pictures: what happens begins when the top of the list has been read, and soon ends, so that every
    /// run comes to rest on the same screen.
    #[must_use]
    pub fn staged(mut self) -> Self {
        self.live_from_secs = 10;
        self.live_until_secs = Some(24);
        self
    }

    /// Sets the seed.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Sets the number of orders.
    #[must_use]
    pub fn orders(mut self, orders: usize) -> Self {
        self.orders = orders;
        self
    }

    /// Makes something happen every few seconds.
    #[must_use]
    pub fn live(mut self) -> Self {
        self.live = true;
        self
    }

    /// Makes production steps leave `modification_date` alone.
    #[must_use]
    pub fn silent_steps(mut self) -> Self {
        self.step_moves_modification_date = false;
        self
    }

    /// Sets the number of rows in a page, at least 1.
    #[must_use]
    pub fn page_size(mut self, rows: usize) -> Self {
        self.page_size = rows.max(1);
        self
    }

    /// Changes what quotes are like.
    #[must_use]
    pub fn quotes(mut self, change: impl FnOnce(&mut QuoteRules)) -> Self {
        change(&mut self.quotes);
        self
    }

    /// Changes what eligibility is like.
    #[must_use]
    pub fn eligibility(mut self, change: impl FnOnce(&mut EligibilityRules)) -> Self {
        change(&mut self.eligibility);
        self
    }

    /// Changes the form of answers.
    #[must_use]
    pub fn shape(mut self, change: impl FnOnce(&mut Shape)) -> Self {
        change(&mut self.shape);
        self
    }

    /// Sets the lives of access and refresh tokens, in seconds.
    #[must_use]
    pub fn token_life(mut self, access_secs: u64, refresh_secs: u64) -> Self {
        self.token.access_secs = access_secs;
        self.token.refresh_secs = refresh_secs;
        self
    }

    /// Limits a route class to `max` requests in any `window_secs` seconds.
    #[must_use]
    pub fn limit(mut self, class: &str, max: usize, window_secs: u64) -> Self {
        self.limits
            .insert(class.to_owned(), Limit { max, window_secs });
        self
    }

    /// Lets every answer take between two times, in milliseconds.
    #[must_use]
    pub fn latency(mut self, min_ms: u64, max_ms: u64) -> Self {
        self.latency = Latency { min_ms, max_ms };
        self
    }

    /// Adds a fault.
    #[must_use]
    pub fn fault(mut self, rule: FaultRule) -> Self {
        self.faults.push(rule);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_file_is_the_default() {
        assert_eq!(Scenario::from_toml("").unwrap(), Scenario::default());
    }

    #[test]
    fn the_default_survives_a_round_trip() {
        let text = toml::to_string(&Scenario::default()).unwrap();
        assert_eq!(Scenario::from_toml(&text).unwrap(), Scenario::default());
    }

    #[test]
    fn a_file_sets_what_it_names_and_keeps_documented_limits() {
        let scenario = Scenario::from_toml(
            "seed = 7\norders = 12\n[shape]\nlist = 'array'\npage_link = 'relative_url'\n\
             [limits.order_read]\nmax = 2\nwindow_secs = 1\n[[faults]]\nkind = 'throttle'\nnth = 3\n",
        )
        .unwrap();
        assert_eq!((scenario.seed, scenario.orders), (7, 12));
        assert_eq!(scenario.shape.list, ListShape::Array);
        assert_eq!(scenario.faults, [FaultRule::new(Fault::Throttle).nth(3)]);
        assert_eq!(
            scenario.limits["order_export"],
            Limit {
                max: 1,
                window_secs: 300
            }
        );
        assert_eq!(
            scenario.limits["order_read"],
            Limit {
                max: 2,
                window_secs: 1
            }
        );
    }

    #[test]
    fn errors_name_the_place() {
        let message = |text: &str| Scenario::from_toml(text).unwrap_err().to_string();
        let unknown = message("seed = 1\norderz = 3\n");
        assert!(
            unknown.contains("line 2") && unknown.contains("orderz"),
            "{unknown}"
        );
        assert_eq!(
            message("page_size = 0"),
            "scenario: `page_size` must be at least 1"
        );
        assert_eq!(
            message("[[faults]]\nkind = 'hang'\nnth = 0"),
            "scenario: `faults.nth` counts from 1"
        );
        assert_eq!(
            message("[limits.oder_read]\nmax = 1\nwindow_secs = 1"),
            "scenario: `limits` has no class `oder_read`; known: catalog, download, eligibility_async, eligibility_read, eligibility_site, eligibility_sync, order_export, order_read, order_write, quote_export, quote_pdf, quote_read, quote_write, referential, token"
        );
        assert!(
            Scenario::from_toml("[[faults]]\nkind = 'reset'\nroute = 'PATCH /api/v1/quote/{id}/'")
                .is_ok()
        );
        assert_eq!(
            message("[[faults]]\nkind = 'reset'\nroute = 'DELETE /api/v1/quote/{id}/'"),
            "scenario: `faults.route, unslashed and missing` must name a route template; `DELETE /api/v1/quote/{id}/` is none"
        );
        assert_eq!(
            message("[quotes]\norderless_percent = 101"),
            "scenario: `quotes.orderless_percent` must be from 0 to 100"
        );
        assert_eq!(
            message("missing = ['/api/v1/ordre/']"),
            "scenario: `faults.route, unslashed and missing` must name a route template; `/api/v1/ordre/` is none"
        );
        assert_eq!(
            message("[[faults]]\nkind = 'hang'\nprobability = 1.5"),
            "scenario: `faults.probability` must be from 0 to 1"
        );
    }
}
