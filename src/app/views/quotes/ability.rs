//! Which actions are possible in the Quotes pane now, and why the others are not.

use crate::app::action::Action;
use crate::app::entities::quotes::{OfferAct, QuoteRow};
use crate::app::state::AppState;
use crate::domain::quote::BasketState;

impl AppState {
    /// Why an action cannot be carried out in this pane now. `{name}` stands for the key of the action of that name.
    pub(crate) fn why_not_in_quotes(&self, action: Action) -> Option<&'static str> {
        let pane = &self.quotes_pane;
        if self.quote_row_under_cursor().is_none() && needs_row(action) {
            return Some("there is no row here");
        }
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
            Action::PreviewDown | Action::PreviewUp | Action::NextTab | Action::PreviousTab
                if self.room.preview == 0 =>
            {
                Some("the preview is not on screen: Enter shows it")
            }
            Action::Columns | Action::ColumnsLeft | Action::ColumnsRight => {
                Some("the columns of this list follow the width of the screen")
            }
            Action::NextNews | Action::PreviousNews if self.quotes.news_count() == 0 => {
                Some("nothing is new or changed")
            }
            Action::UnmarkAll if pane.marks.is_empty() && pane.range().is_none() => {
                Some("nothing is marked")
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
        let mut reasons = marked.iter().map(|it| it.line.why_not(act, it.place));
        let Some(first) = reasons.next() else {
            let unread =
                "the offers of the marked lines are not read yet: {refresh_view} reads them";
            return Some(unread);
        };
        first.filter(|_| reasons.all(|why| why.is_some()))
    }

    fn why_not_offer(&self, act: OfferAct) -> Option<&'static str> {
        let Some(line) = self.line_under_cursor() else {
            return Some("this is a basket: offers belong to its lines");
        };
        let place = self.offer_under_cursor().map_or(0, |(place, _)| place);
        line.why_not(act, place)
    }

    fn why_no_edit(&self) -> Option<&'static str> {
        match self.quote_row_under_cursor()? {
            QuoteRow::Basket(_) => None,
            QuoteRow::Line(_) => self.why_no_basket(),
        }
    }

    fn why_no_delete(&self) -> Option<&'static str> {
        match self.quote_row_under_cursor()? {
            QuoteRow::Basket(_) => Some("Covage deletes lines, not baskets"),
            QuoteRow::Line(_) => self.why_no_basket(),
        }
    }

    /// Why the paths of the line under the cursor that name its basket cannot be made (Q4).
    fn why_no_basket(&self) -> Option<&'static str> {
        let line = self.line_under_cursor()?;
        line.basket
            .is_none()
            .then_some("it is not known yet which basket holds this line: baskets are being read")
    }

    fn why_no_confirm(&self) -> Option<&'static str> {
        let Some(basket) = self.basket_under_cursor() else {
            return self.why_no_basket();
        };
        match basket.basket.state {
            BasketState::Acknowledged | BasketState::Other(_) => None,
            _ => Some("this basket was confirmed already"),
        }
    }
}

/// Whether an action is about the row under the cursor, or of no use without one.
fn needs_row(action: Action) -> bool {
    matches!(
        action,
        Action::Enter
            | Action::Accept
            | Action::Decline
            | Action::BringBack
            | Action::Edit
            | Action::Delete
            | Action::ConfirmBasket
            | Action::Files
            | Action::Mark
            | Action::MarkRange
            | Action::MarkAll
            | Action::Raw
            | Action::Copy
            | Action::CopyMenu
            | Action::Jump
            | Action::PreviewDown
            | Action::PreviewUp
            | Action::NextTab
            | Action::PreviousTab
            | Action::NextPart
            | Action::PreviousPart
    )
}
