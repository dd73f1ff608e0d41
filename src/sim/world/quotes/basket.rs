//! A quote basket: the lines that are confirmed together.
//!
//! ```text
//! acknowledged -> confirmed -> partial_ready -> ready -> partial_finalized -> finalized
//! ```
//!
//! Its state is never stored: it follows from its lines, so the two cannot disagree.

use chrono::{DateTime, Utc};

use super::line::{Line, LineState};

/// State of a basket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BasketState {
    /// A draft.
    Acknowledged,
    /// Confirmed; no line has an answer.
    Confirmed,
    /// Some lines have an answer.
    PartialReady,
    /// All lines have an answer, nothing was decided.
    Ready,
    /// Something was decided, something is left to decide.
    PartialFinalized,
    /// Nothing is left to decide.
    Finalized,
}

impl BasketState {
    /// Every state, in the order of a basket's life.
    pub const ALL: [Self; 6] = [
        Self::Acknowledged,
        Self::Confirmed,
        Self::PartialReady,
        Self::Ready,
        Self::PartialFinalized,
        Self::Finalized,
    ];

    /// The word the API uses.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Acknowledged => "acknowledged",
            Self::Confirmed => "confirmed",
            Self::PartialReady => "partial_ready",
            Self::Ready => "ready",
            Self::PartialFinalized => "partial_finalized",
            Self::Finalized => "finalized",
        }
    }
}

/// A basket.
#[derive(Clone, Debug)]
pub struct Basket {
    /// Key, a UUID.
    pub id: String,
    /// The caller's own reference; may be empty.
    pub external_id: String,
    /// Project code; may be empty.
    pub project_id: String,
    /// When it was created.
    pub created: DateTime<Utc>,
    /// `quote_date`: when it was created or confirmed.
    pub quoted: DateTime<Utc>,
    /// Whether it was confirmed.
    pub is_confirmed: bool,
    /// Its lines, oldest first.
    pub lines: Vec<Line>,
}

impl Basket {
    /// The state that its lines lead to.
    pub fn state(&self) -> BasketState {
        if !self.is_confirmed {
            return BasketState::Acknowledged;
        }
        let count = |wanted: LineState| {
            self.lines
                .iter()
                .filter(|line| line.state == wanted)
                .count()
        };
        let waiting = count(LineState::Acknowledged) + count(LineState::Confirmed);
        let open = count(LineState::Ready);
        let decided = count(LineState::Accepted) + count(LineState::Refused);
        match (waiting, open) {
            (0, 0) => BasketState::Finalized,
            _ if waiting == self.lines.len() => BasketState::Confirmed,
            (0, _) if decided == 0 => BasketState::Ready,
            (0, _) => BasketState::PartialFinalized,
            _ => BasketState::PartialReady,
        }
    }
}
