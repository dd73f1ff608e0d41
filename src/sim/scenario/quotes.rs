//! What the quotes of a scenario are like: how many, how fast Covage answers, and what the documentation leaves open.

use serde::{Deserialize, Serialize};

/// The form of a line's `prices`, of which no page says anything (row `Q3`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OfferShape {
    /// Flat objects with numbers.
    #[default]
    Flat,
    /// Flat objects with numbers as text: `"145.00"`, `"36MOIS"`.
    FlatText,
    /// The product as an object of its own, other names for state and price.
    Nested,
    /// A key, a label and words where amounts would be; the state may be missing.
    Unreadable,
    /// Amounts without any key: such an offer cannot be acted upon.
    Keyless,
}

/// What quotes are like.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct QuoteRules {
    /// Number of baskets at the start.
    pub baskets: usize,
    /// Most lines in a basket at the start.
    pub lines_max: u8,
    /// Form of all offers; a mixture when left out.
    pub offers: Option<OfferShape>,
    /// Seconds from the confirmation of a basket to the answers of its lines, about.
    pub answer_secs: u64,
    /// Seconds from an accept to the order in the list.
    pub order_secs: u64,
    /// Percentage of accepted lines whose order never appears, 0 to 100 (row `Q14`).
    pub orderless_percent: u8,
    /// Whether the calls of the CSV export know the tasks of PDF exports (row `Q16`).
    pub pdf_tasks_answer: bool,
    /// Writes `trace_file` as a link instead of a name (row `Q10`).
    pub trace_as_link: bool,
    /// Calls a confirmed basket `finalized` before it is `partial_ready`, as the diagram does (row `Q1`).
    pub finalized_early: bool,
}

impl Default for QuoteRules {
    fn default() -> Self {
        Self {
            baskets: 14,
            lines_max: 8,
            offers: None,
            answer_secs: 60,
            order_secs: 45,
            orderless_percent: 15,
            pdf_tasks_answer: false,
            trace_as_link: false,
            finalized_early: false,
        }
    }
}
