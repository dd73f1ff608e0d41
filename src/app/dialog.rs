//! The dialog before every write: what will be sent, what was seen, and how it is confirmed.
//!
//! The target is frozen at the key press: no refresh, sort or filter turns it to something else. A dialog is armed by the
//! event that its frame was written and by a moment without input, so nothing that was typed before it was seen can
//! confirm it; pasted text never does.

#[cfg(test)]
pub(crate) mod made_up;

use crate::app::keymap::Chord;
use crate::app::overlay::Overlay;
use crate::app::state::AppState;
use crate::app::update::Effects;
use crate::domain::ids::{BasketId, LineId, OrderRef};
use crate::domain::text::Text;
use crate::domain::write::Intent;

/// What is asked before a write.
#[derive(Clone, Debug, PartialEq)]
pub struct Confirm {
    /// What stands over it.
    pub title: String,
    /// What it is about: a label and what stands beside it.
    pub rows: Vec<(String, Text)>,
    /// What will be sent, in this order.
    pub intents: Vec<Intent>,
    /// How it is confirmed.
    pub how: How,
    /// What is read again before it is sent.
    pub recheck: Option<Recheck>,
}

/// How a write is confirmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum How {
    /// By the last three characters of this reference, then Enter.
    Ending(Text),
    /// By `y`.
    Yes,
}

/// What is read again when a dialog opens, and when the send delay ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recheck {
    /// A line with its offers.
    Line(LineId),
    /// A basket with its lines.
    Basket(BasketId),
    /// An order.
    Order(OrderRef),
}

/// An open dialog.
#[derive(Clone, Debug)]
pub struct Dialog {
    /// What is asked.
    pub confirm: Confirm,
}

impl AppState {
    /// Opens the dialog before a write.
    pub(crate) fn confirm(&mut self, confirm: Confirm, _effects: &mut Effects) {
        self.overlay = Some(Overlay::Dialog(Box::new(Dialog { confirm })));
    }

    pub(crate) fn dialog_key(&mut self, dialog: Box<Dialog>, chord: Chord, _effects: &mut Effects) {
        if chord != Chord::plain(crate::app::keymap::Key::Esc) {
            self.overlay = Some(Overlay::Dialog(dialog));
        }
    }

    /// The frame that shows the dialog stands on the terminal.
    pub(crate) fn dialog_shown(&mut self) {}

    /// Opens the dialog that accepts the offer under the cursor.
    pub(crate) fn ask_accept(&mut self, _effects: &mut Effects) {}

    /// Opens the dialog that declines the offer under the cursor, or the marked ones.
    pub(crate) fn ask_decline(&mut self, _effects: &mut Effects) {}

    /// Opens the dialog that brings the offer under the cursor back.
    pub(crate) fn ask_bring_back(&mut self, _effects: &mut Effects) {}

    /// Cancels a waiting send; else opens the dialog that brings the last decline back.
    pub(crate) fn undo(&mut self, _effects: &mut Effects) {}
}
