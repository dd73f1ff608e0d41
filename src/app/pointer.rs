//! The mouse: what it can be on, and what a click or a turn of the wheel does there.
//!
//! What lies under the pointer is the screen's business (`ui::hit`); here it means what a key could have meant. One rule
//! for every list: a click puts the cursor on a line, a click on the line under the cursor opens or chooses it.
//!
//! Never: an answer to a question. A box that asks is left by a click beside it, and answered with keys.

use crate::app::action::Action;
use crate::app::columns::AnyColumn;
use crate::app::entities::orders::RowId;
use crate::app::keymap::Chord;
use crate::app::overlay::{Overlay, Question};
use crate::app::pane::Pane;
use crate::app::state::AppState;
use crate::app::update::Effects;
use crate::app::views::eligibility::preview::Tab as EligibilityTab;
use crate::app::views::orders::preview::Tab;
use crate::app::views::quotes::preview::Tab as QuoteTab;

/// Lines that a turn of the wheel moves by.
pub const WHEEL: isize = 3;

/// What lies under the pointer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// A row of the list.
    Row(RowId),
    /// The list where it has no row.
    List,
    /// A view beside the list, by its place among all.
    View(usize),
    /// The title of a column.
    Title(AnyColumn),
    /// The filter, before a character.
    Filter(usize),
    /// A candidate that completes the filter, by its place among all.
    Candidate(usize),
    /// The title or the text of the preview.
    Preview,
    /// Something in the preview that can be selected.
    PreviewItem(usize),
    /// The search of the raw answers.
    RawSearch,
    /// A tab of the preview.
    Tab(Tab),
    /// A tab of the preview of quotes.
    QuoteTab(QuoteTab),
    /// A tab of the preview of requests and sites.
    EligibilityTab(EligibilityTab),
    /// A line of the open menu.
    Item(usize),
    /// The open box where nothing can be chosen.
    Overlay,
    /// Anywhere else while a box is open.
    Beside,
    /// A hint: the key it names.
    Key(Chord),
    /// A word that stands for an action.
    Act(Action),
}

/// Which way the wheel was turned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "they are directions")]
pub enum Turn {
    Up,
    Down,
    Left,
    Right,
}

impl Turn {
    /// Lines to move by; none for a turn sideways.
    pub(crate) fn lines(self) -> isize {
        match self {
            Self::Up => -WHEEL,
            Self::Down => WHEEL,
            Self::Left | Self::Right => 0,
        }
    }
}

impl AppState {
    /// Takes in a click. Hints are keys by then.
    pub(crate) fn clicked(&mut self, target: Target, effects: &mut Effects) {
        match target {
            Target::Item(index) => self.click_item(index, effects),
            Target::Beside => self.click_beside(),
            Target::Overlay | Target::Key(_) => {}
            _ if self.overlay.is_some() => {}
            target => match self.pane {
                Pane::Orders => self.click_orders(target, effects),
                Pane::Quotes => self.click_quotes(target, effects),
                Pane::Eligibility => self.click_eligibility(target, effects),
                Pane::Activity => self.click_activity(target, effects),
            },
        }
    }

    /// Takes in a turn of the wheel.
    pub(crate) fn wheeled(&mut self, target: Target, turn: Turn, effects: &mut Effects) {
        match (target, &mut self.overlay) {
            (Target::Item(_) | Target::Overlay, Some(Overlay::Menu(menu))) => {
                let height = self.room.overlay;
                // A menu that fits has nothing to scroll: the cursor walks.
                let fits = menu.items().len() <= height;
                let lines = turn.lines();
                menu.go(if fits { lines.signum() } else { lines }, height);
            }
            (Target::Overlay, Some(Overlay::Messages { scroll })) => {
                *scroll = scroll
                    .saturating_add_signed(turn.lines())
                    .min(self.room.overlay_hidden);
            }
            (target, None) => match self.pane {
                Pane::Orders => self.wheel_over_orders(target, turn, effects),
                Pane::Quotes => self.wheel_over_quotes(target, turn),
                Pane::Eligibility => self.wheel_over_eligibility(target, turn),
                Pane::Activity => self.wheel_over_activity(target, turn),
            },
            _ => {}
        }
    }

    fn click_item(&mut self, index: usize, effects: &mut Effects) {
        let Some(Overlay::Menu(mut menu)) =
            self.overlay.take_if(|it| matches!(it, Overlay::Menu(_)))
        else {
            return;
        };
        let is_under_cursor = menu.cursor() == index;
        let can_stand = menu.point(index);
        match menu.selected().cloned() {
            Some(item) if can_stand && is_under_cursor => self.choose(menu, &item, effects),
            _ => self.overlay = Some(Overlay::Menu(menu)),
        }
    }

    /// A click beside a box closes it where that loses nothing and decides nothing.
    fn click_beside(&mut self) {
        self.overlay.take_if(|overlay| match overlay {
            Overlay::Menu(_)
            | Overlay::Messages { .. }
            | Overlay::ConfirmQuit
            | Overlay::Question(
                Question::DeleteView(..) | Question::Read(_) | Question::CancelBatch(_),
            ) => true,
            // A name is typed.
            Overlay::SaveView(_)
            | Overlay::Question(Question::ReplaceView(_))
            | Overlay::Dialog(_)
            | Overlay::Form(_)
            | Overlay::Path(_)
            | Overlay::Settle(_) => false,
        });
    }
}
