//! Which baskets and lines to read next.
//!
//! Order of worth: what a person asked for, the row under a resting cursor, rows on screen whose offers matter, and last,
//! with spare budget only and one at a time, the offers of lines that await an answer and the baskets that tell which
//! line is in which (Q4). Offers of a line that awaits nothing are read only for the row under the cursor.
//!
//! Invariants: few reads are under way at a time; what left the screen is cancelled; nothing of this is read while the
//! pane is not on screen, but for the background.

use std::collections::{HashMap, VecDeque};

use chrono::{DateTime, TimeDelta, Utc};

use crate::app::entities::orders::RowId;
use crate::app::entities::quotes::{QuoteBasket, QuoteLine, QuoteRow, Quotes};
use crate::app::loadable::{Attempt, Loadable};
use crate::domain::quote::BasketState;
use crate::domain::request::{Lane, Read, RequestId};

/// Reads of rows on screen that are under way at once.
const VISIBLE_AT_ONCE: usize = 4;
/// Reads that a person asked for together and that are under way at once.
const WANTED_AT_ONCE: usize = 4;
/// A failed read is tried again after this long, unless a person asks.
const RETRY_AFTER: TimeDelta = TimeDelta::seconds(30);
/// Rows on screen are re-read this many intervals after their last read; the cursor's row after one.
const VISIBLE_INTERVALS: i32 = 2;
/// Offers that await an answer, likewise, while nobody looks at them: the list itself tells of another state or validity
/// sooner.
const BACKGROUND_INTERVALS: i32 = 3;

/// A read that is under way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    /// Whose.
    pub row: QuoteRow,
    /// Who waits.
    pub lane: Lane,
    /// Whether it is one of many that a person asked for together: of those none is news by itself.
    pub is_of_many: bool,
}

/// The reads under way, and what is to come.
#[derive(Clone, Debug, Default)]
pub struct QuoteReads {
    pending: HashMap<RequestId, Pending>,
    wanted: VecDeque<QuoteRow>,
    /// Before this moment the background has nothing to do; `None` until it is known.
    background: Option<Rest>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rest {
    Until(DateTime<Utc>),
    /// Until something comes in.
    ForNow,
}

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
    /// A read was submitted under `id`.
    pub fn submitted(&mut self, id: RequestId, pending: Pending) {
        self.pending.insert(id, pending);
    }

    /// The read `id` was answered; `None` when it is not one of these.
    pub fn answered(&mut self, id: RequestId) -> Option<Pending> {
        self.pending.remove(&id)
    }

    /// Whether a row is being read for somebody.
    pub fn is_pending(&self, row: &QuoteRow) -> bool {
        self.pending.values().any(|pending| pending.row == *row)
    }

    /// Something came in: the background may have something to do.
    pub fn came_in(&mut self) {
        self.background = None;
    }

    /// A person asked for these together.
    pub fn want(&mut self, rows: impl IntoIterator<Item = QuoteRow>) {
        self.wanted.extend(rows);
    }

    /// How many of those are still to come.
    pub fn wanted(&self) -> usize {
        let is_of_many = |pending: &&Pending| pending.is_of_many;
        self.wanted.len() + self.pending.values().filter(is_of_many).count()
    }

    /// A person wants no more of those.
    pub fn want_no_more(&mut self) -> bool {
        let is_any = !self.wanted.is_empty();
        self.wanted.clear();
        is_any
    }

    /// Gives up every read under way; returns them.
    pub fn forget(&mut self) -> impl Iterator<Item = QuoteRow> + use<> {
        self.wanted.clear();
        self.background = None;
        let all = std::mem::take(&mut self.pending);
        all.into_values().map(|pending| pending.row)
    }

    /// Reads for rows that left the screen, to be cancelled.
    pub fn take_stale(&mut self, quotes: &Quotes, wants: &Wants<'_>) -> Vec<(RequestId, QuoteRow)> {
        let basket = wants.basket_in_preview(quotes);
        let is_on_screen = |row: &QuoteRow| {
            let number = quotes.number(row);
            basket.as_ref() == Some(row)
                || number
                    .is_some_and(|row| wants.visible.contains(&row) || wants.rested == Some(row))
        };
        let is_stale =
            |pending: &Pending| pending.lane == Lane::Visible && !is_on_screen(&pending.row);
        let stale: Vec<_> = self
            .pending
            .iter()
            .filter(|(_, pending)| is_stale(pending))
            .map(|(id, pending)| (*id, pending.row.clone()))
            .collect();
        for (id, _) in &stale {
            self.pending.remove(id);
        }
        stale
    }

    /// The next reads to submit.
    pub fn plan(&mut self, quotes: &Quotes, wants: &Wants<'_>) -> Vec<Pending> {
        let mut planned = self.plan_wanted(quotes, wants.now);
        self.plan_visible(quotes, wants, &mut planned);
        if planned.is_empty()
            && wants.has_spare_budget
            && self.count(Lane::Background) == 0
            && self.is_background_due(wants.now)
        {
            planned.extend(self.plan_background(quotes, wants));
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
        let is_idle = wants.has_spare_budget && self.count(Lane::Background) == 0;
        let background = match self.background {
            Some(Rest::Until(at)) if is_idle => Some(at.max(wants.now)),
            _ => None,
        };
        [visible, background].into_iter().flatten().min()
    }

    fn plan_wanted(&mut self, quotes: &Quotes, now: DateTime<Utc>) -> Vec<Pending> {
        let is_of_many = |pending: &&Pending| pending.is_of_many;
        let under_way = self.pending.values().filter(is_of_many).count();
        let mut planned = Vec::new();
        while under_way + planned.len() < WANTED_AT_ONCE
            && let Some(row) = self.wanted.pop_front()
        {
            // What another read settled meanwhile costs no call.
            if due(quotes, &row, TimeDelta::MAX, now).is_some_and(|due| due <= now) {
                planned.push(Pending {
                    row,
                    lane: Lane::User,
                    is_of_many: true,
                });
            }
        }
        planned
    }

    fn plan_visible(&self, quotes: &Quotes, wants: &Wants<'_>, planned: &mut Vec<Pending>) {
        let mut room = VISIBLE_AT_ONCE.saturating_sub(self.count(Lane::Visible));
        for (row, age) in wants.on_screen(quotes) {
            if room == 0 {
                return;
            }
            let is_due = due(quotes, &row, age, wants.now).is_some_and(|due| due <= wants.now)
                || self.is_left_to_background(&row);
            if is_due && planned.iter().all(|other| other.row != row) {
                planned.push(Pending {
                    row,
                    lane: Lane::Visible,
                    is_of_many: false,
                });
                room -= 1;
            }
        }
    }

    fn plan_background(&mut self, quotes: &Quotes, wants: &Wants<'_>) -> Option<Pending> {
        let lines = quotes
            .lines()
            .filter(|(_, line)| line.awaits_an_answer())
            .map(|(_, line)| {
                let row = QuoteRow::Line(line.line.id.clone());
                (row, wants.interval * BACKGROUND_INTERVALS)
            });
        let baskets = quotes
            .baskets()
            .filter(|_| wants.wants_baskets)
            .filter(|(_, basket)| is_worth_reading(basket, quotes))
            .map(|(_, basket)| {
                let row = QuoteRow::Basket(basket.basket.id.clone());
                (row, TimeDelta::zero())
            });
        let dues = lines.chain(baskets).filter_map(|(row, age)| {
            let due = due(quotes, &row, age, wants.now)?;
            Some((due, row))
        });
        let Some((due, row)) = dues.min_by_key(|(due, _)| *due) else {
            self.background = Some(Rest::ForNow);
            return None;
        };
        if due > wants.now {
            self.background = Some(Rest::Until(due));
            return None;
        }
        Some(Pending {
            row,
            lane: Lane::Background,
            is_of_many: false,
        })
    }

    fn is_background_due(&self, now: DateTime<Utc>) -> bool {
        match self.background {
            None => true,
            Some(Rest::Until(at)) => at <= now,
            Some(Rest::ForNow) => false,
        }
    }

    /// Whether a read is under way for nobody in particular, and thus behind everything that somebody waits for. A second
    /// wish in a better lane lifts the first.
    fn is_left_to_background(&self, row: &QuoteRow) -> bool {
        let mut lanes = self
            .pending
            .values()
            .filter(|pending| pending.row == *row)
            .map(|pending| pending.lane)
            .peekable();
        lanes.peek().is_some() && lanes.all(|lane| lane == Lane::Background)
    }

    fn count(&self, lane: Lane) -> usize {
        let pending = self.pending.values();
        pending.filter(|pending| pending.lane == lane).count()
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

fn due_of(
    detail: &Loadable<()>,
    is_outdated: bool,
    age: TimeDelta,
    now: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    let wanted_at = match detail.read_at() {
        _ if is_outdated => DateTime::<Utc>::MIN_UTC,
        // Read in the future: the clock was set back since, and nothing can be said about its age.
        Some(read_at) if read_at <= now => read_at.checked_add_signed(age)?,
        _ => DateTime::<Utc>::MIN_UTC,
    };
    match detail.attempt() {
        Attempt::Loading => None,
        Attempt::Idle => Some(wanted_at),
        Attempt::Failed(_, at) => Some(wanted_at.max(*at.min(&now) + RETRY_AFTER)),
    }
}
