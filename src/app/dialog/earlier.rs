//! Earlier attempts on the same target: one that is open keeps another from being asked for, until reading back has
//! shown the old state for long enough (safety rules, section 2.5).

use crate::app::dialog::{Dialog, Kind};
use crate::app::state::AppState;
use crate::domain::journal::{Entry, FRESH_INTENT_AFTER};
use crate::domain::text::Text;
use crate::domain::write::Write;

/// What an earlier attempt means for a new one.
pub(super) enum Earlier {
    /// There is none that matters.
    None,
    /// A person may ask anew, knowing this.
    Anew(Text),
    /// Nothing may be asked now; why, safe for one line.
    Open(String),
}

impl AppState {
    /// Takes out of a dialog what an earlier attempt keeps from being asked for.
    ///
    /// # Errors
    /// Nothing is left to ask for; why, safe for one line.
    pub(super) fn weigh_earlier(&self, dialog: &mut Dialog) -> Result<(), String> {
        if let Kind::Decline(several) | Kind::BringBack(several) = &mut dialog.kind {
            let mut open = None;
            let mut is_free = |key: &crate::domain::write::OfferKey| match self
                .earlier(&Write::Restore(key.clone()))
            {
                Earlier::Open(why) => {
                    open.get_or_insert(why);
                    false
                }
                Earlier::Anew(_) | Earlier::None => true,
            };
            let asked = several.items.len();
            several.items.retain(|item| is_free(&item.key));
            several.others.retain(|item| is_free(&item.key));
            let left_out = asked - several.items.len();
            if let Some(why) = open {
                if several.items.is_empty() {
                    return Err(why);
                }
                let offers = crate::app::copy::counted(left_out, "offer");
                dialog.remark = Some(format!("{offers} left out: {why}"));
                self.rebuild(dialog);
            }
        }
        dialog.earlier.clear();
        for intent in &dialog.confirm.intents {
            match self.earlier(&intent.write) {
                Earlier::None => {}
                Earlier::Open(why) => return Err(why),
                Earlier::Anew(told) if dialog.earlier.contains(&told) => {}
                Earlier::Anew(told) => dialog.earlier.push(told),
            }
        }
        Ok(())
    }

    /// What stands in the way of a write, or should be known before it.
    pub(super) fn earlier(&self, write: &Write) -> Earlier {
        let Some(entry) = self.open_entry(&write.target()) else {
            return Earlier::None;
        };
        let since = self.second(entry.at);
        if !entry.is_unknown() {
            return Earlier::Open(format!("already in progress since {since}"));
        }
        let anew_from = entry.at + FRESH_INTENT_AFTER;
        let seen_old = entry.look.as_ref().filter(|look| look.at >= anew_from);
        match seen_old {
            Some(look) if self.now >= anew_from => Earlier::Anew(Text::new(format!(
                "an earlier attempt at {since} is unknown; not applied as of {}; this sends it anew",
                self.second(look.at)
            ))),
            _ => Earlier::Open(format!(
                "already in progress since {since}: its outcome is unknown and read back; it can be asked anew \
                 when that still shows the old state after {}",
                self.second(anew_from)
            )),
        }
    }

    /// The open entry of a target.
    fn open_entry(&self, target: &str) -> Option<&Entry> {
        let is_it = |entry: &&Entry| {
            let intent = entry.intent.as_ref();
            entry.is_open() && intent.is_ok_and(|intent| intent.write.target() == target)
        };
        self.writes.journal.entries.iter().find(is_it)
    }
}
