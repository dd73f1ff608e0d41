//! The offers of a line: what each stands at, what can be done with it, and which is the cheapest.
//!
//! What an offer is allowed to do is the server's to say (Q2); refused here is only what an answer already rules out.

use crate::domain::lenient::Cents;
use crate::domain::quote::{LineState, Offer, OfferState};

use super::QuoteLine;

/// How an offer stands. Where the answer tells no state of it, it follows from the line's (Q3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Can be accepted.
    Ready,
    /// Was declined, or another one was accepted.
    Refused,
    /// Was accepted.
    Accepted,
    /// No longer valid.
    Expired,
    /// Neither it nor its line tells.
    Unknown,
}

/// What can be asked of an offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfferAct {
    /// Accept it.
    Accept,
    /// Decline it.
    Decline,
    /// Bring it back.
    BringBack,
}

impl QuoteLine {
    /// The offers, once the detail was read.
    pub fn offers(&self) -> Option<&[Offer]> {
        self.line.offers.as_deref()
    }

    /// How an offer stands.
    pub fn standing(&self, offer: &Offer) -> Standing {
        match (&offer.state, &self.line.state) {
            (Some(OfferState::Ready), _) | (None, LineState::Ready) => Standing::Ready,
            (Some(OfferState::Refused), _) | (None, LineState::Refused) => Standing::Refused,
            (Some(OfferState::Expired), _) | (None, LineState::Expired) => Standing::Expired,
            (Some(OfferState::Accepted), _) => Standing::Accepted,
            (Some(OfferState::Other(_)) | None, _) => Standing::Unknown,
        }
    }

    /// Whether an offer is one that can be accepted now: it is ready, and so is its line.
    pub fn is_on_offer(&self, offer: &Offer) -> bool {
        self.awaits_an_answer() && self.standing(offer) == Standing::Ready
    }

    /// How many offers can be accepted, and how many there are; `None` before they were read.
    pub fn ready(&self) -> Option<(usize, usize)> {
        let offers = self.offers()?;
        let ready = offers.iter().filter(|offer| self.is_on_offer(offer));
        Some((ready.count(), offers.len()))
    }

    /// The place of the offer that is meant until a person picks another: the first that can be accepted, in the
    /// server's order. Not the cheapest: prices move, and what stands under the cursor must not.
    pub fn first_ready(&self) -> Option<usize> {
        let offers = self.offers()?;
        let ready = offers.iter().position(|offer| self.is_on_offer(offer));
        ready.or((!offers.is_empty()).then_some(0))
    }

    /// The lowest of some amounts of the offers that can be accepted, and whether all of them tell it.
    fn lowest(&self, amount: impl Fn(&Offer) -> Option<Cents>) -> Option<(Cents, bool)> {
        let on_offer = || {
            let offers = self.offers().unwrap_or_default().iter();
            offers.filter(|offer| self.is_on_offer(offer))
        };
        let lowest = on_offer().filter_map(&amount).min()?;
        Some((lowest, on_offer().all(|offer| amount(offer).is_some())))
    }

    /// The lowest price a month of what can be accepted; false beside it where some price is not known.
    pub fn lowest_monthly(&self) -> Option<(Cents, bool)> {
        self.lowest(|offer| offer.monthly.as_ref()?.value())
    }

    /// The lowest total over the term of what can be accepted; false beside it where some total is not known.
    pub fn lowest_total(&self) -> Option<(Cents, bool)> {
        self.lowest(Offer::total)
    }

    /// Why something cannot be done with the offer at a place; `None` when it can be tried. `{name}` stands for the key
    /// of the action of that name.
    pub fn why_not(&self, act: OfferAct, place: usize) -> Option<&'static str> {
        if self.line.broken.is_some() {
            return Some("this row could not be read: there is nothing to answer");
        }
        if self.gone_since.is_some() {
            return Some("Covage no longer lists this line");
        }
        if let Some(why) = self.why_over(act) {
            return Some(why);
        }
        let Some(offers) = self.offers() else {
            return Some(self.why_unread());
        };
        let Some(offer) = offers.get(place) else {
            return Some("Covage gave no offer for this line");
        };
        if offer.product.is_none() {
            return Some(
                "this offer came without a key: Covage could not be told which one is meant",
            );
        }
        match (act, self.standing(offer)) {
            (OfferAct::Accept, Standing::Refused) => {
                Some("this offer is declined: {bring_back} brings it back first")
            }
            (OfferAct::Decline, Standing::Refused) => Some("this offer is declined already"),
            (OfferAct::BringBack, Standing::Ready) => {
                Some("this offer is ready: there is nothing to bring back")
            }
            (_, Standing::Accepted) => Some("this offer was accepted: that cannot be undone here"),
            (_, Standing::Expired) => Some("this offer has expired"),
            (_, Standing::Ready | Standing::Refused | Standing::Unknown) => None,
        }
    }

    /// What the line's state rules out for all of its offers.
    fn why_over(&self, act: OfferAct) -> Option<&'static str> {
        match (&self.line.state, act) {
            (LineState::Acknowledged, _) => {
                Some("this line is not quoted yet: {confirm_basket} sends its basket to Covage")
            }
            (LineState::Confirmed, _) => Some("Covage has not answered this line yet"),
            (LineState::UnableToProvide, _) => Some("Covage cannot provide this line"),
            (LineState::Accepted, OfferAct::Accept) => Some("this line is accepted already"),
            (LineState::Accepted, _) => Some("this line is accepted: that cannot be undone here"),
            (LineState::Expired, _) => Some("the offers of this line have expired"),
            (LineState::Ready | LineState::Refused | LineState::Other(_), _) => None,
        }
    }

    /// Why the offers are not known.
    pub fn why_unread(&self) -> &'static str {
        if self.detail.is_loading() {
            "the offers of this line are being read: again in a moment"
        } else if self.detail.failure().is_some() {
            "the offers of this line could not be read: {refresh_row} tries again"
        } else {
            "the offers of this line are not read yet: {refresh_row} reads them"
        }
    }
}
