//! Declining offers, with a comment: it can be brought back, so a letter confirms it.

use crate::app::action::Action;
use crate::app::dialog::several::{Item, Several};
use crate::app::dialog::{Confirm, Kind};
use crate::app::entities::quotes::QuoteLine;
use crate::app::keymap::Keymap;
use crate::app::state::AppState;
use crate::app::update::Effects;
use crate::domain::quote::OfferState;
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
        let line = self.line_under_cursor().cloned();
        let Some((line, (place, _))) = line.zip(self.offer_under_cursor()) else {
            return;
        };
        self.ask_decline_of(&line, place, effects);
    }

    pub(crate) fn ask_decline_of(&mut self, line: &QuoteLine, place: usize, effects: &mut Effects) {
        let all: Vec<_> = items(line, |state| {
            !matches!(
                state,
                Some(OfferState::Refused | OfferState::Accepted | OfferState::Expired)
            )
        });
        self.ask_decline_items(one_or_all(all, place), effects);
    }

    pub(crate) fn ask_decline_items(&mut self, several: Several, effects: &mut Effects) {
        if several.items.is_empty() {
            return self.notices.info(self.now, "this offer cannot be declined");
        }
        let confirm = confirm(&several, &self.keymap);
        self.open_dialog(confirm, Kind::Decline(several), effects);
    }
}

/// The offers of a line in certain states.
pub(super) fn items(line: &QuoteLine, is_meant: impl Fn(Option<&OfferState>) -> bool) -> Vec<Item> {
    let offers = line.line.offers.as_deref().unwrap_or_default();
    let meant = offers
        .iter()
        .enumerate()
        .filter(|(_, offer)| is_meant(offer.state.as_ref()));
    meant
        .filter_map(|(place, offer)| Item::new(line, place, offer, false))
        .collect()
}

/// The offer at a place, with all of them at hand.
pub(super) fn one_or_all(all: Vec<Item>, place: usize) -> Several {
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
