//! The dialog before every write: what will be sent, what was seen, and how it is confirmed.
//!
//! The target is frozen at the key press: no refresh, sort or filter turns it to something else. The dialog reads its
//! target again and cannot be confirmed before that answer is in and tells the same. It is armed by the event that its
//! frame was written and by a moment without input ([`arming`]), so nothing that was typed before it was seen can confirm
//! it; pasted text and keys that come several at once never do. Whatever else happens, nothing is sent.

pub mod accept;
pub mod arming;
mod bring_back;
pub mod checks;
mod confirmed;
mod decline;
mod earlier;
mod keys;
pub mod looks;
#[cfg(test)]
pub(crate) mod made_up;
mod price;
pub mod request;
pub mod several;
pub mod typed;

use chrono::{DateTime, TimeDelta, Utc};

use crate::app::action::Action;
use crate::app::batch::Asked;
use crate::app::dialog::accept::Accept;
use crate::app::dialog::arming::{Arming, Revision};
use crate::app::dialog::looks::Looks;
use crate::app::dialog::several::Several;
use crate::app::dialog::typed::Typed;
use crate::app::keymap::{Chord, Keymap};
use crate::app::overlay::Overlay;
use crate::app::state::AppState;
use crate::app::update::Effects;
use crate::domain::failure::Failure;
use crate::domain::ids::{BasketId, LineId, OrderRef};
use crate::domain::request::{Reply, RequestId};
use crate::domain::text::Text;
use crate::domain::write::{Intent, OfferKey};

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

/// What can be chosen in a dialog before it is confirmed.
#[derive(Clone, Debug)]
pub enum Kind {
    /// Nothing: it is as it was asked.
    Plain,
    /// Another offer of the line.
    Accept(Box<Accept>),
    /// One offer or all of the line, and a comment.
    Decline(Several),
    /// One offer or all of the line.
    BringBack(Several),
    /// Families and prices of a batch: its requests are made up later, so nothing is sent as it stands here.
    Batch(Asked),
}

/// What of a dialog is on screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// What is asked.
    Asked,
    /// The exact request.
    Request,
}

/// How a key came.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stroke {
    /// Pressed alone: what a finger makes.
    #[default]
    Single,
    /// With others in one read, or repeated by the terminal: it moves about and writes texts, but neither asks for a
    /// change nor confirms one.
    Burst,
    /// A click on the hint that names it: it asks for a change, but never confirms one.
    Click,
}

/// An open dialog.
#[derive(Clone, Debug)]
pub struct Dialog {
    /// What is asked, as it would be handed in now.
    pub confirm: Confirm,
    /// What can be chosen in it.
    pub kind: Kind,
    /// How far it is from being confirmed.
    pub arming: Arming,
    /// The field of what cannot be undone.
    pub typed: Typed,
    /// What is read again.
    pub looks: Looks,
    /// What of it is on screen.
    pub page: Page,
    /// First line of the part that scrolls.
    pub scroll: usize,
    /// Why the last key did nothing; safe for one line.
    pub remark: Option<String>,
    /// The letter that confirms what can be undone: never a key that opens a dialog.
    pub yes: char,
    /// What is to be known of earlier attempts that this one takes the place of.
    pub earlier: Vec<Text>,
}

impl Dialog {
    fn new(confirm: Confirm, kind: Kind, yes: char) -> Self {
        let typed = match &confirm.how {
            How::Ending(reference) => Typed::of(reference),
            How::Yes => Typed::default(),
        };
        Self {
            confirm,
            kind,
            arming: Arming::new(Revision::default()),
            typed,
            looks: Looks::default(),
            page: Page::Asked,
            scroll: 0,
            remark: None,
            yes,
            earlier: Vec::new(),
        }
    }

    /// Whether a comment is being written.
    pub fn is_writing(&self) -> bool {
        matches!(&self.kind, Kind::Decline(several) if several.is_writing)
    }
}

/// What dialogs leave behind when they are closed.
#[derive(Clone, Debug, Default)]
pub struct Dialogs {
    /// How the key that is being taken in came.
    pub(crate) stroke: Stroke,
    /// The offers that were declined together last.
    declined: Vec<OfferKey>,
    revisions: u64,
}

impl Dialogs {
    fn next_revision(&mut self) -> Revision {
        self.revisions += 1;
        Revision(self.revisions)
    }
}

impl AppState {
    /// Opens the dialog before a write, or says why it cannot be asked for now.
    pub(crate) fn confirm(&mut self, mut confirm: Confirm, effects: &mut Effects) {
        for intent in &mut confirm.intents {
            self.plant_mark(&mut intent.write);
        }
        self.open_dialog(confirm, Kind::Plain, effects);
    }

    pub(crate) fn open_dialog(&mut self, confirm: Confirm, kind: Kind, effects: &mut Effects) {
        let yes = letter(&self.keymap);
        let mut dialog = Box::new(Dialog::new(confirm, kind, yes));
        if let Err(why) = self.weigh_earlier(&mut dialog) {
            self.back_to_form(&dialog.confirm);
            return self.notices.info(self.now, why);
        }
        dialog.looks = match &dialog.kind {
            Kind::Decline(several) | Kind::BringBack(several) => several.looks(),
            Kind::Plain | Kind::Accept(_) | Kind::Batch(_) => {
                Looks::of(dialog.confirm.recheck.iter().cloned())
            }
        };
        dialog.arming.revise(self.dialogs.next_revision());
        self.look_again(&mut dialog, effects);
        self.overlay = Some(Overlay::Dialog(dialog));
    }

    /// Leaves a dialog without a yes: what it waits for is wanted no more, and a form it came from is open again.
    fn leave_dialog(&mut self, dialog: &Dialog, effects: &mut Effects) {
        dialog.looks.cancel(effects);
        self.back_to_form(&dialog.confirm);
    }

    fn dialog_mut(&mut self) -> Option<&mut Dialog> {
        match &mut self.overlay {
            Some(Overlay::Dialog(dialog)) => Some(dialog),
            _ => None,
        }
    }

    /// The open dialog.
    pub fn dialog(&self) -> Option<&Dialog> {
        match &self.overlay {
            Some(Overlay::Dialog(dialog)) => Some(dialog),
            _ => None,
        }
    }

    /// Whether what must be seen of the open dialog fits on the screen.
    pub fn dialog_fits(&self) -> bool {
        self.room.overlay > 0
    }

    /// What a frame drawn now shows of a dialog, if one is open.
    pub fn dialog_revision(&self) -> Option<Revision> {
        Some(self.dialog()?.arming.revision())
    }

    /// A frame that shows `revision` stands on the terminal.
    pub(crate) fn dialog_shown(&mut self, revision: Revision) {
        let now = self.now;
        if let Some(dialog) = self.dialog_mut() {
            dialog.arming.shown(revision, now);
        }
    }

    /// Time passed, and nothing that was typed waits.
    pub(crate) fn dialog_woke(&mut self, effects: &mut Effects) {
        let (now, fits) = (self.now, self.dialog_fits());
        if let Some(dialog) = self.dialog_mut()
            && fits
            && dialog.arming.woke(now)
        {
            effects.dirty();
        }
    }

    /// The mouse did something, or something was pasted that is not wanted.
    pub(crate) fn dialog_startled(&mut self) {
        let now = self.now;
        if let Some(dialog) = self.dialog_mut() {
            dialog.arming.startled(now);
        }
    }

    /// The screen has another size: what is shown has to be seen again.
    pub(crate) fn dialog_resized(&mut self) {
        let revision = self.dialogs.next_revision();
        if let Some(dialog) = self.dialog_mut() {
            dialog.arming.revise(revision);
        }
    }

    pub(crate) fn dialog_clock_set_back(&mut self) {
        let now = self.now;
        if let Some(dialog) = self.dialog_mut() {
            dialog.arming.clock_set_back(now);
            dialog.looks.clock_set_back(now);
        }
    }

    /// When the dialog wants to be woken: to be armed, and to count the seconds since its target was read.
    pub(crate) fn dialog_wake(&self) -> Option<DateTime<Utc>> {
        let dialog = self.dialog()?;
        let soon = self.now + TimeDelta::milliseconds(1);
        let due = dialog.arming.due().filter(|_| self.dialog_fits());
        let second = dialog
            .looks
            .counts()
            .then(|| self.now + TimeDelta::seconds(1));
        due.map(|due| due.max(soon)).into_iter().chain(second).min()
    }

    /// Whether seconds tick in the dialog.
    pub(crate) fn dialog_counts(&self) -> bool {
        self.dialog().is_some_and(|dialog| dialog.looks.counts())
    }

    /// Takes in an answer, if the dialog asked for it.
    pub(crate) fn dialog_answered(
        &mut self,
        id: RequestId,
        result: &Result<Reply, Failure>,
        effects: &mut Effects,
    ) {
        let now = self.now;
        if let Some(dialog) = self.dialog_mut()
            && dialog.looks.answered(id, result, now)
        {
            effects.dirty();
            let is_same = dialog.looks.verdict(&dialog.confirm).is_same();
            if !is_same {
                let revision = self.dialogs.next_revision();
                if let Some(dialog) = self.dialog_mut() {
                    dialog.arming.revise(revision);
                }
            }
            // Whoever looks at it anew sees what was read.
            if let Ok(reply) = result {
                self.told_by_a_write(reply);
            }
        }
    }

    /// What was asked will not be answered any more: it is asked again.
    pub(crate) fn dialog_unanswered(&mut self, effects: &mut Effects) {
        if let Some(Overlay::Dialog(mut dialog)) =
            self.overlay.take_if(|it| matches!(it, Overlay::Dialog(_)))
        {
            dialog.looks.unanswered();
            self.look_again(&mut dialog, effects);
            self.overlay = Some(Overlay::Dialog(dialog));
        }
    }
}

/// The letter that confirms: `y`, unless a key that opens dialogs has it.
fn letter(keymap: &Keymap) -> char {
    let opens =
        |action: Action| action.is_write() || matches!(action, Action::Undo | Action::Files);
    let is_free = |letter: &char| !keymap.action(Chord::char(*letter)).is_some_and(opens);
    ['y', 'o', 'k'].into_iter().find(is_free).unwrap_or('y')
}
