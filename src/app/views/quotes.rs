//! The Quotes pane: baskets, lines and the offers of a line.

mod list_pane;

use chrono::{DateTime, TimeDelta, Utc};

use crate::app::action::Action;
use crate::app::entities::quotes::{QuoteLine, QuoteRow};
use crate::app::filter::FilterRow;
use crate::app::keymap::Chord;
use crate::app::pane::Focus;
use crate::app::state::AppState;
use crate::app::table::Cursor;
use crate::app::update::Effects;
use crate::domain::failure::Failure;
use crate::domain::quote::Offer;
use crate::domain::request::{Reply, RequestId};

/// Time between two sweeps over the quotes, unless configured.
pub const EVERY: TimeDelta = TimeDelta::minutes(5);

/// State of the Quotes pane.
#[derive(Debug)]
pub struct QuotesPane {
    /// The filter row.
    pub filter: FilterRow,
    /// Where keys go.
    pub focus: Focus,
    /// Cursor and window.
    pub cursor: Cursor,
    interval: TimeDelta,
}

impl QuotesPane {
    /// A pane that has read nothing.
    pub fn new(interval: TimeDelta, _now: DateTime<Utc>) -> Self {
        Self {
            filter: FilterRow::default(),
            focus: Focus::default(),
            cursor: Cursor::default(),
            interval,
        }
    }
}

impl AppState {
    /// The line under the cursor.
    pub fn line_under_cursor(&self) -> Option<&QuoteLine> {
        let row = self.quotes_pane.cursor.row()?;
        match self.quotes.row(row)? {
            QuoteRow::Line(line) => self.quotes.line(line),
            QuoteRow::Basket(_) => None,
        }
    }

    /// The offer of that line which accept and decline are about, and its place among all offers of the line: the one
    /// under the cursor of the offers.
    pub fn offer_under_cursor(&self) -> Option<(usize, &Offer)> {
        self.line_under_cursor()?
            .line
            .offers
            .as_ref()?
            .iter()
            .enumerate()
            .next()
    }

    /// Carries out an action; false when there is nothing to go back from.
    pub(crate) fn act_on_quotes(&mut self, action: Action, _effects: &mut Effects) -> bool {
        action != Action::Back
    }

    /// Why an action cannot be carried out in this pane now.
    pub(crate) fn why_not_in_quotes(&self, _action: Action) -> Option<&'static str> {
        None
    }

    /// Takes in an answer, if the pane asked for it.
    pub(crate) fn quotes_answered(
        &mut self,
        _id: RequestId,
        _result: &Result<Reply, Failure>,
        _effects: &mut Effects,
    ) {
    }

    /// Submits what the pane needs to know now.
    pub(crate) fn plan_quotes(&mut self, _effects: &mut Effects) {
        let _ = self.quotes_pane.interval;
    }

    /// When the pane wants to be woken.
    pub(crate) fn quotes_wake(&self) -> Option<DateTime<Utc>> {
        None
    }

    /// What was asked will not be answered any more.
    pub(crate) fn quotes_unanswered(&mut self) {}

    /// Takes a key while the filter is edited; false when it is to be read as an action.
    pub(crate) fn quotes_filter_key(&mut self, chord: Chord) -> bool {
        self.quotes_pane.filter.key(chord);
        true
    }

    /// A person changed the filter.
    pub(crate) fn refilter_quotes(&mut self) {}

    /// Brings cursor and window in line with the rows and the room there is.
    pub(crate) fn fit_quotes(&mut self) {}
}
