//! Bringing declined offers back, by its own key or by the one that undoes.

use crate::app::dialog::several::{Item, Several};
use crate::app::dialog::{Confirm, Kind, Stroke};
use crate::app::entities::quotes::OfferAct;
use crate::app::state::AppState;
use crate::app::update::Effects;
use crate::domain::journal::{Entry, Settled, Stage};
use crate::domain::write::{OfferKey, Outcome, Write};

/// What is asked before offers are brought back.
pub(super) fn confirm(several: &Several) -> Confirm {
    several.confirm(format!("Bring back {}", several.counted()), Write::Restore)
}

impl AppState {
    /// Opens the dialog that brings the offer under the cursor back, or the marked ones.
    pub(crate) fn ask_bring_back(&mut self, effects: &mut Effects) {
        let (several, left_out) = self.offers_meant(OfferAct::BringBack);
        self.ask_bring_back_of(several, effects);
        self.say_left_out(left_out);
    }

    pub(crate) fn ask_bring_back_of(&mut self, several: Several, effects: &mut Effects) {
        if !several.items.is_empty() {
            let confirm = confirm(&several);
            self.open_dialog(confirm, Kind::BringBack(several), effects);
        }
    }

    /// Opens the dialog that brings one offer back; false when that offer is not read, or cannot be brought back.
    pub(crate) fn ask_bring_back_one(&mut self, key: &OfferKey, effects: &mut Effects) -> bool {
        let Some(item) = self.item(key) else {
            return false;
        };
        let several = Several {
            items: vec![item],
            ..Several::default()
        };
        self.ask_bring_back_of(several, effects);
        true
    }

    /// Cancels a waiting send; else opens the dialog that brings the last decline back.
    pub(crate) fn undo(&mut self, effects: &mut Effects) {
        if self.cancel_held(effects) {
            return;
        }
        if self.dialogs.stroke == Stroke::Burst {
            return self.say_burst();
        }
        if let Some(why) = self.why_no_writes() {
            return self.notices.info(self.now, self.keymap.tell(&why));
        }
        let keys = self.declined_last();
        if keys.is_empty() {
            let why = "nothing waits to be sent, and no decline can be brought back";
            return self.notices.info(self.now, why);
        }
        let items: Vec<_> = keys.iter().filter_map(|key| self.item(key)).collect();
        if items.is_empty() {
            let why = "what was declined last cannot be brought back now: look at its line";
            return self.notices.info(self.now, why);
        }
        let several = Several {
            items,
            ..Several::default()
        };
        self.ask_bring_back_of(several, effects);
    }

    fn item(&self, key: &OfferKey) -> Option<Item> {
        let line = self.quotes.line(&key.line)?;
        let mut offers = line.offers()?.iter().enumerate();
        let (place, offer) = offers.find(|(_, it)| it.product.as_ref() == Some(&key.product))?;
        if line.why_not(OfferAct::BringBack, place).is_some() {
            return None;
        }
        Item::new(line, place, offer, false)
    }

    /// The offers that were declined last and not brought back since: those of one dialog together, where that was in
    /// this run.
    pub(crate) fn declined_last(&self) -> Vec<OfferKey> {
        let mut restored = Vec::new();
        let mut declined = Vec::new();
        for entry in self.writes.journal.entries.iter().filter(|it| happened(it)) {
            match entry.intent.as_ref().map(|intent| &intent.write) {
                Ok(Write::Restore(key)) => restored.push(key),
                Ok(Write::Decline(key, _)) if !restored.contains(&key) => declined.push(key),
                _ => {}
            }
        }
        let Some(last) = declined.first().copied() else {
            return Vec::new();
        };
        let together = &self.dialogs.declined;
        if !together.contains(last) {
            return vec![last.clone()];
        }
        let stands = |key: &&OfferKey| declined.contains(key);
        together.iter().filter(stands).cloned().collect()
    }
}

/// Whether a write took effect, as far as anybody knows.
fn happened(entry: &Entry) -> bool {
    matches!(
        &entry.stage,
        Stage::Ended(Outcome::Applied(_))
            | Stage::Settled(
                Settled::Reached { .. }
                    | Settled::ByHand {
                        was_applied: Some(true),
                        ..
                    }
            )
    )
}
