//! The whole state of the program: what [`crate::app::update`] changes and the views read.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use crate::app::arrangement::Arrangement;
use crate::app::batch::Batches;
use crate::app::columns::Column;
use crate::app::dialog::Dialogs;
use crate::app::entities::eligibility::Eligibility;
use crate::app::entities::orders::Orders;
use crate::app::entities::quotes::Quotes;
use crate::app::event::{Context, Room};
use crate::app::filter::FilterRow;
use crate::app::form::Forms;
use crate::app::gauges::Gauges;
use crate::app::jobs::Jobs;
use crate::app::jumps::Jumps;
use crate::app::keymap::Keymap;
use crate::app::menu::palette::Recent;
use crate::app::notice::Notices;
use crate::app::overlay::Overlay;
use crate::app::pane::Pane;
use crate::app::query::Now;
use crate::app::saved::{Stored, View, Views};
use crate::app::views::activity::ActivityPane;
use crate::app::views::eligibility::EligibilityPane;
use crate::app::views::orders::OrdersPane;
use crate::app::views::quotes::QuotesPane;
use crate::app::writes::Writes;
use crate::domain::date::{Dates, Zone};
use crate::domain::request::RequestId;
use crate::domain::write::Way;

/// Everything the program knows.
#[derive(Debug)]
pub struct AppState {
    /// The time of the event that was last taken in.
    pub now: DateTime<Utc>,
    /// The zone dates are shown in.
    pub zone: Zone,
    /// How they are written.
    pub dates: Dates,
    /// What the layout had room for.
    pub room: Room,
    /// Who works where.
    pub session: Session,
    /// The pane on screen.
    pub pane: Pane,
    /// How its parts are arranged.
    pub arrangement: Arrangement,
    /// The orders.
    pub orders: Orders,
    /// The Orders pane.
    pub orders_pane: OrdersPane,
    /// Quote baskets and lines.
    pub quotes: Quotes,
    /// The Quotes pane.
    pub quotes_pane: QuotesPane,
    /// Eligibility requests and items.
    pub eligibility: Eligibility,
    /// The Eligibility pane.
    pub eligibility_pane: EligibilityPane,
    /// The Activity pane.
    pub activity_pane: ActivityPane,
    /// What is being changed at Covage.
    pub writes: Writes,
    /// What forms choose from and leave behind.
    pub forms: Forms,
    /// Exports, downloads and uploads.
    pub jobs: Jobs,
    /// Batches of sites.
    pub batches: Batches,
    /// Filters with their sort under a name.
    pub views: Views,
    /// What lies over the panes.
    pub overlay: Option<Overlay>,
    /// What dialogs leave behind.
    pub dialogs: Dialogs,
    /// Where the palette went.
    pub recent: Recent,
    /// What jumps left behind.
    pub jumps: Jumps,
    /// The request engine's instruments.
    pub gauges: Gauges,
    /// Messages.
    pub notices: Notices,
    /// Keys.
    pub keymap: Keymap,
    next_request: u64,
}

/// Who works where, and how: fixed while the program runs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Session {
    /// Profile name, shown in row 1.
    pub profile: String,
    /// User name at Covage.
    pub username: String,
    /// Where the API is, without a final slash.
    pub api_url: String,
    /// Whether it runs against the built-in simulator.
    pub is_demo: bool,
    /// Whether writes are off.
    pub is_read_only: bool,
    /// Whether clicks and the wheel act. The terminal is asked for them only then, but another program may have left
    /// it reporting.
    pub has_mouse: bool,
    /// `created_by` values that are us, for `by:me`.
    pub me: Vec<String>,
}

/// What the program starts with.
#[derive(Clone, Debug)]
pub struct Start {
    /// Who works where.
    pub session: Session,
    /// Refresh interval of the order list.
    pub orders_interval: TimeDelta,
    /// Refresh interval of the quotes.
    pub quotes_interval: TimeDelta,
    /// Refresh interval of the eligibility requests.
    pub eligibility_interval: TimeDelta,
    /// How long an accept, a termination or a change waits before it leaves; 0 allowed.
    pub send_delay: TimeDelta,
    /// Over which call a single site is checked, unless a person chooses.
    pub single_check: Way,
    /// Sites of one request of a batch at most.
    pub sites_per_request: usize,
    /// Filter to begin with.
    pub filter: String,
    /// Which key asks for which action.
    pub keymap: Keymap,
    /// Columns of the order list to begin with.
    pub orders_columns: Vec<Column>,
    /// How dates are written at first.
    pub dates: Dates,
    /// View to begin with; of it pane, sort and columns count, its filter stands in `filter` unless there is another.
    pub view: Option<String>,
    /// The file of saved views.
    pub views: Stored,
}

impl AppState {
    /// The state before anything was read.
    pub fn new(start: Start, cx: &Context) -> Self {
        let now = Now::new(cx.now, &cx.zone, &start.session.me);
        let views = Views::new(start.views.views, &now);
        let view = start.view.and_then(|name| views.find(&name));
        let view = view.map(|entry| entry.view.clone());
        let pane = view.as_ref().map_or_else(Pane::default, View::pane);
        let filter_of = |of| {
            if of == pane {
                start.filter.as_str()
            } else {
                ""
            }
        };
        let mut state = Self {
            now: cx.now,
            zone: cx.zone.clone(),
            dates: start.dates,
            room: cx.room,
            session: start.session,
            pane,
            arrangement: Arrangement::default(),
            orders: Orders::default(),
            orders_pane: OrdersPane::new(
                start.orders_interval,
                filter_of(Pane::Orders),
                &start.orders_columns,
                cx.now,
            ),
            quotes: Quotes::default(),
            quotes_pane: QuotesPane::new(start.quotes_interval, cx.now),
            eligibility: Eligibility::default(),
            eligibility_pane: EligibilityPane::new(start.eligibility_interval, cx.now),
            activity_pane: ActivityPane::default(),
            writes: Writes::new(start.send_delay),
            forms: Forms::new(start.single_check),
            jobs: Jobs::default(),
            batches: Batches::new(start.sites_per_request),
            views,
            overlay: None,
            dialogs: Dialogs::default(),
            recent: Recent::default(),
            jumps: Jumps::default(),
            gauges: Gauges::default(),
            notices: Notices::default(),
            keymap: start.keymap,
            next_request: 0,
        };
        state.quotes_pane.filter = FilterRow::with_text(filter_of(Pane::Quotes));
        state.eligibility_pane.filter = FilterRow::with_text(filter_of(Pane::Eligibility));
        for trouble in start.views.trouble {
            state.notices.problem(state.now, trouble);
        }
        if let Some(view) = view {
            state.arrange_as(&view);
            state.views.set_current(view.pane(), Some(view.name));
        }
        state.apply_orders_filter();
        state.apply_quotes_filter();
        state.apply_eligibility_filter();
        state
    }

    /// The local day.
    pub fn today(&self) -> NaiveDate {
        self.zone.local(self.now).date_naive()
    }

    /// A fresh request id.
    pub(crate) fn next_request(&mut self) -> RequestId {
        self.next_request += 1;
        RequestId(self.next_request)
    }
}
