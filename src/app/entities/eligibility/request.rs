//! An eligibility request and how well it is known.

use chrono::{DateTime, TimeDelta, Utc};

use crate::app::entities::beginning;
use crate::app::loadable::Loadable;
use crate::domain::eligibility::Qualification;
use crate::domain::ids::QualificationItemId;
use crate::domain::text::Text;
use crate::domain::write::{Qualify, is_mark};

use super::news::{EligibilityNews, Told};

/// A request that was made longer ago than this and is still open is not in a hurry.
const YOUNG_FOR: TimeDelta = TimeDelta::minutes(5);

/// An eligibility request and how well it is known.
#[derive(Clone, Debug)]
pub struct KnownRequest {
    /// As last told, merged; its items stand in the table of items.
    pub request: Qualification,
    /// Its items in the server's order, from its detail or the answer that created it.
    pub items: Vec<QualificationItemId>,
    /// What was sent, where this program sent it: answers leave project and families out (E5).
    pub asked: Option<Asked>,
    /// When its list row was last read.
    pub listed_at: Option<DateTime<Utc>>,
    /// How its detail, with items and offers, was read.
    pub detail: Loadable<()>,
    /// Since when the list no longer holds it.
    pub gone_since: Option<DateTime<Utc>>,
    /// Whether it has been gone for so long that it is shown no more. Its number stays taken.
    pub has_left: bool,
    /// What is worth a person's eye.
    pub news: EligibilityNews,
    /// When its state was last seen to move in the list: a detail read before that is worth re-reading.
    pub hinted_at: Option<DateTime<Utc>>,
    /// The list row as it came, for the Raw tab.
    pub row_raw: Option<Text>,
    /// How often its detail was read and found it open; `None` where it was not young any more when it was met.
    pub(in crate::app) looks: Option<u32>,
    pub(super) sweep: Option<u32>,
}

/// What this program asked for, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// What was sent.
    pub qualify: Qualify,
    /// When it was confirmed.
    pub at: DateTime<Utc>,
}

impl KnownRequest {
    pub(super) fn met(mut request: Qualification, counts_as_new: bool, at: DateTime<Utc>) -> Self {
        request.items = None;
        let made_at = request
            .creation_date
            .as_ref()
            .and_then(crate::domain::date::FlexDate::instant);
        let is_young = made_at.is_none_or(|made_at| at - made_at < YOUNG_FOR);
        Self {
            request,
            items: Vec::new(),
            asked: None,
            listed_at: None,
            detail: Loadable::default(),
            gone_since: None,
            has_left: false,
            news: EligibilityNews {
                is_new: counts_as_new,
                ..EligibilityNews::default()
            },
            hinted_at: None,
            row_raw: None,
            looks: is_young.then_some(0),
            sweep: None,
        }
    }

    /// What people call it: their own reference, else the beginning of its key.
    pub fn name(&self) -> &str {
        let own = self.own_reference().map(Text::line);
        own.unwrap_or_else(|| beginning(self.request.id.text().line()))
    }

    /// The reference a person gave it; a mark of ours is none.
    pub fn own_reference(&self) -> Option<&Text> {
        let own = self.request.external_id.as_ref()?;
        (!own.line().is_empty() && !is_mark(own)).then_some(own)
    }

    /// Its project, as an answer told it, else as it was sent (E5).
    pub fn project(&self) -> Option<&Text> {
        let told = self.request.project.as_ref();
        told.or_else(|| self.asked.as_ref()?.qualify.project.as_ref())
    }

    /// Whether it may still come further: one goes on asking until it is final (E9).
    pub fn is_open(&self) -> bool {
        let state = self.request.state.as_ref();
        state.is_none_or(|state| !state.is_final()) && self.request.broken.is_none()
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

    pub(super) fn told(&self) -> Told {
        Told {
            state: self.request.state.clone(),
            offers: None,
        }
    }

    pub(super) fn clock_set_back(&mut self, now: DateTime<Utc>) {
        let clamp = |at: &mut Option<DateTime<Utc>>| *at = at.map(|at| at.min(now));
        clamp(&mut self.listed_at);
        clamp(&mut self.gone_since);
        clamp(&mut self.hinted_at);
        self.news.clock_set_back(now);
        self.detail.clock_set_back(now);
    }
}
