//! Earlier attempts on the same target: one that is under way or open keeps another from being asked for, until reading
//! back has shown the old state for long enough (safety rules, section 2.5).

use crate::app::copy::counted;
use crate::app::dialog::{Dialog, Kind};
use crate::app::state::AppState;
use crate::app::writes::lookback::is_read_back;
use crate::app::writes::words;
use crate::domain::text::Text;
use crate::domain::write::{OfferKey, Write};

/// What an earlier attempt means for a new one.
enum Earlier {
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
            let mut is_free = |key: &OfferKey| match self.earlier(&Write::Restore(key.clone())) {
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
                let offers = counted(left_out, "offer");
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
    fn earlier(&self, write: &Write) -> Earlier {
        if let Some(why) = self.why_not_write(write) {
            return Earlier::Open(why);
        }
        let Some(entry) = self.open_entry_for(&write.target()) else {
            return Earlier::None;
        };
        let second = |at| words::second(at, &self.zone);
        let as_of = entry.look.as_ref().map_or(entry.staged_at, |look| look.at);
        let known = if is_read_back(entry) {
            format!("not applied as of {}", second(as_of))
        } else {
            "no reading can tell more".to_owned()
        };
        Earlier::Anew(Text::new(format!(
            "an earlier attempt at {} is unknown; {known}; this sends it anew",
            second(entry.at)
        )))
    }
}
