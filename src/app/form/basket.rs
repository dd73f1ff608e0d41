//! The forms of a basket: a new one and its references, and what is asked before it is confirmed.

use crate::app::dialog::{Confirm, How, Recheck};
use crate::app::state::AppState;
use crate::app::update::Effects;
use crate::app::writes::seen::seen_of_basket;
use crate::domain::ids::BasketId;
use crate::domain::quote::{Basket, Line};
use crate::domain::text::Text;
use crate::domain::write::{BasketFields, Intent, Write};

use super::confirm::{count, row};
use super::field::{Choices, Content, Field, Id, Source};
use super::lists::List;
use super::{Basis, Form, Purpose};

impl AppState {
    /// The form of the references of a basket.
    pub(super) fn edit_basket_form(&self, id: &BasketId) -> Option<Form> {
        let known = self.quotes.basket(id)?;
        let title = format!("Basket {}", known.name());
        let basis = basis(&known.basket, known.lines.len());
        let fields = fields(Some(&known.basket));
        let purpose = Purpose::EditBasket(id.clone());
        Some(Form::new(purpose, title, fields, basis))
    }

    /// `C`: asks before a basket is sent to Covage for pricing, or lists what is missing first.
    pub(crate) fn ask_confirm_basket(&mut self, effects: &mut Effects) {
        let Some(id) = self
            .basket_under_cursor()
            .map(|known| known.basket.id.clone())
        else {
            return;
        };
        if self.missing(&id).is_empty() {
            self.confirm_basket(&id, effects);
        } else {
            self.open_missing(id);
        }
    }

    fn confirm_basket(&mut self, id: &BasketId, effects: &mut Effects) {
        let Some(known) = self.quotes.basket(id) else {
            return;
        };
        let basis = basis(&known.basket, known.lines.len());
        let lines = known.lines.iter().filter_map(|line| self.quotes.line(line));
        let mut rows = basis.rows;
        rows.extend(lines.map(|line| (line.name().to_owned(), Text::new(in_short(&line.line)))));
        let lines = count(known.lines.len(), "line", "lines");
        let confirm = Confirm {
            title: format!(
                "Confirm basket {}: {lines} to be priced",
                name(&known.basket).line()
            ),
            rows,
            intents: vec![Intent {
                write: Write::ConfirmBasket(id.clone()),
                subject: basis.subject,
                seen: basis.seen,
            }],
            how: How::Yes,
            recheck: Some(Recheck::Basket(id.clone())),
        };
        self.confirm(confirm, effects);
    }
}

/// The form of a new basket.
pub(super) fn new_form() -> Form {
    let basis = Basis::none("a new basket");
    Form::new(Purpose::CreateBasket, "New basket", fields(None), basis)
}

/// What people call a basket: their own reference, else its key.
pub(super) fn name(basket: &Basket) -> &Text {
    basket.external_id.as_ref().unwrap_or(basket.id.text())
}

/// A basket that holds so many lines, as it is now.
pub(super) fn basis(basket: &Basket, lines: usize) -> Basis {
    let mut rows = vec![("basket".to_owned(), name(basket).clone())];
    if basket.external_id.is_some() {
        rows.push(("key".to_owned(), basket.id.text().clone()));
    }
    rows.extend([
        row("state", basket.state.word()),
        row("holds", &count(lines, "line", "lines")),
    ]);
    Basis {
        subject: name(basket).clone(),
        about: Text::new(format!(
            "{}, {}",
            basket.state.word(),
            count(lines, "line", "lines")
        )),
        rows,
        seen: seen_of_basket(basket, lines),
    }
}

fn fields(basket: Option<&Basket>) -> Vec<Field> {
    let projects = Choices {
        from: Source::List(List::Projects),
        is_free: true,
    };
    let external = basket.and_then(|basket| basket.external_id.as_ref());
    let project = basket.and_then(|basket| basket.project.as_ref());
    vec![
        Field::typed(Id::BasketExternalId, external),
        Field::chosen(Id::BasketProject, project, projects),
    ]
}

/// What a line asks for, in one line.
fn in_short(line: &Line) -> String {
    let parts = [
        line.end_customer_name.as_ref(),
        line.site_connection_type.as_ref(),
    ];
    let mut parts: Vec<_> = parts
        .into_iter()
        .flatten()
        .map(|text| text.wire().to_owned())
        .collect();
    let offers: Vec<_> = line.product_offerings.iter().map(Text::wire).collect();
    parts.push(format!("offers {}", offers.join(" ")));
    parts.join(", ")
}

/// The references of a basket as a form says them.
pub(super) fn write(form: &Form) -> Option<Write> {
    let is_new = form.purpose.is_new();
    let said = |id: Id| {
        let field = form.fields.iter().find(|field| field.id == id)?;
        match field.content() {
            Content::Text(text) if is_new && text.wire().is_empty() => None,
            Content::Text(text) => (is_new || field.is_changed()).then_some(text),
            _ => None,
        }
    };
    let fields = BasketFields {
        external_id: said(Id::BasketExternalId),
        project: said(Id::BasketProject),
    };
    Some(match &form.purpose {
        Purpose::CreateBasket => Write::CreateBasket(fields),
        Purpose::EditBasket(id) => Write::EditBasket(id.clone(), fields),
        _ => return None,
    })
}
