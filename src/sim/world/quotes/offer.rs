//! One offer of a quote line: what it costs and where it stands.
//!
//! The documentation says nothing about the fields of an offer (row `Q3`), so this holds what any of the forms needs; the
//! form itself is the rendering's business.

use super::super::super::dice::Dice;
use super::super::catalog::catalog;
use super::super::facts::Facts;

/// Where an offer stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OfferState {
    /// Can be accepted or declined.
    Ready,
    /// Declined, or left behind when another one was accepted.
    Refused,
    /// Chosen.
    Accepted,
    /// Its line's validity ran out.
    Expired,
}

impl OfferState {
    /// The word the API uses.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Refused => "refused",
            Self::Accepted => "accepted",
            Self::Expired => "expired",
        }
    }
}

/// An offer. Amounts are in cents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// Key of the product; none for an offer that nobody can act upon.
    pub product_id: Option<String>,
    /// Name as the catalogue prints it.
    pub name: String,
    /// Bandwidth in Mbit/s.
    pub mbps: i64,
    /// Term in months.
    pub commitment: i64,
    /// Fee per month.
    pub price: Option<i64>,
    /// One-off connection fee.
    pub fas: Option<i64>,
    /// One-off fee of the provider.
    pub far: Option<i64>,
    /// Where it stands.
    pub state: OfferState,
    /// What was said when it was declined; may be empty.
    pub comment: String,
}

const BANDWIDTHS: &[i64] = &[10, 50, 100, 100, 200, 500, 1_000, 1_000, 10_000];
const TERMS: &[i64] = &[12, 24, 36, 36, 60];
const PURPOSE: u64 = 0x0FFE;

impl Offer {
    /// The offer for product `product_id` on line `number`.
    pub(super) fn draw(seed: u64, number: u64, product_id: &str, facts: &Facts) -> Self {
        let key = product_id.bytes().fold(PURPOSE, |hash, byte| {
            hash.wrapping_mul(257).wrapping_add(u64::from(byte))
        });
        let mut dice = Dice::of(seed, number, key);
        let known = catalog().offer(product_id);
        let (mbps, commitment) = (dice.pick(BANDWIDTHS), dice.pick(TERMS));
        let commitment = known.map_or(commitment, |offer| offer.months);
        let bandwidth = known.map(|offer| offer.guaranteed).filter(|it| *it > 0);
        let mbps = bandwidth.unwrap_or(mbps);
        // Fast lines cost more, long terms less.
        let decades = i64::from(mbps.ilog10());
        let site = Dice::of(seed, number, PURPOSE).between(58, 96);
        let monthly = site * decades * (84 - commitment) / 60 + dice.between(0, 5);
        let cents = if dice.percent(20) { 50 } else { 0 };
        let fee = |dice: &mut Dice, fees: &[i64]| (!dice.percent(8)).then(|| dice.pick(fees));
        Self {
            product_id: Some(product_id.to_owned()),
            name: match known {
                Some(offer) => format!("{} ", offer.name()),
                None => format!(
                    "{} {} _{}_{commitment} mois ",
                    facts.family,
                    spelt(mbps),
                    facts.zone.1
                ),
            },
            mbps,
            commitment,
            price: Some(monthly * 100 + cents),
            fas: fee(&mut dice, &[0, 36_000, 49_000, 95_000, 150_000]),
            far: fee(&mut dice, &[0, 18_000, 54_000]),
            state: OfferState::Ready,
            comment: String::new(),
        }
    }

    /// Bandwidth as offer names spell it, such as `100M` or `1G`.
    pub fn bandwidth(&self) -> String {
        spelt(self.mbps)
    }
}

fn spelt(mbps: i64) -> String {
    if mbps >= 1_000 {
        format!("{}G", mbps / 1_000)
    } else {
        format!("{mbps}M")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_offer_is_the_same_every_time_and_costs_something() {
        let facts = Facts::draw(1, 2);
        for product in 1_200..1_400 {
            let product = product.to_string();
            let offer = Offer::draw(1, 7, &product, &facts);
            assert_eq!(offer, Offer::draw(1, 7, &product, &facts));
            let price = offer.price.unwrap();
            assert!((2_000..60_000).contains(&price), "{product}: {price}");
            assert!(offer.name.contains(&offer.bandwidth()) && offer.name.ends_with(' '));
        }
    }
}
