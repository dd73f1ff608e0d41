//! From a form to the dialog before its write: every field that is sent is a row of it.

use crate::app::dialog::{Confirm, How, Recheck};
use crate::app::state::AppState;
use crate::app::update::Effects;
use crate::domain::text::Text;
use crate::domain::write::{ContactField, ContactFields, Intent, Write, is_mark};

use super::field::{Content, Field, Id};
use super::{Form, Purpose, basket, eligibility, line, order_request};

/// What stands for nothing.
const NONE: &str = "(none)";

impl AppState {
    /// Asks before what a form says is sent. The form is kept until its write ended.
    pub(super) fn confirm_form(&mut self, form: Box<Form>, effects: &mut Effects) {
        let write = match form.purpose {
            Purpose::Check => self.check_write(&form),
            _ => write(&form),
        };
        let Some(mut write) = write else {
            return;
        };
        // A create without a reference of its caller is given one now: what is sent is what was shown.
        self.plant_mark(&mut write);
        let told = self.check_rows(&form, &write);
        let confirm = confirm(&form, write, told);
        if let Some(intent) = confirm.intents.first() {
            self.keep_form(form, &intent.write);
        }
        self.confirm(confirm.clone(), effects);
        if self.overlay.is_none() {
            // It could not be asked for now, and was told why.
            self.back_to_form(&confirm);
        }
    }
}

/// What a form asks for; `None` for a form within a form, which asks for nothing.
fn write(form: &Form) -> Option<Write> {
    let write = basket::write(form).or_else(|| line::write(form));
    write.or_else(|| order_request::write(form))
}

/// Asks before a write; a check of eligibility tells its own rows.
fn confirm(form: &Form, write: Write, told: Vec<(String, Text)>) -> Confirm {
    let mut rows = form.basis.rows.clone();
    if told.is_empty() {
        rows.extend(said(form));
    }
    rows.extend(told);
    rows.extend(marked(&write));
    rows.extend(order_request::consequence(form));
    let (how, recheck) = match &form.purpose {
        Purpose::CreateBasket | Purpose::Check | Purpose::Site(_) => (How::Yes, None),
        Purpose::EditBasket(id) | Purpose::AddLine(id) => {
            (How::Yes, Some(Recheck::Basket(id.clone())))
        }
        Purpose::EditLine(key) => (How::Yes, Some(Recheck::Line(key.line.clone()))),
        Purpose::Order(_, order) => {
            let how = How::Ending(order.text().clone());
            (how, Some(Recheck::Order(order.clone())))
        }
    };
    Confirm {
        title: title(form),
        rows,
        intents: vec![Intent {
            subject: subject(form, &write),
            write,
            seen: form.basis.seen.clone(),
        }],
        how,
        recheck,
    }
}

/// What it is about, for people: a basket that is not there yet is known by its reference.
fn subject(form: &Form, write: &Write) -> Text {
    let new = match form.purpose {
        Purpose::CreateBasket => write.reference().cloned(),
        Purpose::Check => eligibility::subject(form),
        _ => None,
    };
    new.unwrap_or_else(|| form.basis.subject.clone())
}

fn title(form: &Form) -> String {
    let subject = form.basis.subject.line();
    let changes = || count(form.changes(), "field", "fields");
    match &form.purpose {
        Purpose::CreateBasket => "Create a basket".to_owned(),
        Purpose::Check => "Ask Covage for the eligibility of a site".to_owned(),
        Purpose::AddLine(_) => format!("Add a line to basket {subject}"),
        Purpose::EditBasket(_) => format!("Change basket {subject}: {}", changes()),
        Purpose::EditLine(_) | Purpose::Site(_) => format!("Change {subject}: {}", changes()),
        Purpose::Order(ask, order) => order_request::title(*ask, order),
    }
}

/// What was put in where something new has no reference of its caller.
fn marked(write: &Write) -> Vec<(String, Text)> {
    let Some(mark) = write.reference().filter(|reference| is_mark(reference)) else {
        return Vec::new();
    };
    vec![
        (Id::BasketExternalId.label().to_owned(), mark.clone()),
        row("", "put in here: by it a lost answer is found again"),
    ]
}

/// A row for every field that is sent: what is new as it is, what is changed as it was and as it will be.
fn said(form: &Form) -> Vec<(String, Text)> {
    let is_new = form.purpose.is_new();
    let mut rows = Vec::new();
    for field in form.fields.iter().filter(|field| field.is_changed()) {
        match (field.original(), field.content()) {
            (Content::Site(was), Content::Site(is)) => rows.extend(of_site(field, was, &is)),
            (_, content) if is_new => rows.push((field.id.label().to_owned(), content.told())),
            (was, content) => {
                rows.push((
                    field.id.label().to_owned(),
                    change(&was.told(), &content.told()),
                ));
            }
        }
    }
    rows
}

/// A row for every field of a site that differs; the others are sent again as they are.
fn of_site(field: &Field, was: &ContactFields, is: &ContactFields) -> Vec<(String, Text)> {
    let nothing = Text::new("");
    let all = ContactField::ALL.iter();
    let of = |fields: &ContactFields, id| fields.get(id).unwrap_or(&nothing).clone();
    let is_new = was.is_empty();
    all.map(|id| (id, of(was, id), of(is, id)))
        .filter(|(_, was, is)| was != is)
        .map(|(id, was, is)| {
            let label = format!("{} {}", field.id.label(), Id::Contact(*id).label());
            (label, if is_new { is } else { change(&was, &is) })
        })
        .collect()
}

/// What was, and what will be.
fn change(was: &Text, is: &Text) -> Text {
    let or_none = |text: &Text| match text.wire() {
        "" => NONE.to_owned(),
        text => text.to_owned(),
    };
    Text::new(format!("{} -> {}", or_none(was), or_none(is)))
}

/// A row of words of our own or safe ones.
pub(super) fn row(label: &str, value: &str) -> (String, Text) {
    (label.to_owned(), Text::new(value))
}

/// A number of things.
pub(super) fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
