//! What keys do in a dialog. The default is to cancel: only one key, at the right moment, sends anything.

use crate::app::action::Action;
use crate::app::batch::Asked;
use crate::app::dialog::confirmed::{BURST, EARLY};
use crate::app::dialog::{Dialog, How, Kind, Page, Stroke, bring_back, decline};
use crate::app::keymap::{Chord, Key};
use crate::app::overlay::Overlay;
use crate::app::prompt::Typed;
use crate::app::state::AppState;
use crate::app::update::Effects;

impl AppState {
    pub(crate) fn dialog_key(
        &mut self,
        mut dialog: Box<Dialog>,
        chord: Chord,
        effects: &mut Effects,
    ) {
        if self.dialogs.stroke == Stroke::Burst {
            dialog.arming.startled(self.now);
            dialog.typed.clear();
        } else {
            dialog.arming.touched(self.now);
        }
        dialog.remark = None;
        if dialog.is_writing() {
            self.comment_key(&mut dialog, chord);
        } else if chord == Chord::plain(Key::Esc) {
            return self.leave_dialog(&dialog, effects);
        } else if !self.moved_in_dialog(&mut dialog, chord) {
            return self.answer_dialog(dialog, chord, effects);
        }
        self.overlay = Some(Overlay::Dialog(dialog));
    }

    /// Takes in a paste: into the comment while it is written, else nowhere.
    pub(crate) fn dialog_paste(&mut self, mut dialog: Box<Dialog>, text: &str) {
        dialog.arming.startled(self.now);
        match &mut dialog.kind {
            Kind::Decline(several) if several.is_writing => several.comment.paste(text),
            _ => {
                dialog.typed.clear();
                dialog.remark = Some("pasted text does not count here: type it".to_owned());
            }
        }
        self.rebuild(&mut dialog);
        self.overlay = Some(Overlay::Dialog(dialog));
    }

    /// Keys while the comment is written: all of them are text, and two of them end it.
    fn comment_key(&mut self, dialog: &mut Dialog, chord: Chord) {
        let Kind::Decline(several) = &mut dialog.kind else {
            return;
        };
        match several.comment.key(chord) {
            Typed::Text => {}
            Typed::Done | Typed::Dropped => {
                several.is_writing = false;
                dialog.arming.revise(self.dialogs.next_revision());
            }
        }
        self.rebuild(dialog);
    }

    /// Keys that show something else of the dialog or choose in it; false for others.
    fn moved_in_dialog(&mut self, dialog: &mut Dialog, chord: Chord) -> bool {
        if chord == Chord::plain(Key::Tab) {
            dialog.page = match dialog.page {
                Page::Asked => Page::Request,
                Page::Request => Page::Asked,
            };
            dialog.scroll = 0;
            dialog.arming.revise(self.dialogs.next_revision());
            return true;
        }
        // Whatever is a character belongs to the field, where there is one.
        let is_typed = matches!(
            (&dialog.confirm.how, chord.key),
            (How::Ending(_), Key::Char(_))
        );
        let action = self.keymap.action(chord).filter(|_| !is_typed);
        let page = isize::try_from(self.room.overlay.max(2) - 1).unwrap_or(1);
        let steps = match action {
            Some(Action::Down) => 1,
            Some(Action::Up) => -1,
            Some(Action::PageDown | Action::HalfPageDown) => page,
            Some(Action::PageUp | Action::HalfPageUp) => -page,
            Some(Action::First) => isize::MIN,
            Some(Action::Last) => isize::MAX,
            _ => return false,
        };
        match &mut dialog.kind {
            Kind::Accept(accept) if dialog.page == Page::Asked => {
                if accept.turn(steps) {
                    dialog.typed.clear();
                    self.rebuild(dialog);
                    dialog.arming.revise(self.dialogs.next_revision());
                } else {
                    dialog.remark = Some("there is no other offer on that side".to_owned());
                }
            }
            _ => {
                let last = self.room.overlay_hidden;
                dialog.scroll = dialog.scroll.saturating_add_signed(steps).min(last);
            }
        }
        true
    }

    /// Keys that could be an answer.
    fn answer_dialog(&mut self, mut dialog: Box<Dialog>, chord: Chord, effects: &mut Effects) {
        if self.dialogs.stroke == Stroke::Burst {
            dialog.remark = Some(BURST.to_owned());
        } else if matches!(dialog.confirm.how, How::Ending(_)) {
            if chord == Chord::plain(Key::Enter) {
                return self.try_confirm(dialog, effects);
            }
            self.type_ending(&mut dialog, chord);
        } else {
            let is_one = |key: Key| chord == Chord::plain(key);
            if is_one(Key::Char(dialog.yes)) {
                return self.try_confirm(dialog, effects);
            }
            if is_one(Key::Char('n')) {
                return self.leave_dialog(&dialog, effects);
            }
            if !self.chosen_in_dialog(&mut dialog, chord) {
                let remark = format!("{} confirms, Esc leaves", dialog.yes);
                dialog.remark = Some(remark);
            }
        }
        self.overlay = Some(Overlay::Dialog(dialog));
    }

    /// Types into the field, of which nothing counts that came too early.
    fn type_ending(&self, dialog: &mut Dialog, chord: Chord) {
        let counts = self.dialogs.stroke == Stroke::Single && dialog.page == Page::Asked;
        if !counts {
            dialog.remark = Some("Tab goes back to what is confirmed".to_owned());
        } else if !dialog.arming.is_armed() {
            dialog.remark = Some(EARLY.to_owned());
        } else if !dialog.typed.key(chord) {
            dialog.remark = Some("Enter confirms, Esc leaves".to_owned());
        }
    }

    /// Keys that change what is asked, short of confirming it; false for others.
    fn chosen_in_dialog(&mut self, dialog: &mut Dialog, chord: Chord) -> bool {
        let is_changed = match (&mut dialog.kind, chord.key) {
            (Kind::Decline(several), Key::Char('c')) if !chord.is_ctrl => {
                several.is_writing = true;
                true
            }
            (Kind::Decline(several) | Kind::BringBack(several), Key::Char('*')) => {
                several.toggle_all()
            }
            (Kind::Batch(Asked::New(draft)), Key::Char(key)) if !chord.is_ctrl => draft.key(key),
            _ => false,
        };
        if is_changed {
            dialog.page = Page::Asked;
            dialog.scroll = 0;
            self.rebuild(dialog);
            dialog.arming.revise(self.dialogs.next_revision());
        }
        is_changed
    }

    /// Says anew what is asked, after something in it was chosen.
    pub(super) fn rebuild(&self, dialog: &mut Dialog) {
        let confirm = match &dialog.kind {
            Kind::Plain => None,
            Kind::Accept(accept) => accept.confirm(),
            Kind::Decline(several) => Some(decline::confirm(several, &self.keymap)),
            Kind::BringBack(several) => Some(bring_back::confirm(several)),
            Kind::Batch(asked) => self.confirm_of_batch(asked),
        };
        if let Some(confirm) = confirm {
            dialog.confirm = confirm;
        }
    }
}
