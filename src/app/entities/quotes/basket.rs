//! A basket and how well it is known.

use chrono::{DateTime, Utc};

use crate::app::entities::{beginning, fill};
use crate::app::loadable::Loadable;
use crate::domain::ids::LineId;
use crate::domain::quote::Basket;
use crate::domain::text::Text;

/// A basket and how well it is known.
#[derive(Clone, Debug)]
pub struct QuoteBasket {
    /// As last told, merged; its lines stand in the table of lines.
    pub basket: Basket,
    /// Its lines in the server's order, from its detail.
    pub lines: Vec<LineId>,
    /// When its list row was last read.
    pub listed_at: Option<DateTime<Utc>>,
    /// How its detail was read.
    pub detail: Loadable<()>,
    /// Since when the list no longer holds it.
    pub gone_since: Option<DateTime<Utc>>,
    /// Whether it has been gone for so long that it is shown no more. Its number stays taken.
    pub has_left: bool,
    /// When its list row was last seen to move: a detail read before that is worth re-reading.
    pub hinted_at: Option<DateTime<Utc>>,
    pub(super) sweep: Option<u32>,
}

impl QuoteBasket {
    pub(super) fn met(mut basket: Basket) -> Self {
        basket.lines = None;
        Self {
            basket,
            lines: Vec::new(),
            listed_at: None,
            detail: Loadable::default(),
            gone_since: None,
            has_left: false,
            hinted_at: None,
            sweep: None,
        }
    }

    /// What people call it: their own reference, else the beginning of its key.
    pub fn name(&self) -> &str {
        let own = self.basket.external_id.as_ref().map(Text::line);
        own.filter(|own| !own.is_empty())
            .unwrap_or_else(|| beginning(self.basket.id.text().line()))
    }

    /// When anything of it was last read.
    pub fn read_at(&self) -> Option<DateTime<Utc>> {
        self.listed_at.max(self.detail.read_at())
    }

    /// Whether its detail was read before its list row was last seen to move.
    pub fn is_outdated(&self) -> bool {
        let read_at = self.detail.read_at().zip(self.hinted_at);
        read_at.is_some_and(|(read_at, hinted_at)| read_at < hinted_at)
    }

    /// Merges an answer; what it does not hold stays. True if anything differs.
    pub(super) fn take(&mut self, new: Basket, at: DateTime<Utc>) -> bool {
        let was = self.basket.clone();
        let known = &mut self.basket;
        known.state = new.state;
        fill(&mut known.external_id, new.external_id);
        fill(&mut known.project, new.project);
        fill(&mut known.quote_date, new.quote_date);
        fill(&mut known.creation_date, new.creation_date);
        known.broken = new.broken;
        known.raw = new.raw;
        let has_moved = known.state != was.state;
        if has_moved {
            self.hinted_at = Some(at);
        }
        has_moved
            || (&known.external_id, &known.project) != (&was.external_id, &was.project)
            || (&known.quote_date, &known.creation_date) != (&was.quote_date, &was.creation_date)
    }

    pub(super) fn clock_set_back(&mut self, now: DateTime<Utc>) {
        let clamp = |at: &mut Option<DateTime<Utc>>| *at = at.map(|at| at.min(now));
        clamp(&mut self.listed_at);
        clamp(&mut self.gone_since);
        clamp(&mut self.hinted_at);
        self.detail.clock_set_back(now);
    }
}
