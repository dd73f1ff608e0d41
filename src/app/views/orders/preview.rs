//! The preview of the order under the cursor: which tab, where, how far it is scrolled and what is selected in it.

use crate::app::action::Action;
use crate::app::entities::orders::Part;
use crate::app::state::AppState;
use crate::app::table::Move;

use super::Focus;
use super::raw::RawView;

/// A tab of the preview.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Tab {
    /// The production steps, when it is due and what it is.
    #[default]
    Timeline,
    /// Every documented field.
    Detail,
    /// The people of the site and the managers.
    Contacts,
    /// Documents, by type.
    Documents,
    /// Termination and change requests.
    Requests,
    /// The answers of the API as they came.
    Raw,
}

impl Tab {
    /// From left to right.
    pub const ALL: [Self; 6] = [
        Self::Timeline,
        Self::Detail,
        Self::Contacts,
        Self::Documents,
        Self::Requests,
        Self::Raw,
    ];

    /// Its title.
    pub fn title(self) -> &'static str {
        match self {
            Self::Timeline => "Timeline",
            Self::Detail => "Detail",
            Self::Contacts => "Contacts",
            Self::Documents => "Docs",
            Self::Requests => "Requests",
            Self::Raw => "Raw",
        }
    }

    /// What it shows beyond detail and historic; asked for only while it is open.
    pub fn part(self) -> Option<Part> {
        match self {
            Self::Documents => Some(Part::Documents),
            Self::Requests => Some(Part::Requests),
            Self::Timeline | Self::Detail | Self::Contacts | Self::Raw => None,
        }
    }

    fn beside(self, by: usize) -> Self {
        Self::ALL[(self.place() + by) % Self::ALL.len()]
    }

    /// Its place from the left, from 0.
    pub fn place(self) -> usize {
        self as usize
    }
}

/// State of the preview.
#[derive(Clone, Debug, Default)]
pub struct Preview {
    /// The open tab.
    pub tab: Tab,
    /// Whether Detail and Contacts list the fields that are empty.
    pub shows_empty: bool,
    /// What the Raw tab shows.
    pub raw: RawView,
    /// Where each tab is scrolled to and what is selected in it, for the row under the cursor.
    positions: [Position; Tab::ALL.len()],
    /// The tab `i` goes back to.
    before_raw: Tab,
}

/// How a tab was left.
#[derive(Clone, Copy, Debug, Default)]
struct Position {
    scroll: usize,
    selected: usize,
    /// Whether what is selected or found was moved last, and not the scroll: then it is what has to be on screen.
    reveals: bool,
}

impl Preview {
    /// First line shown, as far as that can be: there may be fewer lines by now.
    pub fn scroll(&self) -> usize {
        self.position().scroll
    }

    /// Index of what is selected, as far as there are as many things.
    pub fn selected(&self) -> usize {
        self.position().selected
    }

    /// Whether what is selected or found has to be on screen, wherever the scroll is.
    pub fn reveals(&self) -> bool {
        self.position().reveals
    }

    pub(super) fn select(&mut self, index: usize) {
        self.position_mut().selected = index;
    }

    /// Whether there is a search to go on with.
    fn is_search_kept(&self) -> bool {
        self.tab == Tab::Raw && self.raw.search.is_on()
    }

    fn position(&self) -> &Position {
        &self.positions[self.tab.place()]
    }

    fn position_mut(&mut self) -> &mut Position {
        &mut self.positions[self.tab.place()]
    }

    /// Another order came under the cursor: back to the top.
    pub(crate) fn rewind(&mut self) {
        self.positions = Default::default();
    }

    /// Opens a tab, where it was left.
    pub(crate) fn open(&mut self, tab: Tab) {
        self.tab = tab;
    }
}

impl AppState {
    /// What the open tab needs beyond detail and historic; nothing while the preview is not on screen.
    pub(super) fn open_part(&self) -> Option<Part> {
        let is_on_screen = self.room.preview > 0;
        let tab = self.orders_pane.preview.tab;
        tab.part().filter(|_| is_on_screen)
    }

    /// Whether `n` and `N` go through what was searched for in the raw answers, not through news.
    pub(super) fn is_among_matches(&self) -> bool {
        self.orders_pane.focus == Focus::Preview && self.orders_pane.preview.is_search_kept()
    }

    /// Carries out an action of the preview; false when it is not one.
    pub(super) fn act_on_preview(&mut self, action: Action) -> bool {
        let is_inside = self.orders_pane.focus == Focus::Preview;
        let is_among_matches = self.is_among_matches();
        let preview = &mut self.orders_pane.preview;
        match action {
            Action::NextTab => preview.open(preview.tab.beside(1)),
            Action::PreviousTab => preview.open(preview.tab.beside(Tab::ALL.len() - 1)),
            Action::Raw if preview.tab == Tab::Raw => preview.open(preview.before_raw),
            Action::Raw => {
                preview.before_raw = preview.tab;
                preview.open(Tab::Raw);
                if self.room.preview == 0 {
                    self.orders_pane.focus = Focus::Preview;
                }
            }
            Action::PreviewDown => self.scroll_preview(1),
            Action::PreviewUp => self.scroll_preview(-1),
            Action::Enter if is_inside => self.enter_in_preview(),
            Action::Filter if is_inside && preview.tab == Tab::Raw => self.search_raw(),
            Action::NextNews if is_among_matches => self.go_to_match(true),
            Action::PreviousNews if is_among_matches => self.go_to_match(false),
            _ => return false,
        }
        true
    }

    /// Leaves the preview: its search first, if there is one.
    pub(super) fn leave_preview(&mut self) {
        let is_raw = self.orders_pane.preview.tab == Tab::Raw;
        if !(is_raw && self.leave_raw_search()) {
            self.orders_pane.focus = Focus::List;
        }
    }

    fn enter_in_preview(&mut self) {
        let preview = &mut self.orders_pane.preview;
        let why = match preview.tab {
            Tab::Detail | Tab::Contacts => {
                preview.shows_empty = !preview.shows_empty;
                return;
            }
            Tab::Documents => "{files} downloads documents",
            Tab::Requests => "{new} files a change or a termination",
            Tab::Timeline | Tab::Raw => "there is nothing to open here",
        };
        let why = self.keymap.tell(why);
        self.notices.info(self.now, why);
    }

    /// Moves inside the preview: what is selected, where something can be, else the scroll.
    pub(super) fn move_in_preview(&mut self, movement: Move) {
        let steps = movement.lines(self.room.preview);
        let Some(selected) = self.selected_item() else {
            return self.scroll_preview(steps);
        };
        let last = self.item_count().saturating_sub(1);
        let target = selected.saturating_add_signed(steps).min(last);
        self.orders_pane.preview.select(target);
        self.reveal_in_preview();
    }

    /// What is selected or found is to be on screen, with as little scrolling as that takes.
    pub(super) fn reveal_in_preview(&mut self) {
        let top = self.preview_top();
        let position = self.orders_pane.preview.position_mut();
        position.scroll = top;
        position.reveals = true;
    }

    fn scroll_preview(&mut self, lines: isize) {
        let top = self.preview_top();
        let position = self.orders_pane.preview.position_mut();
        position.scroll = top
            .saturating_add_signed(lines)
            .min(self.room.preview_hidden);
        position.reveals = false;
    }

    /// The first line that is shown now.
    fn preview_top(&self) -> usize {
        let preview = &self.orders_pane.preview;
        if preview.reveals() {
            self.room.preview_top
        } else {
            preview.scroll().min(self.room.preview_hidden)
        }
    }
}
