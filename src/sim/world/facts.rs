//! What never changes about an order: site, contacts, product, prices, managers.
//!
//! None of it is stored. It is drawn from the seed and the order's number whenever an answer needs it, always the same.

use serde_json::{Value, json};

use super::super::dice::Dice;
use super::super::names::{self, Person, Town};
use super::eligibility;

const PURPOSE_FACTS: u64 = 0xFAC7;

/// An option of a product.
#[derive(Clone, Debug)]
pub struct ProductOption {
    /// Key.
    pub id: &'static str,
    /// Text to show.
    pub label: &'static str,
    /// Fee per month in euros.
    pub price: f64,
}

/// One site of an order with whom to call there.
#[derive(Clone, Debug)]
pub struct Site {
    /// The customer at this site.
    pub customer: String,
    /// Number and street.
    pub street: String,
    /// Town with its codes.
    pub town: Town,
    /// Whom to call.
    pub contact: Person,
    /// Nine digits: the leading zero is lost, as in the examples (`O11`).
    pub phone: String,
}

impl Site {
    fn draw(dice: &mut Dice) -> Self {
        Self {
            customer: names::company(dice),
            street: names::street(dice),
            town: names::town_of(dice),
            contact: Person::draw(dice),
            phone: dice.between(200_000_000, 799_999_999).to_string(),
        }
    }

    /// The address as callers leave it with a site.
    pub fn address(&self) -> Value {
        let (number, street) = self.street.split_once(' ').unwrap_or(("", &self.street));
        json!({
            "label": format!("{} {} {}", self.street, self.town.postcode, self.town.name),
            "street_ext": "",
            "street_nr": number,
            "city": {
                "city_id": self.town.insee,
                "insee_code": self.town.insee,
                "city_name": self.town.name.to_uppercase(),
                "post_code": self.town.postcode,
            },
            "street": { "street_id": "", "street_name": street },
        })
    }

    /// Moves it to where an eligibility item is, with the address that its caller left.
    pub(super) fn settle(&mut self, site: &eligibility::site::Site, address: &Value) {
        let part = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let (number, name) = (
            part(&address["street_nr"]),
            part(&address["street"]["street_name"]),
        );
        self.street = match format!("{number} {name}").trim() {
            "" => site.building.clone(),
            street => street.to_owned(),
        };
        self.town = names::town_around(site.x, site.y);
        (self.town.longitude, self.town.latitude) = (site.x, site.y);
    }

    /// The address on one line, in capitals, as list rows print it.
    pub fn line(&self) -> String {
        format!("{} {} {}", self.street, self.town.postcode, self.town.name).to_uppercase()
    }
}

/// Everything about an order that never changes.
#[derive(Clone, Debug)]
pub struct Facts {
    /// Offer family, such as `BPE`.
    pub family: &'static str,
    /// Technology of the product, such as `FIBDE`.
    pub technology: &'static str,
    /// Technology the order itself prints; differs now and then (row `O9`).
    pub order_technology: &'static str,
    /// Bandwidth as offer names spell it, such as `100M`.
    pub bandwidth: &'static str,
    /// Price zone and how offer names spell it.
    pub zone: (&'static str, &'static str),
    /// Contract length in months.
    pub commitment: i64,
    /// Key of the ordered offer.
    pub offering: String,
    /// Monthly price in euros.
    pub price: f64,
    /// One-off connection fee in euros.
    pub fas: f64,
    /// One-off fee of the provider in euros.
    pub far: f64,
    /// Lead time in weeks.
    pub lead_weeks: i64,
    /// Project code; empty for most.
    pub project: &'static str,
    /// Collection door; empty for dark fibre.
    pub enni: &'static str,
    /// Account that drafted the order.
    pub created_by: String,
    /// The customer's own key; empty for many.
    pub external_id: String,
    /// The customer site.
    pub site: Site,
    /// The far end, for dark fibre only.
    pub second_site: Option<Site>,
    /// Options of the product.
    pub options: Vec<ProductOption>,
    /// Manager in the region.
    pub manager: Person,
    /// The manager's superior, for one order in three.
    pub senior_manager: Option<Person>,
    /// Manager at national level, for one order in four.
    pub national_manager: Option<Person>,
    /// Nine digits of the manager's phone.
    pub manager_phone: String,
    /// Billing site code and name.
    pub billing: (&'static str, &'static str),
    /// VLAN number, for collected services.
    pub vlan: Option<i64>,
    /// Key of the quote line behind the order; empty for most.
    pub quote_item: String,
    /// Building reference; may hold slashes (row `G15`).
    pub building: String,
    /// Whether the order has a plan among its documents.
    pub has_plan: bool,
    /// Number of fibre strands.
    pub strands: i64,
}

/// Families with the technologies they are delivered on; weights by repetition.
const OFFERS: &[(&str, &str)] = &[
    ("BPE", "FIBDE"),
    ("BPE", "FIBDE"),
    ("BPE", "FIBDE"),
    ("BPEA", "FIBDE"),
    ("BPEA", "FTTE"),
    ("DIA", "FIBDE"),
    ("DIA", "FTTH"),
    ("FON", "FON"),
];
const BANDWIDTHS: &[&str] = &[
    "10M", "50M", "100M", "100M", "200M", "500M", "1G", "1G", "10G",
];
const ZONES: &[(&str, &str)] = &[
    ("TRESDENSE", "Zone très dense"),
    ("DENSE", "Zone dense"),
    ("MOYENNEMENTDENSE", "Zone moyennement dense"),
    ("PEUDENSE", "Zone peu dense"),
];
/// Billing sites, shared with the referential.
pub const BILLING_SITES: &[(&str, &str)] = &[
    ("AUX00", "COVAGE INFRA"),
    ("AUX01", "Siège – comptabilité fournisseurs"),
    ("BPO12", "Agence Bretagne Océan"),
    ("IDF03", "Île-de-France, grands comptes"),
    ("SUD07", "Direction régionale Méditerranée"),
];
/// Project codes that orders use; empty for none.
const PROJECTS: &[&str] = &["", "", "", "FLASH", "RENOUV26", "ÉCOLES", "MULTISITE"];
const DRAFTERS: &[&str] = &[
    "example@example.com",
    "adv@operateur.example",
    "api-client",
    "camille.roy@operateur.example",
];
const OPTIONS: &[ProductOption] = &[
    ProductOption {
        id: "194",
        label: "GTR 4H HO",
        price: 0.0,
    },
    ProductOption {
        id: "2220",
        label: "Livraison locale",
        price: 0.0,
    },
    ProductOption {
        id: "195",
        label: "GTR 4H HNO",
        price: 25.0,
    },
    ProductOption {
        id: "1615",
        label: "Double pénétration",
        price: 90.0,
    },
    ProductOption {
        id: "237",
        label: "Supervision étendue",
        price: 12.5,
    },
];

impl Facts {
    /// Lead time of an order in weeks; the first thing drawn, because every order needs it.
    pub(super) fn lead_weeks(seed: u64, number: u64) -> i64 {
        Dice::of(seed, number, PURPOSE_FACTS ^ 1).between(5, 14)
    }

    /// Draws the facts of order `number`.
    pub fn draw(seed: u64, number: u64) -> Self {
        let mut dice = Dice::of(seed, number, PURPOSE_FACTS);
        let at = usize::try_from(dice.below(8)).unwrap_or(0);
        let (family, technology) = OFFERS.get(at).copied().unwrap_or(("BPE", "FIBDE"));
        let is_dark = family == "FON";
        let zone = dice.pick(ZONES);
        let bandwidth = dice.pick(BANDWIDTHS);
        let site = Site::draw(&mut dice);
        let second_site = is_dark.then(|| Site::draw(&mut dice));
        let base = dice.between(55, 420);
        let wanted = usize::try_from(dice.below(4)).unwrap_or(0);
        let start = usize::try_from(dice.below(3)).unwrap_or(0);
        Self {
            family,
            technology,
            order_technology: if dice.percent(6) { "FON" } else { technology },
            bandwidth,
            zone,
            commitment: dice.pick(&[12_i64, 24, 36, 36, 60]),
            offering: dice.between(1_200, 2_400).to_string(),
            price: euros(base, if dice.percent(20) { 50 } else { 0 }),
            fas: euros(dice.pick(&[0_i64, 360, 490, 950]), 0),
            far: euros(dice.pick(&[0_i64, 180, 540]), 0),
            lead_weeks: Self::lead_weeks(seed, number),
            project: dice.pick(PROJECTS),
            enni: if is_dark {
                ""
            } else {
                dice.pick(&["CN012345", "CN001366", "CN004821", ""])
            },
            created_by: dice.pick(DRAFTERS).to_owned(),
            external_id: if dice.percent(35) {
                format!("AFF-{:05}", dice.below(100_000))
            } else {
                String::new()
            },
            site,
            second_site,
            options: OPTIONS.iter().skip(start).take(wanted).cloned().collect(),
            manager: Person::draw(&mut dice),
            senior_manager: dice.percent(33).then(|| Person::draw(&mut dice)),
            national_manager: dice.percent(25).then(|| Person::draw(&mut dice)),
            manager_phone: dice.between(600_000_000, 699_999_999).to_string(),
            billing: dice.pick(BILLING_SITES),
            vlan: (!is_dark && dice.percent(70)).then(|| dice.between(100, 4_000)),
            quote_item: if dice.percent(30) {
                dice.uuid()
            } else {
                String::new()
            },
            building: if dice.percent(15) {
                format!(
                    "IMB/{}/X/{}",
                    site_code(&mut dice),
                    dice.hex(4).to_uppercase()
                )
            } else {
                String::new()
            },
            has_plan: dice.percent(25),
            strands: if is_dark {
                dice.pick(&[1_i64, 2, 4])
            } else {
                1
            },
        }
    }

    /// Name of the ordered offer; ends with a blank, as in the example (row `G17`).
    pub fn offer_name(&self) -> String {
        format!(
            "{} {} _{}_{} mois ",
            self.family, self.bandwidth, self.zone.1, self.commitment
        )
    }
}

fn site_code(dice: &mut Dice) -> String {
    format!("{:05}", dice.below(96_000))
}

#[expect(clippy::cast_precision_loss, reason = "prices are far below 2^52")]
fn euros(whole: i64, cents: i64) -> f64 {
    whole as f64 + cents as f64 / 100.0
}
