//! The offer that accept, decline and bring back are about.
//!
//! It is the first one that can be accepted, until a person picks another in the preview. What stands under the cursor
//! stays there: a refresh that declines, adds or moves offers never turns it to another one while the cursor of the list
//! rests on the line.

use crate::app::entities::quotes::QuoteLine;
use crate::app::state::AppState;
use crate::domain::ids::{LineId, ProductId};
use crate::domain::quote::Offer;

/// The offer that is meant, of the line under the cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Picked {
    line: LineId,
    offer: OfferMark,
}

/// Recognises an offer after a refresh.
#[derive(Clone, Debug, PartialEq, Eq)]
struct OfferMark {
    product: Option<ProductId>,
    /// How many of the same key, or without one, stand before it.
    nth: usize,
}

impl OfferMark {
    fn of(offers: &[Offer], place: usize) -> Option<Self> {
        let product = offers.get(place)?.product.clone();
        let before = offers.get(..place)?.iter();
        let nth = before.filter(|other| other.product == product).count();
        Some(Self { product, nth })
    }

    fn place(&self, offers: &[Offer]) -> Option<usize> {
        let same = offers
            .iter()
            .enumerate()
            .filter(|(_, offer)| offer.product == self.product);
        same.map(|(place, _)| place).nth(self.nth)
    }
}

impl AppState {
    /// The offer of the line under the cursor which accept, decline and bring back are about, and its place among all
    /// offers of the line.
    pub fn offer_under_cursor(&self) -> Option<(usize, &Offer)> {
        let line = self.line_under_cursor()?;
        let place = self.place_of_offer(line)?;
        Some((place, line.offers()?.get(place)?))
    }

    fn place_of_offer(&self, line: &QuoteLine) -> Option<usize> {
        let picked = self.quotes_pane.picked.as_ref();
        let picked = picked.filter(|picked| picked.line == line.line.id);
        picked
            .and_then(|picked| picked.offer.place(line.offers()?))
            .or_else(|| line.first_ready())
    }

    /// Means the offer at a place of the line under the cursor.
    pub(super) fn pick_offer(&mut self, place: usize) {
        let picked = self.line_under_cursor().and_then(|line| {
            Some(Picked {
                line: line.line.id.clone(),
                offer: OfferMark::of(line.offers()?, place)?,
            })
        });
        self.quotes_pane.picked = picked.or(self.quotes_pane.picked.take());
    }

    /// Moves to another offer; returns whether there are any.
    pub(super) fn move_offer(&mut self, steps: isize) -> bool {
        let Some((place, _)) = self.offer_under_cursor() else {
            return false;
        };
        let count = self.line_under_cursor().and_then(QuoteLine::offers);
        let last = count.map_or(0, <[Offer]>::len).saturating_sub(1);
        self.pick_offer(place.saturating_add_signed(steps).min(last));
        true
    }

    /// Holds on to the offer that is meant as soon as there is one, and lets go of it once another line is under the
    /// cursor.
    pub(super) fn settle_offer(&mut self) {
        let here = self.line_under_cursor().map(|line| &line.line.id);
        if self
            .quotes_pane
            .picked
            .as_ref()
            .is_some_and(|picked| Some(&picked.line) != here)
        {
            self.quotes_pane.picked = None;
        }
        if let Some((place, _)) = self.offer_under_cursor() {
            self.pick_offer(place);
        }
    }
}
