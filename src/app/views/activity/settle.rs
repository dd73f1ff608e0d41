//! Settling by hand what reading back cannot: a person says what became of it, in a note that is kept.
//!
//! Sends nothing. It frees the target for another write, so it takes a note, Enter and one more key.

use crate::app::effect::Effect;
use crate::app::keymap::{Chord, Key};
use crate::app::overlay::Overlay;
use crate::app::prompt::{Prompt, Typed};
use crate::app::state::AppState;
use crate::app::update::Effects;
use crate::domain::journal::{Entry, JournalId, Settled};
use crate::domain::text::Text;

/// A write that is being settled by hand.
#[derive(Clone, Debug)]
pub struct Settling {
    /// Which.
    pub id: JournalId,
    /// What it was to do; safe for one line.
    pub what: String,
    /// The note.
    pub prompt: Prompt,
    /// What is asked.
    pub step: Step,
}

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// How the person knows.
    Note,
    /// Whether it happened.
    Verdict,
}

impl AppState {
    /// Asks what became of a write of unknown outcome.
    pub(super) fn ask_to_settle(&mut self, id: JournalId) {
        let Some(entry) = self.journal_entry(id).filter(|entry| entry.is_unknown()) else {
            return;
        };
        let what = super::words::what(entry);
        self.overlay = Some(Overlay::Settle(Box::new(Settling {
            id,
            what,
            prompt: Prompt::default(),
            step: Step::Note,
        })));
    }

    /// Takes a key while a write is settled.
    pub(crate) fn settle_key(
        &mut self,
        mut settling: Box<Settling>,
        chord: Chord,
        effects: &mut Effects,
    ) {
        match settling.step {
            Step::Note => match settling.prompt.key(chord) {
                Typed::Dropped => return,
                Typed::Text => settling.prompt.problem = None,
                Typed::Done if settling.prompt.text().trim().is_empty() => {
                    let why = "say how you know: the note is kept in the journal";
                    settling.prompt.problem = Some(why.to_owned());
                }
                Typed::Done => settling.step = Step::Verdict,
            },
            Step::Verdict => {
                let was_applied = match chord.key {
                    Key::Char('y') if !chord.is_ctrl => Some(true),
                    Key::Char('n') if !chord.is_ctrl => Some(false),
                    Key::Char('?') if !chord.is_ctrl => None,
                    Key::Esc => {
                        settling.step = Step::Note;
                        self.overlay = Some(Overlay::Settle(settling));
                        return;
                    }
                    _ => {
                        self.overlay = Some(Overlay::Settle(settling));
                        return;
                    }
                };
                return self.settle(&settling, was_applied, effects);
            }
        }
        self.overlay = Some(Overlay::Settle(settling));
    }

    /// Takes pasted text: into the note, never as an answer.
    pub(crate) fn settle_paste(&mut self, mut settling: Box<Settling>, text: &str) {
        if settling.step == Step::Note {
            settling.prompt.paste(text);
        }
        self.overlay = Some(Overlay::Settle(settling));
    }

    fn settle(&mut self, settling: &Settling, was_applied: Option<bool>, effects: &mut Effects) {
        let is_unknown = self
            .journal_entry(settling.id)
            .is_some_and(Entry::is_unknown);
        if !is_unknown {
            let why = "it was settled meanwhile: nothing was changed";
            return self.notices.info(self.now, why);
        }
        let note = Text::new(settling.prompt.text());
        let settled = Settled::ByHand { was_applied, note };
        effects.push(Effect::Settle(settling.id, settled));
    }
}
