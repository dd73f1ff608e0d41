//! The preview of the line or basket under the cursor: which tab, and how far it is scrolled. In the table of offers keys
//! move from offer to offer, everywhere else they scroll.

use crate::app::action::Action;
use crate::app::entities::quotes::QuoteRow;
use crate::app::pane::Focus;
use crate::app::state::AppState;
use crate::app::table::Move;

/// A tab of the preview.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Tab {
    /// The offers side by side, how long they are valid and who answered.
    #[default]
    Offers,
    /// Every documented field.
    Detail,
    /// The sites of the end customer and the manager.
    Contact,
    /// The basket with all of its lines.
    Basket,
    /// The answers of the API as they came.
    Raw,
}

impl Tab {
    /// From left to right.
    pub const ALL: [Self; 5] = [
        Self::Offers,
        Self::Detail,
        Self::Contact,
        Self::Basket,
        Self::Raw,
    ];

    /// Its title.
    pub fn title(self) -> &'static str {
        match self {
            Self::Offers => "Offers",
            Self::Detail => "Detail",
            Self::Contact => "Contact",
            Self::Basket => "Basket",
            Self::Raw => "Raw",
        }
    }

    /// Its place from the left, from 0.
    pub fn place(self) -> usize {
        self as usize
    }

    fn beside(self, by: usize) -> Self {
        let place = (self.place() + by) % Self::ALL.len();
        Self::ALL.get(place).copied().unwrap_or_default()
    }
}

/// State of the preview.
#[derive(Clone, Debug, Default)]
pub struct QuotePreview {
    /// The open tab of a line. A basket has but two: itself, and its answer.
    pub tab: Tab,
    /// Whether Detail and Contact list the fields that are empty.
    pub shows_empty: bool,
    scrolls: [usize; Tab::ALL.len()],
    /// Whether the offer that is meant has to be on screen, wherever the scroll is.
    reveals: bool,
    /// The tab `i` goes back to.
    before_raw: Tab,
}

impl QuotePreview {
    /// First line shown, as far as that can be: there may be fewer lines by now.
    pub fn scroll(&self) -> usize {
        self.scrolls.get(self.tab.place()).copied().unwrap_or(0)
    }

    /// Whether the offer that is meant has to be on screen.
    pub fn reveals(&self) -> bool {
        self.reveals && self.tab == Tab::Offers
    }

    fn set_scroll(&mut self, scroll: usize) {
        if let Some(place) = self.scrolls.get_mut(self.tab.place()) {
            *place = scroll;
        }
    }

    /// Another row came under the cursor: back to the top.
    pub(super) fn rewind(&mut self) {
        self.scrolls = Default::default();
        self.reveals = true;
    }

    /// Opens a tab, where it was left.
    pub(crate) fn open(&mut self, tab: Tab) {
        self.tab = tab;
    }
}

impl AppState {
    /// The tab that is shown: of a basket, itself or its answer, whatever was open of the line before.
    pub fn quote_tab(&self) -> Tab {
        let tab = self.quotes_pane.preview.tab;
        match self.quote_row_under_cursor() {
            Some(QuoteRow::Basket(_)) if tab != Tab::Raw => Tab::Basket,
            _ => tab,
        }
    }

    /// Carries out an action of the preview; false when it is not one.
    pub(super) fn act_on_quote_preview(&mut self, action: Action) -> bool {
        let tab = self.quote_tab();
        let is_basket = matches!(self.quote_row_under_cursor(), Some(QuoteRow::Basket(_)));
        let is_inside = self.quotes_pane.focus == Focus::Preview;
        let preview = &mut self.quotes_pane.preview;
        match action {
            // Both ways lead from the one tab of a basket to the other.
            Action::NextTab | Action::PreviousTab if is_basket => preview.open(match tab {
                Tab::Raw => Tab::Basket,
                _ => Tab::Raw,
            }),
            Action::NextTab => preview.open(tab.beside(1)),
            Action::PreviousTab => preview.open(tab.beside(Tab::ALL.len() - 1)),
            Action::Raw if tab == Tab::Raw => preview.open(preview.before_raw),
            Action::Raw => {
                preview.before_raw = preview.tab;
                preview.open(Tab::Raw);
                if self.room.preview == 0 {
                    self.quotes_pane.focus = Focus::Preview;
                }
            }
            Action::PreviewDown => self.scroll_quote(1),
            Action::PreviewUp => self.scroll_quote(-1),
            Action::Enter if is_inside => self.enter_in_quote(tab),
            _ => return false,
        }
        true
    }

    fn enter_in_quote(&mut self, tab: Tab) {
        let preview = &mut self.quotes_pane.preview;
        let why = match tab {
            Tab::Detail | Tab::Contact => {
                preview.shows_empty = !preview.shows_empty;
                return;
            }
            Tab::Offers => "{accept} accepts this offer, {decline} declines it, {mark} marks it",
            Tab::Basket | Tab::Raw => "there is nothing to open here",
        };
        self.notices.info(self.now, self.keymap.tell(why));
    }

    /// Moves inside the preview: from offer to offer, where there are any, else the scroll.
    pub(super) fn move_in_quote(&mut self, movement: Move) {
        let steps = movement.lines(self.room.preview);
        if self.quote_tab() == Tab::Offers && self.move_offer(steps) {
            self.quotes_pane.preview.set_scroll(self.quote_top());
            self.quotes_pane.preview.reveals = true;
        } else {
            self.scroll_quote(steps);
        }
    }

    fn scroll_quote(&mut self, lines: isize) {
        let top = self.quote_top();
        let last = self.room.preview_hidden;
        let preview = &mut self.quotes_pane.preview;
        preview.set_scroll(top.saturating_add_signed(lines).min(last));
        preview.reveals = false;
    }

    /// The first line that is shown now.
    fn quote_top(&self) -> usize {
        let preview = &self.quotes_pane.preview;
        if preview.reveals() {
            self.room.preview_top
        } else {
            preview.scroll().min(self.room.preview_hidden)
        }
    }
}
