//! Which baskets and lines to read next.
//!
//! Order of worth: what a person asked for, the row under a resting cursor, rows on screen whose offers matter, and last,
//! with spare budget only and one at a time, the offers of lines that await an answer and the baskets that tell which
//! line is in which (Q4). Offers of a line that awaits nothing are read only for the row under the cursor.
//!
//! Invariants: few reads are under way at a time; what left the screen is cancelled; nothing of this is read while the
//! pane is not on screen, but for the background.

use chrono::{DateTime, TimeDelta, Utc};

use crate::app::entities::orders::RowId;
use crate::app::entities::quotes::{QuoteBasket, QuoteLine, QuoteRow, Quotes};
use crate::app::refresh::reads::{Pending, Reads, due_of};
use crate::domain::quote::BasketState;
use crate::domain::request::{Read, RequestId};

/// Rows on screen are re-read this many intervals after their last read; the cursor's row after one.
const VISIBLE_INTERVALS: i32 = 2;
/// Offers that await an answer, likewise, while nobody looks at them: the list itself tells of another state or validity
/// sooner.
const BACKGROUND_INTERVALS: i32 = 3;

/// The reads of lines and baskets under way.
pub type QuoteReads = Reads<QuoteRow>;

/// What the planner is to know of the moment.
#[derive(Clone, Copy, Debug)]
pub struct Wants<'a> {
    /// The row under the cursor, if it has rested there long enough.
    pub rested: Option<RowId>,
    /// Whether the open tab shows the basket of a line.
    pub shows_basket: bool,
    /// Rows on screen, top to bottom; none while another pane is shown or the cursor moves.
    pub visible: &'a [RowId],
    /// Whether baskets are read in the background: once the pane was opened.
    pub wants_baskets: bool,
    /// The refresh interval of the lists.
    pub interval: TimeDelta,
    /// Whether the budget has room for what nobody waits for.
    pub has_spare_budget: bool,
    /// Now.
    pub now: DateTime<Utc>,
}

impl QuoteReads {
    /// Reads for rows that left the screen, to be cancelled.
    pub fn take_off_screen(
        &mut self,
        quotes: &Quotes,
        wants: &Wants<'_>,
    ) -> Vec<(RequestId, QuoteRow)> {
        let basket = wants.basket_in_preview(quotes);
        self.take_stale(|row| {
            let number = quotes.number(row);
            basket.as_ref() == Some(row)
                || number
                    .is_some_and(|row| wants.visible.contains(&row) || wants.rested == Some(row))
        })
    }

    /// The next reads to submit.
    pub fn plan(&mut self, quotes: &Quotes, wants: &Wants<'_>) -> Vec<Pending<QuoteRow>> {
        let now = wants.now;
        let is_due = |row: &QuoteRow, age| due(quotes, row, age, now).is_some_and(|due| due <= now);
        let mut planned = self.plan_wanted(|row| is_due(row, TimeDelta::MAX));
        self.plan_visible(wants.on_screen(quotes), is_due, &mut planned);
        if planned.is_empty() && wants.has_spare_budget {
            planned.extend(self.plan_background(now, || wants.first_in_background(quotes)));
        }
        planned
    }

    /// When to plan again although nothing happens.
    pub fn due(&self, quotes: &Quotes, wants: &Wants<'_>) -> Option<DateTime<Utc>> {
        let of = |(row, age): (QuoteRow, TimeDelta)| {
            let due = due(quotes, &row, age, wants.now)?;
            Some(due.max(wants.now + TimeDelta::seconds(1)))
        };
        let visible = wants.on_screen(quotes).filter_map(of).min();
        let background = self.background_due(wants.now);
        let background = background.filter(|_| wants.has_spare_budget);
        [visible, background].into_iter().flatten().min()
    }
}

impl Wants<'_> {
    /// What is worth reading of what is on screen, with the age from which on it is; the row under the cursor first.
    fn on_screen(&self, quotes: &Quotes) -> impl Iterator<Item = (QuoteRow, TimeDelta)> {
        let rested = self.rested.and_then(|row| quotes.row(row)).cloned();
        let basket = self.basket_in_preview(quotes);
        let in_hand = rested.into_iter().chain(basket);
        let in_hand = in_hand.map(|row| (row, self.interval));
        let visible = self.visible.iter().filter_map(|row| {
            let is_worth = match quotes.line_at(*row) {
                Some(line) => line.awaits_an_answer(),
                None => true,
            };
            let row = quotes.row(*row).filter(|_| is_worth)?;
            Some((row.clone(), self.interval * VISIBLE_INTERVALS))
        });
        in_hand.chain(visible)
    }

    /// What is worth reading of what nobody looks at, and from when on: what waits longest first.
    fn first_in_background(&self, quotes: &Quotes) -> Option<(DateTime<Utc>, QuoteRow)> {
        let lines = quotes
            .lines()
            .filter(|(_, line)| line.awaits_an_answer())
            .map(|(_, line)| {
                let row = QuoteRow::Line(line.line.id.clone());
                (row, self.interval * BACKGROUND_INTERVALS)
            });
        let baskets = quotes
            .baskets()
            .filter(|_| self.wants_baskets)
            .filter(|(_, basket)| is_worth_reading(basket, quotes))
            .map(|(_, basket)| {
                let row = QuoteRow::Basket(basket.basket.id.clone());
                (row, TimeDelta::zero())
            });
        let dues = lines.chain(baskets).filter_map(|(row, age)| {
            let due = due(quotes, &row, age, self.now)?;
            Some((due, row))
        });
        dues.min_by_key(|(due, _)| *due)
    }

    /// The basket of the line under the cursor, where the open tab shows it.
    fn basket_in_preview(&self, quotes: &Quotes) -> Option<QuoteRow> {
        let line = quotes.line_at(self.rested.filter(|_| self.shows_basket)?)?;
        line.basket.clone().map(QuoteRow::Basket)
    }
}

/// The call that reads a row.
pub fn read(row: &QuoteRow) -> Read {
    match row {
        QuoteRow::Basket(id) => Read::Basket(id.clone()),
        QuoteRow::Line(id) => Read::Line(id.clone()),
    }
}

/// Whether a basket's detail has something to tell that nobody knows: it was never read, it moved, or a line came up that
/// may be one of its own.
fn is_worth_reading(basket: &QuoteBasket, quotes: &Quotes) -> bool {
    let Some(read_at) = basket.detail.read_at() else {
        return true;
    };
    let may_have_grown = basket.basket.state != BasketState::Finalized
        && quotes
            .orphan_met_at()
            .is_some_and(|met_at| read_at < met_at);
    basket.is_outdated() || may_have_grown
}

/// When a row is to be read, if it grows old at an age; a moment that is past for what was never read.
fn due(
    quotes: &Quotes,
    row: &QuoteRow,
    age: TimeDelta,
    now: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    let of_line = |line: &QuoteLine| {
        let is_there = line.gone_since.is_none() && line.line.broken.is_none();
        is_there.then(|| due_of(&line.detail, line.is_outdated(), age, now))
    };
    let of_basket = |basket: &QuoteBasket| {
        let is_there = basket.gone_since.is_none() && basket.basket.broken.is_none();
        is_there.then(|| due_of(&basket.detail, basket.is_outdated(), age, now))
    };
    match row {
        QuoteRow::Line(id) => of_line(quotes.line(id)?)?,
        QuoteRow::Basket(id) => of_basket(quotes.basket(id)?)?,
    }
}
