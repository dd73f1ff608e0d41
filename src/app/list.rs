//! What every list of rows does alike: moving its cursor, editing its filter, turning to its preview and back.
//!
//! What a row is and what becomes of one that was left, each pane knows itself.

use crate::app::action::Action;
use crate::app::filter::{FilterRow, Typed};
use crate::app::keymap::{Chord, Key};
use crate::app::pane::{Focus, Pane};
use crate::app::state::AppState;
use crate::app::table::Move;

impl AppState {
    /// Carries out an action that means the same in every list; false when it is none of these.
    pub(crate) fn act_on_list(&mut self, action: Action) -> bool {
        let pane = self.list_pane_mut();
        match action {
            Action::NextPart | Action::PreviousPart => {
                let other = match pane.focus() {
                    Focus::List => Focus::Preview,
                    Focus::Preview => Focus::List,
                };
                pane.set_focus(other);
            }
            Action::Filter => {
                pane.set_focus(Focus::List);
                pane.filter_mut().edit();
                self.apply_filter(self.pane);
            }
            Action::ToggleFilter => {
                let filter = pane.filter_mut();
                filter.is_off = !filter.is_off;
                self.refilter(self.pane);
            }
            Action::NextNews => self.go_to_news(true),
            Action::PreviousNews => self.go_to_news(false),
            _ => return false,
        }
        true
    }

    /// Moves the cursor in the list on screen, wherever the focus is.
    pub(crate) fn move_in_list(&mut self, movement: Move) {
        let left = self.list_pane().row();
        let height = self.room.list;
        if !self.list_pane_mut().go(movement, height) {
            return;
        }
        match self.pane {
            Pane::Orders => self.leave_order(left),
            Pane::Quotes => self.leave_quote(left),
            Pane::Eligibility => self.leave_eligibility(left),
            Pane::Activity => {}
        }
    }

    /// Takes a key while the filter is edited; false when it is to be read as an action.
    pub(crate) fn filter_key(&mut self, chord: Chord) -> bool {
        match self.list_pane_mut().filter_mut().key(chord) {
            Typed::Text => self.refilter(self.pane),
            Typed::Done => {
                self.refilter(self.pane);
                self.leave_view_without_filter();
            }
            Typed::Complete => self.complete_filter(),
            Typed::Taken { is_name } => self.completed_filter(is_name),
            Typed::Caret => {}
            Typed::NotMine => return false,
        }
        true
    }

    /// Reads the filter text of a pane anew and applies it; an unreadable one keeps the last good result.
    pub(crate) fn apply_filter(&mut self, pane: Pane) {
        match pane {
            Pane::Orders => self.apply_orders_filter(),
            Pane::Quotes => self.apply_quotes_filter(),
            Pane::Eligibility => self.apply_eligibility_filter(),
            Pane::Activity => self.apply_activity_filter(),
        }
    }

    /// A person changed the filter of a pane: as [`Self::apply_filter`], and a cursor whose row is not among the results
    /// goes to the first of them.
    pub(crate) fn refilter(&mut self, of: Pane) {
        let row = self.list_pane_of(of).row();
        self.apply_filter(of);
        let height = self.room.list;
        let pane = self.list_pane_of_mut(of);
        if pane.cursor().is_placed() && row.is_some_and(|row| pane.place(row).is_none()) {
            pane.go(Move::First, height);
            self.fit_pane(of);
        }
    }

    /// Puts another filter text in force in a pane.
    pub(crate) fn set_filter(&mut self, of: Pane, text: &str) {
        *self.list_pane_of_mut(of).filter_mut() = FilterRow::with_text(text);
        self.refilter(of);
    }

    /// A click puts the caret of the filter before a character.
    pub(crate) fn click_filter(&mut self, place: usize) {
        let pane = self.list_pane_mut();
        pane.set_focus(Focus::List);
        let filter = pane.filter_mut();
        if !filter.is_editing() {
            filter.edit();
        }
        filter.place_caret(place);
        self.apply_filter(self.pane);
    }

    /// What is typed in the filter stands, as after Enter; whether something was typed.
    pub(crate) fn end_typing(&mut self) -> bool {
        let filter = self.list_pane_mut().filter_mut();
        let was_typing = filter.is_editing();
        if was_typing {
            filter.close_offer();
            self.filter_key(Chord::plain(Key::Enter));
        }
        was_typing
    }
}
