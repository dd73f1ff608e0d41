//! A list to choose from, over the panes: help, palette and every menu are one of these.
//!
//! What a menu lists and what a choice does stands in a file each; how keys move through it stands here, once. Items
//! are listed when the menu opens, when its search text changes and after a choice that leaves it open, never per
//! frame.

pub mod actions;
pub mod columns;
pub mod copy;
pub mod facets;
pub mod help;
pub mod jump;
pub mod palette;
pub mod sort;
pub mod views;

use tui_input::{Input, InputRequest};

use crate::app::action::Action;
use crate::app::columns::Column;
use crate::app::entities::orders::RowId;
use crate::app::keymap::{Chord, Key};
use crate::app::overlay::Overlay;
use crate::app::state::AppState;
use crate::app::update::Effects;

/// Which menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `?`: keys and filter language.
    Help,
    /// `x`: what is possible here.
    Actions,
    /// `:`: orders, views and actions by typing.
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
    /// `e`: what belongs to the order.
    Jump,
}

impl Kind {
    /// Its title.
    pub fn title(self) -> &'static str {
        match self {
            Self::Help => "Help: Orders",
            Self::Actions => "Actions",
            Self::Palette => "Go to",
            Self::Facets => "Values of the rows shown",
            Self::Sort => "Sort by",
            Self::Columns => "Columns",
            Self::Views => "Views",
            Self::Copy => "Copy",
            Self::Jump => "Belongs to this order",
        }
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
    search: Input,
    items: Vec<Item>,
    cursor: usize,
    top: usize,
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
    /// Nothing: something to read.
    Text,
    /// As the key of the action.
    Act(Action),
    /// Goes to an order.
    Order(RowId),
    /// Puts another filter in force.
    Filter(String),
    /// Opens a view.
    View(usize),
    /// Sorts by a column.
    Sort(Column),
    /// Sorts by a second column.
    SortThen(Column),
    /// Copies a text.
    Copy(String),
}

impl Item {
    /// An item of a text and what choosing it means.
    pub fn new(text: impl Into<String>, choice: Choice) -> Self {
        Self {
            lead: String::new(),
            text: text.into(),
            note: String::new(),
            off: None,
            hot: None,
            choice,
        }
    }

    /// A heading.
    pub fn heading(text: impl Into<String>) -> Self {
        Self::new(text, Choice::Heading)
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
        !matches!(self.choice, Choice::Heading)
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
    /// A menu of some items, with the cursor on the first that can be chosen.
    fn new(kind: Kind, items: Vec<Item>) -> Self {
        let mut menu = Self {
            kind,
            search: Input::default(),
            items,
            cursor: 0,
            top: 0,
        };
        menu.settle(0);
        menu
    }

    /// What is searched for.
    pub fn search(&self) -> &str {
        self.search.value()
    }

    /// Its lines.
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// The line under the cursor.
    pub fn selected(&self) -> Option<&Item> {
        self.items
            .get(self.cursor)
            .filter(|item| item.is_selectable())
    }

    /// Index of the line under the cursor.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// First line shown when `height` fit.
    pub fn top(&self, height: usize) -> usize {
        let last = self.items.len().saturating_sub(height);
        let least = (self.cursor + 1).saturating_sub(height);
        // The heading over the first item is worth a line.
        let most = if self.cursor <= 1 { 0 } else { self.cursor };
        self.top.max(least).min(most).min(last)
    }

    fn relist(&mut self, items: Vec<Item>, height: usize) {
        self.items = items;
        self.cursor = self.cursor.min(self.items.len().saturating_sub(1));
        self.settle(height);
    }

    /// Puts the cursor on the nearest line that can be chosen, and the window around it.
    fn settle(&mut self, height: usize) {
        let is_selectable = |index: &usize| self.items.get(*index).is_some_and(Item::is_selectable);
        let after = (self.cursor..self.items.len()).find(is_selectable);
        let before = (0..self.cursor).rev().find(is_selectable);
        self.cursor = after.or(before).unwrap_or(0);
        self.top = self.top(height);
    }

    /// Puts the cursor on a line, as a click does; false when it cannot stand there.
    pub(crate) fn point(&mut self, index: usize) -> bool {
        let is_possible = self.items.get(index).is_some_and(Item::is_selectable);
        if is_possible {
            self.cursor = index;
        }
        is_possible
    }

    pub(crate) fn go(&mut self, lines: isize, height: usize) {
        self.top = self.top(height);
        let last = self.items.len().saturating_sub(1);
        let target = self.cursor.saturating_add_signed(lines).min(last);
        let is_selectable = |index: &usize| self.items.get(*index).is_some_and(Item::is_selectable);
        let found = if lines < 0 {
            let at_or_before = (0..=target).rev().find(is_selectable);
            at_or_before.or_else(|| (target..=last).find(is_selectable))
        } else {
            let at_or_after = (target..=last).find(is_selectable);
            at_or_after.or_else(|| (0..=target).rev().find(is_selectable))
        };
        self.cursor = found.unwrap_or(0);
        self.top = self.top(height);
    }
}

impl AppState {
    /// Opens a menu.
    pub(crate) fn open_menu(&mut self, kind: Kind) {
        let items = self.list(kind, "");
        let mut menu = Menu::new(kind, items);
        if kind == Kind::Sort {
            menu.point(sort::line(self));
        }
        self.overlay = Some(Overlay::Menu(menu));
    }

    fn list(&self, kind: Kind, search: &str) -> Vec<Item> {
        match kind {
            Kind::Help => help::items(self, search),
            Kind::Actions => actions::items(self),
            Kind::Palette => palette::items(self, search),
            Kind::Facets => facets::items(self, search),
            Kind::Sort => sort::items(self),
            Kind::Columns => columns::items(self),
            Kind::Views => views::items(self),
            Kind::Copy => copy::items(self),
            Kind::Jump => jump::items(self),
        }
    }

    /// Takes a key while a menu is open.
    pub(crate) fn menu_key(&mut self, mut menu: Menu, chord: Chord, effects: &mut Effects) {
        let height = self.room.overlay;
        let page = height.max(2).cast_signed() - 1;
        let plain = |key| chord == Chord::plain(key);
        let is_searched = menu.kind.is_searched();
        let hot = menu
            .items
            .iter()
            .find(|item| item.hot == Some(chord))
            .cloned()
            .or_else(|| match menu.kind {
                Kind::Sort => sort::pick(&menu, chord),
                _ => None,
            });
        if plain(Key::Esc) || (!is_searched && chord == Chord::char('q') && hot.is_none()) {
            return;
        }
        let moved = match chord.key {
            _ if chord.is_ctrl => None,
            Key::Down => Some(1),
            Key::Up => Some(-1),
            Key::Char('j') if !is_searched && hot.is_none() => Some(1),
            Key::Char('k') if !is_searched && hot.is_none() => Some(-1),
            Key::PageDown => Some(page),
            Key::PageUp => Some(-page),
            Key::Home => Some(isize::MIN),
            Key::End => Some(isize::MAX),
            _ => None,
        };
        if let Some(lines) = moved {
            menu.go(lines, height);
        } else if plain(Key::Enter) {
            let Some(item) = menu.selected().cloned() else {
                self.overlay = Some(Overlay::Menu(menu));
                return;
            };
            return self.choose(menu, &item, effects);
        } else if let Some(item) = hot {
            return self.choose(menu, &item, effects);
        } else if is_searched && type_into(&mut menu.search, chord) {
            menu.cursor = 0;
            menu.top = 0;
            let items = self.list(menu.kind, menu.search());
            menu.relist(items, height);
        }
        self.overlay = Some(Overlay::Menu(menu));
    }

    /// Takes pasted text while a menu that is searched is open.
    pub(crate) fn menu_paste(&mut self, mut menu: Menu, text: &str) {
        if menu.kind.is_searched() {
            for c in text.lines().next().unwrap_or_default().chars() {
                if !c.is_control() {
                    menu.search.handle(InputRequest::InsertChar(c));
                }
            }
            let items = self.list(menu.kind, menu.search());
            menu.relist(items, self.room.overlay);
        }
        self.overlay = Some(Overlay::Menu(menu));
    }

    /// Chooses an item of an open menu, which is out of the state meanwhile.
    pub(crate) fn choose(&mut self, mut menu: Menu, item: &Item, effects: &mut Effects) {
        if let Some(why) = &item.off {
            self.notices.info(self.now, why.clone());
            self.overlay = Some(Overlay::Menu(menu));
            return;
        }
        let then = match &item.choice {
            Choice::Heading | Choice::Text => Then::Stay,
            Choice::Act(action) => {
                self.act(*action, effects);
                Then::Close
            }
            Choice::Order(row) => {
                self.go_to_row(*row);
                Then::Close
            }
            Choice::Filter(text) => {
                self.set_orders_filter(text);
                if menu.kind == Kind::Facets {
                    Then::Stay
                } else {
                    Then::Close
                }
            }
            Choice::View(_) => Then::Close,
            Choice::Sort(column) => {
                self.sort_orders_by(*column);
                Then::Close
            }
            Choice::SortThen(column) => {
                self.sort_orders_then_by(*column);
                Then::Close
            }
            Choice::Copy(_) => Then::Close,
        };
        if then == Then::Stay {
            let items = self.list(menu.kind, menu.search());
            menu.relist(items, self.room.overlay);
            self.overlay = Some(Overlay::Menu(menu));
        }
    }
}

/// A key into a line of text; false when it is none for it.
pub(crate) fn type_into(input: &mut Input, chord: Chord) -> bool {
    let request = match (chord.is_ctrl, chord.key) {
        (true, Key::Char('u')) => InputRequest::DeleteLine,
        (true, Key::Char('w')) => InputRequest::DeletePrevWord,
        (false, Key::Char(c)) => InputRequest::InsertChar(c),
        (false, Key::Backspace) => InputRequest::DeletePrevChar,
        (false, Key::Delete) => InputRequest::DeleteNextChar,
        (false, Key::Left) => InputRequest::GoToPrevChar,
        (false, Key::Right) => InputRequest::GoToNextChar,
        _ => return false,
    };
    input.handle(request);
    true
}
