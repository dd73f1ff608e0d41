//! The catalogue: offer families, and offers with what they cost in which zone.
//!
//! It is the same for every seed and never changes. The printed offers keep their printed keys; one of these names two
//! different offers in the documentation (row `E18`), of which this catalogue has one.

use std::sync::LazyLock;

use chrono::{DateTime, Duration, Utc};

/// A family on sale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Family {
    /// Code, such as `BPE`.
    pub name: &'static str,
    /// What it is; empty for the printed one.
    pub description: &'static str,
}

/// The families.
pub const FAMILIES: &[Family] = &[
    Family {
        name: "BPE",
        description: "",
    },
    Family {
        name: "BPEA",
        description: "Bande passante entreprise à débit asymétrique ou partagé",
    },
    Family {
        name: "DIA",
        description: "Accès à Internet dédié",
    },
    Family {
        name: "FON",
        description: "Fibre optique noire, sur devis",
    },
];

/// A density class: its code, and how offer names spell it. Its place in the list, from 1, is its usual price zone.
pub const DENSITIES: &[(&str, &str)] = &[
    ("TRESDENSE", "Zone très dense"),
    ("DENSE", "Zone dense"),
    ("MOYENNEMENTDENSE", "Zone moyennement dense"),
    ("PEUDENSE", "Zone peu dense"),
];

/// What an offer is, apart from term and zone: family, technology, bandwidth as names spell it, as the field spells it,
/// guaranteed and at most in Mbit/s, and the monthly fee in cents before zone and term; none for one that needs a quote.
type Tier = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    (i64, i64),
    Option<i64>,
);

const TIERS: &[Tier] = &[
    ("BPE", "FIBDE", "20M", "20M", (20, 20), Some(15_500)),
    ("BPE", "FIBDE", "100M", "100M", (100, 100), Some(24_500)),
    ("BPE", "FIBDE", "200M", "200M", (200, 200), Some(32_000)),
    ("BPE", "FIBDE", "500M", "500M", (500, 500), Some(41_900)),
    ("BPE", "FIBDE", "1G", "1G", (1_000, 1_000), Some(54_000)),
    ("BPE", "FIBDE", "10G", "10G", (10_000, 10_000), None),
    ("BPEA", "FIBDE", "20M", "20M", (20, 20), Some(11_250)),
    ("BPEA", "FTTE", "20M/100M", "20M", (20, 100), Some(12_900)),
    ("BPEA", "FIBDE", "100M", "100M", (100, 100), Some(18_000)),
    ("BPEA", "FIBDE", "200M", "200M", (200, 200), Some(23_750)),
    (
        "BPEA",
        "FTTE",
        "200M/1G",
        "200M",
        (200, 1_000),
        Some(28_900),
    ),
    ("DIA", "FTTH", "100M/1G", "100M", (100, 1_000), Some(9_900)),
    ("DIA", "FIBDE", "200M", "200M", (200, 200), Some(29_900)),
    ("DIA", "FIBDE", "1G", "1G", (1_000, 1_000), Some(69_000)),
    ("FON", "FON", "1 brin", "", (0, 0), None),
    ("FON", "FON", "2 brins", "", (0, 0), None),
];

const TERMS: &[i64] = &[12, 24, 36];

/// Printed offers: key, family, name of the bandwidth, density, term.
const PRINTED: &[(&str, &str, &str, &str, i64)] = &[
    ("1765", "BPEA", "100M", "TRESDENSE", 12),
    ("1766", "BPEA", "200M", "TRESDENSE", 24),
    ("1680", "BPE", "100M", "TRESDENSE", 24),
    ("1681", "BPE", "1G", "TRESDENSE", 36),
    ("2173", "BPEA", "20M/100M", "DENSE", 24),
];

/// Something that can be added to an offer.
#[derive(Clone, Copy, Debug)]
pub struct OptionGroup {
    /// Code.
    pub name: &'static str,
    /// Families it goes with.
    pub families: &'static [&'static str],
    /// Choices: key, label, price in cents, and whether it is paid every month.
    pub values: &'static [(&'static str, &'static str, i64, bool)],
}

/// The options; the first one is the printed one.
pub const OPTIONS: &[OptionGroup] = &[
    OptionGroup {
        name: "SECURISATIONCOLLECTE",
        families: &["BPE", "BPEA"],
        values: &[("241", "SECURISATION COLLECTE Active - Passive", 1_000, true)],
    },
    OptionGroup {
        name: "GTR",
        families: &["BPE", "BPEA", "DIA", "FON"],
        values: &[
            ("194", "GTR 4H HO", 0, true),
            ("195", "GTR 4H HNO", 2_500, true),
        ],
    },
    OptionGroup {
        name: "LIVRAISON",
        families: &["BPE", "BPEA"],
        values: &[
            ("2220", "Livraison locale", 0, true),
            ("1615", "Double pénétration", 90_000, false),
        ],
    },
];

/// What an offer costs, in cents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Prices {
    /// Fee per month.
    pub monthly: i64,
    /// One-off connection fee.
    pub fas: i64,
    /// One-off fee of the provider.
    pub far: i64,
}

/// An offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CatalogOffer {
    /// Key, a number as text.
    pub id: String,
    /// Family code.
    pub family: &'static str,
    /// Technology code.
    pub technology: &'static str,
    /// Bandwidth as names spell it, such as `20M/100M`.
    pub label: &'static str,
    /// Bandwidth as the field spells it, such as `20M`; empty for dark fibre.
    pub bandwidth: &'static str,
    /// Mbit/s that are guaranteed.
    pub guaranteed: i64,
    /// Mbit/s at most.
    pub most: i64,
    /// Term in months.
    pub months: i64,
    /// Code of the density class it is sold in.
    pub density: &'static str,
    /// How names spell the density class.
    pub zone_name: &'static str,
    zone: i64,
    base: Option<i64>,
}

impl CatalogOffer {
    /// Name without the blank that catalogue names end in.
    pub fn name(&self) -> String {
        format!("{}_{} mois", self.description(), self.months)
    }

    /// The name without the term.
    pub fn description(&self) -> String {
        format!("{} {} _{}", self.family, self.label, self.zone_name)
    }

    /// The other key it goes by, such as `BPE_100M_24MOIS`, which it shares with its likes in other zones.
    pub fn code(&self) -> String {
        format!("{}_{}_{}MOIS", self.family, self.label, self.months)
    }

    /// When it was last changed.
    pub fn updated(&self) -> DateTime<Utc> {
        let day = self.months * 7 + self.zone * 31;
        DateTime::UNIX_EPOCH + Duration::days(19_723 + day) + Duration::seconds(30_486)
    }

    /// Whether its price needs a quote.
    pub fn is_on_quotation(&self) -> bool {
        self.base.is_none()
    }

    /// What it costs in a price zone, or in its own; none for one that needs a quote.
    pub fn prices(&self, zone: Option<i64>) -> Option<Prices> {
        let zone = zone.unwrap_or(self.zone).clamp(1, 9);
        // Far out costs more, a long term less.
        let monthly = self.base? * (88 + 12 * zone) / 100 * (96 - self.months) / 72;
        let fas = match self.months {
            36.. => 0,
            24.. => 36_000,
            _ => 95_000,
        };
        Some(Prices {
            monthly: monthly / 50 * 50,
            fas,
            far: if zone > 2 { 24_000 * (zone - 2) } else { 0 },
        })
    }
}

/// A family that no page lists, for scenarios that want one.
pub const ODD_FAMILY: &str = "FWA-5G été";

/// The catalogue.
pub fn catalog() -> &'static Catalog {
    static CATALOG: LazyLock<Catalog> = LazyLock::new(Catalog::fill);
    &CATALOG
}

/// The offers on sale.
#[derive(Debug)]
pub struct Catalog {
    offers: Vec<CatalogOffer>,
}

impl Catalog {
    fn fill() -> Self {
        let mut numbers = (1_601..)
            .map(|number: u32| number.to_string())
            .filter(|key| !PRINTED.iter().any(|(printed, ..)| printed == key));
        let mut offers = Vec::new();
        for &(family, technology, label, bandwidth, (guaranteed, most), base) in TIERS {
            for ((density, zone_name), zone) in DENSITIES.iter().copied().zip(1..) {
                for &months in TERMS {
                    let key = (family, label, density, months);
                    let printed = PRINTED
                        .iter()
                        .find(|(_, family, label, density, months)| {
                            (*family, *label, *density, *months) == key
                        })
                        .map(|(id, ..)| (*id).to_owned());
                    let Some(id) = printed.or_else(|| numbers.next()) else {
                        continue;
                    };
                    offers.push(CatalogOffer {
                        id,
                        family,
                        technology,
                        label,
                        bandwidth,
                        guaranteed,
                        most,
                        months,
                        density,
                        zone_name,
                        zone,
                        base,
                    });
                }
            }
        }
        Self { offers }
    }

    /// The offers, family by family.
    pub fn offers(&self) -> &[CatalogOffer] {
        &self.offers
    }

    /// The offer behind a key.
    pub fn offer(&self, id: &str) -> Option<&CatalogOffer> {
        self.offers.iter().find(|offer| offer.id == id)
    }

    /// The offers that a key or a code stands for (row `E18`).
    pub fn named(&self, key: &str) -> Vec<&CatalogOffer> {
        let is_meant = |offer: &&CatalogOffer| offer.id == key || offer.code() == key;
        self.offers.iter().filter(is_meant).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printed_offers_have_their_printed_keys_and_no_key_is_given_twice() {
        let catalog = catalog();
        assert_eq!(
            catalog.offer("1765").unwrap().name(),
            "BPEA 100M _Zone très dense_12 mois"
        );
        assert_eq!(
            catalog.offer("1681").unwrap().description(),
            "BPE 1G _Zone très dense"
        );
        let mut keys: Vec<_> = catalog.offers().iter().map(|offer| &offer.id).collect();
        let count = keys.len();
        assert_eq!(count, 16 * 4 * 3);
        keys.sort();
        keys.dedup();
        assert_eq!(keys.len(), count);
    }

    #[test]
    fn a_code_names_an_offer_in_every_zone() {
        let catalog = catalog();
        let zones: Vec<_> = catalog
            .named("BPE_100M_24MOIS")
            .iter()
            .map(|offer| offer.density)
            .collect();
        assert_eq!(
            zones,
            ["TRESDENSE", "DENSE", "MOYENNEMENTDENSE", "PEUDENSE"]
        );
        assert_eq!(catalog.named("1765").len(), 1);
        assert_eq!(catalog.named("BPE").len(), 0);
    }

    #[test]
    fn prices_rise_with_the_zone_and_fall_with_the_term() {
        let catalog = catalog();
        let offers = catalog.named("BPE_100M_24MOIS");
        let monthly = |at: usize, zone| offers[at].prices(zone).unwrap().monthly;
        assert!(monthly(0, None) < monthly(1, None));
        assert_eq!(monthly(0, Some(4)), monthly(3, None));
        let long = catalog.named("BPE_100M_36MOIS")[0];
        assert!(long.prices(None).unwrap().monthly < monthly(0, None));
        let fibre = catalog.named("BPE_10G_12MOIS")[0];
        assert!(fibre.is_on_quotation() && fibre.prices(Some(1)).is_none());
    }
}
