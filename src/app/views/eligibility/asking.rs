//! What the catalogue is asked about offers: prices on demand for those that are marked, and the detail of the one whose
//! tab is open.
//!
//! Prices are asked for by a person alone, in one call, which changes nothing at Covage. The detail is read once, when its
//! tab rests on an offer, for the zone of the site; without a zone where none is known (E15).

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};

use crate::app::copy::counted;
use crate::app::effect::Effect;
use crate::app::entities::eligibility::{OfferKey, Priced};
use crate::app::loadable::{Attempt, Slot as _};
use crate::app::pane::Pane;
use crate::app::refresh::parts::REST;
use crate::app::state::AppState;
use crate::app::update::Effects;
use crate::domain::failure::{Failure, FailureKind};
use crate::domain::ids::ProductId;
use crate::domain::request::{Lane, Read, Reply, RequestId};
use crate::domain::text::Text;

use super::offers::key_of;
use super::preview::Tab;

/// A failed detail is asked for again after this long, unless a person asks.
const RETRY_AFTER: TimeDelta = TimeDelta::seconds(30);

/// The reads under way, and what is to come.
#[derive(Clone, Debug, Default)]
pub(super) struct OfferReads {
    pending: HashMap<RequestId, Asked>,
    /// The offer whose tab is open, and since when.
    looked_at: Option<(OfferKey, DateTime<Utc>)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Asked {
    Prices(Vec<OfferKey>),
    Detail(OfferKey, Lane),
}

impl AppState {
    /// The offers that prices are asked for: the marked ones, else the one that is meant.
    pub fn offers_to_price(&self) -> Vec<OfferKey> {
        let marks = self.eligibility_pane.preview.offers.marks();
        if marks.is_empty() {
            let here = self.item_in_preview().zip(self.offer_in_preview());
            let here = here.and_then(|(item, (_, offer))| key_of(item, offer));
            return here.into_iter().collect();
        }
        let mut keys: Vec<_> = marks.iter().cloned().collect();
        keys.sort_by(|a, b| (&a.item, &a.product).cmp(&(&b.item, &b.product)));
        keys
    }

    /// Asks for the prices of the marked offers, or of the one that is meant, in one call.
    pub(crate) fn price_offers(&mut self, effects: &mut Effects) {
        let keys = self.offers_to_price();
        let mut products: Vec<ProductId> = keys.iter().map(|key| key.product.clone()).collect();
        products.sort();
        products.dedup();
        if products.is_empty() {
            let why = "there is no offer here that prices could be asked for";
            return self.notices.info(self.now, why);
        }
        for key in &keys {
            if let Some(priced) = self.eligibility.priced_mut(key) {
                priced.prices.begin();
            }
        }
        let said = format!(
            "prices of {} asked for, 1 call",
            counted(products.len(), "offer")
        );
        self.notices.info(self.now, said);
        let id = self.next_request();
        let reads = &mut self.eligibility_pane.offer_reads;
        reads.pending.insert(id, Asked::Prices(keys));
        let (read, lane) = (Read::PricedOffers(products), Lane::User);
        effects.push(Effect::Submit { id, read, lane });
    }

    /// The offer whose detail is on screen, and the zone it is to be priced for.
    fn offer_looked_at(&self) -> Option<(OfferKey, Option<Text>)> {
        let pane = &self.eligibility_pane;
        let is_on_screen = self.pane == Pane::Eligibility && self.room.preview > 0;
        let item = self.item_in_preview()?;
        let (_, offer) = self.offer_in_preview()?;
        let zone = offer.family.as_ref().and_then(|it| item.item.zone_of(it));
        let key = key_of(item, offer)?;
        (is_on_screen && pane.preview.tab == Tab::Offer).then(|| (key, zone.cloned()))
    }

    /// When the detail of an offer is to be read; `None` when none is.
    fn offer_detail_due(&self) -> Option<DateTime<Utc>> {
        if self.is_login_stuck() {
            return None;
        }
        let (looked_at, since) = self.eligibility_pane.offer_reads.looked_at.as_ref()?;
        let (key, zone) = self.offer_looked_at().filter(|(key, _)| key == looked_at)?;
        let item = self.eligibility.item(&key.item)?;
        let rest = *since + REST;
        let Some(priced) = item.priced.get(&key.product) else {
            return Some(rest);
        };
        let is_read = priced.detail.value().is_some() && priced.zone == zone;
        match priced.detail.attempt() {
            Attempt::Loading => None,
            Attempt::Failed(_, at) if priced.zone == zone => Some(*at + RETRY_AFTER),
            _ => (!is_read).then_some(rest),
        }
    }

    /// When the reads of offers want to be woken.
    pub(crate) fn offers_wake(&self) -> Option<DateTime<Utc>> {
        self.offer_detail_due()
    }

    /// Submits what is due. Called after every event.
    pub(crate) fn plan_offers(&mut self, effects: &mut Effects) {
        let wanted = self.offer_looked_at().map(|(key, _)| key);
        let reads = &mut self.eligibility_pane.offer_reads;
        if reads.looked_at.as_ref().map(|(key, _)| key) != wanted.as_ref() {
            reads.looked_at = wanted.map(|key| (key, self.now));
            self.cancel_offer_details(effects);
        }
        if self.offer_detail_due().is_some_and(|due| due <= self.now) {
            self.ask_offer_detail(Lane::Visible, effects);
        }
    }

    /// What nobody looks at any more is not read; what a person asked for is.
    fn cancel_offer_details(&mut self, effects: &mut Effects) {
        let reads = &mut self.eligibility_pane.offer_reads;
        let is_left = |asked: &Asked| matches!(asked, Asked::Detail(_, Lane::Visible));
        let left: Vec<_> = reads
            .pending
            .extract_if(|_, asked| is_left(asked))
            .collect();
        for (id, asked) in left {
            effects.push(Effect::Cancel(id));
            self.abandon_offer(&asked);
        }
    }

    fn abandon_offer(&mut self, asked: &Asked) {
        let (keys, is_detail) = match asked {
            Asked::Prices(keys) => (keys.as_slice(), false),
            Asked::Detail(key, _) => (std::slice::from_ref(key), true),
        };
        for key in keys {
            match self.eligibility.priced_mut(key) {
                Some(priced) if is_detail => priced.detail.abandon(),
                Some(priced) => priced.prices.abandon(),
                None => {}
            }
        }
    }

    /// Reads the detail of the offer whose tab is open; false when none is.
    pub(super) fn ask_offer_detail(&mut self, lane: Lane, effects: &mut Effects) -> bool {
        let Some((key, zone)) = self.offer_looked_at() else {
            return false;
        };
        let Some(priced) = self.eligibility.priced_mut(&key) else {
            return false;
        };
        if priced.zone != zone {
            // What was told for another zone holds no longer.
            priced.detail = Priced::default().detail;
            priced.zone.clone_from(&zone);
        }
        priced.detail.begin();
        let read = Read::Offer(key.product.clone(), zone);
        let id = self.next_request();
        let reads = &mut self.eligibility_pane.offer_reads;
        reads.pending.insert(id, Asked::Detail(key, lane));
        effects.push(Effect::Submit { id, read, lane });
        true
    }

    /// Takes in an answer, if it is about offers.
    pub(crate) fn offers_answered(
        &mut self,
        id: RequestId,
        result: &Result<Reply, Failure>,
        effects: &mut Effects,
    ) {
        let Some(asked) = self.eligibility_pane.offer_reads.pending.remove(&id) else {
            return;
        };
        effects.dirty();
        match (&asked, result) {
            (Asked::Prices(keys), Ok(Reply::PricedOffers(told))) => {
                let unnamed = Failure::new(FailureKind::NotFound, PRICES)
                    .with_detail("the answer does not name this offer");
                let told = self.eligibility.take_prices(keys, told, &unnamed, self.now);
                self.say_priced(told, keys.len());
            }
            (Asked::Detail(key, _), Ok(Reply::Offer(detail))) => {
                if let Some(priced) = self.eligibility.priced_mut(key) {
                    priced.detail.succeed((**detail).clone(), self.now);
                }
            }
            (asked, Ok(_)) => self.abandon_offer(asked),
            (asked, Err(failure)) => self.offers_failed(asked, failure),
        }
        self.settle_eligibility_offer();
    }

    fn say_priced(&mut self, told: usize, asked: usize) {
        if told == asked {
            let said = format!("{} priced", counted(told, "offer"));
            return self.notices.info(self.now, said);
        }
        let missing = asked - told;
        let said = format!("{told} of {asked} offers priced: the answer does not name {missing}");
        self.notices.problem(self.now, said);
    }

    fn offers_failed(&mut self, asked: &Asked, failure: &Failure) {
        let now = self.now;
        match asked {
            Asked::Prices(keys) => {
                for key in keys {
                    if let Some(priced) = self.eligibility.priced_mut(key) {
                        priced.prices.fail(failure.clone(), now);
                    }
                }
                let said = format!("prices: {}", failure.line());
                self.notices.problem(now, said);
            }
            Asked::Detail(key, lane) => {
                if let Some(priced) = self.eligibility.priced_mut(key) {
                    priced.detail.fail(failure.clone(), now);
                }
                if *lane == Lane::User {
                    self.notices.problem(now, failure.line());
                }
            }
        }
    }

    /// The request engine was started anew: no answer to what was asked before will come.
    pub(crate) fn offers_unanswered(&mut self) {
        let pending = std::mem::take(&mut self.eligibility_pane.offer_reads.pending);
        for asked in pending.values() {
            self.abandon_offer(asked);
        }
    }

    /// The clock was set back: what waits for a moment would wait too long.
    pub(crate) fn offers_clock_set_back(&mut self) {
        let now = self.now;
        if let Some((_, since)) = &mut self.eligibility_pane.offer_reads.looked_at {
            *since = now.min(*since);
        }
        self.eligibility.prices_clock_set_back(now);
    }
}

/// Where prices are asked for.
const PRICES: &str = "/api/v1/catalog/product_offering/";
