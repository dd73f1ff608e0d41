//! Declining offers, with a comment: it can be brought back, so a letter confirms it.

use crate::app::action::Action;
use crate::app::copy::counted;
use crate::app::dialog::several::{Item, Several};
use crate::app::dialog::{Confirm, Kind};
use crate::app::entities::quotes::{OfferAct, QuoteLine};
use crate::app::keymap::Keymap;
use crate::app::state::AppState;
use crate::app::update::Effects;
use crate::domain::write::Write;

/// What is asked before offers are declined.
pub(super) fn confirm(several: &Several, keymap: &Keymap) -> Confirm {
    let them = if several.items.len() == 1 {
        "it"
    } else {
        "them"
    };
    let title = format!(
        "Decline {} ({} or {} brings {them} back)",
        several.counted(),
        keymap.shown(Action::Undo),
        keymap.shown(Action::BringBack),
    );
    let said = several.said();
    several.confirm(title, |key| Write::Decline(key, said.clone()))
}

impl AppState {
    /// Opens the dialog that declines the offer under the cursor, or the marked ones.
    pub(crate) fn ask_decline(&mut self, effects: &mut Effects) {
        let (several, left_out) = self.offers_meant(OfferAct::Decline);
        self.ask_decline_of(several, effects);
        self.say_left_out(left_out);
    }

    pub(crate) fn ask_decline_of(&mut self, several: Several, effects: &mut Effects) {
        if !several.items.is_empty() {
            let confirm = confirm(&several, &self.keymap);
            self.open_dialog(confirm, Kind::Decline(several), effects);
        }
    }

    /// The offers that something is to be done with: the marked ones, else the one under the cursor with all others of
    /// its line at hand. Beside them, what is left out, and why.
    pub(super) fn offers_meant(&self, act: OfferAct) -> (Several, Option<String>) {
        if self.quotes_pane.marks.is_empty() {
            let line = self.line_under_cursor().zip(self.offer_under_cursor());
            let several = line.map(|(line, (place, _))| one_or_all(line, act, place));
            return (several.unwrap_or_default(), None);
        }
        let marked = self.marked_offers();
        let mut items = Vec::new();
        let mut reason = None;
        for offer in &marked {
            match offer.line.why_not(act, offer.place) {
                None => items.extend(Item::new(
                    offer.line,
                    offer.place,
                    offer.offer,
                    offer.is_hidden,
                )),
                Some(why) => reason = reason.or(Some(self.keymap.tell(why))),
            }
        }
        let unread = self.marked_unread().len();
        let left_out = match (marked.len() - items.len(), unread) {
            (0, 0) => None,
            (0, lines) => Some(format!(
                "{} left out: no offer of it was read",
                counted(lines, "marked line")
            )),
            (offers, _) => Some(format!(
                "{} left out: {}",
                counted(offers, "marked offer"),
                reason.unwrap_or_else(|| "came without a key".to_owned())
            )),
        };
        let several = Several {
            items,
            ..Several::default()
        };
        (several, left_out)
    }

    /// Says in the open dialog what it leaves out.
    pub(super) fn say_left_out(&mut self, left_out: Option<String>) {
        if let Some(dialog) = self.dialog_mut() {
            dialog.remark = dialog.remark.take().or(left_out);
        }
    }
}

/// The offer at a place of a line, with all that the same can be done with at hand.
pub(super) fn one_or_all(line: &QuoteLine, act: OfferAct, place: usize) -> Several {
    let offers = line.offers().unwrap_or_default().iter().enumerate();
    let can = offers.filter(|(place, _)| line.why_not(act, *place).is_none());
    let all: Vec<_> = can
        .filter_map(|(place, offer)| Item::new(line, place, offer, false))
        .collect();
    let one: Vec<_> = all
        .iter()
        .filter(|item| item.number == place + 1)
        .cloned()
        .collect();
    Several {
        others: if all.len() > 1 && !one.is_empty() {
            all
        } else {
            Vec::new()
        },
        items: one,
        ..Several::default()
    }
}
