//! Forms: fields to fill in before a write is asked for.
//!
//! ```text
//!  + or E --> fields <--> list of a field, form of a site
//!               |  ^
//!      Enter at |  | Esc; refused by Covage and asked for again
//!       the end v  |
//!             dialog --> journal, wire
//! ```
//!
//! A form never writes: it hands what it says to the dialog before every write. Its target and what stood in its fields
//! are those of the moment it was opened, and only fields that differ from that are sent.

mod ability;
mod basket;
pub mod check;
pub mod chooser;
mod confirm;
mod contact;
pub mod eligibility;
pub mod field;
mod fuzzy;
mod kept;
mod keys;
mod line;
pub mod lists;
#[cfg(test)]
pub(crate) mod made_up;
mod missing;
mod order_request;
mod words;

use crate::app::overlay::Overlay;
use crate::app::state::AppState;
use crate::domain::ids::{BasketId, OrderRef};
use crate::domain::text::Text;
use crate::domain::write::{LineKey, Seen, Way};

use check::Remark;
use chooser::Chooser;
use eligibility::LineFrom;
use eligibility::lookup::Sites;
use field::{Content, Entry, Field};
use kept::Kept;
use lists::Lists;

pub use order_request::Ask;

/// An open form.
#[derive(Clone, Debug)]
pub struct Form {
    /// What stands over it.
    pub title: String,
    /// What it is about, as it was when the form was opened.
    pub about: Text,
    /// Its fields, from top to bottom.
    pub fields: Vec<Field>,
    /// What Covage said when it refused what this form said before, as far as it concerns no field.
    pub refused: Option<Text>,
    purpose: Purpose,
    basis: Basis,
    /// Index of the field with the keys; one past the last for the way on.
    place: usize,
    chooser: Option<Chooser>,
    /// Whether it was asked to be left although something was typed.
    is_leaving: bool,
    /// The form that waits for this one.
    parent: Option<Box<Self>>,
    /// The site a line of which is to be added to the basket it makes.
    then_line: Option<String>,
}

/// What a form is for.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Purpose {
    CreateBasket,
    EditBasket(BasketId),
    AddLine(BasketId),
    EditLine(LineKey),
    /// A termination of an order, or a change to it.
    Order(Ask, OrderRef),
    /// An eligibility check of a site.
    Check,
    /// A site of a line or the parts of an address, in the form that waits.
    Site(usize),
}

impl Purpose {
    /// Whether nothing of it is at Covage yet.
    fn is_new(&self) -> bool {
        matches!(
            self,
            Self::CreateBasket | Self::AddLine(_) | Self::Order(..) | Self::Check
        )
    }
}

/// What a form was opened on, as it was then.
#[derive(Clone, Debug)]
struct Basis {
    /// What a write is about, for people.
    subject: Text,
    /// What is worth knowing of it beside its name.
    about: Text,
    /// The first rows of the dialog.
    rows: Vec<(String, Text)>,
    /// What a second look is held against.
    seen: Vec<Seen>,
}

/// What forms leave behind, and the lists they choose from.
#[derive(Debug, Default)]
pub struct Forms {
    /// The code lists.
    pub lists: Lists,
    /// Over which call a single site is checked, unless a person chooses.
    pub single: Way,
    /// Sites that were looked up.
    sites: Sites,
    /// Forms whose write is asked for or on its way.
    kept: Vec<Kept>,
    /// The basket an open menu is about.
    pub(crate) basket: Option<BasketId>,
    /// The order an open menu is about.
    pub(crate) order: Option<OrderRef>,
    /// What a line is to be made from, for which a basket is chosen.
    line: Option<LineFrom>,
    /// The site a line of which comes next, since its basket was made.
    next_line: Option<String>,
}

impl Forms {
    /// Nothing left behind yet.
    pub fn new(single: Way) -> Self {
        Self {
            single,
            ..Self::default()
        }
    }
}

impl Basis {
    /// On nothing that is there.
    fn none(subject: &str) -> Self {
        Self {
            subject: Text::new(subject),
            about: Text::new(""),
            rows: Vec::new(),
            seen: Vec::new(),
        }
    }
}

impl Form {
    fn new(purpose: Purpose, title: impl Into<String>, fields: Vec<Field>, basis: Basis) -> Self {
        Self {
            title: title.into(),
            about: basis.about.clone(),
            fields,
            refused: None,
            purpose,
            basis,
            place: 0,
            chooser: None,
            is_leaving: false,
            parent: None,
            then_line: None,
        }
    }

    /// Index of the field with the keys; one past the last for the way on.
    pub fn place(&self) -> usize {
        self.place
    }

    /// The field with the keys.
    pub fn field(&self) -> Option<&Field> {
        self.fields.get(self.place)
    }

    /// The open list.
    pub fn chooser(&self) -> Option<&Chooser> {
        self.chooser.as_ref()
    }

    /// First field shown when `height` lines fit, the way on being one of them.
    pub fn top(&self, height: usize) -> usize {
        top(self.place, self.fields.len() + 1, height)
    }

    /// Whether it asks before what was typed is lost.
    pub fn is_leaving(&self) -> bool {
        self.is_leaving
    }

    /// Whether another form waits for it.
    pub fn is_inner(&self) -> bool {
        self.parent.is_some()
    }

    /// Whether it is the address of a check.
    pub fn is_of_check(&self) -> bool {
        let parent = self.parent.as_ref();
        parent.is_some_and(|parent| parent.purpose == Purpose::Check)
    }

    /// Whether only what differs is sent.
    pub fn is_edit(&self) -> bool {
        !self.purpose.is_new()
    }

    /// How many fields differ from what they were.
    pub fn changes(&self) -> usize {
        self.fields
            .iter()
            .filter(|field| field.is_changed())
            .count()
    }

    /// Puts a content into the field of an id, if there is such a field.
    fn put(&mut self, id: field::Id, content: Content) {
        if let Some(field) = self.fields.iter_mut().find(|field| field.id == id) {
            field.set(content);
        }
    }

    /// Takes in what its subject is now: what was not touched follows, what was typed stays, and differs from what is there
    /// now.
    fn follow(&mut self, fresh: Self) {
        self.about = fresh.about;
        self.basis = fresh.basis;
        for now in fresh.fields {
            if let Some(field) = self.fields.iter_mut().find(|field| field.id == now.id) {
                field.follow(now);
            }
        }
    }

    /// Puts the keys on the field of an id.
    fn go_to(&mut self, id: field::Id) {
        let place = self.fields.iter().position(|field| field.id == id);
        self.place = place.unwrap_or(self.place);
    }

    /// A text that is in a field.
    fn text_of(&self, id: field::Id) -> Option<Text> {
        let field = self.fields.iter().find(|field| field.id == id)?;
        match field.content() {
            Content::Text(text) if !text.wire().is_empty() => Some(text),
            _ => None,
        }
    }
}

impl AppState {
    /// What is to be said of a field of an open form.
    pub fn remark(&self, form: &Form, field: &Field) -> Option<Remark> {
        if field.refusal().is_none()
            && let Some(remark) = self.remark_on_check(form, field)
        {
            return Some(remark);
        }
        let remark = check::remark(field, self.today());
        // Of an address nothing is expected.
        let remark = remark.filter(|it| !(form.is_of_check() && matches!(it, Remark::Hint(_))));
        if remark.is_none() && field.id == field::Id::Message && field.content().is_empty() {
            let reason = form.text_of(field::Id::Reason)?;
            return check::wants_message(&reason)
                .then_some(Remark::Wrong("needed with this reason"));
        }
        remark
    }

    /// A form for a purpose, on what is known now; `None` where that is gone, and for a form within a form.
    fn fresh_form(&self, purpose: &Purpose) -> Option<Form> {
        match purpose {
            Purpose::CreateBasket => Some(basket::new_form()),
            Purpose::EditBasket(id) => self.edit_basket_form(id),
            Purpose::AddLine(basket) => self.new_line_form(basket),
            Purpose::EditLine(key) => self.edit_line_form(&key.line),
            Purpose::Order(ask, order) => self.order_request_form(*ask, order),
            Purpose::Check => Some(self.check_form()),
            Purpose::Site(_) => None,
        }
    }

    /// Opens the form for a purpose.
    fn open(&mut self, purpose: &Purpose) {
        if let Some(form) = self.fresh_form(purpose) {
            self.open_form(form);
        }
    }

    /// Opens a form; what Covage refused of the same before is in it again.
    fn open_form(&mut self, mut form: Form) {
        self.take_refused(&mut form);
        self.overlay = Some(Overlay::Form(Box::new(form)));
    }

    /// Lists the open list anew.
    fn relist_chooser(&mut self) {
        if let Some(Overlay::Form(form)) = &mut self.overlay {
            form.relist(&self.forms.lists);
        }
    }

    /// The clock was set back: nothing was read later than now.
    pub(crate) fn forms_clock_set_back(&mut self) {
        self.forms.lists.clock_set_back(self.now);
        self.forms.sites.clock_set_back(self.now);
    }
}

impl Form {
    fn relist(&mut self, lists: &Lists) {
        if let (Some(chooser), Some(field)) = (&mut self.chooser, self.fields.get(self.place)) {
            chooser.list(field, lists);
        }
    }

    /// Lists all of the open list again; the line under the cursor stays under it.
    fn search_anew(&mut self, lists: &Lists) {
        if let (Some(chooser), Some(field)) = (&mut self.chooser, self.fields.get(self.place)) {
            chooser.search_anew(field, lists);
        }
    }

    /// Takes what was chosen.
    fn pick(&mut self, value: &Text) {
        let Some(field) = self.fields.get_mut(self.place) else {
            return;
        };
        match &mut field.entry {
            Entry::Chosen(chosen) => *chosen = value.clone(),
            Entry::Keys(keys) => match keys.iter().position(|key| key == value) {
                Some(at) => drop(keys.remove(at)),
                None => keys.push(value.clone()),
            },
            Entry::Typed(_) | Entry::Site(_) => {}
        }
    }
}

/// First of `count` lines shown when `height` fit and one of them is in hand: that one in the middle, where there is more
/// on both sides.
fn top(place: usize, count: usize, height: usize) -> usize {
    let hidden = count.saturating_sub(height);
    place.saturating_sub(height / 2).min(hidden)
}

#[cfg(test)]
mod tests;
