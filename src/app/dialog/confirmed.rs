//! The last gate: what has to hold at the very press that confirms. What does not is said, and nothing is queued.

use crate::app::dialog::checks::Mark;
use crate::app::dialog::looks::Verdict;
use crate::app::dialog::{Dialog, How, Kind, Page, Stroke};
use crate::app::overlay::Overlay;
use crate::app::state::AppState;
use crate::app::update::Effects;

impl AppState {
    /// Hands in what a dialog asks, if everything holds; else says in the dialog what does not.
    pub(super) fn try_confirm(&mut self, mut dialog: Box<Dialog>, effects: &mut Effects) {
        match self.why_not_confirmed(&mut dialog, effects) {
            None => {
                dialog.looks.cancel(effects);
                if let Kind::Batch(asked) = dialog.kind {
                    return self.begin_batch(asked, effects);
                }
                if let Kind::Decline(several) = &dialog.kind {
                    let keys = several.items.iter().map(|item| item.key.clone());
                    self.dialogs.declined = keys.collect();
                }
                self.hand_in(dialog.confirm, effects);
            }
            Some(why) => {
                dialog.remark = Some(why);
                self.overlay = Some(Overlay::Dialog(dialog));
            }
        }
    }

    fn why_not_confirmed(&mut self, dialog: &mut Dialog, effects: &mut Effects) -> Option<String> {
        if !self.dialog_fits() {
            return Some("the screen is too small to show what is confirmed".to_owned());
        }
        if dialog.page != Page::Asked {
            return Some("Tab goes back to what is confirmed".to_owned());
        }
        match self.dialogs.stroke {
            Stroke::Single => {}
            Stroke::Burst => return Some(BURST.to_owned()),
            Stroke::Click => return Some("press that key: a click never confirms".to_owned()),
        }
        if !dialog.arming.is_armed() {
            dialog.arming.touched(self.now);
            return Some(EARLY.to_owned());
        }
        if let How::Ending(reference) = &dialog.confirm.how
            && !dialog.typed.is_right()
        {
            let length = dialog.typed.length();
            return Some(match dialog.typed.text() {
                "" => format!("type the last {length} characters of the reference first"),
                typed => format!("{typed} is not the end of {}", reference.line()),
            });
        }
        let again = again(dialog);
        match dialog.looks.verdict(&dialog.confirm) {
            Verdict::Reading(..) => {
                return Some(format!("reading it again: {again} once that is in"));
            }
            Verdict::Failed(why) => {
                dialog.looks.forget(self.now);
                self.look_again(dialog, effects);
                return Some(format!("not read ({why}): reading it again, {again}"));
            }
            Verdict::Differs(_) => {
                return Some("it is not as it was shown: Esc, then look at it anew".to_owned());
            }
            Verdict::Same(_) if dialog.looks.is_old(self.now) => {
                dialog.looks.forget(self.now);
                self.look_again(dialog, effects);
                return Some(format!(
                    "read more than a minute ago: reading it again, {again}"
                ));
            }
            Verdict::Same(_) => {}
        }
        let checks = self.dialog_checks(dialog);
        let bad = checks.into_iter().find(|check| check.mark == Mark::Bad);
        if let Some(bad) = bad {
            return Some(bad.text);
        }
        if let Some(why) = self.why_no_writes() {
            return Some(self.keymap.tell(&why));
        }
        let (known, asked) = (dialog.earlier.clone(), dialog.confirm.intents.clone());
        if let Err(why) = self.weigh_earlier(dialog) {
            return Some(why);
        }
        if known != dialog.earlier || asked != dialog.confirm.intents {
            dialog.arming.revise(self.dialogs.next_revision());
            return Some(format!("there is news of an earlier attempt: {again}"));
        }
        None
    }

    pub(crate) fn say_burst(&mut self) {
        self.notices.info(self.now, BURST);
    }
}

/// Why keys that come several at once ask for nothing.
pub(super) const BURST: &str = "several keys came at once, so none counts: press it alone";
/// Why a key does not count yet.
pub(super) const EARLY: &str = "one moment: what is typed before this is read does not count";

/// How it is confirmed once what is missing is there.
fn again(dialog: &Dialog) -> String {
    match &dialog.confirm.how {
        How::Ending(_) => "press Enter once more".to_owned(),
        How::Yes => format!("press {} once more", dialog.yes),
    }
}
