//! Faults a scenario can ask for, and the `NAME=PROB` spelling of the command line.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Something that goes wrong with one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// Waits before doing anything; amount: milliseconds (2000).
    Latency,
    /// 429 with `Retry-After` in seconds; amount: seconds (30).
    Throttle,
    /// 429 with `Retry-After` as a date; amount: seconds from now (30).
    ThrottleDate,
    /// 429 without `Retry-After`.
    ThrottleBare,
    /// 5xx with an HTML body; amount: status (502).
    ServerError,
    /// Never answers.
    Hang,
    /// Closes the connection with a reset, without a byte of answer; nothing is applied.
    Reset,
    /// Resets the connection in the middle of the body.
    ResetMidway,
    /// Closes the connection in the middle of the body: `Content-Length` promises more than is sent.
    Truncate,
    /// Kills the presented access token before its time.
    Revoke,
    /// Answers something that is not JSON, in full length.
    Malformed,
    /// Replaces one row of a list by something else.
    BadRow,
    /// Answers one enormous text; amount: bytes (50 MiB).
    Huge,
    /// Applies a write, then resets the connection without a byte of answer.
    LostAnswer,
    /// Applies a write, then answers 5xx with an HTML body; amount: status (504).
    LateError,
    /// Applies a write, then never answers.
    LateHang,
    /// Closes the connection with a reset, without a byte of answer, and applies the write later all the same; amount:
    /// milliseconds (5000).
    LateApply,
}

impl Fault {
    /// Every fault with the name the command line and TOML use.
    pub const NAMES: [(&'static str, Self); 17] = [
        ("latency", Self::Latency),
        ("throttle", Self::Throttle),
        ("throttle_date", Self::ThrottleDate),
        ("throttle_bare", Self::ThrottleBare),
        ("server_error", Self::ServerError),
        ("hang", Self::Hang),
        ("reset", Self::Reset),
        ("reset_midway", Self::ResetMidway),
        ("truncate", Self::Truncate),
        ("revoke", Self::Revoke),
        ("malformed", Self::Malformed),
        ("bad_row", Self::BadRow),
        ("huge", Self::Huge),
        ("lost_answer", Self::LostAnswer),
        ("late_error", Self::LateError),
        ("late_hang", Self::LateHang),
        ("late_apply", Self::LateApply),
    ];

    /// True for faults that only make sense for a write.
    pub const fn needs_write(self) -> bool {
        matches!(
            self,
            Self::LostAnswer | Self::LateError | Self::LateHang | Self::LateApply
        )
    }
}

/// When a fault strikes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FaultRule {
    /// What goes wrong.
    pub kind: Fault,
    /// Chance per request, 0 to 1.
    #[serde(default = "always")]
    pub probability: f64,
    /// Only requests of this route template, such as `/api/v1/order/{reference}/`, or of one method of it, such as
    /// `PATCH /api/v1/quote/{id}/`; none means all, the token endpoint included.
    #[serde(default)]
    pub route: Option<String>,
    /// Only the nth request that the rule could strike, counted from 1.
    #[serde(default)]
    pub nth: Option<u64>,
    /// Strikes at most this often.
    #[serde(default)]
    pub count: Option<u64>,
    /// Meaning and default depend on `kind`.
    #[serde(default)]
    pub amount: Option<u64>,
}

const fn always() -> f64 {
    1.0
}

impl FaultRule {
    /// A rule that strikes every request.
    pub const fn new(kind: Fault) -> Self {
        Self {
            kind,
            probability: 1.0,
            route: None,
            nth: None,
            count: None,
            amount: None,
        }
    }

    /// Strikes with this chance, 0 to 1.
    #[must_use]
    pub fn probability(mut self, probability: f64) -> Self {
        self.probability = probability;
        self
    }

    /// Strikes one route only, given by its template, or by its method and template.
    #[must_use]
    pub fn on(mut self, route: &str) -> Self {
        self.route = Some(route.to_owned());
        self
    }

    /// Strikes the nth matching request only, counted from 1.
    #[must_use]
    pub fn nth(mut self, nth: u64) -> Self {
        self.nth = Some(nth);
        self
    }

    /// Strikes at most `count` times.
    #[must_use]
    pub fn times(mut self, count: u64) -> Self {
        self.count = Some(count);
        self
    }

    /// Sets the amount whose meaning depends on the kind.
    #[must_use]
    pub fn amount(mut self, amount: u64) -> Self {
        self.amount = Some(amount);
        self
    }
}

/// Why a fault on the command line cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FaultError {
    /// No equals sign.
    #[error("fault `{0}` needs a probability: write `{0}=0.05`")]
    NoProbability(String),
    /// A name that is no fault.
    #[error("unknown fault `{name}`{}; known: {known}", hint(.nearest.as_deref()))]
    Unknown {
        /// The name as given.
        name: String,
        /// The closest known name, if one is close.
        nearest: Option<String>,
        /// Every known name.
        known: String,
    },
    /// A probability that is not a number from 0 to 1.
    #[error("probability `{value}` of fault `{name}` must be a number from 0 to 1")]
    BadProbability {
        /// The fault.
        name: String,
        /// The value as given.
        value: String,
    },
}

fn hint(nearest: Option<&str>) -> String {
    nearest
        .map(|name| format!(" (did you mean `{name}`?)"))
        .unwrap_or_default()
}

impl FromStr for FaultRule {
    type Err = FaultError;

    /// Reads `NAME=PROB`.
    fn from_str(text: &str) -> Result<Self, FaultError> {
        let (name, value) = text
            .split_once('=')
            .ok_or_else(|| FaultError::NoProbability(text.to_owned()))?;
        let name = name.trim().replace('-', "_");
        let kind = Fault::NAMES
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, kind)| *kind);
        let Some(kind) = kind else {
            let nearest = Fault::NAMES
                .iter()
                .map(|(known, _)| (strsim::damerau_levenshtein(known, &name), *known))
                .min()
                .filter(|(distance, _)| *distance <= 3)
                .map(|(_, known)| known.to_owned());
            let known = Fault::NAMES.map(|(known, _)| known).join(", ");
            return Err(FaultError::Unknown {
                name,
                nearest,
                known,
            });
        };
        match value.trim().parse::<f64>() {
            Ok(probability) if (0.0..=1.0).contains(&probability) => {
                Ok(Self::new(kind).probability(probability))
            }
            _ => Err(FaultError::BadProbability {
                name,
                value: value.to_owned(),
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_reads_as_name_and_probability() {
        let rule: FaultRule = "reset=0.25".parse().unwrap();
        assert_eq!(rule, FaultRule::new(Fault::Reset).probability(0.25));
        assert_eq!(
            "late-hang = 1".parse::<FaultRule>().unwrap().kind,
            Fault::LateHang
        );
    }

    #[test]
    fn errors_name_the_cause_and_the_way_out() {
        let message = |text: &str| text.parse::<FaultRule>().unwrap_err().to_string();
        assert_eq!(
            message("reset"),
            "fault `reset` needs a probability: write `reset=0.05`"
        );
        assert!(
            message("rest=1")
                .starts_with("unknown fault `rest` (did you mean `reset`?); known: latency, ")
        );
        assert!(message("earthquake=1").starts_with("unknown fault `earthquake`; known: "));
        for value in ["2", "-0.1", "NaN", "often", ""] {
            let text = message(&format!("hang={value}"));
            assert_eq!(
                text,
                format!("probability `{value}` of fault `hang` must be a number from 0 to 1")
            );
        }
    }
}
