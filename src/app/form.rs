//! Forms: fields to fill in before a write is asked for.

use crate::app::keymap::{Chord, Key};
use crate::app::overlay::Overlay;
use crate::app::state::AppState;
use crate::app::update::Effects;

/// An open form.
#[derive(Clone, Debug, Default)]
pub struct Form {}

impl AppState {
    pub(crate) fn form_key(&mut self, form: Box<Form>, chord: Chord, _effects: &mut Effects) {
        if chord != Chord::plain(Key::Esc) {
            self.overlay = Some(Overlay::Form(form));
        }
    }

    pub(crate) fn form_paste(&mut self, form: Box<Form>, _text: &str) {
        self.overlay = Some(Overlay::Form(form));
    }

    /// `+`: a basket, a line, a request on an order.
    pub(crate) fn ask_new(&mut self, _effects: &mut Effects) {}

    /// `E`: the fields of the basket or line under the cursor.
    pub(crate) fn ask_edit(&mut self, _effects: &mut Effects) {}

    /// `C`: sends the basket to Covage, or lists what is missing.
    pub(crate) fn ask_confirm_basket(&mut self, _effects: &mut Effects) {}

    /// `-`: deletes the line under the cursor.
    pub(crate) fn ask_delete(&mut self, _effects: &mut Effects) {}
}
