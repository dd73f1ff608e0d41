//! `R`: reading what the filter is unsure of, else the whole list anew. What costs many calls is asked first.

use crate::app::effect::Effect;
use crate::app::overlay::{Overlay, Question};
use crate::app::query::Query;
use crate::app::refresh::load::{Load, LoadProgress};
use crate::app::refresh::parts::{Pending, read};
use crate::app::state::AppState;
use crate::app::update::Effects;
use crate::domain::request::{Lane, RequestId};

/// More calls than this are asked before they are made.
const ASKS_ABOVE: usize = 20;

/// What is asked of Covage at once, with its price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Price {
    /// Orders it is about; `None` for the whole list.
    pub orders: Option<usize>,
    /// Calls it takes.
    pub calls: usize,
}

/// `1 call`, `13 calls`.
pub fn calls(count: usize) -> String {
    counted(count, "call")
}

fn counted(count: usize, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {what}{plural}")
}

impl AppState {
    /// What is said when the first of all rows in doubt are read; `what` of them, by the singular of a row.
    pub(crate) fn reading_said(
        &self,
        first: usize,
        all: usize,
        (what, row): (&str, &str),
    ) -> String {
        let rows = counted(all, row);
        if first < all {
            let key = self.keymap.tell("{refresh_view}");
            return format!("reading the first {first} of {rows}; {key} again reads more");
        }
        format!("reading the {what} of {rows}: {}", calls(all))
    }

    /// How far the load under way is.
    pub fn load_progress(&self) -> Option<LoadProgress> {
        self.orders_pane.load.as_ref().map(Load::progress)
    }

    /// The price in words, with the time at the present pace.
    pub fn price_line(&self, price: Price) -> String {
        let key = self.keymap.tell("{refresh_view}");
        let what = match price.orders {
            Some(orders) => format!("{key} reads {}", counted(orders, "order")),
            None => format!("{key} reads the whole list"),
        };
        let time = self.time_for(price.calls);
        format!("{what}: {}{time}", calls(price.calls))
    }

    /// What stands in the way of calls now, and what then becomes of them.
    pub fn hindrance(&self) -> Option<String> {
        let gauges = &self.gauges;
        if gauges.offline.is_some() {
            return Some("offline: they wait until the connection is back".to_owned());
        }
        let cap = gauges.slowed?.cap;
        Some(format!("Covage slowed us down to {cap} a minute"))
    }

    /// `, about 1 min`, once the pace is known.
    fn time_for(&self, calls: usize) -> String {
        let gauges = &self.gauges;
        let cap = gauges.slowed.map_or(gauges.cap, |slowed| slowed.cap);
        if cap == 0 {
            return String::new();
        }
        let secs = (calls * 60).div_ceil(cap as usize);
        match secs {
            ..50 => format!(", about {secs} s"),
            50..5_400 => format!(", about {} min", (secs + 30) / 60),
            _ => format!(", about {} h", (secs + 1_800) / 3_600),
        }
    }

    /// What `R` does.
    pub(super) fn refresh_view(&mut self, effects: &mut Effects) {
        if self.is_login_stuck() {
            // One call tells whether more would get through; a load under way goes on after it.
            return self.read_list(effects);
        }
        if let Some(LoadProgress { done, total, .. }) = self.load_progress() {
            let said = format!("loading already: {done} of {total}; Esc stops it");
            return self.notices.info(self.now, said);
        }
        let cost = self.orders_pane.index.load_cost();
        let price = if cost.calls > 0 {
            Price {
                orders: Some(cost.rows),
                calls: cost.calls,
            }
        } else {
            Price {
                orders: None,
                calls: self.pages_of_list(),
            }
        };
        if price.calls > ASKS_ABOVE {
            self.overlay = Some(Overlay::Question(Question::Read(price)));
        } else {
            self.read_at(price, effects);
        }
    }

    /// Reads what was asked for; the person knows the price.
    pub(crate) fn read_at(&mut self, price: Price, effects: &mut Effects) {
        if price.orders.is_some() {
            self.begin_load(effects);
        } else {
            self.read_list(effects);
        }
    }

    /// What reading the list will cost, by the last time; while it is being read, nothing more.
    fn pages_of_list(&self) -> usize {
        let sweep = &self.orders_pane.sweep;
        let last = sweep.last().filter(|_| sweep.progress().is_none());
        last.map_or(0, |last| last.pages as usize)
    }

    fn read_list(&mut self, effects: &mut Effects) {
        effects.push(Effect::TryNow);
        self.hurry_sweep(effects);
        self.notices.info(self.now, "reading the list anew");
    }

    fn begin_load(&mut self, effects: &mut Effects) {
        effects.push(Effect::TryNow);
        let index = &self.orders_pane.index;
        let Some(query) = index.query() else {
            return;
        };
        let load = Load::new(query.text(), index.unsettled());
        let total = load.progress().total;
        self.orders_pane.load = Some(load);
        let hindrance = self.hindrance();
        let hindrance = hindrance.map_or_else(String::new, |why| format!("; {why}"));
        let said = format!("loading what is in doubt: {}{hindrance}", calls(total));
        self.notices.info(self.now, said);
    }

    /// Asks for what comes next of the load. Called after every event.
    pub(super) fn plan_load(&mut self, effects: &mut Effects) {
        let filter = self.orders_pane.index.query().map(Query::text);
        if let Some(load) = &self.orders_pane.load
            && !load.is_for(filter)
        {
            return self.stop_load(effects);
        }
        if self.gauges.offline.is_some() {
            return;
        }
        let Some(mut load) = self.orders_pane.load.take() else {
            return;
        };
        let index = &self.orders_pane.index;
        let mut next = Vec::new();
        while next.len() < load.room()
            && let Some(part) = load.next(|row, part| index.would_settle(row, part))
        {
            next.push(part);
        }
        for (row, part) in next {
            let Some(order) = self.orders.get(row) else {
                continue;
            };
            let read = read(part, order.summary.reference.clone());
            let lane = Lane::User;
            let id = self.submit_part(Pending { row, part, lane }, read, effects);
            load.submitted(id);
        }
        if load.is_done() {
            self.load_ended(load.progress());
        } else {
            self.orders_pane.load = Some(load);
        }
    }

    /// Whether an answer is one of the load's; it is counted then.
    pub(super) fn is_loaded(&mut self, id: RequestId, is_read: bool) -> bool {
        let load = self.orders_pane.load.as_mut();
        load.is_some_and(|load| load.answered(id, is_read))
    }

    fn load_ended(&mut self, LoadProgress { total, failed, .. }: LoadProgress) {
        let maybe = self.orders_pane.index.counts().maybe;
        let key = self.keymap.tell("{refresh_view}");
        let said = match (failed, maybe) {
            (0, 0) => format!("loaded {total}: every row is exact"),
            (0, _) => format!("loaded {total}: {maybe} in doubt"),
            _ => format!(
                "loaded {} of {total}, {failed} failed: {key} tries again",
                total - failed
            ),
        };
        self.notices.info(self.now, said);
    }

    /// Gives up what is left of the load; true when there was one.
    pub(super) fn stop_load_by_hand(&mut self, effects: &mut Effects) -> bool {
        let Some(LoadProgress { done, total, .. }) = self.load_progress() else {
            return false;
        };
        self.stop_load(effects);
        self.notices
            .info(self.now, format!("loading stopped at {done} of {total}"));
        true
    }

    fn stop_load(&mut self, effects: &mut Effects) {
        let Some(load) = self.orders_pane.load.take() else {
            return;
        };
        for id in load.in_flight() {
            effects.push(Effect::Cancel(*id));
            let reads = &mut self.orders_pane.reads;
            if let Some(flight) = reads.answered(*id) {
                let Pending { row, part, .. } = flight.pending;
                if !reads.is_pending(row, part) {
                    self.orders.abandon_part(row, part);
                }
            }
        }
    }
}
