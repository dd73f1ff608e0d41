//! The panes: which there are, and which one has the screen.
//!
//! One pane is shown at a time. All of them go on reading what they need while another is shown.

use crate::app::action::Action;
use crate::app::entities::orders::RowId;
use crate::app::filter::FilterRow;
use crate::app::index::Counts;
use crate::app::news::NewsPlaces;
use crate::app::state::AppState;
use crate::app::table::{Cursor, Move};

/// A pane.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Pane {
    /// Orders with their production timeline.
    #[default]
    Orders,
    /// Quote baskets, lines and offers.
    Quotes,
    /// Eligibility requests, sites and what can be had there.
    Eligibility,
    /// Jobs, writes and errors.
    Activity,
}

impl Pane {
    /// Every pane, from left to right.
    pub const ALL: [Self; 4] = [
        Self::Orders,
        Self::Quotes,
        Self::Eligibility,
        Self::Activity,
    ];

    /// Its title.
    pub fn title(self) -> &'static str {
        match self {
            Self::Orders => "Orders",
            Self::Quotes => "Quotes",
            Self::Eligibility => "Eligibility",
            Self::Activity => "Activity",
        }
    }

    /// Its title where there is little room.
    pub fn short_title(self) -> &'static str {
        match self {
            Self::Eligibility => "Elig",
            other => other.title(),
        }
    }

    /// The action that shows it.
    pub fn action(self) -> Action {
        match self {
            Self::Orders => Action::Orders,
            Self::Quotes => Action::Quotes,
            Self::Eligibility => Action::Eligibility,
            Self::Activity => Action::Activity,
        }
    }
}

/// Where keys go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Focus {
    /// The list.
    #[default]
    List,
    /// The preview.
    Preview,
}

/// What a pane tells of itself to the parts of the screen that all panes share: filter row, hints, layout.
pub trait ListPane {
    /// The filter row.
    fn filter(&self) -> &FilterRow;

    /// The same, to edit.
    fn filter_mut(&mut self) -> &mut FilterRow;

    /// Where keys go.
    fn focus(&self) -> Focus;

    /// Sends keys elsewhere.
    fn set_focus(&mut self, focus: Focus);

    /// The rows shown, in order.
    fn rows(&self) -> &[RowId];

    /// Where a row is shown.
    fn place(&self, row: RowId) -> Option<usize>;

    /// Cursor and window.
    fn cursor(&self) -> &Cursor;

    /// Moves the cursor where `height` rows fit; returns whether it is on another row.
    fn go(&mut self, movement: Move, height: usize) -> bool;

    /// Where rows that are new or changed are shown; `None` in a list without news.
    fn news(&self) -> Option<&NewsPlaces>;

    /// The row under the cursor.
    fn row(&self) -> Option<RowId> {
        self.cursor().row()
    }

    /// How many rows there are and are shown.
    fn counts(&self) -> Counts;

    /// How they are sorted, in words: `slack^, step`; empty where nothing can be sorted.
    fn sort_words(&self) -> String;
}

impl AppState {
    /// The pane on screen.
    pub fn list_pane(&self) -> &dyn ListPane {
        self.list_pane_of(self.pane)
    }

    /// Any pane.
    pub fn list_pane_of(&self, pane: Pane) -> &dyn ListPane {
        match pane {
            Pane::Orders => &self.orders_pane,
            Pane::Quotes => &self.quotes_pane,
            Pane::Eligibility => &self.eligibility_pane,
            Pane::Activity => &self.activity_pane,
        }
    }

    pub(crate) fn list_pane_mut(&mut self) -> &mut dyn ListPane {
        self.list_pane_of_mut(self.pane)
    }

    pub(crate) fn list_pane_of_mut(&mut self, pane: Pane) -> &mut dyn ListPane {
        match pane {
            Pane::Orders => &mut self.orders_pane,
            Pane::Quotes => &mut self.quotes_pane,
            Pane::Eligibility => &mut self.eligibility_pane,
            Pane::Activity => &mut self.activity_pane,
        }
    }

    /// Shows a pane. What is typed in the one before stands, as after Enter.
    pub(crate) fn show_pane(&mut self, pane: Pane) {
        self.pane = pane;
        self.fit_panes();
    }

    /// What people call a row of a pane; empty where rows have no names.
    pub(crate) fn row_name(&self, pane: Pane, row: RowId) -> &str {
        match pane {
            Pane::Orders => self
                .orders
                .get(row)
                .map_or("", |order| order.summary.reference.text().line()),
            Pane::Quotes => self.quote_name(row),
            Pane::Eligibility => self.eligibility_name(row),
            Pane::Activity => "",
        }
    }

    /// Brings every list in line with the room there is.
    pub(crate) fn fit_panes(&mut self) {
        for pane in Pane::ALL {
            self.fit_pane(pane);
        }
    }

    /// Brings a list in line with its rows and the room there is.
    pub(crate) fn fit_pane(&mut self, pane: Pane) {
        match pane {
            Pane::Orders => self.fit_orders(),
            Pane::Quotes => self.fit_quotes(),
            Pane::Eligibility => self.fit_eligibility(),
            Pane::Activity => self.fit_activity(),
        }
    }
}
