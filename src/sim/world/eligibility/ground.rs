//! What is known about a place: density, price zones, delays and what can be delivered there.
//!
//! None of it is stored: it is drawn from the site's key whenever an answer needs it, always the same.

use super::super::super::dice::{Dice, fold};
use super::super::catalog::{CatalogOffer, DENSITIES, catalog};
use super::site::Site;

const PURPOSE_GROUND: u64 = 0x6806;
const PURPOSE_SALE: u64 = 0x5A1E;

/// Families that have zones and delays, in the documentation's order.
pub const ZONED: [&str; 3] = ["BPE", "BPEA", "DIA"];

/// What holds for one family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OfFamily {
    /// The family.
    pub family: &'static str,
    /// Price zone.
    pub zone: i64,
    /// Weeks from the order to the delivery.
    pub weeks: i64,
}

/// A place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ground {
    /// Code of the density class.
    pub density: &'static str,
    /// Zones and delays.
    pub families: [OfFamily; 3],
    /// Mbit/s that can be delivered at most.
    pub most: i64,
    /// Technologies that can be used.
    pub technologies: Vec<&'static str>,
    number: u64,
}

impl Ground {
    /// The place of a site.
    pub fn of(seed: u64, site: &Site) -> Self {
        let number = fold(&site.key());
        let mut dice = Dice::of(seed, number, PURPOSE_GROUND);
        let drawn = usize::try_from(dice.below(4)).unwrap_or(0);
        let class = if site.is_printed() { 0 } else { drawn };
        let density = DENSITIES.get(class).map_or("", |(code, _)| code);
        let zone = i64::try_from(class).unwrap_or(0) + 1;
        let weeks = dice.between(6, 30);
        let families = ZONED.map(|family| OfFamily {
            family,
            // The shared families are cheaper to reach now and then.
            zone: zone
                + if family == "DIA" {
                    dice.between(0, 1)
                } else {
                    0
                },
            weeks: weeks + i64::from(family == "DIA"),
        });
        let all = ["FIBDE", "FTTE", "FTTH", "FON"];
        let drawn = usize::try_from(dice.between(1, 4)).unwrap_or(1);
        Self {
            density,
            families,
            most: if site.is_printed() {
                10_000
            } else {
                dice.pick(&[200_i64, 1_000, 1_000, 10_000])
            },
            technologies: all.into_iter().take(drawn).collect(),
            number,
        }
    }

    /// The price zone of a family; that of the first one for a family without zones.
    pub fn zone(&self, family: &str) -> i64 {
        let [first, ..] = self.families;
        let found = self.families.into_iter().find(|of| of.family == family);
        found.unwrap_or(first).zone
    }

    /// The offers that are on sale here in some families, in the catalogue's order.
    pub fn offers(&self, families: &[String]) -> Vec<&'static CatalogOffer> {
        let is_on_sale = |offer: &&CatalogOffer| {
            let is_delivered = offer.density == self.density
                && offer.most <= self.most
                && self.technologies.contains(&offer.technology);
            let mut dice = Dice::of(self.number, fold(&offer.id), PURPOSE_SALE);
            // The longest term is sold everywhere, so that no family stays bare.
            is_delivered && (dice.percent(20) || offer.months == 36)
        };
        catalog()
            .offers()
            .iter()
            .filter(|offer| families.iter().any(|family| family == offer.family))
            .filter(is_on_sale)
            .collect()
    }
}
