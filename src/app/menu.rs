//! A list to choose from, over the panes: help, palette and every menu are one of these.
//!
//! What a menu lists stands in a file each; how keys go through it and what a choice does stand here, once. Items are
//! listed when the menu opens, when its search text changes, after a choice that leaves it open, and within
//! [`FOLLOWS_AFTER`] of news from outside; never per frame. However the items change, the cursor stays on the one it
//! is on.

pub mod actions;
pub mod columns;
pub mod copy;
mod eligibility;
pub mod facets;
mod finder;
pub mod help;
pub mod jump;
mod keys;
pub mod palette;
mod place;
mod quotes;
pub mod sort;
pub mod views;
mod words;

use chrono::{DateTime, TimeDelta, Utc};
use tui_input::Input;

use crate::app::action::Action;
use crate::app::columns::{AnyColumn, Column};
use crate::app::entities::orders::RowId;
use crate::app::form::Ask;
use crate::app::form::eligibility::LineFrom;
use crate::app::jobs::Wish;
use crate::app::keymap::Chord;
use crate::app::overlay::Overlay;
use crate::app::pane::Pane;
use crate::app::state::AppState;
use crate::app::update::Effects;
use crate::domain::ids::{BasketId, LineId, OrderRef, QualificationItemId};
use crate::domain::text::Text;
use crate::domain::write::LineField;

use palette::Went;
use place::Place;

/// How long an open menu may lag behind what came in: a burst of answers is not worth as many listings.
pub const FOLLOWS_AFTER: TimeDelta = TimeDelta::milliseconds(250);

/// Which menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `?`: keys and filter language.
    Help,
    /// `x`: what is possible here.
    Actions,
    /// `:`: orders, quotes, views and actions by typing.
    Palette,
    /// `f`: values of the rows shown.
    Facets,
    /// `o`: what to sort by.
    Sort,
    /// `c`: which columns.
    Columns,
    /// `s`: saved filters.
    Views,
    /// `Y`: what to copy.
    Copy,
    /// `e`: what belongs to the row.
    Jump,
    /// `+`: what can be made here.
    New,
    /// Into which basket a line goes.
    Basket,
    /// `C`: what a basket lacks before it can be confirmed.
    Missing,
    /// `X`: what Covage can export.
    Export,
    /// `T`: the files of a line or an order.
    Files,
}

impl Kind {
    fn title(self, pane: Pane, reference: &str) -> String {
        let title = match self {
            Self::Help => return format!("Help: {}", pane.title()),
            Self::Actions => "Actions",
            Self::Palette => "Go to",
            Self::Facets => "Values of the rows shown",
            Self::Sort => "Sort by",
            Self::Columns => "Columns",
            Self::Views => "Views",
            Self::Copy => return format!("Copy of {reference}"),
            Self::Jump => return format!("Belongs to {reference}"),
            Self::New => "New",
            Self::Basket => "Basket",
            Self::Missing => "Missing",
            Self::Export => "Export",
            Self::Files => "Files",
        };
        title.to_owned()
    }

    /// Whether letters are searched for; in the other menus they choose.
    pub fn is_searched(self) -> bool {
        matches!(self, Self::Help | Self::Palette | Self::Facets)
    }
}

/// An open menu.
#[derive(Clone, Debug)]
pub struct Menu {
    /// Which.
    pub kind: Kind,
    /// What stands over it.
    pub title: String,
    /// The row it is about, whatever comes under the cursor of the list meanwhile.
    row: Option<RowId>,
    search: Input,
    listed: Listing,
    place: Place,
    listed_at: DateTime<Utc>,
    /// Something came in since.
    is_behind: bool,
}

/// What a menu lists.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Listing {
    /// Its lines.
    pub items: Vec<Item>,
    /// How many were found, such as `3 of 48 actions`.
    pub count: String,
}

impl From<Vec<Item>> for Listing {
    fn from(items: Vec<Item>) -> Self {
        Self {
            items,
            count: String::new(),
        }
    }
}

/// A line of a menu.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// First column: a key, a box to tick, a kind.
    pub lead: String,
    /// What it is.
    pub text: String,
    /// At the right edge: a count, a key.
    pub note: String,
    /// What Tab makes of the search text; its own text if nothing else.
    pub completion: Option<String>,
    /// More to say of it, shown while the cursor is on it; may have several lines.
    pub more: String,
    /// Why it cannot be chosen.
    pub off: Option<String>,
    /// The key that chooses it, in menus that are not searched.
    pub hot: Option<Chord>,
    /// What choosing it means.
    pub choice: Choice,
}

/// What choosing an item means.
#[derive(Clone, Debug, PartialEq)]
pub enum Choice {
    /// Nothing: a heading.
    Heading,
    /// Nothing: said in passing; the cursor goes past it.
    Remark,
    /// Nothing: something to read.
    Text,
    /// As the key of the action.
    Act(Action),
    /// Goes to an order.
    Order(RowId),
    /// Puts another filter in force.
    Filter(String),
    /// Puts a value of the field of a name into the filter, or takes it out.
    Term(&'static str, String),
    /// Goes to a quote line or a basket.
    Quote(RowId),
    /// Goes to an eligibility request or a site.
    Eligibility(RowId),
    /// Reads a quote line that nobody read yet.
    ReadLine(LineId),
    /// Reads a site that nobody read yet.
    ReadSite(QualificationItemId),
    /// Puts another filter of the quotes in force.
    QuoteFilter(String),
    /// Opens a view.
    View(usize),
    /// Deletes a view, after a question.
    DeleteView(usize),
    /// Sorts by a column.
    Sort(AnyColumn),
    /// Sorts by a second column.
    SortThen(AnyColumn),
    /// Shows a column or leaves it out.
    Column(Column),
    /// Moves a column, to the right if true.
    ShiftColumn(Column, bool),
    /// Back to the columns of the start.
    FirstColumns,
    /// Copies a text.
    Copy(String),
    /// Opens the form of something new.
    New(New),
    /// Opens the form of a line at a field it lacks.
    Missing(LineId, LineField),
    /// Exports, downloads, uploads or deletes a file.
    Wish(Box<Wish>),
}

/// Something new that has a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum New {
    /// A basket.
    Basket,
    /// A line in a basket.
    Line(BasketId),
    /// A request on an order.
    Request(Ask, OrderRef),
    /// An eligibility check of a site.
    Check,
    /// Prices of offers.
    Prices,
    /// A line of a site, in a basket to be chosen.
    LineOf(LineFrom),
    /// The same in this basket.
    LineFrom(BasketId, LineFrom),
    /// A basket for it.
    BasketFor(LineFrom),
    /// A batch of the sites of a file.
    Batch,
}

impl Item {
    /// An item of a text and what choosing it means.
    pub fn new(text: impl Into<String>, choice: Choice) -> Self {
        Self {
            lead: String::new(),
            text: text.into(),
            note: String::new(),
            completion: None,
            more: String::new(),
            off: None,
            hot: None,
            choice,
        }
    }

    /// A heading.
    pub fn heading(text: impl Into<String>) -> Self {
        Self::new(text, Choice::Heading)
    }

    /// Something said in passing.
    pub fn remark(text: impl Into<String>) -> Self {
        Self::new(text, Choice::Remark)
    }

    /// Something to read.
    pub fn text(lead: impl Into<String>, text: impl Into<String>) -> Self {
        Self::new(text, Choice::Text).lead(lead)
    }

    /// With a first column.
    #[must_use]
    pub fn lead(self, lead: impl Into<String>) -> Self {
        Self {
            lead: lead.into(),
            ..self
        }
    }

    /// With a note at the right edge.
    #[must_use]
    pub fn note(self, note: impl Into<String>) -> Self {
        Self {
            note: note.into(),
            ..self
        }
    }

    /// With what Tab makes of the search text.
    #[must_use]
    pub fn completion(self, text: impl Into<String>) -> Self {
        Self {
            completion: Some(text.into()),
            ..self
        }
    }

    /// With more to say than its line holds.
    #[must_use]
    pub fn more(self, more: impl Into<String>) -> Self {
        Self {
            more: more.into(),
            ..self
        }
    }

    /// Impossible, if there is a reason.
    #[must_use]
    pub fn off(self, why: Option<impl Into<String>>) -> Self {
        Self {
            off: why.map(Into::into),
            ..self
        }
    }

    /// Chosen by a key.
    #[must_use]
    pub fn hot(self, chord: Chord) -> Self {
        Self {
            lead: chord.to_string(),
            hot: Some(chord),
            ..self
        }
    }

    /// Whether the cursor can stand on it.
    pub fn is_selectable(&self) -> bool {
        !matches!(self.choice, Choice::Heading | Choice::Remark)
    }

    /// Whether it is the same item, listed at another time: what it is stays, what is told of it may differ.
    fn is_same(&self, other: &Self) -> bool {
        match (&self.choice, &other.choice) {
            (
                Choice::Act(_)
                | Choice::Order(_)
                | Choice::Quote(_)
                | Choice::Eligibility(_)
                | Choice::View(_)
                | Choice::Sort(_)
                | Choice::Term(..),
                _,
            ) => self.choice == other.choice,
            // A filter or a text to copy follows from the rows; the item is known by its name.
            (choice, other_choice) => {
                std::mem::discriminant(choice) == std::mem::discriminant(other_choice)
                    && (&self.lead, &self.text) == (&other.lead, &other.text)
            }
        }
    }
}

/// What becomes of a menu after a choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    /// It closes.
    Close,
    /// It stays, with its items listed anew.
    Stay,
}

impl Menu {
    /// What is searched for.
    pub fn search(&self) -> &str {
        self.search.value()
    }

    /// Where the caret stands in it, in characters.
    pub fn caret(&self) -> usize {
        self.search.cursor()
    }

    /// Its lines.
    pub fn items(&self) -> &[Item] {
        &self.listed.items
    }

    /// How many were found.
    pub fn count(&self) -> &str {
        &self.listed.count
    }

    /// The line under the cursor.
    pub fn selected(&self) -> Option<&Item> {
        self.items()
            .get(self.cursor())
            .filter(|item| item.is_selectable())
    }

    /// Index of the line under the cursor.
    pub fn cursor(&self) -> usize {
        self.place.cursor
    }

    /// First line shown when `height` fit.
    pub fn top(&self, height: usize) -> usize {
        self.place.top(self.items(), height)
    }

    /// Lists other items and keeps the cursor on the one it is on, or near its place.
    fn relist(&mut self, listed: Listing, height: usize) {
        self.place.follow(&self.listed.items, &listed.items, height);
        self.listed = listed;
    }

    /// Puts the cursor on a line, as a click does; false when it cannot stand there.
    pub(crate) fn point(&mut self, index: usize) -> bool {
        let is_possible = self.items().get(index).is_some_and(Item::is_selectable);
        if is_possible {
            self.place.cursor = index;
        }
        is_possible
    }

    pub(crate) fn go(&mut self, lines: isize, height: usize) {
        self.place.go(&self.listed.items, lines, height);
    }
}

impl AppState {
    /// Opens a menu.
    pub(crate) fn open_menu(&mut self, kind: Kind) {
        let row = self.list_pane().row();
        let reference = row.map_or("", |row| self.row_name(self.pane, row));
        let mut menu = Menu {
            kind,
            title: kind.title(self.pane, reference),
            row,
            search: Input::default(),
            listed: Listing::default(),
            place: Place::default(),
            listed_at: self.now,
            is_behind: false,
        };
        if kind == Kind::Views {
            self.begin_counting_views();
        }
        self.list(&mut menu);
        if !kind.is_searched() {
            menu.place.start(&menu.listed.items);
        }
        match kind {
            Kind::Sort => menu.point(sort::line(self)),
            Kind::Views => views::line(self).is_some_and(|line| menu.point(line)),
            _ => false,
        };
        self.overlay = Some(Overlay::Menu(menu));
    }

    /// Lists the items of a menu anew.
    fn list(&self, menu: &mut Menu) {
        let search = menu.search();
        let listed = match menu.kind {
            Kind::Help => help::listing(self, search),
            Kind::Actions => actions::items(self).into(),
            Kind::Palette => palette::listing(self, search),
            Kind::Facets => facets::items(self, search).into(),
            Kind::Sort => sort::items(self).into(),
            Kind::Columns => columns::items(self).into(),
            Kind::Views => views::items(self).into(),
            Kind::Copy if self.pane == Pane::Quotes => quotes::copy::items(self, menu.row).into(),
            Kind::Jump if self.pane == Pane::Quotes => quotes::jump::items(self, menu.row).into(),
            Kind::Jump if self.pane == Pane::Eligibility => {
                eligibility::jump::items(self, menu.row).into()
            }
            Kind::Copy if self.pane == Pane::Eligibility => {
                eligibility::copy::items(self, menu.row).into()
            }
            Kind::Copy => copy::items(self, menu.row).into(),
            Kind::Jump => jump::items(self, menu.row).into(),
            Kind::New => self.new_items().into(),
            Kind::Basket => self.basket_items().into(),
            Kind::Missing => self.missing_items().into(),
            Kind::Export => self.export_items().into(),
            Kind::Files => self.file_items().into(),
        };
        menu.relist(listed, self.room.overlay);
        menu.listed_at = self.now;
        menu.is_behind = false;
    }

    /// What an open menu of this kind lists is another thing now.
    pub(crate) fn relist_menu(&mut self, kind: Kind) {
        let is_it =
            |overlay: &mut Overlay| matches!(overlay, Overlay::Menu(menu) if menu.kind == kind);
        if let Some(Overlay::Menu(mut menu)) = self.overlay.take_if(is_it) {
            self.list(&mut menu);
            self.overlay = Some(Overlay::Menu(menu));
        }
    }

    /// Something came in that an open menu may tell of.
    pub(crate) fn news_for_menu(&mut self) {
        if let Some(Overlay::Menu(menu)) = &mut self.overlay {
            menu.is_behind = true;
        }
    }

    /// Lists an open menu anew once it is behind for long enough.
    pub(crate) fn follow_with_menu(&mut self, effects: &mut Effects) {
        let is_due = |at: DateTime<Utc>| at <= self.now;
        if self.menu_wake().is_some_and(is_due)
            && let Some(Overlay::Menu(mut menu)) = self.overlay.take()
        {
            let before = menu.listed.clone();
            self.list(&mut menu);
            effects.is_dirty |= menu.listed != before;
            self.overlay = Some(Overlay::Menu(menu));
        }
    }

    /// When an open menu is to be listed anew.
    pub(crate) fn menu_wake(&self) -> Option<DateTime<Utc>> {
        match &self.overlay {
            // A listing that lies ahead was made before the clock was set back.
            Some(Overlay::Menu(menu)) if menu.is_behind && menu.listed_at > self.now => {
                Some(self.now)
            }
            Some(Overlay::Menu(menu)) if menu.is_behind => Some(menu.listed_at + FOLLOWS_AFTER),
            _ => None,
        }
    }

    /// Chooses an item of an open menu, which is out of the state meanwhile.
    pub(crate) fn choose(&mut self, mut menu: Menu, item: &Item, effects: &mut Effects) {
        if let Some(why) = &item.off {
            self.notices.info(self.now, why.clone());
            self.overlay = Some(Overlay::Menu(menu));
            return;
        }
        let then = match &item.choice {
            Choice::Heading | Choice::Remark | Choice::Text => Then::Stay,
            Choice::Act(action) => {
                self.act(*action, effects);
                Then::Close
            }
            Choice::Order(row) if menu.kind == Kind::Jump => {
                self.jump_to_order(*row);
                Then::Close
            }
            Choice::Order(row) => {
                self.visit_order(*row);
                Then::Close
            }
            Choice::Filter(text) if menu.kind == Kind::Jump => {
                self.jump_to_filter(Pane::Orders, text);
                Then::Close
            }
            Choice::Filter(text) => {
                self.set_filter(Pane::Orders, text);
                Then::Close
            }
            Choice::Term(field, written) => {
                self.toggle_filter_term(field, written);
                Then::Stay
            }
            Choice::Quote(row) if menu.kind == Kind::Jump => {
                self.jump_to_quote(*row);
                Then::Close
            }
            Choice::Quote(row) => {
                self.visit_quote(*row);
                self.recent.went_to(Went::Quote(*row));
                Then::Close
            }
            Choice::Eligibility(row) if menu.kind == Kind::Jump => {
                self.jump_to_eligibility(*row);
                Then::Close
            }
            Choice::Eligibility(row) => {
                self.visit_eligibility(*row);
                self.recent.went_to(Went::Eligibility(*row));
                Then::Close
            }
            Choice::ReadLine(id) => {
                self.read_line(id, effects);
                Then::Stay
            }
            Choice::ReadSite(id) => {
                self.read_site(id, effects);
                Then::Stay
            }
            Choice::QuoteFilter(text) => {
                self.jump_to_filter(Pane::Quotes, text);
                Then::Close
            }
            Choice::View(place) => {
                self.open_view(*place);
                Then::Close
            }
            Choice::DeleteView(place) => {
                if self.ask_to_delete_view(*place) {
                    Then::Close
                } else {
                    Then::Stay
                }
            }
            Choice::Sort(column) => {
                self.sort_by_column(*column);
                Then::Close
            }
            Choice::SortThen(column) => {
                self.sort_then_by_column(*column);
                Then::Close
            }
            Choice::Column(column) => {
                self.toggle_column(*column);
                Then::Stay
            }
            Choice::ShiftColumn(column, to_the_right) => {
                self.shift_column(*column, *to_the_right);
                Then::Stay
            }
            Choice::FirstColumns => {
                self.reset_columns();
                Then::Stay
            }
            Choice::Copy(text) => {
                self.copy(&copy::named(item), text, effects);
                Then::Close
            }
            Choice::New(new) => {
                self.open_new(new, effects);
                Then::Close
            }
            Choice::Missing(line, field) => {
                self.open_missing_field(line, *field);
                Then::Close
            }
            Choice::Wish(wish) => {
                self.grant(wish, effects);
                Then::Close
            }
        };
        if then == Then::Stay {
            self.list(&mut menu);
            self.overlay = Some(Overlay::Menu(menu));
        }
    }
}

/// Foreign text in one line, with a `!` before it when it is not what it seems; empty for none.
fn foreign(text: Option<&Text>) -> String {
    text.map_or_else(String::new, |text| text.marked().into_owned())
}
