//! The states of eligibility requests and of their items, and the way through them.
//!
//! ```text
//! acknowledged -> in_progress.elig -> in_progress.offer -> [in_progress.price] -> done.ready
//!                        |                    `- by quotation only --.
//!                        |- not eligible -----------------------> done.unable_to_provide
//!                        `- bad data ---------------------------> terminated_with_error
//! ```

use chrono::{DateTime, Duration, Utc};

use super::super::super::scenario::Outcome;

/// State of a request or of an item (rows `E8`, `E9`, `E24`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum State {
    /// Taken in.
    Acknowledged,
    /// The site is being looked at.
    Elig,
    /// Offers are being looked for.
    Offer,
    /// Prices are being computed.
    Price,
    /// Has its offers.
    Ready,
    /// Not eligible, or by quotation only.
    Unable,
    /// What was sent could not be used.
    Error,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 7] = [
        Self::Acknowledged,
        Self::Elig,
        Self::Offer,
        Self::Price,
        Self::Ready,
        Self::Unable,
        Self::Error,
    ];

    /// The word the API uses.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Acknowledged => "acknowledged",
            Self::Elig => "in_progress.elig",
            Self::Offer => "in_progress.offer",
            Self::Price => "in_progress.price",
            Self::Ready => "done.ready",
            Self::Unable => "done.unable_to_provide",
            Self::Error => "terminated_with_error",
        }
    }

    /// Whether nothing follows it.
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Ready | Self::Unable | Self::Error)
    }
}

/// An entry of a history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// The state that began.
    pub state: State,
    /// When.
    pub at: DateTime<Utc>,
    /// Why; empty for what goes well.
    pub reason: &'static str,
}

impl Outcome {
    /// The states on the way, each with its share of the time in thousandths, and the reason of the last one.
    fn way(self, is_priced: bool) -> (&'static [(State, i32)], &'static str) {
        use State::{Acknowledged, Elig, Error, Offer, Price, Ready, Unable};
        match self {
            Self::Ready if is_priced => (
                &[
                    (Acknowledged, 0),
                    (Elig, 60),
                    (Offer, 170),
                    (Price, 600),
                    (Ready, 1_000),
                ],
                "",
            ),
            Self::Ready => (
                &[(Acknowledged, 0), (Elig, 60), (Offer, 170), (Ready, 1_000)],
                "",
            ),
            Self::Quotation => (
                &[(Acknowledged, 0), (Elig, 60), (Offer, 170), (Unable, 700)],
                "Offres sur devis uniquement",
            ),
            Self::NotEligible => (
                &[(Acknowledged, 0), (Elig, 60), (Unable, 400)],
                "Site non éligible",
            ),
            Self::Invalid | Self::NotFound => (
                &[(Acknowledged, 0), (Elig, 60), (Error, 250)],
                "L'adresse ne correspond pas au site",
            ),
            Self::Stuck => (&[(Acknowledged, 0), (Elig, 60)], ""),
        }
    }

    /// What is going to happen to an item from `start` on, when the whole way to offers takes `takes`.
    pub(super) fn plan(
        self,
        is_priced: bool,
        start: DateTime<Utc>,
        takes: Duration,
    ) -> Vec<Change> {
        let (way, reason) = self.way(is_priced);
        let at = |thousandths| start + takes * thousandths / 1_000;
        way.iter()
            .map(|(state, share)| Change {
                state: *state,
                at: at(*share),
                reason: if state.is_final() { reason } else { "" },
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_begins_with_acknowledged_and_ends_in_a_final_state() {
        let start = "2026-05-04T09:00:00Z".parse().unwrap();
        let words = |outcome: Outcome, is_priced| -> Vec<&str> {
            let plan = outcome.plan(is_priced, start, Duration::seconds(10));
            assert!(plan.is_sorted_by_key(|change| change.at));
            plan.iter().map(|change| change.state.word()).collect()
        };
        let found = ["acknowledged", "in_progress.elig", "in_progress.offer"];
        assert_eq!(words(Outcome::Ready, false)[..3], found);
        assert_eq!(words(Outcome::Ready, false)[3..], ["done.ready"]);
        assert_eq!(
            words(Outcome::Ready, true)[3..],
            ["in_progress.price", "done.ready"]
        );
        assert_eq!(
            words(Outcome::Quotation, true)[3..],
            ["done.unable_to_provide"]
        );
        assert_eq!(
            words(Outcome::NotEligible, true)[2..],
            ["done.unable_to_provide"]
        );
        assert_eq!(
            words(Outcome::Invalid, true)[2..],
            ["terminated_with_error"]
        );
        assert_eq!(words(Outcome::Stuck, true), found[..2]);
    }
}
