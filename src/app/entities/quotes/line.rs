//! A line and how well it is known.

use chrono::{DateTime, NaiveDate, Utc};

use crate::app::loadable::Loadable;
use crate::domain::date::Zone;
use crate::domain::ids::BasketId;
use crate::domain::quote::{Line, LineState};
use crate::domain::text::Text;
use crate::domain::write::LineKey;

use super::merge;
use super::news::{LineNews, LineSeen};

/// A line and how well it is known.
#[derive(Clone, Debug)]
pub struct QuoteLine {
    /// As last told, merged.
    pub line: Line,
    /// Its basket, once a basket's detail named it.
    pub basket: Option<BasketId>,
    /// When its list row was last read.
    pub listed_at: Option<DateTime<Utc>>,
    /// How its detail, with the offers, was read.
    pub detail: Loadable<()>,
    /// Since when the list no longer holds it.
    pub gone_since: Option<DateTime<Utc>>,
    /// Whether it was deleted, or has been gone for so long that it is shown no more. Its number stays taken.
    pub has_left: bool,
    /// What is worth a person's eye.
    pub news: LineNews,
    /// What a person knew of it before it changed; `None` while there is nothing they have not seen.
    pub seen: Option<Box<LineSeen>>,
    /// When its state or validity was last seen to move: offers read before that are worth re-reading.
    pub hinted_at: Option<DateTime<Utc>>,
    /// The list row as it came, for the Raw tab.
    pub row_raw: Option<Text>,
    pub(super) sweep: Option<u32>,
}

impl QuoteLine {
    pub(in crate::app) fn met(line: Line, counts_as_new: bool) -> Self {
        Self {
            line,
            basket: None,
            listed_at: None,
            detail: Loadable::default(),
            gone_since: None,
            has_left: false,
            news: LineNews {
                is_new: counts_as_new,
                ..LineNews::default()
            },
            seen: None,
            hinted_at: None,
            row_raw: None,
            sweep: None,
        }
    }

    /// What paths that need the basket take (Q4).
    pub fn key(&self) -> Option<LineKey> {
        Some(LineKey {
            basket: self.basket.clone()?,
            line: self.line.id.clone(),
        })
    }

    /// What people call it: its reference, else its key.
    pub fn name(&self) -> &str {
        self.name_text().line()
    }

    /// As [`Self::name`], foreign.
    pub fn name_text(&self) -> &Text {
        let reference = self.line.reference.as_ref();
        reference.unwrap_or(self.line.id.text())
    }

    /// The end customer: of the line, else of its first site.
    pub fn customer(&self) -> Option<&Text> {
        let of_line = self.line.end_customer_name.as_ref();
        of_line.or_else(|| {
            let mut contacts = self.line.contacts.iter();
            contacts.find_map(|contact| contact.end_customer_name.as_ref())
        })
    }

    /// Days until the offers are no longer valid; negative when they are over, `None` where no day is told.
    pub fn days_left(&self, today: NaiveDate, zone: &Zone) -> Option<i64> {
        let day = self.line.validity_date.as_ref()?.day(zone)?;
        Some((day - today).num_days())
    }

    /// Whether its offers matter now: it is ready, or in a state nobody documented.
    pub fn awaits_an_answer(&self) -> bool {
        let is_open = matches!(self.line.state, LineState::Ready | LineState::Other(_));
        is_open && self.line.broken.is_none()
    }

    /// When anything of it was last read.
    pub fn read_at(&self) -> Option<DateTime<Utc>> {
        self.listed_at.max(self.detail.read_at())
    }

    /// Whether its offers were read before it was last seen to move.
    pub fn is_outdated(&self) -> bool {
        let read_at = self.detail.read_at().zip(self.hinted_at);
        read_at.is_some_and(|(read_at, hinted_at)| read_at < hinted_at)
    }

    /// Merges a list row or a create answer.
    pub(super) fn take_row(&mut self, row: Line) {
        if self.detail.read_at().is_none() {
            self.line.raw = row.raw.clone();
        }
        merge::row(&mut self.line, row);
    }

    /// Merges a detail.
    pub(super) fn take_detail(&mut self, detail: Line, at: DateTime<Utc>) {
        merge::detail(&mut self.line, detail);
        self.detail.succeed((), at);
    }

    pub(super) fn clock_set_back(&mut self, now: DateTime<Utc>) {
        let clamp = |at: &mut Option<DateTime<Utc>>| *at = at.map(|at| at.min(now));
        clamp(&mut self.listed_at);
        clamp(&mut self.gone_since);
        clamp(&mut self.hinted_at);
        clamp(&mut self.news.changed_at);
        self.detail.clock_set_back(now);
    }
}
