//! Which forms can be opened here and now, and why the others cannot; and what opens them.

use crate::app::action::Action;
use crate::app::entities::quotes::QuoteRow;
use crate::app::keymap::Chord;
use crate::app::menu::{Choice, Item, Kind, New};
use crate::app::overlay::Overlay;
use crate::app::pane::Pane;
use crate::app::state::AppState;
use crate::app::update::Effects;
use crate::domain::order::OrderState;
use crate::domain::quote::LineState;
use crate::domain::text::Text;
use crate::domain::write::LineFields;

use super::line::why_no_change;
use super::{Ask, Purpose, basket};

impl AppState {
    /// Why a form, or what is asked in the place of one, cannot be opened in this pane now. `{name}` stands for the key of
    /// the action of that name.
    pub(crate) fn why_no_form(&self, action: Action) -> Option<&'static str> {
        match (self.pane, action) {
            (Pane::Orders, Action::New) => self.why_no_request(),
            (Pane::Quotes, Action::Edit) => self.why_no_edit_form(),
            (Pane::Quotes, Action::Delete) => self.why_no_deletion(),
            (Pane::Quotes, Action::ConfirmBasket) => self.why_no_confirmation(),
            (
                Pane::Activity,
                Action::New | Action::Edit | Action::Delete | Action::ConfirmBasket,
            ) => Some(
                "nothing is made or changed here: {orders} shows the orders, {quotes} the quotes",
            ),
            _ => None,
        }
    }

    fn why_no_request(&self) -> Option<&'static str> {
        match self.order_under_cursor() {
            None => Some("there is no row here"),
            Some(order) if order.summary.broken.is_some() => {
                Some("this row could not be read, so nothing can be asked for it")
            }
            Some(order) if order.gone_since.is_some() => {
                Some("this order is gone from the list: {refresh_view} reads it anew")
            }
            Some(order) if order.summary.state == OrderState::Terminated => {
                Some("this order was terminated: its service has ended")
            }
            Some(order)
                if matches!(
                    order.summary.state,
                    OrderState::Cancelled | OrderState::Rejected
                ) =>
            {
                Some("this order never came to a service that could end or change")
            }
            Some(_) => None,
        }
    }

    fn why_no_edit_form(&self) -> Option<&'static str> {
        match self.line_under_cursor() {
            Some(line) => why_no_change(line),
            None => why_unreadable(self.basket_under_cursor()?.basket.broken.as_ref()),
        }
    }

    fn why_no_deletion(&self) -> Option<&'static str> {
        let line = &self.line_under_cursor()?.line;
        let is_accepted = line.state == LineState::Accepted;
        let why = is_accepted.then_some("this line was accepted: it became an order");
        why_unreadable(line.broken.as_ref()).or(why)
    }

    fn why_no_confirmation(&self) -> Option<&'static str> {
        let known = self.basket_under_cursor()?;
        let why = why_unreadable(known.basket.broken.as_ref());
        if why.is_some() {
            return why;
        }
        if known.detail.value().is_none() {
            // What a basket that was not read lacks nobody can tell.
            return Some("the lines of this basket are not read yet: {refresh_row} reads them");
        }
        known
            .lines
            .is_empty()
            .then_some("this basket holds no line: {new} adds one")
    }

    /// `+`: a basket, a line, a request on an order.
    pub(crate) fn ask_new(&mut self) {
        let order = || Some(self.order_under_cursor()?.summary.reference.clone());
        match self.pane {
            Pane::Orders => {
                self.forms.order = order();
                let name = self.forms.order.as_ref().map(|order| order.text().line());
                let title = format!("Request on {}", name.unwrap_or_default());
                self.open_menu(Kind::New);
                if let Some(Overlay::Menu(menu)) = &mut self.overlay {
                    menu.title = title;
                }
            }
            Pane::Quotes => {
                let basket = self.basket_under_cursor();
                let basket = basket.filter(|known| known.basket.broken.is_none());
                self.forms.basket = basket.map(|known| known.basket.id.clone());
                if self.forms.basket.is_some() {
                    self.open_menu(Kind::New);
                } else {
                    self.open_form(basket::new_form());
                }
            }
            Pane::Eligibility => self.ask_new_eligibility(),
            Pane::Activity => {}
        }
    }

    /// `E`: the fields of the basket or line under the cursor.
    pub(crate) fn ask_edit(&mut self, _effects: &mut Effects) {
        match self.quote_row_under_cursor().cloned() {
            Some(QuoteRow::Basket(id)) => self.open(&Purpose::EditBasket(id)),
            Some(QuoteRow::Line(id)) => self.open_edit_line(&id, None),
            None => {}
        }
    }

    /// What can be made here.
    pub(crate) fn new_items(&self) -> Vec<Item> {
        let item = |text: String, new| Item::new(text, Choice::New(new));
        if self.pane == Pane::Eligibility {
            return self.new_in_eligibility();
        }
        if let (Pane::Orders, Some(order)) = (self.pane, &self.forms.order) {
            let of = |ask: Ask| {
                item(
                    format!("{:<12} {}", ask.name(), ask.meaning()),
                    New::Request(ask, order.clone()),
                )
            };
            return vec![
                of(Ask::Termination).hot(Chord::char('t')),
                of(Ask::Change).hot(Chord::char('c')),
            ];
        }
        let line = self.forms.basket.as_ref().and_then(|id| {
            let known = self.quotes.basket(id)?;
            let text = format!("a line in basket {}", basket::name(&known.basket).line());
            Some(item(text, New::Line(id.clone())).hot(Chord::char('l')))
        });
        let basket = item("a basket".to_owned(), New::Basket).hot(Chord::char('b'));
        line.into_iter().chain([basket]).collect()
    }

    /// Opens the form of something new.
    pub(crate) fn open_new(&mut self, new: &New, effects: &mut Effects) {
        match new {
            New::Basket => self.open_form(basket::new_form()),
            New::Line(basket) => self.open_line_form(basket, LineFields::new()),
            New::Request(ask, order) => self.open(&Purpose::Order(*ask, order.clone())),
            New::Check => self.open_check(effects),
            New::Prices => self.price_offers(effects),
            New::LineOf(from) => self.ask_basket(from),
            New::LineFrom(basket, from) => self.open_line_from(basket, from),
            New::BasketFor(from) => self.open_basket_for(from),
            New::Batch => self.ask_sites_path(effects),
        }
    }
}

/// Why nothing can be asked for a row without a key of its own.
fn why_unreadable(broken: Option<&Text>) -> Option<&'static str> {
    broken.map(|_| "this row could not be read, so nothing can be asked for it")
}
