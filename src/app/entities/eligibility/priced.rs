//! What was asked of the catalogue about the offers of a site, on demand.

use chrono::{DateTime, Utc};

use crate::app::loadable::{Loadable, Slot as _};
use crate::domain::eligibility::{CatalogueOffer, OfferDetail};
use crate::domain::failure::Failure;
use crate::domain::ids::{ProductId, QualificationItemId};
use crate::domain::lenient::{Cents, Lenient};
use crate::domain::text::Text;

use super::{Eligibility, KnownItem};

/// What the catalogue told of one offer at one site.
#[derive(Clone, Debug, Default)]
pub struct Priced {
    /// The offer in the list with prices.
    pub prices: Loadable<CatalogueOffer>,
    /// The offer with its options, priced for the zone of the site.
    pub detail: Loadable<OfferDetail>,
    /// The zone its detail was asked for; `None` where the site tells none (E15).
    pub zone: Option<Text>,
}

/// An offer of a site.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct OfferKey {
    /// The site.
    pub item: QualificationItemId,
    /// The offer.
    pub product: ProductId,
}

/// What an offer costs, and who says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Prices<'a> {
    /// A month.
    pub monthly: Option<&'a Lenient<Cents>>,
    /// Its FAR, paid once.
    pub far: Option<&'a Lenient<Cents>>,
    /// Its FAS, paid once.
    pub fas: Option<&'a Lenient<Cents>>,
    /// Who says so.
    pub source: Source,
}

/// Who told a price, the nearest to the site first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The site's own answer.
    Site,
    /// The detail of the offer, for the zone of the site.
    Zone(DateTime<Utc>),
    /// The list of the catalogue, which knows no site.
    Catalogue(DateTime<Utc>),
    /// Nobody.
    Nobody,
}

impl<'a> Prices<'a> {
    fn of(offer: &'a CatalogueOffer, source: Source) -> Option<Self> {
        let prices = Self {
            monthly: offer.price.as_ref(),
            far: offer.far.as_ref(),
            fas: offer.fas.as_ref(),
            source,
        };
        let is_any = [prices.monthly, prices.far, prices.fas]
            .iter()
            .any(Option::is_some);
        is_any.then_some(prices)
    }
}

impl KnownItem {
    /// What was asked of the catalogue about an offer of it.
    pub fn priced_of(&self, offer: &CatalogueOffer) -> Option<&Priced> {
        self.priced.get(offer.product.as_ref()?)
    }

    /// What an offer of it costs: by its own answer, else for its zone, else by the catalogue. Nothing is mixed.
    pub fn prices_of<'a>(&'a self, offer: &'a CatalogueOffer) -> Prices<'a> {
        let asked = self.priced_of(offer);
        let of_site = Prices::of(offer, Source::Site);
        of_site
            .or_else(|| {
                let detail = &asked?.detail;
                Prices::of(&detail.value()?.offer, Source::Zone(detail.read_at()?))
            })
            .or_else(|| {
                let prices = &asked?.prices;
                Prices::of(prices.value()?, Source::Catalogue(prices.read_at()?))
            })
            .unwrap_or(Prices {
                monthly: None,
                far: None,
                fas: None,
                source: Source::Nobody,
            })
    }
}

impl Eligibility {
    /// What is asked of the catalogue about an offer; `None` for a site that nobody knows.
    pub(crate) fn priced_mut(&mut self, key: &OfferKey) -> Option<&mut Priced> {
        let item = self.items.get_mut(&key.item)?;
        Some(item.priced.entry(key.product.clone()).or_default())
    }

    /// The list with prices answered for some offers: those it names have theirs.
    pub(crate) fn take_prices(
        &mut self,
        asked: &[OfferKey],
        told: &[CatalogueOffer],
        unnamed: &Failure,
        at: DateTime<Utc>,
    ) -> usize {
        let mut count = 0;
        for key in asked {
            let found = told
                .iter()
                .find(|offer| offer.product.as_ref() == Some(&key.product));
            let Some(priced) = self.priced_mut(key) else {
                continue;
            };
            match found {
                Some(offer) => {
                    priced.prices.succeed(offer.clone(), at);
                    count += 1;
                }
                None => priced.prices.fail(unnamed.clone(), at),
            }
        }
        count
    }

    /// The clock was set back: nothing was asked later than now.
    pub(crate) fn prices_clock_set_back(&mut self, now: DateTime<Utc>) {
        let priced = self
            .items
            .values_mut()
            .flat_map(|item| item.priced.values_mut());
        for priced in priced {
            priced.prices.clock_set_back(now);
            priced.detail.clock_set_back(now);
        }
    }
}
