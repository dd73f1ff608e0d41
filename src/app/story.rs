//! A harness for tests: the program without an outside. Events go in, effects come out, and what was submitted is
//! kept until it is answered or cancelled.

pub(crate) mod chaos;
mod eligibility;
mod quotes;

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use crate::app::arrangement::Place;
use crate::app::columns::Column;
use crate::app::effect::Effect;
use crate::app::event::{Answer, Context, Event, Room};
use crate::app::fixtures;
use crate::app::gauges::Gauges;
use crate::app::keymap::{Chord, Key, Keymap};
use crate::app::refresh::parts::REST;
use crate::app::saved::Stored;
use crate::app::state::{AppState, Session, Start};
use crate::app::update::{Effects, update};
use crate::app::views::eligibility::EligibilityPane;
use crate::app::views::quotes::QuotesPane;
use crate::domain::date::{Dates, Zone};
use crate::domain::failure::Failure;
use crate::domain::ids::OrderRef;
use crate::domain::order::OrderSummary;
use crate::domain::request::{Lane, Page, Read, Reply, RequestId};

/// The refresh interval of every story.
pub(crate) const INTERVAL: TimeDelta = TimeDelta::seconds(60);

/// The program without an outside: events go in, effects come out.
pub(crate) struct Story {
    pub(crate) state: AppState,
    pub(crate) now: DateTime<Utc>,
    pub(crate) room: Room,
    /// Requests that were submitted, neither answered nor cancelled.
    pub(crate) open: Vec<(RequestId, Read, Lane)>,
}

impl Story {
    pub(crate) fn new() -> Self {
        Self::with_filter("")
    }

    pub(crate) fn with_filter(filter: &str) -> Self {
        Self::beginning(filter, None, Stored::default())
    }

    /// A story that begins with a filter, a view and a file of views.
    pub(crate) fn beginning(filter: &str, view: Option<&str>, views: Stored) -> Self {
        let now = fixtures::now();
        let room = Room {
            list: 5,
            views: 0,
            preview: 8,
            preview_top: 0,
            preview_hidden: 20,
            preview_place: Some(Place::Below),
            is_alone: false,
            columns_ahead: 3,
            overlay: 10,
            overlay_hidden: 20,
        };
        let start = Start {
            session: Session {
                profile: "prod".to_owned(),
                username: "acme-ops".to_owned(),
                me: vec!["jm@example.com".to_owned()],
                ..Session::default()
            },
            orders_interval: INTERVAL,
            quotes_interval: crate::app::views::quotes::EVERY,
            eligibility_interval: crate::app::views::eligibility::EVERY,
            send_delay: crate::app::writes::SEND_DELAY,
            single_check: crate::domain::write::Way::default(),
            sites_per_request: 2,
            filter: filter.to_owned(),
            keymap: Keymap::default(),
            orders_columns: Column::USUAL.to_vec(),
            dates: Dates::default(),
            view: view.map(str::to_owned),
            views,
        };
        let cx = Context {
            now,
            zone: Zone::utc(),
            room,
        };
        let mut state = AppState::new(start, &cx);
        // Other panes are told by stories of their own.
        let begun = std::mem::replace(
            &mut state.quotes_pane,
            QuotesPane::swept(TimeDelta::days(10_000), now),
        );
        state.quotes_pane.filter = begun.filter;
        state.quotes_pane.list = begun.list;
        let begun = std::mem::replace(
            &mut state.eligibility_pane,
            EligibilityPane::swept(TimeDelta::days(10_000), now),
        );
        state.eligibility_pane.filter = begun.filter;
        state.eligibility_pane.list = begun.list;
        Self {
            state,
            now,
            room,
            open: Vec::new(),
        }
    }

    /// A story that begins with a list of orders, wholly read, and a cursor at rest on its first row.
    pub(crate) fn of(rows: impl IntoIterator<Item = OrderSummary>) -> Self {
        let mut story = Self::new();
        story.wake();
        story.sweep(rows);
        story.pass(REST);
        story
    }

    pub(crate) fn feed(&mut self, event: Event) -> Effects {
        let cx = Context {
            now: self.now,
            zone: Zone::utc(),
            room: self.room,
        };
        let effects = update(&mut self.state, event, &cx);
        self.note(&effects);
        effects
    }

    /// Does something that no key does yet, or not here.
    pub(crate) fn act(&mut self, act: impl FnOnce(&mut AppState, &mut Effects)) -> Effects {
        let mut effects = Effects::default();
        act(&mut self.state, &mut effects);
        self.note(&effects);
        effects
    }

    pub(crate) fn note(&mut self, effects: &Effects) {
        for effect in &effects.list {
            match effect {
                Effect::Submit { id, read, lane } => self.open.push((*id, read.clone(), *lane)),
                Effect::Cancel(id) => self.open.retain(|(open, ..)| open != id),
                _ => {}
            }
        }
    }

    pub(crate) fn wake(&mut self) -> Effects {
        self.feed(Event::Woke)
    }

    /// Lets time pass, then wakes.
    pub(crate) fn pass(&mut self, time: TimeDelta) -> Effects {
        self.now += time;
        self.wake()
    }

    pub(crate) fn key(&mut self, chord: Chord) -> Effects {
        self.feed(Event::Key(chord))
    }

    pub(crate) fn press(&mut self, key: Key) -> Effects {
        self.key(Chord::plain(key))
    }

    pub(crate) fn chars(&mut self, keys: &str) -> Effects {
        let mut last = Effects::default();
        for c in keys.chars() {
            last = self.key(Chord::char(c));
        }
        last
    }

    pub(crate) fn gauges(&mut self, gauges: Gauges) -> Effects {
        self.feed(Event::Gauged(gauges))
    }

    pub(crate) fn answer(&mut self, id: RequestId, result: Result<Reply, Failure>) -> Effects {
        self.open.retain(|(open, ..)| *open != id);
        self.feed(Event::Answered(Answer {
            ids: vec![id],
            result,
            took: Duration::from_millis(80),
        }))
    }

    /// The page of the order list that is asked for.
    pub(crate) fn page_asked(&self) -> RequestId {
        let is_page = |(_, read, _): &&(RequestId, Read, Lane)| matches!(read, Read::Orders(_));
        self.open.iter().find(is_page).expect("no page is asked").0
    }

    pub(crate) fn is_page_asked(&self) -> bool {
        self.open
            .iter()
            .any(|(_, read, _)| matches!(read, Read::Orders(_)))
    }

    pub(crate) fn asked(&self, read: &Read) -> Option<RequestId> {
        self.open
            .iter()
            .find(|(_, open, _)| open == read)
            .map(|(id, ..)| *id)
    }

    /// Answers the page that is asked for with all the rows there are.
    pub(crate) fn sweep(&mut self, rows: impl IntoIterator<Item = OrderSummary>) -> Effects {
        let id = self.page_asked();
        self.answer(id, Ok(Reply::Orders(whole(rows))))
    }

    /// Lets an interval pass and answers the sweep that is then due.
    pub(crate) fn next_sweep(&mut self, rows: impl IntoIterator<Item = OrderSummary>) -> Effects {
        self.pass(INTERVAL);
        self.sweep(rows)
    }

    /// Answers every open read of a part until none is left.
    pub(crate) fn answer_parts(&mut self) {
        while let Some((id, read, _)) = self
            .open
            .iter()
            .find(|(_, read, _)| !matches!(read, Read::Orders(_)))
            .cloned()
        {
            let reply = self.reply(&read);
            self.answer(id, Ok(reply));
        }
    }

    /// Answers every open read of orders that is not a page of the list.
    pub(crate) fn answer_parts_but_lines(&mut self) {
        let is_part = |read: &Read| matches!(read, Read::Order(_) | Read::Historic(_));
        while let Some((id, read, _)) = self.open.iter().find(|(_, it, _)| is_part(it)).cloned() {
            let reply = self.reply(&read);
            self.answer(id, Ok(reply));
        }
    }

    /// What a server would answer.
    pub(crate) fn reply(&self, read: &Read) -> Reply {
        let number = |reference: &OrderRef| {
            let digits: String = reference
                .wire()
                .chars()
                .filter(char::is_ascii_digit)
                .collect();
            digits.parse().unwrap_or(1)
        };
        match read {
            Read::Historic(reference) => {
                Reply::Historic(fixtures::plausible_historic(number(reference)))
            }
            Read::Order(reference) => {
                let row = self.state.orders.find(reference).unwrap();
                let summary = &self.state.orders.get(row).unwrap().summary;
                Reply::Order(Box::new(fixtures::plausible_detail(
                    number(reference),
                    summary,
                )))
            }
            Read::Documents(reference) => {
                let file = format!("{}_1.pdf", reference.wire());
                Reply::Documents(fixtures::documents(&[("BDC", &[&file])]))
            }
            Read::OrderRequests(Some(reference), _) => Reply::OrderRequests(
                Page {
                    rows: vec![fixtures::request("r1", reference)],
                    next: None,
                    count: None,
                    page_size: None,
                },
                "[]".into(),
            ),
            Read::TerminateReasons => Reply::TerminateReasons(vec!["Autres motifs ".into()]),
            Read::ChangeReasons => Reply::ChangeReasons(vec!["Upgrade".into()]),
            Read::SiteConnections => Reply::SiteConnections(vec!["Datacenter".into()]),
            Read::Projects(_) => Reply::Projects(none()),
            Read::BusinessCodes(_) => Reply::BusinessCodes(none()),
            read => self.reply_of_quotes(read),
        }
    }

    /// References on screen, top to bottom.
    pub(crate) fn window(&self) -> Vec<&str> {
        self.state
            .orders_pane
            .window(self.room.list)
            .iter()
            .map(|row| {
                self.state
                    .orders
                    .get(*row)
                    .unwrap()
                    .summary
                    .reference
                    .wire()
            })
            .collect()
    }

    pub(crate) fn cursor(&self) -> Option<&str> {
        self.state
            .order_under_cursor()
            .map(|order| order.summary.reference.wire())
    }

    pub(crate) fn notice(&self) -> Option<&str> {
        self.state
            .notices
            .current(self.state.now)
            .map(|notice| notice.text.as_str())
    }
}

/// A list without rows.
fn none<T>() -> Page<T> {
    Page {
        rows: Vec::new(),
        next: None,
        count: None,
        page_size: None,
    }
}

/// A list in one page.
pub(crate) fn whole(rows: impl IntoIterator<Item = OrderSummary>) -> Page<OrderSummary> {
    Page {
        rows: rows.into_iter().collect(),
        next: None,
        count: None,
        page_size: Some(100),
    }
}

/// An order in production, last touched `number` minutes after midnight: higher numbers stand higher in the list.
pub(crate) fn row(number: u32) -> OrderSummary {
    fixtures::order(number)
        .state("in_progress")
        .modified(&format!(
            "2026-05-28T{:02}:{:02}:00Z",
            number / 60,
            number % 60
        ))
        .build()
}

/// Orders `count` down to 1, as the list shows them.
pub(crate) fn rows(count: u32) -> Vec<OrderSummary> {
    (1..=count).rev().map(row).collect()
}

pub(crate) fn reference(number: u32) -> OrderRef {
    row(number).reference
}

/// Gauges with half of the budget and more to spare.
pub(crate) fn calm() -> Gauges {
    Gauges {
        used: 1,
        cap: 120,
        ..Gauges::default()
    }
}
