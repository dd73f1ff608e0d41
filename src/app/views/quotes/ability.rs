//! Which actions are possible in the Quotes pane now, and why the others are not.

use crate::app::action::Action;
use crate::app::entities::quotes::{OfferAct, QuoteRow};
use crate::app::state::AppState;
use crate::domain::quote::BasketState;

impl AppState {
    /// Why an action cannot be carried out in this pane now. `{name}` stands for the key of the action of that name.
    pub(crate) fn why_not_in_quotes(&self, action: Action) -> Option<&'static str> {
        match action {
            // Always the one under the cursor: each creates an order that cannot be undone.
            Action::Accept => self.why_not_offer(OfferAct::Accept),
            Action::Decline => self.why_not_the_marked(OfferAct::Decline),
            Action::BringBack => self.why_not_the_marked(OfferAct::BringBack),
            Action::Edit => self.why_no_edit(),
            Action::Delete => self.why_no_delete(),
            Action::ConfirmBasket => self.why_no_confirm(),
            Action::Files if self.line_under_cursor().is_none() => {
                Some("files belong to a line: put the cursor on one")
            }
            _ => None,
        }
    }

    /// The offer under the cursor, where nothing is marked; else one of the marked that it can be done with is enough.
    fn why_not_the_marked(&self, act: OfferAct) -> Option<&'static str> {
        if self.quotes_pane.marks.is_empty() {
            return self.why_not_offer(act);
        }
        let marked = self.marked_offers();
        if marked.is_empty() {
            return Some(
                "the offers of the marked lines are not read yet: {refresh_view} reads them",
            );
        }
        let mut reasons = marked.iter().map(|it| it.line.why_not(act, it.place));
        let first = reasons.next().flatten()?;
        reasons.all(|why| why.is_some()).then_some(first)
    }

    fn why_not_offer(&self, act: OfferAct) -> Option<&'static str> {
        let Some(line) = self.line_under_cursor() else {
            return Some(match self.quote_row_under_cursor() {
                Some(QuoteRow::Basket(_)) => "this is a basket: offers belong to its lines",
                _ => "there is no line here",
            });
        };
        let place = self.offer_under_cursor().map_or(0, |(place, _)| place);
        line.why_not(act, place)
    }

    fn why_no_edit(&self) -> Option<&'static str> {
        match self.quote_row_under_cursor() {
            None => Some("there is no row here"),
            Some(QuoteRow::Basket(_)) => None,
            Some(QuoteRow::Line(_)) => self.why_no_basket(),
        }
    }

    fn why_no_delete(&self) -> Option<&'static str> {
        match self.quote_row_under_cursor() {
            None => Some("there is no row here"),
            Some(QuoteRow::Basket(_)) => Some("Covage deletes lines, not baskets"),
            Some(QuoteRow::Line(_)) => self.why_no_basket(),
        }
    }

    /// Why the paths of the line under the cursor that name its basket cannot be made (Q4).
    fn why_no_basket(&self) -> Option<&'static str> {
        let line = self.line_under_cursor()?;
        line.basket
            .is_none()
            .then_some("the basket of this line is not known yet: it is, once its basket was read")
    }

    fn why_no_confirm(&self) -> Option<&'static str> {
        if self.quote_row_under_cursor().is_none() {
            return Some("there is no row here");
        }
        let Some(basket) = self.basket_under_cursor() else {
            return self.why_no_basket();
        };
        match basket.basket.state {
            BasketState::Acknowledged | BasketState::Other(_) => None,
            _ => Some("this basket was confirmed already"),
        }
    }
}
