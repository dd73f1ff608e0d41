//! Forms that were filled in, until it is known what became of them.
//!
//! Leaving the dialog leads back to the form. What Covage refused is in the form when it is opened again, with Covage's
//! words at the fields they name.

use crate::app::dialog::Confirm;
use crate::app::event::WriteMove;
use crate::app::overlay::Overlay;
use crate::app::state::AppState;
use crate::domain::failure::Failure;
use crate::domain::text::Text;
use crate::domain::write::{Outcome, Write};

use super::Form;

/// Forms kept at once; more writes are hardly ever under way.
const MOST: usize = 8;

/// A form and what it asked for.
#[derive(Debug)]
pub(super) struct Kept {
    form: Box<Form>,
    write: Write,
    /// What Covage said no with.
    refused: Option<Failure>,
}

impl AppState {
    /// Keeps a form whose write is asked for.
    pub(super) fn keep_form(&mut self, form: Box<Form>, write: &Write) {
        let kept = &mut self.forms.kept;
        kept.retain(|kept| !is_same(&kept.write, write) && kept.form.purpose != form.purpose);
        kept.push(Kept {
            form,
            write: write.clone(),
            refused: None,
        });
        let over = kept.len().saturating_sub(MOST);
        kept.drain(..over);
    }

    /// A dialog was left without a yes: back to the form it came from, if it came from one.
    pub(crate) fn back_to_form(&mut self, confirm: &Confirm) {
        let asked = |kept: &Kept| {
            let mut intents = confirm.intents.iter();
            intents.any(|intent| is_same(&intent.write, &kept.write))
        };
        if let Some(at) = self.forms.kept.iter().position(asked) {
            let kept = self.forms.kept.remove(at);
            self.overlay = Some(Overlay::Form(kept.form));
        }
    }

    /// A write came further. What ended well, or may have, is forgotten; what did not is kept for another try by hand.
    pub(crate) fn form_write_moved(&mut self, write: &Write, moved: &WriteMove) {
        let kept = &mut self.forms.kept;
        let Some(at) = kept.iter().position(|kept| is_same(&kept.write, write)) else {
            return;
        };
        match moved {
            WriteMove::Ended(_, Outcome::Refused(failure)) => {
                kept[at].refused = Some(failure.clone());
            }
            WriteMove::Ended(_, Outcome::Applied(_)) => {
                self.forms.next_line = kept.remove(at).form.then_line;
            }
            WriteMove::Ended(_, Outcome::Unknown(_)) => drop(kept.remove(at)),
            _ => {}
        }
    }

    /// How to go on to the line for which a basket was made just now.
    pub(crate) fn on_to_the_line(&mut self) -> Option<String> {
        let site = self.forms.next_line.take()?;
        let then = self.keymap.tell("{new} l adds the line of");
        Some(format!("{then} {site}"))
    }

    /// How to come back to the form of a write that Covage refused, if it came from one.
    pub(crate) fn way_back_to_form(&self, write: &Write) -> Option<String> {
        let is_kept = self
            .forms
            .kept
            .iter()
            .any(|kept| is_same(&kept.write, write));
        let again = match write {
            Write::EditBasket(..) | Write::EditLine(..) => "{edit} opens its form again",
            _ => "{new} opens its form again",
        };
        is_kept.then(|| self.keymap.tell(again))
    }

    /// What was typed for the same purpose and did not get through is typed again.
    pub(super) fn take_refused(&mut self, form: &mut Form) {
        let is_its = |kept: &Kept| kept.form.purpose == form.purpose;
        let Some(at) = self.forms.kept.iter().position(is_its) else {
            return;
        };
        let Some(write) = self.forms.kept.get(at).map(|kept| &kept.write) else {
            return;
        };
        if self
            .writes
            .under_way()
            .any(|other| is_same(&other.intent.write, write))
        {
            // What is asked now is another.
            return;
        }
        let kept = self.forms.kept.remove(at);
        for before in kept.form.fields.iter().filter(|field| field.is_changed()) {
            form.put(before.id, before.content());
        }
        if let Some(failure) = kept.refused {
            form.take_words(&failure);
        }
    }
}

/// Whether two writes are one: on its way a create may have been given a reference.
fn is_same(one: &Write, other: &Write) -> bool {
    one.verb() == other.verb() && one.target() == other.target()
}

impl Form {
    /// Puts the words of a refusal to the fields they name, and goes to the first; what names no field stands above all.
    fn take_words(&mut self, failure: &Failure) {
        let Some(words) = &failure.detail else {
            self.refused = Some(Text::new(failure.line()));
            return;
        };
        let mut first = None;
        let mut others = Vec::new();
        for said in words.wire().split("; ") {
            match self.complaint(said) {
                Some((place, complaint)) => {
                    if let Some(field) = self.fields.get_mut(place) {
                        field.refuse(Text::new(complaint));
                    }
                    first.get_or_insert(place);
                }
                None => others.push(said),
            }
        }
        if !others.is_empty() {
            self.refused = Some(Text::new(others.join("; ")));
        }
        self.place = first.unwrap_or(self.place);
    }

    /// The field a complaint names, and what is said of it: `note: too long`, `Validation failed: note: too long`.
    fn complaint<'a>(&self, said: &'a str) -> Option<(usize, &'a str)> {
        let named = |(place, field): (usize, &super::Field)| {
            let (before, complaint) = said.split_once(&format!("{}: ", field.id.word()))?;
            let is_whole = before.is_empty() || before.ends_with(' ');
            is_whole.then_some((before.len(), place, complaint))
        };
        let first = self.fields.iter().enumerate().filter_map(named).min()?;
        Some((first.1, first.2))
    }
}
