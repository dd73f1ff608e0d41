//! Keys in a form: between fields, into texts, into lists and out again.

use tui_input::InputRequest;

use crate::app::dialog::Stroke;
use crate::app::keymap::{Chord, Key};
use crate::app::overlay::Overlay;
use crate::app::state::AppState;
use crate::app::typing::type_into;
use crate::app::update::Effects;
use crate::domain::text::Text;

use super::chooser::{Chooser, Done, Pick};
use super::field::{Entry, Source};
use super::{Form, Purpose, Remark};

/// What becomes of a form after a key.
enum Then {
    Stay,
    /// It is left.
    Leave,
    /// The list of the field with the keys opens, searched for this.
    Choose(String),
    /// The form of the site with the keys opens.
    OpenSite,
    /// The form is filled in.
    GoOn,
}

impl AppState {
    pub(crate) fn form_key(&mut self, mut form: Box<Form>, chord: Chord, effects: &mut Effects) {
        if form.chooser.is_some() {
            return self.chooser_key(form, chord, effects);
        }
        let is_esc = chord == Chord::plain(Key::Esc);
        if std::mem::take(&mut form.is_leaving) {
            return if is_esc {
                self.leave_form(*form);
            } else {
                self.overlay = Some(Overlay::Form(form));
            };
        }
        let tries_again = form.is_at_place() && chord == Chord::plain(Key::Enter);
        match form.key(chord) {
            Then::Stay => self.look_up_site(&form, tries_again, effects),
            Then::Leave => return self.leave_form(*form),
            Then::Choose(search) => self.open_chooser(&mut form, &search, effects),
            Then::OpenSite => return self.open_site(form),
            Then::GoOn => return self.form_goes_on(form, effects),
        }
        self.overlay = Some(Overlay::Form(form));
    }

    pub(crate) fn form_paste(&mut self, mut form: Box<Form>, text: &str, effects: &mut Effects) {
        form.is_leaving = false;
        if let Some(mut chooser) = form.chooser.take() {
            chooser.paste(text);
            form.chooser = Some(chooser);
            form.relist(&self.forms.lists);
        } else if let Some(field) = form.fields.get_mut(form.place) {
            match field.entry {
                Entry::Typed(_) => field.paste(text),
                Entry::Chosen(_) | Entry::Keys(_) => self.open_chooser(&mut form, text, effects),
                Entry::Site(_) => {
                    let why = "nothing is pasted here: Enter opens the site";
                    self.notices.info(self.now, why);
                }
            }
        }
        self.overlay = Some(Overlay::Form(form));
    }

    fn leave_form(&mut self, form: Form) {
        self.overlay = form.parent.map(Overlay::Form);
    }

    fn open_chooser(&mut self, form: &mut Form, search: &str, effects: &mut Effects) {
        self.know_offers(form);
        let Some(field) = form.fields.get(form.place) else {
            return;
        };
        if let Some(Source::List(list)) = field.choices.as_ref().map(|choices| &choices.from) {
            self.read_referential(*list, false, effects);
        }
        form.chooser = Some(Chooser::open(field, &self.forms.lists, search));
    }

    fn chooser_key(&mut self, mut form: Box<Form>, chord: Chord, effects: &mut Effects) {
        let Some(chooser) = &mut form.chooser else {
            return;
        };
        match chooser.key(chord) {
            Done::Nothing => {}
            Done::Close => form.chooser = None,
            Done::Search => form.relist(&self.forms.lists),
            Done::Picked(Pick::Read) => {
                let choices = form.field().and_then(|field| field.choices.clone());
                if let Some(Source::List(list)) = choices.map(|choices| choices.from) {
                    self.read_referential(list, true, effects);
                    form.relist(&self.forms.lists);
                }
            }
            Done::Picked(Pick::Value(value)) => self.pick(&mut form, &[value], effects),
            Done::Picked(Pick::Typed(typed)) => {
                let is_keys = |entry: &Entry| matches!(entry, Entry::Keys(_));
                if form.field().is_some_and(|field| is_keys(&field.entry)) {
                    let keys = typed.wire().split([',', ';', ' ']);
                    let keys = keys.filter(|key| !key.is_empty()).map(Text::new);
                    self.pick(&mut form, &keys.collect::<Vec<_>>(), effects);
                } else {
                    self.pick(&mut form, &[typed], effects);
                }
            }
        }
        self.overlay = Some(Overlay::Form(form));
    }

    /// Takes what was chosen: one value and on to the next field, or some keys and the list stays open.
    fn pick(&mut self, form: &mut Form, values: &[Text], effects: &mut Effects) {
        for value in values {
            form.pick(value);
        }
        let is_many = matches!(form.field().map(|field| &field.entry), Some(Entry::Keys(_)));
        if is_many {
            form.search_anew(&self.forms.lists);
        } else {
            form.chooser = None;
            form.place += 1;
            self.look_up_site(form, false, effects);
        }
    }

    /// On to the dialog, or to the first field that keeps it from that.
    fn form_goes_on(&mut self, mut form: Box<Form>, effects: &mut Effects) {
        if self.dialogs.stroke == Stroke::Burst {
            self.overlay = Some(Overlay::Form(form));
            return self.say_burst();
        }
        self.look_up_site(&form, false, effects);
        // The dialog shows what is there now, and what would become of that.
        if let Some(fresh) = self.fresh_form(&form.purpose) {
            form.follow(fresh);
        }
        let wrong = form.fields.iter().position(|field| {
            let remark = self.remark(&form, field);
            matches!(remark, Some(Remark::Wrong(_)))
        });
        if let Some(place) = wrong {
            form.place = place;
            let field = form.fields.get(place);
            let said = field.and_then(|field| Some((field.id.label(), self.remark(&form, field)?)));
            if let Some((label, remark)) = said {
                self.notices
                    .info(self.now, format!("{label}: {}", remark.text()));
            }
        } else if let Some(why) = self.awaits(&form) {
            self.notices.info(self.now, why);
        } else if let Purpose::Site(place) = form.purpose {
            return self.close_site(*form, place);
        } else if form.is_edit() && form.changes() == 0 {
            self.notices
                .info(self.now, "nothing was changed, so there is nothing to send");
        } else if let Some(why) = self.why_no_writes() {
            let why = self.keymap.tell(&why);
            self.notices.info(self.now, why);
        } else {
            return self.confirm_form(form, effects);
        }
        self.overlay = Some(Overlay::Form(form));
    }
}

impl AppState {
    /// The answer that a form has to wait for.
    fn awaits(&self, form: &Form) -> Option<String> {
        form.fields
            .iter()
            .find_map(|field| match self.remark(form, field) {
                Some(Remark::Waits(what)) => Some(format!(
                    "{}: {what}; Enter goes on once it is there",
                    field.id.label()
                )),
                _ => None,
            })
    }
}

impl Form {
    fn key(&mut self, chord: Chord) -> Then {
        let last = self.fields.len();
        if !chord.is_ctrl {
            match chord.key {
                Key::Esc if self.changes() > 0 => {
                    self.is_leaving = true;
                    return Then::Stay;
                }
                Key::Esc => return Then::Leave,
                Key::Tab | Key::Down => {
                    self.place = if self.place == last {
                        0
                    } else {
                        self.place + 1
                    };
                    return Then::Stay;
                }
                Key::BackTab | Key::Up => {
                    self.place = self.place.checked_sub(1).unwrap_or(last);
                    return Then::Stay;
                }
                Key::PageUp => {
                    self.place = 0;
                    return Then::Stay;
                }
                Key::PageDown => {
                    self.place = last;
                    return Then::Stay;
                }
                _ => {}
            }
        }
        self.key_in_field(chord)
    }

    fn key_in_field(&mut self, chord: Chord) -> Then {
        let is_enter = chord == Chord::plain(Key::Enter);
        let Some(field) = self.fields.get_mut(self.place) else {
            return if is_enter { Then::GoOn } else { Then::Stay };
        };
        match (&mut field.entry, chord.key) {
            (Entry::Typed(_), Key::Enter) if is_enter => self.place += 1,
            (Entry::Typed(input), Key::Home) => drop(input.handle(InputRequest::GoToStart)),
            (Entry::Typed(input), Key::End) => drop(input.handle(InputRequest::GoToEnd)),
            (Entry::Typed(input), _) => drop(type_into(input, chord)),
            (Entry::Site(_), Key::Enter) if is_enter => return Then::OpenSite,
            (_, Key::Enter) if is_enter => return Then::Choose(String::new()),
            (_, Key::Delete | Key::Backspace) => field.empty_or_restore(),
            (Entry::Chosen(_) | Entry::Keys(_), Key::Char(c)) if chord.is_text() && c != ' ' => {
                return Then::Choose(c.to_string());
            }
            _ => {}
        }
        Then::Stay
    }

    /// Whether a key that empties the field with the keys would bring back what was in it.
    pub fn can_restore(&self) -> bool {
        self.field().is_some_and(|field| {
            let is_typed = matches!(field.entry, Entry::Typed(_));
            !is_typed && field.content().is_empty() && !field.original().is_empty()
        })
    }
}
